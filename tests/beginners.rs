//! Mistakes of people who write their first programs: each has one message, and the message says what to write instead.
//!
//! A case is a folder `fixtures/beginners/NUMBER-NAME/`: a program, and `expected.txt` with what rackc says.
//! `RACKC_BLESS=1 cargo test --test beginners` writes `expected.txt` anew.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read and write their fixtures"
)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use common::{assert_none, blessing, copy, diff, project, run, stderr, write};

fn check(case: &Path) -> Vec<String> {
    let place = tempfile::tempdir().unwrap();
    copy(case, place.path(), |path| path == "expected.txt");
    let output = run(place.path(), &["check", "."]);
    let text = stderr(&output);
    let mut complaints = Vec::new();
    let errors = text.lines().filter(|line| line.starts_with("error[")).count();
    if errors != 1 || output.status.code() != Some(1) {
        complaints.push(format!("has {errors} errors: one mistake has one message\n{text}"));
    }
    if !text.contains("  help: ") && !text.contains(": write ") && !text.contains("such as `") {
        complaints.push(format!("does not say what to write\n{text}"));
    }
    if !text.contains("fabric.rack:") {
        complaints.push(format!("does not say where\n{text}"));
    }
    let expected = fs::read(case.join("expected.txt")).unwrap_or_default();
    if blessing() {
        write(&case.join("expected.txt"), text.as_bytes());
    } else if expected != text.as_bytes() {
        complaints.push(diff("expected.txt", &expected, text.as_bytes()));
    }
    let name = case.file_name().unwrap().to_str().unwrap().to_owned();
    complaints.into_iter().map(|one| format!("fixtures/beginners/{name}: {one}")).collect()
}

#[test]
fn each_mistake_has_one_message_that_says_how_to_mend_it() {
    let folders = fs::read_dir(project("fixtures/beginners")).unwrap();
    let mut cases: Vec<PathBuf> = folders.map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 10, "the fixtures are there");
    let help = "if this is meant: RACKC_BLESS=1 cargo test --test beginners, and read the diff";
    assert_none(cases.par_iter().flat_map(|case| check(case)).collect(), help);
}
