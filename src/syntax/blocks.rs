//! The blocks of the language and the statements that may stand in each.

use super::grammar::Rule;

/// A place where statements stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Block {
    /// The file itself.
    File,
    /// `fabric NAME { … }`
    Fabric,
    /// `spanning-tree mstp { … }` of the fabric
    SpanningTree,
    /// `instance N { … }` of the spanning tree
    Instance,
    /// `management { … }`
    Management,
    /// `zone NAME { … }`
    Zone,
    /// `tier NAME { … }`, `rack-type NAME { … }`, `rack NAME { … }`
    Place,
    /// `switch NAME { … }`
    Switch,
    /// `mlag NAME = A + B { … }`
    Mlag,
    /// `vlan NAME ID { … }`
    Vlan,
    /// `vrf NAME { … }`
    Vrf,
    /// `profile NAME { … }`
    Profile,
    /// `boundary NAME { … }`
    Boundary,
    /// `underlay KIND { … }` of the fabric
    Underlay,
    /// `overlay KIND { … }` of the fabric
    Overlay,
    /// `peer NAME … { … }` of a boundary
    Peer,
    /// `ospf { … }` of a boundary
    Ospf,
    /// `service NAME { … }`
    Service,
    /// `policy NAME { … }`
    Policy,
    /// `acl NAME { … }`
    Acl,
}

impl Block {
    /// All blocks.
    pub const ALL: [Self; 20] = [
        Self::File,
        Self::Fabric,
        Self::SpanningTree,
        Self::Instance,
        Self::Management,
        Self::Zone,
        Self::Place,
        Self::Switch,
        Self::Mlag,
        Self::Vlan,
        Self::Vrf,
        Self::Profile,
        Self::Boundary,
        Self::Underlay,
        Self::Overlay,
        Self::Peer,
        Self::Ospf,
        Self::Service,
        Self::Policy,
        Self::Acl,
    ];

    /// Where a statement of the block stands, in the words of a message.
    pub fn place(self) -> &'static str {
        match self {
            Self::File => "at the top of a file",
            Self::Fabric => "in `fabric`",
            Self::SpanningTree => "in the fabric's `spanning-tree`",
            Self::Instance => "in `instance`",
            Self::Management => "in `management`",
            Self::Zone => "in `zone`",
            Self::Place => "in `tier`, `rack-type` or `rack`",
            Self::Switch => "in `switch`",
            Self::Mlag => "in `mlag`",
            Self::Vlan => "in `vlan`",
            Self::Vrf => "in `vrf`",
            Self::Profile => "in `profile`",
            Self::Boundary => "in `boundary`",
            Self::Underlay => "in the fabric's `underlay`",
            Self::Overlay => "in the fabric's `overlay`",
            Self::Peer => "in `peer`",
            Self::Ospf => "in a boundary's `ospf`",
            Self::Service => "in `service`",
            Self::Policy => "in `policy`",
            Self::Acl => "in `acl`",
        }
    }

    /// The keywords with which a statement of the block starts.
    pub fn keywords(self) -> &'static [&'static str] {
        match self {
            Self::File => words::FILE,
            Self::Fabric => words::FABRIC,
            Self::SpanningTree => words::SPANNING_TREE,
            Self::Instance => words::INSTANCE,
            Self::Management => words::MANAGEMENT,
            Self::Zone => words::ZONE,
            Self::Place => words::PLACE,
            Self::Switch => words::SWITCH,
            Self::Mlag => words::MLAG,
            Self::Vlan => words::VLAN,
            Self::Vrf => words::VRF,
            Self::Profile => words::PROFILE,
            Self::Boundary => words::BOUNDARY,
            Self::Underlay => words::UNDERLAY,
            Self::Overlay => words::OVERLAY,
            Self::Peer => words::PEER,
            Self::Ospf => words::OSPF,
            Self::Service => words::SERVICE,
            Self::Policy | Self::Acl => words::ENTRIES,
        }
    }

    /// The block that a piece of the program is.
    pub(super) fn of(rule: Rule) -> Option<Self> {
        Self::ALL.into_iter().find(|block| block.rule() == rule)
    }

    /// The rule of the block, braces included.
    pub(super) fn rule(self) -> Rule {
        match self {
            Self::File => Rule::file,
            Self::Fabric => Rule::fabric_block,
            Self::SpanningTree => Rule::stp_block,
            Self::Instance => Rule::instance_block,
            Self::Management => Rule::management_block,
            Self::Zone => Rule::zone_block,
            Self::Place => Rule::place_block,
            Self::Switch => Rule::switch_block,
            Self::Mlag => Rule::mlag_block,
            Self::Vlan => Rule::vlan_block,
            Self::Vrf => Rule::vrf_block,
            Self::Profile => Rule::profile_block,
            Self::Boundary => Rule::boundary_block,
            Self::Underlay => Rule::underlay_block,
            Self::Overlay => Rule::overlay_block,
            Self::Peer => Rule::peer_block,
            Self::Ospf => Rule::ospf_block,
            Self::Service => Rule::service_block,
            Self::Policy => Rule::policy_block,
            Self::Acl => Rule::acl_block,
        }
    }
}

/// The keywords of each block.
mod words {
    pub const FILE: &[&str] = &[
        "include",
        "fabric",
        "management",
        "zone",
        "model",
        "tier",
        "rack-type",
        "rack",
        "switch",
        "switches",
        "mlag",
        "uplinks",
        "attach",
        "link",
        "no",
        "vlan",
        "vrf",
        "profile",
        "boundary",
        "route",
        "verbatim",
        "service",
        "acl",
        "expect",
        "prefix-list",
        "community-list",
        "as-path-list",
        "policy",
        "object",
    ];
    pub const FABRIC: &[&str] = &[
        "domain",
        "mtu",
        "underlay",
        "overlay",
        "spanning-tree",
        "pool",
        "gateway",
        "anycast-mac",
    ];
    pub const SPANNING_TREE: &[&str] = &["root", "secondary", "region", "revision", "instance"];
    pub const INSTANCE: &[&str] = &["vlans", "root", "secondary"];
    pub const MANAGEMENT: &[&str] = &[
        "vrf",
        "ntp",
        "dns",
        "syslog",
        "timezone",
        "banner",
        "user",
        "root-password",
        "tacacs",
        "radius",
        "snmp",
    ];
    pub const ZONE: &[&str] = &["racks", "switches", "links"];
    pub const PLACE: &[&str] =
        &["switch", "switches", "mlag", "uplinks", "attach", "link", "no", "verbatim", "asn"];
    pub const SWITCH: &[&str] = &[
        "management",
        "loopback",
        "breakout",
        "speed",
        "spanning-tree",
        "format",
        "verbatim",
        "asn",
        "vtep",
        "maintenance",
    ];
    pub const MLAG: &[&str] =
        &["peer-link", "keepalive", "domain", "survives", "reload-delay", "asn", "vtep", "esi"];
    pub const VLAN: &[&str] = &[
        "vrf",
        "gateway",
        "racks",
        "on",
        "dhcp-relay",
        "mtu",
        "vni",
        "description",
        "address",
        "host",
        "router-advertisement",
        "vrrp-group",
        "ingress",
        "egress",
    ];
    pub const VRF: &[&str] = &["vni", "description", "route", "leak"];
    pub const PROFILE: &[&str] = &[
        "access",
        "trunk",
        "native",
        "lacp",
        "active-backup",
        "fallback",
        "edge",
        "storm-control",
        "mtu",
        "speed",
        "description",
        "survives",
    ];
    pub const BOUNDARY: &[&str] =
        &["on", "vrf", "port", "vlan", "route", "peer", "ospf", "ingress", "egress"];
    pub const UNDERLAY: &[&str] =
        &["asn", "maximum-paths", "bfd", "graceful-restart", "timers", "password", "area"];
    pub const OVERLAY: &[&str] = &["route-servers", "service", "route-target-asn", "suppression"];
    pub const PEER: &[&str] = &[
        "port",
        "tag",
        "password",
        "tcp-ao",
        "ttl-security",
        "multihop",
        "max-prefixes",
        "bfd",
        "timers",
        "import",
        "export",
        "remove-private-as",
        "on",
        "description",
    ];
    pub const OSPF: &[&str] =
        &["area", "cost", "point-to-point", "password", "timers", "bfd", "import", "export"];
    pub const SERVICE: &[&str] = &[
        "vlan",
        "vlans",
        "bgp",
        "asn",
        "listen",
        "bfd",
        "timers",
        "password",
        "node",
        "max-neighbors",
        "accept",
        "vip",
        "max-prefixes",
        "advertise",
        "community",
    ];
    pub const ENTRIES: &[&str] = &["permit", "deny"];
}
