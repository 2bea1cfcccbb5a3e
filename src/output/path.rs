//! Which names of files may be written.

use std::path::{Path, PathBuf};

use super::codes::UNSAFE_PATH;
use crate::diagnostic::Diagnostic;

/// Joins a relative path with `/` between its parts to a folder, if it stays within it.
///
/// # Errors
/// A path that is absolute, or has an empty part, `.`, `..`, a backslash or a control character.
pub fn join(folder: &Path, relative: &str) -> Result<PathBuf, Diagnostic> {
    if is_safe(relative) {
        Ok(folder.join(relative))
    } else {
        let message = format!("`{}` is no name for an output file", relative.escape_default());
        let device = relative.split('/').find(|part| is_device(part));
        let help =
            device.map(|part| format!("on Windows `{part}` is a device: choose another name"));
        Err(Diagnostic::new(&UNSAFE_PATH, message).maybe_help(help))
    }
}

/// Whether a relative path stays within the folder that it is joined to, and is one file on every system: a tree that is
/// committed on Linux may be checked out on Windows.
pub fn is_safe(relative: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && !part.ends_with(['.', ' '])
            && !part.contains(['\\', ':', '*', '?', '"', '<', '>', '|'])
            && !part.contains(char::is_control)
            && !is_device(part)
    };
    relative.split('/').all(part)
}

/// Names that are devices on Windows, in any folder and with any ending.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let numbered = |name: &str| {
        let number = stem.strip_prefix(name).map(str::as_bytes);
        number.is_some_and(|number| matches!(number, [b'0'..=b'9']))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_paths_are_joined() {
        let folder = Path::new("out");
        assert_eq!(
            join(folder, "configs/r01-a/x.conf").unwrap(),
            Path::new("out/configs/r01-a/x.conf")
        );
        for unsafe_path in [
            "",
            "/etc/passwd",
            "../x",
            "a/../../x",
            "a//b",
            "a/",
            "./a",
            "a\0b",
            "a\\b",
            "configs/con/x",
            "a/NUL.txt",
            "com1",
            "a:b",
            "a./b",
            "a /b",
        ] {
            assert_eq!(join(folder, unsafe_path).unwrap_err().code.id, "R0905", "{unsafe_path:?}");
        }
    }
}
