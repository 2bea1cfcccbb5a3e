//! The output folder and the names beside it that rackc uses while it works.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use super::codes::NOT_A_FOLDER;
use super::fail::fails;
use crate::diagnostic::Diagnostic;

/// Where a tree is to be written.
#[derive(Debug, Clone)]
pub struct Target {
    /// The folder as the user wrote it, for messages.
    pub shown: PathBuf,
    /// The folder, as an absolute path.
    pub folder: PathBuf,
    /// The folder in which it lies.
    pub parent: PathBuf,
    /// Whether it is there.
    pub exists: bool,
    name: OsString,
}

impl Target {
    /// Looks at the folder that the user names.
    ///
    /// # Errors
    /// A path that rackc must not or cannot replace.
    pub fn new(shown: &Path) -> Result<Self, Diagnostic> {
        let folder = absolute(shown)?;
        let (Some(parent), Some(name)) = (folder.parent(), folder.file_name()) else {
            return Err(refuse(shown, "is the root of the file system"));
        };
        let (parent, name) = (parent.to_owned(), name.to_owned());
        let target = Self { shown: shown.to_owned(), folder, parent, exists: false, name };
        target.look()
    }

    /// The same target as it is now.
    ///
    /// # Errors
    /// What stands there is no folder, or it is the current directory.
    pub fn look(mut self) -> Result<Self, Diagnostic> {
        let metadata = match fs::symlink_metadata(&self.folder) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                self.exists = false;
                return Ok(self);
            }
            Err(error) => return Err(fails("look at", &self.shown)(error)),
        };
        if metadata.is_symlink() {
            let to = fs::read_link(&self.folder).unwrap_or_default();
            return Err(refuse(&self.shown, &format!("is a symbolic link to `{}`", to.display())));
        }
        if !metadata.is_dir() {
            return Err(refuse(&self.shown, "is a file"));
        }
        let current = std::env::current_dir().and_then(|current| current.canonicalize());
        if let (Ok(current), Ok(folder)) = (current, self.folder.canonicalize())
            && current.starts_with(folder)
        {
            return Err(refuse(&self.shown, "is, or holds, the current directory"));
        }
        self.exists = true;
        Ok(self)
    }

    /// Where the new tree is made; after the exchange, where the old one is taken apart.
    pub fn stage(&self) -> PathBuf {
        self.beside("new")
    }

    /// Where the old tree is put on file systems that cannot exchange two folders.
    pub fn old(&self) -> PathBuf {
        self.beside("old")
    }

    /// The file that a build holds locked.
    pub fn lock(&self) -> PathBuf {
        self.beside("lock")
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".rackc-{suffix}"));
        self.parent.join(name)
    }
}

/// The absolute path without `.` and `..`; a `..` after a symbolic link means what the system
/// says it means.
fn absolute(shown: &Path) -> Result<PathBuf, Diagnostic> {
    let path = std::path::absolute(shown).map_err(fails("resolve", shown))?;
    if path.components().any(|part| part == std::path::Component::ParentDir) {
        return path.canonicalize().map_err(fails("resolve", shown));
    }
    Ok(path)
}

fn refuse(shown: &Path, why: &str) -> Diagnostic {
    Diagnostic::new(&NOT_A_FOLDER, format!("the output folder `{}` {why}", shown.display()))
        .help("name a folder that rackc may own: `-o out`")
}
