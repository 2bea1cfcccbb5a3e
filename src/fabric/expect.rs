//! What the program expects of the fabric.

use super::{CableId, HostId, SwitchId, VlanId, VrfId, ZoneId};
use crate::source::{Span, Spanned};

/// An expectation: to be proved for every failure that it names.
#[derive(Debug, Clone)]
pub struct Expectation {
    /// The one end.
    pub from: Spanned<Place>,
    /// What is expected of the two.
    pub relation: Relation,
    /// The other end.
    pub to: Spanned<Place>,
    /// Most switches on the way.
    pub within: Option<Spanned<u32>>,
    /// Least share of the bandwidth that is left, in hundredths of a percent.
    pub bandwidth: Option<Spanned<u32>>,
    /// The way back crosses the same switches.
    pub symmetric: Option<Span>,
    /// What may be lost; each alternative by itself.
    pub losses: Vec<Loss>,
    /// The whole statement.
    pub span: Span,
}

/// What is expected of two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// Packets pass both ways.
    Reaches,
    /// No packet passes either way.
    Isolated,
}

/// One end of an expectation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// What is in a VLAN.
    Vlan(VlanId),
    /// What is in the VLANs of a VRF.
    Vrf(VrfId),
    /// A host.
    Host(HostId),
    /// The hosts of a service (its position).
    Service(usize),
    /// What is beyond a boundary (its position).
    Boundary(usize),
    /// What is in a failure zone.
    Zone(ZoneId),
    /// A switch by its loopback.
    Switch(SwitchId),
}

/// One alternative of `despite`: all its parts are lost at once.
#[derive(Debug, Clone)]
pub struct Loss {
    /// The parts.
    pub parts: Vec<Lost>,
    /// Where it is written.
    pub span: Span,
}

/// A part of what is lost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// Any so many of a kind.
    Any {
        /// How many.
        count: u32,
        /// Of what.
        kind: LossKind,
    },
    /// These zones.
    Zones(Vec<ZoneId>),
    /// These switches.
    Switches(Vec<SwitchId>),
    /// These cables.
    Cables(Vec<CableId>),
}

/// A kind of thing that can be lost.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum LossKind {
    /// A switch.
    Switch,
    /// A cable.
    Cable,
    /// A zone of this kind: `power`, `rack`.
    Zone(String),
}
