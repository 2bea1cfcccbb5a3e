//! Holds an expectation against every failure that it names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::bandwidth::Flows;
use super::cases::{Cases, Family};
use super::failure::{Failure, Part};
use super::focus::{Focus, Party};
use super::network::Network;
use super::path::{Finder, Path};
use super::reach::{Breach, Look, Memory};
use super::sides::Side;
use super::state::{Dead, State, Underlay};
use super::touch::Touch;
use super::verdict::{Counterexample, Finding, Verdict};
use crate::fabric::{CableId, Expectation, Place, Relation, SwitchId, VlanId};

/// Most cases of one expectation.
pub const MOST_CASES: u64 = 20_000_000;

/// Most places of which what was found is kept: each takes what the fabric is large.
const MOST_PARTIES: usize = 64;

/// Proves what is expected of a fabric.
#[derive(Debug)]
pub struct Prover<'n> {
    pub(super) network: &'n Network<'n>,
    pub(super) whole: Underlay,
    /// What is at places that expectations name more than once, each worked out when it is first asked for.
    parties: BTreeMap<Place, OnceLock<Arc<Party>>>,
    /// Cases of which more than the neighbourhood of what is lost was looked at.
    full: AtomicU64,
}

/// An expectation with all that is worked out once.
#[derive(Debug)]
pub(super) struct Claim<'c> {
    pub(super) expectation: &'c Expectation,
    pub(super) from: Arc<Party>,
    pub(super) to: Arc<Party>,
    pub(super) vlans: BTreeSet<VlanId>,
    pub(super) touch: Touch,
    pub(super) flows: Option<Flows>,
    /// Whether it holds while nothing is lost.
    pub(super) holds: OnceLock<bool>,
}

impl Claim<'_> {
    /// What a failure that parts nothing can change; none where that is more than what is near it.
    fn focus(&self) -> Option<Focus<'_>> {
        Focus::of(&self.from, &self.to)
    }

    /// Whether the way that packets take matters, and not only that they arrive.
    fn way_matters(&self) -> bool {
        let expectation = self.expectation;
        expectation.within.is_some()
            || expectation.symmetric.is_some()
            || expectation.bandwidth.is_some()
    }
}

impl<'n> Prover<'n> {
    /// Of a fabric.
    pub fn new(network: &'n Network<'n>) -> Self {
        let parties = named_again(&network.fabric.expectations);
        let parties = parties.take(MOST_PARTIES).map(|place| (place, OnceLock::new())).collect();
        Self { network, whole: Underlay::whole(network), parties, full: AtomicU64::new(0) }
    }

    /// The fabric.
    pub fn network(&self) -> &'n Network<'n> {
        self.network
    }

    /// Of how many cases more than the neighbourhood of what is lost was looked at: these are what is dear.
    pub fn full_cases(&self) -> u64 {
        self.full.load(Ordering::Relaxed)
    }

    /// A state of the fabric.
    pub(super) fn state(&self, failure: &Failure) -> State<'_> {
        State::under(self.network, &self.whole, failure)
    }

    /// Whether the underlay falls apart without a routed cable.
    pub(super) fn hangs_by(&self, cable: CableId) -> bool {
        let edge = self.network.underlay_edge_of.get(cable);
        edge.is_some_and(|edge| self.whole.hangs_by_link(*edge))
    }

    /// Holds an expectation against the fabric as it is and against every failure that it names.
    pub fn prove(&self, expectation: &Expectation) -> Verdict {
        let claim = match self.claim(expectation) {
            Ok(claim) => claim,
            Err(place) => return Verdict { cases: 0, finding: Some(Finding::Empty(place)) },
        };
        let all: Vec<Cases> =
            expectation.losses.iter().map(|loss| Cases::of(self.network, loss)).collect();
        if let Some(position) = all.iter().position(|cases| cases.count() == 0) {
            return Verdict { cases: 0, finding: Some(Finding::NoCase(position)) };
        }
        let counts = all.iter().map(Cases::count);
        let count = counts.fold(1, u64::saturating_add);
        if count > MOST_CASES {
            return Verdict { cases: 0, finding: Some(Finding::TooMany(count)) };
        }
        let whole = self.judge(&claim, &self.whole, &Failure::none(), &Memory::default());
        _ = claim.holds.set(whole.is_ok());
        let broken = whole
            .err()
            .map(|breach| (Failure::none(), breach))
            .or_else(|| all.iter().find_map(|cases| self.first_broken(&claim, cases)));
        let finding = broken
            .map(|(failure, _)| Finding::Broken(Box::new(self.counterexample(&claim, failure))));
        Verdict { cases: count, finding }
    }

    /// The same, case by case without leaving any out: what [`Self::prove`] must agree with.
    #[doc(hidden)]
    pub fn prove_each(&self, expectation: &Expectation) -> Option<bool> {
        let claim = self.claim(expectation).ok()?;
        let memory = Memory::default();
        let holds =
            |failure: &Failure| Self::judge_all(&claim, &self.state(failure), &memory).is_ok();
        if !holds(&Failure::none()) {
            return Some(false);
        }
        for loss in &expectation.losses {
            let cases = Cases::of(self.network, loss);
            for family in cases.families() {
                let last: Vec<Option<Part>> = if cases.has_last() {
                    cases.last()[family.from..].iter().copied().map(Some).collect()
                } else {
                    vec![None]
                };
                for part in last {
                    if !holds(&Failure::of(family.prefix.iter().copied().chain(part))) {
                        return Some(false);
                    }
                }
            }
        }
        Some(true)
    }

    /// What breaks an expectation when just this is lost, whatever its `despite` names; none when it holds, or has
    /// nothing in it.
    pub fn broken_by(
        &self,
        expectation: &Expectation,
        failure: &Failure,
    ) -> Option<Counterexample> {
        let claim = self.claim(expectation).ok()?;
        self.judge(&claim, &self.whole, failure, &Memory::default()).err()?;
        Some(self.counterexample(&claim, failure.clone()))
    }

    /// Which of some failures break an expectation, each by itself: their positions.
    pub fn broken_by_which(&self, expectation: &Expectation, failures: &[Failure]) -> Vec<usize> {
        let Ok(claim) = self.claim(expectation) else { return Vec::new() };
        let breaks = |memory: &mut Memory, failure: &Failure| {
            self.judge(&claim, &self.whole, failure, memory).is_err()
        };
        let each = failures.par_iter().map_init(Memory::default, breaks).collect::<Vec<_>>();
        each.iter().enumerate().filter(|(_, broken)| **broken).map(|(at, _)| at).collect()
    }

    fn party(&self, place: Place) -> Arc<Party> {
        let whole = || self.state(&Failure::none());
        let party = || Party::of(&whole(), Side::of(self.network, place));
        let Some(known) = self.parties.get(&place) else { return Arc::new(party()) };
        Arc::clone(known.get_or_init(|| Arc::new(party().remembering(self.network))))
    }

    fn claim<'c>(&self, expectation: &'c Expectation) -> Result<Claim<'c>, Place> {
        let from = self.party(expectation.from.value);
        let to = self.party(expectation.to.value);
        for (party, place) in [(&from, &expectation.from), (&to, &expectation.to)] {
            if party.side.members.is_empty() {
                return Err(place.value);
            }
        }
        let sides = (&from.side, &to.side);
        let vlans: BTreeSet<VlanId> = sides.0.vlans().into_iter().chain(sides.1.vlans()).collect();
        let touch = self.touch(expectation, sides.0, sides.1, &vlans);
        let whole = || self.state(&Failure::none());
        let flows = expectation.bandwidth.map(|_| Flows::of(&whole(), sides.0, sides.1));
        Ok(Claim { expectation, from, to, vlans, touch, flows, holds: OnceLock::new() })
    }

    /// The first case that breaks a claim.
    fn first_broken(&self, claim: &Claim<'_>, cases: &Cases) -> Option<(Failure, Broken)> {
        cases
            .families()
            .par_iter()
            .map_init(Memory::default, |memory, family| self.family(claim, cases, family, memory))
            .find_map_first(|found| found)
    }

    fn family(
        &self,
        claim: &Claim<'_>,
        cases: &Cases,
        family: &Family,
        memory: &Memory,
    ) -> Option<(Failure, Broken)> {
        let prefix = Failure::of(family.prefix.iter().copied());
        let own;
        let before = if prefix.parts().is_empty() {
            &self.whole
        } else {
            own = Underlay::left(self.network, &Dead::of(self.network, &prefix));
            &own
        };
        let alone = self.judge(claim, before, &prefix, memory);
        if !cases.has_last() {
            return alone.err().map(|broken| (prefix, broken));
        }
        let case = |memory: &Memory, part: Part| {
            if self.is_idle(&claim.touch, before, part) {
                return alone.clone().err().map(|broken| (prefix.clone(), broken));
            }
            let failure = Failure::of(prefix.parts().iter().copied().chain([part]));
            self.judge(claim, before, &failure, memory).err().map(|broken| (failure, broken))
        };
        cases.last()[family.from..]
            .par_iter()
            .map_init(Memory::default, |memory, part| case(memory, *part))
            .find_map_first(|found| found)
    }

    /// Whether a claim holds under a failure. `before` is the underlay without some of it.
    pub(super) fn judge(
        &self,
        claim: &Claim<'_>,
        before: &Underlay,
        failure: &Failure,
        memory: &Memory,
    ) -> Result<(), Broken> {
        let lost = !failure.parts().is_empty();
        let focus = claim.focus().filter(|_| lost && !claim.way_matters());
        let whole = focus.filter(|_| self.holds_whole(claim, memory));
        if whole.is_some_and(|focus| focus.is_known_untouched(failure)) {
            return Ok(());
        }
        let state = State::under(self.network, before, failure);
        if whole.is_some_and(|focus| focus.is_untouched(&state, memory, failure)) {
            return Ok(());
        }
        self.full.fetch_add(1, Ordering::Relaxed);
        Self::judge_all(claim, &state, memory)
    }

    /// Whether a claim holds while nothing is lost.
    fn holds_whole(&self, claim: &Claim<'_>, memory: &Memory) -> bool {
        let judge = || Self::judge_all(claim, &self.state(&Failure::none()), memory).is_ok();
        *claim.holds.get_or_init(judge)
    }

    fn judge_all(claim: &Claim<'_>, state: &State<'_>, memory: &Memory) -> Result<(), Broken> {
        let expectation = claim.expectation;
        if expectation.relation == Relation::Isolated {
            let look = Look::new(state, memory, &claim.vlans, false).at(claim.focus());
            return match look.leaks(&claim.from.side, &claim.to.side) {
                None => Ok(()),
                Some((from, to, back)) => Err(Broken::Passes(from, to, back)),
            };
        }
        let look = Look::new(state, memory, &claim.vlans, true).at(claim.focus());
        look.reaches(&claim.from.side, &claim.to.side).map_err(Broken::Stops)?;
        if let Some(within) = expectation.within {
            let most = within.value as usize;
            Self::each_pair(claim, state, |from, to, path| {
                (path.hops > most).then_some(Broken::Far(from, to))
            })?;
        }
        if expectation.symmetric.is_some() {
            Self::symmetric(claim, state)?;
        }
        if let (Some(bandwidth), Some(flows)) = (expectation.bandwidth, &claim.flows) {
            let left = flows.left(state, &claim.from.side, &claim.to.side, bandwidth.value);
            if let Some((from, share)) = left {
                return Err(Broken::Thin(from, share));
            }
        }
        Ok(())
    }

    /// Looks at the path of each pair of members that reach each other.
    fn each_pair(
        claim: &Claim<'_>,
        state: &State<'_>,
        mut broken: impl FnMut(usize, usize, &Path) -> Option<Broken>,
    ) -> Result<(), Broken> {
        for (a, from) in claim.from.side.some() {
            let mut nearest: Option<(usize, Path)> = None;
            for (b, to) in claim.to.side.some() {
                if from.is_same(to) {
                    continue;
                }
                let Some(path) = Finder::path(state, from, to) else { continue };
                if claim.to.side.any {
                    if nearest.as_ref().is_none_or(|(_, known)| path.hops < known.hops) {
                        nearest = Some((b, path));
                    }
                } else if let Some(found) = broken(a, b, &path) {
                    return Err(found);
                }
            }
            if let Some((b, path)) = nearest
                && let Some(found) = broken(a, b, &path)
            {
                return Err(found);
            }
        }
        Ok(())
    }

    fn symmetric(claim: &Claim<'_>, state: &State<'_>) -> Result<(), Broken> {
        for (a, from) in claim.from.side.some() {
            for (b, to) in claim.to.side.some() {
                if from.is_same(to) {
                    continue;
                }
                let forth = Finder::crossed(state, from, to);
                let back = Finder::crossed(state, to, from);
                if let Some(odd) = forth.symmetric_difference(&back).next() {
                    return Err(Broken::Asymmetric(a, b, *odd));
                }
            }
        }
        Ok(())
    }
}

/// Places that expectations name more than once, ascending.
fn named_again(expectations: &[Expectation]) -> impl Iterator<Item = Place> {
    let mut named: BTreeMap<Place, usize> = BTreeMap::new();
    for place in expectations.iter().flat_map(|one| [one.from.value, one.to.value]) {
        *named.entry(place).or_default() += 1;
    }
    named.into_iter().filter(|(_, times)| *times > 1).map(|(place, _)| place)
}

/// How a claim is broken; members by their positions.
#[derive(Debug, Clone)]
pub(super) enum Broken {
    Stops(Breach),
    Passes(usize, usize, bool),
    Far(usize, usize),
    Thin(usize, u32),
    Asymmetric(usize, usize, SwitchId),
}

impl Broken {
    pub(super) fn ends(&self) -> (Option<usize>, Option<usize>, bool) {
        match self {
            Self::Stops(breach) => (breach.from, breach.to, breach.back),
            Self::Passes(from, to, back) => (Some(*from), Some(*to), *back),
            Self::Far(from, to) | Self::Asymmetric(from, to, _) => (Some(*from), Some(*to), false),
            Self::Thin(from, _) => (Some(*from), None, false),
        }
    }
}
