//! Every line of a printed file knows the statements of the program that it comes from.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read their fixtures and fail by panicking"
)]

mod common;

use std::collections::BTreeMap;
use std::fs;

use rackc::compile::{Options, Output, compile};
use rackc::diagnostic::Sink;
use rackc::render::{TracedFile, trace};
use rackc::source::{Origin, Sources};
use rackc::syntax::{MemoryFiles, Program};

use common::compile::CATALOG;
use common::{project, tree};

/// A program of `fixtures/`, compiled with origins.
struct Traced {
    output: Output,
    sources: Sources,
    files: BTreeMap<String, TracedFile>,
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
    let mut files = MemoryFiles::default();
    for (path, text) in texts.iter().filter(|(path, _)| path.ends_with(".rack")) {
        files = files.with(path.as_str(), text.as_str());
    }
    let mut sink = Sink::default();
    let mut program =
        Program::load(&files, format!("{fixture}/main.rack").as_str().into(), &mut sink);
    let lock = texts.get(&format!("{fixture}/rackc.lock")).cloned();
    let lock_file = lock.as_ref().map(|text| program.sources.add("rackc.lock", text.as_str()));
    let options = Options {
        lock,
        lock_file,
        lock_path: "rackc.lock".to_owned(),
        formats: formats.to_vec(),
        origins: true,
        ..Options::default()
    };
    if sink.has_errors() {
        return None;
    }
    let output = compile(&program, &CATALOG, &options).output?;
    let mut files = BTreeMap::new();
    for device in &output.devices {
        for file in trace(&CATALOG, device).unwrap() {
            files.insert(file.file.path.clone(), file);
        }
    }
    Some(Traced { output, sources: program.sources, files })
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
                    if std::env::var_os("RACKC_UNKNOWN").is_some() && origin.origins.is_empty() {
                        println!("{}\t{line}", file.file.path);
                    }
                }
            }
        }
        println!(
            "{fixture} {formats:?}: {known} of {all} ({}%) {}",
            known * 100 / all.max(1),
            traced.output.devices.len()
        );
        _ = (&traced.sources, None::<Origin>);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
