//! Where the texts of a program come from.

use std::collections::BTreeMap;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Sources;

/// The files that a program may be loaded from.
///
/// Paths have `/` between parts and no `.` or `..` that could be resolved without looking.
pub trait Files {
    /// The bytes of a file.
    ///
    /// # Errors
    /// It cannot be read, or is longer than [`crate::source::Sources::MAX_FILE_BYTES`].
    fn read(&self, path: &Utf8Path) -> Result<Vec<u8>, ReadError>;

    /// The files below `dir` that match a pattern: `*` and `?` stand for parts of one name, `**` for
    /// any directories, `[ab]` for one of some characters; `..` may lead out of `dir`.
    ///
    /// # Errors
    /// The pattern is none, or a directory cannot be read.
    fn matching(&self, dir: &Utf8Path, pattern: &str) -> Result<Vec<Utf8PathBuf>, ReadError>;

    /// Whether the path is a directory.
    fn is_dir(&self, path: &Utf8Path) -> bool;

    /// Whether the path is a file.
    fn is_file(&self, path: &Utf8Path) -> bool;
}

/// Why something cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReadError {
    /// There is no such file or directory.
    NotFound,
    /// The file is longer than is read.
    TooLarge,
    /// The pattern has no meaning, with the reason.
    BadPattern(String),
    /// Anything else, in the system's words.
    Other(String),
}

impl ReadError {
    /// The message about the file that cannot be read.
    pub fn about(&self, path: &Utf8Path) -> Diagnostic {
        let (code, message): (&'static Code, String) = match self {
            Self::NotFound => (&codes::UNREADABLE, format!("there is no file `{path}`")),
            Self::TooLarge => {
                let most = Sources::MAX_FILE_BYTES >> 20;
                (&codes::TOO_LARGE, format!("`{path}` is larger than {most} MiB"))
            }
            Self::BadPattern(reason) => {
                (&codes::BAD_INCLUDE, format!("`{path}` is no pattern of paths: {reason}"))
            }
            Self::Other(reason) => (&codes::UNREADABLE, format!("cannot read `{path}`: {reason}")),
        };
        Diagnostic::new(code, message)
    }
}

/// The text of a file.
///
/// # Errors
/// It is not UTF-8.
pub fn decoded(path: &Utf8Path, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let message = format!("`{path}` is not UTF-8 text: it begins as UTF-16 does");
        let help =
            format!("save the file as UTF-8; `iconv -f UTF-16 -t UTF-8 {path}` prints it so");
        return Err(Diagnostic::new(&codes::NOT_UTF8, message).help(help));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("`{path}` is not UTF-8 text: byte {at} starts no character");
        let help = "save the file as UTF-8, or name a `.rack` file";
        Diagnostic::new(&codes::NOT_UTF8, message).help(help)
    })
}

/// Files that exist only in memory: for tests, and for programs that come from elsewhere.
///
/// A directory exists when a file is in it.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    files: BTreeMap<Utf8PathBuf, Vec<u8>>,
}

impl MemoryFiles {
    /// Adds a file, or replaces one.
    #[must_use]
    pub fn with(mut self, path: impl AsRef<Utf8Path>, bytes: impl Into<Vec<u8>>) -> Self {
        self.files.insert(normal(path.as_ref()), bytes.into());
        self
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &Utf8Path) -> Result<Vec<u8>, ReadError> {
        self.files.get(&normal(path)).cloned().ok_or(ReadError::NotFound)
    }

    fn matching(&self, dir: &Utf8Path, pattern: &str) -> Result<Vec<Utf8PathBuf>, ReadError> {
        let escaped = glob::Pattern::escape(dir.as_str());
        let whole = normal(&Utf8Path::new(&escaped).join(pattern));
        let pattern = glob::Pattern::new(whole.as_str())
            .map_err(|error| ReadError::BadPattern(error.msg.to_owned()))?;
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let matches = |path: &&Utf8PathBuf| pattern.matches_with(path.as_str(), options);
        Ok(self.files.keys().filter(matches).cloned().collect())
    }

    fn is_dir(&self, path: &Utf8Path) -> bool {
        let dir = normal(path);
        self.files.keys().any(|file| file != &dir && file.starts_with(&dir))
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        self.files.contains_key(&normal(path))
    }
}

/// The path without `.`, and without `..` where that can be told.
pub(super) fn normal(path: &Utf8Path) -> Utf8PathBuf {
    let mut normal = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => match normal.components().next_back() {
                Some(Utf8Component::Normal(_)) => drop(normal.pop()),
                Some(Utf8Component::RootDir) => {}
                _ => normal.push(".."),
            },
            other => normal.push(other),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_made_normal_without_looking() {
        assert_eq!(normal("./a/../b/./c".into()), "b/c");
        assert_eq!(normal("../../a".into()), "../../a");
        assert_eq!(normal("/../a".into()), "/a");
    }

    #[test]
    fn patterns_stay_in_one_directory() {
        let files = MemoryFiles::default().with("p/a.rack", "").with("p/q/b.rack", "");
        assert_eq!(files.matching("p".into(), "*.rack").unwrap(), ["p/a.rack"]);
        assert_eq!(files.matching("p/q".into(), "../*.rack").unwrap(), ["p/a.rack"]);
        assert!(files.is_dir("p/q".into()) && !files.is_dir("p/a.rack".into()));
        assert!(files.matching("p".into(), "***").is_err());
    }
}
