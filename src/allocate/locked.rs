//! The part of a [`Round`] that deals with what the old lock holds.

use std::collections::HashSet;

use super::messages::{duplicate, other_kind};
use super::moved::{Move, Why};
use super::round::Round;
use super::{Keys, Slot, Table, Want, natural};
use crate::source::Span;

/// A value that stands in the old lock.
pub(super) struct Locked<'a, S> {
    pub key: &'a str,
    pub value: S,
    pub span: Option<Span>,
}

impl<'a, S: Slot> Round<'a, S> {
    /// The scope's entries in a table of the lock, in order of their keys.
    pub(super) fn read(&mut self, table: &'a Table) -> Vec<Locked<'a, S>> {
        let keys = table.scope(self.place.section, self.place.scope);
        let mut entries = Vec::with_capacity(keys.map_or(0, Keys::len));
        for (key, entry) in keys.into_iter().flat_map(Keys::iter) {
            match entry.value.parse() {
                Ok(value) => entries.push(Locked { key, value, span: entry.span }),
                Err(_) => self.diagnostics.push(other_kind(self.place, key, entry)),
            }
        }
        entries
    }

    /// Lets wants have what they had. Gives back what others had.
    pub(super) fn take_locked(
        &mut self,
        allocated: Vec<Locked<'a, S>>,
        removed: Vec<Locked<'a, S>>,
    ) -> Vec<Locked<'a, S>> {
        let mut unwanted = Vec::new();
        // A key that stands in both tables has the value that is allocated, for that comes first.
        let mut seen = vec![false; self.wants.len()];
        let mut spans = vec![None; self.wants.len()];
        for table in [allocated, removed] {
            // Wants and entries are in the same order, and mostly the same.
            let mut next = 0;
            for locked in table {
                let is_next = |at: usize| self.wants.get(at).is_some_and(|w| w.key == locked.key);
                if !is_next(next) {
                    let before = |want: &Want<S>| natural(&want.key, locked.key).is_lt();
                    next += self.wants.iter().skip(next).take_while(|want| before(want)).count();
                }
                if !is_next(next) {
                    unwanted.push(locked);
                    continue;
                }
                if let Some(seen) = seen.get_mut(next).filter(|seen| !**seen) {
                    *seen = true;
                    self.take_back(next, locked, &mut spans);
                }
                next += 1;
            }
        }
        unwanted
    }

    /// Lets a want have what it had, unless something stands against it.
    fn take_back(&mut self, want: usize, locked: Locked<'_, S>, spans: &mut [Option<Span>]) {
        let Some(slot) = self.values.get_mut(want).filter(|slot| slot.is_none()) else {
            return;
        };
        let Locked { key, value, span } = locked;
        if !self.space.contains(&value) {
            self.moves.push(Move { want, from: value, why: Why::NotInSpace });
            return;
        }
        let Some((_, holder)) = value.blocker(&self.taken) else {
            if let Some(known) = spans.get_mut(want) {
                *known = span;
            }
            self.taken.insert(value.claim(), Some(want));
            *slot = Some(value);
            return;
        };
        let by = holder.and_then(|index| Some((index, self.wants.get(index)?)));
        match by {
            Some((index, other)) if other.pinned.is_none() => {
                let places = (span, spans.get(index).copied().flatten());
                self.diagnostics.push(duplicate(self.place, &value, (key, &other.key), places));
            }
            _ => {
                let why = Why::Pinned(by.map(|(index, _)| index));
                self.moves.push(Move { want, from: value, why });
            }
        }
    }

    /// Keeps what keys had that are not wanted now, unless it is in use.
    pub(super) fn keep_unwanted(&mut self, unwanted: Vec<Locked<'a, S>>, new: &Table) {
        if unwanted.is_empty() {
            return;
        }
        let earlier = new.scope(self.place.section, self.place.scope);
        let mut seen: HashSet<&str> =
            earlier.into_iter().flat_map(Keys::iter).map(|(key, _)| key).collect();
        for locked in unwanted {
            if seen.insert(locked.key) && locked.value.blocker(&self.taken).is_none() {
                self.kept.entry(locked.value.claim()).or_insert(locked);
            }
        }
    }
}
