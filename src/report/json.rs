//! Messages for programs: one JSON object per line.
//!
//! The fields are stable: `code`, `name`, `severity` (`error` or `warning`), `message`, `help`
//! (a text or null), `notes` (texts) and `labels`, the main place first, each with `file`, `line`,
//! `column`, `end_line`, `end_column` and `text`. Lines and columns count from 1, columns in
//! characters; the end is the character after the last.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

#[derive(Serialize)]
struct Object<'a> {
    code: &'a str,
    name: &'a str,
    severity: String,
    message: &'a str,
    help: Option<&'a str>,
    notes: &'a [String],
    labels: Vec<Place<'a>>,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

/// All messages, one per line.
pub fn json(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| json_line(diagnostic, sources)).collect()
}

/// One message and a line end.
pub fn json_line(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let labels = diagnostic.labels.iter().map(|label| {
        let file = sources.file(label.span.file);
        let (line, column) = file.line_column(label.span.start);
        let (end_line, end_column) = file.line_column(label.span.end);
        Place { file: file.path.as_str(), line, column, end_line, end_column, text: &label.text }
    });
    let object = Object {
        code: diagnostic.code.id,
        name: diagnostic.code.name,
        severity: diagnostic.severity.to_string(),
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        notes: &diagnostic.notes,
        labels: labels.collect(),
    };
    let mut line = serde_json::to_string(&object).unwrap_or_default();
    line.push('\n');
    line
}
