//! One message as a result.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use camino::Utf8Path;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::files::Files;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::report::clean::{clean, clean_line};
use crate::source::{SourceFile, Sources};

/// Most of a line, on either side of the place, that tells it from others.
const WIDEST: usize = 1000;

/// Results in the order in which they were found.
#[derive(Debug, Default)]
pub struct Results {
    list: Vec<Value>,
    /// How often each print was given.
    prints: BTreeMap<String, u32>,
}

impl Results {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Takes a message; `program` is the file that it is about when it names no place.
    pub fn add(
        &mut self,
        diagnostic: &Diagnostic,
        rule: usize,
        sources: &Sources,
        program: &str,
        files: &mut Files,
    ) {
        let print = self.print(diagnostic, sources, program);
        let mut labels = diagnostic.labels.iter().map(|label| place(label, sources, files));
        let main = labels.next();
        let related: Vec<Value> = labels
            .enumerate()
            .map(|(number, mut place)| {
                place["id"] = json!(number + 1);
                place
            })
            .collect();
        let main = main.unwrap_or_else(|| {
            let index = files.index(Utf8Path::new(program));
            json!({ "physicalLocation": { "artifactLocation": files.location(index) } })
        });
        let mut result = json!({
            "ruleId": diagnostic.code.id,
            "ruleIndex": rule,
            "level": level(diagnostic.severity),
            "message": { "text": message(diagnostic) },
            "locations": [main],
            "partialFingerprints": { "rackcPlace/v1": print },
        });
        if !related.is_empty() {
            result["relatedLocations"] = Value::Array(related);
        }
        self.list.push(result);
    }

    /// The list.
    pub fn list(self) -> Value {
        Value::Array(self.list)
    }

    /// Stays the same when the line moves: made of the code, the file, the line's text and how many like it
    /// came before.
    fn print(&mut self, diagnostic: &Diagnostic, sources: &Sources, program: &str) -> String {
        let label = diagnostic.labels.first();
        let file = label.map(|label| sources.file(label.span.file));
        let line = label.zip(file).map_or(diagnostic.message.as_str(), |(label, file)| {
            line(file, label.span.start as usize)
        });
        let path = file.map_or(program, |file| file.path.as_str());
        let text = format!("{}\n{path}\n{}", diagnostic.code.id, line.trim());
        let mut print = String::new();
        for byte in Sha256::digest(text.as_bytes()).iter().take(16) {
            _ = write!(print, "{byte:02x}");
        }
        let count = self.prints.entry(print.clone()).or_default();
        *count += 1;
        _ = write!(print, ":{count}");
        print
    }
}

/// The level of a severity.
pub fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// What is wrong, the notes and the help, one per line.
pub fn message(diagnostic: &Diagnostic) -> String {
    let mut text = plain(&diagnostic.message);
    for note in &diagnostic.notes {
        _ = write!(text, "\nnote: {}", plain(note));
    }
    if let Some(help) = &diagnostic.help {
        _ = write!(text, "\nhelp: {}", plain(help));
    }
    text
}

/// On one line, and with nothing that is taken for a link.
fn plain(text: &str) -> String {
    clean_line(text).replace("](", "] (")
}

fn place(label: &Label, sources: &Sources, files: &mut Files) -> Value {
    let file = sources.file(label.span.file);
    let index = files.index(&file.path);
    let (line, column) = file.line_column(label.span.start);
    let (end_line, end_column) = file.line_column(label.span.end);
    let mut place = json!({
        "physicalLocation": {
            "artifactLocation": files.location(index),
            "region": {
                "startLine": line,
                "startColumn": column,
                "endLine": end_line,
                "endColumn": end_column,
            },
        },
    });
    if !clean(&label.text).trim().is_empty() {
        place["message"] = json!({ "text": plain(&label.text) });
    }
    place
}

/// The line of a file around a byte, or as much of it as tells lines apart.
fn line(file: &SourceFile, at: usize) -> &str {
    let floor = |at: usize| (0..=at).rev().find(|at| file.text.is_char_boundary(*at)).unwrap_or(0);
    let from = floor(at.saturating_sub(WIDEST).min(file.text.len()));
    let to = floor((at + WIDEST).min(file.text.len()));
    let at = at.clamp(from, to);
    let before = file.text.get(from..at).unwrap_or_default();
    let after = file.text.get(at..to).unwrap_or_default();
    let start = before.rfind('\n').map_or(from, |found| from + found + 1);
    let end = after.find('\n').map_or(to, |found| at + found);
    file.text.get(start..end).unwrap_or_default()
}
