use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Carried, ProfileId, VlanId};
use crate::topology::{BridgeId, LinkEnd, LinkUse};

declare_rule! {
    /// A VLAN is declared, but nothing uses it.
    ///
    /// No port to a host carries it, and no switch routes it. On the switches it would be one more
    /// broadcast domain for nobody; often the profile that should carry it has been forgotten.
    ///
    /// ```rack
    /// vlan backup 140 { racks r[01..04] }     // and no profile names it
    /// ```
    ///
    /// Add it to a profile that hosts are attached with, or delete it.
    "R0650", "unused-vlan", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let used = carried(context);
    let boundaries = fabric.boundaries.iter().flat_map(|boundary| &boundary.vlans);
    let outward: BTreeSet<VlanId> = boundaries.map(|vlan| vlan.value).collect();
    let mut found = Repeated::new();
    for (id, vlan) in fabric.vlans.iter() {
        let routed = vlan.gateway.is_some() || !vlan.addresses.is_empty();
        if routed || used.contains(&id) || outward.contains(&id) {
            continue;
        }
        found.add(vlan.origin, &vlan.name, || {
            Diagnostic::new(&CODE, format!("VLAN `{}` is used by nothing", vlan.name))
                .from(vlan.origin, "no host's port carries it, and no switch routes it")
                .help("add it to a profile that hosts are attached with, or delete it")
        });
    }
    found.report(sink);
}

/// VLANs on ports to hosts. Profiles are shared by many ports: each is looked at once for a bridge.
fn carried(context: &Context<'_>) -> BTreeSet<VlanId> {
    let mut profiles: BTreeMap<ProfileId, BTreeSet<BridgeId>> = BTreeMap::new();
    for (_, link) in context.topology.links().filter(|(_, link)| link.purpose != LinkUse::Fabric) {
        if let Some(profile) = link.profile {
            profiles
                .entry(profile)
                .or_default()
                .extend(link.ends.iter().copied().filter_map(LinkEnd::bridge));
        }
    }
    let mut used = BTreeSet::new();
    let mut open: BTreeSet<BridgeId> = BTreeSet::new();
    for (id, bridges) in profiles {
        let profile = &context.fabric.profiles[id];
        used.extend(profile.native.map(|native| native.value));
        match &profile.carried {
            Carried::Access(only) => used.extend([only.value]),
            Carried::Trunk(list) => used.extend(list.iter().map(|vlan| vlan.value)),
            Carried::All(_) | Carried::Nothing => open.extend(bridges),
        }
    }
    if !open.is_empty() {
        let extents = context.topology.extents.iter();
        let touched =
            extents.filter(|(_, extent)| extent.iter().any(|bridge| open.contains(bridge)));
        used.extend(touched.map(|(vlan, _)| *vlan));
    }
    used
}
