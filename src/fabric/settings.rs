//! Settings of the whole fabric.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

use crate::fabric::{SwitchId, VlanId};
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
    /// Pools that only an overlay or a routed underlay uses: kind and place.
    pub unused_here: Vec<Spanned<String>>,
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
