//! Writes a tree beside the output folder and puts it in place in one step.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::fail::fails;
use super::guard::Guard;
use super::manifest::{FILE_NAME, Manifest};
use super::path::join;
use super::replace::{recover, remove, replace, sync_folder};
use super::seal::Seal;
use super::target::Target;
use super::tree::{Tree, read_regular};
use crate::diagnostic::Diagnostic;
use crate::render::OutputFile;

/// A build's hold on an output folder.
///
/// Files that are on disk already are left alone; the first one that differs starts a new tree
/// beside the folder, and [`Writer::commit`] puts that tree in place. Dropped before that, it
/// leaves the folder as it was.
#[derive(Debug)]
pub struct Writer {
    target: Target,
    tree: Tree,
    stage: OnceLock<PathBuf>,
    /// Folders that are in the new tree, as paths below it.
    folders: Mutex<HashSet<String>>,
    _guard: Guard,
}

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Path below the output folder.
    pub path: String,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// It was on disk already.
    pub kept: bool,
}

/// What became of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    /// Files that are new or differ from before.
    pub changed: usize,
    /// Files that are there no more.
    pub removed: usize,
    /// Whether anything was written.
    pub written: bool,
}

impl Writer {
    /// Takes hold of `folder`, which may be absent.
    ///
    /// # Errors
    /// The folder is no folder, is not ours, is in use by another build, or cannot be written.
    pub fn open(folder: &Path) -> Result<Self, Diagnostic> {
        let target = Target::new(folder)?;
        fs::create_dir_all(&target.parent).map_err(fails("make the folder", &target.parent))?;
        let guard = Guard::take(&target)?;
        let target = target.look()?;
        recover(&target)?;
        let target = target.look()?;
        let tree = Tree::read(&target)?;
        Ok(Self { target, tree, stage: OnceLock::new(), folders: Mutex::default(), _guard: guard })
    }

    /// What the folder holds, as its manifest says.
    pub fn manifest(&self) -> Option<&Manifest> {
        self.tree.known.as_ref()
    }

    /// The files of a manifest as they are in the folder now, whatever they hold. Those that are not there are
    /// left out.
    ///
    /// # Errors
    /// A file cannot be looked at.
    pub fn kept(&self, manifest: &Manifest) -> Result<Vec<Written>, Diagnostic> {
        let switches = manifest.switches.values().flat_map(|switch| &switch.files);
        let mut files = Vec::new();
        for (path, sha256) in switches.chain(&manifest.files) {
            let there = join(&self.target.folder, path)?;
            if fs::symlink_metadata(&there).is_ok_and(|metadata| metadata.is_file()) {
                files.push(Written { path: path.clone(), sha256: sha256.clone(), kept: true });
            }
        }
        Ok(files)
    }

    /// Whether the folder holds what its manifest says, to the byte, and that was made with this seal.
    pub fn is_sealed(&self, seal: &Seal) -> bool {
        let Some(manifest) = &self.tree.known else { return false };
        let own = manifest.switches.values().flat_map(|switch| &switch.files);
        let files: Vec<(&String, &String)> = own.chain(&manifest.files).collect();
        let is_whole = |(path, sha256): &(&String, &String)| {
            let bytes = join(&self.target.folder, path)
                .ok()
                .and_then(|there| read_regular(&there, u64::MAX).ok().flatten());
            bytes.is_some_and(|bytes| hex(&Sha256::digest(&bytes)) == **sha256)
        };
        seal.holds(&self.tree.manifest) && files.par_iter().all(is_whole)
    }

    /// Takes one file. May be called from several threads.
    ///
    /// # Errors
    /// The file's path is not safe, or it cannot be written.
    pub fn put(&self, file: &OutputFile) -> Result<Written, Diagnostic> {
        let there = join(&self.target.folder, &file.path)?;
        // What the manifest does not list is not there: all else was refused.
        let kept = self.tree.paths.contains(&file.path) && is_same(&there, &file.text);
        if !kept {
            self.write(&file.path, &file.text)?;
        }
        Ok(Written { path: file.path.clone(), sha256: hash(&file.text), kept })
    }

    /// Puts the tree in place. `files` are all that [`Writer::put`] returned; `first` is done when the new tree is
    /// whole on disk and has not yet taken the old one's place.
    ///
    /// # Errors
    /// The system or `first` refuses; then the old tree is still there.
    pub fn commit(
        self,
        manifest: &str,
        files: &[Written],
        first: impl FnOnce() -> Result<(), Diagnostic>,
    ) -> Result<Outcome, Diagnostic> {
        let changed = files.iter().filter(|file| !file.kept).count();
        let paths: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let gone = self.tree.paths.iter().filter(|path| !paths.contains(path.as_str()));
        let removed = gone.count();
        if self.stage.get().is_none() && manifest == self.tree.manifest {
            first()?;
            return Ok(Outcome { changed, removed, written: false });
        }
        for file in files.iter().filter(|file| file.kept) {
            self.keep(&file.path)?;
        }
        self.write(FILE_NAME, manifest)?;
        self.finish(first)?;
        Ok(Outcome { changed, removed, written: true })
    }

    /// The configurations can be made again, so that only what tells whether they are whole is
    /// forced to disk: a file that a loss of power tore is found by the next build, which compares
    /// every file.
    fn finish(&self, first: impl FnOnce() -> Result<(), Diagnostic>) -> Result<(), Diagnostic> {
        let stage = self.stage()?;
        let manifest = stage.join(FILE_NAME);
        File::open(&manifest)
            .and_then(|file| file.sync_all())
            .map_err(fails("write", &manifest))?;
        sync_folder(stage).map_err(fails("write", stage))?;
        if let Ok(metadata) = fs::metadata(&self.target.folder) {
            _ = fs::set_permissions(stage, metadata.permissions());
        }
        first()?;
        replace(&self.target)
    }

    /// The folder of the new tree, made when it is first wanted.
    fn stage(&self) -> Result<&Path, Diagnostic> {
        if let Some(stage) = self.stage.get() {
            return Ok(stage);
        }
        let stage = self.target.stage();
        fs::create_dir_all(&stage).map_err(fails("make the folder", &stage))?;
        Ok(self.stage.get_or_init(|| stage))
    }

    fn write(&self, relative: &str, text: &str) -> Result<(), Diagnostic> {
        let path = self.room_for(relative)?;
        create(&path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(fails("write", &path))
    }

    /// Takes a file over from the old tree: the same file where the system allows that.
    fn keep(&self, relative: &str) -> Result<(), Diagnostic> {
        let path = self.room_for(relative)?;
        let old = join(&self.target.folder, relative)?;
        fs::hard_link(&old, &path)
            .or_else(|_| fs::copy(&old, &path).map(|_| ()))
            .map_err(fails("write", &path))
    }

    /// Makes a folder of the new tree, from the top: asking for the innermost first costs a refusal for each of the others.
    fn make_folder(&self, stage: &Path, relative: &str) -> Result<(), Diagnostic> {
        let known = || self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if known().contains(relative) {
            return Ok(());
        }
        if let Some((outer, _)) = relative.rsplit_once('/') {
            self.make_folder(stage, outer)?;
        }
        let folder = stage.join(relative);
        match fs::create_dir(&folder) {
            // Another thread was quicker.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            made => made.map_err(fails("make the folder", &folder))?,
        }
        known().insert(relative.to_owned());
        Ok(())
    }

    fn room_for(&self, relative: &str) -> Result<PathBuf, Diagnostic> {
        let stage = self.stage()?;
        let path = join(stage, relative)?;
        if let Some((folder, _)) = relative.rsplit_once('/') {
            self.make_folder(stage, folder)?;
        }
        Ok(path)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if let Some(stage) = self.stage.get() {
            _ = remove(stage);
        }
    }
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// Whether a regular file with just this text is there.
fn is_same(path: &Path, text: &str) -> bool {
    let most = text.len() as u64;
    matches!(read_regular(path, most), Ok(Some(bytes)) if bytes == text.as_bytes())
}

/// SHA-256 of a text in hexadecimal.
pub fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}
