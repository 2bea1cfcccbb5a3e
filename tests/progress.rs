//! How far a long run is, is shown on a terminal and nowhere else.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

use common::{rackc, stderr};

/// What takes the line away.
const CLEAR: &str = "\r\u{1b}[2K";

/// A program that takes longer than the half second after which a line is shown, without optimisation.
fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    let mut program = String::from(
        "fabric dc1 {\n  spanning-tree rstp root core\n  gateway on core\n  pool mgmt 10.255.0.0/20\n}\n\
         tier core { switches core[1..10] model arista/DCS-7060DX4-32S }\n\
         rack-type compute {\n  switch a model arista/DCS-7050SX3-48YC8\n\
         attach server s[1..40] to a port 1.. as server\n}\n\
         profile server { trunk all  edge }\nrack r[0001..2000] of compute\n",
    );
    for id in 2..60 {
        _ = writeln!(program, "vlan v{id} {id}");
    }
    fs::write(place.path().join("main.rack"), program).unwrap();
    place
}

/// Runs rackc on a terminal of its own.
fn on_a_terminal(folder: &Path, args: &str, set: &[(&str, &str)]) -> Output {
    let words = format!("'{}' {args}", env!("CARGO_BIN_EXE_rackc"));
    let mut command = Command::new("script");
    command.args(["-qec", &words, "/dev/null"]).current_dir(folder);
    for name in ["CI", "NO_COLOR", "COLUMNS"] {
        command.env_remove(name);
    }
    command.env("TERM", "xterm").envs(set.iter().copied());
    command.output().expect("`script` is there, of util-linux")
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_long_run_shows_a_line_on_a_terminal_and_takes_it_away() {
    let place = place();
    let shown = text(&on_a_terminal(place.path(), "check main.rack", &[]));
    assert!(shown.contains(" …"), "{shown:?}");
    // Nothing is left of it: what was written last on its line is taken away before anything else is.
    let last = shown.rfind(" …").unwrap();
    let behind = &shown[last + " …".len()..];
    assert!(behind.starts_with(CLEAR), "{behind:?}");
    let quiet = text(&on_a_terminal(place.path(), "check main.rack", &[("NO_COLOR", "1")]));
    assert!(quiet.contains(" …"), "it has no colour, and NO_COLOR does not forbid it: {quiet:?}");
}

#[test]
fn there_is_no_line_where_nobody_watches() {
    let place = place();
    for (args, set) in [
        ("check main.rack", &[("CI", "true")][..]),
        ("check main.rack", &[("TERM", "dumb")]),
        ("check main.rack --message-format json", &[]),
        ("check main.rack --message-format github", &[]),
    ] {
        let shown = text(&on_a_terminal(place.path(), args, set));
        assert!(!shown.contains(CLEAR) && !shown.contains(" …"), "{args} {set:?}: {shown:?}");
    }
    let piped = rackc(place.path()).args(["check", "main.rack"]).output().unwrap();
    assert!(!stderr(&piped).contains(CLEAR) && !stderr(&piped).contains(" …"));
}

#[test]
fn a_short_run_shows_nothing() {
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("main.rack"), "fabric x {\n").unwrap();
    let shown = text(&on_a_terminal(place.path(), "check main.rack", &[]));
    assert!(!shown.contains(CLEAR), "{shown:?}");
}
