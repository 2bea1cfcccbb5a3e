//! What rackc has to say about a program, as data. How it is shown is the business of `report`.

mod code;
pub mod codes;
mod repeated;
mod sink;
mod suggest;

pub(crate) use code::declare_codes;
pub use code::{Code, Severity};
pub(crate) use repeated::Repeated;
pub use sink::Sink;
pub use suggest::{Guesses, closest, did_you_mean};

use crate::source::{Origin, Span};

/// One message about the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule that speaks.
    pub code: &'static Code,
    /// Whether it is an error or a warning.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Places in the program; the first is the main one.
    pub labels: Vec<Label>,
    /// How to mend it: what to type.
    pub help: Option<String>,
    /// Further facts.
    pub notes: Vec<String>,
}

/// A place in the program and what it has to do with the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words shown at the place.
    pub text: String,
}

impl Diagnostic {
    /// A message of `code`, at the code's own severity.
    pub fn new(code: &'static Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            notes: Vec::new(),
        }
    }

    /// Adds a place. Give the main place first.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Adds a place and, when it stands in a rack type, the statement that stamped the rack.
    #[must_use]
    pub fn from(self, origin: Origin, text: impl Into<String>) -> Self {
        let labelled = self.at(origin.at, text);
        match origin.stamped {
            Some(stamped) if labelled.labels.iter().all(|label| label.span != stamped) => {
                labelled.at(stamped, "stamped here")
            }
            _ => labelled,
        }
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says how to mend it, if there is something to say.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// Adds a fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}
