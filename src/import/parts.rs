//! How a statement is written, and what it can do without.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::ops::Range;

/// A statement out of a head and clauses or settings.
#[derive(Debug)]
pub struct Parts {
    head: String,
    block: bool,
    list: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    text: String,
    /// What the statement lacks without it, and whether it is worth trying without it.
    lacks: Option<(String, bool)>,
}

impl Parts {
    /// A statement with clauses on its line.
    pub fn line(head: String) -> Self {
        Self { head, block: false, list: Vec::new() }
    }

    /// A statement with a block of settings, if there are any.
    pub fn block(head: String) -> Self {
        Self { head, block: true, list: Vec::new() }
    }

    /// A part that has to be there.
    pub fn must(&mut self, text: String) {
        self.list.push(Part { text, lacks: None });
    }

    /// A part that goes when an error is about just this part.
    pub fn may(&mut self, text: String, lacks: &str) {
        self.list.push(Part { text, lacks: Some((lacks.to_owned(), false)) });
    }

    /// A part that goes, too, when an error is about the whole statement.
    pub fn might(&mut self, text: String, lacks: &str) {
        self.list.push(Part { text, lacks: Some((lacks.to_owned(), true)) });
    }

    /// The part to go next for an error at a byte of the text: its position, and what is then lacking.
    pub fn next(&self, without: &BTreeSet<usize>, byte: usize) -> Option<(usize, String)> {
        let (_, places) = self.text(without);
        let blamed = places.iter().find(|(range, _)| range.contains(&byte)).map(|(_, at)| *at);
        let lacks = |at: usize| self.list.get(at)?.lacks.as_ref();
        if let Some((at, (lacks, _))) = blamed.and_then(|at| Some((at, lacks(at)?))) {
            return Some((at, lacks.clone()));
        }
        let left = (0..self.list.len()).rev().filter(|at| !without.contains(at));
        let mut worth =
            left.filter_map(|at| Some((at, lacks(at)?))).filter(|(_, (_, worth))| *worth);
        worth.next().map(|(at, (lacks, _))| (at, lacks.clone()))
    }

    /// The text without some parts, and where in it each part stands.
    pub fn text(&self, without: &BTreeSet<usize>) -> (String, Vec<(Range<usize>, usize)>) {
        let kept: Vec<(usize, &Part)> =
            self.list.iter().enumerate().filter(|(at, _)| !without.contains(at)).collect();
        let mut text = self.head.clone();
        let mut places = Vec::new();
        if kept.is_empty() {
            return (text, places);
        }
        let short = kept.len() < 4 && !kept.iter().any(|(_, part)| part.text.starts_with("//"));
        let (open, between, close) = match (self.block, short) {
            (false, _) => (" ", " ", ""),
            (true, true) => (" { ", "; ", " }"),
            (true, false) => (" {\n", "\n", "\n}"),
        };
        for (number, (at, part)) in kept.into_iter().enumerate() {
            text.push_str(if number == 0 { open } else { between });
            let start = text.len();
            _ = text.write_str(&part.text);
            places.push((start..text.len(), at));
        }
        text.push_str(close);
        (text, places)
    }
}
