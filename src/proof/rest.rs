//! The fabric while nothing is lost, and which failures leave the rest of it as it was.
//!
//! Most failures are calm: whatever is left is joined as before. Of these only the neighbourhood need be looked at,
//! so that a case costs what it touches and not what the fabric is large.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::failure::{Failure, Part};
use super::graph::{Graph, NOWHERE, Weak};
use super::network::Network;
use super::state::{Dead, State, Underlay};
use crate::fabric::{CableId, CableUse, Handle, PairId, SwitchId, VlanId, VrfId};

/// A place at layer 3: VRF and what its routes join.
pub(super) type Token = (Option<VrfId>, u32);

/// What is known of the whole fabric.
#[derive(Debug)]
pub(super) struct Rest {
    pub(super) underlay: Underlay,
    servers: BTreeSet<SwitchId>,
    /// Parts of the underlay with a route server.
    served: BTreeSet<u32>,
    /// By zone: whether what is left without it is joined as before. Many expectations lose the same zones.
    without_zone: Vec<OnceLock<bool>>,
    segments: Vec<OnceLock<RestSegment>>,
}

/// What is known of one VLAN in it.
#[derive(Debug)]
pub(super) struct RestSegment {
    /// By position in the segment.
    pub(super) parts: Vec<u32>,
    /// What is used of it is in several parts.
    pub(super) apart: bool,
    /// Routers that are up, by part.
    pub(super) routers: BTreeMap<u32, Vec<SwitchId>>,
    /// The same by where their routes lead.
    pub(super) tokens: BTreeMap<u32, BTreeMap<Token, Vec<SwitchId>>>,
    /// Its switches, and one node more for each part of the underlay that its tunnels cross.
    graph: Graph,
    weak: Weak,
    edge_of: BTreeMap<CableId, u32>,
    edge_of_pair: BTreeMap<PairId, u32>,
}

impl Rest {
    pub(super) fn of(network: &Network<'_>) -> Self {
        let underlay = Underlay::whole(network);
        let servers: BTreeSet<SwitchId> =
            network.topology.routed.route_servers.iter().copied().collect();
        let served = servers.iter().map(|one| underlay.parts[one.position()]).collect();
        let segments = network.fabric.vlans.ids().map(|_| OnceLock::new()).collect();
        let without_zone = network.fabric.zones.ids().map(|_| OnceLock::new()).collect();
        Self { underlay, servers, served, without_zone, segments }
    }

    /// Whether those that a failure leaves are joined by the underlay as before, its tunnels included. `dead` is what it
    /// takes.
    pub(super) fn stays_without(
        &self,
        network: &Network<'_>,
        failure: &Failure,
        dead: &Dead,
    ) -> bool {
        let stays = || self.stays(network, dead);
        match failure.parts() {
            [Part::Zone(zone)] => *self.without_zone[zone.position()].get_or_init(stays),
            _ => stays(),
        }
    }

    /// Whether those that are left are joined by the underlay as before, its tunnels included.
    pub(super) fn stays(&self, network: &Network<'_>, dead: &Dead) -> bool {
        dead.split.is_empty() && self.underlay_stays(network, dead) && self.stays_served(dead)
    }

    fn underlay_stays(&self, network: &Network<'_>, dead: &Dead) -> bool {
        let nodes = dead.lost_switches.iter().map(|one| crate::source::offset(one.position()));
        let nodes: Vec<u32> =
            nodes.filter(|node| network.underlay.around(*node).next().is_some()).collect();
        let edges = dead.lost_cables.iter().filter_map(|one| network.underlay_edge_of.get(*one));
        let edges: Vec<u32> = edges.copied().collect();
        let node = |node: u32| !dead.switches[node as usize];
        let edge = |edge: u32| dead.leaves_way(network, edge);
        network.underlay.stays(&self.underlay.weak, (&nodes, &edges), node, edge)
    }

    fn stays_served(&self, dead: &Dead) -> bool {
        if !dead.lost_switches.iter().any(|one| self.servers.contains(one)) {
            return true;
        }
        let left = self.servers.iter().filter(|one| !dead.switches[one.position()]);
        let served: BTreeSet<u32> = left.map(|one| self.underlay.parts[one.position()]).collect();
        served == self.served
    }

    /// Of a VLAN.
    pub(super) fn segment<'r>(&'r self, network: &Network<'_>, vlan: VlanId) -> &'r RestSegment {
        let build = || {
            let whole = State::under(network, &self.underlay, &Failure::none());
            RestSegment::of(&whole, vlan)
        };
        self.segments[vlan.position()].get_or_init(build)
    }
}

impl RestSegment {
    fn of(whole: &State<'_>, vlan: VlanId) -> Self {
        let network = whole.network;
        let segment = network.segment(vlan);
        let parts = whole.join_segment(vlan, segment);
        let vrf = network.fabric.vlans[vlan].vrf;
        let mut routers: BTreeMap<u32, Vec<SwitchId>> = BTreeMap::new();
        let mut tokens: BTreeMap<u32, BTreeMap<Token, Vec<SwitchId>>> = BTreeMap::new();
        for router in segment.routers.iter().filter(|one| whole.routes(**one, vlan)) {
            let Some(position) = segment.position(*router) else { continue };
            let part = parts[position as usize];
            routers.entry(part).or_default().push(*router);
            let token = (vrf, whole.vrf_part(vrf, *router));
            tokens.entry(part).or_default().entry(token).or_default().push(*router);
        }
        let apart = State::is_apart(segment, |at| parts[at as usize]);
        let (graph, edge_of, edge_of_pair) = joins(whole, vlan);
        let weak = graph.weak(|_| true, |_| true);
        Self { parts, apart, routers, tokens, graph, weak, edge_of, edge_of_pair }
    }

    /// Whether what is left of the VLAN is joined as before, given that the underlay is.
    pub(super) fn stays(&self, state: &State<'_>, vlan: VlanId) -> bool {
        let (network, dead) = (state.network, &state.dead);
        let segment = network.segment(vlan);
        let fabric = |one: &CableId| network.fabric.cables[*one].purpose == CableUse::Fabric;
        if segment.tree && (!dead.lost_switches.is_empty() || dead.lost_cables.iter().any(fabric)) {
            return false;
        }
        let nodes = dead.lost_switches.iter().filter_map(|one| segment.position(*one));
        let nodes: Vec<u32> = nodes.collect();
        let mut edges: Vec<u32> = Vec::new();
        for cable in &dead.lost_cables {
            edges.extend(self.edge_of.get(cable));
            if let CableUse::PeerLink(pair) = network.fabric.cables[*cable].purpose {
                edges.extend(self.edge_of_pair.get(&pair).filter(|_| !state.peer_is_up(pair)));
            }
        }
        if nodes.is_empty() && edges.is_empty() {
            return true;
        }
        let node =
            |node: u32| segment.switches.get(node as usize).is_none_or(|one| state.is_alive(*one));
        let edge = |edge: u32| !edges.contains(&edge);
        self.graph.stays(&self.weak, (&nodes, &edges), node, edge)
    }

    /// Whether routes lead from each part of the VLAN where they led before.
    pub(super) fn leads_as_before(&self, state: &State<'_>, vlan: VlanId) -> bool {
        let mut lists = self.tokens.values().flat_map(BTreeMap::values);
        lists.all(|routers| routers.iter().any(|one| state.routes(*one, vlan)))
    }
}

type Joins = (Graph, BTreeMap<CableId, u32>, BTreeMap<PairId, u32>);

/// What joins the switches of a VLAN while nothing is lost.
fn joins(whole: &State<'_>, vlan: VlanId) -> Joins {
    let segment = whole.network.segment(vlan);
    let tree = segment.tree.then(|| whole.tree(vlan)).flatten();
    let mut edges: Vec<[u32; 2]> = Vec::new();
    let (mut edge_of, mut edge_of_pair) = (BTreeMap::new(), BTreeMap::new());
    for wire in &segment.wires {
        if tree.as_ref().is_none_or(|tree| tree.contains(&wire.link)) && whole.is_up(wire.cable) {
            edge_of.insert(wire.cable, crate::source::offset(edges.len()));
            edges.push(wire.ends);
        }
    }
    for (ends, pair) in segment.peers.iter().filter(|(_, pair)| whole.peer_is_up(*pair)) {
        edge_of_pair.insert(*pair, crate::source::offset(edges.len()));
        edges.push(*ends);
    }
    let mut nodes = segment.switches.len();
    let mut hubs: BTreeMap<u32, u32> = BTreeMap::new();
    for vtep in &segment.vteps {
        let part = whole.tunnel_part(segment.switches[*vtep as usize]);
        if part != NOWHERE {
            let hub = hubs.entry(part).or_insert_with(|| {
                nodes += 1;
                crate::source::offset(nodes - 1)
            });
            edges.push([*hub, *vtep]);
        }
    }
    (Graph::new(nodes, edges), edge_of, edge_of_pair)
}
