//! A vendor is a folder of data: one is added, and another changed, with `--vendors` and nothing else.
//!
//! The folder is `tests/toy-vendor/toy/`; `main.rack` and `expected/` beside it show what it is good for.
//! `RACKC_BLESS=1 cargo test --test new_vendor` writes `expected/` anew.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read and write their fixtures"
)]

mod common;

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use common::{assert_none, blessing, copy, differences, project, run, stderr, tree, write_tree};

/// The program and the vendor's folder in a place of their own: `program/` and `vendors/toy/`.
fn place() -> TempDir {
    let place = tempfile::tempdir().unwrap();
    copy(&project("tests/toy-vendor/toy"), &place.path().join("vendors/toy"), |_| false);
    fs::create_dir(place.path().join("program")).unwrap();
    fs::copy(project("tests/toy-vendor/main.rack"), place.path().join("program/main.rack"))
        .unwrap();
    place
}

fn build(place: &Path) -> std::process::Output {
    run(place, &["build", "program", "-o", "out", "--vendors", "vendors"])
}

#[test]
fn a_new_vendor_compiles() {
    let place = place();
    let output = build(place.path());
    assert!(output.status.success(), "{}", stderr(&output));
    let (expected, written) =
        (project("tests/toy-vendor/expected"), tree(&place.path().join("out")));
    assert!(!stderr(&output).contains("warning"), "{}", stderr(&output));
    if blessing() {
        write_tree(&expected, &written);
    }
    let help = "if this is meant: RACKC_BLESS=1 cargo test --test new_vendor";
    assert_none(vec![differences(&tree(&expected), &written)], help);
}

#[test]
fn a_new_vendor_is_listed() {
    let place = place();
    let output = run(place.path(), &["vendors", "toy", "--vendors", "vendors"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains("Toy OS"), "{text}");
}

/// What its folder denies is refused by name, with the alternative that the folder gives.
#[test]
fn what_a_new_vendor_lacks_is_refused() {
    let place = place();
    let path = place.path().join("program/main.rack");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("gateway 10.0.10.1/24", "gateway 10.0.10.1/24 via anycast"))
        .unwrap();
    let output = build(place.path());
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in ["error[R0801]", "Toy OS", "via vrrp"] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    assert!(!place.path().join("out").exists());
}

/// A template without end, or one whose text has no bounds, fails before it fills the memory.
#[test]
fn a_template_that_takes_too_many_steps_is_refused() {
    let place = place();
    let path = place.path().join("vendors/toy/templates/toy.conf.j2");
    fs::write(&path, "hostname {{ device.hostname }}\n{{ 'x' * 100000000000 }}\n").unwrap();
    let output = build(place.path());
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for part in ["error[R0891]", "toy/templates/toy.conf.j2", "at line 2", "50000000 steps"] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
    assert!(!place.path().join("out").exists());
}

/// Without an `ansible` part the switches are in the inventory, no playbook touches them, and that is said.
#[test]
fn a_vendor_that_does_not_say_how_it_is_pushed_is_told_of() {
    let place = place();
    let path = place.path().join("vendors/toy/vendor.yaml");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("    # How it is pushed").unwrap();
    let (_, after) = rest.split_once("\nnames:").unwrap();
    fs::write(&path, format!("{before}\nnames:{after}")).unwrap();
    fs::remove_dir_all(place.path().join("vendors/toy/ansible")).unwrap();
    let output = build(place.path());
    let said = stderr(&output);
    assert!(output.status.success() && said.contains("note[R1301]"), "{said}");
    let written = tree(&place.path().join("out"));
    let text = |path: &str| String::from_utf8(written[path].clone()).unwrap();
    assert!(text("ansible/inventory/hosts.yml").contains("rackc_not_pushed:"));
    assert!(!text("ansible/push.yml").contains("plays/batch.yml"));
}

/// An `ansible` part without its tasks is refused.
#[test]
fn a_vendor_whose_tasks_are_missing_is_refused() {
    let place = place();
    fs::remove_file(place.path().join("vendors/toy/ansible/toy/confirm.yml")).unwrap();
    let output = build(place.path());
    let said = stderr(&output);
    assert!(!output.status.success() && said.contains("confirm.yml"), "{said}");
}

/// One file laid over a built-in vendor's changes what that file prints, and no more.
#[test]
fn a_template_of_a_known_vendor_is_overridden() {
    let place = place();
    let path = place.path().join("program/main.rack");
    let text = fs::read_to_string(&path).unwrap();
    let other = text.replace("toy/T26", "arista/DCS-7050CX3-32S").replace(" speed 1g", "");
    fs::write(&path, other.replace("  pool mgmt", "  pool link     10.254.0.0/24\n  pool mgmt"))
        .unwrap();
    let plain = build(place.path());
    assert!(plain.status.success(), "{}", stderr(&plain));
    let before = tree(&place.path().join("out"));

    let template = place.path().join("vendors/arista/templates/eos/ssh.j2");
    fs::create_dir_all(template.parent().unwrap()).unwrap();
    fs::write(template, "!\nmanagement ssh\n   idle-timeout 7\n").unwrap();
    let output = build(place.path());
    assert!(output.status.success(), "{}", stderr(&output));
    let after = tree(&place.path().join("out"));

    let config = |tree: &common::Tree| {
        String::from_utf8(tree["configs/left/startup-config"].clone()).unwrap()
    };
    assert!(!config(&before).contains("idle-timeout 7"));
    assert!(config(&after).contains("management ssh\n   idle-timeout 7\n"), "{}", config(&after));
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>());
}

/// A folder with a fault is refused with its file and line, and nothing is written.
#[test]
fn a_vendor_with_a_fault_is_refused() {
    let place = place();
    let path = place.path().join("vendors/toy/vendor.yaml");
    let text = fs::read_to_string(&path).unwrap();
    for (from, to, message) in [
        ("name-max: 32", "name-longest: 32", "unknown field `name-longest`"),
        ("  ntp: true\n", "", "ntp"),
        ("default-format: toy", "default-format: tay", "tay"),
    ] {
        fs::write(&path, text.replace(from, to)).unwrap();
        let output = build(place.path());
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("vendors/toy/vendor.yaml") && said.contains(message),
            "{message} in\n{said}"
        );
        assert!(!place.path().join("out").exists());
    }
}
