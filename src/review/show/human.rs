//! For people, on a terminal.

use std::fmt::Write as _;

use super::lines::lines;
use super::{count, title};
use crate::review::group::{Entry, Group, Variable};
use crate::review::names::compress;
use crate::review::{Change, Review};

/// How many values of a variable are shown.
const SHOWN: usize = 6;

/// The review as text.
pub fn human(review: &Review) -> String {
    let mut text = String::new();
    let mut class = None;
    for group in &review.groups {
        if class != Some(group.risk) {
            class = Some(group.risk);
            if !text.is_empty() {
                text.push('\n');
            }
            _ = writeln!(text, "{}", title(group.risk));
        }
        text.push_str(&one(group, &review.changes));
    }
    for (names, what) in switches(review) {
        _ = writeln!(text, "{names}: {what}");
    }
    text.push_str(&summary(review));
    text
}

/// Switches of which all is said in one line.
pub(super) fn switches(review: &Review) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    let by = |map: &std::collections::BTreeMap<String, String>, what: &str| {
        let mut models: Vec<&String> = map.values().collect();
        models.sort();
        models.dedup();
        let names = |model: &String| {
            compress(map.iter().filter(|(_, known)| *known == model).map(|(name, _)| name.as_str()))
        };
        models
            .into_iter()
            .map(|model| (names(model), format!("{what} ({model})")))
            .collect::<Vec<_>>()
    };
    lines.extend(by(&review.added, "new"));
    lines.extend(by(&review.removed, "gone"));
    let replaced = review
        .replaced
        .iter()
        .map(|(name, (from, to))| (name.clone(), format!("{from} becomes {to}")));
    lines.extend(replaced);
    lines
}

fn one(group: &Group, changes: &[Change]) -> String {
    let names = compress(group.switches.iter().map(String::as_str));
    let lines_of = count(group.size(), "line", "lines");
    let mut text = match group.switches.len() {
        1 => format!("  {lines_of} on {names}: {} {}\n", group.vendor, group.file),
        number => {
            let like = if group.entries.iter().any(|entry| !entry.variables.is_empty()) {
                "alike"
            } else {
                "the same"
            };
            format!(
                "  {like} {lines_of} on {number} switches: {names}: {} {}\n",
                group.vendor, group.file
            )
        }
    };
    for why in &group.why {
        _ = writeln!(text, "  why: {why}");
    }
    for line in lines(group) {
        line.print(&mut text, "    ");
    }
    for (entry, variable) in variables(group) {
        _ = writeln!(text, "    {}: {}", variable.name, values(entry, variable, changes));
    }
    text
}

/// The variables of a group, each once.
pub(super) fn variables(group: &Group) -> Vec<(&Entry, &Variable)> {
    let mut found: Vec<(&Entry, &Variable)> = Vec::new();
    for entry in &group.entries {
        for variable in &entry.variables {
            if !found.iter().any(|(_, known)| *known == variable) {
                found.push((entry, variable));
            }
        }
    }
    found
}

/// `10.0.0.1 on r01-a, 10.0.0.2 on r01-b, …`
pub(super) fn values(entry: &Entry, variable: &Variable, changes: &[Change]) -> String {
    let mut parts: Vec<String> = entry
        .members
        .iter()
        .zip(&variable.values)
        .take(SHOWN)
        .map(|(member, value)| format!("{value} on {}", changes[*member].switch))
        .collect();
    if entry.members.len() > SHOWN {
        parts.push(format!("{} more", entry.members.len() - SHOWN));
    }
    parts.join(", ")
}

/// How much changes, in a line or two.
pub(super) fn summary(review: &Review) -> String {
    let mut names: Vec<&str> = review.changes.iter().map(|change| change.switch.as_str()).collect();
    names.dedup();
    let mut parts = Vec::new();
    if !names.is_empty() {
        let worst = review.groups.first().map_or("", |group| title(group.risk));
        let changes = count(review.changes.len(), "change", "changes");
        parts.push(format!(
            "{changes} on {}; the worst: {worst}",
            count(names.len(), "switch", "switches")
        ));
    }
    for (number, what) in [
        (review.added.len(), "new"),
        (review.removed.len(), "gone"),
        (review.replaced.len(), "replaced"),
    ] {
        if number > 0 {
            parts.push(format!("{} {what}", count(number, "switch", "switches")));
        }
    }
    let mut text = if parts.is_empty() {
        "nothing changes\n".to_owned()
    } else {
        format!("{}\n", parts.join("; "))
    };
    if !review.reworded.is_empty() {
        let names = compress(review.reworded.iter().map(String::as_str));
        _ = writeln!(text, "only comments or order without meaning: {names}");
    }
    if parts_follow(review) { format!("\n{text}") } else { text }
}

fn parts_follow(review: &Review) -> bool {
    !review.is_empty()
}
