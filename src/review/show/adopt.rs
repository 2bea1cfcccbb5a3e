//! What the program would have to say so that it says what the switches run.

use std::fmt::Write as _;

use super::cause::{causes, place};
use super::lines::lines;
use crate::review::Review;
use crate::review::change::{Change, Kind, Said};
use crate::review::group::{Entry, Group};
use crate::review::names::compress;

/// Raw lines for what the switches have beyond the program, and a list of what they lack.
///
/// The old side of the review is what runs, the new side what the program says.
pub fn adopt(review: &Review) -> String {
    let mut text = String::new();
    for group in &review.groups {
        let mut extra = String::new();
        let mut open: Vec<String> = Vec::new();
        for entry in group.entries.iter().filter(|entry| entry.variables.is_empty()) {
            if entry.shown.kind == Kind::Removed {
                raw(&entry.shown, &mut open, &mut extra);
            }
        }
        if !extra.is_empty() {
            _ = writeln!(
                text,
                "verbatim {} on {} file {:?} {{\n{extra}}}",
                group.vendor,
                group.switches.join(", "),
                group.file
            );
        }
        other(review, group, &mut text);
    }
    text
}

fn raw(change: &Change, open: &mut Vec<String>, text: &mut String) {
    let path = if change.flat { &[] } else { change.path.as_slice() };
    if open.as_slice() != path {
        for (depth, header) in path.iter().enumerate() {
            _ = writeln!(text, "  {}{header}", "  ".repeat(depth));
        }
        *open = path.to_vec();
    }
    let flat = if change.flat { format!("set {} ", change.path.join(" ")) } else { String::new() };
    let Some(Said { text: said, .. }) = &change.old else { return };
    for (depth, line) in said {
        _ = writeln!(text, "  {}{flat}{line}", "  ".repeat(path.len() + depth));
    }
}

/// Where the program says what an entry changes.
fn said_at(review: &Review, entry: &Entry) -> Vec<String> {
    causes(review, entry.members.iter().copied()).into_iter().map(place).collect()
}

/// What no raw line can say: it must be changed where the program says it.
fn other(review: &Review, group: &Group, text: &mut String) {
    let mut rest = group.clone();
    rest.entries.retain(|entry| entry.shown.kind != Kind::Removed || !entry.variables.is_empty());
    if rest.entries.is_empty() {
        return;
    }
    let names = compress(group.switches.iter().map(String::as_str));
    _ = writeln!(
        text,
        "// on {names}, {}: change the statements that make the lines with `+` into those with `-`",
        group.file
    );
    // What comes from the same statements stands together, with them behind it.
    let mut entries = rest.entries.drain(..).peekable();
    let mut part = Group { entries: Vec::new(), ..group.clone() };
    while let Some(entry) = entries.next() {
        let said = said_at(review, &entry);
        part.entries.push(entry);
        if entries.peek().is_some_and(|next| said_at(review, next) == said) {
            continue;
        }
        for line in lines(&part) {
            line.print(text, "//   ");
        }
        for place in said {
            _ = writeln!(text, "//   said at {place}");
        }
        part.entries.clear();
    }
}
