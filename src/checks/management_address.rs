use std::net::IpAddr;

use ipnet::IpNet;

use super::{Context, Repeated, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, Switch};
use crate::source::{Span, Spanned};

declare_rule! {
    /// A management address does not fit the management network.
    ///
    /// `pool mgmt` states the management network: its prefixes give the management interfaces their
    /// prefix length, and its gateway is their way out. A switch with an address outside, with two
    /// of one address family, or in a prefix that does not hold the gateway cannot be reached after
    /// the first push, and somebody must drive to it.
    ///
    /// ```rack
    /// fabric dc1 { pool mgmt 192.0.2.0/24 gateway 192.0.2.1 }
    /// switch core1 model acme/32c { management 198.51.100.11 }
    /// ```
    ///
    /// Take an address of the pool, or add the prefix to the pool.
    "R0313", "management-address", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let pool = nets::of_management(&fabric.settings.pools);
    for gateway in nets::management_gateways(&fabric.settings.pools) {
        check_gateway(gateway, &pool, sink);
    }
    let mut found = Repeated::new();
    for switch in fabric.switches.values() {
        for address in &switch.management {
            check_address(fabric, switch, *address, &pool, &mut found);
        }
        two_of_a_family("management", &switch.management, switch, &mut found);
        two_of_a_family("loopback", &switch.loopback, switch, &mut found);
    }
    found.report(sink);
}

/// The gateway must be in every prefix of its family: each is a subnet of its own.
fn check_gateway(gateway: Spanned<IpAddr>, pool: &[Spanned<IpNet>], sink: &mut Sink) {
    let local = matches!(gateway.value, IpAddr::V6(address) if address.is_unicast_link_local());
    let family: Vec<_> =
        pool.iter().filter(|net| net.value.addr().is_ipv4() == gateway.value.is_ipv4()).collect();
    let without = family.iter().find(|net| !net.value.contains(&gateway.value));
    match without {
        _ if local => {}
        None if family.is_empty() => sink.push(
            Diagnostic::new(
                &CODE,
                format!("the management gateway `{gateway}` has no prefix of its family"),
            )
            .at(gateway.span, "no prefix around it")
            .help("add the prefix to `pool mgmt`, or delete the gateway"),
        ),
        None => {}
        Some(net) => sink.push(
            Diagnostic::new(
                &CODE,
                format!("the management gateway `{gateway}` lies outside `{net}`"),
            )
            .at(gateway.span, "the gateway")
            .at(net.span, "switches in this prefix cannot reach it")
            .help("write one prefix that holds the gateway and all switches"),
        ),
    }
}

fn check_address(
    fabric: &Fabric,
    switch: &Switch,
    address: Spanned<IpAddr>,
    pool: &[Spanned<IpNet>],
    found: &mut Repeated<(Span, &'static str)>,
) {
    if pool.iter().any(|net| net.value.contains(&address.value)) {
        return;
    }
    found.add((address.span, "outside"), &switch.name, || {
        let message = format!("the management address of `{}` lies in no prefix of `pool mgmt`", switch.name);
        let diagnostic = Diagnostic::new(&CODE, message).from(switch.origin.at(address.span), "outside");
        let family = pool.iter().find(|net| net.value.addr().is_ipv4() == address.value.is_ipv4());
        match (family, fabric.settings.pools.management.span) {
            (Some(net), _) => diagnostic.at(net.span, "the prefix").help(format!("take an address of `{net}`")),
            (None, Some(span)) => diagnostic.at(span, "no prefix of this family").help("add a prefix of this address family to `pool mgmt`"),
            (None, None) => diagnostic.help("say what the management network is: `pool mgmt PREFIX gateway ADDRESS` in the fabric block"),
        }
    });
}

/// A switch has one management address and one loopback of each family.
fn two_of_a_family(
    what: &'static str,
    addresses: &[Spanned<IpAddr>],
    switch: &Switch,
    found: &mut Repeated<(Span, &'static str)>,
) {
    for ipv6 in [false, true] {
        let mut family = addresses.iter().filter(|address| address.value.is_ipv6() == ipv6);
        let (Some(first), Some(second)) = (family.next(), family.next()) else {
            continue;
        };
        found.add((second.span, what), &switch.name, || {
            let family = if ipv6 { "IPv6" } else { "IPv4" };
            Diagnostic::new(
                &CODE,
                format!("`{}` has two {what} addresses of {family}", switch.name),
            )
            .from(switch.origin.at(second.span), "the second")
            .at(first.span, "the first")
            .help("delete one of the two")
        });
    }
}
