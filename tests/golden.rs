//! Every program under `fixtures/` gives exactly the tree, the lock and the messages that are committed beside it.
//!
//! A program is a folder with a `main.rack`. Beside it stand `rackc.lock`, `expected/` (the tree that rackc writes),
//! `messages.txt` if rackc has anything to say, and `expected-FORMAT/` for each line `VENDOR=FORMAT` of a file `formats`.
//! `RACKC_BLESS=1 cargo test --test golden` writes them anew.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read and write their fixtures"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rackc::vendor::Catalog;
use rayon::prelude::*;
use tempfile::TempDir;

use common::{
    Tree, assert_none, blessing, copy, diff, differences, folders, project, rackc, stderr, tree,
    write, write_tree,
};

const HELP: &str = "if this is meant: RACKC_BLESS=1 cargo test --test golden, and read the diff";

/// A program of `fixtures/`.
struct Program {
    /// Path below `fixtures/`.
    name: String,
    folder: PathBuf,
}

/// What one run of `rackc build` leaves.
struct Built {
    tree: Tree,
    lock: Vec<u8>,
    messages: String,
}

fn programs() -> Vec<Program> {
    let fixtures = project("fixtures");
    let mut programs = Vec::new();
    for folder in folders(&fixtures) {
        let name = folder.strip_prefix(&fixtures).unwrap().to_str().unwrap().replace('\\', "/");
        if folder.join("main.rack").is_file() && !name.starts_with("errors/") {
            programs.push(Program { name, folder });
        }
    }
    programs
}

/// Asks something of every program at once.
fn each(ask: impl Fn(&Program) -> Vec<String> + Sync) {
    let programs = programs();
    assert!(!programs.is_empty(), "there are no programs under fixtures/");
    let complaints = programs.par_iter().flat_map(|program| complaints(program, &ask));
    assert_none(complaints.collect(), HELP);
}

fn complaints(program: &Program, ask: impl Fn(&Program) -> Vec<String>) -> Vec<String> {
    let said = ask(program).into_iter().filter(|one| !one.is_empty());
    said.map(|one| format!("fixtures/{}: {one}", program.name)).collect()
}

impl Program {
    /// A copy of all fixtures, from which programs may include each other's files, without what is expected.
    fn copy(&self) -> (TempDir, PathBuf) {
        let place = tempfile::tempdir().unwrap();
        let expectation = |path: &str| path.split('/').any(|part| part.starts_with("expected"));
        copy(&project("fixtures"), place.path(), |path| {
            path.starts_with("errors/") || expectation(path)
        });
        let folder = place.path().join(&self.name);
        (place, folder)
    }

    /// Builds a copy of the program, in its own folder.
    fn build(&self, args: &[&str], threads: usize) -> Result<Built, String> {
        let (_place, folder) = self.copy();
        build(&folder, ".", &folder, args, threads)
    }

    /// The formats that it is printed in besides the default one: folder of the expected tree, and flag.
    fn formats(&self) -> Vec<(String, Option<String>)> {
        let listed = fs::read_to_string(self.folder.join("formats")).unwrap_or_default();
        let mut formats = vec![("expected".to_owned(), None)];
        for line in
            listed.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
        {
            let (_, format) = line.split_once('=').expect("a line of `formats` is VENDOR=FORMAT");
            formats.push((format!("expected-{format}"), Some(line.to_owned())));
        }
        formats
    }

    fn bless(&self) -> Vec<String> {
        let mut said = Vec::new();
        for (expected, format) in self.formats() {
            let flags: Vec<&str> = format.iter().flat_map(|format| ["--format", format]).collect();
            match self.build(&flags, 0) {
                Ok(built) => {
                    write_tree(&self.folder.join(expected), &built.tree);
                    write(&self.folder.join("rackc.lock"), &built.lock);
                    let messages = self.folder.join("messages.txt");
                    if !built.messages.is_empty() {
                        write(&messages, built.messages.as_bytes());
                    } else if messages.exists() {
                        fs::remove_file(messages).unwrap();
                    }
                }
                Err(message) => said.push(message),
            }
        }
        said
    }

    fn compare(&self) -> Vec<String> {
        let mut said = self.stale_folders();
        if !self.folder.join("rackc.lock").is_file() {
            said.push("there is no rackc.lock".to_owned());
        }
        for (expected, format) in self.formats() {
            let mut flags = vec!["--locked"];
            flags.extend(format.iter().flat_map(|format| ["--format", format]));
            match self.build(&flags, 0) {
                Ok(built) => {
                    let committed = tree(&self.folder.join(&expected));
                    said.push(differences(&committed, &built.tree));
                    said.push(self.compare_file("rackc.lock", &built.lock));
                    said.push(self.compare_file("messages.txt", built.messages.as_bytes()));
                }
                Err(message) => said.push(message),
            }
        }
        said
    }

    fn compare_file(&self, name: &str, actual: &[u8]) -> String {
        let expected = fs::read(self.folder.join(name)).unwrap_or_default();
        if expected == actual { String::new() } else { diff(name, &expected, actual) }
    }

    /// Expected trees of formats that `formats` does not list.
    fn stale_folders(&self) -> Vec<String> {
        let known: BTreeSet<String> =
            self.formats().into_iter().map(|(folder, _)| folder).collect();
        let entries = fs::read_dir(&self.folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let stale = entries.filter(|name| name.starts_with("expected") && !known.contains(name));
        stale.map(|name| format!("{name} is of no format that `formats` lists")).collect()
    }
}

/// Runs `rackc build` on the program at `path` as seen from `from`.
fn build(
    from: &Path,
    path: &str,
    folder: &Path,
    args: &[&str],
    threads: usize,
) -> Result<Built, String> {
    let mut command = rackc(from);
    command.args(["build", path, "-o", "out"]).args(args);
    if threads > 0 {
        command.env("RAYON_NUM_THREADS", threads.to_string());
    }
    let output = command.output().expect("rackc starts");
    let said = stderr(&output);
    if !output.status.success() {
        return Err(format!("`rackc build {path} {}` fails\n{said}", args.join(" ")));
    }
    // What was written where is no message about the program.
    let messages =
        said.lines().filter(|line| !line.starts_with("wrote `")).map(|line| format!("{line}\n"));
    let lock =
        fs::read(folder.join("rackc.lock")).map_err(|error| format!("rackc.lock: {error}"))?;
    Ok(Built { tree: tree(&from.join("out")), lock, messages: messages.collect() })
}

#[test]
fn programs_give_what_is_expected() {
    if blessing() {
        // One after the other: each builds in a copy of all fixtures, and this changes them.
        let programs = programs();
        let said = programs.iter().flat_map(|program| complaints(program, Program::bless));
        assert_none(said.collect(), HELP);
    } else {
        each(Program::compare);
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    each(|program| {
        let (one, four) = (program.build(&[], 1), program.build(&[], 4));
        match (one, four) {
            (Ok(one), Ok(four)) => {
                vec![differences(&one.tree, &four.tree), same("rackc.lock", &one.lock, &four.lock)]
            }
            (one, four) => [one.err(), four.err()].into_iter().flatten().collect(),
        }
    });
}

#[test]
fn the_folder_from_which_rackc_is_started_changes_nothing() {
    each(|program| {
        let here = program.build(&[], 0);
        let (place, folder) = program.copy();
        let there = build(place.path(), &program.name, &folder, &[], 0);
        match (here, there) {
            (Ok(here), Ok(there)) => vec![
                differences(&here.tree, &there.tree),
                same("rackc.lock", &here.lock, &there.lock),
            ],
            (here, there) => [here.err(), there.err()].into_iter().flatten().collect(),
        }
    });
}

/// A program is either printed in each format of its vendors, or a code of the formats' own limits says why not.
#[test]
fn programs_are_printed_in_every_format_or_refused_for_it() {
    let catalog = Catalog::load([]).expect("the built-in vendors are right");
    each(|program| {
        let built = match program.build(&[], 0) {
            Ok(built) => built,
            Err(message) => return vec![message],
        };
        let manifest = built.tree.get("manifest.json").expect("there is a manifest");
        let manifest: serde_json::Value =
            serde_json::from_slice(manifest).expect("the manifest is JSON");
        let switches = manifest["switches"].as_object().expect("the manifest lists switches");
        let vendors: BTreeSet<&str> =
            switches.values().filter_map(|switch| switch["vendor"].as_str()).collect();
        let mut said = Vec::new();
        for vendor in vendors {
            for format in catalog.vendor(vendor).expect("a known vendor").formats.keys() {
                let flag = format!("{vendor}={format}");
                match program.build(&["--format", &flag], 0) {
                    Ok(other) => {
                        said.push(same("rackc.lock", &built.lock, &other.lock));
                        let count = |built: &Built| {
                            let of = |path: &&String| path.starts_with("configs/");
                            let switch = |path: &String| path.split('/').nth(1).map(str::to_owned);
                            built.tree.keys().filter(of).filter_map(switch).collect::<BTreeSet<_>>()
                        };
                        if count(&built) != count(&other) {
                            said.push(format!("{flag}: other switches than in the default format"));
                        }
                    }
                    Err(message)
                        if message.contains("error[R08") && !message.contains("error[R089") => {}
                    Err(message) => said.push(format!("{flag}: {message}")),
                }
            }
        }
        said
    });
}

fn same(name: &str, one: &[u8], other: &[u8]) -> String {
    if one == other { String::new() } else { diff(name, one, other) }
}
