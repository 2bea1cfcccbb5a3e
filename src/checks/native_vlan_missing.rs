use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::LinkUse;

declare_rule! {
    /// The native VLAN of a link between switches is not on both of them.
    ///
    /// Untagged frames belong to the native VLAN. Where one end has that VLAN and the other does not, the
    /// frames vanish or land in another VLAN, and switches report a native VLAN mismatch.
    ///
    /// ```rack
    /// profile uplink { trunk web  native mgmt }
    /// link leaf1:49 -- core1:1 as uplink
    /// vlan mgmt 99 { on core1 }             // and on leaf1?
    /// ```
    ///
    /// Put the VLAN on both ends, or write `native none`.
    "R0605", "native-vlan-missing", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for link in context.topology.links.iter().filter(|link| link.purpose == LinkUse::Fabric) {
        let Some(profile) = link.profile.map(|profile| &context.fabric.profiles[profile]) else {
            continue;
        };
        let Some(native) = profile.native else {
            continue;
        };
        let vlan = &context.fabric.vlans[native.value];
        let extent = context.topology.extents.get(&native.value);
        let has = |bridge| extent.is_some_and(|extent| extent.contains(&bridge));
        let Some(without) = link.bridges().find(|bridge| !has(*bridge)) else {
            continue;
        };
        let name = context.bridge_name(without);
        found.add((native.span, link.origin.at), name, || {
            let message = format!(
                "VLAN `{}`, native on the link between {}, is not on `{name}`",
                vlan.name,
                context.link_ends(link)
            );
            Diagnostic::new(&CODE, message)
                .from(link.origin, format!("untagged frames are of VLAN `{}`", vlan.name))
                .at(native.span, "the native VLAN")
                .at(vlan.origin.at, "the VLAN")
                .help(format!("add `on {name}` to VLAN `{}`, or write `native none`", vlan.name))
        });
    }
    found.report(sink);
}
