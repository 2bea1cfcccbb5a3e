//! Subnets that switches are connected to, and the switches that a static route is for.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use crate::fabric::{Fabric, StaticRoute, SwitchId, Vlan, VrfId};

/// Addresses of each switch in a subnet.
pub(super) type Interfaces = BTreeMap<SwitchId, Vec<IpAddr>>;

/// Subnets by VRF, with the switches that have an interface in them.
pub(super) struct Connected {
    subnets: BTreeMap<(Option<VrfId>, IpNet), Interfaces>,
}

impl Connected {
    pub(super) fn of(fabric: &Fabric) -> Self {
        let mut connected = Self { subnets: BTreeMap::new() };
        for vlan in fabric.vlans.values() {
            for (switch, net) in svi_addresses(vlan) {
                connected.add(vlan.vrf, switch, net);
            }
        }
        for boundary in &fabric.boundaries {
            for port in &boundary.ports {
                let nets = port.ipv4.map(|net| net.value.into());
                let nets = nets.into_iter().chain(port.ipv6.map(|net| net.value.into()));
                for net in nets {
                    connected.add(boundary.vrf, port.switch, net);
                }
            }
        }
        connected
    }

    fn add(&mut self, vrf: Option<VrfId>, switch: SwitchId, net: IpNet) {
        let switches = self.subnets.entry((vrf, net.trunc())).or_default();
        switches.entry(switch).or_default().push(net.addr());
    }

    /// The subnets of a VRF that hold an address, the longest prefix first.
    pub(super) fn holding(
        &self,
        vrf: Option<VrfId>,
        address: IpAddr,
    ) -> impl Iterator<Item = (IpNet, &Interfaces)> {
        let host = IpNet::from(address);
        (0..=host.max_prefix_len()).rev().filter_map(move |length| {
            let subnet = IpNet::new(address, length).ok()?.trunc();
            Some((subnet, self.subnets.get(&(vrf, subnet))?))
        })
    }

    /// Switches that reach a next hop without a router between.
    pub(super) fn reaching(&self, vrf: Option<VrfId>, next_hop: IpAddr) -> BTreeSet<SwitchId> {
        self.holding(vrf, next_hop).flat_map(|(_, switches)| switches.keys().copied()).collect()
    }

    /// The switches that a route is for: those that it names, or else those that reach its next hop.
    pub(super) fn switches_of(&self, route: &StaticRoute) -> BTreeSet<SwitchId> {
        let named = route.on.iter().copied().collect::<BTreeSet<_>>();
        if !named.is_empty() {
            return named;
        }
        match route.via {
            None => route.within.iter().copied().collect(),
            Some(via) => {
                let mut found = self.reaching(route.vrf, via.value);
                found.retain(|switch| route.within.is_empty() || route.within.contains(switch));
                found
            }
        }
    }
}

/// The subnets of a VLAN, each with one of its switches and an address there.
fn svi_addresses(vlan: &Vlan) -> impl Iterator<Item = (SwitchId, IpNet)> + '_ {
    let shared = vlan.gateway.iter().flat_map(|gateway| {
        let ipv4 = gateway.ipv4.map(|net| net.value.into());
        let nets = ipv4.into_iter().chain(gateway.ipv6.map(|net| net.value.into()));
        nets.flat_map(|net: IpNet| gateway.on.iter().map(move |switch| (*switch, net)))
    });
    let own = vlan.addresses.iter().flat_map(|(switch, own)| {
        let ipv4 = own.ipv4.map(|net| net.value.into());
        ipv4.into_iter().chain(own.ipv6.map(|net| net.value.into())).map(|net| (*switch, net))
    });
    shared.chain(own)
}
