use std::collections::{BTreeMap, BTreeSet};

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Carried, ProfileId, VlanId};
use crate::source::Spanned;
use crate::topology::{Link, LinkUse};

declare_rule! {
    /// The profile of links between switches names a VLAN that none of them carries.
    ///
    /// A link carries a VLAN when both its ends have it and its profile lets it through. What a profile lets through beyond
    /// that is left out of the trunks; whoever reads the profile takes it to be there. Often a switch was forgotten behind the
    /// VLAN's `on`.
    ///
    /// ```rack
    /// vlan backup 140 { on core1 }
    /// profile uplink { trunk web, backup }
    /// link leaf1:49 -- core1:1 as uplink      // leaf1 has no VLAN `backup`
    /// ```
    ///
    /// Put the VLAN on both ends, or take it out of the profile.
    "R0656", "trunk-vlan-nowhere", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    // What each profile names and no port has had so far, with the first link between switches.
    let mut left: BTreeMap<ProfileId, (BTreeSet<VlanId>, Option<&Link>)> = BTreeMap::new();
    for link in &context.topology.links {
        let Some(profile) = link.profile else { continue };
        let (vlans, first) = left.entry(profile).or_insert_with(|| {
            let named = named(&fabric.profiles[profile].carried);
            (named.iter().map(|vlan| vlan.value).collect(), None)
        });
        vlans.retain(|vlan| !link.vlans.contains(vlan));
        if link.purpose == LinkUse::Fabric {
            first.get_or_insert(link);
        }
    }
    for (id, (vlans, first)) in left {
        let profile = &fabric.profiles[id];
        let (Some(link), false) = (first, vlans.is_empty()) else { continue };
        for vlan in named(&profile.carried).iter().filter(|vlan| vlans.contains(&vlan.value)) {
            let name = &fabric.vlans[vlan.value].name;
            let message = format!(
                "profile `{}` names VLAN `{name}`, and no link with it carries that",
                profile.name
            );
            let ends = context.link_ends(link);
            sink.push(
                Diagnostic::new(&CODE, message)
                    .at(vlan.span, "no trunk has it")
                    .from(link.origin, format!("{ends} do not both have it"))
                    .help(format!("put `{name}` on both ends, or take it out of the profile")),
            );
        }
    }
}

/// The VLANs that are written down one by one.
fn named(carried: &Carried) -> &[Spanned<VlanId>] {
    match carried {
        Carried::Trunk(list) => list,
        _ => &[],
    }
}
