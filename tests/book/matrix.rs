//! The page of the matrix is what `rackc interop` prints.

use std::fs;
use std::process::Command;

use crate::{blessing, root};

/// What stands above the tables.
const HEAD: &str = "# The matrix

Made by `rackc interop --format markdown`: each [scenario](interop.md#the-catalogue) compiled for every two vendors, with the
model of each that its folder names. How to read it is told in [Interoperability](interop.md).

";

#[test]
fn the_matrix_is_that_of_rackc_interop() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rackc"));
    let output = command.args(["interop", "--format", "markdown"]).output();
    let output = output.expect("rackc runs");
    assert!(output.status.success());
    let text = format!("{HEAD}{}", String::from_utf8(output.stdout).expect("UTF-8"));
    let page = root().join("book/src/interop-matrix.md");
    if fs::read_to_string(&page).ok().as_deref() == Some(text.as_str()) {
        return;
    }
    assert!(blessing(), "out of date; run RACKC_BLESS=1 cargo test --test book");
    fs::write(&page, text).expect("the page is written");
}
