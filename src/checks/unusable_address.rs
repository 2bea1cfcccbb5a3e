use std::net::IpAddr;

use ipnet::IpNet;

use super::host_address::{edge_of, special, special_or_local};
use super::{Context, declare_rule, nets, servers};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, Vlan};
use crate::source::{Origin, Spanned};

declare_rule! {
    /// An address is none that an interface can have.
    ///
    /// The first and the last address of an IPv4 subnet are its network and broadcast address;
    /// hosts refuse to send to them. The first address of an IPv6 subnet belongs to all its routers
    /// (RFC 4291, 2.6.1). Multicast, loopback and unspecified addresses belong to no interface at
    /// all, and link-local ones are not routed. A gateway with a `/32` or `/128` has no subnet in
    /// which hosts could be.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.0/24 on core }
    /// ```
    ///
    /// Write an address between the two ends: `gateway 10.1.110.1/24`. Links of two (`/31`, `/127`)
    /// use both of their addresses.
    "R0304", "unusable-address", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    for vlan in fabric.vlans.values() {
        gateway(vlan, sink);
        own_addresses(fabric, vlan, sink);
        hosts(vlan, sink);
    }
    boundaries(fabric, sink);
    switches(fabric, sink);
    server_addresses(fabric, sink);
}

fn gateway(vlan: &Vlan, sink: &mut Sink) {
    let Some(gateway) = &vlan.gateway else { return };
    for net in nets::both(gateway.ipv4, gateway.ipv6) {
        let what = format!("the gateway of VLAN `{}`", vlan.name);
        let wrong = special_or_local(net.value.addr()).or_else(|| no_room(net.value));
        report(&what, net.value, wrong, net.span.into(), sink);
    }
}

fn own_addresses(fabric: &Fabric, vlan: &Vlan, sink: &mut Sink) {
    for (switch, own) in &vlan.addresses {
        for net in nets::both(own.ipv4, own.ipv6) {
            let what = format!(
                "the address of `{}` on VLAN `{}`",
                fabric.switches[*switch].name, vlan.name
            );
            let wrong = special_or_local(net.value.addr()).or_else(|| no_room(net.value));
            report(&what, net.value, wrong, net.span.into(), sink);
        }
    }
}

/// Hosts at an end of the VLAN's subnet.
fn hosts(vlan: &Vlan, sink: &mut Sink) {
    let subnets: Vec<IpNet> = match &vlan.gateway {
        Some(gateway) => nets::both(gateway.ipv4, gateway.ipv6).map(|net| net.value).collect(),
        None => Vec::new(),
    };
    for (name, address) in &vlan.hosts {
        let subnet = subnets.iter().find(|subnet| subnet.contains(&address.value));
        let wrong = special(address.value).or_else(|| edge_of(*subnet?, address.value));
        let shown = subnet.copied().unwrap_or_else(|| address.value.into());
        let what = format!("the address of host `{}`", name.value);
        report_address(&what, address.value, shown, wrong, address.span.into(), sink);
    }
}

fn boundaries(fabric: &Fabric, sink: &mut Sink) {
    for boundary in &fabric.boundaries {
        for port in &boundary.ports {
            for net in nets::both(port.ipv4, port.ipv6) {
                let what =
                    format!("the address of a port of `{}`", fabric.switches[port.switch].name);
                let wrong = special(net.value.addr()).or_else(|| no_room(net.value));
                report(&what, net.value, wrong, net.span.into(), sink);
            }
        }
    }
}

/// Management addresses lie in the prefix of the pool that holds them; loopbacks have no subnet.
fn switches(fabric: &Fabric, sink: &mut Sink) {
    let pools = &fabric.settings.pools;
    let subnets = nets::of_management(pools);
    let in_pool = |address: IpAddr| {
        subnets.iter().map(|subnet| subnet.value).find(|subnet| subnet.contains(&address))
    };
    let managed = |address: Spanned<IpAddr>, what: &str, origin: Origin, sink: &mut Sink| {
        let subnet = in_pool(address.value);
        let wrong = special_or_local(address.value).or_else(|| edge_of(subnet?, address.value));
        let shown = subnet.unwrap_or_else(|| address.value.into());
        report_address(what, address.value, shown, wrong, origin, sink);
    };
    for switch in fabric.switches.values() {
        for address in &switch.management {
            let what = format!("the management address of `{}`", switch.name);
            managed(*address, &what, switch.origin.at(address.span), sink);
        }
        for address in &switch.loopback {
            let what = format!("the loopback of `{}`", switch.name);
            let wrong = special_or_local(address.value);
            let origin = switch.origin.at(address.span);
            report_address(&what, address.value, address.value.into(), wrong, origin, sink);
        }
    }
    for gateway in nets::management_gateways(pools) {
        managed(gateway, "the management gateway", gateway.span.into(), sink);
    }
}

fn server_addresses(fabric: &Fabric, sink: &mut Sink) {
    for (what, address) in servers::all(&fabric.management) {
        let what = format!("the {what} server");
        let wrong = special_or_local(address.value);
        report_address(
            &what,
            address.value,
            address.value.into(),
            wrong,
            address.span.into(),
            sink,
        );
    }
    for server in fabric.vlans.values().flat_map(|vlan| &vlan.dhcp_relay) {
        // DHCPv6 relays may send to a multicast group (RFC 8415, 19.1.1).
        let wrong = special(server.value)
            .filter(|_| !server.value.is_multicast() || server.value.is_ipv4());
        report_address(
            "the DHCP server",
            server.value,
            server.value.into(),
            wrong,
            server.span.into(),
            sink,
        );
    }
}

/// What keeps an interface from having neighbours.
fn no_room(net: IpNet) -> Option<&'static str> {
    if net.prefix_len() == net.max_prefix_len() {
        return Some("a prefix of a single address, which leaves no room for neighbours");
    }
    edge_of(net, net.addr())
}

fn report(what: &str, net: IpNet, wrong: Option<&'static str>, origin: Origin, sink: &mut Sink) {
    report_address(what, net.addr(), net, wrong, origin, sink);
}

fn report_address(
    what: &str,
    address: IpAddr,
    subnet: IpNet,
    wrong: Option<&'static str>,
    origin: Origin,
    sink: &mut Sink,
) {
    let Some(wrong) = wrong else { return };
    let diagnostic =
        Diagnostic::new(&CODE, format!("{what} cannot be `{address}`")).from(origin, wrong);
    sink.push(diagnostic.maybe_help(suggestion(subnet)));
}

/// The addresses of a subnet that would do.
fn suggestion(subnet: IpNet) -> Option<String> {
    let first =
        subnet.hosts().next().filter(|_| subnet.prefix_len() + 1 < subnet.max_prefix_len())?;
    if special_or_local(first).is_some() {
        return None;
    }
    match subnet {
        IpNet::V4(net) => {
            let last = IpAddr::from(std::net::Ipv4Addr::from_bits(net.broadcast().to_bits() - 1));
            Some(format!("take one of `{first}` to `{last}`"))
        }
        IpNet::V6(net) => {
            let first = std::net::Ipv6Addr::from_bits(net.network().to_bits() + 1);
            Some(format!("take another address of the subnet, such as `{first}`"))
        }
    }
}
