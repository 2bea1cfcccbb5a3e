//! BGP and OSPF of a switch, put together from all that wants sessions.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ipnet::IpNet;

use super::policies::{EXTERNAL_METRIC, Policies, Source};
use super::underlay::{area, bfd};
use super::{One, leaks};
use crate::device::model::{
    Address, Bgp, BgpGroup, BgpVrf, BgpVrfFamily, Device, GracefulRestart, Origins, Ospf, OspfArea,
    OspfInterface, PolicyTerm, StaticRoute,
};
use crate::fabric::{Advertise, PrefixMatch, VrfId};

/// Equal-cost paths when the program says no number, as far as the system has them.
const PATHS: u16 = 64;
/// Reference bandwidth of OSPF in megabits per second: the fastest ports of today cost 1.
const REFERENCE_BANDWIDTH: u32 = 400_000;
/// Administrative distance of routes of eBGP on all systems, as far as BGP and static routes are compared.
const EBGP_DISTANCE: u8 = 20;
/// Local preference of static routes that give way: below the 100 of all others.
const FLOATING_PREFERENCE: u32 = 50;
/// Seconds that neighbours wait for a session to come back (RFC 4724 leaves it open).
const RESTART: GracefulRestart = GracefulRestart { restart_time: 120, stale_time: 360 };

impl One<'_> {
    pub(super) fn maximum_paths(self) -> u16 {
        let most = self.vendor.routing.maximum_paths;
        let said = self.all.fabric.settings.underlay.maximum_paths;
        said.map_or(PATHS, |said| said.value).min(most)
    }

    /// The number of paths that the program says, where the system would take more.
    pub(super) fn paths_limit(self) -> Option<u16> {
        let said = self.all.fabric.settings.underlay.maximum_paths?.value;
        (said < self.vendor.routing.maximum_paths).then_some(said)
    }

    pub(super) fn maintenance(self) -> Option<bool> {
        self.switch.maintenance.map(|_| true)
    }

    /// Routing protocols, policies and all that hangs on them.
    pub(super) fn routing(self, device: &mut Device) {
        let mut policies = Policies::new(self.all.origins);
        device.maintenance = self.maintenance();
        device.ospf = self.ospf(device, &mut policies);
        spread_ospf(device);
        device.bgp = self.bgp(device, &mut policies);
        self.share_with_vrfs(device, &mut policies);
        device.bfd = bfd_of(device);
        device.bfd_multihop = bfd_multihop_of(device);
        policies.finish(device);
    }

    fn bgp(self, device: &Device, policies: &mut Policies) -> Option<Bgp> {
        let asn = self.asn()?;
        let router_id = device.router_id.clone()?;
        let mut groups: BTreeMap<Option<VrfId>, Vec<BgpGroup>> = BTreeMap::new();
        let all = self
            .underlay_groups(device, policies)
            .into_iter()
            .chain(self.overlay_groups())
            .chain(self.service_groups(policies))
            .chain(self.peer_groups(policies));
        for (vrf, group) in all {
            groups.entry(vrf).or_default().push(group);
        }
        let leaking = self.tenant_vrfs().iter().filter(|vrf| self.leak_target(**vrf).is_some());
        let leaking: Vec<Option<VrfId>> = leaking.copied().map(Some).collect();
        if groups.is_empty() && leaking.is_empty() {
            return None;
        }
        let mut wanted: BTreeSet<Option<VrfId>> = groups.keys().copied().collect();
        wanted.extend(leaking);
        wanted.insert(None);
        if self.vtep {
            wanted.extend(self.tenant_vrfs().iter().copied().map(Some));
        }
        let mut vrfs: Vec<BgpVrf> = wanted
            .into_iter()
            .map(|vrf| {
                let mut groups = groups.remove(&vrf).unwrap_or_default();
                groups.sort_by(|a, b| a.name.cmp(&b.name));
                self.bgp_vrf(vrf, groups, &router_id, device, policies)
            })
            .collect();
        vrfs.sort_by(|a, b| a.vrf.cmp(&b.vrf));
        let every = || vrfs.iter().flat_map(|vrf| &vrf.groups);
        let default = vrfs.first();
        let restart = self.all.fabric.settings.underlay.graceful_restart;
        Some(Bgp {
            origins: Origins::default(),
            asn,
            router_id,
            maximum_paths: self.maximum_paths(),
            paths_limit: self.paths_limit(),
            graceful_restart: restart.then(|| RESTART.clone()),
            maintenance: self.maintenance(),
            listen_limit: listen_limit(every()),
            evpn: every().any(|group| group.evpn.is_some()),
            ipv4: default.is_some_and(|vrf| vrf.ipv4.is_some()),
            ipv6: default.is_some_and(|vrf| vrf.ipv6.is_some()),
            bfd: every().any(|group| group.bfd.is_some()),
            extended_nexthop: every()
                .any(|group| group.ipv4.as_ref().is_some_and(|family| family.extended_nexthop)),
            vrfs: vrfs.into_iter().map(Arc::new).collect(),
        })
    }

    fn bgp_vrf(
        self,
        vrf: Option<VrfId>,
        groups: Vec<BgpGroup>,
        router_id: &str,
        device: &Device,
        policies: &mut Policies,
    ) -> BgpVrf {
        let evpn = vrf.and_then(|vrf| self.overlay_vrf(vrf));
        let origin = self.vrf_origin(vrf).or(self.underlay_origin());
        let routed = &self.all.topology.routed;
        let facts = &self.vendor.routing;
        let leaked = || vrf.is_some_and(|vrf| self.is_leaked_here(vrf));
        let leaked_by_policy = facts.leaked_networks_by_policy && leaked();
        let family = |ipv6: bool, policies: &mut Policies| {
            let sessions = groups
                .iter()
                .any(|group| if ipv6 { group.ipv6.is_some() } else { group.ipv4.is_some() });
            let overlay =
                evpn.as_ref().is_some_and(|evpn| if ipv6 { evpn.ipv6 } else { evpn.ipv4 });
            let leaks = vrf.is_some_and(|vrf| {
                let families = self.vrf_families(vrf);
                self.leak_target(vrf).is_some() && if ipv6 { families.1 } else { families.0 }
            });
            let underlay = vrf.is_none()
                && self.all.fabric.settings.underlay.kind.is_bgp()
                && if ipv6 { routed.ipv6 } else { routed.ipv4 };
            if !sessions && !overlay && !underlay && !leaks {
                return None;
            }
            policies.said_by(origin);
            let from_ospf = self.ospf_into_bgp(vrf, ipv6, policies);
            policies.said_by(origin);
            let mut networks = self.networks(vrf, ipv6, device);
            let mut floating = self.floating(vrf, ipv6, device);
            floating.retain(|net| facts.own_networks_first && networks.contains(net));
            let by_policy = facts.networks_by_policy && (sessions || overlay) || leaked_by_policy;
            let name = match vrf {
                None => "networks".to_owned(),
                Some(vrf) => format!("networks-{}", self.all.fabric.vrfs[vrf].name),
            };
            let networks_policy = by_policy
                .then(|| networks_policy(policies, &name, ipv6, (&networks, &floating)))
                .flatten();
            if by_policy {
                floating.clear();
            }
            networks.retain(|net| !floating.contains(net));
            Some(BgpVrfFamily {
                origins: Origins::default(),
                networks_policy,
                networks,
                floating_policy: (!floating.is_empty()).then(|| floating_policy(policies, ipv6)),
                floating,
                ospf_default: from_ospf.as_ref().is_some_and(|taken| taken.default).then_some(true),
                redistribute_ospf: from_ospf.map(|taken| taken.policy),
                maximum_paths: self.maximum_paths(),
                leaks: Vec::new(),
            })
        };
        let ipv4 = family(false, policies);
        let ipv6 = family(true, policies);
        BgpVrf {
            origins: Origins::default(),
            vrf: self.vrf_name(vrf),
            router_id: router_id.to_owned(),
            ipv4,
            ipv6,
            listen_limit: listen_limit(groups.iter()),
            groups,
            evpn,
            leaks: Vec::new(),
            far_leaks: Vec::new(),
            multihop_leaks: None,
        }
    }

    /// Prefixes that this switch announces itself.
    fn networks(self, vrf: Option<VrfId>, ipv6: bool, device: &Device) -> Vec<IpNet> {
        let name = vrf.map(|vrf| self.all.fabric.vrfs[vrf].name.as_str());
        let mut nets: Vec<IpNet> = Vec::new();
        for loopback in device.loopbacks.iter().filter(|one| one.vrf.as_deref() == name) {
            let all = if ipv6 {
                [loopback.ipv6, loopback.shared_ipv6]
            } else {
                [loopback.ipv4, loopback.shared_ipv4]
            };
            nets.extend(all.into_iter().flatten().map(Address::subnet));
        }
        let svis = device.svis.iter().filter(|svi| svi.vrf.as_deref() == name);
        let faces = svis.filter_map(|svi| if ipv6 { svi.ipv6.as_ref() } else { svi.ipv4.as_ref() });
        nets.extend(faces.map(|face| face.own.subnet()));
        let routes = device.static_routes.iter().filter(|route| route.vrf.as_deref() == name);
        nets.extend(routes.filter(|route| route.ipv6 == ipv6).map(|route| route.prefix));
        nets.sort_unstable();
        nets.dedup();
        nets
    }

    /// Those of them that only static routes lead to which are to lose to what eBGP brings.
    fn floating(self, vrf: Option<VrfId>, ipv6: bool, device: &Device) -> Vec<IpNet> {
        let name = vrf.map(|vrf| self.all.fabric.vrfs[vrf].name.as_str());
        let here = |route: &&StaticRoute| route.vrf.as_deref() == name && route.ipv6 == ipv6;
        let routes: Vec<&StaticRoute> = device.static_routes.iter().filter(here).collect();
        let floats = |route: &StaticRoute| route.distance.is_some_and(|said| said > EBGP_DISTANCE);
        let firm: BTreeSet<IpNet> =
            routes.iter().filter(|route| !floats(route)).map(|route| route.prefix).collect();
        let mut nets: Vec<IpNet> =
            routes.iter().map(|route| route.prefix).filter(|net| !firm.contains(net)).collect();
        nets.dedup();
        nets
    }

    fn ospf(self, device: &Device, policies: &mut Policies) -> Vec<Ospf> {
        let mut by_key: BTreeMap<(Option<String>, bool), Ospf> = BTreeMap::new();
        for ipv6 in [false, true] {
            let interfaces = underlay_interfaces(device, ipv6);
            if !self.is_ospf() || interfaces.is_empty() {
                continue;
            }
            let underlay = &self.all.fabric.settings.underlay;
            policies.said_by(self.underlay_origin());
            let redistribute = self.static_into_ospf(ipv6, device, policies);
            let taken = self.bgp_into_ospf(ipv6, policies);
            let ospf = Ospf {
                origins: Origins::default(),
                vrf: None,
                v2: (!ipv6).then_some(true),
                v3: ipv6.then_some(true),
                process: 1,
                router_id: device.router_id.clone().unwrap_or_default(),
                areas: vec![OspfArea { id: area(underlay.area), interfaces }],
                maximum_paths: self.maximum_paths(),
                paths_limit: self.paths_limit(),
                bfd: underlay.bfd.map(bfd),
                reference_bandwidth: REFERENCE_BANDWIDTH,
                maintenance: self.maintenance(),
                graceful_restart: underlay.graceful_restart.then_some(RESTART.restart_time),
                export: redistribute.iter().chain(&taken).cloned().collect(),
                redistribute_static: redistribute,
                redistribute_connected: None,
                redistribute_bgp: taken,
                default_originate: self.may_have_default(ipv6, device),
                default_metric: self.default_metric(),
            };
            by_key.insert((None, ipv6), ospf);
        }
        for (vrf, outside) in self.boundary_ospf(policies) {
            let key = (self.vrf_name(vrf), outside.v3.is_some());
            match by_key.get_mut(&key) {
                Some(known) => merge(known, outside),
                None => _ = by_key.insert(key, outside),
            }
        }
        by_key.into_values().collect()
    }

    /// What hosts and boundaries of the default VRF have handed in by BGP, which the underlay's OSPF hands on:
    /// all that was accepted.
    fn bgp_into_ospf(self, ipv6: bool, policies: &mut Policies) -> Option<String> {
        let mut term = Policies::term(true);
        "taken".clone_into(&mut term.name);
        let terms = self.into_ospf(Source::Bgp.redistributing(vec![term]));
        let suffix = if ipv6 { "ipv6" } else { "ipv4" };
        let name = format!("bgp-to-ospf-{suffix}");
        let description = "what services and boundaries have accepted";
        self.bgp_beside_ospf(ipv6).then(|| policies.policy(&name, ipv6, description, terms))
    }

    /// Whether this switch may have a default route from elsewhere than OSPF, which it then announces there:
    /// systems do not redistribute default routes by policy alone.
    fn may_have_default(self, ipv6: bool, device: &Device) -> bool {
        let mut routes = device.static_routes.iter();
        let nothing = Advertise::Nothing;
        routes.any(|route| {
            route.vrf.is_none() && route.ipv6 == ipv6 && route.prefix.prefix_len() == 0
        }) || self
            .default_vrf_peers(ipv6)
            .any(|peer| peer.import.as_ref().is_some_and(|import| import.value != nothing))
    }

    /// Static routes of the default VRF that the underlay's OSPF hands on.
    fn static_into_ospf(
        self,
        ipv6: bool,
        device: &Device,
        policies: &mut Policies,
    ) -> Option<String> {
        let routes = device.static_routes.iter();
        let here = routes.filter(|route| route.vrf.is_none() && route.ipv6 == ipv6);
        let nets: BTreeSet<IpNet> = here.map(|route| route.prefix).collect();
        if nets.is_empty() {
            return None;
        }
        let suffix = if ipv6 { "ipv6" } else { "ipv4" };
        let list = policies.prefix_list(&format!("static-{suffix}"), ipv6, exactly(nets));
        let mut term = Policies::term(true);
        "static".clone_into(&mut term.name);
        term.from = Some(crate::device::model::RouteSource {
            static_route: Some(true),
            ..crate::device::model::RouteSource::default()
        });
        term.prefixes = Some(list);
        term.metric = Some(EXTERNAL_METRIC);
        Some(policies.policy(
            &format!("static-to-ospf-{suffix}"),
            ipv6,
            "static routes of the program",
            self.into_ospf(vec![term]),
        ))
    }

    /// What systems that nest everything under its VRF want to see there.
    fn share_with_vrfs(self, device: &mut Device, policies: &mut Policies) {
        let fabric = self.all.fabric;
        let id_of = |name: &str| fabric.vrfs.iter().find(|(_, known)| known.name == name);
        for vrf in &mut device.vrfs {
            let Some((id, _)) = id_of(&vrf.name) else { continue };
            vrf.leaks = self.leaks(id, policies);
            vrf.leak_target = self.leak_target(id);
        }
        leaks::share_with_bgp(device);
        for vrf in &mut device.vrfs {
            let Some((id, _)) = id_of(&vrf.name) else { continue };
            let name = Some(&vrf.name);
            let mut bgp = device.bgp.iter().flat_map(|bgp| &bgp.vrfs);
            vrf.bgp = bgp.find(|known| known.vrf.as_ref() == name).cloned();
            vrf.evpn = match &vrf.bgp {
                Some(bgp) => bgp.evpn.clone(),
                None => self.overlay_vrf(id),
            };
            if let Some(evpn) = &vrf.evpn {
                vrf.ipv4 |= evpn.ipv4;
                vrf.ipv6 |= evpn.ipv6;
            }
            vrf.loopback = self.vrf_loopback(Some(id));
            let name = Some(&vrf.name);
            let ospf = device.ospf.iter().filter(|known| known.vrf.as_ref() == name);
            vrf.ospf = ospf.cloned().collect();
            let loopback = vrf.loopback.as_ref().map(|loopback| loopback.name.clone());
            vrf.interfaces.extend(loopback);
        }
    }
}

/// The sum of the groups' limits of neighbours that come by themselves.
fn listen_limit<'a>(groups: impl Iterator<Item = &'a BgpGroup>) -> Option<u32> {
    groups.filter_map(|group| group.listen_limit).reduce(u32::saturating_add)
}

/// A policy with which own routes give way to those of others: weight is looked at first, then local preference.
fn floating_policy(policies: &mut Policies, ipv6: bool) -> String {
    let suffix = if ipv6 { "ipv6" } else { "ipv4" };
    let description = "static routes that give way to what others announce";
    policies.policy(&format!("floating-{suffix}"), ipv6, description, vec![floating_term()])
}

fn floating_term() -> PolicyTerm {
    PolicyTerm {
        name: "floating".to_owned(),
        weight: Some(0),
        local_preference: Some(FLOATING_PREFERENCE),
        ..Policies::term(true)
    }
}

/// A policy that matches exactly the networks that are announced, of which some give way.
fn networks_policy(
    policies: &mut Policies,
    name: &str,
    ipv6: bool,
    (networks, floating): (&[IpNet], &[IpNet]),
) -> Option<String> {
    if networks.is_empty() {
        return None;
    }
    let suffix = if ipv6 { "ipv6" } else { "ipv4" };
    let name = format!("{name}-{suffix}");
    let mut terms = Vec::new();
    if !floating.is_empty() {
        let list = format!("floating-{name}");
        let prefixes = policies.prefix_list(&list, ipv6, exactly(floating.iter().copied()));
        terms.push(PolicyTerm { prefixes: Some(prefixes), ..floating_term() });
    }
    let list = policies.prefix_list(&name, ipv6, exactly(networks.iter().copied()));
    let mut term = Policies::term(true);
    "own".clone_into(&mut term.name);
    term.prefixes = Some(list);
    terms.push(term);
    Some(policies.policy(&name, ipv6, "what this switch announces itself", terms))
}

fn exactly(nets: impl IntoIterator<Item = IpNet>) -> Vec<PrefixMatch> {
    let exact =
        |net: IpNet| PrefixMatch { prefix: net, from: net.prefix_len(), up_to: net.prefix_len() };
    nets.into_iter().map(exact).collect()
}

/// Interfaces of the underlay's OSPF, in the order of the device's.
fn underlay_interfaces(device: &Device, ipv6: bool) -> Vec<OspfInterface> {
    let loopbacks =
        device.loopbacks.iter().map(|one| if ipv6 { &one.ospf_v3 } else { &one.ospf_v2 });
    let ports = device.ports.iter().filter_map(|port| port.routed.as_ref());
    let ports = ports
        .filter(|routed| routed.underlay.is_some())
        .map(|one| if ipv6 { &one.ospf_v3 } else { &one.ospf_v2 });
    let svis = device.svis.iter().map(|one| if ipv6 { &one.ospf_v3 } else { &one.ospf_v2 });
    let ways = device.pair_routing.iter().map(|one| if ipv6 { &one.ospf_v3 } else { &one.ospf_v2 });
    loopbacks.chain(ports).chain(svis).chain(ways).flatten().map(|one| (**one).clone()).collect()
}

/// The outside's OSPF added to the underlay's in the same VRF.
fn merge(known: &mut Ospf, outside: Ospf) {
    for area in outside.areas {
        match known.areas.iter_mut().find(|other| other.id == area.id) {
            Some(other) => {
                let names: BTreeSet<String> =
                    area.interfaces.iter().map(|interface| interface.name.clone()).collect();
                other.interfaces.retain(|interface| !names.contains(&interface.name));
                other.interfaces.extend(area.interfaces);
            }
            None => known.areas.push(area),
        }
    }
    known.areas.sort_by(|a, b| a.id.cmp(&b.id));
    // The underlay's own policies let all static routes of the program through, and all that BGP has accepted.
    known.redistribute_static = known.redistribute_static.take().or(outside.redistribute_static);
    known.redistribute_connected = outside.redistribute_connected;
    known.redistribute_bgp = known.redistribute_bgp.take().or(outside.redistribute_bgp);
    known.default_originate |= outside.default_originate;
    known.bfd = known.bfd.take().or(outside.bfd);
    let policies =
        [&known.redistribute_static, &known.redistribute_connected, &known.redistribute_bgp];
    known.export = policies.into_iter().flatten().cloned().collect();
}

/// Writes what OSPF does on each interface at the interface too, for systems that say it there.
fn spread_ospf(device: &mut Device) {
    if device.ospf.is_empty() {
        return;
    }
    let all: Vec<(bool, OspfInterface)> = device
        .ospf
        .iter()
        .flat_map(|ospf| {
            let v3 = ospf.v3.is_some();
            let interfaces = ospf.areas.iter().flat_map(|area| &area.interfaces);
            interfaces.map(move |interface| (v3, interface.clone()))
        })
        .collect();
    let mut by_name: BTreeMap<String, [Option<Box<OspfInterface>>; 2]> = BTreeMap::new();
    for (v3, interface) in all {
        let place = by_name.entry(interface.name.clone()).or_default();
        place[usize::from(v3)] = Some(Box::new(interface));
    }
    let find = |name: &str| by_name.get(name).cloned().unwrap_or_default();
    for port in &mut device.ports {
        if let Some(routed) = &mut port.routed {
            [routed.ospf_v2, routed.ospf_v3] = find(&port.name);
        }
        for one in &mut port.subinterfaces {
            [one.routed.ospf_v2, one.routed.ospf_v3] = find(&one.name);
        }
    }
    for svi in &mut device.svis {
        [svi.ospf_v2, svi.ospf_v3] = find(&svi.name);
    }
}

/// The switch's BFD timers: those of any session; a check has seen to it that all are the same.
fn bfd_of(device: &Device) -> Option<crate::device::model::Bfd> {
    let groups = device.bgp.iter().flat_map(|bgp| &bgp.vrfs).flat_map(|vrf| &vrf.groups);
    let bgp = groups.filter_map(|group| group.bfd.clone());
    let areas = device.ospf.iter().flat_map(|ospf| &ospf.areas);
    let ospf = areas.flat_map(|area| &area.interfaces).filter_map(|one| one.bfd.clone());
    bgp.chain(ospf).next()
}

/// The timers of BFD between loopbacks and with other neighbours that are several hops away.
fn bfd_multihop_of(device: &Device) -> Option<crate::device::model::Bfd> {
    let mut groups = device.bgp.iter().flat_map(|bgp| &bgp.vrfs).flat_map(|vrf| &vrf.groups);
    groups.find_map(|group| {
        let far = group.multihop.is_some_and(|hops| hops > 1)
            || group.ttl_security.is_some_and(|hops| hops > 1)
            || group.update_source.is_some();
        group.bfd.clone().filter(|_| far)
    })
}
