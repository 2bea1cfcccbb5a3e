//! `rackc check`

use super::args::{Check, Global};
use super::exit::{Exit, Failure};
use super::project::{Compiled, Project};
use super::shell::Shell;
use crate::render::Printers;

/// Compiles a program and writes nothing.
///
/// # Errors
/// The program has errors.
pub fn run(args: &Check, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let project = Project::open(&args.compile, global)?;
    let Compiled { output, catalog, .. } = project.compile(shell)?;
    Printers::new(&catalog, &output.devices)?;
    let switches = output.devices.len();
    let word = if switches == 1 { "switch" } else { "switches" };
    shell.status(&format!("`{}` is fine: {switches} {word}", args.compile.path))?;
    Ok(Exit::Fine)
}
