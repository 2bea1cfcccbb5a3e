//! What it costs to prove expectations against every single failure, by the size of the fabric.

#![allow(clippy::unwrap_used, clippy::disallowed_methods, missing_docs, reason = "a bench")]

#[path = "../examples/scale/plan.rs"]
#[allow(dead_code)]
mod plan;
#[path = "../examples/scale/text.rs"]
#[allow(dead_code)]
mod text;

use camino::Utf8Path;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use rackc::diagnostic::Sink;
use rackc::fabric::{Fabric, resolve};
use rackc::proof::Proof;
use rackc::syntax::{MemoryFiles, Program};
use rackc::topology::{Topology, place_gateways};
use rackc::vendor::Catalog;

fn program(switches: usize) -> String {
    let plan = plan::Plan::of(switches);
    text::program(&plan) + &text::expectations(&plan)
}

fn fabric(switches: usize) -> (Fabric, Topology) {
    let mut sink = Sink::default();
    let files = MemoryFiles::default().with("main.rack", program(switches));
    let program = Program::load(&files, Utf8Path::new("main.rack"), &mut sink);
    let catalog = Catalog::load([]).unwrap();
    let mut fabric = resolve(&program, &catalog, &[], &mut sink).unwrap();
    assert!(!sink.has_errors(), "{:?}", sink.into_sorted().first());
    let topology = Topology::of(&fabric, &catalog);
    place_gateways(&mut fabric, &topology.routed);
    (fabric, topology)
}

fn prove(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("proof");
    group.sample_size(10);
    for switches in [100, 500, 1000, 2000] {
        let (fabric, topology) = fabric(switches);
        let proof = Proof::of(&fabric, &topology);
        assert!(proof.verdicts.iter().all(|verdict| verdict.finding.is_none()), "{proof:?}");
        group.throughput(Throughput::Elements(proof.cases()));
        let id = BenchmarkId::from_parameter(fabric.switches.len());
        group.bench_function(id, |bencher| bencher.iter(|| Proof::of(&fabric, &topology)));
    }
    group.finish();
}

criterion_group!(benches, prove);
criterion_main!(benches);
