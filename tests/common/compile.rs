//! Compiling a text in memory.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use camino::Utf8Path;
use rackc::compile::{Options, Output, compile};
use rackc::device::model::Device;
use rackc::diagnostic::{Diagnostic, Severity, Sink};
use rackc::documents::{Documents, Reader};
use rackc::render::{OutputFile, Printers};
use rackc::report::{Human, Width};
use rackc::source::Sources;
use rackc::syntax::{MemoryFiles, Program};
use rackc::vendor::Catalog;

/// The built-in vendors.
pub static CATALOG: LazyLock<Catalog> =
    LazyLock::new(|| Catalog::load([]).expect("the built-in vendors are right"));

/// What comes of a program that compiles.
#[derive(Debug, Clone, PartialEq)]
pub struct Made {
    pub devices: Vec<Device>,
    /// Every file by its path.
    pub files: BTreeMap<String, String>,
    pub lock: String,
}

impl Made {
    /// The device of that name.
    pub fn device(&self, name: &str) -> Option<&Device> {
        self.devices.iter().find(|device| device.hostname == name)
    }
}

/// Why a program does not compile.
#[derive(Debug, Clone)]
pub struct Refused {
    /// Codes of the errors.
    pub codes: Vec<&'static str>,
    errors: Vec<Diagnostic>,
    sources: Sources,
}

impl Refused {
    /// The messages as they are shown.
    pub fn text(&self) -> String {
        Human::new(false, Width(100)).all(&self.errors, &self.sources)
    }
}

/// Compiles one file, with the text of a lock and formats, and prints every switch.
pub fn make(text: &str, lock: Option<&str>, formats: &[(String, String)]) -> Result<Made, Refused> {
    let mut sink = Sink::default();
    let files = MemoryFiles::default().with("main.rack", text);
    let mut program = Program::load(&files, "main.rack".into(), &mut sink);
    let lock_file = lock.map(|text| program.sources.add("rackc.lock", text));
    if sink.has_errors() {
        return Err(refused(&sink.into_sorted(), &program));
    }
    let options = Options {
        lock: lock.map(str::to_owned),
        lock_file,
        lock_path: "rackc.lock".to_owned(),
        locked: false,
        formats: formats.to_vec(),
        ..Options::default()
    };
    let compilation = compile(&program, &CATALOG, &options);
    let Some(output) = compilation.output else {
        return Err(refused(&compilation.diagnostics, &program));
    };
    let printers =
        Printers::new(&CATALOG, &output.devices).map_err(|errors| refused(&errors, &program))?;
    let mut files = BTreeMap::new();
    for device in &output.devices {
        let printed = printers.print(device).map_err(|error| refused(&[error], &program))?;
        files.extend(printed.into_iter().map(|file| (file.path, file.text)));
    }
    let lock = output.lock_text().to_owned();
    Ok(Made { devices: output.devices, files, lock })
}

/// The documents of a compiled fabric and its lab, by path. `sources` are the program's texts.
pub fn beside(output: &Output, sources: &Sources) -> BTreeMap<String, String> {
    let (fabric, topology) = (&output.checked.fabric, &output.checked.topology);
    let reader = Reader::of(fabric);
    let files = |name: &str| vec![format!("configs/{name}/config")];
    let entries = output
        .devices
        .iter()
        .map(|device| reader.entry(device, files(&device.hostname)).expect("a switch"));
    let entries = entries.collect();
    let documents = Documents::of((fabric, topology), &output.allocation, &CATALOG, entries);
    let made: Result<Vec<OutputFile>, ()> = documents.each(Ok);
    let made = made.expect("documents");
    let count = made.len();
    let mut files: BTreeMap<_, _> = made.into_iter().map(|file| (file.path, file.text)).collect();
    assert_eq!(files.len(), count, "no file twice");
    let lowering = output.lowering((sources, Utf8Path::new("")), &CATALOG);
    let lab = rackc::lab::files(lowering, &documents).expect("a lab");
    files.extend(lab.into_iter().map(|file| (file.path, file.text)));
    files
}

fn refused(diagnostics: &[Diagnostic], program: &Program) -> Refused {
    let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
    let errors: Vec<Diagnostic> = errors.cloned().collect();
    let codes = errors.iter().map(|error| error.code.id).collect();
    Refused { codes, errors, sources: program.sources.clone() }
}
