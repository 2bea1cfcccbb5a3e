use super::bridge_names::quoted;
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A switch has an address on a VLAN that other switches route.
    ///
    /// That switch is a second router on the subnet: it sends packets for it directly, past the gateway and
    /// what is filtered there, and answers come back another way. Usually the switch was left out of
    /// `gateway … on`, or the address belongs to another switch.
    ///
    /// ```rack
    /// vlan web 110 {
    ///   gateway 10.1.110.1/24 on core
    ///   address leaf1 10.1.110.9/24
    /// }
    /// ```
    "R0616", "address-beside-gateway", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.values() {
        let Some(gateway) = vlan.gateway.as_ref().filter(|gateway| !gateway.on.is_empty()) else {
            continue;
        };
        let routed = context.bridges(&gateway.on);
        for (switch, own) in &vlan.addresses {
            // One member of the pair that routes it: of that another rule speaks.
            if routed.contains(&context.topology.bridge_of(*switch)) {
                continue;
            }
            let place = own
                .ipv4
                .map(|net| net.span)
                .or(own.ipv6.map(|net| net.span))
                .unwrap_or(gateway.span);
            let name = &context.switch(*switch).name;
            found.add((vlan.origin.at, gateway.span), name, || {
                let on = quoted(routed.iter().map(|bridge| context.bridge_name(*bridge)));
                Diagnostic::new(
                    &CODE,
                    format!("`{name}` has an address on VLAN `{}`, which {on} routes", vlan.name),
                )
                .at(place, format!("an address of `{name}`"))
                .at(gateway.span, format!("routed by {on}"))
                .help(format!("add `{name}` to the gateway's `on`, or delete the address"))
            });
        }
    }
    found.report(sink);
}
