//! Whether one side reaches the other under a failure.
//!
//! A host's packets may leave by any of its cables that is up, and go to any gateway that answers there: all of
//! them must lead on. Routers, on the other hand, know their ways and take one that works.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::focus::Focus;
use super::graph::NOWHERE;
use super::network::{Network, host_cable};
use super::permitted::{Barrier, Spot, passes, takes_routes, tells, tells_default};
use super::rest::Token;
use super::segment::Tap;
use super::sides::{Exit, Member, Over, Side};
use super::state::State;
use crate::fabric::{HostId, SwitchId, VlanId, VrfId};

/// Deepest chain of static routes that is followed.
const MOST_STATIC_HOPS: usize = 8;

/// Where and why packets stop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// Nothing is left of a side.
    NothingLeft,
    /// A host has no cable that is up.
    Detached(HostId),
    /// No port of what is attached to a switch is up.
    Down(SwitchId),
    /// A VLAN falls apart, and the other end is not where this switch is.
    Cut {
        /// The VLAN.
        vlan: VlanId,
        /// The switch.
        at: SwitchId,
    },
    /// No gateway of a VLAN is up where this switch is.
    NoGateway {
        /// The VLAN.
        vlan: VlanId,
        /// The switch.
        at: SwitchId,
    },
    /// A router knows no way that works.
    NoRoute {
        /// The VRF; the default one when absent.
        vrf: Option<VrfId>,
        /// The router.
        at: SwitchId,
    },
    /// Routing or an access list is in the way, whatever is lost.
    Barrier(Barrier),
    /// No way out of a boundary is up.
    NoExit(usize),
}

/// Who does not get through to whom, and why. The members are positions in their sides; none when a side as a
/// whole is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Breach {
    pub(super) from: Option<usize>,
    pub(super) to: Option<usize>,
    /// Whether it is the answer that gets lost.
    pub(super) back: bool,
    pub(super) stop: Stop,
}

impl Breach {
    /// The one that says more: an answer that is lost rather than a question, what is lost rather than what would never
    /// pass.
    fn or_better(self, other: Self) -> Self {
        let rank = |one: &Self| (!matches!(one.stop, Stop::Barrier(_)), one.back);
        if rank(&other) > rank(&self) { other } else { self }
    }
}

/// A member as the network sees it in one VLAN.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Face {
    vlan: VlanId,
    /// Parts of the VLAN in which it has a cable that is up, each with a switch of it; ascending.
    parts: Vec<(u32, SwitchId)>,
    /// Routers to which its packets may go, ascending; empty when a part has none.
    gateways: Vec<SwitchId>,
    /// The part and switch that has no gateway.
    without_gateway: Option<SwitchId>,
}

impl Face {
    /// Whether it has a cable that is up in a part of the VLAN.
    fn is_in(&self, part: u32) -> bool {
        self.parts.iter().any(|(one, _)| *one == part)
    }
}

/// What decides on where a member gets: members of one class fare alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Faces(Vec<FaceClass>),
    Exit(Exit),
    Switch(SwitchId),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FaceClass {
    vlan: VlanId,
    parts: Vec<u32>,
    sends: Vec<Token>,
    receives: Vec<Token>,
    without_gateway: bool,
    gateways: Vec<SwitchId>,
}

/// A member that is there, with all that its packets depend on.
#[derive(Debug, Clone)]
struct Standing {
    position: usize,
    faces: Vec<Face>,
    exit: Option<Exit>,
    switch: Option<SwitchId>,
}

/// Whether packets pass, or what keeps them from it.
type Passage = Result<(), Barrier>;

/// What is the same for all failures, worked out once.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Whether packets pass between two spots, as answers or not.
    passes: RefCell<BTreeMap<(Spot, Spot, bool), Passage>>,
    /// Whether an exit takes routes in.
    leads_out: RefCell<BTreeMap<Exit, bool>>,
}

/// Looks at a state for one pair of sides.
pub(super) struct Look<'s, 'n> {
    state: &'s State<'n>,
    memory: &'s Memory,
    /// Whether every way must lead on, or any: the latter tells whether packets may pass at all.
    all: bool,
    /// A VLAN of either side has fallen apart, so that routers which are joined need not fare alike.
    precise: bool,
    routers: RefCell<BTreeMap<VlanId, Rc<Routers>>>,
    focus: Option<Focus<'s>>,
}

/// Routers of a VLAN that are up, by the part of it that they are in, and where their routes lead.
#[derive(Debug, Default)]
struct Routers {
    by_part: BTreeMap<u32, Vec<SwitchId>>,
    tokens: BTreeMap<u32, BTreeSet<Token>>,
}

impl<'s, 'n> Look<'s, 'n> {
    /// At the VLANs of both sides.
    pub(super) fn new(
        state: &'s State<'n>,
        memory: &'s Memory,
        vlans: &BTreeSet<VlanId>,
        all: bool,
    ) -> Self {
        let precise = vlans.iter().any(|vlan| state.has_fallen_apart(*vlan));
        Self { state, memory, all, precise, routers: RefCell::default(), focus: None }
    }

    /// Only at what is worth it.
    pub(super) fn at(self, focus: Option<Focus<'s>>) -> Self {
        Self { focus: focus.filter(|_| !self.precise), ..self }
    }

    /// How a member fares; none when it is lost, an error when it is cut off by itself.
    pub(super) fn class(&self, position: usize, member: &Member) -> Result<Option<Class>, Stop> {
        Ok(self.stand(position, member)?.map(|(class, _)| class))
    }

    fn network(&self) -> &'n Network<'n> {
        self.state.network
    }

    /// The first member of one side that does not reach one of the other, both ways.
    pub(super) fn reaches(&self, from: &Side, to: &Side) -> Result<(), Breach> {
        let (mut ours, mut theirs) = (self.standing(from, false)?, self.standing(to, true)?);
        Self::few_of_each(&mut ours);
        Self::few_of_each(&mut theirs);
        for (_, sender) in &ours {
            if to.any {
                self.reaches_any(sender, &theirs, false)?;
                continue;
            }
            for (_, receiver) in &theirs {
                if from.any {
                    continue;
                }
                if sender.is_same_thing(receiver, from, to) {
                    continue;
                }
                self.both_ways(sender, receiver)?;
            }
        }
        if from.any {
            for (_, member) in &theirs {
                self.reaches_any(member, &ours, true)?;
            }
        }
        Ok(())
    }

    /// A pair of members between which packets pass in some direction.
    pub(super) fn leaks(&self, from: &Side, to: &Side) -> Option<(usize, usize, bool)> {
        let (Ok(mut ours), Ok(mut theirs)) = (self.standing(from, false), self.standing(to, true))
        else {
            return None;
        };
        Self::few_of_each(&mut ours);
        Self::few_of_each(&mut theirs);
        for (_, sender) in &ours {
            for (_, receiver) in &theirs {
                if sender.is_same_thing(receiver, from, to) {
                    continue;
                }
                if self.goes(sender, receiver, false).is_ok() {
                    return Some((sender.position, receiver.position, false));
                }
                if self.goes(receiver, sender, false).is_ok() {
                    return Some((sender.position, receiver.position, true));
                }
            }
        }
        None
    }

    /// Members of a side that are there, two at most of each group that fare alike; an error when one is cut off by
    /// itself.
    fn standing(&self, side: &Side, back: bool) -> Result<Vec<(Class, Standing)>, Breach> {
        let own = hosts_with_lost_cables(self.state);
        let is_own = |position: usize| match &side.members[position] {
            Member::Host { host, .. } => own.contains(host),
            _ => false,
        };
        let mut out = Vec::new();
        let mut there = false;
        let worth = self.focus.and_then(|focus| focus.groups(self.state, back));
        let all = || (0..side.groups.len()).collect();
        for group in worth.unwrap_or_else(all).into_iter().map(|at| &side.groups[at]) {
            let mut ordinary = group.iter().copied().filter(|one| !is_own(*one));
            let first = ordinary.next();
            let second = ordinary.next();
            let special = group.iter().copied().filter(|one| !own.is_empty() && is_own(*one));
            for position in first.into_iter().chain(special) {
                match self.stand(position, &side.members[position]) {
                    Ok(Some((class, standing))) => {
                        there = true;
                        if let (Some(second), true) = (second, Some(position) == first) {
                            out.push((
                                class.clone(),
                                Standing { position: second, ..standing.clone() },
                            ));
                        }
                        out.push((class, standing));
                    }
                    Ok(None) => {}
                    Err(stop) if self.all => {
                        let (from, to) =
                            if back { (None, Some(position)) } else { (Some(position), None) };
                        return Err(Breach { from, to, back, stop });
                    }
                    Err(_) => there = true,
                }
            }
        }
        if !there && !side.members.is_empty() && !side.named {
            let stop = match side.members.first() {
                Some(Member::Exit(exit)) => Stop::NoExit(exit.boundary),
                _ => Stop::NothingLeft,
            };
            return Err(Breach { from: None, to: None, back, stop });
        }
        out.sort_by_key(|(_, standing)| standing.position);
        Ok(out)
    }

    /// A member as it stands: none when it is lost itself.
    fn stand(&self, position: usize, member: &Member) -> Result<Option<(Class, Standing)>, Stop> {
        let mut standing = Standing { position, faces: Vec::new(), exit: None, switch: None };
        let class = match member {
            Member::Host { host, .. } => {
                if self.state.dead.loses_host(*host) {
                    return Ok(None);
                }
                for (vlan, taps) in member.taps(self.network()) {
                    standing.faces.extend(self.face(vlan, taps));
                }
                if standing.faces.is_empty() {
                    return Err(Stop::Detached(*host));
                }
                Class::Faces(standing.faces.iter().map(|face| self.face_class(face)).collect())
            }
            Member::Port { vlan, taps } => {
                // What is attached in a zone that is lost as a whole is lost with it.
                if taps.iter().all(|tap| !self.state.is_alive(tap.switch)) {
                    return Ok(None);
                }
                standing.faces.extend(self.face(*vlan, taps));
                if standing.faces.is_empty() {
                    let at = taps.first().map(|tap| tap.switch);
                    return at.map_or(Ok(None), |at| Err(Stop::Down(at)));
                }
                Class::Faces(standing.faces.iter().map(|face| self.face_class(face)).collect())
            }
            Member::Exit(exit) => {
                if !self.is_usable(exit) {
                    return Ok(None);
                }
                standing.exit = Some(exit.clone());
                Class::Exit(exit.clone())
            }
            Member::Switch(switch) => {
                if !self.state.is_alive(*switch) {
                    return Ok(None);
                }
                standing.switch = Some(*switch);
                Class::Switch(*switch)
            }
        };
        Ok(Some((class, standing)))
    }

    fn face(&self, vlan: VlanId, taps: &[Tap]) -> Option<Face> {
        let segment = self.network().segment(vlan);
        let up = taps.iter().filter(|tap| self.state.tap_is_up(**tap));
        let mut up: Vec<SwitchId> = up.map(|tap| tap.switch).collect();
        sort_and_dedup(&mut up);
        let mut face =
            Face { vlan, parts: Vec::new(), gateways: Vec::new(), without_gateway: None };
        for switch in up {
            let part = self.state.part_in(vlan, switch);
            if part == NOWHERE {
                continue;
            }
            match face.parts.iter_mut().find(|(known, _)| *known == part) {
                Some((_, at)) => *at = switch,
                None => face.parts.push((part, switch)),
            }
            if segment.distributed && self.state.routes(switch, vlan) {
                face.gateways.push(switch);
                continue;
            }
            let mut none = true;
            self.each_router(vlan, part, |router| {
                none = false;
                face.gateways.push(router);
                false
            });
            if none {
                face.without_gateway = Some(switch);
            }
        }
        face.parts.sort_unstable();
        sort_and_dedup(&mut face.gateways);
        (!face.parts.is_empty()).then_some(face)
    }

    /// Routers of a VLAN that are up.
    fn routers(&self, vlan: VlanId) -> Rc<Routers> {
        if let Some(known) = self.routers.borrow().get(&vlan) {
            return Rc::clone(known);
        }
        let segment = self.network().segment(vlan);
        let parts = self.state.parts_of(vlan);
        let vrf = self.network().fabric.vlans[vlan].vrf;
        let mut routers = Routers::default();
        for router in segment.routers.iter().filter(|one| self.state.routes(**one, vlan)) {
            let Some(position) = segment.position(*router) else { continue };
            let part = parts[position as usize];
            routers.by_part.entry(part).or_default().push(*router);
            let token = (vrf, self.state.vrf_part(vrf, *router));
            routers.tokens.entry(part).or_default().insert(token);
        }
        let routers = Rc::new(routers);
        self.routers.borrow_mut().insert(vlan, Rc::clone(&routers));
        routers
    }

    fn face_class(&self, face: &Face) -> FaceClass {
        let vrf = self.network().fabric.vlans[face.vlan].vrf;
        let mut sends: Vec<Token> =
            face.gateways.iter().map(|one| (vrf, self.state.vrf_part(vrf, *one))).collect();
        sort_and_dedup(&mut sends);
        let mut receives = Vec::new();
        face.parts.iter().for_each(|(part, _)| self.tokens(face.vlan, *part, &mut receives));
        sort_and_dedup(&mut receives);
        FaceClass {
            vlan: face.vlan,
            parts: face.parts.iter().map(|(part, _)| *part).collect(),
            sends,
            receives,
            without_gateway: face.without_gateway.is_some(),
            gateways: if self.precise || !self.network().is_plain(vrf) {
                face.gateways.clone()
            } else {
                Vec::new()
            },
        }
    }

    /// Adds where routes lead from the routers in a part of a VLAN.
    fn tokens(&self, vlan: VlanId, part: u32, out: &mut Vec<Token>) {
        if !self.state.is_calm_in(vlan) {
            out.extend(self.routers(vlan).tokens.get(&part).into_iter().flatten());
            return;
        }
        let known = self.state.rest_of(vlan).tokens.get(&part).into_iter().flatten();
        let up = |routers: &Vec<SwitchId>| routers.iter().any(|one| self.state.routes(*one, vlan));
        out.extend(known.filter(|(_, routers)| up(routers)).map(|(token, _)| *token));
    }

    /// Looks at the routers in a part of a VLAN that are up until one is right; tells whether one was.
    fn each_router(
        &self,
        vlan: VlanId,
        part: u32,
        mut right: impl FnMut(SwitchId) -> bool,
    ) -> bool {
        if !self.state.is_calm_in(vlan) {
            let routers = self.routers(vlan);
            return routers.by_part.get(&part).into_iter().flatten().any(|one| right(*one));
        }
        let known = self.state.rest_of(vlan).routers.get(&part).into_iter().flatten();
        known.filter(|one| self.state.routes(**one, vlan)).any(|one| right(*one))
    }

    /// Leaves two members of each class: the others fare alike, and where a side reaches itself each needs someone to
    /// reach.
    fn few_of_each(list: &mut Vec<(Class, Standing)>) {
        let mut seen: BTreeMap<Class, usize> = BTreeMap::new();
        list.retain(|(class, _)| match seen.get_mut(class) {
            Some(count) => {
                *count += 1;
                *count <= 2
            }
            None => seen.insert(class.clone(), 1).is_none(),
        });
    }

    /// Whether packets of a member get to some exit, and those from beyond to it: of a host in several VLANs by one of
    /// them. The member asks, or answers.
    fn reaches_any(
        &self,
        member: &Standing,
        exits: &[(Class, Standing)],
        answers: bool,
    ) -> Result<(), Breach> {
        if member.faces.len() < 2 {
            return self.reaches_exits(member, exits, answers);
        }
        let mut known: Option<Breach> = None;
        for face in &member.faces {
            let one = Standing { faces: vec![face.clone()], ..member.clone() };
            match self.reaches_exits(&one, exits, answers) {
                Ok(()) => return Ok(()),
                Err(new) => known = Some(known.map_or(new.clone(), |known| known.or_better(new))),
            }
        }
        known.map_or(Ok(()), Err)
    }

    /// Whether packets of a member in one VLAN get to some exit, from whichever gateway, and those from beyond to it.
    fn reaches_exits(
        &self,
        member: &Standing,
        exits: &[(Class, Standing)],
        answers: bool,
    ) -> Result<(), Breach> {
        let mut last = None;
        let mut forth = false;
        for (_, exit) in exits {
            match self.goes(member, exit, answers) {
                Ok(()) => forth = true,
                Err(breach) => last = Some(breach),
            }
        }
        if !forth && !self.each_gateway_finds(member, exits, answers) {
            let (from, to) =
                if answers { (None, Some(member.position)) } else { (Some(member.position), None) };
            return Err(last.unwrap_or(Breach {
                from,
                to,
                back: answers,
                stop: Stop::NothingLeft,
            }));
        }
        let mut back = false;
        let mut failed = None;
        for (_, exit) in exits {
            match self.goes(exit, member, !answers) {
                Ok(()) => back = true,
                // Who is told by a protocol is not told to come where no route leads on.
                Err(breach) if self.attracts(exit, member) => return Err(breach),
                Err(breach) => failed = Some(breach),
            }
        }
        failed.filter(|_| !back).map_or(Ok(()), Err)
    }

    /// Whether those beyond an exit send packets for a member to it: always where no protocol runs, else when they
    /// are told of it, because the exit has a route, wherever that leads.
    fn attracts(&self, exit: &Standing, member: &Standing) -> bool {
        let Some(exit) = &exit.exit else { return false };
        if tells_default(self.network().fabric, exit) {
            return true;
        }
        member.faces.iter().any(|face| {
            let spot = Spot::Vlan(face.vlan);
            tells(self.network(), exit, spot) && self.has_route(exit.switch, exit.vrf, face.vlan)
        })
    }

    /// Whether a router has a route to the subnet of a VLAN.
    fn has_route(&self, router: SwitchId, vrf: Option<VrfId>, vlan: VlanId) -> bool {
        let target = self.network().fabric.vlans[vlan].vrf;
        let mut routers = self.network().segment(vlan).routers.iter();
        routers.any(|one| self.state.routes(*one, vlan) && self.joins(vrf, router, target, *one))
    }

    /// Whether each gateway of a member finds an exit of its own.
    fn each_gateway_finds(
        &self,
        member: &Standing,
        exits: &[(Class, Standing)],
        answers: bool,
    ) -> bool {
        let targets = || exits.iter().filter_map(|(_, exit)| exit.exit.as_ref());
        let face_finds = |face: &Face| {
            let spot = Spot::Vlan(face.vlan);
            let vrf = self.network().fabric.vlans[face.vlan].vrf;
            face.without_gateway.is_none()
                && !face.gateways.is_empty()
                && face.gateways.iter().all(|gateway| {
                    targets().any(|exit| {
                        self.permits(spot, Spot::Outside(exit.boundary), answers).is_ok()
                            && self.to_exit(*gateway, vrf, exit, 0)
                    })
                })
        };
        member.faces.iter().any(face_finds)
    }

    /// Whether packets of one member get to another, and answers back on the same addresses.
    fn both_ways(&self, from: &Standing, to: &Standing) -> Result<(), Breach> {
        let mut known: Option<Breach> = None;
        for source in from.ends() {
            for target in to.ends() {
                let forth = self.flows(source, target, false).map_err(|stop| (false, stop));
                let both = forth
                    .and_then(|()| self.flows(target, source, true).map_err(|stop| (true, stop)));
                let Err((back, stop)) = both else { return Ok(()) };
                let (from, to) = (Some(from.position), Some(to.position));
                let new = Breach { from, to, back, stop };
                known = Some(known.map_or(new.clone(), |known| known.or_better(new)));
            }
        }
        let (from, to) = (Some(from.position), Some(to.position));
        Err(known.unwrap_or(Breach { from, to, back: false, stop: Stop::NothingLeft }))
    }

    /// Whether packets of one member get to another.
    fn goes(&self, from: &Standing, to: &Standing, reply: bool) -> Result<(), Breach> {
        let mut stop = None;
        for source in from.ends() {
            for target in to.ends() {
                match self.flows(source, target, reply) {
                    Ok(()) => return Ok(()),
                    Err(why) => stop = Some(better(stop, why)),
                }
            }
        }
        // Named from the side that asks, also when it is the answer that gets lost.
        let (from, to) = if reply { (to, from) } else { (from, to) };
        Err(Breach {
            from: Some(from.position),
            to: Some(to.position),
            back: reply,
            stop: stop.unwrap_or(Stop::NothingLeft),
        })
    }

    fn permits(&self, from: Spot, to: Spot, reply: bool) -> Result<(), Stop> {
        let key = (from, to, reply);
        if let Some(known) = self.memory.passes.borrow().get(&key) {
            return known.clone().map_err(Stop::Barrier);
        }
        let found = passes(self.network(), from, to, reply);
        self.memory.passes.borrow_mut().insert(key, found.clone());
        found.map_err(Stop::Barrier)
    }

    fn flows(&self, from: End<'_>, to: End<'_>, reply: bool) -> Result<(), Stop> {
        self.permits(from.spot(), to.spot(), reply)?;
        match (from, to) {
            (End::Face(a), End::Face(b)) if a.vlan == b.vlan => self.bridged(a, b),
            (End::Face(face), _) => {
                if let Some(at) = face.without_gateway.filter(|_| self.all) {
                    return Err(Stop::NoGateway { vlan: face.vlan, at });
                }
                let vrf = self.network().fabric.vlans[face.vlan].vrf;
                let mut stop = None;
                let mut found = false;
                for gateway in &face.gateways {
                    if self.finds(*gateway, vrf, to) {
                        found = true;
                    } else {
                        stop = Some(Stop::NoRoute { vrf, at: *gateway });
                    }
                }
                match stop {
                    Some(stop) if self.all || !found => Err(stop),
                    _ if found => Ok(()),
                    _ => {
                        let at = face.parts.first().map(|(_, at)| *at);
                        Err(at.map_or(Stop::NothingLeft, |at| Stop::NoGateway {
                            vlan: face.vlan,
                            at,
                        }))
                    }
                }
            }
            (End::Exit(exit), _) => {
                if !tells(self.network(), exit, to.spot()) {
                    let vlan = if let End::Face(face) = to { Some(face.vlan) } else { None };
                    return Err(Stop::Barrier(Barrier::NotAnnounced(exit.boundary, vlan)));
                }
                let stop = Stop::NoRoute { vrf: exit.vrf, at: exit.switch };
                self.finds(exit.switch, exit.vrf, to).then_some(()).ok_or(stop)
            }
            (End::Switch(switch), _) => {
                let stop = Stop::NoRoute { vrf: None, at: switch };
                self.finds(switch, None, to).then_some(()).ok_or(stop)
            }
        }
    }

    /// Within a VLAN: each cable of the sender must be in a part with one of the receiver.
    fn bridged(&self, from: &Face, to: &Face) -> Result<(), Stop> {
        let mut cut = None;
        let mut joined = false;
        for (part, at) in &from.parts {
            if to.is_in(*part) {
                joined = true;
            } else {
                cut = Some(*at);
            }
        }
        match cut {
            Some(at) if self.all || !joined => Err(Stop::Cut { vlan: from.vlan, at }),
            _ => Ok(()),
        }
    }

    /// Whether a router finds a way to something.
    fn finds(&self, router: SwitchId, vrf: Option<VrfId>, to: End<'_>) -> bool {
        match to {
            End::Face(face) => self.to_face(router, vrf, face, 0),
            End::Exit(exit) => self.to_exit(router, vrf, exit, 0),
            // Loopbacks are in the underlay, and in nothing else.
            End::Switch(switch) => {
                vrf.is_none() && (router == switch || self.state.underlay_joins(router, switch))
            }
        }
    }

    fn to_face(&self, router: SwitchId, vrf: Option<VrfId>, face: &Face, depth: usize) -> bool {
        let target = self.network().fabric.vlans[face.vlan].vrf;
        if vrf == target && self.state.routes(router, face.vlan) {
            // What is connected comes first.
            return face.is_in(self.state.part_in(face.vlan, router));
        }
        if let Some(leads) = self.by_subnet(router, vrf, face) {
            return leads;
        }
        let leads = |door: SwitchId| self.joins(vrf, router, target, door);
        face.parts.iter().any(|(part, _)| self.each_router(face.vlan, *part, leads))
            || self.by_static(router, vrf, Spot::Vlan(face.vlan), depth, |next, depth| {
                self.to_face(next, vrf, face, depth)
            })
    }

    /// Where a VLAN is not stretched by an overlay, which knows where each host is, all its routers tell of the subnet:
    /// packets may go to any of them. Nothing when none is known.
    fn by_subnet(&self, router: SwitchId, vrf: Option<VrfId>, face: &Face) -> Option<bool> {
        if self.network().is_stretched(face.vlan) {
            return None;
        }
        let target = self.network().fabric.vlans[face.vlan].vrf;
        let routers = self.network().segment(face.vlan).routers.iter();
        let known = routers.filter(|one| {
            self.state.routes(**one, face.vlan) && self.joins(vrf, router, target, **one)
        });
        let mut right = known.map(|one| face.is_in(self.state.part_in(face.vlan, *one))).peekable();
        right.peek()?;
        Some(if self.all { right.all(|one| one) } else { right.any(|one| one) })
    }

    fn to_exit(&self, router: SwitchId, vrf: Option<VrfId>, exit: &Exit, depth: usize) -> bool {
        self.is_usable(exit)
            && self.leads_out(exit)
            && self.joins(vrf, router, exit.vrf, exit.switch)
            || self.by_static(router, vrf, Spot::Outside(exit.boundary), depth, |next, depth| {
                self.to_exit(next, vrf, exit, depth)
            })
    }

    /// Whether routes of one VRF at a switch lead into another at a switch.
    fn joins(
        &self,
        vrf: Option<VrfId>,
        from: SwitchId,
        target: Option<VrfId>,
        to: SwitchId,
    ) -> bool {
        self.state.vrf_joins(target, from, to)
            && (vrf == target || from != to || self.network().has_vrf(from, target))
    }

    /// Over the static routes of a router.
    fn by_static(
        &self,
        router: SwitchId,
        vrf: Option<VrfId>,
        spot: Spot,
        depth: usize,
        mut on: impl FnMut(SwitchId, usize) -> bool,
    ) -> bool {
        if depth >= MOST_STATIC_HOPS {
            return false;
        }
        let hops = self.network().static_hops(router, vrf);
        hops.iter().filter(|hop| hop.leads_to(self.network().fabric, spot)).any(|hop| {
            let part = self.state.part_in(hop.vlan, router);
            part != NOWHERE
                && hop.to.iter().any(|next| {
                    self.state.routes(*next, hop.vlan)
                        && self.state.part_in(hop.vlan, *next) == part
                        && on(*next, depth + 1)
                })
        })
    }

    fn leads_out(&self, exit: &Exit) -> bool {
        if let Some(known) = self.memory.leads_out.borrow().get(exit) {
            return *known;
        }
        let leads = takes_routes(self.network().fabric, exit);
        self.memory.leads_out.borrow_mut().insert(exit.clone(), leads);
        leads
    }

    pub(super) fn is_usable(&self, exit: &Exit) -> bool {
        if !self.state.is_alive(exit.switch) {
            return false;
        }
        match exit.over {
            Over::Port(cable) => self.state.is_up(cable),
            Over::Vlan(vlan) => {
                let segment = self.network().segment(vlan);
                let here = self.state.part_in(vlan, exit.switch);
                let mut taps = segment.hosts.taps().iter();
                let near = |tap: &Tap| {
                    self.state.tap_is_up(*tap) && self.state.part_in(vlan, tap.switch) == here
                };
                self.state.routes(exit.switch, vlan) && (segment.hosts.is_empty() || taps.any(near))
            }
            Over::Afar => true,
        }
    }
}

/// Hosts of which a cable is lost for itself.
pub(super) fn hosts_with_lost_cables(state: &State<'_>) -> BTreeSet<HostId> {
    let lost = state.dead.lost_cables.iter();
    lost.filter_map(|cable| host_cable(state.network.fabric, *cable))
        .map(|(_, host)| host)
        .collect()
}

/// One of the ways in which a member takes part.
#[derive(Debug, Clone, Copy)]
enum End<'f> {
    Face(&'f Face),
    Exit(&'f Exit),
    Switch(SwitchId),
}

impl End<'_> {
    fn spot(self) -> Spot {
        match self {
            Self::Face(face) => Spot::Vlan(face.vlan),
            Self::Exit(exit) => Spot::Outside(exit.boundary),
            Self::Switch(_) => Spot::Loopback,
        }
    }
}

impl Standing {
    fn ends(&self) -> impl Iterator<Item = End<'_>> {
        let faces = self.faces.iter().map(End::Face);
        let exit = self.exit.iter().map(End::Exit);
        faces.chain(exit).chain(self.switch.map(End::Switch))
    }

    /// Whether both are one thing, which need not reach itself.
    fn is_same_thing(&self, other: &Self, from: &Side, to: &Side) -> bool {
        from.members[self.position].is_same(&to.members[other.position])
    }
}

fn sort_and_dedup<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
}

/// The reason that says more: what is lost rather than what would never pass.
fn better(known: Option<Stop>, new: Stop) -> Stop {
    match known {
        None | Some(Stop::Barrier(_)) => new,
        Some(known) => known,
    }
}
