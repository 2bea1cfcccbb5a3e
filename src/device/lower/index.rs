//! What concerns each switch, found once for all.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, OnceLock};

use super::Lowering;
use super::names::{Place, places};
use super::system::system;
use crate::device::model::System;
use crate::fabric::{CableEnd, CableId, PrefixMatch, SwitchId, Table, VlanId, VrfId};
use crate::topology::{BridgeId, LinkId, RoutedLink, TreeId};

#[derive(Debug, Default)]
pub(super) struct Index<'a> {
    /// Cables of each switch, with the end that is in it.
    pub(super) cables: Table<SwitchId, Vec<(CableId, usize)>>,
    /// Ports of each cable's ends.
    pub(super) places: Table<CableId, [Option<Place>; 2]>,
    /// The link of each cable that is in one.
    pub(super) links: Table<CableId, LinkId>,
    /// The routed link of each cable that is one.
    pub(super) routed: Table<CableId, &'a RoutedLink>,
    /// Which set of VLANs each link carries: links with the same number carry the same.
    pub(super) vlan_sets: Table<LinkId, usize>,
    /// Number of each LAG on its bridges.
    pub(super) lags: Table<LinkId, Vec<(BridgeId, u16)>>,
    /// Links of each bridge.
    pub(super) bridge_links: Table<BridgeId, Vec<LinkId>>,
    /// VLANs of each bridge, by id.
    pub(super) vlans: Table<BridgeId, Vec<VlanId>>,
    /// Tenant VRFs of each switch, by name.
    pub(super) tenants: Table<SwitchId, Vec<VrfId>>,
    /// SVIs of each switch, by VLAN id.
    pub(super) svis: Table<SwitchId, Vec<VlanId>>,
    /// Ports of boundaries at each cable: positions of boundary and port.
    pub(super) boundary_ports: BTreeMap<CableId, Vec<(usize, usize)>>,
    /// Static routes of each switch: positions in the fabric's list.
    pub(super) routes: Table<SwitchId, Vec<usize>>,
    /// Raw lines of each switch: positions in the fabric's list.
    pub(super) verbatim: Table<SwitchId, Vec<usize>>,
    /// How many links each bridge is away from the root of its spanning tree.
    pub(super) depth: Table<BridgeId, usize>,
    /// Each VLAN by its id.
    pub(super) by_id: BTreeMap<u16, VlanId>,
    /// VLANs whose gateway each switch shares, in the order of their handles.
    pub(super) gateways: Table<SwitchId, Vec<VlanId>>,
    /// Switches with a gateway that is the same on several.
    pub(super) distributed: BTreeSet<SwitchId>,
    /// VLANs of services whose gateway a switch is, with the service's position.
    pub(super) service_vlans: Table<SwitchId, Vec<(usize, VlanId)>>,
    /// Families that each VRF has anywhere.
    pub(super) families: BTreeMap<VrfId, (bool, bool)>,
    /// How many links each switch is away from each route server; none where no way leads.
    pub(super) hops: BTreeMap<SwitchId, Table<SwitchId, usize>>,
    /// System services of the switches of each vendor.
    pub(super) systems: BTreeMap<&'a str, Arc<System>>,
    /// Router ids of switches, as they are printed.
    pub(super) router_ids: Table<SwitchId, String>,
    /// Tunnel endpoints by their AS.
    pub(super) vteps_by_asn: BTreeMap<Option<u32>, Vec<SwitchId>>,
    /// Whether some endpoint is no route server.
    pub(super) has_clients: bool,
    /// What belongs to a VRF, by family, worked out when it is first asked for.
    pub(super) prefixes: BTreeMap<Option<VrfId>, [OnceLock<Vec<PrefixMatch>>; 2]>,
}

impl<'a> Index<'a> {
    pub(super) fn of(all: Lowering<'a>) -> Self {
        let (places, index) = rayon::join(|| places(all), || Self::without_places(all));
        let mut index = Self { places, ..index };
        index.route_places(all);
        index
    }

    /// All but the ports of cables and what is known by these.
    fn without_places(all: Lowering<'a>) -> Self {
        let cables = all.fabric.cables.len();
        let links = all.topology.links().len();
        let mut index = Self {
            links: Table::with_room(cables),
            routed: Table::with_room(cables),
            vlan_sets: Table::with_room(links),
            lags: Table::with_room(links),
            ..Self::default()
        };
        for (id, cable) in all.fabric.cables.iter() {
            for (end, port) in cable
                .ends
                .iter()
                .enumerate()
                .filter_map(|(end, cable_end)| Some((end, cable_end.switch_port()?)))
            {
                index.cables.entry(port.switch).push((id, end));
            }
        }
        index.cable_facts(all);
        for (vlan, bridges) in &all.topology.extents {
            for bridge in bridges {
                index.vlans.entry(*bridge).push(*vlan);
            }
        }
        for vlans in index.vlans.values_mut() {
            vlans.sort_by_key(|vlan| all.fabric.vlans[*vlan].id);
        }
        for (switch, nets) in all.allocation.svi_ipv4.iter() {
            index.svis.entry(switch).extend(nets.keys());
        }
        for (switch, nets) in all.allocation.svi_ipv6.iter() {
            index.svis.entry(switch).extend(nets.keys());
        }
        for vlans in index.svis.values_mut() {
            vlans.sort_by_key(|vlan| all.fabric.vlans[*vlan].id);
            vlans.dedup();
        }
        for (position, verbatim) in all.fabric.verbatim.iter().enumerate() {
            for switch in &verbatim.switches {
                index.verbatim.entry(*switch).push(position);
            }
        }
        for (position, boundary) in all.fabric.boundaries.iter().enumerate() {
            for (number, port) in boundary.ports.iter().enumerate() {
                index.boundary_ports.entry(port.cable).or_default().push((position, number));
            }
        }
        let vendors = all.catalog.vendors.iter();
        let made = vendors.map(|(name, vendor)| (name.as_str(), system(all.fabric, vendor).into()));
        index.systems = made.collect();
        let ids = all.allocation.router_ids.iter();
        index.router_ids = ids.map(|(switch, id)| (switch, id.to_string())).collect();
        for switch in all.fabric.switches.ids() {
            let mut vrfs: Vec<VrfId> = all.topology.routed.vrfs_of(switch).collect();
            vrfs.sort_by_key(|vrf| &all.fabric.vrfs[*vrf].name);
            index.tenants.insert(switch, vrfs);
        }
        index.vlans_by_use(all);
        index.overlay(all);
        index.depths(all);
        index
    }

    fn cable_facts(&mut self, all: Lowering<'a>) {
        // Links that carry the same share their set.
        let mut sets: HashMap<*const BTreeSet<VlanId>, usize> = HashMap::new();
        for (id, link) in all.topology.links() {
            let next = sets.len();
            self.vlan_sets.insert(id, *sets.entry(Arc::as_ptr(&link.vlans)).or_insert(next));
            for cable in &link.cables {
                self.links.insert(*cable, id);
            }
            for bridge in link.bridges() {
                self.bridge_links.entry(bridge).push(id);
            }
        }
        for (bridge, lags) in all.allocation.lags.iter() {
            for (link, number) in lags {
                self.lags.entry(*link).push((bridge, *number));
            }
        }
        for link in &all.topology.routed.links {
            self.routed.insert(link.cable, link);
        }
    }

    fn vlans_by_use(&mut self, all: Lowering<'_>) {
        for (id, vlan) in all.fabric.vlans.iter() {
            self.by_id.entry(vlan.id).or_insert(id);
            let Some(gateway) = &vlan.gateway else { continue };
            for switch in &gateway.on {
                self.gateways.entry(*switch).push(id);
            }
            if gateway.distributed {
                self.distributed.extend(&gateway.on);
            }
        }
        for (number, service) in all.fabric.services.iter().enumerate() {
            for vlan in &service.vlans {
                let gateway = all.fabric.vlans[vlan.value].gateway.as_ref();
                for switch in gateway.iter().flat_map(|gateway| &gateway.on) {
                    self.service_vlans.entry(*switch).push((number, vlan.value));
                }
            }
        }
        for vrf in all.fabric.vrfs.ids() {
            self.families.insert(vrf, all.fabric.vrf_families(vrf));
            self.prefixes.insert(Some(vrf), Default::default());
        }
        self.prefixes.insert(None, Default::default());
    }

    fn overlay(&mut self, all: Lowering<'_>) {
        if all.fabric.settings.overlay.is_none() {
            return;
        }
        let routed = &all.topology.routed;
        for vtep in &routed.vteps {
            let asn = all.allocation.asns.get(*vtep).copied();
            self.vteps_by_asn.entry(asn).or_default().push(*vtep);
        }
        let servers: BTreeSet<SwitchId> = routed.route_servers.iter().copied().collect();
        self.has_clients = routed.vteps.iter().any(|vtep| !servers.contains(vtep));
        self.hops = servers.into_iter().map(|one| (one, routed.distances(one))).collect();
    }

    /// How many links a route server and an endpoint, or two route servers, are away from each other.
    pub(super) fn hops_between(&self, a: SwitchId, b: SwitchId) -> Option<usize> {
        let from = |one: SwitchId, other: SwitchId| self.hops.get(&one)?.get(other).copied();
        from(a, b).or_else(|| from(b, a))
    }

    fn depths(&mut self, all: Lowering<'_>) {
        let roots = all
            .topology
            .trees
            .get(&TreeId::Common)
            .map(|tree| tree.roots.clone())
            .unwrap_or_default();
        let mut queue: VecDeque<BridgeId> = roots.iter().copied().collect();
        for root in roots {
            self.depth.insert(root, 0);
        }
        while let Some(bridge) = queue.pop_front() {
            let here = self.depth.get(bridge).copied().unwrap_or_default();
            for link in self.bridge_links.list(bridge) {
                if let Some(other) = all.topology.link(*link).other(bridge)
                    && self.depth.get(other).is_none()
                {
                    self.depth.insert(other, here + 1);
                    queue.push_back(other);
                }
            }
        }
    }

    /// Switches of each static route: those that it names, or those that reach its next hop.
    fn route_places(&mut self, all: Lowering<'_>) {
        for (position, route) in all.fabric.routes.iter().enumerate() {
            let switches: Vec<SwitchId> = if route.on.is_empty() {
                let candidates: Vec<SwitchId> = if route.within.is_empty() {
                    all.fabric.switches.ids().collect()
                } else {
                    route.within.clone()
                };
                candidates
                    .into_iter()
                    .filter(|switch| super::layer3::reaches(all, self, *switch, route))
                    .collect()
            } else {
                route.on.clone()
            };
            for switch in switches {
                self.routes.entry(switch).push(position);
            }
        }
    }
}

/// The other end of a cable.
pub(super) fn other_end(all: Lowering<'_>, cable: CableId, end: usize) -> Option<&CableEnd> {
    all.fabric.cables[cable].ends.get(1 - end.min(1))
}
