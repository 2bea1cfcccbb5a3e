//! Files to import, and places in them.

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

use crate::source::{FileId, Sources, Span};

/// A file that is imported.
#[derive(Debug, Clone)]
pub struct Input {
    /// Its number among the sources.
    pub file: FileId,
    /// Its text, without a mark of byte order.
    pub text: Arc<str>,
    /// Bytes that were cut off at the start.
    skipped: usize,
}

impl Input {
    /// Adds a file to the sources.
    pub fn new(path: &Utf8Path, text: &str, sources: &mut Sources) -> Self {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let skipped = text.len() - bare.len();
        Self { file: sources.add(path, text), text: bare.into(), skipped }
    }

    /// The place of some bytes of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let at = |byte: usize| u32::try_from(byte + self.skipped).unwrap_or(u32::MAX);
        Span { file: self.file, start: at(range.start), end: at(range.end) }
    }

    /// The place of a part of the text, which must be a slice of it.
    pub fn place(&self, part: &str) -> Span {
        let start = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        self.span(start.min(self.text.len())..start.saturating_add(part.len()).min(self.text.len()))
    }
}

/// Text of a file as it may stand in a message and in a comment: one line, nothing that acts on a terminal, and no longer
/// than is read.
pub fn plain(text: &str) -> String {
    shown(text, 120)
}

/// A sentence as [`plain`] text; only what is too long for any sentence is cut.
pub fn whole(text: &str) -> String {
    shown(text, 2000)
}

fn shown(text: &str, most: usize) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    let mut plain: String =
        text.chars().map(|c| if hidden(c) { ' ' } else { c }).take(most).collect();
    if text.chars().nth(most).is_some() {
        plain.push('…');
    }
    plain.trim().to_owned()
}
