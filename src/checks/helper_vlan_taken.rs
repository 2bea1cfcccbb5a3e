use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A VLAN has the id over which the members of a pair route to each other.
    ///
    /// On some systems the members of an MLAG pair route to each other over a VLAN that only the peer link
    /// carries. Its id is the vendor's custom (`rackc vendors NAME` shows it), and nothing else may have it on
    /// that pair.
    ///
    /// ```rack
    /// vlan backup 3900
    /// ```
    ///
    /// Give the VLAN another id.
    "R1010", "helper-vlan-taken", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    if fabric.settings.underlay.span.is_none() {
        return;
    }
    let mut found = Repeated::new();
    for (id, pair) in fabric.pairs.iter().filter(|(_, pair)| !pair.esi) {
        let switch = pair.members[0];
        let routed = pair.members.iter().any(|member| context.switch(*member).routed);
        let taken = context.vendor(switch).and_then(|vendor| vendor.routing.pair_vlan);
        let Some(taken) = taken.filter(|_| routed) else { continue };
        for vlan in context.topology.vlans_of(switch) {
            let vlan = &fabric.vlans[vlan];
            if vlan.id != taken {
                continue;
            }
            let pair = &fabric.pairs[id];
            found.add(vlan.id_span, &pair.name, || {
                let message = format!(
                    "VLAN `{}` has the id over which the members of `{}` route to each other",
                    vlan.name, pair.name
                );
                Diagnostic::new(&CODE, message)
                    .at(vlan.id_span, "taken on this pair")
                    .from(pair.origin, "this pair")
                    .help("give the VLAN another id")
            });
        }
    }
    found.report(sink);
}
