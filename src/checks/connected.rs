//! Subnets that switches are connected to, and the switches that a static route is for.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::nets;
use crate::fabric::{Fabric, StaticRoute, SwitchId, Vlan, VrfId};
use crate::source::Spanned;

/// Addresses of each switch in a subnet.
pub(super) type Interfaces = BTreeMap<SwitchId, Vec<IpAddr>>;

/// Subnets by VRF, with the switches that have an interface in them.
pub(super) struct Connected {
    subnets: BTreeMap<(Option<VrfId>, IpNet), Interfaces>,
    routing: BTreeMap<Option<VrfId>, BTreeSet<SwitchId>>,
}

impl Connected {
    pub(super) fn of(fabric: &Fabric) -> Self {
        let mut connected = Self { subnets: BTreeMap::new(), routing: BTreeMap::new() };
        for vlan in fabric.vlans.values() {
            for (switch, net) in svi_addresses(vlan) {
                connected.add(vlan.vrf, switch, net);
            }
        }
        for boundary in &fabric.boundaries {
            for port in &boundary.ports {
                for net in nets::both(port.ipv4, port.ipv6) {
                    connected.add(boundary.vrf, port.switch, net.value);
                }
            }
        }
        connected
    }

    fn add(&mut self, vrf: Option<VrfId>, switch: SwitchId, net: IpNet) {
        self.routing.entry(vrf).or_default().insert(switch);
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

    /// The switches that a route is for: those that it names, or else those that reach its next
    /// hop. What discards is on all that route the VRF.
    pub(super) fn switches_of(&self, route: &StaticRoute) -> BTreeSet<SwitchId> {
        let named = route.on.iter().copied().collect::<BTreeSet<_>>();
        if !named.is_empty() {
            return named;
        }
        let mut found = match route.via {
            None => self.routing.get(&route.vrf).cloned().unwrap_or_default(),
            Some(via) => self.reaching(route.vrf, via.value),
        };
        found.retain(|switch| route.within.is_empty() || route.within.contains(switch));
        found
    }
}

/// The subnets of a VLAN, each with one of its switches and an address there.
fn svi_addresses(vlan: &Vlan) -> impl Iterator<Item = (SwitchId, IpNet)> + '_ {
    let shared = vlan.gateway.iter().flat_map(|gateway| {
        let on = |net: Spanned<IpNet>| gateway.on.iter().map(move |switch| (*switch, net.value));
        nets::both(gateway.ipv4, gateway.ipv6).flat_map(on)
    });
    let own = vlan
        .addresses
        .iter()
        .flat_map(|(switch, own)| nets::both(own.ipv4, own.ipv6).map(|net| (*switch, net.value)));
    shared.chain(own)
}
