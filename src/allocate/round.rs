use std::collections::BTreeMap;

use super::locked::Locked;
use super::messages::{Place, exhausted};
use super::moved::{Move, moved};
use super::{Entry, Lock, Slot, Space, Table, Want, natural};
use crate::diagnostic::Diagnostic;

/// One call of [`Allocator::assign`](super::Allocator::assign), step by step.
pub(super) struct Round<'a, S> {
    pub place: Place<'a>,
    pub space: &'a dyn Space<S>,
    /// By key, each once.
    pub wants: Vec<Want<S>>,
    /// Which of the wants each one is that was asked for.
    asked: Vec<usize>,
    /// What each want gets.
    pub values: Vec<Option<S>>,
    /// What is in use, and by which of the wants.
    pub taken: BTreeMap<S, Option<usize>>,
    /// What is kept for keys that are not wanted.
    pub kept: BTreeMap<S, Locked<'a, S>>,
    pub moves: Vec<Move<S>>,
    pub diagnostics: Vec<Diagnostic>,
}

impl<'a, S: Slot> Round<'a, S> {
    pub fn new(
        section: &'a str,
        scope: &'a str,
        space: &'a dyn Space<S>,
        wants: Vec<Want<S>>,
    ) -> Self {
        let mut asked = vec![0; wants.len()];
        let mut each: Vec<Want<S>> = Vec::with_capacity(wants.len());
        let mut all: Vec<(usize, Want<S>)> = wants.into_iter().enumerate().collect();
        // Of wants of one key the same is first whatever their order: one with values, lowest first.
        all.sort_by(|(_, a), (_, b)| {
            let values = |want: &Want<S>| (want.pinned.is_none(), want.preferred.is_none());
            natural(&a.key, &b.key)
                .then_with(|| values(a).cmp(&values(b)))
                .then_with(|| (&a.pinned, &a.preferred).cmp(&(&b.pinned, &b.preferred)))
                .then_with(|| a.origin.cmp(&b.origin))
        });
        for (position, want) in all {
            if each.last().is_none_or(|last| last.key != want.key) {
                each.push(want);
            }
            asked[position] = each.len() - 1;
        }
        let values = each.iter().map(|want| want.pinned.clone()).collect();
        Self {
            place: Place { section, scope },
            space,
            wants: each,
            asked,
            values,
            taken: BTreeMap::new(),
            kept: BTreeMap::new(),
            moves: Vec::new(),
            diagnostics: Vec::new(),
        }
    }

    pub fn run(
        mut self,
        old: &'a Lock,
        new: &mut Lock,
        said: &mut Vec<Diagnostic>,
    ) -> Vec<Option<S>> {
        let (allocated, removed) = (self.read(&old.allocated), self.read(&old.removed));
        self.take_pinned();
        self.take_earlier(&new.allocated);
        let unwanted = self.take_locked(allocated, removed);
        self.keep_unwanted(unwanted, &new.allocated);
        self.take_preferred();
        self.take_lowest();
        self.report();
        said.append(&mut self.diagnostics);
        self.write(new)
    }

    fn take_pinned(&mut self) {
        for (index, want) in self.wants.iter().enumerate() {
            if let Some(value) = &want.pinned {
                self.taken.entry(value.claim()).or_insert(Some(index));
            }
        }
    }

    /// What an earlier call for the same scope gave is in use.
    fn take_earlier(&mut self, new: &Table) {
        for value in new.values::<S>(self.place.section, self.place.scope) {
            self.taken.entry(value.claim()).or_insert(None);
        }
    }

    fn take_preferred(&mut self) {
        for index in 0..self.wants.len() {
            let open = self.values.get(index).is_some_and(Option::is_none);
            let preferred = self.wants.get(index).and_then(|want| want.preferred.clone());
            let Some(value) = preferred.filter(|value| open && self.space.contains(value)) else {
                continue;
            };
            if value.blocker(&self.taken).is_none() && value.blocker(&self.kept).is_none() {
                self.give(index, value);
            }
        }
    }

    fn take_lowest(&mut self) {
        let open = |(index, value): (usize, &Option<S>)| value.is_none().then_some(index);
        let open: Vec<usize> = self.values.iter().enumerate().filter_map(open).collect();
        let mut cursor = open.first().and_then(|_| self.space.first());
        for index in open {
            let Some(value) = self.free_from(cursor) else {
                return;
            };
            cursor = self.space.after(&value, &value);
            self.give(index, value);
        }
    }

    /// The lowest free value from one of the space's values on.
    fn free_from(&self, mut cursor: Option<S>) -> Option<S> {
        loop {
            let value = cursor?;
            let taken = value.blocker(&self.taken).map(|(blocker, _)| blocker);
            match taken.or_else(|| value.blocker(&self.kept).map(|(blocker, _)| blocker)) {
                Some(blocker) => cursor = self.space.after(&value, blocker),
                None => return Some(value),
            }
        }
    }

    fn give(&mut self, index: usize, value: S) {
        self.taken.insert(value.claim(), Some(index));
        if let Some(slot) = self.values.get_mut(index) {
            *slot = Some(value);
        }
    }

    fn report(&mut self) {
        let without =
            |(want, value): (&'_ Want<S>, &Option<S>)| value.is_none().then_some(want.clone());
        let open: Vec<Want<S>> = self.wants.iter().zip(&self.values).filter_map(without).collect();
        if !open.is_empty() {
            let used = self.taken.keys().filter(|value| self.space.contains(value)).count();
            let kept = self.kept.keys().filter(|value| self.space.contains(value)).count();
            self.diagnostics.push(exhausted(self.place, self.space, &open, (used, kept)));
        }
        let moves = std::mem::take(&mut self.moves);
        let said = moved(self.place, self.space, &self.wants, &self.values, &moves);
        self.diagnostics.extend(said);
    }

    fn write(self, new: &mut Lock) -> Vec<Option<S>> {
        let Place { section, scope } = self.place;
        let entry = |value: &S| Entry { value: value.to_string(), span: None };
        let kept = self.kept.values();
        let kept = kept.map(|locked| (locked.key.to_owned(), entry(&locked.value))).collect();
        // What an earlier call kept has been looked at again.
        new.removed.clear(section, scope);
        new.removed.put(section, scope, kept);
        let given = self.wants.into_iter().zip(&self.values);
        let given = given.filter_map(|(want, value)| Some((want.key, entry(value.as_ref()?))));
        new.allocated.put_in_order(section, scope, given.collect());
        self.asked.iter().map(|want| self.values[*want].clone()).collect()
    }
}
