use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::acl_cuts_session::{UDP, packet, passes};
use super::packets::Packet;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Access, Acl, Vlan, gateway_kind};
use crate::source::Span;
use crate::vendor::schema::GatewayKind;

declare_rule! {
    /// An access list of a VLAN drops what the VLAN's own gateways live on.
    ///
    /// What comes in from a VLAN is held against its `ingress` list before the switch itself sees it: not only
    /// the hosts' traffic, but also the VRRP or HSRP of the other gateway, and requests of DHCP that are to be
    /// relayed. Without VRRP both switches think that they are the gateway; without
    /// DHCP hosts lose their addresses when the lease ends.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 via vrrp on core  ingress acl web-in }
    /// acl web-in   { permit tcp from web to any port 443 }
    /// ```
    ///
    /// Permit it too:
    ///
    /// ```rack
    /// acl web-in {
    ///   permit protocol 112 to 224.0.0.18
    ///   permit tcp from web to any port 443
    /// }
    /// ```
    "R1117", "acl-cuts-gateway", Error
}

const VRRP: u128 = 112;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for vlan in context.fabric.vlans.values() {
        let Some(access) = vlan.access.iter().find(|access| access.ingress) else { continue };
        let Some(acl) = context.fabric.acls.get(access.acl) else { continue };
        let gateways = shared(context, vlan, acl, access);
        for finding in gateways.into_iter().chain(relay(vlan, acl, access)) {
            sink.push(finding);
        }
    }
}

fn report(acl: &Acl, access: &Access, at: Span, what: &str, help: &str) -> Diagnostic {
    Diagnostic::new(&CODE, format!("access list `{}` drops {what}", acl.name))
        .at(at, "cut off")
        .at(access.span, "guarded by this list")
        .from(acl.origin, "the list")
        .help(format!("add `{help}` before what drops it"))
}

/// VRRP and HSRP between switches that share a gateway.
fn shared(context: &Context<'_>, vlan: &Vlan, acl: &Acl, access: &Access) -> Option<Diagnostic> {
    let gateway = vlan.gateway.as_ref().filter(|gateway| gateway.on.len() > 1)?;
    let hsrp = match gateway_kind(context.fabric, context.catalog, vlan)? {
        GatewayKind::Anycast => return None,
        GatewayKind::Vrrp => false,
        GatewayKind::Hsrp => true,
    };
    let (protocol, port) = if hsrp { (UDP, 1985) } else { (VRRP, 0) };
    if let Some(net) = gateway.ipv4 {
        let group = Ipv4Addr::new(224, 0, 0, if hsrp { 102 } else { 18 });
        // Which of the subnet's addresses are the switches' own is not known yet.
        let hello = |from: Ipv4Addr| {
            packet(protocol, false, (IpAddr::V4(from), port), (IpAddr::V4(group), port))
        };
        if net.value.hosts().take(16).all(|from| !passes(acl, false, &hello(from))) {
            let (what, help) = if hsrp {
                ("HSRP", "permit udp to 224.0.0.102 port 1985")
            } else {
                ("VRRP", "permit protocol 112 to 224.0.0.18")
            };
            let what = format!("{what} between the gateways of VLAN `{}`", vlan.name);
            return Some(report(acl, access, gateway.span, &what, help));
        }
    }
    gateway.ipv6?;
    let (protocol, port) = if hsrp { (UDP, 2029) } else { (VRRP, 0) };
    let group = Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 0, if hsrp { 0x66 } else { 0x12 });
    let hello = packet(protocol, false, (link_local(), port), (group.into(), port));
    if passes(acl, true, &hello) {
        return None;
    }
    let (what, help) = if hsrp {
        ("HSRP", "permit udp to ff02::66 port 2029")
    } else {
        ("VRRP", "permit protocol 112 to ff02::12")
    };
    let what = format!("{what} for IPv6 between the gateways of VLAN `{}`", vlan.name);
    Some(report(acl, access, gateway.span, &what, help))
}

/// Requests of DHCP.
fn relay(vlan: &Vlan, acl: &Acl, access: &Access) -> Option<Diagnostic> {
    let asked = |ipv6: bool| vlan.dhcp_relay.iter().find(|server| server.value.is_ipv6() == ipv6);
    let requests = [
        (false, (Ipv4Addr::UNSPECIFIED.into(), 68), (Ipv4Addr::BROADCAST.into(), 67)),
        (true, (link_local(), 546), (Ipv6Addr::new(0xff02, 0, 0, 0, 0, 0, 1, 2).into(), 547)),
    ];
    requests.into_iter().find_map(|(ipv6, from, to)| {
        let server = asked(ipv6)?;
        let request: Packet = packet(UDP, false, from, to);
        (!passes(acl, ipv6, &request)).then(|| {
            let what = format!("requests of DHCP in VLAN `{}`, which relays them", vlan.name);
            let help = if ipv6 { "permit udp port 547" } else { "permit udp port 67" };
            report(acl, access, server.span, &what, help)
        })
    })
}

fn link_local() -> IpAddr {
    Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 1).into()
}
