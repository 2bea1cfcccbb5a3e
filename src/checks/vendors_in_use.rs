//! Which vendors a rule concerns.

use std::collections::BTreeMap;

use super::Context;
use crate::fabric::{SwitchId, VlanId};
use crate::vendor::schema::Vendor;

/// A vendor with switches that something is on.
#[derive(Debug, Clone, Copy)]
pub(super) struct InUse<'a> {
    pub(super) vendor: &'a Vendor,
    /// One of the switches.
    pub(super) first: SwitchId,
    /// How many there are.
    pub(super) count: usize,
}

/// The vendors of some switches, by name.
pub(super) fn of<'a>(
    context: &Context<'a>,
    switches: impl IntoIterator<Item = SwitchId>,
) -> Vec<InUse<'a>> {
    let mut found: BTreeMap<&str, InUse<'_>> = BTreeMap::new();
    for switch in switches {
        let Some(vendor) = context.vendor(switch) else {
            continue;
        };
        found.entry(&vendor.name).and_modify(|in_use| in_use.count += 1).or_insert(InUse {
            vendor,
            first: switch,
            count: 1,
        });
    }
    found.into_values().collect()
}

/// The vendors of the whole fabric.
pub(super) fn of_all<'a>(context: &Context<'a>) -> Vec<InUse<'a>> {
    of(context, context.fabric.switches.ids())
}

/// Switches that a VLAN lives on.
pub(super) fn carrying<'a>(
    context: &Context<'a>,
    vlan: VlanId,
) -> impl Iterator<Item = SwitchId> + use<'a> {
    let topology = context.topology;
    let bridges = topology.extents.get(&vlan).into_iter().flatten();
    bridges.flat_map(|bridge| topology.bridge(*bridge).switches.iter().copied())
}

impl InUse<'_> {
    /// `` `leaf1` `` or `` `leaf1` and 3 more switches``.
    pub(super) fn switches(&self, context: &Context<'_>) -> String {
        let name = &context.switch(self.first).name;
        match self.count - 1 {
            0 => format!("`{name}`"),
            1 => format!("`{name}` and another switch"),
            more => format!("`{name}` and {more} more switches"),
        }
    }
}
