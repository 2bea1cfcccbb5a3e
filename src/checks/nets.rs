//! Addresses of both families as one.

use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use crate::fabric::{Pools, Vlan};
use crate::source::Spanned;

/// An interface's addresses and lengths, the IPv4 one first.
pub(super) fn both(
    ipv4: Option<Spanned<Ipv4Net>>,
    ipv6: Option<Spanned<Ipv6Net>>,
) -> impl Iterator<Item = Spanned<IpNet>> {
    let ipv6 = ipv6.map(|net| net.map(IpNet::from));
    ipv4.map(|net| net.map(IpNet::from)).into_iter().chain(ipv6)
}

/// All that switches have on a VLAN: the gateway's addresses, then the switches' own.
pub(super) fn of_vlan(vlan: &Vlan) -> impl Iterator<Item = Spanned<IpNet>> + '_ {
    let gateway = vlan.gateway.iter().flat_map(|gateway| both(gateway.ipv4, gateway.ipv6));
    gateway.chain(vlan.addresses.values().flat_map(|own| both(own.ipv4, own.ipv6)))
}

/// Prefixes of the management pool.
pub(super) fn of_management(pools: &Pools) -> Vec<Spanned<IpNet>> {
    let ipv4 = pools.management.ipv4.iter().map(|net| net.map(IpNet::from));
    ipv4.chain(pools.management.ipv6.iter().map(|net| net.map(IpNet::from))).collect()
}

/// Gateways of the management network.
pub(super) fn management_gateways(pools: &Pools) -> impl Iterator<Item = Spanned<IpAddr>> {
    let ipv4 = pools.management_gateway_ipv4.map(|gateway| gateway.map(IpAddr::from));
    let ipv6 = pools.management_gateway_ipv6.map(|gateway| gateway.map(IpAddr::from));
    ipv4.into_iter().chain(ipv6)
}
