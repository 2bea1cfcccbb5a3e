//! The files of a program on disk.

use std::fs;
use std::io::{self, Read};

use camino::{Utf8Path, Utf8PathBuf};
use glob::{MatchOptions, Pattern};

use super::entry::reason;
use crate::source::Sources;
use crate::syntax::{Files, Program, ReadError};

/// The real disk.
#[derive(Debug)]
pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &Utf8Path) -> Result<Vec<u8>, ReadError> {
        let metadata = fs::metadata(path).map_err(|error| fails(&error))?;
        if !metadata.is_file() {
            let what = if metadata.is_dir() { "it is a directory" } else { "it is no file" };
            return Err(ReadError::Other(what.to_owned()));
        }
        let most = Sources::MAX_FILE_BYTES as u64;
        if metadata.len() > most {
            return Err(ReadError::TooLarge);
        }
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(|error| fails(&error))?;
        // One byte more tells a file that has grown since from one that just fits.
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| fails(&error))?;
        if bytes.len() > Sources::MAX_FILE_BYTES { Err(ReadError::TooLarge) } else { Ok(bytes) }
    }

    fn matching(&self, dir: &Utf8Path, pattern: &str) -> Result<Vec<Utf8PathBuf>, ReadError> {
        let whole = Utf8PathBuf::from(Pattern::escape(dir.as_str())).join(pattern);
        let mut found = match whole.as_str().split_once("**") {
            None => expanded(whole.as_str())?,
            Some((before, _)) => {
                // Names before `**` may be patterns too; behind it folders are looked through here.
                let start = match before.rfind('/') {
                    None => ".",
                    Some(0) => "/",
                    Some(at) => before.get(..at).unwrap_or("."),
                };
                let rest = whole.as_str().get(before.rfind('/').map_or(0, |at| at + 1)..);
                let rest = bad_pattern(Pattern::new(rest.unwrap_or_default()))?;
                let mut walk = Walk { rest: &rest, found: Vec::new(), seen: 0 };
                for folder in expanded(start)?.into_iter().filter(|path| path.is_dir()) {
                    walk.folder(&folder, "")?;
                }
                walk.found
            }
        };
        found.retain(|path| path.is_file());
        found.sort();
        found.dedup();
        Ok(found)
    }

    fn is_dir(&self, path: &Utf8Path) -> bool {
        path.is_dir()
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        path.is_file()
    }
}

/// Most files and folders that `**` looks through.
const MOST_SEEN: usize = 200_000;

fn options() -> MatchOptions {
    MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    }
}

fn bad_pattern<T>(result: Result<T, glob::PatternError>) -> Result<T, ReadError> {
    result.map_err(|error| ReadError::BadPattern(error.msg.to_owned()))
}

/// The paths that match a pattern without `**`.
fn expanded(pattern: &str) -> Result<Vec<Utf8PathBuf>, ReadError> {
    let mut found = Vec::new();
    let paths = bad_pattern(glob::glob_with(pattern, options()))?;
    for path in paths.take(Program::MAX_FILES + 1) {
        let path = path.map_err(|error| ReadError::Other(reason(error.error())))?;
        found.push(utf8(path)?);
    }
    Ok(found)
}

fn utf8(path: std::path::PathBuf) -> Result<Utf8PathBuf, ReadError> {
    let refuse = |path: std::path::PathBuf| format!("`{}` is not UTF-8", path.display());
    Utf8PathBuf::from_path_buf(path).map_err(|path| ReadError::Other(refuse(path)))
}

/// Looks through folders. Links to folders are not followed: they might lead in a circle.
struct Walk<'a> {
    /// What stands from `**` on.
    rest: &'a Pattern,
    found: Vec<Utf8PathBuf>,
    seen: usize,
}

impl Walk<'_> {
    /// `below` is the folder as seen from where the walk began.
    fn folder(&mut self, folder: &Utf8Path, below: &str) -> Result<(), ReadError> {
        for entry in fs::read_dir(folder).map_err(|error| fails(&error))? {
            let entry = entry.map_err(|error| fails(&error))?;
            self.seen += 1;
            if self.seen > MOST_SEEN || self.found.len() > Program::MAX_FILES {
                let what = format!("`**` leads to more than {MOST_SEEN} files and folders");
                return if self.found.len() > Program::MAX_FILES {
                    Ok(())
                } else {
                    Err(ReadError::Other(what))
                };
            }
            let path = utf8(entry.path())?;
            let path = path.strip_prefix(".").map(Utf8Path::to_owned).unwrap_or(path);
            let name = path.file_name().unwrap_or_default();
            if name.starts_with('.') {
                continue;
            }
            let name = format!("{below}{name}");
            let kind = entry.file_type().map_err(|error| fails(&error))?;
            if kind.is_dir() {
                self.folder(&path, &format!("{name}/"))?;
            } else if self.rest.matches_with(&name, options()) {
                self.found.push(path);
            }
        }
        Ok(())
    }
}

fn fails(error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::NotFound,
        _ => ReadError::Other(reason(error)),
    }
}
