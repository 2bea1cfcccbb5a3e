//! The lines of a group, as a diff that keeps the blocks.

use crate::review::change::{Change, Kind, Said, SetChange};
use crate::review::group::{Entry, Group};

/// A line of a diff.
pub(super) struct DiffLine {
    /// `-`, `+`, `~` or a blank.
    pub(super) sign: char,
    pub(super) depth: usize,
    pub(super) text: String,
}

impl DiffLine {
    fn new(sign: char, depth: usize, text: impl Into<String>) -> Self {
        Self { sign, depth, text: text.into() }
    }

    /// The line with its sign in front; a text of several lines is several.
    pub(super) fn print(&self, into: &mut String, before: &str) {
        for line in self.text.lines() {
            into.push_str(before);
            into.push(self.sign);
            into.push(' ');
            into.push_str(&"  ".repeat(self.depth));
            into.push_str(line);
            into.push('\n');
        }
    }
}

/// All lines of a group. A header that one change shares with the one before is not said again.
pub(super) fn lines(group: &Group) -> Vec<DiffLine> {
    let mut lines = Vec::new();
    let mut above: &[String] = &[];
    for Entry { shown, .. } in &group.entries {
        if shown.flat {
            flat(shown, &mut lines);
            continue;
        }
        let same = shown.path.iter().zip(above).take_while(|(a, b)| a == b).count();
        for (depth, header) in shown.path.iter().enumerate().skip(same) {
            lines.push(DiffLine::new(' ', depth, header.clone()));
        }
        above = &shown.path;
        let depth = shown.path.len();
        let mut say = |sign, said: &Option<Said>| {
            for (below, text) in said.iter().flat_map(|said| &said.text) {
                lines.push(DiffLine::new(sign, depth + below, text.clone()));
            }
        };
        if shown.kind == Kind::Moved {
            say('~', &shown.new);
        } else {
            say('-', &shown.old);
            say('+', &shown.new);
        }
        if let (Some(set), Some(line)) = (&shown.set, lines.last_mut()) {
            line.text.push_str(&set_words(set));
        }
    }
    lines
}

/// ` (adds 110; removes 120)`, for lists in which that is hard to see.
fn set_words(set: &SetChange) -> String {
    let parts = [("adds", &set.more), ("removes", &set.less)];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, ids)| !ids.is_empty())
        .map(|(what, ids)| format!("{what} {ids}"))
        .collect();
    format!("  ({})", parts.join("; "))
}

fn flat(change: &Change, lines: &mut Vec<DiffLine>) {
    let path = change.path.join(" ");
    let mut say = |sign, said: &Option<Said>| {
        for (_, text) in said.iter().flat_map(|said| &said.text) {
            lines.push(DiffLine::new(sign, 0, format!("{path} {text}").trim_start().to_owned()));
        }
    };
    if change.kind == Kind::Moved {
        say('~', &change.new);
    } else {
        say('-', &change.old);
        say('+', &change.new);
    }
}
