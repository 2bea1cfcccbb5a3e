use std::collections::{BTreeMap, BTreeSet};

use super::{Slot, Space};
use crate::source::Span;

/// An explicit list of candidates, such as the ports of a switch, in order of preference.
#[derive(Debug, Clone)]
pub struct ListSpace<S> {
    order: Vec<S>,
    places: BTreeMap<S, usize>,
    name: Option<String>,
    declared_at: Option<Span>,
}

impl<S: Slot> ListSpace<S> {
    /// The candidates; those that stand twice count once.
    pub fn new(candidates: impl IntoIterator<Item = S>) -> Self {
        let mut space =
            Self { order: Vec::new(), places: BTreeMap::new(), name: None, declared_at: None };
        for candidate in candidates {
            space.places.entry(candidate.clone()).or_insert_with(|| {
                space.order.push(candidate);
                space.order.len() - 1
            });
        }
        space
    }

    /// Takes candidates out.
    #[must_use]
    pub fn reserve(self, reserved: impl IntoIterator<Item = S>) -> Self {
        let reserved: BTreeSet<S> = reserved.into_iter().collect();
        let left = self.order.into_iter().filter(|candidate| !reserved.contains(candidate));
        Self { name: self.name, declared_at: self.declared_at, ..Self::new(left) }
    }

    /// What messages call it: `` ports `1..32` of `spine1` ``.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Says where the program declares the space.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.declared_at = Some(span);
        self
    }
}

impl<S: Slot> Space<S> for ListSpace<S> {
    fn contains(&self, value: &S) -> bool {
        self.places.contains_key(value)
    }

    fn size(&self) -> u128 {
        self.order.len() as u128
    }

    fn first(&self) -> Option<S> {
        self.order.first().cloned()
    }

    fn after(&self, value: &S, _: &S) -> Option<S> {
        self.order.get(self.places.get(value)? + 1).cloned()
    }

    fn describe(&self) -> String {
        let listed = || match self.order.as_slice() {
            [] => "an empty list".to_owned(),
            [only] => format!("`{only}`"),
            [first, .., last] => format!("the list from `{first}` to `{last}`"),
        };
        self.name.clone().unwrap_or_else(listed)
    }

    fn enlarge(&self) -> &'static str {
        "use fewer, or name more of them; ports become more by a `breakout`, whose lanes are named after `at`"
    }

    fn declared_at(&self) -> Option<Span> {
        self.declared_at
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::walk;
    use super::*;

    #[test]
    fn candidates_keep_their_order() {
        let space = ListSpace::<u16>::new([9, 3, 9, 7, 1]).reserve([7]).named("ports of `spine1`");
        assert_eq!(walk(&space), [9, 3, 1]);
        assert_eq!(space.size(), 3);
        assert_eq!(space.describe(), "ports of `spine1`");
        assert!(!space.contains(&7));
    }
}
