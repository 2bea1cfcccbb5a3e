//! Output trees, on disk and in memory, one switch at a time.

use std::collections::BTreeMap;
use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use super::entry::reason;
use crate::device::model::Device;
use crate::diagnostic::Diagnostic;
use crate::output::{MANIFEST, Manifest};
use crate::render::Printers;
use crate::review::codes::{FILE_UNREADABLE, MANIFEST_UNREADABLE, NOT_A_TREE};
use crate::review::{Files, Switch};

/// Largest file that is read, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Where the switches of one side come from.
pub enum Tree<'a> {
    /// A folder that `rackc build` wrote.
    Disk(&'a DiskTree),
    /// A program, compiled.
    Memory(MemoryTree<'a>),
}

/// A folder that `rackc build` wrote.
pub struct DiskTree {
    folder: Utf8PathBuf,
    manifest: Manifest,
}

/// A program, compiled.
pub struct MemoryTree<'a> {
    /// Its switches, by host name.
    pub devices: BTreeMap<&'a str, &'a Device>,
    /// What prints them.
    pub printers: Printers<'a>,
}

/// Whether a path is an output tree.
pub fn is_tree(path: &Utf8Path) -> bool {
    path.join(MANIFEST).is_file()
}

impl DiskTree {
    /// Reads the manifest of a tree.
    ///
    /// # Errors
    /// There is none, or it is none of ours.
    pub fn open(folder: &Utf8Path) -> Result<Self, Diagnostic> {
        let path = folder.join(MANIFEST);
        if !path.is_file() {
            return Err(Diagnostic::new(
                &NOT_A_TREE,
                format!("`{folder}` is neither an output tree nor a program"),
            )
            .help("name the folder that was given to `rackc build -o`, or a .rack program"));
        }
        let text = text(&path).map_err(|why| {
            Diagnostic::new(&MANIFEST_UNREADABLE, format!("cannot read `{path}`: {why}"))
        })?;
        match Manifest::parse(&text) {
            Some(manifest) => Ok(Self { folder: folder.to_owned(), manifest }),
            None => Err(Diagnostic::new(
                &MANIFEST_UNREADABLE,
                format!("`{path}` is not what this release of rackc writes"),
            )
            .help("write the tree anew with `rackc build`")),
        }
    }
}

impl Tree<'_> {
    /// The names of the switches.
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Disk(tree) => tree.manifest.switches.keys().cloned().collect(),
            Self::Memory(tree) => tree.devices.keys().map(|&name| name.to_owned()).collect(),
        }
    }

    /// A switch with its files.
    ///
    /// # Errors
    /// A file cannot be read or printed.
    pub fn switch(&self, name: &str) -> Result<Option<Switch>, Diagnostic> {
        match self {
            Self::Disk(tree) => {
                let Some(switch) = tree.manifest.switches.get(name) else { return Ok(None) };
                let mut files = Files::new();
                for path in switch.files.keys() {
                    let whole = tree.folder.join(path);
                    let text = text(&whole).map_err(|why| {
                        Diagnostic::new(&FILE_UNREADABLE, format!("cannot read `{whole}`: {why}"))
                            .help("restore it, or write the tree anew with `rackc build`")
                    })?;
                    files.insert(below(path, name), text);
                }
                Ok(Some(Switch {
                    vendor: switch.vendor.clone(),
                    platform: switch.platform.clone(),
                    format: switch.format.clone(),
                    files,
                }))
            }
            Self::Memory(tree) => {
                let Some(device) = tree.devices.get(name) else { return Ok(None) };
                let files = tree.printers.print(device)?;
                let files =
                    files.into_iter().map(|file| (below(&file.path, name), file.text)).collect();
                Ok(Some(Switch {
                    vendor: device.vendor.clone(),
                    platform: device.platform.clone(),
                    format: device.format.clone(),
                    files,
                }))
            }
        }
    }
}

/// A path below the folder of its switch.
fn below(path: &str, name: &str) -> String {
    let folder = format!("configs/{name}/");
    path.strip_prefix(&folder).unwrap_or(path).to_owned()
}

/// The text of a file.
///
/// # Errors
/// Why it cannot be read.
pub fn text(path: &Utf8Path) -> Result<String, String> {
    let metadata = fs::metadata(path).map_err(|error| reason(&error))?;
    if !metadata.is_file() {
        return Err("it is no file".to_owned());
    }
    if metadata.len() > LARGEST {
        return Err("it is too large".to_owned());
    }
    let bytes = fs::read(path).map_err(|error| reason(&error))?;
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
}
