use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::LinkUse;

declare_rule! {
    /// A link between switches carries no VLAN.
    ///
    /// Its two ends have no VLAN in common, or its profile lets none of those through. The cable costs
    /// two ports and helps nothing; often a VLAN was forgotten.
    ///
    /// ```rack
    /// profile uplink { trunk storage }
    /// link leaf1:49 -- core1:1 as uplink      // leaf1 has VLAN `web` only
    /// ```
    ///
    /// Add the VLANs to the profile, put them on both ends, or take the cable away.
    "R0614", "link-without-vlans", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for link in context.topology.links.iter().filter(|link| link.purpose == LinkUse::Fabric) {
        let mut bridges = link.bridges();
        if !link.vlans.is_empty() || bridges.next() == bridges.next() {
            continue;
        }
        let ends = context.link_ends(link);
        let profile = link.profile.map(|profile| &context.fabric.profiles[profile]);
        found.add(link.origin.at, ends.trim_matches('`'), || {
            let diagnostic = Diagnostic::new(&CODE, format!("the link between {ends} carries no VLAN"))
                .from(link.origin, "no VLAN is on both ends and let through");
            let diagnostic = match profile {
                Some(profile) => diagnostic.from(profile.origin, "its profile"),
                None => diagnostic,
            };
            diagnostic.help("put a VLAN on both ends and in the profile, or delete the link")
        });
    }
    found.report(sink);
}
