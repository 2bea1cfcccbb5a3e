//! `rackc why`

mod answer;
mod place;

use std::collections::BTreeSet;

use camino::Utf8Path;

use self::answer::{Answer, Asked};
use self::place::{Found, Place};
use super::args::{Compile, Global, Shown, TableFormat, Why};
use super::exit::{Exit, Failure};
use super::project::{Compiled, Project};
use super::shell::Shell;
use crate::compile::with_origins;
use crate::render::Tracers;

/// Tells which statements of the program lines of a config come from.
///
/// # Errors
/// The program has errors, or there is no such line.
pub fn run(args: &Why, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let place = Place::read(&args.place)?;
    let path = args.path.as_deref().unwrap_or(Utf8Path::new("."));
    let mut compile = Compile::plain(path);
    let mut shown = TableFormat::default();
    for format in &args.formats {
        match format {
            Shown::As(format) => shown = *format,
            Shown::Vendor(vendor, format) => compile.formats.push((vendor.clone(), format.clone())),
        }
    }
    let project = Project::open(&compile, global)?;
    let compiled = project.compile_quietly(shell)?;
    let Compiled { output, catalog, sources, folder, .. } = &compiled;
    let device = place.switch(&output.devices)?;
    let switches = BTreeSet::from([device.hostname.as_str()]);
    let devices = with_origins(output, (sources, folder), catalog, &switches);
    let tracers = Tracers::new(catalog, &devices)?;
    let files = match devices.first() {
        Some(device) => tracers.trace(device)?,
        None => Vec::new(),
    };
    let Found { file, lines } = place.find(&device.hostname, &files)?;
    let asked = Asked { file, lines, vendor: &device.vendor, format: &device.format };
    let answer = Answer::of(&asked, sources);
    match shown {
        TableFormat::Json => shell.data(&answer.json())?,
        TableFormat::Human => shell.people(&answer.text(sources))?,
    }
    Ok(Exit::Fine)
}
