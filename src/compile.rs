//! The whole story: a program in, devices and a lock out.

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::allocate::codes::VALUE_MOVED;
use crate::allocate::{Allocation, Lock, allocate, out_of_date};
use crate::capabilities;
use crate::checks::{self, Context};
use crate::clock::{Clock, Stage};
use crate::device::model::Device;
use crate::device::{AT_ONCE, Lowering, Parts, lower_some};
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
    /// The largest fabric whose devices are all held, in switches. Those of a larger one are looked at part by part, and
    /// [`Output::each_part`] makes them again. Without a number all are held.
    pub hold: Option<usize>,
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
    /// Every switch, by host name; none if there are more than were to be held.
    pub devices: Vec<Device>,
    /// The text of the lock file as it must now be.
    pub lock: String,
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
    let (mut sink, mut clock) = (Sink::default(), Clock::watched(options.stage.clone()));
    let output = run(program, catalog, options, &mut sink, &mut clock);
    let output = output.filter(|_| !sink.has_errors());
    Compilation { diagnostics: sink.into_sorted(), output, clock }
}

fn run(
    program: &Program,
    catalog: &Catalog,
    options: &Options,
    sink: &mut Sink,
    clock: &mut Clock,
) -> Option<Output> {
    let lock = read_lock(options, sink);
    clock.lap("lock");
    let Checked { fabric, topology } = resolved(program, catalog, &options.formats, sink, clock)?;
    let proof = Proof::of(&fabric, &topology);
    clock.lap("proof");
    checks::run(&Context { fabric: &fabric, topology: &topology, catalog, proof: &proof }, sink);
    clock.lap("checks");
    if sink.has_errors() {
        return None;
    }
    let (allocation, new_lock) = allocate(&fabric, &topology, catalog, lock.clone(), sink);
    if options.locked {
        sink.extend(out_of_date(&lock, &new_lock));
    }
    clock.lap("allocate");
    if sink.has_errors() {
        return None;
    }
    let sources = &program.sources;
    let root = program.roots.first().and_then(|root| sources.file(*root).path.parent());
    let lowering = Lowering {
        fabric: &fabric,
        topology: &topology,
        allocation: &allocation,
        catalog,
        sources,
        folder: root.unwrap_or(Utf8Path::new("")),
        origins: false,
        lab: None,
    };
    let held = options.hold.is_none_or(|most| fabric.switches.len() <= most);
    let devices = held_against(lowering, held, sink, clock);
    push::check(&fabric, catalog, sink);
    lab::check(&fabric, catalog, sink);
    clock.lap("capabilities");
    let name = fabric.name.clone();
    let checked = Checked { fabric, topology };
    Some(Output { fabric: name, devices, lock: new_lock.to_text(), checked, allocation, proof })
}

/// Lowers every switch and holds it against its capabilities. The devices, if they are to be held.
fn held_against(
    lowering: Lowering<'_>,
    held: bool,
    sink: &mut Sink,
    clock: &mut Clock,
) -> Vec<Device> {
    let mut checker = capabilities::Checker::new(lowering.fabric, lowering.catalog);
    let mut devices = Vec::new();
    if held {
        devices = lower_some(lowering, |_| true);
        clock.lap("lower");
        checker.devices(&devices, sink);
    } else {
        let parts = Parts::of(lowering, |_| true);
        let fine: Result<(), std::convert::Infallible> = parts.each(|part| {
            clock.lap("lower");
            checker.devices(part, sink);
            clock.lap("capabilities");
            Ok(())
        });
        let Ok(()) = fine;
        clock.lap("lower");
    }
    checker.finish(sink);
    devices
}

impl Output {
    /// Hands the wanted devices to `take`, some at a time, by host name: those that are held, or made again.
    ///
    /// # Errors
    /// What `take` says.
    pub fn each_part<E>(
        &self,
        (sources, folder): (&Sources, &Utf8Path),
        catalog: &Catalog,
        wanted: impl Fn(&str) -> bool,
        mut take: impl FnMut(&[&Device]) -> Result<(), E>,
    ) -> Result<(), E> {
        if !self.devices.is_empty() {
            let devices = self.devices.iter().filter(|device| wanted(&device.hostname));
            let devices: Vec<&Device> = devices.collect();
            return devices.chunks(AT_ONCE).try_for_each(take);
        }
        Parts::of(self.lowering((sources, folder), catalog), wanted)
            .each(|devices| take(&devices.iter().collect::<Vec<_>>()))
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
    checks::run(&Context { fabric, topology, catalog, proof: &Proof::default() }, sink);
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

fn read_lock(options: &Options, sink: &mut Sink) -> Lock {
    let (Some(text), Some(file)) = (&options.lock, options.lock_file) else {
        return Lock::default();
    };
    Lock::parse(text, file).unwrap_or_else(|errors| {
        sink.extend(errors);
        Lock::default()
    })
}
