//! Where switches of different vendors meet, and whether the two sides fit.
//!
//! The facts are the vendors' ([`crate::vendor::interop`]); what the program decides is laid over them. This holds for
//! every place of a fabric in which the program says the same, so each kind of place is looked at once.

mod agree;
mod gather;
mod said;

pub use agree::{Agreement, Decided, Side, agreements};
pub use gather::{Crossing, crossings};
