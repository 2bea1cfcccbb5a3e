use std::collections::BTreeSet;

use super::{Diagnostic, Severity};
use crate::source::Span;

/// Collects messages, so that one run reports as many as can be found.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    /// What was kept, by place, code and message.
    known: BTreeSet<(Option<Span>, &'static str, String)>,
}

impl Sink {
    /// Keeps a message, unless the same one of the same place was kept before.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let place = diagnostic.labels.first().map(|label| label.span);
        if self.known.insert((place, diagnostic.code.id, diagnostic.message.clone())) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether an error was kept.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// How many messages were kept.
    pub fn len(&self) -> usize {
        self.diagnostics.len()
    }

    /// Whether none was kept.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// The messages, by place: file, position, code.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.diagnostics.sort_by(|a, b| {
            let place = |diagnostic: &Diagnostic| diagnostic.labels.first().map(|label| label.span);
            (place(a), a.code.id, &a.message).cmp(&(place(b), b.code.id, &b.message))
        });
        self.diagnostics
    }
}

impl Extend<Diagnostic> for Sink {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: I) {
        for diagnostic in diagnostics {
            self.push(diagnostic);
        }
    }
}
