//! What each phase costs, and all of them together, by the size of the fabric: `cargo bench --bench phases`

#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs, reason = "a bench")]

#[path = "../examples/scale/plan.rs"]
#[allow(dead_code)]
mod plan;
#[path = "../examples/scale/text.rs"]
#[allow(dead_code)]
mod text;

use camino::Utf8Path;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rackc::allocate::{Allocation, Lock, allocate};
use rackc::capabilities;
use rackc::checks;
use rackc::compile::{Options, compile};
use rackc::device::model::Device;
use rackc::device::{Lowering, lower};
use rackc::diagnostic::Sink;
use rackc::fabric::{Fabric, resolve};
use rackc::output::{Manifest, Writer};
use rackc::proof::Proof;
use rackc::render::{OutputFile, Printers};
use rackc::syntax::{MemoryFiles, Program};
use rackc::topology::{Topology, place_gateways};
use rackc::vendor::Catalog;

use plan::Plan;

const SIZES: [usize; 3] = [100, 400, 1600];

fn program(text: &str) -> Program {
    let files = MemoryFiles::default().with("main.rack", text.to_owned());
    let mut sink = Sink::default();
    let program = Program::load(&files, Utf8Path::new("main.rack"), &mut sink);
    assert!(!sink.has_errors());
    program
}

fn resolved(program: &Program, catalog: &Catalog) -> Fabric {
    let mut sink = Sink::default();
    let fabric = resolve(program, catalog, &[], &mut sink).unwrap();
    assert!(!sink.has_errors(), "{:?}", sink.into_sorted().first());
    fabric
}

/// A fabric with all that comes of it.
struct Made {
    text: String,
    program: Program,
    fabric: Fabric,
    topology: Topology,
    proof: Proof,
    allocation: Allocation,
    lock: String,
    devices: Vec<Device>,
    files: Vec<OutputFile>,
}

impl Made {
    fn of(switches: usize, catalog: &Catalog) -> Self {
        let plan = Plan::of(switches);
        let text = text::program(&plan) + &text::expectations(&plan);
        let program = program(&text);
        let mut fabric = resolved(&program, catalog);
        let topology = Topology::of(&fabric, catalog);
        place_gateways(&mut fabric, &topology.routed);
        let proof = Proof::of(&fabric, &topology);
        assert!(proof.verdicts.iter().all(|verdict| verdict.finding.is_none()), "{proof:?}");
        let mut sink = Sink::default();
        let (allocation, lock) = allocate(&fabric, &topology, catalog, Lock::default(), &mut sink);
        let mut made = Self {
            text,
            program,
            fabric,
            topology,
            proof,
            allocation,
            lock: lock.to_text(),
            devices: Vec::new(),
            files: Vec::new(),
        };
        made.devices = lower(made.lowering(catalog));
        let printers = Printers::new(catalog, &made.devices).unwrap();
        let print = |device| printers.print(device).unwrap();
        made.files = made.devices.iter().flat_map(print).collect();
        made
    }

    fn lowering<'a>(&'a self, catalog: &'a Catalog) -> Lowering<'a> {
        Lowering {
            fabric: &self.fabric,
            topology: &self.topology,
            allocation: &self.allocation,
            catalog,
            sources: &self.program.sources,
            folder: Utf8Path::new(""),
            origins: false,
            lab: None,
        }
    }

    fn lock(&self) -> (Lock, Program) {
        let mut program = program(&self.text);
        let file = program.sources.add("rackc.lock", self.lock.as_str());
        (Lock::parse(&self.lock, file).unwrap(), program)
    }
}

fn phases(criterion: &mut Criterion) {
    let catalog = Catalog::load([]).unwrap();
    for switches in SIZES {
        let made = Made::of(switches, &catalog);
        let mut group = criterion.benchmark_group("phases");
        group.sample_size(10).throughput(Throughput::Elements(switches as u64));
        let mut bench = |name: &str, run: &mut dyn FnMut()| {
            group.bench_function(BenchmarkId::new(name, switches), |bencher| {
                bencher.iter(&mut *run);
            });
        };
        bench("parse", &mut || drop(program(&made.text)));
        bench("resolve", &mut || drop(resolved(&made.program, &catalog)));
        bench("topology", &mut || drop(Topology::of(&made.fabric, &catalog)));
        bench("proof", &mut || drop(Proof::of(&made.fabric, &made.topology)));
        bench("checks", &mut || {
            let (fabric, topology, proof) = (&made.fabric, &made.topology, &made.proof);
            checks::run((fabric, topology), &catalog, proof, &mut Sink::default());
        });
        let (lock, _) = made.lock();
        bench("allocate", &mut || {
            let mut sink = Sink::default();
            drop(allocate(&made.fabric, &made.topology, &catalog, lock.clone(), &mut sink));
        });
        bench("lower", &mut || drop(lower(made.lowering(&catalog))));
        bench("capabilities", &mut || {
            capabilities::check(&made.fabric, &made.devices, &catalog, &mut Sink::default());
        });
        let printers = Printers::new(&catalog, &made.devices).unwrap();
        bench("render", &mut || {
            for device in &made.devices {
                drop(printers.print(device).unwrap());
            }
        });
        let folder = tempfile::tempdir().unwrap();
        bench("emit", &mut || emit(&folder.path().join("out"), &made.files));
        bench("unchanged", &mut || keep(&folder.path().join("kept"), &made.files));
        group.finish();
    }
}

/// Writes a tree from nothing.
fn emit(folder: &std::path::Path, files: &[OutputFile]) {
    keep(folder, files);
    std::fs::remove_dir_all(folder).unwrap();
}

/// Writes a tree where it may be already.
fn keep(folder: &std::path::Path, files: &[OutputFile]) {
    let writer = Writer::open(folder).unwrap();
    let mut manifest = Manifest::new("scale");
    let written: Vec<_> = files.iter().map(|file| writer.put(file).unwrap()).collect();
    manifest.files.extend(written.iter().map(|file| (file.path.clone(), file.sha256.clone())));
    writer.commit(&manifest.text(), &written, || Ok(())).unwrap();
}

fn whole(criterion: &mut Criterion) {
    let catalog = Catalog::load([]).unwrap();
    let mut group = criterion.benchmark_group("whole");
    group.sample_size(10);
    for switches in SIZES {
        let made = Made::of(switches, &catalog);
        let (_, program) = made.lock();
        let options = Options { lock: Some(made.lock.clone()), ..Options::default() };
        group.throughput(Throughput::Elements(switches as u64));
        group.bench_function(BenchmarkId::from_parameter(switches), |bencher| {
            bencher.iter(|| {
                let output = compile(&program, &catalog, &options).output.unwrap();
                let printers = Printers::new(&catalog, &output.devices).unwrap();
                output.devices.iter().for_each(|device| drop(printers.print(device).unwrap()));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, phases, whole);
criterion_main!(benches);
