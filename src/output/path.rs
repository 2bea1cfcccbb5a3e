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
        Err(Diagnostic::new(&UNSAFE_PATH, message))
    }
}

/// Whether a relative path stays within the folder that it is joined to.
pub fn is_safe(relative: &str) -> bool {
    let part = |part: &str| {
        !matches!(part, "" | "." | "..") && !part.contains('\\') && !part.contains(char::is_control)
    };
    relative.split('/').all(part)
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
        for unsafe_path in
            ["", "/etc/passwd", "../x", "a/../../x", "a//b", "a/", "./a", "a\0b", "a\\b"]
        {
            assert_eq!(join(folder, unsafe_path).unwrap_err().code.id, "R0905", "{unsafe_path:?}");
        }
    }
}
