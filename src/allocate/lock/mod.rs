//! The lock: what was chosen for everything that the program leaves open.

mod changes;
mod keys;
mod line;
mod parse;
mod scalar;
mod table;
mod text;

pub use changes::{Change, Held, out_of_date};
pub use keys::{Entry, Keys};
pub use table::Table;

use crate::diagnostic::Diagnostic;
use crate::source::FileId;

/// The format that is written, and the only one that is read.
const VERSION: &str = "1";

/// The contents of `rackc.lock`.
///
/// Two locks are equal when they hold the same entries, wherever those stand in their files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lock {
    /// What things in the program have.
    pub allocated: Table,
    /// What things had that are no longer in the program. They get it back when they return, and
    /// nothing else is given it.
    pub removed: Table,
}

impl Lock {
    /// Reads the text of a lock, which the caller has added to the sources as `file`.
    ///
    /// An empty text is an empty lock. Time and memory are linear in the text's length, which is
    /// bounded: the form is a small part of YAML (nested keys with a value each), and anything else,
    /// such as aliases, is refused.
    ///
    /// # Errors
    /// The text is not a lock, or one of another version.
    pub fn parse(text: &str, file: FileId) -> Result<Self, Vec<Diagnostic>> {
        parse::parse(text, file)
    }

    /// The text of the file: one entry a line, in natural order.
    pub fn to_text(&self) -> String {
        text::text(self)
    }

    /// Forgets what was removed from the program, so that its values are free again. Tells how many
    /// entries that were.
    pub fn prune(&mut self) -> usize {
        std::mem::take(&mut self.removed).len()
    }

    /// What differs in `new`, in the order of the file.
    pub fn changes<'a>(&'a self, new: &'a Self) -> Vec<Change<'a>> {
        changes::changes(self, new)
    }
}
