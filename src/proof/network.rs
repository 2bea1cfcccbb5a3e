//! A fabric as the prover sees it: what each loss takes, and the graphs that packets move in.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::OnceLock;

use ipnet::IpNet;

use super::failure::Part;
use super::graph::Graph;
use super::permitted::{Spot, subnets};
use super::rest::Rest;
use super::segment::Segment;
use crate::fabric::{
    CableEnd, CableId, CableUse, Fabric, Handle, HostId, PairId, RackId, SwitchId, Table,
    UnderlayKind, Vlan, VlanId, VrfId, ZoneId,
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
    pub(super) underlay_edge_of: Table<CableId, u32>,
    /// By cable: pairs whose second member takes it down when it is alone for want of a peer link.
    pub(super) guards: Table<CableId, Guards>,
    /// Zones that take a host with them.
    pub(super) host_zones: Vec<Cow<'a, [ZoneId]>>,
    /// Some host's cable is in a zone for itself.
    pub(super) zoned_host_cables: bool,
    zone_switches: Vec<Vec<SwitchId>>,
    zone_cables: Vec<Vec<CableId>>,
    zone_hosts: Vec<Vec<HostId>>,
    /// Links between switches that carry each VLAN.
    fabric_links: Table<VlanId, Vec<LinkId>>,
    /// Links to hosts that carry each VLAN.
    host_links: Table<VlanId, Vec<LinkId>>,
    segments: Vec<OnceLock<Segment>>,
    rest: OnceLock<Rest>,
    static_hops: BTreeMap<(SwitchId, Option<VrfId>), Vec<StaticHop>>,
    /// VRFs in which routers that are joined need not know the same ways.
    uneven: BTreeSet<Option<VrfId>>,
}

/// Pairs that guard a cable: one at each of its ends at most.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Guards([Option<PairId>; 2]);

impl Guards {
    fn add(&mut self, pair: PairId) {
        let [first, second] = &mut self.0;
        *(if first.is_none() { first } else { second }) = Some(pair);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = PairId> + '_ {
        self.0.iter().flatten().copied()
    }
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

impl<'a> Network<'a> {
    /// Of a fabric and its graphs.
    pub fn of(fabric: &'a Fabric, topology: &'a Topology) -> Self {
        let host_zones = fabric.hosts.ids().map(|host| zones_of_host(fabric, host)).collect();
        let mut network = Self {
            fabric,
            topology,
            underlay: Graph::default(),
            underlay_edges: Vec::new(),
            underlay_edge_of: Table::default(),
            guards: Table::default(),
            host_zones,
            zoned_host_cables: false,
            zone_switches: vec![Vec::new(); fabric.zones.len()],
            zone_cables: vec![Vec::new(); fabric.zones.len()],
            zone_hosts: vec![Vec::new(); fabric.zones.len()],
            fabric_links: Table::default(),
            host_links: Table::default(),
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
            self.zoned_host_cables |=
                !cable.zones.is_empty() && matches!(cable.purpose, CableUse::Host(_));
        }
        for (host, zones) in self.fabric.hosts.ids().zip(&self.host_zones) {
            for zone in zones.iter() {
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
                by_vlan.entry(*vlan).push(id);
            }
            for pair in link.bridges().filter_map(|bridge| topology.bridge(bridge).pair) {
                let facts = &fabric.pairs[pair];
                let [first, second] = facts.members;
                let lands_on = |cable: &CableId, member| lands_on(fabric, *cable, member);
                if !facts.esi && link.cables.iter().any(|cable| lands_on(cable, first)) {
                    let guarded = link.cables.iter().filter(|cable| lands_on(cable, second));
                    guarded.for_each(|cable| self.guards.entry(*cable).add(pair));
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

    /// Links between switches that carry a VLAN.
    pub(super) fn fabric_links(&self, vlan: VlanId) -> &[LinkId] {
        self.fabric_links.get(vlan).map(Vec::as_slice).unwrap_or_default()
    }

    /// Links to hosts that carry a VLAN.
    pub(super) fn host_links(&self, vlan: VlanId) -> &[LinkId] {
        self.host_links.get(vlan).map(Vec::as_slice).unwrap_or_default()
    }

    /// Layer 2 of a VLAN.
    pub(super) fn segment(&self, vlan: VlanId) -> &Segment {
        self.segments[vlan.position()].get_or_init(|| self.build_segment(vlan))
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
fn zones_of_host(fabric: &Fabric, host: HostId) -> Cow<'_, [ZoneId]> {
    let attachments = fabric.hosts[host].attachments.iter();
    let switches = attachments.flat_map(|id| &*fabric.attachments[*id].switches);
    let racks = switches.map(|switch| fabric.switches[*switch].rack);
    let zones = |rack: Option<RackId>| rack.map_or(&[][..], |rack| &fabric.racks[rack].zones);
    let mut first = None;
    let mut common = Cow::Borrowed(&[][..]);
    for rack in racks {
        match first {
            None => common = Cow::Borrowed(zones(rack)),
            Some(first) if first == rack => {}
            Some(_) => common.to_mut().retain(|zone| zones(rack).contains(zone)),
        }
        first.get_or_insert(rack);
    }
    common
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
