//! What several tests need: the program, folders, and trees of files.
#![allow(clippy::disallowed_methods, reason = "tests read and write files")]
#![allow(dead_code, reason = "each test uses a part of it")]

pub mod compile;
pub mod routed;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

use similar::TextDiff;

/// Files by path below some folder, with `/` between parts.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// A path below the project's root.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Whether expectations are to be written rather than compared.
pub fn blessing() -> bool {
    env::var_os("RACKC_BLESS").is_some_and(|value| value == "1")
}

/// rackc, to be run in a folder, with nothing of the machine's that could change its output.
pub fn rackc(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rackc"));
    command.current_dir(folder).env_remove("NO_COLOR").env("COLUMNS", "100");
    command
}

/// Runs rackc to its end.
pub fn run(folder: &Path, args: &[&str]) -> Output {
    rackc(folder).args(args).output().expect("rackc starts")
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("messages are UTF-8")
}

/// The folders below `folder`, itself included, in order.
pub fn folders(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    let mut next = 0;
    while let Some(folder) = found.get(next) {
        let entries =
            fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        let entries = entries.map(|entry| entry.expect("a readable folder").path());
        let below: Vec<PathBuf> = entries.filter(|path| path.is_dir()).collect();
        found.extend(below);
        next += 1;
    }
    found.sort();
    found
}

/// Every file below a folder; none if the folder is not there.
pub fn tree(folder: &Path) -> Tree {
    let mut tree = Tree::new();
    if !folder.is_dir() {
        return tree;
    }
    for below in folders(folder) {
        let entries = fs::read_dir(&below).expect("a readable folder");
        for path in entries.map(|entry| entry.expect("a readable folder").path()) {
            if path.is_file() {
                let name = path
                    .strip_prefix(folder)
                    .expect("a path below")
                    .to_str()
                    .expect("a UTF-8 path");
                tree.insert(name.replace('\\', "/"), fs::read(&path).expect("a readable file"));
            }
        }
    }
    tree
}

/// Makes a folder hold exactly these files; no files, no folder.
pub fn write_tree(folder: &Path, tree: &Tree) {
    if folder.exists() {
        fs::remove_dir_all(folder).expect("a folder to clear");
    }
    for (path, bytes) in tree {
        write(&folder.join(path), bytes);
    }
}

/// Writes a file and the folders it needs.
pub fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a path with a folder")).expect("a folder to make");
    fs::write(path, bytes).expect("a file to write");
}

/// Copies the files below `from`, except those that `leave` names by their path.
pub fn copy(from: &Path, to: &Path, leave: impl Fn(&str) -> bool) {
    for (path, bytes) in tree(from) {
        if !leave(&path) {
            write(&to.join(path), &bytes);
        }
    }
}

/// What differs between two trees, as a reader wants to see it; empty when they are equal.
pub fn differences(expected: &Tree, actual: &Tree) -> String {
    let mut said: Vec<String> = Vec::new();
    for (path, bytes) in expected {
        match actual.get(path) {
            None => said.push(format!("{path}: stale, rackc does not write it\n")),
            Some(new) if new != bytes => said.push(diff(path, bytes, new)),
            Some(_) => {}
        }
    }
    for path in actual.keys().filter(|path| !expected.contains_key(*path)) {
        said.push(format!("{path}: missing, rackc writes it\n"));
    }
    said.concat()
}

/// The difference between two texts.
pub fn diff(path: &str, expected: &[u8], actual: &[u8]) -> String {
    let (expected, actual) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(actual));
    let diff = TextDiff::from_lines(expected.as_ref(), actual.as_ref());
    let text = diff.unified_diff().header(&format!("{path} (expected)"), path).to_string();
    text.split_inclusive('\n').take(80).collect()
}

/// Panics with all complaints, if there are any.
pub fn assert_none(complaints: Vec<String>, help: &str) {
    let complaints: Vec<String> = complaints.into_iter().filter(|one| !one.is_empty()).collect();
    assert!(complaints.is_empty(), "{}\n\n{help}", complaints.join("\n\n"));
}
