//! Why a group of changes is, and what it touches.

use std::collections::BTreeSet;

use crate::review::cause::{Cause, Touched};
use crate::review::group::{Entry, Group};
use crate::review::names::compress;
use crate::review::{Change, Review};

/// Causes of a group that are shown.
const MOST: usize = 6;
/// Characters of a cause's line that are shown.
const COLUMNS: usize = 90;

/// The causes of some changes, those that say something else now first.
pub(super) fn causes(review: &Review, members: impl Iterator<Item = usize>) -> Vec<&Cause> {
    let all: BTreeSet<&Cause> =
        members.filter_map(|member| review.causes.get(member)).flatten().collect();
    let changed = all.iter().any(|cause| cause.changed);
    all.into_iter().filter(|cause| cause.changed || !changed).collect()
}

/// The causes of a group.
pub(super) fn of_group<'a>(review: &'a Review, group: &'a Group) -> Vec<&'a Cause> {
    let members = group.entries.iter().flat_map(|entry: &Entry| entry.members.iter().copied());
    causes(review, members)
}

/// `because of vlans.rack:4: vlan web 110 { … }`, a line for each.
pub(super) fn lines(review: &Review, group: &Group) -> Vec<String> {
    let all = of_group(review, group);
    let mut lines: Vec<String> = all.iter().take(MOST).map(|cause| line(cause)).collect();
    if all.len() > MOST {
        lines.push(format!("… and of {} more lines; `--format json` shows all", all.len() - MOST));
    }
    lines
}

fn line(cause: &Cause) -> String {
    let how = match (cause.changed, cause.old) {
        (true, false) => "because of",
        (true, true) => "because this is gone:",
        (false, _) => "follows from",
    };
    format!("{how} {}", place(cause))
}

/// `vlans.rack:4: vlan web 110 { … }`
pub(super) fn place(cause: &Cause) -> String {
    let text = cause.text.trim();
    let shown: String = text.chars().take(COLUMNS).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    let stamped = cause.stamped.as_ref();
    let stamped = stamped.map(|(file, line)| format!(", stamped by {file}:{line}"));
    format!("{}:{}{}: {shown}{more}", cause.file, cause.line, stamped.unwrap_or_default())
}

/// `power feed-a, feed-b; row row-1; racks r01, r02; both members of r01-pair`
pub(super) fn touched(touched: &Touched) -> Option<String> {
    let names = |all: &BTreeSet<String>| compress(all.iter().map(String::as_str));
    let mut parts: Vec<String> =
        touched.zones.iter().map(|(kind, zones)| format!("{kind} {}", names(zones))).collect();
    let mut add = |one: &str, many: &str, all: &BTreeSet<String>| match all.len() {
        0 => {}
        1 => parts.push(format!("{one} {}", names(all))),
        _ => parts.push(format!("{many} {}", names(all))),
    };
    add("rack", "racks", &touched.racks);
    add("both members of", "both members of", &touched.pairs);
    add("one member of", "one member of", &touched.halves);
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// What the switches of a group are in.
pub(super) fn of_switches(review: &Review, group: &Group) -> Touched {
    Touched::of(&group.switches, &review.standing)
}

/// What all switches are in that change.
pub(super) fn overall(review: &Review) -> Touched {
    let changed = review.changes.iter().map(|change: &Change| &change.switch);
    let others = review.added.keys().chain(review.removed.keys()).chain(review.replaced.keys());
    let all: BTreeSet<&String> = changed.chain(others).collect();
    Touched::of(all, &review.standing)
}
