//! Texts to trees of statements, by the hierarchy of the language.

mod flat;
mod indent;
mod lines;
mod shape;
mod tokens;
mod tree;
mod yaml;

pub(super) use tree::INACTIVE;

use super::item::{Item, too_many_numbers};
use super::language::Language;
use crate::vendor::review::Hierarchy;

/// How deep blocks may stand in blocks.
pub const DEEPEST: usize = 64;

/// What the text is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be compared with another output of the compiler.
    Review,
    /// To be compared with what a switch says: what switches show or hide at will is left out.
    Drift,
}

/// Why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, counted from 1.
    pub line: u32,
    /// What is wrong there.
    pub why: String,
}

impl Unreadable {
    pub(super) fn new(line: usize, why: impl Into<String>) -> Self {
        Self { line: number(line), why: why.into() }
    }
}

/// A line's number in the space that it needs.
pub(super) fn number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX)
}

/// Reads a text.
///
/// # Errors
/// It is not what the language makes of texts.
pub fn read(
    language: &Language<'_>,
    text: &str,
    purpose: Purpose,
) -> Result<Vec<Item>, Unreadable> {
    if let Some(line) = too_many_numbers(text) {
        return Err(Unreadable::new(line, "its ranges stand for more numbers than are read"));
    }
    match language.data.hierarchy {
        Hierarchy::Indent => Ok(shape::items(language, purpose, indent::blocks(language, text)?)),
        Hierarchy::Stanza => Ok(shape::items(language, purpose, indent::stanzas(language, text)?)),
        Hierarchy::Braces | Hierarchy::Set => {
            Ok(flat::items(language, purpose, &tree::read(language, text)?))
        }
        Hierarchy::Yaml => Ok(flat::items(language, purpose, &yaml::read(text)?)),
        Hierarchy::Keys => Ok(lines::keys(language, purpose, text)),
        Hierarchy::List => Ok(lines::list(language, purpose, text)),
        Hierarchy::Lines => Ok(lines::ordered(language, purpose, text)),
    }
}
