//! Statements of routed fabrics: underlay, overlay, services, boundaries' peers, policies, access lists.

use std::net::IpAddr;

use ipnet::IpNet;

use super::{Name, Names, Secret, Text};
use crate::source::{Span, Spanned};

/// `underlay none | bgp [unnumbered | auto] | ospf [{ … }]`
#[derive(Debug, Clone)]
pub struct Underlay {
    /// `none`, `bgp`, `bgp unnumbered`, `bgp auto` or `ospf`; the words joined by one space.
    pub kind: Spanned<String>,
    /// Settings of the block.
    pub settings: Vec<UnderlaySetting>,
    /// The statement's head.
    pub span: Span,
}

/// A line of `underlay`.
#[derive(Debug, Clone)]
pub enum UnderlaySetting {
    /// `asn per switch|pair|tier`
    AsnPer(Name),
    /// `asn N`: the fabric's only AS, under `underlay ospf`.
    Asn(Spanned<u32>),
    /// `maximum-paths N`
    MaximumPaths(Spanned<u32>),
    /// `bfd …`
    Bfd(Bfd),
    /// `graceful-restart on|off`
    GracefulRestart(Spanned<bool>),
    /// `timers …`
    Timers(Timers),
    /// `password secret(x)`
    Password(Secret),
    /// `area 0` or `area 0.0.0.1`
    Area(Spanned<u32>),
}

/// `bfd [interval 300ms] [multiplier 3]`
#[derive(Debug, Clone)]
pub struct Bfd {
    /// Milliseconds.
    pub interval: Option<Spanned<u32>>,
    /// Lost packets.
    pub multiplier: Option<Spanned<u32>>,
    /// The whole statement.
    pub span: Span,
}

/// `timers keepalive 3s hold 9s`, `timers hello 1s dead 4s`; in seconds.
#[derive(Debug, Clone)]
pub struct Timers {
    /// `keepalive` or `hello`, as it is written, and the seconds.
    pub first: (Name, Spanned<u32>),
    /// `hold` or `dead`, and the seconds.
    pub second: (Name, Spanned<u32>),
    /// The whole statement.
    pub span: Span,
}

/// `overlay none | evpn [{ … }]`
#[derive(Debug, Clone)]
pub struct Overlay {
    /// `none` or `evpn`.
    pub kind: Spanned<String>,
    /// Settings of the block.
    pub settings: Vec<OverlaySetting>,
    /// The statement's head.
    pub span: Span,
}

/// A line of `overlay`.
#[derive(Debug, Clone)]
pub enum OverlaySetting {
    /// `route-servers NAMES`: switches, pairs or tiers that hand EVPN routes on.
    RouteServers(Vec<Names>),
    /// `service vlan-based|vlan-aware`
    Service(Name),
    /// `route-target-asn N`: the first half of every route target, 1–65535.
    RouteTargetAsn(Spanned<u32>),
    /// `suppression on|off`: of ARP and ND.
    Suppression(Spanned<bool>),
}

/// `leak from VRF [prefixes ITEMS]` in a VRF: routes of another one that this one takes in.
#[derive(Debug, Clone)]
pub struct Leak {
    /// The other VRF.
    pub from: Name,
    /// Which of its routes; all when empty.
    pub prefixes: Vec<PrefixItem>,
    /// The whole statement.
    pub span: Span,
}

/// An element of a list of prefixes.
#[derive(Debug, Clone)]
pub enum PrefixItem {
    /// `10.244.0.0/16`, with `up to /26`, `from /24`, `from /24 up to /28` or `exactly` (also the default).
    Prefix {
        /// The prefix.
        prefix: Spanned<IpNet>,
        /// Shortest length.
        from: Option<Spanned<u32>>,
        /// Longest length.
        up_to: Option<Spanned<u32>>,
    },
    /// The name of a prefix list, an object, a VLAN or a VRF.
    Name(Name),
}

/// `prefix-list NAME PREFIX [up to /N], …`
#[derive(Debug, Clone)]
pub struct PrefixList {
    /// The list's name.
    pub name: Name,
    /// Entries.
    pub items: Vec<PrefixItem>,
}

/// `object NAME ITEM, …`: prefixes and addresses under a name, of both families.
#[derive(Debug, Clone)]
pub struct Object {
    /// The object's name.
    pub name: Name,
    /// What is in it.
    pub items: Vec<Target>,
}

/// `community-list NAME 65000:100, no-export, …`
#[derive(Debug, Clone)]
pub struct CommunityList {
    /// The list's name.
    pub name: Name,
    /// Alternatives: `65000:100`, or `no-export`, `no-advertise`, `no-peer`, `graceful-shutdown`, `blackhole`, `local-as`.
    pub communities: Vec<Spanned<String>>,
}

/// `as-path-list NAME from 64700, through 64800, origin 64900, path 64700 64800, empty`
#[derive(Debug, Clone)]
pub struct AsPathList {
    /// The list's name.
    pub name: Name,
    /// Alternatives.
    pub entries: Vec<AsPath>,
}

/// One alternative of an AS-path list.
#[derive(Debug, Clone)]
pub enum AsPath {
    /// `from N`: received from this neighbour.
    From(Spanned<u32>),
    /// `through N`: this AS is anywhere in the path.
    Through(Spanned<u32>),
    /// `origin N`: the path begins in this AS.
    Origin(Spanned<u32>),
    /// `path N N N`: exactly these, from the neighbour to the origin.
    Path(Vec<Spanned<u32>>),
    /// `empty`: routes of the own AS.
    Empty(Span),
}

/// `policy NAME { permit … ; deny … }`
#[derive(Debug, Clone)]
pub struct Policy {
    /// The policy's name.
    pub name: Name,
    /// Terms, in order; what none matches is refused.
    pub terms: Vec<PolicyTerm>,
    /// The head of the statement.
    pub span: Span,
}

/// `permit|deny [any] [prefixes ITEMS] [community NAME] [as-path NAME] [set …]…`
#[derive(Debug, Clone)]
pub struct PolicyTerm {
    /// `permit` is true.
    pub permit: Spanned<bool>,
    /// `prefixes ITEMS`; any when empty.
    pub prefixes: Vec<PrefixItem>,
    /// `community NAME`
    pub community: Option<Name>,
    /// `as-path NAME`
    pub as_path: Option<Name>,
    /// `set …`, in order.
    pub set: Vec<PolicySet>,
    /// The whole term.
    pub span: Span,
}

/// What a term changes.
#[derive(Debug, Clone)]
pub enum PolicySet {
    /// `set local-preference N`
    LocalPreference(Spanned<u32>),
    /// `set med N`
    Med(Spanned<u32>),
    /// `set prepend N`: own AS so many times more.
    Prepend(Spanned<u32>),
    /// `set community C, C`: added to those that are there.
    Community(Vec<Spanned<String>>),
}

/// `acl NAME { permit … ; deny … }`
#[derive(Debug, Clone)]
pub struct Acl {
    /// The list's name.
    pub name: Name,
    /// Entries, in order; what none matches is dropped.
    pub entries: Vec<AclEntry>,
    /// The head of the statement.
    pub span: Span,
}

/// `permit|deny [any | PROTOCOL [ICMP-TYPE]] [from TARGETS [port PORTS]] [to TARGETS [port PORTS]] [established] [log] [description "…"]`
///
/// `permit tcp port 443` without `to` means the destination port.
#[derive(Debug, Clone)]
pub struct AclEntry {
    /// `permit` is true.
    pub permit: Spanned<bool>,
    /// `tcp`, `udp`, `icmp`, or the text of a number after `protocol`: `protocol 47`; any when absent.
    pub protocol: Option<Spanned<String>>,
    /// `echo-request`, …
    pub icmp: Option<Name>,
    /// Sources; any when empty.
    pub from: Vec<Target>,
    /// Source ports.
    pub from_ports: Vec<Spanned<(u32, u32)>>,
    /// Destinations; any when empty.
    pub to: Vec<Target>,
    /// Destination ports.
    pub to_ports: Vec<Spanned<(u32, u32)>>,
    /// `established`
    pub established: Option<Span>,
    /// `log`
    pub log: Option<Span>,
    /// What it is for.
    pub description: Option<Text>,
    /// The whole entry.
    pub span: Span,
}

/// Where a packet comes from or goes to.
#[derive(Debug, Clone)]
pub enum Target {
    /// A prefix, or an address as a prefix of full length.
    Prefix(Spanned<IpNet>),
    /// The name of an object, a VLAN, a VRF, or `bogons`. (`any` is no target: the list is empty.)
    Name(Name),
}

/// `ingress acl NAME`, `egress acl NAME`
#[derive(Debug, Clone)]
pub struct Access {
    /// `ingress` is true.
    pub ingress: bool,
    /// The access list.
    pub acl: Name,
    /// The whole statement.
    pub span: Span,
}

/// `service NAME { … }`: BGP sessions from hosts to their switches.
#[derive(Debug, Clone)]
pub struct Service {
    /// The service's name.
    pub name: Name,
    /// Settings, in order. `bgp asn 64512 listen on gateway bfd` is three of them in a line.
    pub settings: Vec<ServiceSetting>,
    /// The head of the statement.
    pub span: Span,
}

/// A line of `service`.
#[derive(Debug, Clone)]
pub enum ServiceSetting {
    /// `vlan NAME`, `vlans NAMES`: where the hosts are.
    Vlans(Vec<Names>),
    /// `asn N`, `asn N..M`, `asn N..M per rack`, `asn N..M per node`
    Asn {
        /// From and to.
        range: Spanned<(u32, u32)>,
        /// `rack` or `node`.
        per: Option<Name>,
    },
    /// `listen on gateway`: from the whole subnet of each VLAN; also the default when there is no node.
    ListenOnGateway(Span),
    /// `listen PREFIX, …`: from these ranges only.
    Listen(Vec<Spanned<IpNet>>),
    /// `node NAME A[, A] [asn N]`: a host that peers.
    Node {
        /// The host, attached or not.
        name: Name,
        /// Its addresses, at most one per family.
        addresses: Vec<Spanned<IpAddr>>,
        /// Its AS.
        asn: Option<Spanned<u32>>,
    },
    /// `max-neighbors N`: that come by themselves, on each switch.
    MaxNeighbors(Spanned<u32>),
    /// `accept 10.244.0.0/16 up to /26, 10.96.0.0/12 exactly`
    Accept(Vec<PrefixItem>),
    /// `vip PREFIX, …`: addresses that several hosts announce at once, exactly so.
    Vip(Vec<Spanned<IpNet>>),
    /// `max-prefixes N`, of each session and family.
    MaxPrefixes(Spanned<u32>),
    /// `advertise default|all|nothing|POLICY`; `default` when unsaid.
    Advertise(Name),
    /// `community C, C`: set on what is accepted.
    Community(Vec<Spanned<String>>),
    /// `bfd …`
    Bfd(Bfd),
    /// `timers keepalive 3s hold 9s`
    Timers(Timers),
    /// `password secret(x)`
    Password(Secret),
}

/// `peer NAME asn N at A[, A] [port SWITCH:PORT] OPTIONS [{ OPTIONS }]` in a boundary
#[derive(Debug, Clone)]
pub struct Peer {
    /// The peer's name.
    pub name: Name,
    /// Its AS.
    pub asn: Spanned<u32>,
    /// Its addresses: `203.0.113.1`, or `203.0.113.1/31` with a `port`, whose own address is then the other
    /// one of the prefix (only of /31, /30, /127 and /126). A plain address has its full length.
    pub at: Vec<Spanned<IpNet>>,
    /// Whether each of `at` was written with a length.
    pub with_length: Vec<bool>,
    /// `port SWITCH:PORT`: a routed port made for this peer.
    pub port: Option<super::Endpoint>,
    /// `tag N` of that port.
    pub tag: Option<Spanned<u32>>,
    /// Everything else.
    pub options: Vec<PeerOption>,
    /// The head of the statement.
    pub span: Span,
}

/// An option of `peer`.
#[derive(Debug, Clone)]
pub enum PeerOption {
    /// `password secret(x)`: TCP MD5.
    Password(Secret),
    /// `tcp-ao secret(x)`
    TcpAo(Secret),
    /// `ttl-security [hops N]`
    TtlSecurity {
        /// 1 when absent.
        hops: Option<Spanned<u32>>,
        /// The whole option.
        span: Span,
    },
    /// `multihop N`
    Multihop(Spanned<u32>),
    /// `max-prefixes N`
    MaxPrefixes(Spanned<u32>),
    /// `bfd …`
    Bfd(Bfd),
    /// `timers keepalive 3s hold 9s`
    Timers(Timers),
    /// `import default|all|nothing|POLICY`
    Import(Name),
    /// `export default|all|nothing|POLICY|VRF|VLAN`, several of VRF and VLAN.
    Export(Vec<Name>),
    /// `remove-private-as`
    RemovePrivateAs(Span),
    /// `on NAMES`: only on these switches of the boundary.
    On(Vec<Names>),
    /// `description "…"`
    Description(Text),
}

/// `ospf { area 0  import POLICY  export POLICY … }` in a boundary: on all its ports and VLANs.
#[derive(Debug, Clone)]
pub struct BoundaryOspf {
    /// Settings of the block.
    pub settings: Vec<OspfSetting>,
    /// The keyword.
    pub span: Span,
}

/// A line of a boundary's `ospf`.
#[derive(Debug, Clone)]
pub enum OspfSetting {
    /// `area 0` or `area 0.0.0.1`
    Area(Spanned<u32>),
    /// `cost N`
    Cost(Spanned<u32>),
    /// `point-to-point`
    PointToPoint(Span),
    /// `password secret(x)`
    Password(Secret),
    /// `timers hello 1s dead 4s`
    Timers(Timers),
    /// `bfd …`
    Bfd(Bfd),
    /// `import all|default|nothing|POLICY`: what is taken from OSPF into the fabric's BGP.
    Import(Name),
    /// `export all|default|nothing|POLICY|VRF|VLAN`: what OSPF is told.
    Export(Vec<Name>),
}
