//! Which switches are pushed together, and in which order.
//!
//! Switches of one batch are in exactly the same zones; none of them is in two zones of one kind, none is the other one's
//! pair, and no two serve the same host. Those that serve hosts come first, then those above them, one at a time, and
//! those at a boundary last. The first batch is one switch.

use std::collections::{BTreeMap, BTreeSet};

use crate::fabric::{CableUse, Fabric, Handle, SwitchId, ZoneId, ZoneKind};

/// Most switches of one batch: what is lost for a while when a push goes wrong.
const MOST: usize = 32;

/// When a switch's turn is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// It serves hosts.
    Hosts,
    /// It is above those, so many cables away.
    Above(usize),
    /// Other networks begin behind it.
    Boundary,
}

/// The batches of a fabric.
#[derive(Debug)]
pub(super) struct Batches {
    /// Switches of each, by name.
    pub list: Vec<Vec<SwitchId>>,
    numbers: BTreeMap<SwitchId, usize>,
}

impl Batches {
    /// Works the batches out.
    pub fn of(fabric: &Fabric) -> Self {
        let apart = apart(fabric);
        let stages = stages(fabric);
        let mut like: BTreeMap<(Stage, Vec<ZoneId>), Vec<SwitchId>> = BTreeMap::new();
        let mut order: Vec<SwitchId> = fabric.switches.ids().collect();
        order.sort_by(|a, b| fabric.switches[*a].name.cmp(&fabric.switches[*b].name));
        for id in order {
            let stage = stages.get(id.position()).copied().unwrap_or(Stage::Hosts);
            like.entry((stage, zones(fabric, id))).or_default().push(id);
        }
        let mut list: Vec<Vec<SwitchId>> = Vec::new();
        for ((stage, zones), switches) in like {
            let alone = stage != Stage::Hosts || two_of_a_kind(fabric, &zones);
            let first = list.len();
            for id in switches {
                let fits = |batch: &&mut Vec<SwitchId>| {
                    batch.len() < MOST
                        && apart
                            .get(&id)
                            .is_none_or(|others| batch.iter().all(|one| !others.contains(one)))
                };
                // The first batch of all stays a single switch.
                let open = list.iter_mut().skip(first.max(1)).find(fits).filter(|_| !alone);
                match open {
                    Some(batch) => batch.push(id),
                    None => list.push(vec![id]),
                }
            }
        }
        let numbered = list.iter().enumerate();
        let numbers =
            numbered.flat_map(|(at, batch)| batch.iter().map(move |id| (*id, at + 1))).collect();
        Self { list, numbers }
    }

    /// The batch of a switch, counted from 1.
    pub fn number(&self, switch: SwitchId) -> usize {
        self.numbers.get(&switch).copied().unwrap_or_default()
    }
}

/// Zones that the program declares; a rack is none of them, for a row of racks is pushed one member of each pair at once.
fn zones(fabric: &Fabric, id: SwitchId) -> Vec<ZoneId> {
    let named = |zone: &&ZoneId| matches!(fabric.zones[**zone].kind, ZoneKind::Named(_));
    fabric.switches[id].zones.iter().filter(named).copied().collect()
}

fn two_of_a_kind(fabric: &Fabric, zones: &[ZoneId]) -> bool {
    let kinds: BTreeSet<&str> = zones.iter().map(|zone| fabric.zones[*zone].kind.word()).collect();
    kinds.len() < zones.len()
}

/// Switches that must never be pushed together: members of a pair, and those that serve the same host.
fn apart(fabric: &Fabric) -> BTreeMap<SwitchId, BTreeSet<SwitchId>> {
    let mut serving: BTreeMap<usize, BTreeSet<SwitchId>> = BTreeMap::new();
    for attachment in fabric.attachments.values() {
        serving.entry(attachment.host.position()).or_default().extend(&*attachment.switches);
    }
    let pairs = fabric.pairs.values().map(|pair| BTreeSet::from(pair.members));
    let mut apart: BTreeMap<SwitchId, BTreeSet<SwitchId>> = BTreeMap::new();
    for together in pairs.chain(serving.into_values()) {
        for id in &together {
            apart.entry(*id).or_default().extend(together.iter().filter(|other| *other != id));
        }
    }
    apart
}

fn stages(fabric: &Fabric) -> Vec<Stage> {
    let around = around(fabric);
    let mut served: BTreeSet<SwitchId> = BTreeSet::new();
    for attachment in fabric.attachments.values() {
        served.extend(&*attachment.switches);
    }
    let count = |id: &SwitchId| around.get(id).map_or(0, BTreeSet::len);
    // A core that serves a firewall is above its racks all the same: it has more switches around it than they have.
    let above = |id: SwitchId| {
        let fewest = around.get(&id).into_iter().flatten().map(&count).min();
        !served.contains(&id) || fewest.is_some_and(|fewest| count(&id) > fewest)
    };
    let mut distance: BTreeMap<SwitchId, usize> =
        fabric.switches.ids().filter(|id| !above(*id)).map(|id| (id, 0)).collect();
    let mut edge: Vec<SwitchId> = distance.keys().copied().collect();
    let mut here = 0;
    while !edge.is_empty() {
        here += 1;
        let next: BTreeSet<SwitchId> = edge
            .iter()
            .filter_map(|id| around.get(id))
            .flatten()
            .filter(|id| !distance.contains_key(id))
            .copied()
            .collect();
        distance.extend(next.iter().map(|id| (*id, here)));
        edge = next.into_iter().collect();
    }
    let borders: BTreeSet<SwitchId> =
        fabric.boundaries.iter().flat_map(|boundary| boundary.on.iter().copied()).collect();
    let stage = |id: SwitchId| match distance.get(&id) {
        _ if borders.contains(&id) => Stage::Boundary,
        Some(0) => Stage::Hosts,
        Some(distance) => Stage::Above(*distance),
        None => Stage::Above(0),
    };
    fabric.switches.ids().map(stage).collect()
}

/// The switches to which each one is cabled, its pair's other member aside.
fn around(fabric: &Fabric) -> BTreeMap<SwitchId, BTreeSet<SwitchId>> {
    let mut around: BTreeMap<SwitchId, BTreeSet<SwitchId>> = BTreeMap::new();
    for cable in fabric.cables.values() {
        if !matches!(cable.purpose, CableUse::Fabric | CableUse::Routed) {
            continue;
        }
        let mut ends = cable.ends.iter().filter_map(|end| end.switch_port());
        if let (Some(a), Some(b)) = (ends.next(), ends.next()) {
            around.entry(a.switch).or_default().insert(b.switch);
            around.entry(b.switch).or_default().insert(a.switch);
        }
    }
    around
}
