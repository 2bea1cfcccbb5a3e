//! Syntax errors of a file, bounded in number.

use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Collects the errors of one stretch of a file.
#[derive(Debug, Default)]
pub(super) struct Errors<'i> {
    /// Places of braces, quotes and comments that were found wrong before; what is wrong around them
    /// follows from that and is not reported again.
    pub known: &'i [Span],
    /// The errors.
    pub found: Vec<Diagnostic>,
    /// How many were not kept.
    pub dropped: usize,
    /// No more are shown, whatever was found here.
    pub full: bool,
}

impl Errors<'_> {
    /// Most errors that are reported of a file.
    pub const MAX: usize = 100;

    /// Keeps an error, unless there are many already.
    pub fn push(&mut self, error: Diagnostic) {
        if self.is_full() {
            self.dropped += 1;
        } else {
            self.found.push(error);
        }
    }

    /// Whether no more errors are kept.
    pub fn is_full(&self) -> bool {
        self.full || self.found.len() >= Self::MAX
    }

    /// Whether something was found wrong before in this stretch.
    pub fn is_known(&self, start: u32, end: u32) -> bool {
        let from = self.known.partition_point(|span| span.end < start);
        self.known.get(from).is_some_and(|span| span.start <= end)
    }
}
