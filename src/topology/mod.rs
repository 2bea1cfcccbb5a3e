//! The fabric as graphs: cables between switches and hosts, and the bridges, links and spanning
//! trees that come of them.
//!
//! This is the only user of petgraph.

mod bridges;
mod links;
mod physical;
mod priorities;
mod spanning_tree;
mod speeds;
mod vlans;

pub use bridges::{Bridge, BridgeId};
pub use links::{Link, LinkEnd, LinkId, LinkUse};
pub use physical::{Node, Physical};
pub use priorities::{DEFAULT_PRIORITY, ROOT_PRIORITY, SECONDARY_PRIORITY, Priorities};
pub use spanning_tree::{Tree, TreeId};

use std::collections::{BTreeMap, BTreeSet};

use crate::fabric::{CableId, Fabric, SwitchId, VlanId};
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
    /// Spanning trees; none when there is no spanning tree.
    pub trees: BTreeMap<TreeId, Tree>,
    /// Speed of each cable in megabits per second, where it is known.
    pub speeds: BTreeMap<CableId, u32>,
    bridge_of: BTreeMap<SwitchId, BridgeId>,
}

impl Topology {
    /// Builds the graphs of a fabric.
    pub fn of(fabric: &Fabric, catalog: &Catalog) -> Self {
        let speeds = speeds::of(fabric, catalog);
        let (bridges, bridge_of) = bridges::of(fabric);
        let mut links = links::of(fabric, &bridge_of, &speeds);
        let extents = vlans::extents(fabric, &bridges, &bridge_of, &links);
        vlans::carried(fabric, &extents, &mut links);
        let trees = spanning_tree::of(fabric, &bridges, &bridge_of, &links);
        Self { physical: Physical::of(fabric), bridges, links, extents, trees, speeds, bridge_of }
    }

    /// The bridge of a switch.
    pub fn bridge_of(&self, switch: SwitchId) -> BridgeId {
        // Every switch has one; the first stands in for a handle of another fabric.
        self.bridge_of.get(&switch).copied().unwrap_or(BridgeId(0))
    }

    /// A bridge.
    pub fn bridge(&self, id: BridgeId) -> &Bridge {
        &self.bridges[id.0]
    }

    /// A link.
    pub fn link(&self, id: LinkId) -> &Link {
        &self.links[id.0]
    }

    /// Links with their handles.
    pub fn links(&self) -> impl Iterator<Item = (LinkId, &Link)> {
        self.links.iter().enumerate().map(|(position, link)| (LinkId(position), link))
    }

    /// VLANs that a switch carries, by handle.
    pub fn vlans_of(&self, switch: SwitchId) -> BTreeSet<VlanId> {
        let bridge = self.bridge_of(switch);
        self.extents.iter().filter(|(_, bridges)| bridges.contains(&bridge)).map(|(vlan, _)| *vlan).collect()
    }
}
