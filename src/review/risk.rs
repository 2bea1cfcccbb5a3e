//! What a change does to traffic, by the rules of the vendor folder.

use super::change::Kind;
use super::compare::pattern_words;
use super::item::Item;
use super::language::Language;
use crate::vendor::review::{Risk, RiskClass, When};

/// Finds the worst that a change does.
pub(super) struct Assessor<'a> {
    rules: &'a [Risk],
    flat: bool,
}

impl<'a> Assessor<'a> {
    pub(super) fn new(language: &'a Language<'_>) -> Self {
        Self { rules: &language.data.risks, flat: language.is_flat() }
    }

    pub(super) fn assess(
        &self,
        path: &[&str],
        kind: Kind,
        old: Option<&Item>,
        new: Option<&Item>,
    ) -> (RiskClass, Option<String>) {
        let Some(item) = new.or(old) else { return (RiskClass::Other, None) };
        let mut found =
            Found { rules: self.rules, root: Vec::new(), worst: None, root_known: false };
        let said = item.said();
        found.root = pattern_words(path, &said, self.flat);
        match kind {
            Kind::Added => self.walk(path, item, When::Added, When::New, &mut found),
            Kind::Removed => self.walk(path, item, When::Removed, When::Gone, &mut found),
            Kind::Moved => found.look(&pattern_words(path, &said, self.flat), When::Moved, true),
            Kind::Changed => {
                for item in [old, new].into_iter().flatten() {
                    let said = item.said();
                    let words = pattern_words(path, &said, self.flat);
                    for when in kinds(old, new) {
                        found.look(&words, when, true);
                    }
                }
            }
        }
        let default = match kind {
            Kind::Added => RiskClass::AddsOnly,
            _ => RiskClass::Other,
        };
        match found.worst {
            Some(rule) if found.root_known || rule.class < default => {
                (rule.class, Some(rule.why.clone()))
            }
            _ => (default, None),
        }
    }

    fn walk(&self, path: &[&str], item: &Item, at: When, below: When, found: &mut Found<'a, '_>) {
        let said = item.said();
        found.look(&pattern_words(path, &said, self.flat), at, true);
        // In a path the one word that follows belongs to what was added.
        let chain = self.flat && item.children.len() == 1;
        for child in &item.children {
            let path: Vec<&str> = path.iter().copied().chain([item.text.as_str()]).collect();
            self.below(&path, child, if chain { at } else { below }, below, found);
        }
    }

    fn below(&self, path: &[&str], item: &Item, at: When, below: When, found: &mut Found<'a, '_>) {
        let said = item.said();
        found.look(&pattern_words(path, &said, self.flat), at, false);
        let chain = self.flat && at != below && item.children.len() == 1;
        let path: Vec<&str> = path.iter().copied().chain([item.text.as_str()]).collect();
        for child in &item.children {
            self.below(&path, child, if chain { at } else { below }, below, found);
        }
    }
}

/// What a change of a value is, when the value is a set.
fn kinds(old: Option<&Item>, new: Option<&Item>) -> Vec<When> {
    let set = |item: Option<&'_ Item>| item.and_then(|item| item.set.clone()).unwrap_or_default();
    let (old, new) = (set(old), set(new));
    let mut kinds = vec![When::Changed];
    if old.difference(&new).next().is_some() {
        kinds.push(When::Less);
    }
    if new.difference(&old).next().is_some() {
        kinds.push(When::More);
    }
    kinds
}

struct Found<'a, 'w> {
    rules: &'a [Risk],
    root: Vec<&'w str>,
    worst: Option<&'a Risk>,
    /// Whether a rule knows the changed statement itself.
    root_known: bool,
}

impl<'a> Found<'a, '_> {
    fn look(&mut self, words: &[&str], when: When, is_root: bool) {
        let plain = plain(words);
        for rule in self.rules.iter().filter(|rule| rule.when.contains(&when)) {
            if !rule.statements.iter().any(|pattern| {
                pattern.fits(words) || plain.as_ref().is_some_and(|words| pattern.fits(words))
            }) {
                continue;
            }
            if rule.at.as_ref().is_some_and(|at| !at.fits(&self.root)) {
                continue;
            }
            self.root_known |= is_root;
            if self.worst.is_none_or(|worst| rule.class < worst.class) {
                self.worst = Some(rule);
            }
        }
    }
}

/// The words without a `no` before the statement's own; nothing when there is none. A rule on `shutdown` sees
/// `no shutdown` as well unless it names one of them.
fn plain<'a>(words: &[&'a str]) -> Option<Vec<&'a str>> {
    let start =
        words.iter().rposition(|word| *word == crate::vendor::pattern::IN).map_or(0, |at| at + 1);
    (words.get(start) == Some(&"no")).then(|| {
        words.iter().enumerate().filter(|(at, _)| *at != start).map(|(_, word)| *word).collect()
    })
}
