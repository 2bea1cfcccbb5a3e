use std::collections::BTreeMap;

use petgraph::graph::{NodeIndex, UnGraph};

use crate::fabric::{CableEnd, CableId, Fabric, HostId, SwitchId};

/// A thing that cables end in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A switch.
    Switch(SwitchId),
    /// A host.
    Host(HostId),
}

/// Switches and hosts joined by cables. Zones of nodes and edges stand with them in the fabric.
#[derive(Debug)]
pub struct Physical {
    /// The graph.
    pub graph: UnGraph<Node, CableId>,
    index: BTreeMap<Node, NodeIndex>,
}

impl Physical {
    pub(super) fn of(fabric: &Fabric) -> Self {
        let nodes =
            fabric.switches.ids().map(Node::Switch).chain(fabric.hosts.ids().map(Node::Host));
        let mut graph = UnGraph::default();
        let index: BTreeMap<Node, NodeIndex> =
            nodes.map(|node| (node, graph.add_node(node))).collect();
        for (id, cable) in fabric.cables.iter() {
            let ends = cable.ends.iter().filter_map(|end| match end {
                CableEnd::Switch(port) => index.get(&Node::Switch(port.switch)),
                CableEnd::Host(host) => index.get(&Node::Host(*host)),
                CableEnd::Outside(_) => None,
            });
            if let [first, second] = ends.copied().collect::<Vec<_>>()[..] {
                graph.add_edge(first, second, id);
            }
        }
        Self { graph, index }
    }

    /// Where a switch or host is in the graph.
    pub fn index(&self, node: Node) -> Option<NodeIndex> {
        self.index.get(&node).copied()
    }
}
