//! Route policies and access lists.

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use super::Origins;

/// A list of prefixes of one family. Every entry permits; what no entry matches is not in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrefixList {
    /// Name, unique among the lists of both families.
    pub name: String,
    /// Whether it is of IPv6.
    pub ipv6: bool,
    /// Entries, in order.
    pub entries: Vec<PrefixEntry>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A prefix and the lengths that match within it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrefixEntry {
    /// 10, 20, 30, …
    pub sequence: u32,
    /// The prefix: `10.244.0.0/16`.
    pub prefix: IpNet,
    /// Length of the prefix in bits.
    pub length: u8,
    /// Shortest length that matches, when it is longer than the prefix's own.
    pub ge: Option<u8>,
    /// Longest length that matches, when it is longer than the prefix's own.
    pub le: Option<u8>,
    /// Present when only the prefix itself matches: neither `ge` nor `le`.
    pub exact: Option<bool>,
    /// Present when the range begins at the prefix's own length and ends at `le`: `le` without `ge`.
    pub up_to: Option<u8>,
    /// The range of lengths, both ends, when `ge` is present.
    pub range: Option<LengthRange>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Lengths from and to, both included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LengthRange {
    /// Shortest.
    pub from: u8,
    /// Longest.
    pub to: u8,
}

/// A list of standard communities (RFC 1997); a route matches when it has one of an entry's set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityList {
    /// Name.
    pub name: String,
    /// Entries, in order; each is one alternative.
    pub entries: Vec<CommunityEntry>,
    /// Present when a policy matches it.
    #[serde(default)]
    pub matched: Option<bool>,
    /// Present when a policy adds it.
    #[serde(default)]
    pub added: Option<bool>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// One alternative of a community list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommunityEntry {
    /// 10, 20, 30, …
    pub sequence: u32,
    /// `65000:100`; a well-known one in its standard word: `no-export`, `graceful-shutdown`.
    pub community: String,
    /// The same as two numbers, `65535:0` for the well-known ones.
    pub number: String,
}

/// A list of AS paths, each a POSIX-like regular expression over AS numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsPathList {
    /// Name.
    pub name: String,
    /// Alternatives, in order.
    pub entries: Vec<AsPathEntry>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// One alternative of an AS-path list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AsPathEntry {
    /// 10, 20, 30, …
    pub sequence: u32,
    /// As a pattern over the path's text, `_` for a boundary: `^64700_`, `_64800_`, `_64900$`, `^$`.
    pub text_pattern: String,
    /// As a pattern over AS numbers: `64700 .*`, `.* 64800 .*`, `.* 64900`, `()`.
    pub path_pattern: String,
}

/// A route policy of one family: terms in order, the first that matches decides; a route that
/// matches none is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutePolicy {
    /// Name, unique among the policies of both families.
    pub name: String,
    /// Whether it is applied to IPv6 routes.
    pub ipv6: bool,
    /// Present when it is applied to routes of both families: see `VrfLeak::policy`.
    #[serde(default)]
    pub both_families: Option<bool>,
    /// Present when it is one family's part of such a policy: see `VrfLeak::policy_ipv4`.
    #[serde(default)]
    pub of_leak: Option<bool>,
    /// Present when only an import by route target asks for such a part: systems that write its prefixes there need
    /// no policy.
    #[serde(default)]
    pub by_target: Option<bool>,
    /// What it is for, in a line.
    pub description: String,
    /// Terms, in order.
    pub terms: Vec<PolicyTerm>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// One term of a route policy. All conditions that are present must hold; one without any matches all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyTerm {
    /// 10, 20, 30, …
    pub sequence: u32,
    /// A name within the policy: `10`, or what it is for.
    pub name: String,
    /// Whether the routes are accepted.
    pub permit: bool,
    /// The same as a presence: present when the routes are refused.
    pub deny: Option<bool>,
    /// Prefixes to match, with the list's entries, for systems that write them in the policy.
    pub prefixes: Option<PrefixList>,
    /// Community list to match.
    pub community: Option<String>,
    /// AS-path list to match.
    pub as_path: Option<String>,
    /// Match routes that come from this protocol only: of use in a policy that redistributes.
    pub from: Option<RouteSource>,
    /// Tag to match (OSPF).
    pub from_tag: Option<u32>,
    /// Local preference to set.
    pub local_preference: Option<u32>,
    /// Weight to set, where own routes have one: it is looked at before the local preference, and stays on the switch.
    #[serde(default)]
    pub weight: Option<u32>,
    /// Multi-exit discriminator to set (a metric in OSPF).
    pub metric: Option<u32>,
    /// Own AS number to put before the path, as often as it stands here: `4200000001 4200000001`.
    pub prepend: Option<String>,
    /// Communities to add, in their standard words.
    pub add_communities: Vec<String>,
    /// Names for the same on systems where a set of communities has one; `None` when there are none.
    pub add_community_list: Option<String>,
    /// Tag to set (OSPF).
    pub tag: Option<u32>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// Where a route comes from, each a presence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RouteSource {
    /// Connected.
    pub connected: Option<bool>,
    /// Static.
    pub static_route: Option<bool>,
    /// BGP.
    pub bgp: Option<bool>,
    /// OSPF.
    pub ospf: Option<bool>,
}

/// An access list of one family. What no entry matches is dropped: the last entry says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acl {
    /// Name, unique among the lists of both families.
    pub name: String,
    /// Whether it is of IPv6.
    pub ipv6: bool,
    /// Entries, in order.
    pub entries: Vec<AclEntry>,
    /// Interfaces to which it is applied to what comes in, by name.
    pub ingress: Vec<String>,
    /// Interfaces to which it is applied to what goes out, by name.
    pub egress: Vec<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// One entry of an access list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AclEntry {
    /// 10, 20, 30, …
    pub sequence: u32,
    /// A name within the list, for systems whose terms have names: `permit-web-10`.
    pub name: String,
    /// A comment, on the first entry of each statement of the program.
    pub remark: Option<String>,
    /// A sequence number for the comment, five before the entry's: 5, 15, …; present when `remark` is.
    #[serde(default)]
    pub remark_sequence: Option<u32>,
    /// Whether the packet passes.
    pub permit: bool,
    /// The same as a presence: present when the packet is dropped.
    pub deny: Option<bool>,
    /// Whether a matching packet is logged.
    pub log: bool,
    /// The protocol; any when absent.
    pub protocol: Option<AclProtocol>,
    /// Source prefix; any when absent. A host's has its full length.
    pub source: Option<AclNet>,
    /// Destination prefix; any when absent.
    pub destination: Option<AclNet>,
    /// Source ports, of TCP and UDP.
    pub source_port: Option<AclPorts>,
    /// Destination ports, of TCP and UDP.
    pub destination_port: Option<AclPorts>,
    /// Only packets of TCP connections that are up: ACK or RST is set.
    pub established: bool,
    /// ICMP type, one of a kind that has no code.
    pub icmp: Option<IcmpType>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}

/// A protocol over IP, each a presence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AclProtocol {
    /// `tcp`, `udp`, `icmp` (ICMP of the list's family), or a number: `47`.
    pub word: String,
    /// IANA protocol number: 6, 17, 1 (58 in an IPv6 list), …
    pub number: u8,
    /// TCP.
    pub tcp: Option<bool>,
    /// UDP.
    pub udp: Option<bool>,
    /// ICMP of the list's family.
    pub icmp: Option<bool>,
    /// Any other, by number.
    pub other: Option<u8>,
}

/// A prefix in an access list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AclNet {
    /// `10.1.110.0/24`; a host's has its full length.
    pub cidr: String,
    /// The address alone.
    pub ip: String,
    /// Present when the prefix is a single address.
    pub host: Option<bool>,
    /// Wildcard mask of an IPv4 prefix: `0.0.0.255`.
    pub wildcard: Option<String>,
}

/// A range of ports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AclPorts {
    /// First.
    pub from: u16,
    /// Last.
    pub to: u16,
    /// The port, when it is a single one.
    pub single: Option<u16>,
}

/// A type of ICMP, by its standard word and its number in the list's family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IcmpType {
    /// `echo-request`, `echo-reply`, `unreachable`, `time-exceeded`, `packet-too-big` (IPv6),
    /// `neighbor-solicitation`, `neighbor-advertisement`, `router-solicitation`, `router-advertisement` (IPv6).
    pub word: String,
    /// The vendor's own word for it (data of the vendor).
    pub vendor: String,
    /// The number.
    pub number: u8,
}

/// Access lists of an interface, by direction and family.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessGroups {
    /// IPv4, on what comes in.
    pub ingress_ipv4: Option<String>,
    /// IPv6, on what comes in.
    pub ingress_ipv6: Option<String>,
    /// IPv4, on what goes out.
    pub egress_ipv4: Option<String>,
    /// IPv6, on what goes out.
    pub egress_ipv6: Option<String>,
    /// The statements that this comes from.
    #[serde(skip_deserializing, skip_serializing_if = "Origins::is_empty")]
    pub origins: Origins,
}
