use std::fmt;

use super::super::codes::LOCK_OUT_OF_DATE;
use super::super::natural;
use super::Lock;
use crate::diagnostic::Diagnostic;

/// How a key has its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held<'a> {
    /// It is in the program.
    Allocated(&'a str),
    /// It was removed from the program; the value is kept for it.
    Removed(&'a str),
}

/// A difference between two locks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change<'a> {
    /// What kind of value.
    pub section: &'a str,
    /// Within what it is unique.
    pub scope: &'a str,
    /// What has it.
    pub key: &'a str,
    /// What it had.
    pub before: Option<Held<'a>>,
    /// What it has now.
    pub after: Option<Held<'a>>,
}

impl fmt::Display for Change<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Held::{Allocated, Removed};
        write!(f, "{} / {} / {}: ", self.section, self.scope, self.key)?;
        match (self.before, self.after) {
            (Some(Allocated(a)), Some(Allocated(b))) => write!(f, "{a} becomes {b}"),
            (Some(Removed(a)), Some(Allocated(b))) if a == b => write!(f, "{b} again"),
            (_, Some(Allocated(b))) => write!(f, "{b} is new"),
            (_, Some(Removed(b))) => write!(f, "{b} moves to `removed`"),
            (Some(Allocated(a) | Removed(a)), None) => write!(f, "{a} is forgotten"),
            (None, None) => write!(f, "nothing"),
        }
    }
}

fn held<'a>(lock: &'a Lock, section: &str, scope: &str, key: &str) -> Option<Held<'a>> {
    let removed = || lock.removed.get(section, scope, key).map(Held::Removed);
    lock.allocated.get(section, scope, key).map(Held::Allocated).or_else(removed)
}

pub(super) fn changes<'a>(old: &'a Lock, new: &'a Lock) -> Vec<Change<'a>> {
    let mut changes = Vec::new();
    // Every key that either knows, once: what an earlier table has, a later one need not tell.
    let tables = [&new.allocated, &new.removed, &old.allocated, &old.removed];
    for (index, table) in tables.iter().enumerate() {
        let earlier = tables.get(..index).unwrap_or_default();
        for (section, scope, keys) in table.scopes() {
            for (key, _) in keys.iter() {
                let before = held(old, section, scope, key);
                let after = held(new, section, scope, key);
                let told = || earlier.iter().any(|table| table.get(section, scope, key).is_some());
                if before != after && !told() {
                    changes.push(Change { section, scope, key, before, after });
                }
            }
        }
    }
    changes.sort_by(|a, b| {
        let section = natural(a.section, b.section);
        section.then_with(|| natural(a.scope, b.scope)).then_with(|| natural(a.key, b.key))
    });
    changes
}

/// What `--locked` says when the lock would change from `old` to `new`.
pub fn out_of_date(old: &Lock, new: &Lock) -> Option<Diagnostic> {
    const SHOWN: usize = 8;
    if old == new {
        return None;
    }
    let changes = old.changes(new);
    let message = match changes.len() {
        1 => "the lock is out of date: one entry would change".to_owned(),
        count => format!("the lock is out of date: {count} entries would change"),
    };
    let said = Diagnostic::new(&LOCK_OUT_OF_DATE, message)
        .help("run `rackc build` without `--locked` and commit the new `rackc.lock`");
    let said = changes.iter().take(SHOWN).fold(said, |said, change| said.note(change.to_string()));
    match changes.len().saturating_sub(SHOWN) {
        0 => Some(said),
        more => Some(said.note(format!("and {more} more"))),
    }
}
