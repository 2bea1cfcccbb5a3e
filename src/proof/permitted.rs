//! What routing and access lists let through, whatever is lost.

use ipnet::IpNet;

use super::network::Network;
use super::sides::{Exit, Over};
use crate::fabric::{
    Access, AclEntry, Advertise, AsPath, Boundary, Fabric, Peer, Policy, PrefixMatch, StaticRoute,
    Targets, VlanId, VrfId,
};

/// An end of a flow, as far as routing and filtering care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot {
    /// A VLAN.
    Vlan(VlanId),
    /// Beyond a boundary (its position).
    Outside(usize),
    /// A switch's own loopback.
    Loopback,
}

/// Why nothing passes from one spot to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Barrier {
    /// They are in different VRFs, and nothing is leaked.
    Vrf,
    /// A VLAN has no gateway.
    NoGateway(VlanId),
    /// An access list drops everything (its position).
    Acl(usize),
    /// The fabric knows no way to what is beyond the boundary (its position).
    NoRouteOut(usize),
    /// Nobody beyond the boundary (its position) knows a way to the VLAN.
    NotAnnounced(usize, Option<VlanId>),
}

/// Whether packets may pass from one spot to another; with `reply` as answers.
pub(super) fn passes(
    network: &Network<'_>,
    from: Spot,
    to: Spot,
    reply: bool,
) -> Result<(), Barrier> {
    if from == to && !matches!(from, Spot::Outside(_)) {
        return Ok(());
    }
    for spot in [from, to] {
        if let Spot::Vlan(vlan) = spot
            && network.segment(vlan).routers.is_empty()
        {
            return Err(Barrier::NoGateway(vlan));
        }
    }
    let fabric = network.fabric;
    if !knows(fabric, from, to) {
        return Err(Barrier::Vrf);
    }
    if let Spot::Outside(boundary) = to
        && !leads_out(fabric, &fabric.boundaries[boundary])
    {
        return Err(Barrier::NoRouteOut(boundary));
    }
    if let Spot::Outside(boundary) = from
        && !is_announced(network, &fabric.boundaries[boundary], to)
    {
        let vlan = if let Spot::Vlan(vlan) = to { Some(vlan) } else { None };
        return Err(Barrier::NotAnnounced(boundary, vlan));
    }
    let (source, destination) = (nets(fabric, from), nets(fabric, to));
    let lists = |spot: Spot, ingress: bool| -> Vec<&Access> {
        let all = match spot {
            Spot::Vlan(vlan) => &fabric.vlans[vlan].access,
            Spot::Outside(boundary) => &fabric.boundaries[boundary].access,
            Spot::Loopback => return Vec::new(),
        };
        all.iter().filter(|access| access.ingress == ingress).collect()
    };
    for access in lists(from, true).into_iter().chain(lists(to, false)) {
        let entries = &fabric.acls[access.acl].entries;
        if !lets_some_through(entries, &source, &destination, reply) {
            return Err(Barrier::Acl(access.acl));
        }
    }
    Ok(())
}

fn vrf_of(fabric: &Fabric, spot: Spot) -> Option<VrfId> {
    match spot {
        Spot::Vlan(vlan) => fabric.vlans[vlan].vrf,
        Spot::Outside(boundary) => fabric.boundaries[boundary].vrf,
        Spot::Loopback => None,
    }
}

/// Whether the VRF of one spot has routes to the other: it is the same, or takes them in.
pub(super) fn knows(fabric: &Fabric, from: Spot, to: Spot) -> bool {
    let (here, there) = (vrf_of(fabric, from), vrf_of(fabric, to));
    if here == there {
        return true;
    }
    let (Some(here), Some(there)) = (here, there) else { return false };
    let nets = nets(fabric, to);
    fabric.vrfs[here].leaks.iter().filter(|leak| leak.from.value == there).any(|leak| {
        let Some(prefixes) = &leak.prefixes else { return true };
        let outside = matches!(to, Spot::Outside(_));
        let listed = |net: &IpNet| prefixes.prefixes.iter().any(|one| matches(&one.value, *net));
        nets.iter().any(listed) || (outside && !prefixes.prefixes.is_empty())
    })
}

/// Whether the fabric has a route to what is beyond a boundary.
fn leads_out(fabric: &Fabric, boundary: &Boundary) -> bool {
    let taken = |said: Option<&Advertise>| said.is_some_and(|what| *what != Advertise::Nothing);
    let peers = boundary.peers.iter();
    let speaks = !boundary.peers.is_empty() || boundary.ospf.is_some();
    let by_peer = peers.into_iter().any(|peer| taken(peer.import.as_ref().map(|one| &one.value)));
    let static_route = fabric.routes.iter().any(|route| {
        let via = route.via.map(|via| via.value);
        route.vrf == boundary.vrf && via.is_some_and(|via| touches(fabric, boundary, via))
    });
    by_peer || boundary.ospf.is_some() || static_route || !speaks
}

/// Whether an exit itself has a route to what is beyond its boundary.
pub(super) fn takes_routes(fabric: &Fabric, exit: &Exit) -> bool {
    let boundary = &fabric.boundaries[exit.boundary];
    let imports =
        |peer: &Peer| peer.import.as_ref().is_some_and(|said| said.value != Advertise::Nothing);
    let is_static = |route: &StaticRoute, exit: &Exit| {
        route.vrf == boundary.vrf
            && route.may_be_on(exit.switch)
            && route.via.is_some_and(|via| is_behind(fabric, exit, via.value))
    };
    if peers_of(fabric, exit).any(imports) || boundary.ospf.is_some() {
        return true;
    }
    if fabric.routes.iter().any(|route| is_static(route, exit)) {
        return true;
    }
    // Without any protocol and route only what is next to it is meant.
    let via =
        |route: &StaticRoute| route.via.is_some_and(|via| touches(fabric, boundary, via.value));
    boundary.peers.is_empty()
        && !fabric.routes.iter().any(|route| route.vrf == boundary.vrf && via(route))
}

/// Whether those beyond an exit are told of a spot by it.
pub(super) fn tells(network: &Network<'_>, exit: &Exit, spot: Spot) -> bool {
    told(network.fabric, exit)
        .is_none_or(|mut all| all.any(|what| covers(network.fabric, what, spot)))
}

/// Whether they are told a default route, whatever the exit itself knows.
pub(super) fn tells_default(fabric: &Fabric, exit: &Exit) -> bool {
    told(fabric, exit).is_none_or(|mut all| all.any(|what| *what == Advertise::Default))
}

/// What those beyond an exit are told; none where no protocol runs.
fn told<'f>(
    fabric: &'f Fabric,
    exit: &'f Exit,
) -> Option<impl Iterator<Item = &'f Advertise> + use<'f>> {
    let boundary = &fabric.boundaries[exit.boundary];
    if boundary.peers.is_empty() && boundary.ospf.is_none() {
        return None;
    }
    let by_peer = peers_of(fabric, exit).filter_map(|peer| peer.export.as_ref());
    let by_ospf = boundary.ospf.iter().filter_map(|ospf| ospf.export.as_ref());
    Some(by_peer.chain(by_ospf).map(|said| &said.value))
}

/// Neighbours to which an exit leads.
fn peers_of<'f>(fabric: &'f Fabric, exit: &'f Exit) -> impl Iterator<Item = &'f Peer> + use<'f> {
    fabric.boundaries[exit.boundary].peers.iter().filter(move |peer| {
        let mut addresses = peer.addresses.iter();
        peer.on.contains(&exit.switch)
            && (exit.over == Over::Afar
                || peer.multihop.is_some()
                || addresses.any(|address| is_behind(fabric, exit, address.value)))
    })
}

/// Whether an address is in the subnet of an exit.
fn is_behind(fabric: &Fabric, exit: &Exit, address: std::net::IpAddr) -> bool {
    let boundary = &fabric.boundaries[exit.boundary];
    match exit.over {
        Over::Port(cable) => boundary
            .ports
            .iter()
            .filter(|port| port.cable == cable && port.switch == exit.switch)
            .any(|port| {
                let ipv4 = port.ipv4.map(|net| IpNet::V4(net.value));
                let ipv6 = port.ipv6.map(|net| IpNet::V6(net.value));
                ipv4.into_iter().chain(ipv6).any(|net| net.contains(&address))
            }),
        Over::Vlan(vlan) => subnets(fabric, vlan).iter().any(|net| net.contains(&address)),
        Over::Afar => false,
    }
}

/// Whether an address is in the subnet of one of a boundary's interfaces.
fn touches(fabric: &Fabric, boundary: &Boundary, via: std::net::IpAddr) -> bool {
    let ports = boundary.ports.iter().flat_map(|port| {
        let ipv4 = port.ipv4.map(|net| IpNet::V4(net.value));
        ipv4.into_iter().chain(port.ipv6.map(|net| IpNet::V6(net.value)))
    });
    let vlans = boundary.vlans.iter().flat_map(|vlan| subnets(fabric, vlan.value));
    ports.chain(vlans).any(|net| net.contains(&via))
}

/// Whether those beyond a boundary are told of a spot. Where no protocol runs they are taken to know.
fn is_announced(network: &Network<'_>, boundary: &Boundary, spot: Spot) -> bool {
    if boundary.peers.is_empty() && boundary.ospf.is_none() {
        return true;
    }
    let by_peer = boundary.peers.iter().filter_map(|peer| peer.export.as_ref());
    let by_ospf = boundary.ospf.iter().filter_map(|ospf| ospf.export.as_ref());
    let mut told = by_peer.chain(by_ospf);
    told.any(|what| covers(network.fabric, &what.value, spot))
}

fn covers(fabric: &Fabric, what: &Advertise, spot: Spot) -> bool {
    match what {
        Advertise::Default | Advertise::All => true,
        Advertise::Nothing => false,
        Advertise::Policy(policy) => {
            let policy = &fabric.policies[*policy];
            match spot {
                Spot::Vlan(vlan) => {
                    subnets(fabric, vlan).iter().any(|net| permits(fabric, policy, *net))
                }
                Spot::Outside(_) | Spot::Loopback => true,
            }
        }
        Advertise::Subnets { vrfs, vlans } => match spot {
            Spot::Vlan(vlan) => {
                vlans.contains(&vlan)
                    || fabric.vlans[vlan].vrf.is_some_and(|vrf| vrfs.contains(&vrf))
            }
            Spot::Outside(_) => true,
            Spot::Loopback => false,
        },
    }
}

/// Whether a policy accepts the fabric's own route of a subnet: it has no community and an empty path.
fn permits(fabric: &Fabric, policy: &Policy, net: IpNet) -> bool {
    let empty_path = |list: usize| fabric.as_path_lists[list].paths.contains(&AsPath::Empty);
    let hit = policy.terms.iter().find(|term| {
        let prefix = term
            .prefixes
            .as_ref()
            .is_none_or(|set| set.prefixes.iter().any(|one| matches(&one.value, net)));
        prefix && term.community.is_none() && term.as_path.is_none_or(empty_path)
    });
    hit.is_some_and(|term| term.permit)
}

fn matches(entry: &PrefixMatch, net: IpNet) -> bool {
    entry.prefix.contains(&net) && (entry.from..=entry.up_to).contains(&net.prefix_len())
}

/// Gateway subnets of a VLAN.
pub(super) fn subnets(fabric: &Fabric, vlan: VlanId) -> Vec<IpNet> {
    let facts = &fabric.vlans[vlan];
    let mut nets: Vec<IpNet> = Vec::new();
    if let Some(gateway) = &facts.gateway {
        nets.extend(gateway.ipv4.map(|net| IpNet::V4(net.value.trunc())));
        nets.extend(gateway.ipv6.map(|net| IpNet::V6(net.value.trunc())));
    }
    for own in facts.addresses.values() {
        nets.extend(own.ipv4.map(|net| IpNet::V4(net.value.trunc())));
        nets.extend(own.ipv6.map(|net| IpNet::V6(net.value.trunc())));
    }
    nets.sort_unstable();
    nets.dedup();
    nets
}

/// Addresses at a spot: anything beyond a boundary.
fn nets(fabric: &Fabric, spot: Spot) -> Vec<IpNet> {
    match spot {
        Spot::Vlan(vlan) => subnets(fabric, vlan),
        Spot::Outside(_) | Spot::Loopback => everything(),
    }
}

fn everything() -> Vec<IpNet> {
    vec![IpNet::V4(ipnet::Ipv4Net::default()), IpNet::V6(ipnet::Ipv6Net::default())]
}

/// Whether any packet from one set of addresses to another gets through an access list. An entry counts when no
/// earlier one alone drops all that it would permit.
fn lets_some_through(entries: &[AclEntry], from: &[IpNet], to: &[IpNet], reply: bool) -> bool {
    let pairs = from.iter().flat_map(|from| to.iter().map(move |to| (*from, *to)));
    let mut same_family = pairs.filter(|(from, to)| from.addr().is_ipv4() == to.addr().is_ipv4());
    same_family.any(|(from, to)| {
        entries.iter().enumerate().filter(|(_, entry)| entry.permit).any(|(position, entry)| {
            if entry.established && !reply {
                return false;
            }
            let sources = common(entry.from.as_ref(), from);
            let destinations = common(entry.to.as_ref(), to);
            let regions = sources.iter().flat_map(|source| {
                destinations.iter().map(move |destination| (*source, *destination))
            });
            let before = &entries[..position];
            regions
                .into_iter()
                .any(|region| !before.iter().any(|one| drops_all(one, entry, region)))
        })
    })
}

/// What an entry's targets and a net have in common.
fn common(targets: Option<&Targets>, net: IpNet) -> Vec<IpNet> {
    let Some(targets) = targets else { return vec![net] };
    let both = |one: &IpNet| {
        if one.contains(&net) {
            Some(net)
        } else if net.contains(one) {
            Some(*one)
        } else {
            None
        }
    };
    targets.nets.iter().filter_map(both).collect()
}

/// Whether an entry drops all of what a later one would permit within a region.
fn drops_all(entry: &AclEntry, later: &AclEntry, region: (IpNet, IpNet)) -> bool {
    let holds = |targets: Option<&Targets>, net: IpNet| {
        targets.is_none_or(|targets| targets.nets.iter().any(|one| one.contains(&net)))
    };
    let ports = |own: &[(u16, u16)], theirs: &[(u16, u16)]| {
        own.is_empty()
            || (!theirs.is_empty()
                && theirs
                    .iter()
                    .all(|(first, last)| own.iter().any(|(from, to)| from <= first && last <= to)))
    };
    !entry.permit
        && !entry.established
        && (entry.protocol.is_none() || entry.protocol == later.protocol)
        && (entry.icmp.is_none() || entry.icmp == later.icmp)
        && ports(&entry.from_ports, &later.from_ports)
        && ports(&entry.to_ports, &later.to_ports)
        && holds(entry.from.as_ref(), region.0)
        && holds(entry.to.as_ref(), region.1)
}
