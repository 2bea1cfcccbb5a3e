//! How much of the bandwidth between two sides is left.

use std::collections::BTreeMap;

use super::network::{Network, Way};
use super::sides::{Member, Over, Side};
use super::state::State;
use crate::fabric::{CableId, Handle, SwitchId, VlanId};
use crate::topology::max_flow;

/// What stands for bandwidth that nobody states.
const AMPLE: u64 = 1_000_000_000;
/// A whole, in hundredths of a percent.
const WHOLE: u64 = 10_000;

/// Bandwidth from each place of one side to all of the other while nothing is lost.
#[derive(Debug)]
pub(super) struct Flows {
    groups: Vec<Group>,
}

/// What is attached to the same switches.
#[derive(Debug)]
struct Group {
    /// Position of its first member.
    first: usize,
    members: Vec<usize>,
    /// Megabits per second while nothing is lost.
    whole: u64,
}

impl Flows {
    pub(super) fn of(state: &State<'_>, from: &Side, to: &Side) -> Self {
        let mut by_place: BTreeMap<Vec<SwitchId>, Vec<usize>> = BTreeMap::new();
        for (position, member) in from.members.iter().enumerate() {
            let key = if from.any { Vec::new() } else { places(state.network, member) };
            by_place.entry(key).or_default().push(position);
        }
        let edges = edges(state, from, to);
        let sinks = taps(state, to, 0..to.members.len());
        let nodes = state.network.fabric.switches.len();
        let group = |members: Vec<usize>| {
            let sources = taps(state, from, members.iter().copied());
            let whole = max_flow(nodes, &edges, &sources, &sinks);
            Group { first: members.first().copied().unwrap_or_default(), members, whole }
        };
        Self { groups: by_place.into_values().map(group).collect() }
    }

    /// The first place that has less than a share of its bandwidth left, and how much: in hundredths of a percent.
    pub(super) fn left(
        &self,
        state: &State<'_>,
        from: &Side,
        to: &Side,
        least: u32,
    ) -> Option<(usize, u32)> {
        if state.dead.lost_switches.is_empty() && state.dead.lost_cables.is_empty() {
            return None;
        }
        let edges = edges(state, from, to);
        let sinks = taps(state, to, 0..to.members.len());
        let nodes = state.network.fabric.switches.len();
        self.groups.iter().find_map(|group| {
            let sources = taps(state, from, group.members.iter().copied());
            if sources.is_empty() || group.whole == 0 {
                return None;
            }
            let left = max_flow(nodes, &edges, &sources, &sinks);
            let share = left.saturating_mul(WHOLE) / group.whole;
            let share = u32::try_from(share).unwrap_or(u32::MAX);
            (share < least).then_some((group.first, share))
        })
    }
}

/// Switches that a member is attached to.
fn places(network: &Network<'_>, member: &Member) -> Vec<SwitchId> {
    let mut places = match member {
        Member::Host { .. } | Member::Port { .. } => {
            member.taps(network).flat_map(|(_, taps)| taps).map(|tap| tap.switch).collect()
        }
        Member::Exit(exit) => vec![exit.switch],
        Member::Switch(switch) => vec![*switch],
    };
    places.sort_unstable();
    places.dedup();
    places
}

fn speed(network: &Network<'_>, cable: CableId) -> u64 {
    network.topology.speeds.get(cable).map_or(1, |speed| u64::from(*speed))
}

/// Cables that packets between two sides may take.
fn edges(state: &State<'_>, from: &Side, to: &Side) -> Vec<([u32; 2], u64)> {
    let network = state.network;
    let node = |switch: SwitchId| crate::source::offset(switch.position());
    let mut cables: BTreeMap<CableId, [u32; 2]> = BTreeMap::new();
    let mut pairs: BTreeMap<crate::fabric::PairId, [u32; 2]> = BTreeMap::new();
    let vlans: std::collections::BTreeSet<VlanId> =
        from.vlans().into_iter().chain(to.vlans()).collect();
    for vlan in vlans {
        let segment = network.segment(vlan);
        let at = |position: u32| node(segment.switches[position as usize]);
        for wire in &segment.wires {
            if state.is_up(wire.cable) && !state.is_blocked(vlan, wire.link) {
                cables.insert(wire.cable, wire.ends.map(at));
            }
        }
        for (ends, pair) in &segment.peers {
            if state.peer_is_up(*pair) {
                pairs.insert(*pair, ends.map(at));
            }
        }
    }
    for (way, ends) in network.underlay_edges.iter().zip(&network.underlay.edges) {
        match way {
            Way::Cable(cable) if state.is_up(*cable) => drop(cables.insert(*cable, *ends)),
            Way::Pair(pair) if state.peer_is_up(*pair) => drop(pairs.insert(*pair, *ends)),
            Way::Cable(_) | Way::Pair(_) => {}
        }
    }
    let single = cables.into_iter().map(|(cable, ends)| (ends, speed(network, cable)));
    let peers = pairs.into_iter().map(|(pair, ends)| {
        let link = network.fabric.pairs[pair].peer_link.iter();
        let up = link.filter(|cable| state.is_up(**cable));
        (ends, up.map(|cable| speed(network, *cable)).sum())
    });
    single.chain(peers).collect()
}

/// Where members are attached, with the bandwidth of what attaches them.
fn taps(state: &State<'_>, side: &Side, members: impl Iterator<Item = usize>) -> Vec<(u32, u64)> {
    let network = state.network;
    let node = |switch: SwitchId| crate::source::offset(switch.position());
    let mut by_cable: BTreeMap<(SwitchId, Option<CableId>), u64> = BTreeMap::new();
    for member in members.map(|at| &side.members[at]) {
        match member {
            Member::Host { .. } | Member::Port { .. } => {
                let taps = member.taps(network).flat_map(|(_, taps)| taps);
                for tap in taps.filter(|tap| state.tap_is_up(**tap)) {
                    let speed = tap.cable.map_or(AMPLE, |cable| speed(network, cable));
                    by_cable.insert((tap.switch, tap.cable), speed);
                }
            }
            Member::Exit(exit) => {
                let (cable, speed) = match exit.over {
                    Over::Port(cable) if state.is_up(cable) => (Some(cable), speed(network, cable)),
                    Over::Port(_) => continue,
                    Over::Vlan(_) | Over::Afar => (None, AMPLE),
                };
                if state.is_alive(exit.switch) {
                    by_cable.insert((exit.switch, cable), speed);
                }
            }
            Member::Switch(switch) => {
                if state.is_alive(*switch) {
                    by_cable.insert((*switch, None), AMPLE);
                }
            }
        }
    }
    by_cable.into_iter().map(|((switch, _), speed)| (node(switch), speed)).collect()
}
