//! `rackc import`

use camino::{Utf8Path, Utf8PathBuf};

use super::args::{Global, Import, ImportFrom};
use super::catalog;
use super::disk::Disk;
use super::entry;
use super::exit::{Exit, Failure, usage};
use super::shell::Shell;
use crate::clock::Clock;
use crate::compile::{Options, plan};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::import::codes::OUTPUT_EXISTS;
use crate::import::{Origin, Request, import};
use crate::output::write_file;
use crate::syntax::codes::UNREADABLE;
use crate::syntax::{Files, MemoryFiles, Program, decoded};
use crate::vendor::Catalog;

/// What the program is called while it is compiled.
const PROGRAM: &str = "main.rack";

/// Makes a program of what other tools know.
///
/// # Errors
/// The files cannot be read or used, or the program cannot be written.
pub fn run(args: &Import, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let catalog = catalog::load(global.vendors.as_deref())?;
    check_models(&catalog, &args.models)?;
    if let Some(path) = args.output.as_deref().filter(|path| path.exists() && !args.force) {
        return Err(exists(path));
    }
    let mut files = Vec::new();
    for path in &args.files {
        files.push((path.as_path(), text(path)?));
    }
    let check = |text: &str| check(text, &catalog);
    let request = Request {
        origin: match args.from {
            ImportFrom::Netbox => Origin::Netbox,
            ImportFrom::Nautobot => Origin::Nautobot,
            ImportFrom::Netlab => Origin::Netlab,
        },
        catalog: &catalog,
        models: &args.models,
        compile: &check,
    };
    let files = files.iter().map(|(path, text)| (*path, text.as_str()));
    let imported = import(files, request);
    shell.report(&imported.diagnostics, &imported.sources)?;
    let Some(program) = imported.program else {
        return Err(Failure::Told(Exit::Errors));
    };
    let Some(path) = &args.output else {
        shell.data(&program)?;
        return Ok(Exit::Fine);
    };
    write_file(path.as_std_path(), &program)?;
    shell.status(&format!("wrote `{path}`"))?;
    shell.status(&format!("next: read it, then rackc check {path}"))?;
    Ok(Exit::Fine)
}

/// What compiling a text says of it.
fn check(text: &str, catalog: &Catalog) -> Vec<Diagnostic> {
    let files = MemoryFiles::default().with(PROGRAM, text);
    let mut found = Sink::default();
    let program = Program::load(&files, Utf8Path::new(PROGRAM), &mut found);
    if !found.has_errors() {
        let planned = plan(&program, catalog, &Options::default());
        found.extend(planned.diagnostics);
        if let Some(output) = planned.output {
            let at = ((&program.sources, program.folder()), catalog);
            output.check_switches(at, (&mut found, &mut Clock::default()));
        }
    }
    found.into_sorted().into_iter().filter(|one| one.severity == Severity::Error).collect()
}

fn text(path: &Utf8PathBuf) -> Result<String, Failure> {
    entry::look(path)?;
    if path.is_dir() {
        let error = Diagnostic::new(&UNREADABLE, format!("`{path}` is a folder"))
            .help(format!("name the files in it: `{}/*`", path.as_str().trim_end_matches('/')));
        return Err(error.into());
    }
    let bytes = Disk.read(path).map_err(|error| error.about(path))?;
    Ok(decoded(path, bytes)?)
}

/// The models that the command line names are there.
fn check_models(catalog: &Catalog, models: &[(String, String)]) -> Result<(), Failure> {
    for (_, model) in models {
        let (name, platform) = model.split_once('/').unwrap_or((model, ""));
        let vendor = catalog::vendor(catalog, name)?;
        catalog::platform(vendor, platform)?;
    }
    Ok(())
}

fn exists(path: &Utf8Path) -> Failure {
    let error = Diagnostic::new(&OUTPUT_EXISTS, format!("`{path}` is there already"))
        .help("name another file with `--output`, or overwrite it with `--force`");
    usage(error)
}
