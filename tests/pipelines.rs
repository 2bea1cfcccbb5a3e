//! The pipelines in the book are what the systems that run them take, and their commands run.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use common::{copy, project, run, write};

/// A YAML file as JSON.
fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&fs::read_to_string(project(path)).unwrap()).unwrap()
}

fn keeps_to(path: &str, schema: &str) {
    let text = fs::read_to_string(project(schema)).unwrap();
    let schema = jsonschema::options().build(&serde_json::from_str(&text).unwrap()).unwrap();
    let document = yaml(path);
    let faults: Vec<String> = schema
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(faults.is_empty(), "{path}: {faults:#?}");
}

#[test]
fn pipelines_keep_to_the_published_schemas() {
    keeps_to("book/src/ci/github.yml", "tests/schemas/github-workflow.json");
    keeps_to("book/src/ci/gitlab-ci.yml", "tests/schemas/gitlab-ci.json");
    keeps_to(".pre-commit-hooks.yaml", "tests/schemas/pre-commit-hooks.json");
}

#[test]
fn the_hooks_of_the_book_are_there() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let known: Vec<&str> =
        hooks.as_array().unwrap().iter().map(|hook| hook["id"].as_str().unwrap()).collect();
    let used = yaml("book/src/ci/pre-commit-config.yaml");
    for hook in used["repos"][0]["hooks"].as_array().unwrap() {
        assert!(known.contains(&hook["id"].as_str().unwrap()), "{hook}");
    }
}

/// A repository with a program at its root and its tree in `out/`, all committed, as a pipeline finds it.
struct Repository {
    place: tempfile::TempDir,
}

impl Repository {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("repository");
        copy(&project("fixtures/mixed-l2"), &folder, |path| path.starts_with("expected"));
        assert!(run(&folder, &["build", "."]).status.success());
        let repository = Self { place };
        repository.git(&["init", "-q", "-b", "main"]);
        repository.commit();
        repository.git(&["update-ref", "refs/remotes/origin/main", "HEAD"]);
        // What a pipeline fetches from.
        repository.git(&["remote", "add", "origin", "."]);
        repository.tools();
        repository
    }

    fn folder(&self) -> PathBuf {
        self.place.path().join("repository")
    }

    fn git(&self, args: &[&str]) {
        let output =
            Command::new("git").args(args).current_dir(self.folder()).output().expect("git");
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "-A"]);
        let who = ["-c", "user.name=test", "-c", "user.email=test@example.net"];
        self.git(&[&who[..], &["commit", "-q", "-m", "state"]].concat());
    }

    /// Stands for what a test cannot have: each tool writes down how it is called.
    fn tools(&self) {
        for tool in ["cargo", "gh", "curl", "apt-get"] {
            let path = self.place.path().join("bin").join(tool);
            let log = self.place.path().join("calls");
            write(
                &path,
                format!("#!/bin/sh\necho {tool} \"$@\" >> '{}'\n", log.display()).as_bytes(),
            );
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            }
        }
    }

    fn calls(&self) -> String {
        fs::read_to_string(self.place.path().join("calls")).unwrap_or_default()
    }

    /// Runs a script as GitHub's and GitLab's runners do: it ends with the first command that fails.
    fn script(&self, script: &str, variables: &[(&str, &str)]) -> Output {
        let rackc = Path::new(env!("CARGO_BIN_EXE_rackc")).parent().unwrap();
        let path = std::env::var("PATH").unwrap_or_default();
        let bin = self.place.path().join("bin");
        Command::new("bash")
            .args(["-eo", "pipefail", "-c", script])
            .current_dir(self.folder())
            .env("PATH", format!("{}:{}:{path}", bin.display(), rackc.display()))
            .env("GITHUB_STEP_SUMMARY", self.place.path().join("summary"))
            .envs(variables.iter().copied())
            .output()
            .unwrap()
    }
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// Whether this rackc has the command yet that a script needs.
fn can_run(script: &str) -> bool {
    let has_diff = run(&project("."), &["diff", "--help"]).status.success();
    has_diff || !script.contains("rackc diff")
}

const GITHUB: [(&str, &str); 5] = [
    ("PROGRAM", "."),
    ("OUT", "out"),
    ("BASE", "main"),
    ("NUMBER", "7"),
    ("RACKC_VERSION", "0.1.0"),
];

/// The scripts of GitHub's workflow, by the names of their steps.
fn github_steps() -> Vec<(String, String)> {
    let workflow = yaml("book/src/ci/github.yml");
    let steps = workflow["jobs"]["rackc"]["steps"].as_array().unwrap().clone();
    let script =
        |step: &Value| Some((step["name"].as_str()?.to_owned(), step["run"].as_str()?.to_owned()));
    steps.iter().filter_map(script).collect()
}

#[test]
fn the_steps_for_github_run() {
    let repository = Repository::new();
    for (name, script) in github_steps().iter().filter(|(_, script)| can_run(script)) {
        let output = repository.script(script, &GITHUB);
        if name == "Comment" && !can_run("rackc diff") {
            continue;
        }
        assert!(output.status.success(), "{name}: {}", said(&output));
    }
    let calls = repository.calls();
    assert!(calls.contains("cargo install --locked --version 0.1.0 rackc\n"), "{calls}");
    let sarif = fs::read_to_string(repository.folder().join("rackc.sarif")).unwrap();
    assert!(sarif.contains("\"version\": \"2.1.0\""), "{sarif}");
}

#[test]
fn the_steps_for_github_fail_when_they_must() {
    let repository = Repository::new();
    let failing = || -> Vec<String> {
        let steps = github_steps().into_iter().filter(|(_, script)| !script.contains("diff"));
        let fails = |(name, script): (String, String)| {
            (!repository.script(&script, &GITHUB).status.success()).then_some(name)
        };
        steps.filter_map(fails).collect()
    };
    let main = repository.folder().join("main.rack");
    let text = fs::read_to_string(&main).unwrap();
    let tree = "The committed configs are what the program says";
    // Somebody edited a config.
    let config = repository.folder().join("out/configs/r01-a/startup-config");
    let right = fs::read(&config).unwrap();
    fs::write(&config, "by hand\n").unwrap();
    assert_eq!(failing(), [tree]);
    fs::write(&config, right).unwrap();
    // A switch more: neither lock nor tree were committed.
    fs::write(&main, format!("{text}\nswitch zz model arista/DCS-7050SX3-48YC8\n")).unwrap();
    assert_eq!(failing(), ["Check, with annotations", tree]);
    // An error in the program.
    fs::write(&main, format!("{text}\nvlna oops\n")).unwrap();
    assert_eq!(failing(), ["Check, with annotations", tree]);
    let sarif = fs::read_to_string(repository.folder().join("rackc.sarif")).unwrap();
    assert!(sarif.contains("\"uri\": \"main.rack\""), "{sarif}");
}

#[test]
fn the_jobs_for_gitlab_run() {
    let repository = Repository::new();
    let pipeline = yaml("book/src/ci/gitlab-ci.yml");
    let home = repository.place.path().join(".cargo");
    let variables = [
        ("PROGRAM", "."),
        ("OUT", "out"),
        ("RACKC_VERSION", "0.1.0"),
        ("CARGO_HOME", home.to_str().unwrap()),
        ("RACKC_TOKEN", "secret"),
        ("CI_API_V4_URL", "https://gitlab.example.net/api/v4"),
        ("CI_PROJECT_ID", "3"),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main"),
    ];
    let lines = |value: &Value| -> Vec<String> {
        value.as_array().unwrap().iter().map(|line| line.as_str().unwrap().to_owned()).collect()
    };
    let before = lines(&pipeline["default"]["before_script"]);
    for job in ["check", "messages", "comment"] {
        let script = [before.clone(), lines(&pipeline[job]["script"])].concat();
        let missing = |tool: &str| Command::new(tool).arg("--version").output().is_err();
        let script: Vec<String> =
            script.into_iter().filter(|line| !(line.starts_with("jq ") && missing("jq"))).collect();
        let script = script.join("\n");
        if can_run(&script) {
            let output = repository.script(&script, &variables);
            assert!(output.status.success(), "{job}: {}", said(&output));
        }
    }
}

/// The report that GitLab shows is made of messages by a filter that needs `jq`.
#[test]
fn the_report_for_gitlab_has_its_form() {
    if Command::new("jq").arg("--version").output().is_err() {
        return;
    }
    let repository = Repository::new();
    let main = repository.folder().join("main.rack");
    let text = fs::read_to_string(&main).unwrap();
    fs::write(&main, format!("{text}\nvlna oops\n")).unwrap();
    let pipeline = yaml("book/src/ci/gitlab-ci.yml");
    let lines = pipeline["messages"]["script"].as_array().unwrap();
    let script: Vec<&str> = lines.iter().map(|line| line.as_str().unwrap()).collect();
    let output = repository.script(&script.join("\n"), &GITHUB);
    assert!(output.status.success(), "{}", said(&output));
    let report =
        fs::read_to_string(repository.folder().join("gl-code-quality-report.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    let first = &report[0];
    assert_eq!(first["check_name"], "R0101");
    assert_eq!(first["severity"], "critical");
    assert_eq!(first["location"]["path"], "main.rack");
    assert!(first["location"]["lines"]["begin"].is_u64() && first["fingerprint"].is_string());
}

/// A machine may have pre-commit; then the hooks are run by it.
#[test]
fn pre_commit_runs_the_hooks() {
    let program = std::env::var("RACKC_PRE_COMMIT").unwrap_or_else(|_| "pre-commit".to_owned());
    if Command::new(&program).arg("--version").output().is_err() {
        return;
    }
    let hooks = Repository::new();
    fs::copy(project(".pre-commit-hooks.yaml"), hooks.folder().join(".pre-commit-hooks.yaml"))
        .unwrap();
    hooks.commit();
    hooks.git(&["tag", "v0.1.0"]);
    let user = Repository::new();
    let config = fs::read_to_string(project("book/src/ci/pre-commit-config.yaml")).unwrap();
    let config = config
        .replace("https://github.com/OWNER/rackc", &format!("file://{}", hooks.folder().display()));
    // The rackc that is here, not one that is compiled anew.
    let config = config.replace("- id: rackc", "- language: system\n        id: rackc");
    fs::write(user.folder().join(".pre-commit-config.yaml"), config).unwrap();
    user.commit();
    let home = user.place.path().join("home");
    let run = || {
        let variables = [("PRE_COMMIT_HOME", home.to_str().unwrap())];
        user.script(&format!("'{program}' run --all-files"), &variables)
    };
    let output = run();
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(said(&output).matches("Passed").count(), 2, "{}", said(&output));
    fs::write(user.folder().join("out/configs/r01-a/startup-config"), "by hand\n").unwrap();
    user.git(&["add", "-A"]);
    let output = run();
    assert!(!output.status.success() && said(&output).contains("out of date"), "{}", said(&output));
}
