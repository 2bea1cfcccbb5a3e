use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::LinkUse;

declare_rule! {
    /// No port carries a boundary's VLAN to the outside.
    ///
    /// The VLAN has addresses and routes, but no port with a router or firewall behind it: nothing leaves the
    /// fabric there.
    ///
    /// ```rack
    /// boundary internet { on border  vlan transit }
    /// // and, for the provider's router:
    /// attach router isp-a to border ports 48 as transit-port
    /// ```
    "R0627", "boundary-vlan-inside", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let boundaries = &context.fabric.boundaries;
    if boundaries.iter().all(|boundary| boundary.vlans.is_empty()) {
        return;
    }
    let hosts =
        context.topology.links.iter().filter(|link| matches!(link.purpose, LinkUse::Host(_)));
    let outside: std::collections::BTreeSet<_> =
        hosts.flat_map(|link| link.vlans.iter().copied()).collect();
    for boundary in boundaries {
        for vlan in boundary.vlans.iter().filter(|vlan| !outside.contains(&vlan.value)) {
            let name = &context.fabric.vlans[vlan.value].name;
            let message = format!(
                "no port carries VLAN `{name}` of boundary `{}` to the outside",
                boundary.name
            );
            sink.push(
                Diagnostic::new(&CODE, message)
                    .at(vlan.span, "nothing is attached in this VLAN")
                    .help(format!("attach what is outside: `attach router NAME to SWITCH port PORT as PROFILE`, with `access {name}` in the profile")),
            );
        }
    }
}
