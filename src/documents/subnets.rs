//! Every subnet that the fabric has, and how much of it is free.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::Documents;
use super::addresses::{Held, Vrf};
use crate::fabric::{AddressPool, VrfId};

/// What a subnet is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Loopbacks,
    Tunnels,
    Management,
    /// A pool that links are taken from.
    Links,
    Link,
    /// Between the members of a pair.
    Pair,
    Vlan,
    Boundary,
    /// Of an address that the program says and that is in none of the others.
    Other,
}

impl Kind {
    /// The word in CSV.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Loopbacks => "loopback pool",
            Self::Tunnels => "vtep pool",
            Self::Management => "management pool",
            Self::Links => "link pool",
            Self::Link => "link",
            Self::Pair => "pair",
            Self::Vlan => "vlan",
            Self::Boundary => "boundary",
            Self::Other => "other",
        }
    }

    /// Whether subnets or addresses of any VRF are taken from it.
    fn is_pool(self) -> bool {
        matches!(self, Self::Loopbacks | Self::Tunnels | Self::Links)
    }
}

/// A subnet before its addresses are counted.
#[derive(Debug)]
struct Subnet {
    net: IpNet,
    kind: Kind,
    name: String,
    /// Any when absent.
    vrf: Option<Vrf>,
    gateway: Vec<IpAddr>,
}

/// A subnet with what is taken of it.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: usize,
    pub(super) net: IpNet,
    pub(super) kind: Kind,
    pub(super) name: String,
    pub(super) vrf: String,
    pub(super) gateway: String,
    pub(super) usable: u128,
    pub(super) used: u128,
    pub(super) free: u128,
}

/// All subnets.
#[derive(Debug, Default)]
pub(super) struct Subnets {
    all: Vec<Subnet>,
    at: BTreeMap<(Option<Vrf>, IpNet), usize>,
    /// Prefix lengths that there are, of IPv4 and of IPv6.
    lengths: [BTreeSet<u8>; 2],
}

impl Subnets {
    /// What the program and the allocation say.
    pub(super) fn of(documents: &Documents<'_>) -> Self {
        let mut subnets = Self::default();
        subnets.pools(documents);
        subnets.vlans(documents);
        subnets.boundaries(documents);
        subnets.links(documents);
        subnets.pairs(documents);
        subnets
    }

    /// Of a subnet that is there already, the kind stays, and the name that is first by its letters.
    fn add(&mut self, vrf: Option<Vrf>, net: IpNet, kind: Kind, name: &str) -> usize {
        let net = net.trunc();
        if let Some(id) = self.at.get(&(vrf.clone(), net)).copied() {
            let known = &mut self.all[id];
            if known.kind == kind && name < known.name.as_str() {
                name.clone_into(&mut known.name);
            }
            return id;
        }
        let id = self.all.len();
        self.at.insert((vrf.clone(), net), id);
        self.lengths[family(net.addr())].insert(net.prefix_len());
        let name = name.to_owned();
        self.all.push(Subnet { net, kind, name, vrf, gateway: Vec::new() });
        id
    }

    fn pools(&mut self, documents: &Documents<'_>) {
        let pools = &documents.fabric.settings.pools;
        let kinds = [
            (&pools.loopback, None, Kind::Loopbacks, "loopback"),
            (&pools.vtep, None, Kind::Tunnels, "vtep"),
            (&pools.management, Some(Vrf::Management), Kind::Management, "mgmt"),
            (&pools.link, None, Kind::Links, "link"),
        ];
        let gateways = [
            pools.management_gateway_ipv4.map(|gateway| IpAddr::V4(gateway.value)),
            pools.management_gateway_ipv6.map(|gateway| IpAddr::V6(gateway.value)),
        ];
        for (pool, vrf, kind, name) in kinds {
            for net in nets(pool) {
                let id = self.add(vrf.clone(), net, kind, name);
                let gateways = gateways.iter().flatten().filter(|ip| net.contains(*ip));
                if kind == Kind::Management {
                    self.all[id].gateway = gateways.copied().collect();
                }
            }
        }
    }

    fn vlans(&mut self, documents: &Documents<'_>) {
        let fabric = documents.fabric;
        for vlan in fabric.vlans.values() {
            let vrf = || Some(documents.vrf(vlan.vrf));
            if let Some(gateway) = &vlan.gateway {
                for net in
                    both(gateway.ipv4.map(|net| net.value), gateway.ipv6.map(|net| net.value))
                {
                    let id = self.add(vrf(), net, Kind::Vlan, &vlan.name);
                    self.all[id].gateway.push(net.addr());
                }
            }
            for said in vlan.addresses.values() {
                for net in both(said.ipv4.map(|net| net.value), said.ipv6.map(|net| net.value)) {
                    self.add(vrf(), net, Kind::Vlan, &vlan.name);
                }
            }
        }
    }

    fn boundaries(&mut self, documents: &Documents<'_>) {
        for boundary in &documents.fabric.boundaries {
            for port in &boundary.ports {
                let vrf = Some(documents.vrf(boundary.vrf));
                for net in both(port.ipv4.map(|net| net.value), port.ipv6.map(|net| net.value)) {
                    self.add(vrf.clone(), net, Kind::Boundary, &boundary.name);
                }
            }
        }
    }

    fn links(&mut self, documents: &Documents<'_>) {
        let allocation = documents.allocation;
        let ipv4 = allocation.links_ipv4.iter().map(|(cable, net)| (cable, IpNet::V4(*net)));
        let ipv6 = allocation.links_ipv6.iter().map(|(cable, net)| (cable, IpNet::V6(*net)));
        for (cable, net) in ipv4.chain(ipv6) {
            let name = documents.cable_name(cable);
            self.add(Some(Vrf::Default), net, Kind::Link, &name);
        }
    }

    fn pairs(&mut self, documents: &Documents<'_>) {
        let (fabric, allocation) = (documents.fabric, documents.allocation);
        for (pair, net) in &allocation.peer_links {
            let name = format!("{} peer link", fabric.pairs[*pair].name);
            self.add(Some(Vrf::Default), IpNet::V4(*net), Kind::Pair, &name);
        }
        for (pair, net) in &allocation.keepalive_links {
            let name = format!("{} keepalive", fabric.pairs[*pair].name);
            // The VRF of a keepalive is each vendor's own.
            self.add(None, IpNet::V4(*net), Kind::Pair, &name);
        }
        let name = |pair| format!("{} routing", fabric.pairs[pair].name);
        for ((pair, vrf), net) in &allocation.pair_routing_ipv4 {
            self.add(Some(documents.vrf(*vrf)), IpNet::V4(*net), Kind::Pair, &name(*pair));
        }
        for ((pair, vrf), net) in &allocation.pair_routing_ipv6 {
            self.add(Some(documents.vrf(*vrf)), IpNet::V6(*net), Kind::Pair, &name(*pair));
        }
    }

    /// The subnet of a switch's address; one is made when there is none.
    pub(super) fn of_held(&mut self, held: &Held) -> usize {
        let net = IpNet::new(held.ip, held.length).unwrap_or(held.ip.into()).trunc();
        let exact = self.exact(&held.vrf, net);
        let found = exact.or_else(|| self.find(&held.vrf, held.ip));
        found.unwrap_or_else(|| self.add(Some(held.vrf.clone()), net, Kind::Other, held.role))
    }

    fn exact(&self, vrf: &Vrf, net: IpNet) -> Option<usize> {
        let own = self.at.get(&(Some(vrf.clone()), net));
        own.or_else(|| self.at.get(&(None, net))).copied()
    }

    /// The smallest subnet of a VRF that an address is in.
    pub(super) fn find(&self, vrf: &Vrf, ip: IpAddr) -> Option<usize> {
        let mut lengths = self.lengths[family(ip)].iter().rev();
        lengths.find_map(|length| self.exact(vrf, IpNet::new(ip, *length).ok()?.trunc()))
    }

    /// The subnets in the order of the plan, by kind, VRF and prefix, with what is taken of each.
    pub(super) fn rows(&self, taken: &BTreeMap<usize, Vec<IpAddr>>) -> Vec<Row> {
        let inside = self.inside_pools();
        let mut rows: Vec<Row> = self
            .all
            .iter()
            .enumerate()
            .map(|(id, subnet)| {
                let none = Vec::new();
                let ips = taken.get(&id).unwrap_or(&none);
                let of_subnets = inside.get(&id).copied().unwrap_or_default();
                let usable = usable(subnet.net, subnet.kind);
                let counted = ips.iter().filter(|ip| is_usable(subnet.net, subnet.kind, **ip));
                let used = of_subnets.saturating_add(counted.count() as u128);
                let gateway: Vec<String> = subnet.gateway.iter().map(ToString::to_string).collect();
                Row {
                    id,
                    net: subnet.net,
                    kind: subnet.kind,
                    name: subnet.name.clone(),
                    vrf: subnet.vrf.as_ref().map(ToString::to_string).unwrap_or_default(),
                    gateway: gateway.join(", "),
                    usable,
                    used,
                    free: usable.saturating_sub(used),
                }
            })
            .collect();
        rows.sort_by(|a, b| (a.kind, &a.vrf, a.net).cmp(&(b.kind, &b.vrf, b.net)));
        rows
    }

    /// How many addresses of each pool lie in subnets that are taken from it.
    fn inside_pools(&self) -> BTreeMap<usize, u128> {
        let pools: Vec<(usize, &Subnet)> =
            self.all.iter().enumerate().filter(|(_, subnet)| subnet.kind.is_pool()).collect();
        let mut inside: BTreeMap<usize, u128> = BTreeMap::new();
        for subnet in self.all.iter().filter(|subnet| !subnet.kind.is_pool()) {
            let pool = pools.iter().find(|(_, pool)| pool.net.contains(&subnet.net));
            if let Some((id, _)) = pool {
                let sum = inside.entry(*id).or_default();
                *sum = sum.saturating_add(size(subnet.net));
            }
        }
        inside
    }
}

fn family(ip: IpAddr) -> usize {
    usize::from(ip.is_ipv6())
}

fn nets(pool: &AddressPool) -> impl Iterator<Item = IpNet> {
    let ipv4 = pool.ipv4.iter().map(|net| IpNet::V4(net.value));
    ipv4.chain(pool.ipv6.iter().map(|net| IpNet::V6(net.value)))
}

fn both(ipv4: Option<Ipv4Net>, ipv6: Option<Ipv6Net>) -> impl Iterator<Item = IpNet> {
    ipv4.map(IpNet::V4).into_iter().chain(ipv6.map(IpNet::V6))
}

/// How many addresses a prefix has.
fn size(net: IpNet) -> u128 {
    let bits = u32::from(net.max_prefix_len() - net.prefix_len());
    1_u128.checked_shl(bits).unwrap_or(u128::MAX)
}

/// How many addresses of a subnet can be given away.
fn usable(net: IpNet, kind: Kind) -> u128 {
    let edges = [net.network(), net.broadcast()].into_iter();
    let kept = edges.filter(|ip| !is_usable(net, kind, *ip)).count();
    size(net).saturating_sub(kept as u128)
}

/// Whether an address of a subnet can be given away: a loopback may not look like a network, and hosts have neither
/// network nor broadcast address. Links are counted whole.
fn is_usable(net: IpNet, kind: Kind, ip: IpAddr) -> bool {
    let wide = net.prefix_len() + 1 < net.max_prefix_len();
    let first = ip == net.network() && kind != Kind::Links;
    let hosts = !kind.is_pool() && matches!(net, IpNet::V4(_));
    !wide || !(first || (hosts && ip == net.broadcast()))
}

impl Documents<'_> {
    /// A VRF of the program.
    pub(super) fn vrf(&self, vrf: Option<VrfId>) -> Vrf {
        Vrf::of(vrf.map(|vrf| self.fabric.vrfs[vrf].name.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(net: &str, kind: Kind) -> u128 {
        usable(net.parse().expect("a prefix"), kind)
    }

    #[test]
    fn what_can_be_given_away_is_counted() {
        assert_eq!(count("10.0.0.0/24", Kind::Vlan), 254);
        assert_eq!(count("10.0.0.0/24", Kind::Loopbacks), 255);
        assert_eq!(count("10.0.0.0/24", Kind::Links), 256);
        assert_eq!(count("10.0.0.0/31", Kind::Link), 2);
        assert_eq!(count("10.0.0.1/32", Kind::Loopbacks), 1);
        assert_eq!(count("2001:db8::/126", Kind::Vlan), 3);
        assert_eq!(count("2001:db8::/64", Kind::Vlan), (1 << 64) - 1);
        assert_eq!(count("::/0", Kind::Links), u128::MAX);
    }
}
