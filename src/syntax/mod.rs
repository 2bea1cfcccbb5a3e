//! Text in, syntax tree out.
//!
//! [`Program::load`] reads files and follows their includes; each text is looked through for quotes,
//! comments and braces first (`scan`), parsed by the rules of `grammar/rack.pest`, and built into the
//! types of [`ast`]. What no rule matches is told apart statement by statement (`recover`).

pub mod ast;
mod blocks;
mod builder;
mod cascade;
pub mod codes;
mod errors;
mod expected;
pub mod extent;
mod files;
mod foreign;
mod format;
mod grammar;
mod mentions;
mod names;
mod numbers;
mod parse;
mod pattern;
mod program;
mod reader;
mod recover;
mod reserved;
mod scan;
mod slips;
mod statements;
mod text;
mod values;

pub use blocks::Block;
pub use files::{Files, MemoryFiles, ReadError, decoded};
pub use format::format;
pub use mentions::{Class, Mention, Scope, Space, mentions, words};
pub use parse::parse;
pub use pattern::{Part, Pattern, TooMany};
pub use program::Program;
