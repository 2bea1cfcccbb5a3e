//! What each switch must be configured to do.

pub mod model;
