//! Fenced blocks of Markdown.

use std::fs;
use std::path::{Path, PathBuf};

use crate::shown;

/// A fenced block.
#[derive(Debug)]
pub struct Block {
    /// The page.
    pub page: PathBuf,
    /// Number of the fence's line, counted from 1.
    pub line: usize,
    /// The words after the fence: language and attributes.
    pub info: Vec<String>,
    /// The lines between the fences.
    pub text: String,
}

impl Block {
    /// The language.
    pub fn language(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    /// Whether an attribute stands there.
    pub fn has(&self, attribute: &str) -> bool {
        self.info.iter().skip(1).any(|word| word == attribute)
    }

    /// The value of `name=value`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.info.iter().find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    /// Where it stands, for messages.
    pub fn place(&self) -> String {
        format!("{}:{}", shown(&self.page).display(), self.line)
    }
}

/// The blocks of a page in order.
pub fn of(page: &Path) -> Vec<Block> {
    let text =
        fs::read_to_string(page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (position, line) in text.lines().enumerate() {
        match (open.as_mut(), line.strip_prefix("```")) {
            (None, Some(info)) => {
                let info = info.split(',').map(|word| word.trim().to_owned()).collect();
                open = Some(Block {
                    page: page.to_owned(),
                    line: position + 1,
                    info,
                    text: String::new(),
                });
            }
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some(block), _) => {
                block.text.push_str(line);
                block.text.push('\n');
            }
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "{}: a block is not closed", shown(page).display());
    blocks
}
