//! What becomes of an expectation, as data.

use super::failure::Failure;
use super::path::Path;
use super::reach::Stop;
use crate::fabric::{HostId, Place, SwitchId, VlanId, ZoneId};

/// What became of an expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Failures for which it was held against the fabric, the case of none included.
    pub cases: u64,
    /// What was found; none when it holds.
    pub finding: Option<Finding>,
}

/// Why an expectation does not hold, or cannot be proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A counterexample.
    Broken(Box<Counterexample>),
    /// There are too many cases.
    TooMany(u64),
    /// An alternative of `despite` (its position) stands for no case at all.
    NoCase(usize),
    /// A place has nothing in it that could reach or be reached.
    Empty(Place),
}

/// A failure under which an expectation does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// What is lost: no part can be left out.
    pub failure: Failure,
    /// Who does not get through; none when it is the side as a whole.
    pub from: Option<Subject>,
    /// To whom.
    pub to: Option<Subject>,
    /// Whether it is the answer that gets lost.
    pub back: bool,
    /// What goes wrong.
    pub fault: Fault,
    /// The path while nothing is lost.
    pub before: Option<Path>,
    /// The smallest change that would mend it, if one was found.
    pub mend: Option<Mend>,
}

/// One thing that takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A host.
    Host(HostId),
    /// What may be attached to a switch in a VLAN.
    Port(SwitchId, VlanId),
    /// A way out of a boundary: its position, and the switch.
    Exit(usize, SwitchId),
    /// A switch.
    Switch(SwitchId),
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Packets stop.
    Stop(Stop),
    /// Packets pass, and should not.
    Passes(Option<Path>),
    /// The path crosses so many switches.
    Far(Path),
    /// So much of the bandwidth is left, in hundredths of a percent.
    Thin(u32),
    /// A switch is crossed in one direction only.
    Asymmetric(SwitchId),
}

/// A change that would mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Take a switch out of a zone.
    OutOfZone(SwitchId, ZoneId),
    /// Attach a host to a further switch.
    Attach(HostId, SwitchId),
    /// Join two switches by a routed cable.
    Cable(SwitchId, SwitchId),
}
