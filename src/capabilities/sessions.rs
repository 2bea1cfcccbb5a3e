//! Whether access lists let through the BGP sessions whose addresses are known only now that they are chosen.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use crate::checks::{Session, cut_off};
use crate::device::model::{BgpGroup, Device, Svi};
use crate::diagnostic::Diagnostic;
use crate::fabric::{Access, Acl, Boundary, Fabric};
use crate::source::Span;

/// An access list, and whose sessions it cuts off.
pub(super) type Key<'a> = (&'a str, &'a str);
type Cut<'a> = BTreeMap<Key<'a>, Diagnostic>;

/// One end of a session, or all that may come from a range.
struct End {
    peers: IpNet,
    own: Option<IpAddr>,
    waits: bool,
}

/// Where a session comes in, and what the program calls it.
struct Guard<'a> {
    access: &'a Access,
    session: Span,
    kind: &'static str,
    name: &'a str,
    from: String,
}

/// Holds a device's sessions with hosts and far peers against the lists that they pass.
pub(super) fn cut<'a>(fabric: &'a Fabric, device: &Device) -> Vec<(Key<'a>, Diagnostic)> {
    let mut cut = Cut::new();
    if fabric.acls.is_empty() {
        return Vec::new();
    }
    for vrf in device.bgp.iter().flat_map(|bgp| &bgp.vrfs) {
        let name = vrf.vrf.as_deref();
        // Lists stand at VLANs and boundaries.
        let svis = device.svis.iter().any(|svi| svi.vrf.as_deref() == name);
        if !svis && !fabric.boundaries.iter().any(|boundary| is_in(fabric, boundary, name)) {
            continue;
        }
        for group in &vrf.groups {
            for end in ends(group) {
                one(fabric, device, name, group, &end, &mut cut);
            }
        }
    }
    cut.into_iter().collect()
}

fn ends(group: &BgpGroup) -> Vec<End> {
    let own = group.local_address;
    let named = group.neighbors.iter().filter_map(|neighbor| {
        let peers = neighbor.address?.into();
        Some(End { peers, own: neighbor.local_address.or(own), waits: false })
    });
    let listening = group.listen.iter().map(|range| End { peers: range.prefix, own, waits: true });
    named.chain(listening).collect()
}

fn one<'a>(
    fabric: &'a Fabric,
    device: &Device,
    vrf: Option<&str>,
    group: &BgpGroup,
    end: &End,
    cut: &mut Cut<'a>,
) {
    let ipv6 = matches!(end.peers, IpNet::V6(_));
    let svi = device.svis.iter().find(|svi| {
        svi.vrf.as_deref() == vrf && subnet(svi, ipv6).is_some_and(|net| overlap(net, end.peers))
    });
    let guard = match svi {
        Some(svi) => at_vlan(fabric, svi, end),
        None => far_away(fabric, vrf, end),
    };
    let Some(guard) = guard else { return };
    let Some(acl) = fabric.acls.get(guard.access.acl) else { return };
    let local = || svi.and_then(|svi| Some(subnet(svi, ipv6)?.addr()));
    let Some(own) = end.own.or_else(local) else { return };
    let peers =
        svi.and_then(|svi| subnet(svi, ipv6)).map_or(end.peers, |net| smaller(net, end.peers));
    let far = group.multihop.is_some() || group.update_source.is_some();
    let lacking =
        |peer| Session { peer, own, bfd: group.bfd.is_some(), waits: end.waits, far }.lacking(acl);
    // When some of a range pass, the list chooses who may speak.
    let each: Option<Vec<_>> = representatives(acl, peers).into_iter().map(lacking).collect();
    let Some(lacking) = each.and_then(|each| each.first().copied()) else { return };
    let Guard { access, session, kind, name, from } = guard;
    let key = (acl.name.as_str(), name);
    if cut.contains_key(&key) {
        return;
    }
    let message =
        format!("access list `{}` drops {} of {kind} `{name}`", acl.name, lacking.protocol);
    let help = lacking.help(&from, &loopbacks(fabric, own, kind == "service"));
    cut.insert(key, cut_off(&message, access.span, session, acl, &help));
}

/// The list at the gateway of a VLAN, on sessions with a service's hosts or a boundary's peer.
fn at_vlan<'a>(fabric: &'a Fabric, svi: &Svi, end: &End) -> Option<Guard<'a>> {
    let (id, vlan) = fabric.vlans.iter().find(|(_, vlan)| vlan.id == svi.vlan)?;
    let boundary = fabric
        .boundaries
        .iter()
        .find(|boundary| boundary.vlans.iter().any(|known| known.value == id));
    let outside = boundary.into_iter().flat_map(|boundary| &boundary.access);
    let access = vlan.access.iter().chain(outside).find(|access| access.ingress)?;
    if let Some((peer, span)) = boundary.and_then(|boundary| peer(boundary, end)) {
        let from = end.peers.addr().to_string();
        return Some(Guard { access, session: span, kind: "peer", name: peer, from });
    }
    let of_vlan =
        |service: &&crate::fabric::Service| service.vlans.iter().any(|known| known.value == id);
    let named = |service: &crate::fabric::Service| {
        let mut addresses = service.nodes.iter().flat_map(|node| &node.addresses);
        addresses.any(|address| end.peers.addr() == address.value)
    };
    let services = || fabric.services.iter().filter(of_vlan);
    let service = services().find(|service| named(service)).or_else(|| {
        services().find(|service| service.listen_on_gateway || !service.listen.is_empty())
    })?;
    let session = service.vlans.iter().find(|known| known.value == id)?.span;
    let name = service.name.as_str();
    Some(Guard { access, session, kind: "service", name, from: vlan.name.clone() })
}

/// The list of the boundary through which a peer that is no direct neighbour is reached.
fn far_away<'a>(fabric: &'a Fabric, vrf: Option<&str>, end: &End) -> Option<Guard<'a>> {
    let mut boundaries = fabric.boundaries.iter().filter(|one| is_in(fabric, one, vrf));
    let found = boundaries.find_map(|boundary| {
        let (name, span) = peer(boundary, end)?;
        Some((boundary, name, span))
    });
    let (boundary, name, session) = found?;
    let address = end.peers.addr();
    let direct = boundary.ports.iter().any(|port| {
        port.ipv4.is_some_and(|net| IpNet::V4(net.value).contains(&address))
            || port.ipv6.is_some_and(|net| IpNet::V6(net.value).contains(&address))
    });
    // A rule of its own sees to direct neighbours.
    let access = boundary.access.iter().find(|access| access.ingress).filter(|_| !direct)?;
    Some(Guard { access, session, kind: "peer", name, from: address.to_string() })
}

/// Whether a boundary is in a VRF.
fn is_in(fabric: &Fabric, boundary: &Boundary, vrf: Option<&str>) -> bool {
    boundary.vrf.map(|vrf| fabric.vrfs[vrf].name.as_str()) == vrf
}

fn peer<'a>(boundary: &'a Boundary, end: &End) -> Option<(&'a str, Span)> {
    boundary.peers.iter().find_map(|peer| {
        let address = peer.addresses.iter().find(|one| one.value == end.peers.addr())?;
        Some((peer.name.as_str(), address.span))
    })
}

fn subnet(svi: &Svi, ipv6: bool) -> Option<IpNet> {
    let face = if ipv6 { &svi.ipv6 } else { &svi.ipv4 };
    Some(face.as_ref()?.own.cidr())
}

fn overlap(a: IpNet, b: IpNet) -> bool {
    a.contains(&b) || b.contains(&a)
}

fn smaller(a: IpNet, b: IpNet) -> IpNet {
    if a.prefix_len() > b.prefix_len() { a.trunc() } else { b }
}

/// Addresses of a range, one for each way in which a list may tell them apart by where they come from.
fn representatives(acl: &Acl, range: IpNet) -> BTreeSet<IpAddr> {
    let one = |net: IpNet| net.hosts().nth(1).or_else(|| net.hosts().next()).unwrap_or(net.addr());
    let sources = acl.entries.iter().filter_map(|entry| entry.from.as_ref());
    let inside = sources.flat_map(|targets| &targets.nets).filter(|net| range.contains(*net));
    inside.map(|net| one(*net)).chain([one(range)]).collect()
}

/// The pool of loopbacks that an address is from, since each switch has another one; else the address.
/// Hosts of a service speak both families.
fn loopbacks(fabric: &Fabric, own: IpAddr, both: bool) -> String {
    let pool = &fabric.settings.pools.loopback;
    let ipv4 = pool.ipv4.iter().map(|net| IpNet::V4(net.value));
    let nets: Vec<IpNet> = ipv4.chain(pool.ipv6.iter().map(|net| IpNet::V6(net.value))).collect();
    if !nets.iter().any(|net| net.contains(&own)) {
        return own.to_string();
    }
    let said = nets.iter().filter(|net| both || net.contains(&own)).map(ToString::to_string);
    said.collect::<Vec<_>>().join(", ")
}
