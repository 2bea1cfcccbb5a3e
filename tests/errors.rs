//! Every code has a program that draws it, with the message as it is shown.
//!
//! A case is a folder `fixtures/errors/CODE-NAME/`: the program, `expected.txt` with what rackc says on standard error,
//! and, where they are needed, `args` (the command line after `rackc`; `check .` otherwise), a `rackc.lock`, and `also` (codes of
//! other errors that cannot be avoided). `RACKC_BLESS=1 cargo test --test errors` writes `expected.txt` anew.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read and write their fixtures"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use rackc::codes;
use rayon::prelude::*;

use common::{assert_none, blessing, copy, diff, project, run, stderr, write};

/// Files of a case that are no part of the program.
const BESIDE: [&str; 3] = ["expected.txt", "args", "also"];

/// Codes without a case, and why.
const WITHOUT_CASE: &[(&str, &str)] = &[
    ("R0003", "needs a file larger than 64 MiB; tests/syntax.rs"),
    ("R0008", "needs more than 32 files; tests/syntax.rs"),
    ("R0009", "needs more than 10,000 files"),
    ("R0011", "comes with 10,000 other messages; tests/limits.rs"),
    ("R0099", "people see it without its code; tests/messages.rs"),
    ("R0113", "comes with a hundred other errors"),
    ("R0902", "needs a disk or a folder that does not take files; tests/cli.rs"),
    ("R0904", "needs another run at the same time; tests/cli.rs"),
    ("R0912", "needs git and its repository; tests/why.rs"),
    ("R0930", "needs a vendor's folder; tests/lab.rs"),
    ("R1301", "needs a vendor's folder; tests/new_vendor.rs"),
];

struct Case {
    name: String,
    folder: PathBuf,
}

struct Said {
    text: String,
    /// Codes of errors, warnings and notes, each as `error`, `warning` or `note` and number.
    codes: BTreeSet<(String, String)>,
    exit: Option<i32>,
}

fn cases() -> Vec<Case> {
    let entries = fs::read_dir(project("fixtures/errors")).expect("there are error fixtures");
    let folders = entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let name = |folder: &PathBuf| folder.file_name().unwrap().to_str().unwrap().to_owned();
    let mut cases: Vec<Case> = folders.map(|folder| Case { name: name(&folder), folder }).collect();
    cases.sort_by(|a, b| a.name.cmp(&b.name));
    cases
}

impl Case {
    fn code(&self) -> &str {
        self.name.split('-').next().unwrap_or_default()
    }

    fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.join(name)).unwrap_or_default()
    }

    fn run(&self) -> Said {
        let place = tempfile::tempdir().unwrap();
        copy(&self.folder, place.path(), |path| BESIDE.contains(&path));
        let args = match self.file("args") {
            args if args.trim().is_empty() => "check .".to_owned(),
            args => args,
        };
        let output = run(place.path(), &args.split_whitespace().collect::<Vec<_>>());
        let text = stderr(&output);
        Said { codes: text.lines().filter_map(code).collect(), text, exit: output.status.code() }
    }

    fn check(&self) -> Vec<String> {
        let said = self.run();
        let mut complaints = Vec::new();
        if said.text.contains("panicked") {
            complaints.push(format!("panics\n{}", said.text));
        }
        if !said.codes.iter().any(|(_, id)| id == self.code()) {
            complaints.push(format!("{} is not reported\n{}", self.code(), said.text));
        }
        let also = self.file("also");
        let also: BTreeSet<&str> = also.split_whitespace().collect();
        for (severity, id) in &said.codes {
            if severity == "error" && id != self.code() && !also.contains(id.as_str()) {
                complaints.push(format!("{id} is reported too\n{}", said.text));
            }
        }
        let has_error = said.codes.iter().any(|(severity, _)| severity == "error");
        if has_error != matches!(said.exit, Some(1..=3)) {
            complaints.push(format!("ends with {:?}\n{}", said.exit, said.text));
        }
        let expected = self.file("expected.txt");
        if blessing() {
            if expected != said.text {
                write(&self.folder.join("expected.txt"), said.text.as_bytes());
            }
        } else if expected != said.text {
            complaints.push(diff("expected.txt", expected.as_bytes(), said.text.as_bytes()));
        }
        complaints.into_iter().map(|one| format!("fixtures/errors/{}: {one}", self.name)).collect()
    }
}

/// The code of a line such as `error[R0202] unknown-name`.
fn code(line: &str) -> Option<(String, String)> {
    let (severity, rest) = line.split_once('[')?;
    let (id, _) = rest.split_once("] ")?;
    let known = matches!(severity, "error" | "warning" | "note") && id.starts_with('R');
    known.then(|| (severity.to_owned(), id.to_owned()))
}

#[test]
fn cases_say_what_is_expected() {
    let complaints = cases().par_iter().flat_map(Case::check).collect();
    assert_none(
        complaints,
        "if this is meant: RACKC_BLESS=1 cargo test --test errors, and read the diff",
    );
}

#[test]
fn every_code_has_a_case() {
    let mut without: BTreeMap<&str, &str> =
        codes::all().iter().map(|code| (code.id, code.name)).collect();
    for (id, why) in WITHOUT_CASE {
        assert!(without.remove(id).is_some(), "{id}, {why}: there is no such code any more");
    }
    let mut complaints = Vec::new();
    for case in cases() {
        without.remove(case.code());
        if codes::find(case.code()).is_none() {
            complaints.push(format!(
                "fixtures/errors/{}: there is no code {}",
                case.name,
                case.code()
            ));
        }
        if WITHOUT_CASE.iter().any(|(id, _)| *id == case.code()) {
            complaints.push(format!("fixtures/errors/{}: listed as without case", case.name));
        }
    }
    complaints.extend(without.iter().map(|(id, name)| format!("{id} {name} has no case")));
    assert_none(complaints, "a case is a folder fixtures/errors/CODE-NAME with a main.rack");
}
