//! `rackc build`

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use rayon::prelude::*;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::only::Only;
use super::project::{Compiled, Project};
use super::shell::Shell;
use super::timings;
use crate::clock::{Clock, Stage};
use crate::compile::standing;
use crate::device::model::Device;
use crate::diagnostic::Diagnostic;
use crate::documents::{Documents, Entry, Reader};
use crate::lab;
use crate::output::codes::OUT_OF_DATE;
use crate::output::{Comparer, MANIFEST, Manifest, Switch, Writer, diff, hash, write_file};
use crate::picture::{Marks, Page, dot, page, svg};
use crate::push::{Host, Plan, Printed, Push, secret_names};
use crate::render::{OutputFile, Printers};

/// The page, in the output folder.
const REPORT: &str = "report.html";
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
    let mut compiled = project.compile_in_parts(shell)?;
    let mut clock = std::mem::take(&mut compiled.clock);
    let job = Job { compiled: &compiled, only, out: &args.output, lock: &lock, shell };
    let result = if args.check { job.compare(&mut clock) } else { job.write(&mut clock) };
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
        let printers = Printers::of_formats(&compiled.catalog, compiled.output.checked.formats())?;
        clock.lap("templates");
        let writer = Writer::open(out.as_std_path())?;
        clock.lap("open");
        let mut manifest = self.manifest(writer.manifest());
        let mut written = writer.kept(&manifest)?;
        let seen = self.seen();
        let (mut hosts, mut entries) = (Vec::new(), Vec::new());
        let work = |device: &Device, files: Vec<OutputFile>| {
            let Told { host, file, entry } = self.told(&seen, device, &files);
            let put = |file: OutputFile| writer.put(&file);
            let own: Vec<_> = files.into_iter().map(put).collect::<Result<_, _>>()?;
            Ok((own, host, file.map(put).transpose()?, entry))
        };
        self.each_switch(&printers, clock, work, |device, (files, host, file, entry)| {
            let hashes = files.iter().map(|file| (file.path.clone(), file.sha256.clone()));
            manifest.switches.insert(device.hostname.clone(), switch(device, hashes.collect()));
            written.extend(files);
            if let Some(file) = file {
                manifest.files.insert(file.path.clone(), file.sha256.clone());
                written.push(file);
            }
            hosts.extend(host);
            entries.extend(entry);
            Ok(())
        })?;
        clock.lap("print");
        if self.only.is_all() {
            self.beside(seen.plan, hosts, entries, clock, |file| {
                let file = writer.put(&file)?;
                manifest.files.insert(file.path.clone(), file.sha256.clone());
                written.push(file);
                Ok(())
            })?;
        }
        // The lock comes first: a tree without the lock that it was made with could not be made again.
        let mut locked = false;
        let outcome = writer.commit(&manifest, &written, || {
            locked = write_file(lock.as_std_path(), &compiled.output.lock)?;
            Ok(())
        })?;
        clock.lap("commit");
        let switches = self.count(meant);
        shell.status(&match (outcome.written, outcome.changed, outcome.removed) {
            (false, ..) => format!("`{out}` is up to date: {switches}"),
            (true, changed, removed) => format!(
                "wrote `{out}`: {switches}, {}, {changed} changed, {removed} removed",
                count(written.len(), "file", "files")
            ),
        })?;
        if locked {
            shell.status(&format!("wrote `{lock}`"))?;
        }
        if compiled.output.checked.fabric.switches.is_empty() {
            shell.status(super::check::NO_SWITCH)?;
        }
        Ok(Exit::Fine)
    }

    fn compare(&self, clock: &mut Clock) -> Result<Exit, Failure> {
        let Self { compiled, out, lock, shell, .. } = *self;
        let meant = self.meant()?;
        let printers = Printers::of_formats(&compiled.catalog, compiled.output.checked.formats())?;
        let comparer = Comparer::open(out.as_std_path())?;
        let mut manifest = self.manifest(comparer.known());
        let mut paths: BTreeSet<String> = manifest.paths().map(str::to_owned).collect();
        let mut stale = Stale { shell, count: 0 };
        let seen = self.seen();
        let (mut hosts, mut of_hosts, mut entries) = (Vec::new(), Vec::new(), Vec::new());
        let work = |device: &Device, files: Vec<OutputFile>| {
            let Told { host, file, entry } = self.told(&seen, device, &files);
            let look = |file: OutputFile| Ok((comparer.file(&file)?, hash(&file.text), file.path));
            let own: Vec<_> = files.into_iter().map(look).collect::<Result<_, Diagnostic>>()?;
            Ok((own, host, file.map(look).transpose()?, entry))
        };
        self.each_switch(&printers, clock, work, |device, (files, host, file, entry)| {
            let hashes = files.iter().map(|(_, hash, path)| (path.clone(), hash.clone()));
            manifest.switches.insert(device.hostname.clone(), switch(device, hashes.collect()));
            for (change, _, path) in files {
                stale.show(&path, change)?;
                paths.insert(path);
            }
            hosts.extend(host);
            of_hosts.extend(file);
            entries.extend(entry);
            Ok(())
        })?;
        clock.lap("print");
        if self.only.is_all() {
            for (change, hash, path) in of_hosts {
                stale.show(&path, change)?;
                manifest.files.insert(path.clone(), hash);
                paths.insert(path);
            }
            self.beside(seen.plan, hosts, entries, clock, |file| {
                let change = if is_for_reading(&file) {
                    comparer.file(&file)?
                } else {
                    comparer.brief(&file)?
                };
                stale.show(&file.path, change)?;
                manifest.files.insert(file.path.clone(), hash(&file.text));
                paths.insert(file.path);
                Ok(())
            })?;
        }
        for (path, change) in comparer.removed(&paths)? {
            stale.show(&path, Some(change))?;
        }
        // Hashes follow from the files: the manifest counts only when it alone is wrong.
        if stale.count == 0 {
            stale.show(MANIFEST, comparer.manifest(&manifest.text()))?;
        }
        let old = std::fs::read_to_string(lock).ok();
        let change = diff(lock.as_str(), old.as_deref(), Some(&compiled.output.lock));
        stale.show(lock.as_str(), change)?;
        if stale.count == 0 {
            shell.status(&format!("`{out}` is up to date: {}", self.count(meant)))?;
            return Ok(Exit::Fine);
        }
        let files = count(stale.count, "file", "files");
        let diagnostic =
            Diagnostic::new(&OUT_OF_DATE, format!("`{out}` is out of date: {files} would change"))
                .help("run the same command without `--check`, and commit the result");
        Err(Failure::Say(Exit::OutOfDate, vec![diagnostic]))
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

    /// Hands the files that are of no one switch to `put`: the push, the documents, the pictures and the report.
    fn beside<'a>(
        &'a self,
        plan: Plan<'a>,
        hosts: Vec<Host<'a>>,
        entries: Vec<Entry>,
        clock: &mut Clock,
        mut put: impl FnMut(OutputFile) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let Compiled { output, catalog, .. } = self.compiled;
        let (fabric, topology) = (&output.checked.fabric, &output.checked.topology);
        Push::of(plan, hosts).files().into_iter().try_for_each(&mut put)?;
        clock.lap("push");
        let documents = Documents::of((fabric, topology), &output.allocation, catalog, entries);
        documents.each(&mut put)?;
        clock.lap("documents");
        let Compiled { sources, folder, .. } = self.compiled;
        let lowering = output.lowering((sources, folder), catalog);
        lab::files(lowering, &documents)?.into_iter().try_for_each(&mut put)?;
        drop(documents);
        clock.lap("lab");
        put(picture("svg", svg(fabric, &Marks::default())))?;
        put(picture("dot", dot(fabric)))?;
        put(report(self.compiled))?;
        clock.lap("report");
        Ok(())
    }

    /// Prints every file in parallel, does `work` with those of a switch where they were printed, and hands what came
    /// of it to `take`, switch by switch in order.
    fn each_switch<T: Send>(
        &self,
        printers: &Printers<'_>,
        clock: &mut Clock,
        work: impl Fn(&Device, Vec<OutputFile>) -> Result<T, Diagnostic> + Sync,
        mut take: impl FnMut(&Device, T) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let Compiled { output, catalog, sources, folder, .. } = self.compiled;
        let wanted = |name: &str| self.only.takes(name);
        let (mut done, total) = (0, self.meant()?);
        output.each_part((sources, folder), catalog, wanted, |part| {
            clock.lap("lower");
            let print = |device: &&Device| work(device, printers.print(device)?);
            let results: Vec<Result<T, Diagnostic>> = part.par_iter().map(print).collect();
            let mut errors = BTreeMap::new();
            for (device, result) in part.iter().zip(results) {
                match result {
                    Ok(files) if errors.is_empty() => take(device, files)?,
                    Ok(_) => {}
                    // A template that fails, fails for many switches: say it once.
                    Err(error) => _ = errors.entry(error.message.clone()).or_insert(error),
                }
            }
            clock.lap("print");
            done += part.len();
            self.shell.progress().step(done, total);
            if errors.is_empty() {
                Ok(())
            } else {
                Err(errors.into_values().collect::<Vec<_>>().into())
            }
        })
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

/// Whether the lines of a file are shown when it differs. Those of pictures are no text, the configurations of the lab say
/// again what those of the switches say, and a table of many thousand lines is read by programs.
fn is_for_reading(file: &OutputFile) -> bool {
    let path = file.path.as_str();
    let again = path == REPORT || path == "graph/fabric.svg" || path.starts_with("lab/startup/");
    !again && file.text.len() < LARGEST_SHOWN
}

/// A picture of the fabric, as `rackc graph` draws it.
fn picture(ending: &str, text: String) -> OutputFile {
    OutputFile { path: format!("graph/fabric.{ending}"), text }
}

/// What the push wants to know of a switch's files.
fn of_switch(device: &Device, files: &[OutputFile]) -> Printed {
    let folder = format!("configs/{}/", device.hostname);
    let mut printed = Printed::default();
    for OutputFile { path, text } in files {
        printed.files.push(path.strip_prefix(&folder).unwrap_or(path).to_owned());
        printed.secrets.extend(secret_names(text));
    }
    printed
}

/// The fabric, what is proved of it and what fails when, as a page.
fn report(compiled: &Compiled) -> OutputFile {
    let Compiled { output, sources, diagnostics, folder, .. } = compiled;
    let text = page(&Page {
        fabric: &output.checked.fabric,
        topology: &output.checked.topology,
        proof: &output.proof,
        diagnostics: &standing(diagnostics),
        sources,
        folder,
    });
    OutputFile { path: REPORT.to_owned(), text }
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
