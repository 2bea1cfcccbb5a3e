//! A review as text, as Markdown and as JSON.

mod adopt;
mod class;
mod human;
mod json;
mod lines;
mod markdown;
mod remedy;

pub use adopt::adopt;
pub use class::title;
pub use human::human;
pub use json::{SCHEMA_VERSION, json};
pub use markdown::{LONGEST_COMMENT, markdown};
pub use remedy::remedies;

/// `1 line`, `2 lines`.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
