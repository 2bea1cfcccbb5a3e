//! What a build would change on disk, as a unified diff.

use std::collections::BTreeSet;
use std::fmt::Write as _;
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
        self.change(file, true)
    }

    /// That a file changes, without its lines; nothing if it does not. To find them costs more than a glance when they are
    /// many.
    ///
    /// # Errors
    /// The file on disk cannot be read.
    pub fn brief(&self, file: &OutputFile) -> Result<Option<String>, Diagnostic> {
        self.change(file, false)
    }

    fn change(&self, file: &OutputFile, lines: bool) -> Result<Option<String>, Diagnostic> {
        let path = join(&self.target.folder, &file.path)?;
        let most = MOST.max(file.text.len() as u64);
        let old = read_regular(&path, most).map_err(fails("read", &path))?;
        if old.as_deref() == Some(file.text.as_bytes()) {
            return Ok(None);
        }
        if !lines {
            let new = Some(file.text.as_str());
            return Ok(Some(heads(&self.shown(&file.path), old.as_ref().map(|_| ""), new)));
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

/// The two lines above a diff.
fn heads(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let header = |side: &str, text: Option<&str>| match text {
        Some(_) => format!("{side}/{path}"),
        None => "/dev/null".to_owned(),
    };
    format!("--- {}\n+++ {}\n", header("a", old), header("b", new))
}

fn unified(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let mut text = heads(path, old, new);
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    // Lines end with a line feed and nothing else, as `patch` takes them.
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    // There are no hunks when an empty file comes or goes, or bytes differ that are no text.
    for hunk in diff.unified_diff().iter_hunks() {
        _ = writeln!(text, "{}", hunk.header());
        for change in hunk.iter_changes() {
            _ = write!(text, "{}{}", change.tag(), change.value());
            if !change.value().ends_with('\n') {
                text.push_str("\n\\ No newline at end of file\n");
            }
        }
    }
    text
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
