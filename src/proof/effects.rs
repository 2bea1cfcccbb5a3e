//! What a failure takes, and what it leaves weaker.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::failure::Failure;
use super::graph::NOWHERE;
use super::network::Network;
use super::prove::Prover;
use super::reach::{Look, Memory};
use super::segment::Tap;
use super::sides::exits;
use super::state::State;
use crate::fabric::{CableId, CableUse, HostId, PairId, SwitchId, VlanId};
use crate::topology::BridgeId;

/// What a failure does to a fabric.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// What is lost by itself.
    pub failure: Failure,
    /// Switches that are lost.
    pub switches: Vec<SwitchId>,
    /// Cables that are lost, not counting those that end in a lost switch.
    pub cables: Vec<CableId>,
    /// Hosts that are lost with their rack.
    pub hosts_lost: Vec<HostId>,
    /// Hosts that are there and cut off.
    pub hosts_cut_off: Vec<HostCut>,
    /// Hosts with less bandwidth than before.
    pub hosts_degraded: Vec<HostShare>,
    /// Pairs that are no longer whole.
    pub pairs: Vec<PairLeft>,
    /// VLANs with fewer gateways than before, if one at most is left.
    pub gateways: Vec<GatewayLeft>,
    /// VLANs that have fallen apart.
    pub vlans_apart: Vec<VlanId>,
    /// Bridges with less bandwidth towards the rest of the fabric.
    pub uplinks: Vec<UplinkShare>,
    /// Boundaries with fewer ways out than before.
    pub boundaries: Vec<BoundaryLeft>,
    /// BGP sessions of the underlay that are down, between switches of which one at least is left.
    pub sessions_lost: usize,
}

/// A host that is cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostCut {
    /// The host.
    pub host: HostId,
    /// The VLAN in which it has no gateway any more; none when no cable of it is up.
    pub vlan: Option<VlanId>,
}

/// What is left of a host's bandwidth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HostShare {
    /// The host.
    pub host: HostId,
    /// Hundredths of a percent.
    pub share: u32,
}

/// What is left of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PairLeft {
    /// The pair.
    pub pair: PairId,
    /// How.
    pub state: PairState,
}

/// How a pair stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PairState {
    /// Both members are lost.
    Gone,
    /// One member is left.
    Single(SwitchId),
    /// Both are left without peer link: the second member takes its MLAG ports down.
    Split,
    /// The peer link has lost cables.
    ThinPeerLink,
    /// The keepalive is lost.
    NoKeepalive,
}

/// What is left of a VLAN's gateways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GatewayLeft {
    /// The VLAN.
    pub vlan: VlanId,
    /// How many switches route it while nothing is lost.
    pub before: usize,
    /// How many are left.
    pub left: usize,
}

/// What is left of a bridge's bandwidth towards the rest of the fabric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UplinkShare {
    /// The bridge.
    pub bridge: BridgeId,
    /// Hundredths of a percent.
    pub share: u32,
}

/// What is left of a boundary's ways out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BoundaryLeft {
    /// Position of the boundary.
    pub boundary: usize,
    /// Ways out while nothing is lost.
    pub before: usize,
    /// How many are left.
    pub left: usize,
}

impl Prover<'_> {
    /// What a failure does.
    pub fn effects(&self, failure: &Failure) -> Effects {
        self.effects_from(&self.state(&Failure::none()), failure)
    }

    /// What each of many failures does, in their order.
    pub fn effects_each(&self, failures: &[Failure]) -> Vec<Effects> {
        let whole = || self.state(&Failure::none());
        let each = failures.par_iter();
        each.map_init(whole, |before, failure| self.effects_from(before, failure)).collect()
    }

    fn effects_from(&self, before: &State<'_>, failure: &Failure) -> Effects {
        let network = self.network();
        let after = self.state(failure);
        let mut effects = Effects {
            failure: failure.clone(),
            switches: after.dead.lost_switches.clone(),
            cables: lost_cables(&after),
            hosts_lost: after.dead.hosts.clone(),
            ..Effects::default()
        };
        effects.switches.sort_unstable();
        hosts(before, &after, &mut effects);
        for (id, pair) in network.fabric.pairs.iter() {
            let left: Vec<SwitchId> =
                pair.members.into_iter().filter(|member| after.is_alive(*member)).collect();
            let keepalive = match pair.keepalive {
                Some(crate::fabric::Keepalive::Cable(cable)) => after.is_up(cable),
                _ => true,
            };
            let state = match left.as_slice() {
                [] => PairState::Gone,
                [left] => PairState::Single(*left),
                _ if after.dead.split.contains(&id) => PairState::Split,
                _ if pair.peer_link.iter().any(|cable| !after.is_up(*cable)) => {
                    PairState::ThinPeerLink
                }
                _ if !keepalive => PairState::NoKeepalive,
                _ => continue,
            };
            effects.pairs.push(PairLeft { pair: id, state });
        }
        gateways(network, before, &after, &mut effects);
        uplinks(network, before, &after, &mut effects);
        for position in 0..network.fabric.boundaries.len() {
            let all = exits(network, position);
            let memory = Memory::default();
            let none = BTreeSet::new();
            let count = |state: &State<'_>| {
                let look = Look::new(state, &memory, &none, true);
                all.iter().filter(|exit| look.is_usable(exit)).count()
            };
            let (before, left) = (count(before), count(&after));
            if left < before {
                effects.boundaries.push(BoundaryLeft { boundary: position, before, left });
            }
        }
        let links = network.topology.routed.links.iter();
        let down = links.filter(|link| {
            !after.is_up(link.cable) && link.ends.iter().any(|end| after.is_alive(*end))
        });
        effects.sessions_lost = down.count();
        effects
    }
}

fn lost_cables(after: &State<'_>) -> Vec<CableId> {
    let mut cables = after.dead.lost_cables.clone();
    cables.sort_unstable();
    cables
}

fn hosts(before: &State<'_>, after: &State<'_>, effects: &mut Effects) {
    let network = before.network;
    let fabric = network.fabric;
    let mut cut: BTreeMap<HostId, Option<VlanId>> = BTreeMap::new();
    for vlan in fabric.vlans.ids() {
        let segment = network.segment(vlan);
        if segment.routers.is_empty() {
            continue;
        }
        for (host, taps) in segment.hosts.iter() {
            let answered = |state: &State<'_>| {
                taps.iter()
                    .filter(|tap| state.tap_is_up(**tap))
                    .any(|tap| gateway_near(state, vlan, *tap))
            };
            if !after.dead.loses_host(host) && answered(before) && !answered(after) {
                cut.entry(host).or_insert(Some(vlan));
            }
        }
    }
    for (id, host) in fabric.hosts.iter() {
        if after.dead.loses_host(id) {
            continue;
        }
        let cables = host.attachments.iter().flat_map(|id| &fabric.attachments[*id].cables);
        let speed = |cable: &CableId| {
            network.topology.speeds.get(*cable).map_or(1, |speed| u64::from(*speed))
        };
        let (mut whole, mut left) = (0_u64, 0_u64);
        for cable in cables {
            whole += speed(cable);
            left += if after.is_up(*cable) { speed(cable) } else { 0 };
        }
        if left == 0 && whole > 0 {
            cut.insert(id, None);
        } else if left < whole && !cut.contains_key(&id) {
            effects.hosts_degraded.push(HostShare { host: id, share: share(left, whole) });
        }
    }
    effects.hosts_cut_off.extend(cut.into_iter().map(|(host, vlan)| HostCut { host, vlan }));
}

/// Whether a gateway of a VLAN answers where a cable ends.
fn gateway_near(state: &State<'_>, vlan: VlanId, tap: Tap) -> bool {
    let part = state.part_in(vlan, tap.switch);
    let routers = &state.network.segment(vlan).routers;
    part != NOWHERE
        && (state.routes(tap.switch, vlan)
            || routers
                .iter()
                .any(|one| state.routes(*one, vlan) && state.part_in(vlan, *one) == part))
}

fn gateways(network: &Network<'_>, before: &State<'_>, after: &State<'_>, effects: &mut Effects) {
    for vlan in network.fabric.vlans.ids() {
        let segment = network.segment(vlan);
        let count = |state: &State<'_>| {
            segment.routers.iter().filter(|one| state.routes(**one, vlan)).count()
        };
        let (had, left) = (count(before), count(after));
        if left < had && left <= 1 {
            effects.gateways.push(GatewayLeft { vlan, before: had, left });
        }
        if after.has_fallen_apart(vlan) && !before.has_fallen_apart(vlan) {
            effects.vlans_apart.push(vlan);
        }
    }
}

fn uplinks(network: &Network<'_>, before: &State<'_>, after: &State<'_>, effects: &mut Effects) {
    let topology = network.topology;
    let mut sums: BTreeMap<BridgeId, (u64, u64)> = BTreeMap::new();
    for (id, cable) in network.fabric.cables.iter() {
        if !matches!(cable.purpose, CableUse::Fabric | CableUse::Routed) {
            continue;
        }
        let speed = topology.speeds.get(id).map_or(1, |speed| u64::from(*speed));
        for end in cable.ends.iter().filter_map(|end| end.switch_port()) {
            let (whole, left) = sums.entry(topology.bridge_of(end.switch)).or_default();
            *whole += if before.is_up(id) { speed } else { 0 };
            *left += if after.is_up(id) { speed } else { 0 };
        }
    }
    for (bridge, (whole, left)) in sums {
        let alive = topology.bridge(bridge).switches.iter().any(|one| after.is_alive(*one));
        if alive && left < whole {
            effects.uplinks.push(UplinkShare { bridge, share: share(left, whole) });
        }
    }
}

/// A share in hundredths of a percent.
fn share(left: u64, whole: u64) -> u32 {
    u32::try_from(left.saturating_mul(10_000) / whole.max(1)).unwrap_or(u32::MAX)
}
