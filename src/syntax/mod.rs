//! Text in, syntax tree out.

pub mod ast;
mod pattern;

pub use pattern::{Part, Pattern, TooMany};
