//! Which of many hosts are worth a look under a failure.
//!
//! Where every leaf is the gateway of its own hosts and tunnels join the leaves, a failure that parts nothing matters
//! only where it is: all the others fare alike, as they did before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU8, Ordering};

use super::failure::{Failure, Part};
use super::network::{Network, host_cable};
use super::reach::{Class, Look, Memory, hosts_with_lost_cables};
use super::sides::{Exit, Member, Over, Side};
use super::state::State;
use crate::fabric::{CableEnd, Handle, HostId, SwitchId, Table, VlanId};

/// One end of an expectation, with what is known of it while nothing is lost.
#[derive(Debug)]
pub(super) struct Party {
    pub(super) side: Side,
    /// None where more than the neighbourhood of a failure may matter.
    stance: Option<Stance>,
}

/// How the groups of a side fare while nothing is lost, and which failures leave them so.
#[derive(Debug)]
struct Stance {
    /// How each group fares; none of those that are no hosts.
    classes: Vec<Option<Class>>,
    /// Groups that fare alike.
    alike: Vec<Vec<usize>>,
    /// Groups that are attached to each switch.
    at: Table<SwitchId, Vec<usize>>,
    /// Groups that are looked at in any case: ways out, switches.
    always: Vec<usize>,
    /// All VLANs are such that each leaf is the gateway of its own hosts.
    local: bool,
    /// VLANs of the side at each switch that is in them.
    vlans_at: Table<SwitchId, Vec<VlanId>>,
    /// VLANs of ways out.
    exits: BTreeSet<VlanId>,
    /// Whether cables that some VLAN is on are looked at by what they carry.
    trees: bool,
    /// Only where others will ask again.
    losses: Option<Losses>,
}

/// Which losses of one thing by itself leave a side as it was, as far as it was looked at. Many expectations name the
/// same places.
#[derive(Debug)]
struct Losses {
    switches: Vec<AtomicU8>,
    cables: Vec<AtomicU8>,
    zones: Vec<AtomicU8>,
}

/// Both sides of an expectation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Focus<'p> {
    sides: [&'p Side; 2],
    stances: [&'p Stance; 2],
}

impl Party {
    pub(super) fn of(whole: &State<'_>, side: Side) -> Self {
        let stance = Stance::of(whole, &side);
        Self { side, stance }
    }

    /// The same, with room for what is found of losses.
    pub(super) fn remembering(mut self, network: &Network<'_>) -> Self {
        if let Some(stance) = &mut self.stance {
            stance.losses = Some(Losses::none(network));
        }
        self
    }
}

impl<'p> Focus<'p> {
    /// None where more than the neighbourhood of a failure may matter.
    pub(super) fn of(from: &'p Party, to: &'p Party) -> Option<Self> {
        let stances = [from.stance.as_ref()?, to.stance.as_ref()?];
        Some(Self { sides: [&from.side, &to.side], stances })
    }

    fn trees(self) -> bool {
        self.stances.iter().any(|stance| stance.trees)
    }

    /// Whether it is known already that a failure leaves both sides as they were.
    pub(super) fn is_known_untouched(self, failure: &Failure) -> bool {
        let [part] = failure.parts() else { return false };
        let known = |stance: &Stance| {
            stance.losses.as_ref().and_then(|losses| losses.get(*part)) == Some(true)
        };
        !self.trees() && self.stances.into_iter().all(known)
    }

    /// Whether all that is left fares as it does while nothing is lost. Whoever does not stand near what is lost
    /// does when all that is left is joined as before, and each VLAN's routes lead where they led.
    pub(super) fn is_untouched(
        self,
        state: &State<'_>,
        memory: &Memory,
        failure: &Failure,
    ) -> bool {
        if !state.is_calm() {
            return false;
        }
        let calm_everywhere = |stance: &Stance| stance.is_calm_everywhere(state);
        if self.trees()
            && (!state.dead.lost_switches.is_empty()
                || !self.stances.into_iter().all(calm_everywhere))
        {
            return false;
        }
        let near = near(state);
        self.stances.into_iter().zip(self.sides).all(|(stance, side)| {
            let looked = || stance.is_untouched(state, memory, side, &near);
            match (failure.parts(), &stance.losses) {
                ([part], Some(losses)) => losses.get_or_look(*part, looked),
                _ => looked(),
            }
        })
    }

    /// Groups of a side that are worth a look, ascending; none when all are.
    pub(super) fn groups(self, state: &State<'_>, back: bool) -> Option<Vec<usize>> {
        let local = self.stances.iter().all(|stance| stance.local);
        if !local || state.is_parted() || !state.dead.split.is_empty() {
            return None;
        }
        let stance = self.stances[usize::from(back)];
        let near: BTreeSet<usize> = stance.groups_at(&near(state));
        let mut groups: BTreeSet<usize> = near.clone();
        groups.extend(&stance.always);
        for alike in &stance.alike {
            groups.extend(alike.iter().filter(|group| !near.contains(group)).take(2));
        }
        Some(groups.into_iter().collect())
    }
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

impl Stance {
    fn of(whole: &State<'_>, side: &Side) -> Option<Self> {
        let network = whole.network;
        let vlans = side.vlans();
        let plain = |vlan: &VlanId| network.is_plain(network.fabric.vlans[*vlan].vrf);
        let joined = |vlan: &VlanId| !whole.rest_of(*vlan).apart;
        let even = |member: &Member| match member {
            Member::Exit(exit) => network.is_plain(exit.vrf),
            _ => true,
        };
        if !vlans.iter().all(|vlan| plain(vlan) && joined(vlan)) || !side.members.iter().all(even) {
            return None;
        }
        let local = |vlan: &VlanId| {
            let segment = network.segment(*vlan);
            segment.distributed && segment.wires.is_empty()
        };
        let exits = side.members.iter().filter_map(|member| match member {
            Member::Exit(Exit { over: Over::Vlan(vlan), .. }) => Some(*vlan),
            _ => None,
        });
        let mut stance = Self {
            classes: Vec::new(),
            alike: Vec::new(),
            at: Table::default(),
            always: Vec::new(),
            local: vlans.iter().all(local),
            vlans_at: vlans_at(network, &vlans),
            exits: exits.collect(),
            trees: vlans.iter().any(|vlan| network.segment(*vlan).tree),
            losses: None,
        };
        stance.groups(whole, side, &vlans);
        Some(stance)
    }

    fn groups(&mut self, whole: &State<'_>, side: &Side, vlans: &BTreeSet<VlanId>) {
        let memory = Memory::default();
        let look = Look::new(whole, &memory, vlans, true);
        let mut alike: BTreeMap<Class, Vec<usize>> = BTreeMap::new();
        for (group, members) in side.groups.iter().enumerate() {
            let Some(first) = members.first() else {
                self.classes.push(None);
                continue;
            };
            let member = &side.members[*first];
            let class = look.class(*first, member).ok().flatten();
            match class {
                Some(class) if matches!(member, Member::Host { .. } | Member::Port { .. }) => {
                    alike.entry(class.clone()).or_default().push(group);
                    self.classes.push(Some(class));
                }
                _ => {
                    self.always.push(group);
                    self.classes.push(None);
                }
            }
            let taps = member.taps(whole.network).flat_map(|(_, taps)| taps);
            for switch in taps.map(|tap| tap.switch).collect::<BTreeSet<_>>() {
                self.at.entry(switch).push(group);
            }
        }
        self.alike = alike.into_values().collect();
    }

    /// Groups that are attached to some switches.
    fn groups_at(&self, switches: &BTreeSet<SwitchId>) -> BTreeSet<usize> {
        switches.iter().filter_map(|switch| self.at.get(*switch)).flatten().copied().collect()
    }

    fn is_calm_everywhere(&self, state: &State<'_>) -> bool {
        let vlans = self.vlans_at.iter().flat_map(|(_, vlans)| vlans);
        let vlans: BTreeSet<VlanId> = vlans.copied().collect();
        vlans.iter().all(|vlan| state.is_calm_in(*vlan))
    }

    /// Whether a failure that leaves the underlay joined as before leaves the side as it was. `near` are the switches near
    /// what is lost.
    fn is_untouched(
        &self,
        state: &State<'_>,
        memory: &Memory,
        side: &Side,
        near: &BTreeSet<SwitchId>,
    ) -> bool {
        let vlans = near.iter().filter_map(|switch| self.vlans_at.get(*switch)).flatten();
        let vlans: BTreeSet<VlanId> = vlans.copied().collect();
        let as_before = |vlan: &VlanId| {
            state.is_calm_in(*vlan)
                && state.rest_of(*vlan).leads_as_before(state, *vlan)
                && !self.exits.contains(vlan)
        };
        if !vlans.iter().all(as_before) {
            return false;
        }
        // A host goes with its rack, and so with its switches.
        let fabric = state.network.fabric;
        let attached = state.dead.hosts.iter().flat_map(|host| &fabric.hosts[*host].attachments);
        let mut beside = attached.flat_map(|one| &*fabric.attachments[*one].switches);
        if beside.any(|switch| !near.contains(switch)) {
            return false;
        }
        let look = Look::new(state, memory, &vlans, true);
        self.fares_as_before(&look, side, near, &hosts_with_lost_cables(state))
    }

    /// Whether those near what is lost fare as before, or are lost, and others are left. `own` are hosts with a cable that
    /// is lost for itself.
    fn fares_as_before(
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
        let groups = self.groups_at(near);
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

/// VLANs at each switch that is in them.
fn vlans_at(network: &Network<'_>, vlans: &BTreeSet<VlanId>) -> Table<SwitchId, Vec<VlanId>> {
    let mut vlans_at: Table<SwitchId, Vec<VlanId>> = Table::default();
    for vlan in vlans {
        let segment = network.segment(*vlan);
        for switch in segment.switches.iter().chain(&segment.routers) {
            let here = vlans_at.entry(*switch);
            if here.last() != Some(vlan) {
                here.push(*vlan);
            }
        }
    }
    vlans_at
}

impl Losses {
    const UNTOUCHED: u8 = 1;
    const TOUCHED: u8 = 2;

    fn none(network: &Network<'_>) -> Self {
        let unknown = |count: usize| (0..count).map(|_| AtomicU8::new(0)).collect();
        let fabric = network.fabric;
        Self {
            switches: unknown(fabric.switches.len()),
            cables: unknown(fabric.cables.len()),
            zones: unknown(fabric.zones.len()),
        }
    }

    fn of(&self, part: Part) -> &AtomicU8 {
        match part {
            Part::Switch(switch) => &self.switches[switch.position()],
            Part::Cable(cable) => &self.cables[cable.position()],
            Part::Zone(zone) => &self.zones[zone.position()],
        }
    }

    /// Whether a loss leaves the side as it was, if that is known.
    fn get(&self, part: Part) -> Option<bool> {
        match self.of(part).load(Ordering::Relaxed) {
            Self::UNTOUCHED => Some(true),
            Self::TOUCHED => Some(false),
            _ => None,
        }
    }

    fn get_or_look(&self, part: Part, look: impl FnOnce() -> bool) -> bool {
        self.get(part).unwrap_or_else(|| {
            let untouched = look();
            let noted = if untouched { Self::UNTOUCHED } else { Self::TOUCHED };
            // Whoever looks finds the same.
            self.of(part).store(noted, Ordering::Relaxed);
            untouched
        })
    }
}
