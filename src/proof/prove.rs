//! Holds an expectation against every failure that it names.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::bandwidth::Flows;
use super::cases::{Cases, Family};
use super::failure::{Failure, Part};
use super::network::Network;
use super::path::{Finder, Path};
use super::reach::{Breach, Look, Memory, Stop};
use super::sides::{Member, Over, Side};
use super::state::{Dead, State, Underlay};
use crate::fabric::{
    CableId, CableUse, Expectation, Handle, HostId, LossKind, Lost, Place, Relation, SwitchId, VlanId,
    ZoneId,
};

/// Most cases of one expectation.
pub const MOST_CASES: u64 = 20_000_000;

/// What became of an expectation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Failures for which it was held against the fabric, the case of none included.
    pub cases: u64,
    /// What was found; none when it holds.
    pub finding: Option<Finding>,
}

/// Why an expectation does not hold, or cannot be proved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A counterexample.
    Broken(Box<Counterexample>),
    /// There are too many cases.
    TooMany(u64),
    /// An alternative of `despite` (its position) stands for no case at all.
    NoCase(usize),
    /// A place has nothing in it that could reach or be reached.
    Empty(Place),
}

/// A failure under which an expectation does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterexample {
    /// What is lost: no part can be left out.
    pub failure: Failure,
    /// Who does not get through; none when it is the side as a whole.
    pub from: Option<Subject>,
    /// To whom.
    pub to: Option<Subject>,
    /// Whether it is the answer that gets lost.
    pub back: bool,
    /// What goes wrong.
    pub fault: Fault,
    /// The path while nothing is lost.
    pub before: Option<Path>,
    /// The smallest change that would mend it, if one was found.
    pub mend: Option<Mend>,
}

/// One thing that takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A host.
    Host(HostId),
    /// What may be attached to a switch in a VLAN.
    Port(SwitchId, VlanId),
    /// A way out of a boundary: its position, and the switch.
    Exit(usize, SwitchId),
    /// A switch.
    Switch(SwitchId),
}

/// What goes wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Packets stop.
    Stop(Stop),
    /// Packets pass, and should not.
    Passes(Option<Path>),
    /// The path crosses so many switches.
    Far(Path),
    /// So much of the bandwidth is left, in hundredths of a percent.
    Thin(u32),
    /// A switch is crossed in one direction only.
    Asymmetric(SwitchId),
}

/// A change that would mend it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mend {
    /// Take a switch out of a zone.
    OutOfZone(SwitchId, ZoneId),
    /// Attach a host to a further switch.
    Attach(HostId, SwitchId),
    /// Join two switches by a routed cable.
    Cable(SwitchId, SwitchId),
}

/// Proves what is expected of a fabric.
#[derive(Debug)]
pub struct Prover<'n> {
    network: &'n Network<'n>,
    whole: Underlay,
}

/// An expectation with all that is worked out once.
struct Claim<'c> {
    expectation: &'c Expectation,
    from: Side,
    to: Side,
    vlans: BTreeSet<VlanId>,
    touch: Touch,
    flows: Option<Flows>,
}

/// What matters to a claim besides whether the underlay holds together.
struct Touch {
    switches: Vec<bool>,
    cables: Vec<bool>,
    hosts: BTreeSet<HostId>,
    /// The way through the underlay matters too, not only that there is one.
    whole_underlay: bool,
}

impl<'n> Prover<'n> {
    /// Of a fabric.
    pub fn new(network: &'n Network<'n>) -> Self {
        Self { network, whole: Underlay::whole(network) }
    }

    /// The fabric.
    pub fn network(&self) -> &'n Network<'n> {
        self.network
    }

    /// A state of the fabric.
    pub(super) fn state(&self, failure: &Failure) -> State<'_> {
        State::under(self.network, &self.whole, failure)
    }

    /// Whether the underlay falls apart without a routed cable.
    pub(super) fn hangs_by(&self, cable: CableId) -> bool {
        let edge = self.network.underlay_edge_of.get(&cable);
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
        let broken = whole
            .err()
            .map(|breach| (Failure::none(), breach))
            .or_else(|| all.iter().find_map(|cases| self.first_broken(&claim, cases)));
        let finding = broken.map(|(failure, _)| {
            Finding::Broken(Box::new(self.counterexample(&claim, failure)))
        });
        Verdict { cases: count, finding }
    }

    /// The same, case by case without leaving any out: what [`Self::prove`] must agree with.
    #[doc(hidden)]
    pub fn prove_each(&self, expectation: &Expectation) -> Option<bool> {
        let claim = self.claim(expectation).ok()?;
        let memory = Memory::default();
        let holds = |failure: &Failure| {
            self.judge(&claim, &self.whole, failure, &memory).is_ok()
        };
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

    fn claim<'c>(&self, expectation: &'c Expectation) -> Result<Claim<'c>, Place> {
        let from = Side::of(self.network, expectation.from.value);
        let to = Side::of(self.network, expectation.to.value);
        for (side, place) in [(&from, &expectation.from), (&to, &expectation.to)] {
            if side.members.is_empty() {
                return Err(place.value);
            }
        }
        let vlans: BTreeSet<VlanId> = from.vlans().into_iter().chain(to.vlans()).collect();
        let whole_underlay = expectation.within.is_some()
            || expectation.bandwidth.is_some()
            || expectation.symmetric.is_some();
        let cables = expectation.losses.iter().flat_map(|loss| &loss.parts).any(|lost| match lost {
            Lost::Any { count, kind } => *kind == LossKind::Cable && *count > 1,
            Lost::Cables(_) => true,
            Lost::Zones(_) | Lost::Switches(_) => false,
        });
        let zoned = self.network.fabric.cables.values().any(|cable| {
            matches!(cable.purpose, CableUse::Host(_)) && !cable.zones.is_empty()
        });
        let touch = self.touch(&from, &to, &vlans, whole_underlay, cables || zoned);
        let flows = expectation.bandwidth.map(|_| Flows::of(&self.state(&Failure::none()), &from, &to));
        Ok(Claim { expectation, from, to, vlans, touch, flows })
    }

    fn touch(
        &self,
        from: &Side,
        to: &Side,
        vlans: &BTreeSet<VlanId>,
        whole_underlay: bool,
        each_host: bool,
    ) -> Touch {
        let network = self.network;
        let fabric = network.fabric;
        let mut touch = Touch {
            switches: vec![false; fabric.switches.len()],
            cables: vec![false; fabric.cables.len()],
            hosts: BTreeSet::new(),
            whole_underlay,
        };
        let boundaries = fabric.boundaries.iter().filter(|one| one.ospf.is_some());
        let transit = boundaries.flat_map(|one| &one.vlans).map(|vlan| vlan.value);
        let statics = network.static_vlans();
        let all: BTreeSet<VlanId> = vlans.iter().copied().chain(transit).chain(statics).collect();
        let exits: BTreeSet<VlanId> =
            fabric.boundaries.iter().flat_map(|one| &one.vlans).map(|vlan| vlan.value).collect();
        for vlan in &all {
            let segment = network.segment(*vlan);
            for switch in segment.switches.iter().chain(&segment.routers) {
                touch.switches[switch.position()] = true;
            }
            for wire in &segment.wires {
                touch.cables[wire.cable.position()] = true;
            }
            // Where nothing else holds an SVI up, a host's port does.
            for (switch, cables) in &segment.taps {
                if each_host || segment.hangs_by_taps(*switch) || exits.contains(vlan) {
                    cables.iter().for_each(|cable| touch.cables[cable.position()] = true);
                }
            }
        }
        // Hosts that are attached alike stand for each other.
        for side in [from, to] {
            for first in side.groups.iter().filter_map(|group| group.first()) {
                if let Member::Host { taps, .. } = &side.members[*first] {
                    let cables = taps.values().flatten().filter_map(|tap| tap.cable);
                    cables.for_each(|cable| touch.cables[cable.position()] = true);
                }
            }
        }
        for member in from.members.iter().chain(&to.members) {
            match member {
                Member::Host { host, .. } => drop(touch.hosts.insert(*host)),
                Member::Port { .. } => {}
                Member::Exit(exit) => {
                    touch.switches[exit.switch.position()] = true;
                    if let Over::Port(cable) = exit.over {
                        touch.cables[cable.position()] = true;
                    }
                }
                Member::Switch(switch) => touch.switches[switch.position()] = true,
            }
        }
        for server in &network.topology.routed.route_servers {
            touch.switches[server.position()] = true;
        }
        if segment_trees(network, &all) {
            // A spanning tree goes over links that do not carry the VLAN too.
            for cable in fabric.cables.ids().filter(|one| is_fabric(network, *one)) {
                touch.cables[cable.position()] = true;
            }
            touch.switches.fill(true);
        }
        touch
    }

    /// Whether losing one thing more changes nothing for a claim, given what the underlay hangs by.
    fn is_idle(&self, touch: &Touch, before: &Underlay, part: Part) -> bool {
        let network = self.network;
        match part {
            Part::Switch(switch) => {
                let node = crate::source::offset(switch.position());
                let inside = network.underlay.around(node).next().is_some();
                !touch.switches[switch.position()]
                    && (!inside || (!touch.whole_underlay && !before.hangs_by_switch(switch)))
            }
            Part::Cable(cable) => {
                let edge = network.underlay_edge_of.get(&cable);
                !touch.cables[cable.position()]
                    && !self.holds_pair(before, cable)
                    && edge.is_none_or(|edge| {
                        !touch.whole_underlay && !before.hangs_by_link(*edge)
                    })
            }
            Part::Zone(_) => {
                let (switches, cables) = (network.switches_in(part), network.cables_in(part));
                switches.len() + cables.len() <= 1
                    && !cables.iter().any(|one| self.is_hosts(*one))
                    && switches.iter().all(|one| self.is_idle(touch, before, Part::Switch(*one)))
                    && cables.iter().all(|one| self.is_idle(touch, before, Part::Cable(*one)))
                    && network.hosts_in(part).iter().all(|host| !touch.hosts.contains(host))
            }
        }
    }

    /// Whether a cable is a host's.
    fn is_hosts(&self, cable: CableId) -> bool {
        matches!(self.network.fabric.cables[cable].purpose, CableUse::Host(_))
    }

    /// Whether a cable may be the last one of a peer link.
    fn holds_pair(&self, before: &Underlay, cable: CableId) -> bool {
        let fabric = self.network.fabric;
        match fabric.cables[cable].purpose {
            CableUse::PeerLink(pair) => {
                fabric.pairs[pair].peer_link.len() == 1 || !std::ptr::eq(before, &raw const self.whole)
            }
            _ => false,
        }
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
    fn judge(
        &self,
        claim: &Claim<'_>,
        before: &Underlay,
        failure: &Failure,
        memory: &Memory,
    ) -> Result<(), Broken> {
        let state = State::under(self.network, before, failure);
        let expectation = claim.expectation;
        if expectation.relation == Relation::Isolated {
            let look = Look::new(&state, memory, &claim.vlans, false);
            return match look.leaks(&claim.from, &claim.to) {
                None => Ok(()),
                Some((from, to, back)) => Err(Broken::Passes(from, to, back)),
            };
        }
        let look = Look::new(&state, memory, &claim.vlans, true);
        look.reaches(&claim.from, &claim.to).map_err(Broken::Stops)?;
        if let Some(within) = expectation.within {
            let most = within.value as usize;
            self.each_pair(claim, &state, |from, to, path| {
                (path.hops > most).then_some(Broken::Far(from, to))
            })?;
        }
        if expectation.symmetric.is_some() {
            self.symmetric(claim, &state)?;
        }
        if let (Some(bandwidth), Some(flows)) = (expectation.bandwidth, &claim.flows) {
            let left = flows.left(&state, &claim.from, &claim.to, bandwidth.value);
            if let Some((from, share)) = left {
                return Err(Broken::Thin(from, share));
            }
        }
        Ok(())
    }

    /// Looks at the path of each pair of members that reach each other.
    fn each_pair(
        &self,
        claim: &Claim<'_>,
        state: &State<'_>,
        mut broken: impl FnMut(usize, usize, &Path) -> Option<Broken>,
    ) -> Result<(), Broken> {
        for (a, from) in self.some_of(&claim.from) {
            let mut nearest: Option<(usize, Path)> = None;
            for (b, to) in self.some_of(&claim.to) {
                if is_same(from, to) {
                    continue;
                }
                let Some(path) = Finder::path(state, from, to) else { continue };
                if claim.to.any {
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

    /// Members that are attached alike stand for each other.
    fn some_of<'s>(&self, side: &'s Side) -> Vec<(usize, &'s Member)> {
        let mut seen: std::collections::BTreeMap<Vec<(VlanId, SwitchId)>, usize> =
            std::collections::BTreeMap::new();
        let mut out = Vec::new();
        for (position, member) in side.members.iter().enumerate() {
            let key: Vec<(VlanId, SwitchId)> = match member {
                Member::Host { taps, .. } => taps
                    .iter()
                    .flat_map(|(vlan, taps)| taps.iter().map(|tap| (*vlan, tap.switch)))
                    .collect(),
                _ => Vec::new(),
            };
            let count = seen.entry(key.clone()).or_default();
            *count += 1;
            if key.is_empty() || *count <= 2 {
                out.push((position, member));
            }
        }
        out
    }

    fn symmetric(&self, claim: &Claim<'_>, state: &State<'_>) -> Result<(), Broken> {
        for (a, from) in self.some_of(&claim.from) {
            for (b, to) in self.some_of(&claim.to) {
                if is_same(from, to) {
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

    /// The counterexample of a failure that breaks a claim, as small as can be.
    fn counterexample(&self, claim: &Claim<'_>, mut failure: Failure) -> Counterexample {
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
        let pair = self.shown_pair(claim, from, to);
        let before = pair.and_then(|(from, to)| {
            let found = Finder::path(&whole, &claim.from.members[from], &claim.to.members[to]);
            found.filter(|_| claim.expectation.relation == Relation::Reaches)
        });
        let after = self.state(&failure);
        let path = |from: usize, to: usize, back: bool| {
            let (from, to) = (&claim.from.members[from], &claim.to.members[to]);
            if back { Finder::path(&after, to, from) } else { Finder::path(&after, from, to) }
        };
        let fault = match &broken {
            Broken::Stops(breach) => Fault::Stop(breach.stop.clone()),
            Broken::Passes(from, to, back) => Fault::Passes(path(*from, *to, *back)),
            Broken::Far(from, to) => path(*from, *to, false)
                .map_or(Fault::Stop(Stop::NothingLeft), Fault::Far),
            Broken::Thin(_, share) => Fault::Thin(*share),
            Broken::Asymmetric(_, _, switch) => Fault::Asymmetric(*switch),
        };
        let mend = self.mend(claim, &failure, &fault, &memory);
        Counterexample {
            from: from.map(|at| subject(&claim.from.members[at])),
            to: to.map(|at| subject(&claim.to.members[at])),
            back,
            fault,
            before,
            mend,
            failure,
        }
    }

    /// Two members whose path is worth showing.
    fn shown_pair(
        &self,
        claim: &Claim<'_>,
        from: Option<usize>,
        to: Option<usize>,
    ) -> Option<(usize, usize)> {
        let other = |side: &Side, not: &Member| {
            side.members.iter().position(|member| !is_same(member, not))
        };
        match (from, to) {
            (Some(from), Some(to)) => Some((from, to)),
            (Some(from), None) => Some((from, other(&claim.to, &claim.from.members[from])?)),
            (None, Some(to)) => Some((other(&claim.from, &claim.to.members[to])?, to)),
            (None, None) => Some((0, other(&claim.to, claim.from.members.first()?)?)),
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
                if look.reaches(&claim.from, &claim.to).is_ok() {
                    return Some(Mend::OutOfZone(*switch, *zone));
                }
            }
        }
        let dead = Dead::of(network, failure);
        match fault {
            Fault::Stop(Stop::Detached(host)) => {
                self.another_switch(*host, &dead).map(|switch| Mend::Attach(*host, switch))
            }
            Fault::Stop(Stop::NoRoute { at, .. } | Stop::Cut { at, .. } | Stop::NoGateway { at, .. }) => {
                self.another_link(*at, &dead).map(|switch| Mend::Cable(*at, switch))
            }
            _ => None,
        }
    }

    /// A switch that is left and stands beside those that a host is attached to: the other of the pair.
    fn another_switch(&self, host: HostId, dead: &Dead) -> Option<SwitchId> {
        let fabric = self.network.fabric;
        let attached: BTreeSet<SwitchId> = fabric.hosts[host]
            .attachments
            .iter()
            .flat_map(|id| &fabric.attachments[*id].switches)
            .copied()
            .collect();
        let pairs = attached.iter().filter_map(|switch| fabric.switches[*switch].pair);
        let members = pairs.flat_map(|pair| fabric.pairs[pair].members);
        let racks = attached.iter().filter_map(|switch| fabric.switches[*switch].rack);
        let beside = racks.flat_map(|rack| fabric.racks[rack].switches.iter().copied());
        members
            .chain(beside)
            .find(|one| !attached.contains(one) && !dead.switches[one.position()])
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

    /// The path between two places while a failure lasts, between the first of their members that reach each
    /// other.
    pub fn trace(&self, from: Place, to: Place, failure: &Failure) -> Option<Path> {
        let (from, to) = (Side::of(self.network, from), Side::of(self.network, to));
        let state = self.state(failure);
        from.members.iter().find_map(|a| {
            let others = to.members.iter().filter(|b| !is_same(a, b));
            let paths = others.filter_map(|b| Finder::path(&state, a, b));
            paths.min_by_key(|path| path.hops)
        })
    }
}

/// How a claim is broken; members by their positions.
#[derive(Debug, Clone)]
enum Broken {
    Stops(Breach),
    Passes(usize, usize, bool),
    Far(usize, usize),
    Thin(usize, u32),
    Asymmetric(usize, usize, SwitchId),
}

impl Broken {
    fn ends(&self) -> (Option<usize>, Option<usize>, bool) {
        match self {
            Self::Stops(breach) => (breach.from, breach.to, breach.back),
            Self::Passes(from, to, back) => (Some(*from), Some(*to), *back),
            Self::Far(from, to) | Self::Asymmetric(from, to, _) => (Some(*from), Some(*to), false),
            Self::Thin(from, _) => (Some(*from), None, false),
        }
    }
}

fn segment_trees(network: &Network<'_>, vlans: &BTreeSet<VlanId>) -> bool {
    vlans.iter().any(|vlan| network.segment(*vlan).tree)
}

fn is_fabric(network: &Network<'_>, cable: CableId) -> bool {
    network.fabric.cables[cable].purpose == CableUse::Fabric
}

fn is_same(a: &Member, b: &Member) -> bool {
    match (a, b) {
        (Member::Host { host: a, .. }, Member::Host { host: b, .. }) => a == b,
        (a, b) => a == b,
    }
}

fn subject(member: &Member) -> Subject {
    match member {
        Member::Host { host, .. } => Subject::Host(*host),
        Member::Port { vlan, taps } => {
            let switch = taps.first().map_or(SwitchId::new(0), |tap| tap.switch);
            Subject::Port(switch, *vlan)
        }
        Member::Exit(exit) => Subject::Exit(exit.boundary, exit.switch),
        Member::Switch(switch) => Subject::Switch(*switch),
    }
}
