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
}

impl SourceFile {
    /// Line and column (in characters) of a byte, both counted from 1.
    pub fn line_column(&self, byte: u32) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= byte).max(1);
        let start = self.line_starts[line - 1] as usize;
        let column = self.text.get(start..byte as usize).map_or(0, |before| before.chars().count());
        (line, column + 1)
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
        self.files.push(SourceFile { path: path.as_ref().to_owned(), text, line_starts });
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
