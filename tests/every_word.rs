//! No word of the language is lost on the way to a configuration.
//!
//! The programs of `fixtures/words` have choices in them: `<<FIRST|OTHER|…>>`. For every vendor and format a program with
//! any of the others must give other files than with the first, or a message that tells why it does not.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their fixtures")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use rackc::compile::{Options, compile};
use rackc::diagnostic::{Severity, Sink};
use rackc::render::Printers;
use rackc::syntax::{MemoryFiles, Program};
use rayon::prelude::*;

use common::compile::CATALOG;
use common::{assert_none, project};

/// A model of every vendor, in each of its formats.
const MODELS: [&str; 6] = [
    "arista/DCS-7050SX3-48YC8 format eos",
    "cisco-nxos/N9K-C93180YC-FX3 format nxos",
    "juniper/QFX5120-48Y format junos",
    "juniper/QFX5120-48Y format junos-set",
    "cumulus/SN3420 format linux",
    "cumulus/SN3420 format nvue",
];

/// What says once more what holds anyway: the choice of one vendor is the default of another.
const SAME: &[(&str, &str)] = &[
    ("via vrrp", "juniper/"),
    ("via hsrp", "cisco-nxos/"),
    ("via anycast", "arista/"),
    ("via anycast", "cumulus/"),
    // The optics of these ports decide.
    ("speed 40g", "juniper/"),
];

/// Keywords that no choice holds, and why.
const ELSEWHERE: &[(&str, &[&str])] = &[
    (
        "what must be proved; tests/cli.rs and fixtures/errors",
        &[
            "expect",
            "reaches",
            "isolated",
            "within",
            "hop",
            "hops",
            "bandwidth",
            "least",
            "symmetric",
            "despite",
            "and",
            "zone",
            "zones",
            "kind",
        ],
    ),
    (
        "what there is, and what it is called; the golden trees",
        &[
            "include",
            "fabric",
            "management",
            "model",
            "format",
            "tier",
            "rack-type",
            "rack",
            "racks",
            "of",
            "switch",
            "switches",
            "mlag",
            "peer-link",
            "uplinks",
            "every",
            "attach",
            "link",
            "links",
            "no",
            "vlan",
            "vlans",
            "profile",
            "boundary",
            "service",
            "policy",
            "acl",
            "object",
            "prefix-list",
            "community-list",
            "as-path-list",
            "peer",
            "ospf",
            "bgp",
            "underlay",
            "overlay",
            "evpn",
            "pool",
            "as",
            "at",
            "ports",
            "in",
            "on",
            "to",
            "file",
        ],
    ),
    (
        "a program without it does not compile",
        &["accept", "import", "export", "root-password", "trunk", "access"],
    ),
];

/// The texts of a program's choices, and what stands around them.
struct Words {
    name: String,
    plain: Vec<String>,
    choices: Vec<Vec<String>>,
}

impl Words {
    fn read(name: &str, text: &str) -> Self {
        let mut parts = text.split("<<");
        let mut plain = vec![parts.next().unwrap().to_owned()];
        let mut choices = Vec::new();
        for part in parts {
            let (choice, rest) = part.split_once(">>").unwrap();
            choices.push(choice.split('|').map(str::to_owned).collect());
            plain.push(rest.to_owned());
        }
        Self { name: name.to_owned(), plain, choices }
    }

    /// The program with the first of every choice, but with another one at a place.
    fn program(&self, model: &str, other: Option<(usize, usize)>) -> String {
        let mut text = format!("model sw = {model}\n{}", self.plain[0]);
        for (at, (choice, rest)) in self.choices.iter().zip(&self.plain[1..]).enumerate() {
            let taken = other.filter(|(place, _)| *place == at).map_or(0, |(_, taken)| taken);
            text.push_str(&choice[taken]);
            text.push_str(rest);
        }
        text
    }
}

fn all() -> Vec<Words> {
    let entries = fs::read_dir(project("fixtures/words")).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &std::path::PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| Words::read(&name(path), &fs::read_to_string(path).unwrap())).collect()
}

/// What comes of a program: its files, and what was said.
#[derive(PartialEq)]
struct Heard {
    files: BTreeMap<String, String>,
    said: BTreeSet<String>,
    refused: bool,
}

fn hear(text: String) -> Heard {
    let files = MemoryFiles::default().with("main.rack", text);
    let mut sink = Sink::default();
    let program = Program::load(&files, "main.rack".into(), &mut sink);
    let compilation = compile(&program, &CATALOG, &Options::default());
    let all = sink.into_sorted().into_iter().chain(compilation.diagnostics);
    let mut heard = Heard { files: BTreeMap::new(), said: BTreeSet::new(), refused: false };
    for one in all {
        heard.refused |= one.severity == Severity::Error;
        heard.said.insert(format!("{} {}", one.code.id, one.message));
    }
    let Some(output) = compilation.output.filter(|_| !heard.refused) else { return heard };
    let printers = Printers::new(&CATALOG, &output.devices).expect("templates");
    let printed = output.devices.iter().flat_map(|device| printers.print(device).unwrap());
    heard.files = printed.map(|file| (file.path, file.text)).collect();
    heard
}

#[test]
fn every_word_changes_a_configuration_or_is_told_of() {
    let programs = all();
    let pairs: Vec<(&Words, &str)> =
        programs.iter().flat_map(|words| MODELS.map(|model| (words, model))).collect();
    let complaints = pairs.par_iter().flat_map(|(words, model)| lost(words, model)).collect();
    assert_none(complaints, "print it, or let a diagnostic tell of it");
}

/// The words of a program that a vendor loses.
fn lost(words: &Words, model: &str) -> Vec<String> {
    let first = hear(words.program(model, None));
    if first.refused {
        return vec![format!("{}, {model}: {:?}", words.name, first.said)];
    }
    let places = words.choices.iter().enumerate();
    let others: Vec<(usize, usize)> =
        places.flat_map(|(at, choice)| (1..choice.len()).map(move |taken| (at, taken))).collect();
    let silent = |(at, taken): &(usize, usize)| {
        let word = &words.choices[*at][*taken];
        if SAME.iter().any(|(same, vendor)| word.contains(same) && model.starts_with(vendor)) {
            return None;
        }
        let other = hear(words.program(model, Some((*at, *taken))));
        let mut idle = other.files.values().filter_map(|text| {
            empty_block(text).map(|line| format!("{line} }}")).or_else(|| said_twice(text))
        });
        if let Some(line) = idle.next() {
            return Some(format!("{}, {model}: `{word}` prints `{line}`", words.name));
        }
        let heard = other.files != first.files || !other.said.is_subset(&first.said);
        (!heard).then(|| format!("{}, {model}: `{word}` changes nothing", words.name))
    };
    others.par_iter().filter_map(silent).collect()
}

/// The head of a block in braces that holds nothing.
fn empty_block(text: &str) -> Option<&str> {
    let next = text.lines().skip(1);
    let mut pairs = text.lines().zip(next);
    pairs
        .find(|(line, next)| line.ends_with('{') && next.trim() == "}")
        .map(|(line, _)| line.trim())
}

/// A `set` command that is there already.
fn said_twice(text: &str) -> Option<String> {
    let mut said = BTreeSet::new();
    let mut commands = text.lines().filter(|line| line.starts_with("set "));
    commands.find(|line| !said.insert(*line)).map(str::to_owned)
}

#[test]
fn every_keyword_is_tried() {
    let grammar = fs::read_to_string(project("grammar/rack.pest")).unwrap();
    let (_, keywords) = grammar.split_once("── 15. Keywords").unwrap();
    let (keywords, _) = keywords.split_once("EQUALS").unwrap();
    let keywords = keywords.lines().filter_map(|line| line.split('"').nth(1));
    let programs = all();
    let choices = programs.iter().flat_map(|words| &words.choices).flatten();
    let tried: BTreeSet<&str> = choices.flat_map(|choice| choice.split_whitespace()).collect();
    let elsewhere = |word: &str| ELSEWHERE.iter().any(|(_, words)| words.contains(&word));
    let untried = keywords.filter(|word| !tried.contains(word) && !elsewhere(word));
    let complaints = untried.map(|word| format!("`{word}`")).collect();
    assert_none(complaints, "put it into a choice of a program in fixtures/words");
}
