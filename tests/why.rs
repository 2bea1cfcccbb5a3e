//! `rackc why`, and what `rackc diff` says of causes.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs)]

mod common;

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use common::{copy, project, run, stderr};

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// A fixture's program and its tree.
fn with_fixture(name: &str) -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    copy(&project(&format!("fixtures/{name}")), &place.path().join("dc"), |_| false);
    place
}

/// The number of the first line of a config that holds some text.
fn line(place: &Path, file: &str, text: &str) -> usize {
    let config = std::fs::read_to_string(place.join("dc/expected/configs").join(file)).unwrap();
    config.lines().position(|line| line.contains(text)).unwrap() + 1
}

/// The line of the program's `vlans.rack` that holds a text.
fn said_at(place: &Path, text: &str) -> usize {
    let program = std::fs::read_to_string(place.join("dc/vlans.rack")).unwrap();
    program.lines().position(|line| line.contains(text)).unwrap() + 1
}

#[test]
fn a_line_names_its_statement_however_it_is_named_itself() {
    let place = with_fixture("mixed-l2");
    let number =
        line(place.path(), "core-a/startup-config", "ip virtual-router address 10.1.110.1");
    for path in ["core-a", "core-a/startup-config", "dc/expected/configs/core-a/startup-config"] {
        let output = run(place.path(), &["why", "dc", &format!("{path}:{number}")]);
        let text = stdout(&output);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let said = said_at(place.path(), "10.1.110.1/24");
        assert!(text.contains(&format!("dc/vlans.rack:{said}:")), "{text}");
        assert!(text.contains("10.1.110.1/24, 2001") && text.contains("^^^^"), "{text}");
        assert!(stderr(&output).is_empty());
    }
}

#[test]
fn programs_get_places() {
    let place = with_fixture("mixed-l2");
    let number = line(place.path(), "r01-a/startup-config", "native vlan 180");
    let output = run(place.path(), &["why", "dc", &format!("r01-a:{number}"), "--format", "json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let origins = answer["lines"][0]["origins"].as_array().unwrap();
    let texts: Vec<&str> = origins.iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(
        texts[0] == "oob" && texts[1].starts_with("oob") && texts[1].ends_with("180"),
        "{texts:?}"
    );
    assert_eq!(origins[0]["file"], "dc/vlans.rack");
    assert_eq!(origins[0]["line"], said_at(place.path(), "native        oob"));
}

#[test]
fn what_stands_in_a_rack_type_names_the_rack_too() {
    let place = with_fixture("mixed-l2");
    let number = line(place.path(), "r02-a/startup-config", "description r02-node1");
    let text = stdout(&run(place.path(), &["why", "dc", &format!("r02-a:{number}")]));
    assert!(text.contains("attach server node[1..3]"), "{text}");
    assert!(
        text.contains("stamped by dc/racks.rack:") && text.contains("rack r02 of compute"),
        "{text}"
    );
}

#[test]
fn what_is_not_there_is_refused_with_help() {
    let place = with_fixture("mixed-l2");
    let cases = [
        ("core-x:3", "there is no switch `core-x`", "did you mean `core-a`?"),
        ("core-a:99999", "has no line 99999", "its last line is"),
        ("core-a", "names no line", "SWITCH:LINE"),
        ("core-a/startup-confg:3", "has no file `startup-confg`", "startup-config"),
    ];
    for (asked, message, help) in cases {
        let output = run(place.path(), &["why", "dc", asked]);
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(message) && said.contains(help), "{said}");
    }
}

#[test]
fn a_file_that_is_out_of_date_gets_no_answer() {
    let place = with_fixture("mixed-l2");
    let path = place.path().join("dc/expected/configs/core-a/startup-config");
    let config = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, config.replace("hostname core-a", "hostname other")).unwrap();
    let number = config.lines().position(|line| line == "hostname core-a").unwrap() + 1;
    let asked = format!("dc/expected/configs/core-a/startup-config:{number}");
    let output = run(place.path(), &["why", "dc", &asked]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(
        said.contains("R0911") && said.contains("hostname other") && said.contains("rackc build"),
        "{said}"
    );
    let output = run(place.path(), &["why", "dc", &format!("core-a:{number}")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
}

#[test]
fn text_that_every_switch_has_is_said_to_be_so() {
    let place = with_fixture("mixed-l2");
    let number = line(place.path(), "core-a/startup-config", "service routing protocols model");
    let text = stdout(&run(place.path(), &["why", "dc", &format!("core-a:{number}")]));
    assert!(text.contains("no statement asks for it"), "{text}");
}

fn git(folder: &Path, args: &[&str]) {
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.net"];
    let output =
        Command::new("git").current_dir(folder).args(identity).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// A repository with a program, and a change of it that is not committed.
fn repository() -> tempfile::TempDir {
    let place = with_fixture("mixed-l2");
    git(place.path(), &["init", "-q"]);
    git(place.path(), &["add", "-A"]);
    git(place.path(), &["commit", "-q", "-m", "one"]);
    let vlans = place.path().join("dc/vlans.rack");
    let text = std::fs::read_to_string(&vlans).unwrap();
    let text = text.replace("description \"Web servers\"", "description \"Web\"");
    std::fs::write(&vlans, text.replace("gateway 10.1.150.1/24", "gateway 10.1.150.3/24")).unwrap();
    place
}

/// The groups of a review, and the causes of their changes as file and line.
fn groups(output: &Output) -> Vec<(Value, Vec<(String, u64)>)> {
    let review: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let groups = review["groups"].as_array().unwrap().clone();
    let causes = |group: &Value| {
        let changes = group["changes"].as_array().unwrap().iter();
        let all = changes.flat_map(|change| change["causes"].as_array().unwrap());
        let mut all: Vec<(String, u64)> = all
            .map(|cause| {
                (cause["file"].as_str().unwrap().to_owned(), cause["line"].as_u64().unwrap())
            })
            .collect();
        all.sort();
        all.dedup();
        all
    };
    groups.into_iter().map(|group| (group.clone(), causes(&group))).collect()
}

#[test]
fn a_change_names_the_line_of_the_program_that_caused_it() {
    let place = repository();
    let output = run(place.path(), &["diff", "HEAD", "dc", "--format", "json"]);
    let groups = groups(&output);
    assert!(!groups.is_empty());
    for (group, causes) in groups {
        let text = group["changes"].to_string();
        let said = if text.contains("10.1.150.") { "10.1.150.3/24" } else { "\"Web\"" };
        let line = u64::try_from(said_at(place.path(), said)).unwrap();
        assert_eq!(causes, [("vlans.rack".to_owned(), line)], "{text}");
    }
}

#[test]
fn a_change_says_which_zones_racks_and_pairs_it_touches() {
    let place = repository();
    let output = run(place.path(), &["diff", "HEAD:dc", "dc", "--format", "json"]);
    let groups = groups(&output);
    let gateway = groups.iter().find(|(group, _)| group["switches"][0] == "core-a").unwrap();
    let touches = &gateway.0["touches"];
    assert_eq!(touches["racks"], serde_json::json!(["net1", "net2"]));
    assert_eq!(touches["pairs"], serde_json::json!(["core"]));
    assert_eq!(touches["zones"]["power"], serde_json::json!(["feed-a", "feed-b"]));
}

#[test]
fn a_revision_may_be_a_tree_or_a_program() {
    let place = repository();
    let same = run(place.path(), &["diff", "HEAD:dc/expected", "HEAD:dc", "--exit-code"]);
    assert_eq!(same.status.code(), Some(0), "{}{}", stdout(&same), stderr(&same));
    let other = run(place.path(), &["diff", "HEAD:dc/expected", "dc", "--exit-code"]);
    assert_eq!(other.status.code(), Some(1), "{}", stderr(&other));
    let said = format!("vlans.rack:{}", said_at(place.path(), "10.1.150.3/24"));
    assert!(stdout(&other).contains(&said), "{}", stdout(&other));
}

#[test]
fn what_git_does_not_know_is_refused() {
    let place = repository();
    let output = run(place.path(), &["diff", "nowhere:dc", "dc"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("R0912") && said.contains("nowhere"), "{said}");
    let output = run(place.path(), &["diff", "--", "--output=stolen", "dc"]);
    assert_ne!(output.status.code(), Some(0));
    assert!(!place.path().join("stolen").exists());
}
