//! Which switches are drawn above which others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::fabric::{CableUse, Fabric, Handle, SwitchId};

/// Cables between switches, but for those within pairs: each two switches with how many.
pub(super) type Joined = BTreeMap<(SwitchId, SwitchId), Vec<crate::fabric::CableId>>;

pub(super) fn joined(fabric: &Fabric) -> Joined {
    let mut joined = Joined::new();
    for (id, cable) in fabric.cables.iter() {
        if !matches!(cable.purpose, CableUse::Fabric | CableUse::Routed) {
            continue;
        }
        let mut ends = cable.ends.iter().filter_map(|end| end.switch_port());
        if let (Some(a), Some(b)) = (ends.next(), ends.next())
            && a.switch != b.switch
        {
            let key = (a.switch.min(b.switch), a.switch.max(b.switch));
            joined.entry(key).or_default().push(id);
        }
    }
    joined
}

/// How many cables each switch is away from those in no tier; from those of the tier with most hosts when all are in
/// one.
pub(super) fn levels(fabric: &Fabric, joined: &Joined) -> Vec<usize> {
    let mut around: BTreeMap<SwitchId, BTreeSet<SwitchId>> = BTreeMap::new();
    for (a, b) in joined.keys() {
        around.entry(*a).or_default().insert(*b);
        around.entry(*b).or_default().insert(*a);
    }
    let mut levels: Vec<Option<usize>> = vec![None; fabric.switches.len()];
    let mut queue: VecDeque<SwitchId> = lowest(fabric).into_iter().collect();
    for switch in &queue {
        levels[switch.position()] = Some(0);
    }
    while let Some(switch) = queue.pop_front() {
        let here = levels[switch.position()].unwrap_or_default();
        for other in around.get(&switch).into_iter().flatten() {
            if levels[other.position()].is_none() {
                levels[other.position()] = Some(here + 1);
                queue.push_back(*other);
            }
        }
    }
    let levels: Vec<usize> = levels.into_iter().map(Option::unwrap_or_default).collect();
    let mut lowered = levels.clone();
    // What hosts are attached to above others' uplinks is an access switch in a tier of its own.
    let hosts: BTreeSet<SwitchId> =
        fabric.attachments.values().flat_map(|one| one.switches.iter().copied()).collect();
    for switch in hosts {
        let here = levels[switch.position()];
        let others = around.get(&switch).into_iter().flatten();
        let below = others.map(|other| levels[other.position()]).min();
        if let Some(below) = below.filter(|below| here >= 2 && *below < here) {
            lowered[switch.position()] = below - 1;
        }
    }
    lowered
}

fn lowest(fabric: &Fabric) -> Vec<SwitchId> {
    let free = fabric.switches.iter().filter(|(_, switch)| switch.tier.is_none());
    let free: Vec<SwitchId> = free.map(|(id, _)| id).collect();
    if !free.is_empty() {
        return free;
    }
    let mut hosts: BTreeMap<SwitchId, usize> = BTreeMap::new();
    for attachment in fabric.attachments.values() {
        for switch in &*attachment.switches {
            *hosts.entry(*switch).or_default() += 1;
        }
    }
    let count = |switches: &[SwitchId]| -> usize {
        switches.iter().filter_map(|switch| hosts.get(switch)).sum()
    };
    let tiers = fabric.tiers.values().rev();
    let busiest = tiers.max_by_key(|tier| count(&tier.switches));
    busiest.map(|tier| tier.switches.clone()).unwrap_or_default()
}
