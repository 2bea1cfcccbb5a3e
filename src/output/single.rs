//! Writing one file in one step.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::fail::fails;
use super::replace::sync_folder;
use crate::diagnostic::Diagnostic;

/// Gives a file this text if it has another: whole, and in one step. Says whether it wrote.
///
/// # Errors
/// The system refuses; then the file is as it was.
pub fn write_file(path: &Path, text: &str) -> Result<bool, Diagnostic> {
    if fs::read(path).is_ok_and(|bytes| bytes == text.as_bytes()) {
        return Ok(false);
    }
    // A link is kept: the file behind it is replaced.
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    replace(&real, text).map_err(fails("write", path))?;
    Ok(true)
}

fn replace(path: &Path, text: &str) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().ok_or(io::ErrorKind::IsADirectory)?);
    name.push(format!(".rackc-{}", std::process::id()));
    let staged = folder.join(name);
    let result = stage(&staged, path, text).and_then(|()| fs::rename(&staged, path));
    if result.is_err() {
        _ = fs::remove_file(&staged);
    }
    result?;
    _ = sync_folder(folder);
    Ok(())
}

fn stage(staged: &Path, path: &Path, text: &str) -> io::Result<()> {
    _ = fs::remove_file(staged);
    let mut file = OpenOptions::new().write(true).create_new(true).open(staged)?;
    if let Ok(metadata) = fs::metadata(path) {
        file.set_permissions(metadata.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_written_only_when_its_text_changes() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rackc.lock");
        assert_eq!(write_file(&path, "a"), Ok(true));
        assert_eq!(write_file(&path, "a"), Ok(false));
        assert_eq!(write_file(&path, "b"), Ok(true));
        assert_eq!(fs::read_to_string(&path).unwrap(), "b");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
