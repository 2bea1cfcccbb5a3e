//! The management network of a lab.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::allocate::Allocation;
use crate::fabric::{Fabric, SwitchId};

/// Addresses by the plan, where the plan has a single subnet that all are in.
#[derive(Debug, Default)]
pub(super) struct Network {
    pub(super) ipv4: Option<Subnet>,
    pub(super) ipv6: Option<Subnet>,
}

/// A subnet of one family.
#[derive(Debug)]
pub(super) struct Subnet {
    pub(super) net: IpNet,
    pub(super) gateway: Option<IpAddr>,
    /// In the order of the lab's switches.
    pub(super) addresses: Vec<(SwitchId, IpAddr)>,
}

impl Network {
    pub(super) fn of(fabric: &Fabric, allocation: &Allocation, switches: &[SwitchId]) -> Self {
        let pools = &fabric.settings.pools;
        let ipv4 = |id: &SwitchId| allocation.management_ipv4.get(*id).map(|net| IpNet::V4(*net));
        let ipv6 = |id: &SwitchId| allocation.management_ipv6.get(*id).map(|net| IpNet::V6(*net));
        let gateway4 = pools.management_gateway_ipv4.map(|gateway| IpAddr::V4(gateway.value));
        let gateway6 = pools.management_gateway_ipv6.map(|gateway| IpAddr::V6(gateway.value));
        Self { ipv4: subnet(switches, ipv4, gateway4), ipv6: subnet(switches, ipv6, gateway6) }
    }

    /// The subnets that there are.
    pub(super) fn subnets(&self) -> impl Iterator<Item = (&'static str, &Subnet)> {
        let ipv4 = self.ipv4.iter().map(|subnet| ("ipv4", subnet));
        ipv4.chain(self.ipv6.iter().map(|subnet| ("ipv6", subnet)))
    }
}

/// The subnet of all switches, if there is one and it is large enough for a network of its own.
fn subnet(
    switches: &[SwitchId],
    of: impl Fn(&SwitchId) -> Option<IpNet>,
    gateway: Option<IpAddr>,
) -> Option<Subnet> {
    let nets: Option<Vec<IpNet>> = switches.iter().map(of).collect();
    let nets = nets?;
    let net = nets.first()?.trunc();
    let wide = net.prefix_len() + 1 < net.max_prefix_len();
    let gateway = gateway.filter(|gateway| net.contains(gateway));
    // Without a gateway in the plan containerlab takes the first address for its own.
    let first = net.hosts().next();
    let clash = gateway.is_none() && nets.iter().any(|one| Some(one.addr()) == first);
    if !wide || clash || nets.iter().any(|one| one.trunc() != net) {
        return None;
    }
    let addresses = switches.iter().copied().zip(nets.iter().map(IpNet::addr)).collect();
    Some(Subnet { net, gateway, addresses })
}
