//! Where VLANs live: on the bridges that use them and on those between.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use super::links::Neighbours;
use super::{Bridge, BridgeId, Link, LinkEnd, LinkId, LinkUse, Tree, TreeId};
use crate::fabric::{Carried, Fabric, Handle, ProfileId, SwitchId, Table, VlanId};

/// What the extents of VLANs depend on.
pub(super) struct Plan<'a> {
    pub(super) fabric: &'a Fabric,
    pub(super) bridges: &'a [Bridge],
    pub(super) bridge_of: &'a Table<SwitchId, BridgeId>,
    pub(super) links: &'a [Link],
    pub(super) neighbours: &'a Neighbours,
    pub(super) trees: &'a BTreeMap<TreeId, Tree>,
    pub(super) tree_ids: &'a BTreeMap<VlanId, TreeId>,
}

/// Where a VLAN gets through: every link but those of some profiles.
struct Passage<'a> {
    links: &'a [Link],
    closed: BTreeSet<ProfileId>,
}

impl Passage<'_> {
    fn open(&self, link: LinkId) -> bool {
        self.links[link.position()].profile.is_none_or(|profile| !self.closed.contains(&profile))
    }
}

impl Plan<'_> {
    /// Bridges that carry each VLAN: its members, and all that lie between them and a bridge that
    /// routes it, on a shortest path or on the spanning tree's. A VLAN that is routed nowhere is joined
    /// through the spanning tree's root.
    pub(super) fn extents(
        &self,
        members: &BTreeMap<VlanId, BTreeSet<BridgeId>>,
    ) -> BTreeMap<VlanId, BTreeSet<BridgeId>> {
        let settings = &self.fabric.settings.spanning_tree;
        let roots = self.bridges_of(settings.root.iter().chain(&settings.secondary));
        let none = BTreeSet::new();
        self.fabric
            .vlans
            .ids()
            .map(|vlan| (vlan, self.extent(vlan, members.get(&vlan).unwrap_or(&none), &roots)))
            .collect()
    }

    fn bridges_of<'s>(&self, switches: impl Iterator<Item = &'s SwitchId>) -> BTreeSet<BridgeId> {
        switches.filter_map(|switch| self.bridge_of.get(*switch).copied()).collect()
    }

    fn extent(
        &self,
        vlan: VlanId,
        members: &BTreeSet<BridgeId>,
        roots: &BTreeSet<BridgeId>,
    ) -> BTreeSet<BridgeId> {
        let mut extent = members.clone();
        if members.len() < 2 {
            return extent;
        }
        let passage = self.passage(vlan);
        // One without links to others lies between nothing.
        let linked = |bridge: &&BridgeId| self.neighbours.get(**bridge).is_some();
        let mut left: BTreeSet<BridgeId> = members.iter().filter(linked).copied().collect();
        if left.is_empty() {
            return extent;
        }
        for anchor in self.anchors(vlan, members, roots) {
            self.join(&passage, anchor, members, &mut left, &mut extent);
        }
        // What no anchor reaches is joined among itself.
        let mut by_name: Vec<BridgeId> = left.iter().copied().collect();
        by_name.sort_by_key(|bridge| &self.bridges[bridge.position()].name);
        for anchor in by_name {
            if left.remove(&anchor) {
                self.join(&passage, anchor, members, &mut left, &mut extent);
            }
        }
        let tree = self.tree_ids.get(&vlan).and_then(|id| self.trees.get(id));
        if let Some(tree) = tree {
            let anchors = self.anchors(vlan, members, roots);
            self.along_tree(&passage, tree, &anchors, members, &mut extent);
        }
        extent
    }

    fn passage(&self, vlan: VlanId) -> Passage<'_> {
        let profiles = self.fabric.profiles.iter();
        let closed = profiles.filter(|(_, profile)| !profile.lets_through(vlan)).map(|(id, _)| id);
        Passage { links: self.links, closed: closed.collect() }
    }

    /// Where a VLAN's paths lead to.
    fn anchors(
        &self,
        vlan: VlanId,
        members: &BTreeSet<BridgeId>,
        roots: &BTreeSet<BridgeId>,
    ) -> BTreeSet<BridgeId> {
        let vlan = &self.fabric.vlans[vlan];
        let gateway = vlan.gateway.iter().flat_map(|gateway| &gateway.on);
        let routed = self.bridges_of(gateway.chain(vlan.addresses.keys()));
        if !routed.is_empty() {
            return routed;
        }
        if roots.is_empty() {
            return self.first_by_name(members).into_iter().collect();
        }
        roots.clone()
    }

    /// Bridges are sorted by name, so that nothing depends on the order of statements.
    fn first_by_name(&self, bridges: &BTreeSet<BridgeId>) -> Option<BridgeId> {
        bridges.iter().min_by_key(|bridge| &self.bridges[bridge.position()].name).copied()
    }

    /// Adds what lies on a shortest path from a member to the anchor, and takes the members that
    /// there is one from out of `left`.
    fn join(
        &self,
        passage: &Passage<'_>,
        anchor: BridgeId,
        members: &BTreeSet<BridgeId>,
        left: &mut BTreeSet<BridgeId>,
        extent: &mut BTreeSet<BridgeId>,
    ) {
        let distance = self.distances(passage, anchor, members);
        let mut walk: Vec<BridgeId> =
            distance.keys().filter(|bridge| members.contains(bridge)).copied().collect();
        let mut walked = BTreeSet::new();
        while let Some(bridge) = walk.pop() {
            if !walked.insert(bridge) {
                continue;
            }
            left.remove(&bridge);
            extent.insert(bridge);
            let here = distance.get(&bridge).copied().unwrap_or_default();
            let nearer =
                |other: &BridgeId| distance.get(other).is_some_and(|there| there + 1 == here);
            walk.extend(self.next(passage, bridge).filter(nearer));
        }
    }

    /// How far bridges are from the anchor, up to the farthest member.
    fn distances(
        &self,
        passage: &Passage<'_>,
        anchor: BridgeId,
        members: &BTreeSet<BridgeId>,
    ) -> BTreeMap<BridgeId, usize> {
        let mut distance = BTreeMap::from([(anchor, 0_usize)]);
        let mut queue = VecDeque::from([anchor]);
        let mut missing = members.len() - usize::from(members.contains(&anchor));
        while let Some(bridge) = queue.pop_front() {
            if missing == 0 {
                break;
            }
            let here = distance.get(&bridge).copied().unwrap_or_default();
            for other in self.next(passage, bridge) {
                distance.entry(other).or_insert_with(|| {
                    queue.push_back(other);
                    missing = missing.saturating_sub(usize::from(members.contains(&other)));
                    here + 1
                });
            }
        }
        distance
    }

    fn next(&self, passage: &Passage<'_>, bridge: BridgeId) -> impl Iterator<Item = BridgeId> {
        let all = self.neighbours.get(bridge).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|(link, _)| passage.open(*link)).map(|(_, other)| *other)
    }

    /// Adds what lies between members and anchors on the spanning tree, which need not forward on a
    /// shortest path: a slow link is short.
    fn along_tree(
        &self,
        passage: &Passage<'_>,
        tree: &Tree,
        anchors: &BTreeSet<BridgeId>,
        members: &BTreeSet<BridgeId>,
        extent: &mut BTreeSet<BridgeId>,
    ) {
        for anchor in anchors {
            let trunk = self.to_root(passage, tree, *anchor);
            for member in members {
                let branch = self.to_root(passage, tree, *member);
                let meeting =
                    branch.iter().position(|bridge| trunk.contains(bridge)).and_then(|up| {
                        Some((up, trunk.iter().position(|bridge| *bridge == branch[up])?))
                    });
                if let Some((up, down)) = meeting {
                    extent.extend(branch.iter().take(up + 1));
                    extent.extend(trunk.iter().take(down));
                }
            }
        }
    }

    /// A bridge and those above it, as far as the links towards the root let the VLAN through.
    fn to_root(&self, passage: &Passage<'_>, tree: &Tree, from: BridgeId) -> Vec<BridgeId> {
        let mut way = vec![from];
        let mut here = from;
        while let Some(link) = tree.root_ports.get(&here).filter(|link| passage.open(**link)) {
            let Some(above) = self.links[link.position()].other(here) else {
                break;
            };
            way.push(above);
            here = above;
        }
        way
    }
}

/// Bridges with a use of their own for each VLAN.
pub(super) fn members(
    fabric: &Fabric,
    bridge_of: &Table<SwitchId, BridgeId>,
    links: &[Link],
) -> BTreeMap<VlanId, BTreeSet<BridgeId>> {
    let mut members: BTreeMap<VlanId, BTreeSet<BridgeId>> = BTreeMap::new();
    for (id, vlan) in fabric.vlans.iter() {
        let routing = vlan.gateway.iter().flat_map(|gateway| &gateway.on);
        let switches = vlan.placed.keys().chain(vlan.addresses.keys()).chain(routing);
        members.entry(id).or_default().extend(switches.filter_map(|switch| bridge_of.get(*switch)));
    }
    // Most hosts of a rack are attached alike.
    let hosts = links.iter().filter(|link| link.purpose != LinkUse::Fabric);
    let alike: BTreeSet<(ProfileId, BridgeId)> = hosts
        .filter_map(|link| Some((link, link.profile?)))
        .flat_map(|(link, profile)| link.bridges().map(move |bridge| (profile, bridge)))
        .collect();
    for (profile, bridge) in alike {
        for vlan in fabric.profiles[profile].vlans() {
            members.entry(vlan).or_default().insert(bridge);
        }
    }
    members
}

/// VLANs of each bridge.
pub(super) fn at_bridges(
    extents: &BTreeMap<VlanId, BTreeSet<BridgeId>>,
) -> Table<BridgeId, BTreeSet<VlanId>> {
    let mut vlans_at: Table<BridgeId, BTreeSet<VlanId>> = Table::default();
    for (vlan, extent) in extents {
        for bridge in extent {
            vlans_at.entry(*bridge).insert(*vlan);
        }
    }
    vlans_at
}

/// Fills in which VLANs each link carries: those of the bridges at its ends that its profile lets
/// through. A host's port whose profile says nothing carries nothing.
pub(super) fn carried(
    fabric: &Fabric,
    extents: &BTreeMap<VlanId, BTreeSet<BridgeId>>,
    vlans_at: &Table<BridgeId, BTreeSet<VlanId>>,
    links: &mut [Link],
) {
    // Links with one profile between the same bridges carry the same.
    let mut known = BTreeMap::new();
    for link in links {
        let inside = link.purpose == LinkUse::Fabric;
        let key = (inside, link.profile, link.ends.map(LinkEnd::bridge));
        let vlans = || Arc::new(carried_by(fabric, extents, vlans_at, link));
        link.vlans = Arc::clone(known.entry(key).or_insert_with(vlans));
    }
}

fn carried_by(
    fabric: &Fabric,
    extents: &BTreeMap<VlanId, BTreeSet<BridgeId>>,
    vlans_at: &Table<BridgeId, BTreeSet<VlanId>>,
    link: &Link,
) -> BTreeSet<VlanId> {
    let none = BTreeSet::new();
    let bridges = || link.bridges();
    let there = |vlan: &VlanId| {
        extents.get(vlan).is_some_and(|extent| bridges().all(|bridge| extent.contains(&bridge)))
    };
    let all = bridges().next().and_then(|bridge| vlans_at.get(bridge)).unwrap_or(&none);
    let everything = || all.iter().copied().filter(there).collect();
    let Some(profile) = link.profile.map(|profile| &fabric.profiles[profile]) else {
        return everything();
    };
    match profile.carried {
        Carried::All(_) => everything(),
        Carried::Nothing if link.purpose == LinkUse::Fabric => everything(),
        _ => profile.vlans().filter(there).collect(),
    }
}
