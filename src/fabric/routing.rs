//! VRFs, static routes and boundaries.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::policy::{Access, PrefixSet};
use super::service::{BoundaryOspf, Peer};
use super::{CableId, SwitchId, VlanId, VrfId};
use crate::source::{Origin, Span, Spanned};

/// A VRF.
#[derive(Debug)]
pub struct Vrf {
    /// Name.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// VXLAN network identifier, for an overlay.
    pub vni: Option<Spanned<u32>>,
    /// What it is for.
    pub description: Option<String>,
    /// Routes of other VRFs that this one takes in.
    pub leaks: Vec<Leak>,
}

/// Routes of another VRF that one takes in.
#[derive(Debug)]
pub struct Leak {
    /// The other VRF.
    pub from: Spanned<VrfId>,
    /// Which of its routes; all when absent.
    pub prefixes: Option<PrefixSet>,
    /// The statement.
    pub span: Span,
}

/// A static route.
#[derive(Debug, Clone)]
pub struct StaticRoute {
    /// VRF; the default one when absent.
    pub vrf: Option<VrfId>,
    /// Destination, without host bits.
    pub prefix: Spanned<IpNet>,
    /// Next hop; discards when absent.
    pub via: Option<Spanned<IpAddr>>,
    /// Administrative distance.
    pub distance: Option<u8>,
    /// What it is for.
    pub description: Option<String>,
    /// Switches that the program names; those that reach the next hop when empty.
    pub on: Vec<SwitchId>,
    /// Switches it may be on when `on` is empty; any when empty.
    pub within: Vec<SwitchId>,
    /// The statement.
    pub span: Span,
}

impl StaticRoute {
    /// Whether it may be on a switch, as far as the program says where it is.
    pub fn may_be_on(&self, switch: SwitchId) -> bool {
        let on = if self.on.is_empty() { &self.within } else { &self.on };
        on.is_empty() || on.contains(&switch)
    }
}

/// A boundary to another network.
#[derive(Debug)]
pub struct Boundary {
    /// Name.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// Switches it is on.
    pub on: Vec<SwitchId>,
    /// VRF; the default one when absent.
    pub vrf: Option<VrfId>,
    /// Routed ports.
    pub ports: Vec<BoundaryPort>,
    /// VLANs whose SVIs are the boundary.
    pub vlans: Vec<Spanned<VlanId>>,
    /// External BGP neighbours.
    pub peers: Vec<Peer>,
    /// OSPF with the outside.
    pub ospf: Option<BoundaryOspf>,
    /// Access lists on its ports and VLANs.
    pub access: Vec<Access>,
}

/// A routed port of a boundary.
#[derive(Debug)]
pub struct BoundaryPort {
    /// The switch.
    pub switch: SwitchId,
    /// The cable out of it.
    pub cable: CableId,
    /// Own IPv4 address and length.
    pub ipv4: Option<Spanned<Ipv4Net>>,
    /// Own IPv6 address and length.
    pub ipv6: Option<Spanned<Ipv6Net>>,
    /// VLAN tag of a subinterface.
    pub tag: Option<Spanned<u16>>,
    /// IP MTU in bytes.
    pub mtu: Option<Spanned<u32>>,
    /// Description by the program.
    pub description: Option<String>,
    /// The statement.
    pub span: Span,
}
