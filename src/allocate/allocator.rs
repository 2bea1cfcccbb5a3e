use std::collections::BTreeSet;

use super::round::Round;
use super::{Entry, Lock, Slot, Space, Want};
use crate::diagnostic::Diagnostic;

/// Gives out values by the lock of last time, and writes the lock of next time.
#[derive(Debug, Default)]
pub struct Allocator {
    old: Lock,
    new: Lock,
    /// Sections and scopes that were asked for and of which the old lock knows something.
    asked: BTreeSet<(String, String)>,
    diagnostics: Vec<Diagnostic>,
}

impl Allocator {
    /// Begins with the lock of last time.
    pub fn new(old: Lock) -> Self {
        Self { old, ..Self::default() }
    }

    /// The lock of last time.
    pub(super) fn before(&self) -> &Lock {
        &self.old
    }

    /// Gives every want a value that no other of the scope has:
    ///
    /// 1. the value that the program gives it, whatever stands in its way;
    /// 2. else the value that it had, if the space still has it and the program gives it to no other;
    /// 3. else, in natural order of the keys, the one that it prefers, if that is free;
    /// 4. else, in the same order, the lowest that is free.
    ///
    /// Free is what nobody has or had. The order of `wants` does not matter. Wants of one key are one.
    /// Gives back the value of each want, in their order; none where the space is exhausted.
    ///
    /// Ask for all of a scope at once: a later call knows what earlier ones gave, but cannot move it.
    pub fn assign<S: Slot>(
        &mut self,
        section: &'static str,
        scope: &str,
        space: &dyn Space<S>,
        wants: Vec<Want<S>>,
    ) -> Vec<Option<S>> {
        if [&self.old.allocated, &self.old.removed]
            .iter()
            .any(|old| old.scope(section, scope).is_some())
        {
            self.asked.insert((section.to_owned(), scope.to_owned()));
        }
        let round = Round::new(section, scope, space, wants);
        round.run(&self.old, &mut self.new, &mut self.diagnostics)
    }

    /// The lock of next time, in which everything that was not asked for is kept as removed, and what
    /// there is to say. The lock is not to be written when there are errors.
    pub fn finish(mut self) -> (Lock, Vec<Diagnostic>) {
        // What is allocated comes last, because it goes before what was removed earlier.
        for table in [&self.old.removed, &self.old.allocated] {
            for (section, scope, keys) in table.scopes() {
                if self.asked.contains(&(section.to_owned(), scope.to_owned())) {
                    continue;
                }
                let entry = |entry: &Entry| Entry { value: entry.value.clone(), span: None };
                let kept = keys.iter().map(|(key, kept)| (key.to_owned(), entry(kept))).collect();
                self.new.removed.put(section, scope, kept);
            }
        }
        (self.new, self.diagnostics)
    }
}
