use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Carried;
use crate::topology::LinkUse;

declare_rule! {
    /// A trunk carries no VLAN.
    ///
    /// The two ends of a link between switches have no VLAN in common, or its profile lets none of
    /// those through; or a host's `trunk all` is on a switch without VLANs. Systems differ in what an
    /// empty list means, and some take it for all VLANs. Often a VLAN was forgotten.
    ///
    /// ```rack
    /// profile uplink { trunk storage }
    /// link leaf1:49 -- core1:1 as uplink      // leaf1 has VLAN `web` only
    /// ```
    ///
    /// Add the VLANs to the profile, put them on both ends, or take the cable away.
    "R0614", "link-without-vlans", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for link in &context.topology.links {
        let mut bridges = link.bridges();
        let says_nothing = link.purpose != LinkUse::Fabric
            && link
                .profile
                .is_some_and(|id| matches!(context.fabric.profiles[id].carried, Carried::Nothing));
        if !link.vlans.is_empty() || says_nothing || bridges.next() == bridges.next() {
            continue;
        }
        let ends = context.link_ends(link);
        let profile = link.profile.map(|profile| &context.fabric.profiles[profile]);
        found.add(link.origin.at, ends.trim_matches('`'), || {
            let diagnostic =
                Diagnostic::new(&CODE, format!("the link between {ends} carries no VLAN"))
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
