use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Pair, SwitchId, Vlan};
use crate::source::Span;

declare_rule! {
    /// A VLAN is put on one member of a pair only, or routed by one member only.
    ///
    /// The members of a pair act as one switch: a host's LAG sends a frame to either of them. The one
    /// that lacks the VLAN drops its half of the traffic, and vendors' own consistency checks shut the
    /// VLAN or the LAGs down. A gateway on one member only is lost with that member.
    ///
    /// ```rack
    /// mlag core = core-a + core-b { … }
    /// vlan web 110 { on core-a  gateway 10.1.110.1/24 on core-a }
    /// ```
    ///
    /// Name the pair, `on core`, or both members.
    "R0602", "vlan-on-one-member", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.values() {
        placed(context, vlan, &mut found);
        routed(context, vlan, &mut found);
    }
    found.report(sink);
}

/// By the place that names one member, and the pair.
type Found = Repeated<(Span, Span)>;

/// `on` or `racks` names one member.
fn placed(context: &Context<'_>, vlan: &Vlan, found: &mut Found) {
    // An own address puts the VLAN there too; of that another rule speaks.
    let said = |switch: SwitchId| {
        vlan.placed.contains_key(&switch) && !vlan.addresses.contains_key(&switch)
    };
    let routes = |switch: SwitchId| {
        vlan.gateway.as_ref().is_some_and(|gateway| gateway.on.contains(&switch))
    };
    for (switch, span) in &vlan.placed {
        let Some((pair, other)) = peer(context, *switch) else {
            continue;
        };
        if !said(*switch) || vlan.placed.contains_key(&other) || routes(other) {
            continue;
        }
        let (name, missing) = (&context.switch(*switch).name, &context.switch(other).name);
        found.add((*span, pair.origin.at), &vlan.name, || {
            let message = format!(
                "VLAN `{}` is on `{name}`, but not on `{missing}`, the other member of its pair",
                vlan.name
            );
            Diagnostic::new(&CODE, message)
                .at(*span, format!("names `{name}` alone"))
                .from(pair.origin, format!("`{name}` and `{missing}` act as one switch"))
                .help(format!("write `on {}`", pair.name))
        });
    }
}

/// `gateway … on` names one member.
fn routed(context: &Context<'_>, vlan: &Vlan, found: &mut Found) {
    let Some(gateway) = &vlan.gateway else { return };
    for switch in &gateway.on {
        let Some((pair, other)) = peer(context, *switch) else {
            continue;
        };
        if gateway.on.contains(&other) {
            continue;
        }
        let (name, missing) = (&context.switch(*switch).name, &context.switch(other).name);
        found.add((gateway.span, pair.origin.at), &vlan.name, || {
            let message = format!("VLAN `{}` is routed by `{name}`, but not by `{missing}`, the other member of its pair", vlan.name);
            Diagnostic::new(&CODE, message)
                .at(gateway.span, format!("routed by `{name}` alone"))
                .from(pair.origin, format!("`{name}` and `{missing}` act as one switch"))
                .help(format!("write `on {}` with the gateway, or in the fabric's `gateway on`", pair.name))
        });
    }
}

fn peer<'a>(context: &Context<'a>, switch: SwitchId) -> Option<(&'a Pair, SwitchId)> {
    let pair = &context.fabric.pairs[context.switch(switch).pair?];
    let other = pair.members.into_iter().find(|member| *member != switch)?;
    Some((pair, other))
}
