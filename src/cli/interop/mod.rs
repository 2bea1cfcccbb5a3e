//! `rackc interop`

mod crossings;
mod json;
mod legend;
mod markdown;
mod text;

use super::args::{Compile, Global, Interop, PageFormat};
use super::catalog;
use super::exit::{Exit, Failure};
use super::project::{Looked, Project};
use super::shell::Shell;
use crate::matrix::Matrix;
use crate::vendor::schema::Vendor;

/// Shows what vendors' switches do together: in the catalogue of scenarios, or in a program.
///
/// # Errors
/// The program has errors, a vendor folder is wrong, or there is no vendor of a name asked for.
pub fn run(args: &Interop, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let mut failed = false;
    let page = if let Some(path) = &args.path {
        let project = Project::open(&Compile::plain(path), global)?;
        let (Looked { checked, catalog, .. }, wrong) = project.look_anyway(shell)?;
        failed = wrong;
        let meetings = crossings::Meetings::of(&checked, &catalog);
        match args.format {
            PageFormat::Human => meetings.text(),
            PageFormat::Markdown => meetings.markdown(),
            PageFormat::Json => meetings.json(),
        }
    } else {
        let catalog = catalog::load(global.vendors.as_deref())?;
        let between = args.between.iter().map(|name| catalog::vendor(&catalog, name));
        let between: Vec<&Vendor> = between.collect::<Result<_, _>>()?;
        let matrix = Matrix::of(&catalog, &between);
        match args.format {
            PageFormat::Human => text::page(&matrix),
            PageFormat::Markdown => markdown::page(&matrix),
            PageFormat::Json => json::page(&matrix),
        }
    };
    shell.data(&page)?;
    if failed { Err(Failure::Told(Exit::Errors)) } else { Ok(Exit::Fine) }
}
