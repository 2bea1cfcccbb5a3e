//! Statements that have parts which they can do without.

use super::super::draft::Version;

/// A statement out of a head and clauses or settings. When it does not fit, it is written without the last of those that it
/// can do without, then without the one before, and so on.
#[derive(Debug)]
pub struct Parts {
    head: String,
    block: bool,
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    text: String,
    /// What the statement lacks without it; parts that have to be there have none.
    lacks: Option<String>,
}

impl Parts {
    /// A statement with clauses on its line.
    pub fn line(head: String) -> Self {
        Self { head, block: false, parts: Vec::new() }
    }

    /// A statement with a block of settings, if there are any.
    pub fn block(head: String) -> Self {
        Self { head, block: true, parts: Vec::new() }
    }

    /// A part that has to be there.
    pub fn must(&mut self, text: String) {
        self.parts.push(Part { text, lacks: None });
    }

    /// A part that the statement can do without.
    pub fn may(&mut self, text: String, lacks: &str) {
        self.parts.push(Part { text, lacks: Some(lacks.to_owned()) });
    }

    /// All ways to write it, the whole first.
    pub fn versions(&self) -> Vec<Version> {
        let mut versions = vec![Version { text: self.text(&[]), lacks: String::new() }];
        let mut without = Vec::new();
        for (at, part) in self.parts.iter().enumerate().rev() {
            if let Some(lacks) = &part.lacks {
                without.push(at);
                versions.push(Version { text: self.text(&without), lacks: lacks.clone() });
            }
        }
        versions
    }

    fn text(&self, without: &[usize]) -> String {
        let kept = self.parts.iter().enumerate().filter(|(at, _)| !without.contains(at));
        let parts: Vec<&str> = kept.map(|(_, part)| part.text.as_str()).collect();
        match (self.block, parts.is_empty()) {
            (_, true) => self.head.clone(),
            (false, false) => format!("{} {}", self.head, parts.join(" ")),
            (true, false) if parts.len() < 3 && !parts.iter().any(|part| part.contains("//")) => {
                format!("{} {{ {} }}", self.head, parts.join("; "))
            }
            (true, false) => format!("{} {{\n{}\n}}", self.head, parts.join("\n")),
        }
    }
}
