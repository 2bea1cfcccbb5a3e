//! Which bridges are joined at all.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::{BridgeId, Link, LinkEnd};
use crate::fabric::Handle;

/// Bridges by the layer-2 domain that the cables make, in the order of their first bridges.
pub(super) fn of(bridges: usize, links: &[Link]) -> Vec<BTreeSet<BridgeId>> {
    let mut union = UnionFind::<usize>::new(bridges);
    for link in links {
        if let [LinkEnd::Bridge(a), LinkEnd::Bridge(b)] = link.ends {
            union.union(a.position(), b.position());
        }
    }
    let mut domains: BTreeMap<usize, BTreeSet<BridgeId>> = BTreeMap::new();
    for bridge in 0..bridges {
        domains.entry(union.find_mut(bridge)).or_default().insert(BridgeId::new(bridge));
    }
    let mut domains: Vec<BTreeSet<BridgeId>> = domains.into_values().collect();
    domains.sort_by_key(|domain| domain.first().copied());
    domains
}
