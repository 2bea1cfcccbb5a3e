//! The path on the command line.

use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Diagnostic, closest};
use crate::syntax::codes::UNREADABLE;

/// Name of the lock file, beside the program.
pub const LOCK: &str = "rackc.lock";

/// Makes sure that there is something at the path.
///
/// # Errors
/// There is nothing; similar names are suggested.
pub fn look(path: &Utf8Path) -> Result<(), Diagnostic> {
    match fs::metadata(path) {
        Err(error) if is_absent(&error) => Err(absent(path)),
        Err(error) => Err(refuse(format!("cannot read `{path}`: {}", reason(&error)))),
        Ok(_) => Ok(()),
    }
}

/// Makes sure of the same where names follow the path, and suggests the order that was meant.
///
/// # Errors
/// There is nothing at the path.
pub fn look_before(path: &Utf8Path, words: &[String], command: &str) -> Result<(), Diagnostic> {
    let is_program = |word: &&String| {
        let word = Utf8Path::new(word);
        word.extension() == Some("rack") && word.is_file() || word.is_dir()
    };
    look(path).map_err(|error| match words.iter().rev().find(is_program) {
        None => error,
        Some(program) => {
            let mut rest = vec![program.as_str(), path.as_str()];
            rest.extend(words.iter().filter(|word| *word != program).map(String::as_str));
            error.help(format!("the program comes first: `rackc {command} {}`", rest.join(" ")))
        }
    })
}

/// The lock file of the program at a path.
pub fn lock_path(program: &Utf8Path) -> Utf8PathBuf {
    let folder =
        if program.is_dir() { program } else { program.parent().unwrap_or(Utf8Path::new("")) };
    // `rackc.lock` rather than `./rackc.lock`, as the program's own files are called.
    folder.components().filter(|part| part.as_str() != ".").collect::<Utf8PathBuf>().join(LOCK)
}

/// The system's words without the error's number.
pub fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

fn absent(path: &Utf8Path) -> Diagnostic {
    let folder = match path.parent() {
        Some(folder) if !folder.as_str().is_empty() => folder,
        _ => Utf8Path::new("."),
    };
    let beside = |name: &str| match path.parent() {
        Some(folder) if !folder.as_str().is_empty() => folder.join(name),
        _ => Utf8PathBuf::from(name),
    };
    let Ok(names) = names(folder) else {
        let error = refuse(format!("there is no `{path}`; there is no folder `{folder}` either"));
        // What is wrong with the folder's own name is what is wrong.
        return match absent(folder).help {
            Some(help) => error.help(help),
            None => error,
        };
    };
    let wanted = path.file_name().unwrap_or_default();
    let meant = |name: &str| format!("did you mean `{}`?", beside(name));
    let alike = || closest(wanted, names.iter().map(String::as_str)).map(meant);
    let same_stem = || {
        let same = |name: &&String| Utf8Path::new(name).file_stem() == path.file_stem();
        names.iter().find(same).map(|name| meant(name))
    };
    let programs = || {
        let programs =
            names.iter().filter(|name| Utf8Path::new(name).extension() == Some("rack")).take(5);
        let programs: Vec<String> = programs.map(|name| format!("`{name}`")).collect();
        (!programs.is_empty()).then(|| format!("`{folder}` holds {}", programs.join(", ")))
    };
    let help = alike().or_else(same_stem).or_else(programs);
    refuse(format!("there is no `{path}`"))
        .help(help.unwrap_or_else(|| "start a program with `rackc new DIR`".to_owned()))
}

/// Names in a folder, sorted, at most so many as can be looked through.
fn names(folder: &Utf8Path) -> io::Result<Vec<String>> {
    let entries = fs::read_dir(folder)?.take(10_000);
    let mut names: Vec<String> =
        entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.sort();
    Ok(names)
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn refuse(message: String) -> Diagnostic {
    Diagnostic::new(&UNREADABLE, message)
}
