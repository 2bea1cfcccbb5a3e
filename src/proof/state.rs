//! What is left of a fabric under a failure.

use std::cell::{OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::failure::{Failure, Part};
use super::graph::{NOWHERE, Weak};
use super::network::{Network, Way};
use super::rest::RestSegment;
use super::segment::{Segment, Tap};
use super::union::Union;
use crate::fabric::{CableEnd, CableId, CableUse, Handle, HostId, PairId, SwitchId, VlanId, VrfId};
use crate::topology::{LinkId, LinkUse, TreeId};

/// The parts into which the underlay falls, and what would part it further.
#[derive(Debug)]
pub(super) struct Underlay {
    /// The part of each switch.
    pub(super) parts: Vec<u32>,
    pub(super) weak: Weak,
}

impl Underlay {
    /// Of a fabric of which nothing is lost.
    pub(super) fn whole(network: &Network<'_>) -> Self {
        Self::left(network, &Dead::none(network))
    }

    /// Of what is left.
    pub(super) fn left(network: &Network<'_>, dead: &Dead) -> Self {
        let node = |node: u32| !dead.switches[node as usize];
        let edge = |edge: u32| dead.leaves_way(network, edge);
        let graph = &network.underlay;
        Self { parts: graph.parts(node, edge), weak: graph.weak(node, edge) }
    }
}

impl Underlay {
    /// Whether the loss of a switch by itself would part it.
    pub(super) fn hangs_by_switch(&self, switch: SwitchId) -> bool {
        self.weak.articulation[switch.position()]
    }

    /// Whether the loss of a link by itself would part it.
    pub(super) fn hangs_by_link(&self, edge: u32) -> bool {
        self.weak.bridge[edge as usize]
    }
}

/// What is lost.
#[derive(Debug, Clone)]
pub(super) struct Dead {
    /// By switch.
    pub(super) switches: Vec<bool>,
    /// By cable, for itself: those of a lost switch are lost with it.
    pub(super) cables: Vec<bool>,
    /// Hosts that are lost, ascending.
    pub(super) hosts: Vec<HostId>,
    /// Pairs of which both members are left, but not the peer link.
    pub(super) split: BTreeSet<PairId>,
    /// The switches that are lost, as a list.
    pub(super) lost_switches: Vec<SwitchId>,
    /// The cables that are lost for themselves, as a list.
    pub(super) lost_cables: Vec<CableId>,
}

thread_local! {
    /// Lists of nothing lost, to be used again: to make them anew would cost each case what the fabric is large.
    static SPARE: RefCell<Vec<(Vec<bool>, Vec<bool>)>> = const { RefCell::new(Vec::new()) };
}

/// Most lists that a thread keeps.
const MOST_SPARE: usize = 4;

impl Drop for Dead {
    fn drop(&mut self) {
        for switch in &self.lost_switches {
            self.switches[switch.position()] = false;
        }
        for cable in &self.lost_cables {
            self.cables[cable.position()] = false;
        }
        let lists = (std::mem::take(&mut self.switches), std::mem::take(&mut self.cables));
        // While a thread ends there is nothing to keep them for.
        _ = SPARE.try_with(|spare| {
            let mut spare = spare.borrow_mut();
            if spare.len() < MOST_SPARE {
                spare.push(lists);
            }
        });
    }
}

impl Dead {
    pub(super) fn none(network: &Network<'_>) -> Self {
        let sizes = (network.fabric.switches.len(), network.fabric.cables.len());
        let spare = SPARE.try_with(|spare| spare.borrow_mut().pop()).ok().flatten();
        let fits = spare.filter(|(switches, cables)| (switches.len(), cables.len()) == sizes);
        let (switches, cables) =
            fits.unwrap_or_else(|| (vec![false; sizes.0], vec![false; sizes.1]));
        Self {
            switches,
            cables,
            hosts: Vec::new(),
            split: BTreeSet::new(),
            lost_switches: Vec::new(),
            lost_cables: Vec::new(),
        }
    }

    pub(super) fn of(network: &Network<'_>, failure: &Failure) -> Self {
        let mut dead = Self::none(network);
        for part in failure.parts() {
            dead.lose(network, *part);
        }
        dead.hosts.sort_unstable();
        dead.hosts.dedup();
        dead.find_splits(network);
        dead
    }

    /// The same, but for a switch.
    pub(super) fn sparing(mut self, network: &Network<'_>, switch: SwitchId) -> Self {
        self.switches[switch.position()] = false;
        self.lost_switches.retain(|lost| *lost != switch);
        self.split.clear();
        self.find_splits(network);
        self
    }

    fn lose(&mut self, network: &Network<'_>, part: Part) {
        match part {
            Part::Switch(switch) => self.lose_switch(switch),
            Part::Cable(cable) => self.lose_cable(cable),
            Part::Zone(_) => {
                network.switches_in(part).iter().for_each(|switch| self.lose_switch(*switch));
                network.cables_in(part).iter().for_each(|cable| self.lose_cable(*cable));
                self.hosts.extend(network.hosts_in(part));
            }
        }
    }

    fn lose_switch(&mut self, switch: SwitchId) {
        if !std::mem::replace(&mut self.switches[switch.position()], true) {
            self.lost_switches.push(switch);
        }
    }

    fn lose_cable(&mut self, cable: CableId) {
        if !std::mem::replace(&mut self.cables[cable.position()], true) {
            self.lost_cables.push(cable);
        }
    }

    /// Whether a host is lost.
    pub(super) fn loses_host(&self, host: HostId) -> bool {
        self.hosts.binary_search(&host).is_ok()
    }

    fn find_splits(&mut self, network: &Network<'_>) {
        for cable in &self.lost_cables {
            let CableUse::PeerLink(pair) = network.fabric.cables[*cable].purpose else { continue };
            let facts = &network.fabric.pairs[pair];
            let both = facts.members.iter().all(|member| !self.switches[member.position()]);
            if both && !facts.esi && !self.peer_is_up(network, pair) {
                self.split.insert(pair);
            }
        }
    }

    /// Whether both members of a pair are there, and a cable of the peer link.
    fn peer_is_up(&self, network: &Network<'_>, pair: PairId) -> bool {
        let facts = &network.fabric.pairs[pair];
        facts.members.iter().all(|member| !self.switches[member.position()])
            && facts.peer_link.iter().any(|cable| !self.cables[cable.position()])
    }

    /// Whether an edge of the underlay is left, its ends aside.
    pub(super) fn leaves_way(&self, network: &Network<'_>, edge: u32) -> bool {
        match network.underlay_edges[edge as usize] {
            Way::Cable(cable) => !self.cables[cable.position()],
            Way::Pair(pair) => self.peer_is_up(network, pair),
        }
    }
}

/// What is left of a fabric under a failure. What was not asked is not worked out.
#[derive(Debug)]
pub(super) struct State<'n> {
    pub(super) network: &'n Network<'n>,
    pub(super) dead: Dead,
    /// Parts of the underlay; those of the whole one when the failure does not part it.
    parts: Parts<'n>,
    /// Whatever is left is joined by the underlay as when nothing is lost.
    calm: bool,
    segments: RefCell<BTreeMap<VlanId, VlanParts<'n>>>,
    trees: RefCell<BTreeMap<TreeId, Rc<BTreeSet<LinkId>>>>,
    /// Parts of the underlay with a route server.
    served: OnceCell<BTreeSet<u32>>,
    /// By a part before and one after the failure: whether the latter is the larger share of what is left of the former.
    pub(super) kept: RefCell<BTreeMap<(u32, u32), bool>>,
}

#[derive(Debug)]
enum Parts<'n> {
    Same(&'n [u32]),
    Own(Vec<u32>),
}

/// The parts of a VLAN, by position in its segment; of what is lost only when they are its own.
#[derive(Debug, Clone)]
enum VlanParts<'n> {
    Same(&'n [u32]),
    Own(Rc<Vec<u32>>),
}

impl<'n> State<'n> {
    /// Under a failure, given the underlay before it.
    pub(super) fn under(network: &'n Network<'n>, before: &'n Underlay, failure: &Failure) -> Self {
        let dead = Dead::of(network, failure);
        let calm = network.rest().stays_without(network, failure, &dead);
        Self::new(network, before, dead, calm)
    }

    /// The same for what is worked out already.
    pub(super) fn of(network: &'n Network<'n>, before: &'n Underlay, dead: Dead) -> Self {
        let calm = network.rest().stays(network, &dead);
        Self::new(network, before, dead, calm)
    }

    fn new(network: &'n Network<'n>, before: &'n Underlay, dead: Dead, calm: bool) -> Self {
        let nothing = dead.lost_switches.is_empty() && dead.lost_cables.is_empty();
        let calm = calm && !nothing;
        let parts = if calm {
            Parts::Same(&network.rest().underlay.parts)
        } else if parts_underlay(network, before, &dead) {
            let node = |node: u32| !dead.switches[node as usize];
            let edge = |edge: u32| dead.leaves_way(network, edge);
            Parts::Own(network.underlay.parts(node, edge))
        } else {
            Parts::Same(&before.parts)
        };
        Self {
            network,
            dead,
            parts,
            calm,
            segments: RefCell::default(),
            trees: RefCell::default(),
            served: OnceCell::new(),
            kept: RefCell::default(),
        }
    }

    /// Whether the failure leaves all that is left joined by the underlay as before, tunnels included.
    pub(super) fn is_calm(&self) -> bool {
        self.calm
    }

    /// Whether what is left of a VLAN is joined as before.
    pub(super) fn is_calm_in(&self, vlan: VlanId) -> bool {
        matches!(self.vlan_parts(vlan), VlanParts::Same(_))
    }

    /// What there is of a VLAN while nothing is lost.
    pub(super) fn rest_of(&self, vlan: VlanId) -> &'n RestSegment {
        self.network.rest().segment(self.network, vlan)
    }

    /// Whether the failure parts the underlay.
    pub(super) fn is_parted(&self) -> bool {
        matches!(self.parts, Parts::Own(_))
    }

    /// The part of the underlay that each switch is in; lost ones may be in any when it is not parted.
    pub(super) fn underlay_parts(&self) -> &[u32] {
        match &self.parts {
            Parts::Same(parts) => parts,
            Parts::Own(parts) => parts,
        }
    }

    pub(super) fn is_alive(&self, switch: SwitchId) -> bool {
        !self.dead.switches[switch.position()]
    }

    /// Whether a switch is the second member of a pair without peer link: its MLAG ports, its SVIs and its tunnels
    /// are down.
    pub(super) fn is_standing_aside(&self, switch: SwitchId) -> bool {
        !self.dead.split.is_empty()
            && self.network.fabric.switches[switch].pair.is_some_and(|pair| {
                self.dead.split.contains(&pair)
                    && self.network.fabric.pairs[pair].members[1] == switch
            })
    }

    /// Whether a cable carries packets: it and its ends are there, and no end has taken its port down.
    pub(super) fn is_up(&self, cable: CableId) -> bool {
        if self.dead.cables[cable.position()] {
            return false;
        }
        let ends = &self.network.fabric.cables[cable].ends;
        let there = ends.iter().all(|end| match end {
            CableEnd::Switch(port) => self.is_alive(port.switch),
            CableEnd::Host(host) => !self.dead.loses_host(*host),
            CableEnd::Outside(_) => true,
        });
        there
            && (self.dead.split.is_empty()
                || self
                    .network
                    .guards
                    .get(cable)
                    .is_none_or(|pairs| pairs.iter().all(|pair| !self.dead.split.contains(&pair))))
    }

    pub(super) fn tap_is_up(&self, tap: Tap) -> bool {
        tap.cable.map_or_else(
            || self.is_alive(tap.switch) && !self.is_standing_aside(tap.switch),
            |cable| self.is_up(cable),
        )
    }

    pub(super) fn peer_is_up(&self, pair: PairId) -> bool {
        self.dead.peer_is_up(self.network, pair)
    }

    fn part(&self, switch: SwitchId) -> u32 {
        if !self.is_alive(switch) {
            return NOWHERE;
        }
        self.underlay_parts()[switch.position()]
    }

    /// Whether the underlay joins two switches.
    pub(super) fn underlay_joins(&self, a: SwitchId, b: SwitchId) -> bool {
        let part = self.part(a);
        part != NOWHERE && part == self.part(b) && !self.network.underlay.edges.is_empty()
    }

    /// The part of the underlay in which a switch's tunnels work: one with a route server.
    pub(super) fn tunnel_part(&self, switch: SwitchId) -> u32 {
        let routed = &self.network.topology.routed;
        if !routed.vteps.contains(&switch) || self.is_standing_aside(switch) {
            return NOWHERE;
        }
        let servers = routed.route_servers.iter();
        let served = self.served.get_or_init(|| servers.map(|one| self.part(*one)).collect());
        let part = self.part(switch);
        if part != NOWHERE && served.contains(&part) { part } else { NOWHERE }
    }

    /// Whether a tunnel joins two switches.
    pub(super) fn tunnel_joins(&self, a: SwitchId, b: SwitchId) -> bool {
        let part = self.tunnel_part(a);
        part != NOWHERE && part == self.tunnel_part(b)
    }

    fn vlan_parts(&self, vlan: VlanId) -> VlanParts<'n> {
        if let Some(known) = self.segments.borrow().get(&vlan) {
            return known.clone();
        }
        let rest = self.calm.then(|| self.rest_of(vlan)).filter(|rest| rest.stays(self, vlan));
        let parts = match rest {
            Some(rest) => VlanParts::Same(&rest.parts),
            None => VlanParts::Own(Rc::new(self.join_segment(vlan, self.network.segment(vlan)))),
        };
        self.segments.borrow_mut().insert(vlan, parts.clone());
        parts
    }

    /// The parts of a VLAN, by position in its segment.
    pub(super) fn parts_of(&self, vlan: VlanId) -> Rc<Vec<u32>> {
        match self.vlan_parts(vlan) {
            VlanParts::Own(parts) => parts,
            VlanParts::Same(parts) => {
                let switches = &self.network.segment(vlan).switches;
                let left = |(part, switch): (&u32, &SwitchId)| {
                    if self.is_alive(*switch) { *part } else { NOWHERE }
                };
                Rc::new(parts.iter().zip(switches).map(left).collect())
            }
        }
    }

    pub(super) fn join_segment(&self, vlan: VlanId, segment: &Segment) -> Vec<u32> {
        let mut union = Union::new(segment.switches.len());
        let tree = segment.tree.then(|| self.tree(vlan)).flatten();
        for wire in &segment.wires {
            let open = tree.as_ref().is_none_or(|tree| tree.contains(&wire.link));
            if open && self.is_up(wire.cable) {
                union.join(wire.ends[0], wire.ends[1]);
            }
        }
        for (ends, pair) in &segment.peers {
            if self.peer_is_up(*pair) {
                union.join(ends[0], ends[1]);
            }
        }
        let mut first: BTreeMap<u32, u32> = BTreeMap::new();
        for vtep in &segment.vteps {
            let part = self.tunnel_part(segment.switches[*vtep as usize]);
            if part != NOWHERE {
                union.join(*first.entry(part).or_insert(*vtep), *vtep);
            }
        }
        let mut sets = union.into_sets();
        for (switch, set) in segment.switches.iter().zip(&mut sets) {
            if !self.is_alive(*switch) {
                *set = NOWHERE;
            }
        }
        sets
    }

    /// Links that the spanning tree of a VLAN forwards on.
    pub(super) fn tree(&self, vlan: VlanId) -> Option<Rc<BTreeSet<LinkId>>> {
        let topology = self.network.topology;
        let id = topology.tree_id(vlan)?;
        if let Some(known) = self.trees.borrow().get(&id) {
            return Some(Rc::clone(known));
        }
        let fabric = self.network.fabric;
        let left = |cable: CableId| self.is_up(cable);
        // The members of a pair without peer link are two bridges.
        let apart = self.dead.split.iter().map(|pair| fabric.pairs[*pair].members[1]).collect();
        let tree = Rc::new(topology.forwarding(fabric, id, left, &apart));
        self.trees.borrow_mut().insert(id, Rc::clone(&tree));
        Some(tree)
    }

    /// The part of a VLAN that a switch is in; [`NOWHERE`] when it is in none.
    pub(super) fn part_in(&self, vlan: VlanId, switch: SwitchId) -> u32 {
        let Some(position) = self.network.segment(vlan).position(switch) else { return NOWHERE };
        match self.vlan_parts(vlan) {
            VlanParts::Own(parts) => parts[position as usize],
            VlanParts::Same(parts) if self.is_alive(switch) => parts[position as usize],
            VlanParts::Same(_) => NOWHERE,
        }
    }

    /// Whether a switch's SVI is up: it routes the VLAN, and a port of the VLAN is up.
    pub(super) fn routes(&self, switch: SwitchId, vlan: VlanId) -> bool {
        let segment = self.network.segment(vlan);
        if !segment.routes(switch) || !self.is_alive(switch) || self.is_standing_aside(switch) {
            return false;
        }
        let Some(position) = segment.position(switch) else { return false };
        let tapped = || {
            let taps = segment.taps.get(&switch).into_iter().flatten();
            taps.into_iter().any(|cable| self.is_up(*cable))
        };
        let wired = || {
            let at = segment.wires.iter().filter(|wire| wire.ends.contains(&position));
            at.into_iter().any(|wire| self.is_up(wire.cable))
        };
        let peered = || {
            let at = segment.peers.iter().filter(|(ends, _)| ends.contains(&position));
            at.into_iter().any(|(_, pair)| self.peer_is_up(*pair))
        };
        segment.vteps.binary_search(&position).is_ok()
            || peered()
            || tapped()
            || wired()
            || (segment.wires.is_empty() && segment.taps.is_empty())
    }

    /// Whether routes of a VRF pass between two switches without a further hop of layer 3 that the program
    /// describes otherwise.
    pub(super) fn vrf_joins(&self, vrf: Option<VrfId>, a: SwitchId, b: SwitchId) -> bool {
        if a == b {
            return self.is_alive(a);
        }
        if !self.is_alive(a) || !self.is_alive(b) {
            return false;
        }
        match vrf {
            None => self.underlay_joins(a, b) || self.ospf_joins(vrf, a, b),
            Some(_) => self.tunnel_joins(a, b) || self.ospf_joins(vrf, a, b),
        }
    }

    /// What stands for all switches that the routes of a VRF join with this one.
    pub(super) fn vrf_part(&self, vrf: Option<VrfId>, switch: SwitchId) -> u32 {
        let part = match vrf {
            None if self.network.underlay.edges.is_empty() => NOWHERE,
            None => self.part(switch),
            Some(_) => self.tunnel_part(switch),
        };
        // One that is joined with no other stands for itself.
        let own = || NOWHERE - 1 - crate::source::offset(switch.position());
        if part == NOWHERE { own() } else { part }
    }

    /// Whether what is left of a VLAN, its routers included, is in more than one part.
    pub(super) fn has_fallen_apart(&self, vlan: VlanId) -> bool {
        if self.is_calm_in(vlan) && !self.rest_of(vlan).apart {
            return false;
        }
        let parts = self.parts_of(vlan);
        Self::is_apart(self.network.segment(vlan), |at| parts[at as usize])
    }

    /// Whether what is used of a VLAN is in several parts.
    pub(super) fn is_apart(segment: &Segment, part_at: impl Fn(u32) -> u32) -> bool {
        let tapped = |switch: &SwitchId| segment.taps.contains_key(switch);
        let used = (0_u32..).zip(&segment.switches).filter(|(at, switch)| {
            part_at(*at) != NOWHERE && (segment.routes(**switch) || tapped(switch))
        });
        let mut parts = used.map(|(at, _)| part_at(at));
        let first = parts.next();
        parts.any(|part| Some(part) != first)
    }

    /// Whether two switches of a boundary speak OSPF with each other over one of its VLANs.
    fn ospf_joins(&self, vrf: Option<VrfId>, a: SwitchId, b: SwitchId) -> bool {
        let boundaries = self.network.fabric.boundaries.iter();
        let speaking = boundaries.filter(|one| one.ospf.is_some() && one.vrf == vrf);
        speaking.flat_map(|one| &one.vlans).any(|vlan| {
            self.routes(a, vlan.value)
                && self.routes(b, vlan.value)
                && self.part_in(vlan.value, a) == self.part_in(vlan.value, b)
        })
    }

    /// Routers to which a switch hands packets of a VRF over a VLAN: by static routes, or by OSPF.
    pub(super) fn next_routers(
        &self,
        switch: SwitchId,
        vrf: Option<VrfId>,
    ) -> Vec<(VlanId, SwitchId)> {
        let network = self.network;
        let hops = network.static_hops(switch, vrf).iter();
        let mut next: BTreeSet<(VlanId, SwitchId)> =
            hops.flat_map(|hop| hop.to.iter().map(|to| (hop.vlan, *to))).collect();
        let boundaries = network.fabric.boundaries.iter();
        for boundary in boundaries.filter(|one| one.ospf.is_some() && one.vrf == vrf) {
            for vlan in &boundary.vlans {
                let routers = network.segment(vlan.value).routers.iter();
                next.extend(routers.map(|router| (vlan.value, *router)));
            }
        }
        let here = |vlan: VlanId| self.part_in(vlan, switch);
        next.into_iter()
            .filter(|(vlan, to)| {
                *to != switch
                    && self.routes(switch, *vlan)
                    && self.routes(*to, *vlan)
                    && here(*vlan) == self.part_in(*vlan, *to)
            })
            .collect()
    }

    /// Whether a link between switches is blocked by spanning tree in a VLAN.
    pub(super) fn is_blocked(&self, vlan: VlanId, link: LinkId) -> bool {
        let topology = self.network.topology;
        topology.link(link).purpose == LinkUse::Fabric
            && self.network.segment(vlan).tree
            && self.tree(vlan).is_some_and(|tree| !tree.contains(&link))
    }
}

/// Whether a failure parts what the underlay joins: never when only one thing of it is lost that holds nothing
/// together.
fn parts_underlay(network: &Network<'_>, before: &Underlay, dead: &Dead) -> bool {
    let mut touched = 0_usize;
    for switch in &dead.lost_switches {
        let node = crate::source::offset(switch.position());
        if network.underlay.around(node).next().is_some() {
            touched += 1;
            if before.weak.articulation[switch.position()] {
                return true;
            }
        }
    }
    for cable in &dead.lost_cables {
        let purpose = network.fabric.cables[*cable].purpose;
        if let Some(edge) = network.underlay_edge_of.get(*cable) {
            touched += 1;
            if before.weak.bridge[*edge as usize] {
                return true;
            }
        } else if matches!(purpose, CableUse::PeerLink(_)) {
            touched += 1;
        }
    }
    // One that is neither a bridge nor an articulation leaves the rest joined; of several nobody knows.
    touched > 1 || (touched == 1 && !dead.split.is_empty())
}
