//! `rackc completions`

use clap::CommandFactory as _;

use super::args::{Cli, Completions};
use super::exit::{Exit, Failure};
use super::shell::Shell;

/// Prints what a shell must know to complete rackc's commands and options.
///
/// # Errors
/// Standard output does not take it.
pub fn run(args: &Completions, shell: &Shell) -> Result<Exit, Failure> {
    let mut command = Cli::command();
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "rackc", &mut text);
    shell.data(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Fine)
}
