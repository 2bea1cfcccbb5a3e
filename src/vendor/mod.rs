//! Vendors as data: what a vendor folder says, and how it is read.

pub mod ports;
pub mod schema;
pub mod values;
