//! How much fits through a network.

use petgraph::algo::dinics;
use petgraph::graph::{DiGraph, NodeIndex};

/// The most that gets from some nodes to others over undirected edges. Nodes are `0..nodes`; edges, sources and
/// sinks come with their capacities.
pub fn max_flow(
    nodes: usize,
    edges: &[([u32; 2], u64)],
    sources: &[(u32, u64)],
    sinks: &[(u32, u64)],
) -> u64 {
    let mut graph: DiGraph<(), u64> = DiGraph::with_capacity(nodes + 2, edges.len() * 2);
    let index: Vec<NodeIndex> = (0..nodes + 2).map(|_| graph.add_node(())).collect();
    let (source, sink) = (index[nodes], index[nodes + 1]);
    for ([a, b], capacity) in edges {
        let (a, b) = (index[*a as usize], index[*b as usize]);
        graph.add_edge(a, b, *capacity);
        graph.add_edge(b, a, *capacity);
    }
    for (node, capacity) in sources {
        graph.add_edge(source, index[*node as usize], *capacity);
    }
    for (node, capacity) in sinks {
        graph.add_edge(index[*node as usize], sink, *capacity);
    }
    dinics(&graph, source, sink).0
}

#[cfg(test)]
mod tests {
    use super::max_flow;

    #[test]
    fn the_narrowest_place_decides() {
        let edges = [([0, 1], 100), ([0, 2], 100), ([1, 3], 40), ([2, 3], 25)];
        assert_eq!(max_flow(4, &edges, &[(0, 1000)], &[(3, 1000)]), 65);
        assert_eq!(max_flow(4, &edges, &[(0, 10)], &[(3, 1000)]), 10);
        assert_eq!(max_flow(4, &edges[..1], &[(0, 10)], &[(3, 1000)]), 0);
    }
}
