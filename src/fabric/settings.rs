//! Settings of the whole fabric.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

use crate::fabric::{SecretName, SwitchId, VlanId};
use crate::source::{Span, Spanned};
use crate::vendor::schema::GatewayKind;

/// Settings of the `fabric` block.
#[derive(Debug, Clone)]
pub struct Settings {
    /// DNS domain.
    pub domain: Option<Spanned<String>>,
    /// IP MTU of layer-2 ports and fabric links, in bytes.
    pub mtu: u32,
    /// Where the MTU is said, if it is.
    pub mtu_span: Option<Span>,
    /// Spanning tree.
    pub spanning_tree: SpanningTree,
    /// Address pools.
    pub pools: Pools,
    /// MAC of anycast gateways, if the program says one.
    pub anycast_mac: Option<Spanned<String>>,
    /// Switches that route VLANs which name none.
    pub gateway_on: Vec<SwitchId>,
    /// Mechanism of VLANs which name none.
    pub gateway_via: Option<Spanned<GatewayKind>>,
    /// Routing between the fabric's switches.
    pub underlay: Underlay,
    /// The overlay, if there is one.
    pub overlay: Option<Overlay>,
}

/// Routing between the fabric's switches.
#[derive(Debug, Clone, Default)]
pub struct Underlay {
    /// Which protocol, and how links are addressed.
    pub kind: UnderlayKind,
    /// The statement's head, if there is one.
    pub span: Option<Span>,
    /// What has an AS number of its own.
    pub asn_per: AsnPer,
    /// Where that is said.
    pub asn_per_span: Option<Span>,
    /// The fabric's only AS, under OSPF.
    pub asn: Option<Spanned<u32>>,
    /// Most equal-cost paths.
    pub maximum_paths: Option<Spanned<u16>>,
    /// BFD of all sessions between switches.
    pub bfd: Option<BfdTimers>,
    /// Graceful restart.
    pub graceful_restart: bool,
    /// Where that is said.
    pub graceful_restart_span: Option<Span>,
    /// Timers.
    pub timers: Option<Timers>,
    /// Password of all sessions between switches.
    pub password: Option<SecretName>,
    /// OSPF area.
    pub area: u32,
}

/// Protocol and addressing of the underlay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum UnderlayKind {
    /// Cables between switches are layer 2.
    #[default]
    None,
    /// eBGP over addressed links.
    BgpNumbered,
    /// eBGP over links without addresses (RFC 8950).
    BgpUnnumbered,
    /// eBGP; each link without addresses where both ends can, else with.
    BgpAuto,
    /// OSPF over addressed links.
    Ospf,
}

impl UnderlayKind {
    /// Whether it is BGP.
    pub fn is_bgp(self) -> bool {
        matches!(self, Self::BgpNumbered | Self::BgpUnnumbered | Self::BgpAuto)
    }
}

/// What has an AS number of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AsnPer {
    /// Every switch.
    Switch,
    /// Every MLAG pair, and every switch that is in none.
    #[default]
    Pair,
    /// Every tier; and pairs and switches that are in none.
    Tier,
}

/// BFD timers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BfdTimers {
    /// Milliseconds between packets: 300 when unsaid.
    pub interval: u32,
    /// Lost packets: 3 when unsaid.
    pub multiplier: u8,
    /// Whether the statement says any of the two; else they are those of the statement that does.
    pub said: bool,
    /// The statement.
    pub span: Span,
}

/// Timers of a protocol, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timers {
    /// Keepalive or hello.
    pub first: u16,
    /// Hold or dead.
    pub second: u16,
    /// The statement.
    pub span: Span,
}

/// The EVPN overlay.
#[derive(Debug, Clone)]
pub struct Overlay {
    /// The statement's head.
    pub span: Span,
    /// Switches that hand EVPN routes on; found from the cabling when empty.
    pub route_servers: Vec<SwitchId>,
    /// VLAN-aware bundles instead of an instance per VLAN.
    pub vlan_aware: Option<Span>,
    /// First half of every route target.
    pub route_target_asn: u16,
    /// ARP and ND suppression.
    pub suppression: bool,
    /// Where that is said.
    pub suppression_span: Option<Span>,
}

/// Spanning tree of the fabric.
#[derive(Debug, Clone)]
pub struct SpanningTree {
    /// Which protocol.
    pub mode: SpanningTreeMode,
    /// The statement, if there is one.
    pub span: Option<Span>,
    /// Switches meant to be the root: one, or both members of a pair.
    pub root: Vec<SwitchId>,
    /// Switches meant to take over from the root.
    pub secondary: Vec<SwitchId>,
    /// Name of the MST region.
    pub region: String,
    /// Revision of the MST region.
    pub revision: u16,
    /// Further MST instances.
    pub instances: Vec<MstInstance>,
    /// The words about roots and the region that the program says, and what they say.
    pub words: Vec<Spanned<&'static str>>,
}

/// A spanning-tree protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanningTreeMode {
    /// None at all.
    None,
    /// IEEE 802.1s
    Mstp,
    /// IEEE 802.1w
    Rstp,
    /// One rapid tree per VLAN.
    RapidPvst,
}

impl SpanningTreeMode {
    /// Each with its word in the language.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("mstp", Self::Mstp),
        ("rstp", Self::Rstp),
        ("rapid-pvst", Self::RapidPvst),
        ("none", Self::None),
    ];

    /// The word in the language.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, mode)| *mode == self).map_or("", |(word, _)| *word)
    }
}

/// One MST instance.
#[derive(Debug, Clone)]
pub struct MstInstance {
    /// Instance id, 1–4094.
    pub id: u16,
    /// Where it is written.
    pub span: Span,
    /// VLANs mapped to it.
    pub vlans: Vec<Spanned<VlanId>>,
    /// Root; the fabric's when empty.
    pub root: Vec<SwitchId>,
    /// Stand-in of the root.
    pub secondary: Vec<SwitchId>,
}

/// Address pools.
#[derive(Debug, Clone, Default)]
pub struct Pools {
    /// Loopbacks.
    pub loopback: AddressPool,
    /// Point-to-point links.
    pub link: AddressPool,
    /// Management addresses.
    pub management: AddressPool,
    /// Management default gateway, IPv4.
    pub management_gateway_ipv4: Option<Spanned<Ipv4Addr>>,
    /// Management default gateway, IPv6.
    pub management_gateway_ipv6: Option<Spanned<Ipv6Addr>>,
    /// Tunnel endpoints of the overlay.
    pub vtep: AddressPool,
    /// AS numbers of the fabric's switches, first and last.
    pub asn: Vec<Spanned<(u32, u32)>>,
}

/// Prefixes to choose from.
#[derive(Debug, Clone, Default)]
pub struct AddressPool {
    /// IPv4 prefixes.
    pub ipv4: Vec<Spanned<Ipv4Net>>,
    /// IPv6 prefixes.
    pub ipv6: Vec<Spanned<Ipv6Net>>,
    /// The statement.
    pub span: Option<Span>,
}
