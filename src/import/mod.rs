//! What other tools know of a network, as a program: NetBox, Nautobot, netlab.
//!
//! Each format has a reader of its own, which makes an [`inventory`](Inventory) of what it finds; one writer makes a program
//! of that. The program is compiled; what it does not compile with is taken out, and said. All that is left out is told, and
//! stands at the head of the program too.

pub mod codes;
mod dcim;
mod draft;
mod input;
mod inventory;
mod json;
mod models;
mod names;
mod netlab;
mod node;
mod notes;
mod parts;
mod ports;
mod settle;
mod table;
mod write;
mod yaml;

use camino::Utf8Path;

use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::syntax::format;
use crate::vendor::Catalog;
use draft::Kind;
use input::Input;
use inventory::Inventory;
use models::Models;
use notes::Notes;

pub use settle::Compile;

/// Where an import comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Exports of NetBox.
    Netbox,
    /// Exports of Nautobot.
    Nautobot,
    /// A topology of netlab.
    Netlab,
}

/// What an import is told besides its files.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Where the files come from.
    pub origin: Origin,
    /// The vendors.
    pub catalog: &'a Catalog,
    /// Device types, and the vendor and model that stand for each.
    pub models: &'a [(String, String)],
    /// What compiling a text says of it.
    pub compile: Compile<'a>,
}

/// What came of an import.
#[derive(Debug)]
pub struct Imported {
    /// The program; nothing if the files cannot be used.
    pub program: Option<String>,
    /// Messages about the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The files.
    pub sources: Sources,
}

/// Makes a program of files, given as paths and texts.
pub fn import<'f>(
    files: impl IntoIterator<Item = (&'f Utf8Path, &'f str)>,
    request: Request<'_>,
) -> Imported {
    let mut sources = Sources::default();
    let inputs: Vec<Input> =
        files.into_iter().map(|(path, text)| Input::new(path, text, &mut sources)).collect();
    let mut notes = Notes::default();
    let program = program(&inputs, request, &mut notes);
    let mut diagnostics = notes.diagnostics();
    let program = program.map_err(|error| diagnostics.push(error)).ok();
    Imported { program, diagnostics, sources }
}

fn program(
    inputs: &[Input],
    request: Request<'_>,
    notes: &mut Notes,
) -> Result<String, Diagnostic> {
    let models = Models::new(request.catalog, request.models).map_err(|model| {
        Diagnostic::new(&codes::NOTHING_TO_IMPORT, format!("there is no hardware model `{model}`"))
            .help("`rackc vendors NAME` lists a vendor's models")
    })?;
    let inventory = match request.origin {
        Origin::Netbox => dcim::read(inputs, &dcim::netbox::FIELDS, &models, notes)?,
        Origin::Nautobot => dcim::read(inputs, &dcim::nautobot::FIELDS, &models, notes)?,
        Origin::Netlab => netlab::read(inputs, &models, notes)?,
    };
    if !inventory.devices.iter().any(|device| device.what.is_switch()) {
        return Err(nothing(inputs, &inventory));
    }
    let mut draft = write::draft(&inventory, notes);
    let text = settle::settle(&mut draft, request.compile, notes)?;
    if !draft.has(Kind::Switch) {
        return Err(nothing(inputs, &inventory));
    }
    let head = head(&inventory, notes);
    let whole = format!("{head}\n{text}");
    Ok(format(&whole).unwrap_or(whole))
}

fn head(inventory: &Inventory<'_>, notes: &Notes) -> String {
    let from = inventory.from;
    let left = notes.comment();
    let rest = if left.is_empty() { "// Everything in it was carried over.\n" } else { "" };
    format!(
        "// Imported from {from} by `rackc import`. Check it with `rackc check`, build it with `rackc build`.\n{rest}{left}"
    )
}

fn nothing(inputs: &[Input], inventory: &Inventory<'_>) -> Diagnostic {
    let many = inventory.devices.len();
    let message = match many {
        0 => "there are no devices in what was given".to_owned(),
        1 => "the one device that was found is no switch of a model that rackc knows".to_owned(),
        many => format!("none of {many} devices is a switch of a model that rackc knows"),
    };
    let help = if many == 0 {
        "name the export of the devices too"
    } else if inventory.from == "netlab" {
        "say which model stands for a device: `--model DEVICE=VENDOR/MODEL`, or `--model \"*=VENDOR/MODEL\"` for all"
    } else {
        "say which model stands for a device: `--model \"MANUFACTURER TYPE=VENDOR/MODEL\"`, or `--model \"*=VENDOR/MODEL\"` for all"
    };
    let error = Diagnostic::new(&codes::NOTHING_TO_IMPORT, message).help(help);
    let left =
        inventory.devices.iter().filter(|device| matches!(device.what, inventory::What::Left));
    match left.chain(&inventory.devices).find_map(|device| device.at) {
        Some(at) => error.at(at, "such as this one"),
        None => match inputs {
            [input] => error.at(input.span(0..0), "nothing of use in it"),
            _ => error,
        },
    }
}

/// A file that cannot be read.
fn unreadable(input: &Input, what: &str, wrong: &json::Wrong) -> Diagnostic {
    let at = wrong.at.min(input.text.len());
    let at = (0..=at).rev().find(|at| input.text.is_char_boundary(*at)).unwrap_or(0);
    let message = format!("this is no {what}: {}", input::plain(&wrong.why));
    Diagnostic::new(&codes::IMPORT_UNREADABLE, message).at(input.span(at..at), "here")
}
