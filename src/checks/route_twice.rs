use std::collections::BTreeMap;

use super::connected::Connected;
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A static route stands twice on one switch.
    ///
    /// The second route has the same VRF, destination and next hop as the first. A switch keeps
    /// only one of them, and which distance it has then depends on the order of lines.
    ///
    /// ```rack
    /// route 0.0.0.0/0 via 10.1.110.254 on core
    /// route 0.0.0.0/0 via 10.1.110.254 on core-a distance 200
    /// ```
    ///
    /// Delete one. Several routes to one destination are fine when their next hops differ: they
    /// share the traffic, or stand in for each other when their distances differ.
    "R0312", "route-twice", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let connected = Connected::of(context.fabric);
    let mut first = BTreeMap::new();
    let mut found = Repeated::new();
    for (position, route) in context.fabric.routes.iter().enumerate() {
        let via = route.via.map(|via| via.value);
        for switch in connected.switches_of(route) {
            let known =
                *first.entry((switch, route.vrf, route.prefix.value, via)).or_insert(position);
            let Some(other) = context.fabric.routes.get(known).filter(|_| known != position) else {
                continue;
            };
            let name = &context.switch(switch).name;
            found.add((known, position), name, || {
                Diagnostic::new(
                    &CODE,
                    format!("the route to `{}` stands twice on `{name}`", route.prefix),
                )
                .at(route.span, "again here")
                .at(other.span, "first here")
                .help("delete one of the two")
            });
        }
    }
    found.report(sink);
}
