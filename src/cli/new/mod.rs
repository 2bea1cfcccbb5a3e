//! `rackc new`

mod hardware;

use std::fs;

use camino::{Utf8Component, Utf8Path};

use super::args::{Global, New};
use super::catalog;
use super::codes::FOLDER_NOT_EMPTY;
use super::exit::{Exit, Failure};
use super::shell::Shell;
use crate::diagnostic::Diagnostic;
use crate::output::write_file;
use crate::syntax::format;

use hardware::Hardware;

/// The program to start from, by file; `@WORD@` is filled in.
const FILES: [(&str, &str); 2] =
    [("main.rack", include_str!("main.rack")), ("racks.rack", include_str!("racks.rack"))];

/// Writes a program to start from.
///
/// # Errors
/// The folder is not empty or cannot be written, or there is no such hardware model.
pub fn run(args: &New, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let catalog = catalog::load(global.vendors.as_deref())?;
    let hardware = Hardware::choose(&catalog, args.model.as_deref())?;
    check_empty(&args.dir)?;
    fs::create_dir_all(&args.dir).map_err(|error| {
        Diagnostic::new(
            &FOLDER_NOT_EMPTY,
            format!("cannot make the folder `{}`: {error}", args.dir),
        )
    })?;
    let name = fabric_name(&args.dir);
    for (file, text) in FILES {
        let text = hardware.fill(&text.replace("@NAME@", &name));
        let text = format(&text).unwrap_or(text);
        write_file(args.dir.join(file).as_std_path(), &text)?;
    }
    shell.status(&format!("wrote a fabric of {} to `{}`", hardware.model, args.dir))?;
    let here = args.dir.components().all(|part| part == Utf8Component::CurDir);
    let enter = if here { String::new() } else { format!("cd {} && ", args.dir) };
    shell.status(&format!("next: {enter}rackc build ."))?;
    Ok(Exit::Fine)
}

fn check_empty(dir: &Utf8Path) -> Result<(), Diagnostic> {
    let refuse = |why: &str| {
        Diagnostic::new(&FOLDER_NOT_EMPTY, format!("`{dir}` {why}"))
            .help("name a folder that does not exist yet, or an empty one")
    };
    match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().map_or(Ok(()), |_| Err(refuse("has files in it"))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => Err(refuse("is a file")),
        Err(error) => Err(refuse(&format!("cannot be read: {error}"))),
    }
}

/// The folder's name as a name of the language.
fn fabric_name(dir: &Utf8Path) -> String {
    let word: String = dir
        .file_name()
        .unwrap_or_default()
        .to_ascii_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .take(32)
        .collect();
    let word = word.trim_matches('-');
    if word.starts_with(|first: char| first.is_ascii_lowercase()) {
        word.to_owned()
    } else {
        "dc1".to_owned()
    }
}
