use super::super::natural;
use crate::source::Span;

/// A value and the line of the file that it was read from.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The value's text.
    pub value: String,
    /// The line, for entries that were read.
    pub span: Option<Span>,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Eq for Entry {}

/// Entries by key, in natural order, which is that of the file: what is read or given in this order
/// is neither sorted nor searched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys(Vec<(String, Entry)>);

impl Keys {
    /// What a key has.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        let found = self.0.binary_search_by(|(other, _)| natural(other, key)).ok()?;
        self.0.get(found).map(|(_, entry)| entry)
    }

    /// All entries.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.0.iter().map(|(key, entry)| (key.as_str(), entry))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Entries that are in natural order, each key once.
    pub(super) fn in_order(entries: Vec<(String, Entry)>) -> Self {
        debug_assert!(entries.is_sorted_by(|(a, _), (b, _)| natural(a, b).is_lt()));
        Self(entries)
    }

    /// Adds entries, in any order. Of several of one key the last stays; gives back where those are
    /// that others stood before.
    pub(super) fn put(&mut self, entries: Vec<(String, Entry)>) -> Vec<Option<Span>> {
        if self.0.is_empty() {
            self.0 = entries;
        } else {
            self.0.extend(entries);
        }
        if self.0.is_sorted_by(|(a, _), (b, _)| natural(a, b).is_lt()) {
            return Vec::new();
        }
        self.0.sort_by(|(a, _), (b, _)| natural(a, b));
        let mut later = Vec::new();
        self.0.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                std::mem::swap(next, kept);
                later.push(kept.1.span);
            }
            same
        });
        later
    }
}
