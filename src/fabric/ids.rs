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

/// Declares handles, each with its doc comment.
macro_rules! handles {
    ($($(#[doc = $doc:literal])+ $name:ident;)+) => {
        $(
            $(#[doc = $doc])+
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(u32);

            impl $crate::fabric::Handle for $name {
                fn new(position: usize) -> Self {
                    Self($crate::source::offset(position))
                }
                fn position(self) -> usize {
                    self.0 as usize
                }
            }
        )+
    };
}

pub(crate) use handles;

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
///
/// They lie in pieces that never move: to make room for more costs nothing for those that are there.
#[derive(Debug)]
pub struct Arena<H, T> {
    /// All but the last one are full.
    pieces: Vec<Vec<T>>,
    handle: PhantomData<H>,
}

/// How many things are in a full piece.
const PIECE: usize = 1024;

impl<H, T> Default for Arena<H, T> {
    fn default() -> Self {
        Self { pieces: Vec::new(), handle: PhantomData }
    }
}

impl<H: Handle, T> Arena<H, T> {
    /// Adds a thing.
    pub fn push(&mut self, item: T) -> H {
        let handle = H::new(self.len());
        match self.pieces.last_mut() {
            Some(last) if last.len() < PIECE => last.push(item),
            // The first one grows, for most arenas are small.
            None => self.pieces.push(vec![item]),
            Some(_) => {
                let mut piece = Vec::with_capacity(PIECE);
                piece.push(item);
                self.pieces.push(piece);
            }
        }
        handle
    }

    /// The things, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.pieces.iter_mut().flatten()
    }

    /// Handles and things.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (H, &T)> + Clone {
        self.ids().map(|id| (id, &self[id]))
    }

    /// Handles.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = H> + Clone + use<H, T> {
        (0..self.len()).map(H::new)
    }

    /// The things alone.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.pieces.iter().flatten()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        let last = self.pieces.last().map_or(0, Vec::len);
        self.pieces.len().saturating_sub(1) * PIECE + last
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }
}

impl<H: Handle, T> Index<H> for Arena<H, T> {
    type Output = T;

    fn index(&self, handle: H) -> &T {
        &self.pieces[handle.position() / PIECE][handle.position() % PIECE]
    }
}

impl<H: Handle, T> IndexMut<H> for Arena<H, T> {
    fn index_mut(&mut self, handle: H) -> &mut T {
        &mut self.pieces[handle.position() / PIECE][handle.position() % PIECE]
    }
}

/// What is known of the things of one kind, by handle: a map that is as quick as an arena.
#[derive(Debug, Clone)]
pub struct Table<H, T> {
    items: Vec<Option<T>>,
    handle: PhantomData<H>,
}

impl<H, T> Default for Table<H, T> {
    fn default() -> Self {
        Self { items: Vec::new(), handle: PhantomData }
    }
}

impl<H: Handle, T> Table<H, T> {
    /// What is known of a thing.
    pub fn get(&self, handle: H) -> Option<&T> {
        self.items.get(handle.position())?.as_ref()
    }

    /// Notes something of a thing, in place of what was known.
    pub fn insert(&mut self, handle: H, item: T) {
        *self.slot(handle) = Some(item);
    }

    /// What is known of a thing, to be changed.
    pub fn get_mut(&mut self, handle: H) -> Option<&mut T> {
        self.items.get_mut(handle.position())?.as_mut()
    }

    /// What is known of a thing, to be changed; what it would be if nothing were known, else.
    pub fn entry(&mut self, handle: H) -> &mut T
    where
        T: Default,
    {
        self.slot(handle).get_or_insert_default()
    }

    /// Handles of which something is known, ascending, and what.
    pub fn iter(&self) -> impl Iterator<Item = (H, &T)> {
        let known = self.items.iter().enumerate();
        known.filter_map(|(position, item)| Some((H::new(position), item.as_ref()?)))
    }

    /// All that is known, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut T> {
        self.items.iter_mut().flatten()
    }

    /// Nothing yet of things of which there are so many.
    pub fn with_room(len: usize) -> Self {
        Self { items: Vec::with_capacity(len), handle: PhantomData }
    }

    /// What is known of each thing, in the order of their handles.
    pub fn of_each(items: Vec<Option<T>>) -> Self {
        Self { items, handle: PhantomData }
    }

    fn slot(&mut self, handle: H) -> &mut Option<T> {
        let position = handle.position();
        if position >= self.items.len() {
            self.items.resize_with(position + 1, || None);
        }
        &mut self.items[position]
    }
}

impl<H: Handle, T> Table<H, Vec<T>> {
    /// All that is known of a thing, when that is a list.
    pub fn list(&self, handle: H) -> &[T] {
        self.get(handle).map(Vec::as_slice).unwrap_or_default()
    }
}

impl<H: Handle, T> FromIterator<(H, T)> for Table<H, T> {
    fn from_iter<I: IntoIterator<Item = (H, T)>>(all: I) -> Self {
        let all = all.into_iter();
        let mut table = Self::default();
        table.items.reserve(all.size_hint().0);
        for (handle, item) in all {
            table.insert(handle, item);
        }
        table
    }
}
