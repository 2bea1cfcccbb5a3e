//! The failures that an expectation names, and how many there are.

use super::failure::Part;
use super::network::Network;
use crate::fabric::{Loss, LossKind, Lost, ZoneKind};

/// Some of a list, so many at a time.
#[derive(Debug, Clone)]
struct Group {
    items: Vec<Part>,
    count: usize,
}

/// All cases of one alternative of `despite`.
#[derive(Debug, Clone)]
pub(super) struct Cases {
    /// Lost in every case.
    fixed: Vec<Part>,
    groups: Vec<Group>,
}

/// Cases that differ in their last part only.
#[derive(Debug, Clone)]
pub(super) struct Family {
    /// What is lost in all of them.
    pub(super) prefix: Vec<Part>,
    /// What may be lost besides, one at a time: from this position in [`Cases::last`].
    pub(super) from: usize,
}

impl Cases {
    pub(super) fn of(network: &Network<'_>, loss: &Loss) -> Self {
        let mut cases = Self { fixed: Vec::new(), groups: Vec::new() };
        for part in &loss.parts {
            match part {
                Lost::Zones(zones) => cases.fixed.extend(zones.iter().copied().map(Part::Zone)),
                Lost::Switches(all) => cases.fixed.extend(all.iter().copied().map(Part::Switch)),
                Lost::Cables(cables) => cases.fixed.extend(cables.iter().copied().map(Part::Cable)),
                Lost::Any { count, kind } => {
                    let items = all_of(network, kind);
                    cases.groups.push(Group { items, count: *count as usize });
                }
            }
        }
        // The longest list last: what is lost before it is looked at once for all of its things.
        cases.groups.sort_by_key(|group| group.items.len());
        cases
    }

    /// How many cases there are.
    pub(super) fn count(&self) -> u64 {
        let each = self.groups.iter().map(|group| choose(group.items.len(), group.count));
        each.fold(1, u64::saturating_mul)
    }

    /// What the last part is chosen from.
    pub(super) fn last(&self) -> &[Part] {
        self.groups.last().map(|group| group.items.as_slice()).unwrap_or_default()
    }

    /// Cases by what is lost before their last part.
    pub(super) fn families(&self) -> Vec<Family> {
        let Some((end, before)) = self.groups.split_last() else {
            return vec![Family { prefix: self.fixed.clone(), from: 0 }];
        };
        let mut families = vec![Family { prefix: self.fixed.clone(), from: 0 }];
        for group in before {
            families = families
                .iter()
                .flat_map(|family| {
                    combinations(group.items.len(), group.count).into_iter().map(|chosen| {
                        let mut prefix = family.prefix.clone();
                        prefix.extend(chosen.iter().map(|at| group.items[*at]));
                        Family { prefix, from: 0 }
                    })
                })
                .collect();
        }
        families
            .iter()
            .flat_map(|family| {
                combinations(end.items.len(), end.count.saturating_sub(1)).into_iter().map(
                    |chosen| {
                        let mut prefix = family.prefix.clone();
                        prefix.extend(chosen.iter().map(|at| end.items[*at]));
                        Family { prefix, from: chosen.last().map_or(0, |last| last + 1) }
                    },
                )
            })
            .filter(|family| family.from < end.items.len())
            .collect()
    }

    /// Whether the last part of each case is chosen from a list.
    pub(super) fn has_last(&self) -> bool {
        !self.groups.is_empty()
    }
}

/// Everything of a kind.
fn all_of(network: &Network<'_>, kind: &LossKind) -> Vec<Part> {
    let fabric = network.fabric;
    match kind {
        LossKind::Switch => fabric.switches.ids().map(Part::Switch).collect(),
        LossKind::Cable => fabric.cables.ids().map(Part::Cable).collect(),
        LossKind::Zone(word) => fabric
            .zones
            .iter()
            .filter(|(_, zone)| match &zone.kind {
                ZoneKind::Rack => word == "rack",
                ZoneKind::Named(kind) => kind == word,
            })
            .map(|(id, _)| Part::Zone(id))
            .collect(),
    }
}

/// The number of ways to choose some of many.
fn choose(many: usize, some: usize) -> u64 {
    if some > many {
        return 0;
    }
    let mut ways = 1_u128;
    for step in 0..some {
        ways = ways * (many - step) as u128 / (step as u128 + 1);
    }
    u64::try_from(ways).unwrap_or(u64::MAX)
}

/// All ways to choose some of many, each ascending.
fn combinations(many: usize, some: usize) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for _ in 0..some {
        all = all
            .iter()
            .flat_map(|chosen: &Vec<usize>| {
                let from = chosen.last().map_or(0, |last| last + 1);
                (from..many).map(|next| {
                    let mut chosen = chosen.clone();
                    chosen.push(next);
                    chosen
                })
            })
            .collect();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn combinations_are_as_many_as_they_should_be() {
        assert_eq!(combinations(4, 0), [Vec::<usize>::new()]);
        assert_eq!(combinations(3, 2), [vec![0, 1], vec![0, 2], vec![1, 2]]);
        for (many, some) in [(5, 2), (6, 3), (3, 3), (2, 3)] {
            assert_eq!(combinations(many, some).len() as u64, choose(many, some));
        }
        assert_eq!(choose(2000, 2), 1_999_000);
    }
}
