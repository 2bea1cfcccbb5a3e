//! A program, its lock and the vendors, ready to be compiled.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};

use super::args::{Compile, Global};
use super::disk::Disk;
use super::exit::{Exit, Failure};
use super::revision::Revision;
use super::shell::Shell;
use super::{catalog, entry};
use crate::allocate::codes::LOCK_UNREADABLE;
use crate::clock::{Clock, Stage, timed};
use crate::compile::{Checked, Compilation, Options, Output, compile, look, plan, unchecked};
use crate::device::model::Device;
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::source::Sources;
use crate::syntax::{Files, Program};
use crate::vendor::Catalog;

/// Largest lock file that is read, in bytes.
const LARGEST_LOCK: u64 = 256 * 1024 * 1024;

/// What the command line names.
pub struct Project {
    program: Program,
    /// What reading the program had to say.
    found: Sink,
    catalog: Catalog,
    options: Options,
    lock_path: Utf8PathBuf,
    clock: Clock,
    own_vendors: bool,
}

/// A program that compiled.
pub struct Compiled {
    /// What came of it.
    pub output: Output,
    /// The vendors.
    pub catalog: Catalog,
    /// The program's texts, for further messages.
    pub sources: Sources,
    /// What there was to say.
    pub diagnostics: Vec<Diagnostic>,
    /// The program's folder.
    pub folder: Utf8PathBuf,
    /// What each phase took.
    pub clock: Clock,
    /// The vendors are not those that rackc brings.
    pub own_vendors: bool,
}

/// A fabric that is only looked at.
pub struct Looked {
    /// The fabric.
    pub checked: Checked,
    /// The program's texts.
    pub sources: Sources,
    /// The vendors.
    pub catalog: Catalog,
}

impl Compiled {
    /// Makes every device of a planned program; `wanted`, `work` and `take` are as for [`Output::each_switch`]. What there is
    /// to say of the program.
    pub fn each_switch<T: Send>(
        &self,
        clock: &mut Clock,
        wanted: impl Fn(&str) -> bool + Sync,
        work: impl Fn(&Device) -> T + Sync,
        take: impl FnMut(Vec<T>),
    ) -> Vec<Diagnostic> {
        let Self { output, catalog, sources, folder, diagnostics, .. } = self;
        let mut sink = Sink::default();
        sink.extend(diagnostics.iter().cloned());
        let at = ((sources, folder.as_path()), catalog);
        output.each_switch(at, (&mut sink, clock), wanted, work, take);
        sink.into_sorted()
    }

    /// Makes every device of a planned program, and shows what there is to say of the program.
    ///
    /// # Errors
    /// The program has errors; they have been shown.
    pub fn check(&self, shell: &Shell, clock: &mut Clock) -> Result<(), Failure> {
        let diagnostics = self.each_switch(clock, |_| false, |_| (), |_| ());
        self.told(shell, &diagnostics)?;
        clock.lap("messages");
        Ok(())
    }

    /// Shows what there is to say of the program.
    ///
    /// # Errors
    /// There are errors among it.
    pub fn told(&self, shell: &Shell, diagnostics: &[Diagnostic]) -> Result<(), Failure> {
        shell.report(diagnostics, &self.sources)?;
        let failed = diagnostics.iter().any(|one| one.severity == Severity::Error);
        if failed { Err(Failure::Told(Exit::Errors)) } else { Ok(()) }
    }
}

impl Project {
    /// Reads the program, its lock and the vendors.
    ///
    /// # Errors
    /// One of them is not there or cannot be read.
    pub fn open(args: &Compile, global: &Global) -> Result<Self, Failure> {
        Self::open_watched(args, global, Stage::default())
    }

    /// The same, where somebody watches which phase ended.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn open_watched(args: &Compile, global: &Global, stage: Stage) -> Result<Self, Failure> {
        let mut clock = Clock::watched(stage);
        entry::look(&args.path)?;
        let ((catalog, loading), (parsed, parsing)) = rayon::join(
            || timed(|| catalog::load(global.vendors.as_deref())),
            || timed(|| parse(&Disk, &args.path)),
        );
        let catalog = catalog?;
        catalog::check_formats(&catalog, &args.formats)?;
        clock.lap_shared(&[("vendors", loading), ("parse", parsing)]);
        let lock_path = entry::lock_path(&args.path);
        let lock = read_lock(&lock_path)?;
        let own_vendors = global.vendors.is_some();
        let project = Self::of(parsed, args, catalog, lock_path, lock, clock);
        Ok(Self { own_vendors, ..project })
    }

    /// The program that a revision of git has at a path.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn of_revision(
        revision: &Revision,
        path: &Utf8Path,
        global: &Global,
    ) -> Result<Self, Failure> {
        let catalog = catalog::load(global.vendors.as_deref())?;
        let is_file = revision.is_file(path);
        let folder = if is_file { path.parent().unwrap_or(Utf8Path::new("")) } else { path };
        let lock_path = folder.join(entry::LOCK);
        let lock = revision.is_file(&lock_path).then(|| revision.text(&lock_path).ok()).flatten();
        let files = revision.programs()?;
        let (args, parsed) = (Compile::plain(path), parse(&files, path));
        Ok(Self::of(parsed, &args, catalog, lock_path, lock, Clock::default()))
    }

    fn of(
        (mut program, found): (Program, Sink),
        args: &Compile,
        catalog: Catalog,
        lock_path: Utf8PathBuf,
        lock: Option<String>,
        clock: Clock,
    ) -> Self {
        let lock_file = lock.as_ref().map(|text| program.sources.add(&lock_path, text.as_str()));
        let options = Options {
            lock,
            lock_file,
            lock_path: lock_path.to_string(),
            locked: args.locked,
            formats: args.formats.clone(),
            stage: clock.stage(),
        };
        Self { program, found, catalog, options, lock_path, clock, own_vendors: false }
    }

    /// Compiles the program but for its devices: [`Output::each_switch`] makes them and has more to say. Messages are shown
    /// when there are errors among them.
    ///
    /// # Errors
    /// The program has errors; they have been shown.
    pub fn plan(self, shell: &Shell) -> Result<Compiled, Failure> {
        self.compile_with(plan, shell, false)
    }

    /// Compiles the program and shows its messages.
    ///
    /// # Errors
    /// The program has errors; they have been shown.
    pub fn compile(self, shell: &Shell) -> Result<Compiled, Failure> {
        self.compile_with(compile, shell, true)
    }

    /// Compiles the program for something else than its output: messages are shown when there are errors among them.
    ///
    /// # Errors
    /// The program has errors; they have been shown.
    pub fn compile_quietly(self, shell: &Shell) -> Result<Compiled, Failure> {
        self.compile_with(compile, shell, false)
    }

    fn compile_with(
        self,
        with: fn(&Program, &Catalog, &Options) -> Compilation,
        shell: &Shell,
        always: bool,
    ) -> Result<Compiled, Failure> {
        let Self { program, mut found, catalog, options, mut clock, own_vendors, .. } = self;
        let output = if found.has_errors() {
            None
        } else {
            let compilation = with(&program, &catalog, &options);
            found.extend(compilation.diagnostics);
            clock.then(compilation.clock);
            compilation.output
        };
        let folder = program.folder().to_owned();
        let Program { sources, files, .. } = program;
        // A command compiles once or twice and ends: to take the statements of a large program apart would only delay it.
        std::mem::forget(files);
        let diagnostics = found.into_sorted();
        let failed = diagnostics.iter().any(|one| one.severity == Severity::Error);
        if always || failed {
            shell.report(&diagnostics, &sources)?;
        }
        clock.lap("messages");
        match output {
            Some(output) if !failed => {
                Ok(Compiled { output, catalog, sources, diagnostics, folder, clock, own_vendors })
            }
            _ => Err(Failure::Told(Exit::Errors)),
        }
    }

    /// Resolves and checks the program. Messages are shown when there are errors among them.
    ///
    /// # Errors
    /// The program has errors; they have been shown.
    pub fn look(self, shell: &Shell) -> Result<Looked, Failure> {
        let Self { program, mut found, catalog, .. } = self;
        let checked = if found.has_errors() { None } else { look(&program, &catalog, &mut found) };
        if let Some(checked) = checked {
            return Ok(Looked { checked, sources: program.sources, catalog });
        }
        shell.report(&found.into_sorted(), &program.sources)?;
        Err(Failure::Told(Exit::Errors))
    }

    /// Compiles the program for its errors, which are shown, and gives its fabric all the same if there is one; and whether
    /// there were errors.
    ///
    /// # Errors
    /// There is no fabric to look at.
    pub fn look_anyway(self, shell: &Shell) -> Result<(Looked, bool), Failure> {
        let Self { program, mut found, catalog, options, .. } = self;
        let mut checked = None;
        if !found.has_errors() {
            let compilation = compile(&program, &catalog, &options);
            found.extend(compilation.diagnostics);
            checked = compilation.output.map(|output| output.checked);
            checked = checked.or_else(|| unchecked(&program, &catalog));
        }
        let failed = found.has_errors();
        if failed {
            shell.report(&found.into_sorted(), &program.sources)?;
        }
        let checked = checked.ok_or(Failure::Told(Exit::Errors))?;
        Ok((Looked { checked, sources: program.sources, catalog }, failed))
    }

    /// Where the lock file is.
    pub fn lock_path(&self) -> &Utf8Path {
        &self.lock_path
    }
}

/// A program, and what reading it had to say.
fn parse(files: &dyn Files, path: &Utf8Path) -> (Program, Sink) {
    let mut found = Sink::default();
    (Program::load(files, path, &mut found), found)
}

/// The text of a lock file, if there is one.
///
/// # Errors
/// It is there and cannot be read.
pub fn read_lock(path: &Utf8Path) -> Result<Option<String>, Diagnostic> {
    let fails = |why: &str| {
        Diagnostic::new(&LOCK_UNREADABLE, format!("cannot read `{path}`: {why}"))
            .help("restore it from version control; without it every address would be chosen anew")
    };
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(fails(&entry::reason(&error))),
    };
    if !metadata.is_file() || metadata.len() > LARGEST_LOCK {
        return Err(fails("it is no file, or too large"));
    }
    fs::read_to_string(path).map(Some).map_err(|error| fails(&entry::reason(&error)))
}
