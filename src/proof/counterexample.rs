//! From a failure that breaks an expectation to what is said of it.

use std::collections::BTreeSet;

use super::failure::{Failure, Part};
use super::path::Finder;
use super::prove::{Broken, Claim, Prover};
use super::reach::{Look, Memory, Stop};
use super::sides::{Member, Side};
use super::state::{Dead, State};
use super::verdict::{Counterexample, Fault, Mend};
use crate::fabric::{CableUse, Handle, HostId, Relation, SwitchId};

impl Prover<'_> {
    /// The counterexample of a failure that breaks a claim, as small as can be.
    pub(super) fn counterexample(&self, claim: &Claim<'_>, mut failure: Failure) -> Counterexample {
        let memory = Memory::default();
        let breaks = |failure: &Failure| self.judge(claim, &self.whole, failure, &memory).err();
        let mut position = 0;
        while let Some(part) = failure.parts().get(position).copied() {
            let smaller = failure.without(part);
            if breaks(&smaller).is_some() {
                failure = smaller;
            } else {
                position += 1;
            }
        }
        let broken = breaks(&failure).unwrap_or(Broken::Passes(0, 0, false));
        let (from, to, back) = broken.ends();
        let whole = self.state(&Failure::none());
        let pair = Self::shown_pair(claim, from, to);
        let before = pair.and_then(|(from, to)| {
            let found =
                Finder::path(&whole, &claim.from.side.members[from], &claim.to.side.members[to]);
            found.filter(|_| claim.expectation.relation == Relation::Reaches)
        });
        let after = self.state(&failure);
        let path = |from: usize, to: usize, back: bool| {
            let (from, to) = (&claim.from.side.members[from], &claim.to.side.members[to]);
            if back { Finder::path(&after, to, from) } else { Finder::path(&after, from, to) }
        };
        let fault = match &broken {
            Broken::Stops(breach) => Fault::Stop(breach.stop.clone()),
            Broken::Passes(from, to, back) => Fault::Passes(path(*from, *to, *back)),
            Broken::Far(from, to) => {
                path(*from, *to, false).map_or(Fault::Stop(Stop::NothingLeft), Fault::Far)
            }
            Broken::Thin(_, share) => Fault::Thin(*share),
            Broken::Asymmetric(_, _, switch) => Fault::Asymmetric(*switch),
        };
        let mend = self.mend(claim, &failure, &fault, &memory);
        Counterexample {
            from: from.map(|at| claim.from.side.members[at].subject()),
            to: to.map(|at| claim.to.side.members[at].subject()),
            back,
            fault,
            before,
            mend,
            failure,
        }
    }

    /// Two members whose path is worth showing.
    fn shown_pair(
        claim: &Claim<'_>,
        from: Option<usize>,
        to: Option<usize>,
    ) -> Option<(usize, usize)> {
        let other =
            |side: &Side, not: &Member| side.members.iter().position(|member| !member.is_same(not));
        match (from, to) {
            (Some(from), Some(to)) => Some((from, to)),
            (Some(from), None) => {
                Some((from, other(&claim.to.side, &claim.from.side.members[from])?))
            }
            (None, Some(to)) => Some((other(&claim.from.side, &claim.to.side.members[to])?, to)),
            (None, None) => Some((0, other(&claim.to.side, claim.from.side.members.first()?)?)),
        }
    }

    /// The smallest change that was found to mend a counterexample.
    fn mend(
        &self,
        claim: &Claim<'_>,
        failure: &Failure,
        fault: &Fault,
        memory: &Memory,
    ) -> Option<Mend> {
        if claim.expectation.relation == Relation::Isolated {
            return None;
        }
        let network = self.network;
        // A switch in the wrong zone.
        for part in failure.parts() {
            let Part::Zone(zone) = part else { continue };
            for switch in network.switches_in(*part) {
                let state = State::of(
                    network,
                    &self.whole,
                    Dead::of(network, failure).sparing(network, *switch),
                );
                let look = Look::new(&state, memory, &claim.vlans, true);
                if look.reaches(&claim.from.side, &claim.to.side).is_ok() {
                    return Some(Mend::OutOfZone(*switch, *zone));
                }
            }
        }
        let dead = Dead::of(network, failure);
        match fault {
            Fault::Stop(Stop::Detached(host)) => {
                self.another_switch(*host, &dead).map(|switch| Mend::Attach(*host, switch))
            }
            Fault::Stop(
                Stop::NoRoute { at, .. } | Stop::Cut { at, .. } | Stop::NoGateway { at, .. },
            ) => self.another_link(*at, &dead).map(|switch| Mend::Cable(*at, switch)),
            _ => None,
        }
    }

    /// A switch that is left and stands beside those that a host is attached to: the other of the pair.
    fn another_switch(&self, host: HostId, dead: &Dead) -> Option<SwitchId> {
        let fabric = self.network.fabric;
        let attached: BTreeSet<SwitchId> = fabric.hosts[host]
            .attachments
            .iter()
            .flat_map(|id| &*fabric.attachments[*id].switches)
            .copied()
            .collect();
        let pairs = attached.iter().filter_map(|switch| fabric.switches[*switch].pair);
        let members = pairs.flat_map(|pair| fabric.pairs[pair].members);
        let racks = attached.iter().filter_map(|switch| fabric.switches[*switch].rack);
        let beside = racks.flat_map(|rack| fabric.racks[rack].switches.iter().copied());
        members.chain(beside).find(|one| !attached.contains(one) && !dead.switches[one.position()])
    }

    /// A switch of the tier that a switch's links lead to, which is left and to which it has no link.
    fn another_link(&self, at: SwitchId, dead: &Dead) -> Option<SwitchId> {
        let fabric = self.network.fabric;
        if dead.switches[at.position()] {
            return None;
        }
        let mut joined: BTreeSet<SwitchId> = BTreeSet::new();
        for cable in fabric.cables.values() {
            if !matches!(cable.purpose, CableUse::Fabric | CableUse::Routed) {
                continue;
            }
            let mut ends = cable.ends.iter().filter_map(|end| end.switch_port());
            if let (Some(a), Some(b)) = (ends.next(), ends.next()) {
                if a.switch == at {
                    joined.insert(b.switch);
                } else if b.switch == at {
                    joined.insert(a.switch);
                }
            }
        }
        let tiers = joined.iter().filter_map(|switch| fabric.switches[*switch].tier);
        let pairs = joined.iter().filter_map(|switch| fabric.switches[*switch].pair);
        let mut others = tiers
            .flat_map(|tier| fabric.tiers[tier].switches.iter().copied())
            .chain(pairs.flat_map(|pair| fabric.pairs[pair].members));
        others.find(|one| !joined.contains(one) && *one != at && !dead.switches[one.position()])
    }
}
