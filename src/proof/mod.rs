//! What still works when something is lost.

mod bandwidth;
mod cases;
mod counterexample;
mod effects;
mod failure;
mod focus;
mod graph;
mod network;
mod path;
mod permitted;
mod prove;
mod reach;
mod rest;
mod segment;
mod sides;
mod state;
mod touch;
mod trace;
mod union;
mod verdict;
mod weak;
mod words;

pub use effects::{
    BoundaryLeft, Effects, GatewayLeft, HostCut, HostShare, PairLeft, PairState, UplinkShare,
};
pub use failure::{Failure, Part};
pub use network::Network;
pub use path::{Entry, Layer, Path, Step};
pub use permitted::Barrier;
pub use prove::{MOST_CASES, Prover};
pub use reach::Stop;
pub use trace::{Obstacle, Traced};
pub use verdict::{Counterexample, Fault, Finding, Mend, Subject, Verdict};
pub use weak::WeakPoint;

use rayon::prelude::*;

use crate::fabric::Fabric;
use crate::topology::Topology;

/// What was proved of a fabric.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// What became of each expectation, in their order.
    pub verdicts: Vec<Verdict>,
    /// Single points of failure of hosts that are attached to several switches.
    pub weak_points: Vec<WeakPoint>,
}

impl Proof {
    /// Holds every expectation of a fabric against the failures that it names, and looks for single points of failure.
    pub fn of(fabric: &Fabric, topology: &Topology) -> Self {
        let network = Network::of(fabric, topology);
        let prover = Prover::new(&network);
        let (verdicts, weak_points) = rayon::join(
            || fabric.expectations.par_iter().map(|one| prover.prove(one)).collect(),
            || prover.weak_points(),
        );
        Self { verdicts, weak_points }
    }

    /// How many cases were looked at for all expectations together.
    pub fn cases(&self) -> u64 {
        self.verdicts.iter().map(|verdict| verdict.cases).fold(0, u64::saturating_add)
    }
}
