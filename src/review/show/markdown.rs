//! For a comment on a pull request.

use std::fmt::Write as _;

use super::human::{summary, switches, values, variables};
use super::lines::lines;
use super::{count, title};
use crate::review::group::Group;
use crate::review::names::compress;
use crate::review::{Change, Review};

/// The longest comment that the common forges take, in characters.
pub const LONGEST_COMMENT: usize = 65_536;
/// What is kept free for the last words.
const LAST_WORDS: usize = 400;
/// Longest list of switches in the table.
const LONGEST_CELL: usize = 120;

/// The review as Markdown of at most `most` characters. What is left out is said.
pub fn markdown(review: &Review, most: usize) -> String {
    let mut text = String::from("### What this changes\n\n");
    _ = writeln!(text, "{}\n", summary(review).trim());
    for (names, what) in switches(review) {
        _ = writeln!(text, "- {}: {}", escape(&names), escape(&what));
    }
    let room = most.saturating_sub(LAST_WORDS);
    let mut left_out = table(review, &mut text, room);
    if left_out == 0 {
        for group in &review.groups {
            let part = details(group, &review.changes);
            if left_out == 0 && text.chars().count() + part.chars().count() <= room {
                text.push_str(&part);
            } else {
                left_out += 1;
            }
        }
    }
    if text.chars().count() > room {
        text = text.chars().take(room).collect();
    }
    if left_out > 0 {
        let groups = count(left_out, "group of changes is", "groups of changes are");
        _ = writeln!(
            text,
            "\n**{groups} left out here, because the comment would be too long: run `rackc diff` to see all.**"
        );
    }
    text
}

/// One line for each group. Says how many did not fit.
fn table(review: &Review, text: &mut String, room: usize) -> usize {
    if review.groups.is_empty() {
        return 0;
    }
    text.push_str("\n| risk | lines | switches | file |\n|---|---|---|---|\n");
    for (at, group) in review.groups.iter().enumerate() {
        let names = compress(group.switches.iter().map(String::as_str));
        let names = if names.chars().count() > LONGEST_CELL {
            format!("{}…", names.chars().take(LONGEST_CELL).collect::<String>())
        } else {
            names
        };
        let names = match group.switches.len() {
            1 => names,
            number => format!("{number}: {names}"),
        };
        let line = format!(
            "| {} | {} | {} | `{}` |\n",
            title(group.risk),
            group.size(),
            escape(&names),
            group.file.replace('`', "'")
        );
        if text.chars().count() + line.chars().count() > room / 2 && at > 0 {
            // What follows is told below as far as it fits.
            return if at < review.groups.len() { review.groups.len() - at } else { 0 };
        }
        text.push_str(&line);
    }
    text.push('\n');
    0
}

fn details(group: &Group, changes: &[Change]) -> String {
    let names = compress(group.switches.iter().map(String::as_str));
    let mut text = format!(
        "<details><summary><b>{}</b>: {} on {}</summary>\n\n",
        title(group.risk),
        count(group.size(), "line", "lines"),
        escape(&names)
    );
    for why in &group.why {
        _ = writeln!(text, "{}\n", escape(why));
    }
    let mut diff = String::new();
    for line in lines(group) {
        line.print(&mut diff, "");
    }
    let fence = fence(&diff);
    _ = write!(text, "{fence}diff\n{diff}{fence}\n\n");
    for (entry, variable) in variables(group) {
        let values = values(entry, variable, changes);
        _ = writeln!(text, "- {}: {}", escape(&variable.name), escape(&values));
    }
    text.push_str("\n</details>\n\n");
    text
}

/// A fence that is longer than any run of backticks in the text.
fn fence(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat((longest + 1).max(3))
}

/// A text in which nothing means anything to Markdown or HTML.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '|' | '[' | ']' | '#' | '@' | '~' => {
                safe.push('\\');
                safe.push(c);
            }
            '\n' => safe.push(' '),
            _ => safe.push(c),
        }
    }
    safe
}
