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
        let options = MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let paths = glob::glob_with(whole.as_str(), options)
            .map_err(|error| ReadError::BadPattern(error.msg.to_owned()))?;
        let mut found = Vec::new();
        for path in paths.take(Program::MAX_FILES + 1) {
            let path = path.map_err(|error| ReadError::Other(reason(error.error())))?;
            let path = Utf8PathBuf::from_path_buf(path)
                .map_err(|path| ReadError::Other(format!("`{}` is not UTF-8", path.display())))?;
            if path.is_file() {
                found.push(path);
            }
        }
        found.sort();
        Ok(found)
    }

    fn is_dir(&self, path: &Utf8Path) -> bool {
        path.is_dir()
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        path.is_file()
    }
}

fn fails(error: &io::Error) -> ReadError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadError::NotFound,
        _ => ReadError::Other(reason(error)),
    }
}
