//! The part of a [`Round`] that deals with what the old lock holds.

use std::collections::{BTreeMap, BTreeSet};

use super::messages::{duplicate, other_kind};
use super::moved::{Move, Why};
use super::round::Round;
use super::{Slot, Table, Want, natural};
use crate::source::Span;

/// A value that stands in the old lock.
pub(super) struct Locked<S> {
    pub key: String,
    pub value: S,
    pub span: Option<Span>,
}

impl<S: Slot> Round<'_, S> {
    /// The scope's entries in a table of the lock, in order of their keys.
    pub(super) fn read(&mut self, table: &Table) -> Vec<Locked<S>> {
        let mut entries = Vec::new();
        for (key, entry) in table.scope(self.place.section, self.place.scope).into_iter().flatten()
        {
            match entry.value.parse() {
                Ok(value) => entries.push(Locked { key: key.clone(), value, span: entry.span }),
                Err(_) => self.diagnostics.push(other_kind(self.place, key, entry)),
            }
        }
        entries.sort_by(|a, b| natural(&a.key, &b.key));
        entries
    }

    /// Lets wants have what they had. Gives back what others had.
    pub(super) fn take_locked(
        &mut self,
        allocated: Vec<Locked<S>>,
        removed: Vec<Locked<S>>,
    ) -> Vec<Locked<S>> {
        let mut unwanted = Vec::new();
        // A key that stands in both tables has the value that is allocated, for that comes first.
        let mut seen = vec![false; self.wants.len()];
        let mut spans = BTreeMap::new();
        for table in [allocated, removed] {
            // Wants and entries are in the same order.
            let mut at = 0;
            for locked in table {
                let before = |want: &Want<S>| natural(&want.key, &locked.key).is_lt();
                at += self.wants.iter().skip(at).take_while(|want| before(want)).count();
                if self.wants.get(at).is_none_or(|want| want.key != locked.key) {
                    unwanted.push(locked);
                } else if let Some(seen) = seen.get_mut(at).filter(|seen| !**seen) {
                    *seen = true;
                    self.take_back(at, locked, &mut spans);
                }
            }
        }
        unwanted
    }

    /// Lets a want have what it had, unless something stands against it.
    fn take_back(&mut self, want: usize, locked: Locked<S>, spans: &mut BTreeMap<usize, Span>) {
        let Some(slot) = self.values.get_mut(want).filter(|slot| slot.is_none()) else {
            return;
        };
        let Locked { key, value, span } = locked;
        if !self.space.contains(&value) {
            self.moves.push(Move { want, from: value, why: Why::NotInSpace });
            return;
        }
        let Some((_, holder)) = value.blocker(&self.taken) else {
            spans.extend(span.map(|span| (want, span)));
            self.taken.insert(value.claim(), Some(want));
            *slot = Some(value);
            return;
        };
        let by = holder.and_then(|index| Some((index, self.wants.get(index)?)));
        match by {
            Some((index, other)) if other.pinned.is_none() => {
                let places = (span, spans.get(&index).copied());
                self.diagnostics.push(duplicate(self.place, &value, (&key, &other.key), places));
            }
            _ => {
                let why = Why::Pinned(by.map(|(index, _)| index));
                self.moves.push(Move { want, from: value, why });
            }
        }
    }

    /// Keeps what keys had that are not wanted now, unless it is in use.
    pub(super) fn keep_unwanted(&mut self, unwanted: Vec<Locked<S>>, new: &Table) {
        let scope = new.scope(self.place.section, self.place.scope);
        let mut seen = BTreeSet::new();
        for locked in unwanted {
            let earlier = scope.is_some_and(|keys| keys.contains_key(&locked.key));
            let first = !earlier && seen.insert(locked.key.clone());
            if first && locked.value.blocker(&self.taken).is_none() {
                self.kept.entry(locked.value.claim()).or_insert(locked);
            }
        }
    }
}
