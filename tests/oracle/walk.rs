//! The oracle: what is left of a fabric after one failure, and where a single packet gets to, by walking from switch to
//! switch. It is written from the book's chapter on failures and shares no code with `rackc::proof`.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use rackc::fabric::{
    Access, AclEntry, Advertise, AsPath, CableEnd, CableId, CableUse, Fabric, HostId, PairId,
    SwitchId, UnderlayKind, VlanId, VrfId,
};
use rackc::proof::Part;
use rackc::topology::{BridgeId, Link, LinkId, LinkUse, Priorities, Topology, TreeId};

/// A fabric after a failure.
pub struct World<'a> {
    pub fabric: &'a Fabric,
    pub topology: &'a Topology,
    lost_switches: BTreeSet<SwitchId>,
    lost_cables: BTreeSet<CableId>,
    pub lost_hosts: BTreeSet<HostId>,
    /// Links that forward, by tree; all of them where there is none.
    forwarding: BTreeMap<TreeId, BTreeSet<LinkId>>,
    /// Who joins whom in the underlay.
    islands: BTreeMap<SwitchId, BTreeSet<SwitchId>>,
}

/// A way out of the fabric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Exit {
    pub boundary: usize,
    pub switch: SwitchId,
    pub over: Over,
}

/// What it leads over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Over {
    Port(CableId),
    Vlan(VlanId),
}

/// Where a packet is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Goal<'g> {
    /// To any of these switches, in a VLAN.
    Vlan(VlanId, &'g BTreeSet<SwitchId>),
    /// Out of a boundary.
    Out(usize),
    /// To a switch's loopback.
    Loopback(SwitchId),
}

/// Whether all ways that a packet may take must lead on, or one that does is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    All,
    Any,
}

impl Mode {
    pub fn of(self, mut each: impl Iterator<Item = bool>) -> bool {
        match self {
            Self::Any => each.any(|one| one),
            Self::All => {
                let (mut some, mut all) = (false, true);
                for one in each {
                    some = true;
                    all &= one;
                }
                some && all
            }
        }
    }
}

impl<'a> World<'a> {
    pub fn after(fabric: &'a Fabric, topology: &'a Topology, failure: &[Part]) -> Self {
        let mut world = Self {
            fabric,
            topology,
            lost_switches: BTreeSet::new(),
            lost_cables: BTreeSet::new(),
            lost_hosts: BTreeSet::new(),
            forwarding: BTreeMap::new(),
            islands: BTreeMap::new(),
        };
        for part in failure {
            match part {
                Part::Switch(switch) => drop(world.lost_switches.insert(*switch)),
                Part::Cable(cable) => drop(world.lost_cables.insert(*cable)),
                Part::Zone(zone) => {
                    let switches =
                        fabric.switches.iter().filter(|(_, one)| one.zones.contains(zone));
                    world.lost_switches.extend(switches.map(|(id, _)| id));
                    let cables = fabric.cables.iter().filter(|(_, one)| one.zones.contains(zone));
                    world.lost_cables.extend(cables.map(|(id, _)| id));
                    for (host, _) in fabric.hosts.iter() {
                        let racks: BTreeSet<_> = attached_to(fabric, host)
                            .into_iter()
                            .map(|switch| fabric.switches[switch].rack)
                            .collect();
                        let inside = |rack: &Option<_>| {
                            rack.is_some_and(|rack: rackc::fabric::RackId| {
                                fabric.racks[rack].zones.contains(zone)
                            })
                        };
                        if !racks.is_empty() && racks.iter().all(inside) {
                            world.lost_hosts.insert(host);
                        }
                    }
                }
            }
        }
        for tree in topology.trees.keys() {
            let forwards = world.spanning_tree(*tree);
            world.forwarding.insert(*tree, forwards);
        }
        world.join_underlay();
        world
    }

    pub fn up(&self, switch: SwitchId) -> bool {
        !self.lost_switches.contains(&switch)
    }

    /// Whether a port for anything to be attached by MLAG would be up.
    pub fn port_up(&self, switch: SwitchId) -> bool {
        self.up(switch) && !self.suspended(switch)
    }

    /// A cable with power at both ends.
    fn cable_up(&self, cable: CableId) -> bool {
        !self.lost_cables.contains(&cable)
            && self.fabric.cables[cable].ends.iter().all(|end| match end {
                CableEnd::Switch(port) => self.up(port.switch),
                CableEnd::Host(_) | CableEnd::Outside(_) => true,
            })
    }

    /// Whether frames pass between the members of a pair over its peer link.
    fn peer_link_up(&self, pair: PairId) -> bool {
        self.fabric.pairs[pair].peer_link.iter().any(|cable| self.cable_up(*cable))
    }

    /// The second member of a pair that lost its peer link, while the first is there.
    fn suspended(&self, switch: SwitchId) -> bool {
        let Some(pair) = self.fabric.switches[switch].pair else { return false };
        let facts = &self.fabric.pairs[pair];
        !facts.esi
            && facts.members[1] == switch
            && self.up(facts.members[0])
            && self.up(switch)
            && !self.peer_link_up(pair)
    }

    /// Whether a link is one of MLAG at a bridge: one LAG in both members of a pair.
    fn is_mlag(&self, link: &Link, switch: SwitchId) -> bool {
        let Some(pair) = self.fabric.switches[switch].pair else { return false };
        let members = self.fabric.pairs[pair].members;
        let ends: BTreeSet<SwitchId> = link
            .cables
            .iter()
            .flat_map(|cable| self.fabric.cables[*cable].ends.iter())
            .filter_map(|end| end.switch_port().map(|port| port.switch))
            .filter(|one| members.contains(one))
            .collect();
        link.lag && ends.len() == 2
    }

    /// Cables of a link that work, with the ends that are switches.
    fn live_cables(&self, link: &Link) -> Vec<(CableId, Vec<SwitchId>)> {
        let mut live = Vec::new();
        for cable in link.cables.iter().copied().filter(|cable| self.cable_up(*cable)) {
            let ends: Vec<SwitchId> = self.fabric.cables[cable]
                .ends
                .iter()
                .filter_map(|end| end.switch_port().map(|port| port.switch))
                .collect();
            if !ends.iter().any(|end| self.suspended(*end) && self.is_mlag(link, *end)) {
                live.push((cable, ends));
            }
        }
        live
    }

    /// What acts as one bridge now: a pair while its peer link is up, or a switch. The number stands for it.
    fn bridge_now(&self, switch: SwitchId) -> (BridgeId, bool) {
        let bridge = self.topology.bridge_of(switch);
        let pair = self.fabric.switches[switch].pair;
        // The second member of a pair that is apart is a bridge of its own.
        let apart = pair.is_some_and(|pair| {
            let facts = &self.fabric.pairs[pair];
            facts.members[1] == switch && self.up(facts.members[0]) && !self.peer_link_up(pair)
        });
        (bridge, apart)
    }

    /// Links that a spanning tree forwards on: every bridge knows its distance from the root when nothing changes any
    /// more, and keeps the port with the best way there.
    fn spanning_tree(&self, tree: TreeId) -> BTreeSet<LinkId> {
        type Now = (BridgeId, bool);
        let priorities = Priorities::of(self.fabric, tree);
        let rank = |now: Now| {
            let bridge = self.topology.bridge(now.0);
            (priorities.bridge(bridge), bridge.name.clone(), now.1)
        };
        let mut edges: Vec<(LinkId, Now, Now, u64)> = Vec::new();
        for (id, link) in self.topology.links() {
            if link.purpose != LinkUse::Fabric {
                continue;
            }
            let cost = (20_000_000_000 / (link.bandwidth.max(1) * 1000)).max(1);
            let joined: BTreeSet<(Now, Now)> = self
                .live_cables(link)
                .into_iter()
                .map(|(_, ends)| (self.bridge_now(ends[0]), self.bridge_now(ends[1])))
                .collect();
            edges.extend(joined.into_iter().filter(|(a, b)| a != b).map(|(a, b)| (id, a, b, cost)));
        }
        let nodes: BTreeSet<Now> = self
            .fabric
            .switches
            .ids()
            .filter(|one| self.up(*one))
            .map(|one| self.bridge_now(one))
            .collect();
        // Root and distance as each bridge believes them.
        let mut belief: BTreeMap<Now, ((u32, String, bool), u64)> =
            nodes.iter().map(|node| (*node, (rank(*node), 0))).collect();
        loop {
            let mut changed = false;
            for (_, a, b, cost) in &edges {
                for (here, there) in [(a, b), (b, a)] {
                    let heard = belief[there].clone();
                    let offer = (heard.0, heard.1 + cost);
                    if offer < belief[here] {
                        belief.insert(*here, offer);
                        changed = true;
                    }
                }
            }
            if !changed {
                break;
            }
        }
        let mut forwards = BTreeSet::new();
        for node in nodes {
            if belief[&node].0 == rank(node) {
                continue;
            }
            let ports = edges.iter().filter_map(|(link, a, b, cost)| {
                let other = if *a == node {
                    b
                } else if *b == node {
                    a
                } else {
                    return None;
                };
                Some((belief[other].1 + cost, rank(*other), *link))
            });
            forwards.extend(ports.min().map(|(_, _, link)| link));
        }
        forwards
    }

    fn join_underlay(&mut self) {
        if self.fabric.settings.underlay.kind == UnderlayKind::None {
            return;
        }
        let mut edges: Vec<(SwitchId, SwitchId)> = Vec::new();
        for (id, cable) in self.fabric.cables.iter() {
            let [CableEnd::Switch(a), CableEnd::Switch(b)] = &cable.ends else { continue };
            if cable.purpose == CableUse::Routed && self.cable_up(id) {
                edges.push((a.switch, b.switch));
            }
        }
        for (id, pair) in self.fabric.pairs.iter() {
            let routed = pair.members.iter().any(|member| self.fabric.switches[*member].routed);
            if !pair.esi && routed && self.peer_link_up(id) {
                edges.push((pair.members[0], pair.members[1]));
            }
        }
        let left: Vec<SwitchId> =
            self.fabric.switches.ids().filter(|switch| self.up(*switch)).collect();
        for switch in left {
            let mut seen = BTreeSet::from([switch]);
            let mut todo = vec![switch];
            while let Some(here) = todo.pop() {
                for (a, b) in &edges {
                    for (from, to) in [(a, b), (b, a)] {
                        if *from == here && seen.insert(*to) {
                            todo.push(*to);
                        }
                    }
                }
            }
            self.islands.insert(switch, seen);
        }
    }

    /// What the underlay joins with a switch; none without underlay.
    pub fn island(&self, switch: SwitchId) -> Option<&BTreeSet<SwitchId>> {
        self.islands.get(&switch)
    }

    fn joined(&self, a: SwitchId, b: SwitchId) -> bool {
        self.islands.get(&a).is_some_and(|island| island.contains(&b))
    }

    /// Whether tunnels run between two endpoints.
    fn tunnel(&self, a: SwitchId, b: SwitchId) -> bool {
        let routed = &self.topology.routed;
        let ready = |one: SwitchId| {
            routed.vteps.contains(&one)
                && self.up(one)
                && !self.suspended(one)
                && routed.route_servers.iter().any(|server| self.joined(one, *server))
        };
        a != b && ready(a) && ready(b) && self.joined(a, b)
    }

    fn carries(&self, switch: SwitchId, vlan: VlanId) -> bool {
        let bridge = self.topology.bridge_of(switch);
        self.topology.extents.get(&vlan).is_some_and(|extent| extent.contains(&bridge))
    }

    /// Switches that a frame of a VLAN gets to from one.
    pub fn flood(&self, vlan: VlanId, from: SwitchId, tunnels: bool) -> BTreeSet<SwitchId> {
        let mut seen = BTreeSet::new();
        if !self.up(from) || !self.carries(from, vlan) {
            return seen;
        }
        seen.insert(from);
        let mut todo = vec![from];
        while let Some(here) = todo.pop() {
            for next in self.next_in_vlan(vlan, here, tunnels) {
                if seen.insert(next) {
                    todo.push(next);
                }
            }
        }
        seen
    }

    fn next_in_vlan(&self, vlan: VlanId, here: SwitchId, tunnels: bool) -> Vec<SwitchId> {
        let mut next = Vec::new();
        for (id, link) in self.topology.links() {
            let tree = self.topology.tree_id(vlan);
            let forwards = tree.is_none_or(|tree| self.forwarding[&tree].contains(&id));
            if link.purpose != LinkUse::Fabric || !link.vlans.contains(&vlan) || !forwards {
                continue;
            }
            for (_, ends) in self.live_cables(link) {
                if ends[0] == here {
                    next.push(ends[1]);
                } else if ends[1] == here {
                    next.push(ends[0]);
                }
            }
        }
        if let Some(pair) = self.fabric.switches[here].pair
            && self.peer_link_up(pair)
            && self.carries(here, vlan)
        {
            next.extend(self.fabric.pairs[pair].members);
        }
        if tunnels
            && self.fabric.settings.overlay.is_some()
            && self.fabric.vlans[vlan].no_vni.is_none()
        {
            let others = self.fabric.switches.ids();
            next.extend(
                others.filter(|other| self.carries(*other, vlan) && self.tunnel(here, *other)),
            );
        }
        next
    }

    /// Where the cables of a host that are up lead to, in a VLAN.
    pub fn taps(&self, host: HostId, vlan: VlanId) -> BTreeSet<SwitchId> {
        let mut taps = BTreeSet::new();
        for (_, link) in self.topology.links() {
            let LinkUse::Host(attachment) = link.purpose else { continue };
            if self.fabric.attachments[attachment].host == host && link.vlans.contains(&vlan) {
                taps.extend(self.live_cables(link).into_iter().flat_map(|(_, ends)| ends));
            }
        }
        taps
    }

    fn is_in(&self, host: HostId, vlan: VlanId) -> bool {
        self.topology.links().any(|(_, link)| {
            matches!(link.purpose, LinkUse::Host(one) if self.fabric.attachments[one].host == host)
                && link.vlans.contains(&vlan)
        })
    }

    /// Whether an SVI is up: the switch is, and a port of its VLAN.
    fn svi_up(&self, switch: SwitchId, vlan: VlanId) -> bool {
        let facts = &self.fabric.vlans[vlan];
        let configured = facts.gateway.as_ref().is_some_and(|gateway| gateway.on.contains(&switch))
            || facts.addresses.contains_key(&switch);
        if !configured || !self.up(switch) || self.suspended(switch) {
            return false;
        }
        let peer = self.fabric.switches[switch].pair.is_some_and(|pair| self.peer_link_up(pair));
        let tunnels = self.topology.routed.vteps.contains(&switch)
            && facts.no_vni.is_none()
            && self.fabric.settings.overlay.is_some();
        let ports = self.topology.links().any(|(_, link)| {
            link.vlans.contains(&vlan)
                && self.live_cables(link).iter().any(|(_, ends)| ends.contains(&switch))
        });
        // Nothing is attached yet: what may be is taken to be there.
        let unused = !self.topology.links().any(|(_, link)| link.vlans.contains(&vlan));
        peer && self.carries(switch, vlan) || ports || tunnels || unused
    }

    /// Switches that may route what enters a VLAN at a switch.
    pub fn gateways(&self, vlan: VlanId, at: SwitchId) -> Vec<SwitchId> {
        let gateway = self.fabric.vlans[vlan].gateway.as_ref();
        let shared = gateway.is_some_and(|gateway| gateway.distributed);
        if shared && gateway.is_some_and(|gateway| gateway.on.contains(&at)) {
            return [at].into_iter().filter(|at| self.svi_up(*at, vlan)).collect();
        }
        let on = |switch: &SwitchId| match gateway {
            Some(gateway) => gateway.on.contains(switch),
            None => self.fabric.vlans[vlan].addresses.contains_key(switch),
        };
        let part = self.flood(vlan, at, !shared);
        part.into_iter().filter(|one| on(one) && self.svi_up(*one, vlan)).collect()
    }

    pub fn exits(&self, boundary: usize) -> Vec<Exit> {
        let facts = &self.fabric.boundaries[boundary];
        let ports = facts.ports.iter().map(|port| (port.switch, Over::Port(port.cable)));
        let mut exits: Vec<(SwitchId, Over)> = ports.collect();
        for vlan in &facts.vlans {
            for switch in self.fabric.switches.ids() {
                let here = facts.on.is_empty() || facts.on.contains(&switch);
                let vlan_facts = &self.fabric.vlans[vlan.value];
                let routes =
                    vlan_facts.gateway.as_ref().is_some_and(|one| one.on.contains(&switch))
                        || vlan_facts.addresses.contains_key(&switch);
                if here && routes {
                    exits.push((switch, Over::Vlan(vlan.value)));
                }
            }
        }
        exits.into_iter().map(|(switch, over)| Exit { boundary, switch, over }).collect()
    }

    pub fn exit_up(&self, exit: Exit) -> bool {
        match exit.over {
            Over::Port(cable) => self.cable_up(cable),
            Over::Vlan(vlan) => {
                let part = self.flood(vlan, exit.switch, true);
                let hosts: BTreeSet<HostId> =
                    self.fabric.hosts.ids().filter(|host| self.is_in(*host, vlan)).collect();
                let near =
                    |host: &HostId| self.taps(*host, vlan).iter().any(|tap| part.contains(tap));
                self.svi_up(exit.switch, vlan) && (hosts.is_empty() || hosts.iter().any(near))
            }
        }
    }

    /// Whether an address is on the far side of an exit.
    fn behind(&self, exit: Exit, address: IpAddr) -> bool {
        match exit.over {
            Over::Port(cable) => {
                let ports = &self.fabric.boundaries[exit.boundary].ports;
                ports.iter().filter(|port| port.cable == cable && port.switch == exit.switch).any(
                    |port| {
                        let v4 = port.ipv4.map(|net| IpNet::V4(net.value));
                        let v6 = port.ipv6.map(|net| IpNet::V6(net.value));
                        v4.into_iter().chain(v6).any(|net| net.contains(&address))
                    },
                )
            }
            Over::Vlan(vlan) => subnets(self.fabric, vlan).iter().any(|net| net.contains(&address)),
        }
    }

    /// Whether an exit has a route to what is outside.
    fn exit_leads_out(&self, exit: Exit) -> bool {
        if !self.exit_up(exit) {
            return false;
        }
        let boundary = &self.fabric.boundaries[exit.boundary];
        let mut mine = boundary.peers.iter().filter(|peer| {
            peer.on.contains(&exit.switch)
                && (peer.multihop.is_some()
                    || peer.addresses.iter().any(|one| self.behind(exit, one.value)))
        });
        let taken = |said: Option<&Advertise>| said.is_some_and(|what| *what != Advertise::Nothing);
        if mine.any(|peer| taken(peer.import.as_ref().map(|one| &one.value)))
            || boundary.ospf.is_some()
        {
            return true;
        }
        let static_route = |route: &rackc::fabric::StaticRoute| {
            route.vrf == boundary.vrf
                && route_is_on(route, exit.switch)
                && route.via.is_some_and(|via| self.behind(exit, via.value))
        };
        if self.fabric.routes.iter().any(static_route) {
            return true;
        }
        let any_static = self.fabric.routes.iter().any(|route| {
            route.vrf == boundary.vrf
                && route.via.is_some_and(|via| {
                    self.exits(exit.boundary).iter().any(|one| self.behind(*one, via.value))
                })
        });
        boundary.peers.is_empty() && boundary.ospf.is_none() && !any_static
    }

    /// Whether those beyond an exit know a way to a VLAN, or to any other place.
    pub fn exit_is_told(&self, exit: Exit, vlan: Option<VlanId>) -> bool {
        if !self.exit_up(exit) {
            return false;
        }
        let boundary = &self.fabric.boundaries[exit.boundary];
        if boundary.peers.is_empty() && boundary.ospf.is_none() {
            return true;
        }
        let by_peers = boundary.peers.iter().filter(|peer| {
            peer.on.contains(&exit.switch)
                && (peer.multihop.is_some()
                    || peer.addresses.iter().any(|one| self.behind(exit, one.value)))
        });
        let told = by_peers.filter_map(|peer| peer.export.as_ref());
        let by_ospf = boundary.ospf.iter().filter_map(|ospf| ospf.export.as_ref());
        let known = vlan.is_none_or(|vlan| self.has_route(exit.switch, boundary.vrf, vlan));
        told.chain(by_ospf).any(|what| match &what.value {
            Advertise::Default => true,
            // Nobody tells others of what he has no route to himself.
            _ if !known => false,
            Advertise::All => true,
            Advertise::Nothing => false,
            Advertise::Subnets { vrfs, vlans } => vlan.is_some_and(|vlan| {
                vlans.contains(&vlan)
                    || self.fabric.vlans[vlan].vrf.is_some_and(|vrf| vrfs.contains(&vrf))
            }),
            Advertise::Policy(policy) => vlan.is_some_and(|vlan| {
                let policy = &self.fabric.policies[*policy];
                subnets(self.fabric, vlan).iter().any(|net| {
                    let first = policy.terms.iter().find(|term| {
                        let prefix = term.prefixes.as_ref().is_none_or(|set| {
                            set.prefixes.iter().any(|one| {
                                one.value.prefix.contains(net)
                                    && net.prefix_len() >= one.value.from
                                    && net.prefix_len() <= one.value.up_to
                            })
                        });
                        let path = term.as_path.is_none_or(|list| {
                            self.fabric.as_path_lists[list].paths.contains(&AsPath::Empty)
                        });
                        prefix && path && term.community.is_none()
                    });
                    first.is_some_and(|term| term.permit)
                })
            }),
        })
    }

    /// Whether a router has a route to the subnet of a VLAN, wherever it leads.
    fn has_route(&self, router: SwitchId, vrf: Option<VrfId>, vlan: VlanId) -> bool {
        let there = self.fabric.vlans[vlan].vrf;
        let nets = subnets(self.fabric, vlan);
        self.takes_in(vrf, there, Some(&nets))
            && (self.svi_up(router, vlan)
                || self.static_next(router, vrf, Some(&nets)).0
                || self.fabric.switches.ids().any(|other| {
                    other != router
                        && self.svi_up(other, vlan)
                        && self.adjacent(there, router, other)
                }))
    }

    /// Whether a router of one VRF has the routes of a destination in another.
    fn takes_in(&self, here: Option<VrfId>, there: Option<VrfId>, nets: Option<&[IpNet]>) -> bool {
        if here == there {
            return true;
        }
        let (Some(here), Some(there)) = (here, there) else { return false };
        self.fabric.vrfs[here].leaks.iter().filter(|leak| leak.from.value == there).any(|leak| {
            let Some(set) = &leak.prefixes else { return true };
            match nets {
                None => !set.prefixes.is_empty(),
                Some(nets) => nets.iter().any(|net| {
                    set.prefixes.iter().any(|one| {
                        one.value.prefix.contains(net)
                            && net.prefix_len() >= one.value.from
                            && net.prefix_len() <= one.value.up_to
                    })
                }),
            }
        })
    }

    fn goal_vrf(&self, goal: Goal<'_>) -> Option<VrfId> {
        match goal {
            Goal::Vlan(vlan, _) => self.fabric.vlans[vlan].vrf,
            Goal::Out(boundary) => self.fabric.boundaries[boundary].vrf,
            Goal::Loopback(_) => None,
        }
    }

    /// Routers that hand a packet of a VRF on to each other directly.
    fn adjacent(&self, vrf: Option<VrfId>, a: SwitchId, b: SwitchId) -> bool {
        let speaking =
            self.fabric.boundaries.iter().filter(|one| one.ospf.is_some() && one.vrf == vrf);
        let mut vlans = speaking.flat_map(|one| &one.vlans).map(|vlan| vlan.value);
        if vlans.any(|vlan| {
            self.svi_up(a, vlan) && self.svi_up(b, vlan) && self.flood(vlan, a, true).contains(&b)
        }) {
            return true;
        }
        let Some(vrf) = vrf else { return self.joined(a, b) };
        let routed = &self.topology.routed;
        let has = |one: SwitchId| routed.vrfs.get(&one).is_some_and(|vrfs| vrfs.contains(&vrf));
        has(b) && self.fabric.settings.overlay.is_some() && self.tunnel(a, b)
    }

    /// Whether a packet that a router has in a VRF gets to its goal.
    pub fn routed(
        &self,
        router: SwitchId,
        vrf: Option<VrfId>,
        goal: Goal<'_>,
        mode: Mode,
        seen: &BTreeSet<SwitchId>,
    ) -> bool {
        if seen.contains(&router) || !self.up(router) {
            return false;
        }
        let mut seen = seen.clone();
        seen.insert(router);
        let nets = match goal {
            Goal::Vlan(vlan, _) => Some(subnets(self.fabric, vlan)),
            Goal::Out(_) | Goal::Loopback(_) => None,
        };
        let there = self.goal_vrf(goal);
        if !self.takes_in(vrf, there, nets.as_deref()) {
            return false;
        }
        match goal {
            Goal::Vlan(vlan, taps) => {
                if self.svi_up(router, vlan) {
                    return self.delivered(vlan, router, taps);
                }
                let mut others = self
                    .fabric
                    .switches
                    .ids()
                    .filter(|other| {
                        *other != router
                            && self.svi_up(*other, vlan)
                            && self.adjacent(there, router, *other)
                    })
                    .peekable();
                // Static routes are drawn as default routes: a subnet that is known is more specific.
                if others.peek().is_some() {
                    return mode.of(others.map(|other| self.delivered(vlan, other, taps)));
                }
                let next = self.static_next(router, vrf, nets.as_deref()).1;
                next.is_some_and(|next| self.routed(next, vrf, goal, mode, &seen))
            }
            Goal::Out(boundary) => {
                let exits = self.exits(boundary);
                if exits.iter().any(|exit| exit.switch == router && self.exit_leads_out(*exit)) {
                    return true;
                }
                if exits.iter().any(|exit| {
                    exit.switch != router
                        && self.exit_leads_out(*exit)
                        && self.adjacent(there, router, exit.switch)
                }) {
                    return true;
                }
                self.static_next(router, vrf, None)
                    .1
                    .is_some_and(|next| self.routed(next, vrf, goal, mode, &seen))
            }
            Goal::Loopback(switch) => {
                self.up(switch) && (switch == router || self.joined(router, switch))
            }
        }
    }

    /// Whether a router has a static route whose next hop is a switch of the fabric, and the switch, when it is there.
    fn static_next(
        &self,
        router: SwitchId,
        vrf: Option<VrfId>,
        nets: Option<&[IpNet]>,
    ) -> (bool, Option<SwitchId>) {
        let (mut known, mut found) = (false, None);
        for route in &self.fabric.routes {
            let fits = match nets {
                Some(nets) => nets.iter().any(|net| route.prefix.value.contains(net)),
                None => true,
            };
            let Some(via) = route.via else { continue };
            if route.vrf != vrf || !fits || !route_is_on(route, router) {
                continue;
            }
            for (vlan, facts) in self.fabric.vlans.iter() {
                for (owner, own) in &facts.addresses {
                    let has = own.ipv4.is_some_and(|net| IpAddr::V4(net.value.addr()) == via.value)
                        || own.ipv6.is_some_and(|net| IpAddr::V6(net.value.addr()) == via.value);
                    if has && facts.vrf == vrf && *owner != router && self.svi_up(router, vlan) {
                        let there = self.svi_up(*owner, vlan)
                            && self.flood(vlan, router, true).contains(owner);
                        known = true;
                        found = found.max(there.then_some(*owner));
                    }
                }
            }
        }
        (known, found)
    }

    fn delivered(&self, vlan: VlanId, from: SwitchId, taps: &BTreeSet<SwitchId>) -> bool {
        let part = self.flood(vlan, from, true);
        taps.iter().any(|tap| part.contains(tap))
    }

    /// Whether what enters a VLAN at a switch gets to its goal.
    pub fn enters(&self, vlan: VlanId, at: SwitchId, goal: Goal<'_>, mode: Mode) -> bool {
        if let Goal::Vlan(other, taps) = goal
            && other == vlan
        {
            return self.delivered(vlan, at, taps);
        }
        let vrf = self.fabric.vlans[vlan].vrf;
        let gateways = self.gateways(vlan, at);
        mode.of(gateways
            .into_iter()
            .map(|gateway| self.routed(gateway, vrf, goal, mode, &BTreeSet::new())))
    }

    /// Whether access lists let something through between two ends of a flow.
    pub fn filtered(&self, from: Filter, to: Filter, reply: bool) -> bool {
        if from == to && matches!(from, Filter::Vlan(_)) {
            return false;
        }
        let lists = |end: Filter, ingress: bool| -> Vec<&Access> {
            let all = match end {
                Filter::Vlan(vlan) => &self.fabric.vlans[vlan].access,
                Filter::Outside(boundary) => &self.fabric.boundaries[boundary].access,
                Filter::Loopback => return Vec::new(),
            };
            all.iter().filter(|access| access.ingress == ingress).collect()
        };
        let nets = |end: Filter| match end {
            Filter::Vlan(vlan) => subnets(self.fabric, vlan),
            Filter::Outside(_) | Filter::Loopback => {
                vec!["0.0.0.0/0".parse().unwrap(), "::/0".parse().unwrap()]
            }
        };
        let all = lists(from, true).into_iter().chain(lists(to, false));
        all.into_iter().any(|access| {
            let entries = &self.fabric.acls[access.acl].entries;
            !some_packet_passes(entries, &nets(from), &nets(to), reply)
        })
    }
}

/// What access lists look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filter {
    Vlan(VlanId),
    Outside(usize),
    Loopback,
}

/// Tries packets one by one: from and to every address at which an answer could change.
fn some_packet_passes(entries: &[AclEntry], from: &[IpNet], to: &[IpNet], reply: bool) -> bool {
    let addresses = |nets: &[IpNet], named: Vec<IpNet>| -> Vec<IpAddr> {
        let mut all: BTreeSet<IpAddr> =
            nets.iter().flat_map(|net| [net.network(), net.broadcast()]).collect();
        let within = named.iter().flat_map(|net| [net.network(), net.broadcast()]);
        all.extend(within.filter(|address| nets.iter().any(|net| net.contains(address))));
        all.into_iter().collect()
    };
    let named = |side: fn(&AclEntry) -> Option<&rackc::fabric::Targets>| -> Vec<IpNet> {
        entries.iter().filter_map(side).flat_map(|targets| targets.nets.clone()).collect()
    };
    let sources = addresses(from, named(|entry| entry.from.as_ref()));
    let goals = addresses(to, named(|entry| entry.to.as_ref()));
    for source in &sources {
        for goal in &goals {
            if source.is_ipv4() != goal.is_ipv4() {
                continue;
            }
            let hits = |entry: &AclEntry| {
                let in_nets = |targets: Option<&rackc::fabric::Targets>, address: &IpAddr| {
                    targets
                        .is_none_or(|targets| targets.nets.iter().any(|net| net.contains(address)))
                };
                in_nets(entry.from.as_ref(), source) && in_nets(entry.to.as_ref(), goal)
            };
            // A packet of every kind that an entry permits.
            for kind in entries.iter().filter(|entry| entry.permit && hits(entry)) {
                if kind.established && !reply {
                    continue;
                }
                let same_kind = |entry: &AclEntry| {
                    (entry.protocol.is_none() || entry.protocol == kind.protocol)
                        && (entry.icmp.is_none() || entry.icmp == kind.icmp)
                        && (entry.to_ports.is_empty() || entry.to_ports == kind.to_ports)
                        && (entry.from_ports.is_empty() || entry.from_ports == kind.from_ports)
                        && (!entry.established || kind.established)
                };
                let first = entries.iter().find(|entry| hits(entry) && same_kind(entry));
                if first.is_some_and(|entry| entry.permit) {
                    return true;
                }
            }
        }
    }
    false
}

/// Switches that a host has a cable to.
pub fn attached_to(fabric: &Fabric, host: HostId) -> BTreeSet<SwitchId> {
    let attachments = &fabric.hosts[host].attachments;
    attachments.iter().flat_map(|one| fabric.attachments[*one].switches.iter().copied()).collect()
}

/// Subnets of a VLAN.
pub fn subnets(fabric: &Fabric, vlan: VlanId) -> Vec<IpNet> {
    let facts = &fabric.vlans[vlan];
    let gateway = facts.gateway.iter().flat_map(|gateway| {
        let v4 = gateway.ipv4.map(|net| IpNet::V4(net.value.trunc()));
        v4.into_iter().chain(gateway.ipv6.map(|net| IpNet::V6(net.value.trunc())))
    });
    let own = facts.addresses.values().flat_map(|own| {
        let v4 = own.ipv4.map(|net| IpNet::V4(net.value.trunc()));
        v4.into_iter().chain(own.ipv6.map(|net| IpNet::V6(net.value.trunc())))
    });
    let all: BTreeSet<IpNet> = gateway.chain(own).collect();
    all.into_iter().collect()
}

/// Whether a static route is on a switch.
fn route_is_on(route: &rackc::fabric::StaticRoute, switch: SwitchId) -> bool {
    if route.on.is_empty() {
        route.within.is_empty() || route.within.contains(&switch)
    } else {
        route.on.contains(&switch)
    }
}
