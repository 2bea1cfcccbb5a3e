//! Messages for programs, held against what those programs expect: JSON and SARIF against their schemas, annotations against
//! the form that GitHub reads.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their fixtures")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::LazyLock;

use jsonschema::Validator;
use rackc::compile::{Options, compile};
use rackc::diagnostic::Sink;
use rackc::report::{Ending, Root, Sarif, github, json};
use rackc::syntax::{MemoryFiles, Program};
use rayon::prelude::*;
use serde_json::Value;

use common::compile::CATALOG;
use common::{assert_none, copy, project, run, stderr, tree, write};

/// A schema, whose formats hold too.
fn schema(path: &str) -> Validator {
    let text = fs::read_to_string(project(path)).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Why a document does not keep to a schema.
fn faults(schema: &Validator, document: &Value) -> Vec<String> {
    let said =
        |error: jsonschema::ValidationError<'_>| format!("{}: {error}", error.instance_path());
    schema.iter_errors(document).map(said).collect()
}

/// What rackc says of a program, by format.
type Said = BTreeMap<&'static str, String>;

/// What is said of every program under `fixtures/errors`.
static SAID: LazyLock<BTreeMap<String, Said>> = LazyLock::new(|| {
    let folders = fs::read_dir(project("fixtures/errors")).unwrap();
    let folders: Vec<PathBuf> =
        folders.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    let said = |folder: &PathBuf| {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        let args = fs::read_to_string(folder.join("args")).unwrap_or_default();
        (name, if args.trim().is_empty() { in_memory(folder) } else { by_process(folder, &args) })
    };
    folders.par_iter().map(said).collect()
});

/// Files of a case that are no part of the program.
fn is_beside(path: &str) -> bool {
    ["expected.txt", "args", "also"].contains(&path)
}

/// As `rackc check .` would.
fn in_memory(folder: &Path) -> Said {
    let mut files = MemoryFiles::default();
    let mut lock = None;
    for (path, bytes) in tree(folder).into_iter().filter(|(path, _)| !is_beside(path)) {
        if path == "rackc.lock" {
            lock = String::from_utf8(bytes.clone()).ok();
        }
        files = files.with(path, bytes);
    }
    let mut sink = Sink::default();
    let mut program = Program::load(&files, ".".into(), &mut sink);
    let lock_file = lock.as_ref().map(|text| program.sources.add("rackc.lock", text.as_str()));
    let options = Options { lock, lock_file, ..Options::default() };
    if !sink.has_errors() {
        sink.extend(compile(&program, &CATALOG, &options).diagnostics);
    }
    let (diagnostics, sources) = (sink.into_sorted(), program.sources);
    let mut sarif = Sarif::new(Root::default());
    sarif.results(&diagnostics, &sources, ".");
    let document = sarif.document(Ending { code: 1, ran: true });
    Said::from([
        ("json", json(&diagnostics, &sources)),
        ("github", github(&diagnostics, &sources, &Root::default())),
        ("sarif", document),
    ])
}

fn by_process(folder: &Path, args: &str) -> Said {
    let args: Vec<&str> = args.split_whitespace().collect();
    let data = ["explain", "vendors", "model", "fail", "trace", "diff", "drift", "graph", "why"]
        .contains(&args[0])
        || args[0] == "import" && !args.contains(&"-o");
    let said = ["json", "github", "sarif"].map(|format| {
        let place = tempfile::tempdir().unwrap();
        copy(folder, place.path(), is_beside);
        let args = [args.as_slice(), &["--message-format", format]].concat();
        let output = run(place.path(), &args);
        (format, if data { stderr(&output) } else { stdout(&output) })
    });
    Said::from(said)
}

/// Hands what is said of each program to `check`.
fn each_case(check: impl Fn(&Said) -> Vec<String>) {
    let complaints = SAID.iter().flat_map(|(name, said)| {
        check(said).into_iter().map(|one| format!("{name}: {one}")).collect::<Vec<_>>()
    });
    assert_none(complaints.collect(), "messages for programs have a form");
}

fn lines(json: &str) -> Vec<Value> {
    json.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_message_keeps_to_the_schemas() {
    let (message, sarif) =
        (schema("book/src/ci/message.schema.json"), schema("tests/schemas/sarif-2.1.0.json"));
    each_case(|said| {
        let mut complaints = Vec::new();
        let messages = lines(&said["json"]);
        complaints.extend(messages.iter().flat_map(|line| faults(&message, line)));
        let document: Value = serde_json::from_str(&said["sarif"]).unwrap();
        complaints.extend(faults(&sarif, &document));
        complaints.extend(references(&document));
        let run = &document["runs"][0];
        let results = run["results"].as_array().unwrap().len();
        let notifications = run["invocations"][0]["toolConfigurationNotifications"].as_array();
        let told = results + notifications.map_or(0, Vec::len);
        if told != messages.len() || told == 0 {
            complaints.push(format!("{} messages, {told} in SARIF", messages.len()));
        }
        let annotations: Vec<&str> =
            said["github"].lines().filter(|line| is_annotation(line)).collect();
        if annotations.len() != messages.len() {
            complaints.push(format!(
                "{} messages, {} annotations",
                messages.len(),
                annotations.len()
            ));
        }
        complaints
    });
}

/// What the schema cannot say: indices lead to what they name, and every result has a place and a rule.
fn references(document: &Value) -> Vec<String> {
    let run = &document["runs"][0];
    let mut complaints = Vec::new();
    for result in run["results"].as_array().unwrap() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        let rule = &run["tool"]["driver"]["rules"][index];
        if rule["id"] != result["ruleId"] || rule["help"]["text"].as_str().unwrap().is_empty() {
            complaints.push(format!("{} has no rule", result["ruleId"]));
        }
        if result["locations"].as_array().unwrap().len() != 1 {
            complaints.push("a result without a place".to_owned());
        }
        let related = result["relatedLocations"].as_array().cloned().unwrap_or_default();
        for place in result["locations"].as_array().unwrap().iter().chain(&related) {
            let file = &place["physicalLocation"]["artifactLocation"];
            let index = usize::try_from(file["index"].as_u64().unwrap()).unwrap();
            let there = &run["artifacts"][index]["location"];
            if there["uri"] != file["uri"] || there["uriBaseId"] != file["uriBaseId"] {
                complaints.push(format!("{} is not the file {index}", file["uri"]));
            }
        }
    }
    complaints
}

fn is_annotation(line: &str) -> bool {
    ["::error ", "::warning ", "::notice "].iter().any(|start| line.starts_with(start))
}

/// An annotation as GitHub's runner takes it apart.
fn annotation(line: &str) -> (String, BTreeMap<String, String>, String) {
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    let (command, properties) = head.split_once(' ').unwrap();
    let unescaped = |text: &str| {
        let text = text.replace("%0D", "\r").replace("%0A", "\n").replace("%3A", ":");
        text.replace("%2C", ",").replace("%25", "%")
    };
    let properties = properties.split(',').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap();
        (name.to_owned(), unescaped(value))
    });
    (command.to_owned(), properties.collect(), unescaped(message))
}

#[test]
fn annotations_say_what_json_says() {
    each_case(|said| {
        let annotations = said["github"].lines().filter(|line| is_annotation(line)).map(annotation);
        let mut complaints = Vec::new();
        for (json, (command, properties, message)) in lines(&said["json"]).iter().zip(annotations) {
            let severity = json["severity"].as_str().unwrap();
            let mut right = command == severity.replace("note", "notice")
                && properties["title"] == json["code"].as_str().unwrap()
                && message.starts_with(json["message"].as_str().unwrap());
            if let Some(label) = json["labels"].get(0) {
                right &=
                    properties["file"] == label["file"].as_str().unwrap().trim_start_matches("./");
                right &= label["line"] == properties["line"].parse::<u64>().unwrap();
                right &= label["end_line"] == properties["endLine"].parse::<u64>().unwrap();
                let column =
                    (label["line"] == label["end_line"]).then(|| label["column"].to_string());
                right &= properties.get("col") == column.as_ref();
            }
            right &=
                json["help"].as_str().is_none_or(|help| message.contains(&format!("help: {help}")));
            if !right {
                complaints.push(format!("{json}\n{properties:?} {message}"));
            }
        }
        complaints
    });
}

/// Files of a folder `a b` in a git repository, run from within it.
fn in_repository() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join(".git")).unwrap();
    write(
        &place.path().join("é b,c/main.rack"),
        b"fabric dc1 {\n  mtuu 9000\n}\ninclude \"../x:y.rack\"\n",
    );
    write(&place.path().join("x:y.rack"), "zone a kind ünï oops\n".as_bytes());
    place
}

#[test]
fn paths_start_at_the_root_of_the_repository() {
    let place = in_repository();
    let here = place.path().join("é b,c");
    let text = stdout(&run(&here, &["check", "main.rack", "--message-format", "github"]));
    let found: Vec<String> = text.lines().map(|line| annotation(line).1["file"].clone()).collect();
    assert_eq!(found, ["é b,c/main.rack", "x:y.rack"], "{text}");
    let text = stdout(&run(&here, &["check", "main.rack", "--message-format", "sarif"]));
    let document: Value = serde_json::from_str(&text).unwrap();
    let uris: Vec<&str> = document["runs"][0]["artifacts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["location"]["uri"].as_str().unwrap())
        .collect();
    assert_eq!(uris, ["%C3%A9%20b,c/main.rack", "x%3Ay.rack"]);
    assert!(!text.contains(place.path().to_str().unwrap()), "a path of this machine");
}

#[test]
fn columns_count_characters() {
    let place = in_repository();
    let text = stdout(&run(place.path(), &["check", "x:y.rack", "--message-format", "sarif"]));
    let document: Value = serde_json::from_str(&text).unwrap();
    let run = &document["runs"][0];
    assert_eq!(run["columnKind"], "unicodeCodePoints");
    let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
    assert_eq!((&region["startLine"], &region["startColumn"]), (&1.into(), &13.into()), "{text}");
}

#[test]
fn a_fingerprint_stays_when_its_line_moves() {
    let place = tempfile::tempdir().unwrap();
    let prints = |text: &str| {
        write(&place.path().join("main.rack"), text.as_bytes());
        let text = stdout(&run(place.path(), &["check", "main.rack", "--message-format", "sarif"]));
        let document: Value = serde_json::from_str(&text).unwrap();
        let results = document["runs"][0]["results"].as_array().unwrap().clone();
        let print = |result: &Value| {
            result["partialFingerprints"]["rackcPlace/v1"].as_str().unwrap().to_owned()
        };
        results.iter().map(print).collect::<Vec<_>>()
    };
    let before = prints("vlna a 1\nvlna b 2\n");
    assert_eq!(prints("// moved\n\n  vlna a 1\n\nvlna b 2\n"), before);
    let twice = prints("vlna a 1\nvlna a 1\n");
    assert_eq!(twice[0], before[0]);
    assert_ne!(twice[0], twice[1]);
}

/// A document that keeps to the schema, and the exit code.
fn sarif(folder: &Path, args: &[&str], data: bool) -> (Value, Option<i32>) {
    let args = [args, &["--message-format", "sarif"]].concat();
    let output = run(folder, &args);
    let text = if data { stderr(&output) } else { stdout(&output) };
    let document: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{args:?}: {error}: {text}"));
    let faults = faults(&schema("tests/schemas/sarif-2.1.0.json"), &document);
    assert!(faults.is_empty(), "{args:?}: {faults:?}");
    (document, output.status.code())
}

#[test]
fn a_document_is_whole_whatever_happens() {
    let place = tempfile::tempdir().unwrap();
    run(place.path(), &["new", "fabric"]);
    write(&place.path().join("file"), b"mine");
    let told = |document: &Value| {
        let run = &document["runs"][0];
        let invocation = &run["invocations"][0];
        let notes = invocation["toolConfigurationNotifications"].as_array().map_or(0, Vec::len);
        (
            run["results"].as_array().unwrap().len(),
            notes,
            invocation["exitCode"].as_i64(),
            invocation["executionSuccessful"].as_bool().unwrap(),
        )
    };
    for (args, data, expected) in [
        (&["check", "fabric"][..], false, (0, 0, Some(0), true)),
        (&["build", "fabric", "--check"], false, (1, 0, Some(3), true)),
        (&["build", "fabric"], false, (0, 0, Some(0), true)),
        (&["build", "fabric", "--check"], false, (0, 0, Some(0), true)),
        (&["build", "fabric", "-o", "file"], false, (1, 0, Some(1), true)),
        (&["build", "fabric", "--only", "nobody"], false, (0, 1, Some(2), false)),
        (&["check", "nowhere.rack"], false, (1, 0, Some(1), false)),
        (&["bulid"], false, (0, 1, Some(2), false)),
        (&["check"], false, (0, 1, Some(2), false)),
        (&[], false, (0, 1, Some(2), false)),
        (&["check", "fabric", "--color", "red"], false, (0, 1, Some(2), false)),
        (&["lock", "prune", "fabric"], false, (0, 0, Some(0), true)),
        (&["new", "fabric"], false, (1, 0, Some(1), false)),
        (&["vendors"], true, (0, 0, Some(0), true)),
        (&["vendors", "nobody"], true, (0, 1, Some(2), false)),
        (&["model", "fabric"], true, (0, 0, Some(0), true)),
        (&["explain", "R9999"], true, (0, 1, Some(2), false)),
        (&["fail", "fabric", "nothing"], true, (0, 1, Some(2), false)),
    ] {
        let (document, code) = sarif(place.path(), args, data);
        assert_eq!(told(&document), expected, "{args:?}: {document:#}");
        assert_eq!(code.map(i64::from), expected.2, "{args:?}");
    }
}

#[test]
fn a_wrong_use_is_told_in_the_format_that_is_asked_for() {
    let place = tempfile::tempdir().unwrap();
    let output = run(place.path(), &["bulid", "--message-format=json"]);
    let line: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!((line["code"].as_str(), output.status.code()), (Some("R0099"), Some(2)));
    assert_eq!(line["help"], "a similar subcommand exists: 'build'");
    let output = run(place.path(), &["--message-format", "github"]);
    assert!(stdout(&output).starts_with("::error title=R0099::a command is missing%0Ahelp: "));
    // A format that is none cannot be meant.
    let output = run(place.path(), &["check", "x", "--message-format", "xml"]);
    assert_eq!((stdout(&output).as_str(), output.status.code()), ("", Some(2)));
    let output = run(place.path(), &["--help", "--message-format", "sarif"]);
    assert!(output.status.success() && stdout(&output).contains("Usage: rackc"));
}

#[test]
fn a_diff_in_the_log_of_github_is_no_command() {
    let place = tempfile::tempdir().unwrap();
    run(place.path(), &["new", "fabric"]);
    run(place.path(), &["build", "fabric"]);
    let config = common::folders(&place.path().join("out/configs/r01-a"));
    let config = fs::read_dir(&config[0]).unwrap().next().unwrap().unwrap().path();
    let mut text = fs::read_to_string(&config).unwrap();
    text.push_str("::error::hacked\n::endgroup::\n::stop-commands::x\n");
    fs::write(&config, text).unwrap();
    let output = run(place.path(), &["build", "fabric", "--check", "--message-format", "github"]);
    assert_eq!(output.status.code(), Some(3));
    let text = stdout(&output);
    let mut stopped: Option<String> = None;
    let mut commands = Vec::new();
    for line in text.lines() {
        match (&stopped, line.trim_start().strip_prefix("::")) {
            (Some(word), _) if line.trim() == format!("::{word}::") => stopped = None,
            (None, Some(command)) => {
                stopped = command.strip_prefix("stop-commands::").map(str::to_owned);
                commands.push(
                    command.split("::").next().unwrap().split(' ').next().unwrap().to_owned(),
                );
            }
            _ => {}
        }
    }
    assert_eq!(commands, ["group", "stop-commands", "endgroup", "error"], "{text}");
    assert!(text.contains("\n-::error::hacked\n"), "{text}");
}
