//! Every scenario of `fixtures/interop`, compiled for every pair of vendors, and both ends held against each other as their
//! configurations say: by a reader that knows neither templates nor device model, only the vendors' languages.
//!
//! What the reader saw stands in `fixtures/interop/SCENARIO/expected.txt`; `RACKC_BLESS=1 cargo test --test interop` writes it anew.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests read and write their fixtures; a skipped test says so"
)]

#[path = "../common/mod.rs"]
mod common;

mod agree;
mod alike;
mod block;
mod cables;
mod cumulus;
mod digest;
mod eos;
mod evpn;
mod expected;
mod facts;
mod frr;
mod junos;
mod mutations;
mod nvue;
mod nxos;
mod paths;
mod proofs;
mod run;
mod scenario;
mod sessions;
mod vlans;

use rayon::prelude::*;

use common::assert_none;
use common::compile::CATALOG;
use scenario::{ENDS, Outcome, scenarios};

const HELP: &str = "if this is meant: RACKC_BLESS=1 cargo test --test interop, and read the diff";

#[test]
fn both_ends_agree_and_say_what_is_expected() {
    // Loaded first: it is read in parallel, and must not wait for a thread that waits for it.
    assert!(CATALOG.vendors.len() >= 4);
    let scenarios = scenarios();
    assert!(scenarios.len() >= 14, "there are {} scenarios", scenarios.len());
    let said = scenarios.par_iter().flat_map(|scenario| {
        // Every ordered pair of vendors; other formats beside the usual ones.
        let pairs = ENDS.iter().flat_map(|left| ENDS.iter().map(move |right| (left, right)));
        let pairs: Vec<_> = pairs.filter(|(left, right)| left.usual || right.usual).collect();
        let outcomes: Vec<Outcome> =
            pairs.par_iter().map(|(left, right)| scenario.outcome(left, right)).collect();
        let mut said = Vec::new();
        for ((left, right), outcome) in pairs.iter().zip(&outcomes) {
            if let Outcome::Compiled(report) = outcome {
                let complaints = report.complaints.iter();
                said.extend(
                    complaints.map(|one| format!("{}: {left} + {right}: {one}", scenario.name)),
                );
            }
        }
        said.push(expected::compare(scenario, &pairs, &outcomes));
        said
    });
    assert_none(said.collect(), HELP);
}
