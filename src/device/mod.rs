//! What each switch must be configured to do.

mod lower;
pub mod model;

pub use lower::{Lowering, lower, lower_some};
