//! Programs and trees as a revision of git has them; git itself reads them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

use super::codes::REVISION_UNREADABLE;
use crate::diagnostic::Diagnostic;
use crate::syntax::MemoryFiles;

/// Largest file that is read, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// A commit, and the files in it.
pub struct Revision {
    /// As the user wrote it.
    pub name: String,
    /// Object names by path below the repository's root.
    files: BTreeMap<Utf8PathBuf, String>,
    reader: Mutex<Reader>,
}

/// `git cat-file --batch`.
struct Reader {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.input.take());
        _ = self.child.wait();
    }
}

/// The revision and the path in it that a text such as `main:dc` names; nothing when it names no revision. A revision
/// alone is of the path that stands on the other side.
///
/// # Errors
/// It is one, and git cannot read it.
pub fn find(text: &str, other: &Utf8Path) -> Result<Option<(Revision, Utf8PathBuf)>, Diagnostic> {
    let (name, path) = match text.split_once(':') {
        Some((name, path)) => (name, Some(path)),
        None => (text, None),
    };
    // What begins with a dash would be taken for an option.
    if name.is_empty() || name.starts_with('-') || name.contains(char::is_whitespace) {
        return Ok(None);
    }
    let commit = git(&["rev-parse", "--verify", "--quiet", &format!("{name}^{{commit}}")]);
    let Ok(commit) = commit else {
        let message = format!("there is no revision `{name}` for `{text}`, and no such path");
        let help = "git names them: `git log --oneline`; a program in a revision is REVISION:PATH";
        return match path {
            Some(_) => Err(Diagnostic::new(&REVISION_UNREADABLE, message).help(help)),
            None => Ok(None),
        };
    };
    let revision = Revision::open(name, commit.trim())?;
    let prefix = git(&["rev-parse", "--show-prefix"]).unwrap_or_default();
    let prefix = Utf8Path::new(prefix.trim());
    // As git has it: from the root, unless a dot says from here.
    let path = match path {
        Some(path) if path.starts_with('.') => prefix.join(path),
        Some(path) => Utf8PathBuf::from(path),
        None => prefix.join(other),
    };
    Ok(Some((revision, normal(&path))))
}

impl Revision {
    fn open(name: &str, commit: &str) -> Result<Self, Diagnostic> {
        let fails = |why: &str| refuse(name, why);
        let listed =
            git(&["ls-tree", "-r", "-z", "--full-tree", commit]).map_err(|why| fails(&why))?;
        let mut files = BTreeMap::new();
        for entry in listed.split('\0') {
            // MODE blob OBJECT<tab>PATH; links and submodules are no files.
            let Some((facts, path)) = entry.split_once('\t') else { continue };
            let mut facts = facts.split(' ');
            if let (Some(mode), Some("blob"), Some(object)) =
                (facts.next(), facts.next(), facts.next())
                && mode.starts_with("100")
            {
                files.insert(Utf8PathBuf::from(path), object.to_owned());
            }
        }
        let reader = Reader::open().map_err(|error| fails(&error.to_string()))?;
        Ok(Self { name: name.to_owned(), files, reader: Mutex::new(reader) })
    }

    /// Whether there is a file.
    pub fn is_file(&self, path: &Utf8Path) -> bool {
        self.files.contains_key(path)
    }

    /// Whether a folder holds a program.
    pub fn holds_program(&self, folder: &Utf8Path) -> bool {
        let in_folder =
            |file: &Utf8Path| file.parent() == Some(folder) && file.extension() == Some("rack");
        self.files.keys().any(|file| in_folder(file))
    }

    /// The text of a file.
    ///
    /// # Errors
    /// There is none, or git does not give it.
    pub fn text(&self, path: &Utf8Path) -> Result<String, String> {
        let object = self.files.get(path).ok_or_else(|| "it is not there".to_owned())?;
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = reader.read(object).map_err(|error| error.to_string())?;
        String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
    }

    /// All programs of the revision.
    ///
    /// # Errors
    /// A file that git does not give.
    pub fn programs(&self) -> Result<MemoryFiles, Diagnostic> {
        let mut files = MemoryFiles::default();
        for path in self.files.keys().filter(|path| path.extension() == Some("rack")) {
            let text =
                self.text(path).map_err(|why| refuse(&format!("{}:{path}", self.name), &why))?;
            files = files.with(path, text);
        }
        Ok(files)
    }
}

impl Reader {
    fn open() -> std::io::Result<Self> {
        let mut child = command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let closed = || std::io::Error::other("git has no streams");
        let output = BufReader::new(child.stdout.take().ok_or_else(closed)?);
        let input = child.stdin.take();
        Ok(Self { child, input, output })
    }

    fn read(&mut self, object: &str) -> std::io::Result<Vec<u8>> {
        let fails = |why: &str| std::io::Error::other(why.to_owned());
        let input = self.input.as_mut().ok_or_else(|| fails("git has ended"))?;
        writeln!(input, "{object}")?;
        input.flush()?;
        // OBJECT blob SIZE
        let mut head = String::new();
        self.output.read_line(&mut head)?;
        let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
        let size = size.ok_or_else(|| fails("git does not know it"))?;
        if size > LARGEST {
            return Err(fails("it is too large"));
        }
        let mut bytes = Vec::new();
        Read::by_ref(&mut self.output).take(size + 1).read_to_end(&mut bytes)?;
        // The newline behind it.
        if bytes.pop().is_none() || u64::try_from(bytes.len()) != Ok(size) {
            return Err(fails("git has ended"));
        }
        Ok(bytes)
    }
}

fn command(args: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(["--no-pager", "-c", "core.quotePath=false"]).args(args);
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    command
}

/// What git prints.
fn git(args: &[&str]) -> Result<String, String> {
    let output = command(args).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("git cannot be started: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(said.lines().next().unwrap_or("git says no").to_owned());
    }
    String::from_utf8(output.stdout).map_err(|_| "names that are not UTF-8".to_owned())
}

fn refuse(what: &str, why: &str) -> Diagnostic {
    Diagnostic::new(&REVISION_UNREADABLE, format!("cannot read `{what}` from git: {why}"))
        .help("look at it with `git show`, or fetch it first: CI often has the newest commit alone")
}

/// A path without `.` and `..`.
fn normal(path: &Utf8Path) -> Utf8PathBuf {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.components() {
        match part {
            Utf8Component::Normal(part) => parts.push(part),
            Utf8Component::ParentDir => _ = parts.pop(),
            _ => {}
        }
    }
    parts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_a_revision_have_no_dots() {
        assert_eq!(normal("./dc/../east/./main.rack".into()), "east/main.rack");
        assert_eq!(normal(".".into()), "");
    }

    #[test]
    fn options_of_git_are_no_revisions() {
        for text in ["--output=x", "-x:main.rack", "", ":main.rack", "a b"] {
            assert!(find(text, "x".into()).is_ok_and(|found| found.is_none()), "{text}");
        }
    }
}
