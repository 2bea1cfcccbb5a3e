//! The lines around the places that a message names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::diagnostic::{Diagnostic, Label};
use crate::source::{FileId, SourceFile, Sources, offset};

use super::clean::{clean, clean_line};

/// Longest stretch of one line that is shown, in bytes.
const WIDEST: usize = 240;

/// The files that messages name, fit for a terminal.
#[derive(Debug)]
pub struct Texts<'a> {
    files: BTreeMap<FileId, (&'a SourceFile, Cow<'a, str>)>,
}

impl<'a> Texts<'a> {
    /// The files of these messages' labels.
    pub fn new(diagnostics: &[Diagnostic], sources: &'a Sources) -> Self {
        let mut files = BTreeMap::new();
        for label in diagnostics.iter().flat_map(|diagnostic| &diagnostic.labels) {
            files.entry(label.span.file).or_insert_with_key(|id| {
                let file = sources.file(*id);
                (file, clean(&file.text))
            });
        }
        Self { files }
    }
}

/// All files that one message names, laid end to end in the order in which it names them, so that
/// one report can show places in several files.
#[derive(Debug)]
pub struct Excerpt<'a> {
    parts: Vec<Part<'a>>,
}

#[derive(Debug)]
struct Part<'a> {
    id: FileId,
    file: &'a SourceFile,
    text: &'a str,
    /// Where the file starts among all the files.
    base: usize,
}

impl<'a> Excerpt<'a> {
    /// The files of a message's labels.
    pub fn new(diagnostic: &Diagnostic, texts: &'a Texts<'a>) -> Self {
        let mut parts: Vec<Part<'a>> = Vec::new();
        let mut base = 0;
        for label in &diagnostic.labels {
            let id = label.span.file;
            if parts.iter().any(|part| part.id == id) {
                continue;
            }
            if let Some((file, text)) = texts.files.get(&id) {
                parts.push(Part { id, file, text, base });
                base += text.len() + 1;
            }
        }
        Self { parts }
    }

    /// A label's place among all the files: at most the rest of the line in which it starts.
    pub fn place(&self, label: &Label) -> SourceSpan {
        let Some(part) = self.parts.iter().find(|part| part.id == label.span.file) else {
            return SourceSpan::from((0, 0));
        };
        let start = floor(part.text, label.span.start as usize);
        let end = floor(part.text, label.span.end as usize).max(start);
        let most = floor(part.text, end.min(start + WIDEST / 2));
        let shown = part.text.get(start..most).unwrap_or_default();
        let line = shown.split(['\n', '\r']).next().unwrap_or_default();
        SourceSpan::from((part.base + start, line.len()))
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        let part = self.parts.iter().rev().find(|part| part.base <= start);
        let part = part.filter(|part| end <= part.base + part.text.len());
        let part = part.ok_or(MietteError::OutOfBounds)?;
        let (start, end) = (start - part.base, end - part.base);
        let window = Window::around(part.text, start, end, before, after);
        let window = window.ok_or(MietteError::OutOfBounds)?;
        let shown = part.text.get(window.start..window.end).unwrap_or_default();
        let (line, column) = part.file.line_column(offset(window.start));
        let contents = MietteSpanContents::new_named(
            clean_line(part.file.path.as_str()),
            shown.as_bytes(),
            SourceSpan::from((part.base + window.start, shown.len())),
            line - 1,
            column - 1,
            shown.matches('\n').count().max(1),
        );
        Ok(Box::new(contents))
    }
}

/// A stretch of a text that is short enough to be shown.
struct Window {
    start: usize,
    end: usize,
}

impl Window {
    /// The span with whole lines around it; parts of lines where lines are very long. Nothing if
    /// the span itself is too long to be shown.
    fn around(text: &str, start: usize, end: usize, before: usize, after: usize) -> Option<Self> {
        if end - start > WIDEST * 20 {
            return None;
        }
        if before == 0 && after == 0 {
            return Some(Self { start, end });
        }
        let (first, last) = (line_start(text, start), line_end(text, end));
        let (mut from, mut to) = (
            first.unwrap_or(floor(text, start.saturating_sub(WIDEST / 4))),
            last.unwrap_or(floor(text, end + WIDEST / 2)),
        );
        for _ in 0..before {
            match from.checked_sub(1).and_then(|at| line_start(text, at)) {
                Some(at) if first.is_some() => from = at,
                _ => break,
            }
        }
        for _ in 0..after {
            match line_end(text, to + 1) {
                Some(at) if last.is_some() && to < text.len() => to = at,
                _ => break,
            }
        }
        // Half of a line end is none.
        let half = to > end && text.get(from..to).is_some_and(|shown| shown.ends_with('\r'));
        Some(Self { start: from, end: to - usize::from(half) })
    }
}

/// Start of the line that holds `at`, unless it is too far away to be shown.
fn line_start(text: &str, at: usize) -> Option<usize> {
    let least = floor(text, at.saturating_sub(WIDEST));
    let start = text.get(least..at)?.rfind('\n').map(|found| least + found + 1);
    start.or((least == 0).then_some(0))
}

/// End of the line that holds `at`, before its line end, unless it is too far away to be shown.
fn line_end(text: &str, at: usize) -> Option<usize> {
    let most = floor(text, at + WIDEST);
    let end = text.get(at..most)?.find('\n').map(|found| at + found);
    end.or((most == text.len()).then_some(most))
}

/// The last place at or before `at` that lies between two characters.
fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0)
}
