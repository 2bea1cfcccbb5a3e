use std::net::IpAddr;

use ipnet::IpNet;

use super::packets::{Packet, Packets};
use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Acl, Boundary, Service};
use crate::source::Span;

declare_rule! {
    /// An access list drops the routing protocol of the boundary or the service that it guards.
    ///
    /// What comes in at a boundary's port is held against its `ingress` list before the switch itself sees it. A list
    /// that does not let BGP in from the peer (TCP port 179, in one of the two directions), BFD where it is
    /// asked for (UDP port 3784), or OSPF (protocol 89) takes the session down, and with it every route.
    ///
    /// ```rack
    /// acl edge-in { deny from bogons log  permit tcp to web port 443 }
    /// ```
    ///
    /// The same goes for the `ingress` list of a VLAN whose hosts speak BGP as a service. Where the gateway is the
    /// same on several switches, their sessions are with loopbacks of the switches, out of `pool loopback`.
    ///
    /// Permit it first:
    ///
    /// ```rack
    /// acl edge-in { permit tcp from 203.0.113.0/31 to 203.0.113.0/31 port 179  permit tcp to web port 443 }
    /// ```
    "R1114", "acl-cuts-session", Error
}

/// IANA numbers of protocols, and ports.
const TCP: u128 = 6;
const UDP: u128 = 17;
const OSPF: u128 = 89;
const BGP_PORT: u128 = 179;
const BFD_PORT: u128 = 3784;
/// BFD over several hops (RFC 5883).
const BFD_FAR_PORT: u128 = 4784;
/// Any port that a program takes when it asks for none.
const FREE_PORT: u128 = 50_000;

fn check(context: &Context<'_>, sink: &mut Sink) {
    services(context, sink);
    for boundary in &context.fabric.boundaries {
        let Some(access) = boundary.access.iter().find(|access| access.ingress) else { continue };
        let Some(acl) = context.fabric.acls.get(access.acl) else { continue };
        for peer in &boundary.peers {
            for address in &peer.addresses {
                let Some(own) = own_address(boundary, address.value) else { continue };
                let lacking = lacking(acl, address.value, own, peer.bfd.is_some());
                if let Some((what, help)) = lacking {
                    let message =
                        format!("access list `{}` drops {what} of peer `{}`", acl.name, peer.name);
                    sink.push(report(&message, access.span, address.span, acl, &help));
                }
            }
        }
        if let Some(ospf) = &boundary.ospf {
            let cut = boundary.ports.iter().find_map(|port| {
                let net = port.ipv4?.value;
                let neighbour = net.hosts().find(|host| *host != net.addr())?;
                let group = IpAddr::from([224, 0, 0, 5]);
                let packet = packet(OSPF, false, (neighbour.into(), 0), (group, 0));
                (!passes(acl, false, &packet)).then_some(port.span)
            });
            if let Some(port) = cut {
                let message = format!("access list `{}` drops OSPF", acl.name);
                let help = "add `permit protocol 89` to it";
                sink.push(report(&message, access.span, port, acl, help).at(ospf.span, "OSPF"));
            }
        }
    }
}

/// Sessions of services are cut when no packet of them could pass: which loopback a switch has is not known here.
fn services(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    for service in &fabric.services {
        for vlan in &service.vlans {
            let facts = &fabric.vlans[vlan.value];
            let access = facts.access.iter().find(|access| access.ingress);
            let (Some(gateway), Some(access)) = (&facts.gateway, access) else { continue };
            let Some(acl) = fabric.acls.get(access.acl) else { continue };
            for subnet in nets::both(gateway.ipv4, gateway.ipv6) {
                let subnet = subnet.value.trunc();
                let far = gateway.distributed;
                let own = if far { loopbacks(context) } else { vec![subnet] };
                let hosts = hosts(service, subnet);
                let cut = hosts.iter().find_map(|host| cut_off(acl, host, &own, service, far));
                let Some((what, help)) = cut else { continue };
                let name = &service.name;
                let message =
                    format!("access list `{}` drops {what} of service `{name}`", acl.name);
                sink.push(report(&message, access.span, vlan.span, acl, &help));
                break;
            }
        }
    }
}

/// Who speaks BGP in a subnet, and whether they come by themselves.
fn hosts(service: &Service, subnet: IpNet) -> Vec<(IpNet, bool)> {
    let said = service.listen.iter().map(|range| range.value.trunc());
    let mut hosts: Vec<(IpNet, bool)> =
        said.filter(|range| subnet.contains(range)).map(|range| (range, true)).collect();
    if service.listen.is_empty() && service.listen_on_gateway {
        hosts.push((subnet, true));
    }
    let named = service.nodes.iter().flat_map(|node| &node.addresses).map(|one| one.value);
    let named = named.filter(|address| subnet.contains(address));
    hosts.extend(named.map(|address| (IpNet::from(address), false)));
    hosts
}

/// Where loopbacks of switches are.
fn loopbacks(context: &Context<'_>) -> Vec<IpNet> {
    let pool = &context.fabric.settings.pools.loopback;
    let ipv4 = pool.ipv4.iter().map(|net| IpNet::V4(net.value));
    let pools = ipv4.chain(pool.ipv6.iter().map(|net| IpNet::V6(net.value)));
    let said = context.fabric.switches.values().flat_map(|switch| &switch.loopback);
    pools.chain(said.map(|address| IpNet::from(address.value))).collect()
}

fn cut_off(
    acl: &Acl,
    (host, alone): &(IpNet, bool),
    own: &[IpNet],
    service: &Service,
    far: bool,
) -> Option<(&'static str, String)> {
    let ipv6 = matches!(host, IpNet::V6(_));
    let hosts = [*host];
    let some = |protocol, up, from_port, to_port| {
        let packets = Packets::between(ipv6, (protocol, up), (&hosts, from_port), (own, to_port));
        // Without an address on the switch there is no session.
        packets.is_none_or(|packets| some_pass(acl, ipv6, packets))
    };
    let asked = [false, true].iter().all(|up| some(TCP, *up, FREE_PORT, BGP_PORT));
    let answered = !alone && some(TCP, true, BGP_PORT, FREE_PORT);
    let alone_in_it = host.prefix_len() == host.max_prefix_len();
    let from = if alone_in_it { host.addr().to_string() } else { host.to_string() };
    let to = own.iter().find(|net| matches!(net, IpNet::V6(_)) == ipv6)?;
    if !asked && !answered {
        let help = format!("add `permit tcp from {from} to {to} port 179` before what drops it");
        return Some(("BGP", help));
    }
    let port = if far { BFD_FAR_PORT } else { BFD_PORT };
    if service.bfd.is_some() && !some(UDP, false, FREE_PORT, port) {
        let help = format!("add `permit udp from {from} to {to} port {port}` before what drops it");
        return Some(("BFD", help));
    }
    None
}

/// Whether the list lets some of these packets through.
fn some_pass(acl: &Acl, ipv6: bool, packets: Packets) -> bool {
    let mut rest = vec![packets];
    for entry in &acl.entries {
        let Some(matched) = Packets::of(entry, ipv6) else { continue };
        if entry.permit && rest.iter().any(|packets| packets.meet(&matched)) {
            return true;
        }
        rest = rest.iter().flat_map(|packets| packets.without(&matched)).collect();
    }
    false
}

fn report(message: &str, access: Span, session: Span, acl: &Acl, help: &str) -> Diagnostic {
    Diagnostic::new(&CODE, message)
        .at(session, "cut off")
        .at(access, "guarded by this list")
        .from(acl.origin, "the list")
        .help(help)
}

/// The boundary's own address in the subnet of a peer's.
fn own_address(boundary: &Boundary, peer: IpAddr) -> Option<IpAddr> {
    let mut own = boundary.ports.iter().flat_map(|port| nets::both(port.ipv4, port.ipv6));
    own.find(|net| net.value.contains(&peer))
        .map(|net: crate::source::Spanned<IpNet>| net.value.addr())
}

/// What of a session the list drops, and what to add.
fn lacking(acl: &Acl, peer: IpAddr, own: IpAddr, bfd: bool) -> Option<(&'static str, String)> {
    let ipv6 = peer.is_ipv6();
    let asked = [false, true]
        .iter()
        .all(|up| passes(acl, ipv6, &packet(TCP, *up, (peer, FREE_PORT), (own, BGP_PORT))));
    let answered = passes(acl, ipv6, &packet(TCP, true, (peer, BGP_PORT), (own, FREE_PORT)));
    if !asked && !answered {
        let help = format!("add `permit tcp from {peer} to {own} port 179` before what drops it");
        return Some(("BGP", help));
    }
    if bfd && !passes(acl, ipv6, &packet(UDP, false, (peer, FREE_PORT), (own, BFD_PORT))) {
        let help = format!("add `permit udp from {peer} to {own} port 3784` before what drops it");
        return Some(("BFD", help));
    }
    None
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

/// Source and destination are an address and a port.
fn packet(protocol: u128, up: bool, source: (IpAddr, u128), destination: (IpAddr, u128)) -> Packet {
    let (from, to) = (number(source.0), number(destination.0));
    [protocol, 0, u128::from(up), from, to, source.1, destination.1]
}

/// Whether the first entry that matches permits; what none matches is dropped.
fn passes(acl: &Acl, ipv6: bool, packet: &Packet) -> bool {
    let matching = acl
        .entries
        .iter()
        .find(|entry| Packets::of(entry, ipv6).is_some_and(|packets| packets.contains(packet)));
    matching.is_some_and(|entry| entry.permit)
}
