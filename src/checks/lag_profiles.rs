use std::collections::BTreeMap;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Cable;

declare_rule! {
    /// The cables of one LAG have different profiles.
    ///
    /// A LAG is one port to everything above it: it has one list of VLANs, one native VLAN and one MTU. A
    /// switch refuses a member whose settings differ, or takes it out of the bundle.
    ///
    /// ```rack
    /// link leaf1:49 -- core1:1 as uplink     lag up
    /// link leaf1:50 -- core1:2 as uplink-old lag up
    /// ```
    ///
    /// Use one profile for all cables of the LAG.
    "R0624", "lag-profiles", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut first: BTreeMap<&str, &Cable> = BTreeMap::new();
    for cable in context.fabric.cables.values() {
        let Some(lag) = &cable.said.lag else { continue };
        let known = *first.entry(&lag.value).or_insert(cable);
        if known.profile == cable.profile {
            continue;
        }
        let word = |cable: &Cable| match cable
            .profile
            .map(|profile| &context.fabric.profiles[profile].name)
        {
            Some(name) => format!("profile `{name}`"),
            None => "no profile".to_owned(),
        };
        sink.push(
            Diagnostic::new(
                &CODE,
                format!("the cables of LAG `{}` have different profiles", lag.value),
            )
            .from(cable.origin, word(cable))
            .from(known.origin, word(known))
            .help("write the same `as PROFILE` on all of them"),
        );
    }
}
