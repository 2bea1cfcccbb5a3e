//! Messages as annotations of GitHub Actions: one workflow command per line.
//!
//! `::error file=…,line=…,col=…,endLine=…,endColumn=…,title=R0301::message`. Further places, notes and
//! the help are lines of the message. Columns are left out where a place has several lines: GitHub takes
//! them on one line only.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::clean::{clean, clean_line};
use super::root::Root;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{Sources, Span};

/// Most annotations that are written; GitHub shows far fewer.
const MOST: usize = 1000;

/// All messages, one per line.
pub fn github(diagnostics: &[Diagnostic], sources: &Sources, root: &Root) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics.iter().take(MOST) {
        annotation(diagnostic, sources, root, &mut text);
    }
    if let Some(left) = diagnostics.len().checked_sub(MOST).filter(|left| *left > 0) {
        _ = writeln!(text, "::notice::… and {left} more; `--message-format json` shows all");
    }
    text
}

/// A text that stands folded in the log under a name, and in which nothing is taken for a command.
pub fn folded(name: &str, text: &str) -> String {
    // Nobody can write a text that holds its own hash.
    let mut word = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        _ = write!(word, "{byte:02x}");
    }
    let name = data(&clean_line(name));
    let text = text.strip_suffix('\n').unwrap_or(text);
    format!("::group::{name}\n::stop-commands::{word}\n{text}\n::{word}::\n::endgroup::\n")
}

fn annotation(diagnostic: &Diagnostic, sources: &Sources, root: &Root, out: &mut String) {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let place = diagnostic.labels.first().map(|label| place(label.span, sources, root));
    let place = place.unwrap_or_default();
    let message = data(&clean(&message(diagnostic, sources, root)));
    _ = writeln!(out, "::{command} {place}title={}::{message}", property(diagnostic.code.id));
}

fn place(span: Span, sources: &Sources, root: &Root) -> String {
    let file = sources.file(span.file);
    let (line, column) = file.line_column(span.start);
    let (end_line, end_column) = file.line_column(span.end);
    let path = property(&clean(root.seen(&file.path).path()));
    if line == end_line {
        format!("file={path},line={line},col={column},endLine={end_line},endColumn={end_column},")
    } else {
        format!("file={path},line={line},endLine={end_line},")
    }
}

fn message(diagnostic: &Diagnostic, sources: &Sources, root: &Root) -> String {
    let mut text = clean_line(&diagnostic.message);
    for (number, label) in diagnostic.labels.iter().enumerate() {
        let said = clean_line(&label.text);
        let file = sources.file(label.span.file);
        let (line, column) = file.line_column(label.span.start);
        match number {
            0 if said.is_empty() => {}
            0 => _ = write!(text, "\nhere: {said}"),
            _ => {
                let path = root.seen(&file.path);
                _ = write!(text, "\n{}:{line}:{column}: {said}", clean_line(path.path()));
            }
        }
    }
    for note in &diagnostic.notes {
        _ = write!(text, "\nnote: {}", clean_line(note));
    }
    if let Some(help) = &diagnostic.help {
        _ = write!(text, "\nhelp: {}", clean_line(help));
    }
    text
}

/// Escapes what stands behind the last `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a value before it.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    static CODE: Code = Code { id: "R0001", name: "sample", severity: Severity::Error, page: "" };

    #[test]
    fn what_a_program_says_stays_in_its_annotation() {
        let mut sources = Sources::default();
        let file = sources.add("a,b:c%.rack", "one\ntwo\n");
        let span = |start, end| Span { file, start, end };
        let diagnostic = Diagnostic::new(&CODE, "100%\n::error::hacked\u{1b}[2J")
            .at(span(4, 7), "here")
            .at(span(0, 3), "there")
            .note("a fact")
            .help("mend it");
        let text = github(&[diagnostic], &sources, &Root::default());
        assert_eq!(
            text,
            "::error file=a%2Cb%3Ac%25.rack,line=2,col=1,endLine=2,endColumn=4,title=R0001::100%25 \
             ::error::hacked?[2J%0Ahere: here%0Aa,b:c%25.rack:1:1: there%0Anote: a fact%0Ahelp: mend it\n"
        );
    }

    #[test]
    fn columns_are_left_out_over_several_lines() {
        let mut sources = Sources::default();
        let file = sources.add("a.rack", "one\ntwo\n");
        let diagnostic = Diagnostic::new(&CODE, "wrong").at(Span { file, start: 1, end: 5 }, "");
        let text = github(&[diagnostic], &sources, &Root::default());
        assert_eq!(text, "::error file=a.rack,line=1,endLine=2,title=R0001::wrong\n");
        let nowhere = github(&[Diagnostic::new(&CODE, "wrong")], &sources, &Root::default());
        assert_eq!(nowhere, "::error title=R0001::wrong\n");
    }

    #[test]
    fn a_text_cannot_end_its_own_fold() {
        let text = folded("out/a", "+::error::x\n");
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 5);
        let word = lines[1].strip_prefix("::stop-commands::").unwrap();
        assert_eq!((lines[3], word.len()), (format!("::{word}::").as_str(), 64));
    }
}
