use std::collections::BTreeMap;

use crate::source::Origin;

/// Something that needs a value.
#[derive(Debug, Clone)]
pub struct Want<S> {
    /// What it is called, within its scope.
    pub key: String,
    /// The value that the program gives it.
    pub pinned: Option<S>,
    /// The value that it takes when it is new and the value is free.
    pub preferred: Option<S>,
    /// Where the program says it.
    pub origin: Origin,
}

impl<S> Want<S> {
    /// Any value will do.
    pub fn new(key: impl Into<String>, origin: impl Into<Origin>) -> Self {
        Self { key: key.into(), pinned: None, preferred: None, origin: origin.into() }
    }

    /// The program gives it this value.
    #[must_use]
    pub fn pinned(mut self, value: impl Into<Option<S>>) -> Self {
        self.pinned = value.into();
        self
    }

    /// It would rather have this value.
    #[must_use]
    pub fn preferred(mut self, value: impl Into<Option<S>>) -> Self {
        self.preferred = value.into();
        self
    }
}

/// Who has which value. When a space is exhausted, some have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment<S> {
    values: BTreeMap<String, S>,
}

impl<S> Assignment<S> {
    pub(super) fn new(values: BTreeMap<String, S>) -> Self {
        Self { values }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&S> {
        self.values.get(key)
    }

    /// Keys and values, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &S)> {
        self.values.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// All values by key.
    pub fn into_values(self) -> BTreeMap<String, S> {
        self.values
    }
}
