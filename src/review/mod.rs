//! Configurations read as their switches read them: compared, weighed, and turned into one another.
//!
//! Texts go in and values come out; which words of a vendor's language mean what stands in the vendor's folder.

pub mod change;
pub mod codes;
pub mod compare;
mod drift;
pub mod group;
pub mod item;
pub mod language;
pub mod names;
mod order;
mod pattern;
pub mod read;
mod remedy;
mod risk;
pub mod show;
pub mod switch;
mod words;

pub use change::{Change, Kind};
pub use drift::{Drift, Running};
pub use group::{Entry, Group, group};
pub use remedy::Remedy;
pub use switch::{Fault, Files, Reader, Switch, SwitchReview};

use std::collections::BTreeMap;

/// Two trees compared.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// All changes, by switch.
    pub changes: Vec<Change>,
    /// What many switches share, the worst first.
    pub groups: Vec<Group>,
    /// Switches that are only in the new tree, with vendor and model.
    pub added: BTreeMap<String, String>,
    /// Switches that are only in the old tree, with vendor and model.
    pub removed: BTreeMap<String, String>,
    /// Switches of which vendor or format are not what they were: from what, to what.
    pub replaced: BTreeMap<String, (String, String)>,
    /// Switches whose files differ in comments and order alone.
    pub reworded: Vec<String>,
    /// How many switches the new tree has.
    pub switches: usize,
}

impl Review {
    /// Whether nothing that means something is different.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.added.is_empty()
            && self.removed.is_empty()
            && self.replaced.is_empty()
    }

    /// Takes what was found for a switch. Give the switches in order.
    pub fn take(&mut self, name: &str, found: SwitchReview) {
        match found {
            SwitchReview::Same => {}
            SwitchReview::Added(what) => _ = self.added.insert(name.to_owned(), what),
            SwitchReview::Removed(what) => _ = self.removed.insert(name.to_owned(), what),
            SwitchReview::Replaced(from, to) => {
                _ = self.replaced.insert(name.to_owned(), (from, to))
            }
            SwitchReview::Changed(changes) if changes.is_empty() => {
                self.reworded.push(name.to_owned())
            }
            SwitchReview::Changed(changes) => self.changes.extend(changes),
        }
    }

    /// Groups what was taken.
    pub fn finish(&mut self) {
        self.groups = group(&self.changes);
    }
}
