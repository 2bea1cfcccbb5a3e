//! What each switch must be configured to do.

mod lower;
pub mod model;

pub use lower::{Lowering, Made, Parts, StandIns, lower, lower_some};
