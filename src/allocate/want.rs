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
