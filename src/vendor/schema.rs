//! What a vendor folder says: `vendor.yaml` and `platforms/*.yaml`, as typed values.
//!
//! This is all that the compiler knows of a vendor. Every key is documented here; unknown keys
//! are refused, so that a misspelt fact cannot pass for an absent one.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::interop::Interop;
pub use super::lab::{Lab, LabManagement, LabNumbers, LabPart, LabPorts};
use super::values::{IdRange, NamePattern, PortRange};

/// `vendor.yaml`, with the platforms of its folder.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Vendor {
    /// Folder name; not written in the file.
    #[serde(skip)]
    pub name: String,
    /// The name people use: `Acme OS`.
    pub title: String,
    /// Where the vendor's manual is.
    pub manual: String,
    /// The releases that the templates are written for, in the vendor's own words.
    pub releases: String,
    /// The format used unless the platform or the user says another.
    pub default_format: String,
    /// Output formats by name.
    pub formats: IndexMap<String, Format>,
    /// Names of interfaces that are no hardware.
    pub names: Names,
    /// VLAN limits.
    pub vlan: VlanFacts,
    /// LAG limits.
    pub lag: LagFacts,
    /// How MTU is counted.
    pub mtu: MtuFacts,
    /// The vendor's MLAG.
    pub mlag: MlagFacts,
    /// The management plane.
    pub management: ManagementFacts,
    /// Routing protocols, policies and the overlay.
    pub routing: RoutingFacts,
    /// Forward error correction by a port's speed (`25g`), in the vendor's words; of the others there is none to say.
    #[serde(default)]
    pub fec: BTreeMap<String, BTreeMap<Fec, String>>,
    /// Gateway mechanisms, the one to take by default first.
    pub gateways: Vec<GatewayKind>,
    /// MAC of an anycast gateway when the program says none, colon form.
    pub anycast_mac: String,
    /// Names of the fabric's user roles here.
    pub roles: BTreeMap<Role, String>,
    /// Syslog severities in the vendor's words, by RFC 5424 name.
    pub severities: BTreeMap<Severity, String>,
    /// Time zones whose spelling or form differs: IANA name to what the vendor prints. For systems
    /// that take IANA names the map is empty.
    #[serde(default)]
    pub timezones: BTreeMap<String, String>,
    /// Whether a time zone that `timezones` lacks is printed as its IANA name.
    pub timezone_iana: bool,
    /// What it does where it meets other vendors; nothing is known of that when absent.
    #[serde(default)]
    pub interop: Option<Interop>,
    /// What it can do; every [`Feature`] must be stated.
    pub capabilities: BTreeMap<Feature, Capability>,
    /// Longest name of a VRF, in characters; any length when absent.
    #[serde(default)]
    pub vrf_name_max: Option<usize>,
    /// Names of VRFs that the system keeps for itself.
    #[serde(default)]
    pub reserved_vrfs: Vec<String>,
    /// Most SSH keys of one user; any number when absent.
    #[serde(default)]
    pub ssh_keys_max: Option<usize>,
    /// Login names that the system keeps for itself.
    #[serde(default)]
    pub reserved_users: Vec<String>,
    /// What stands in for its switches in a lab; they are left out of it when absent.
    #[serde(default)]
    pub lab: Option<Lab>,
    /// What others call the vendor and its hardware.
    #[serde(default)]
    pub import: ImportFacts,
    /// Hardware models by name; from `platforms/*.yaml`.
    #[serde(skip)]
    pub platforms: BTreeMap<String, Platform>,
}

/// What inventories and labs call the vendor and its hardware. A model is always known by its own name, and by one that
/// goes on after a hyphen, a slash or a blank.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ImportFacts {
    /// Names of the maker.
    #[serde(default)]
    pub manufacturers: Vec<String>,
    /// What may stand before a model's number: `Nexus `, `N9K-C`.
    #[serde(default)]
    pub prefixes: Vec<String>,
    /// How part numbers begin whose model is not to be seen from them: `MSN3700-C: SN3700C`.
    #[serde(default)]
    pub parts: BTreeMap<String, String>,
    /// Devices of netlab, and the model that stands for each.
    #[serde(default)]
    pub netlab: BTreeMap<String, Stand>,
}

/// A model that stands for a virtual device.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Stand {
    /// The hardware model.
    pub model: String,
    /// The output format, when not the vendor's default.
    #[serde(default)]
    pub format: Option<String>,
}

/// One way of writing a switch's config down.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Format {
    /// What it is: `startup configuration`.
    pub title: String,
    /// How text is quoted in it.
    pub text: TextRules,
    /// The files, in the order in which a reader wants them.
    pub files: Vec<FileSpec>,
    /// How it is pushed; by no playbook when absent. The tasks are in `ansible/FORMAT/` of the vendor's folder.
    #[serde(default)]
    pub ansible: Option<Ansible>,
}

/// How a format is pushed by Ansible.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Ansible {
    /// Variables of the switches' group: how they are reached.
    pub vars: BTreeMap<String, Scalar>,
    /// Collections that the tasks need, with the versions that they are written for.
    pub collections: BTreeMap<String, String>,
    /// Characters that no secret may hold here, beyond quotes, backslashes, blanks and what is not ASCII.
    #[serde(default)]
    pub secret_refuse: String,
}

/// A value of a variable.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// `true`, `false`.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A text.
    Text(String),
}

/// One file of a format.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileSpec {
    /// Path below the switch's folder.
    pub path: String,
    /// Template below `templates/`.
    pub template: String,
    /// One per DHCP relay instance: `path` holds `{vrf}`, and the template sees `instance` beside
    /// `device`.
    #[serde(default)]
    pub per: Option<PerFile>,
}

/// What a file is repeated for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PerFile {
    /// Once for each VRF that relays `DHCPv4`.
    DhcpRelayIpv4,
    /// Once for each VRF that relays `DHCPv6`.
    DhcpRelayIpv6,
}

/// How free text gets into a file without changing its structure.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct TextRules {
    /// How the `text` filter prints.
    pub quote: Quote,
    /// Characters that no text on this system may hold.
    #[serde(default)]
    pub refuse: String,
    /// Characters with which no text may begin.
    #[serde(default)]
    pub refuse_first: String,
    /// Whole lines that no banner may have, because they would end it.
    #[serde(default)]
    pub refuse_lines: Vec<String>,
    /// Whether text beyond ASCII is refused.
    pub ascii: bool,
    /// Longest description of an interface, in characters; longer ones are refused.
    pub description_max: usize,
    /// Longest description of a BGP neighbour, in characters; any when absent.
    #[serde(default)]
    pub peer_description_max: Option<usize>,
    /// Longest comment in an access list, in characters; any when absent.
    #[serde(default)]
    pub remark_max: Option<usize>,
}

/// How the `text` filter prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quote {
    /// As it is, to the end of the line.
    None,
    /// Between double quotes; `"` and `\` escaped by `\`.
    Double,
    /// As a YAML (JSON) string.
    Yaml,
}

/// Names of interfaces that are no hardware.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Names {
    /// A LAG; `{n}` is its number.
    pub lag: NamePattern,
    /// The MLAG peer link's LAG; may do without `{n}`.
    pub peer_link: NamePattern,
    /// An SVI; `{n}` is the VLAN id.
    pub svi: NamePattern,
    /// A loopback; `{n}` is its number.
    pub loopback: NamePattern,
    /// The interface of the pair's control traffic; `{n}` is the peer VLAN's id.
    pub peer_interface: NamePattern,
}

/// VLAN limits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct VlanFacts {
    /// Ids that the system keeps for itself.
    pub reserved: Vec<ReservedVlans>,
    /// Shortest VLAN name, in characters.
    #[serde(default)]
    pub name_min: usize,
    /// Longest VLAN name, in characters.
    pub name_max: usize,
    /// VLAN names that the system keeps for itself.
    #[serde(default)]
    pub reserved_names: Vec<String>,
}

/// VLAN ids that cannot be used.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReservedVlans {
    /// The ids: `3968-4095` or `4094`.
    pub ids: IdRange,
    /// Why, for the message.
    pub why: String,
}

/// LAG limits.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LagFacts {
    /// Numbers for LAGs to hosts and switches.
    pub numbers: IdRange,
    /// Number of the MLAG peer link's LAG; outside `numbers`, or its first.
    pub peer_link: u16,
    /// Most members of one LAG.
    pub members_max: usize,
    /// Whether each member port also prints its LAG's MTU.
    pub members_carry_mtu: bool,
}

/// How MTU is counted. Each printed value is the IP MTU plus `add`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MtuFacts {
    /// Routed ports.
    pub routed: MtuRule,
    /// Layer-2 ports and LAGs.
    pub switched: MtuRule,
    /// SVIs.
    pub svi: MtuRule,
    /// Where it is written: a manual's address or title.
    pub source: String,
}

/// How MTU is counted on one kind of port.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MtuRule {
    /// Bytes above the IP MTU that the system counts.
    pub add: u32,
    /// Values that the system takes besides its default; any up to `max` when absent.
    #[serde(default)]
    pub only: Vec<u32>,
    /// Largest printed value.
    pub max: u32,
    /// The printed value that is the default and need not be said; never left out when absent.
    #[serde(default)]
    pub default: Option<u32>,
    /// Print this whatever the IP MTU is (systems whose layer-2 ports should always be open wide).
    #[serde(default)]
    pub always: Option<u32>,
}

/// The vendor's MLAG.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct MlagFacts {
    /// The vendor's word: MLAG, vPC, MC-LAG.
    pub title: String,
    /// Domain numbers.
    pub domains: IdRange,
    /// The VLAN of the pair's own control traffic.
    #[serde(default)]
    pub peer_vlan: Option<u16>,
    /// Whether the members need IPv4 addresses on that VLAN.
    pub peer_addresses: bool,
    /// System MAC: six octets in colon form whose last two are replaced by the domain's number.
    pub system_mac_base: String,
    /// Locally administered MAC for the members' SVIs, where the vendor needs a known one: six octets in
    /// colon form whose last three are replaced by the domain's number (two) and the member's (one).
    #[serde(default)]
    pub member_mac_base: Option<String>,
    /// Role priority of the first member; the lower wins.
    pub priority_first: u32,
    /// Role priority of the second member.
    pub priority_second: u32,
    /// Seconds before MLAG ports come up after a restart, when the program says none.
    pub reload_delay: u32,
    /// Seconds before the other ports come up after a restart.
    pub reload_delay_orphan: u32,
}

/// Routing protocols, policies and the overlay.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[allow(clippy::struct_excessive_bools)] // Facts that a system has or has not.
pub struct RoutingFacts {
    /// Most equal-cost paths of BGP and OSPF.
    pub maximum_paths: u16,
    /// VLAN of the SVI over which the members of an MLAG pair route to each other; over
    /// `names.peer-interface` when absent.
    #[serde(default)]
    pub pair_vlan: Option<u16>,
    /// VLANs of the SVIs over which the members of a pair that is one VTEP route to each other in tenant
    /// VRFs; absent on systems whose members reach each other's routes through the overlay.
    #[serde(default)]
    pub pair_vrf_vlans: Option<IdRange>,
    /// How an MLAG pair is one VTEP.
    pub pair_vtep: PairVtep,
    /// Number of the loopback that holds the VTEP's address: 0 is the router id's.
    pub vtep_loopback: u16,
    /// Whether BGP announces own prefixes by route policy alone, and has no `network` statements.
    #[serde(default)]
    pub networks_by_policy: bool,
    /// The same in VRFs whose routes another VRF of the switch takes: what `network` announces is not leaked.
    #[serde(default)]
    pub leaked_networks_by_policy: bool,
    /// Whether leaks of some prefixes, and all without an overlay, go from routing table to routing table, past BGP.
    #[serde(default)]
    pub leaks_beside_bgp: bool,
    /// Whether BGP prefers what it announces itself to what neighbours announce, so that a floating static route which
    /// was there first would stay: such prefixes are then announced by a policy that gives way.
    #[serde(default)]
    pub own_networks_first: bool,
    /// Distance of a static route that says none.
    #[serde(default = "one")]
    pub static_distance: u8,
    /// VLANs for layer-3 VNIs, on systems that need one for each.
    #[serde(default)]
    pub l3vni_vlans: Option<IdRange>,
    /// Whether a gateway that is the same on all VTEPs needs an own address beside it on each switch.
    pub gateway_own_addresses: bool,
    /// Number of the first loopback of tenant VRFs.
    pub vrf_loopbacks: IdRange,
    /// Most neighbours of a group that may come by themselves; any number when absent.
    #[serde(default)]
    pub listen_max: Option<u32>,
    /// BFD intervals in milliseconds; any when absent.
    #[serde(default)]
    pub bfd_interval: Option<IdRange>,
    /// BFD intervals of sessions over several hops, in milliseconds; those of the others when absent.
    #[serde(default)]
    pub bfd_multihop_interval: Option<IdRange>,
    /// Longest regular expression of an AS path, in characters; any when absent.
    #[serde(default)]
    pub as_path_max: Option<usize>,
    /// Well-known communities in the vendor's words, by the language's: `no-export`, `no-advertise`,
    /// `no-peer`, `graceful-shutdown`, `blackhole`, `local-as`.
    pub communities: BTreeMap<String, String>,
    /// ICMP types in the vendor's words, by the language's.
    pub icmp: BTreeMap<String, String>,
    /// `ICMPv6` types in the vendor's words, by the language's.
    pub icmpv6: BTreeMap<String, String>,
}

/// How an MLAG pair is one VTEP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PairVtep {
    /// Both members have the same address, and no other.
    Shared,
    /// Each member has an address of its own, and both share another.
    OwnAndShared,
    /// It is not: hosts are multihomed by Ethernet segments.
    None,
}

/// The management plane.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ManagementFacts {
    /// The management VRF's name where it cannot be chosen; the program's when absent.
    #[serde(default)]
    pub vrf: Option<String>,
    /// Name of the VRF for a dedicated MLAG keepalive link.
    pub keepalive_vrf: String,
    /// Which hash a user's password secret must hold here: `sha512-crypt`, `sha256-crypt`.
    #[serde(default = "sha512")]
    pub password_hash: String,
    /// Whether a config without a root password is refused by the system.
    #[serde(default)]
    pub root_password_required: bool,
}

/// A gateway mechanism.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GatewayKind {
    /// One address and MAC active on every member (VARP, VRR).
    Anycast,
    /// VRRP version 3 (RFC 5798).
    Vrrp,
    /// HSRP version 2.
    Hsrp,
}

/// Forward error correction of a port (IEEE 802.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fec {
    /// None.
    None,
    /// BASE-R, or Fire code: clause 74.
    BaseR,
    /// Reed-Solomon: clause 91 at 100G, clause 108 at 25G.
    ReedSolomon,
}

impl Fec {
    /// Each with its word in the language.
    pub const WORDS: [(&'static str, Self); 3] =
        [("none", Self::None), ("base-r", Self::BaseR), ("reed-solomon", Self::ReedSolomon)];

    /// The word in the language.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, fec)| *fec == self).map_or("", |(word, _)| *word)
    }
}

/// A user's role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// May change everything.
    Admin,
    /// May look.
    Operator,
}

/// Syslog severity (RFC 5424).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 0
    Emergency,
    /// 1
    Alert,
    /// 2
    Critical,
    /// 3
    Error,
    /// 4
    Warning,
    /// 5
    Notice,
    /// 6
    Informational,
    /// 7
    Debug,
}

/// Something a device may be asked to do. The capability check derives from each device which of
/// these it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Feature {
    /// Gateway address active on every member (VARP, VRR), IPv4.
    GatewayAnycast,
    /// The same for IPv6.
    GatewayAnycastIpv6,
    /// VRRP version 3, IPv4.
    GatewayVrrp,
    /// The same for IPv6.
    GatewayVrrpIpv6,
    /// HSRP version 2, IPv4.
    GatewayHsrp,
    /// The same for IPv6.
    GatewayHsrpIpv6,
    /// Multiple spanning tree.
    StpMstp,
    /// Rapid spanning tree.
    StpRstp,
    /// One rapid spanning tree per VLAN.
    StpRapidPvst,
    /// MLAG pairs.
    Mlag,
    /// Keepalive of a pair over the management network.
    MlagKeepaliveManagement,
    /// Keepalive of a pair over a dedicated link.
    MlagKeepaliveLink,
    /// Keepalive of a pair over an IPv6 management network.
    MlagKeepaliveIpv6,
    /// LACP fast rate.
    LacpFast,
    /// Forwarding on one member before LACP comes up.
    LacpFallback,
    /// Static LAGs.
    LagStatic,
    /// Static LAGs that the members of a pair share.
    MlagStatic,
    /// Layer-3 LAGs.
    LagRouted,
    /// Native (untagged) VLAN on a trunk.
    NativeVlan,
    /// Edge ports with BPDU guard.
    EdgePort,
    /// Storm control of broadcast.
    StormBroadcast,
    /// Storm control of multicast.
    StormMulticast,
    /// Storm control of unknown unicast.
    StormUnknownUnicast,
    /// Tenant VRFs.
    Vrf,
    /// IPv6 on SVIs and routed ports.
    Ipv6,
    /// IPv6 router advertisements.
    RouterAdvertisement,
    /// `DHCPv4` relay.
    DhcpRelay,
    /// `DHCPv6` relay.
    DhcpRelayIpv6,
    /// The same to a server in another VRF of which the routes are leaked.
    DhcpRelayLeaked,
    /// Static routes.
    StaticRoute,
    /// Static routes that discard.
    StaticDiscard,
    /// A static route that discards what no next hop of its prefix is there for.
    StaticDiscardBackup,
    /// Administrative distance of static routes.
    StaticDistance,
    /// Port breakout.
    Breakout,
    /// Tacacs+.
    Tacacs,
    /// Radius.
    Radius,
    /// A server of TACACS+ or RADIUS by IPv6 address.
    AaaIpv6,
    /// `SNMPv3` users.
    Snmp,
    /// `SNMPv3` notifications.
    SnmpTrap,
    /// Local users' SSH keys.
    SshKeys,
    /// More than one SSH key of one user.
    SshKeysMany,
    /// Login banner.
    Banner,
    /// NTP.
    Ntp,
    /// DNS resolvers.
    Dns,
    /// Remote syslog.
    Syslog,
    /// Remote syslog on a port other than 514.
    SyslogPort,
    /// Time zone.
    Timezone,
    /// IPv6 address on the management interface.
    ManagementIpv6,
    /// Private name of the management VRF.
    ManagementVrfName,
    /// Tagged subinterfaces of routed ports.
    Subinterface,
    /// A limit of equal-cost paths below the most that the system uses.
    MaximumPaths,
    /// BGP.
    Bgp,
    /// BGP sessions over IPv6.
    BgpIpv6,
    /// BGP sessions over an interface without addresses, the neighbour found by router advertisements.
    BgpUnnumbered,
    /// IPv4 routes with IPv6 next hops (RFC 8950).
    BgpExtendedNexthop,
    /// Neighbours that come by themselves from a range of addresses.
    BgpListen,
    /// The same, their AS being one of a range.
    BgpListenAsnRange,
    /// The same over several hops.
    BgpListenAsnRangeMultihop,
    /// TCP MD5 passwords (RFC 2385).
    BgpPassword,
    /// TCP-AO (RFC 5925).
    BgpTcpAo,
    /// TTL security (RFC 5082).
    BgpTtlSecurity,
    /// Limits of received prefixes.
    BgpMaxPrefixes,
    /// Replacing the neighbour's AS by the own one.
    BgpAsOverride,
    /// Taking private AS numbers off the path.
    BgpRemovePrivateAs,
    /// A default route to a neighbour, whether there is one or not.
    BgpDefaultOriginate,
    /// BGP sessions in tenant VRFs.
    BgpVrf,
    /// Graceful restart of BGP (RFC 4724).
    BgpGracefulRestart,
    /// Asking neighbours to route around a switch in maintenance (RFC 8326).
    BgpGracefulShutdown,
    /// OSPF version 2.
    Ospf,
    /// OSPF version 3.
    Ospf3,
    /// OSPF in tenant VRFs.
    OspfVrf,
    /// OSPF version 3 in tenant VRFs.
    Ospf3Vrf,
    /// Authentication of OSPF version 2.
    OspfAuthentication,
    /// Authentication of OSPF version 3.
    Ospf3Authentication,
    /// BFD of BGP sessions.
    BfdBgp,
    /// BFD of OSPF neighbours.
    BfdOspf,
    /// BFD with neighbours on a VLAN of an MLAG pair, from a member's own address there.
    BfdMlagVlan,
    /// EVPN-VXLAN (RFC 8365).
    Evpn,
    /// Routing between the VLANs of an overlay with a layer-3 VNI (symmetric, RFC 9135).
    EvpnSymmetricIrb,
    /// An MLAG pair as one VTEP.
    EvpnMlag,
    /// Multihoming by Ethernet segments.
    EvpnMultihoming,
    /// VLAN-based EVPN service.
    EvpnVlanBased,
    /// VLAN-aware bundles.
    EvpnVlanAware,
    /// Tunnels over IPv6.
    EvpnIpv6Underlay,
    /// ARP and ND suppression.
    EvpnSuppression,
    /// Tunnels without ARP and ND suppression.
    EvpnSuppressionOff,
    /// Sending EVPN routes on with their next hop, as route server.
    EvpnRouteServer,
    /// Sending EVPN routes on as route reflector.
    EvpnRouteReflector,
    /// Leaking routes between VRFs of the overlay.
    VrfLeakEvpn,
    /// Leaking routes between VRFs of one switch.
    VrfLeakLocal,
    /// Leaking only some routes of a VRF.
    VrfLeakPolicy,
    /// Leaking routes of a VRF that is on other switches only.
    VrfLeakRemote,
    /// Leaking only some routes of a VRF that is on other switches only.
    VrfLeakPolicyRemote,
    /// IPv4 access lists on what comes in.
    AclIpv4Ingress,
    /// IPv4 access lists on what goes out.
    AclIpv4Egress,
    /// IPv6 access lists on what comes in.
    AclIpv6Ingress,
    /// IPv6 access lists on what goes out.
    AclIpv6Egress,
    /// Logging of packets that match an entry of an access list.
    AclLog,
    /// Access-list entries for established TCP connections.
    AclEstablished,
    /// Logging of packets that an entry lets pass.
    AclLogPermit,
    /// Ranges of ports in access lists on what goes out.
    AclEgressRange,
    /// Access lists on SVIs.
    AclSvi,
    /// Access lists on what goes out of SVIs.
    AclSviEgress,
    /// Entries for established TCP connections and for types of ICMP in access lists on SVIs.
    AclSviFlags,
    /// Access lists on what goes out of subinterfaces.
    AclSubinterfaceEgress,
    /// Matching communities in route policies.
    PolicyCommunity,
    /// Matching AS paths in route policies.
    PolicyAsPath,
}

/// Whether a [`Feature`] is there.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    untagged,
    expecting = "expected `true`, `false`, or a table with `supported`, `note`, `instead`, `not-with` and `source`"
)]
pub enum Capability {
    /// `yes` or `no` alone (`true`, `false`).
    Plain(bool),
    /// With more to say.
    Noted(NotedCapability),
}

/// A capability with a reason.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NotedCapability {
    /// Whether it is there.
    pub supported: bool,
    /// Why not, or with what constraint.
    pub note: String,
    /// What to write instead, in the language.
    #[serde(default)]
    pub instead: Vec<String>,
    /// Features that this one cannot be used together with on one switch.
    #[serde(default)]
    pub not_with: Vec<Feature>,
    /// Of a condition that matters beside another feature only: that one.
    #[serde(default)]
    pub note_with: Option<Feature>,
    /// Where that is written.
    #[serde(default)]
    pub source: Option<String>,
}

impl Capability {
    /// Whether the feature is there.
    pub fn supported(&self) -> bool {
        match self {
            Self::Plain(yes) => *yes,
            Self::Noted(noted) => noted.supported,
        }
    }

    /// The reason or constraint, if the file gives one.
    pub fn note(&self) -> Option<&NotedCapability> {
        match self {
            Self::Plain(_) => None,
            Self::Noted(noted) => Some(noted),
        }
    }
}

/// A hardware model: `platforms/<name>.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Platform {
    /// File name without its ending; not written in the file.
    #[serde(skip)]
    pub name: String,
    /// Words by which templates tell hardware families apart.
    #[serde(default)]
    pub traits: Vec<String>,
    /// The name people use, with the port count.
    pub title: String,
    /// The vendor's data sheet or hardware guide.
    pub source: String,
    /// Name of the management interface.
    pub management: String,
    /// Output format, when not the vendor's default.
    #[serde(default)]
    pub format: Option<String>,
    /// Front-panel ports.
    pub ports: Vec<PortBlock>,
    /// Capabilities that differ from the vendor's.
    #[serde(default)]
    pub capabilities: BTreeMap<Feature, Capability>,
}

/// A run of like front-panel ports.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PortBlock {
    /// Panel numbers in rackc's counting, which starts at 1 on every model: `1..48`.
    pub panel: PortRange,
    /// The number that the vendor gives to the first of them (`{n}` in names); some count from 0.
    pub number: u16,
    /// Name by speed; the key `any` serves where the speed does not matter. `{n}` is the number.
    pub names: BTreeMap<String, NamePattern>,
    /// Speeds it can run at unsplit, in the vendor's words: `25g: 25000`.
    pub speeds: BTreeMap<String, String>,
    /// The speed of a port of which nothing is said.
    pub default_speed: String,
    /// Copper, whose ends agree on the speed: one that is said is the only one offered.
    #[serde(default)]
    pub negotiates: bool,
    /// Neighbouring ports that can only run at one speed.
    #[serde(default)]
    pub speed_groups: Option<SpeedGroups>,
    /// Splits: `4x25g` and what the vendor wants.
    #[serde(default)]
    pub breakouts: BTreeMap<String, BreakoutSpec>,
}

/// Runs of neighbouring ports that can only run at one speed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpeedGroups {
    /// Ports in a group.
    pub size: u16,
    /// Number of the block's first group, as the vendor counts.
    pub first: u16,
    /// The vendor's word of the group by a port's speed: `25g: 25g`, `1g: 10g`.
    pub words: BTreeMap<String, String>,
}

/// How a port is split.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BreakoutSpec {
    /// The vendor's word for the split, for its breakout statement.
    pub word: String,
    /// Name of the parent in the breakout statement; `{n}` is the port's number.
    pub parent: NamePattern,
    /// Name of a lane; `{n}` is the port's number, `{lane}` the lane's.
    pub lane: NamePattern,
    /// Number of the first lane: 0 or 1.
    pub first_lane: u8,
    /// How far the numbers of two neighbouring lanes lie apart.
    #[serde(default = "one")]
    pub lane_step: u8,
    /// The vendor's word for the lane speed.
    pub speed_word: String,
}

fn one() -> u8 {
    1
}

fn sha512() -> String {
    "sha512-crypt".to_owned()
}
