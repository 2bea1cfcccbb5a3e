use std::collections::BTreeSet;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SwitchId;

declare_rule! {
    /// A switch or pair is cabled to no other, while others are.
    ///
    /// What is attached to it reaches nothing else. Often a rack's `uplinks` are missing, or a `link` names
    /// another switch than was meant. Nothing is said where a boundary leads out of the switch by itself, nor
    /// where no switches at all are cabled to one another.
    ///
    /// ```rack
    /// rack-type compute { switch tor model … }       // without uplinks
    /// rack r[01..40] of compute
    /// ```
    "R0617", "switch-alone", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let domains = &context.topology.domains;
    if domains.iter().all(|domain| domain.len() < 2) {
        return;
    }
    let boundaries = &context.fabric.boundaries;
    let ports =
        boundaries.iter().flat_map(|boundary| boundary.ports.iter().map(|port| port.switch));
    let leading_out: BTreeSet<SwitchId> = ports.collect();
    let mut found = Repeated::new();
    for bridge in domains.iter().filter(|domain| domain.len() == 1).flatten() {
        let facts = context.topology.bridge(*bridge);
        let leads_out = facts.switches.iter().any(|switch| leading_out.contains(switch));
        if leads_out || context.is_routed(*bridge) {
            continue;
        }
        let name = &facts.name;
        let origin = context.bridge_origin(*bridge);
        found.add(origin.at, name, || {
            Diagnostic::new(&CODE, format!("`{name}` is cabled to no other switch"))
                .from(origin, "stands alone, while others are cabled to one another")
                .help("add `uplinks`, or `link SWITCH:PORT -- SWITCH:PORT`")
        });
    }
    found.report(sink);
}
