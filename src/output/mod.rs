//! The output tree on disk: written in one step, compared, never mixed with a user's own files.
#![allow(clippy::disallowed_methods)] // Files are written here, read in `cli` too, and nowhere else.

pub mod codes;
mod compare;
mod fail;
mod guard;
mod manifest;
mod path;
mod replace;
mod seal;
mod single;
mod target;
mod tree;
mod writer;

pub use compare::{Comparer, diff};
pub use manifest::{FILE_NAME as MANIFEST, Manifest, Switch};
pub use seal::Seal;
pub use single::write_file;
pub use writer::{Outcome, Writer, Written, hash};

#[cfg(test)]
mod tests;
