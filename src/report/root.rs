//! Paths as a pipeline wants them: from the root of the repository.

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// Where rackc runs, and the root of the repository around that.
#[derive(Debug, Clone, Default)]
pub struct Root {
    here: Utf8PathBuf,
    root: Utf8PathBuf,
}

/// A path as it is seen from the root.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Seen {
    /// Relative, with `/` between its parts, and without `.` and `..`.
    Below(String),
    /// Absolute: it lies elsewhere.
    Outside(String),
}

impl Seen {
    /// The path.
    pub fn path(&self) -> &str {
        match self {
            Self::Below(path) | Self::Outside(path) => path,
        }
    }
}

impl Root {
    /// Both are absolute; a repository that does not hold `here` is none.
    pub fn new(here: Utf8PathBuf, repository: Option<Utf8PathBuf>) -> Self {
        let root = repository.filter(|root| here.starts_with(root)).unwrap_or_else(|| here.clone());
        Self { here, root }
    }

    /// A path that was written where rackc runs.
    pub fn seen(&self, path: &Utf8Path) -> Seen {
        let whole = plain(&self.here.join(path));
        match whole.strip_prefix(&self.root) {
            Ok(below) => Seen::Below(slashes(below)),
            Err(_) => Seen::Outside(slashes(&whole)),
        }
    }
}

/// The path without `.` and `..`.
fn plain(path: &Utf8Path) -> Utf8PathBuf {
    let mut out = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir if out.file_name().is_some() => _ = out.pop(),
            part => out.push(part),
        }
    }
    out
}

fn slashes(path: &Utf8Path) -> String {
    path.as_str().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_seen_from_the_root_of_the_repository() {
        let root = Root::new("/srv/net/dc1".into(), Some("/srv/net".into()));
        let seen = |path: &str| root.seen(Utf8Path::new(path));
        assert_eq!(seen("main.rack"), Seen::Below("dc1/main.rack".to_owned()));
        assert_eq!(seen("./a/../main.rack"), Seen::Below("dc1/main.rack".to_owned()));
        assert_eq!(seen("../common/x.rack"), Seen::Below("common/x.rack".to_owned()));
        assert_eq!(seen("/srv/net/x.rack"), Seen::Below("x.rack".to_owned()));
        assert_eq!(seen("../../x.rack"), Seen::Outside("/srv/x.rack".to_owned()));
        assert_eq!(seen("/etc/x.rack"), Seen::Outside("/etc/x.rack".to_owned()));
    }

    #[test]
    fn without_a_repository_paths_are_as_they_are_written() {
        let root = Root::new("/srv/net".into(), None);
        assert_eq!(root.seen("a/main.rack".into()), Seen::Below("a/main.rack".to_owned()));
        let root = Root::default();
        assert_eq!(root.seen("a/main.rack".into()), Seen::Below("a/main.rack".to_owned()));
    }
}
