//! Switches that cables join: a VLAN cannot be on two islands.

use std::collections::{BTreeMap, BTreeSet};

use super::super::inventory::Vlan;
use super::Writer;

/// Switches that are joined.
pub type Island = BTreeSet<usize>;

impl Writer<'_> {
    /// Finds the islands, the largest first.
    pub fn find_islands(&mut self) {
        let switches =
            (0..self.inventory.devices.len()).filter(|device| self.model(*device).is_some());
        let mut left: BTreeSet<usize> = switches.collect();
        let mut near: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, cable) in self.inventory.cables.iter().enumerate() {
            let [a, b] = [cable.ends[0].device, cable.ends[1].device];
            if !self.used.contains(&at) {
                near.entry(a).or_default().push(b);
                near.entry(b).or_default().push(a);
            }
        }
        while let Some(first) = left.pop_first() {
            let mut island = Island::from([first]);
            let mut open = vec![first];
            while let Some(device) = open.pop() {
                for other in near.get(&device).into_iter().flatten() {
                    if left.remove(other) {
                        island.insert(*other);
                        open.push(*other);
                    }
                }
            }
            self.islands.push(island);
        }
        self.islands.sort_by_key(|island| std::cmp::Reverse(island.len()));
    }

    /// The island on which a VLAN is: that of its first member, or the largest.
    pub fn island(&self, vlan: &Vlan) -> Option<&Island> {
        let members = || vlan.on.iter().find(|device| self.switch.contains_key(device));
        let own =
            members().and_then(|device| self.islands.iter().find(|island| island.contains(device)));
        own.or(self.islands.first())
    }

    /// The names that stand for the switches of an island: tiers that lie in it whole, and switches.
    pub fn names_of(&self, island: &Island) -> Vec<String> {
        let mut tiers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut names = Vec::new();
        for device in self.switch.keys() {
            let role = self.inventory.devices.get(*device).and_then(|device| device.role.as_ref());
            match role.and_then(|role| self.tiers.get(role)) {
                Some(tier) => tiers.entry(tier).or_default().push(*device),
                None if island.contains(device) => names.push(self.name(*device).to_owned()),
                None => {}
            }
        }
        let mut all = Vec::new();
        for (tier, members) in tiers {
            let own: Vec<usize> =
                members.iter().copied().filter(|device| island.contains(device)).collect();
            if own.len() == members.len() {
                all.push(tier.to_owned());
            } else {
                all.extend(own.into_iter().map(|device| self.name(device).to_owned()));
            }
        }
        all.extend(names);
        all
    }

    /// Whether cables to anything are at an island.
    pub fn has_cables(&self, island: &Island) -> bool {
        let at = |(position, cable): (usize, &super::super::inventory::Cable)| {
            !self.used.contains(&position)
                && cable.ends.iter().any(|end| island.contains(&end.device))
        };
        self.inventory.cables.iter().enumerate().any(at)
    }

    /// The VLANs that a port of a switch may carry of which nothing is said; nothing if these are all.
    pub fn vlans_at(&self, device: usize) -> Option<BTreeSet<String>> {
        let own: BTreeSet<String> = self
            .vlan_island
            .iter()
            .filter(|(_, island)| {
                self.islands.get(**island).is_some_and(|island| island.contains(&device))
            })
            .map(|(key, _)| key.clone())
            .collect();
        (own.len() < self.vlan.len()).then_some(own)
    }
}
