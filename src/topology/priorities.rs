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
        match instance.filter(|instance| !instance.root.is_empty()) {
            Some(instance) => Self { fabric, root: &instance.root, secondary: &instance.secondary },
            None => Self { fabric, root: &settings.root, secondary: &settings.secondary },
        }
    }

    /// Priority of a switch. Both members of a pair show the same one: they act as one bridge.
    ///
    /// Switches named as root by one statement get 4096 each when they are one pair; otherwise the
    /// first gets it, and the others stand in for it.
    pub fn switch(self, switch: SwitchId) -> u32 {
        let facts = &self.fabric.switches[switch];
        if let Some(priority) = facts.stp_priority {
            return priority.value;
        }
        if self.is_first(switch) {
            ROOT_PRIORITY
        } else if self.root.contains(&switch) || self.secondary.contains(&switch) {
            SECONDARY_PRIORITY
        } else {
            DEFAULT_PRIORITY
        }
    }

    fn is_first(self, switch: SwitchId) -> bool {
        let Some(first) = self.root.first() else { return false };
        let pair = self.fabric.switches[*first].pair;
        *first == switch || (pair.is_some() && pair == self.fabric.switches[switch].pair && self.root.contains(&switch))
    }

    /// Priority of a bridge.
    pub fn bridge(self, bridge: &Bridge) -> u32 {
        bridge.switches.iter().map(|switch| self.switch(*switch)).min().unwrap_or(DEFAULT_PRIORITY)
    }

    /// Whether a switch is meant to be the root, or the one to take over from it.
    pub fn is_root_side(self, switch: SwitchId) -> bool {
        self.root.contains(&switch) || self.secondary.contains(&switch)
    }
}
