use std::collections::{BTreeMap, BTreeSet};

use super::codes::TOO_MANY_MESSAGES;
use super::{Diagnostic, Severity};
use crate::source::Span;

/// Collects messages, so that one run reports as many as can be found.
#[derive(Debug, Default)]
pub struct Sink {
    diagnostics: Vec<Diagnostic>,
    /// What was kept, by place, code and message.
    known: BTreeSet<(Option<Span>, &'static str, String)>,
    /// How many were pushed of each code.
    counts: BTreeMap<&'static str, usize>,
    failed: bool,
}

impl Sink {
    /// Most messages of one code that are kept; the others are counted.
    pub const MOST: usize = 10_000;

    /// Keeps a message, unless the same one of the same place was kept before.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.failed |= diagnostic.severity == Severity::Error;
        let count = self.counts.entry(diagnostic.code.id).or_default();
        if *count >= Self::MOST {
            *count += 1;
            return;
        }
        let place = diagnostic.labels.first().map(|label| label.span);
        if self.known.insert((place, diagnostic.code.id, diagnostic.message.clone())) {
            *count += 1;
            self.diagnostics.push(diagnostic);
        }
    }

    /// Takes over what another sink heard.
    pub fn absorb(&mut self, other: Self) {
        let Self { diagnostics, counts: mut dropped, failed, .. } = other;
        self.failed |= failed;
        for diagnostic in diagnostics {
            if let Some(count) = dropped.get_mut(diagnostic.code.id) {
                *count -= 1;
            }
            self.push(diagnostic);
        }
        for (id, count) in dropped {
            *self.counts.entry(id).or_default() += count;
        }
    }

    /// Whether an error was kept.
    pub fn has_errors(&self) -> bool {
        self.failed
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
        for (id, count) in self.counts.iter().filter(|(_, count)| **count > Self::MOST) {
            let message = format!("{} further messages {id} are not shown", count - Self::MOST);
            self.diagnostics.push(
                Diagnostic::new(&TOO_MANY_MESSAGES, message)
                    .help("mend the first few, and check again"),
            );
        }
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
