//! Has the crate built again when a file is added to the folders that it embeds.
#![allow(clippy::print_stdout)]

fn main() {
    println!("cargo::rerun-if-changed=vendors");
    println!("cargo::rerun-if-changed=fixtures/interop");
    println!("cargo::rerun-if-changed=build.rs");
}
