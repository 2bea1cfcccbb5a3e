//! What rackc depends on: licences that may be combined with its own, no crate twice without a reason, nothing from elsewhere than
//! the registry. `.deny.toml` says what is allowed; this needs no network.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use serde_json::Value;

use common::project;

/// The packages that this platform's rackc, its tests and benches are made of.
fn packages() -> Vec<Value> {
    let host = Command::new("rustc").arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned();
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--offline",
            "--locked",
            "--format-version",
            "1",
            "--filter-platform",
            &host,
        ])
        .current_dir(project("."))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", common::stderr(&output));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let used: BTreeSet<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let all = metadata["packages"].as_array().unwrap().iter();
    let all = all.filter(|package| used.contains(package["id"].as_str().unwrap())).cloned();
    all.filter(|package| package["name"] != "rackc").collect()
}

/// The first text between quotes on each line of a list in `.deny.toml`.
fn listed(name: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(project(".deny.toml")).unwrap();
    let list = text.split_once(&format!("\n{name} = [\n")).unwrap().1;
    let lines = list.lines().take_while(|line| *line != "]");
    lines.map(|line| line.split('"').nth(1).unwrap().to_owned()).collect()
}

/// Whether a licence expression can be met with some licences, and which of them it then takes.
fn met<'a>(expression: &'a str, allowed: &BTreeSet<String>) -> Option<BTreeSet<&'a str>> {
    let expression = expression.trim();
    for (joint, all) in [(" OR ", false), ("/", false), (" AND ", true)] {
        let parts = split(expression, joint);
        if parts.len() > 1 {
            let met = parts.into_iter().map(|part| met(part, allowed));
            let found: Vec<Option<BTreeSet<&str>>> = met.collect();
            return if all {
                let all: Option<Vec<BTreeSet<&str>>> = found.into_iter().collect();
                all.map(|all| all.into_iter().flatten().collect())
            } else {
                let some: Vec<BTreeSet<&str>> = found.into_iter().flatten().collect();
                (!some.is_empty()).then(|| some.into_iter().flatten().collect())
            };
        }
    }
    match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => met(inner, allowed),
        None => allowed.contains(expression).then(|| BTreeSet::from([expression])),
    }
}

/// The parts of an expression outside of its parentheses.
fn split<'a>(expression: &'a str, joint: &str) -> Vec<&'a str> {
    let (mut parts, mut from, mut depth) = (Vec::new(), 0, 0_i32);
    for (at, c) in expression.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && expression[at..].starts_with(joint) => {
                parts.push(&expression[from..at]);
                from = at + joint.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[from..]);
    parts
}

#[test]
fn expressions_are_understood() {
    let allowed = BTreeSet::from(["MIT".to_owned(), "Zlib".to_owned()]);
    for fine in ["MIT", "GPL-3.0 OR MIT", "Apache-2.0/MIT", "(GPL-3.0 OR MIT) AND Zlib"] {
        assert!(met(fine, &allowed).is_some(), "{fine}");
    }
    for wrong in ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Zlib) AND GPL-3.0", "", "MIT WITH x"] {
        assert!(met(wrong, &allowed).is_none(), "{wrong}");
    }
}

#[test]
fn licences_can_be_combined_with_ours() {
    let allowed = listed("allow");
    let mut used = BTreeSet::new();
    for package in packages() {
        let licence = package["license"].as_str().unwrap_or_default();
        match met(licence, &allowed) {
            Some(licences) => used.extend(licences.into_iter().map(str::to_owned)),
            None => panic!("{} {}: `{licence}`", package["name"], package["version"]),
        }
    }
    assert_eq!(used, allowed, "a licence is allowed that nothing has");
}

#[test]
fn no_crate_is_there_twice_without_a_reason() {
    let mut versions: BTreeMap<String, Vec<(Vec<u64>, String)>> = BTreeMap::new();
    for package in packages() {
        let version = package["version"].as_str().unwrap().to_owned();
        let numbers =
            version.split(['.', '-', '+']).map(|part| part.parse().unwrap_or(0)).collect();
        let name = package["name"].as_str().unwrap().to_owned();
        versions.entry(name).or_default().push((numbers, version));
    }
    let mut older = BTreeSet::new();
    for (name, mut known) in versions {
        known.sort();
        known.pop();
        older.extend(known.into_iter().map(|(_, version)| format!("{name}@{version}")));
    }
    assert_eq!(older, listed("skip"), "left: what is there; right: what .deny.toml knows");
}

#[test]
fn everything_comes_from_the_registry() {
    for package in packages() {
        let source = package["source"].as_str().unwrap_or("a folder");
        assert!(source.starts_with("registry+"), "{}: {source}", package["name"]);
    }
}

#[test]
fn nothing_of_ours_is_unsafe() {
    for manifest in ["Cargo.toml", "fuzz/Cargo.toml"] {
        let text = fs::read_to_string(project(manifest)).unwrap();
        assert!(text.contains("\nunsafe_code = \"forbid\"\n"), "{manifest}");
    }
}
