//! A program: its files, read and parsed.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::ast::{self, Item};
use super::codes;
use super::files::{Files, ReadError, decoded, normal};
use super::parse::parse;
use crate::diagnostic::{Code, Diagnostic, Sink, closest};
use crate::source::{FileId, Sources, Span};

/// A parsed program.
#[derive(Debug, Clone, Default)]
pub struct Program {
    /// The files' texts.
    pub sources: Sources,
    /// The files' statements, each file once, in the order in which they were first named.
    pub files: Vec<(FileId, ast::File)>,
    /// The files that were named by the user and not by an `include`.
    pub roots: Vec<FileId>,
}

impl Program {
    /// Most files of a program.
    pub const MAX_FILES: usize = 10_000;
    /// Deepest nesting of `include`.
    pub const MAX_DEPTH: usize = 32;
    /// Most bytes of all files together.
    pub const MAX_BYTES: usize = 256 * 1024 * 1024;

    /// Where the program lies: the folder of its first file.
    pub fn folder(&self) -> &Utf8Path {
        let root = self.roots.first().and_then(|root| self.sources.file(*root).path.parent());
        root.unwrap_or(Utf8Path::new(""))
    }

    /// Loads a program: a file, or a directory's `main.rack`, or all `*.rack` files of a directory.
    ///
    /// What is wrong goes to the sink; the program then lacks what could not be understood.
    pub fn load(files: &dyn Files, path: &Utf8Path, sink: &mut Sink) -> Self {
        let mut loader = Loader::new(files, sink);
        for root in loader.roots(path) {
            let next = loader.program.files.len();
            loader.load(&root, None);
            let id = loader.program.files.get(next).map(|(id, _)| *id);
            loader.program.roots.extend(id);
        }
        loader.finish(path)
    }

    /// All top-level statements, file by file.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.files.iter().flat_map(|(_, file)| &file.items)
    }
}

/// Reads files and follows their includes.
struct Loader<'a> {
    files: &'a dyn Files,
    sink: &'a mut Sink,
    program: Program,
    /// Files that were read, or tried.
    seen: BTreeSet<Utf8PathBuf>,
    /// Files whose includes are being followed, outermost first.
    chain: Vec<Utf8PathBuf>,
    bytes: usize,
    /// A bound was reached, and reported.
    full: bool,
}

impl<'a> Loader<'a> {
    fn new(files: &'a dyn Files, sink: &'a mut Sink) -> Self {
        Self {
            files,
            sink,
            program: Program::default(),
            seen: BTreeSet::new(),
            chain: Vec::new(),
            bytes: 0,
            full: false,
        }
    }

    /// The files to start with.
    fn roots(&mut self, path: &Utf8Path) -> Vec<Utf8PathBuf> {
        if !self.files.is_dir(path) {
            return vec![normal(path)];
        }
        let main = normal(&path.join("main.rack"));
        if self.files.is_file(&main) {
            return vec![main];
        }
        match self.files.matching(&normal(path), "*.rack") {
            Ok(found) if found.is_empty() => {
                let message = format!("`{path}` holds no `.rack` file");
                let help = "name the directory of a program, or start one with `rackc new`";
                self.sink.push(Diagnostic::new(&codes::NO_PROGRAM, message).help(help));
                Vec::new()
            }
            Ok(mut found) => {
                found.sort();
                found
            }
            Err(error) => self.unreadable(path, &error, None).unwrap_or_default(),
        }
    }

    /// Reads a file, unless it was read before, and then what it includes.
    fn load(&mut self, path: &Utf8Path, included: Option<Span>) {
        if self.full || !self.seen.insert(path.to_owned()) {
            return;
        }
        if self.program.files.len() >= Program::MAX_FILES {
            let most = Program::MAX_FILES;
            self.stop(
                &codes::TOO_MANY_FILES,
                format!("the program has more than {most} files"),
                included,
            );
            return;
        }
        let Some(text) = self.text(path, included) else {
            return;
        };
        let id = self.program.sources.add(path, text);
        let text = self.program.sources.file(id).text.clone();
        let parsed = parse(id, &text, self.sink);
        let paths: Vec<ast::Text> = parsed.items.iter().filter_map(include).cloned().collect();
        self.program.files.push((id, parsed));
        self.chain.push(path.to_owned());
        for named in paths {
            self.include(path, &named);
        }
        self.chain.pop();
    }

    /// The text of a file, without byte order mark.
    fn text(&mut self, path: &Utf8Path, included: Option<Span>) -> Option<String> {
        let bytes = match self.files.read(path) {
            Ok(bytes) if bytes.len() <= Sources::MAX_FILE_BYTES => bytes,
            Ok(_) => return self.unreadable(path, &ReadError::TooLarge, included),
            Err(error) => return self.unreadable(path, &error, included),
        };
        self.bytes = self.bytes.saturating_add(bytes.len());
        if self.bytes > Program::MAX_BYTES {
            let most = Program::MAX_BYTES >> 20;
            self.stop(&codes::TOO_LARGE, format!("the program has more than {most} MiB"), included);
            return None;
        }
        match decoded(path, bytes) {
            Ok(text) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Err(error) => {
                self.report(error, included);
                None
            }
        }
    }

    /// Follows an `include`.
    fn include(&mut self, from: &Utf8Path, path: &ast::Text) {
        let span = path.span;
        let Some(found) = self.included(from, path) else {
            return;
        };
        for file in found {
            if self.chain.contains(&file) {
                self.circle(&file, span);
            } else if self.chain.len() >= Program::MAX_DEPTH {
                let most = Program::MAX_DEPTH;
                self.stop(
                    &codes::TOO_DEEP,
                    format!("files include files more than {most} deep"),
                    Some(span),
                );
            } else {
                self.load(&file, Some(span));
            }
        }
    }

    /// The files that an `include` means.
    fn included(&mut self, from: &Utf8Path, path: &ast::Text) -> Option<Vec<Utf8PathBuf>> {
        let written = Utf8Path::new(&path.value);
        if path.value.trim().is_empty() || written.is_absolute() || path.value.contains('\\') {
            let help = "write a path relative to this file, with `/` between its parts";
            let message = format!("`{written}` is no relative path");
            self.report(Diagnostic::new(&codes::BAD_INCLUDE, message).help(help), Some(path.span));
            return None;
        }
        let dir = from.parent().unwrap_or(Utf8Path::new(""));
        if !path.value.contains(['*', '?', '[']) {
            return Some(vec![normal(&dir.join(written))]);
        }
        let mut found = match self.files.matching(dir, &path.value) {
            Ok(found) => found,
            Err(error) => return self.unreadable(written, &error, Some(path.span)),
        };
        // A pattern is not meant to match the file in which it stands.
        found.retain(|file| file != from);
        found.sort();
        if found.is_empty() {
            let message = format!("no file matches `{written}`");
            let help =
                format!("the path is relative to `{}`", if dir == "" { "." } else { dir.as_str() });
            self.report(
                Diagnostic::new(&codes::NOTHING_INCLUDED, message).help(help),
                Some(path.span),
            );
        }
        Some(found)
    }

    fn circle(&mut self, file: &Utf8Path, span: Span) {
        let start = self.chain.iter().position(|path| path == file).unwrap_or_default();
        let circle = self.chain.iter().skip(start).map(|path| path.as_str()).chain([file.as_str()]);
        let circle: Vec<&str> = circle.collect();
        let error = Diagnostic::new(&codes::INCLUDE_LOOP, format!("`{file}` includes itself"))
            .help("remove this `include`, or the one that leads here")
            .note(circle.join(" → "));
        self.report(error, Some(span));
    }

    /// Reports that something cannot be read.
    fn unreadable<T>(&mut self, path: &Utf8Path, error: &ReadError, at: Option<Span>) -> Option<T> {
        let dir = self.files.is_dir(path);
        let help = if dir {
            Some(format!("to include a directory, write `include \"{path}/*.rack\"`"))
        } else {
            (*error == ReadError::NotFound && at.is_some()).then(|| self.alike(path))
        };
        self.report(error.about(path).maybe_help(help), at);
        None
    }

    /// What may be meant by the path of a file that is not there.
    fn alike(&self, path: &Utf8Path) -> String {
        let dir = path.parent().unwrap_or(Utf8Path::new(""));
        let beside = self.files.matching(dir, "*.rack").unwrap_or_default();
        let names = beside.iter().filter_map(|path| path.file_name());
        let meant = closest(path.file_name().unwrap_or_default(), names);
        meant.map_or_else(
            || "a path is meant from the folder of the file that includes it".to_owned(),
            |name| format!("did you mean `{name}`?"),
        )
    }

    /// Reports that a bound is reached; no further file is read.
    fn stop(&mut self, code: &'static Code, message: String, at: Option<Span>) {
        self.full = true;
        self.report(Diagnostic::new(code, message), at);
    }

    fn report(&mut self, error: Diagnostic, at: Option<Span>) {
        self.sink.push(match at {
            Some(span) => error.at(span, "included here"),
            None => error,
        });
    }

    fn finish(self, path: &Utf8Path) -> Program {
        if self.program.items().next().is_none() && !self.sink.has_errors() {
            let message = format!("`{path}` has no statement in it");
            let help = "write a `fabric` and a switch, or start with `rackc new`";
            self.sink.push(Diagnostic::new(&codes::EMPTY_PROGRAM, message).help(help));
        }
        self.program
    }
}

fn include(item: &Item) -> Option<&ast::Text> {
    match item {
        Item::Include(path) => Some(path),
        _ => None,
    }
}
