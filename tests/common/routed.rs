//! What holds for the switches of every routed fabric, whatever the program says.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::compile::Made;
use rackc::device::model::{
    Address, BgpFamily, BgpGroup, BgpNeighbor, BgpVrf, Device, OspfInterface, PairRouting, Port,
    PrefixEntry, PrefixList, Routed, SviAddress,
};

/// What is wrong with the switches of a fabric: nothing, it is hoped.
pub fn complaints(made: &Made) -> Vec<String> {
    let mut said = Vec::new();
    for device in &made.devices {
        links_have_two_ends(made, device, &mut said);
        ways_in_pairs_have_two_ends(made, device, &mut said);
        every_link_is_used(made, device, &mut said);
        sessions_have_two_ends(made, device, &mut said);
        what_is_announced_belongs(device, &mut said);
        loopbacks_are_announced(device, &mut said);
        names_resolve(device, &mut said);
        instances_agree(device, &mut said);
    }
    addresses_are_told_apart(made, &mut said);
    overlay_is_one(made, &mut said);
    gateways_are_one(made, &mut said);
    tunnels_are_told_apart(made, &mut said);
    segments_are_told_apart(made, &mut said);
    said
}

/// Fails with all that is wrong.
#[track_caller]
pub fn assert_sound(made: &Made) {
    let said = complaints(made);
    assert!(said.is_empty(), "{}", said.join("\n"));
}

/// Sessions of a switch with their VRF and group.
pub fn sessions(device: &Device) -> impl Iterator<Item = (&BgpVrf, &BgpGroup, &BgpNeighbor)> {
    let vrfs = device.bgp.iter().flat_map(|bgp| &bgp.vrfs);
    vrfs.flat_map(|vrf| {
        let vrf = vrf.as_ref();
        let groups = vrf.groups.iter();
        groups.flat_map(move |group| group.neighbors.iter().map(move |one| (vrf, group, one)))
    })
}

/// Groups of a switch with their VRF.
pub fn groups(device: &Device) -> impl Iterator<Item = (&BgpVrf, &BgpGroup)> {
    let vrfs = device.bgp.iter().flat_map(|bgp| &bgp.vrfs);
    vrfs.flat_map(|vrf| vrf.groups.iter().map(move |group| (vrf.as_ref(), group)))
}

/// What a route has by which policies tell it from others.
#[derive(Debug, Clone, Copy)]
pub struct Route<'a> {
    pub prefix: &'a str,
    pub communities: &'a [&'a str],
}

/// A route without communities.
pub fn route(prefix: &str) -> Route<'_> {
    Route { prefix, communities: &[] }
}

/// Whether a policy of a switch accepts a route that no AS-path list matches; without a policy everything is.
pub fn accepts(device: &Device, policy: Option<&String>, route: Route<'_>) -> bool {
    let Some(name) = policy else { return true };
    let policy = device.route_policies.iter().find(|one| one.name == *name).expect("the policy");
    let net: IpNet = route.prefix.parse().expect("a prefix");
    let term = policy.terms.iter().find(|term| {
        let prefixes = term.prefixes.as_ref().is_none_or(|list| matches(list, net));
        let community = term.community.as_ref().is_none_or(|list| {
            let list = device.community_lists.iter().find(|one| one.name == *list);
            let entries = &list.expect("the community list").entries;
            entries.iter().any(|entry| route.communities.contains(&entry.number.as_str()))
        });
        prefixes && community && term.as_path.is_none() && term.from.is_none()
    });
    term.is_some_and(|term| term.permit)
}

/// Whether a prefix is in a list.
pub fn matches(list: &PrefixList, net: IpNet) -> bool {
    list.entries.iter().any(|entry| {
        let (from, to) = lengths(entry);
        let within = entry.prefix;
        within.contains(&net) && (from..=to).contains(&net.prefix_len())
    })
}

/// Lengths that an entry of a prefix list matches, from and to.
pub fn lengths(entry: &PrefixEntry) -> (u8, u8) {
    match (&entry.exact, entry.up_to, &entry.range) {
        (Some(_), None, None) => (entry.length, entry.length),
        (None, Some(to), None) => (entry.length, to),
        (None, None, Some(range)) => (range.from, range.to),
        other => panic!("an entry says {other:?}"),
    }
}

fn links_have_two_ends(made: &Made, device: &Device, said: &mut Vec<String>) {
    for (port, routed) in underlay(device) {
        let place = format!("{} {}", device.hostname, port.name);
        let peer = port.peer_host.as_deref().and_then(|host| made.device(host));
        let other = peer.into_iter().flat_map(underlay).find(|(other, _)| {
            Some(&other.name) == port.peer_port.as_ref()
                && other.peer_host.as_ref() == Some(&device.hostname)
                && other.peer_port.as_ref() == Some(&port.name)
        });
        let Some((_, theirs)) = other else {
            said.push(format!("{place}: no routed port at the other end"));
            continue;
        };
        let both = |routed: &Routed| {
            let none = routed.ipv4.is_none() && routed.ipv6.is_none();
            let subnet = |address: &Option<Address>| address.map(Address::subnet);
            let subnets = (subnet(&routed.ipv4), subnet(&routed.ipv6));
            (routed.unnumbered, routed.ipv4_unnumbered, none, subnets, routed.ip_mtu)
        };
        equal(said, &place, "the link", &both(routed), &both(theirs));
        if routed.unnumbered.is_some() != (routed.ipv4.is_none() && routed.ipv6.is_none()) {
            said.push(format!("{place}: neither addresses nor unnumbered, or both"));
        }
        differ(said, &place, routed.ipv4.as_ref(), theirs.ipv4.as_ref());
        differ(said, &place, routed.ipv6.as_ref(), theirs.ipv6.as_ref());
        ospf_agrees(said, &place, routed.ospf_v2.as_deref(), theirs.ospf_v2.as_deref());
        ospf_agrees(said, &place, routed.ospf_v3.as_deref(), theirs.ospf_v3.as_deref());
    }
}

fn ways_in_pairs_have_two_ends(made: &Made, device: &Device, said: &mut Vec<String>) {
    for way in &device.pair_routing {
        let place = format!("{} {}", device.hostname, way.interface);
        let peer = device.mlag.as_ref().and_then(|mlag| made.device(&mlag.peer));
        let other = peer
            .into_iter()
            .flat_map(|peer| &peer.pair_routing)
            .find(|other| (&other.vrf, &other.interface) == (&way.vrf, &way.interface));
        let Some(other) = other else {
            said.push(format!("{place}: the other member has no such interface"));
            continue;
        };
        let both = |way: &PairRouting| {
            let subnet = |address: &Option<Address>| address.map(Address::subnet);
            (way.vlan, subnet(&way.ipv4), subnet(&way.ipv6), way.unnumbered, way.ip_mtu)
        };
        equal(said, &place, "the way between the members", &both(way), &both(other));
        differ(said, &place, way.ipv4.as_ref(), other.ipv4.as_ref());
        differ(said, &place, way.ipv6.as_ref(), other.ipv6.as_ref());
        ospf_agrees(said, &place, way.ospf_v2.as_deref(), other.ospf_v2.as_deref());
        ospf_agrees(said, &place, way.ospf_v3.as_deref(), other.ospf_v3.as_deref());
    }
}

fn differ(said: &mut Vec<String>, place: &str, own: Option<&Address>, theirs: Option<&Address>) {
    if let (Some(own), Some(theirs)) = (own, theirs)
        && own.ip() == theirs.ip()
    {
        said.push(format!("{place}: both ends have {}", own.ip()));
    }
}

/// Both ends have the same area, network type, timers and key.
fn ospf_agrees(
    said: &mut Vec<String>,
    place: &str,
    own: Option<&OspfInterface>,
    theirs: Option<&OspfInterface>,
) {
    let both = |one: &OspfInterface| {
        let OspfInterface { area, cost, point_to_point, passive, bfd, key, hello, dead, .. } =
            one.clone();
        (area, cost, point_to_point, passive, bfd, key, hello, dead)
    };
    equal(said, place, "OSPF", &own.map(both), &theirs.map(both));
}

/// Ports of the underlay.
pub fn underlay(device: &Device) -> impl Iterator<Item = (&Port, &Routed)> {
    let routed = device.ports.iter().filter_map(|port| Some((port, port.routed.as_ref()?)));
    routed.filter(|(_, routed)| routed.underlay.is_some())
}

fn sessions_have_two_ends(made: &Made, device: &Device, said: &mut Vec<String>) {
    for (vrf, group, one) in sessions(device) {
        let Some(peer) = one.host.as_deref().and_then(|host| made.device(host)) else { continue };
        let place =
            format!("{} {} {:?} with {}", device.hostname, group.name, vrf.vrf, peer.hostname);
        let own = device.bgp.as_ref().map(|bgp| bgp.asn);
        if peer.bgp.as_ref().map(|bgp| bgp.asn) != Some(one.asn) {
            said.push(format!("{place}: its AS is not {}", one.asn));
        }
        if group.remote_asn.is_some_and(|asn| asn != one.asn) {
            said.push(format!("{place}: the group says AS {:?}", group.remote_asn));
        }
        if group.internal != (own == Some(one.asn)) {
            said.push(format!("{place}: internal is {}", group.internal));
        }
        let mirrors: Vec<_> = sessions(peer)
            .filter(|(other_vrf, _, other)| {
                other_vrf.vrf == vrf.vrf
                    && other.host.as_ref() == Some(&device.hostname)
                    && mirrored(device, one, other)
            })
            .collect();
        let [(_, theirs, _)] = mirrors[..] else {
            said.push(format!("{place}: {} sessions at the other end", mirrors.len()));
            continue;
        };
        let both = |group: &BgpGroup| {
            let family = |family: &Option<BgpFamily>| {
                family.as_ref().map(|one| (one.extended_nexthop, one.send_extended))
            };
            (
                (group.internal, group.pair, family(&group.ipv4), family(&group.ipv6)),
                (family(&group.evpn), group.bfd.clone(), group.password.clone()),
                (group.tcp_ao.clone(), group.timers.clone(), group.ttl_security),
                group.multihop.is_some(),
            )
        };
        equal(said, &place, "the session", &both(group), &both(theirs));
        ends_are_here(device, &place, group, one, said);
    }
}

/// Over each link there is a session with who is there, or OSPF; each tunnel endpoint hears of the others.
fn every_link_is_used(made: &Made, device: &Device, said: &mut Vec<String>) {
    let host = &device.hostname;
    for (port, routed) in underlay(device) {
        let here = sessions(device).filter(|(vrf, group, one)| {
            vrf.vrf.is_none() && !group.pair && one.local_interface.as_ref() == Some(&port.name)
        });
        let hosts: Vec<Option<&String>> = here.map(|(_, _, one)| one.host.as_ref()).collect();
        let ospf = routed.ospf_v2.is_some() || routed.ospf_v3.is_some();
        if hosts.is_empty() != ospf || hosts.iter().any(|one| *one != port.peer_host.as_ref()) {
            said.push(format!("{host} {}: OSPF {ospf}, sessions with {hosts:?}", port.name));
        }
    }
    let evpn = groups(device).any(|(_, group)| group.evpn.is_some());
    let vteps = made.devices.iter().filter(|other| other.vtep.is_some()).count();
    if device.vtep.is_some() && vteps > 1 && !evpn {
        said.push(format!("{host}: a tunnel endpoint without EVPN"));
    }
}

/// Whether two neighbours are the two ends of one session, seen from `device`.
fn mirrored(device: &Device, one: &BgpNeighbor, other: &BgpNeighbor) -> bool {
    let (Some(interface), Some(theirs)) = (&one.interface, &other.interface) else {
        return one.address.is_some()
            && one.interface.is_none()
            && other.interface.is_none()
            && one.address == other.local_address
            && one.local_address == other.address;
    };
    let port = device.ports.iter().find(|port| port.name == *interface);
    match port {
        Some(port) => port.peer_port.as_ref() == Some(theirs) && port.peer_host == one.host,
        // Between the members of a pair the interface has one name.
        None => interface == theirs,
    }
}

/// The session's own address is one of the switch's, and the interface too.
fn ends_are_here(
    device: &Device,
    place: &str,
    group: &BgpGroup,
    one: &BgpNeighbor,
    said: &mut Vec<String>,
) {
    let on: Vec<(IpAddr, String)> =
        addresses(device).into_iter().map(|(_, address, interface)| (address, interface)).collect();
    let interface = group.update_source.as_ref().or(one.local_interface.as_ref());
    if let Some(local) = &one.local_address {
        let found = on.iter().any(|(address, name)| {
            address == local && interface.is_none_or(|interface| interface == name)
        });
        if !found {
            said.push(format!("{place}: {local} is not on {interface:?}"));
        }
    }
    if group.update_source.is_some() && group.local_address != one.local_address {
        said.push(format!("{place}: the group's own address is {:?}", group.local_address));
    }
}

/// Addresses of a switch by VRF, with their interface.
fn addresses(device: &Device) -> Vec<(Option<String>, IpAddr, String)> {
    let mut all = Vec::new();
    let mut add = |vrf: &Option<String>, address: &Option<Address>, name: &str| {
        all.extend(address.iter().map(|one| (vrf.clone(), one.ip(), name.to_owned())));
    };
    for one in &device.loopbacks {
        add(&one.vrf, &one.ipv4, &one.name);
        add(&one.vrf, &one.ipv6, &one.name);
    }
    for (port, routed) in device.ports.iter().filter_map(|one| Some((one, one.routed.as_ref()?))) {
        add(&routed.vrf, &routed.ipv4, &port.name);
        add(&routed.vrf, &routed.ipv6, &port.name);
    }
    for one in device.ports.iter().flat_map(|port| &port.subinterfaces) {
        add(&one.routed.vrf, &one.routed.ipv4, &one.name);
        add(&one.routed.vrf, &one.routed.ipv6, &one.name);
    }
    for way in &device.pair_routing {
        add(&way.vrf, &way.ipv4, &way.interface);
        add(&way.vrf, &way.ipv6, &way.interface);
    }
    for svi in &device.svis {
        for face in svi.ipv4.iter().chain(&svi.ipv6) {
            add(&svi.vrf, &Some(face.own), &svi.name);
        }
    }
    all
}

/// Loopbacks, subnets of SVIs and static routes are announced, each where it is, and nothing else.
fn what_is_announced_belongs(device: &Device, said: &mut Vec<String>) {
    for vrf in device.bgp.iter().flat_map(|bgp| &bgp.vrfs) {
        let mut own: BTreeSet<IpNet> = BTreeSet::new();
        for one in device.loopbacks.iter().filter(|one| one.vrf == vrf.vrf) {
            let all = [&one.ipv4, &one.ipv6, &one.shared_ipv4, &one.shared_ipv6];
            own.extend(all.into_iter().flatten().map(|address| address.subnet()));
        }
        for svi in device.svis.iter().filter(|svi| svi.vrf == vrf.vrf) {
            own.extend(svi.ipv4.iter().chain(&svi.ipv6).map(|face| face.own.subnet()));
        }
        let routes = device.static_routes.iter().filter(|one| one.vrf == vrf.vrf);
        own.extend(routes.map(|one| one.prefix));
        for (ipv6, family) in [(false, &vrf.ipv4), (true, &vrf.ipv6)] {
            let Some(family) = family else { continue };
            let place = format!("{} {:?}", device.hostname, vrf.vrf);
            for network in &family.networks {
                if !own.contains(network) || network.addr().is_ipv6() != ipv6 {
                    said.push(format!("{place}: {network} is announced and not its own"));
                }
                if !accepts(device, family.networks_policy.as_ref(), route(&network.to_string())) {
                    said.push(format!("{place}: {network} is not in the policy on its own"));
                }
            }
            let policy = &family.networks_policy;
            for net in ["0.0.0.0/0", "::/0", "10.254.0.0/31", "192.0.2.0/24", "2001:db8:fe::/127"] {
                let own = family.networks.iter().any(|network| network.to_string() == net);
                if policy.is_some() && !own && accepts(device, policy.as_ref(), route(net)) {
                    said.push(format!("{place}: {net} is in the policy on its own"));
                }
            }
        }
    }
}

/// The router id's loopback and the tunnels' source are known to the underlay, and let out.
fn loopbacks_are_announced(device: &Device, said: &mut Vec<String>) {
    let tunnel = device.vtep.iter().flat_map(|vtep| [Some(vtep.address), vtep.shared_address]);
    let tunnel: Vec<IpAddr> = tunnel.flatten().collect();
    let here = device.loopbacks.iter().filter(|one| one.vrf.is_none());
    let mut on_loopbacks: Vec<(&Address, bool, bool)> = Vec::new();
    for one in here {
        let all = [
            (&one.ipv4, false),
            (&one.shared_ipv4, false),
            (&one.ipv6, true),
            (&one.shared_ipv6, true),
        ];
        for (address, ipv6) in all {
            let ospf = if ipv6 { one.ospf_v3.is_some() } else { one.ospf_v2.is_some() };
            on_loopbacks.extend(address.iter().map(|address| (address, ipv6, ospf)));
        }
    }
    for address in tunnel {
        if !on_loopbacks.iter().any(|(one, ..)| one.ip() == address) {
            said.push(format!("{}: tunnels come from {address}, on no loopback", device.hostname));
        }
    }
    if underlay(device).next().is_none() {
        return;
    }
    let default = device.bgp.iter().flat_map(|bgp| &bgp.vrfs).find(|vrf| vrf.vrf.is_none());
    for (address, ipv6, ospf) in on_loopbacks {
        let family =
            default.and_then(|vrf| if ipv6 { vrf.ipv6.as_ref() } else { vrf.ipv4.as_ref() });
        let network = family.is_some_and(|family| family.networks.contains(&address.subnet()));
        if !network && !ospf {
            said.push(format!("{}: {} is not announced", device.hostname, address.subnet()));
        }
        for group in default.iter().flat_map(|vrf| &vrf.groups) {
            let family = if ipv6 { &group.ipv6 } else { &group.ipv4 };
            let Some(family) = family.as_ref().filter(|_| group.name.starts_with("underlay"))
            else {
                continue;
            };
            if !accepts(device, family.export.as_ref(), route(&address.subnet().to_string())) {
                said.push(format!(
                    "{} {}: {} is held back",
                    device.hostname,
                    group.name,
                    address.subnet()
                ));
            }
            // A prefix that belongs to nobody here.
            let strange = if ipv6 { "2001:db8:dead::/64" } else { "203.0.113.64/28" };
            if accepts(device, family.export.as_ref(), route(strange)) {
                said.push(format!("{} {}: {strange} is let out", device.hostname, group.name));
            }
        }
    }
}

/// Every policy, list and access list that is spoken of is there, and there is none more.
fn names_resolve(device: &Device, said: &mut Vec<String>) {
    let mut policies: BTreeSet<&String> = BTreeSet::new();
    for (_, group) in groups(device) {
        let families = [&group.ipv4, &group.ipv6, &group.evpn].into_iter().flatten();
        policies.extend(families.flat_map(|one| one.import.iter().chain(&one.export)));
    }
    for vrf in device.bgp.iter().flat_map(|bgp| &bgp.vrfs) {
        let families = vrf.ipv4.iter().chain(&vrf.ipv6);
        policies.extend(
            families.flat_map(|one| one.networks_policy.iter().chain(&one.redistribute_ospf)),
        );
    }
    for ospf in &device.ospf {
        policies.extend(&ospf.export);
    }
    for leak in device.vrfs.iter().flat_map(|vrf| &vrf.leaks) {
        policies.extend(leak.policy_ipv4.iter().chain(&leak.policy_ipv6).chain(&leak.policy));
    }
    let known: BTreeSet<&String> = device.route_policies.iter().map(|one| &one.name).collect();
    let host = &device.hostname;
    said.extend(policies.difference(&known).map(|name| format!("{host}: no policy {name}")));
    let terms = || device.route_policies.iter().flat_map(|one| &one.terms);
    let lists: BTreeSet<&String> = device.prefix_lists.iter().map(|one| &one.name).collect();
    let asked: BTreeSet<&String> =
        terms().flat_map(|term| &term.prefixes).map(|list| &list.name).collect();
    said.extend(asked.difference(&lists).map(|name| format!("{host}: no prefix list {name}")));
    let lists: BTreeSet<&String> = device.community_lists.iter().map(|one| &one.name).collect();
    let asked: BTreeSet<&String> =
        terms().flat_map(|term| term.community.iter().chain(&term.add_community_list)).collect();
    said.extend(asked.difference(&lists).map(|name| format!("{host}: no communities {name}")));
    let lists: BTreeSet<&String> = device.as_path_lists.iter().map(|one| &one.name).collect();
    let asked: BTreeSet<&String> = terms().flat_map(|term| &term.as_path).collect();
    said.extend(asked.difference(&lists).map(|name| format!("{host}: no AS paths {name}")));
    if known.len() != device.route_policies.len() {
        said.push(format!("{host}: two policies have one name"));
    }
}

/// What is said in two places is the same, and names of groups are told apart.
fn instances_agree(device: &Device, said: &mut Vec<String>) {
    let mut names = BTreeSet::new();
    for (_, group) in groups(device) {
        if !names.insert(&group.name) {
            said.push(format!("{}: two groups `{}`", device.hostname, group.name));
        }
    }
    for vrf in &device.vrfs {
        let bgp = device.bgp.iter().flat_map(|bgp| &bgp.vrfs);
        let bgp = bgp.into_iter().find(|one| one.vrf.as_ref() == Some(&vrf.name));
        equal(said, &format!("{} {}", device.hostname, vrf.name), "BGP", &vrf.bgp.as_ref(), &bgp);
    }
    let maintenance = device.maintenance;
    let parts = device.bgp.iter().map(|bgp| bgp.maintenance);
    for part in
        parts.chain(device.ospf.iter().filter(|one| one.vrf.is_none()).map(|one| one.maintenance))
    {
        equal(said, &device.hostname, "maintenance", &maintenance, &part);
    }
}

/// No address is on two switches, but for gateways and what a pair shares.
fn addresses_are_told_apart(made: &Made, said: &mut Vec<String>) {
    let mut seen: BTreeMap<(Option<String>, IpAddr), (String, String)> = BTreeMap::new();
    for device in &made.devices {
        let pair = device.mlag.as_ref().map_or(&device.hostname, |mlag| &mlag.pair);
        for (vrf, address, interface) in addresses(device) {
            let gateway = device.svis.iter().any(|svi| {
                svi.name == interface && (svi.distributed.is_some() || svi.anycast.is_some())
            });
            let tunnel = device.vtep.as_ref().is_some_and(|vtep| vtep.address == address);
            if gateway {
                continue;
            }
            let unit = if tunnel { pair } else { &device.hostname };
            let here = (unit.clone(), format!("{} {interface}", device.hostname));
            let before = seen.insert((vrf, address), here.clone());
            if let Some(before) = before
                && (before.0 != here.0 || !tunnel)
            {
                said.push(format!("{address} is on {} and {}", before.1, here.1));
            }
        }
    }
}

/// Network identifiers and route targets are the same everywhere, and route distinguishers nowhere.
fn overlay_is_one(made: &Made, said: &mut Vec<String>) {
    let mut vlans: BTreeMap<u16, (u32, &str)> = BTreeMap::new();
    let mut vrfs: BTreeMap<&str, (u32, &str)> = BTreeMap::new();
    let mut bundles: BTreeMap<&str, &str> = BTreeMap::new();
    let mut rds: BTreeMap<&str, String> = BTreeMap::new();
    let mut numbers: BTreeMap<u32, String> = BTreeMap::new();
    for device in &made.devices {
        let host = &device.hostname;
        let Some(vtep) = &device.vtep else { continue };
        let mut own: Vec<(&str, String)> = vec![(&vtep.rd, host.clone())];
        for vlan in &vtep.vlans {
            let before = *vlans.entry(vlan.id).or_insert((vlan.vni, &vlan.route_target));
            equal(said, host, &vlan.name, &before, &(vlan.vni, vlan.route_target.as_str()));
            own.push((&vlan.rd, format!("{host} {}", vlan.name)));
            let name = format!("VLAN {}", vlan.name);
            let before = numbers.entry(vlan.vni).or_insert_with(|| name.clone());
            equal(said, host, "the VNI", before, &name);
            let here = device.vlans.iter().find(|one| one.id == vlan.id);
            equal(said, host, &vlan.name, &here.and_then(|one| one.overlay.as_ref()), &Some(vlan));
            if vlan.route_target != format!("{}:{}", vtep.target_asn, vlan.vni) {
                said.push(format!("{host}: route target {}", vlan.route_target));
            }
        }
        for vrf in &device.vrfs {
            let Some(evpn) = &vrf.evpn else { continue };
            let before = *vrfs.entry(&vrf.name).or_insert((evpn.vni, &evpn.route_target));
            equal(said, host, &vrf.name, &before, &(evpn.vni, evpn.route_target.as_str()));
            own.push((&evpn.rd, format!("{host} {}", vrf.name)));
            let name = format!("VRF {}", vrf.name);
            let before = numbers.entry(evpn.vni).or_insert_with(|| name.clone());
            equal(said, host, "the VNI", before, &name);
            let there = vtep.vrfs.iter().find(|one| one.name == vrf.name);
            equal(said, host, &vrf.name, &there.map(|one| one.vni), &Some(evpn.vni));
        }
        for bundle in &vtep.bundles {
            let before = *bundles.entry(&bundle.name).or_insert(&bundle.route_target);
            equal(said, host, &bundle.name, &before, &bundle.route_target.as_str());
            own.push((&bundle.rd, format!("{host} {}", bundle.name)));
        }
        if !vtep.bundles.is_empty() {
            let mut ids: Vec<u16> =
                vtep.bundles.iter().flat_map(|bundle| bundle.vlan_ids.clone()).collect();
            ids.sort_unstable();
            let all: Vec<u16> = vtep.vlans.iter().map(|vlan| vlan.id).collect();
            equal(said, host, "bundles", &ids, &all);
        }
        for (rd, place) in own {
            if !rd.starts_with(&format!("{}:", device.router_id.as_deref().unwrap_or_default())) {
                said.push(format!("{place}: route distinguisher {rd}"));
            }
            if let Some(before) = rds.insert(rd, place.clone()) {
                said.push(format!("{rd} is of {before} and of {place}"));
            }
        }
    }
    let targets: BTreeSet<&str> =
        vlans.values().chain(vrfs.values()).map(|(_, target)| *target).collect();
    if targets.len() != vlans.len() + vrfs.len() {
        said.push("a route target is of two".to_owned());
    }
}

/// A gateway that is distributed has one address and one MAC.
fn gateways_are_one(made: &Made, said: &mut Vec<String>) {
    let mut vlans: BTreeMap<u16, (Vec<String>, &str)> = BTreeMap::new();
    let mut macs: BTreeSet<&str> = BTreeSet::new();
    for device in &made.devices {
        for svi in &device.svis {
            let Some(distributed) = &svi.distributed else { continue };
            let shared = |face: &SviAddress| face.gateway.unwrap_or(face.own).cidr().to_string();
            let faces: Vec<String> = svi.ipv4.iter().chain(&svi.ipv6).map(shared).collect();
            let here = (faces, distributed.mac.as_str());
            let before = vlans.entry(svi.vlan).or_insert_with(|| here.clone());
            equal(said, &device.hostname, &svi.name, before, &here);
            macs.insert(&distributed.mac);
            let of_vtep = device.vtep.as_ref().and_then(|vtep| vtep.gateway_mac.as_deref());
            equal(said, &device.hostname, "the MAC", &of_vtep, &Some(distributed.mac.as_str()));
        }
    }
    if macs.len() > 1 {
        said.push(format!("gateways have several MACs: {macs:?}"));
    }
}

/// A tunnel address is one switch's, or the two members' of an MLAG pair, which have exactly one in common.
fn tunnels_are_told_apart(made: &Made, said: &mut Vec<String>) {
    let mut holders: BTreeMap<IpAddr, BTreeSet<&str>> = BTreeMap::new();
    let mut common: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for device in &made.devices {
        let Some(vtep) = &device.vtep else { continue };
        for address in [vtep.address].into_iter().chain(vtep.shared_address) {
            let holders = holders.entry(address).or_default();
            holders.insert(&device.hostname);
        }
        let peer = device.mlag.as_ref().and_then(|mlag| made.device(&mlag.peer));
        let theirs = peer.and_then(|peer| peer.vtep.as_ref());
        equal(said, &device.hostname, "a tunnel of the pair", &vtep.pair, &theirs.is_some());
        if let (Some(peer), Some(theirs)) = (peer, theirs) {
            let all = |vtep: &rackc::device::model::Vtep| -> BTreeSet<IpAddr> {
                [vtep.address].into_iter().chain(vtep.shared_address).collect()
            };
            let both = all(vtep).intersection(&all(theirs)).count();
            common.insert((&device.hostname, &peer.hostname), both);
        }
    }
    for (address, holders) in holders {
        let pair =
            |one: &&str| made.device(one).and_then(|one| one.mlag.as_ref()).map(|one| &one.pair);
        let pairs: BTreeSet<_> = holders.iter().map(pair).collect();
        if holders.len() > 2 || holders.len() == 2 && (pairs.len() > 1 || pairs.contains(&None)) {
            said.push(format!("{holders:?} all have tunnels from {address}"));
        }
    }
    for ((one, other), count) in common {
        if count != 1 {
            said.push(format!("{one} and {other} share {count} tunnel addresses"));
        }
    }
}

/// An Ethernet segment is on both members of a pair, where it looks the same, and is told from all others.
fn segments_are_told_apart(made: &Made, said: &mut Vec<String>) {
    type Seen<'a> = (&'a str, u16, &'a str, Option<&'a String>, Option<&'a str>, &'a str);
    let mut seen: BTreeMap<&str, Vec<(&str, u16, bool, Seen<'_>)>> = BTreeMap::new();
    for device in &made.devices {
        for lag in &device.lags {
            let Some(segment) = &lag.segment else { continue };
            if device.mlag.is_some() || lag.mlag.is_some() {
                said.push(format!("{} {}: a segment in an MLAG pair", device.hostname, lag.name));
            }
            let system = lag.lacp.as_ref().map(|lacp| lacp.system_id.as_str());
            let looks = (
                segment.system_id.as_str(),
                lag.number,
                segment.import_target.as_str(),
                lag.peer_host.as_ref(),
                system,
                segment.id_words.as_str(),
            );
            let entry = seen.entry(&segment.id).or_default();
            let first = segment.first.is_some();
            entry.push((&device.hostname, segment.df_preference, first, looks));
            if system.is_some_and(|system| system != segment.system_id) {
                said.push(format!("{} {}: LACP says {system:?}", device.hostname, lag.name));
            }
        }
    }
    for (id, members) in &seen {
        let [one, other] = members[..] else {
            said.push(format!("{id} is on {} LAGs", members.len()));
            continue;
        };
        if one.0 == other.0 || one.1 == other.1 || one.2 == other.2 || one.3 != other.3 {
            said.push(format!("{id}: {one:?} and {other:?}"));
        }
    }
    let looks: BTreeSet<(&str, u16)> = seen
        .values()
        .filter_map(|members| Some((members.first()?.3.0, members.first()?.3.1)))
        .collect();
    if looks.len() != seen.len() {
        said.push("two segments have one system id and number".to_owned());
    }
    let systems: BTreeSet<(&str, BTreeSet<&str>)> = seen
        .values()
        .filter_map(|members| {
            Some((members.first()?.3.0, members.iter().map(|one| one.0).collect()))
        })
        .collect();
    let ids: BTreeSet<&str> = systems.iter().map(|(system, _)| *system).collect();
    if ids.len() != systems.len() {
        said.push("two pairs have one system id".to_owned());
    }
}

fn equal<T: PartialEq + std::fmt::Debug>(
    said: &mut Vec<String>,
    place: &str,
    what: &str,
    one: &T,
    other: &T,
) {
    if one != other {
        said.push(format!("{place}: {what} is\n  {one:?}\nand not\n  {other:?}"));
    }
}
