//! How far a VLAN reaches over the links that carry and forward it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::unionfind::UnionFind;

use super::{BridgeId, LinkId, LinkUse, Topology};
use crate::fabric::{Fabric, VlanId};

/// Links between bridges by the VLANs that they carry.
#[derive(Debug)]
pub struct Islands<'a> {
    topology: &'a Topology,
    carrying: BTreeMap<VlanId, Vec<LinkId>>,
}

/// A way over links that forward, whether or not they carry the VLAN.
#[derive(Debug)]
pub struct Way {
    /// The bridge that it leads to.
    pub to: BridgeId,
    /// Links whose profile does not let the VLAN through, in order.
    pub closed: Vec<LinkId>,
}

/// Loops among the links that carry a VLAN.
#[derive(Debug, Default)]
pub struct Cycles {
    /// Some loops, each as its links in order.
    pub shown: Vec<Vec<LinkId>>,
    /// How many there are beyond those.
    pub more: usize,
}

impl<'a> Islands<'a> {
    /// Gathers the links of a topology.
    pub fn of(topology: &'a Topology) -> Self {
        let mut carrying: BTreeMap<VlanId, Vec<LinkId>> = BTreeMap::new();
        let between = topology.links().filter(|(_, link)| link.purpose == LinkUse::Fabric);
        for (id, link) in between {
            for vlan in link.vlans.iter() {
                carrying.entry(*vlan).or_default().push(id);
            }
        }
        Self { topology, carrying }
    }

    /// Links between bridges that carry a VLAN, whether or not they forward.
    pub fn carrying(&self, vlan: VlanId) -> &[LinkId] {
        self.carrying.get(&vlan).map(Vec::as_slice).unwrap_or_default()
    }

    /// Whether a link forwards a VLAN, if it carries it.
    pub fn forwards(&self, vlan: VlanId, link: LinkId) -> bool {
        self.topology.tree_of(vlan).is_none_or(|tree| tree.forwarding.contains(&link))
    }

    /// The bridges of a VLAN by the island on which they can talk to one another.
    pub fn of_vlan(&self, vlan: VlanId) -> Vec<BTreeSet<BridgeId>> {
        let Some(extent) = self.topology.extents.get(&vlan) else {
            return Vec::new();
        };
        let index: BTreeMap<BridgeId, usize> =
            extent.iter().enumerate().map(|(position, bridge)| (*bridge, position)).collect();
        let mut union = UnionFind::<usize>::new(index.len());
        for link in self.carrying(vlan).iter().filter(|link| self.forwards(vlan, **link)) {
            let mut ends = self.topology.link(*link).bridges().filter_map(|end| index.get(&end));
            if let (Some(a), Some(b)) = (ends.next(), ends.next()) {
                union.union(*a, *b);
            }
        }
        let mut islands: BTreeMap<usize, BTreeSet<BridgeId>> = BTreeMap::new();
        for (bridge, position) in index {
            islands.entry(union.find_mut(position)).or_default().insert(bridge);
        }
        islands.into_values().collect()
    }

    /// The way from one set of bridges to another over links that forward, with the fewest links
    /// that do not let the VLAN through. None when no cables join them.
    pub fn way(
        &self,
        fabric: &Fabric,
        vlan: VlanId,
        from: &BTreeSet<BridgeId>,
        to: &BTreeSet<BridgeId>,
    ) -> Option<Way> {
        let mut came: BTreeMap<BridgeId, Option<(LinkId, BridgeId)>> = BTreeMap::new();
        let mut queue: VecDeque<(BridgeId, Option<(LinkId, BridgeId)>)> =
            from.iter().map(|bridge| (*bridge, None)).collect();
        let mut reached = None;
        while let Some((bridge, by)) = queue.pop_front() {
            if came.contains_key(&bridge) {
                continue;
            }
            came.insert(bridge, by);
            if to.contains(&bridge) {
                reached = Some(bridge);
                break;
            }
            for (link, other) in self.topology.neighbours(bridge) {
                if !self.forwards(vlan, *link) || came.contains_key(other) {
                    continue;
                }
                let step = (*other, Some((*link, bridge)));
                if self.topology.link(*link).allows(fabric, vlan) {
                    queue.push_front(step);
                } else {
                    queue.push_back(step);
                }
            }
        }
        let to = reached?;
        let mut closed = Vec::new();
        let mut here = to;
        while let Some((link, before)) = came.get(&here).copied().flatten() {
            if !self.topology.link(link).allows(fabric, vlan) {
                closed.push(link);
            }
            here = before;
        }
        closed.reverse();
        Some(Way { to, closed })
    }

    /// Links that carry the VLAN from one set of bridges to the next, but are blocked.
    pub fn blocked_between(
        &self,
        vlan: VlanId,
        island: &BTreeSet<BridgeId>,
    ) -> impl Iterator<Item = LinkId> {
        self.carrying(vlan).iter().copied().filter(move |link| {
            let inside = self.topology.link(*link).bridges().filter(|end| island.contains(end));
            !self.forwards(vlan, *link) && inside.count() == 1
        })
    }

    /// Loops among the links that carry a VLAN, as if nothing blocked.
    pub fn cycles(&self, vlan: VlanId) -> Cycles {
        const SHOWN: usize = 8;
        let mut cycles = Cycles::default();
        let mut forest: BTreeMap<BridgeId, Vec<(LinkId, BridgeId)>> = BTreeMap::new();
        let mut index: BTreeMap<BridgeId, usize> = BTreeMap::new();
        let links = self.carrying(vlan);
        let mut union = UnionFind::<usize>::new(links.len().saturating_mul(2));
        for id in links {
            let mut ends = self.topology.link(*id).bridges();
            let (Some(a), Some(b)) = (ends.next(), ends.next()) else {
                continue;
            };
            let mut position = |bridge: BridgeId| {
                let next = index.len();
                *index.entry(bridge).or_insert(next)
            };
            let (at, to) = (position(a), position(b));
            if a == b {
                continue;
            }
            if union.union(at, to) {
                forest.entry(a).or_default().push((*id, b));
                forest.entry(b).or_default().push((*id, a));
            } else if cycles.shown.len() < SHOWN {
                let mut cycle = path(&forest, a, b);
                cycle.push(*id);
                cycles.shown.push(cycle);
            } else {
                cycles.more += 1;
            }
        }
        cycles
    }
}

/// The links from one bridge to another in a forest.
fn path(
    forest: &BTreeMap<BridgeId, Vec<(LinkId, BridgeId)>>,
    from: BridgeId,
    to: BridgeId,
) -> Vec<LinkId> {
    let mut came: BTreeMap<BridgeId, (LinkId, BridgeId)> = BTreeMap::new();
    let mut queue = VecDeque::from([from]);
    while let Some(bridge) = queue.pop_front() {
        if bridge == to {
            break;
        }
        for (link, other) in forest.get(&bridge).map(Vec::as_slice).unwrap_or_default() {
            if *other != from && !came.contains_key(other) {
                came.insert(*other, (*link, bridge));
                queue.push_back(*other);
            }
        }
    }
    let mut links = Vec::new();
    let mut here = to;
    while let Some((link, before)) = came.get(&here).copied() {
        links.push(link);
        here = before;
        if here == from {
            break;
        }
    }
    links.reverse();
    links
}
