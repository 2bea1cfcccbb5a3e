//! Which of many hosts are worth a look under a failure.
//!
//! Where every leaf is the gateway of its own hosts and tunnels join the leaves, a failure that parts nothing matters
//! only where it is: all the others fare alike, as they did before.

use std::collections::{BTreeMap, BTreeSet};

use super::network::host_cable;
use super::reach::{Class, Look, Memory, hosts_with_lost_cables};
use super::sides::{Exit, Member, Over, Side};
use super::state::State;
use crate::fabric::{CableEnd, HostId, SwitchId, VlanId};

/// The groups of both sides by how they fare while nothing is lost.
#[derive(Debug)]
pub(super) struct Focus {
    sides: [Half; 2],
    /// All VLANs are such that each leaf is the gateway of its own hosts.
    local: bool,
    /// VLANs of both sides at each switch that is in them.
    vlans_at: BTreeMap<SwitchId, Vec<VlanId>>,
    /// VLANs of ways out.
    exits: BTreeSet<VlanId>,
    /// Whether cables that some VLAN is on are looked at by what they carry.
    trees: bool,
}

#[derive(Debug, Default)]
struct Half {
    /// How each group fares; none of those that are no hosts.
    classes: Vec<Option<Class>>,
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
        let network = whole.network;
        let plain = |vlan: &VlanId| network.is_plain(network.fabric.vlans[*vlan].vrf);
        let joined = |vlan: &VlanId| !whole.rest_of(*vlan).apart;
        let members = || from.members.iter().chain(&to.members);
        let even = |member: &Member| match member {
            Member::Exit(exit) => network.is_plain(exit.vrf),
            _ => true,
        };
        if !vlans.iter().all(|vlan| plain(vlan) && joined(vlan)) || !members().all(even) {
            return None;
        }
        let local = |vlan: &VlanId| {
            let segment = network.segment(*vlan);
            segment.distributed && segment.wires.is_empty()
        };
        let mut vlans_at: BTreeMap<SwitchId, Vec<VlanId>> = BTreeMap::new();
        for vlan in vlans {
            let segment = network.segment(*vlan);
            let on: BTreeSet<SwitchId> =
                segment.switches.iter().chain(&segment.routers).copied().collect();
            for switch in on {
                vlans_at.entry(switch).or_default().push(*vlan);
            }
        }
        let exits = members().filter_map(|member| match member {
            Member::Exit(Exit { over: Over::Vlan(vlan), .. }) => Some(*vlan),
            _ => None,
        });
        Some(Self {
            sides: [from, to].map(|side| Half::of(whole, side, vlans)),
            local: vlans.iter().all(local),
            vlans_at,
            exits: exits.collect(),
            trees: vlans.iter().any(|vlan| network.segment(*vlan).tree),
        })
    }

    /// Switches whose own ports or neighbours a failure takes.
    fn near(state: &State<'_>) -> BTreeSet<SwitchId> {
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
        near
    }

    /// Whether all that is left fares as it does while nothing is lost. Whoever does not stand near what is lost
    /// does when all that is left is joined as before, and each VLAN's routes lead where they led.
    pub(super) fn is_untouched(
        &self,
        state: &State<'_>,
        memory: &Memory,
        (from, to): (&Side, &Side),
        all: bool,
    ) -> bool {
        if !state.is_calm() || (self.trees && !state.dead.lost_switches.is_empty()) {
            return false;
        }
        let near = Self::near(state);
        let vlans: BTreeSet<VlanId> =
            near.iter().filter_map(|switch| self.vlans_at.get(switch)).flatten().copied().collect();
        let as_before = |vlan: &VlanId| {
            state.is_calm_in(*vlan)
                && state.rest_of(*vlan).leads_as_before(state, *vlan)
                && !self.exits.contains(vlan)
        };
        if !vlans.iter().all(as_before) || (self.trees && !self.is_calm_everywhere(state)) {
            return false;
        }
        // A host goes with its rack, and so with its switches.
        let fabric = state.network.fabric;
        let attached = state.dead.hosts.iter().flat_map(|host| &fabric.hosts[*host].attachments);
        let mut beside = attached.flat_map(|one| &fabric.attachments[*one].switches);
        if beside.any(|switch| !near.contains(switch)) {
            return false;
        }
        let own = hosts_with_lost_cables(state);
        let look = Look::new(state, memory, &vlans, all);
        let sides = [(&self.sides[0], from), (&self.sides[1], to)];
        sides.into_iter().all(|(half, side)| half.is_untouched(&look, side, &near, &own))
    }

    fn is_calm_everywhere(&self, state: &State<'_>) -> bool {
        let vlans: BTreeSet<VlanId> = self.vlans_at.values().flatten().copied().collect();
        vlans.iter().all(|vlan| state.is_calm_in(*vlan))
    }

    /// Groups of a side that are worth a look, ascending; none when all are.
    pub(super) fn groups(&self, state: &State<'_>, back: bool) -> Option<Vec<usize>> {
        if !self.local || state.is_parted() || !state.dead.split.is_empty() {
            return None;
        }
        let half = &self.sides[usize::from(back)];
        let near = Self::near(state);
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
            let Some(first) = members.first() else {
                half.classes.push(None);
                continue;
            };
            let member = &side.members[*first];
            let class = look.class(*first, member).ok().flatten();
            match class {
                Some(class) if matches!(member, Member::Host { .. } | Member::Port { .. }) => {
                    alike.entry(class.clone()).or_default().push(group);
                    half.classes.push(Some(class));
                }
                _ => {
                    half.always.push(group);
                    half.classes.push(None);
                }
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

    /// Whether those near what is lost fare as before, or are lost, and others are left.
    fn is_untouched(
        &self,
        look: &Look<'_, '_>,
        side: &Side,
        near: &BTreeSet<SwitchId>,
        own: &BTreeSet<HostId>,
    ) -> bool {
        let always = self.always.iter().flat_map(|group| &side.groups[*group]);
        let away = |position: &usize| match &side.members[*position] {
            Member::Exit(exit) => !near.contains(&exit.switch),
            Member::Switch(switch) => !near.contains(switch),
            Member::Host { .. } | Member::Port { .. } => false,
        };
        if !always.into_iter().all(away) {
            return false;
        }
        let groups: BTreeSet<usize> =
            near.iter().filter_map(|switch| self.at.get(switch)).flatten().copied().collect();
        let mut stands = groups.len() < side.groups.len();
        for group in groups {
            let is_own = |position: &&usize| match &side.members[**position] {
                Member::Host { host, .. } => own.contains(host),
                _ => false,
            };
            let members = &side.groups[group];
            let first = members.iter().find(|position| !is_own(position));
            let special = members.iter().filter(|position| !own.is_empty() && is_own(position));
            for position in first.into_iter().chain(special) {
                match look.class(*position, &side.members[*position]) {
                    Ok(Some(class)) if self.classes[group].as_ref() == Some(&class) => {
                        stands = true;
                    }
                    Ok(None) => {}
                    _ => return false,
                }
            }
        }
        stands
    }
}
