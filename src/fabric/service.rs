//! Services that speak BGP, and peers outside of the fabric.

use std::net::IpAddr;

use ipnet::IpNet;

use super::policy::{Community, PrefixSet};
use super::settings::{BfdTimers, Timers};
use super::{HostId, SecretName, SwitchId, VlanId, VrfId};
use crate::source::{Origin, Span, Spanned};

/// BGP sessions from hosts to their switches.
#[derive(Debug)]
pub struct Service {
    /// Name, unique among services.
    pub name: String,
    /// Where it is declared.
    pub origin: Origin,
    /// VLANs that the hosts are in; all have a gateway.
    pub vlans: Vec<Spanned<VlanId>>,
    /// AS numbers of the hosts.
    pub asn: Option<ServiceAsn>,
    /// Ranges from which hosts come by themselves; the whole subnets when empty and `listen_on_gateway`.
    pub listen: Vec<Spanned<IpNet>>,
    /// Hosts come by themselves from the whole subnet of each VLAN.
    pub listen_on_gateway: bool,
    /// Hosts that are named.
    pub nodes: Vec<ServiceNode>,
    /// How many hosts may come by themselves, on each switch.
    pub max_neighbors: Option<Spanned<u32>>,
    /// What hosts may announce.
    pub accept: PrefixSet,
    /// Addresses that several hosts announce at once.
    pub vips: Vec<Spanned<IpNet>>,
    /// Most prefixes of a session and family.
    pub max_prefixes: Option<Spanned<u32>>,
    /// What hosts are told.
    pub advertise: Advertise,
    /// Communities to set on what is accepted.
    pub communities: Vec<Community>,
    /// BFD.
    pub bfd: Option<BfdTimers>,
    /// Timers.
    pub timers: Option<Timers>,
    /// TCP MD5 password.
    pub password: Option<SecretName>,
}

impl Service {
    /// Whether hosts may announce anything of a family.
    pub fn accepts(&self, ipv6: bool) -> bool {
        let accepted = self.accept.prefixes.iter().map(|one| one.value.prefix);
        let vips = self.vips.iter().map(|vip| vip.value);
        accepted.chain(vips).any(|net| net.addr().is_ipv6() == ipv6)
    }
}

/// AS numbers of a service's hosts.
#[derive(Debug, Clone, Copy)]
pub struct ServiceAsn {
    /// First and last.
    pub range: Spanned<(u32, u32)>,
    /// How they are dealt out.
    pub per: AsnOf,
}

/// What has an AS number of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsnOf {
    /// All hosts have the same, or any of the range.
    All,
    /// The hosts of a rack have the same.
    Rack,
    /// Each named host has one.
    Node,
}

/// A host that is named.
#[derive(Debug)]
pub struct ServiceNode {
    /// Its name.
    pub name: Spanned<String>,
    /// The host, when it is attached.
    pub host: Option<HostId>,
    /// Its addresses, at most one per family.
    pub addresses: Vec<Spanned<IpAddr>>,
    /// Its AS, when the program says it.
    pub asn: Option<Spanned<u32>>,
}

/// What a neighbour is told, or what is taken from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Advertise {
    /// A default route only.
    Default,
    /// Everything.
    All,
    /// Nothing.
    Nothing,
    /// What a route policy lets out (its position).
    Policy(usize),
    /// The subnets of these VRFs and VLANs.
    Subnets {
        /// VRFs.
        vrfs: Vec<VrfId>,
        /// VLANs.
        vlans: Vec<VlanId>,
    },
}

/// A BGP neighbour outside of the fabric.
#[derive(Debug)]
pub struct Peer {
    /// Name, unique within its boundary.
    pub name: String,
    /// Where it is declared.
    pub span: Span,
    /// Its AS.
    pub asn: Spanned<u32>,
    /// Its addresses, at most one per family.
    pub addresses: Vec<Spanned<IpAddr>>,
    /// Switches that it is reached from: those of the boundary in whose subnets it lies (with `multihop`: all
    /// of the boundary), or those that `on` names.
    pub on: Vec<SwitchId>,
    /// TCP MD5 password.
    pub password: Option<SecretName>,
    /// TCP-AO key.
    pub tcp_ao: Option<SecretName>,
    /// Hops of TTL security.
    pub ttl_security: Option<Spanned<u8>>,
    /// Hops that it may be away.
    pub multihop: Option<Spanned<u8>>,
    /// Most prefixes of each family.
    pub max_prefixes: Option<Spanned<u32>>,
    /// BFD.
    pub bfd: Option<BfdTimers>,
    /// Timers.
    pub timers: Option<Timers>,
    /// What is taken from it.
    pub import: Option<Spanned<Advertise>>,
    /// What it is told.
    pub export: Option<Spanned<Advertise>>,
    /// Take private AS numbers off the path.
    pub remove_private_as: bool,
    /// What it is for.
    pub description: Option<String>,
}

/// OSPF at a boundary.
#[derive(Debug)]
pub struct BoundaryOspf {
    /// The keyword.
    pub span: Span,
    /// Area.
    pub area: u32,
    /// Cost of its interfaces.
    pub cost: Option<Spanned<u16>>,
    /// Two routers and no election.
    pub point_to_point: bool,
    /// Authentication key.
    pub password: Option<SecretName>,
    /// Timers.
    pub timers: Option<Timers>,
    /// BFD.
    pub bfd: Option<BfdTimers>,
    /// What is taken from OSPF into the fabric's BGP.
    pub import: Option<Spanned<Advertise>>,
    /// What OSPF is told.
    pub export: Option<Spanned<Advertise>>,
}
