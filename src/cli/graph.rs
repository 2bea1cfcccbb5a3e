//! `rackc graph`

use super::args::{Compile, Global, Graph, GraphFormat};
use super::exit::{Exit, Failure};
use super::project::{Looked, Project};
use super::shell::Shell;
use crate::compile::Checked;
use crate::output::write_file;
use crate::picture::{Marks, dot, mermaid, svg};

/// Draws a fabric.
///
/// # Errors
/// The program has errors, or the file cannot be written.
pub fn run(args: &Graph, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let project = Project::open(&Compile::plain(&args.path), global)?;
    let Looked { checked: Checked { fabric, .. }, .. } = project.look(shell)?;
    let drawn = match args.format {
        GraphFormat::Svg => svg(&fabric, &Marks::default()),
        GraphFormat::Dot => dot(&fabric),
        GraphFormat::Mermaid => mermaid(&fabric),
    };
    match &args.output {
        None => shell.data(&drawn)?,
        Some(path) => {
            write_file(path.as_std_path(), &drawn)?;
            shell.status(&format!("wrote `{path}`"))?;
        }
    }
    Ok(Exit::Fine)
}
