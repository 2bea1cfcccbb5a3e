//! Inputs that rackc must survive: the functions that try one, and what makes new ones of old.
//!
//! cargo-fuzz runs [`targets`] as long as it is let (`fuzz/fuzz_targets`); `hunt` does so on stable Rust, and
//! `tests/fuzz.rs` briefly in every run of the tests, always with the same inputs.

pub mod corpus;
pub mod mutate;
pub mod targets;
