//! What still works when something is lost.

mod bandwidth;
mod cases;
mod effects;
mod failure;
mod graph;
mod network;
mod path;
mod prove;
mod permitted;
mod reach;
mod sides;
mod state;
mod trace;
mod union;
mod weak;

pub use effects::{
    BoundaryLeft, Effects, GatewayLeft, HostCut, HostShare, PairLeft, PairState, UplinkShare,
};
pub use failure::{Failure, Part};
pub use network::Network;
pub use path::{Entry, Layer, Path, Step};
pub use permitted::Barrier;
pub use prove::{
    Counterexample, Fault, Finding, MOST_CASES, Mend, Prover, Subject, Verdict,
};
pub use reach::Stop;
pub use trace::{Obstacle, Traced};
pub use weak::WeakPoint;
