//! Putting a finished tree in the place of the old one.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::fail::fails;
use super::target::Target;
use crate::diagnostic::Diagnostic;

/// Puts the staged tree in the target's place and removes the old one. Whoever looks at the
/// target sees either the whole old tree or the whole new one.
///
/// # Errors
/// The system refuses; then the old tree is still there.
pub fn replace(target: &Target) -> Result<(), Diagnostic> {
    let stage = target.stage();
    let put = if target.exists { swap(target, &stage) } else { fs::rename(&stage, &target.folder) };
    put.map_err(fails("replace", &target.shown))?;
    _ = sync_folder(&target.parent);
    // What cannot be removed now is removed by the next build.
    _ = remove(&stage);
    _ = remove(&target.old());
    Ok(())
}

/// Mends what a killed build left behind, under the lock.
///
/// # Errors
/// The system refuses.
pub fn recover(target: &Target) -> Result<(), Diagnostic> {
    let (stage, old) = (target.stage(), target.old());
    if !target.exists && old.is_dir() {
        fs::rename(&old, &target.folder).map_err(fails("restore", &target.shown))?;
    }
    remove(&stage).map_err(fails("remove", &stage))?;
    remove(&old).map_err(fails("remove", &old))
}

/// Removes a folder and all that is in it, if it is there; links are removed, not followed.
pub fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(folder),
        result => result,
    }
}

/// Makes the entries of a folder last through a loss of power.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn swap(target: &Target, stage: &Path) -> io::Result<()> {
    match exchange(stage, &target.folder) {
        Err(error) if is_unsupported(&error) => swap_in_two_steps(target, stage),
        result => result,
    }
}

/// File systems that cannot exchange get two renames. Between them the target is absent; a build
/// that is killed there is mended by [`recover`].
fn swap_in_two_steps(target: &Target, stage: &Path) -> io::Result<()> {
    let old = target.old();
    fs::rename(&target.folder, &old)?;
    fs::rename(stage, &target.folder).inspect_err(|_| _ = fs::rename(&old, &target.folder))
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}
