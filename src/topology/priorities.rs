use super::{Bridge, TreeId};
use crate::fabric::{Fabric, SwitchId};

/// Bridge priority of a root that the program names.
pub const ROOT_PRIORITY: u32 = 4096;
/// Bridge priority of a stand-in that the program names.
pub const SECONDARY_PRIORITY: u32 = 8192;
/// Bridge priority of all others (IEEE 802.1Q, table 13-3).
pub const DEFAULT_PRIORITY: u32 = 32768;

/// Bridge priorities in one spanning tree.
#[derive(Debug, Clone, Copy)]
pub struct Priorities<'a> {
    fabric: &'a Fabric,
    root: &'a [SwitchId],
    secondary: &'a [SwitchId],
}

impl<'a> Priorities<'a> {
    /// The priorities of a tree.
    pub fn of(fabric: &'a Fabric, tree: TreeId) -> Self {
        let settings = &fabric.settings.spanning_tree;
        let instance = match tree {
            TreeId::Instance(id) => settings.instances.iter().find(|instance| instance.id == id),
            TreeId::Common => None,
        };
        let (root, secondary) = match instance {
            Some(own) if !own.root.is_empty() => (&own.root, &own.secondary),
            Some(own) if !own.secondary.is_empty() => (&settings.root, &own.secondary),
            _ => (&settings.root, &settings.secondary),
        };
        Self { fabric, root, secondary }
    }

    /// Priority of a switch. Both members of a pair show the same one: they act as one bridge.
    ///
    /// The first of the switches named as root gets 4096, and the other member of its pair with it; the
    /// others that are named stand in for it.
    pub fn switch(self, switch: SwitchId) -> u32 {
        if let Some(priority) = self.said(switch) {
            return priority;
        }
        if self.root.first().is_some_and(|first| self.same_bridge(*first, switch)) {
            ROOT_PRIORITY
        } else if self.is_root_side(switch) {
            SECONDARY_PRIORITY
        } else if self.is_edge_of_overlay(switch) {
            ROOT_PRIORITY
        } else {
            DEFAULT_PRIORITY
        }
    }

    /// Whether the layer-2 domain of the switch ends at it, because an overlay begins there, and the
    /// program names no root: each such domain has its own.
    fn is_edge_of_overlay(self, switch: SwitchId) -> bool {
        let facts = &self.fabric.switches[switch];
        let members =
            facts.pair.map_or(vec![switch], |pair| self.fabric.pairs[pair].members.to_vec());
        self.fabric.settings.overlay.is_some()
            && self.root.is_empty()
            && members.iter().any(|member| self.fabric.switches[*member].routed)
    }

    /// What the program says of the switch, or of the other member of its pair.
    fn said(self, switch: SwitchId) -> Option<u32> {
        let facts = &self.fabric.switches[switch];
        let members = facts.pair.map(|pair| self.fabric.pairs[pair].members);
        let own = facts.stp_priority.map(|priority| priority.value);
        own.or_else(|| {
            let peers = members.into_iter().flatten();
            peers
                .filter_map(|peer| self.fabric.switches[peer].stp_priority)
                .map(|said| said.value)
                .next()
        })
    }

    fn same_bridge(self, one: SwitchId, other: SwitchId) -> bool {
        let pair = self.fabric.switches[one].pair;
        one == other || (pair.is_some() && pair == self.fabric.switches[other].pair)
    }

    /// Priority of a bridge.
    pub fn bridge(self, bridge: &Bridge) -> u32 {
        bridge.switches.iter().map(|switch| self.switch(*switch)).min().unwrap_or(DEFAULT_PRIORITY)
    }

    /// Whether a switch is meant to be the root, or the one to take over from it.
    pub fn is_root_side(self, switch: SwitchId) -> bool {
        self.root.iter().chain(self.secondary).any(|named| self.same_bridge(*named, switch))
    }
}
