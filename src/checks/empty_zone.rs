use std::collections::BTreeSet;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{ZoneId, ZoneKind};

declare_rule! {
    /// A failure zone has no members.
    ///
    /// No rack, switch or cable is in it. What depends on zones, such as `survives power`, is
    /// proved for what the program puts into them; an empty zone proves nothing.
    ///
    /// ```rack
    /// zone feed-c kind power
    /// ```
    ///
    /// Put racks, switches or cables into it: `rack r03 in feed-c`, or delete it.
    "R0654", "empty-zone", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let racks = fabric.racks.values().flat_map(|rack| &rack.zones);
    let switches = fabric.switches.values().flat_map(|switch| &switch.zones);
    let cables = fabric.cables.values().flat_map(|cable| &cable.zones);
    let used: BTreeSet<ZoneId> = racks.chain(switches).chain(cables).copied().collect();
    let mut found = Repeated::new();
    for (id, zone) in fabric.zones.iter() {
        if zone.kind == ZoneKind::Rack || used.contains(&id) {
            continue;
        }
        found.add(zone.origin, &zone.name, || {
            Diagnostic::new(&CODE, format!("zone `{}` has no members", zone.name))
                .from(zone.origin, "no rack, switch or cable is in it")
                .help(format!("put something into it with `in {}`, or delete it", zone.name))
        });
    }
    found.report(sink);
}
