//! Paths, places and messages in the words of the protocol.

use std::collections::BTreeMap;
use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};
use gen_lsp_types as lsp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::programs::Analysed;
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::editor::Positions;
use crate::source::{Sources, Span};

/// What stands for itself in a path (RFC 3986).
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The path of a `file:` address.
pub fn path(uri: &lsp::Uri) -> Option<Utf8PathBuf> {
    let encoded = uri.0.strip_prefix("file://")?;
    let path = percent_decode_str(encoded).decode_utf8().ok()?;
    // `/c:/racks` is `c:/racks`.
    let bytes = path.as_bytes();
    let drive = bytes.get(2) == Some(&b':') && bytes.get(1).is_some_and(u8::is_ascii_alphabetic);
    let path = if drive { path.trim_start_matches('/') } else { &path };
    Some(Utf8PathBuf::from(path))
}

/// The `file:` address of a path.
pub fn uri(path: &Utf8Path) -> lsp::Uri {
    let path = path.as_str().replace('\\', "/");
    let lead = if path.starts_with('/') { "" } else { "/" };
    lsp::Uri(format!("file://{lead}{}", utf8_percent_encode(&path, PATH)))
}

/// A stretch of a text.
pub fn range(lines: &Positions<'_>, bytes: &Range<usize>) -> lsp::Range {
    lsp::Range { start: position(lines, bytes.start), end: position(lines, bytes.end) }
}

fn position(lines: &Positions<'_>, byte: usize) -> lsp::Position {
    let (line, character) = lines.position(byte);
    lsp::Position { line, character }
}

/// The messages of a program, by file; those without a place are put at the start of its first file.
pub fn diagnostics(analysed: &Analysed) -> BTreeMap<Utf8PathBuf, Vec<lsp::Diagnostic>> {
    let sources = &analysed.sources;
    let mut found: BTreeMap<Utf8PathBuf, Vec<lsp::Diagnostic>> =
        analysed.files.iter().map(|file| (file.clone(), Vec::new())).collect();
    for diagnostic in &analysed.diagnostics {
        let place = diagnostic.labels.first().map(|label| location(sources, label.span));
        let (file, range) = match place {
            Some((file, range)) => (file.to_owned(), range),
            None => (first_file(analysed), lsp::Range::default()),
        };
        found.entry(file).or_default().push(message(diagnostic, sources, range));
    }
    found
}

fn first_file(analysed: &Analysed) -> Utf8PathBuf {
    let named = analysed.files.get(&analysed.root).or_else(|| analysed.files.first());
    named.cloned().unwrap_or_else(|| analysed.root.clone())
}

fn location(sources: &Sources, span: Span) -> (&Utf8Path, lsp::Range) {
    let file = sources.file(span.file);
    let lines = Positions::of(&file.text);
    (&file.path, range(&lines, &(span.start as usize..span.end as usize)))
}

fn message(diagnostic: &Diagnostic, sources: &Sources, range: lsp::Range) -> lsp::Diagnostic {
    let mut text = diagnostic.message.clone();
    if let Some(label) = diagnostic.labels.first().filter(|label| !label.text.is_empty()) {
        text = format!("{text}: {}", label.text);
    }
    let help = diagnostic.help.iter().map(|help| format!("help: {help}"));
    let notes = diagnostic.notes.iter().map(|note| format!("note: {note}"));
    for line in help.chain(notes) {
        text.push('\n');
        text.push_str(&line);
    }
    let related: Vec<_> =
        diagnostic.labels.iter().skip(1).map(|label| related(label, sources)).collect();
    lsp::Diagnostic {
        range,
        severity: Some(match diagnostic.severity {
            Severity::Error => lsp::DiagnosticSeverity::Error,
            Severity::Warning => lsp::DiagnosticSeverity::Warning,
            Severity::Note => lsp::DiagnosticSeverity::Information,
        }),
        code: Some(lsp::Code::String(diagnostic.code.id.to_owned())),
        code_description: None,
        source: Some("rackc".to_owned()),
        message: text.into(),
        tags: None,
        related_information: (!related.is_empty()).then_some(related),
        data: None,
    }
}

fn related(label: &Label, sources: &Sources) -> lsp::DiagnosticRelatedInformation {
    let (file, range) = location(sources, label.span);
    let location = lsp::Location { uri: uri(file), range };
    lsp::DiagnosticRelatedInformation { location, message: label.text.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_are_the_same_both_ways() {
        for (text, address) in [
            ("/a b/ä.rack", "file:///a%20b/%C3%A4.rack"),
            ("c:/racks/x.rack", "file:///c%3A/racks/x.rack"),
        ] {
            assert_eq!(uri(text.into()).0, address);
            assert_eq!(path(&lsp::Uri(address.to_owned())).unwrap(), text);
        }
        assert_eq!(path(&lsp::Uri("untitled:1".to_owned())), None);
    }
}
