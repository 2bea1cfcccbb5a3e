//! What `rackc fmt` changes of a program, and what it never does.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read programs")]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use proptest::prelude::*;
use rackc::syntax::format;

use common::{project, rackc, run, stderr, tree, write_tree};

/// All programs of the fixtures and their texts; those that have syntax errors have no layout.
fn programs() -> Vec<(String, String)> {
    let is_program = |path: &str| Path::new(path).extension().is_some_and(|end| end == "rack");
    let files = tree(&project("fixtures")).into_iter().filter(|(path, _)| is_program(path));
    let texts = files.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)));
    let programs: Vec<(String, String)> = texts.collect();
    assert!(programs.len() > 100, "only {} programs", programs.len());
    programs
}

fn comments(text: &str) -> Vec<String> {
    let behind = |line: &str| line.split_once("// ").map(|(_, comment)| comment.trim().to_owned());
    text.lines().filter(|line| !line.contains('"')).filter_map(behind).collect()
}

#[test]
fn a_layout_is_its_own_layout_and_keeps_comments() {
    let mut count = 0;
    for (path, text) in programs() {
        let Some(once) = format(&text) else { continue };
        count += 1;
        assert_eq!(format(&once).as_deref(), Some(once.as_str()), "{path}");
        assert_eq!(comments(&once), comments(&text), "{path}");
        let odd = once.lines().find(|line| line.ends_with(' ') || line.contains('\t'));
        assert!(odd.is_none() || text.contains("verbatim"), "{path}: {odd:?}");
        assert!(!once.contains("\n\n\n") || text.contains("verbatim"), "{path}");
    }
    assert!(count > 80, "only {count} programs have a layout");
}

#[test]
fn programs_mean_the_same_afterwards() {
    for fixture in ["clos-mixed", "campus-core", "openstack", "every-feature", "mixed-l2"] {
        let folder = tempfile::tempdir().unwrap();
        write_tree(folder.path(), &tree(&project("fixtures").join(fixture)));
        let main = ["main.rack", "arista/main.rack"]
            .into_iter()
            .find(|main| folder.path().join(main).is_file())
            .unwrap();
        let before = run(folder.path(), &["model", main]);
        assert!(before.status.success(), "{fixture}: {}", stderr(&before));
        let done = run(folder.path(), &["fmt", "."]);
        assert!(done.status.success(), "{fixture}: {}", stderr(&done));
        let after = run(folder.path(), &["model", main]);
        assert!(before.stdout == after.stdout, "{fixture} means something else");
        let again = run(folder.path(), &["fmt", "--check", "."]);
        assert_eq!(again.status.code(), Some(0), "{fixture}: {}", stderr(&again));
        assert!(again.stdout.is_empty());
    }
}

#[test]
fn a_check_shows_what_would_change_and_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let main = folder.path().join("main.rack");
    fs::write(&main, "vlan   web 10\n").unwrap();
    let check = run(folder.path(), &["fmt", "--check", "main.rack"]);
    assert_eq!(check.status.code(), Some(3));
    let diff = String::from_utf8(check.stdout).unwrap();
    assert!(diff.ends_with("-vlan   web 10\n+vlan web 10\n"), "{diff}");
    assert_eq!(fs::read_to_string(&main).unwrap(), "vlan   web 10\n");
    let wrote = run(folder.path(), &["fmt", "main.rack"]);
    assert_eq!(wrote.status.code(), Some(0));
    assert_eq!(stderr(&wrote), "wrote `main.rack`\n");
    assert_eq!(fs::read_to_string(&main).unwrap(), "vlan web 10\n");
    assert_eq!(stderr(&run(folder.path(), &["fmt", "main.rack"])), "");
}

#[test]
fn one_file_with_errors_and_none_is_written() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.rack"), "vlan   web 10\n").unwrap();
    fs::write(folder.path().join("b.rack"), "vlan web {\n").unwrap();
    let done = run(folder.path(), &["fmt", "."]);
    assert_eq!(done.status.code(), Some(1));
    assert!(stderr(&done).contains("R0104"), "{}", stderr(&done));
    assert_eq!(fs::read_to_string(folder.path().join("a.rack")).unwrap(), "vlan   web 10\n");
    let absent = run(folder.path(), &["fmt", "c.rack"]);
    assert_eq!(absent.status.code(), Some(1));
    assert!(stderr(&absent).contains("did you mean"), "{}", stderr(&absent));
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = rackc(folder.path())
        .args(["fmt", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"vlan   web 10").unwrap();
    let done = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(done.stdout).unwrap(), "vlan web 10\n");
}

#[test]
fn new_programs_have_the_layout() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["new", "dc1"]).status.success());
    let check = run(folder.path(), &["fmt", "--check", "dc1"]);
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
}

#[test]
fn the_programs_of_the_fixtures_have_the_layout() {
    // Those of `errors` and `beginners` are as their writers left them.
    let mut programs: Vec<String> = tree(&project("fixtures")).into_keys().collect();
    programs.retain(|path| {
        let written = path.starts_with("errors/") || path.starts_with("beginners/");
        Path::new(path).extension().is_some_and(|kind| kind == "rack") && !written
    });
    assert!(programs.len() > 60, "{programs:?}");
    let check = run(
        &project("fixtures"),
        &[vec!["fmt", "--check"], programs.iter().map(String::as_str).collect()].concat(),
    );
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
}

/// The text with other blanks between words: more of them, tabs, `;` for an empty line's end.
fn disturbed(text: &str, choices: &[u8]) -> String {
    let mut choices = choices.iter().cycle();
    let mut disturbed = String::new();
    for line in text.lines() {
        let plain = !line.contains(['"', '/', '[', '(']);
        for (at, word) in line.split(' ').enumerate() {
            let blanks = match choices.next() {
                Some(0) if plain => "\t",
                Some(1..80) if plain => "   ",
                _ => " ",
            };
            disturbed.push_str(if at == 0 { "" } else { blanks });
            disturbed.push_str(word);
        }
        disturbed.push_str(if plain && choices.next() < Some(&40) { "  \n" } else { "\n" });
    }
    disturbed
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn blanks_make_no_difference(choices in prop::collection::vec(any::<u8>(), 50..200), pick in any::<prop::sample::Index>()) {
        let programs: Vec<(String, String)> =
            programs().into_iter().filter(|(_, text)| !text.contains("verbatim")).collect();
        let (path, text) = &programs[pick.index(programs.len())];
        prop_assert_eq!(format(&disturbed(text, &choices)), format(text), "{}", path);
    }
}
