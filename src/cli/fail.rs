//! `rackc fail`

use super::args::{Compile, Fail, Global, TableFormat};
use super::entry;
use super::exit::{Exit, Failure};
use super::project::{Looked, Project};
use super::shell::{self, Shell};
use super::things;
use crate::compile::Checked;
use crate::output::write_file;
use crate::picture::{Marks, Summary, svg};
use crate::proof::{self, Network, Prover};

/// Columns of the table.
const COLUMNS: usize = 100;
/// Width of its first column.
const FIRST: usize = 18;

/// Tells what is lost, cut off and weaker when something fails.
///
/// # Errors
/// The program has errors, there is no such thing in it, or the picture cannot be written.
pub fn run(args: &Fail, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    entry::look_before(&args.path, &args.things, "fail")?;
    let project = Project::open(&Compile::plain(&args.path), global)?;
    let Looked { checked: Checked { fabric, topology }, sources, .. } = project.look(shell)?;
    let failure = proof::Failure::of(things::parts(&fabric, &args.things)?);
    let network = Network::of(&fabric, &topology);
    let prover = Prover::new(&network);
    let summary = Summary::of(&prover, &failure, &sources);
    let title = failure.text(&fabric);
    match args.format {
        TableFormat::Json => shell.data(&shell::document(&summary))?,
        TableFormat::Human => shell.data(&table(&title, &summary))?,
    }
    if let Some(path) = &args.svg {
        let effects = prover.effects(&failure);
        let drawn = svg(&fabric, &Marks::of(&effects, &summary, title));
        write_file(path.as_std_path(), &drawn)?;
        shell.status(&format!("wrote `{path}`"))?;
    }
    Ok(Exit::Fine)
}

fn table(title: &str, summary: &Summary) -> String {
    let mut out = format!("without {title}\n");
    let mut last = "";
    for (head, text) in summary.rows() {
        let mut line = format!("  {:FIRST$}", if head == last { "" } else { head });
        let mut empty = true;
        for word in text.split(' ') {
            if !empty && line.chars().count() + 1 + word.chars().count() > COLUMNS {
                out.push_str(line.trim_end());
                out.push('\n');
                line = " ".repeat(FIRST + 4);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        out.push_str(line.trim_end());
        out.push('\n');
        last = head;
    }
    if summary.is_harmless() {
        out.push_str("  nothing else is lost, and nothing is weaker\n");
    }
    out
}
