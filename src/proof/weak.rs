//! Single points of failure of hosts that are attached to several switches.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::failure::{Failure, Part};
use super::graph::NOWHERE;
use super::network::Network;
use super::prove::Prover;
use super::segment::Segment;
use super::state::State;
use crate::fabric::{CableId, CableUse, Handle, HostId, SwitchId, Table, VlanId};
use crate::topology::TreeId;

/// Something by itself whose loss cuts hosts off that are attached to several switches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeakPoint {
    /// What is lost.
    pub part: Part,
    /// The hosts, ascending.
    pub hosts: Vec<HostId>,
}

/// Hosts that fare alike: attached to the same switches, in VLANs that look the same.
#[derive(Debug)]
struct Unit {
    vlan: VlanId,
    switches: Vec<SwitchId>,
    /// Each with the VLAN that it is in itself.
    hosts: Vec<(HostId, VlanId)>,
}

type HostsInVlans = Vec<(HostId, VlanId)>;

/// What of a VLAN decides on where its frames get.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shape {
    switches: Vec<SwitchId>,
    routers: Vec<SwitchId>,
    cables: Vec<CableId>,
    /// Of hosts, at routers whose SVI depends on them.
    taps: Vec<CableId>,
    vteps: Vec<u32>,
    distributed: bool,
    tree: Option<TreeId>,
    routed_in_default: bool,
}

/// Units, and which of them a switch or a cable may matter to.
struct Units {
    all: Vec<Unit>,
    by_vlan: Table<VlanId, Vec<usize>>,
    by_switch: Table<SwitchId, Vec<usize>>,
    /// One VLAN for each shape, by the switches in it, where more than the own switches matter.
    wired: Table<SwitchId, Vec<VlanId>>,
    by_cable: Table<CableId, Vec<VlanId>>,
    /// Those with links that a spanning tree blocks.
    blocked: Vec<usize>,
}

impl Prover<'_> {
    /// Switches, cables and zones whose loss alone cuts hosts off that are attached to several switches. A zone is
    /// left out for hosts that a switch or cable in it cuts off already.
    pub fn weak_points(&self) -> Vec<WeakPoint> {
        let network = self.network();
        let units = Units::of(network);
        if units.all.is_empty() {
            return Vec::new();
        }
        let whole = self.state(&Failure::none());
        let standing: Vec<bool> = units
            .all
            .iter()
            .map(|unit| stands(&whole, &whole, unit.vlan, &unit.switches))
            .collect();
        let fabric = network.fabric;
        let switches = fabric.switches.ids().map(Part::Switch);
        let cables = fabric.cables.iter().filter(|(id, _)| self.may_matter(*id));
        let things: Vec<Part> = switches.chain(cables.map(|(id, _)| Part::Cable(id))).collect();
        let whole = || self.state(&Failure::none());
        let cut = |whole: &mut State<'_>, part: &Part| {
            (*part, self.cut_by(whole, &units, &standing, *part))
        };
        let single: Vec<(Part, BTreeSet<HostId>)> =
            things.par_iter().map_init(whole, cut).filter(|(_, hosts)| !hosts.is_empty()).collect();
        let known: BTreeMap<Part, BTreeSet<HostId>> = single.iter().cloned().collect();
        let zones: Vec<Part> = fabric.zones.ids().map(Part::Zone).collect();
        let zones: Vec<(Part, BTreeSet<HostId>)> = zones.par_iter().map_init(whole, cut).collect();
        let zones = zones.into_iter().map(|(part, mut hosts)| {
            let switches = network.switches_in(part).iter().map(|one| Part::Switch(*one));
            let cables = network.cables_in(part).iter().map(|one| Part::Cable(*one));
            for inside in switches.chain(cables).filter_map(|one| known.get(&one)) {
                hosts.retain(|host| !inside.contains(host));
            }
            (part, hosts)
        });
        let zones = zones.filter(|(_, hosts)| !hosts.is_empty());
        single
            .iter()
            .cloned()
            .chain(zones)
            .map(|(part, hosts)| WeakPoint { part, hosts: hosts.into_iter().collect() })
            .collect()
    }

    /// Whether the loss of a cable alone could cut anything off.
    fn may_matter(&self, cable: CableId) -> bool {
        let network = self.network();
        match network.fabric.cables[cable].purpose {
            CableUse::Fabric => true,
            CableUse::Routed => self.hangs_by(cable),
            CableUse::PeerLink(pair) => network.fabric.pairs[pair].peer_link.len() == 1,
            // A host with several cables has others; a keepalive and a way out carry none of its packets here.
            CableUse::Host(_) | CableUse::Keepalive(_) | CableUse::Boundary(..) => false,
        }
    }

    fn cut_by(
        &self,
        whole: &State<'_>,
        units: &Units,
        standing: &[bool],
        part: Part,
    ) -> BTreeSet<HostId> {
        let network = self.network();
        let state = self.state(&Failure::of([part]));
        let mut wanted: Vec<usize> = Vec::new();
        let servers = &network.topology.routed.route_servers;
        let loses_server = || state.dead.lost_switches.iter().any(|one| servers.contains(one));
        if !state.is_calm() && (state.is_parted() || loses_server()) {
            wanted.extend(0..units.all.len());
        }
        // A spanning tree changes with each bridge and link in it, whether these carry a VLAN or not.
        let bridged = |one: &SwitchId| {
            !network.topology.neighbours(network.topology.bridge_of(*one)).is_empty()
        };
        let wire = |one: &CableId| network.fabric.cables[*one].purpose == CableUse::Fabric;
        if state.dead.lost_switches.iter().any(bridged) || state.dead.lost_cables.iter().any(wire) {
            wanted.extend(&units.blocked);
        }
        for switch in &state.dead.lost_switches {
            let bridge = network.topology.bridge(network.topology.bridge_of(*switch));
            for one in &bridge.switches {
                wanted.extend(units.by_switch.list(*one));
            }
            let vlans = units.wired.list(*switch).iter();
            wanted.extend(vlans.flat_map(|vlan| units.by_vlan.list(*vlan)));
        }
        for cable in &state.dead.lost_cables {
            let vlans = units.by_cable.list(*cable).iter();
            wanted.extend(vlans.flat_map(|vlan| units.by_vlan.list(*vlan)));
            for port in
                network.fabric.cables[*cable].ends.iter().filter_map(|end| end.switch_port())
            {
                wanted.extend(units.by_switch.list(port.switch));
            }
        }
        wanted.sort_unstable();
        wanted.dedup();
        // A host's cables fare like its switches, but for those that are lost or taken down for themselves.
        let zone = matches!(part, Part::Zone(_));
        let alike = state.dead.split.is_empty() && (!zone || state.dead.lost_cables.is_empty());
        let mut cut = BTreeSet::new();
        for position in wanted.into_iter().filter(|position| standing[*position]) {
            let unit = &units.all[position];
            let left = unit.hosts.iter().filter(|(host, _)| !state.dead.loses_host(*host));
            if alike {
                let up = |switch: &SwitchId| state.is_alive(*switch);
                let up: Vec<SwitchId> = unit.switches.iter().copied().filter(up).collect();
                if !stands(whole, &state, unit.vlan, &up) {
                    cut.extend(left.map(|(host, _)| *host));
                }
                continue;
            }
            // Each host by its own cables: some are lost for themselves, or their switch has taken them down.
            let mut known: BTreeMap<Vec<SwitchId>, bool> = BTreeMap::new();
            for (host, vlan) in left {
                let up: BTreeSet<SwitchId> = network
                    .segment(*vlan)
                    .hosts
                    .taps_of(*host)
                    .iter()
                    .filter(|tap| state.tap_is_up(**tap))
                    .map(|tap| tap.switch)
                    .collect();
                let up: Vec<SwitchId> = up.into_iter().collect();
                let stands = match known.get(&up) {
                    Some(stands) => *stands,
                    None => stands(whole, &state, unit.vlan, &up),
                };
                known.insert(up, stands);
                if !stands {
                    cut.insert(*host);
                }
            }
        }
        cut
    }
}

impl Units {
    fn of(network: &Network<'_>) -> Self {
        let mut shapes: BTreeMap<Shape, VlanId> = BTreeMap::new();
        let mut units: BTreeMap<(VlanId, Vec<SwitchId>), HostsInVlans> = BTreeMap::new();
        let mut out = Self {
            all: Vec::new(),
            by_vlan: Table::default(),
            by_switch: Table::default(),
            wired: Table::default(),
            by_cable: Table::default(),
            blocked: Vec::new(),
        };
        for (vlan, facts) in network.fabric.vlans.iter() {
            let segment = network.segment(vlan);
            if segment.hosts.is_empty() {
                continue;
            }
            let shape = Shape {
                switches: segment.switches.clone(),
                routers: segment.routers.clone(),
                cables: segment.wires.iter().map(|wire| wire.cable).collect(),
                taps: deciding_taps(segment),
                vteps: segment.vteps.clone(),
                distributed: segment.distributed,
                tree: segment.tree.then(|| network.topology.tree_id(vlan)).flatten(),
                routed_in_default: facts.vrf.is_none(),
            };
            let alike = *shapes.entry(shape).or_insert(vlan);
            for (switches, hosts) in neighbours(segment) {
                let hosts = hosts.into_iter().map(|host| (host, vlan));
                units.entry((alike, switches)).or_default().extend(hosts);
            }
        }
        for vlan in shapes.into_values() {
            let segment = network.segment(vlan);
            for wire in &segment.wires {
                out.by_cable.entry(wire.cable).push(vlan);
            }
            let local = segment.wires.is_empty() && segment.distributed;
            for switch in segment.switches.iter().filter(|_| !local) {
                out.wired.entry(*switch).push(vlan);
            }
        }
        for ((vlan, switches), mut hosts) in units {
            hosts.sort_unstable();
            let position = out.all.len();
            if network.segment(vlan).tree {
                out.blocked.push(position);
            }
            out.by_vlan.entry(vlan).push(position);
            for switch in &switches {
                out.by_switch.entry(*switch).push(position);
            }
            out.all.push(Unit { vlan, switches, hosts });
        }
        out
    }
}

/// Hosts that are attached to several switches, with these: those of a rack follow each other and are gathered.
fn neighbours(segment: &Segment) -> Vec<(Vec<SwitchId>, Vec<HostId>)> {
    let mut out: Vec<(Vec<SwitchId>, Vec<HostId>)> = Vec::new();
    let mut switches: Vec<SwitchId> = Vec::new();
    for (host, taps) in segment.hosts.iter() {
        switches.clear();
        switches.extend(taps.iter().map(|tap| tap.switch));
        switches.sort_unstable();
        switches.dedup();
        match out.last_mut() {
            Some((same, hosts)) if *same == switches => hosts.push(host),
            _ if switches.len() > 1 => out.push((switches.clone(), vec![host])),
            _ => {}
        }
    }
    out
}

/// Cables of hosts at routers that nothing else keeps up in a VLAN: neither a tunnel nor a cable to another switch.
fn deciding_taps(segment: &Segment) -> Vec<CableId> {
    let alone = |router: &&SwitchId| {
        segment.position(**router).is_some_and(|at| {
            !segment.vteps.contains(&at)
                && !segment.wires.iter().any(|wire| wire.ends.contains(&at))
        })
    };
    let routers = segment.routers.iter().filter(alone);
    routers.filter_map(|router| segment.taps.get(router)).flatten().copied().collect()
}

/// Whether what has cables that are up to some switches in a VLAN still has its network: a gateway wherever it may send
/// to, and behind it the larger part of what it had.
fn stands(whole: &State<'_>, state: &State<'_>, vlan: VlanId, switches: &[SwitchId]) -> bool {
    let segment = state.network.segment(vlan);
    let leads_on = |switch: &SwitchId| {
        if segment.routers.is_empty() {
            if state.is_calm() && state.is_calm_in(vlan) {
                return state.is_alive(*switch);
            }
            let position = segment.position(*switch);
            return has_most(&whole.parts_of(vlan), &state.parts_of(vlan), position);
        }
        let gateways: Vec<SwitchId> = if segment.distributed && state.routes(*switch, vlan) {
            vec![*switch]
        } else {
            let part = state.part_in(vlan, *switch);
            let here = |one: &SwitchId| state.part_in(vlan, *one) == part;
            let routers = segment.routers.iter().copied();
            routers.filter(|one| part != NOWHERE && here(one) && state.routes(*one, vlan)).collect()
        };
        !gateways.is_empty() && gateways.iter().all(|one| state.keeps_underlay(whole, *one))
    };
    !switches.is_empty() && switches.iter().all(leads_on)
}

/// Whether a position is in a part that holds at least half of what its part held before, of what is left.
fn has_most(before: &[u32], after: &[u32], position: Option<u32>) -> bool {
    let Some(position) = position.map(|position| position as usize) else { return false };
    let (own_before, own) = (before[position], after[position]);
    let left = before.iter().zip(after).filter(|(was, is)| **was == own_before && **is != NOWHERE);
    let (mut all, mut with) = (0_usize, 0_usize);
    for (_, is) in left {
        all += 1;
        with += usize::from(*is == own);
    }
    own != NOWHERE && with * 2 >= all
}

impl State<'_> {
    /// Whether a switch still has the larger part of the underlay that it had, of what is left.
    fn keeps_underlay(&self, whole: &State<'_>, switch: SwitchId) -> bool {
        if !self.is_parted() || whole.underlay_parts()[switch.position()] == NOWHERE {
            return true;
        }
        let position = crate::source::offset(switch.position());
        if self.network.underlay.around(position).next().is_none() {
            return true;
        }
        let (before, after) = (whole.underlay_parts(), self.underlay_parts());
        let parts = (before[switch.position()], after[switch.position()]);
        let mut known = self.kept.borrow_mut();
        *known.entry(parts).or_insert_with(|| has_most(before, after, Some(position)))
    }
}
