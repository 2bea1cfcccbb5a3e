//! Every line of a printed file knows the statements of the program that it comes from.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their fixtures and fail by panicking"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rackc::compile::{Options, Output, compile, with_origins};
use rackc::diagnostic::Sink;
use rackc::render::{Printers, TracedFile, Tracers};
use rackc::source::{Origin, Sources};
use rackc::syntax::{MemoryFiles, Program};

use common::compile::CATALOG;
use common::{project, tree};

/// A program of `fixtures/`, compiled with origins.
struct Traced {
    sources: Sources,
    files: BTreeMap<String, TracedFile>,
}

/// A program of a fixture that is in memory.
/// Whether a file is one of a program.
fn is_program(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|end| end == "rack")
}

fn program(fixture: &str, texts: &BTreeMap<String, String>) -> Option<Program> {
    let mut files = MemoryFiles::default();
    for (path, text) in texts.iter().filter(|(path, _)| is_program(path)) {
        files = files.with(path.as_str(), text.as_str());
    }
    let mut sink = Sink::default();
    let program = Program::load(&files, format!("{fixture}/main.rack").as_str().into(), &mut sink);
    (!sink.has_errors()).then_some(program)
}

fn output(
    program: &mut Program,
    lock: Option<&String>,
    formats: &[(String, String)],
) -> Option<Output> {
    let lock_file = lock.map(|text| program.sources.add("rackc.lock", text.as_str()));
    let options = Options {
        lock: lock.cloned(),
        lock_file,
        lock_path: "rackc.lock".to_owned(),
        formats: formats.to_vec(),
        ..Options::default()
    };
    compile(program, &CATALOG, &options).output
}

/// The files of a program without traces.
fn printed(
    fixture: &str,
    texts: &BTreeMap<String, String>,
    formats: &[(String, String)],
) -> Option<BTreeMap<String, String>> {
    let mut program = program(fixture, texts)?;
    let output = output(&mut program, texts.get(&format!("{fixture}/rackc.lock")), formats)?;
    let printers = Printers::new(&CATALOG, &output.devices).unwrap();
    let files = output.devices.iter().flat_map(|device| printers.print(device).unwrap());
    Some(files.map(|file| (file.path, file.text)).collect())
}

/// The files of a program in `fixtures/`, and of what lies beside it.
fn texts(fixture: &str) -> BTreeMap<String, String> {
    let top = fixture.split('/').next().unwrap();
    let all = tree(&project(&format!("fixtures/{top}")));
    let texts = all.into_iter().filter(|(path, _)| !path.contains("expected"));
    let named = texts.map(|(path, bytes)| (format!("{top}/{path}"), bytes));
    named.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?))).collect()
}

fn compiled(
    fixture: &str,
    texts: &BTreeMap<String, String>,
    formats: &[(String, String)],
) -> Option<Traced> {
    let mut program = program(fixture, texts)?;
    let output = output(&mut program, texts.get(&format!("{fixture}/rackc.lock")), formats)?;
    let mut files = BTreeMap::new();
    let names = output.devices.iter().map(|device| device.hostname.as_str()).collect();
    let places = (&program.sources, "".into());
    let devices = with_origins(&output, places, &CATALOG, &names);
    let tracers = Tracers::new(&CATALOG, &devices).unwrap();
    for device in &devices {
        for file in tracers.trace(device).unwrap() {
            files.insert(file.file.path.clone(), file);
        }
    }
    Some(Traced { sources: program.sources, files })
}

fn programs() -> Vec<(String, Vec<(String, String)>)> {
    let mut programs = Vec::new();
    for entry in fs::read_dir(project("fixtures")).unwrap() {
        let path = entry.unwrap().path();
        let mut roots = vec![path.clone()];
        if !path.join("main.rack").is_file() {
            roots = fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
        }
        for root in roots.into_iter().filter(|root| root.join("main.rack").is_file()) {
            let name = root.strip_prefix(project("fixtures")).unwrap().to_str().unwrap().to_owned();
            if name.starts_with("errors") {
                continue;
            }
            programs.push((name.clone(), Vec::new()));
            let formats = fs::read_to_string(root.join("formats")).unwrap_or_default();
            for (vendor, format) in formats.lines().filter_map(|line| line.split_once('=')) {
                programs.push((name.clone(), vec![(vendor.to_owned(), format.to_owned())]));
            }
        }
    }
    programs.sort();
    programs
}

/// Whether a line says something to the switch.
fn speaks(line: &str) -> bool {
    let line = line.trim();
    line.chars().any(char::is_alphanumeric)
        && !line.starts_with(['#', '!'])
        && !line.starts_with("/*")
}

#[test]
fn traced_text_is_the_printed_text_and_its_lines_have_origins() {
    let mut wrong = Vec::new();
    let (mut known_lines, mut all_lines) = (0, 0);
    for (fixture, formats) in programs() {
        let traced = compiled(&fixture, &texts(&fixture), &formats).unwrap();
        let (mut known, mut all) = (0_usize, 0_usize);
        for file in traced.files.values() {
            if !file.trace.exact {
                wrong.push(format!("{fixture} {formats:?}: {}", file.file.path));
            }
            assert_eq!(
                file.trace.lines.len(),
                file.file.text.lines().count(),
                "{}",
                file.file.path
            );
            for (line, origin) in file.file.text.lines().zip(&file.trace.lines) {
                if speaks(line) {
                    all += 1;
                    known += usize::from(!origin.origins.is_empty());
                }
            }
        }
        // The rest is text that every switch of the vendor has; a small switch has more of that.
        (known_lines, all_lines) = (known_lines + known, all_lines + all);
        assert!(known * 100 >= all * 55, "{fixture} {formats:?}: {known} of {all}");
    }
    assert!(known_lines * 100 >= all_lines * 92, "{known_lines} of {all_lines}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One value of a program, changed.
struct Change {
    path: String,
    /// Where the value stands.
    at: usize,
    text: String,
    what: String,
}

/// Every value of a program that can be another one: texts, numbers, addresses.
fn changes(texts: &BTreeMap<String, String>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_program(path)) {
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let code = line.split("//").next().unwrap();
            for (start, word) in words(code) {
                if let Some(other) = another(word) {
                    let start = at + start;
                    let mut other_text = text.clone();
                    other_text.replace_range(start..start + word.len(), &other);
                    let what = format!(
                        "{path}:{} {word} -> {other}",
                        text[..start].lines().count().max(1)
                    );
                    changes.push(Change { path: path.clone(), at: start, text: other_text, what });
                }
            }
            at += line.len();
        }
    }
    changes
}

/// Words and quoted texts of a line with their places.
fn words(line: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut quoted = false;
    for (at, char) in line.char_indices() {
        let ends = if char == '"' {
            quoted
        } else {
            !quoted && (char.is_whitespace() || ",;{}()[]=".contains(char))
        };
        if char == '"' {
            quoted = !quoted;
        }
        match start {
            None if !ends => start = Some(at),
            Some(from) if ends => {
                let end = if char == '"' { at + 1 } else { at };
                words.push((from, &line[from..end]));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| (from, &line[from..])));
    words
}

/// A value of the same kind.
fn another(word: &str) -> Option<String> {
    if let Some(text) = word.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
        return (!text.contains(".rack") && !text.starts_with("ssh-"))
            .then(|| format!("\"{text} too\""));
    }
    let (value, length) =
        word.split_once('/').map_or((word, ""), |(value, length)| (value, length));
    let suffix = if length.is_empty() { String::new() } else { format!("/{length}") };
    if let Ok(number) = value.parse::<u32>() {
        return Some(format!("{}{suffix}", number + 1));
    }
    if let Ok(address) = value.parse::<std::net::Ipv4Addr>() {
        return Some(format!("{}{suffix}", std::net::Ipv4Addr::from(u32::from(address) ^ 16)));
    }
    if let Ok(address) = value.parse::<std::net::Ipv6Addr>() {
        return Some(format!("{}{suffix}", std::net::Ipv6Addr::from(u128::from(address) ^ 16)));
    }
    let number = value.strip_suffix('%')?.parse::<u32>().ok()?;
    Some(format!("{}%", number + 1))
}

/// Whether a line's origins name the statement that a place of a program stands in.
fn names(traced: &Traced, origins: &[Origin], path: &str, at: usize) -> bool {
    origins.iter().flat_map(|origin| [Some(origin.at), origin.stamped]).flatten().any(|span| {
        let file = traced.sources.file(span.file);
        let line = |byte: usize| file.line_column(u32::try_from(byte).unwrap()).0;
        let start = span.start as usize;
        let statement = rackc::syntax::extent::statement(&file.text, start);
        file.path.as_str() == path
            && (line(start) == line(at)
                || statement.contains(&at)
                || (start..span.end as usize).contains(&at))
    })
}

/// Lines of a file that another does not have, by position.
fn gone(old: &str, new: &str) -> Vec<usize> {
    let diff = similar::TextDiff::from_lines(old, new);
    let removed =
        diff.iter_all_changes().filter(|change| change.tag() == similar::ChangeTag::Delete);
    removed.filter_map(|change| change.old_index()).collect()
}

/// Programs of which every value is changed, one at a time, and how many of the lines that go must be right, in
/// percent. The rest follows from elsewhere: an address that is taken now and must be given to another switch.
const CHANGED: [(&str, usize); 4] = [
    ("every-feature/cisco", 98),
    ("every-feature/juniper", 96),
    ("every-routing/arista", 95),
    ("every-routing/cumulus", 90),
];

#[test]
fn a_line_that_a_change_takes_away_came_from_the_statement_that_was_changed() {
    use rayon::prelude::*;
    for (fixture, least) in CHANGED {
        let texts = texts(fixture);
        let traced = compiled(fixture, &texts, &[]).unwrap();
        let found = changes(&texts).into_par_iter().filter_map(|change| {
            let mut changed = texts.clone();
            changed.insert(change.path.clone(), change.text.clone());
            let new = printed(fixture, &changed, &[])?;
            Some(judged(&traced, &new, &change))
        });
        let found: Vec<(usize, Vec<String>)> = found.collect();
        let right: usize = found.iter().map(|one| one.0).sum();
        let wrong: Vec<String> = found.into_iter().flat_map(|one| one.1).collect();
        let all = right + wrong.len();
        assert!(all > 100, "{fixture}: only {all} lines change");
        assert!(right * 100 >= all * least, "{fixture}: {right} of {all}\n{}", wrong.join("\n"));
    }
}

/// How many lines that a change takes away are traced to it, and those that are not.
fn judged(
    traced: &Traced,
    new: &BTreeMap<String, String>,
    change: &Change,
) -> (usize, Vec<String>) {
    let (mut right, mut wrong) = (0, Vec::new());
    for (path, file) in &traced.files {
        let text = new.get(path).map_or("", String::as_str);
        let lines: Vec<&str> = file.file.text.lines().collect();
        for at in gone(&file.file.text, text).into_iter().filter(|at| speaks(lines[*at])) {
            if names(traced, &file.trace.lines[at].origins, &change.path, change.at) {
                right += 1;
            } else {
                wrong.push(format!("{} | {path}: {}", change.what, lines[at]));
            }
        }
    }
    (right, wrong)
}
