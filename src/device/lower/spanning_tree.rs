//! Spanning tree of one switch.

use super::One;
use crate::device::model::{MstInstance, Mstp, Origins, RapidPvst, Rstp, SpanningTree};
use crate::fabric::SpanningTreeMode;
use crate::topology::{Priorities, TreeId};

impl One<'_> {
    pub(super) fn spanning_tree(self) -> Option<SpanningTree> {
        let settings = &self.all.fabric.settings.spanning_tree;
        let priorities = |tree| Priorities::of(self.all.fabric, tree);
        let common = priorities(TreeId::Common);
        let priority = common.switch(self.id);
        let mut tree = SpanningTree {
            origins: Origins::default(),
            root: common.is_root_side(self.id),
            mstp: None,
            rstp: None,
            rapid_pvst: None,
        };
        match settings.mode {
            SpanningTreeMode::None => return None,
            SpanningTreeMode::Rstp => tree.rstp = Some(Rstp { priority }),
            SpanningTreeMode::RapidPvst => {
                let vlans = self
                    .bridge_vlans()
                    .iter()
                    .map(|vlan| self.all.fabric.vlans[*vlan].id)
                    .collect();
                tree.rapid_pvst = Some(RapidPvst { priority, vlans });
            }
            SpanningTreeMode::Mstp => {
                let mut instances: Vec<MstInstance> = settings
                    .instances
                    .iter()
                    .map(|instance| {
                        let mut vlans: Vec<u16> = instance
                            .vlans
                            .iter()
                            .map(|vlan| self.all.fabric.vlans[vlan.value].id)
                            .collect();
                        vlans.sort_unstable();
                        vlans.dedup();
                        MstInstance {
                            origins: Origins::default(),
                            id: instance.id,
                            vlans,
                            priority: priorities(TreeId::Instance(instance.id)).switch(self.id),
                        }
                    })
                    .collect();
                instances.sort_by_key(|instance| instance.id);
                tree.mstp = Some(Mstp {
                    region: settings.region.clone(),
                    revision: settings.revision,
                    priority,
                    instances,
                });
            }
        }
        Some(tree)
    }
}
