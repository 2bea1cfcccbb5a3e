//! What a build would change on disk, as a unified diff.

use std::collections::BTreeSet;
use std::path::Path;

use similar::TextDiff;

use super::fail::fails;
use super::manifest::{FILE_NAME, Manifest};
use super::path::join;
use super::target::Target;
use super::tree::{Tree, read_regular};
use crate::diagnostic::Diagnostic;
use crate::render::OutputFile;

/// Largest file that is read, in bytes. A larger one is shown as if it were not there.
const MOST: u64 = 64 * 1024 * 1024;

/// Compares the tree that would be written with an output folder, and writes nothing.
#[derive(Debug)]
pub struct Comparer {
    target: Target,
    tree: Tree,
}

impl Comparer {
    /// Looks at `folder`, which may be absent.
    ///
    /// # Errors
    /// The folder is no folder, is not ours, or cannot be read.
    pub fn open(folder: &Path) -> Result<Self, Diagnostic> {
        let target = Target::new(folder)?;
        let tree = Tree::read(&target)?;
        Ok(Self { target, tree })
    }

    /// What the folder holds, as its manifest says.
    pub fn known(&self) -> Option<&Manifest> {
        self.tree.known.as_ref()
    }

    /// The change of one file; nothing if there is none.
    ///
    /// # Errors
    /// The file on disk cannot be read.
    pub fn file(&self, file: &OutputFile) -> Result<Option<String>, Diagnostic> {
        let path = join(&self.target.folder, &file.path)?;
        let old = read_regular(&path, MOST).map_err(fails("read", &path))?;
        if old.as_deref() == Some(file.text.as_bytes()) {
            return Ok(None);
        }
        let old = old.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        Ok(Some(unified(&self.shown(&file.path), old.as_deref(), Some(&file.text))))
    }

    /// The removal of every file that an earlier build wrote and that is not among `paths`, by its path.
    ///
    /// # Errors
    /// A file on disk cannot be read.
    pub fn removed(&self, paths: &BTreeSet<String>) -> Result<Vec<(String, String)>, Diagnostic> {
        let mut diffs = Vec::new();
        for gone in self.tree.paths.difference(paths) {
            let path = join(&self.target.folder, gone)?;
            if !path.exists() {
                continue;
            }
            let bytes = read_regular(&path, MOST).map_err(fails("read", &path))?;
            let old = String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned();
            diffs.push((gone.clone(), unified(&self.shown(gone), Some(&old), None)));
        }
        Ok(diffs)
    }

    /// The change of the manifest alone.
    pub fn manifest(&self, text: &str) -> Option<String> {
        let old = Some(self.tree.manifest.as_str()).filter(|text| !text.is_empty());
        diff(&self.shown(FILE_NAME), old, Some(text))
    }

    fn shown(&self, path: &str) -> String {
        format!("{}/{path}", self.target.shown.display())
    }
}

/// A unified diff from `old` to `new`, either of which may be absent; nothing if they are alike.
pub fn diff(path: &str, old: Option<&str>, new: Option<&str>) -> Option<String> {
    (old != new).then(|| unified(path, old, new))
}

fn unified(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let header = |side: &str, text: Option<&str>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    let (from, to) = (header("a", old), header("b", new));
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    let diff = TextDiff::from_lines(old, new).unified_diff().header(&from, &to).to_string();
    // Nothing to show: an empty file comes or goes, or bytes differ that are no text.
    if diff.is_empty() { format!("--- {from}\n+++ {to}\n") } else { diff }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diff_names_both_sides() {
        let text = diff("out/x", Some("a\nb\n"), Some("a\nc\n")).unwrap();
        assert_eq!(text, "--- a/out/x\n+++ b/out/x\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
        assert!(diff("x", None, Some("a\n")).unwrap().starts_with("--- /dev/null\n+++ b/x\n"));
        assert_eq!(diff("x", Some("a"), Some("a")), None);
    }
}
