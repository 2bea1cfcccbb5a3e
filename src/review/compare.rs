//! Two trees of statements, and what is different.

use std::collections::{HashMap, HashSet};

use super::change::{Change, Kind, Said, SetChange};
use super::item::{Item, compact};
use super::language::Language;
use super::order::{lists, moved, moved_among};
use super::risk::Assessor;
use crate::vendor::pattern::IN;

/// Compares what two files of one switch say.
pub fn compare(
    language: &Language<'_>,
    place: Place<'_>,
    old: &[Item],
    new: &[Item],
) -> Vec<Change> {
    let mut comparer = Comparer {
        place,
        flat: language.is_flat(),
        assessor: Assessor::new(language),
        changes: Vec::new(),
    };
    if language.data.hierarchy == crate::vendor::review::Hierarchy::Lines {
        comparer.sequence(old, new);
    } else {
        comparer.blocks(&mut Vec::new(), false, old, new);
        for [old, new] in lists(&language.data.sequences, old, new) {
            for (item, now) in moved_among(&old, &new) {
                comparer.push(&[], Kind::Moved, Some(item), Some(now));
            }
        }
    }
    comparer.changes
}

/// Whose file it is.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The switch.
    pub switch: &'a str,
    /// Folder name of its vendor.
    pub vendor: &'a str,
    /// Its format.
    pub format: &'a str,
    /// The file, below the switch's folder.
    pub file: &'a str,
}

struct Comparer<'a> {
    place: Place<'a>,
    flat: bool,
    assessor: Assessor<'a>,
    changes: Vec<Change>,
}

impl Comparer<'_> {
    fn blocks<'i>(
        &mut self,
        path: &mut Vec<&'i str>,
        ordered: bool,
        old: &'i [Item],
        new: &'i [Item],
    ) {
        let after: HashMap<&str, &Item> =
            new.iter().map(|item| (item.key.as_str(), item)).collect();
        let before: HashSet<&str> = old.iter().map(|item| item.key.as_str()).collect();
        for item in old {
            match after.get(item.key.as_str()) {
                None => self.push(path, Kind::Removed, Some(item), None),
                Some(now) => self.pair(path, item, now),
            }
        }
        for item in new.iter().filter(|item| !before.contains(item.key.as_str())) {
            self.push(path, Kind::Added, None, Some(item));
        }
        if ordered {
            for (item, now) in moved(old, new, !self.flat) {
                self.push(path, Kind::Moved, Some(item), Some(now));
            }
        }
    }

    fn pair<'i>(&mut self, path: &mut Vec<&'i str>, old: &'i Item, new: &'i Item) {
        if old.text != new.text || old.set != new.set {
            self.push(path, Kind::Changed, Some(old), Some(new));
        }
        if old.children.is_empty() && new.children.is_empty() {
            return;
        }
        path.push(&new.text);
        self.blocks(path, old.ordered || new.ordered, &old.children, &new.children);
        path.pop();
    }

    /// Lines in order, any of which may stand there twice.
    fn sequence(&mut self, old: &[Item], new: &[Item]) {
        let texts = |items: &[Item]| items.iter().map(|item| item.text.clone()).collect::<Vec<_>>();
        let (before, after) = (texts(old), texts(new));
        for op in similar::capture_diff_slices(similar::Algorithm::Myers, &before, &after) {
            if op.tag() == similar::DiffTag::Equal {
                continue;
            }
            for item in &old[op.old_range()] {
                self.push(&[], Kind::Removed, Some(item), None);
            }
            for item in &new[op.new_range()] {
                self.push(&[], Kind::Added, None, Some(item));
            }
        }
    }

    fn push(&mut self, path: &[&str], kind: Kind, old: Option<&Item>, new: Option<&Item>) {
        let (risk, why) = self.assessor.assess(path, kind, old, new);
        let whole = kind == Kind::Added || kind == Kind::Removed;
        let said = |item: &Item| Said {
            lines: if whole { item.extent() } else { item.lines },
            text: text(item, self.flat, whole),
        };
        let set = match (
            old.and_then(|item| item.set.as_ref()),
            new.and_then(|item| item.set.as_ref()),
        ) {
            (Some(old), Some(new)) => Some(SetChange {
                less: compact(&old.difference(new).cloned().collect(), ","),
                more: compact(&new.difference(old).cloned().collect(), ","),
            }),
            _ => None,
        };
        self.changes.push(Change {
            switch: self.place.switch.to_owned(),
            vendor: self.place.vendor.to_owned(),
            format: self.place.format.to_owned(),
            file: self.place.file.to_owned(),
            path: path.iter().map(|&header| header.to_owned()).collect(),
            kind,
            old: old.map(said),
            new: new.map(said),
            set,
            risk,
            why,
            flat: self.flat,
        });
    }
}

/// The lines of a statement, with its block when `whole`.
fn text(item: &Item, flat: bool, whole: bool) -> Vec<(usize, String)> {
    let mut lines = Vec::new();
    if flat && whole {
        paths(item, &mut Vec::new(), &mut lines);
    } else {
        let mut todo = vec![(0, item)];
        while let Some((depth, item)) = todo.pop() {
            lines.push((depth, item.said()));
            if whole {
                todo.extend(item.children.iter().rev().map(|child| (depth + 1, child)));
            }
        }
    }
    lines
}

/// The paths to all ends of a statement's block.
pub(super) fn paths(item: &Item, path: &mut Vec<String>, lines: &mut Vec<(usize, String)>) {
    path.push(item.said());
    if item.children.is_empty() {
        lines.push((0, path.join(" ")));
    }
    for child in &item.children {
        paths(child, path, lines);
    }
    path.pop();
}

/// The words of a statement below its headers, as patterns see them.
pub(super) fn pattern_words<'a>(path: &[&'a str], said: &'a str, flat: bool) -> Vec<&'a str> {
    let mut words = Vec::new();
    for header in path {
        words.extend(split(header));
        if !flat {
            words.push(IN);
        }
    }
    words.extend(split(said));
    words
}

/// Words between blanks, quoted ones whole.
fn split(text: &str) -> Vec<&str> {
    let text = text.lines().next().unwrap_or_default();
    if !text.contains(['"', '{']) {
        return text.split(' ').collect();
    }
    let mut words = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = if rest.starts_with("{{") {
            rest.find("}}").map_or(rest.len(), |end| end + 2)
        } else if let Some(inner) = rest.strip_prefix('"') {
            inner.rfind('"').map_or(rest.len(), |end| end + 2)
        } else {
            rest.find(' ').unwrap_or(rest.len())
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after.trim_start();
    }
    words
}
