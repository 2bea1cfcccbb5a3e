use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A switch is to have an address of its own beside a gateway that an overlay puts on every switch.
    ///
    /// Most systems have one address on such an interface, the gateway's, and it is the same on all switches. The
    /// address that the program says would be on none.
    ///
    /// ```rack
    /// fabric dc1 { overlay evpn  … }
    /// vlan web 110 { vrf prod  gateway 10.1.110.1/24  address leaf1 10.1.110.9/24 }
    /// ```
    ///
    /// Delete the address. Where a switch itself has to be reached in the VRF, it has its loopback there.
    "R1415", "own-address-shared", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.values() {
        let Some(gateway) = vlan.gateway.as_ref().filter(|gateway| gateway.distributed) else {
            continue;
        };
        for (switch, own) in &vlan.addresses {
            let own = own.ipv4.map(|net| net.span).or(own.ipv6.map(|net| net.span));
            let only = context.vendor(*switch).filter(|one| !one.routing.gateway_own_addresses);
            let (Some(span), Some(vendor)) = (own, only) else { continue };
            let name = &context.switch(*switch).name;
            found.add((vlan.origin.at, gateway.span), name, || {
                let message = format!(
                    "{} has no address beside the gateway of VLAN `{}`, which the overlay shares",
                    vendor.title, vlan.name
                );
                Diagnostic::new(&CODE, message)
                    .at(span, format!("an address of `{name}`"))
                    .at(gateway.span, "the only address of the VLAN on every switch")
                    .help("delete the address")
            });
        }
    }
    found.report(sink);
}
