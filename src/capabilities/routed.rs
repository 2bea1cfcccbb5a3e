//! What a device's routing needs of its system.

use super::needs::{Need, Needs};
use crate::device::model::{AccessGroups, Acl, Bgp, BgpGroup, Device};
use crate::fabric::{Fabric, Switch};
use crate::source::Span;
use crate::vendor::schema::Feature;

/// Adds the features that routing protocols, the overlay, policies and access lists use.
pub(super) fn routed(needs: &mut Needs, fabric: &Fabric, switch: &Switch, device: &Device) {
    overlay(needs, fabric, device);
    bgp(needs, fabric, switch, device);
    ospf(needs, fabric, device);
    paths(needs, fabric, device);
    policies(needs, device);
    acls(needs, fabric, device);
    let tagged = device.ports.iter().any(|port| !port.subinterfaces.is_empty());
    let tag = fabric.boundaries.iter().flat_map(|boundary| &boundary.ports).find_map(|p| p.tag);
    needs.add(tagged, Feature::Subinterface, "tagged subinterfaces", tag.map(|tag| tag.span));
    for leak in device.vrfs.iter().flat_map(|vrf| &vrf.leaks) {
        let span = fabric.vrfs.values().flat_map(|vrf| &vrf.leaks).map(|leak| leak.span).next();
        let remote = leak.route_target.is_some();
        needs.add(remote, Feature::VrfLeakEvpn, "routes of another VRF in the overlay", span);
        needs.add(!remote, Feature::VrfLeakLocal, "routes of another VRF of the switch", span);
        let far = remote && !leak.local;
        let what = "routes of a VRF that is on other switches only";
        needs.add(far, Feature::VrfLeakRemote, what, span);
        let what = "some of the routes of another VRF";
        needs.add(leak.policy.is_some(), Feature::VrfLeakPolicy, what, span);
        let part = far && leak.policy.is_some();
        let what = "some of the routes of a VRF that is on other switches only";
        needs.add(part, Feature::VrfLeakPolicyRemote, what, span);
    }
}

fn bgp(needs: &mut Needs, fabric: &Fabric, switch: &Switch, device: &Device) {
    let Some(bgp) = &device.bgp else { return };
    let underlay = fabric.settings.underlay.span;
    needs.add(true, Feature::Bgp, "BGP", underlay);
    let restart = fabric.settings.underlay.graceful_restart_span;
    needs.add(
        bgp.graceful_restart.is_some(),
        Feature::BgpGracefulRestart,
        "graceful restart of BGP",
        restart,
    );
    needs.add(
        bgp.maintenance.is_some(),
        Feature::BgpGracefulShutdown,
        "asking neighbours to route around a switch",
        switch.maintenance,
    );
    bfd_on_pair(needs, fabric, device, bgp);
    for vrf in &bgp.vrfs {
        let tenant = vrf.vrf.is_some() && !vrf.groups.is_empty();
        needs.add(tenant, Feature::BgpVrf, "BGP sessions in a tenant VRF", None);
        for group in &vrf.groups {
            one_group(needs, fabric, group);
        }
    }
}

/// Fewer equal-cost paths than the system takes by itself.
fn paths(needs: &mut Needs, fabric: &Fabric, device: &Device) {
    let bgp = device.bgp.as_ref().and_then(|bgp| bgp.paths_limit);
    let ospf = || device.ospf.iter().find_map(|ospf| ospf.paths_limit);
    let span = fabric.settings.underlay.maximum_paths.map(|said| said.span);
    needs.add_with(bgp.or_else(ospf).is_some(), Feature::MaximumPaths, || Need {
        what: "no more than so many equal-cost paths".into(),
        span,
    });
}

/// BFD from a member's own address on a VLAN that the pair shares, where the neighbour may be behind a LAG.
fn bfd_on_pair(needs: &mut Needs, fabric: &Fabric, device: &Device, bgp: &Bgp) {
    if device.mlag.is_none() {
        return;
    }
    let is_svi = |name: &str| device.svis.iter().any(|svi| svi.name == name);
    let of_hosts = |group: &&BgpGroup| {
        let named = group.neighbors.iter().filter_map(|one| one.local_interface.as_deref());
        let direct = !group.listen.is_empty() && group.update_source.is_none();
        group.bfd.is_some() && (direct || named.into_iter().any(is_svi))
    };
    let mut groups = bgp.vrfs.iter().flat_map(|vrf| &vrf.groups);
    if let Some(group) = groups.find(of_hosts) {
        let what = "BFD on a VLAN of an MLAG pair";
        needs.add_with(true, Feature::BfdMlagVlan, of_group(fabric, group, what));
    }
}

/// Where the program asks for a group: its service or its boundary's peer.
fn origin(fabric: &Fabric, group: &BgpGroup) -> Option<Span> {
    let base = group.name.trim_end_matches("-ipv4").trim_end_matches("-ipv6");
    let services = fabric.services.iter().filter(|service| service.name == base);
    let peers = fabric.boundaries.iter().flat_map(|boundary| &boundary.peers);
    let peer = peers.filter(|peer| peer.name == base).map(|peer| peer.span);
    services.map(|service| service.origin.at).chain(peer).next().or(fabric.settings.underlay.span)
}

/// Why a group needs something.
fn of_group<'a>(
    fabric: &'a Fabric,
    group: &'a BgpGroup,
    what: &'static str,
) -> impl FnOnce() -> Need + use<'a> {
    move || Need {
        what: format!("{what} (BGP group `{}`)", group.name).into(),
        span: origin(fabric, group),
    }
}

fn one_group(needs: &mut Needs, fabric: &Fabric, group: &BgpGroup) {
    let mut add = |wanted: bool, feature: Feature, what: &'static str| {
        needs.add_with(wanted, feature, of_group(fabric, group, what));
    };
    let unnumbered = group.neighbors.iter().any(|neighbor| neighbor.interface.is_some());
    let ipv6 = group.neighbors.iter().any(|neighbor| neighbor.ipv6)
        || group.listen.iter().any(|listen| listen.ipv6);
    add(unnumbered, Feature::BgpUnnumbered, "BGP without addresses");
    add(ipv6, Feature::BgpIpv6, "BGP over IPv6");
    let listen = !group.listen.is_empty();
    let range = listen && group.remote_range.is_some();
    let far = range && group.multihop.is_some_and(|hops| hops > 1);
    let what = "neighbours of a range of AS numbers, several hops away";
    add(far, Feature::BgpListenAsnRangeMultihop, what);
    let families = || [&group.ipv4, &group.ipv6].into_iter().flatten();
    let nexthop = group.ipv4.as_ref().is_some_and(|family| family.extended_nexthop);
    add(nexthop, Feature::BgpExtendedNexthop, "IPv4 routes with IPv6 next hops");
    add(listen, Feature::BgpListen, "neighbours that come by themselves");
    let what = "neighbours that come by themselves, with an AS of a range";
    add(range, Feature::BgpListenAsnRange, what);
    add(group.password.is_some(), Feature::BgpPassword, "a TCP MD5 password");
    add(group.tcp_ao.is_some(), Feature::BgpTcpAo, "TCP-AO");
    add(group.ttl_security.is_some(), Feature::BgpTtlSecurity, "TTL security");
    let limit = families().any(|family| family.max_prefixes.is_some());
    add(limit, Feature::BgpMaxPrefixes, "a limit of prefixes");
    let default = families().any(|family| family.default_originate);
    add(default, Feature::BgpDefaultOriginate, "a default route to neighbours");
    add(group.as_override, Feature::BgpAsOverride, "replacing the neighbour's AS");
    let what = "taking private AS numbers off the path";
    add(group.remove_private_as, Feature::BgpRemovePrivateAs, what);
    add(group.bfd.is_some(), Feature::BfdBgp, "BFD of BGP sessions");
    if group.evpn.is_some() {
        let mut add = |wanted: bool, feature: Feature, what: &'static str| {
            let span = || origin(fabric, group);
            needs.add_with(wanted, feature, || Need { what: what.into(), span: span() });
        };
        let serves = group.next_hop_unchanged;
        add(serves, Feature::EvpnRouteServer, "handing EVPN routes on unchanged");
        add(group.route_reflector_client, Feature::EvpnRouteReflector, "reflecting EVPN routes");
        let overlay = fabric.settings.overlay.as_ref().map(|overlay| overlay.span);
        needs.add_with(true, Feature::Evpn, || Need {
            what: "EVPN".into(),
            span: overlay.or_else(|| origin(fabric, group)),
        });
    }
}

fn ospf(needs: &mut Needs, fabric: &Fabric, device: &Device) {
    for ospf in &device.ospf {
        let of_boundary = fabric.boundaries.iter().find_map(|boundary| boundary.ospf.as_ref());
        let span = fabric
            .settings
            .underlay
            .span
            .filter(|_| ospf.vrf.is_none())
            .or(of_boundary.map(|ospf| ospf.span));
        let v3 = ospf.v3.is_some();
        let feature = if v3 { Feature::Ospf3 } else { Feature::Ospf };
        let version = if v3 { "OSPFv3" } else { "OSPF" };
        needs.add(true, feature, version, span);
        let in_vrf = if v3 { Feature::Ospf3Vrf } else { Feature::OspfVrf };
        let of = |what: String| move || Need { what: what.into(), span };
        needs.add_with(ospf.vrf.is_some(), in_vrf, of(format!("{version} in a tenant VRF")));
        let interfaces = || ospf.areas.iter().flat_map(|area| &area.interfaces);
        let key = interfaces().any(|interface| interface.key.is_some());
        let signed = if v3 { Feature::Ospf3Authentication } else { Feature::OspfAuthentication };
        needs.add_with(key, signed, of(format!("a password of {version}")));
        let bfd = interfaces().any(|interface| interface.bfd.is_some());
        needs.add(bfd, Feature::BfdOspf, "BFD of OSPF neighbours", span);
        let on_svi = interfaces().any(|interface| {
            interface.bfd.is_some() && device.svis.iter().any(|svi| svi.name == interface.name)
        });
        let shared = on_svi && device.mlag.is_some();
        let what = format!("BFD of {version} on a VLAN of an MLAG pair");
        let mut boundaries = fabric.boundaries.iter().filter_map(|one| one.ospf.as_ref());
        let guarded = boundaries.find_map(|ospf| ospf.bfd);
        let asked = guarded.map(|bfd| bfd.span).or(span);
        needs.add_with(shared, Feature::BfdMlagVlan, || Need { what: what.into(), span: asked });
    }
}

fn overlay(needs: &mut Needs, fabric: &Fabric, device: &Device) {
    let Some(vtep) = &device.vtep else { return };
    let overlay = fabric.settings.overlay.as_ref();
    let span = overlay.map(|overlay| overlay.span);
    needs.add(true, Feature::Evpn, "EVPN", span);
    needs.add(vtep.pair, Feature::EvpnMlag, "an MLAG pair as one tunnel endpoint", span);
    let multihoming = vtep.multihoming.is_some();
    needs.add(multihoming, Feature::EvpnMultihoming, "multihoming by Ethernet segments", span);
    let aware = !vtep.bundles.is_empty();
    let said = overlay.and_then(|overlay| overlay.vlan_aware).or(span);
    needs.add(aware, Feature::EvpnVlanAware, "VLAN-aware EVPN bundles", said);
    let based = !aware && !vtep.vlans.is_empty();
    needs.add(based, Feature::EvpnVlanBased, "one EVPN instance for each VLAN", span);
    needs.add(vtep.ipv6, Feature::EvpnIpv6Underlay, "VXLAN tunnels over IPv6", span);
    let said = overlay.and_then(|overlay| overlay.suppression_span).or(span);
    let suppress = vtep.suppress && !vtep.vlans.is_empty();
    needs.add(suppress, Feature::EvpnSuppression, "ARP and ND suppression", said);
    let flood = !vtep.suppress && !vtep.vlans.is_empty();
    needs.add(flood, Feature::EvpnSuppressionOff, "no ARP and ND suppression", said);
    let routed = !vtep.vrfs.is_empty();
    needs.add(routed, Feature::EvpnSymmetricIrb, "layer-3 VNIs (symmetric routing)", span);
}

fn policies(needs: &mut Needs, device: &Device) {
    let terms = || device.route_policies.iter().flat_map(|policy| &policy.terms);
    let community = terms().any(|term| term.community.is_some());
    needs.add(community, Feature::PolicyCommunity, "matching communities", None);
    let path = terms().any(|term| term.as_path.is_some());
    needs.add(path, Feature::PolicyAsPath, "matching AS paths", None);
}

fn acls(needs: &mut Needs, fabric: &Fabric, device: &Device) {
    let span = |acl: &Acl| {
        let base = acl.name.trim_end_matches("-ipv4").trim_end_matches("-ipv6");
        let found = fabric.acls.iter().find(|known| known.name == base);
        found.map(|known| known.origin.at)
    };
    for acl in &device.acls {
        let (ingress, egress) = if acl.ipv6 {
            (Feature::AclIpv6Ingress, Feature::AclIpv6Egress)
        } else {
            (Feature::AclIpv4Ingress, Feature::AclIpv4Egress)
        };
        let family = if acl.ipv6 { "IPv6" } else { "IPv4" };
        let span = span(acl);
        needs.add_with(!acl.ingress.is_empty(), ingress, || Need {
            what: format!("{family} access lists on what comes in").into(),
            span,
        });
        needs.add_with(!acl.egress.is_empty(), egress, || Need {
            what: format!("{family} access lists on what goes out").into(),
            span,
        });
        let log = acl.entries.iter().any(|entry| entry.log);
        needs.add(log, Feature::AclLog, "logging of access lists", span);
        let passed = acl.entries.iter().any(|entry| entry.log && entry.permit);
        needs.add(passed, Feature::AclLogPermit, "logging of packets that pass", span);
        let ports = |entry: &crate::device::model::AclEntry| {
            let both = [&entry.source_port, &entry.destination_port].into_iter().flatten();
            both.into_iter().any(|ports| ports.single.is_none())
        };
        let range = !acl.egress.is_empty() && acl.entries.iter().any(ports);
        let what = "ranges of ports in access lists on what goes out";
        needs.add(range, Feature::AclEgressRange, what, span);
        let established = acl.entries.iter().any(|entry| entry.established);
        needs.add(established, Feature::AclEstablished, "`established` in access lists", span);
        let flags = established || acl.entries.iter().any(|entry| entry.icmp.is_some());
        let what = "`established` or types of ICMP in access lists on SVIs";
        needs.add(flags && is_on_svi(device, acl), Feature::AclSviFlags, what, span);
    }
    let on_svi = device.svis.iter().any(|svi| svi.access.as_deref().is_some_and(any));
    needs.add(on_svi, Feature::AclSvi, "access lists on SVIs", None);
    let out_of =
        |access: &AccessGroups| access.egress_ipv4.is_some() || access.egress_ipv6.is_some();
    let out = device.svis.iter().any(|svi| svi.access.as_deref().is_some_and(out_of));
    needs.add(out, Feature::AclSviEgress, "access lists on what goes out of SVIs", None);
    let mut tagged = device.ports.iter().flat_map(|port| &port.subinterfaces);
    let out = tagged.any(|sub| sub.routed.access.as_deref().is_some_and(out_of));
    let what = "access lists on what goes out of subinterfaces";
    needs.add(out, Feature::AclSubinterfaceEgress, what, None);
}

fn any(access: &AccessGroups) -> bool {
    lists(access).next().is_some()
}

fn is_on_svi(device: &Device, acl: &Acl) -> bool {
    let bound = device.svis.iter().filter_map(|svi| svi.access.as_deref());
    bound.flat_map(lists).any(|name| *name == acl.name)
}

fn lists(access: &AccessGroups) -> impl Iterator<Item = &String> {
    let AccessGroups { ingress_ipv4, ingress_ipv6, egress_ipv4, egress_ipv6, .. } = access;
    [ingress_ipv4, ingress_ipv6, egress_ipv4, egress_ipv6].into_iter().flatten()
}
