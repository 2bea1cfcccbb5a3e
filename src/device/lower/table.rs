//! What is known of each thing of a kind.

use std::marker::PhantomData;

use crate::fabric::Handle;

/// Something of each thing of a kind, at the position of its handle; of most kinds nearly every thing has it.
#[derive(Debug)]
pub(super) struct Table<H, T> {
    items: Vec<T>,
    handle: PhantomData<H>,
}

impl<H, T> Default for Table<H, T> {
    fn default() -> Self {
        Self { items: Vec::new(), handle: PhantomData }
    }
}

impl<H, T> From<Vec<T>> for Table<H, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, handle: PhantomData }
    }
}

impl<H: Handle, T: Default> Table<H, T> {
    /// With a place for each of so many things.
    pub(super) fn for_all(count: usize) -> Self {
        let mut items = Vec::new();
        items.resize_with(count, T::default);
        items.into()
    }

    /// The place of a thing, to be changed.
    pub(super) fn at(&mut self, handle: H) -> &mut T {
        let position = handle.position();
        if self.items.len() <= position {
            self.items.resize_with(position + 1, T::default);
        }
        &mut self.items[position]
    }

    /// What is known of a thing, if any.
    pub(super) fn get(&self, handle: H) -> Option<&T> {
        self.items.get(handle.position())
    }

    /// All places, to be changed.
    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut()
    }
}

impl<H: Handle, T> Table<H, Vec<T>> {
    /// All that is known of a thing.
    pub(super) fn list(&self, handle: H) -> &[T] {
        self.items.get(handle.position()).map(Vec::as_slice).unwrap_or_default()
    }
}
