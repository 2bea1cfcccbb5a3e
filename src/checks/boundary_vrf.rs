use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A boundary and its VLAN are in two VRFs.
    ///
    /// A boundary's routes are in the boundary's VRF, and the interfaces on its VLAN in that of the
    /// VLAN. When the two differ, what comes in by the VLAN never meets the routes.
    ///
    /// ```rack
    /// vlan transit 900 { gateway 192.0.2.1/29 on border }
    /// boundary internet { vrf prod  vlan transit }
    /// ```
    ///
    /// Write the same `vrf` in both, or in neither.
    "R0326", "boundary-vrf", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    for boundary in &fabric.boundaries {
        for named in &boundary.vlans {
            let vlan = &fabric.vlans[named.value];
            if vlan.vrf == boundary.vrf {
                continue;
            }
            let help = match vlan.vrf {
                Some(vrf) => format!("add `vrf {}` to the boundary", fabric.vrfs[vrf].name),
                None => {
                    format!("add `vrf` to VLAN `{}`, or delete it from the boundary", vlan.name)
                }
            };
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!(
                        "boundary `{}` and its VLAN `{}` are in two VRFs",
                        boundary.name, vlan.name
                    ),
                )
                .at(named.span, "the boundary's VLAN")
                .from(boundary.origin, fabric.vrf_text(boundary.vrf))
                .from(vlan.origin, fabric.vrf_text(vlan.vrf))
                .help(help),
            );
        }
    }
}
