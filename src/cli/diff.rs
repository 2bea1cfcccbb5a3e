//! `rackc diff`

use std::collections::BTreeSet;
use std::io;

use camino::Utf8Path;
use rayon::prelude::*;

use super::args::{Compile, Diff, DiffFormat, Global};
use super::catalog;
use super::causes;
use super::codes::REVISION_UNREADABLE;
use super::exit::{Exit, Failure};
use super::project::{Compiled, Project};
use super::revision::{self, Revision};
use super::shell::Shell;
use super::trees::{DiskTree, MemoryTree, Tree, is_tree};
use crate::diagnostic::Diagnostic;
use crate::render::Printers;
use crate::review::codes::{CONFIG_MALFORMED, VENDOR_UNKNOWN};
use crate::review::show::{self, LONGEST_COMMENT, human, json, markdown};
use crate::review::{Fault, Reader, Remedy, Review, SwitchReview};
use crate::source::Sources;
use crate::vendor::Catalog;

/// How many switches are compared before what came of them is taken in order.
const AT_ONCE: usize = 256;

/// Compares two trees, or a tree and a program.
///
/// # Errors
/// One of them cannot be read.
pub fn run(args: &Diff, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let old = side(&args.old, &args.new, global, shell)?;
    let new = side(&args.new, &args.old, global, shell)?;
    let own;
    let catalog = match (&new, &old) {
        (Side::Program(compiled), _) | (_, Side::Program(compiled)) => &compiled.catalog,
        _ => {
            own = catalog::load(global.vendors.as_deref())?;
            &own
        }
    };
    let programs = (old.program(), new.program());
    let (old, new) = (old.tree()?, new.tree()?);
    let mut review = compare(&old, &new, catalog, shell)?;
    causes::find(&mut review, programs.0, programs.1)?;
    if args.remediation {
        let remedies = remedies(&old, &new, catalog)?;
        shell.lines(&show::remedies(&remedies, args.format == DiffFormat::Json))?;
        return Ok(exit(args, &review));
    }
    show_review(shell, &review, args.format)?;
    Ok(exit(args, &review))
}

/// Shows what changes.
///
/// # Errors
/// Standard output does not take it.
pub(super) fn show_review(shell: &Shell, review: &Review, format: DiffFormat) -> io::Result<()> {
    match format {
        DiffFormat::Human => shell.people(&human(review)),
        DiffFormat::Markdown => shell.people(&markdown(review, LONGEST_COMMENT)),
        DiffFormat::Json => shell.data(&json(review)),
    }
}

fn exit(args: &Diff, review: &Review) -> Exit {
    if args.exit_code && !review.is_empty() { Exit::Errors } else { Exit::Fine }
}

/// The commands for each switch that is in both trees and differs.
fn remedies(old: &Tree<'_>, new: &Tree<'_>, catalog: &Catalog) -> Result<Vec<Remedy>, Failure> {
    let reader = Reader::new(catalog);
    let names = new.names();
    let results: Vec<Result<Option<Remedy>, Vec<Diagnostic>>> =
        names.par_iter().map(|name| remedy(name, old, new, &reader)).collect();
    let mut remedies = Vec::new();
    for result in results {
        remedies.extend(result?);
    }
    Ok(remedies)
}

fn remedy(
    name: &str,
    old: &Tree<'_>,
    new: &Tree<'_>,
    reader: &Reader<'_>,
) -> Result<Option<Remedy>, Vec<Diagnostic>> {
    let read = |tree: &Tree<'_>| tree.switch(name).map_err(|error| vec![error]);
    let (Some(before), Some(after)) = (read(old)?, read(new)?) else { return Ok(None) };
    reader
        .remedy(name, &before, &after)
        .map_err(|faults| faults.iter().map(|fault| say(name, fault)).collect())
}

/// One of the two things that are compared.
pub enum Side {
    /// An output tree.
    Tree(Box<DiskTree>),
    /// A program, compiled.
    Program(Box<Compiled>),
}

/// What a path names, or a revision of git; one without a path is of the path on the other side.
fn side(
    path: &Utf8Path,
    other: &Utf8Path,
    global: &Global,
    shell: &Shell,
) -> Result<Side, Failure> {
    if !path.exists()
        && let Some((revision, path)) = revision::find(path.as_str(), other)?
    {
        return of_revision(revision, &path, global, shell);
    }
    let is_program = path.extension() == Some("rack") || !is_tree(path) && holds_program(path);
    if is_program {
        return side_of_program(&Compile::plain(path), global, shell);
    }
    super::entry::look(path)?;
    Ok(Side::Tree(Box::new(DiskTree::open(path)?)))
}

/// What a revision of git has at a path.
fn of_revision(
    revision: Revision,
    path: &Utf8Path,
    global: &Global,
    shell: &Shell,
) -> Result<Side, Failure> {
    if revision.is_file(&path.join(crate::output::MANIFEST)) {
        return Ok(Side::Tree(Box::new(DiskTree::of_revision(revision, path)?)));
    }
    if revision.is_file(path) || revision.holds_program(path) {
        let project = Project::of_revision(&revision, path, global)?;
        return Ok(Side::Program(Box::new(project.compile_quietly(shell)?)));
    }
    let message =
        format!("revision `{}` has neither a tree nor a program at `{path}`", revision.name);
    let help = "write REVISION:PATH; the path counts from the repository's root";
    Err(Diagnostic::new(&REVISION_UNREADABLE, message).help(help).into())
}

/// A program, compiled.
///
/// # Errors
/// It has errors.
pub fn side_of_program(args: &Compile, global: &Global, shell: &Shell) -> Result<Side, Failure> {
    let project = Project::open(args, global)?;
    Ok(Side::Program(Box::new(project.compile_quietly(shell)?)))
}

fn holds_program(path: &Utf8Path) -> bool {
    let entries = path.read_dir_utf8().into_iter().flatten().filter_map(Result::ok);
    entries.take(10_000).any(|entry| entry.path().extension() == Some("rack"))
}

impl Side {
    /// The program, if it is one.
    fn program(&self) -> Option<&Compiled> {
        match self {
            Self::Tree(_) => None,
            Self::Program(compiled) => Some(compiled),
        }
    }

    /// Its switches.
    ///
    /// # Errors
    /// A template cannot be read.
    pub fn tree(&self) -> Result<Tree<'_>, Failure> {
        Ok(match self {
            Self::Tree(tree) => Tree::Disk(tree),
            Self::Program(compiled) => {
                let devices = &compiled.output.devices;
                let printers = Printers::new(&compiled.catalog, devices)?;
                let devices =
                    devices.iter().map(|device| (device.hostname.as_str(), device)).collect();
                Tree::Memory(MemoryTree { devices, printers })
            }
        })
    }
}

/// Compares all switches of two trees, in parallel.
///
/// # Errors
/// A file cannot be read.
pub fn compare(
    old: &Tree<'_>,
    new: &Tree<'_>,
    catalog: &Catalog,
    shell: &Shell,
) -> Result<Review, Failure> {
    let reader = Reader::new(catalog);
    let new_names = new.names();
    let names: BTreeSet<String> =
        old.names().into_iter().chain(new_names.iter().cloned()).collect();
    let names: Vec<String> = names.into_iter().collect();
    let mut review = Review { switches: new_names.len(), ..Review::default() };
    let mut faults = Vec::new();
    let mut unknown = BTreeSet::new();
    for chunk in names.chunks(AT_ONCE) {
        let results: Vec<Result<One, Vec<Diagnostic>>> =
            chunk.par_iter().map(|name| one(name, old, new, &reader)).collect();
        for (name, result) in chunk.iter().zip(results) {
            match result {
                Ok(one) => {
                    unknown.extend(one.unknown);
                    review.take(name, one.review);
                }
                Err(errors) => faults.extend(errors),
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let warnings: Vec<Diagnostic> = unknown
        .into_iter()
        .map(|what| {
            Diagnostic::new(
                &VENDOR_UNKNOWN,
                format!("no vendor folder knows {what}; its files are compared line by line"),
            )
            .help("give the folders that the tree was built with: `--vendors DIR`")
        })
        .collect();
    if !warnings.is_empty() {
        shell.report(&warnings, &Sources::default())?;
    }
    review.finish();
    Ok(review)
}

/// What came of one switch.
struct One {
    review: SwitchReview,
    /// A vendor or format that is not known.
    unknown: Option<String>,
}

fn one(
    name: &str,
    old: &Tree<'_>,
    new: &Tree<'_>,
    reader: &Reader<'_>,
) -> Result<One, Vec<Diagnostic>> {
    let read = |tree: &Tree<'_>| tree.switch(name).map_err(|error| vec![error]);
    let (before, after) = (read(old)?, read(new)?);
    let unknown = after
        .iter()
        .chain(&before)
        .find(|switch| reader.format(&switch.vendor, &switch.format).is_none())
        .map(|switch| format!("`{}` with format `{}`", switch.vendor, switch.format));
    let review = reader
        .compare(name, before.as_ref(), after.as_ref())
        .map_err(|faults| faults.iter().map(|fault| say(name, fault)).collect::<Vec<_>>())?;
    Ok(One { review, unknown })
}

/// A file that cannot be read, as a message.
pub fn say(name: &str, fault: &Fault) -> Diagnostic {
    let Fault { file, new, error } = fault;
    let side = if *new { "new" } else { "old" };
    Diagnostic::new(
        &CONFIG_MALFORMED,
        format!(
            "line {} of the {side} `{file}` of `{name}` cannot be read: {}",
            error.line, error.why
        ),
    )
}
