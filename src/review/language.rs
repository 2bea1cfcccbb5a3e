//! A vendor's language of configurations, ready for reading.

use std::collections::HashMap;

use crate::vendor::pattern::{Fit, Pattern};
use crate::vendor::review::{Hierarchy, Language as Data};

/// A language with its patterns sorted for look-up.
#[derive(Debug)]
pub struct Language<'a> {
    /// What the vendor folder says.
    pub data: &'a Data,
    pub(super) single: Patterns<'a>,
    pub(super) lists: Patterns<'a>,
    pub(super) more: Patterns<'a>,
    pub(super) expand: Patterns<'a>,
    pub(super) ordered: Patterns<'a>,
    pub(super) unordered: Patterns<'a>,
    pub(super) noise: Patterns<'a>,
    pub(super) defaults: Patterns<'a>,
    pub(super) secrets: Patterns<'a>,
}

impl<'a> Language<'a> {
    /// Sorts the patterns.
    pub fn new(data: &'a Data) -> Self {
        let flat = is_flat(data.hierarchy);
        let sort = |patterns: &'a [Pattern]| Patterns::new(patterns.iter(), flat);
        Self {
            data,
            single: sort(&data.single),
            lists: Patterns::new(data.lists.iter().map(|list| &list.statement), flat),
            more: Patterns::new(data.lists.iter().filter_map(|list| list.more.as_ref()), flat),
            expand: sort(&data.expand),
            ordered: sort(&data.ordered),
            unordered: sort(&data.unordered),
            noise: sort(&data.noise),
            defaults: sort(&data.defaults),
            secrets: sort(&data.secrets),
        }
    }

    /// Whether a statement is a path of words, not a line in a block.
    pub fn is_flat(&self) -> bool {
        is_flat(self.data.hierarchy)
    }
}

fn is_flat(hierarchy: Hierarchy) -> bool {
    matches!(hierarchy, Hierarchy::Braces | Hierarchy::Set | Hierarchy::Yaml)
}

/// Patterns by the word by which they can be looked up.
#[derive(Debug)]
pub(super) struct Patterns<'a> {
    by_word: HashMap<&'a str, Vec<&'a Pattern>>,
    others: Vec<&'a Pattern>,
}

impl<'a> Patterns<'a> {
    fn new(patterns: impl Iterator<Item = &'a Pattern>, flat: bool) -> Self {
        let mut sorted = Self { by_word: HashMap::new(), others: Vec::new() };
        for pattern in patterns {
            match if flat { pattern.anchor() } else { pattern.first() } {
                Some(word) => sorted.by_word.entry(word).or_default().push(pattern),
                None => sorted.others.push(pattern),
            }
        }
        sorted
    }

    /// The first pattern that the words fit. `word` is the word to look up.
    pub(super) fn find(&self, word: &str, words: &[&str]) -> Option<Fit> {
        let near = self.by_word.get(word).into_iter().flatten();
        near.chain(&self.others).find_map(|pattern| pattern.fit(words))
    }

    pub(super) fn has(&self, word: &str, words: &[&str]) -> bool {
        self.find(word, words).is_some()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.by_word.is_empty() && self.others.is_empty()
    }
}
