//! One build at a time per output folder.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::PathBuf;

use super::codes::BUSY;
use super::fail::fails;
use super::target::Target;
use crate::diagnostic::Diagnostic;

/// A lock on an output folder, given back when it is dropped or the process ends.
#[derive(Debug)]
pub struct Guard {
    path: PathBuf,
    _file: File,
}

impl Guard {
    /// Takes the lock.
    ///
    /// # Errors
    /// Another build holds it, or the lock's file cannot be made.
    pub fn take(target: &Target) -> Result<Self, Diagnostic> {
        let path = target.lock();
        loop {
            let file = open(&path).map_err(fails("write", &path))?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(busy(target)),
                Err(TryLockError::Error(error)) => return Err(fails("lock", &path)(error)),
            }
            // The build that held it may have removed the file between our opening and locking it.
            if is_same(&file, &path) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        _ = fs::remove_file(&self.path);
    }
}

fn open(path: &std::path::Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // A link that someone left under that name is not followed.
        options.custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    options.open(path)
}

#[cfg(unix)]
fn is_same(file: &File, path: &std::path::Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same(_: &File, path: &std::path::Path) -> bool {
    path.exists()
}

fn busy(target: &Target) -> Diagnostic {
    let message = format!("another build is writing to `{}`", target.shown.display());
    Diagnostic::new(&BUSY, message).help("wait for it to end, or name another folder with `-o DIR`")
}
