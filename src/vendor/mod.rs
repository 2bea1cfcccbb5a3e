//! Vendors as data: what a vendor folder says, and how it is read.

pub mod codes;
mod embedded;
pub mod interop;
mod lab;
mod load;
pub mod pattern;
pub mod ports;
mod query;
pub mod review;
pub mod schema;
mod validate;
pub mod values;
mod variants;

pub use load::{Catalog, CatalogError};
pub use variants::{variant_name, variants};

#[cfg(test)]
mod tests;
