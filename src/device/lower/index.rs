//! What concerns each switch, found once for all.

use std::collections::{BTreeMap, VecDeque};

use super::Lowering;
use crate::fabric::{CableEnd, CableId, SwitchId, VlanId};
use crate::topology::{BridgeId, LinkId, TreeId};

#[derive(Debug, Default)]
pub(super) struct Index {
    /// Cables of each switch, with the end that is in it.
    pub(super) cables: BTreeMap<SwitchId, Vec<(CableId, usize)>>,
    /// The link of each cable that is in one.
    pub(super) links: BTreeMap<CableId, LinkId>,
    /// Links of each bridge.
    pub(super) bridge_links: BTreeMap<BridgeId, Vec<LinkId>>,
    /// VLANs of each bridge, by id.
    pub(super) vlans: BTreeMap<BridgeId, Vec<VlanId>>,
    /// SVIs of each switch, by VLAN id.
    pub(super) svis: BTreeMap<SwitchId, Vec<VlanId>>,
    /// Ports of boundaries at each cable: positions of boundary and port.
    pub(super) boundary_ports: BTreeMap<CableId, Vec<(usize, usize)>>,
    /// Static routes of each switch: positions in the fabric's list.
    pub(super) routes: BTreeMap<SwitchId, Vec<usize>>,
    /// Raw lines of each switch: positions in the fabric's list.
    pub(super) verbatim: BTreeMap<SwitchId, Vec<usize>>,
    /// How many links each bridge is away from the root of its spanning tree.
    pub(super) depth: BTreeMap<BridgeId, usize>,
}

impl Index {
    pub(super) fn of(all: Lowering<'_>) -> Self {
        let mut index = Self::default();
        for (id, cable) in all.fabric.cables.iter() {
            for (end, port) in cable
                .ends
                .iter()
                .enumerate()
                .filter_map(|(end, cable_end)| Some((end, cable_end.switch_port()?)))
            {
                index.cables.entry(port.switch).or_default().push((id, end));
            }
        }
        for (id, link) in all.topology.links() {
            index.links.extend(link.cables.iter().map(|cable| (*cable, id)));
            for bridge in link.bridges() {
                index.bridge_links.entry(bridge).or_default().push(id);
            }
        }
        for (vlan, bridges) in &all.topology.extents {
            for bridge in bridges {
                index.vlans.entry(*bridge).or_default().push(*vlan);
            }
        }
        for vlans in index.vlans.values_mut() {
            vlans.sort_by_key(|vlan| all.fabric.vlans[*vlan].id);
        }
        for (vlan, switch) in all.allocation.svi_ipv4.keys().chain(all.allocation.svi_ipv6.keys()) {
            index.svis.entry(*switch).or_default().push(*vlan);
        }
        for vlans in index.svis.values_mut() {
            vlans.sort_by_key(|vlan| all.fabric.vlans[*vlan].id);
            vlans.dedup();
        }
        for (position, verbatim) in all.fabric.verbatim.iter().enumerate() {
            for switch in &verbatim.switches {
                index.verbatim.entry(*switch).or_default().push(position);
            }
        }
        for (position, boundary) in all.fabric.boundaries.iter().enumerate() {
            for (number, port) in boundary.ports.iter().enumerate() {
                index.boundary_ports.entry(port.cable).or_default().push((position, number));
            }
        }
        index.depths(all);
        index.route_places(all);
        index
    }

    fn depths(&mut self, all: Lowering<'_>) {
        let roots = all
            .topology
            .trees
            .get(&TreeId::Common)
            .map(|tree| tree.roots.clone())
            .unwrap_or_default();
        let mut queue: VecDeque<BridgeId> = roots.iter().copied().collect();
        self.depth.extend(roots.into_iter().map(|root| (root, 0)));
        while let Some(bridge) = queue.pop_front() {
            let here = self.depth.get(&bridge).copied().unwrap_or_default();
            for link in self.bridge_links.get(&bridge).into_iter().flatten() {
                if let Some(other) = all.topology.link(*link).other(bridge)
                    && !self.depth.contains_key(&other)
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
                self.routes.entry(switch).or_default().push(position);
            }
        }
    }
}

/// The other end of a cable.
pub(super) fn other_end(all: Lowering<'_>, cable: CableId, end: usize) -> Option<&CableEnd> {
    all.fabric.cables[cable].ends.get(1 - end.min(1))
}
