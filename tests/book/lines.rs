//! The tables of config lines in the vendors' chapters are taken from real configs.
//!
//! After `<!-- lines of r02-a in fixtures/mixed-l2 -->` stands a table; every code in the last cell of
//! its rows is a whole line (but for its indentation) of that switch's files. Further words before `-->`
//! are arguments of `rackc build`.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{pages, root, shown};

#[test]
fn config_lines_are_real() {
    let mut faults = Vec::new();
    for page in pages::written() {
        let text = fs::read_to_string(&page).expect("a page");
        let mut rows = text.lines();
        while let Some(line) = rows.next() {
            let Some(words) =
                line.strip_prefix("<!-- lines of ").and_then(|rest| rest.strip_suffix(" -->"))
            else {
                continue;
            };
            let known = lines_of(words);
            let table = rows
                .by_ref()
                .skip_while(|row| row.is_empty())
                .take_while(|row| row.starts_with('|'));
            for row in table.skip(2) {
                let cell = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default();
                let unknown =
                    cell.split('`').skip(1).step_by(2).filter(|code| !known.contains(*code));
                faults.extend(
                    unknown.map(|code| format!("{}: no such line: {code}", shown(&page).display())),
                );
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Lines of a switch's files: `r02-a in fixtures/mixed-l2 --format a=b`.
fn lines_of(words: &str) -> BTreeSet<String> {
    let (switch, rest) = words.split_once(" in ").expect("SWITCH in PROGRAM");
    let mut rest = rest.split(' ');
    let program = root().join(rest.next().expect("a program"));
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Beside the program a lock might be written.
    let copy = folder.path().join("program");
    fs::create_dir(&copy).expect("a folder");
    for entry in fs::read_dir(&program).expect("a program") {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            fs::copy(&path, copy.join(path.file_name().expect("a name"))).expect("a copy");
        }
    }
    let out = folder.path().join("out");
    let built = Command::new(env!("CARGO_BIN_EXE_rackc"))
        .arg("build")
        .arg(&copy)
        .arg("-o")
        .arg(&out)
        .args(rest)
        .output()
        .expect("rackc");
    assert!(built.status.success(), "{words}: {}", String::from_utf8_lossy(&built.stderr));
    let mut lines = BTreeSet::new();
    gather(&out.join("configs").join(switch), &mut lines);
    lines
}

fn gather(path: &Path, lines: &mut BTreeSet<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("a folder") {
            gather(&entry.expect("an entry").path(), lines);
        }
    } else {
        let text = fs::read_to_string(path).expect("a config");
        lines.extend(text.lines().map(|line| line.trim().to_owned()));
    }
}
