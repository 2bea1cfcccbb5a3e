//! Which statements of the program an element of the model comes from.

use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::source::{Origin, Span};

/// The statements that an element comes from, and those that single fields of it come from. Empty unless the
/// compilation was asked for origins; it is no part of what a switch is configured to do, so that two elements
/// which differ in nothing else are equal.
#[derive(Debug, Clone, Default)]
pub struct Origins(Option<Arc<Vec<Entry>>>);

/// One statement of [`Origins`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The field that it says; the whole element when empty.
    pub field: &'static str,
    /// The position in that field's list, when it says one item alone.
    pub index: Option<usize>,
    /// The statement, or the part of it in question.
    pub origin: Origin,
}

impl Origins {
    /// From these statements.
    pub fn new(entries: Vec<Entry>) -> Self {
        Self((!entries.is_empty()).then(|| Arc::new(entries)))
    }

    /// The whole element from these statements.
    pub fn whole(origins: impl IntoIterator<Item = Origin>) -> Self {
        origins.into_iter().collect::<Sources>().into()
    }

    /// Whether nothing is known.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// All entries.
    pub fn entries(&self) -> &[Entry] {
        self.0.as_deref().map_or(&[], Vec::as_slice)
    }

    /// Also from what another element of the same kind comes from.
    pub fn join(&mut self, other: &Self) {
        let missing: Vec<Entry> = other
            .entries()
            .iter()
            .filter(|entry| !self.entries().contains(entry))
            .copied()
            .collect();
        if !missing.is_empty() {
            *self = Self::new([self.entries(), &missing].concat());
        }
    }

    /// The statements of one field, or of one item of its list: the narrowest that are known.
    pub fn of(&self, field: &str, index: Option<usize>) -> Vec<Origin> {
        let found = |field: &str, index: Option<usize>| -> Vec<Origin> {
            let entries = self.entries().iter();
            let here = entries.filter(|entry| entry.field == field && entry.index == index);
            here.map(|entry| entry.origin).collect()
        };
        let steps = [(field, index), (field, None), ("", None)];
        steps
            .into_iter()
            .map(|(field, index)| found(field, index))
            .find(|all| !all.is_empty())
            .unwrap_or_default()
    }
}

impl PartialEq for Origins {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Origins {}

/// Printed only for whoever traces a file's lines: as a list of fields and places.
impl Serialize for Origins {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries = self.entries().iter().map(|entry| (entry.field, entry.index, entry.origin));
        serializer.collect_seq(entries)
    }
}

/// Gathers the statements of an element.
#[derive(Debug, Default)]
pub struct Sources {
    entries: Vec<Entry>,
}

impl Sources {
    /// The whole element.
    #[must_use]
    pub fn and(mut self, origin: impl Into<Origin>) -> Self {
        self.add("", None, origin.into());
        self
    }

    /// The whole element, by several.
    #[must_use]
    pub fn all(mut self, origins: impl IntoIterator<Item = Origin>) -> Self {
        for origin in origins {
            self.add("", None, origin);
        }
        self
    }

    /// One field, by a statement that may be there.
    #[must_use]
    pub fn field(mut self, field: &'static str, origins: impl IntoIterator<Item = Origin>) -> Self {
        for origin in origins {
            self.add(field, None, origin);
        }
        self
    }

    /// One item of a field's list.
    #[must_use]
    pub fn item(
        mut self,
        field: &'static str,
        index: usize,
        origins: impl IntoIterator<Item = Origin>,
    ) -> Self {
        for origin in origins {
            self.add(field, Some(index), origin);
        }
        self
    }

    fn add(&mut self, field: &'static str, index: Option<usize>, origin: Origin) {
        let entry = Entry { field, index, origin };
        if !self.entries.contains(&entry) {
            self.entries.push(entry);
        }
    }
}

impl FromIterator<Origin> for Sources {
    fn from_iter<T: IntoIterator<Item = Origin>>(origins: T) -> Self {
        Self::default().all(origins)
    }
}

impl From<Sources> for Origins {
    fn from(sources: Sources) -> Self {
        Self::new(sources.entries)
    }
}

impl From<Span> for Origins {
    fn from(span: Span) -> Self {
        Self::whole([span.into()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn origin(start: u32) -> Origin {
        let mut sources = source::Sources::default();
        let file = sources.add("main.rack", "vlan web 110");
        Span { file, start, end: start + 1 }.into()
    }

    #[test]
    fn the_narrowest_statement_that_is_known_counts() {
        let origins: Origins = Sources::default()
            .and(origin(0))
            .field("mtu", [origin(1)])
            .item("vlan_ids", 1, [origin(2)])
            .into();
        assert_eq!(origins.of("mtu", None), [origin(1)]);
        assert_eq!(origins.of("vlan_ids", Some(1)), [origin(2)]);
        assert_eq!(origins.of("vlan_ids", Some(0)), [origin(0)]);
        assert_eq!(origins.of("name", None), [origin(0)]);
    }

    #[test]
    fn joining_adds_what_is_new() {
        let mut origins = Origins::whole([origin(0)]);
        origins.join(&Origins::whole([origin(0), origin(3)]));
        assert_eq!(origins.of("name", None), [origin(0), origin(3)]);
        assert_eq!(origins, Origins::default());
    }
}
