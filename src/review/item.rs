//! A configuration as a tree of statements.

use std::collections::BTreeSet;

/// One statement, with what stands in its block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What the statement is about: two statements with one key in one block are the same one.
    pub key: String,
    /// What it says.
    pub text: String,
    /// What it says, when `text` leaves a secret out.
    pub spoken: Option<String>,
    /// Its value, when that is a set; then `text` is the statement without it.
    pub set: Option<BTreeSet<Atom>>,
    /// Where it stands.
    pub lines: Lines,
    /// Whether the order of its children means something.
    pub ordered: bool,
    /// Whether it has a place among its neighbours where order means something.
    pub placed: bool,
    /// What stands in its block.
    pub children: Vec<Item>,
}

/// Lines of a file, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Lines {
    /// The first.
    pub first: u32,
    /// The last.
    pub last: u32,
}

impl Lines {
    /// One line.
    pub fn one(line: u32) -> Self {
        Self { first: line, last: line }
    }

    /// From the first of both to the last of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// A member of a set. Numbers come first, by value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Atom {
    /// A number.
    Number(u32),
    /// A word.
    Word(String),
}

impl Atom {
    /// A word or a number.
    pub fn new(word: &str) -> Self {
        match word.parse() {
            Ok(number) if !word.starts_with(['0', '+']) || word == "0" => Self::Number(number),
            _ => Self::Word(word.to_owned()),
        }
    }
}

impl Item {
    /// A statement without a block.
    pub fn leaf(text: impl Into<String>, line: u32) -> Self {
        let text = text.into();
        Self {
            key: text.clone(),
            text,
            spoken: None,
            set: None,
            lines: Lines::one(line),
            ordered: false,
            placed: true,
            children: Vec::new(),
        }
    }

    /// What it says, its set included.
    pub fn said(&self) -> String {
        match &self.set {
            None => self.spoken.clone().unwrap_or_else(|| self.text.clone()),
            Some(set) => format!("{} {}", self.text, compact(set, ",")),
        }
    }

    /// Whether both say the same, wherever they stand.
    pub fn same(&self, other: &Self) -> bool {
        self.key == other.key
            && self.text == other.text
            && self.set == other.set
            && self.children.len() == other.children.len()
            && self.children.iter().zip(&other.children).all(|(a, b)| a.same(b))
    }

    /// The lines of the statement and of all in its block.
    pub fn extent(&self) -> Lines {
        self.children.iter().fold(self.lines, |lines, child| lines.with(child.extent()))
    }
}

/// A set as text, runs of numbers as ranges.
pub fn compact(set: &BTreeSet<Atom>, separator: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut run: Option<(u32, u32)> = None;
    let close = |run: Option<(u32, u32)>, parts: &mut Vec<String>| match run {
        Some((first, last)) if first == last => parts.push(first.to_string()),
        Some((first, last)) if first + 1 == last => {
            parts.push(first.to_string());
            parts.push(last.to_string());
        }
        Some((first, last)) => parts.push(format!("{first}-{last}")),
        None => {}
    };
    for atom in set {
        match (atom, run) {
            (Atom::Number(number), Some((first, last))) if last.checked_add(1) == Some(*number) => {
                run = Some((first, *number));
            }
            (Atom::Number(number), _) => {
                close(run.take(), &mut parts);
                run = Some((*number, *number));
            }
            (Atom::Word(word), _) => {
                close(run.take(), &mut parts);
                parts.push(word.clone());
            }
        }
    }
    close(run, &mut parts);
    parts.join(separator)
}

/// The members of a list of numbers or words, with commas or blanks and ranges. Nothing for `none`.
pub fn members(words: &[&str]) -> BTreeSet<Atom> {
    let mut set = BTreeSet::new();
    for word in words.iter().flat_map(|word| word.split(',')).filter(|word| !word.is_empty()) {
        match range(word) {
            Some((first, last)) => set.extend((first..=last).map(Atom::Number)),
            None if word == "none" => {}
            None => _ = set.insert(Atom::new(word)),
        }
    }
    set
}

/// Most numbers in one range; more are taken as a word.
const LONGEST_RANGE: u32 = 65_536;

fn range(word: &str) -> Option<(u32, u32)> {
    let (first, last) = word.split_once('-')?;
    let (first, last): (u32, u32) = (first.parse().ok()?, last.parse().ok()?);
    (first <= last && last - first < LONGEST_RANGE).then_some((first, last))
}

/// Most numbers that all ranges of a text stand for: as many as a switch of 900 trunks with all VLANs says.
const MOST_NUMBERS: u32 = 4_000_000;

/// The line of a text at which its ranges have come to stand for more numbers than are read.
pub fn too_many_numbers(text: &str) -> Option<usize> {
    let mut left = MOST_NUMBERS;
    for (line, text) in text.lines().enumerate().filter(|(_, text)| text.contains('-')) {
        let words = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '[' | ']'));
        for (first, last) in words.filter_map(range) {
            match left.checked_sub(last - first) {
                Some(fewer) => left = fewer,
                None => return Some(line + 1),
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sets() {
        assert_eq!(members(&["10-12,14"]), members(&["14", "12,11", "10"]));
        assert_eq!(compact(&members(&["14,10-12,16,17"]), ","), "10-12,14,16,17");
        assert_eq!(members(&["none"]), BTreeSet::new());
        assert_eq!(compact(&members(&["swp1", "7"]), " "), "7 swp1");
    }

    #[test]
    fn numbers_of_ranges_are_counted() {
        let trunks = "  switchport trunk allowed vlan 1-4094\n";
        assert_eq!(too_many_numbers(&trunks.repeat(900)), None);
        assert_eq!(too_many_numbers(&format!("hostname a\n{}", trunks.repeat(1000))), Some(979));
        assert_eq!(too_many_numbers(&"vlan 1-4094,".repeat(2000)), Some(1));
    }
}
