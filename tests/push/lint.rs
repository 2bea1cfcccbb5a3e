//! Ansible's own judgement: the inventory parses, every playbook passes the syntax check, and ansible-lint finds nothing in its
//! strictest profile.

use std::process::Command;

use serde_json::Value;

use crate::place::{Place, ansible};
use crate::skipped;

fn judge(program: &str, flags: &[&str], hosts: usize) {
    if skipped() {
        return;
    }
    let place = Place::build(program, "", flags);
    let home = place.path("home");
    std::fs::create_dir_all(&home).unwrap();
    let run = |name: &str, args: &[&str]| {
        let output = Command::new("timeout")
            .arg("200")
            .arg(ansible(name))
            .args(args)
            .current_dir(place.path("out/ansible"))
            .env(
                "PATH",
                format!(
                    "{}:{}",
                    ansible("x").parent().unwrap().display(),
                    std::env::var("PATH").unwrap()
                ),
            )
            .env("HOME", &home)
            .env("NO_COLOR", "1")
            .output()
            .expect("Ansible starts");
        assert!(
            output.status.success(),
            "{program}, {name} {args:?}:\n{}",
            crate::place::said(&output)
        );
        output
    };
    let listed = run("ansible-inventory", &["--list"]);
    assert!(
        !String::from_utf8_lossy(&listed.stderr).contains("WARNING"),
        "{}",
        crate::place::said(&listed)
    );
    let listed: Value = serde_json::from_slice(&listed.stdout).unwrap();
    assert_eq!(listed["_meta"]["hostvars"].as_object().unwrap().len(), hosts);
    for playbook in ["push.yml", "diff.yml", "backup.yml", "rollback.yml"] {
        run("ansible-playbook", &["--syntax-check", playbook]);
    }
    run("ansible-lint", &["--offline", "--profile", "production", "--strict", "-q"]);
}

#[test]
fn four_vendors_pass() {
    judge("clos-mixed", &[], 10);
}

#[test]
fn the_other_formats_pass() {
    judge("clos-mixed", &["--format", "juniper=junos-set", "--format", "cumulus=nvue"], 10);
}
