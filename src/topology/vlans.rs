//! Where VLANs live: on the bridges that use them and on those between.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Bridge, BridgeId, Link, LinkUse};
use crate::fabric::{Carried, Fabric, SwitchId, VlanId};

/// Links of the fabric at each bridge.
type Neighbours = BTreeMap<BridgeId, Vec<(usize, BridgeId)>>;

/// Bridges that carry each VLAN: those that route it, have hosts in it or are named, and all that
/// lie on a shortest path from there to a bridge that routes it. A VLAN that is routed nowhere is
/// joined through the spanning tree's root.
pub(super) fn extents(
    fabric: &Fabric,
    bridges: &[Bridge],
    bridge_of: &BTreeMap<SwitchId, BridgeId>,
    links: &[Link],
) -> BTreeMap<VlanId, BTreeSet<BridgeId>> {
    let mut neighbours: Neighbours = BTreeMap::new();
    for (position, link) in links.iter().enumerate().filter(|(_, link)| link.purpose == LinkUse::Fabric) {
        for bridge in link.bridges() {
            if let Some(other) = link.other(bridge).filter(|other| *other != bridge) {
                neighbours.entry(bridge).or_default().push((position, other));
            }
        }
    }
    let mut members = members(fabric, bridge_of, links);
    let roots: BTreeSet<BridgeId> = root_switches(fabric).filter_map(|switch| bridge_of.get(&switch).copied()).collect();
    fabric
        .vlans
        .ids()
        .map(|vlan| {
            let members = members.remove(&vlan).unwrap_or_default();
            let routed = routed_on(fabric, bridge_of, vlan);
            let anchors = anchors(&members, routed, &roots, bridges);
            let extent = span(fabric, vlan, &members, &anchors, &neighbours, links);
            (vlan, extent)
        })
        .collect()
}

fn root_switches(fabric: &Fabric) -> impl Iterator<Item = SwitchId> + '_ {
    let tree = &fabric.settings.spanning_tree;
    tree.root.iter().chain(&tree.secondary).copied()
}

/// Bridges with a use of their own for each VLAN.
fn members(fabric: &Fabric, bridge_of: &BTreeMap<SwitchId, BridgeId>, links: &[Link]) -> BTreeMap<VlanId, BTreeSet<BridgeId>> {
    let mut members: BTreeMap<VlanId, BTreeSet<BridgeId>> = BTreeMap::new();
    for (id, vlan) in fabric.vlans.iter() {
        let routing = vlan.gateway.iter().flat_map(|gateway| &gateway.on);
        let switches = vlan.placed.keys().chain(vlan.addresses.keys()).chain(routing);
        members.entry(id).or_default().extend(switches.filter_map(|switch| bridge_of.get(switch)));
    }
    for link in links.iter().filter(|link| link.purpose != LinkUse::Fabric) {
        let Some(profile) = link.profile.map(|profile| &fabric.profiles[profile]) else { continue };
        let carried: Vec<VlanId> = match &profile.carried {
            Carried::Access(only) => vec![only.value],
            Carried::Trunk(list) => list.iter().map(|vlan| vlan.value).collect(),
            Carried::All(_) | Carried::Nothing => Vec::new(),
        };
        for vlan in carried.into_iter().chain(profile.native.map(|native| native.value)) {
            members.entry(vlan).or_default().extend(link.bridges());
        }
    }
    members
}

fn routed_on(fabric: &Fabric, bridge_of: &BTreeMap<SwitchId, BridgeId>, vlan: VlanId) -> BTreeSet<BridgeId> {
    let vlan = &fabric.vlans[vlan];
    let switches = vlan.gateway.iter().flat_map(|gateway| &gateway.on).chain(vlan.addresses.keys());
    switches.filter_map(|switch| bridge_of.get(switch).copied()).collect()
}

/// Where a VLAN's paths lead to.
fn anchors(members: &BTreeSet<BridgeId>, routed: BTreeSet<BridgeId>, roots: &BTreeSet<BridgeId>, bridges: &[Bridge]) -> BTreeSet<BridgeId> {
    if !routed.is_empty() {
        return routed;
    }
    if members.len() < 2 {
        return members.clone();
    }
    if roots.is_empty() {
        // Bridges are sorted by name, so this does not depend on the order of statements.
        return members.iter().min_by_key(|bridge| &bridges[bridge.0].name).copied().into_iter().collect();
    }
    roots.clone()
}

/// Members, and what lies on a shortest path from a member to an anchor.
fn span(
    fabric: &Fabric,
    vlan: VlanId,
    members: &BTreeSet<BridgeId>,
    anchors: &BTreeSet<BridgeId>,
    neighbours: &Neighbours,
    links: &[Link],
) -> BTreeSet<BridgeId> {
    let mut extent = members.clone();
    if members.len() < 2 {
        return extent;
    }
    let next = |bridge: BridgeId| {
        let all = neighbours.get(&bridge).map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|(link, _)| links[*link].allows(fabric, vlan)).map(|(_, other)| *other)
    };
    for anchor in anchors {
        let mut distance = BTreeMap::from([(*anchor, 0_usize)]);
        let mut queue = VecDeque::from([*anchor]);
        while let Some(bridge) = queue.pop_front() {
            let here = distance.get(&bridge).copied().unwrap_or_default();
            for other in next(bridge) {
                distance.entry(other).or_insert_with(|| {
                    queue.push_back(other);
                    here + 1
                });
            }
        }
        let mut walk: Vec<BridgeId> = members.iter().filter(|member| distance.contains_key(member)).copied().collect();
        let mut walked = BTreeSet::new();
        while let Some(bridge) = walk.pop() {
            if !walked.insert(bridge) {
                continue;
            }
            extent.insert(bridge);
            let here = distance.get(&bridge).copied().unwrap_or_default();
            walk.extend(next(bridge).filter(|other| distance.get(other).is_some_and(|there| there + 1 == here)));
        }
    }
    extent
}

/// Fills in which VLANs each link carries.
pub(super) fn carried(fabric: &Fabric, extents: &BTreeMap<VlanId, BTreeSet<BridgeId>>, links: &mut [Link]) {
    for link in links {
        let bridges: Vec<BridgeId> = link.bridges().collect();
        let vlans = extents
            .iter()
            .filter(|(vlan, extent)| bridges.iter().all(|bridge| extent.contains(bridge)) && link.allows(fabric, **vlan))
            .map(|(vlan, _)| *vlan)
            .collect();
        link.vlans = vlans;
    }
}
