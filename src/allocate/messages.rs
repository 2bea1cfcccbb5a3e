use std::fmt;

use super::codes::{LOCK_DUPLICATE, LOCK_VALUE, POOL_EXHAUSTED, VALUE_MOVED};
use super::round::Move;
use super::{Entry, Slot, Space, Want};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Most values that one message lists.
const SHOWN: usize = 8;

/// Where in the lock, for messages.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub section: &'a str,
    pub scope: &'a str,
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.section)?;
        if self.scope.is_empty() {
            Ok(())
        } else {
            write!(f, " of `{}`", self.scope)
        }
    }
}

/// Why a want does not get what it had.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    NotInSpace,
    /// The program gives it to this want, or to one of an earlier call.
    Pinned(Option<usize>),
}

/// `` `a` `` or `` `a` and 2 others ``.
fn and_others(first: &str, count: usize) -> String {
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

fn label(said: Diagnostic, span: Option<Span>, text: &str) -> Diagnostic {
    match span {
        Some(span) => said.at(span, text),
        None => said,
    }
}

pub(super) fn other_kind(place: Place<'_>, key: &str, entry: &Entry) -> Diagnostic {
    let message = format!(
        "`{}`, which the lock has for `{key}`, cannot be a value of {place}",
        entry.value
    );
    label(
        Diagnostic::new(&LOCK_VALUE, message),
        entry.span,
        "cannot be read",
    )
    .help("take the line from version control, or delete it to have a value chosen")
}

pub(super) fn duplicate<S: Slot>(
    place: Place<'_>,
    value: &S,
    (key, other): (&str, &str),
    (span, other_span): (Option<Span>, Option<Span>),
) -> Diagnostic {
    let message = format!("the lock has `{value}` in {place} for both `{other}` and `{key}`");
    let said = label(
        Diagnostic::new(&LOCK_DUPLICATE, message),
        span,
        "this value has a holder already",
    );
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
            0 => "enlarge the pool or add a range to it".to_owned(),
            1 => "free the value of the removed entry with `rackc lock prune`, or enlarge the pool"
                .to_owned(),
            _ => format!(
                "free {kept} values of removed entries with `rackc lock prune`, or enlarge the pool"
            ),
        })
}

/// One message for each reason.
pub(super) fn moved<S: Slot>(
    place: Place<'_>,
    space: &dyn Space<S>,
    wants: &[Want<S>],
    values: &[Option<S>],
    moves: &[Move<S>],
) -> Vec<Diagnostic> {
    let resolved: Vec<Moved<'_, S>> = moves
        .iter()
        .filter_map(|one| {
            let (want, to) = (wants.get(one.want)?, values.get(one.want)?.as_ref()?);
            Some(Moved {
                want,
                from: &one.from,
                to,
                why: one.why,
            })
        })
        .collect();
    let (gone, displaced): (Vec<_>, Vec<_>) = resolved
        .into_iter()
        .partition(|one| one.why == Why::NotInSpace);
    let gone = all_of(place, &gone, |said, first| {
        let text = format!("`{}` is not free in {}", first.from, space.describe());
        label(
            said.from(first.want.origin, text),
            space.declared_at(),
            "its values come from here",
        )
        .help(format!(
            "commit the new `rackc.lock` if that is meant, or write `{}` in the program",
            first.from
        ))
    });
    let displaced = all_of(place, &displaced, |said, first| {
        let said = said.from(first.want.origin, format!("has `{}` until now", first.from));
        let by = if let Why::Pinned(Some(by)) = first.why {
            wants.get(by)
        } else {
            None
        };
        let said = match by {
            Some(by) => said.from(by.origin, format!("the program gives it to `{}`", by.key)),
            None => said.note(format!(
                "the program gives `{}` to something else",
                first.from
            )),
        };
        said.help(
            "commit the new `rackc.lock` if that is meant, or choose another value in the program",
        )
    });
    gone.into_iter().chain(displaced).collect()
}

/// A move with all that is known of it.
struct Moved<'a, S> {
    want: &'a Want<S>,
    from: &'a S,
    to: &'a S,
    why: Why,
}

fn all_of<S: Slot>(
    place: Place<'_>,
    moves: &[Moved<'_, S>],
    explain: impl FnOnce(Diagnostic, &Moved<'_, S>) -> Diagnostic,
) -> Option<Diagnostic> {
    let first = moves.first()?;
    let message = match moves.len() {
        1 => format!(
            "{place} for `{}` moves from `{}` to `{}`",
            first.want.key, first.from, first.to
        ),
        count => format!("{place} moves for {}", and_others(&first.want.key, count)),
    };
    let mut said = explain(Diagnostic::new(&VALUE_MOVED, message), first);
    if moves.len() > 1 {
        for one in moves.iter().take(SHOWN) {
            said = said.note(format!(
                "`{}` moves from `{}` to `{}`",
                one.want.key, one.from, one.to
            ));
        }
    }
    match moves.len().saturating_sub(SHOWN) {
        0 => Some(said),
        more => Some(said.note(format!("and {more} more"))),
    }
}
