//! The whole story: a program in, devices and a lock out.

use std::collections::BTreeSet;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use camino::Utf8Path;

use crate::allocate::codes::VALUE_MOVED;
use crate::allocate::{Allocation, Lock, allocate, out_of_date};
use crate::capabilities::{self, Checker, Findings};
use crate::checks;
use crate::clock::{Clock, Stage, timed};
use crate::device::model::Device;
use crate::device::{Lowering, Made, Parts, lower_some};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, resolve};
use crate::lab;
use crate::proof::Proof;
use crate::push;
use crate::source::Sources;
use crate::syntax::Program;
use crate::topology::{Topology, place_gateways};
use crate::vendor::Catalog;

/// What a compilation is told besides the program.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The text of the lock file, if there is one.
    pub lock: Option<String>,
    /// The same text among the program's sources, so that messages can point into it.
    pub lock_file: Option<crate::source::FileId>,
    /// Where the lock file is, for messages.
    pub lock_path: String,
    /// Refuse to change the lock.
    pub locked: bool,
    /// Output formats that the command line asks for: vendor and format.
    pub formats: Vec<(String, String)>,
    /// Where to note which phase ended.
    pub stage: Stage,
}

/// What comes of a compilation.
#[derive(Debug)]
pub struct Compilation {
    /// Messages, by place.
    pub diagnostics: Vec<Diagnostic>,
    /// What was made; nothing when an error stands among the messages.
    pub output: Option<Output>,
    /// What each phase took.
    pub clock: Clock,
}

/// A fabric without errors, before anything is allocated.
#[derive(Debug)]
pub struct Checked {
    /// The fabric.
    pub fabric: Fabric,
    /// Its graphs.
    pub topology: Topology,
}

impl Checked {
    /// Vendors and formats in use, each once.
    pub fn formats(&self) -> BTreeSet<(&str, &str)> {
        let all = self.fabric.switches.values();
        all.map(|switch| (switch.vendor.as_str(), switch.format.as_str())).collect()
    }
}

/// A compiled fabric.
#[derive(Debug)]
pub struct Output {
    /// The fabric's name.
    pub fabric: String,
    /// Every switch, by host name; none yet when the program was only planned.
    pub devices: Vec<Device>,
    /// The lock as it must now be.
    pub lock: Lock,
    /// The same as it is written, once somebody has asked.
    lock_text: OnceLock<String>,
    /// The fabric itself.
    pub checked: Checked,
    /// What was chosen for it.
    pub allocation: Allocation,
    /// What was proved of it.
    pub proof: Proof,
}

/// Compiles a program.
///
/// Each phase gathers all the messages that it can, and the next one starts when there are no errors.
pub fn compile(program: &Program, catalog: &Catalog, options: &Options) -> Compilation {
    compiled(program, catalog, options, |output, program, sink, clock| {
        let place = (&program.sources, program.folder());
        let devices = lower_some(output.lowering(place, catalog), |_| true);
        clock.lap("lower");
        capabilities::check(&output.checked.fabric, &devices, catalog, sink);
        of_all(&output.checked.fabric, catalog, sink);
        clock.lap("capabilities");
        output.devices = devices;
    })
}

/// Compiles a program without making its devices: [`Output::each_switch`] makes them and says whether they can be.
pub fn plan(program: &Program, catalog: &Catalog, options: &Options) -> Compilation {
    compiled(program, catalog, options, |_, _, _, _| {})
}

fn compiled(
    program: &Program,
    catalog: &Catalog,
    options: &Options,
    then: impl FnOnce(&mut Output, &Program, &mut Sink, &mut Clock),
) -> Compilation {
    let (mut sink, mut clock) = (Sink::default(), Clock::watched(options.stage.clone()));
    let mut output = planned(program, catalog, options, &mut sink, &mut clock);
    if let Some(output) = &mut output {
        then(output, program, &mut sink, &mut clock);
    }
    let output = output.filter(|_| !sink.has_errors());
    Compilation { diagnostics: sink.into_sorted(), output, clock }
}

fn planned(
    program: &Program,
    catalog: &Catalog,
    options: &Options,
    sink: &mut Sink,
    clock: &mut Clock,
) -> Option<Output> {
    let (checked, lock) = rayon::join(
        || resolved(program, catalog, &options.formats, sink, clock),
        || read_lock(options),
    );
    // Only what was waited for.
    clock.lap("lock");
    let lock = lock.unwrap_or_else(|errors| {
        sink.extend(errors);
        Lock::default()
    });
    let checked = checked?;
    let before = options.locked.then(|| lock.clone());
    // What is chosen for a fabric with errors is thrown away.
    let (proven, chosen) =
        rayon::join(|| proven(&checked, catalog), || chosen(&checked, catalog, lock));
    let (proof, said, proving) = proven;
    let Chosen { allocation, lock, said: choice, took: choosing } = chosen;
    let [proof_took, checks_took] = proving;
    clock.lap_shared(&[proof_took, checks_took, choosing]);
    sink.absorb(said);
    if sink.has_errors() {
        return None;
    }
    sink.absorb(choice);
    if let Some(before) = before {
        sink.extend(out_of_date(&before, &lock));
    }
    if sink.has_errors() {
        return None;
    }
    let fabric = checked.fabric.name.clone();
    clock.lap("allocate");
    let (devices, lock_text) = (Vec::new(), OnceLock::new());
    Some(Output { fabric, devices, lock, lock_text, checked, allocation, proof })
}

/// What a phase is called, and how long it took.
type Took = (&'static str, Duration);

/// What is proved of a fabric, and what the rules say of it.
fn proven(checked: &Checked, catalog: &Catalog) -> (Proof, Sink, [Took; 2]) {
    let Checked { fabric, topology } = checked;
    let mut sink = Sink::default();
    let (proof, proving) = timed(|| Proof::of(fabric, topology));
    let ((), checking) = timed(|| checks::run((fabric, topology), catalog, &proof, &mut sink));
    (proof, sink, [("proof", proving), ("checks", checking)])
}

/// What is chosen for a fabric, and what there is to say of that.
struct Chosen {
    allocation: Allocation,
    /// The lock of next time.
    lock: Lock,
    said: Sink,
    took: Took,
}

fn chosen(checked: &Checked, catalog: &Catalog, lock: Lock) -> Chosen {
    let Checked { fabric, topology } = checked;
    let mut said = Sink::default();
    let ((allocation, lock), took) = timed(|| allocate(fabric, topology, catalog, lock, &mut said));
    Chosen { allocation, lock, said, took: ("allocate", took) }
}

/// What is wrong with a fabric as a whole for what is made of it.
fn of_all(fabric: &Fabric, catalog: &Catalog, sink: &mut Sink) {
    push::check(fabric, catalog, sink);
    lab::check(fabric, catalog, sink);
}

impl Output {
    /// The text of the lock file as it must now be.
    pub fn lock_text(&self) -> &str {
        self.lock_text.get_or_init(|| self.lock.to_text())
    }

    /// Makes every switch's device and says in `sink` whether it can be. `work` is done with those that are wanted, on many
    /// threads, until a switch is refused; what comes of it is handed to `take` some at a time, by host name.
    pub fn each_switch<T: Send>(
        &self,
        (place, catalog): ((&Sources, &Utf8Path), &Catalog),
        (sink, clock): (&mut Sink, &mut Clock),
        wanted: impl Fn(&str) -> bool + Sync,
        work: impl Fn(&Device) -> T + Sync,
        mut take: impl FnMut(Vec<T>),
    ) {
        let fabric = &self.checked.fabric;
        let checker = Checker::new(fabric, catalog);
        let refused = AtomicBool::new(false);
        let one = |Made { device, took }: Made<'_>| {
            let start = Instant::now();
            let alone = checker.alone(device);
            let checking = start.elapsed();
            refused.fetch_or(alone.is_refused(), Ordering::Relaxed);
            let goes_on = !refused.load(Ordering::Relaxed) && wanted(&device.hostname);
            let done = goes_on.then(|| work(device));
            (alone, done, [took, checking, start.elapsed().saturating_sub(checking)])
        };
        let mut findings = Findings::default();
        Parts::of(self.lowering(place, catalog), |_| true).each(one, |part| {
            let mut times = [Duration::ZERO; 3];
            let mut done = Vec::new();
            for (alone, made, took) in part {
                findings.add(alone, sink);
                done.extend(made);
                times.iter_mut().zip(took).for_each(|(time, took)| *time += took);
            }
            let [lowering, checking, working] = times;
            let phases = [("lower", lowering), ("capabilities", checking), ("print", working)];
            clock.lap_shared(if done.is_empty() { &phases[..2] } else { &phases });
            if !refused.load(Ordering::Relaxed) {
                take(done);
            }
        });
        findings.finish(catalog, sink);
        of_all(fabric, catalog, sink);
        clock.lap("capabilities");
    }

    /// Makes every switch's device and says in `sink` whether it can be.
    pub fn check_switches(
        &self,
        at: ((&Sources, &Utf8Path), &Catalog),
        ears: (&mut Sink, &mut Clock),
    ) {
        self.each_switch(at, ears, |_| false, |_| (), |_| ());
    }

    /// What devices are made from. `sources` and `folder` are the program's texts and where it lies.
    pub fn lowering<'a>(
        &'a self,
        (sources, folder): (&'a Sources, &'a Utf8Path),
        catalog: &'a Catalog,
    ) -> Lowering<'a> {
        let Checked { fabric, topology } = &self.checked;
        let allocation = &self.allocation;
        Lowering {
            fabric,
            topology,
            allocation,
            catalog,
            sources,
            folder,
            origins: false,
            lab: None,
        }
    }
}

/// Some of a fabric's devices once more, with every element knowing the statements that it comes from.
///
/// `sources` and `folder` are the program's texts and where it lies. [`crate::render::Tracers`] prints the devices and says where each line comes from.
pub fn with_origins(
    output: &Output,
    (sources, folder): (&Sources, &Utf8Path),
    catalog: &Catalog,
    switches: &BTreeSet<&str>,
) -> Vec<Device> {
    let lowering = output.lowering((sources, folder), catalog);
    lower_some(Lowering { origins: true, ..lowering }, |name| switches.contains(name))
}

/// The messages that stay when the program is compiled again: all but those about what the lock held before.
pub fn standing(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    diagnostics.iter().filter(|one| one.code.id != VALUE_MOVED.id).cloned().collect()
}

/// The fabric of a program, for those who ask about it and write nothing. What the program expects is not proved: whoever
/// looks for the reason of a failure needs an answer just when it does not hold.
pub fn look(program: &Program, catalog: &Catalog, sink: &mut Sink) -> Option<Checked> {
    let checked = resolved(program, catalog, &[], sink, &mut Clock::default())?;
    let Checked { fabric, topology } = &checked;
    checks::run((fabric, topology), catalog, &Proof::default(), sink);
    (!sink.has_errors()).then_some(checked)
}

/// The fabric of a program whatever the rules say of it, if its names can be resolved.
pub fn unchecked(program: &Program, catalog: &Catalog) -> Option<Checked> {
    resolved(program, catalog, &[], &mut Sink::default(), &mut Clock::default())
}

fn resolved(
    program: &Program,
    catalog: &Catalog,
    formats: &[(String, String)],
    sink: &mut Sink,
    clock: &mut Clock,
) -> Option<Checked> {
    let mut fabric = resolve(program, catalog, formats, sink)?;
    clock.lap("resolve");
    if sink.has_errors() {
        return None;
    }
    let topology = Topology::of(&fabric, catalog);
    place_gateways(&mut fabric, &topology.routed);
    clock.lap("topology");
    Some(Checked { fabric, topology })
}

fn read_lock(options: &Options) -> Result<Lock, Vec<Diagnostic>> {
    match (&options.lock, options.lock_file) {
        (Some(text), Some(file)) => Lock::parse(text, file),
        _ => Ok(Lock::default()),
    }
}
