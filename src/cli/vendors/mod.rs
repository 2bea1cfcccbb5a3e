//! `rackc vendors`

mod detail;
mod json;
mod table;

use super::args::{Global, TableFormat, Vendors};
use super::catalog;
use super::exit::{Exit, Failure};
use super::shell::Shell;

/// Shows what the vendors' switches can do.
///
/// # Errors
/// A vendor folder is wrong, or there is no vendor of the name asked for.
pub fn run(args: &Vendors, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let catalog = catalog::load(global.vendors.as_deref())?;
    let one = args.name.as_deref().map(|name| catalog::vendor(&catalog, name)).transpose()?;
    let text = match (args.format, one) {
        (TableFormat::Human, None) => table::table(&catalog),
        (TableFormat::Human, Some(vendor)) => detail::detail(vendor),
        (TableFormat::Json, None) => json::json(catalog.vendors.values()),
        (TableFormat::Json, Some(vendor)) => json::json([vendor]),
    };
    shell.data(&text)?;
    Ok(Exit::Fine)
}
