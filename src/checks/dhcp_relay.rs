use std::net::IpAddr;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Vlan;

declare_rule! {
    /// A DHCP relay has nothing to relay from.
    ///
    /// A relay is a router: it takes clients' broadcasts on an interface with an address in their
    /// subnet and tells the server that address, by which the server chooses the range to lease
    /// from. A VLAN that no switch routes has no such interface, and a DHCPv4 server is of no use
    /// to a VLAN without an IPv4 gateway.
    ///
    /// ```rack
    /// vlan heartbeat 130 { racks r01, r02  dhcp-relay 10.1.110.10 }
    /// ```
    ///
    /// Give the VLAN a gateway of the server's address family, or delete the relay.
    "R0310", "dhcp-relay", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for vlan in context.fabric.vlans.values() {
        for ipv6 in [false, true] {
            let of_family = |address: &IpAddr| address.is_ipv6() == ipv6;
            let Some(server) = vlan.dhcp_relay.iter().find(|server| of_family(&server.value))
            else {
                continue;
            };
            if has_address(vlan, ipv6) {
                continue;
            }
            let family = if ipv6 { "IPv6" } else { "IPv4" };
            let routed = has_address(vlan, !ipv6);
            let message = if routed {
                format!("VLAN `{}` has no {family} gateway to relay DHCP from", vlan.name)
            } else {
                format!("VLAN `{}` relays DHCP, but no switch routes it", vlan.name)
            };
            let mut diagnostic = Diagnostic::new(&CODE, message)
                .at(server.span, format!("{} server", if ipv6 { "a DHCPv6" } else { "a DHCPv4" }));
            if let Some(gateway) = &vlan.gateway {
                diagnostic = diagnostic.at(gateway.span, "the gateway");
            } else {
                diagnostic = diagnostic.at(vlan.origin.at, "has no gateway");
            }
            sink.push(
                diagnostic
                    .help(format!("give the VLAN an {family} `gateway`, or delete the server")),
            );
        }
    }
}

/// Whether a switch has an address of a family on the VLAN.
fn has_address(vlan: &Vlan, ipv6: bool) -> bool {
    let gateway =
        vlan.gateway.iter().map(|gateway| (gateway.ipv4.is_some(), gateway.ipv6.is_some()));
    let own = vlan.addresses.values().map(|own| (own.ipv4.is_some(), own.ipv6.is_some()));
    gateway.chain(own).any(|(has_ipv4, has_ipv6)| if ipv6 { has_ipv6 } else { has_ipv4 })
}
