//! `rackc lock`

use super::args::Prune;
use super::entry;
use super::exit::{Exit, Failure};
use super::project::read_lock;
use super::shell::Shell;
use crate::allocate::Lock;
use crate::output::write_file;
use crate::source::Sources;

/// Forgets what was removed from the program.
///
/// # Errors
/// There is no such program, or its lock cannot be read or written.
pub fn prune(args: &Prune, shell: &Shell) -> Result<Exit, Failure> {
    entry::look(&args.path)?;
    let path = entry::lock_path(&args.path);
    let Some(text) = read_lock(&path)? else {
        shell.status(&format!("there is no `{path}`: nothing to prune"))?;
        return Ok(Exit::Fine);
    };
    let mut sources = Sources::default();
    let file = sources.add(&path, text.as_str());
    let mut lock = match Lock::parse(&text, file) {
        Ok(lock) => lock,
        Err(diagnostics) => {
            shell.report(&diagnostics, &sources)?;
            return Err(Failure::Told(Exit::Errors));
        }
    };
    let removed = lock.prune();
    if removed > 0 {
        write_file(path.as_std_path(), &lock.to_text())?;
    }
    let entries = if removed == 1 { "entry" } else { "entries" };
    shell.status(&format!("`{path}`: {removed} {entries} pruned"))?;
    Ok(Exit::Fine)
}
