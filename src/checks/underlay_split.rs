use std::collections::BTreeSet;

use super::bridge_names::quoted;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{SwitchId, UnderlayKind};

declare_rule! {
    /// The underlay is in several pieces, or has no link at all.
    ///
    /// With an underlay, cables between switches are routed unless they have a profile (`as NAME`). What
    /// belongs to one fabric must be joined by such cables, or two parts of it never hear of each
    /// other. Usually the `uplinks` of a rack are missing, or carry a profile that makes them layer 2.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp }
    /// link leaf1:49 -- spine1:1 as trunk             // layer 2: leave out `as trunk`
    /// ```
    "R1004", "underlay-split", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let Some(span) = fabric
        .settings
        .underlay
        .span
        .filter(|_| fabric.settings.underlay.kind != UnderlayKind::None)
    else {
        return;
    };
    let routed: BTreeSet<SwitchId> =
        fabric.switches.iter().filter(|(_, switch)| switch.routed).map(|(id, _)| id).collect();
    let Some(first) = routed.iter().min_by_key(|id| &context.switch(**id).name).copied() else {
        sink.push(
            Diagnostic::new(&CODE, "no cable between switches is routed")
                .at(span, "asks for an underlay")
                .help("add `uplinks` or `link` statements without a profile, or write `underlay none`"),
        );
        return;
    };
    let mut reached: BTreeSet<SwitchId> = BTreeSet::new();
    let mut next = vec![first];
    while let Some(switch) = next.pop() {
        if !reached.insert(switch) {
            continue;
        }
        next.extend(context.topology.routed.links_of(switch).map(|(link, end)| link.ends[1 - end]));
        let pair = context.switch(switch).pair.map(|pair| &fabric.pairs[pair]);
        next.extend(pair.filter(|pair| !pair.esi).into_iter().flat_map(|pair| pair.members));
    }
    let lost: Vec<SwitchId> = routed.difference(&reached).copied().collect();
    let Some(example) = lost.first() else { return };
    let names = quoted(lost.iter().map(|switch| context.switch(*switch).name.as_str()));
    sink.push(
        Diagnostic::new(
            &CODE,
            format!("no routed cables join {names} with the rest of the fabric"),
        )
        .from(context.switch(*example).origin, "cut off")
        .from(context.switch(first).origin, "from this one, and those that it reaches")
        .help("add the missing `uplinks` or `link`, without a profile"),
    );
}
