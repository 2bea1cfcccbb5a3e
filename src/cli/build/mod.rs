//! `rackc build`

mod beside;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use camino::Utf8Path;

use beside::{Beside, REPORT};

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::only::Only;
use super::project::{Compiled, Project};
use super::shell::Shell;
use super::timings;
use crate::clock::{Clock, Stage};
use crate::device::model::Device;
use crate::diagnostic::Diagnostic;
use crate::documents::{Entry, Reader};
use crate::output::codes::OUT_OF_DATE;
use crate::output::{
    Comparer, MANIFEST, Manifest, Seal, Switch, Writer, Written, diff, hash, write_file,
};
use crate::push::{self, Host, Plan, secret_names};
use crate::render::{OutputFile, Printers};

/// The largest file whose lines are compared one by one, in bytes, of those that are of no one switch.
const LARGEST_SHOWN: usize = 1 << 20;

/// Compiles a program and writes its tree, or compares it with what is there.
///
/// # Errors
/// The program has errors, or the tree cannot be written.
pub fn run(args: &Build, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let only = Only::new(&args.only)?;
    let stage = Stage::default();
    shell.progress().start(&stage);
    let project = Project::open_watched(&args.compile, global, stage)?;
    let lock = project.lock_path().to_owned();
    let mut compiled = project.plan(shell)?;
    let mut clock = std::mem::take(&mut compiled.clock);
    let job = Job { compiled: &compiled, only, out: &args.output, lock: &lock, shell };
    let result = if args.check { job.compare(&mut clock) } else { job.write(&mut clock) };
    if result.is_ok() && !args.check {
        job.hint()?;
    }
    if args.compile.timings {
        timings::show(&clock, shell)?;
    }
    let ended = result.or_else(|failure| match failure {
        Failure::Say(exit, diagnostics) if exit != Exit::Usage => {
            shell.report(&diagnostics, &compiled.sources)?;
            Err(Failure::Told(exit))
        }
        other => Err(other),
    });
    // The process ends: to take a large fabric apart piece by piece would only delay that.
    std::mem::forget(compiled);
    ended
}

/// What is to be written, and where.
struct Job<'a> {
    compiled: &'a Compiled,
    only: Only,
    out: &'a Utf8Path,
    lock: &'a Utf8Path,
    shell: &'a Shell,
}

impl Job<'_> {
    fn write(&self, clock: &mut Clock) -> Result<Exit, Failure> {
        let Self { compiled, out, lock, shell, .. } = *self;
        let meant = self.meant()?;
        let printers = self.or_told(self.printers(clock))?;
        let writer = self.or_told(Writer::open(out.as_std_path()).map_err(Failure::from))?;
        clock.lap("open");
        let seal = self.seal();
        if self.lock_stands() && seal.as_ref().is_some_and(|seal| writer.is_sealed(seal)) {
            clock.lap("open");
            compiled.check(shell, clock)?;
            return self.up_to_date(meant);
        }
        let mut manifest = self.manifest(writer.manifest());
        let mut written = writer.kept(&manifest)?;
        let put = |file: OutputFile, _| writer.put(&file);
        let told = |found: &[Diagnostic]| compiled.told(shell, found);
        self.each_file(&printers, &mut manifest, clock, (put, told), |file| {
            written.push(file);
            Ok(())
        })?;
        let text = manifest.text();
        // The lock comes first: a tree without the lock that it was made with could not be made again.
        let mut locked = false;
        let outcome = writer.commit(&text, &written, || {
            locked = write_file(lock.as_std_path(), compiled.output.lock_text())?;
            Ok(())
        })?;
        if let Some(seal) = seal {
            seal.put(&text);
        }
        clock.lap("commit");
        if outcome.written {
            let (changed, removed) = (outcome.changed, outcome.removed);
            let files = count(written.len(), "file", "files");
            let switches = self.count(meant);
            shell.status(&format!(
                "wrote `{out}`: {switches}, {files}, {changed} changed, {removed} removed"
            ))?;
        } else {
            self.up_to_date(meant)?;
        }
        if locked {
            shell.status(&format!("wrote `{lock}`"))?;
        }
        Ok(Exit::Fine)
    }

    fn up_to_date(&self, meant: usize) -> Result<Exit, Failure> {
        self.shell.status(&format!("`{}` is up to date: {}", self.out, self.count(meant)))?;
        Ok(Exit::Fine)
    }

    /// Says what is missing when there is nothing to write.
    fn hint(&self) -> std::io::Result<()> {
        if self.compiled.output.checked.fabric.switches.is_empty() {
            self.shell.status(super::check::NO_SWITCH)?;
        }
        Ok(())
    }

    /// Whether the lock file was read as it must be.
    fn lock_stands(&self) -> bool {
        let Compiled { sources, output, .. } = self.compiled;
        let mut files = sources.ids().map(|id| sources.file(id));
        files.any(|file| file.path == self.lock && *file.text == *output.lock_text())
    }

    /// What the tree is made from, if that can be told and all of it is made: the texts of the program and its lock, and
    /// which formats the command line asks for. The vendors' folders are part of the running program unless the command line
    /// names others.
    fn seal(&self) -> Option<Seal> {
        let Compiled { output, sources, own_vendors, .. } = self.compiled;
        if *own_vendors || !self.only.is_all() {
            return None;
        }
        let switches = output.checked.fabric.switches.values();
        let formats = switches.map(|switch| switch.format.as_bytes());
        let files = sources.ids().map(|id| sources.file(id));
        // The lock counts as it will be: it is written with the tree.
        let files = files.filter(|file| file.path != self.lock);
        let texts = files.flat_map(|file| [file.path.as_str().as_bytes(), file.text.as_bytes()]);
        Seal::of(
            self.out.as_std_path(),
            formats.chain(texts).chain([output.lock_text().as_bytes()]),
        )
    }

    fn compare(&self, clock: &mut Clock) -> Result<Exit, Failure> {
        let Self { compiled, out, lock, shell, .. } = *self;
        let meant = self.meant()?;
        let printers = self.or_told(self.printers(clock))?;
        let comparer = self.or_told(Comparer::open(out.as_std_path()).map_err(Failure::from))?;
        let mut manifest = self.manifest(comparer.known());
        let mut paths: BTreeSet<String> = manifest.paths().map(str::to_owned).collect();
        let mut stale = Stale { shell, count: 0 };
        let look = |file: OutputFile, whole: bool| {
            let shown = whole || is_for_reading(&file);
            let change = if shown { comparer.file(&file)? } else { comparer.brief(&file)? };
            Ok(Compared { change, sha256: hash(&file.text), path: file.path })
        };
        // No change is shown of a program with errors.
        compiled.check(shell, clock)?;
        let told = |_: &[Diagnostic]| Ok(());
        self.each_file(&printers, &mut manifest, clock, (look, told), |file| {
            stale.show(&file.path, file.change)?;
            paths.insert(file.path);
            Ok(())
        })?;
        for (path, change) in comparer.removed(&paths)? {
            stale.show(&path, Some(change))?;
        }
        // Hashes follow from the files: the manifest counts only when it alone is wrong.
        if stale.count == 0 {
            stale.show(MANIFEST, comparer.manifest(&manifest.text()))?;
        }
        let old = std::fs::read_to_string(lock).ok();
        let change = diff(lock.as_str(), old.as_deref(), Some(compiled.output.lock_text()));
        stale.show(lock.as_str(), change)?;
        if stale.count == 0 {
            return self.up_to_date(meant);
        }
        let files = count(stale.count, "file", "files");
        let diagnostic =
            Diagnostic::new(&OUT_OF_DATE, format!("`{out}` is out of date: {files} would change"))
                .help("run the same command without `--check`, and commit the result");
        Err(Failure::Say(Exit::OutOfDate, vec![diagnostic]))
    }

    fn printers(&self, clock: &mut Clock) -> Result<Printers<'_>, Failure> {
        let Compiled { output, catalog, .. } = self.compiled;
        let printers = Printers::of_formats(catalog, output.checked.formats())?;
        clock.lap("templates");
        Ok(printers)
    }

    /// Shows what there is to say of the program when it goes no further.
    fn or_told<T>(&self, result: Result<T, Failure>) -> Result<T, Failure> {
        if result.is_err() {
            self.shell.report(&self.compiled.diagnostics, &self.compiled.sources)?;
        }
        result
    }

    /// Makes every file, hands it to `put` on many threads, notes it in the manifest, and hands what came of it to `take`,
    /// switch by switch in order. `put` is told whether the file is a switch's own, and `told` what there is to say of the
    /// program before the files that are of no one switch.
    fn each_file<F: Filed + Send>(
        &self,
        printers: &Printers<'_>,
        manifest: &mut Manifest,
        clock: &mut Clock,
        (put, told): (
            impl Fn(OutputFile, bool) -> Result<F, Diagnostic> + Sync,
            impl FnOnce(&[Diagnostic]) -> Result<(), Failure>,
        ),
        mut take: impl FnMut(F) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let seen = self.seen();
        let (mut hosts, mut entries) = (Vec::new(), Vec::new());
        let work = |device: &Device| self.switch(printers, &seen, device, |file| put(file, true));
        let diagnostics = self.each_switch(clock, (work, told), |printed| {
            let Printed { name, switch, files, host, variables, entry } = printed;
            manifest.switches.insert(name, switch);
            files.into_iter().try_for_each(&mut take)?;
            if let Some(file) = variables {
                manifest.files.insert(file.path().to_owned(), file.sha256().to_owned());
                take(file)?;
            }
            hosts.extend(host);
            entries.extend(entry);
            Ok(())
        })?;
        if self.only.is_all() {
            let beside = Beside { compiled: self.compiled, diagnostics: &diagnostics };
            for file in beside.files(seen.plan, hosts, entries, clock, |file| put(file, false))? {
                manifest.files.insert(file.path().to_owned(), file.sha256().to_owned());
                take(file)?;
            }
        }
        Ok(())
    }

    /// Prints the files of a switch, hands them to `put`, and says what the manifest, the push and the documents are to know
    /// of it.
    fn switch<'s, F: Filed>(
        &self,
        printers: &Printers<'_>,
        seen: &Seen<'s>,
        device: &Device,
        put: impl Fn(OutputFile) -> Result<F, Diagnostic>,
    ) -> Result<Printed<'s, F>, Diagnostic> {
        let files = printers.print(device)?;
        let Told { host, file, entry } = self.told(seen, device, &files);
        let files: Vec<F> = files.into_iter().map(&put).collect::<Result<_, _>>()?;
        let hashes = files.iter().map(|file| (file.path().to_owned(), file.sha256().to_owned()));
        let switch = switch(device, hashes.collect());
        let name = device.hostname.clone();
        Ok(Printed { name, switch, files, host, variables: file.map(put).transpose()?, entry })
    }

    /// Makes every device, does `work` with those that are meant, and hands what came of it to `take`, switch by switch in
    /// order. What there was to say of the program.
    fn each_switch<T: Send>(
        &self,
        clock: &mut Clock,
        (work, told): (
            impl Fn(&Device) -> Result<T, Diagnostic> + Sync,
            impl FnOnce(&[Diagnostic]) -> Result<(), Failure>,
        ),
        mut take: impl FnMut(T) -> Result<(), Failure>,
    ) -> Result<Vec<Diagnostic>, Failure> {
        let (mut done, total) = (0, self.meant()?);
        let failed = AtomicBool::new(false);
        // A template that fails, fails for many switches: say it once.
        let mut errors = BTreeMap::new();
        let mut taken = Ok(());
        let wanted = |name: &str| self.only.takes(name) && !failed.load(Ordering::Relaxed);
        let diagnostics = self.compiled.each_switch(clock, wanted, work, |part| {
            done += part.len();
            for one in part {
                match one {
                    Ok(one) if errors.is_empty() && taken.is_ok() => taken = take(one),
                    Ok(_) => {}
                    Err(error) => _ = errors.entry(error.message.clone()).or_insert(error),
                }
            }
            failed.store(!errors.is_empty() || taken.is_err(), Ordering::Relaxed);
            self.shell.progress().step(done, total);
        });
        told(&diagnostics)?;
        taken?;
        if errors.is_empty() {
            Ok(diagnostics)
        } else {
            Err(errors.into_values().collect::<Vec<_>>().into())
        }
    }

    /// How many switches' files are meant.
    fn meant(&self) -> Result<usize, Failure> {
        let switches = &self.compiled.output.checked.fabric.switches;
        let mut names: Vec<&str> = switches.values().map(|switch| switch.name.as_str()).collect();
        names.sort_unstable();
        self.only.check(names.iter().copied())?;
        Ok(names.into_iter().filter(|name| self.only.takes(name)).count())
    }

    /// What is known before any switch is printed.
    fn seen(&self) -> Seen<'_> {
        let fabric = &self.compiled.output.checked.fabric;
        Seen { plan: Plan::of(fabric, &self.compiled.catalog), reader: Reader::of(fabric) }
    }

    /// What the push and the documents make of a switch; nothing when only some switches are meant.
    fn told<'s>(&self, seen: &Seen<'s>, device: &Device, files: &[OutputFile]) -> Told<'s> {
        if !self.only.is_all() {
            return Told::default();
        }
        let (host, file) = seen.plan.host(device, of_switch(device, files)).unzip();
        let paths = files.iter().map(|file| file.path.clone()).collect();
        Told { host, file, entry: seen.reader.entry(device, paths) }
    }

    /// A manifest that says of the files which are not meant what the one on disk says.
    fn manifest(&self, old: Option<&Manifest>) -> Manifest {
        let mut manifest = Manifest::new(&self.compiled.output.fabric);
        if let Some(old) = old.filter(|_| !self.only.is_all()) {
            manifest.files.clone_from(&old.files);
            let left = old.switches.iter().filter(|(name, _)| !self.only.takes(name));
            manifest.switches = left.map(|(name, one)| (name.clone(), one.clone())).collect();
        }
        manifest
    }

    /// `4 switches`, `2 of 4 switches`
    fn count(&self, meant: usize) -> String {
        let all = self.compiled.output.checked.fabric.switches.len();
        let text = count(all, "switch", "switches");
        if self.only.is_all() { text } else { format!("{meant} of {text}") }
    }
}

/// What is known before any switch is printed.
struct Seen<'a> {
    plan: Plan<'a>,
    reader: Reader<'a>,
}

/// What the push and the documents make of a switch.
#[derive(Default)]
struct Told<'a> {
    host: Option<Host<'a>>,
    /// Its file of variables.
    file: Option<OutputFile>,
    entry: Option<Entry>,
}

/// What came of one file.
trait Filed {
    /// Path below the output folder.
    fn path(&self) -> &str;
    /// SHA-256 in hexadecimal.
    fn sha256(&self) -> &str;
}

impl Filed for Written {
    fn path(&self) -> &str {
        &self.path
    }

    fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// A file beside what is there.
struct Compared {
    path: String,
    sha256: String,
    change: Option<String>,
}

impl Filed for Compared {
    fn path(&self) -> &str {
        &self.path
    }

    fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// What came of printing a switch.
struct Printed<'a, F> {
    name: String,
    /// As the manifest knows it.
    switch: Switch,
    files: Vec<F>,
    host: Option<Host<'a>>,
    /// Its file of variables for the push.
    variables: Option<F>,
    entry: Option<Entry>,
}

/// Whether the lines of a file are shown when it differs. Those of pictures are no text, the configurations of the lab say
/// again what those of the switches say, and a table of many thousand lines is read by programs.
fn is_for_reading(file: &OutputFile) -> bool {
    let path = file.path.as_str();
    let again = path == REPORT || path == "graph/fabric.svg" || path.starts_with("lab/startup/");
    !again && file.text.len() < LARGEST_SHOWN
}

/// What the push wants to know of a switch's files.
fn of_switch(device: &Device, files: &[OutputFile]) -> push::Printed {
    let folder = format!("configs/{}/", device.hostname);
    let mut printed = push::Printed::default();
    for OutputFile { path, text } in files {
        printed.files.push(path.strip_prefix(&folder).unwrap_or(path).to_owned());
        printed.secrets.extend(secret_names(text));
    }
    printed
}

/// Shows changes as they are found.
struct Stale<'a> {
    shell: &'a Shell,
    count: usize,
}

impl Stale<'_> {
    fn show(&mut self, path: &str, change: Option<String>) -> Result<(), Failure> {
        if let Some(diff) = change {
            self.count += 1;
            self.shell.change(path, &diff)?;
        }
        Ok(())
    }
}

fn switch(device: &Device, files: BTreeMap<String, String>) -> Switch {
    Switch {
        vendor: device.vendor.clone(),
        platform: device.platform.clone(),
        format: device.format.clone(),
        files,
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
