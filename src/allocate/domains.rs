//! Domain numbers of MLAG pairs.

use std::collections::BTreeMap;

use super::fabric::{FABRIC, Work};
use super::{NumberSpace, Want, natural};
use crate::fabric::{Fabric, PairId};
use crate::topology::Topology;

const SECTION: &str = "mlag-domain";
/// What vendors take at least.
const COMMON: (u16, u16) = (1, 1000);
/// In how many rounds of the same numbers one that was given is looked for.
const MOST_ROUNDS: usize = 64;

impl Work<'_> {
    /// Each pair has a number of its own while those that all systems take last. Of more pairs, those whose system
    /// counts further get higher numbers, and the others share numbers with pairs that they have no layer 2 in common
    /// with: only neighbours must differ.
    pub(super) fn domains(&mut self) {
        let common = self.common_domains();
        if !self.is_crowded(common) {
            return self.give_domains(1, self.fabric.pairs.ids().collect(), &[common]);
        }
        let (wide, narrow) = self
            .fabric
            .pairs
            .ids()
            .partition::<Vec<_>, _>(|pair| self.last_domain(*pair) > common.1);
        for (round, pairs) in self.rounds(narrow, common) {
            self.give_domains(round, pairs, &[common]);
        }
        if let Some(last) = wide.iter().map(|pair| self.last_domain(*pair)).min() {
            self.give_domains(1, wide, &[(common.1 + 1, last), common]);
        }
    }

    /// The numbers that all systems of the fabric take.
    fn common_domains(&self) -> (u16, u16) {
        let firsts = self.fabric.pairs.values().map(|pair| pair.members[0]);
        let vendors =
            firsts.filter_map(|one| self.catalog.vendors.get(&self.fabric.switches[one].vendor));
        vendors
            .map(|vendor| vendor.mlag.domains)
            .fold(COMMON, |(first, last), range| (first.max(range.first), last.min(range.last)))
    }

    /// The last number that the system of a pair takes.
    fn last_domain(&self, pair: PairId) -> u16 {
        let first = self.fabric.pairs[pair].members[0];
        let vendor = self.catalog.vendors.get(&self.fabric.switches[first].vendor);
        vendor.map_or(COMMON.1, |vendor| vendor.mlag.domains.last)
    }

    /// Whether the numbers that all systems take do not last, or did not.
    fn is_crowded(&self, common: (u16, u16)) -> bool {
        let before = &self.allocator.before().allocated;
        self.fabric.pairs.len() > size(common)
            || before.scope(SECTION, &scope(2)).is_some()
            || before.values::<u16>(SECTION, FABRIC).any(|value| value > common.1)
    }

    /// Pairs by the round in which they get a number: the one that they had theirs in, else the first with one left.
    fn rounds(&self, pairs: Vec<PairId>, common: (u16, u16)) -> BTreeMap<usize, Vec<PairId>> {
        let before = self.allocator.before();
        let mut rounds: BTreeMap<usize, Vec<PairId>> = BTreeMap::from([(1, Vec::new())]);
        let mut open = Vec::new();
        for id in pairs {
            let pair = &self.fabric.pairs[id];
            let held =
                |round: &usize| before.allocated.get(SECTION, &scope(*round), &pair.name).is_some();
            let shares = pair.domain.is_none() && may_share(self.fabric, self.topology, id);
            match (1..=MOST_ROUNDS).find(held) {
                Some(round) if shares => rounds.entry(round).or_default().push(id),
                None if shares => open.push(id),
                _ => rounds.entry(1).or_default().push(id),
            }
        }
        open.sort_by(|a, b| natural(&self.fabric.pairs[*a].name, &self.fabric.pairs[*b].name));
        let mut round = 1;
        let mut left = None;
        for id in open {
            let mut free = left.unwrap_or_else(|| self.left(round, rounds.get(&round), common));
            while free == 0 {
                round += 1;
                free = self.left(round, rounds.get(&round), common);
            }
            rounds.entry(round).or_default().push(id);
            left = Some(free - 1);
        }
        rounds
    }

    /// How many numbers of a round nobody has or had.
    fn left(&self, round: usize, pairs: Option<&Vec<PairId>>, common: (u16, u16)) -> usize {
        let lock = self.allocator.before();
        let (tables, scope) = ([&lock.allocated, &lock.removed], scope(round));
        let values = tables.into_iter().flat_map(|table| table.values(SECTION, &scope));
        let known = values.filter(|value: &u16| *value <= common.1).count();
        let is_new = |pair: &&PairId| {
            let name = &self.fabric.pairs[**pair].name;
            lock.allocated.get(SECTION, &scope, name).is_none()
        };
        let new = pairs.into_iter().flatten().filter(is_new).count();
        size(common).saturating_sub(known + new)
    }

    fn give_domains(&mut self, round: usize, pairs: Vec<PairId>, ranges: &[(u16, u16)]) {
        let fabric = self.fabric;
        let want = |pair: &PairId| {
            let pair = &fabric.pairs[*pair];
            Want::new(&pair.name, pair.origin).pinned(pair.domain.map(|domain| domain.value))
        };
        let space = NumberSpace::ranges(ranges.iter().copied());
        let wants = pairs.iter().map(want).collect();
        let given = self.allocator.assign::<u16>(SECTION, &scope(round), &space, wants);
        let given = pairs.into_iter().zip(given);
        self.out.domains.extend(given.filter_map(|(pair, domain)| Some((pair, domain?))));
    }
}

fn size((first, last): (u16, u16)) -> usize {
    usize::from(last.saturating_sub(first)) + 1
}

/// In the lock.
fn scope(round: usize) -> String {
    if round == 1 { FABRIC.to_owned() } else { format!("{FABRIC}-{round}") }
}

/// Whether a pair may have the number of another: it has no link of layer 2 to other switches, and its number is in
/// nothing that is known everywhere.
fn may_share(fabric: &Fabric, topology: &Topology, pair: PairId) -> bool {
    let pair = &fabric.pairs[pair];
    !pair.esi && topology.neighbours(topology.bridge_of(pair.members[0])).is_empty()
}
