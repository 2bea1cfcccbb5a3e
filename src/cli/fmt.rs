//! `rackc fmt`

use std::io::Read as _;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use super::args::Fmt;
use super::codes::NOT_FORMATTED;
use super::disk::Disk;
use super::entry;
use super::exit::{Exit, Failure};
use super::shell::Shell;
use crate::diagnostic::{Diagnostic, Sink};
use crate::output::{diff, write_file};
use crate::source::Sources;
use crate::syntax::codes::{NO_PROGRAM, UNREADABLE};
use crate::syntax::{Files, ReadError, decoded, format, parse};

/// What stands for standard input.
const STDIN: &str = "-";

/// Gives programs rackc's layout, or tells which lack it.
///
/// # Errors
/// A file cannot be read or written, or has syntax errors; then none is written.
pub fn run(args: &Fmt, shell: &Shell) -> Result<Exit, Failure> {
    if args.paths == [STDIN] {
        return stdin(args, shell);
    }
    let mut files = Vec::new();
    for path in &args.paths {
        files.extend(found(path)?);
    }
    files.sort();
    files.dedup();
    let done: Vec<Result<Option<(String, String)>, Wrong>> = files
        .par_iter()
        .map(|file| {
            let old = read(file).map_err(|error| (vec![error], Sources::default()))?;
            let new = formatted(file, &old)?;
            Ok((new != old).then_some((old, new)))
        })
        .collect();
    let mut changed = Vec::new();
    let mut failed = false;
    for (file, done) in files.iter().zip(done) {
        match done {
            Ok(change) => changed.extend(change.map(|(old, new)| (file, old, new))),
            Err((diagnostics, sources)) => {
                failed = true;
                shell.report(&diagnostics, &sources)?;
            }
        }
    }
    if failed {
        return Err(Failure::Told(Exit::Errors));
    }
    if args.check {
        return check(&changed, shell);
    }
    for (file, _, new) in &changed {
        write_file(file.as_std_path(), new)?;
        shell.status(&format!("wrote `{file}`"))?;
    }
    Ok(Exit::Fine)
}

/// Messages, and the text that they are about.
type Wrong = (Vec<Diagnostic>, Sources);

fn check(changed: &[(&Utf8PathBuf, String, String)], shell: &Shell) -> Result<Exit, Failure> {
    for (file, old, new) in changed {
        if let Some(diff) = diff(file.as_str(), Some(old), Some(new)) {
            shell.change(file.as_str(), &diff)?;
        }
    }
    let named = |(file, ..): &(&Utf8PathBuf, String, String)| {
        Diagnostic::new(&NOT_FORMATTED, format!("`{file}` is not laid out as `rackc fmt` does it"))
            .help(format!("rackc fmt {file}"))
    };
    let diagnostics: Vec<Diagnostic> = changed.iter().map(named).collect();
    if diagnostics.is_empty() {
        Ok(Exit::Fine)
    } else {
        Err(Failure::Say(Exit::OutOfDate, diagnostics))
    }
}

fn stdin(args: &Fmt, shell: &Shell) -> Result<Exit, Failure> {
    let name = Utf8Path::new("standard input");
    let mut bytes = Vec::new();
    let most = Sources::MAX_FILE_BYTES as u64 + 1;
    let read = std::io::stdin().lock().take(most).read_to_end(&mut bytes);
    read.map_err(|error| ReadError::Other(entry::reason(&error)).about(name))?;
    if bytes.len() > Sources::MAX_FILE_BYTES {
        return Err(ReadError::TooLarge.about(name).into());
    }
    let old = decoded(name, bytes)?;
    match formatted(name, &old) {
        Ok(new) if !args.check => shell.data(&new).map(|()| Exit::Fine).map_err(Failure::from),
        Ok(new) if new == old => Ok(Exit::Fine),
        Ok(new) => check(&[(&name.to_owned(), old, new)], shell),
        Err((diagnostics, sources)) => {
            shell.report(&diagnostics, &sources)?;
            Err(Failure::Told(Exit::Errors))
        }
    }
}

/// The files that a path means: itself, or all programs below a folder.
fn found(path: &Utf8Path) -> Result<Vec<Utf8PathBuf>, Diagnostic> {
    entry::look(path)?;
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let files = Disk.matching(path, "**/*.rack");
    let files = files.map_err(|error| error.about(path))?;
    if files.is_empty() {
        let message = format!("`{path}` holds no `.rack` file");
        return Err(
            Diagnostic::new(&NO_PROGRAM, message).help("name a file or a folder of programs")
        );
    }
    Ok(files)
}

fn read(path: &Utf8Path) -> Result<String, Diagnostic> {
    decoded(path, Disk.read(path).map_err(|error| error.about(path))?)
}

/// The text in rackc's layout, or what is wrong with it.
fn formatted(path: &Utf8Path, old: &str) -> Result<String, Wrong> {
    let mut sources = Sources::default();
    // Some editors mark a file as UTF-8 this way; what is written has no such mark.
    let bare = old.strip_prefix('\u{feff}').unwrap_or(old);
    let file = sources.add(path, bare);
    let mut sink = Sink::default();
    parse(file, bare, &mut sink);
    if sink.has_errors() {
        return Err((sink.into_sorted(), sources));
    }
    format(bare).ok_or_else(|| {
        let message = format!("`{path}` cannot be laid out: its statements would change");
        let help = "this is a fault of rackc: please report it with the file";
        (vec![Diagnostic::new(&UNREADABLE, message).help(help)], sources)
    })
}
