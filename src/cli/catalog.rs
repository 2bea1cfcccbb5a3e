//! The vendors: built in, with the folders of `--vendors DIR` over them.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use camino::{Utf8Path, Utf8PathBuf};

use super::codes::{UNKNOWN_ARGUMENT, VENDORS_UNREADABLE};
use super::exit::{Failure, usage};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::vendor::codes::VENDOR_FOLDER_WRONG;
use crate::vendor::schema::{Platform, Vendor};
use crate::vendor::{Catalog, CatalogError};

/// Most files and deepest folder that are read.
const MOST_FILES: usize = 20_000;
const DEEPEST: usize = 16;
/// Largest file that is read, in bytes.
const LARGEST: u64 = 16 * 1024 * 1024;

type Files = Vec<(Utf8PathBuf, Vec<u8>)>;

/// Reads the catalog.
///
/// # Errors
/// `dir` cannot be read, or a vendor folder is wrong.
pub fn load(dir: Option<&Utf8Path>) -> Result<Catalog, Failure> {
    let Some(dir) = dir else {
        return Catalog::load([]).map_err(|errors| say(&errors, None).into());
    };
    let mut files = Vec::new();
    walk(dir, dir, 0, &mut files)?;
    let own: BTreeSet<Utf8PathBuf> = files.iter().map(|(path, _)| path.clone()).collect();
    Catalog::load(files).map_err(|errors| say(&errors, Some((dir, &own))).into())
}

/// The vendor that an argument names.
///
/// # Errors
/// There is none of that name.
pub fn vendor<'a>(catalog: &'a Catalog, name: &str) -> Result<&'a Vendor, Failure> {
    catalog.vendor(name).ok_or_else(|| {
        let known = catalog.vendors.keys().map(String::as_str);
        let help = did_you_mean(name, known.clone())
            .unwrap_or_else(|| format!("the vendors are {}", list(known)));
        usage(unknown(format!("there is no vendor `{name}`"), help))
    })
}

/// The hardware model of a vendor that an argument names.
///
/// # Errors
/// The vendor has none of that name.
pub fn platform<'a>(vendor: &'a Vendor, name: &str) -> Result<&'a Platform, Failure> {
    vendor.platform(name).ok_or_else(|| {
        let known = vendor.platforms.keys().map(String::as_str);
        let help = did_you_mean(name, known.clone())
            .unwrap_or_else(|| format!("the models of `{}` are {}", vendor.name, list(known)));
        usage(unknown(format!("vendor `{}` has no hardware model `{name}`", vendor.name), help))
    })
}

/// Makes sure that the formats asked for on the command line are there.
///
/// # Errors
/// One is not.
pub fn check_formats(catalog: &Catalog, formats: &[(String, String)]) -> Result<(), Failure> {
    for (name, format) in formats {
        let vendor = vendor(catalog, name)?;
        if !vendor.formats.contains_key(format) {
            let known = vendor.formats.keys().map(String::as_str);
            let message = format!("vendor `{}` has no format `{format}`", vendor.name);
            return Err(usage(unknown(message, format!("its formats are {}", list(known)))));
        }
    }
    Ok(())
}

/// A message about a name on the command line that nothing bears.
pub fn unknown(message: String, help: String) -> Diagnostic {
    Diagnostic::new(&UNKNOWN_ARGUMENT, message).help(help)
}

/// Names in backticks, with commas.
pub fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn walk(
    root: &Utf8Path,
    folder: &Utf8Path,
    depth: usize,
    files: &mut Files,
) -> Result<(), Diagnostic> {
    let entries = fs::read_dir(folder)
        .map_err(|error| unreadable(folder.as_std_path(), &error.to_string()))?;
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder.as_std_path(), &error.to_string()))?;
        let path = Utf8PathBuf::from_path_buf(entry.path())
            .map_err(|path| unreadable(&path, "its name is not UTF-8"))?;
        if path.file_name().is_some_and(|name| name.starts_with('.')) {
            continue;
        }
        let metadata = fs::metadata(&path)
            .map_err(|error| unreadable(path.as_std_path(), &error.to_string()))?;
        if metadata.is_dir() && depth < DEEPEST {
            walk(root, &path, depth + 1, files)?;
        } else if metadata.is_file() && metadata.len() <= LARGEST && files.len() < MOST_FILES {
            let bytes = fs::read(&path)
                .map_err(|error| unreadable(path.as_std_path(), &error.to_string()))?;
            files.push((relative(root, &path), bytes));
        } else {
            return Err(unreadable(
                path.as_std_path(),
                "there are too many files, or it is too large",
            ));
        }
    }
    Ok(())
}

/// The path below `root`, with `/` between parts.
fn relative(root: &Utf8Path, path: &Utf8Path) -> Utf8PathBuf {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| part.as_str()).collect::<Vec<_>>().join("/").into()
}

fn unreadable(path: &Path, why: &str) -> Diagnostic {
    let why = why.split(" (os error").next().unwrap_or_default();
    Diagnostic::new(&VENDORS_UNREADABLE, format!("cannot read `{}`: {why}", path.display()))
        .help("`--vendors DIR` takes a folder of vendor folders: `DIR/NAME/vendor.yaml`")
}

fn say(
    errors: &[CatalogError],
    overlay: Option<(&Utf8Path, &BTreeSet<Utf8PathBuf>)>,
) -> Vec<Diagnostic> {
    let one = |error: &CatalogError| {
        let mut error = error.clone();
        if let Some((dir, own)) = overlay
            && own.contains(&error.file)
        {
            error.file = dir.join(&error.file);
        }
        let diagnostic = Diagnostic::new(&VENDOR_FOLDER_WRONG, error.to_string());
        let flat = overlay.is_some_and(|(dir, own)| {
            own.contains(Utf8Path::new("vendor.yaml")) && error.file.starts_with(dir)
        });
        if flat {
            return diagnostic.help("`--vendors` takes the folder that holds the vendor's folder");
        }
        diagnostic
    };
    errors.iter().map(one).collect()
}
