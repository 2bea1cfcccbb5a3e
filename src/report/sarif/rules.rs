//! The codes that a document speaks of.

use serde_json::{Value, json};

use super::result::level;
use crate::diagnostic::Code;

/// Codes by the order in which they are named.
#[derive(Debug, Default)]
pub struct Rules(Vec<&'static Code>);

impl Rules {
    /// The code's position in the list.
    pub fn index(&mut self, code: &'static Code) -> usize {
        self.0.iter().position(|known| known.id == code.id).unwrap_or_else(|| {
            self.0.push(code);
            self.0.len() - 1
        })
    }

    /// Whether no code is named.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The list, with the pages.
    pub fn list(&self) -> Value {
        self.0.iter().map(|code| rule(code)).collect()
    }
}

fn rule(code: &Code) -> Value {
    let page = code.text();
    json!({
        "id": code.id,
        "name": code.name,
        "shortDescription": { "text": code.summary() },
        "fullDescription": { "text": code.summary() },
        "help": { "text": page, "markdown": page },
        "defaultConfiguration": { "level": level(code.severity) },
        "properties": { "problem.severity": severity(code) },
    })
}

/// GitHub's words.
fn severity(code: &Code) -> &'static str {
    match level(code.severity) {
        "note" => "recommendation",
        level => level,
    }
}
