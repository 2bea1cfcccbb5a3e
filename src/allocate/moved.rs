use super::codes::VALUE_MOVED;
use super::messages::{Place, and_others, label};
use super::{Slot, Space, Want};
use crate::diagnostic::Diagnostic;

/// Most values that one message lists.
const SHOWN: usize = 8;

/// A want whose locked value goes to another.
pub(super) struct Move<S> {
    /// The want, by its index.
    pub want: usize,
    pub from: S,
    pub why: Why,
}

/// Why a want does not get what it had.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    NotInSpace,
    /// The program gives it to this want, or to one of an earlier call.
    Pinned(Option<usize>),
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
            Some(Moved { want, from: &one.from, to, why: one.why })
        })
        .collect();
    let (gone, displaced): (Vec<_>, Vec<_>) =
        resolved.into_iter().partition(|one| one.why == Why::NotInSpace);
    let gone = all_of(place, &gone, |said, first| {
        let text = format!("`{}` is not free in {}", first.from, space.describe());
        label(said.from(first.want.origin, text), space.declared_at(), "its values come from here")
            .help(format!(
                "commit the new `rackc.lock` if that is meant, or write `{}` in the program",
                first.from
            ))
    });
    let displaced = all_of(place, &displaced, |said, first| {
        let said = said.from(first.want.origin, format!("has `{}` until now", first.from));
        let by = if let Why::Pinned(Some(by)) = first.why { wants.get(by) } else { None };
        let said = match by {
            Some(by) => said.from(by.origin, format!("the program gives it to `{}`", by.key)),
            None => said.note(format!("the program gives `{}` to something else", first.from)),
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
            said =
                said.note(format!("`{}` moves from `{}` to `{}`", one.want.key, one.from, one.to));
        }
    }
    match moves.len().saturating_sub(SHOWN) {
        0 => Some(said),
        more => Some(said.note(format!("and {more} more"))),
    }
}
