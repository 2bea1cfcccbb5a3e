//! The book and the README tell the truth: their programs compile, their commands print what is
//! shown, their links lead somewhere.
//!
//! `RACKC_BLESS=1 cargo test --test book` writes what is generated anew: the output under the commands
//! of `console` blocks, and the pages of messages.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]

mod blocks;
mod consoles;
mod grammar;
mod lines;
mod links;
mod matrix;
mod messages;
mod pages;
mod programs;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether generated text is written anew instead of compared.
fn blessing() -> bool {
    std::env::var_os("RACKC_BLESS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// A page, by its path below the root.
fn shown(page: &Path) -> PathBuf {
    page.strip_prefix(root()).unwrap_or(page).to_owned()
}
