//! The scenarios, and what comes of each for two vendors.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::panic;
use std::path::PathBuf;

use rackc::compile::{Options, compile};
use rackc::device::model::Device;
use rackc::diagnostic::{Diagnostic, Severity, Sink};
use rackc::render::Printers;
use rackc::syntax::{MemoryFiles, Program};

use crate::agree::{self, Report};
use crate::common::compile::CATALOG;
use crate::common::project;

/// A vendor in one of its formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    pub vendor: &'static str,
    pub format: &'static str,
    /// Whether it is the vendor's default format.
    pub usual: bool,
}

/// The vendors, each in each of its formats.
pub const ENDS: [End; 6] = [
    End { vendor: "arista", format: "eos", usual: true },
    End { vendor: "cisco-nxos", format: "nxos", usual: true },
    End { vendor: "juniper", format: "junos", usual: true },
    End { vendor: "juniper", format: "junos-set", usual: false },
    End { vendor: "cumulus", format: "linux", usual: true },
    End { vendor: "cumulus", format: "nvue", usual: false },
];

impl End {
    /// What stands behind `model left =`.
    pub fn model(&self) -> String {
        let facts = CATALOG.vendor(self.vendor).expect("a vendor").interop.as_ref();
        let model = &facts.expect("a vendor of the scenarios").model;
        format!("{}/{model} format {}", self.vendor, self.format)
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.vendor)?;
        if self.usual { Ok(()) } else { write!(f, " ({})", self.format) }
    }
}

/// A folder of `fixtures/interop`.
#[derive(Debug, Clone)]
pub struct Scenario {
    pub name: String,
    pub folder: PathBuf,
    pub program: String,
}

/// All of them, by name.
pub fn scenarios() -> Vec<Scenario> {
    let folder = project("fixtures/interop");
    let entries = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<Scenario> = entries
        .filter(|path| path.is_dir())
        .map(|folder| Scenario {
            name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
            program: fs::read_to_string(folder.join("fabric.rack")).unwrap(),
            folder,
        })
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// A scenario, compiled and printed.
#[derive(Debug, Clone)]
pub struct Made {
    pub devices: Vec<Device>,
    /// Every file by its path.
    pub files: BTreeMap<String, String>,
}

/// What comes of a scenario for two vendors.
pub enum Outcome {
    /// Both ends, as they were read and compared.
    Compiled(Report),
    /// Codes and messages of the errors.
    Refused(Vec<String>),
}

impl Scenario {
    /// The program for two vendors, compiled and printed, or its errors.
    pub fn make(&self, left: &End, right: &End) -> Result<Made, Vec<String>> {
        let models = format!("model left  = {}\nmodel right = {}\n", left.model(), right.model());
        let files = MemoryFiles::default().with("fabric.rack", self.program.as_str());
        let files = files.with("models.rack", models);
        let mut sink = Sink::default();
        let program = Program::load(&files, "fabric.rack".into(), &mut sink);
        assert!(!sink.has_errors(), "{}: {:?}", self.name, sink.into_sorted());
        let compilation = compile(&program, &CATALOG, &Options::default());
        let Some(output) = compilation.output else {
            return Err(errors(&compilation.diagnostics));
        };
        let printers = Printers::new(&CATALOG, &output.devices).expect("templates");
        let printed = output.devices.iter().flat_map(|device| printers.print(device).unwrap());
        let files = printed.map(|file| (file.path, file.text)).collect();
        Ok(Made { devices: output.devices, files })
    }

    /// What comes of it.
    pub fn outcome(&self, left: &End, right: &End) -> Outcome {
        match self.make(left, right) {
            Ok(made) => Outcome::Compiled(read(&made)),
            Err(errors) => Outcome::Refused(errors),
        }
    }
}

/// The report; what the reader does not know is a complaint too.
fn read(made: &Made) -> Report {
    panic::catch_unwind(|| agree::report(made)).unwrap_or_else(|reason| {
        let said = reason.downcast_ref::<String>().cloned();
        let said = said.or_else(|| reason.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        let complaint = format!("the reader stops: {}", said.unwrap_or_default());
        Report { complaints: vec![complaint], ..Report::default() }
    })
}

fn errors(diagnostics: &[Diagnostic]) -> Vec<String> {
    let errors = diagnostics.iter().filter(|one| one.severity == Severity::Error);
    errors.map(|one| format!("{} {}", one.code.id, one.message)).collect()
}
