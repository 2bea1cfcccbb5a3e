//! Programs as the editor has them: open files as they are there, others as they are on disk.

use std::collections::{BTreeMap, BTreeSet};

use camino::{Utf8Path, Utf8PathBuf};

use crate::cli::disk::Disk;
use crate::cli::entry;
use crate::cli::project::read_lock;
use crate::compile::{Options, Output, compile};
use crate::diagnostic::{Diagnostic, Sink};
use crate::editor::Index;
use crate::source::Sources;
use crate::syntax::{Files, Program, ReadError};
use crate::vendor::Catalog;

/// How far up a `main.rack` is looked for.
const HIGHEST: usize = 8;

/// Open files over those on disk.
#[derive(Debug, Default)]
pub struct Open {
    /// Texts by absolute path.
    pub texts: BTreeMap<Utf8PathBuf, String>,
}

impl Files for Open {
    fn read(&self, path: &Utf8Path) -> Result<Vec<u8>, ReadError> {
        match self.texts.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None => Disk.read(path),
        }
    }

    fn matching(&self, dir: &Utf8Path, pattern: &str) -> Result<Vec<Utf8PathBuf>, ReadError> {
        Disk.matching(dir, pattern)
    }

    fn is_dir(&self, path: &Utf8Path) -> bool {
        Disk.is_dir(path)
    }

    fn is_file(&self, path: &Utf8Path) -> bool {
        self.texts.contains_key(path) || Disk.is_file(path)
    }
}

/// A program, looked through.
#[derive(Debug)]
pub struct Analysed {
    /// Its names.
    pub index: Index,
    /// Its texts.
    pub sources: Sources,
    /// What there is to say about it.
    pub diagnostics: Vec<Diagnostic>,
    /// What comes of it, if it has no errors.
    pub output: Option<Output>,
    /// Its files.
    pub files: BTreeSet<Utf8PathBuf>,
    /// The file or folder by which it is named.
    pub root: Utf8PathBuf,
}

impl Open {
    /// The program that a file belongs to: the nearest `main.rack` above it that includes it, or the file alone.
    pub fn analyse(&self, file: &Utf8Path, catalog: &Catalog) -> Analysed {
        let folders = file.ancestors().skip(1).take(HIGHEST);
        for main in folders.map(|folder| folder.join("main.rack")) {
            if self.is_file(&main) {
                let analysed = self.program(&main, catalog);
                if analysed.files.contains(file) {
                    return analysed;
                }
            }
        }
        // Without a `main.rack`, all programs of the folder are one.
        let folder = file.parent().filter(|folder| !self.is_file(&folder.join("main.rack")));
        let analysed = folder.map(|folder| self.program(folder, catalog));
        analysed
            .filter(|analysed| analysed.files.contains(file))
            .unwrap_or_else(|| self.program(file, catalog))
    }

    fn program(&self, root: &Utf8Path, catalog: &Catalog) -> Analysed {
        let mut found = Sink::default();
        let mut program = Program::load(self, root, &mut found);
        let texts = program.files.iter().map(|(id, _)| program.sources.file(*id));
        let texts: Vec<_> = texts.map(|file| (file.path.clone(), file.text.clone())).collect();
        let files = texts.iter().map(|(path, _)| path.clone()).collect();
        let index = Index::of(texts);
        let lock_path = entry::lock_path(root);
        let lock = read_lock(&lock_path).unwrap_or_else(|error| {
            found.push(error);
            None
        });
        let lock_file = lock.as_ref().map(|text| program.sources.add(&lock_path, text.as_str()));
        let lock_path = lock_path.to_string();
        let options = Options { lock, lock_file, lock_path, ..Options::default() };
        let mut output = None;
        if !found.has_errors() {
            let compilation = compile(&program, catalog, &options);
            found.extend(compilation.diagnostics);
            output = compilation.output;
        }
        let diagnostics = found.into_sorted();
        let root = root.to_owned();
        Analysed { index, sources: program.sources, diagnostics, output, files, root }
    }
}
