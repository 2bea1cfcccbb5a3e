//! Showing messages: to people and to programs.

mod clean;
mod excerpt;
mod human;
mod json;
mod summary;

pub use clean::clean_line;
pub use human::{Human, Width};
pub use json::{json, json_line};
pub use summary::summary;
