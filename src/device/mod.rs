//! What each switch must be configured to do.

mod lower;
pub mod model;

pub use lower::{AT_ONCE, Lowering, Parts, StandIns, lower, lower_some};
