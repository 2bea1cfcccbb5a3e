use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};

use crate::fabric::{CableEnd, CableId, Fabric, HostId, SwitchId, Table, ZoneId};

/// A thing that cables end in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    /// A switch.
    Switch(SwitchId),
    /// A host.
    Host(HostId),
}

/// A node: a thing and the failure zones that it is in.
#[derive(Debug)]
pub struct Node {
    /// The thing.
    pub thing: Thing,
    /// Its zones, ascending.
    pub zones: Vec<ZoneId>,
}

/// An edge: a cable and the failure zones that it runs through.
#[derive(Debug)]
pub struct Edge {
    /// The cable.
    pub cable: CableId,
    /// Its own zones.
    pub zones: Vec<ZoneId>,
}

/// Switches and hosts joined by cables, with failure zones on both.
#[derive(Debug, Default)]
pub struct Physical {
    graph: UnGraph<Node, Edge>,
    edges: Table<CableId, EdgeIndex>,
}

impl Physical {
    pub(super) fn of(fabric: &Fabric) -> Self {
        let mut graph = UnGraph::default();
        let mut switches: Table<SwitchId, NodeIndex> = Table::default();
        let mut hosts: Table<HostId, NodeIndex> = Table::default();
        for (id, switch) in fabric.switches.iter() {
            let thing = Thing::Switch(id);
            switches.insert(id, graph.add_node(Node { thing, zones: switch.zones.clone() }));
        }
        for id in fabric.hosts.ids() {
            let thing = Thing::Host(id);
            hosts.insert(id, graph.add_node(Node { thing, zones: Vec::new() }));
        }
        let mut edges = Table::default();
        for (id, cable) in fabric.cables.iter() {
            let node = |end: &CableEnd| match end {
                CableEnd::Switch(port) => switches.get(port.switch),
                CableEnd::Host(host) => hosts.get(*host),
                CableEnd::Outside(_) => None,
            };
            let ends = cable.ends.each_ref().map(node);
            if let [Some(first), Some(second)] = ends {
                let edge = Edge { cable: id, zones: cable.zones.clone() };
                edges.insert(id, graph.add_edge(*first, *second, edge));
            }
        }
        Self { graph, edges }
    }

    /// Zones whose loss takes a cable: its own, and those of what it ends in. One may come twice.
    pub fn zones_of(&self, cable: CableId) -> impl Iterator<Item = ZoneId> + '_ {
        let edge = self.edges.get(cable).copied();
        let own = edge.and_then(|edge| self.graph.edge_weight(edge));
        let ends = edge.into_iter().flat_map(|edge| self.ends(edge));
        let zones = own.into_iter().flat_map(|edge| &edge.zones);
        zones.chain(ends.flat_map(|node| &node.zones)).copied()
    }

    /// Switches in which a cable ends.
    pub fn switches_of(&self, cable: CableId) -> impl Iterator<Item = SwitchId> + '_ {
        let edge = self.edges.get(cable).copied();
        let ends = edge.into_iter().flat_map(|edge| self.ends(edge));
        ends.filter_map(|node| match node.thing {
            Thing::Switch(switch) => Some(switch),
            Thing::Host(_) => None,
        })
    }

    fn ends(&self, edge: EdgeIndex) -> impl Iterator<Item = &Node> {
        let ends = self.graph.edge_endpoints(edge).into_iter().flat_map(|(a, b)| [a, b]);
        ends.filter_map(|node| self.graph.node_weight(node))
    }
}
