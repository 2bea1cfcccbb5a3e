//! For programs.

use serde::Serialize;

use crate::review::change::{Kind, Said};
use crate::review::group::{Entry, Group};
use crate::review::{Change, Review};
use crate::vendor::review::RiskClass;

/// Version of the form. It grows when a key goes or means something else; new keys may come without.
pub const SCHEMA_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    summary: Summary<'a>,
    added: &'a std::collections::BTreeMap<String, String>,
    removed: &'a std::collections::BTreeMap<String, String>,
    replaced: Vec<Replaced<'a>>,
    reworded: &'a [String],
    groups: Vec<OneGroup<'a>>,
}

#[derive(Serialize)]
struct Summary<'a> {
    changes: usize,
    switches: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    worst: Option<&'a RiskClass>,
}

#[derive(Serialize)]
struct Replaced<'a> {
    switch: &'a str,
    from: &'a str,
    to: &'a str,
}

#[derive(Serialize)]
struct OneGroup<'a> {
    risk: RiskClass,
    why: &'a [String],
    vendor: &'a str,
    file: &'a str,
    switches: &'a [String],
    lines: usize,
    changes: Vec<OneChange<'a>>,
}

#[derive(Serialize)]
struct OneChange<'a> {
    kind: Kind,
    path: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    old: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<Set<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variables: Vec<OneVariable<'a>>,
    places: Vec<OnePlace<'a>>,
}

#[derive(Serialize)]
struct Set<'a> {
    removed: &'a str,
    added: &'a str,
}

#[derive(Serialize)]
struct OneVariable<'a> {
    name: &'a str,
    /// In the order of `places`.
    values: &'a [String],
}

#[derive(Serialize)]
struct OnePlace<'a> {
    switch: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    old_lines: Option<[u32; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    new_lines: Option<[u32; 2]>,
}

/// The review as one JSON document.
pub fn json(review: &Review) -> String {
    let mut names: Vec<&str> = review.changes.iter().map(|change| change.switch.as_str()).collect();
    names.dedup();
    let document = Document {
        version: SCHEMA_VERSION,
        summary: Summary {
            changes: review.changes.len(),
            switches: names.len(),
            worst: review.groups.first().map(|group| &group.risk),
        },
        added: &review.added,
        removed: &review.removed,
        replaced: review
            .replaced
            .iter()
            .map(|(switch, (from, to))| Replaced { switch, from, to })
            .collect(),
        reworded: &review.reworded,
        groups: review.groups.iter().map(|group| one_group(group, &review.changes)).collect(),
    };
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn one_group<'a>(group: &'a Group, changes: &'a [Change]) -> OneGroup<'a> {
    OneGroup {
        risk: group.risk,
        why: &group.why,
        vendor: &group.vendor,
        file: &group.file,
        switches: &group.switches,
        lines: group.size(),
        changes: group.entries.iter().map(|entry| one_change(entry, changes)).collect(),
    }
}

fn one_change<'a>(entry: &'a Entry, changes: &'a [Change]) -> OneChange<'a> {
    let text = |said: &Option<Said>| {
        said.as_ref().map(|said| {
            said.text.iter().map(|(depth, text)| format!("{}{text}", "  ".repeat(*depth))).collect()
        })
    };
    let place = |member: &usize| {
        let change = &changes[*member];
        OnePlace {
            switch: &change.switch,
            old_lines: change.old_lines().map(|lines| [lines.first, lines.last]),
            new_lines: change.new_lines().map(|lines| [lines.first, lines.last]),
        }
    };
    OneChange {
        kind: entry.shown.kind,
        path: &entry.shown.path,
        old: text(&entry.shown.old),
        new: text(&entry.shown.new),
        set: entry.shown.set.as_ref().map(|set| Set { removed: &set.less, added: &set.more }),
        variables: entry
            .variables
            .iter()
            .map(|variable| OneVariable { name: &variable.name, values: &variable.values })
            .collect(),
        places: entry.members.iter().map(place).collect(),
    }
}
