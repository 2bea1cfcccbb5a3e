//! A fabric as the prover sees it: what each loss takes, and the graphs that packets move in.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::OnceLock;

use ipnet::IpNet;

use super::failure::Part;
use super::graph::Graph;
use super::permitted::{Spot, subnets};
use super::rest::Rest;
use crate::fabric::{
    CableEnd, CableId, Fabric, Handle, HostId, PairId, SwitchId, UnderlayKind, Vlan, VlanId, VrfId,
    ZoneId,
};
use crate::topology::{LinkId, LinkUse, Topology};

/// The prover's view of a fabric.
#[derive(Debug)]
pub struct Network<'a> {
    /// The fabric.
    pub fabric: &'a Fabric,
    /// Its graphs.
    pub topology: &'a Topology,
    /// Switches joined by routed cables, and by peer links over which pairs route.
    pub(super) underlay: Graph,
    /// What each edge of the underlay is.
    pub(super) underlay_edges: Vec<Way>,
    /// Edges of the underlay by cable.
    pub(super) underlay_edge_of: BTreeMap<CableId, u32>,
    /// By cable: pairs whose second member takes it down when it is alone for want of a peer link.
    pub(super) guards: BTreeMap<CableId, Vec<PairId>>,
    /// Zones that take a host with them.
    pub(super) host_zones: Vec<Vec<ZoneId>>,
    zone_switches: Vec<Vec<SwitchId>>,
    zone_cables: Vec<Vec<CableId>>,
    zone_hosts: Vec<Vec<HostId>>,
    /// Links between switches that carry each VLAN.
    fabric_links: BTreeMap<VlanId, Vec<LinkId>>,
    /// Links to hosts that carry each VLAN.
    host_links: BTreeMap<VlanId, Vec<LinkId>>,
    segments: Vec<OnceLock<Segment>>,
    rest: OnceLock<Rest>,
    static_hops: BTreeMap<(SwitchId, Option<VrfId>), Vec<StaticHop>>,
    /// VRFs in which routers that are joined need not know the same ways.
    uneven: BTreeSet<Option<VrfId>>,
}

/// A static route to another switch of the fabric.
#[derive(Debug, Clone)]
pub(super) struct StaticHop {
    /// Destination.
    pub(super) prefix: IpNet,
    /// The VLAN in which the next hop is.
    pub(super) vlan: VlanId,
    /// Switches that have its address.
    pub(super) to: Vec<SwitchId>,
}

/// An edge of the underlay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// A routed cable.
    Cable(CableId),
    /// The peer link of a pair.
    Pair(PairId),
}

/// A host's way into a VLAN: one cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tap {
    /// The switch.
    pub(super) switch: SwitchId,
    /// The cable; none for what may be attached there without being named.
    pub(super) cable: Option<CableId>,
}

/// A cable between two switches that carries a VLAN.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wire {
    /// Positions of the switches in the segment.
    pub(super) ends: [u32; 2],
    /// The cable.
    pub(super) cable: CableId,
    /// Its link.
    pub(super) link: LinkId,
}

/// Layer 2 of one VLAN.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// Switches that carry it, ascending.
    pub(super) switches: Vec<SwitchId>,
    /// Cables between them.
    pub(super) wires: Vec<Wire>,
    /// Peer links between them.
    pub(super) peers: Vec<([u32; 2], PairId)>,
    /// Tunnel endpoints among them, by position.
    pub(super) vteps: Vec<u32>,
    /// Switches that route it, ascending.
    pub(super) routers: Vec<SwitchId>,
    /// The gateway is the same on all of its tunnel endpoints: each switch is that of its own hosts.
    pub(super) distributed: bool,
    /// Whether its links may be blocked by a spanning tree that goes over others too.
    pub(super) tree: bool,
    /// Hosts in it with their cables.
    pub(super) hosts: Vec<(HostId, Vec<Tap>)>,
    /// Hosts' cables by switch.
    pub(super) taps: BTreeMap<SwitchId, Vec<CableId>>,
}

impl StaticHop {
    /// Whether it is a way to something: the subnets of a VLAN, or anything beyond a boundary.
    pub(super) fn leads_to(&self, fabric: &Fabric, spot: Spot) -> bool {
        match spot {
            Spot::Vlan(vlan) => subnets(fabric, vlan).iter().any(|net| self.prefix.contains(net)),
            Spot::Outside(_) => true,
            Spot::Loopback => false,
        }
    }
}

impl Segment {
    /// The position of a switch.
    pub(super) fn position(&self, switch: SwitchId) -> Option<u32> {
        self.switches.binary_search(&switch).ok().map(crate::source::offset)
    }

    /// Whether nothing but hosts' ports holds the SVI of a switch up.
    pub(super) fn hangs_by_taps(&self, switch: SwitchId) -> bool {
        let Some(position) = self.position(switch) else { return false };
        self.routes(switch)
            && self.vteps.binary_search(&position).is_err()
            && !self.peers.iter().any(|(ends, _)| ends.contains(&position))
            && !self.wires.iter().any(|wire| wire.ends.contains(&position))
    }

    /// Whether a switch routes the VLAN.
    pub(super) fn routes(&self, switch: SwitchId) -> bool {
        self.routers.binary_search(&switch).is_ok()
    }
}

impl<'a> Network<'a> {
    /// Of a fabric and its graphs.
    pub fn of(fabric: &'a Fabric, topology: &'a Topology) -> Self {
        let host_zones = fabric.hosts.ids().map(|host| zones_of_host(fabric, host)).collect();
        let mut network = Self {
            fabric,
            topology,
            underlay: Graph::default(),
            underlay_edges: Vec::new(),
            underlay_edge_of: BTreeMap::new(),
            guards: BTreeMap::new(),
            host_zones,
            zone_switches: vec![Vec::new(); fabric.zones.len()],
            zone_cables: vec![Vec::new(); fabric.zones.len()],
            zone_hosts: vec![Vec::new(); fabric.zones.len()],
            fabric_links: BTreeMap::new(),
            host_links: BTreeMap::new(),
            segments: fabric.vlans.ids().map(|_| OnceLock::new()).collect(),
            rest: OnceLock::new(),
            static_hops: BTreeMap::new(),
            uneven: BTreeSet::new(),
        };
        network.zones();
        network.links();
        network.underlay();
        network.static_routes();
        let speaking = fabric.boundaries.iter().filter(|one| one.ospf.is_some());
        network.uneven.extend(speaking.filter(|one| !one.vlans.is_empty()).map(|one| one.vrf));
        network
    }

    /// Static routes whose next hop is a switch of the fabric.
    fn static_routes(&mut self) {
        let fabric = self.fabric;
        for route in &fabric.routes {
            let Some(via) = route.via.map(|via| via.value) else { continue };
            for (vlan, facts) in fabric.vlans.iter().filter(|(_, facts)| facts.vrf == route.vrf) {
                let to = owners(facts, via);
                if to.is_empty() {
                    continue;
                }
                let routers = self.segment(vlan).routers.clone();
                let named = |one: &SwitchId| {
                    let on = if route.on.is_empty() { &route.within } else { &route.on };
                    (on.is_empty() || on.contains(one)) && !to.contains(one)
                };
                for router in routers.into_iter().filter(named) {
                    let hop = StaticHop { prefix: route.prefix.value, vlan, to: to.clone() };
                    self.static_hops.entry((router, route.vrf)).or_default().push(hop);
                    self.uneven.insert(route.vrf);
                }
            }
        }
    }

    /// Static routes of a switch to others of the fabric.
    pub(super) fn static_hops(&self, switch: SwitchId, vrf: Option<VrfId>) -> &[StaticHop] {
        self.static_hops.get(&(switch, vrf)).map(Vec::as_slice).unwrap_or_default()
    }

    /// VLANs over which static routes lead.
    pub(super) fn static_vlans(&self) -> impl Iterator<Item = VlanId> + '_ {
        self.static_hops.values().flatten().map(|hop| hop.vlan)
    }

    /// Whether routers that a VRF's routes join all know the same ways.
    pub(super) fn is_plain(&self, vrf: Option<VrfId>) -> bool {
        !self.uneven.contains(&vrf)
    }

    /// Whether a switch has a VRF.
    pub(super) fn has_vrf(&self, switch: SwitchId, vrf: Option<VrfId>) -> bool {
        vrf.is_none_or(|vrf| self.topology.routed.vrfs_of(switch).any(|one| one == vrf))
    }

    fn zones(&mut self) {
        for (id, switch) in self.fabric.switches.iter() {
            for zone in &switch.zones {
                self.zone_switches[zone.position()].push(id);
            }
        }
        for (id, cable) in self.fabric.cables.iter() {
            for zone in &cable.zones {
                self.zone_cables[zone.position()].push(id);
            }
        }
        for (host, zones) in self.fabric.hosts.ids().zip(&self.host_zones) {
            for zone in zones {
                self.zone_hosts[zone.position()].push(host);
            }
        }
    }

    fn links(&mut self) {
        let (fabric, topology) = (self.fabric, self.topology);
        for (id, link) in topology.links() {
            let by_vlan = match link.purpose {
                LinkUse::Fabric => &mut self.fabric_links,
                LinkUse::Host(_) => &mut self.host_links,
            };
            for vlan in link.vlans.iter() {
                by_vlan.entry(*vlan).or_default().push(id);
            }
            for pair in link.bridges().filter_map(|bridge| topology.bridge(bridge).pair) {
                let facts = &fabric.pairs[pair];
                let landing = |member: SwitchId| -> Vec<CableId> {
                    let cables = link.cables.iter().copied();
                    cables.filter(|cable| lands_on(fabric, *cable, member)).collect()
                };
                let [first, second] = facts.members.map(landing);
                if !facts.esi && !first.is_empty() {
                    for cable in second {
                        self.guards.entry(cable).or_default().push(pair);
                    }
                }
            }
        }
    }

    fn underlay(&mut self) {
        if self.fabric.settings.underlay.kind == UnderlayKind::None {
            self.underlay = Graph::new(self.fabric.switches.len(), Vec::new());
            return;
        }
        let node = |switch: SwitchId| crate::source::offset(switch.position());
        let mut edges = Vec::new();
        for link in &self.topology.routed.links {
            self.underlay_edge_of.insert(link.cable, crate::source::offset(edges.len()));
            edges.push(link.ends.map(node));
            self.underlay_edges.push(Way::Cable(link.cable));
        }
        for (id, pair) in self.fabric.routing_pairs().filter(|(_, pair)| !pair.peer_link.is_empty())
        {
            edges.push(pair.members.map(node));
            self.underlay_edges.push(Way::Pair(id));
        }
        self.underlay = Graph::new(self.fabric.switches.len(), edges);
    }

    /// Switches that are lost with something.
    pub(super) fn switches_in(&self, part: Part) -> &[SwitchId] {
        match part {
            Part::Zone(zone) => &self.zone_switches[zone.position()],
            Part::Switch(_) | Part::Cable(_) => &[],
        }
    }

    /// Cables that are lost with a zone, besides those of its switches.
    pub(super) fn cables_in(&self, part: Part) -> &[CableId] {
        match part {
            Part::Zone(zone) => &self.zone_cables[zone.position()],
            Part::Switch(_) | Part::Cable(_) => &[],
        }
    }

    /// Hosts that stand in a zone.
    pub(super) fn hosts_in(&self, part: Part) -> &[HostId] {
        match part {
            Part::Zone(zone) => &self.zone_hosts[zone.position()],
            Part::Switch(_) | Part::Cable(_) => &[],
        }
    }

    /// Whether a VLAN is in the overlay.
    pub(super) fn is_stretched(&self, vlan: VlanId) -> bool {
        self.fabric.settings.overlay.is_some() && self.fabric.vlans[vlan].no_vni.is_none()
    }

    /// All of it while nothing is lost.
    pub(super) fn rest(&self) -> &Rest {
        self.rest.get_or_init(|| Rest::of(self))
    }

    /// Layer 2 of a VLAN.
    pub(super) fn segment(&self, vlan: VlanId) -> &Segment {
        self.segments[vlan.position()].get_or_init(|| self.build_segment(vlan))
    }

    fn build_segment(&self, vlan: VlanId) -> Segment {
        let (fabric, topology) = (self.fabric, self.topology);
        let extent = topology.extents.get(&vlan).into_iter().flatten();
        let all = extent.flat_map(|bridge| &topology.bridge(*bridge).switches).copied();
        let facts = &fabric.vlans[vlan];
        let gateway = facts.gateway.as_ref();
        let on = gateway.into_iter().flat_map(|gateway| &gateway.on);
        let routers: BTreeSet<SwitchId> = on.chain(facts.addresses.keys()).copied().collect();
        let mut switches: BTreeSet<SwitchId> = all.collect();
        let mut hosts: BTreeMap<HostId, Vec<Tap>> = BTreeMap::new();
        let mut taps: BTreeMap<SwitchId, Vec<CableId>> = BTreeMap::new();
        for link in self.host_links.get(&vlan).into_iter().flatten() {
            for cable in &topology.link(*link).cables {
                let Some((switch, host)) = host_cable(fabric, *cable) else { continue };
                switches.insert(switch);
                taps.entry(switch).or_default().push(*cable);
                hosts.entry(host).or_default().push(Tap { switch, cable: Some(*cable) });
            }
        }
        let mut segment = Segment {
            switches: switches.into_iter().collect(),
            routers: routers.into_iter().collect(),
            distributed: gateway.is_some_and(|gateway| gateway.distributed),
            hosts: hosts.into_iter().collect(),
            taps,
            ..Segment::default()
        };
        segment.tree = topology.tree_of(vlan).is_some_and(|tree| !tree.blocked.is_empty());
        for link in self.fabric_links.get(&vlan).into_iter().flatten() {
            for cable in &topology.link(*link).cables {
                let ends = fabric.cables[*cable].ends.each_ref();
                let ends = ends.map(|end| end.switch_port().map(|port| port.switch));
                let [Some(a), Some(b)] = ends else { continue };
                let (Some(a), Some(b)) = (segment.position(a), segment.position(b)) else {
                    continue;
                };
                segment.wires.push(Wire { ends: [a, b], cable: *cable, link: *link });
            }
        }
        let pairs: BTreeSet<PairId> =
            segment.switches.iter().filter_map(|switch| fabric.switches[*switch].pair).collect();
        for pair in pairs {
            let facts = &fabric.pairs[pair];
            let ends = facts.members.map(|member| segment.position(member));
            if let ([Some(a), Some(b)], false) = (ends, facts.peer_link.is_empty()) {
                segment.peers.push(([a, b], pair));
            }
        }
        if self.is_stretched(vlan) {
            let vteps = &topology.routed.vteps;
            let inside = (0_u32..).zip(&segment.switches);
            segment.vteps =
                inside.filter(|(_, one)| vteps.contains(one)).map(|(at, _)| at).collect();
        }
        segment
    }

    /// VLANs of a VRF.
    pub(super) fn vlans_of(&self, vrf: VrfId) -> impl Iterator<Item = VlanId> + '_ {
        self.fabric.vlans.iter().filter(move |(_, vlan)| vlan.vrf == Some(vrf)).map(|(id, _)| id)
    }
}

/// Switches that have an address in a VLAN.
fn owners(vlan: &Vlan, address: IpAddr) -> Vec<SwitchId> {
    let mut owners = BTreeSet::new();
    if let Some(gateway) = &vlan.gateway {
        let own = [
            gateway.ipv4.map(|net| IpAddr::V4(net.value.addr())),
            gateway.ipv6.map(|net| IpAddr::V6(net.value.addr())),
        ];
        if own.contains(&Some(address)) {
            owners.extend(&gateway.on);
        }
    }
    for (switch, own) in &vlan.addresses {
        let own = [
            own.ipv4.map(|net| IpAddr::V4(net.value.addr())),
            own.ipv6.map(|net| IpAddr::V6(net.value.addr())),
        ];
        if own.contains(&Some(address)) {
            owners.insert(*switch);
        }
    }
    owners.into_iter().collect()
}

/// Zones whose loss takes a host: its rack, and what the whole rack is in; of a host between racks what all of them
/// are in. A zone that only some switches of the rack are in, such as one of two power feeds, leaves the host.
fn zones_of_host(fabric: &Fabric, host: HostId) -> Vec<ZoneId> {
    let attachments = fabric.hosts[host].attachments.iter();
    let switches = attachments.flat_map(|id| &fabric.attachments[*id].switches);
    let mut common: Option<Vec<ZoneId>> = None;
    for switch in switches {
        let rack = fabric.switches[*switch].rack;
        let zones: &[ZoneId] = rack.map_or(&[], |rack| &fabric.racks[rack].zones);
        match &mut common {
            None => common = Some(zones.to_vec()),
            Some(common) => common.retain(|zone| zones.contains(zone)),
        }
    }
    common.unwrap_or_default()
}

/// The switch and the host of a host's cable.
pub(super) fn host_cable(fabric: &Fabric, cable: CableId) -> Option<(SwitchId, HostId)> {
    match &fabric.cables[cable].ends {
        [CableEnd::Switch(port), CableEnd::Host(host)] => Some((port.switch, *host)),
        _ => None,
    }
}

fn lands_on(fabric: &Fabric, cable: CableId, switch: SwitchId) -> bool {
    let ports = fabric.cables[cable].ends.iter().filter_map(CableEnd::switch_port);
    ports.into_iter().any(|port| port.switch == switch)
}
