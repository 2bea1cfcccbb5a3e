use std::collections::BTreeMap;
use std::str::FromStr;

use super::super::natural;
use crate::source::Span;

/// A value and the line of the file that it was read from.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The value's text.
    pub value: String,
    /// The line, for entries that were read.
    pub span: Option<Span>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Entry {}

/// Entries by key.
pub type Keys = BTreeMap<String, Entry>;

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
        let keys = self.scope(section, scope).into_iter().flat_map(Keys::values);
        keys.filter_map(|entry| entry.value.parse().ok())
    }

    /// Whether a section has entries.
    pub fn has(&self, section: &str) -> bool {
        self.sections.contains_key(section)
    }

    /// Sets the value of a key. Gives back what it had.
    pub fn insert(&mut self, section: &str, scope: &str, key: &str, entry: Entry) -> Option<Entry> {
        let known = self.sections.get_mut(section).and_then(|scopes| scopes.get_mut(scope));
        let before = if let Some(keys) = known {
            keys.insert(key.to_owned(), entry)
        } else {
            let scopes = self.sections.entry(section.to_owned()).or_default();
            scopes.entry(scope.to_owned()).or_default().insert(key.to_owned(), entry)
        };
        self.len += usize::from(before.is_none());
        before
    }

    /// Sets the values of keys of one scope.
    pub fn extend(&mut self, section: &str, scope: &str, entries: Vec<(String, Entry)>) {
        if entries.is_empty() {
            return;
        }
        let scopes = self.sections.entry(section.to_owned()).or_default();
        let keys = scopes.entry(scope.to_owned()).or_default();
        self.len -= keys.len();
        if keys.is_empty() {
            *keys = entries.into_iter().collect();
        } else {
            keys.extend(entries);
        }
        self.len += keys.len();
    }

    /// Takes a key out. Gives back what it had.
    pub fn remove(&mut self, section: &str, scope: &str, key: &str) -> Option<Entry> {
        let scopes = self.sections.get_mut(section)?;
        let keys = scopes.get_mut(scope)?;
        let before = keys.remove(key)?;
        self.len -= 1;
        if keys.is_empty() {
            scopes.remove(scope);
        }
        if scopes.is_empty() {
            self.sections.remove(section);
        }
        Some(before)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The entries of all scopes, with section and scope.
    pub fn scopes(&self) -> impl Iterator<Item = (&str, &str, &Keys)> {
        self.sections.iter().flat_map(|(section, scopes)| {
            scopes.iter().map(|(scope, keys)| (section.as_str(), scope.as_str(), keys))
        })
    }

    /// All entries as section, scope, key and entry, in natural order of each.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &str, &Entry)> {
        sorted(&self.sections).flat_map(|(section, scopes)| {
            sorted(scopes).flat_map(move |(scope, keys)| {
                sorted(keys).map(move |(key, entry)| (section, scope, key, entry))
            })
        })
    }
}

fn sorted<T>(map: &BTreeMap<String, T>) -> impl Iterator<Item = (&str, &T)> {
    let mut entries: Vec<(&str, &T)> =
        map.iter().map(|(key, value)| (key.as_str(), value)).collect();
    entries.sort_by(|(a, _), (b, _)| natural(a, b));
    entries.into_iter()
}
