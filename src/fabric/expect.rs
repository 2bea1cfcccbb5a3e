//! Expectations: what must be reached, and what must not, also when something fails.

use super::{CableId, Fabric, HostId, SwitchId, VlanId, VrfId, ZoneId};
use crate::source::{Span, Spanned};

/// An `expect` statement.
#[derive(Debug)]
pub struct Expectation {
    /// What must reach the other, or must not.
    pub from: Spanned<Place>,
    /// Which of the two.
    pub relation: Relation,
    /// What must be reached, or must not; the same as `from` where its members must reach each other.
    pub to: Spanned<Place>,
    /// Most hops.
    pub within: Option<Spanned<u32>>,
    /// Least share of the bandwidth that is there without failures, in hundredths of a percent.
    pub bandwidth: Option<Spanned<u32>>,
    /// Where the program says that both directions take the same path.
    pub symmetric: Option<Span>,
    /// What may be lost: alternatives, each by itself. Without any, the fabric is whole.
    pub losses: Vec<Loss>,
    /// The whole statement.
    pub span: Span,
}

/// What is expected between two places.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relation {
    /// `reaches`
    Reaches,
    /// `isolated from`
    Isolated,
}

/// What an expectation is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// A VLAN.
    Vlan(VlanId),
    /// A VRF.
    Vrf(VrfId),
    /// A host.
    Host(HostId),
    /// A service, by its position in the fabric.
    Service(usize),
    /// A boundary, by its position in the fabric.
    Boundary(usize),
    /// A zone; a rack is one.
    Zone(ZoneId),
    /// A switch.
    Switch(SwitchId),
}

impl Place {
    /// ``VLAN `web` ``, ``boundary `internet` ``, ``rack `r01` ``, for a message.
    pub fn text(self, fabric: &Fabric) -> String {
        let (kind, name) = match self {
            Self::Vlan(vlan) => ("VLAN", &fabric.vlans[vlan].name),
            Self::Vrf(vrf) => ("VRF", &fabric.vrfs[vrf].name),
            Self::Host(host) => ("host", &fabric.hosts[host].name),
            Self::Service(at) => ("service", &fabric.services[at].name),
            Self::Boundary(at) => ("boundary", &fabric.boundaries[at].name),
            Self::Zone(zone) => return fabric.zones[zone].text(),
            Self::Switch(switch) => ("switch", &fabric.switches[switch].name),
        };
        format!("{kind} `{name}`")
    }
}

/// One alternative of `despite`: all its parts are lost at once.
#[derive(Debug)]
pub struct Loss {
    /// The parts, each once.
    pub parts: Vec<Lost>,
    /// Where the alternative is written.
    pub span: Span,
}

/// A part of what is lost at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lost {
    /// Any so many of a kind.
    Any {
        /// How many: 1 to 3.
        count: u32,
        /// Of what.
        kind: LossKind,
    },
    /// These zones, racks among them.
    Zones(Vec<ZoneId>),
    /// These switches.
    Switches(Vec<SwitchId>),
    /// These cables.
    Cables(Vec<CableId>),
}

/// A kind of thing that can be lost.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum LossKind {
    /// A switch.
    Switch,
    /// A cable.
    Cable,
    /// A zone of a kind: `power`, `rack`.
    Zone(String),
}

impl LossKind {
    /// The word in the language.
    pub fn word(&self) -> &str {
        match self {
            Self::Switch => "switch",
            Self::Cable => "cable",
            Self::Zone(word) => word,
        }
    }
}
