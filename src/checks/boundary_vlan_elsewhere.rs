use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Boundary, SwitchId, VlanId};
use crate::source::Spanned;

declare_rule! {
    /// The VLAN of a boundary has no SVI on the boundary's switches.
    ///
    /// A boundary that is a VLAN is the place where its switches route into that VLAN. A switch without
    /// an address there routes nothing to the outside.
    ///
    /// ```rack
    /// boundary internet { on border  vlan transit }
    /// vlan transit 900 { on border }          // write also: gateway or address
    /// ```
    ///
    /// Give the VLAN a `gateway … on` these switches, or an `address` for each; or correct `on`.
    "R0618", "boundary-vlan-elsewhere", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for boundary in &context.fabric.boundaries {
        for vlan in &boundary.vlans {
            let without: Vec<SwitchId> = boundary
                .on
                .iter()
                .copied()
                .filter(|switch| !has_svi(context, vlan.value, *switch))
                .collect();
            if let Some(first) = without.first() {
                sink.push(report(context, boundary, *vlan, *first, without.len() - 1));
            }
        }
    }
}

fn has_svi(context: &Context<'_>, vlan: VlanId, switch: SwitchId) -> bool {
    let vlan = &context.fabric.vlans[vlan];
    let routes = vlan.gateway.as_ref().is_some_and(|gateway| gateway.on.contains(&switch));
    routes || vlan.addresses.contains_key(&switch)
}

fn report(
    context: &Context<'_>,
    boundary: &Boundary,
    written: Spanned<VlanId>,
    switch: SwitchId,
    others: usize,
) -> Diagnostic {
    let vlan = &context.fabric.vlans[written.value];
    let name = &context.switch(switch).name;
    let bridge = context.topology.bridge_of(switch);
    let extent = context.topology.extents.get(&written.value);
    let there = extent.is_some_and(|extent| extent.contains(&bridge));
    let message = if there {
        format!("`{name}` has no address on VLAN `{}` of boundary `{}`", vlan.name, boundary.name)
    } else {
        format!("VLAN `{}` of boundary `{}` is not on `{name}`", vlan.name, boundary.name)
    };
    let diagnostic = Diagnostic::new(&CODE, message)
        .at(written.span, format!("the boundary is on `{name}`"))
        .at(vlan.origin.at, "the VLAN");
    let diagnostic = match others {
        0 => diagnostic,
        others => diagnostic.note(format!("the same with {others} more of its switches")),
    };
    diagnostic.help(format!(
        "add `gateway PREFIX on NAME` or `address {name} PREFIX` to VLAN `{}`",
        vlan.name
    ))
}
