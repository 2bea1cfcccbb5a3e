//! What stands in the data centre and how it is cabled.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use ipnet::{Ipv4Net, Ipv6Net};

use super::{AttachmentId, CableId, HostId, PairId, ProfileId, RackId, SwitchId, TierId, ZoneId};
use crate::source::{Origin, Span, Spanned};
use crate::vendor::ports::{PortNumber, Split};
use crate::vendor::schema::Fec;

/// A failure zone: a shared risk.
#[derive(Debug)]
pub struct Zone {
    /// Name.
    pub name: String,
    /// Kind of risk.
    pub kind: ZoneKind,
    /// Where it is declared.
    pub origin: Origin,
}

impl Zone {
    /// ``rack `r01` ``, ``power zone `feed-a` ``, for a message.
    pub fn text(&self) -> String {
        format!("{} `{}`", one_of_kind(self.kind.word()), self.name)
    }
}

/// `switch`, `rack`, `power zone`: one thing of a kind that can fail, for a message.
pub fn one_of_kind(kind: &str) -> String {
    if matches!(kind, "switch" | "rack" | "zone") {
        kind.to_owned()
    } else {
        format!("{kind} zone")
    }
}

/// Kind of a failure zone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ZoneKind {
    /// A rack is a zone of its own.
    Rack,
    /// `power`, `row`, `room`, …
    Named(String),
}

impl ZoneKind {
    /// The word in the language.
    pub fn word(&self) -> &str {
        match self {
            Self::Rack => "rack",
            Self::Named(word) => word,
        }
    }
}

/// A rack.
#[derive(Debug)]
pub struct Rack {
    /// Name.
    pub name: String,
    /// The rack as a zone.
    pub zone: ZoneId,
    /// Zones that the whole rack is in, its own included.
    pub zones: Vec<ZoneId>,
    /// Switches in it.
    pub switches: Vec<SwitchId>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A tier.
#[derive(Debug)]
pub struct Tier {
    /// Name.
    pub name: String,
    /// Switches in it.
    pub switches: Vec<SwitchId>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A switch.
#[derive(Debug)]
pub struct Switch {
    /// Name, unique in the fabric.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// Where its model is said.
    pub model_origin: Origin,
    /// Folder name of the vendor.
    pub vendor: String,
    /// Platform within the vendor's folder.
    pub platform: String,
    /// Output format.
    pub format: String,
    /// The rack it stands in.
    pub rack: Option<RackId>,
    /// Zones it is in, those of its rack included, ascending.
    pub zones: Vec<ZoneId>,
    /// The tier it is in.
    pub tier: Option<TierId>,
    /// The pair it is one of.
    pub pair: Option<PairId>,
    /// Management addresses that the program says.
    pub management: Vec<Spanned<IpAddr>>,
    /// Loopback addresses that the program says.
    pub loopback: Vec<Spanned<IpAddr>>,
    /// Splits by panel number.
    pub breakouts: BTreeMap<u16, Spanned<Split>>,
    /// Speeds in megabits per second that the program says for ports.
    pub speeds: BTreeMap<PortNumber, Spanned<u32>>,
    /// Bridge priority that the program says.
    pub stp_priority: Option<Spanned<u32>>,
    /// Whether a routed cable to another switch ends in it.
    pub routed: bool,
    /// AS number that the program says, for it or for the place that it is in.
    pub asn: Option<Spanned<u32>>,
    /// Tunnel addresses that the program says.
    pub vtep: Vec<Spanned<IpAddr>>,
    /// Where the program says that it is in maintenance.
    pub maintenance: Option<Span>,
}

/// An MLAG pair.
#[derive(Debug)]
pub struct Pair {
    /// Name, unique in the fabric.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// The two members, in the order in which they are written.
    pub members: [SwitchId; 2],
    /// Cables of the peer link.
    pub peer_link: Vec<CableId>,
    /// Second path between the members.
    pub keepalive: Option<Keepalive>,
    /// Domain number that the program says.
    pub domain: Option<Spanned<u16>>,
    /// Kinds of zone whose loss must leave a member standing.
    pub survives: Vec<Spanned<String>>,
    /// Seconds before MLAG ports come up after a restart, if the program says so.
    pub reload_delay: Option<u32>,
    /// AS number of both members that the program says.
    pub asn: Option<Spanned<u32>>,
    /// Tunnel addresses of both members that the program says.
    pub vtep: Vec<Spanned<IpAddr>>,
    /// Hosts are multihomed by Ethernet segments instead of MLAG: the program says so, or the vendor's MLAG
    /// cannot be one VTEP.
    pub esi: bool,
    /// Where the program says so.
    pub esi_span: Option<Span>,
}

/// Second path between the members of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keepalive {
    /// Through the management network.
    Management,
    /// Over a cable of its own.
    Cable(CableId),
}

/// A host: a server, an appliance, a firewall.
#[derive(Debug)]
pub struct Host {
    /// Name, unique in the fabric.
    pub name: String,
    /// `server`, `appliance`, `firewall`, `router`.
    pub kind: Arc<str>,
    /// Where it is attached first.
    pub origin: Origin,
    /// Its attachments.
    pub attachments: Vec<AttachmentId>,
}

/// A cable between two switches, or a switch and a host.
#[derive(Debug)]
pub struct Cable {
    /// The two ends. A host is always the second.
    pub ends: [CableEnd; 2],
    /// What it serves.
    pub purpose: CableUse,
    /// What its statement says of all of its cables.
    pub said: Arc<CableSaid>,
    /// Zones the cable itself runs through.
    pub zones: Vec<ZoneId>,
    /// Layer-2 profile of both ends.
    pub profile: Option<ProfileId>,
    /// The statement.
    pub origin: Origin,
}

/// What a statement says of all cables that it stands for. There are many cables and few statements.
#[derive(Debug, Clone, Default)]
pub struct CableSaid {
    /// Speed in megabits per second.
    pub speed: Option<Spanned<u32>>,
    /// Forward error correction.
    pub fec: Option<Spanned<Fec>>,
    /// Cables of one name form one LAG.
    pub lag: Option<Spanned<String>>,
    /// Description.
    pub description: Option<String>,
    /// `numbered` or `unnumbered`, of routed cables.
    pub numbered: Option<Spanned<bool>>,
    /// OSPF cost of routed cables.
    pub cost: Option<Spanned<u16>>,
    /// IPv4 prefix of a routed cable; its first address is the first end's.
    pub prefix_ipv4: Option<Spanned<Ipv4Net>>,
    /// IPv6 prefix of a routed cable.
    pub prefix_ipv6: Option<Spanned<Ipv6Net>>,
}

/// One end of a cable.
#[derive(Debug, Clone)]
pub enum CableEnd {
    /// In a port of a switch.
    Switch(SwitchPort),
    /// In a host.
    Host(HostId),
    /// Outside the fabric, by name if it has one.
    Outside(Option<Arc<str>>),
}

impl CableEnd {
    /// The switch's port, if it is one.
    pub fn switch_port(&self) -> Option<&SwitchPort> {
        match self {
            Self::Switch(port) => Some(port),
            Self::Host(_) | Self::Outside(_) => None,
        }
    }
}

/// A port of a switch.
#[derive(Debug, Clone)]
pub struct SwitchPort {
    /// The switch.
    pub switch: SwitchId,
    /// Which port.
    pub port: PortChoice,
    /// Where the port is written.
    pub origin: Origin,
}

/// Which port of a switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortChoice {
    /// The program says it.
    Fixed(PortNumber),
    /// To be chosen among these, in this order; among all that fit when empty.
    AnyOf(Arc<[PortNumber]>),
}

impl PortChoice {
    /// The port, if the program says it.
    pub fn fixed(&self) -> Option<PortNumber> {
        match self {
            Self::Fixed(port) => Some(*port),
            Self::AnyOf(_) => None,
        }
    }
}

/// What a cable serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CableUse {
    /// Layer 2 between switches.
    Fabric,
    /// Layer 3 between switches: a link of the underlay.
    Routed,
    /// The peer link of a pair.
    PeerLink(PairId),
    /// The keepalive of a pair.
    Keepalive(PairId),
    /// A host's attachment.
    Host(AttachmentId),
    /// A boundary's routed port: index of the boundary and of the port in it.
    Boundary(u32, u32),
}

/// How a host is attached.
#[derive(Debug)]
pub struct Attachment {
    /// The host.
    pub host: HostId,
    /// The switches, ascending by handle.
    pub switches: Arc<[SwitchId]>,
    /// The cables.
    pub cables: Vec<CableId>,
    /// The profile of the ports.
    pub profile: ProfileId,
    /// How the cables work together.
    pub mode: AttachmentMode,
    /// Description of the ports by the program.
    pub description: Option<String>,
    /// The statement.
    pub origin: Origin,
}

/// How the cables of an attachment work together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttachmentMode {
    /// All cables in one LAG.
    Lag,
    /// One cable at a time is active; the host decides.
    ActiveBackup,
    /// A single cable.
    Single,
}

/// Raw vendor lines.
#[derive(Debug)]
pub struct Verbatim {
    /// The vendor whose syntax it is.
    pub vendor: String,
    /// The switches it is for.
    pub switches: Vec<SwitchId>,
    /// File of the format; its main one when absent.
    pub file: Option<Spanned<String>>,
    /// The lines.
    pub lines: Vec<String>,
    /// The statement.
    pub origin: Origin,
}
