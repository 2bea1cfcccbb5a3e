//! VLANs and port profiles.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::{Ipv4Net, Ipv6Net};

use super::policy::Access;
use super::{SwitchId, SwitchList, VlanId, VrfId};
use crate::source::{Origin, Span, Spanned};
use crate::vendor::schema::{Fec, GatewayKind};

/// A VLAN.
#[derive(Debug)]
pub struct Vlan {
    /// Name, unique in the fabric.
    pub name: String,
    /// VLAN id.
    pub id: u16,
    /// Where the id is written.
    pub id_span: Span,
    /// Where it is declared.
    pub origin: Origin,
    /// VRF of its SVIs; the default one when absent.
    pub vrf: Option<VrfId>,
    /// Where that is said.
    pub vrf_span: Option<Span>,
    /// Shared gateway.
    pub gateway: Option<Gateway>,
    /// Switches that the program puts it on, with the place where it says so.
    pub placed: BTreeMap<SwitchId, Span>,
    /// DHCP servers to relay to.
    pub dhcp_relay: Vec<Spanned<IpAddr>>,
    /// IP MTU in bytes.
    pub mtu: Option<Spanned<u32>>,
    /// VXLAN network identifier, for an overlay.
    pub vni: Option<Spanned<u32>>,
    /// What it is for.
    pub description: Option<String>,
    /// Own addresses of switches that the program says.
    pub addresses: BTreeMap<SwitchId, SviAddresses>,
    /// Statically assigned addresses of hosts.
    pub hosts: Vec<(Spanned<String>, Spanned<IpAddr>)>,
    /// Whether router advertisements are sent, if the program says so; they are unless it does.
    pub router_advertisement: Option<Spanned<bool>>,
    /// The VLAN stays on its switches, without overlay.
    pub no_vni: Option<Span>,
    /// Access lists on its SVIs.
    pub access: Vec<Access>,
    /// VRRP (or HSRP) group that the program says.
    pub vrrp_group: Option<Spanned<u8>>,
}

impl Vlan {
    /// IP MTU in bytes: what the program says, or 1500.
    pub fn ip_mtu(&self) -> u32 {
        self.mtu.map_or(1500, |mtu| mtu.value)
    }
}

/// A VLAN's gateway.
#[derive(Debug)]
pub struct Gateway {
    /// IPv4 address and length.
    pub ipv4: Option<Spanned<Ipv4Net>>,
    /// IPv6 address and length.
    pub ipv6: Option<Spanned<Ipv6Net>>,
    /// Mechanism that the program says.
    pub via: Option<Spanned<GatewayKind>>,
    /// Switches that route the VLAN; empty when the gateway is distributed.
    pub on: SwitchList,
    /// Every switch that carries the VLAN routes it: in an overlay, when no place is named.
    pub distributed: bool,
    /// The statement.
    pub span: Span,
}

impl Gateway {
    /// Whether an address is in a subnet of the VLAN.
    pub fn holds(&self, address: IpAddr) -> bool {
        match address {
            IpAddr::V4(address) => self.ipv4.is_some_and(|net| net.value.contains(&address)),
            IpAddr::V6(address) => self.ipv6.is_some_and(|net| net.value.contains(&address)),
        }
    }
}

/// A switch's own addresses on a VLAN.
#[derive(Debug, Clone, Default)]
pub struct SviAddresses {
    /// IPv4 address and length.
    pub ipv4: Option<Spanned<Ipv4Net>>,
    /// IPv6 address and length.
    pub ipv6: Option<Spanned<Ipv6Net>>,
}

/// A port profile.
#[derive(Debug)]
pub struct Profile {
    /// Name.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// VLANs it carries.
    pub carried: Carried,
    /// VLAN of untagged frames on a trunk.
    pub native: Option<Spanned<VlanId>>,
    /// LACP, if hosts bundle their cables.
    pub lacp: Option<Spanned<LacpMode>>,
    /// One cable at a time is active.
    pub active_backup: bool,
    /// Forward before LACP is up.
    pub fallback: bool,
    /// Faces a host: no spanning-tree delay, BPDU guard.
    pub edge: bool,
    /// Storm control.
    pub storm_control: Option<StormControl>,
    /// IP MTU in bytes.
    pub mtu: Option<Spanned<u32>>,
    /// Speed in megabits per second.
    pub speed: Option<Spanned<u32>>,
    /// Forward error correction.
    pub fec: Option<Spanned<Fec>>,
    /// Description of the ports.
    pub description: Option<String>,
    /// Kinds of zone (or `switch`) whose loss must leave a host attached.
    pub survives: Vec<Spanned<String>>,
}

impl Profile {
    /// The VLANs that it names, the native one included; each may come more than once.
    pub fn vlans(&self) -> impl Iterator<Item = VlanId> + '_ {
        let (access, trunk) = match &self.carried {
            Carried::Access(only) => (Some(only.value), None),
            Carried::Trunk(list) => (None, Some(list)),
            Carried::All(_) | Carried::Nothing => (None, None),
        };
        let trunk = trunk.into_iter().flatten().map(|vlan| vlan.value);
        access.into_iter().chain(trunk).chain(self.native.map(|native| native.value))
    }

    /// Whether a link between switches with this profile carries a VLAN that both its ends have.
    pub fn lets_through(&self, vlan: VlanId) -> bool {
        matches!(self.carried, Carried::All(_) | Carried::Nothing)
            || self.vlans().any(|named| named == vlan)
    }
}

/// VLANs that a profile carries.
#[derive(Debug, Clone)]
pub enum Carried {
    /// One, untagged.
    Access(Spanned<VlanId>),
    /// Some, tagged.
    Trunk(Vec<Spanned<VlanId>>),
    /// All that are on the switch, tagged.
    All(Span),
    /// The profile says nothing.
    Nothing,
}

/// How a LAG is negotiated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LacpMode {
    /// LACP, a PDU each second.
    Fast,
    /// LACP, a PDU every thirty seconds.
    Slow,
    /// No LACP.
    Static,
}

/// Storm control.
#[derive(Debug, Clone, Copy)]
pub struct StormControl {
    /// Hundredths of a percent of the port's rate.
    pub share: Spanned<u32>,
    /// Limits broadcast.
    pub broadcast: bool,
    /// Limits multicast.
    pub multicast: bool,
    /// Limits unknown unicast.
    pub unknown_unicast: bool,
}
