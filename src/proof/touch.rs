//! What matters to an expectation: the rest need not be looked at.

use std::collections::BTreeSet;

use super::failure::Part;
use super::network::Network;
use super::prove::Prover;
use super::sides::{Member, Over, Side};
use super::state::Underlay;
use crate::fabric::{CableId, CableUse, Expectation, Handle, LossKind, Lost, VlanId};

/// What matters to a claim besides whether the underlay holds together.
#[derive(Debug)]
pub(super) struct Touch {
    switches: Vec<bool>,
    cables: Vec<bool>,
    hosts: Vec<bool>,
    /// The way through the underlay matters too, not only that there is one.
    whole_underlay: bool,
}

impl Prover<'_> {
    /// Of two sides.
    pub(super) fn touch(
        &self,
        expectation: &Expectation,
        from: &Side,
        to: &Side,
        vlans: &BTreeSet<VlanId>,
    ) -> Touch {
        let network = self.network;
        let fabric = network.fabric;
        let whole_underlay = expectation.within.is_some()
            || expectation.bandwidth.is_some()
            || expectation.symmetric.is_some();
        let each_host = self.loses_cables_together(expectation);
        let mut touch = Touch {
            switches: vec![false; fabric.switches.len()],
            cables: vec![false; fabric.cables.len()],
            hosts: vec![false; fabric.hosts.len()],
            whole_underlay,
        };
        let boundaries = fabric.boundaries.iter().filter(|one| one.ospf.is_some());
        let transit = boundaries.flat_map(|one| &one.vlans).map(|vlan| vlan.value);
        let statics = network.static_vlans();
        let all: BTreeSet<VlanId> = vlans.iter().copied().chain(transit).chain(statics).collect();
        let exits: BTreeSet<VlanId> =
            fabric.boundaries.iter().flat_map(|one| &one.vlans).map(|vlan| vlan.value).collect();
        for vlan in &all {
            let segment = network.segment(*vlan);
            for switch in segment.switches.iter().chain(&segment.routers) {
                touch.switches[switch.position()] = true;
            }
            for wire in &segment.wires {
                touch.cables[wire.cable.position()] = true;
            }
            // Where nothing else holds an SVI up, a host's port does.
            for (switch, cables) in &segment.taps {
                if each_host || segment.hangs_by_taps(*switch) || exits.contains(vlan) {
                    for cable in cables {
                        touch.cables[cable.position()] = true;
                    }
                }
            }
        }
        // Hosts that are attached alike stand for each other.
        for side in [from, to] {
            for first in side.groups.iter().filter_map(|group| group.first()) {
                let taps = side.members[*first].taps(network).flat_map(|(_, taps)| taps);
                let cables = taps.filter_map(|tap| tap.cable);
                cables.for_each(|cable| touch.cables[cable.position()] = true);
            }
        }
        for member in from.members.iter().chain(&to.members) {
            match member {
                Member::Host { host, .. } => touch.hosts[host.position()] = true,
                Member::Port { .. } => {}
                Member::Exit(exit) => {
                    touch.switches[exit.switch.position()] = true;
                    if let Over::Port(cable) = exit.over {
                        touch.cables[cable.position()] = true;
                    }
                }
                Member::Switch(switch) => touch.switches[switch.position()] = true,
            }
        }
        for server in &network.topology.routed.route_servers {
            touch.switches[server.position()] = true;
        }
        if segment_trees(network, &all) {
            // A spanning tree goes over links that do not carry the VLAN too.
            for cable in fabric.cables.ids().filter(|one| is_fabric(network, *one)) {
                touch.cables[cable.position()] = true;
            }
            touch.switches.fill(true);
        }
        touch
    }

    /// Whether cables of several hosts may be lost at once, so that no host can stand for another.
    fn loses_cables_together(&self, expectation: &Expectation) -> bool {
        let mut lost = expectation.losses.iter().flat_map(|loss| &loss.parts);
        let several = lost.any(|lost| match lost {
            Lost::Any { count, kind } => *kind == LossKind::Cable && *count > 1,
            Lost::Cables(_) => true,
            Lost::Zones(_) | Lost::Switches(_) => false,
        });
        several || self.network.zoned_host_cables
    }

    /// Whether losing one thing more changes nothing for a claim, given what the underlay hangs by.
    pub(super) fn is_idle(&self, touch: &Touch, before: &Underlay, part: Part) -> bool {
        let network = self.network;
        match part {
            Part::Switch(switch) => {
                let node = crate::source::offset(switch.position());
                let inside = network.underlay.around(node).next().is_some();
                !touch.switches[switch.position()]
                    && (!inside || (!touch.whole_underlay && !before.hangs_by_switch(switch)))
            }
            Part::Cable(cable) => {
                let edge = network.underlay_edge_of.get(cable);
                !touch.cables[cable.position()]
                    && !self.holds_pair(before, cable)
                    && edge.is_none_or(|edge| !touch.whole_underlay && !before.hangs_by_link(*edge))
            }
            Part::Zone(_) => {
                let (switches, cables) = (network.switches_in(part), network.cables_in(part));
                switches.len() + cables.len() <= 1
                    && !cables.iter().any(|one| self.is_hosts(*one))
                    && switches.iter().all(|one| self.is_idle(touch, before, Part::Switch(*one)))
                    && cables.iter().all(|one| self.is_idle(touch, before, Part::Cable(*one)))
                    && network.hosts_in(part).iter().all(|host| !touch.hosts[host.position()])
            }
        }
    }

    /// Whether a cable is a host's.
    fn is_hosts(&self, cable: CableId) -> bool {
        matches!(self.network.fabric.cables[cable].purpose, CableUse::Host(_))
    }

    /// Whether a cable may be the last one of a peer link.
    fn holds_pair(&self, before: &Underlay, cable: CableId) -> bool {
        let fabric = self.network.fabric;
        match fabric.cables[cable].purpose {
            CableUse::PeerLink(pair) => {
                fabric.pairs[pair].peer_link.len() == 1
                    || !std::ptr::eq(before, &raw const self.whole)
            }
            _ => false,
        }
    }
}

fn segment_trees(network: &Network<'_>, vlans: &BTreeSet<VlanId>) -> bool {
    vlans.iter().any(|vlan| network.segment(*vlan).tree)
}

fn is_fabric(network: &Network<'_>, cable: CableId) -> bool {
    network.fabric.cables[cable].purpose == CableUse::Fabric
}
