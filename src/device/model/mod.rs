//! The neutral device model: what one switch must be configured to do, fully decided.
//!
//! Every value that a template prints stands here under its own name. Names of interfaces are
//! already the vendor's own (from the platform file), MTUs are already counted as the vendor
//! counts them, and lists are sorted. A template only prints, and asks only whether a value is
//! present.

mod address;
mod origins;
mod policy;
mod routing;

pub use address::Address;
pub use origins::{Entry, Origins, Sources};
pub use policy::{
    AccessGroups, Acl, AclEntry, AclNet, AclPorts, AclProtocol, AsPathEntry, AsPathList,
    CommunityEntry, CommunityList, IcmpType, LengthRange, PolicyTerm, PrefixEntry, PrefixList,
    RoutePolicy, RouteSource,
};
pub use routing::{
    AsnRange, Bfd, Bgp, BgpFamily, BgpGroup, BgpListen, BgpNeighbor, BgpTimers, BgpVrf,
    BgpVrfFamily, Bundle, EthernetSegment, FamilyLeak, GracefulRestart, L3VniVlan, LeakTarget,
    MaxPrefixes, Ospf, OspfArea, OspfInterface, PairRouting, TcpAo, VrfEvpn, VrfLeak, Vtep,
    VtepVlan, VtepVrf,
};

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

/// One switch, fully decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// The switch's name, unique in the fabric: `r01-a`.
    pub hostname: String,
    /// The fabric's name.
    pub fabric: String,
    /// The DNS domain, without the host name.
    pub domain: Option<String>,
    /// Folder name of the vendor.
    pub vendor: String,
    /// Platform name within the vendor's folder.
    pub platform: String,
    /// Output format, one of the vendor's.
    pub format: String,
    /// Words of the platform file by which templates tell hardware families apart.
    #[serde(default)]
    pub traits: Vec<String>,
    /// The rack in which the switch stands, if any.
    pub rack: Option<String>,
    /// Comment lines for the head of a file: what made it and that it is not to be edited.
    pub header: Vec<String>,
    /// System services and the management plane.
    pub system: Arc<System>,
    /// Out-of-band management interface.
    pub management: Option<Management>,
    /// Router id (RFC 2328, RFC 4271): the IPv4 loopback address.
    pub router_id: Option<String>,
    /// Whether any tenant interface routes IPv4 (an SVI, routed port or loopback has an address).
    pub routes_ipv4: bool,
    /// Whether any tenant interface routes IPv6.
    pub routes_ipv6: bool,
    /// What the vendor must switch on before use, from the device's content.
    pub features: Features,
    /// Spanning tree (IEEE 802.1Q).
    pub spanning_tree: Option<SpanningTree>,
    /// Ids of all VLANs that the switch is to have, ascending: [`Self::vlans`], those between a pair's members and those of
    /// layer-3 VNIs.
    pub vlan_ids: Vec<u16>,
    /// VLANs on this switch, ascending by id; not the MLAG peer VLAN.
    pub vlans: Vec<Vlan>,
    /// Tenant VRFs on this switch, by name; neither the default nor the management VRF.
    pub vrfs: Vec<Vrf>,
    /// The vendor's breakout statements: one per parent port that is split, in port order.
    pub breakouts: Vec<Breakout>,
    /// Groups of ports that share a speed, of which a port is in use, by number.
    #[serde(default)]
    pub speed_groups: Vec<SpeedGroup>,
    /// Physical ports in use, in port order, breakout lanes included.
    pub ports: Vec<Port>,
    /// LAGs, ascending by number; the MLAG peer link is among them.
    pub lags: Vec<Lag>,
    /// The virtual MAC of all anycast gateways of this switch, colon form; present when there is one.
    #[serde(default)]
    pub anycast_mac: Option<String>,
    /// One more than the highest LAG number: some systems must be told how many to create.
    pub lag_count: usize,
    /// Loopbacks, ascending by number.
    pub loopbacks: Vec<Loopback>,
    /// SVIs, ascending by VLAN id; not the one on the MLAG peer VLAN.
    pub svis: Vec<Svi>,
    /// Membership of an MLAG pair.
    pub mlag: Option<Mlag>,
    /// Static routes, by VRF and prefix; the management default route is in `management`.
    pub static_routes: Vec<StaticRoute>,
    /// BGP; absent when nothing on the switch speaks it.
    #[serde(default)]
    pub bgp: Option<Bgp>,
    /// OSPF by VRF, version 2 before version 3.
    #[serde(default)]
    pub ospf: Vec<Ospf>,
    /// BFD timers, when any session is guarded by it.
    #[serde(default)]
    pub bfd: Option<Bfd>,
    /// BFD timers of sessions that are not with direct neighbours, when there are such.
    #[serde(default)]
    pub bfd_multihop: Option<Bfd>,
    /// VXLAN tunnel endpoint.
    #[serde(default)]
    pub vtep: Option<Vtep>,
    /// Interfaces over which the members of a pair route to each other, the default VRF's first.
    #[serde(default)]
    pub pair_routing: Vec<PairRouting>,
    /// Prefix lists in use, by name.
    #[serde(default)]
    pub prefix_lists: Vec<PrefixList>,
    /// Present when a prefix of one of them lies in another of the same list that matches more of what is in it,
    /// for systems that look at the longest one only.
    #[serde(default)]
    pub nested_prefixes: Option<bool>,
    /// Community lists in use, by name.
    #[serde(default)]
    pub community_lists: Vec<CommunityList>,
    /// AS-path lists in use, by name.
    #[serde(default)]
    pub as_path_lists: Vec<AsPathList>,
    /// Route policies in use, by name.
    #[serde(default)]
    pub route_policies: Vec<RoutePolicy>,
    /// Access lists in use, by name.
    #[serde(default)]
    pub acls: Vec<Acl>,
    /// Present while the switch is in maintenance: its neighbours are asked to route around it.
    #[serde(default)]
    pub maintenance: Option<bool>,
    /// DHCP relays by VRF, for systems that run one relay per VRF; the same facts as in `svis`.
    pub dhcp_relays: Vec<DhcpRelayInstance>,
    /// DHCP relay of the default VRF; the same as in `dhcp_relays`.
    #[serde(default)]
    pub dhcp_relay: Option<DhcpRelayInstance>,
    /// Storm control settings in use, each once, for systems that name them.
    #[serde(default)]
    pub storm_profiles: Vec<StormControl>,
    /// Raw vendor lines by the user, marked as such in the output.
    pub verbatim: Vec<Verbatim>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// What is used on this device, so that a template can switch features on by presence alone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)] // A list of what is there or not is what this is.
pub struct Features {
    /// There is at least one SVI.
    pub svi: bool,
    /// At least one LAG runs LACP.
    pub lacp: bool,
    /// The switch is one of an MLAG pair.
    pub mlag: bool,
    /// At least one SVI runs VRRP.
    pub vrrp: bool,
    /// At least one SVI runs HSRP.
    pub hsrp: bool,
    /// At least one SVI has a gateway address shared by all members (VARP, VRR).
    pub anycast: bool,
    /// At least one SVI relays DHCP.
    pub dhcp_relay: bool,
    /// A TACACS+ server is set.
    pub tacacs: bool,
    /// A RADIUS server is set.
    pub radius: bool,
    /// At least one port or LAG limits broadcast, unknown unicast or multicast.
    pub storm_control: bool,
    /// At least one port or LAG is an edge port with BPDU guard.
    pub edge: bool,
    /// At least one interface has an IPv6 router advertisement to send.
    pub router_advertisement: bool,
    /// At least one interface's MTU is above 1500 bytes of IP.
    pub jumbo: bool,
    /// BGP runs.
    #[serde(default)]
    pub bgp: bool,
    /// OSPF version 2 runs.
    #[serde(default)]
    pub ospf: bool,
    /// OSPF version 3 runs.
    #[serde(default)]
    pub ospf3: bool,
    /// At least one session is guarded by BFD.
    #[serde(default)]
    pub bfd: bool,
    /// The switch is a VXLAN tunnel endpoint.
    #[serde(default)]
    pub vxlan: bool,
    /// At least one session carries EVPN.
    #[serde(default)]
    pub evpn: bool,
    /// At least one gateway address is the same on all VTEPs of its VLAN.
    #[serde(default)]
    pub distributed_gateway: bool,
    /// At least one access list is applied.
    #[serde(default)]
    pub acl: bool,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// System services and the management plane.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct System {
    /// IANA time zone, such as `Europe/Oslo`.
    pub timezone: Option<String>,
    /// The time zone as this vendor wants it said, when its spelling differs (data of the vendor).
    pub timezone_vendor: Option<String>,
    /// Login banner, line by line.
    pub banner: Vec<String>,
    /// NTP servers; the first is preferred.
    pub ntp: Vec<Server>,
    /// DNS resolvers.
    pub dns: Vec<Server>,
    /// Syslog servers; all have the same severity.
    pub syslog: Vec<SyslogServer>,
    /// Least severity sent to every syslog server, in the vendor's own word.
    #[serde(default)]
    pub syslog_severity: Option<String>,
    /// The same as its RFC 5424 number.
    #[serde(default)]
    pub syslog_severity_number: Option<u8>,
    /// Local users, by name.
    pub users: Vec<User>,
    /// Password hash of the root (or equivalent) account, as a secret reference.
    pub root_password: Option<String>,
    /// TACACS+ servers (RFC 8907), in order of use.
    pub tacacs: Vec<AaaServer>,
    /// RADIUS servers (RFC 2865), in order of use.
    pub radius: Vec<AaaServer>,
    /// `SNMPv3` agent (RFC 3414).
    pub snmp: Option<Snmp>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A server known by address alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Server {
    /// IPv4 or IPv6 address.
    pub address: String,
    /// Whether the address is IPv6.
    pub ipv6: bool,
    /// Whether this is the first of its list.
    pub preferred: bool,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A syslog server (RFC 5424).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyslogServer {
    /// IPv4 or IPv6 address.
    pub address: String,
    /// Whether the address is IPv6.
    pub ipv6: bool,
    /// UDP port.
    pub port: u16,
    /// Whether `port` is the protocol's own, 514.
    #[serde(default)]
    pub port_is_default: bool,
    /// Least severity sent, in the vendor's own word (vendor data maps RFC 5424 names).
    pub severity: String,
    /// The same as its RFC 5424 number, 0 emergency to 7 debug.
    pub severity_number: u8,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A local user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Login name.
    pub name: String,
    /// The vendor's own name for the role (vendor data maps `admin` and `operator`).
    pub role: String,
    /// Whether the role is the fabric's `admin`.
    pub admin: bool,
    /// SSH public keys.
    pub keys: Vec<SshKey>,
    /// Password hash as a secret reference, ready to print.
    pub password: Option<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// One SSH public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SshKey {
    /// The whole line: type, key and comment.
    pub line: String,
    /// Key type: `ssh-ed25519`, `ssh-rsa`, `ecdsa-sha2-nistp256`.
    pub kind: String,
    /// Base64 key.
    pub base64: String,
    /// Comment, possibly empty.
    pub comment: String,
}

/// A TACACS+ or RADIUS server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AaaServer {
    /// IPv4 or IPv6 address.
    pub address: String,
    /// Whether the address is IPv6.
    pub ipv6: bool,
    /// TCP (TACACS+) or UDP (RADIUS authentication) port.
    pub port: u16,
    /// Whether `port` is the protocol's own: 49 or 1812.
    pub port_is_default: bool,
    /// Shared key as a secret reference, ready to print.
    pub key: String,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// `SNMPv3` agent (RFC 3411–3418).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Snmp {
    /// Where the switch stands.
    pub location: Option<String>,
    /// Who to call.
    pub contact: Option<String>,
    /// Users of the user-based security model, by name.
    pub users: Vec<SnmpUser>,
    /// Receivers of notifications.
    pub traps: Vec<SnmpTrap>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A user of the `SNMPv3` user-based security model; always read-only here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnmpUser {
    /// User name.
    pub name: String,
    /// Authentication passphrase as a secret reference (HMAC-SHA-1 unless the vendor says better).
    pub auth: String,
    /// Privacy passphrase as a secret reference (AES-128); authentication only when absent.
    pub privacy: Option<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A receiver of `SNMPv3` notifications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SnmpTrap {
    /// IPv4 or IPv6 address.
    pub address: String,
    /// Whether the address is IPv6.
    pub ipv6: bool,
    /// The `SNMPv3` user in whose name notifications are sent.
    pub user: String,
    /// Whether that user has a privacy key.
    pub privacy: bool,
    /// That user's authentication passphrase, as a secret reference.
    #[serde(default)]
    pub auth: String,
    /// That user's privacy passphrase, as a secret reference.
    #[serde(default)]
    pub privacy_key: Option<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Out-of-band management interface.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Management {
    /// The vendor's name of the interface: `Management1`, `mgmt0`, `em0`, `eth0`.
    pub interface: String,
    /// Name of the management VRF on this vendor (a fixed one where the vendor has it so).
    pub vrf: String,
    /// IPv4 address.
    pub ipv4: Option<Address>,
    /// IPv6 address.
    pub ipv6: Option<Address>,
    /// IPv4 default gateway.
    pub gateway_ipv4: Option<String>,
    /// IPv6 default gateway.
    pub gateway_ipv6: Option<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Spanning tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpanningTree {
    /// Whether this switch is meant to be the root, or the one to take over from it.
    #[serde(default)]
    pub root: bool,
    /// Present when the mode is MSTP (IEEE 802.1s).
    pub mstp: Option<Mstp>,
    /// Present when the mode is RSTP (IEEE 802.1w).
    pub rstp: Option<Rstp>,
    /// Present when the mode is one RSTP per VLAN (Rapid-PVST+, VSTP).
    pub rapid_pvst: Option<RapidPvst>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Multiple spanning tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mstp {
    /// Region name, the same on every switch of the layer-2 domain.
    pub region: String,
    /// Region revision, likewise.
    pub revision: u16,
    /// Bridge priority of instance 0 (CIST), a multiple of 4096.
    pub priority: u32,
    /// Further instances, ascending by id.
    pub instances: Vec<MstInstance>,
}

/// One MST instance. The VLAN list is the fabric's, the same on every switch, or digests differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MstInstance {
    /// Instance id, 1–4094.
    pub id: u16,
    /// All VLANs that the region maps to this instance, on this switch or not.
    pub vlans: Vec<u16>,
    /// Bridge priority, a multiple of 4096.
    pub priority: u32,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Rapid spanning tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rstp {
    /// Bridge priority, a multiple of 4096.
    pub priority: u32,
}

/// One rapid spanning tree per VLAN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RapidPvst {
    /// Bridge priority of every VLAN on this switch, a multiple of 4096.
    pub priority: u32,
    /// The VLANs it holds for, ascending.
    pub vlans: Vec<u16>,
}

/// A VLAN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vlan {
    /// VLAN id.
    pub id: u16,
    /// VLAN name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// The SVI's name, when this switch routes the VLAN.
    pub svi: Option<String>,
    /// Names of the ports and LAGs that carry the VLAN as trunks; no members of LAGs, not the peer link.
    #[serde(default)]
    pub trunks: Vec<String>,
    /// Names of the ports and LAGs that are access ports of the VLAN.
    #[serde(default)]
    pub access: Vec<String>,
    /// The VLAN in the overlay; the same as in the device's `vtep`.
    #[serde(default)]
    pub overlay: Option<VtepVlan>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A tenant VRF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vrf {
    /// VRF name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether any interface of the VRF here has an IPv4 address.
    pub ipv4: bool,
    /// Whether any interface of the VRF here has an IPv6 address.
    pub ipv6: bool,
    /// Names of the layer-3 interfaces in the VRF here, in order: SVIs, routed ports, loopbacks.
    pub interfaces: Vec<String>,
    /// Static routes of this VRF; the same as in the device's `static_routes`.
    pub static_routes: Vec<StaticRoute>,
    /// The VRF serves only the MLAG keepalive link.
    pub keepalive: bool,
    /// DHCP relay of this VRF; the same as in the device's `dhcp_relays`.
    #[serde(default)]
    pub dhcp_relay: Option<DhcpRelayInstance>,
    /// The VRF's own loopback; the same as in the device's `loopbacks`.
    #[serde(default)]
    pub loopback: Option<Loopback>,
    /// The VRF's place in the overlay.
    #[serde(default)]
    pub evpn: Option<VrfEvpn>,
    /// Routes of other VRFs that this one takes in.
    #[serde(default)]
    pub leaks: Vec<VrfLeak>,
    /// The VRF's part in leaks without an overlay.
    #[serde(default)]
    pub leak_target: Option<LeakTarget>,
    /// BGP in this VRF; the same as in the device's `bgp`.
    #[serde(default)]
    pub bgp: Option<Arc<BgpVrf>>,
    /// OSPF in this VRF; the same as in the device's `ospf`.
    #[serde(default)]
    pub ospf: Vec<Ospf>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A port that is split into lanes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Breakout {
    /// Panel number of the parent port, counted from 1.
    pub panel: u16,
    /// The vendor's name of the parent: `Ethernet49`, `swp49`; for some systems `49` alone.
    pub parent: String,
    /// Number of the port as the vendor counts it within its line card; some count from 0.
    pub index: u16,
    /// How many lanes.
    pub lanes: u8,
    /// Speed of one lane.
    pub speed: Speed,
    /// The vendor's own word for the split: `4x25g`, `10g-4x`, `25g` (from the platform file).
    pub mode: String,
    /// Names of the lanes.
    pub lane_names: Vec<String>,
    /// Names of the lanes that are not among the device's `ports`.
    #[serde(default)]
    pub unused_lanes: Vec<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A group of neighbouring ports that can only run at one speed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeedGroup {
    /// The group's number, as the vendor counts.
    pub number: u16,
    /// The vendor's number of the group's first port.
    #[serde(default)]
    pub first_port: u16,
    /// The vendor's word for the speed.
    pub word: String,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A speed of a port.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speed {
    /// Gigabits per second, as text: `25`.
    pub gigabits: String,
    /// Megabits per second: 25000.
    pub megabits: u32,
    /// The vendor's own word: `25g`, `25000`, `25gfull` (from the platform file).
    pub word: String,
    /// Present when the port negotiates, and offers this speed alone.
    #[serde(default)]
    pub negotiated: Option<bool>,
}

/// A physical port in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Port {
    /// The vendor's name: `Ethernet1`, `xe-0/0/0`, `swp1`.
    pub name: String,
    /// Panel number, counted from 1.
    pub panel: u16,
    /// Lane of a split port, counted from 1.
    pub lane: Option<u8>,
    /// What is at the other end.
    pub description: String,
    /// The device at the other end.
    pub peer_host: Option<String>,
    /// The port at the other end, in that device's own naming.
    pub peer_port: Option<String>,
    /// The speed, when it must be said: not the platform's default for this port, and not split.
    pub speed: Option<Speed>,
    /// The lane's speed, on a lane of a split port.
    #[serde(default)]
    pub split_speed: Option<Speed>,
    /// Forward error correction in this vendor's word, when the program says it.
    #[serde(default)]
    pub fec: Option<String>,
    /// MTU as this vendor counts it on this kind of port; absent for members of a LAG on systems
    /// where the LAG carries it (vendor data decides).
    pub mtu: Option<u32>,
    /// Membership of a LAG; then the LAG says everything else.
    pub lag: Option<LagMember>,
    /// Layer-2 port.
    pub switchport: Option<Arc<Switchport>>,
    /// Layer-3 port.
    pub routed: Option<Routed>,
    /// Subinterfaces by tag; then the port itself has no address.
    #[serde(default)]
    pub subinterfaces: Vec<Subinterface>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A tagged subinterface of a routed port (IEEE 802.1Q).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subinterface {
    /// The vendor's name: `Ethernet47.101`.
    pub name: String,
    /// VLAN tag; also the number of the subinterface.
    pub tag: u16,
    /// What it is for.
    pub description: String,
    /// MTU as this vendor counts it.
    pub mtu: Option<u32>,
    /// Its addresses and the rest.
    pub routed: Routed,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Membership of a LAG.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LagMember {
    /// Number of the LAG.
    pub number: u16,
    /// The vendor's name of the LAG.
    pub name: String,
    /// LACP of the LAG; absent for a static one.
    pub lacp: Option<Lacp>,
    /// The LAG's layer-2 settings: some systems want them on each member too.
    pub switchport: Option<Arc<Switchport>>,
    /// The LAG is the MLAG peer link.
    pub peer_link: bool,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A link aggregation group (IEEE 802.1AX).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lag {
    /// Number on this switch; for an MLAG the same on both members.
    pub number: u16,
    /// The vendor's name: `Port-Channel1`, `ae1`, `bond1`, `peerlink`.
    pub name: String,
    /// What is at the other end.
    pub description: String,
    /// The device at the other end (a pair's name for a LAG to a pair).
    pub peer_host: Option<String>,
    /// Names of the member ports, in port order.
    pub members: Vec<String>,
    /// LACP; absent for a static LAG.
    pub lacp: Option<Lacp>,
    /// MLAG membership: the LAG is shared with the pair's other member.
    pub mlag: Option<LagMlag>,
    /// Present on the MLAG peer link.
    pub peer_link: Option<PeerLink>,
    /// MTU as this vendor counts it.
    pub mtu: Option<u32>,
    /// Layer-2 LAG. On a peer link: all VLANs of this switch.
    pub switchport: Option<Arc<Switchport>>,
    /// Layer-3 LAG.
    pub routed: Option<Routed>,
    /// Ethernet segment: the LAG is shared with other VTEPs without MLAG.
    #[serde(default)]
    pub segment: Option<EthernetSegment>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// LACP settings. Always active on our side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lacp {
    /// Fast rate: a PDU each second rather than every thirty.
    pub fast: bool,
    /// Forward on a single member before LACP comes up (hosts that boot over the network).
    pub fallback: bool,
    /// Present where a switch of another vendor is at the other end.
    pub other_vendor: Option<bool>,
    /// System id both members of a pair show (systems where it is set per LAG).
    pub system_id: String,
    /// Admin key both members show: the LAG's number.
    pub admin_key: u16,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A LAG shared by the two members of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LagMlag {
    /// MLAG id (`mlag`, `vpc`, `mc-ae-id`, `clag-id`), the same on both members.
    pub id: u16,
    /// 0 on the pair's first member, 1 on its second (`chassis-id`).
    pub member: u8,
    /// Present on the pair's first member (`status-control active`).
    pub first: Option<bool>,
    /// The vendor's name of the pair's peer link.
    pub peer_link: String,
    /// Address of the peer on the peer link, where the vendor's protocol needs one.
    pub peer_address: Option<String>,
    /// Seconds to hold the LAG down after a restart.
    pub init_delay: u32,
}

/// The peer link of an MLAG pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PeerLink {
    /// The pair's other member.
    pub peer: String,
    /// The VLAN of the pair's own control traffic, where the vendor uses one.
    pub vlan: Option<u16>,
}

/// Layer-2 settings of a port or LAG.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Switchport {
    /// Present on an access port.
    pub access: Option<VlanRef>,
    /// Present on a trunk.
    pub trunk: Option<Trunk>,
    /// Faces a host: no spanning-tree delay, and down when a BPDU arrives.
    pub edge: bool,
    /// Faces another switch of the fabric.
    pub fabric: bool,
    /// Faces a switch nearer to the root of the spanning tree (the gateway tier).
    #[serde(default)]
    pub uplink: bool,
    /// Limits of broadcast, multicast and unknown unicast.
    pub storm_control: Option<StormControl>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A trunk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trunk {
    /// Tagged VLANs, and the native one if any, ascending.
    pub vlans: Vec<VlanRef>,
    /// The ids of `vlans`.
    pub vlan_ids: Vec<u16>,
    /// The ids of `vlans` without the native one.
    pub tagged_ids: Vec<u16>,
    /// The VLAN of untagged frames; untagged frames are dropped when absent.
    pub native: Option<VlanRef>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A VLAN by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VlanRef {
    /// VLAN id.
    pub id: u16,
    /// VLAN name.
    pub name: String,
}

/// Storm control, as a share of the port's rate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StormControl {
    /// A name for this combination: `storm-1`, `storm-2`, …
    #[serde(default)]
    pub profile: String,
    /// Percent with two decimals: `1.00`.
    pub percent: String,
    /// Percent, shortest form: `1` or `0.5`.
    pub percent_short: String,
    /// The limit in kilobits per second of the slowest member, for systems that count so.
    pub kilobits: u64,
    /// The limit in packets of 64 octets per second of the slowest member (84 octets on the wire).
    pub packets: u64,
    /// Broadcast is limited.
    pub broadcast: bool,
    /// Multicast is limited.
    pub multicast: bool,
    /// Unknown unicast is limited.
    pub unknown_unicast: bool,
}

/// Layer-3 settings of a port or LAG.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Routed {
    /// Tenant VRF; the default one when absent.
    pub vrf: Option<String>,
    /// IPv4 address.
    pub ipv4: Option<Address>,
    /// IPv6 address.
    pub ipv6: Option<Address>,
    /// IP MTU in bytes, the same number on every vendor.
    pub ip_mtu: u32,
    /// Present on a link of the underlay.
    #[serde(default)]
    pub underlay: Option<bool>,
    /// Present when there are no addresses but link-local ones, and the neighbour is found by router
    /// advertisements.
    #[serde(default)]
    pub unnumbered: Option<bool>,
    /// Present when IPv4 is forwarded here though the interface has no IPv4 address (RFC 8950).
    #[serde(default)]
    pub ipv4_unnumbered: Option<bool>,
    /// OSPF version 2.
    #[serde(default)]
    pub ospf_v2: Option<Box<OspfInterface>>,
    /// OSPF version 3.
    #[serde(default)]
    pub ospf_v3: Option<Box<OspfInterface>>,
    /// Access lists.
    #[serde(default)]
    pub access: Option<Box<AccessGroups>>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A loopback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loopback {
    /// Number: 0 is the router id's.
    pub number: u16,
    /// The vendor's name: `Loopback0`, `lo0`, `lo`.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Tenant VRF; the default one when absent.
    pub vrf: Option<String>,
    /// IPv4 address, length 32.
    pub ipv4: Option<Address>,
    /// IPv6 address, length 128.
    pub ipv6: Option<Address>,
    /// IPv4 address that the members of a pair share, beside `ipv4`: the pair's VTEP.
    #[serde(default)]
    pub shared_ipv4: Option<Address>,
    /// IPv6 address that the members of a pair share, beside `ipv6`.
    #[serde(default)]
    pub shared_ipv6: Option<Address>,
    /// OSPF version 2.
    #[serde(default)]
    pub ospf_v2: Option<Box<OspfInterface>>,
    /// OSPF version 3.
    #[serde(default)]
    pub ospf_v3: Option<Box<OspfInterface>>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A switch virtual interface: the routed face of a VLAN (IRB).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Svi {
    /// The vendor's name: `Vlan110`, `irb.110`, `vlan110`.
    pub name: String,
    /// VLAN id.
    pub vlan: u16,
    /// VLAN name.
    pub vlan_name: String,
    /// What it is for.
    pub description: String,
    /// Tenant VRF; the default one when absent.
    pub vrf: Option<String>,
    /// MTU as this vendor counts it on an SVI.
    pub mtu: Option<u32>,
    /// IP MTU in bytes, the same number on every vendor.
    pub ip_mtu: u32,
    /// IPv4 face.
    pub ipv4: Option<SviAddress>,
    /// IPv6 face.
    pub ipv6: Option<SviAddress>,
    /// Gateway shared by all members at once (VARP, VRR): the virtual address is active everywhere.
    pub anycast: Option<AnycastGateway>,
    /// VRRP (version 3, RFC 5798).
    pub vrrp: Option<Vrrp>,
    /// HSRP version 2 (RFC 2281 describes version 1; version 2 is the vendor's).
    pub hsrp: Option<Hsrp>,
    /// Router advertisements with the prefix (RFC 4861); suppressed when absent.
    pub router_advertisement: Option<RouterAdvertisement>,
    /// DHCP relay (RFC 2131, RFC 8415).
    pub dhcp_relay: Option<Box<DhcpRelay>>,
    /// The pair's other member on this VLAN, for systems that need a static neighbour entry.
    pub peer: Option<SviPeer>,
    /// Gateway address shared by all VTEPs of the VLAN (EVPN, RFC 9135). The `own` address of each
    /// family is then the shared one and `gateway` absent; where the vendor's data asks for own addresses
    /// beside it, `own` is the switch's and `gateway` the shared one.
    #[serde(default)]
    pub distributed: Option<AnycastGateway>,
    /// OSPF version 2.
    #[serde(default)]
    pub ospf_v2: Option<Box<OspfInterface>>,
    /// OSPF version 3.
    #[serde(default)]
    pub ospf_v3: Option<Box<OspfInterface>>,
    /// Access lists.
    #[serde(default)]
    pub access: Option<Box<AccessGroups>>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// One address family of an SVI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SviAddress {
    /// The switch's own address.
    pub own: Address,
    /// The gateway address shared with the other switches; the own address is the gateway when absent.
    pub gateway: Option<Address>,
}

/// A gateway address that is active on every member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnycastGateway {
    /// The virtual MAC, colon form, lower case, the same on every member.
    pub mac: String,
}

/// `VRRPv3` for the families that the SVI has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vrrp {
    /// Virtual router id, 1–255.
    pub group: u8,
    /// Priority, 1–254; the first member's is higher.
    pub priority: u8,
    /// Virtual link-local address of the IPv6 virtual router (RFC 5798, 5.2.9 wants it first).
    pub link_local: String,
    /// The checksum of advertisements for IPv4 is that of the message alone, as the other members count it, and not of
    /// the addresses too (RFC 9568, 5.2.8).
    pub checksum_of_message: bool,
    /// The virtual router's MAC for IPv4, `00:00:5e:00:01:XX`.
    pub mac_ipv4: String,
    /// The virtual router's MAC for IPv6, `00:00:5e:00:02:XX`.
    pub mac_ipv6: String,
}

/// HSRP version 2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hsrp {
    /// Group, 0–4095, of IPv4.
    pub group: u16,
    /// Priority, 0–255; the first member's is higher.
    pub priority: u8,
}

/// IPv6 router advertisements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouterAdvertisement {
    /// The advertised prefix.
    pub prefix: String,
    /// Hosts should ask `DHCPv6` for addresses (set when the VLAN relays `DHCPv6`).
    pub managed: bool,
}

/// DHCP relay of one SVI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DhcpRelay {
    /// `DHCPv4` servers.
    pub ipv4: Vec<String>,
    /// `DHCPv6` servers.
    pub ipv6: Vec<String>,
    /// The loopback whose address relayed packets come from, where the gateway is the same on several switches.
    #[serde(default)]
    pub source: Option<Loopback>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// DHCP relay of one VRF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DhcpRelayInstance {
    /// Tenant VRF; the default one when absent.
    pub vrf: Option<String>,
    /// Groups of SVIs that relay to the same servers, each with a name of its own.
    pub groups: Vec<DhcpRelayGroup>,
    /// The loopback whose address relayed packets come from, where gateways are the same on several switches.
    #[serde(default)]
    pub source: Option<Loopback>,
    /// Every `DHCPv4` server of the VRF, sorted.
    pub ipv4: Vec<String>,
    /// Every `DHCPv6` server of the VRF, sorted.
    pub ipv6: Vec<String>,
    /// SVIs with a `DHCPv4` server.
    pub interfaces_ipv4: Vec<String>,
    /// SVIs with a `DHCPv6` server.
    pub interfaces_ipv6: Vec<String>,
    /// Interfaces of the VRF through which the `DHCPv4` servers are reached.
    pub upstream_ipv4: Vec<String>,
    /// Interfaces of the VRF through which the `DHCPv6` servers are reached.
    pub upstream_ipv6: Vec<String>,
    /// VLAN of the VRF's layer-3 VNI, on systems that need one.
    #[serde(default)]
    pub l3vni: Option<L3VniVlan>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// SVIs that relay to the same servers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DhcpRelayGroup {
    /// `relay-1`, `relay-2`, …
    pub name: String,
    /// `DHCPv4` servers.
    pub ipv4: Vec<String>,
    /// `DHCPv6` servers.
    pub ipv6: Vec<String>,
    /// The SVIs.
    pub interfaces: Vec<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// The other member of the pair as seen on one VLAN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SviPeer {
    /// The other member's name.
    pub host: String,
    /// Its own IPv4 address.
    pub ipv4: Option<Ipv4Addr>,
    /// Its own IPv6 address.
    pub ipv6: Option<Ipv6Addr>,
}

/// Membership of an MLAG pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mlag {
    /// The pair's name.
    pub pair: String,
    /// The domain's number, unique in the fabric: `vpc domain`, ICCP service id.
    pub domain: u16,
    /// The same for systems where it is a text: the number that the program says, else the pair's name.
    pub domain_id: String,
    /// 0 on the first member, 1 on the second.
    pub member: u8,
    /// Present on the first member.
    pub first: Option<bool>,
    /// Role priority: the lower wins the primary role.
    pub priority: u32,
    /// The other member's name.
    pub peer: String,
    /// The peer link's LAG, by name.
    pub peer_link: String,
    /// The peer link's LAG, by number.
    pub peer_link_number: u16,
    /// VLAN of the pair's own control traffic, where the vendor uses one.
    pub peer_vlan: Option<u16>,
    /// The vendor's name of the SVI (or subinterface) on that VLAN.
    pub peer_interface: Option<String>,
    /// Own address on it, where the vendor's protocol needs one.
    pub local_address: Option<Address>,
    /// The peer's address on it.
    pub peer_address: Option<String>,
    /// Second path between the members, so that a lost peer link is not taken for a lost switch.
    pub keepalive: Keepalive,
    /// System MAC that both members show in LACP and spanning tree, colon form.
    pub system_mac: String,
    /// A locally administered MAC for this member's SVIs, where the vendor needs a known one.
    #[serde(default)]
    pub member_mac: Option<String>,
    /// The same of the other member.
    #[serde(default)]
    pub peer_mac: Option<String>,
    /// Seconds before MLAG ports come up after a restart.
    pub reload_delay: u32,
    /// Seconds before the other ports come up after a restart.
    pub reload_delay_orphan: u32,
    /// Names of the LAGs shared with the other member.
    pub lags: Vec<String>,
    /// Present when one of the members speaks BGP or OSPF: the other has its packets on their shared VLANs too.
    #[serde(default)]
    pub routing: Option<bool>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Keepalive between the members of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keepalive {
    /// VRF it runs in: the management VRF, or one of its own for a dedicated link.
    pub vrf: String,
    /// Own address.
    pub local: String,
    /// The peer's address.
    pub peer: String,
    /// The dedicated interface; over management when absent.
    pub interface: Option<String>,
}

/// A static route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaticRoute {
    /// Tenant VRF; the default one when absent.
    pub vrf: Option<String>,
    /// Destination.
    pub prefix: IpNet,
    /// Whether it is IPv6.
    pub ipv6: bool,
    /// Next hop; the route discards when absent.
    pub next_hop: Option<IpAddr>,
    /// Administrative distance, when said.
    pub distance: Option<u8>,
    /// Whether another route to the same prefix is taken before it.
    pub backup: bool,
    /// What it is for.
    pub description: Option<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Raw vendor lines by the user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verbatim {
    /// Which file of the format the lines go to; the format's main file when absent.
    pub file: Option<String>,
    /// The lines, as written.
    pub lines: Vec<String>,
    /// Where they are written: `main.rack:12`.
    pub origin: String,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}
