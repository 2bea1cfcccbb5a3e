//! `rackc drift`

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::args::{Compile, DiffFormat, Direction, Drift as Args, Global};
use super::causes;
use super::diff::{Side, say, show_review, side_of_program};
use super::entry::reason;
use super::exit::{Exit, Failure};
use super::shell::Shell;
use super::trees::{Tree, text};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::review::codes::{FILE_UNREADABLE, NOT_RUNNING, SWITCH_UNKNOWN};
use crate::review::show::{self, adopt};
use crate::review::{Drift, Files, Reader, Remedy, Review, Running, SwitchReview};
use crate::source::Sources;

/// Most files below the folder of one switch.
const MOST_FILES: usize = 10_000;

/// Compares what switches run with what the program says.
///
/// # Errors
/// The program has errors, or something cannot be read.
pub fn run(args: &Args, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let side = side_of_program(&Compile::plain(&args.path), global, shell)?;
    let Side::Program(compiled) = &side else { return Ok(Exit::Usage) };
    let wanted = side.tree()?;
    let reader = Reader::new(&compiled.catalog);
    let found = collected(&args.running)?;
    let names = wanted.names();
    warn(&names, &found, shell)?;
    let names: Vec<&String> = names.iter().filter(|name| found.contains_key(*name)).collect();
    let results: Vec<Result<Drift, Vec<Diagnostic>>> =
        names.par_iter().map(|name| one(name, &found[*name], &wanted, &reader)).collect();
    let mut review = Review { switches: names.len(), ..Review::default() };
    let mut remedies: Vec<Remedy> = Vec::new();
    let mut missing = Vec::new();
    let mut faults = Vec::new();
    for (name, result) in names.iter().zip(results) {
        match result {
            Ok(drift) => {
                missing.extend(drift.missing.iter().map(|file| format!("{name}: {file}")));
                if !drift.changes.is_empty() {
                    review.take(name, SwitchReview::Changed(drift.changes));
                    remedies.extend(drift.remedy);
                }
            }
            Err(errors) => faults.extend(errors),
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    review.finish();
    causes::find(&mut review, None, Some(compiled))?;
    match args.remediation {
        Some(Direction::Switch) => {
            shell.lines(&show::remedies(&remedies, args.format == DiffFormat::Json))?;
        }
        Some(Direction::Program) => shell.lines(&adopt(&review))?,
        None => show_review(shell, &review, args.format)?,
    }
    if !missing.is_empty() {
        shell.status(&format!("not collected, and so not compared: {}", missing.join(", ")))?;
    }
    Ok(if review.is_empty() { Exit::Fine } else { Exit::Errors })
}

fn one(
    name: &str,
    path: &Utf8Path,
    wanted: &Tree<'_>,
    reader: &Reader<'_>,
) -> Result<Drift, Vec<Diagnostic>> {
    let running = running(path).map_err(|error| vec![error])?;
    let Some(switch) = wanted.switch(name).map_err(|error| vec![error])? else {
        return Ok(Drift::default());
    };
    reader
        .drift(name, running, &switch)
        .map_err(|faults| faults.iter().map(|fault| say(name, fault)).collect())
}

/// What was collected, by the name of the switch.
fn collected(folder: &Utf8Path) -> Result<BTreeMap<String, Utf8PathBuf>, Failure> {
    // An output tree holds its switches one folder below.
    let inner = folder.join("configs");
    let folder = if inner.is_dir() { inner } else { folder.to_owned() };
    let entries = folder.read_dir_utf8().map_err(|error| unreadable(&folder, &reason(&error)))?;
    let mut found = BTreeMap::new();
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(&folder, &reason(&error)))?;
        let name = entry.file_name();
        if name.starts_with('.') {
            continue;
        }
        let name =
            if entry.path().is_dir() { name } else { name.split('.').next().unwrap_or(name) };
        found.insert(name.to_owned(), entry.path().to_owned());
    }
    Ok(found)
}

fn running(path: &Utf8Path) -> Result<Running, Diagnostic> {
    if !path.is_dir() {
        return text(path).map(Running::Text).map_err(|why| unreadable(path, &why));
    }
    let mut files = Files::new();
    let mut open = vec![path.to_owned()];
    while let Some(folder) = open.pop() {
        let entries =
            folder.read_dir_utf8().map_err(|error| unreadable(&folder, &reason(&error)))?;
        for entry in entries {
            let entry = entry.map_err(|error| unreadable(&folder, &reason(&error)))?;
            let kind =
                entry.file_type().map_err(|error| unreadable(entry.path(), &reason(&error)))?;
            if kind.is_dir() {
                open.push(entry.path().to_owned());
            } else if kind.is_file() && files.len() < MOST_FILES {
                let name = entry.path().strip_prefix(path).map_or("", Utf8Path::as_str).to_owned();
                files.insert(
                    name,
                    text(entry.path()).map_err(|why| unreadable(entry.path(), &why))?,
                );
            }
        }
    }
    Ok(Running::Files(files))
}

fn unreadable(path: &Utf8Path, why: &str) -> Diagnostic {
    Diagnostic::new(&FILE_UNREADABLE, format!("cannot read `{path}`: {why}"))
        .help("name a folder with one file or folder for each switch")
}

fn warn(
    names: &[String],
    found: &BTreeMap<String, Utf8PathBuf>,
    shell: &Shell,
) -> Result<(), Failure> {
    let mut warnings = Vec::new();
    for (name, path) in found.iter().filter(|(name, _)| !names.contains(name)) {
        let help = did_you_mean(name, names.iter().map(String::as_str));
        warnings.push(
            Diagnostic::new(&SWITCH_UNKNOWN, format!("`{path}` is of no switch of the program"))
                .maybe_help(help),
        );
    }
    let absent: Vec<&str> =
        names.iter().map(String::as_str).filter(|name| !found.contains_key(*name)).collect();
    if !absent.is_empty() {
        let names = crate::review::names::compress(absent);
        warnings.push(
            Diagnostic::new(&NOT_RUNNING, format!("there is no running configuration of {names}"))
                .help("collect it; nothing is said of these switches"),
        );
    }
    if warnings.is_empty() {
        return Ok(());
    }
    shell.report(&warnings, &Sources::default()).map_err(Failure::Stream)
}
