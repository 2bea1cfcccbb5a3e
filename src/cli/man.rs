//! `rackc man`

use std::fmt::Write as _;
use std::fs;

use clap::CommandFactory as _;

use super::args::{Cli, Man};
use super::entry::reason;
use super::exit::{Exit, Failure};
use super::shell::Shell;
use crate::diagnostic::Diagnostic;
use crate::output::codes::IO_FAILS;
use crate::output::write_file;

/// Prints the manual page of rackc, or writes one for each command.
///
/// # Errors
/// The folder or a page cannot be written.
pub fn run(args: &Man, shell: &Shell) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    command.build();
    let Some(folder) = &args.output else {
        shell.data(&page(command)?)?;
        return Ok(Exit::Fine);
    };
    fs::create_dir_all(folder).map_err(|error| {
        Diagnostic::new(&IO_FAILS, format!("cannot make `{folder}`: {}", reason(&error)))
    })?;
    let mut pages = 0;
    for (name, command) in commands("rackc".to_owned(), command) {
        write_file(folder.join(format!("{name}.1")).as_std_path(), &page(command)?)?;
        pages += 1;
    }
    shell.status(&format!("wrote {pages} pages to `{folder}`"))?;
    Ok(Exit::Fine)
}

/// A command and those below it, as `rackc`, `rackc-lock`, `rackc-lock-prune`.
fn commands(name: String, command: clap::Command) -> Vec<(String, clap::Command)> {
    let below: Vec<_> = command
        .get_subcommands()
        .flat_map(|sub| commands(format!("{name}-{}", sub.get_name()), sub.clone()))
        .collect();
    std::iter::once((name, command)).chain(below).collect()
}

fn page(command: clap::Command) -> std::io::Result<String> {
    let mut text = Vec::new();
    let version = concat!("rackc ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command).source(version).render(&mut text)?;
    let mut page = String::new();
    // What is not ASCII has a name of its own, which every roff reads.
    for c in String::from_utf8_lossy(&text).chars() {
        if c.is_ascii() {
            page.push(c);
        } else {
            _ = write!(page, "\\[u{:04X}]", u32::from(c));
        }
    }
    Ok(page)
}
