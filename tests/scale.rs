//! The generated fabrics of every size compile, and what it costs to prove them grows with what they are large.
#![allow(clippy::unwrap_used, reason = "a test")]

mod common;
#[path = "../examples/scale/plan.rs"]
#[allow(dead_code)]
mod plan;
#[path = "../examples/scale/text.rs"]
#[allow(dead_code)]
mod text;

use camino::Utf8Path;
use rackc::clock::Clock;
use rackc::compile::{self, Options, compile};
use rackc::device::model::Device;
use rackc::diagnostic::Sink;
use rackc::fabric::{Fabric, resolve};
use rackc::proof::{Network, Prover};
use rackc::syntax::{MemoryFiles, Program};
use rackc::topology::{Topology, place_gateways};

use common::compile::{CATALOG, make};
use plan::Plan;

fn program(switches: usize) -> String {
    let plan = Plan::of(switches);
    text::program(&plan) + &text::expectations(&plan)
}

fn resolved(text: &str) -> (Fabric, Topology) {
    let mut sink = Sink::default();
    let files = MemoryFiles::default().with("main.rack", text);
    let program = Program::load(&files, Utf8Path::new("main.rack"), &mut sink);
    let mut fabric = resolve(&program, &CATALOG, &[], &mut sink).unwrap();
    assert!(!sink.has_errors());
    let topology = Topology::of(&fabric, &CATALOG);
    place_gateways(&mut fabric, &topology.routed);
    (fabric, topology)
}

#[test]
fn a_fabric_has_as_many_switches_as_were_asked_for_and_no_errors() {
    for switches in [8, 20, 21, 53, 100, 131] {
        let made = make(&program(switches), None, &[]).unwrap_or_else(|refused| {
            panic!("{switches} switches: {}", refused.text());
        });
        assert_eq!(made.devices.len(), switches);
    }
}

#[test]
fn devices_that_are_made_one_by_one_are_those_that_are_made_together() {
    let files = MemoryFiles::default().with("main.rack", program(300));
    let program = Program::load(&files, Utf8Path::new("main.rack"), &mut Sink::default());
    let (all, planned) = (
        compile(&program, &CATALOG, &Options::default()),
        compile::plan(&program, &CATALOG, &Options::default()),
    );
    let (together, planned_only) = (all.output.unwrap(), planned.output.unwrap());
    assert_eq!((together.devices.len(), planned_only.devices.len()), (300, 0));
    let one_by_one = |wanted: fn(&str) -> bool| {
        let (mut devices, mut sink) = (Vec::new(), Sink::default());
        sink.extend(planned.diagnostics.iter().cloned());
        let place = ((&program.sources, Utf8Path::new("")), &*CATALOG);
        let ears = (&mut sink, &mut Clock::default());
        planned_only.each_switch(place, ears, wanted, Device::clone, |part| devices.extend(part));
        (devices, sink.into_sorted())
    };
    let (devices, said) = one_by_one(|_| true);
    assert!(devices == together.devices);
    assert_eq!(said, all.diagnostics);
    let (some, said) = one_by_one(|name| name.ends_with('a'));
    let ending = together.devices.into_iter().filter(|device| device.hostname.ends_with('a'));
    assert!(some == ending.collect::<Vec<_>>());
    assert_eq!(said, all.diagnostics);
}

/// Cases of which the whole fabric is looked at.
fn full_cases(switches: usize) -> u64 {
    let (fabric, topology) = resolved(&program(switches));
    let network = Network::of(&fabric, &topology);
    let prover = Prover::new(&network);
    for expectation in &fabric.expectations {
        let verdict = prover.prove(expectation);
        assert!(verdict.finding.is_none(), "{verdict:?}");
    }
    prover.full_cases()
}

#[test]
fn few_losses_need_a_look_at_the_whole_fabric_however_large_it_is() {
    let (small, large) = (full_cases(120), full_cases(240));
    assert!(small > 0 && large <= small + small / 4, "{small} and {large}");
}
