//! Source files, and places in them.

use std::fmt;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

/// One file of a program, by its position in [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileId(u32);

/// A stretch of one file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

impl Span {
    /// The stretch from the start of `self` to the end of `other`, which follows it.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { end: other.end.max(self.end), ..self }
    }
}

/// A value and where it was written.
#[derive(Debug, Clone, Copy)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Joins a value to its place.
    pub fn new(value: T, span: Span) -> Self {
        Self { value, span }
    }

    /// The same place with another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl<T: fmt::Display> fmt::Display for Spanned<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

/// Where something in the fabric comes from: the statement that says it and, when that statement
/// stands in a rack type, the statement that stamped the rack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// The statement, or the part of it in question.
    pub at: Span,
    /// The `rack … of TYPE` statement that stamped it.
    pub stamped: Option<Span>,
}

impl Origin {
    /// The same stamping, at another place of the statement.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        Self { at: span, ..self }
    }
}

impl From<Span> for Origin {
    fn from(at: Span) -> Self {
        Self { at, stamped: None }
    }
}

/// A file's name and text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Path as the user would write it, with `/` between parts.
    pub path: Utf8PathBuf,
    /// The text.
    pub text: Arc<str>,
    /// Byte at which each line starts.
    line_starts: Vec<u32>,
    /// Characters before each stretch of [`STRETCH`] bytes; none where every byte is a character.
    characters: Vec<u32>,
}

/// Bytes after which characters are counted anew, so that a place in a line without end is found quickly.
const STRETCH: usize = 1024;

impl SourceFile {
    /// Line and column (in characters) of a byte, both counted from 1.
    pub fn line_column(&self, byte: u32) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= byte).max(1);
        let start = self.line_starts[line - 1] as usize;
        let byte = byte as usize;
        if byte > self.text.len() {
            return (line, 1);
        }
        (line, self.characters(byte).saturating_sub(self.characters(start)) + 1)
    }

    /// How many characters start before a byte.
    fn characters(&self, byte: usize) -> usize {
        let Some(before) = self.characters.get(byte / STRETCH) else { return byte };
        let stretch = self.text.as_bytes().get(byte - byte % STRETCH..byte).unwrap_or_default();
        *before as usize + stretch.iter().filter(|byte| starts_character(**byte)).count()
    }
}

/// All files of a program.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Sources {
    /// Largest file that is read, in bytes.
    pub const MAX_FILE_BYTES: usize = 64 * 1024 * 1024;

    /// Adds a file. Texts are at most [`Self::MAX_FILE_BYTES`] long; the reader of files sees to it.
    pub fn add(&mut self, path: impl AsRef<Utf8Path>, text: impl Into<Arc<str>>) -> FileId {
        let text: Arc<str> = text.into();
        let newlines = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts =
            std::iter::once(0).chain(newlines.map(|(at, _)| offset(at + 1))).collect();
        let path = path.as_ref().to_owned();
        let characters = characters(&text);
        self.files.push(SourceFile { path, text, line_starts, characters });
        FileId(offset(self.files.len() - 1))
    }

    /// The file.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Ids of all files, in the order in which they were added.
    pub fn ids(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..offset(self.files.len())).map(FileId)
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// `path:line` of a span's start, the path as seen from a folder, so that it does not depend on
    /// where rackc is started.
    pub fn place(&self, span: Span, folder: &Utf8Path) -> String {
        let file = self.file(span.file);
        format!("{}:{}", relative(&file.path, folder), file.line_column(span.start).0)
    }
}

/// Characters before each stretch of a text; none if all its bytes are characters.
fn characters(text: &str) -> Vec<u32> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut before = 0;
    let stretches = text.as_bytes().chunks(STRETCH).map(|stretch| {
        let here = before;
        before += stretch.iter().filter(|byte| starts_character(**byte)).count();
        offset(here)
    });
    let mut all: Vec<u32> = stretches.collect();
    all.push(offset(before));
    all
}

fn starts_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// A path as seen from a folder; both are given from the same place.
fn relative(path: &Utf8Path, folder: &Utf8Path) -> Utf8PathBuf {
    let named = |path: &Utf8Path| -> Vec<String> {
        path.components().map(|part| part.as_str().to_owned()).filter(|part| part != ".").collect()
    };
    let (path, folder) = (named(path), named(folder));
    let shared = path.iter().zip(&folder).take_while(|(a, b)| a == b).count();
    let up = folder.iter().skip(shared).map(|_| "..");
    up.chain(path.iter().skip(shared).map(String::as_str)).collect()
}

/// Byte offsets are kept in 32 bits; files are bounded far below that.
pub fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_however_long_a_line_is() {
        let mut sources = Sources::default();
        let text = format!("é\n{}x", "aé€😀".repeat(3000));
        let id = sources.add("main.rack", text.as_str());
        let file = sources.file(id);
        for (at, c) in text.char_indices().filter(|(at, _)| at % 7 == 0 || *at > 29_990) {
            let before = &text[..at];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
            assert_eq!(file.line_column(offset(at)), (line, column), "{at} {c}");
        }
        assert_eq!(file.line_column(offset(text.len())), (2, 12_002));
    }

    #[test]
    fn a_place_does_not_depend_on_where_rackc_is_started() {
        let seen = |path: &str, folder: &str| {
            relative(Utf8Path::new(path), Utf8Path::new(folder)).into_string()
        };
        assert_eq!(seen("dc/main.rack", "dc"), "main.rack");
        assert_eq!(seen("main.rack", ""), "main.rack");
        assert_eq!(seen("dc/customer.rack", "dc/east"), "../customer.rack");
        assert_eq!(seen("../customer.rack", ""), "../customer.rack");
    }
}
