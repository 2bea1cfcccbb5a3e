//! What the lines of blocks mean: which are the same statement, and which values are sets.

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::Purpose;
use crate::review::item::{Item, Lines, compact, members};
use crate::review::language::Language;
use crate::vendor::pattern::{Fit, Hole, IN};

/// A line with the lines of its block.
#[derive(Debug, Clone)]
pub(super) struct Raw {
    pub(super) words: Vec<String>,
    /// The lines of a text, each after a line break.
    pub(super) body: Option<String>,
    pub(super) lines: Lines,
    pub(super) children: Vec<Raw>,
}

/// What stands for a secret that has been taken out.
pub(super) const SECRET: &str = "<secret>";

/// Gives lines their meaning.
pub(super) fn items(language: &Language<'_>, purpose: Purpose, raws: Vec<Raw>) -> Vec<Item> {
    let shaper = Shaper { language, purpose };
    shaper.block(&mut Vec::new(), raws)
}

struct Shaper<'a> {
    language: &'a Language<'a>,
    purpose: Purpose,
}

impl Shaper<'_> {
    fn block(&self, path: &mut Vec<String>, raws: Vec<Raw>) -> Vec<Item> {
        let mut items: IndexMap<String, Item> = IndexMap::new();
        for raw in raws {
            for raw in self.expanded(path, raw) {
                if let Some(item) = self.item(path, raw) {
                    put(&mut items, item);
                }
            }
        }
        let mut items: Vec<Item> = items.into_values().collect();
        if self.purpose == Purpose::Drift {
            items.retain(|item| !self.is_default(path, item));
        }
        items
    }

    fn is_default(&self, path: &[String], item: &Item) -> bool {
        item.children.is_empty() && !self.language.defaults.is_empty() && {
            let said = item.said();
            let words: Vec<&str> =
                path.iter().map(String::as_str).chain(said.split_whitespace()).collect();
            self.language.defaults.has(words.get(path.len()).copied().unwrap_or_default(), &words)
        }
    }

    /// A statement with a list of numbers as one for each of them, where that is the same.
    fn expanded(&self, path: &[String], raw: Raw) -> Vec<Raw> {
        if self.language.expand.is_empty() {
            return vec![raw];
        }
        let words = joined(path, &raw.words);
        let start = path.len() + usize::from(negated(&raw.words));
        let Some(fit) = self
            .language
            .expand
            .find(words.get(start).copied().unwrap_or_default(), &bare(path, &raw.words))
        else {
            return vec![raw];
        };
        let shift = usize::from(negated(&raw.words));
        let Some((_, hole)) = fit.holes.into_iter().find(|(hole, _)| *hole == Hole::Ids) else {
            return vec![raw];
        };
        let hole = hole.start - path.len() + shift..hole.end - path.len() + shift;
        let ids: Vec<&str> = raw.words[hole.clone()].iter().map(String::as_str).collect();
        let one = |id| {
            let id = compact(&std::iter::once(id).collect(), ",");
            let mut raw = raw.clone();
            raw.words.splice(hole.clone(), [id]);
            raw
        };
        members(&ids).into_iter().map(one).collect()
    }

    fn item(&self, path: &mut Vec<String>, mut raw: Raw) -> Option<Item> {
        let spoken = self.hide(path, &mut raw);
        let words = bare(path, &raw.words);
        let own = &words[path.len()..];
        let first = own.first().copied().unwrap_or_default();
        if self.language.noise.has(first, &words) {
            return None;
        }
        let mut item = Item::leaf(raw.words.join(" "), raw.lines.first);
        item.lines = raw.lines;
        item.spoken = spoken;
        if let Some(fit) = self.language.more.find(first, &words) {
            // The word behind the statement's own says that it adds: `allowed vlan add 12`.
            listed(&mut item, path.len(), &words, &fit, 1);
        } else if let Some(fit) = self.language.lists.find(first, &words) {
            listed(&mut item, path.len(), &words, &fit, 0);
        } else if let Some(fit) = self.language.single.find(first, &words) {
            item.key = key(path.len(), &words, &fit);
        } else {
            item.key = own.join(" ");
        }
        if let Some(body) = raw.body {
            item.text.push_str(&body);
        }
        item.ordered = self.language.ordered.has(first, &words);
        item.placed = !self.language.unordered.has(first, &words);
        if !raw.children.is_empty() {
            let depth = path.len();
            path.extend(raw.words);
            path.push(IN.to_owned());
            item.children = self.block(path, raw.children);
            path.truncate(depth);
        }
        Some(item)
    }

    /// Takes secrets out, where a switch shows them in a form of its own. Gives back what was said when that only
    /// refers to secrets.
    fn hide(&self, path: &[String], raw: &mut Raw) -> Option<String> {
        if self.purpose != Purpose::Drift || self.language.secrets.is_empty() {
            return None;
        }
        let words = joined(path, &raw.words);
        let first = raw.words.first().map_or("", String::as_str);
        let fit = self.language.secrets.find(first, &words)?;
        let secret = |at: usize| {
            let at = at + path.len();
            fit.holes.iter().any(|(hole, range)| *hole == Hole::Secret && range.contains(&at))
        };
        let mut shown: Vec<String> = Vec::new();
        for (at, word) in raw.words.iter().enumerate() {
            if !secret(at) {
                shown.push(word.clone());
            } else if shown.last().is_none_or(|last| last != SECRET) {
                shown.push(SECRET.to_owned());
            }
        }
        let said = std::mem::replace(&mut raw.words, shown);
        is_reference(&said).then(|| said.join(" "))
    }
}

/// Whether one of the words refers to a secret.
pub(super) fn is_reference<W: AsRef<str>>(words: &[W]) -> bool {
    words.iter().any(|word| word.as_ref().contains("{{"))
}

fn negated(words: &[String]) -> bool {
    words.len() > 1 && words.first().is_some_and(|word| word == "no")
}

fn joined<'a>(path: &'a [String], words: &'a [String]) -> Vec<&'a str> {
    path.iter().chain(words).map(String::as_str).collect()
}

/// The path and the words without a leading `no`.
fn bare<'a>(path: &'a [String], words: &'a [String]) -> Vec<&'a str> {
    let skip = usize::from(negated(words));
    path.iter().chain(words.iter().skip(skip)).map(String::as_str).collect()
}

/// The statement without its values. Values at the end leave nothing behind.
fn key(start: usize, words: &[&str], fit: &Fit) -> String {
    let value = |at: usize| fit.holes.iter().any(|(_, range)| range.contains(&at));
    let mut parts: Vec<&str> = Vec::new();
    for (at, word) in words.iter().enumerate().skip(start) {
        if !value(at) {
            parts.push(word);
        } else if parts.last() != Some(&"*") {
            parts.push("*");
        }
    }
    if parts.last() == Some(&"*") {
        parts.pop();
    }
    parts.join(" ")
}

fn listed(item: &mut Item, start: usize, words: &[&str], fit: &Fit, less: usize) {
    let Some((_, hole)) = fit.holes.last() else { return };
    if item.text.starts_with("no ") {
        item.key = words[start..hole.start].join(" ");
        return;
    }
    let head = words[start..hole.start.saturating_sub(less)].join(" ");
    item.set = Some(members(&words[hole.clone()]));
    item.text.clone_from(&head);
    item.key = head;
}

/// Adds a statement to a block in which the same one may stand already.
fn put(items: &mut IndexMap<String, Item>, item: Item) {
    match items.entry(item.key.clone()) {
        Entry::Vacant(vacant) => _ = vacant.insert(item),
        Entry::Occupied(mut known) => {
            let known = known.get_mut();
            match (&mut known.set, item.set) {
                (Some(known), Some(set)) => known.extend(set),
                (known, set) => *known = set,
            }
            known.text = item.text;
            known.ordered |= item.ordered;
            if known.children.is_empty() && item.children.is_empty() {
                known.lines = known.lines.with(item.lines);
            }
            let children = std::mem::take(&mut known.children);
            let mut merged: IndexMap<String, Item> =
                children.into_iter().map(|child| (child.key.clone(), child)).collect();
            for child in item.children {
                put(&mut merged, child);
            }
            known.children = merged.into_values().collect();
        }
    }
}
