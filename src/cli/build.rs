//! `rackc build`

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;
use rayon::prelude::*;

use super::args::{Build, Global};
use super::exit::{Exit, Failure};
use super::project::{Compiled, Project};
use super::shell::Shell;
use super::timings;
use crate::clock::Clock;
use crate::device::model::Device;
use crate::diagnostic::Diagnostic;
use crate::output::codes::OUT_OF_DATE;
use crate::output::{Comparer, Manifest, Switch, Writer, diff, hash, write_file};
use crate::picture::{Page, page};
use crate::render::{OutputFile, Printers};

/// The page, in the output folder.
const REPORT: &str = "report.html";
/// How many switches are printed before what came of them is taken in order.
const AT_ONCE: usize = 256;

/// Compiles a program and writes its tree, or compares it with what is there.
///
/// # Errors
/// The program has errors, or the tree cannot be written.
pub fn run(args: &Build, global: &Global, shell: &Shell) -> Result<Exit, Failure> {
    let project = Project::open(&args.compile, global)?;
    let lock = project.lock_path().to_owned();
    let mut compiled = project.compile(shell)?;
    let mut clock = std::mem::take(&mut compiled.clock);
    let result = if args.check {
        compare(&compiled, &args.output, &lock, shell, &mut clock)
    } else {
        write(&compiled, &args.output, &lock, shell, &mut clock)
    };
    if args.compile.timings {
        timings::show(&clock, shell)?;
    }
    let ended = result.or_else(|failure| match failure {
        Failure::Say(exit, diagnostics) => {
            shell.report(&diagnostics, &compiled.sources)?;
            Err(Failure::Told(exit))
        }
        other => Err(other),
    });
    // The process ends: to take a large fabric apart piece by piece would only delay that.
    std::mem::forget(compiled);
    ended
}

fn write(
    compiled: &Compiled,
    out: &Utf8Path,
    lock: &Utf8Path,
    shell: &Shell,
    clock: &mut Clock,
) -> Result<Exit, Failure> {
    let Compiled { output, catalog, .. } = compiled;
    let printers = Printers::new(catalog, &output.devices)?;
    clock.lap("templates");
    let writer = Writer::open(out.as_std_path())?;
    clock.lap("open");
    let mut manifest = Manifest::new(&output.fabric);
    let mut written = Vec::new();
    each_switch(
        &output.devices,
        &printers,
        |file| writer.put(&file),
        |device, files| {
            let hashes = files.iter().map(|file| (file.path.clone(), file.sha256.clone()));
            manifest.switches.insert(device.hostname.clone(), switch(device, hashes.collect()));
            written.extend(files);
            Ok(())
        },
    )?;
    clock.lap("print");
    let report = writer.put(&report(compiled))?;
    clock.lap("report");
    manifest.files.insert(report.path.clone(), report.sha256.clone());
    written.push(report);
    let outcome = writer.commit(&manifest, &written)?;
    let locked = write_file(lock.as_std_path(), &output.lock)?;
    clock.lap("commit");
    let (files, switches) = (written.len(), output.devices.len());
    shell.status(&match (outcome.written, outcome.changed, outcome.removed) {
        (false, ..) => format!("`{out}` is up to date: {}", count(switches, "switch", "switches")),
        (true, changed, removed) => format!(
            "wrote `{out}`: {}, {}, {changed} changed, {removed} removed",
            count(switches, "switch", "switches"),
            count(files, "file", "files")
        ),
    })?;
    if locked {
        shell.status(&format!("wrote `{lock}`"))?;
    }
    Ok(Exit::Fine)
}

fn compare(
    compiled: &Compiled,
    out: &Utf8Path,
    lock: &Utf8Path,
    shell: &Shell,
    clock: &mut Clock,
) -> Result<Exit, Failure> {
    let Compiled { output, catalog, .. } = compiled;
    let printers = Printers::new(catalog, &output.devices)?;
    let comparer = Comparer::open(out.as_std_path())?;
    let mut manifest = Manifest::new(&output.fabric);
    let mut paths = BTreeSet::new();
    let mut stale = Stale { shell, count: 0 };
    let work = |file: OutputFile| Ok((comparer.file(&file)?, hash(&file.text), file.path));
    each_switch(&output.devices, &printers, work, |device, files| {
        let hashes = files.iter().map(|(_, hash, path)| (path.clone(), hash.clone()));
        manifest.switches.insert(device.hostname.clone(), switch(device, hashes.collect()));
        for (change, _, path) in files {
            paths.insert(path);
            stale.show(change)?;
        }
        Ok(())
    })?;
    clock.lap("print");
    let report = report(compiled);
    clock.lap("report");
    // Its lines are not for reading: that it differs is enough.
    let change = comparer.file(&report)?;
    stale.show(change.map(|diff| diff.split_inclusive('\n').take(2).collect()))?;
    manifest.files.insert(report.path.clone(), hash(&report.text));
    paths.insert(report.path);
    for change in comparer.removed(&paths)? {
        stale.show(Some(change))?;
    }
    // Hashes follow from the files: the manifest counts only when it alone is wrong.
    if stale.count == 0 {
        stale.show(comparer.manifest(&manifest.text()))?;
    }
    let old = std::fs::read_to_string(lock).ok();
    stale.show(diff(lock.as_str(), old.as_deref(), Some(&output.lock)))?;
    if stale.count == 0 {
        shell.status(&format!("`{out}` is up to date"))?;
        return Ok(Exit::Fine);
    }
    let files = count(stale.count, "file", "files");
    let diagnostic =
        Diagnostic::new(&OUT_OF_DATE, format!("`{out}` is out of date: {files} would change"))
            .help("run the same command without `--check`, and commit the result");
    Err(Failure::Say(Exit::OutOfDate, vec![diagnostic]))
}

/// The fabric, what is proved of it and what fails when, as a page.
fn report(compiled: &Compiled) -> OutputFile {
    let Compiled { output, sources, diagnostics, folder, .. } = compiled;
    let text = page(&Page {
        fabric: &output.checked.fabric,
        topology: &output.checked.topology,
        proof: &output.proof,
        diagnostics,
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
    fn show(&mut self, change: Option<String>) -> Result<(), Failure> {
        if let Some(diff) = change {
            self.count += 1;
            // For programs the messages are on standard output, one per line.
            if !self.shell.is_json() {
                self.shell.data(&diff)?;
            }
        }
        Ok(())
    }
}

/// Prints every file in parallel, does `work` with it where it was printed, and hands what came
/// of it to `take`, switch by switch in order.
fn each_switch<T: Send>(
    devices: &[Device],
    printers: &Printers<'_>,
    work: impl Fn(OutputFile) -> Result<T, Diagnostic> + Sync,
    mut take: impl FnMut(&Device, Vec<T>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for chunk in devices.chunks(AT_ONCE) {
        let print = |device| printers.print(device)?.into_iter().map(&work).collect();
        let results: Vec<Result<Vec<T>, Diagnostic>> = chunk.par_iter().map(print).collect();
        let mut errors = BTreeMap::new();
        for (device, result) in chunk.iter().zip(results) {
            match result {
                Ok(files) if errors.is_empty() => take(device, files)?,
                Ok(_) => {}
                // A template that fails, fails for many switches: say it once.
                Err(error) => _ = errors.entry(error.message.clone()).or_insert(error),
            }
        }
        if !errors.is_empty() {
            return Err(errors.into_values().collect::<Vec<_>>().into());
        }
    }
    Ok(())
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
