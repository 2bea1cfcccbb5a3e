use std::fmt;

use super::codes::{LOCK_DUPLICATE, LOCK_VALUE, POOL_EXHAUSTED};
use super::{Entry, Slot, Space, Want};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Where in the lock, for messages.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub section: &'a str,
    pub scope: &'a str,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.section)?;
        if self.scope.is_empty() { Ok(()) } else { write!(f, " of `{}`", self.scope) }
    }
}

/// `` `a` `` or `` `a` and 2 others ``.
pub(super) fn and_others(first: &str, count: usize) -> String {
    match count {
        0 | 1 => format!("`{first}`"),
        2 => format!("`{first}` and one other"),
        _ => format!("`{first}` and {} others", count - 1),
    }
}

/// `no values`, `one value`, `254 values`.
fn values(count: u128) -> String {
    match count {
        0 => "no values".to_owned(),
        1 => "one value".to_owned(),
        _ => format!("{count} values"),
    }
}

pub(super) fn label(said: Diagnostic, span: Option<Span>, text: &str) -> Diagnostic {
    match span {
        Some(span) => said.at(span, text),
        None => said,
    }
}

pub(super) fn other_kind(place: Place<'_>, key: &str, entry: &Entry) -> Diagnostic {
    let message =
        format!("`{}`, which the lock has for `{key}`, cannot be a value of {place}", entry.value);
    label(Diagnostic::new(&LOCK_VALUE, message), entry.span, "cannot be read")
        .help("take the line from version control, or delete it to have a value chosen")
}

pub(super) fn duplicate<S: Slot>(
    place: Place<'_>,
    value: &S,
    (key, other): (&str, &str),
    (span, other_span): (Option<Span>, Option<Span>),
) -> Diagnostic {
    let message = format!("the lock has `{value}` in {place} for both `{other}` and `{key}`");
    let said =
        label(Diagnostic::new(&LOCK_DUPLICATE, message), span, "this value has a holder already");
    label(said, other_span, "which is this").help(
        "keep the line of the one that is deployed and delete the other, which gets a new value",
    )
}

pub(super) fn exhausted<S: Slot>(
    place: Place<'_>,
    space: &dyn Space<S>,
    open: &[Want<S>],
    (used, kept): (usize, usize),
) -> Diagnostic {
    let first = open.first();
    let whom = and_others(first.map_or("", |want| &want.key), open.len());
    let message = format!("nothing is left in {} for {whom}", space.describe());
    let mut said = Diagnostic::new(&POOL_EXHAUSTED, message);
    if let Some(want) = first {
        said = said.from(want.origin, format!("needs a value of {place}"));
    }
    label(said, space.declared_at(), "too small")
        .note(match kept {
            0 => format!("it has {}, {used} in use", values(space.size())),
            _ => format!(
                "it has {}, {used} in use, {kept} kept for removed entries",
                values(space.size())
            ),
        })
        .help(match kept {
            0 => space.enlarge().to_owned(),
            1 => format!(
                "free the value of the removed entry with `rackc lock prune`, or {}",
                space.enlarge()
            ),
            _ => format!(
                "free {kept} values of removed entries with `rackc lock prune`, or {}",
                space.enlarge()
            ),
        })
}
