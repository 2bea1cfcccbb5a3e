//! Undirected graphs in which things can be lost: which nodes stay joined, and which edge or node by itself holds
//! two parts together.

use std::cell::RefCell;
use std::collections::{BTreeSet, VecDeque};

use super::union::Union;

/// Of a node that is lost.
pub(super) const NOWHERE: u32 = u32::MAX;

/// A graph over `0..nodes`; parallel edges are edges of their own.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    /// Ends of each edge.
    pub(super) edges: Vec<[u32; 2]>,
    /// Edges at each node: where its list begins in `at`.
    starts: Vec<u32>,
    at: Vec<u32>,
}

/// Edges and nodes whose loss alone parts what is joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Weak {
    /// By edge.
    pub(super) bridge: Vec<bool>,
    /// By node.
    pub(super) articulation: Vec<bool>,
}

thread_local! {
    /// A list of nothing found, to be used again: to make it anew would cost each search what the graph is large.
    static SPARE: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

/// By which search each node was found.
struct Found {
    /// By node; [`NOWHERE`] when none has.
    by: Vec<u32>,
    nodes: Vec<u32>,
}

impl Found {
    fn take(nodes: usize) -> Self {
        let mut by = SPARE.take();
        if by.len() < nodes {
            by.resize(nodes, NOWHERE);
        }
        Self { by, nodes: Vec::new() }
    }

    fn note(&mut self, node: u32, search: u32) {
        self.by[node as usize] = search;
        self.nodes.push(node);
    }

    fn get(&self, node: u32) -> Option<u32> {
        Some(self.by[node as usize]).filter(|search| *search != NOWHERE)
    }

    fn give_back(mut self) {
        for node in &self.nodes {
            self.by[*node as usize] = NOWHERE;
        }
        SPARE.set(self.by);
    }
}

impl Graph {
    pub(super) fn new(nodes: usize, edges: Vec<[u32; 2]>) -> Self {
        let mut starts = vec![0_u32; nodes + 1];
        for end in edges.iter().flatten() {
            starts[*end as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut at = vec![0_u32; edges.len() * 2];
        for (edge, ends) in edges.iter().enumerate() {
            for end in ends {
                at[next[*end as usize] as usize] = crate::source::offset(edge);
                next[*end as usize] += 1;
            }
        }
        Self { edges, starts, at }
    }

    pub(super) fn nodes(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Edges at a node, each with the node at its other end.
    pub(super) fn around(&self, node: u32) -> impl Iterator<Item = (u32, u32)> + '_ {
        let range = self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize;
        self.at[range].iter().map(move |edge| {
            let [a, b] = self.edges[*edge as usize];
            (*edge, if a == node { b } else { a })
        })
    }

    /// One of the edges at a node, with the node at its other end.
    fn beside(&self, node: u32, number: usize) -> Option<(u32, u32)> {
        let range = self.starts[node as usize] as usize..self.starts[node as usize + 1] as usize;
        let edge = *self.at[range].get(number)?;
        let [a, b] = self.edges[edge as usize];
        Some((edge, if a == node { b } else { a }))
    }

    /// Whether what was joined still is without some nodes and edges, ends of lost edges included. `weak` is of the
    /// whole graph. It costs what is around the lost things, unless they part it.
    ///
    /// What a path loses is a run of lost things; when all that is left around each such run is joined, there is
    /// another path.
    pub(super) fn stays(
        &self,
        weak: &Weak,
        (nodes, edges): (&[u32], &[u32]),
        node_left: impl Fn(u32) -> bool,
        edge_left: impl Fn(u32) -> bool,
    ) -> bool {
        match (nodes, edges) {
            ([], []) => return true,
            ([node], []) => return !weak.articulation[*node as usize],
            ([], [edge]) => return !weak.bridge[*edge as usize],
            _ => {}
        }
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        for first in nodes {
            if !seen.insert(*first) {
                continue;
            }
            // Lost nodes that are next to each other are one run.
            let (mut around, mut walk) = (BTreeSet::new(), vec![*first]);
            while let Some(node) = walk.pop() {
                for (_, other) in self.around(node) {
                    if node_left(other) {
                        around.insert(other);
                    } else if seen.insert(other) {
                        walk.push(other);
                    }
                }
            }
            if !self.joins_all(&around, &node_left, &edge_left) {
                return false;
            }
        }
        edges.iter().all(|edge| {
            let [a, b] = self.edges[*edge as usize];
            !node_left(a)
                || !node_left(b)
                || self.joins_all(&BTreeSet::from([a, b]), &node_left, &edge_left)
        })
    }

    /// Whether what is left joins all of these: searched from each of them in turn, until the searches have met.
    fn joins_all(
        &self,
        nodes: &BTreeSet<u32>,
        node_left: &impl Fn(u32) -> bool,
        edge_left: &impl Fn(u32) -> bool,
    ) -> bool {
        let mut found = Found::take(self.nodes());
        let joined = self.meet(nodes, &mut found, node_left, edge_left);
        found.give_back();
        joined
    }

    fn meet(
        &self,
        nodes: &BTreeSet<u32>,
        found: &mut Found,
        node_left: &impl Fn(u32) -> bool,
        edge_left: &impl Fn(u32) -> bool,
    ) -> bool {
        let mut sets = Union::new(nodes.len());
        let mut apart = nodes.len();
        let mut searches: Vec<VecDeque<(u32, usize)>> = Vec::new();
        for (search, node) in (0_u32..).zip(nodes) {
            found.note(*node, search);
            searches.push(VecDeque::from([(*node, 0)]));
        }
        while apart > 1 {
            let mut goes_on = false;
            for (search, queue) in (0_u32..).zip(&mut searches) {
                let Some((node, next)) = queue.front_mut() else { continue };
                goes_on = true;
                let Some((edge, other)) = self.beside(*node, *next) else {
                    queue.pop_front();
                    continue;
                };
                *next += 1;
                if !edge_left(edge) || !node_left(other) {
                    continue;
                }
                if let Some(known) = found.get(other) {
                    if sets.find(known) != sets.find(search) {
                        sets.join(known, search);
                        apart -= 1;
                    }
                } else {
                    found.note(other, search);
                    queue.push_back((other, 0));
                }
            }
            if !goes_on {
                return false;
            }
        }
        true
    }

    /// The part of each node among what is left; lost nodes are [`NOWHERE`].
    pub(super) fn parts(
        &self,
        node_left: impl Fn(u32) -> bool,
        edge_left: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        let mut union = Union::new(self.nodes());
        for (edge, [a, b]) in (0_u32..).zip(&self.edges) {
            if node_left(*a) && node_left(*b) && edge_left(edge) {
                union.join(*a, *b);
            }
        }
        let mut sets = union.into_sets();
        for (node, set) in (0_u32..).zip(&mut sets) {
            if !node_left(node) {
                *set = NOWHERE;
            }
        }
        sets
    }

    /// What among the rest parts it by its loss alone (Hopcroft and Tarjan 1973), without recursion.
    pub(super) fn weak(
        &self,
        node_left: impl Fn(u32) -> bool,
        edge_left: impl Fn(u32) -> bool,
    ) -> Weak {
        let nodes = self.nodes();
        let mut weak =
            Weak { bridge: vec![false; self.edges.len()], articulation: vec![false; nodes] };
        let mut order = vec![NOWHERE; nodes];
        let mut low = vec![NOWHERE; nodes];
        let mut clock = 0_u32;
        for root in 0..crate::source::offset(nodes) {
            if order[root as usize] != NOWHERE || !node_left(root) {
                continue;
            }
            let mut children = 0_u32;
            order[root as usize] = clock;
            low[root as usize] = clock;
            clock += 1;
            // A node, the edge that led to it, and how far its edges are looked at.
            let mut walk: Vec<(u32, u32, usize)> = vec![(root, NOWHERE, 0)];
            while let Some((node, by, next)) = walk.last_mut() {
                let (node, by) = (*node, *by);
                let Some((edge, other)) = self.beside(node, *next) else {
                    walk.pop();
                    let Some((above, _, _)) = walk.last() else { continue };
                    let above = *above;
                    let reached = low[node as usize];
                    low[above as usize] = low[above as usize].min(reached);
                    if reached > order[above as usize] {
                        weak.bridge[by as usize] = true;
                    }
                    if above != root && reached >= order[above as usize] {
                        weak.articulation[above as usize] = true;
                    }
                    continue;
                };
                *next += 1;
                if edge == by || !edge_left(edge) || !node_left(other) || other == node {
                    continue;
                }
                if order[other as usize] == NOWHERE {
                    children += u32::from(node == root);
                    order[other as usize] = clock;
                    low[other as usize] = clock;
                    clock += 1;
                    walk.push((other, edge, 0));
                } else {
                    low[node as usize] = low[node as usize].min(order[other as usize]);
                }
            }
            weak.articulation[root as usize] = children > 1;
        }
        weak
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// How many parts the nodes are in that are left.
    fn count(parts: &[u32]) -> usize {
        parts.iter().filter(|part| **part != NOWHERE).collect::<BTreeSet<_>>().len()
    }

    /// The same by trying each thing.
    fn tried(graph: &Graph, node: &[bool], edge: &[bool]) -> Weak {
        let nodes = |one: u32| node[one as usize];
        let edges = |one: u32| edge[one as usize];
        let whole = count(&graph.parts(nodes, edges));
        let bridge = (0_u32..).zip(&graph.edges).map(|(lost, ends)| {
            let there = edges(lost) && ends.iter().all(|end| nodes(*end));
            there && count(&graph.parts(nodes, |one| one != lost && edges(one))) > whole
        });
        let articulation = (0..graph.nodes()).map(|lost| {
            let lost = crate::source::offset(lost);
            let left = count(&graph.parts(|one| one != lost && nodes(one), edges));
            nodes(lost) && left > whole
        });
        Weak { bridge: bridge.collect(), articulation: articulation.collect() }
    }

    #[test]
    fn all_graphs_of_five_nodes() {
        let pairs: Vec<[u32; 2]> = (0..5).flat_map(|a| (a + 1..5).map(move |b| [a, b])).collect();
        for chosen in 0_u32..1 << pairs.len() {
            let edges = (0_u32..).zip(&pairs).filter(|(at, _)| chosen >> at & 1 == 1);
            let graph = Graph::new(5, edges.map(|(_, ends)| *ends).collect());
            let all = vec![true; pairs.len()];
            assert_eq!(graph.weak(|_| true, |_| true), tried(&graph, &all, &all), "{graph:?}");
        }
    }

    proptest! {
        #[test]
        fn graphs_with_parallel_edges_of_which_some_are_lost(
            ends in prop::collection::vec((0_u32..8, 0_u32..8), 0..16),
            nodes in prop::collection::vec(prop::bool::weighted(0.8), 8),
            left in prop::collection::vec(prop::bool::weighted(0.8), 16),
        ) {
            let edges: Vec<[u32; 2]> = ends.iter().map(|(a, b)| [*a, *b]).collect();
            let graph = Graph::new(8, edges);
            let weak = graph.weak(|one| nodes[one as usize], |one| left[one as usize]);
            prop_assert_eq!(weak, tried(&graph, &nodes, &left));
            // What stays joined: the same by comparing all parts.
            let (node, edge) = (|one: u32| nodes[one as usize], |one: u32| left[one as usize]);
            let (before, after) = (graph.parts(|_| true, |_| true), graph.parts(node, edge));
            let there: Vec<usize> = (0..8).filter(|one| nodes[*one]).collect();
            let same = there.iter().all(|a| {
                there.iter().all(|b| before[*a] != before[*b] || after[*a] == after[*b])
            });
            let lost = (0..8).filter(|one| !node(*one)).collect::<Vec<u32>>();
            let cut = (0..crate::source::offset(ends.len())).filter(|one| !edge(*one)).collect::<Vec<u32>>();
            let whole = graph.weak(|_| true, |_| true);
            prop_assert_eq!(graph.stays(&whole, (&lost, &cut), node, edge), same);
        }
    }
}
