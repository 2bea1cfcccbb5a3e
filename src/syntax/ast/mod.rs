//! The program as written: every value keeps its span, nothing is resolved or expanded.
//!
//! The comment on each type gives its concrete syntax; `grammar/rack.pest` is the law.

mod expect;
mod routing;

pub use expect::{Expect, Loss, Lost, LostKind, Subject};
pub use routing::{
    Access, Acl, AclEntry, AsPath, AsPathList, Bfd, BoundaryOspf, CommunityList, Leak, Object,
    OspfSetting, Overlay, OverlaySetting, Peer, PeerOption, Policy, PolicySet, PolicyTerm,
    PrefixItem, PrefixList, Service, ServiceSetting, Target, Timers, Underlay, UnderlaySetting,
};

use std::net::IpAddr;

use ipnet::IpNet;

use crate::source::{Span, Spanned};

/// A name as declared or used: `[a-z][a-z0-9-]*`.
pub type Name = Spanned<String>;
/// A name with ranges: `r[01..40]`, `leaf[1..2][a,b]`; see [`super::Pattern`].
pub type Names = Spanned<super::Pattern>;
/// Text between double quotes, without control characters and template brackets.
pub type Text = Spanned<String>;

/// One `.rack` file.
#[derive(Debug, Clone, Default)]
pub struct File {
    /// Top-level statements in the order in which they stand.
    pub items: Vec<Item>,
}

/// A top-level statement.
#[derive(Debug, Clone)]
pub enum Item {
    /// `include "racks/*.rack"`
    Include(Text),
    /// `fabric NAME { … }`
    Fabric(Fabric),
    /// `management { … }`
    Management(Management),
    /// `zone NAMES kind WORD [{ … }]`
    Zone(Zone),
    /// `model NAME = VENDOR/PLATFORM [format WORD]`
    Model(Model),
    /// `tier NAME { … }`
    Tier(Tier),
    /// `rack-type NAME { … }`
    RackType(RackType),
    /// `rack NAMES [of TYPE] [in ZONES] [{ … }]`
    Rack(Rack),
    /// `vlan NAMES IDS [{ … }]`
    Vlan(Vlan),
    /// `vrf NAME [{ … }]`
    Vrf(Vrf),
    /// `profile NAME { … }`
    Profile(Profile),
    /// `boundary NAME { … }`
    Boundary(Boundary),
    /// `route …` (see [`Route`])
    Route(Route),
    /// What may also stand in a tier or a rack type.
    Place(PlaceItem),
    /// `service NAME { … }`
    Service(Service),
    /// `acl NAME { … }`
    Acl(Acl),
    /// `policy NAME { … }`
    Policy(Policy),
    /// `prefix-list NAME …`
    PrefixList(PrefixList),
    /// `community-list NAME …`
    CommunityList(CommunityList),
    /// `as-path-list NAME …`
    AsPathList(AsPathList),
    /// `object NAME …`
    Object(Object),
    /// `expect A reaches B …`, `expect A isolated from B …`
    Expect(Expect),
    /// A statement for what rackc does not do at all (`nat`), taken whole so that it can be refused by name.
    OutOfScope(Name),
}

/// What may stand in a tier, a rack type, a rack, and at the top.
#[derive(Debug, Clone)]
pub enum PlaceItem {
    /// `switch NAMES …`, `switches a, b …`
    Switch(Switch),
    /// `mlag NAME = A + B { … }`
    Mlag(Mlag),
    /// `uplinks …`
    Uplinks(Uplinks),
    /// `attach …`
    Attach(Attach),
    /// `link A:PORT -- B:PORT …`
    Link(Link),
    /// `no attach NAMES` (in a rack: hosts of the type that this rack does without)
    NoAttach(NoAttach),
    /// `verbatim VENDOR [on NAMES] [file "…"] { raw lines }`
    Verbatim(Verbatim),
    /// `asn N`: of all switches of the place; in a tier or a rack.
    Asn(Spanned<u32>),
}

/// `fabric NAME { … }`
#[derive(Debug, Clone)]
pub struct Fabric {
    /// The fabric's name.
    pub name: Name,
    /// Settings, in order.
    pub settings: Vec<FabricSetting>,
    /// The whole statement's head (keyword to name).
    pub span: Span,
}

/// A line of `fabric`.
#[derive(Debug, Clone)]
pub enum FabricSetting {
    /// `domain dc1.example.net`
    Domain(Spanned<String>),
    /// `mtu 9000`: bytes of IP.
    Mtu(Spanned<u32>),
    /// `underlay …`
    Underlay(Underlay),
    /// `overlay …`
    Overlay(Overlay),
    /// `spanning-tree mstp|rstp|rapid-pvst|none [root NAME] [secondary NAME] [{ … }]`
    SpanningTree(SpanningTree),
    /// `pool loopback 10.255.0.0/22, 2001:db8:ff::/64`, `pool mgmt 192.0.2.0/24 gateway 192.0.2.1`,
    /// `pool asn 64512..65534`
    Pool(Pool),
    /// `gateway on NAME [via anycast|vrrp|hsrp]`: where VLANs are routed that say no place of their own.
    Gateway(FabricGateway),
    /// `anycast-mac 00:1c:73:00:00:01`; lower case, colon form.
    AnycastMac(Spanned<String>),
}

/// `spanning-tree …`
#[derive(Debug, Clone)]
pub struct SpanningTree {
    /// `mstp`, `rstp`, `rapid-pvst` or `none`.
    pub mode: Spanned<String>,
    /// Statements on the line and in the block.
    pub settings: Vec<SpanningTreeSetting>,
    /// The whole statement.
    pub span: Span,
}

/// A part of `spanning-tree`.
#[derive(Debug, Clone)]
pub enum SpanningTreeSetting {
    /// `root NAME`: a pair, a tier or a switch.
    Root(Name),
    /// `secondary NAME`
    Secondary(Name),
    /// `region NAME` (a name or text)
    Region(Spanned<String>),
    /// `revision N`
    Revision(Spanned<u32>),
    /// `instance N { vlans NAMES  root NAME  secondary NAME }`
    Instance(MstInstance),
}

/// `instance N { … }`
#[derive(Debug, Clone)]
pub struct MstInstance {
    /// Instance id.
    pub id: Spanned<u32>,
    /// `vlans a, b`
    pub vlans: Vec<Names>,
    /// `root NAME`
    pub root: Option<Name>,
    /// `secondary NAME`
    pub secondary: Option<Name>,
}

/// `pool KIND …`
#[derive(Debug, Clone)]
pub struct Pool {
    /// `loopback`, `vtep`, `link`, `mgmt`, `asn`.
    pub kind: Name,
    /// Prefixes, in order.
    pub prefixes: Vec<Spanned<IpNet>>,
    /// ASN ranges, in order, both ends included.
    pub asns: Vec<Spanned<(u32, u32)>>,
    /// `gateway A, A`
    pub gateways: Vec<Spanned<IpAddr>>,
    /// The whole statement.
    pub span: Span,
}

/// `gateway on NAMES [via MECHANISM]` of the fabric.
#[derive(Debug, Clone)]
pub struct FabricGateway {
    /// Pairs, tiers or switches.
    pub on: Vec<Names>,
    /// `anycast`, `vrrp` or `hsrp`.
    pub via: Option<Spanned<String>>,
    /// The whole statement.
    pub span: Span,
}

/// `management { … }`
#[derive(Debug, Clone)]
pub struct Management {
    /// Settings, in order.
    pub settings: Vec<ManagementSetting>,
    /// The keyword.
    pub span: Span,
}

/// A line of `management`.
#[derive(Debug, Clone)]
pub enum ManagementSetting {
    /// `vrf NAME`
    Vrf(Name),
    /// `ntp A, A`
    Ntp(Vec<Spanned<IpAddr>>),
    /// `dns A, A`
    Dns(Vec<Spanned<IpAddr>>),
    /// `syslog A, A [port N] [severity WORD]`
    Syslog {
        /// Servers.
        servers: Vec<Spanned<IpAddr>>,
        /// UDP port.
        port: Option<Spanned<u32>>,
        /// RFC 5424 name.
        severity: Option<Name>,
    },
    /// `timezone Europe/Oslo`
    Timezone(Spanned<String>),
    /// `banner "line", "line"`
    Banner(Vec<Text>),
    /// `user NAME role admin|operator [key "ssh-ed25519 …"]… [password secret(x)]`
    User {
        /// Login name.
        name: Name,
        /// `admin` or `operator`.
        role: Option<Name>,
        /// SSH public keys.
        keys: Vec<Text>,
        /// Password hash.
        password: Option<Secret>,
    },
    /// `root-password secret(x)`
    RootPassword(Secret),
    /// `tacacs A, A [port N] key secret(x)`
    Tacacs(AaaServers),
    /// `radius A, A [port N] key secret(x)`
    Radius(AaaServers),
    /// `snmp v3 user NAME auth secret(x) [privacy secret(y)]`
    SnmpUser {
        /// User name.
        name: Name,
        /// Authentication passphrase.
        auth: Secret,
        /// Privacy passphrase.
        privacy: Option<Secret>,
    },
    /// `snmp location "…"`
    SnmpLocation(Text),
    /// `snmp contact "…"`
    SnmpContact(Text),
    /// `snmp trap A, A user NAME`
    SnmpTrap {
        /// Receivers.
        receivers: Vec<Spanned<IpAddr>>,
        /// The `SNMPv3` user.
        user: Name,
    },
}

/// `A, A [port N] key secret(x)`
#[derive(Debug, Clone)]
pub struct AaaServers {
    /// Servers in order of use.
    pub servers: Vec<Spanned<IpAddr>>,
    /// Port.
    pub port: Option<Spanned<u32>>,
    /// Shared key.
    pub key: Secret,
}

/// `secret(name)`, or text, which a check refuses.
#[derive(Debug, Clone)]
pub enum Secret {
    /// `secret(name)`: the name of a vault variable.
    Reference(Name),
    /// `"hunter2"`: what must not stand in a program. The text itself is not kept.
    Plain(Span),
}

/// `zone NAMES kind WORD [{ racks …  switches …  links … }]`
#[derive(Debug, Clone)]
pub struct Zone {
    /// Names.
    pub names: Vec<Names>,
    /// `power`, `row`, `room`, …: any word but `rack` and `switch`, which are built in.
    pub kind: Option<Name>,
    /// `racks NAMES`
    pub racks: Vec<Names>,
    /// `switches NAMES`
    pub switches: Vec<Names>,
    /// `links ENDPOINTS`: cables by one of their ends.
    pub links: Vec<Endpoint>,
    /// The head of the statement.
    pub span: Span,
}

/// `model NAME = VENDOR/PLATFORM [format WORD]`
#[derive(Debug, Clone)]
pub struct Model {
    /// The alias.
    pub name: Name,
    /// What it stands for.
    pub model: ModelRef,
    /// Output format.
    pub format: Option<Name>,
}

/// `VENDOR/PLATFORM`, or the name of a `model` statement.
#[derive(Debug, Clone)]
pub enum ModelRef {
    /// `VENDOR/48x25G`; any case.
    Platform(Spanned<String>),
    /// `tor`
    Alias(Name),
}

/// `tier NAME { … }`
#[derive(Debug, Clone)]
pub struct Tier {
    /// The tier's name.
    pub name: Name,
    /// What is in it.
    pub items: Vec<PlaceItem>,
}

/// `rack-type NAME { … }`
#[derive(Debug, Clone)]
pub struct RackType {
    /// The type's name.
    pub name: Name,
    /// What each rack gets.
    pub items: Vec<PlaceItem>,
}

/// `rack NAMES [of TYPE] [in ZONES] [{ … }]`
#[derive(Debug, Clone)]
pub struct Rack {
    /// Names.
    pub names: Vec<Names>,
    /// `of TYPE`
    pub of: Option<Name>,
    /// `in ZONES`
    pub zones: Vec<Names>,
    /// Overrides: a `switch` statement with the name of one of the type's changes that switch; other
    /// statements add.
    pub items: Vec<PlaceItem>,
    /// The head of the statement.
    pub span: Span,
}

/// `switch NAMES [model M] [in [rack] ZONES] [{ … }]`
#[derive(Debug, Clone)]
pub struct Switch {
    /// Names.
    pub names: Vec<Names>,
    /// `model M`
    pub model: Option<ModelRef>,
    /// `in row-1 feed-a`: zones, or racks that are declared.
    pub zones: Vec<Names>,
    /// `in rack net[1..4]`: names right after the word `rack`; racks made here if not declared.
    pub racks: Vec<Names>,
    /// Settings of the block.
    pub settings: Vec<SwitchSetting>,
    /// The head of the statement.
    pub span: Span,
}

/// A line of `switch`.
#[derive(Debug, Clone)]
pub enum SwitchSetting {
    /// `management A [A]`: addresses in the management pool.
    Management(Vec<Spanned<IpAddr>>),
    /// `loopback A [A]`
    Loopback(Vec<Spanned<IpAddr>>),
    /// `breakout PORTS 4x25g`
    Breakout {
        /// Ports.
        ports: Vec<Spanned<Ports>>,
        /// `4x25g`
        split: Spanned<String>,
    },
    /// `speed PORTS 10g`
    Speed {
        /// Ports.
        ports: Vec<Spanned<Ports>>,
        /// Megabits per second.
        speed: Spanned<u32>,
    },
    /// `spanning-tree priority N`
    Priority(Spanned<u32>),
    /// `format WORD`
    Format(Name),
    /// `verbatim [file "…"] { raw lines }`; the vendor's name may stand there too.
    Verbatim(Verbatim),
    /// `asn N`
    Asn(Spanned<u32>),
    /// `vtep A [A]`: tunnel addresses.
    Vtep(Vec<Spanned<IpAddr>>),
    /// `maintenance`: ask the neighbours to route around it.
    Maintenance(Span),
}

/// `mlag NAME = A + B { … }`
#[derive(Debug, Clone)]
pub struct Mlag {
    /// The pair's name.
    pub name: Name,
    /// The two members.
    pub members: [Name; 2],
    /// Settings of the block.
    pub settings: Vec<MlagSetting>,
    /// The head of the statement.
    pub span: Span,
}

/// A line of `mlag`.
#[derive(Debug, Clone)]
pub enum MlagSetting {
    /// `peer-link PORTS`: the same ports on both members.
    PeerLink(Vec<Spanned<Ports>>),
    /// `keepalive management`
    KeepaliveManagement(Span),
    /// `keepalive PORTS`: one dedicated port, the same on both members.
    KeepalivePort(Vec<Spanned<Ports>>),
    /// `domain N`
    Domain(Spanned<u32>),
    /// `survives KIND, KIND`: kinds of zone whose loss must not take both members.
    Survives(Vec<Name>),
    /// `reload-delay 300s`, in seconds.
    ReloadDelay(Spanned<u32>),
    /// `asn N`: of both members.
    Asn(Spanned<u32>),
    /// `vtep A [A]`: tunnel addresses that both members share.
    Vtep(Vec<Spanned<IpAddr>>),
    /// `esi`: hosts are multihomed by Ethernet segments (EVPN) and not by MLAG.
    Esi(Span),
}

/// `uplinks (every switch | NAMES) to [tier|pair|switch] NAME ports PORTS [at PORTS] [as PROFILE] [speed S] [in ZONES]`
#[derive(Debug, Clone)]
pub struct Uplinks {
    /// `every switch` when empty; else switches or a pair.
    pub from: Vec<Names>,
    /// A tier, a pair, or switches.
    pub to: Vec<Names>,
    /// Ports of each of the lower switches, dealt out over the upper ones in turn.
    pub ports: Vec<Spanned<Ports>>,
    /// Ports of the upper switches to choose from; any that fits when empty.
    pub at: Vec<Spanned<Ports>>,
    /// Layer-2 profile.
    pub profile: Option<Name>,
    /// Speed in megabits per second.
    pub speed: Option<Spanned<u32>>,
    /// `fec none|base-r|reed-solomon`
    pub fec: Option<Name>,
    /// Zones of the cables.
    pub zones: Vec<Names>,
    /// `numbered` (true) or `unnumbered`, of routed cables.
    pub numbered: Option<Spanned<bool>>,
    /// `cost N`: OSPF cost of routed cables.
    pub cost: Option<Spanned<u32>>,
    /// The whole statement.
    pub span: Span,
}

/// `attach [server|appliance|firewall|router] NAMES to NAMES port[s] PORTS [as PROFILE] [speed S] [fec KIND] [in ZONES] [description "…"]`
#[derive(Debug, Clone)]
pub struct Attach {
    /// `server` when absent.
    pub kind: Option<Name>,
    /// The hosts.
    pub hosts: Vec<Names>,
    /// A pair, or one or more switches.
    pub to: Vec<Names>,
    /// Ports, the same on every switch of `to`, shared out over the hosts in order.
    pub ports: Vec<Spanned<Ports>>,
    /// Profile.
    pub profile: Option<Name>,
    /// Speed in megabits per second.
    pub speed: Option<Spanned<u32>>,
    /// `fec none|base-r|reed-solomon`
    pub fec: Option<Name>,
    /// Zones of the cables.
    pub zones: Vec<Names>,
    /// Description of the ports.
    pub description: Option<Text>,
    /// The whole statement.
    pub span: Span,
}

/// `no attach NAMES`
#[derive(Debug, Clone)]
pub struct NoAttach {
    /// The hosts that this rack does without.
    pub hosts: Vec<Names>,
    /// The whole statement.
    pub span: Span,
}

/// `link ENDPOINTS -- ENDPOINTS [as PROFILE] [speed S] [fec KIND] [in ZONES] [lag NAME] [description "…"]`
#[derive(Debug, Clone)]
pub struct Link {
    /// Left ends.
    pub left: Vec<Endpoint>,
    /// Right ends, as many as left ones.
    pub right: Vec<Endpoint>,
    /// Layer-2 profile.
    pub profile: Option<Name>,
    /// Speed in megabits per second.
    pub speed: Option<Spanned<u32>>,
    /// `fec none|base-r|reed-solomon`
    pub fec: Option<Name>,
    /// Zones of the cables.
    pub zones: Vec<Names>,
    /// Cables of one `lag` name form one LAG.
    pub lag: Option<Name>,
    /// Description of both ports.
    pub description: Option<Text>,
    /// `numbered` (true) or `unnumbered`, of routed cables.
    pub numbered: Option<Spanned<bool>>,
    /// `cost N`: OSPF cost of routed cables.
    pub cost: Option<Spanned<u32>>,
    /// `prefix P[, P]`: the subnet of a routed cable, at most one per family; the left end has the first address.
    pub prefixes: Vec<Spanned<IpNet>>,
    /// The whole statement.
    pub span: Span,
}

/// `NAMES:PORTS`
#[derive(Debug, Clone)]
pub struct Endpoint {
    /// Switches.
    pub switch: Names,
    /// Ports of each.
    pub ports: Spanned<Ports>,
    /// Both together.
    pub span: Span,
}

/// One element of a list of ports. Panel numbers count from 1 on every model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ports {
    /// `7`, `1..48`, `49/1..4`, `49..52/1..4`
    Panel {
        /// First panel number.
        first: u16,
        /// Last panel number.
        last: u16,
        /// Lanes, first and last, counted from 1.
        lanes: Option<(u8, u8)>,
    },
    /// `1..`: as many as are needed from here on.
    From(u16),
    /// A vendor's own name of one port: `Ethernet49/1`, `xe-0/0/3`, `swp1s0`.
    Native(String),
}

/// `vlan NAMES IDS [{ … }]`
#[derive(Debug, Clone)]
pub struct Vlan {
    /// Names.
    pub names: Vec<Names>,
    /// Ids, as many as names, each an inclusive range.
    pub ids: Vec<Spanned<(u32, u32)>>,
    /// Settings of the block.
    pub settings: Vec<VlanSetting>,
    /// The head of the statement.
    pub span: Span,
}

/// A line of `vlan`.
#[derive(Debug, Clone)]
pub enum VlanSetting {
    /// `vrf NAME`
    Vrf(Name),
    /// `gateway PREFIX[, PREFIX] [via MECHANISM] [on NAMES]`
    Gateway(Gateway),
    /// `racks NAMES`
    Racks(Vec<Names>),
    /// `on NAMES`: switches, pairs or tiers that carry the VLAN.
    On(Vec<Names>),
    /// `dhcp-relay A, A`
    DhcpRelay(Vec<Spanned<IpAddr>>),
    /// `mtu N`: bytes of IP.
    Mtu(Spanned<u32>),
    /// `vni N`
    Vni(Spanned<u32>),
    /// `vni none`: the VLAN stays on its switches, without overlay.
    NoVni(Span),
    /// `ingress acl NAME`, `egress acl NAME`
    Access(Access),
    /// `description "…"`
    Description(Text),
    /// `address SWITCH PREFIX[, PREFIX]`: a switch's own address.
    Address {
        /// The switch.
        switch: Name,
        /// Address and length, one per family.
        prefixes: Vec<Spanned<IpNet>>,
    },
    /// `host NAME A[, A]`: a statically assigned address.
    Host {
        /// The host.
        name: Name,
        /// Addresses.
        addresses: Vec<Spanned<IpAddr>>,
    },
    /// `router-advertisement on|off`
    RouterAdvertisement(Spanned<bool>),
    /// `vrrp-group N`
    VrrpGroup(Spanned<u32>),
}

/// `gateway PREFIX[, PREFIX] [via MECHANISM] [on NAMES]` (commas optional)
#[derive(Debug, Clone)]
pub struct Gateway {
    /// Address and length, at most one per family.
    pub prefixes: Vec<Spanned<IpNet>>,
    /// `anycast`, `vrrp` or `hsrp`.
    pub via: Option<Spanned<String>>,
    /// Pairs, tiers or switches.
    pub on: Vec<Names>,
    /// The whole statement.
    pub span: Span,
}

/// `vrf NAME [{ … }]`
#[derive(Debug, Clone)]
pub struct Vrf {
    /// The VRF's name.
    pub name: Name,
    /// `vni N`
    pub vni: Option<Spanned<u32>>,
    /// `description "…"`
    pub description: Option<Text>,
    /// `leak from VRF …`
    pub leaks: Vec<Leak>,
    /// `route …`
    pub routes: Vec<Route>,
}

/// `route PREFIX (via A | discard) [vrf NAME] [on NAMES] [distance N] [description "…"]`
#[derive(Debug, Clone)]
pub struct Route {
    /// Destination.
    pub prefix: Spanned<IpNet>,
    /// Next hop; `discard` when absent.
    pub via: Option<Spanned<IpAddr>>,
    /// VRF.
    pub vrf: Option<Name>,
    /// Pairs, tiers or switches.
    pub on: Vec<Names>,
    /// Administrative distance.
    pub distance: Option<Spanned<u32>>,
    /// What it is for.
    pub description: Option<Text>,
    /// The whole statement.
    pub span: Span,
}

/// `profile NAME { … }`
#[derive(Debug, Clone)]
pub struct Profile {
    /// The profile's name.
    pub name: Name,
    /// Settings of the block.
    pub settings: Vec<ProfileSetting>,
}

/// A line of `profile`.
#[derive(Debug, Clone)]
pub enum ProfileSetting {
    /// `access VLAN`
    Access(Name),
    /// `trunk VLANS`
    Trunk(Vec<Names>),
    /// `trunk all`
    TrunkAll(Span),
    /// `native VLAN | none`; `None` for `none`.
    Native(Spanned<Option<String>>),
    /// `lacp fast|slow|static`; hosts without any are active-backup or single.
    Lacp(Name),
    /// `active-backup`: one active cable, no LAG.
    ActiveBackup(Span),
    /// `fallback`: forward before LACP is up.
    Fallback(Span),
    /// `edge`
    Edge(Span),
    /// `storm-control 1% [broadcast] [multicast] [unknown-unicast]`
    StormControl {
        /// Hundredths of a percent: `1%` is 100.
        share: Spanned<u32>,
        /// Kinds of traffic; all when empty.
        kinds: Vec<Name>,
    },
    /// `mtu N`: bytes of IP.
    Mtu(Spanned<u32>),
    /// `speed 25g`, in megabits per second.
    Speed(Spanned<u32>),
    /// `fec none|base-r|reed-solomon`
    Fec(Name),
    /// `description "…"`
    Description(Text),
    /// `survives switch, KIND`
    Survives(Vec<Name>),
}

/// `boundary NAME { … }`
#[derive(Debug, Clone)]
pub struct Boundary {
    /// The boundary's name.
    pub name: Name,
    /// Settings of the block.
    pub settings: Vec<BoundarySetting>,
    /// The head of the statement.
    pub span: Span,
}

/// A line of `boundary`.
#[derive(Debug, Clone)]
pub enum BoundarySetting {
    /// `on NAMES`: pairs, tiers or switches.
    On(Vec<Names>),
    /// `vrf NAME`
    Vrf(Name),
    /// `port SWITCH:PORT [tag N] address PREFIX[, PREFIX] [mtu N] [speed S] [to NAME] [description "…"]`: a routed port.
    Port {
        /// The port.
        endpoint: Endpoint,
        /// Own addresses, at most one per family.
        prefixes: Vec<Spanned<IpNet>>,
        /// Bytes of IP.
        mtu: Option<Spanned<u32>>,
        /// Megabits per second.
        speed: Option<Spanned<u32>>,
        /// `tag N`: a subinterface with this VLAN tag.
        tag: Option<Spanned<u32>>,
        /// Who is at the other end.
        to: Option<Name>,
        /// What it is for.
        description: Option<Text>,
    },
    /// `vlan NAME`: the VLAN whose SVI is the boundary.
    Vlan(Name),
    /// `route …`
    Route(Route),
    /// `peer …`
    Peer(Peer),
    /// `ospf { … }`
    Ospf(BoundaryOspf),
    /// `ingress acl NAME`, `egress acl NAME`
    Access(Access),
    /// `nat`, which rackc does not do.
    OutOfScope(Name),
}

/// `verbatim [VENDOR] [on NAMES] [file "…"] { raw lines }`
#[derive(Debug, Clone)]
pub struct Verbatim {
    /// The vendor whose syntax it is.
    pub vendor: Option<Name>,
    /// Pairs, tiers or switches; every switch of that vendor when empty.
    pub on: Vec<Names>,
    /// File of the format; its main one when absent.
    pub file: Option<Text>,
    /// Lines between the braces (which balance), without common indentation and outer blank lines.
    pub lines: Vec<String>,
    /// The head of the statement.
    pub span: Span,
}
