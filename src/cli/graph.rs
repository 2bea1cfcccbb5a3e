//! `rackc graph`

use camino::Utf8Path;

use super::args::{Compile, Global, Graph, GraphFormat};
use super::codes::WRONG_USE;
use super::exit::{Exit, Failure, usage};
use super::project::{Looked, Project};
use super::shell::Shell;
use crate::compile::Checked;
use crate::diagnostic::Diagnostic;
use crate::output::write_file;
use crate::picture::{Marks, dot, mermaid, svg};

/// Draws a fabric.
///
/// # Errors
/// The program has errors, or the file cannot be written.
pub fn run(args: &Graph, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let format = format(args)?;
    let project = Project::open(&Compile::plain(&args.path), global)?;
    let Looked { checked: Checked { fabric, .. }, .. } = project.look(shell)?;
    let drawn = match format {
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

/// The format that is asked for, or that the file's name asks for.
fn format(args: &Graph) -> Result<GraphFormat, Failure> {
    let path = args.output.as_deref();
    let ending = path.and_then(Utf8Path::extension).unwrap_or_default().to_ascii_lowercase();
    let meant = match ending.as_str() {
        "svg" => Some(GraphFormat::Svg),
        "dot" | "gv" => Some(GraphFormat::Dot),
        "mmd" | "mermaid" | "md" => Some(GraphFormat::Mermaid),
        _ => None,
    };
    if let (Some(path), "png" | "pdf" | "jpg" | "jpeg" | "gif" | "webp" | "ps" | "eps") =
        (path, ending.as_str())
    {
        let other = path.with_extension("svg");
        let message =
            format!("`rackc graph` draws SVG, DOT and Mermaid, and `{path}` is none of these");
        let help = format!(
            "write `-o {other}`; a browser shows it, and `rsvg-convert {other} -o {path}` makes `{path}` of it"
        );
        return Err(usage(Diagnostic::new(&WRONG_USE, message).help(help)));
    }
    Ok(args.format.or(meant).unwrap_or(GraphFormat::Svg))
}
