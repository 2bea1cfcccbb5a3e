use std::collections::BTreeMap;
use std::str::FromStr;

use super::super::natural;
use super::{Entry, Keys};
use crate::source::Span;

/// Entries by section (what kind of value), scope (within what it is unique) and key (what has it).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    sections: BTreeMap<String, BTreeMap<String, Keys>>,
    len: usize,
}

impl Table {
    /// The value of a key.
    pub fn get(&self, section: &str, scope: &str, key: &str) -> Option<&str> {
        Some(self.scope(section, scope)?.get(key)?.value.as_str())
    }

    /// The entries of a scope.
    pub fn scope(&self, section: &str, scope: &str) -> Option<&Keys> {
        self.sections.get(section)?.get(scope)
    }

    /// The values of a scope that are what they should be.
    pub fn values<V: FromStr>(&self, section: &str, scope: &str) -> impl Iterator<Item = V> {
        let entries = self.scope(section, scope).into_iter().flat_map(Keys::iter);
        entries.filter_map(|(_, entry)| entry.value.parse().ok())
    }

    /// Whether a section has entries.
    pub fn has(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    /// Adds entries to a scope, in any order. Of several of one key the last stays; gives back where
    /// those are that others stood before.
    pub fn put(
        &mut self,
        section: &str,
        scope: &str,
        entries: Vec<(String, Entry)>,
    ) -> Vec<Option<Span>> {
        if entries.is_empty() {
            return Vec::new();
        }
        let scopes = self.sections.entry(section.to_owned()).or_default();
        let keys = scopes.entry(scope.to_owned()).or_default();
        self.len -= keys.len();
        let later = keys.put(entries);
        self.len += keys.len();
        later
    }

    /// Adds entries that are in natural order, each key once.
    pub(in super::super) fn put_in_order(
        &mut self,
        section: &str,
        scope: &str,
        entries: Vec<(String, Entry)>,
    ) {
        if entries.is_empty() || self.scope(section, scope).is_some() {
            self.put(section, scope, entries);
            return;
        }
        self.len += entries.len();
        let scopes = self.sections.entry(section.to_owned()).or_default();
        scopes.insert(scope.to_owned(), Keys::in_order(entries));
    }

    /// Forgets a scope.
    pub(in super::super) fn clear(&mut self, section: &str, scope: &str) {
        let Some(scopes) = self.sections.get_mut(section) else { return };
        self.len -= scopes.remove(scope).map_or(0, |keys| keys.len());
        if scopes.is_empty() {
            self.sections.remove(section);
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entries of all scopes, with section and scope, in natural order of both.
    pub fn scopes(&self) -> impl Iterator<Item = (&str, &str, &Keys)> {
        sorted(&self.sections).flat_map(|(section, scopes)| {
            sorted(scopes).map(move |(scope, keys)| (section, scope, keys))
        })
    }

    /// All entries as section, scope, key and entry, in natural order of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &str, &Entry)> {
        self.scopes().flat_map(|(section, scope, keys)| {
            keys.iter().map(move |(key, entry)| (section, scope, key, entry))
        })
    }
}

fn sorted<T>(map: &BTreeMap<String, T>) -> impl Iterator<Item = (&str, &T)> {
    let mut entries: Vec<(&str, &T)> =
        map.iter().map(|(key, value)| (key.as_str(), value)).collect();
    entries.sort_by(|(a, _), (b, _)| natural(a, b));
    entries.into_iter()
}
