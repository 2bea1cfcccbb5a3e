//! Handles to the parts of a fabric.

use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A handle: the position in its arena.
pub trait Handle: Copy {
    /// The handle at a position.
    fn new(position: usize) -> Self;
    /// The position.
    fn position(self) -> usize;
}

macro_rules! handles {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(usize);

            impl Handle for $name {
                fn new(position: usize) -> Self {
                    Self(position)
                }
                fn position(self) -> usize {
                    self.0
                }
            }
        )+
    };
}

handles! {
    /// A failure zone.
    ZoneId;
    /// A rack.
    RackId;
    /// A tier.
    TierId;
    /// A switch.
    SwitchId;
    /// An MLAG pair.
    PairId;
    /// A host.
    HostId;
    /// A cable.
    CableId;
    /// A host's attachment.
    AttachmentId;
    /// A VRF.
    VrfId;
    /// A VLAN.
    VlanId;
    /// A port profile.
    ProfileId;
}

/// All things of one kind, reached by their handles, in the order in which they were made.
#[derive(Debug)]
pub struct Arena<H, T> {
    items: Vec<T>,
    handle: PhantomData<H>,
}

impl<H, T> Default for Arena<H, T> {
    fn default() -> Self {
        Self { items: Vec::new(), handle: PhantomData }
    }
}

impl<H: Handle, T> Arena<H, T> {
    /// Adds a thing.
    pub fn push(&mut self, item: T) -> H {
        self.items.push(item);
        H::new(self.items.len() - 1)
    }

    /// The things, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut()
    }

    /// Handles and things.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (H, &T)> {
        self.items.iter().enumerate().map(|(position, item)| (H::new(position), item))
    }

    /// Handles.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = H> + use<H, T> {
        (0..self.items.len()).map(H::new)
    }

    /// The things alone.
    pub fn values(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl<H: Handle, T> Index<H> for Arena<H, T> {
    type Output = T;

    fn index(&self, handle: H) -> &T {
        &self.items[handle.position()]
    }
}

impl<H: Handle, T> IndexMut<H> for Arena<H, T> {
    fn index_mut(&mut self, handle: H) -> &mut T {
        &mut self.items[handle.position()]
    }
}

impl AttachmentId {
    /// The handle of the attachment that is made next, when there are `position` already.
    pub(super) fn from_position(position: usize) -> Self {
        Self(position)
    }
}
