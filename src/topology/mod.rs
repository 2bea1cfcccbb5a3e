//! The fabric as graphs: cables between switches and hosts, and the bridges, links and spanning
//! trees that come of them.
//!
//! This is the only user of petgraph.

mod bridges;
mod domains;
mod flow;
mod islands;
mod links;
mod physical;
mod priorities;
mod routed;
mod spanning_tree;
mod speeds;
#[cfg(test)]
mod tests;
mod vlans;

pub use bridges::{Bridge, BridgeId};
pub use flow::max_flow;
pub use islands::{Cycles, Islands, Way};
pub use links::{Link, LinkEnd, LinkId, LinkUse};
pub use physical::{Edge, Node, Physical, Thing};
pub use priorities::{DEFAULT_PRIORITY, Priorities, ROOT_PRIORITY, SECONDARY_PRIORITY};
pub use routed::{Routed, RoutedLink, place_gateways};
pub use spanning_tree::{Tree, TreeId};

use std::collections::{BTreeMap, BTreeSet};

use links::Neighbours;

use crate::fabric::{Attachment, CableId, Carried, Fabric, Handle, SwitchId, Table, VlanId};
use crate::vendor::Catalog;

/// What comes of the cables.
#[derive(Debug)]
pub struct Topology {
    /// Switches and hosts joined by cables.
    pub physical: Physical,
    /// Bridges: MLAG pairs, which act as one, and switches that are in no pair.
    pub bridges: Vec<Bridge>,
    /// LAGs and single cables between bridges, and between bridges and hosts.
    pub links: Vec<Link>,
    /// Bridges that carry a VLAN.
    pub extents: BTreeMap<VlanId, BTreeSet<BridgeId>>,
    /// Bridges with a use of their own for a VLAN: those that route it, have hosts in it, or are named.
    pub members: BTreeMap<VlanId, BTreeSet<BridgeId>>,
    /// Bridges that are joined by cables, whatever VLANs these carry.
    pub domains: Vec<BTreeSet<BridgeId>>,
    /// Spanning trees; none when there is no spanning tree.
    pub trees: BTreeMap<TreeId, Tree>,
    /// Layer 3 between switches, and the overlay.
    pub routed: Routed,
    /// Speed of each cable in megabits per second, where it is known.
    pub speeds: Table<CableId, u32>,
    bridge_of: Table<SwitchId, BridgeId>,
    vlans_at: Table<BridgeId, BTreeSet<VlanId>>,
    tree_ids: BTreeMap<VlanId, TreeId>,
    neighbours: Neighbours,
}

impl Topology {
    /// Builds the graphs of a fabric.
    pub fn of(fabric: &Fabric, catalog: &Catalog) -> Self {
        let (physical, topology) =
            rayon::join(|| Physical::of(fabric), || Self::above(fabric, catalog));
        Self { physical, ..topology }
    }

    /// All but the physical graph.
    fn above(fabric: &Fabric, catalog: &Catalog) -> Self {
        let speeds = speeds::of(fabric, catalog);
        let (bridges, bridge_of) = bridges::of(fabric);
        let mut links = links::of(fabric, &bridge_of, &speeds);
        let neighbours = links::neighbours(&links);
        let trees = spanning_tree::of(fabric, &bridges, &links);
        let tree_ids = spanning_tree::ids_by_vlan(fabric);
        let domains = domains::of(bridges.len(), &links);
        let mut members = vlans::members(fabric, &bridge_of, &links);
        routed::join_overlay(fabric, &bridges, &domains, &mut members);
        let plan = vlans::Plan {
            fabric,
            bridges: &bridges,
            bridge_of: &bridge_of,
            links: &links,
            neighbours: &neighbours,
            trees: &trees,
            tree_ids: &tree_ids,
        };
        let extents = plan.extents(&members);
        let vlans_at = vlans::at_bridges(&extents);
        vlans::carried(fabric, &extents, &vlans_at, &mut links);
        let routed = Routed::of(fabric, catalog, &bridges, &extents);
        Self {
            physical: Physical::default(),
            bridges,
            links,
            extents,
            members,
            domains,
            trees,
            routed,
            speeds,
            bridge_of,
            vlans_at,
            tree_ids,
            neighbours,
        }
    }

    /// The bridge of a switch.
    pub fn bridge_of(&self, switch: SwitchId) -> BridgeId {
        // Every switch has one; the first stands in for a handle of another fabric.
        self.bridge_of.get(switch).copied().unwrap_or(BridgeId::new(0))
    }

    /// A bridge.
    pub fn bridge(&self, id: BridgeId) -> &Bridge {
        &self.bridges[id.position()]
    }

    /// A link.
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.position()]
    }

    /// Links with their handles.
    pub fn links(&self) -> impl ExactSizeIterator<Item = (LinkId, &Link)> {
        self.links.iter().enumerate().map(|(position, link)| (LinkId::new(position), link))
    }

    /// Links of the fabric at a bridge, each with the bridge at its other end.
    pub fn neighbours(&self, bridge: BridgeId) -> &[(LinkId, BridgeId)] {
        self.neighbours.get(bridge).map(Vec::as_slice).unwrap_or_default()
    }

    /// The spanning tree that decides which links forward a VLAN: none when all that carry it do.
    ///
    /// Rapid-PVST has a tree for each VLAN, which joins whatever the links that carry it join.
    pub fn tree_of(&self, vlan: VlanId) -> Option<&Tree> {
        self.trees.get(self.tree_ids.get(&vlan)?)
    }

    /// Which spanning tree that is.
    pub fn tree_id(&self, vlan: VlanId) -> Option<TreeId> {
        self.tree_ids.get(&vlan).copied()
    }

    /// Links that a spanning tree forwards on when only some cables are left, and some members of pairs are bridges by
    /// themselves.
    pub fn forwarding(
        &self,
        fabric: &Fabric,
        tree: TreeId,
        left: impl Fn(CableId) -> bool,
        apart: &BTreeSet<SwitchId>,
    ) -> BTreeSet<LinkId> {
        spanning_tree::forwarding(fabric, &self.bridges, &self.links, tree, left, apart)
    }

    /// VLANs that a switch carries, by handle.
    pub fn vlans_of(&self, switch: SwitchId) -> BTreeSet<VlanId> {
        self.vlans_at.get(self.bridge_of(switch)).cloned().unwrap_or_default()
    }

    /// In how many VLANs hosts are, one by one: a host counts once for each VLAN of each of its attachments.
    pub fn host_vlans(&self, fabric: &Fabric) -> usize {
        let on =
            |switch: &SwitchId| self.vlans_at.get(self.bridge_of(*switch)).map_or(0, BTreeSet::len);
        let of = |attachment: &Attachment| {
            let profile = &fabric.profiles[attachment.profile];
            let all =
                matches!(profile.carried, Carried::All(_)).then(|| attachment.switches.first());
            profile.vlans().count() + all.flatten().map_or(0, on)
        };
        fabric.attachments.values().map(of).sum()
    }
}
