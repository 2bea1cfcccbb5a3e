use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// One member of a pair has an address on a VLAN, the other has none.
    ///
    /// A host's LAG sends a packet to either member. The one without an address must pass it over the
    /// peer link, and when the other is lost, so is the address. Where a gateway is on the pair, the other
    /// member's own address is chosen by rackc: say both, so that the program shows them.
    ///
    /// ```rack
    /// vlan transit 900 { address border-a 10.9.0.2/29 }       // and border-b?
    /// ```
    "R0620", "address-on-one-member", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.values() {
        for (switch, own) in &vlan.addresses {
            let Some(pair) = context.switch(*switch).pair else {
                continue;
            };
            let pair = &context.fabric.pairs[pair];
            let Some(other) = pair.members.into_iter().find(|member| member != switch) else {
                continue;
            };
            if vlan.addresses.contains_key(&other) {
                continue;
            }
            let place = own
                .ipv4
                .map(|net| net.span)
                .or(own.ipv6.map(|net| net.span))
                .unwrap_or(vlan.origin.at);
            let (name, missing) = (&context.switch(*switch).name, &context.switch(other).name);
            found.add((vlan.origin.at, pair.origin.at), name, || {
                Diagnostic::new(
                    &CODE,
                    format!(
                        "`{name}` has an address on VLAN `{}`, but `{missing}` has none",
                        vlan.name
                    ),
                )
                .at(place, format!("an address of `{name}`"))
                .from(pair.origin, format!("the pair of `{name}` and `{missing}`"))
                .help(format!("add `address {missing} PREFIX` to the VLAN"))
            });
        }
    }
    found.report(sink);
}
