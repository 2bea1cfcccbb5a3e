//! Showing messages: to people and to programs.

mod clean;
mod excerpt;
mod github;
mod human;
mod json;
mod root;
mod sarif;
mod summary;

pub use clean::{clean, clean_line};
pub use github::{folded, github};
pub use human::{Human, Width};
pub use json::{json, json_line};
pub use root::Root;
pub use sarif::{Ending, Sarif};
pub use summary::summary;
