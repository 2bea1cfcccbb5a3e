use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A routed interface has no address, or a boundary no interface.
    ///
    /// A boundary is where another network is reached: by routed ports, or by the switches'
    /// interfaces on a VLAN. Without an address on either side there is nothing to route to.
    ///
    /// ```rack
    /// vlan transit 900 { racks r01 }
    /// boundary internet { vlan transit }      // no switch routes VLAN transit
    /// ```
    ///
    /// Give the port an `address`, the VLAN a `gateway` or the switches an `address` on it, and
    /// each boundary a `port` or a `vlan`.
    "R0323", "no-address", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    for boundary in &fabric.boundaries {
        if boundary.ports.is_empty() && boundary.vlans.is_empty() {
            sink.push(
                Diagnostic::new(&CODE, format!("boundary `{}` has no interface", boundary.name))
                    .from(boundary.origin, "neither `port` nor `vlan`")
                    .help("add `port SWITCH:PORT address PREFIX`, or `vlan NAME`"),
            );
        }
        for port in boundary.ports.iter().filter(|port| port.ipv4.is_none() && port.ipv6.is_none())
        {
            let switch = &context.switch(port.switch).name;
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!("a port of `{switch}` at boundary `{}` has no address", boundary.name),
                )
                .at(port.span, "this port")
                .help("add `address PREFIX`"),
            );
        }
        // Where the boundary names its switches, another rule holds the VLAN against them.
        for named in boundary.vlans.iter().filter(|_| boundary.on.is_empty()) {
            let vlan = &fabric.vlans[named.value];
            if vlan.gateway.is_some() || !vlan.addresses.is_empty() {
                continue;
            }
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!(
                        "no switch has an address on VLAN `{}` of boundary `{}`",
                        vlan.name, boundary.name
                    ),
                )
                .at(named.span, "the boundary's VLAN")
                .from(vlan.origin, "has neither gateway nor addresses")
                .help("add `gateway PREFIX on NAME` or `address SWITCH PREFIX` to the VLAN"),
            );
        }
    }
    for vlan in fabric.vlans.values() {
        let Some(gateway) = &vlan.gateway else {
            continue;
        };
        if gateway.ipv4.is_none() && gateway.ipv6.is_none() {
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!("the gateway of VLAN `{}` has no address", vlan.name),
                )
                .at(gateway.span, "of neither family")
                .help("write `gateway PREFIX`"),
            );
        }
    }
}
