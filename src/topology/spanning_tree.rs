//! What spanning tree makes of the links between bridges.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::dijkstra;
use petgraph::graph::{NodeIndex, UnGraph};
use petgraph::visit::EdgeRef;

use super::{Bridge, BridgeId, Link, LinkId, LinkUse, Priorities};
use crate::fabric::{CableEnd, CableId, Fabric, Handle, SpanningTreeMode, SwitchId, VlanId};

/// Which spanning tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TreeId {
    /// The one of RSTP, instance 0 of MSTP, or that of every VLAN of Rapid-PVST.
    Common,
    /// A further MST instance.
    Instance(u16),
}

/// One spanning tree.
#[derive(Debug)]
pub struct Tree {
    /// The root of each island of bridges.
    pub roots: Vec<BridgeId>,
    /// Links between bridges that forward.
    pub forwarding: BTreeSet<LinkId>,
    /// Links that it blocks.
    pub blocked: BTreeSet<LinkId>,
    /// The link towards the root of each bridge that is none itself.
    pub root_ports: BTreeMap<BridgeId, LinkId>,
}

/// The tree that is responsible for each VLAN. With Rapid-PVST it is the VLAN's own, which has no
/// name here.
pub(super) fn ids_by_vlan(fabric: &Fabric) -> BTreeMap<VlanId, TreeId> {
    let settings = &fabric.settings.spanning_tree;
    if matches!(settings.mode, SpanningTreeMode::None | SpanningTreeMode::RapidPvst) {
        return BTreeMap::new();
    }
    let mut ids: BTreeMap<VlanId, TreeId> =
        fabric.vlans.ids().map(|vlan| (vlan, TreeId::Common)).collect();
    if settings.mode == SpanningTreeMode::Mstp {
        for instance in &settings.instances {
            let vlans = instance.vlans.iter().map(|vlan| vlan.value);
            ids.extend(vlans.map(|vlan| (vlan, TreeId::Instance(instance.id))));
        }
    }
    ids
}

pub(super) fn of(fabric: &Fabric, bridges: &[Bridge], links: &[Link]) -> BTreeMap<TreeId, Tree> {
    let settings = &fabric.settings.spanning_tree;
    let ids: Vec<TreeId> = match settings.mode {
        SpanningTreeMode::None => Vec::new(),
        SpanningTreeMode::Rstp | SpanningTreeMode::RapidPvst => vec![TreeId::Common],
        SpanningTreeMode::Mstp => std::iter::once(TreeId::Common)
            .chain(settings.instances.iter().map(|instance| TreeId::Instance(instance.id)))
            .collect(),
    };
    let graph = graph(fabric, bridges, links, |_| true, &BTreeSet::new());
    ids.into_iter().map(|id| (id, tree(&graph, bridges, Priorities::of(fabric, id)))).collect()
}

/// Links that a tree forwards on when only some cables are left, and some members of pairs have lost the other one and
/// are bridges by themselves.
pub(super) fn forwarding(
    fabric: &Fabric,
    bridges: &[Bridge],
    links: &[Link],
    id: TreeId,
    left: impl Fn(CableId) -> bool,
    apart: &BTreeSet<SwitchId>,
) -> BTreeSet<LinkId> {
    let graph = graph(fabric, bridges, links, left, apart);
    tree(&graph, bridges, Priorities::of(fabric, id)).forwarding
}

/// A bridge, or the member of it that is one by itself.
type Place = (BridgeId, Option<SwitchId>);

struct Edge {
    link: LinkId,
    cost: u64,
}

fn graph(
    fabric: &Fabric,
    bridges: &[Bridge],
    links: &[Link],
    left: impl Fn(CableId) -> bool,
    apart: &BTreeSet<SwitchId>,
) -> UnGraph<Place, Edge> {
    let mut graph = UnGraph::default();
    let nodes: Vec<NodeIndex> = (0..bridges.len())
        .map(|position| graph.add_node((BridgeId::new(position), None)))
        .collect();
    let mut alone: BTreeMap<SwitchId, NodeIndex> = BTreeMap::new();
    for (position, bridge) in bridges.iter().enumerate() {
        for switch in bridge.switches.iter().filter(|switch| apart.contains(switch)) {
            alone.insert(*switch, graph.add_node((BridgeId::new(position), Some(*switch))));
        }
    }
    for (position, link) in
        links.iter().enumerate().filter(|(_, link)| link.purpose == LinkUse::Fabric)
    {
        let [a, b] = link.bridges().collect::<Vec<_>>()[..] else { continue };
        let mut here = link.cables.iter().filter(|cable| left(**cable));
        let mut ends: BTreeSet<(NodeIndex, NodeIndex)> = BTreeSet::new();
        if alone.is_empty() {
            ends.extend(here.next().map(|_| (nodes[a.position()], nodes[b.position()])));
        } else {
            ends.extend(here.filter_map(|cable| {
                let node = |bridge: BridgeId| {
                    let ports = fabric.cables[*cable].ends.iter().filter_map(CableEnd::switch_port);
                    let mut inside = ports
                        .filter(|port| bridges[bridge.position()].switches.contains(&port.switch));
                    let switch = inside.next()?.switch;
                    Some(alone.get(&switch).copied().unwrap_or(nodes[bridge.position()]))
                };
                Some((node(a)?, node(b)?))
            }));
        }
        for (a, b) in ends.into_iter().filter(|(a, b)| a != b) {
            graph.add_edge(a, b, Edge { link: LinkId::new(position), cost: path_cost(link) });
        }
    }
    graph
}

/// Path cost of IEEE 802.1Q, table 13-4: 20 Tb/s divided by the rate.
fn path_cost(link: &Link) -> u64 {
    (20_000_000_000 / (link.bandwidth.max(1) * 1000)).max(1)
}

fn tree(graph: &UnGraph<Place, Edge>, bridges: &[Bridge], priorities: Priorities<'_>) -> Tree {
    let priority = |(bridge, apart): Place| {
        (priorities.bridge(&bridges[bridge.position()]), &bridges[bridge.position()].name, apart)
    };
    let mut order: Vec<NodeIndex> = graph.node_indices().collect();
    order.sort_by_key(|node| priority(graph[*node]));
    let mut seen: BTreeSet<NodeIndex> = BTreeSet::new();
    let mut tree = Tree {
        roots: Vec::new(),
        forwarding: BTreeSet::new(),
        blocked: BTreeSet::new(),
        root_ports: BTreeMap::new(),
    };
    for root in order {
        if seen.contains(&root) {
            continue;
        }
        tree.roots.push(graph[root].0);
        let cost: BTreeMap<NodeIndex, u64> =
            dijkstra(graph, root, None, |edge| edge.weight().cost).into_iter().collect();
        for node in cost.keys().filter(|node| **node != root) {
            // The root port: least cost, then the better bridge, then the lower port.
            let port = graph.edges(*node).min_by_key(|edge| {
                let other = if edge.source() == *node { edge.target() } else { edge.source() };
                let through = cost
                    .get(&other)
                    .copied()
                    .unwrap_or(u64::MAX)
                    .saturating_add(edge.weight().cost);
                (through, priority(graph[other]), edge.weight().link)
            });
            tree.root_ports.extend(port.map(|edge| (graph[*node].0, edge.weight().link)));
            tree.forwarding.extend(port.map(|edge| edge.weight().link));
        }
        seen.extend(cost.keys());
    }
    tree.blocked = graph
        .edge_weights()
        .map(|edge| edge.link)
        .filter(|link| !tree.forwarding.contains(link))
        .collect();
    tree
}
