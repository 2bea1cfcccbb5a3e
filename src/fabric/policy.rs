//! Prefix lists, community lists, AS-path lists, route policies, objects and access lists.

use ipnet::IpNet;

use crate::source::{Origin, Span, Spanned};

/// A prefix and the lengths that match within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrefixMatch {
    /// The prefix, without host bits.
    pub prefix: IpNet,
    /// Shortest length that matches; at least the prefix's own.
    pub from: u8,
    /// Longest length that matches; the prefix's own when only it matches.
    pub up_to: u8,
}

/// Prefixes that a statement names.
#[derive(Debug, Clone, Default)]
pub struct PrefixSet {
    /// The prefix list (its position), when the statement names one and nothing else.
    pub list: Option<usize>,
    /// All that match, the contents of what is named included, in the order in which they are written.
    pub prefixes: Vec<Spanned<PrefixMatch>>,
}

/// A prefix list.
#[derive(Debug)]
pub struct PrefixList {
    /// Name, unique in the fabric.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// What is in it.
    pub prefixes: Vec<Spanned<PrefixMatch>>,
    /// Whether anything names it.
    pub used: bool,
}

/// Prefixes and addresses under a name.
#[derive(Debug)]
pub struct Object {
    /// Name, unique among objects.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// What is in it, names resolved.
    pub nets: Vec<IpNet>,
    /// Whether anything names it.
    pub used: bool,
}

/// A standard community (RFC 1997).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Community {
    /// `65000:100`
    Numbers(u16, u16),
    /// `NO_EXPORT`
    NoExport,
    /// `NO_ADVERTISE`
    NoAdvertise,
    /// `NO_EXPORT_SUBCONFED`
    LocalAs,
    /// NOPEER (RFC 3765)
    NoPeer,
    /// `GRACEFUL_SHUTDOWN` (RFC 8326)
    GracefulShutdown,
    /// BLACKHOLE (RFC 7999)
    Blackhole,
}

/// A community list.
#[derive(Debug)]
pub struct CommunityList {
    /// Name, unique among community lists.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// Alternatives.
    pub communities: Vec<Spanned<Community>>,
    /// Whether anything names it.
    pub used: bool,
}

/// An AS-path list.
#[derive(Debug)]
pub struct AsPathList {
    /// Name, unique among AS-path lists.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// Alternatives.
    pub paths: Vec<AsPath>,
    /// Whether anything names it.
    pub used: bool,
}

/// One alternative of an AS-path list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AsPath {
    /// Received from this neighbour.
    From(u32),
    /// This AS is anywhere in the path.
    Through(u32),
    /// The path begins in this AS.
    Origin(u32),
    /// Exactly these, from the neighbour to the origin.
    Path(Vec<u32>),
    /// The own AS.
    Empty,
}

/// A route policy.
#[derive(Debug)]
pub struct Policy {
    /// Name, unique among policies.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// Terms; what none matches is refused.
    pub terms: Vec<PolicyTerm>,
    /// Whether anything names it.
    pub used: bool,
}

/// One term of a route policy.
#[derive(Debug, Clone)]
pub struct PolicyTerm {
    /// Whether routes are accepted.
    pub permit: bool,
    /// Prefixes to match; any when absent.
    pub prefixes: Option<PrefixSet>,
    /// Community list to match (its position).
    pub community: Option<usize>,
    /// AS-path list to match (its position).
    pub as_path: Option<usize>,
    /// Local preference to set.
    pub local_preference: Option<u32>,
    /// Multi-exit discriminator to set.
    pub med: Option<u32>,
    /// How often to put the own AS before the path.
    pub prepend: Option<u8>,
    /// Communities to add.
    pub communities: Vec<Community>,
    /// The whole term.
    pub span: Span,
}

/// An access list, for both families at once.
#[derive(Debug)]
pub struct Acl {
    /// Name, unique among access lists.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// Entries; what none matches is dropped.
    pub entries: Vec<AclEntry>,
    /// Whether anything applies it.
    pub used: bool,
}

/// One entry of an access list.
#[derive(Debug, Clone)]
pub struct AclEntry {
    /// Whether packets pass.
    pub permit: bool,
    /// Protocol; any when absent.
    pub protocol: Option<Protocol>,
    /// ICMP type.
    pub icmp: Option<IcmpKind>,
    /// Sources; any when absent, of both families.
    pub from: Option<Targets>,
    /// Source ports, first and last.
    pub from_ports: Vec<(u16, u16)>,
    /// Destinations; any when absent.
    pub to: Option<Targets>,
    /// Destination ports, first and last.
    pub to_ports: Vec<(u16, u16)>,
    /// Only packets of TCP connections that are up.
    pub established: bool,
    /// Log what matches.
    pub log: bool,
    /// What it is for.
    pub description: Option<String>,
    /// The whole entry.
    pub span: Span,
}

/// Sources or destinations of an entry.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    /// The words of the program: `web, 10.0.0.0/8`.
    pub words: String,
    /// All prefixes, names resolved, sorted, without those that another one holds.
    pub nets: Vec<IpNet>,
}

/// A protocol over IP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protocol {
    /// TCP
    Tcp,
    /// UDP
    Udp,
    /// ICMP of the packet's family.
    Icmp,
    /// Any other, by IANA number.
    Number(u8),
}

/// A type of ICMP, in the family in which it exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)] // The names are those of RFC 792, RFC 4443 and RFC 4861.
pub enum IcmpKind {
    EchoRequest,
    EchoReply,
    Unreachable,
    TimeExceeded,
    PacketTooBig,
    NeighborSolicitation,
    NeighborAdvertisement,
    RouterSolicitation,
    RouterAdvertisement,
}

impl IcmpKind {
    /// The word of the language, the number in ICMP and the one in `ICMPv6`.
    pub const ALL: [(Self, &'static str, Option<u8>, Option<u8>); 9] = [
        (Self::EchoRequest, "echo-request", Some(8), Some(128)),
        (Self::EchoReply, "echo-reply", Some(0), Some(129)),
        (Self::Unreachable, "unreachable", Some(3), Some(1)),
        (Self::TimeExceeded, "time-exceeded", Some(11), Some(3)),
        (Self::PacketTooBig, "packet-too-big", None, Some(2)),
        (Self::NeighborSolicitation, "neighbor-solicitation", None, Some(135)),
        (Self::NeighborAdvertisement, "neighbor-advertisement", None, Some(136)),
        (Self::RouterSolicitation, "router-solicitation", None, Some(133)),
        (Self::RouterAdvertisement, "router-advertisement", None, Some(134)),
    ];

    /// The word of the language.
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|known| known.0 == self).map_or("", |known| known.1)
    }

    /// The number in a family; none where it does not exist.
    pub fn number(self, ipv6: bool) -> Option<u8> {
        let known = Self::ALL.iter().find(|known| known.0 == self)?;
        if ipv6 { known.3 } else { known.2 }
    }
}

/// An access list in a place.
#[derive(Debug, Clone)]
pub struct Access {
    /// On what comes in, or on what goes out.
    pub ingress: bool,
    /// The access list (its position).
    pub acl: usize,
    /// The statement.
    pub span: Span,
}
