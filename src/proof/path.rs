//! The way of packets from one thing to another, switch by switch.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use super::network::{Network, Way};
use super::permitted::{Spot, passes};
use super::segment::Tap;
use super::sides::{Member, Over};
use super::state::State;
use crate::fabric::{CableId, PairId, SwitchId, VlanId, VrfId};

/// What a packet is to the switch that it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layer {
    /// A frame of a VLAN, before it was routed.
    Bridged(VlanId),
    /// A frame of a VLAN in a tunnel of the overlay.
    BridgedTunnel(VlanId),
    /// A packet of a VRF.
    Routed(Option<VrfId>),
    /// A packet of a VRF in a tunnel of the overlay.
    RoutedTunnel(VrfId),
    /// A frame of a VLAN, after it was routed.
    Delivered(VlanId),
    /// The same, in a tunnel of the overlay.
    DeliveredTunnel(VlanId),
}

/// How a packet came into a switch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// From the thing that sent it.
    Start(Option<CableId>),
    /// Over a cable.
    Cable(CableId),
    /// Over the peer link of a pair.
    PeerLink(PairId),
    /// It was in the switch already, and changed its layer.
    Inside,
    /// To the next router over a VLAN.
    NextHop(VlanId),
}

/// A step of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The switch.
    pub switch: SwitchId,
    /// What the packet is there.
    pub layer: Layer,
    /// How it came to be that.
    pub entry: Entry,
}

/// A path, and the cable by which it leaves the last switch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The cable to the receiver, where there is one.
    pub last: Option<CableId>,
    /// Switches that it crosses.
    pub hops: usize,
}

impl Path {
    /// The switches, each once for each visit, in order.
    pub fn switches(&self) -> Vec<SwitchId> {
        let mut switches: Vec<SwitchId> = Vec::new();
        for step in &self.steps {
            if switches.last() != Some(&step.switch) {
                switches.push(step.switch);
            }
        }
        switches
    }
}

type Place = (SwitchId, Layer);

/// How a path ends.
#[derive(Debug, Clone, Copy)]
enum Arrival {
    /// Over this cable.
    By(CableId),
    /// In the switch itself, or behind a port that nobody names.
    Here,
}

/// Finds the shortest path between two members; the first by the order of names' handles among equals.
pub(super) struct Finder<'s, 'n> {
    state: &'s State<'n>,
    from: &'s Member,
    to: &'s Member,
    /// VLANs by which the receiver is reached after routing.
    targets: BTreeSet<VlanId>,
    came: BTreeMap<Place, (usize, Option<Place>, Entry)>,
    done: BTreeSet<Place>,
    queue: BinaryHeap<Reverse<(usize, Place)>>,
    /// Whether all shortest paths are wanted.
    all: bool,
    /// All places from which one is reached at its cost.
    more: BTreeMap<Place, Vec<Place>>,
    /// Places at the receiver.
    ended: Vec<(usize, Place)>,
}

impl<'s, 'n> Finder<'s, 'n> {
    pub(super) fn path(state: &'s State<'n>, from: &'s Member, to: &'s Member) -> Option<Path> {
        Self::new(state, from, to).run()
    }

    /// The switches that any of the shortest paths between two members crosses.
    pub(super) fn crossed(
        state: &'s State<'n>,
        from: &'s Member,
        to: &'s Member,
    ) -> BTreeSet<SwitchId> {
        let mut finder = Self::new(state, from, to);
        finder.all = true;
        finder.run();
        finder.on_shortest()
    }

    fn new(state: &'s State<'n>, from: &'s Member, to: &'s Member) -> Self {
        let network = state.network;
        let spot = |member: &Member, vlan: Option<VlanId>| match member {
            Member::Exit(exit) => Spot::Outside(exit.boundary),
            Member::Switch(_) => Spot::Loopback,
            _ => vlan.map_or(Spot::Loopback, Spot::Vlan),
        };
        let sources = vlans(from);
        let reachable = |vlan: VlanId| {
            let mut sources = sources
                .iter()
                .map(|source| Some(*source))
                .chain(sources.is_empty().then_some(None));
            sources
                .any(|source| passes(network, spot(from, source), Spot::Vlan(vlan), false).is_ok())
        };
        let targets = vlans(to).into_iter().filter(|vlan| reachable(*vlan)).collect();
        let mut finder = Self {
            state,
            from,
            to,
            targets,
            came: BTreeMap::new(),
            done: BTreeSet::new(),
            queue: BinaryHeap::new(),
            all: false,
            more: BTreeMap::new(),
            ended: Vec::new(),
        };
        finder.start();
        finder
    }

    fn network(&self) -> &'n Network<'n> {
        self.state.network
    }

    fn start(&mut self) {
        let state = self.state;
        match self.from {
            Member::Host { .. } | Member::Port { .. } => {
                for (vlan, taps) in self.from.taps(state.network) {
                    for tap in taps.iter().filter(|tap| state.tap_is_up(**tap)) {
                        let place = (tap.switch, Layer::Bridged(vlan));
                        self.offer(place, 1, None, Entry::Start(tap.cable));
                    }
                }
            }
            Member::Exit(exit) => {
                let cable = if let Over::Port(cable) = exit.over { Some(cable) } else { None };
                let up = cable.is_none_or(|cable| state.is_up(cable));
                if state.is_alive(exit.switch) && up {
                    let place = (exit.switch, Layer::Routed(exit.vrf));
                    self.offer(place, 1, None, Entry::Start(cable));
                }
            }
            Member::Switch(switch) => {
                if state.is_alive(*switch) {
                    self.offer((*switch, Layer::Routed(None)), 1, None, Entry::Start(None));
                }
            }
        }
    }

    fn offer(&mut self, place: Place, cost: usize, before: Option<Place>, entry: Entry) {
        let better = self.came.get(&place).is_none_or(|known| cost < known.0);
        if better {
            self.came.insert(place, (cost, before, entry));
            self.queue.push(Reverse((cost, place)));
            self.more.remove(&place);
        }
        let equal = self.came.get(&place).is_some_and(|known| cost == known.0);
        if self.all && equal {
            self.more.entry(place).or_default().extend(before);
        }
    }

    /// Switches on the ways back from the receiver's places that cost least.
    fn on_shortest(&self) -> BTreeSet<SwitchId> {
        let least = self.ended.iter().map(|(cost, _)| *cost).min();
        let nearest = self.ended.iter().filter(|(cost, _)| Some(*cost) == least);
        let mut walk: Vec<Place> = nearest.map(|(_, place)| *place).collect();
        let mut seen: BTreeSet<Place> = BTreeSet::new();
        while let Some(place) = walk.pop() {
            if seen.insert(place) {
                walk.extend(self.more.get(&place).into_iter().flatten());
            }
        }
        seen.into_iter().map(|(switch, _)| switch).collect()
    }

    fn run(&mut self) -> Option<Path> {
        while let Some(Reverse((cost, place))) = self.queue.pop() {
            if !self.done.insert(place) {
                continue;
            }
            if let Some(arrival) = self.ends(place) {
                if !self.all {
                    return Some(self.trace(place, arrival));
                }
                self.ended.push((cost, place));
            }
            self.expand(place, cost);
        }
        None
    }

    /// Whether the receiver is at a place, and by what it is there.
    fn ends(&self, (switch, layer): Place) -> Option<Arrival> {
        let here = |arrived: bool| arrived.then_some(Arrival::Here);
        match (self.to, layer) {
            (
                Member::Host { .. } | Member::Port { .. },
                Layer::Bridged(vlan) | Layer::Delivered(vlan),
            ) => {
                let mut taps = self.to.taps_in(self.network(), vlan).iter();
                let tap = taps.find(|tap| tap.switch == switch && self.state.tap_is_up(**tap))?;
                Some(tap.cable.map_or(Arrival::Here, Arrival::By))
            }
            (Member::Exit(exit), Layer::Routed(vrf))
                if exit.vrf == vrf && exit.switch == switch =>
            {
                match exit.over {
                    Over::Port(cable) => self.state.is_up(cable).then_some(Arrival::By(cable)),
                    Over::Vlan(vlan) => here(self.state.routes(switch, vlan)),
                    Over::Afar => Some(Arrival::Here),
                }
            }
            (Member::Switch(target), Layer::Routed(None)) => here(*target == switch),
            _ => None,
        }
    }

    fn expand(&mut self, place: Place, cost: usize) {
        let (switch, layer) = place;
        match layer {
            Layer::Bridged(vlan) | Layer::Delivered(vlan) => {
                let same = |vlan| match layer {
                    Layer::Bridged(_) => Layer::Bridged(vlan),
                    _ => Layer::Delivered(vlan),
                };
                self.bridge(place, cost, vlan, same(vlan));
                let tunnel = match layer {
                    Layer::Bridged(_) => Layer::BridgedTunnel(vlan),
                    _ => Layer::DeliveredTunnel(vlan),
                };
                if self.is_tunnelled(switch, vlan) {
                    self.offer((switch, tunnel), cost, Some(place), Entry::Inside);
                }
                let routes = matches!(layer, Layer::Bridged(_)) && self.state.routes(switch, vlan);
                if routes && (self.is_start(place) || !self.is_served_at_start(vlan)) {
                    let vrf = self.network().fabric.vlans[vlan].vrf;
                    self.offer((switch, Layer::Routed(vrf)), cost, Some(place), Entry::Inside);
                }
            }
            Layer::BridgedTunnel(vlan) | Layer::DeliveredTunnel(vlan) => {
                self.underlay(place, cost, layer);
                let out = match layer {
                    Layer::BridgedTunnel(_) => Layer::Bridged(vlan),
                    _ => Layer::Delivered(vlan),
                };
                if self.is_tunnelled(switch, vlan) {
                    self.offer((switch, out), cost, Some(place), Entry::Inside);
                }
            }
            Layer::Routed(vrf) => self.route(place, cost, vrf),
            Layer::RoutedTunnel(vrf) => {
                self.underlay(place, cost, layer);
                if self.network().has_vrf(switch, Some(vrf))
                    && self.state.tunnel_joins(switch, switch)
                {
                    let out = (switch, Layer::Routed(Some(vrf)));
                    self.offer(out, cost, Some(place), Entry::Inside);
                }
            }
        }
    }

    fn is_start(&self, place: Place) -> bool {
        self.came.get(&place).is_some_and(|came| matches!(came.2, Entry::Start(_)))
    }

    /// Whether a switch that the sender is attached to is its gateway: then no other is.
    fn is_served_at_start(&self, vlan: VlanId) -> bool {
        let taps = self.from.taps_in(self.network(), vlan);
        let serves = |tap: &Tap| self.state.tap_is_up(*tap) && self.state.routes(tap.switch, vlan);
        self.network().segment(vlan).distributed && taps.iter().any(serves)
    }

    fn is_tunnelled(&self, switch: SwitchId, vlan: VlanId) -> bool {
        let segment = self.network().segment(vlan);
        let position = segment.position(switch);
        position.is_some_and(|position| segment.vteps.binary_search(&position).is_ok())
            && self.state.tunnel_joins(switch, switch)
    }

    fn bridge(&mut self, place: Place, cost: usize, vlan: VlanId, layer: Layer) {
        let segment = self.network().segment(vlan);
        let Some(position) = segment.position(place.0) else { return };
        for wire in segment.wires.iter().filter(|wire| wire.ends.contains(&position)) {
            if self.state.is_up(wire.cable) && !self.state.is_blocked(vlan, wire.link) {
                let other = wire.ends[usize::from(wire.ends[0] == position)];
                let next = (segment.switches[other as usize], layer);
                self.offer(next, cost + 1, Some(place), Entry::Cable(wire.cable));
            }
        }
        for (ends, pair) in segment.peers.iter().filter(|(ends, _)| ends.contains(&position)) {
            if self.state.peer_is_up(*pair) {
                let other = ends[usize::from(ends[0] == position)];
                let next = (segment.switches[other as usize], layer);
                self.offer(next, cost + 1, Some(place), Entry::PeerLink(*pair));
            }
        }
    }

    /// Over the links of the underlay.
    fn underlay(&mut self, place: Place, cost: usize, layer: Layer) {
        let network = self.network();
        let node = crate::source::offset(crate::fabric::Handle::position(place.0));
        for (edge, other) in network.underlay.around(node) {
            let (up, entry) = match network.underlay_edges[edge as usize] {
                Way::Cable(cable) => (self.state.is_up(cable), Entry::Cable(cable)),
                Way::Pair(pair) => (self.state.peer_is_up(pair), Entry::PeerLink(pair)),
            };
            let switch: SwitchId = crate::fabric::Handle::new(other as usize);
            if up && self.state.is_alive(switch) {
                self.offer((switch, layer), cost + 1, Some(place), entry);
            }
        }
    }

    fn route(&mut self, place: Place, cost: usize, vrf: Option<VrfId>) {
        let (switch, _) = place;
        let network = self.network();
        let fabric = network.fabric;
        for vlan in self.targets.clone() {
            if fabric.vlans[vlan].vrf == vrf && self.state.routes(switch, vlan) {
                self.offer((switch, Layer::Delivered(vlan)), cost, Some(place), Entry::Inside);
            }
        }
        match vrf {
            None => self.underlay(place, cost, Layer::Routed(None)),
            Some(own) if self.state.tunnel_joins(switch, switch) => {
                self.offer((switch, Layer::RoutedTunnel(own)), cost, Some(place), Entry::Inside);
                for leak in &fabric.vrfs[own].leaks {
                    let other = Layer::RoutedTunnel(leak.from.value);
                    self.offer((switch, other), cost, Some(place), Entry::Inside);
                }
            }
            Some(_) => {}
        }
        if let Some(own) = vrf {
            for leak in &fabric.vrfs[own].leaks {
                if network.has_vrf(switch, Some(leak.from.value)) {
                    let other = Layer::Routed(Some(leak.from.value));
                    self.offer((switch, other), cost, Some(place), Entry::Inside);
                }
            }
        }
        for (vlan, next) in self.state.next_routers(switch, vrf) {
            self.offer((next, Layer::Routed(vrf)), cost + 1, Some(place), Entry::NextHop(vlan));
        }
    }

    fn trace(&self, end: Place, arrival: Arrival) -> Path {
        let last = match arrival {
            Arrival::By(cable) => Some(cable),
            Arrival::Here => None,
        };
        let mut steps = Vec::new();
        let mut here = Some(end);
        let mut hops = 0;
        while let Some(place) = here {
            let Some((cost, before, entry)) = self.came.get(&place) else { break };
            hops = hops.max(*cost);
            steps.push(Step { switch: place.0, layer: place.1, entry: *entry });
            here = *before;
        }
        steps.reverse();
        Path { steps, last, hops }
    }
}

fn vlans(member: &Member) -> Vec<VlanId> {
    match member {
        Member::Host { vlans, .. } => vlans.to_vec(),
        Member::Port { vlan, .. } => vec![*vlan],
        Member::Exit(_) | Member::Switch(_) => Vec::new(),
    }
}
