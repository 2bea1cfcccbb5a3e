//! What an output folder holds before a build.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::codes::FOREIGN_FILES;
use super::fail::fails;
use super::manifest::{FILE_NAME, Manifest};
use super::target::Target;
use crate::diagnostic::Diagnostic;

/// How many foreign files a message lists.
const LISTED: usize = 5;
/// Largest manifest that is read, in bytes.
const MAX_MANIFEST: u64 = 256 * 1024 * 1024;

/// The tree that an earlier build wrote.
#[derive(Debug, Default)]
pub struct Tree {
    /// Text of its manifest; empty when there is none.
    pub manifest: String,
    /// What the manifest says.
    pub known: Option<Manifest>,
    /// Paths that the manifest lists.
    pub paths: BTreeSet<String>,
}

impl Tree {
    /// Reads the folder and makes sure that rackc wrote all that is in it.
    ///
    /// # Errors
    /// Files that are not in the manifest, or a folder that cannot be read.
    pub fn read(target: &Target) -> Result<Self, Diagnostic> {
        if !target.exists {
            return Ok(Self::default());
        }
        let path = target.folder.join(FILE_NAME);
        let text = read_regular(&path, MAX_MANIFEST).map_err(fails("read", &path))?;
        let text = text.and_then(|bytes| String::from_utf8(bytes).ok());
        let parsed = text.as_deref().and_then(Manifest::parse);
        let broken = text.is_some() && parsed.is_none();
        let paths = parsed.iter().flat_map(Manifest::paths).map(str::to_owned).collect();
        let manifest = text.filter(|_| !broken).unwrap_or_default();
        let tree = Self { manifest, known: parsed, paths };
        let foreign = tree.foreign(&target.folder).map_err(fails("read", &target.shown))?;
        if foreign.is_empty() {
            return Ok(tree);
        }
        Err(refuse(target, &foreign, broken))
    }

    /// Files in the folder that are neither the manifest nor listed in it.
    fn foreign(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut found = Vec::new();
        let mut left: Vec<(PathBuf, String)> = vec![(folder.to_owned(), String::new())];
        while let Some((folder, prefix)) = left.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
                let kind = entry.file_type()?;
                let ours = kind.is_file()
                    && (self.paths.contains(&path)
                        || (path == FILE_NAME && !self.manifest.is_empty()));
                if kind.is_dir() {
                    left.push((entry.path(), format!("{path}/")));
                } else if !ours {
                    found.push(path);
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// The bytes of a file; nothing if it is absent, no regular file, or larger than `most`.
pub fn read_regular(path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() && metadata.len() <= most => {}
        Ok(_) => return Ok(None),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            return Ok(None);
        }
        Err(error) => return Err(error),
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// Whether the files are such as a build writes, all but the manifest.
fn is_like_a_tree(files: &[String]) -> bool {
    let known = ["configs/", "docs/", "graph/"];
    known.iter().all(|folder| files.iter().any(|file| file.starts_with(folder)))
}

fn refuse(target: &Target, foreign: &[String], broken: bool) -> Diagnostic {
    let count = foreign.len();
    let files = if count == 1 { "a file" } else { "files" };
    let mut listed: Vec<String> =
        foreign.iter().take(LISTED).map(|path| format!("`{}`", path.escape_debug())).collect();
    if count > LISTED {
        listed.push(format!("{} more", count - LISTED));
    }
    let message = format!("`{}` holds {files} that rackc did not write", target.shown.display());
    let lost = !broken && is_like_a_tree(foreign);
    let diagnostic = Diagnostic::new(&FOREIGN_FILES, message)
        .note(listed.join(", "))
        .help("move them elsewhere, or name another folder with `-o DIR`; nothing was deleted");
    if lost {
        return diagnostic.help(format!(
            "get `{FILE_NAME}` back (`git checkout -- {0}/{FILE_NAME}`), or delete `{0}` and build it anew; nothing was deleted",
            target.shown.display()
        )).note(format!("it is laid out as a tree of rackc, but `{FILE_NAME}`, which says which files are rackc's, is not there"));
    }
    if broken {
        return diagnostic
            .note(format!("`{FILE_NAME}` there is damaged, so rackc knows none of its files"));
    }
    diagnostic
}
