use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::{Bridge, BridgeId};
use crate::fabric::{
    CableEnd, CableId, CableUse, Fabric, Handle, SwitchId, Table, UnderlayKind, VlanId, VrfId,
};
use crate::vendor::Catalog;
use crate::vendor::schema::Feature;

/// Layer 3 between switches, and who is in the overlay.
#[derive(Debug, Default)]
pub struct Routed {
    /// Links of the underlay, by cable.
    pub links: Vec<RoutedLink>,
    /// Whether the underlay carries IPv4 routes.
    pub ipv4: bool,
    /// Whether the underlay carries IPv6 routes.
    pub ipv6: bool,
    /// Whether tunnels of the overlay run over IPv6.
    pub ipv6_tunnels: bool,
    /// Tunnel endpoints, by handle.
    pub vteps: BTreeSet<SwitchId>,
    /// Switches that hand EVPN routes on, by name.
    pub route_servers: Vec<SwitchId>,
    /// Switches of each VLAN whose gateway is the same on all its tunnel endpoints, by name.
    pub distributed: BTreeMap<VlanId, Vec<SwitchId>>,
    /// Tenant VRFs of each switch.
    pub vrfs: BTreeMap<SwitchId, BTreeSet<VrfId>>,
    /// Links of each switch: position and own end.
    by_switch: Table<SwitchId, Vec<(usize, usize)>>,
}

/// A routed cable between two switches.
#[derive(Debug)]
pub struct RoutedLink {
    /// The cable.
    pub cable: CableId,
    /// The switches at its ends.
    pub ends: [SwitchId; 2],
    /// Without addresses but link-local ones.
    pub unnumbered: bool,
    /// The switch because of which `underlay bgp auto` gave the link addresses, and what it cannot do.
    pub because: Option<(SwitchId, Feature)>,
}

/// Adds the bridges at which the overlay begins to the members of each VLAN that has hosts behind them.
pub(super) fn join_overlay(
    fabric: &Fabric,
    bridges: &[Bridge],
    domains: &[BTreeSet<BridgeId>],
    members: &mut BTreeMap<VlanId, BTreeSet<BridgeId>>,
) {
    if fabric.settings.overlay.is_none() {
        return;
    }
    let routed = |bridge: &BridgeId| {
        bridges[bridge.position()].switches.iter().any(|switch| fabric.switches[*switch].routed)
    };
    let mut domain_of: BTreeMap<BridgeId, usize> = BTreeMap::new();
    for (position, domain) in domains.iter().enumerate() {
        domain_of.extend(domain.iter().map(|bridge| (*bridge, position)));
    }
    let edges: Vec<Vec<BridgeId>> =
        domains.iter().map(|domain| domain.iter().copied().filter(routed).collect()).collect();
    for (vlan, members) in members.iter_mut() {
        if fabric.vlans[*vlan].no_vni.is_some() {
            continue;
        }
        let found: BTreeSet<usize> =
            members.iter().filter_map(|bridge| domain_of.get(bridge).copied()).collect();
        members.extend(found.into_iter().flat_map(|domain| edges[domain].iter().copied()));
    }
}

impl Routed {
    pub(super) fn of(
        fabric: &Fabric,
        catalog: &Catalog,
        bridges: &[Bridge],
        extents: &BTreeMap<VlanId, BTreeSet<BridgeId>>,
    ) -> Self {
        let mut out = Self::default();
        let pools = &fabric.settings.pools;
        let said = |ipv6: bool| {
            let mut all = fabric.switches.values().flat_map(|switch| &switch.loopback);
            all.any(|address| address.value.is_ipv6() == ipv6)
        };
        let gateways = || {
            let vlans = fabric.vlans.values().filter(|vlan| vlan.vrf.is_none());
            vlans.filter_map(|vlan| vlan.gateway.as_ref())
        };
        let loopback4 = !pools.loopback.ipv4.is_empty() || said(false);
        out.ipv4 = loopback4 || gateways().any(|gateway| gateway.ipv4.is_some());
        out.ipv6 = !pools.loopback.ipv6.is_empty()
            || said(true)
            || gateways().any(|gateway| gateway.ipv6.is_some());
        out.ipv6_tunnels = if pools.vtep.ipv4.is_empty() && !pools.vtep.ipv6.is_empty() {
            true
        } else {
            pools.vtep.ipv4.is_empty() && !loopback4
        };
        out.links(fabric, catalog);
        out.distributed_gateways(fabric, bridges, extents);
        out.vrfs(fabric);
        out.overlay(fabric, bridges, extents);
        out
    }

    /// Links of a switch, each with the end that is in it.
    pub fn links_of(&self, switch: SwitchId) -> impl Iterator<Item = (&RoutedLink, usize)> {
        let all = self.by_switch.get(switch).into_iter().flatten();
        all.map(|(position, end)| (&self.links[*position], *end))
    }

    /// Tenant VRFs of a switch.
    pub fn vrfs_of(&self, switch: SwitchId) -> impl Iterator<Item = VrfId> + '_ {
        self.vrfs.get(&switch).into_iter().flatten().copied()
    }

    /// How many links each switch is away from one of them.
    pub fn distances(&self, from: SwitchId) -> Table<SwitchId, usize> {
        let mut distance = Table::from_iter([(from, 0)]);
        let mut queue = VecDeque::from([from]);
        while let Some(switch) = queue.pop_front() {
            let here = distance.get(switch).copied().unwrap_or_default();
            for (link, end) in self.links_of(switch) {
                let other = link.ends[1 - end.min(1)];
                if distance.get(other).is_none() {
                    distance.insert(other, here + 1);
                    queue.push_back(other);
                }
            }
        }
        distance
    }

    fn links(&mut self, fabric: &Fabric, catalog: &Catalog) {
        for (id, cable) in
            fabric.cables.iter().filter(|(_, cable)| cable.purpose == CableUse::Routed)
        {
            let [CableEnd::Switch(a), CableEnd::Switch(b)] = &cable.ends else { continue };
            let ends = [a.switch, b.switch];
            let kind = fabric.settings.underlay.kind;
            let lacking = ends
                .iter()
                .find_map(|switch| Some((*switch, self.lacking(fabric, catalog, *switch)?)));
            let said = cable.said.numbered.map(|numbered| !numbered.value);
            let addressed = cable.said.prefix_ipv4.is_some() || cable.said.prefix_ipv6.is_some();
            let unnumbered = match kind {
                _ if addressed => false,
                UnderlayKind::BgpUnnumbered => said.unwrap_or(true),
                UnderlayKind::BgpAuto => said.unwrap_or(lacking.is_none()),
                UnderlayKind::BgpNumbered => said.unwrap_or(false),
                UnderlayKind::None | UnderlayKind::Ospf => false,
            };
            let because =
                lacking.filter(|_| kind == UnderlayKind::BgpAuto && !unnumbered && said.is_none());
            for (end, switch) in ends.iter().enumerate() {
                self.by_switch.entry(*switch).push((self.links.len(), end));
            }
            self.links.push(RoutedLink { cable: id, ends, unnumbered, because });
        }
    }

    /// What a switch lacks for sessions without addresses.
    pub fn lacking(&self, fabric: &Fabric, catalog: &Catalog, switch: SwitchId) -> Option<Feature> {
        let facts = &fabric.switches[switch];
        let vendor = catalog.vendors.get(&facts.vendor)?;
        let platform = vendor.platforms.get(&facts.platform)?;
        let wanted = [(true, Feature::BgpUnnumbered), (self.ipv4, Feature::BgpExtendedNexthop)];
        wanted
            .into_iter()
            .find(|(wanted, feature)| *wanted && !vendor.supports(platform, *feature))
            .map(|(_, feature)| feature)
    }

    fn distributed_gateways(
        &mut self,
        fabric: &Fabric,
        bridges: &[Bridge],
        extents: &BTreeMap<VlanId, BTreeSet<BridgeId>>,
    ) {
        for (id, vlan) in fabric.vlans.iter() {
            let open = vlan.gateway.as_ref().is_some_and(|gateway| gateway.on.is_empty());
            if fabric.settings.overlay.is_none() || !open {
                continue;
            }
            let extent = extents.get(&id).into_iter().flatten();
            let switches = extent.flat_map(|bridge| &bridges[bridge.position()].switches).copied();
            let mut on: Vec<SwitchId> = switches.collect();
            let routed: Vec<SwitchId> =
                on.iter().copied().filter(|switch| at_edge(fabric, *switch)).collect();
            if !routed.is_empty() {
                on = routed;
            }
            on.sort_by_key(|switch| &fabric.switches[*switch].name);
            self.distributed.insert(id, on);
        }
    }

    fn vrfs(&mut self, fabric: &Fabric) {
        for (id, vlan) in fabric.vlans.iter() {
            let Some(vrf) = vlan.vrf else { continue };
            let gateway = vlan.gateway.iter().flat_map(|gateway| &gateway.on);
            let distributed = self.distributed.get(&id).into_iter().flatten();
            let on: Vec<SwitchId> =
                gateway.chain(distributed).chain(vlan.addresses.keys()).copied().collect();
            for switch in on {
                self.vrfs.entry(switch).or_default().insert(vrf);
            }
        }
        for boundary in &fabric.boundaries {
            let Some(vrf) = boundary.vrf else { continue };
            let ports = boundary.ports.iter().map(|port| port.switch);
            let on = boundary.on.iter().copied().filter(|_| !boundary.peers.is_empty());
            for switch in ports.chain(on) {
                self.vrfs.entry(switch).or_default().insert(vrf);
            }
        }
    }

    fn overlay(
        &mut self,
        fabric: &Fabric,
        bridges: &[Bridge],
        extents: &BTreeMap<VlanId, BTreeSet<BridgeId>>,
    ) {
        let Some(overlay) = &fabric.settings.overlay else { return };
        for (vlan, extent) in extents {
            if fabric.vlans[*vlan].no_vni.is_some() {
                continue;
            }
            let switches = extent.iter().flat_map(|bridge| &bridges[bridge.position()].switches);
            self.vteps.extend(switches.filter(|switch| at_edge(fabric, **switch)));
        }
        let with_vrf = self.vrfs.keys().copied().filter(|switch| at_edge(fabric, *switch));
        self.vteps.extend(with_vrf.collect::<Vec<_>>());
        self.route_servers = if overlay.route_servers.is_empty() {
            let routed = fabric.switches.iter().filter(|(_, switch)| switch.routed);
            routed.map(|(id, _)| id).filter(|id| !self.vteps.contains(id)).collect()
        } else {
            overlay.route_servers.clone()
        };
        self.route_servers.sort_by_key(|switch| &fabric.switches[*switch].name);
        self.route_servers.dedup();
    }
}

/// Whether the underlay reaches a switch: by a cable of its own, or by the other member of its pair.
fn at_edge(fabric: &Fabric, switch: SwitchId) -> bool {
    let facts = &fabric.switches[switch];
    let pair = facts.pair.map(|pair| &fabric.pairs[pair]);
    facts.routed
        || pair.is_some_and(|pair| {
            !pair.esi && pair.members.iter().any(|member| fabric.switches[*member].routed)
        })
}

/// Fills in the switches of gateways that are the same on all tunnel endpoints of their VLAN.
pub fn place_gateways(fabric: &mut Fabric, routed: &Routed) {
    for (vlan, on) in &routed.distributed {
        if let Some(gateway) = &mut fabric.vlans[*vlan].gateway {
            gateway.on = on.clone().into();
        }
    }
}
