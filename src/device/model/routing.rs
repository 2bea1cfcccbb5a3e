//! Routing protocols and the overlay.

use std::net::IpAddr;
use std::sync::Arc;

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::Origins;

/// BFD (RFC 5880) timers, when any session uses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bfd {
    /// Milliseconds between packets, sent and wanted.
    pub interval: u32,
    /// Lost packets after which the neighbour is down.
    pub multiplier: u8,
}

/// BGP (RFC 4271) on a switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)] // A list of what is there or not is what this is.
pub struct Bgp {
    /// AS number, plain notation (RFC 5396).
    pub asn: u32,
    /// Router id.
    pub router_id: String,
    /// Equal-cost paths to use at most.
    pub maximum_paths: u16,
    /// The same, where it is fewer than the system's most.
    pub paths_limit: Option<u16>,
    /// Graceful restart (RFC 4724); off when absent.
    pub graceful_restart: Option<GracefulRestart>,
    /// Present while the switch is in maintenance: it asks its neighbours to route around it (RFC 8326).
    pub maintenance: Option<bool>,
    /// Most neighbours that may come by themselves, of all groups together.
    #[serde(default)]
    pub listen_limit: Option<u32>,
    /// At least one session carries EVPN.
    pub evpn: bool,
    /// At least one session of the default VRF carries IPv4 routes.
    pub ipv4: bool,
    /// At least one session of the default VRF carries IPv6 routes.
    pub ipv6: bool,
    /// At least one session is guarded by BFD.
    pub bfd: bool,
    /// At least one session sends IPv4 routes with IPv6 next hops (RFC 8950).
    pub extended_nexthop: bool,
    /// Instances by VRF: the default one first, the others by name.
    pub vrfs: Vec<Arc<BgpVrf>>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Graceful restart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GracefulRestart {
    /// Seconds that neighbours wait for the session to come back.
    pub restart_time: u16,
    /// Seconds for which stale routes are kept at most.
    pub stale_time: u16,
}

/// BGP in one VRF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BgpVrf {
    /// Tenant VRF; the default one when absent.
    pub vrf: Option<String>,
    /// Router id.
    pub router_id: String,
    /// IPv4 routes; absent when the instance carries none.
    pub ipv4: Option<BgpVrfFamily>,
    /// IPv6 routes; absent when the instance carries none.
    pub ipv6: Option<BgpVrfFamily>,
    /// Sessions, in groups that are alike, by name.
    pub groups: Vec<BgpGroup>,
    /// Most neighbours that may come by themselves, in all groups here.
    #[serde(default)]
    pub listen_limit: Option<u32>,
    /// The VRF's place in the overlay.
    pub evpn: Option<VrfEvpn>,
    /// Routes that this VRF takes in of VRFs of this switch; the same as in the VRF's `leaks`.
    #[serde(default)]
    pub leaks: Vec<VrfLeak>,
    /// The same of VRFs that are on other switches only.
    #[serde(default)]
    pub far_leaks: Vec<VrfLeak>,
    /// Present when there are routes of eBGP neighbours several hops away among what `leaks` take in.
    #[serde(default)]
    pub multihop_leaks: Option<bool>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Routes of one family in one VRF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BgpVrfFamily {
    /// Prefixes of this switch that BGP announces when they are in the routing table: loopbacks, subnets, static routes.
    pub networks: Vec<IpNet>,
    /// Those that only static routes of a distance beyond eBGP's lead to, where the system would prefer its own
    /// to all that neighbours announce: they are announced through `floating_policy`, and not in `networks`.
    #[serde(default)]
    pub floating: Vec<IpNet>,
    /// A route policy that lets them give way to the same from others.
    #[serde(default)]
    pub floating_policy: Option<String>,
    /// A route policy that matches exactly `networks`, for systems that announce by policy alone, or so
    /// when the VRF is leaked.
    pub networks_policy: Option<String>,
    /// Take in OSPF's routes of this VRF, through this policy.
    pub redistribute_ospf: Option<String>,
    /// Present when that policy lets OSPF's default route through, for systems that leave it out unless told.
    #[serde(default)]
    pub ospf_default: Option<bool>,
    /// Equal-cost paths to use at most.
    pub maximum_paths: u16,
    /// Routes of this family that are taken in of VRFs of this switch.
    #[serde(default)]
    pub leaks: Vec<FamilyLeak>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Routes of one family that a VRF takes in of another one of the switch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FamilyLeak {
    /// The other VRF.
    pub from: String,
    /// Route policy, when the program names prefixes.
    pub policy: Option<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// BGP sessions that are alike in all but the neighbour. Every group is of one VRF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)] // A list of what is there or not is what this is.
pub struct BgpGroup {
    /// Name, unique on the switch: `underlay`, `overlay`, `peer`, or that of the service or boundary peer.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Sessions within the own AS (iBGP).
    pub internal: bool,
    /// The neighbours' AS when they all have the same.
    pub remote_asn: Option<u32>,
    /// The same when it is only known that it is another than the own (`remote-as external`); for groups that listen
    /// to a range of AS numbers.
    pub remote_range: Option<AsnRange>,
    /// Interface whose address the sessions use as their own: a loopback.
    pub update_source: Option<String>,
    /// Own IPv4 or IPv6 address of the sessions, when `update_source` is present.
    pub local_address: Option<IpAddr>,
    /// Hops that a neighbour may be away, when more than one.
    pub multihop: Option<u8>,
    /// Hops that packets may have come by TTL security (GTSM, RFC 5082): 1 is a direct neighbour.
    pub ttl_security: Option<u8>,
    /// The same, counted as routers in between: 0 is a direct neighbour.
    #[serde(default)]
    pub ttl_security_between: Option<u8>,
    /// The values of TTL that TTL security lets in: `255`, or `254-255`.
    #[serde(default)]
    pub ttl_range: Option<String>,
    /// TCP MD5 password (RFC 2385) as a secret reference.
    pub password: Option<String>,
    /// TCP-AO key (RFC 5925).
    pub tcp_ao: Option<TcpAo>,
    /// Timers, when they are not the protocol's own.
    pub timers: Option<BgpTimers>,
    /// Guarded by BFD.
    pub bfd: Option<Bfd>,
    /// Faces the other member of the MLAG pair.
    pub pair: bool,
    /// Present when the neighbours are switches of the fabric that are told the same networks by several others.
    #[serde(default)]
    pub fabric: Option<bool>,
    /// Own address as next hop of all routes that are sent.
    pub next_hop_self: bool,
    /// Next hops of EVPN routes are sent on unchanged (route servers, RFC 7947; eBGP EVPN).
    pub next_hop_unchanged: bool,
    /// The neighbours are clients of a route reflector (RFC 4456).
    pub route_reflector_client: bool,
    /// Cluster id of the route reflectors, when `route_reflector_client`.
    pub cluster_id: Option<String>,
    /// How often the own AS may be in a received path (fabrics whose switches share an AS number).
    pub allow_own_as: Option<u8>,
    /// The same, counted as the number of times at which a path is refused: one more.
    #[serde(default)]
    pub allow_own_as_loops: Option<u8>,
    /// Send routes also to neighbours whose AS is in the path.
    pub advertise_own_as: bool,
    /// Replace the neighbour's AS in the path by the own one.
    pub as_override: bool,
    /// Take private AS numbers off the path that is sent.
    pub remove_private_as: bool,
    /// IPv4 unicast.
    pub ipv4: Option<BgpFamily>,
    /// IPv6 unicast.
    pub ipv6: Option<BgpFamily>,
    /// EVPN (RFC 7432).
    pub evpn: Option<BgpFamily>,
    /// Neighbours, by interface and address.
    pub neighbors: Vec<BgpNeighbor>,
    /// Ranges from which neighbours may come by themselves.
    pub listen: Vec<BgpListen>,
    /// Most neighbours that may come by themselves.
    pub listen_limit: Option<u32>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// AS numbers from and to, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsnRange {
    /// First.
    pub from: u32,
    /// Last.
    pub to: u32,
    /// A name for the range, for systems that give it one.
    pub name: String,
}

/// TCP-AO (RFC 5925): one key of HMAC-SHA-1-96.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TcpAo {
    /// Name of the key chain.
    pub chain: String,
    /// Key and send/receive id, 1.
    pub id: u8,
    /// The key as a secret reference.
    pub key: String,
}

/// BGP timers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BgpTimers {
    /// Seconds between keepalives.
    pub keepalive: u16,
    /// Hold time in seconds.
    pub hold: u16,
}

/// What a group's sessions do in one address family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(clippy::struct_excessive_bools)] // A list of what is there or not is what this is.
pub struct BgpFamily {
    /// Route policy on what is received; all is accepted when absent.
    pub import: Option<String>,
    /// Route policy on what is sent; all is sent when absent.
    pub export: Option<String>,
    /// Limit of received prefixes; the session is torn down beyond it.
    pub max_prefixes: Option<MaxPrefixes>,
    /// Originate a default route to the neighbours, whether there is one or not.
    pub default_originate: bool,
    /// Send standard communities.
    pub send_community: bool,
    /// Send extended communities.
    pub send_extended: bool,
    /// IPv4 routes have IPv6 next hops (RFC 8950); only in IPv4.
    pub extended_nexthop: bool,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Limit of prefixes on a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaxPrefixes {
    /// The limit.
    pub limit: u32,
    /// Percent of the limit at which a warning is logged: 80.
    pub threshold: u8,
}

/// A BGP neighbour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BgpNeighbor {
    /// Address; absent on an unnumbered session.
    pub address: Option<IpAddr>,
    /// Whether the session runs over IPv6.
    pub ipv6: bool,
    /// Interface of an unnumbered session, where the neighbour is found by router advertisements (RFC 4861).
    pub interface: Option<String>,
    /// The neighbour's AS.
    pub asn: u32,
    /// Who it is.
    pub description: String,
    /// The neighbour's name, when it is a switch of the fabric or a named host.
    pub host: Option<String>,
    /// Own address of the session, on a numbered one.
    pub local_address: Option<IpAddr>,
    /// The interface through which the neighbour is a direct one, when it is.
    pub local_interface: Option<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A range from which neighbours may come by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BgpListen {
    /// The range.
    pub prefix: IpNet,
    /// Whether it is IPv6.
    pub ipv6: bool,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// OSPF in one VRF and one family: version 2 (RFC 2328) for IPv4, version 3 (RFC 5340) for IPv6.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ospf {
    /// Tenant VRF; the default one when absent.
    pub vrf: Option<String>,
    /// Present on version 2.
    pub v2: Option<bool>,
    /// Present on version 3.
    pub v3: Option<bool>,
    /// Process number, unique on the switch within the version; 1 is the default VRF's.
    pub process: u16,
    /// Router id.
    pub router_id: String,
    /// Areas by id.
    pub areas: Vec<OspfArea>,
    /// Equal-cost paths to use at most.
    pub maximum_paths: u16,
    /// The same, where it is fewer than the system's most.
    pub paths_limit: Option<u16>,
    /// BFD on all its neighbours.
    pub bfd: Option<Bfd>,
    /// Reference bandwidth of automatic costs, in megabits per second: 400000.
    pub reference_bandwidth: u32,
    /// Present while the switch is in maintenance: its links get the largest metric (RFC 6987).
    pub maintenance: Option<bool>,
    /// Graceful restart (RFC 3623), seconds; off when absent.
    pub graceful_restart: Option<u16>,
    /// Take in static routes, through this policy.
    pub redistribute_static: Option<String>,
    /// Take in connected routes, through this policy.
    pub redistribute_connected: Option<String>,
    /// Take in BGP's routes of this VRF, through this policy.
    pub redistribute_bgp: Option<String>,
    /// The policies of the three above, in order, for systems that export by policy.
    pub export: Vec<String>,
    /// Originate a default route when there is one in the table.
    pub default_originate: bool,
    /// Its metric.
    #[serde(default)]
    pub default_metric: u32,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// An OSPF area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OspfArea {
    /// Dotted form: `0.0.0.0`.
    pub id: String,
    /// Interfaces, in the order of the device's.
    pub interfaces: Vec<OspfInterface>,
}

/// An interface in OSPF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OspfInterface {
    /// The vendor's name of the interface.
    pub name: String,
    /// Process number.
    pub process: u16,
    /// Area in dotted form.
    pub area: String,
    /// Cost that the program says.
    pub cost: Option<u16>,
    /// Two routers and no election.
    pub point_to_point: bool,
    /// Announced, without neighbours. Loopbacks are always so.
    pub passive: bool,
    /// Present on a loopback.
    pub loopback: Option<bool>,
    /// Guarded by BFD.
    pub bfd: Option<Bfd>,
    /// Cryptographic authentication key, as a secret reference: MD5 (RFC 2328, appendix D), which all
    /// systems speak.
    pub key: Option<String>,
    /// Seconds between hellos, when not the protocol's own.
    pub hello: Option<u16>,
    /// Dead interval in seconds, when not the protocol's own.
    pub dead: Option<u16>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// The VXLAN tunnel endpoint (RFC 7348, RFC 8365).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vtep {
    /// The vendor's name of the loopback that holds the address.
    pub source_interface: String,
    /// Number of that loopback.
    pub source_loopback: u16,
    /// Own tunnel address. On a pair that shares its only address: the shared one.
    pub address: IpAddr,
    /// Tunnel address that the members of an MLAG pair share beside their own.
    pub shared_address: Option<IpAddr>,
    /// Whether tunnels run over IPv6.
    pub ipv6: bool,
    /// UDP port: 4789.
    pub udp_port: u16,
    /// VLANs with a VNI, by id.
    pub vlans: Vec<VtepVlan>,
    /// VRFs with a VNI, by name.
    pub vrfs: Vec<VtepVrf>,
    /// MAC of all distributed gateways, colon form, when there is one.
    pub gateway_mac: Option<String>,
    /// ARP and ND suppression.
    pub suppress: bool,
    /// VLAN-aware bundles by name, when the fabric's EVPN service is that; else empty, and each VLAN is
    /// an instance of its own.
    pub bundles: Vec<Bundle>,
    /// Present when hosts are multihomed by Ethernet segments here.
    pub multihoming: Option<bool>,
    /// AS number that route targets are written with.
    pub target_asn: u16,
    /// Route distinguisher for what belongs to the switch as a whole: `10.255.0.1:1`.
    pub rd: String,
    /// The MLAG pair's own layer-2 segment is one VTEP.
    pub pair: bool,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A VLAN in the overlay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VtepVlan {
    /// VLAN id.
    pub id: u16,
    /// VLAN name.
    pub name: String,
    /// VXLAN network identifier.
    pub vni: u32,
    /// Route distinguisher, `ROUTER-ID:VLAN-ID` (type 1, RFC 4364).
    pub rd: String,
    /// Route target, imported and exported: `65000:10110` (type 0: AS of two octets).
    pub route_target: String,
    /// The SVI's name, when this switch routes the VLAN.
    pub svi: Option<String>,
    /// Present when hosts behind other endpoints have their gateway here, at an address and MAC that the switch shares
    /// with none but its pair's other member: the overlay is to know where that MAC is.
    #[serde(default)]
    pub virtual_gateway: Option<bool>,
    /// The same, at the switch's own address.
    #[serde(default)]
    pub own_gateway: Option<bool>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A VRF in the overlay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VtepVrf {
    /// VRF name.
    pub name: String,
    /// VXLAN network identifier.
    pub vni: u32,
    /// VLAN and SVI of the layer-3 VNI, on systems that need them.
    pub vlan: Option<L3VniVlan>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// VLAN of a layer-3 VNI.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct L3VniVlan {
    /// VLAN id.
    pub id: u16,
    /// VLAN name: `l3vni-VRF`.
    pub name: String,
    /// The vendor's name of its SVI.
    pub svi: String,
    /// MTU as this vendor counts it on an SVI.
    pub mtu: Option<u32>,
}

/// A VLAN-aware bundle (RFC 7432, 6.3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Name: that of the VRF, or `layer-2` for VLANs that are not routed.
    pub name: String,
    /// Route distinguisher.
    pub rd: String,
    /// Route target.
    pub route_target: String,
    /// The VLANs.
    pub vlans: Vec<VtepVlan>,
    /// Their ids.
    pub vlan_ids: Vec<u16>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A VRF's place in the overlay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VrfEvpn {
    /// Layer-3 VNI.
    pub vni: u32,
    /// Route distinguisher.
    pub rd: String,
    /// Route target, imported and exported.
    pub route_target: String,
    /// VLAN of the layer-3 VNI, on systems that need one.
    pub vlan: Option<L3VniVlan>,
    /// Announce IPv4 prefixes as type-5 routes (RFC 9136).
    pub ipv4: bool,
    /// Announce IPv6 prefixes as type-5 routes.
    pub ipv6: bool,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Route distinguisher and target of a VRF without overlay, of which routes go to other VRFs of the switch, or
/// that takes in theirs; for systems that leak by targets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeakTarget {
    /// Route distinguisher.
    pub rd: String,
    /// Route target.
    pub route_target: String,
}

/// Routes of another VRF that this one takes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VrfLeak {
    /// The other VRF.
    pub from: String,
    /// The other VRF's route target, in an overlay.
    pub route_target: Option<String>,
    /// Route policy with the terms of both families, IPv4 first, when the program names prefixes.
    #[serde(default)]
    pub policy: Option<String>,
    /// Route policy on IPv4 routes, when the program names prefixes.
    pub policy_ipv4: Option<String>,
    /// Route policy on IPv6 routes, when the program names prefixes.
    pub policy_ipv6: Option<String>,
    /// What `policy_ipv4` permits, for systems that write it where they import.
    #[serde(default)]
    pub prefixes_ipv4: Vec<super::PrefixEntry>,
    /// What `policy_ipv6` permits.
    #[serde(default)]
    pub prefixes_ipv6: Vec<super::PrefixEntry>,
    /// The other VRF's route target on this switch, without an overlay: see [`super::Vrf::leak_target`].
    #[serde(default)]
    pub local_target: Option<String>,
    /// The other VRF is on this switch too.
    pub local: bool,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// An Ethernet segment (RFC 7432): a LAG that several VTEPs share without MLAG.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EthernetSegment {
    /// Identifier of ten octets, colon form: `00:00:…` (type 0).
    pub id: String,
    /// The same in groups of four hexadecimal digits: `0000:0000:0000:0001:0001`.
    pub id_words: String,
    /// ES-Import route target, six octets in colon form, for systems that want it said.
    pub import_target: String,
    /// The local part for systems that derive the identifier from a number (1–16777215) and the LACP system id.
    pub local_number: u32,
    /// LACP system id that all members show, colon form.
    pub system_id: String,
    /// Present on the first member.
    #[serde(default)]
    pub first: Option<bool>,
    /// Preference for designated forwarder: the first member's is higher.
    pub df_preference: u16,
}

/// The way over which the members of a pair route to each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PairRouting {
    /// Tenant VRF; the default one when absent.
    pub vrf: Option<String>,
    /// VLAN id; absent when it is the VLAN of the pair's control traffic.
    pub vlan: Option<u16>,
    /// The vendor's name of the interface.
    pub interface: String,
    /// What it is for.
    pub description: String,
    /// IPv4 address; absent when unnumbered.
    pub ipv4: Option<super::Address>,
    /// IPv6 address; absent when unnumbered.
    pub ipv6: Option<super::Address>,
    /// Present when there are no addresses but link-local ones.
    pub unnumbered: Option<bool>,
    /// MTU as this vendor counts it on an SVI.
    pub mtu: Option<u32>,
    /// IP MTU in bytes.
    pub ip_mtu: u32,
    /// OSPF version 2.
    pub ospf_v2: Option<Box<OspfInterface>>,
    /// OSPF version 3.
    pub ospf_v3: Option<Box<OspfInterface>>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}
