//! The vendor folders that are built into the program.

use camino::Utf8PathBuf;
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "vendors/"]
struct Files;

/// Every file of `vendors/`, by its path below that folder.
pub fn files() -> impl Iterator<Item = (Utf8PathBuf, Vec<u8>)> {
    Files::iter().filter_map(|path| {
        let bytes = Files::get(&path)?.data.into_owned();
        Some((Utf8PathBuf::from(path.into_owned()), bytes))
    })
}
