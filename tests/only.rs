//! `rackc build --only`: some switches out of all, and everything else as it was.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files")]

mod common;

use std::fs;
use std::path::Path;

use common::{Tree, copy, project, run, stderr, tree, write};

/// A place with a fixture in `net/`, built into `out/`.
fn built() -> tempfile::TempDir {
    let place = unbuilt();
    assert!(run(place.path(), &["build", "net"]).status.success());
    place
}

fn unbuilt() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let from = project("fixtures/mixed-l2");
    copy(&from, &place.path().join("net"), |path| path.starts_with("expected"));
    place
}

fn code(folder: &Path, args: &[&str]) -> Option<i32> {
    run(folder, args).status.code()
}

/// Changes every config in the tree by hand.
fn spoil(folder: &Path) -> Tree {
    for path in tree(&folder.join("out/configs")).into_keys() {
        let path = folder.join("out/configs").join(path);
        let text = fs::read(&path).unwrap();
        fs::write(&path, [&text[..], b"by hand\n"].concat()).unwrap();
    }
    tree(&folder.join("out"))
}

#[test]
fn only_the_files_of_the_switches_that_are_meant_are_written() {
    let place = built();
    let right = tree(&place.path().join("out"));
    let spoilt = spoil(place.path());
    let args = ["build", "net", "--only", "r01-*", "--only", "core-?"];
    assert_eq!(code(place.path(), &args), Some(0));
    for (path, bytes) in tree(&place.path().join("out")) {
        let meant = path.contains("/r01-") || path.contains("/core-") || !path.contains('/');
        let expected = if meant { &right[&path] } else { &spoilt[&path] };
        assert_eq!(&bytes, expected, "{path}");
    }
    // The manifest is that of the whole tree.
    assert_eq!(tree(&place.path().join("out")).len(), right.len());
}

#[test]
fn only_those_are_compared() {
    let place = built();
    let lock = fs::read(place.path().join("net/rackc.lock")).unwrap();
    let config = place.path().join("out/configs/r02-a/startup-config");
    fs::write(&config, "by hand\n").unwrap();
    let before = tree(place.path());
    let check =
        |pattern| code(place.path(), &["build", "net", "--check", "--locked", "--only", pattern]);
    assert_eq!(check("r01-*"), Some(0));
    assert_eq!(check("r0[2-4]-*"), Some(3));
    assert_eq!(check("*"), Some(3));
    assert_eq!(tree(place.path()), before, "a comparison writes nothing");
    assert_eq!(fs::read(place.path().join("net/rackc.lock")).unwrap(), lock);
}

#[test]
fn a_tree_can_begin_with_some_switches() {
    let place = unbuilt();
    assert_eq!(code(place.path(), &["build", "net", "--only", "r01-a"]), Some(0));
    let some = tree(&place.path().join("out"));
    assert!(
        some.keys().all(|path| path.contains("/r01-a/") || path == "manifest.json"),
        "{some:?}"
    );
    let lock = fs::read(place.path().join("net/rackc.lock")).unwrap();
    assert_eq!(code(place.path(), &["build", "net", "--locked"]), Some(0));
    assert_eq!(fs::read(place.path().join("net/rackc.lock")).unwrap(), lock, "the lock is for all");
    for (path, bytes) in some.into_iter().filter(|(path, _)| path != "manifest.json") {
        assert_eq!(fs::read(place.path().join("out").join(path)).unwrap(), bytes);
    }
}

#[test]
fn what_is_gone_from_the_program_goes_when_it_is_meant() {
    let place = built();
    let racks = place.path().join("net");
    let spare = "switch r01-spare model arista/DCS-7050SX3-48YC8\nswitch zz-spare model arista/DCS-7050SX3-48YC8\n";
    let file = tree(&racks).into_keys().find(|path| path == "main.rack").unwrap();
    let text = fs::read_to_string(racks.join(&file)).unwrap();
    write(&racks.join(&file), format!("{text}\n{spare}").as_bytes());
    let output = run(place.path(), &["build", "net"]);
    assert!(output.status.success(), "{}", stderr(&output));
    write(&racks.join(&file), text.as_bytes());
    assert_eq!(code(place.path(), &["build", "net", "--only", "r01-*", "--check"]), Some(3));
    assert_eq!(code(place.path(), &["build", "net", "--only", "r01-*"]), Some(0));
    let names = tree(&place.path().join("out"));
    assert!(names.keys().all(|path| !path.starts_with("configs/r01-spare/")));
    assert!(names.keys().any(|path| path.contains("zz-spare")));
    assert_eq!(code(place.path(), &["build", "net"]), Some(0));
    assert!(tree(&place.path().join("out")).keys().all(|path| !path.contains("zz-spare")));
}

#[test]
fn a_file_that_is_missing_elsewhere_stays_missing() {
    let place = built();
    let gone = place.path().join("out/configs/r02-a/startup-config");
    fs::remove_file(&gone).unwrap();
    fs::write(place.path().join("out/configs/r01-a/startup-config"), "by hand\n").unwrap();
    assert_eq!(code(place.path(), &["build", "net", "--only", "r01-a"]), Some(0));
    assert!(!gone.exists());
    assert_eq!(code(place.path(), &["build", "net", "--check"]), Some(3));
    assert_eq!(code(place.path(), &["build", "net"]), Some(0));
    assert!(gone.exists());
}

#[test]
fn an_error_anywhere_refuses_all() {
    let place = built();
    let main = place.path().join("net/main.rack");
    let text = fs::read_to_string(&main).unwrap();
    write(&main, format!("{text}\nswitch zz model nobody/nothing\n").as_bytes());
    let before = tree(&place.path().join("out"));
    assert_eq!(code(place.path(), &["build", "net", "--only", "r01-a"]), Some(1));
    assert_eq!(tree(&place.path().join("out")), before);
}

#[test]
fn a_pattern_that_means_nothing_is_refused() {
    let place = built();
    for (pattern, help) in [
        ("r91-*", "there are `r01-a`, `r01-b`, for example"),
        ("nobody", "there are `core-a`"),
        ("r[", "`*` stands for any characters"),
    ] {
        let output = run(place.path(), &["build", "net", "--only", "r01-a", "--only", pattern]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("error[R0092]") && said.contains(help), "{said}");
    }
}
