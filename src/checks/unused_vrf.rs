use std::collections::BTreeSet;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::VrfId;

declare_rule! {
    /// A VRF is declared, but nothing is in it.
    ///
    /// No VLAN, boundary or route names it, so it is on no switch. Often a VLAN's `vrf` has been
    /// forgotten, and the VLAN is routed in the default VRF, open to all others there.
    ///
    /// ```rack
    /// vrf prod
    /// vlan web 110 { gateway 10.1.110.1/24 on core }      // vrf prod is missing
    /// ```
    ///
    /// Add `vrf NAME` to the VLANs that belong to it, or delete it.
    "R0653", "unused-vrf", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let vlans = fabric.vlans.values().filter_map(|vlan| vlan.vrf);
    let boundaries = fabric.boundaries.iter().filter_map(|boundary| boundary.vrf);
    let used: BTreeSet<VrfId> = vlans.chain(boundaries).collect();
    for (_, vrf) in fabric.vrfs.iter().filter(|(id, _)| !used.contains(id)) {
        sink.push(
            Diagnostic::new(&CODE, format!("VRF `{}` has no interface", vrf.name))
                .from(vrf.origin, "no VLAN or boundary is in it")
                .help(format!(
                    "add `vrf {}` to the VLANs that belong to it, or delete it",
                    vrf.name
                )),
        );
    }
}
