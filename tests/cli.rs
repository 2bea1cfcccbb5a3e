//! The command line as its users meet it: exit codes, messages, and what is left on disk.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use snapbox::assert_data_eq;
use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use snapbox::str;

/// A place for one test, gone afterwards.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A place with a program that compiles, in `fabric/`.
    fn with_fabric() -> Self {
        let place = Self::new();
        place.run(["new", "fabric"]).success();
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(path).parent().unwrap()).unwrap();
        fs::write(self.path(path), text).unwrap();
    }

    fn command(&self) -> Command {
        Command::new(cargo_bin!("rackc")).current_dir(self.0.path()).env_remove("NO_COLOR")
    }

    fn run<const N: usize>(&self, args: [&str; N]) -> OutputAssert {
        self.command().args(args).assert()
    }

    /// Everything below a folder, with its text, by path.
    fn tree(&self, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        let mut left = vec![self.path(folder)];
        while let Some(folder) = left.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    left.push(path);
                } else {
                    let text = fs::read(&path).unwrap();
                    found.push((path, text));
                }
            }
        }
        found.sort();
        found
    }

    /// Names in a folder.
    fn names(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.path(folder)).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn stderr(assert: &OutputAssert) -> String {
    String::from_utf8(assert.get_output().stderr.clone()).unwrap()
}

fn stdout(assert: &OutputAssert) -> String {
    String::from_utf8(assert.get_output().stdout.clone()).unwrap()
}

/// Exit code 1 or 2, something said, no panic, and no output folder.
fn assert_refused(place: &Place, assert: &OutputAssert, code: &str) {
    let said = stderr(assert);
    assert!(matches!(assert.get_output().status.code(), Some(1 | 2)), "{said}");
    assert!(said.contains(code), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(!place.path("out").exists(), "{said}");
}

// Bad input.

#[test]
fn a_binary_file_is_refused() {
    let place = Place::new();
    let bytes: Vec<u8> = (0..=255).cycle().take(5000).collect();
    place.write("main.rack", bytes);
    assert_refused(&place, &place.run(["build", "main.rack"]).code(1), "error[R0002]");
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    let place = Place::new();
    place.write("main.rack", "fabric dc1 {\n  \u{1b}[2J\u{7} nonsense\n}\n");
    let assert = place.run(["check", "main.rack"]).code(1);
    assert!(!stderr(&assert).contains(['\u{1b}', '\u{7}']));
}

#[test]
fn an_empty_file_is_refused() {
    let place = Place::new();
    place.write("main.rack", "");
    place.run(["build", "main.rack"]).code(1).stdout_eq("").stderr_eq(str![[r"
error[R0005] empty-program

  × `main.rack` has no statement in it
  help: write a `fabric` and a switch, or start with `rackc new`

for more on it: `rackc explain R0005`
error: 1 error

"]]);
    assert!(!place.path("out").exists());
}

#[test]
fn ten_megabytes_of_anything_are_refused_with_a_bounded_message() {
    let place = Place::new();
    for text in ["x".repeat(10 << 20), "vlan {\n".repeat(10 << 17)] {
        place.write("main.rack", text);
        let assert = place.run(["build", "main.rack"]).code(1);
        assert_refused(&place, &assert, "error[R01");
        assert!(stderr(&assert).len() < 1 << 20);
    }
}

#[test]
fn deep_nesting_is_refused() {
    let place = Place::new();
    place.write("main.rack", "tier a {\n".repeat(200_000));
    assert_refused(&place, &place.run(["build", "main.rack"]).code(1), "error[R01");
}

#[test]
fn an_include_loop_is_refused() {
    let place = Place::new();
    place.write("main.rack", "include \"racks/a.rack\"\n");
    place.write("racks/a.rack", "include \"../main.rack\"\n");
    let assert = place.run(["build", "main.rack"]).code(1);
    assert_refused(&place, &assert, "error[R0007]");
    assert!(stderr(&assert).contains("main.rack → racks/a.rack → main.rack"));
}

#[test]
fn a_folder_without_a_program_is_refused() {
    let place = Place::new();
    place.write("docs/readme.txt", "");
    place.run(["build", "docs"]).code(1).stdout_eq("").stderr_eq(str![[r"
error[R0004] no-program

  × `docs` holds no `.rack` file
  help: name the directory of a program, or start one with `rackc new`

for more on it: `rackc explain R0004`
error: 1 error

"]]);
}

#[test]
fn a_path_that_is_misspelt_gets_a_suggestion() {
    let place = Place::new();
    place.write("fabrics/main.rack", "");
    for (path, help) in [
        ("fabrics/mian.rack", "did you mean `fabrics/main.rack`?"),
        ("fabrics/main", "did you mean `fabrics/main.rack`?"),
        ("fabric", "did you mean `fabrics`?"),
        ("fabrics/other.rack", "`fabrics` holds `main.rack`"),
        ("nowhere/main.rack", "there is no folder `nowhere` either"),
        ("fabrcs/main.rack", "did you mean `fabrics`?"),
    ] {
        let assert = place.run(["check", path]).code(1);
        assert!(stderr(&assert).contains(help), "{}", stderr(&assert));
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_not_read() {
    assert_refused(
        &Place::new(),
        &Place::new().run(["build", "/dev/zero"]).code(1),
        "error[R0001]",
    );
}

// Wrong use.

#[test]
fn wrong_use_ends_with_2() {
    let place = Place::new();
    for args in [
        vec!["bulid"],
        vec!["build"],
        vec!["build", "--no-such-flag", "x"],
        vec![],
        vec!["build", "x", "--format", "y"],
    ] {
        place.command().args(args).assert().code(2).stdout_eq("");
    }
    place.run(["bulid"]).stderr_eq(str![[r"
error: unrecognized subcommand 'bulid'

  tip: a similar subcommand exists: 'build'

Usage: rackc [OPTIONS] <COMMAND>

For more information, try '--help'.

"]]);
}

#[test]
fn a_code_is_explained_by_number_and_name() {
    let place = Place::new();
    let by_number = stdout(&place.run(["explain", "R0903"]).success());
    assert!(by_number.starts_with("# R0903 output-has-other-files (error)\n\n"), "{by_number}");
    assert_eq!(stdout(&place.run(["explain", "r0903"]).success()), by_number);
    assert_eq!(stdout(&place.run(["explain", "output-has-other-files"]).success()), by_number);
    let all = stdout(&place.run(["explain"]).success());
    assert!(all.lines().any(|line| line.starts_with("R0903  output-has-other-files")), "{all}");
}

#[test]
fn an_unknown_code_gets_a_suggestion() {
    let place = Place::new();
    place.run(["explain", "output-bussy"]).code(2).stdout_eq("").stderr_eq(str![[r"
error[R0091] unknown-code

  × there is no code `output-bussy`
  help: did you mean `output-busy`?

for more on it: `rackc explain R0091`
error: 1 error

"]]);
    for (word, help) in [
        ("77", "`rackc explain` lists all codes"),
        ("301", "did you mean `R0301`?"),
        ("R301", "did you mean `R0301`?"),
        ("gateway", "there is `gateway-nowhere`"),
    ] {
        let assert = place.run(["explain", word]).code(2);
        assert!(stderr(&assert).contains(help), "{word}: {}", stderr(&assert));
    }
}

#[test]
fn help_is_a_command_too_and_a_missing_path_is_suggested() {
    let place = Place::new();
    place.write("main.rack", "");
    let long = place.run(["help", "build"]).code(0);
    assert!(String::from_utf8_lossy(&long.get_output().stdout).contains("Usage: rackc build"));
    assert!(stderr(&place.run(["check"]).code(2)).contains("`rackc check .`"));
    assert!(stderr(&Place::new().run(["check"]).code(2)).contains("`rackc new DIR`"));
}

#[test]
fn unknown_vendors_and_formats_are_named() {
    let place = Place::with_fabric();
    for args in [
        vec!["vendors", "nobody"],
        vec!["new", "other", "--model", "nobody/x"],
        vec!["check", "fabric", "--format", "nobody=text"],
    ] {
        let assert = place.command().args(args).assert().code(2);
        assert!(stderr(&assert).contains("there is no vendor `nobody`"), "{}", stderr(&assert));
    }
}

// Tables.

#[test]
fn the_table_of_vendors_fits_100_columns() {
    let place = Place::new();
    let table = stdout(&place.run(["vendors"]).success());
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    let json: serde_json::Value =
        serde_json::from_str(&stdout(&place.run(["vendors", "--format", "json"]).success()))
            .unwrap();
    for vendor in json["vendors"].as_array().unwrap() {
        let name = vendor["name"].as_str().unwrap();
        assert!(table.lines().next().unwrap().contains(name), "{table}");
        let detail = stdout(&place.run(["vendors", name]).success());
        assert!(detail.contains("How MTU is counted"), "{detail}");
    }
}

#[test]
fn a_vendor_folder_that_is_wrong_is_named_with_its_line() {
    let place = Place::new();
    place.write("mine/acme/vendor.yaml", "title: Acme\ncolour: red\n");
    let assert = place.run(["vendors", "--vendors", "mine"]).code(1);
    assert!(
        stderr(&assert).contains("`--vendors`")
            || stderr(&assert).contains("mine/acme/vendor.yaml:2: unknown field `colour`"),
        "{}",
        stderr(&assert)
    );
    let assert = place.run(["vendors", "--vendors", "nowhere"]).code(1);
    assert!(stderr(&assert).contains("cannot read `nowhere`"), "{}", stderr(&assert));
}

// The main job.

#[test]
fn a_new_program_compiles_and_its_tree_stays_as_it_is() {
    let place = Place::with_fabric();
    place.run(["check", "fabric"]).success().stdout_eq("");
    assert!(!place.path("fabric/rackc.lock").exists(), "a check writes nothing");

    place.run(["build", "fabric", "-o", "out", "--check"]).code(3);
    assert_eq!(place.names("."), ["fabric"], "a comparison writes nothing");

    place.run(["build", "fabric"]).success().stdout_eq("");
    assert!(place.path("out/manifest.json").is_file());
    assert_eq!(place.names("out/configs"), ["r01-a", "r01-b"]);
    assert_eq!(place.names("."), ["fabric", "out"]);
    let (tree, lock) = (place.tree("out"), fs::read(place.path("fabric/rackc.lock")).unwrap());
    let times: Vec<_> =
        tree.iter().map(|(path, _)| fs::metadata(path).unwrap().modified().unwrap()).collect();

    place.run(["build", "fabric/main.rack", "--locked"]).success();
    place.run(["build", "fabric", "--check"]).success().stdout_eq("");
    assert_eq!(place.tree("out"), tree);
    assert_eq!(fs::read(place.path("fabric/rackc.lock")).unwrap(), lock);
    let after: Vec<_> =
        tree.iter().map(|(path, _)| fs::metadata(path).unwrap().modified().unwrap()).collect();
    assert_eq!(after, times, "nothing changed, nothing is written");
}

#[test]
fn a_tree_out_of_date_is_shown_as_a_diff() {
    let place = Place::with_fabric();
    place.run(["build", "fabric"]).success();
    let (path, text) = place.tree("out").into_iter().next().unwrap();
    fs::write(&path, [text.as_slice(), b"a line too many\n"].concat()).unwrap();
    let assert = place.run(["build", "fabric", "--check"]).code(3);
    assert!(stdout(&assert).contains("\n-a line too many\n"), "{}", stdout(&assert));
    assert!(stderr(&assert).contains("1 file would change"), "{}", stderr(&assert));
    place.run(["build", "fabric"]).success();
    assert_eq!(fs::read(&path).unwrap(), text);
}

#[test]
fn a_new_program_compiles_for_every_vendor() {
    let place = Place::new();
    let vendors = stdout(&place.run(["vendors", "--format", "json"]).success());
    let vendors: serde_json::Value = serde_json::from_str(&vendors).unwrap();
    for vendor in vendors["vendors"].as_array().unwrap() {
        let name = vendor["name"].as_str().unwrap();
        let models = vendor["platforms"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| format!("{name}/{}", one["name"].as_str().unwrap()));
        let made = models.filter(|model| {
            let args = ["new", name, "--model", model];
            place.command().args(args).output().unwrap().status.success()
        });
        // The first that can be one of a pair; the folder is full for the others.
        assert_eq!(made.count(), 1, "{name}");
        place.run(["build", name, "-o", &format!("{name}-out")]).success();
    }
}

#[test]
fn a_new_program_goes_only_into_an_empty_folder() {
    let place = Place::with_fabric();
    let before = place.tree("fabric");
    let assert = place.run(["new", "fabric"]).code(1);
    assert!(stderr(&assert).contains("error[R0093]"), "{}", stderr(&assert));
    assert_eq!(place.tree("fabric"), before);
    fs::create_dir(place.path("empty")).unwrap();
    place.run(["new", "empty"]).success();
}

#[test]
fn a_failed_run_leaves_the_tree() {
    let place = Place::with_fabric();
    place.run(["build", "fabric"]).success();
    let before = place.tree(".");
    place.write("fabric/main.rack", "fabric dc1 {\n");
    let changed = place.tree(".");
    assert_ne!(before, changed);
    place.run(["build", "fabric"]).code(1);
    assert_eq!(place.tree("."), changed);
}

/// The system ends the process, or refuses, in the middle of a file.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_run_leaves_the_tree_and_the_next_one_cleans_up() {
    let place = Place::with_fabric();
    place.run(["build", "fabric"]).success();
    let tree = place.tree("out");
    // Every file of the new tree differs: each ends early.
    for (path, text) in &tree {
        if !path.ends_with("manifest.json") {
            fs::write(path, &text[..text.len() / 2]).unwrap();
        }
    }
    let damaged = place.tree("out");
    for (prepare, code) in [("", None), ("trap '' XFSZ;", Some(1))] {
        let script =
            format!("{prepare} ulimit -f 1; exec '{}' build fabric", cargo_bin!("rackc").display());
        let output = Process::new("bash")
            .args(["-c", &script])
            .current_dir(place.path("."))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), code, "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(place.tree("out"), damaged);
    }
    assert_eq!(place.names("."), ["fabric", "out"], "the second run cleaned up after both");
    place.run(["build", "fabric"]).success();
    assert_eq!(place.tree("out"), tree);
}

#[test]
fn files_of_the_user_are_kept() {
    let place = Place::with_fabric();
    place.run(["build", "fabric"]).success();
    place.write("out/configs/notes.txt", "mine");
    let before = place.tree(".");
    let assert = place.run(["build", "fabric"]).code(1);
    assert!(stderr(&assert).contains("error[R0903]"), "{}", stderr(&assert));
    assert!(stderr(&assert).contains("`configs/notes.txt`"), "{}", stderr(&assert));
    assert_eq!(place.tree("."), before);
}

#[test]
fn an_output_that_cannot_be_written_is_refused() {
    let place = Place::with_fabric();
    place.write("file", "mine");
    let before = place.tree(".");
    let mut outputs = vec![
        ("file", "error[R0901]"),
        ("file/out", "error[R0902]"),
        (".", "error[R0901]"),
        ("/", "error[R0901]"),
    ];
    if cfg!(target_os = "linux") {
        outputs.push(("/proc/rackc/out", "error[R0902]"));
    }
    for (out, code) in outputs {
        let assert = place.run(["build", "fabric", "-o", out]).code(1);
        assert!(stderr(&assert).contains(code), "{out}: {}", stderr(&assert));
        assert_eq!(place.tree("."), before, "{out}");
    }
}

#[test]
fn the_device_model_is_printed_for_authors_of_templates() {
    let place = Place::with_fabric();
    let one = stdout(&place.run(["model", "fabric", "r01-a"]).success());
    assert!(one.starts_with("hostname: r01-a\n"), "{one}");
    let all = stdout(&place.run(["model", "fabric"]).success());
    assert_eq!(all.lines().filter(|line| *line == "---").count(), 2);
    let assert = place.run(["model", "fabric", "r01-x"]).code(2);
    assert!(stderr(&assert).contains("did you mean `r01-"), "{}", stderr(&assert));
}

#[test]
fn pruning_forgets_what_was_removed() {
    let place = Place::with_fabric();
    place.run(["lock", "prune", "fabric"]).success();
    place.run(["build", "fabric"]).success();
    let racks = fs::read_to_string(place.path("fabric/racks.rack")).unwrap();
    place.write("fabric/racks.rack", format!("{racks}switch spare model tor\n"));
    place.run(["build", "fabric"]).success();
    place.write("fabric/racks.rack", racks);
    place.run(["build", "fabric"]).success();
    let lock = || fs::read_to_string(place.path("fabric/rackc.lock")).unwrap();
    assert!(lock().contains("spare"), "a removed switch keeps its values: {}", lock());
    place.run(["lock", "prune", "fabric"]).success();
    assert!(!lock().contains("spare"), "{}", lock());
    place.run(["build", "fabric", "--locked"]).success();
}

// Messages.

#[test]
fn messages_for_programs_are_one_object_per_line() {
    let place = Place::new();
    place.write("main.rack", "fabric dc1 {\n  mtu lots\n}\nnonsense here\n");
    let assert =
        place.run(["check", "main.rack", "--message-format", "json"]).code(1).stderr_eq("");
    let lines = stdout(&assert);
    assert!(lines.lines().count() >= 2, "{lines}");
    for line in lines.lines() {
        let message: serde_json::Value = serde_json::from_str(line).unwrap();
        let keys: Vec<&str> = message.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys.len(), 7, "{keys:?}");
        assert_eq!(message["severity"], "error");
        let label = &message["labels"][0];
        assert_eq!(label["file"], "main.rack");
        assert!(label["line"].as_u64().unwrap() >= 1 && label["column"].as_u64().unwrap() >= 1);
        assert!(label["end_line"].as_u64().unwrap() >= label["line"].as_u64().unwrap());
    }
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let place = Place::new();
    let colour = |args: &[&str], variables: &[(&str, &str)]| {
        let command =
            place.command().args(["check", "nowhere"]).args(args).envs(variables.iter().copied());
        stderr(&command.assert().code(1)).contains('\u{1b}')
    };
    assert!(!colour(&[], &[]));
    assert!(colour(&["--color", "always"], &[]));
    assert!(colour(&["--color", "always"], &[("NO_COLOR", "1")]), "what is asked for comes before");
    assert!(!colour(&["--color", "never"], &[]));
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = Place::new();
    for args in [["vendors", "--format=json"], ["explain", "--color=never"]] {
        let mut child = Process::new(cargo_bin!("rackc"))
            .args(args)
            .current_dir(place.path("."))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty());
    }
}

#[test]
fn help_names_every_command() {
    let help = stdout(&Place::new().run(["--help"]).success());
    for command in ["build", "check", "explain", "vendors", "new", "lock", "model"] {
        assert!(help.contains(&format!("\n  {command} ")), "{help}");
    }
    assert_data_eq!(stdout(&Place::new().run(["--version"]).success()), str!["rackc [..]\n"]);
    assert!(Path::new(&cargo_bin!("rackc")).is_file());
}

// What fails, and which way packets go.

/// A place with the fixture of a cloud in `cloud/`.
fn cloud() -> Place {
    let place = Place::new();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/openstack");
    for name in ["main.rack", "racks.rack", "networks.rack", "border.rack"] {
        place.write(&format!("cloud/{name}"), fs::read(fixture.join(name)).unwrap());
    }
    place
}

fn json(assert: &OutputAssert) -> serde_json::Value {
    serde_json::from_slice(&assert.get_output().stdout).unwrap()
}

#[test]
fn a_failure_is_told_as_a_table_and_as_json() {
    let place = cloud();
    let said = stdout(&place.run(["fail", "cloud", "zone", "feed-a"]).success());
    for line in [
        "without power zone `feed-a`\n",
        "  switches lost     spine1, r01-a, r02-a, border-a\n",
        "6 hosts of each of r01, r02: 50 %\n",
        "3 run on a single member: r01-b, r02-b, border-b\n",
        "internet: 1 of 2 ways out left\n",
    ] {
        assert!(said.contains(line), "{line:?} is not in\n{said}");
    }
    let all = json(&place.run(["fail", "cloud", "spine1", "r01", "--format", "json"]).success());
    assert_eq!(all["failure"][0]["name"], "spine1");
    assert_eq!(all["lost"]["switches"], serde_json::json!(["spine1", "r01-a", "r01-b"]));
    assert_eq!(all["lost"]["hosts"][0]["count"], 6);
    assert_eq!(all["pairs"][0]["state"], "gone");
    assert!(!place.path("cloud/rackc.lock").exists(), "nothing is allocated");
}

#[test]
fn what_fails_is_named_in_several_ways() {
    let place = cloud();
    let lost = |args: &[&str]| {
        let words = [&["fail", "cloud"], args, &["--format", "json"]].concat();
        let all = json(&place.command().args(words).assert().success());
        let parts = all["failure"].as_array().unwrap().clone();
        parts.iter().map(|part| part["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for words in [
        &["cable", "r01-a:49"][..],
        &["r01-a:49"],
        &["link", "spine1--r01-a"],
        &["cable r01-a -- spine1"],
    ] {
        assert_eq!(lost(words), ["r01-a:49 -- spine1"], "{words:?}");
    }
    assert_eq!(lost(&["power", "feed-a", "rack", "r01", "switch", "spine2"]).len(), 3);
    assert_eq!(lost(&["feed-a,feed-b"]), ["feed-a", "feed-b"]);
}

#[test]
fn a_failure_is_drawn_with_what_is_lost_struck_out() {
    let place = cloud();
    place.run(["fail", "cloud", "spine1", "--svg", "out.svg"]).success();
    let drawn = fs::read_to_string(place.path("out.svg")).unwrap();
    assert_eq!(drawn.matches("class=\"switch lost\"").count(), 1);
    assert!(drawn.contains("openstack without switch spine1"));
}

#[test]
fn names_that_mean_nothing_or_several_things_are_refused() {
    let place = cloud();
    for (args, message, help) in [
        (&["fail", "cloud", "spine3"][..], "nothing is called `spine3`", "did you mean `spine1`?"),
        (
            &["fail", "cloud", "rack", "spine1"],
            "there is no rack `spine1`",
            "write `switch spine1`",
        ),
        (&["fail", "cloud", "cable", "r01-a:33"], "no cable ends in `r01-a:33`", "its cables are"),
        (&["fail", "cloud", "cable", "r01-x:1"], "no cable ends in `r01-x:1`", "did you mean"),
        (&["trace", "cloud", "tenant"], "1 are named", "must be quoted"),
        (
            &["trace", "cloud", "vlan", "tennant", "office"],
            "no vlan `tennant`",
            "did you mean `tenant`?",
        ),
    ] {
        let assert = place.command().args(args).assert().code(2).stdout_eq("");
        let said = stderr(&assert);
        assert!(said.contains("error[R0092]"), "{said}");
        assert!(said.contains(message), "{said}");
        assert!(said.contains(help), "{said}");
    }
    let main = fs::read_to_string(place.path("cloud/main.rack")).unwrap();
    place.write("cloud/main.rack", main + "\nvlan office 777 { racks r01 }\n");
    let said = stderr(&place.run(["trace", "cloud", "tenant", "office"]).code(2));
    assert!(said.contains("error[R0095]"), "{said}");
    assert!(said.contains("write `vlan office` or `boundary office`"), "{said}");
    place.run(["trace", "cloud", "tenant", "boundary", "office"]).success();
}

#[test]
fn a_way_is_told_switch_by_switch_with_the_lines_that_make_it() {
    let place = cloud();
    let said = stdout(&place.run(["trace", "cloud", "r01-compute1", "->", "office"]).success());
    assert!(
        said.starts_with("host `r01-compute1` to boundary `office` at `border-a`: 3 switches\n")
    );
    assert!(said.contains("  2  spine1    by r01-a:49 -- spine1 "), "{said}");
    assert!(said.contains("cloud/racks.rack:12"), "{said}");
    let quoted = stdout(&place.run(["trace", "cloud", "r01-compute1 -> office"]).success());
    assert_eq!(quoted, said);
    let other = stdout(
        &place.run(["trace", "cloud", "r01-compute1", "office", "--without", "border-a"]).success(),
    );
    assert!(other.contains("at `border-b`"), "{other}");
}

#[test]
fn where_packets_stop_is_told_with_the_way_before() {
    let place = cloud();
    let args = [
        "trace",
        "cloud",
        "r01-compute1",
        "r02-compute1",
        "--without",
        "spine1",
        "switch",
        "spine2",
    ];
    let said = stdout(&place.run(args).success());
    assert!(said.starts_with("no way from host `r01-compute1` to host `r02-compute1`"), "{said}");
    assert!(said.contains("the way while nothing is lost:\n"), "{said}");
    assert!(said.contains("spine1 (lost)"), "{said}");
    let words = [&args[..], &["--format", "json"]].concat();
    let all = json(&place.command().args(words).assert().success());
    assert_eq!(all["reached"], false);
    assert_eq!(all["hops"], serde_json::json!([]));
    assert!(all["obstacle"]["reason"].is_string());
    assert_eq!(all["way_before"][1]["lost"], true);
}

#[test]
fn a_program_whose_expectations_break_can_still_be_asked_why() {
    let place = cloud();
    let main = fs::read_to_string(place.path("cloud/main.rack")).unwrap();
    place.write(
        "cloud/main.rack",
        main + "\nexpect r01 reaches r02 despite zone feed-a and zone feed-b\n",
    );
    place.run(["check", "cloud"]).code(1);
    let said = stdout(&place.run(["fail", "cloud", "spine1", "spine2"]).success());
    assert!(said.contains("no longer holds "), "{said}");
    assert!(said.contains(" expect r01 reaches r02 despite"), "{said}");
}

#[test]
fn diff_and_drift_end_as_they_say() {
    let place = Place::with_fabric();
    place.run(["build", "fabric", "-o", "out"]).success();
    let same = place.run(["diff", "out", "fabric", "--exit-code"]).success();
    assert_eq!(stdout(&same), "nothing changes\n");
    let drift = place.run(["drift", "fabric", "--running", "out"]).success();
    assert_eq!(stdout(&drift), "nothing changes\n");

    let name = place.names("out/configs").remove(0);
    let config = format!("out/configs/{name}/startup-config");
    let text = fs::read_to_string(place.path(&config)).unwrap();
    place.write(&config, text.replace("hostname ", "hostname old-"));
    let changed = place.run(["diff", "out", "fabric"]).success();
    assert!(stdout(&changed).contains("- hostname old-"), "{}", stdout(&changed));
    place.run(["diff", "out", "fabric", "--exit-code"]).code(1);
    place.run(["drift", "fabric", "--running", "out"]).code(1);
    let commands = place.run(["drift", "fabric", "--running", "out", "--remediation", "switch"]);
    assert!(stdout(&commands.code(1)).contains(&format!("\nhostname {name}\n")));
}
