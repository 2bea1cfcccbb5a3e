use std::net::IpAddr;

use super::{Context, Repeated, declare_rule, servers};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A server cannot be reached from the management network.
    ///
    /// NTP, DNS, syslog, TACACS+, RADIUS and SNMP go through the management interface and its VRF.
    /// A server of an address family of which `pool mgmt` has no prefix, or outside its prefixes
    /// when it has no gateway of that family, gets nothing.
    ///
    /// ```rack
    /// fabric dc1 { pool mgmt 192.0.2.0/24 }       // no gateway
    /// management { ntp 198.51.100.1 }
    /// ```
    ///
    /// Add `gateway ADDRESS` to the pool, or a prefix of the server's family.
    "R0325", "server-unreachable", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let pools = &context.fabric.settings.pools;
    let Some(pool_span) = pools.management.span else {
        return;
    };
    let mut found = Repeated::new();
    for (what, server) in servers::all(&context.fabric.management) {
        let (any, inside, gateway) = match server.value {
            IpAddr::V4(address) => {
                let nets = &pools.management.ipv4;
                let inside = nets.iter().any(|net| net.value.contains(&address));
                (!nets.is_empty(), inside, pools.management_gateway_ipv4.is_some())
            }
            IpAddr::V6(address) => {
                let nets = &pools.management.ipv6;
                let inside = nets.iter().any(|net| net.value.contains(&address));
                (!nets.is_empty(), inside, pools.management_gateway_ipv6.is_some())
            }
        };
        if inside || (any && gateway) {
            continue;
        }
        let family = if server.value.is_ipv4() { "IPv4" } else { "IPv6" };
        let (place, help) = if any {
            (
                format!("has no {family} gateway"),
                format!("add `gateway` and an {family} address to `pool mgmt`"),
            )
        } else {
            (
                format!("has no {family} prefix"),
                format!(
                    "add an {family} prefix to `pool mgmt`, or name the server by another address"
                ),
            )
        };
        found.add((family, any), &server.value.to_string(), || {
            Diagnostic::new(
                &CODE,
                format!(
                    "the {what} server `{server}` cannot be reached from the management network"
                ),
            )
            .at(server.span, "this server")
            .at(pool_span, place)
            .help(help)
        });
    }
    found.report(sink);
}
