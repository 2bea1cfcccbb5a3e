//! Which of many hosts are worth a look under a failure.
//!
//! Where every leaf is the gateway of its own hosts and tunnels join the leaves, a failure that parts nothing matters
//! only where it is: all the others fare alike, as they did before.

use std::collections::{BTreeMap, BTreeSet};

use super::network::host_cable;
use super::reach::{Class, Look, Memory};
use super::sides::{Member, Side};
use super::state::State;
use crate::fabric::{CableEnd, SwitchId, VlanId};

/// The groups of both sides by how they fare while nothing is lost.
#[derive(Debug)]
pub(super) struct Focus {
    sides: [Half; 2],
}

#[derive(Debug, Default)]
struct Half {
    /// Groups that fare alike.
    alike: Vec<Vec<usize>>,
    /// Groups that are attached to each switch.
    at: BTreeMap<SwitchId, Vec<usize>>,
    /// Groups that are looked at in any case: ways out, switches.
    always: Vec<usize>,
}

impl Focus {
    /// None where more than the neighbourhood of a failure may matter.
    pub(super) fn of(
        whole: &State<'_>,
        from: &Side,
        to: &Side,
        vlans: &BTreeSet<VlanId>,
    ) -> Option<Self> {
        let local = |vlan: &VlanId| {
            let segment = whole.network.segment(*vlan);
            segment.distributed
                && segment.wires.is_empty()
                && !whole.has_fallen_apart(*vlan)
                && whole.network.is_plain(whole.network.fabric.vlans[*vlan].vrf)
        };
        vlans
            .iter()
            .all(local)
            .then(|| Self { sides: [from, to].map(|side| Half::of(whole, side, vlans)) })
    }

    /// Groups of a side that are worth a look, ascending; none when all are.
    pub(super) fn groups(&self, state: &State<'_>, back: bool) -> Option<Vec<usize>> {
        if state.is_parted() || !state.dead.split.is_empty() {
            return None;
        }
        let half = &self.sides[usize::from(back)];
        let network = state.network;
        let mut near: BTreeSet<SwitchId> = BTreeSet::new();
        for switch in &state.dead.lost_switches {
            let bridge = network.topology.bridge(network.topology.bridge_of(*switch));
            near.extend(&bridge.switches);
        }
        for cable in &state.dead.lost_cables {
            let ends = network.fabric.cables[*cable].ends.iter();
            near.extend(ends.filter_map(CableEnd::switch_port).map(|port| port.switch));
            near.extend(host_cable(network.fabric, *cable).map(|(switch, _)| switch));
        }
        let near: BTreeSet<usize> =
            near.iter().filter_map(|switch| half.at.get(switch)).flatten().copied().collect();
        let mut groups: BTreeSet<usize> = near.clone();
        groups.extend(&half.always);
        for alike in &half.alike {
            groups.extend(alike.iter().filter(|group| !near.contains(group)).take(2));
        }
        Some(groups.into_iter().collect())
    }
}

impl Half {
    fn of(whole: &State<'_>, side: &Side, vlans: &BTreeSet<VlanId>) -> Self {
        let memory = Memory::default();
        let look = Look::new(whole, &memory, vlans, true);
        let mut half = Self::default();
        let mut alike: BTreeMap<Class, Vec<usize>> = BTreeMap::new();
        for (group, members) in side.groups.iter().enumerate() {
            let Some(first) = members.first() else { continue };
            let member = &side.members[*first];
            match look.class(*first, member) {
                Some(class) if matches!(member, Member::Host { .. } | Member::Port { .. }) => {
                    alike.entry(class).or_default().push(group);
                }
                _ => half.always.push(group),
            }
            let taps: Vec<SwitchId> = match member {
                Member::Host { taps, .. } => {
                    taps.values().flatten().map(|tap| tap.switch).collect()
                }
                Member::Port { taps, .. } => taps.iter().map(|tap| tap.switch).collect(),
                Member::Exit(_) | Member::Switch(_) => Vec::new(),
            };
            for switch in taps.into_iter().collect::<BTreeSet<_>>() {
                half.at.entry(switch).or_default().push(group);
            }
        }
        half.alike = alike.into_values().collect();
        half
    }
}
