//! What is different in a switch.

use serde::Serialize;

use super::item::Lines;
use crate::vendor::review::RiskClass;

/// One difference between an old and a new configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The switch.
    pub switch: String,
    /// Folder name of its vendor.
    pub vendor: String,
    /// Its format.
    pub format: String,
    /// The file, below the switch's folder.
    pub file: String,
    /// The headers of the blocks in which it stands, or the words of the path that lead to it.
    pub path: Vec<String>,
    /// What happened.
    pub kind: Kind,
    /// What stood there.
    pub old: Option<Said>,
    /// What stands there now.
    pub new: Option<Said>,
    /// What was taken from a set and what was added to it.
    pub set: Option<SetChange>,
    /// The worst that it does.
    pub risk: RiskClass,
    /// Why, in the vendor folder's words.
    pub why: Option<String>,
    /// Whether the path is words of one line rather than headers of blocks.
    pub flat: bool,
}

/// What happened to a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It was not there.
    Added,
    /// It is no longer there.
    Removed,
    /// It says something else.
    Changed,
    /// It stands elsewhere in a block whose order means something.
    Moved,
}

/// A statement with its block, as it stands in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Where.
    pub lines: Lines,
    /// The lines, with their depth below the first.
    pub text: Vec<(usize, String)>,
}

/// What happened to a set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetChange {
    /// What was taken out.
    pub less: String,
    /// What was put in.
    pub more: String,
}

impl Change {
    /// The lines of the old file.
    pub fn old_lines(&self) -> Option<Lines> {
        self.old.as_ref().map(|said| said.lines)
    }

    /// The lines of the new file.
    pub fn new_lines(&self) -> Option<Lines> {
        self.new.as_ref().map(|said| said.lines)
    }

    /// How many lines it adds and removes.
    pub fn size(&self) -> usize {
        let lines = |said: &Option<Said>| said.as_ref().map_or(0, |said| said.text.len());
        match self.kind {
            Kind::Moved => 1,
            _ => lines(&self.old).max(lines(&self.new)),
        }
    }
}
