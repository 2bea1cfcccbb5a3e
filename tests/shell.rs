//! Completions and manual pages, which come from the same description as the command line.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests look at files")]

mod common;

use std::fs;

use common::run;

#[test]
fn completions_are_scripts_of_their_shell() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let done = run(folder.path(), &["completions", shell]);
        assert!(done.status.success(), "{shell}");
        let text = String::from_utf8(done.stdout).unwrap();
        assert!(text.contains("explain") && text.contains("locked"), "{shell}: {text}");
        if shell == "bash" {
            fs::write(folder.path().join("script"), &text).unwrap();
            let judged = std::process::Command::new("bash")
                .args(["-n", "script"])
                .current_dir(folder.path())
                .status()
                .unwrap();
            assert!(judged.success());
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = tempfile::tempdir().unwrap();
    assert!(run(folder.path(), &["man", "-o", "pages"]).status.success());
    for page in ["rackc.1", "rackc-build.1", "rackc-lock-prune.1"] {
        let text = fs::read_to_string(folder.path().join("pages").join(page)).unwrap();
        assert!(text.contains(".SH SYNOPSIS") && text.contains("rackc 0."), "{page}: {text}");
    }
    let one = run(folder.path(), &["man"]);
    assert_eq!(one.stdout, fs::read(folder.path().join("pages/rackc.1")).unwrap());
}
