use serde::{Deserialize, Serialize};

use crate::vendor::schema::Feature;

/// In what two vendors' switches meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meeting {
    /// A cable.
    Cable,
    /// A LAG, at layer 2.
    Lag,
    /// A link that carries VLANs.
    Trunk,
    /// A spanning tree.
    SpanningTree,
    /// The gateway of a VLAN.
    Gateway,
    /// A BGP session between neighbours.
    Session,
    /// BFD of a session.
    Bfd,
    /// An OSPF adjacency.
    Ospf,
    /// An EVPN overlay.
    Overlay,
}

impl Meeting {
    /// All of them, from the cable up.
    pub const ALL: [Self; 9] = [
        Self::Cable,
        Self::Lag,
        Self::Trunk,
        Self::SpanningTree,
        Self::Gateway,
        Self::Session,
        Self::Bfd,
        Self::Ospf,
        Self::Overlay,
    ];

    /// What people call one of them, and several.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Self::Cable => ["cable", "cables"],
            Self::Lag => ["LAG", "LAGs"],
            Self::Trunk => ["trunk", "trunks"],
            Self::SpanningTree => ["spanning tree", "spanning trees"],
            Self::Gateway => ["gateway", "gateways"],
            Self::Session => ["BGP session", "BGP sessions"],
            Self::Bfd => ["BFD session", "BFD sessions"],
            Self::Ospf => ["OSPF adjacency", "OSPF adjacencies"],
            Self::Overlay => ["EVPN overlay", "EVPN overlays"],
        }
    }
}

/// When two sides fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Both do the same.
    Same,
    /// Both do this, whatever their default is.
    Each(&'static str),
    /// The protocol agrees on something between the two.
    Negotiated,
    /// It concerns each side alone; the compiler says it in each one's own terms.
    Local,
}

/// What there is to know of a topic.
#[derive(Debug)]
pub struct About {
    /// The topic.
    pub topic: Topic,
    /// Where it matters.
    pub meeting: Meeting,
    /// When two sides fit.
    pub rule: Rule,
    /// What people call it.
    pub title: &'static str,
    /// What a side can do, and the capability that says whether a vendor can.
    pub words: &'static [(&'static str, Option<Feature>)],
    /// What happens when the sides do not fit, or what is converted; one sentence without a full stop.
    pub why: &'static str,
}

impl Topic {
    /// What there is to know of it.
    pub fn about(self) -> &'static About {
        // The table has them in the order of the enumeration.
        &TOPICS[self as usize]
    }
}

macro_rules! words {
    ($($word:literal $(if $feature:ident)?),+) => { &[$(($word, words!(@ $($feature)?))),+] };
    (@ $feature:ident) => { Some(Feature::$feature) };
    (@) => { None };
}

macro_rules! topics {
    ($($topic:ident: $meeting:ident, $rule:expr, $title:literal, [$($words:tt)+], $why:literal;)+) => {
        /// A respect in which two sides must fit, or do things each in its own way.
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum Topic {
            $(#[doc = $title] $topic,)+
        }

        /// All topics, from the cable up.
        pub static TOPICS: &[About] = &[
            $(About {
                topic: Topic::$topic,
                meeting: Meeting::$meeting,
                rule: $rule,
                title: $title,
                words: words!($($words)+),
                why: $why,
            },)+
        ];
    };
}

topics! {
    MtuCounting: Cable, Rule::Local, "what an MTU counts",
        ["packet", "frame"],
        "each side's `mtu` is written as that side counts, for one IP MTU";
    MtuSwitched: Cable, Rule::Local, "MTU of layer-2 ports",
        ["as-said", "always-jumbo", "default-or-jumbo"],
        "a layer-2 port that cannot be set passes jumbo frames always; the others are told the fabric's MTU";
    Autonegotiation: Cable, Rule::Same, "autonegotiation",
        ["on", "off", "by-medium"],
        "a side that waits for the other's pages and one that does not send any stay down";
    ForwardErrorCorrection: Cable, Rule::Same, "forward error correction",
        ["none", "base-r", "reed-solomon", "by-medium"],
        "with different codes the link stays down, or comes up and drops frames";
    LaneNumbers: Cable, Rule::Local, "first lane of a split port",
        ["from-0", "from-1"],
        "the first lane of one side is plugged into the first lane of the other, whatever they are called";
    Lldp: Cable, Rule::Same, "LLDP",
        ["on", "off"],
        "without it neither side can say what it is cabled to";

    LacpMode: Lag, Rule::Same, "LACP mode",
        ["active", "passive", "static" if LagStatic],
        "a static LAG beside one with LACP sends frames into cables that the other side does not use";
    LacpRate: Lag, Rule::Negotiated, "LACP rate",
        ["slow", "fast" if LacpFast],
        "each side asks the other for its rate; after three missing packets a cable leaves the LAG";
    LacpSystemId: Lag, Rule::Each("shared"), "LACP system id of a pair",
        ["shared", "own"],
        "with two ids the other side sees two systems and bundles only the cables to one of them";
    LagMinimumLinks: Lag, Rule::Same, "fewest cables of a LAG",
        ["one", "some"],
        "a side that gives a LAG up earlier than the other leaves it sending into the dark";
    LacpFallback: Lag, Rule::Each("off"), "ports of a LAG without LACP",
        ["off", "on" if LacpFallback],
        "between switches, a LAG that forwards without LACP is a loop";

    LacpGracefulConvergence: Lag, Rule::Each("off"), "waiting for the other side before a port of a LAG goes down",
        ["off", "on"],
        "what only one vendor's switches do makes the others lose frames, or its own ports be suspended";
    NativeVlan: Trunk, Rule::Same, "frames of the native VLAN",
        ["untagged", "tagged"],
        "one side's untagged frames are dropped by one that wants a tag";
    EdgePorts: Trunk, Rule::Local, "ports of hosts",
        ["said", "detected"],
        "a port that the program gives to a host forwards at once; detection waits for BPDUs first";
    BpduGuard: Trunk, Rule::Local, "BPDU guard",
        ["edge-ports", "off"],
        "it belongs on ports of hosts; a port between switches with it goes down at the first BPDU";
    RootGuard: Trunk, Rule::Each("off"), "root guard",
        ["off", "on"],
        "it blocks the way to the root that the fabric has chosen";
    LoopGuard: Trunk, Rule::Each("off"), "loop guard",
        ["off", "on"],
        "it blocks a port whose other side is designated and silent for a moment, as members of a pair are";
    BridgeAssurance: Trunk, Rule::Same, "bridge assurance",
        ["off", "on"],
        "a side with it blocks a port on which the other sends no BPDUs, as standard bridges do on root ports";
    StormControlUnit: Trunk, Rule::Local, "unit of storm control",
        ["percent", "packets", "bits"],
        "the program's percentage is written in each side's unit";

    SpanningTreeMode: SpanningTree, Rule::Same, "spanning-tree mode",
        ["mstp" if StpMstp, "rstp" if StpRstp, "rapid-pvst" if StpRapidPvst],
        "with different modes the trees of the VLANs differ at the border, and ports are blocked as inconsistent";
    MstDigest: SpanningTree, Rule::Same, "digest of the MST region",
        ["standard", "pre-standard"],
        "bridges are in one region only when name, revision and the digest of the VLANs' instances are the same";
    PathCost: SpanningTree, Rule::Same, "spanning-tree path costs",
        ["long", "short"],
        "short and long costs are not comparable: the tree takes ways that nobody meant";
    TreeTimers: SpanningTree, Rule::Same, "hello, maximum age and forward delay",
        ["2-20-15", "other"],
        "all bridges take the root's timers, so they change with the root";
    PvstSimulation: SpanningTree, Rule::Local, "PVST at the border of an MST region",
        ["off", "on"],
        "no side sends PVST BPDUs when all speak the same mode";

    FirstHop: Gateway, Rule::Same, "first-hop redundancy",
        ["anycast" if GatewayAnycast, "vrrp" if GatewayVrrp, "hsrp" if GatewayHsrp],
        "switches that share one address by different mechanisms are both master";
    FirstHopTimers: Gateway, Rule::Same, "advertisements of VRRP",
        ["1s", "other"],
        "a backup that expects them sooner takes over without need";
    VrrpVersion: Gateway, Rule::Same, "version of VRRP",
        ["3", "2"],
        "the versions do not hear each other, and both switches are master";
    VrrpChecksum: Gateway, Rule::Same, "checksum of VRRP for IPv4",
        ["message", "pseudo-header"],
        "advertisements whose checksum is counted over something else are dropped, and both switches are master (RFC 9568)";
    GatewayMac: Gateway, Rule::Each("said"), "MAC of an anycast gateway",
        ["said", "own"],
        "hosts that move keep the gateway's MAC, and would send to one that is not there";
    ProxyArp: Gateway, Rule::Each("off"), "proxy ARP",
        ["off", "on"],
        "a switch that answers for others draws traffic that is not its own";
    RouterAdvertisements: Gateway, Rule::Each("said"), "router advertisements",
        ["off", "on", "said"],
        "hosts take their IPv6 gateway from whoever advertises; the program says who";

    SessionForm: Session, Rule::Same, "BGP neighbours by interface",
        ["address", "interface" if BgpUnnumbered],
        "a session by interface needs both sides to find each other by router advertisements";
    BgpTimers: Session, Rule::Negotiated, "keepalive and hold time",
        ["60-180", "30-90", "3-9", "said"],
        "the lower hold time of the two counts (RFC 4271, section 4.2)";
    BgpAsNumbers: Session, Rule::Same, "AS numbers",
        ["four-octet", "two-octet"],
        "a speaker of two-octet numbers sees AS 23456 in place of longer ones";
    BgpCommunities: Session, Rule::Each("sent"), "communities",
        ["sent", "kept"],
        "policies and route targets on the other side never see what is not sent";
    BgpFamilies: Session, Rule::Each("said"), "address families",
        ["said", "ipv4-unicast"],
        "a family that only one side offers is not exchanged (RFC 4760, section 8)";
    BgpPolicy: Session, Rule::Same, "routes without a policy",
        ["permitted", "refused"],
        "without a policy one side sends everything and the other nothing (RFC 8212)";
    BgpIpv6Nexthop: Session, Rule::Same, "IPv4 routes with IPv6 next hops",
        ["offered" if BgpExtendedNexthop, "not-offered"],
        "the capability of RFC 8950 must be there on both sides, else IPv4 routes are not exchanged";
    BgpGracefulRestart: Session, Rule::Negotiated, "graceful restart",
        ["off", "helper", "on" if BgpGracefulRestart],
        "a helper keeps a restarting neighbour's routes only when that one asks for it";
    BgpMaximumPrefixes: Session, Rule::Local, "more prefixes than allowed",
        ["session-down", "restart", "warning"],
        "each side counts what it takes in";
    BgpDefaultRoute: Session, Rule::Local, "default route to a neighbour",
        ["by-neighbour" if BgpDefaultOriginate, "by-policy"],
        "one side sends it, the other takes it as any route";
    BgpFirstAs: Session, Rule::Each("checked"), "first AS of a path",
        ["checked", "not-checked"],
        "a route whose path does not begin with the neighbour's AS is refused (RFC 4271, section 6.3)";

    BfdEcho: Bfd, Rule::Same, "BFD echo",
        ["off", "on"],
        "echo packets that the other side does not loop back take the session down";
    BfdTimers: Bfd, Rule::Negotiated, "BFD intervals",
        ["said", "300x3", "other"],
        "the slower of one side's transmit and the other's receive interval counts (RFC 5880, section 6.8.7)";

    OspfNetwork: Ospf, Rule::Same, "OSPF network type",
        ["point-to-point", "broadcast"],
        "neighbours come up, and no routes are computed over the link";
    OspfMtu: Ospf, Rule::Same, "MTU check of OSPF",
        ["on", "off"],
        "with different IP MTUs neighbours hang in ExStart (RFC 2328, section 10.6)";
    OspfTimers: Ospf, Rule::Same, "hello and dead interval",
        ["10-40", "said", "other"],
        "neighbours with different intervals never see each other (RFC 2328, section 10.5)";
    OspfBandwidth: Ospf, Rule::Same, "reference bandwidth",
        ["said", "100m", "40g", "100g"],
        "costs of the two directions differ, and traffic takes different ways there and back";
    OspfAuthentication: Ospf, Rule::Same, "OSPF authentication",
        ["none", "md5" if OspfAuthentication],
        "packets with another authentication are dropped";

    EvpnService: Overlay, Rule::Same, "EVPN service",
        ["vlan-based" if EvpnVlanBased, "vlan-aware" if EvpnVlanAware],
        "the Ethernet tag of routes is 0 in one and the VLAN or VNI in the other, and routes are not imported";
    EvpnRouteTypes: Overlay, Rule::Same, "EVPN route types",
        ["1-5", "2-3-5"],
        "without types 1 and 4 nobody learns that hosts are behind two switches (RFC 7432, section 8)";
    EvpnRouteTargets: Overlay, Rule::Each("written"), "route targets",
        ["written", "derived"],
        "derived ones hold each side's own AS, and four-octet ones are cut in different ways";
    EvpnRouting: Overlay, Rule::Same, "routing between VXLANs",
        ["symmetric" if EvpnSymmetricIrb, "asymmetric"],
        "an asymmetric side needs every VLAN of the other, and has no layer-3 VNI";
    EvpnPrefixRoutes: Overlay, Rule::Same, "model of IP prefix routes",
        ["interface-less", "interface-ful"],
        "a prefix route without the gateway address that the other expects is not installed (RFC 9136, section 4.4)";
    VxlanPort: Overlay, Rule::Same, "UDP port of VXLAN",
        ["4789", "8472"],
        "packets to another port are no VXLAN (RFC 7348 assigns 4789)";
    EvpnFlooding: Overlay, Rule::Same, "broadcast, unknown unicast and multicast",
        ["ingress-replication", "multicast"],
        "a side that floods by multicast is not heard by one that replicates";
    EvpnSuppression: Overlay, Rule::Local, "ARP and ND suppression",
        ["off", "on" if EvpnSuppression],
        "each side answers for what it has learned from EVPN, or floods";
    EvpnMultihoming: Overlay, Rule::Local, "how hosts reach two switches",
        ["esi" if EvpnMultihoming, "mlag" if EvpnMlag],
        "a site is one or the other; both live in one overlay";
    DesignatedForwarder: Overlay, Rule::Local, "election of the designated forwarder",
        ["modulo", "preference"],
        "only the members of one Ethernet segment must agree, and they are of one vendor";
    TunnelFamily: Overlay, Rule::Same, "addresses of tunnels",
        ["ipv4", "ipv6" if EvpnIpv6Underlay],
        "a tunnel has both its ends in one family";
    AnycastMac: Overlay, Rule::Each("said"), "MAC of gateways in the overlay",
        ["said", "own"],
        "a host that moves to another switch keeps sending to the MAC that it knows";
    EthernetTag: Overlay, Rule::Same, "Ethernet tag of VLAN-based routes",
        ["0", "other"],
        "a VLAN-based instance takes only tag 0 (RFC 7432, section 6.1)";
}
