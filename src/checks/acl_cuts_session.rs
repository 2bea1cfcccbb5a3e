use std::net::IpAddr;

use ipnet::IpNet;

use super::packets::{Packet, Packets};
use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Acl, Boundary};
use crate::source::Span;

declare_rule! {
    /// An access list drops the routing protocol of the boundary or the service that it guards.
    ///
    /// What comes in at a boundary's port or at a VLAN's gateway is held against its `ingress` list before the switch itself
    /// sees it. A list that does not let BGP in from the peer or the hosts (TCP port 179, in one of the two directions), BFD
    /// where it is asked for (UDP port 3784, over several hops 4784), or OSPF (protocol 89) takes the session down, and
    /// with it every route. Where a gateway is the same on several switches, and with peers that are farther away, the
    /// session is with the switch's own loopback, which the list must let in.
    ///
    /// ```rack
    /// acl edge-in { deny from bogons log  permit tcp to web port 443 }
    /// ```
    ///
    /// Permit it first:
    ///
    /// ```rack
    /// acl edge-in { permit tcp from 203.0.113.0/31 to 203.0.113.0/31 port 179  permit tcp to web port 443 }
    /// ```
    "R1114", "acl-cuts-session", Error
}

/// IANA numbers of protocols, and ports.
pub(super) const TCP: u128 = 6;
pub(super) const UDP: u128 = 17;
const OSPF: u128 = 89;
pub(super) const BGP_PORT: u128 = 179;
const BFD_PORT: u128 = 3784;
const BFD_PORT_FAR: u128 = 4784;
/// Any port that a program takes when it asks for none.
pub(super) const FREE_PORT: u128 = 50_000;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for boundary in &context.fabric.boundaries {
        let Some(access) = boundary.access.iter().find(|access| access.ingress) else { continue };
        let Some(acl) = context.fabric.acls.get(access.acl) else { continue };
        for peer in &boundary.peers {
            for address in &peer.addresses {
                let Some(own) = own_address(boundary, address.value) else { continue };
                let session = Session {
                    peer: address.value,
                    own,
                    bfd: peer.bfd.is_some(),
                    waits: false,
                    far: false,
                };
                if let Some(lacking) = session.lacking(acl) {
                    let what = lacking.protocol;
                    let message =
                        format!("access list `{}` drops {what} of peer `{}`", acl.name, peer.name);
                    let help = lacking.help(&address.value.to_string(), &own.to_string());
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

/// The message about a list that cuts a session off.
pub(crate) fn report(
    message: &str,
    access: Span,
    session: Span,
    acl: &Acl,
    help: &str,
) -> Diagnostic {
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

/// A BGP session that comes in where an access list guards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Session {
    /// The neighbour.
    pub(crate) peer: IpAddr,
    /// The switch's own address.
    pub(crate) own: IpAddr,
    /// BFD watches it.
    pub(crate) bfd: bool,
    /// The switch waits for the neighbour to call.
    pub(crate) waits: bool,
    /// The neighbour is several hops away, or speaks with a loopback.
    pub(crate) far: bool,
}

/// What of a session a list drops.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lacking {
    /// Its name.
    pub(crate) protocol: &'static str,
    transport: &'static str,
    port: u128,
}

impl Session {
    /// What of it the list drops, if anything.
    pub(crate) fn lacking(self, acl: &Acl) -> Option<Lacking> {
        let Self { peer, own, .. } = self;
        let ipv6 = peer.is_ipv6();
        let asked = [false, true]
            .iter()
            .all(|up| passes(acl, ipv6, &packet(TCP, *up, (peer, FREE_PORT), (own, BGP_PORT))));
        let answer = packet(TCP, true, (peer, BGP_PORT), (own, FREE_PORT));
        if !asked && (self.waits || !passes(acl, ipv6, &answer)) {
            return Some(Lacking { protocol: "BGP", transport: "tcp", port: BGP_PORT });
        }
        let port = if self.far { BFD_PORT_FAR } else { BFD_PORT };
        let watching = packet(UDP, false, (peer, FREE_PORT), (own, port));
        let cut = self.bfd && !passes(acl, ipv6, &watching);
        cut.then_some(Lacking { protocol: "BFD", transport: "udp", port })
    }
}

impl Lacking {
    /// What to add, from whom to what.
    pub(crate) fn help(self, from: &str, to: &str) -> String {
        let Self { transport, port, .. } = self;
        format!("add `permit {transport} from {from} to {to} port {port}` before what drops it")
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

/// Source and destination are an address and a port.
pub(super) fn packet(
    protocol: u128,
    up: bool,
    source: (IpAddr, u128),
    destination: (IpAddr, u128),
) -> Packet {
    let (from, to) = (number(source.0), number(destination.0));
    [protocol, 0, u128::from(up), from, to, source.1, destination.1]
}

/// Whether the first entry that matches permits; what none matches is dropped.
pub(super) fn passes(acl: &Acl, ipv6: bool, packet: &Packet) -> bool {
    let matching = acl
        .entries
        .iter()
        .find(|entry| Packets::of(entry, ipv6).is_some_and(|packets| packets.contains(packet)));
    matching.is_some_and(|entry| entry.permit)
}
