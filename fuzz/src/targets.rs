//! One input, tried. Each function returns, whatever the input is; a panic is a finding.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use camino::{Utf8Path, Utf8PathBuf};
use rackc::allocate::Lock;
use rackc::compile::{Compilation, Options, Output, compile as compiled, standing};
use rackc::diagnostic::{Diagnostic, Severity, Sink};
use rackc::import::{Origin, Request};
use rackc::output::Manifest;
use rackc::picture::{Page, page};
use rackc::render::{OutputFile, Printers};
use rackc::report::{Ending, Human, Root, Sarif, Width, github, json};
use rackc::review::show::{human, json as show_json, markdown};
use rackc::review::{Files, Reader, Review, Running, Switch};
use rackc::source::Sources;
use rackc::syntax::{MemoryFiles, Program, decoded};
use rackc::vendor::Catalog;
use rackc::{documents, lab};

/// A line that begins so starts a file of that name, in inputs of several files.
pub const FILE: &str = "//// ";

/// Takes any bytes.
pub type Target = fn(&[u8]);

/// The target of each name.
pub const ALL: [(&str, Target); 7] = [
    ("syntax", syntax),
    ("compile", compile),
    ("lock", lock),
    ("vendor", vendor),
    ("diff", diff),
    ("review", review),
    ("import", import),
];

/// The built-in vendors.
static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::load([]).expect("the built-in vendors are right"));

/// A fabric that leaves much to the lock.
const LEAVES_MUCH: &str = include_str!("../../fixtures/tor-pair/main.rack");

/// Reads a program and shows what there is to say about it.
pub fn syntax(data: &[u8]) {
    let mut sink = Sink::default();
    let program = load(data, &mut sink);
    shown(&sink.into_sorted(), &program.sources);
}

/// Reads a program, of one file or of several, and makes every file of it, in memory.
pub fn compile(data: &[u8]) {
    let mut sink = Sink::default();
    let mut program = load(data, &mut sink);
    if sink.has_errors() {
        shown(&sink.into_sorted(), &program.sources);
        return;
    }
    let lock = files(data).remove("rackc.lock").and_then(|bytes| String::from_utf8(bytes).ok());
    let Some((made, lock)) = make(&mut program, &CATALOG, lock) else { return };
    // The same again with the lock that came of it: nothing may change.
    let (again, same) = make(&mut program, &CATALOG, Some(lock.clone())).expect("it compiled");
    assert!(lock == same, "the lock changes when nothing does:\n{lock}\n{same}");
    for (path, text) in &made {
        assert!(again.get(path) == Some(text), "{path} changes when nothing does");
    }
}

/// Reads a lock, writes it, and compiles with it.
pub fn lock(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    let mut sources = Sources::default();
    let file = sources.add("rackc.lock", text.as_str());
    match Lock::parse(&text, file) {
        Err(errors) => shown(&errors, &sources),
        Ok(mut lock) => {
            let written = lock.to_text();
            let again = Lock::parse(&written, file).expect("what is written can be read");
            assert_eq!(lock, again, "a lock is read as it was written");
            assert_eq!(written, again.to_text());
            lock.prune();
            Lock::parse(&lock.to_text(), file).expect("what is written can be read");
        }
    }
    let mut sink = Sink::default();
    let memory = MemoryFiles::default().with("main.rack", LEAVES_MUCH);
    let mut program = Program::load(&memory, "main.rack".into(), &mut sink);
    assert!(!sink.has_errors(), "the program of the target is right");
    if let Some((made, lock)) = make(&mut program, &CATALOG, Some(text)) {
        let (again, same) = make(&mut program, &CATALOG, Some(lock.clone())).expect("it compiled");
        assert!(lock == same && made == again, "something changes when nothing does");
    }
}

/// Reads folders of vendors: files of a vendor `toy` behind lines such as `//// toy/vendor.yaml`.
pub fn vendor(data: &[u8]) {
    let files = files(data);
    let files = files.into_iter().map(|(path, bytes)| (Utf8PathBuf::from(path), bytes));
    match Catalog::from_files(files) {
        Err(errors) => {
            for error in errors {
                assert!(!error.to_string().is_empty());
            }
        }
        Ok(catalog) => {
            let mut sink = Sink::default();
            let memory = MemoryFiles::default().with("main.rack", TOYS);
            let mut program = Program::load(&memory, "main.rack".into(), &mut sink);
            _ = make(&mut program, &catalog, None);
        }
    }
}

/// Compares two texts, one behind the other with a zero byte between them; reads manifests.
pub fn diff(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (old, new) = text.split_once('\0').unwrap_or((&text, ""));
    let change = rackc::output::diff("a", Some(old), Some(new));
    assert_eq!(change.is_none(), old == new);
    if let Some(change) = change {
        let made = patched(old, &change);
        assert!(
            made.as_deref() == Some(new),
            "{old:?} becomes {made:?} instead of {new:?} by\n{change}"
        );
    }
    for text in [old, new] {
        if let Some(manifest) = Manifest::parse(text) {
            let leaves =
                |path: &str| path.starts_with('/') || path.split('/').any(|part| part == "..");
            assert!(!manifest.paths().any(leaves), "a path leaves the folder");
            assert_eq!(Manifest::parse(&manifest.text()).as_ref(), Some(&manifest));
        }
    }
}

/// Reads an old and a new file of a switch behind lines such as `//// arista/eos/startup-config`, with a zero byte between
/// them; compares them in both directions, looks for drift, and makes the commands.
pub fn review(data: &[u8]) {
    for (path, bytes) in files(data) {
        let mut parts = path.splitn(3, '/');
        let (Some(vendor), Some(format), Some(file)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let text = String::from_utf8_lossy(&bytes);
        let (old, new) = text.split_once('\0').unwrap_or((&text, &text));
        let switch = |text: &str| Switch {
            vendor: vendor.to_owned(),
            platform: "any".to_owned(),
            format: format.to_owned(),
            files: Files::from([(file.to_owned(), text.to_owned())]),
        };
        let (old, new) = (switch(old), switch(new));
        let reader = Reader::new(&CATALOG);
        for (old, new) in [(&old, &new), (&new, &old)] {
            let Ok(found) = reader.compare("a", Some(old), Some(new)) else { continue };
            let mut review = Review::default();
            review.take("a", found);
            review.finish();
            assert!(!human(&review).is_empty() && !markdown(&review, 65_536).is_empty());
            let json: serde_json::Value =
                serde_json::from_str(&show_json(&review)).expect("what is shown is JSON");
            assert!(json.is_object());
            let remedy = reader.remedy("a", old, new).expect("it could be compared");
            if review.is_empty() && review.reworded.is_empty() {
                assert!(remedy.is_none(), "commands for nothing: {remedy:?}");
            }
            let running = Running::Files(old.files.clone());
            _ = reader.drift("a", running, new);
            if let Ok(same) = reader.drift("a", Running::Files(old.files.clone()), old) {
                assert!(same.changes.is_empty(), "drift from itself");
            }
        }
    }
}

/// Reads what another tool knows: files behind lines such as `//// netbox/devices.csv`, which name the tool of the first one.
/// A program that comes of it compiles.
pub fn import(data: &[u8]) {
    let files = files(data);
    let given = || files.iter().filter(|(path, _)| path.contains('/'));
    let mut tool = given().filter_map(|(path, _)| path.split('/').next());
    let origin = match tool.next() {
        Some("netbox") => Origin::Netbox,
        Some("nautobot") => Origin::Nautobot,
        _ => Origin::Netlab,
    };
    let mut texts = Vec::new();
    for (path, bytes) in given() {
        if let Ok(text) = decoded(Utf8Path::new(path), bytes.clone()) {
            texts.push((Utf8Path::new(path), text));
        }
    }
    let request = Request { origin, catalog: &CATALOG, models: &[], compile: &errors };
    let all = texts.iter().map(|(path, text)| (*path, text.as_str()));
    let imported = rackc::import::import(all, request);
    shown(&imported.diagnostics, &imported.sources);
    if let Some(program) = imported.program {
        let wrong = errors(&program);
        assert!(wrong.is_empty(), "a program that does not compile: {wrong:?}\n{program}");
    }
}

/// What is wrong with a program.
fn errors(text: &str) -> Vec<Diagnostic> {
    let mut sink = Sink::default();
    let memory = MemoryFiles::default().with("main.rack", text);
    let program = Program::load(&memory, "main.rack".into(), &mut sink);
    if !sink.has_errors() {
        sink.extend(compiled(&program, &CATALOG, &Options::default()).diagnostics);
    }
    let all = sink.into_sorted().into_iter();
    all.filter(|one| one.severity == Severity::Error).collect()
}

/// A program with switches of a vendor `toy`.
const TOYS: &str = include_str!("../../tests/toy-vendor/main.rack");

/// Files of an input by their names; what stands before the first name is `main.rack`.
fn files(data: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::from([("main.rack".to_owned(), Vec::new())]);
    let mut name = "main.rack".to_owned();
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        if let Some(rest) = line.strip_prefix(FILE.as_bytes()) {
            name = String::from_utf8_lossy(rest).trim().to_owned();
            files.entry(name.clone()).or_default();
        } else {
            files.entry(name.clone()).or_default().extend_from_slice(line);
        }
    }
    files
}

fn load(data: &[u8], sink: &mut Sink) -> Program {
    let mut memory = MemoryFiles::default();
    for (path, bytes) in files(data) {
        memory = memory.with(path, bytes);
    }
    Program::load(&memory, "main.rack".into(), sink)
}

type Made = BTreeMap<String, String>;

/// Compiles and prints everything, and shows what there is to say.
fn make(program: &mut Program, catalog: &Catalog, lock: Option<String>) -> Option<(Made, String)> {
    let lock_file = lock.as_ref().map(|text| program.sources.add("rackc.lock", text.as_str()));
    let options = Options { lock, lock_file, ..Options::default() };
    let Compilation { diagnostics, output, .. } = compiled(program, catalog, &options);
    shown(&diagnostics, &program.sources);
    let Some(output) = output else {
        let failed = diagnostics.iter().any(|one| one.severity == Severity::Error);
        assert!(failed, "nothing comes of it, and nobody says why");
        return None;
    };
    let printers = match Printers::new(catalog, &output.devices) {
        Ok(printers) => printers,
        Err(errors) => {
            shown(&errors, &program.sources);
            return None;
        }
    };
    let mut made = Made::new();
    for device in &output.devices {
        match printers.print(device) {
            Ok(files) => {
                for file in files {
                    let before = made.insert(file.path.clone(), file.text);
                    assert!(before.is_none(), "{} is written twice", file.path);
                }
            }
            Err(error) => {
                shown(&[error], &program.sources);
                return None;
            }
        }
    }
    beside(&output, catalog, &program.sources, &mut made);
    let report = page(&Page {
        fabric: &output.checked.fabric,
        topology: &output.checked.topology,
        proof: &output.proof,
        diagnostics: &standing(&diagnostics),
        sources: &program.sources,
        folder: Utf8Path::new(""),
    });
    made.insert("report.html".to_owned(), report);
    Some((made, output.lock_text().to_owned()))
}

/// Writes the documents and the lab.
fn beside(output: &Output, catalog: &Catalog, sources: &Sources, made: &mut Made) {
    let (fabric, topology) = (&output.checked.fabric, &output.checked.topology);
    let reader = documents::Reader::of(fabric);
    let files = |name: &str| vec![format!("configs/{name}/config")];
    let devices = output.devices.iter();
    let entries = devices.filter_map(|device| reader.entry(device, files(&device.hostname)));
    let entries = entries.collect();
    let documents =
        documents::Documents::of((fabric, topology), &output.allocation, catalog, entries);
    let Ok(mut all) = documents.each(Ok::<OutputFile, std::convert::Infallible>);
    match lab::files(output.lowering((sources, Utf8Path::new("")), catalog), &documents) {
        Ok(files) => all.extend(files),
        Err(errors) => shown(&errors, sources),
    }
    for file in all {
        let before = made.insert(file.path.clone(), file.text);
        assert!(before.is_none(), "{} is written twice", file.path);
    }
}

/// Shows messages in every format.
fn shown(diagnostics: &[Diagnostic], sources: &Sources) {
    let text = Human::new(false, Width(100)).all(diagnostics, sources);
    assert!(!text.contains('\u{1b}'), "an escape reaches the terminal");
    for line in json(diagnostics, sources).lines() {
        assert!(serde_json::from_str::<serde_json::Value>(line).is_ok());
    }
    let annotations = github(diagnostics, sources, &Root::default());
    assert!(annotations.lines().all(|line| line.starts_with("::")));
    let mut sarif = Sarif::new(Root::default());
    sarif.results(diagnostics, sources, "main.rack");
    let document = sarif.document(Ending { code: 1, ran: true });
    assert!(serde_json::from_str::<serde_json::Value>(&document).is_ok());
}

/// What a unified diff makes of a text.
fn patched(old: &str, diff: &str) -> Option<String> {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let mut out = String::new();
    let (mut at, mut last) = (0, None);
    for line in diff.split_inclusive('\n').skip(2) {
        if let Some(rest) = line.strip_prefix("@@ -") {
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            let (start, count) = (number.parse::<usize>().ok()?, rest.get(number.len()..)?);
            // `-3,0` means behind line 3.
            let start = if count.starts_with(",0 ") { start } else { start.saturating_sub(1) };
            out.extend(old.get(at..start)?.iter().copied());
            at = start;
        } else if let Some(text) = line.strip_prefix(' ') {
            out.push_str(text);
            at += 1;
        } else if line.starts_with('-') {
            at += 1;
        } else if let Some(text) = line.strip_prefix('+') {
            out.push_str(text);
        } else if line.starts_with('\\') && last != Some('-') {
            // `\ No newline at end of file` is about the line before.
            out.truncate(out.trim_end_matches('\n').len().max(out.len() - 1));
        }
        last = line.chars().next();
    }
    out.extend(old.get(at..)?.iter().copied());
    Some(out)
}
