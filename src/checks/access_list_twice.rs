use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Access, Boundary, Fabric, SwitchId, Vlan, VlanId};

declare_rule! {
    /// Two access lists are applied to one place in one direction.
    ///
    /// An interface takes one list for what comes in and one for what goes out, in each address
    /// family; of two, the second would not be applied. A boundary's lists are also those of its
    /// VLANs, so a VLAN with a list of its own has two, and so has one that is in two boundaries.
    ///
    /// ```rack
    /// vlan transit 900 { gateway 192.0.2.1/29 on border  ingress acl no-bogons }
    /// boundary internet { vlan transit  ingress acl edge-in }
    /// ```
    ///
    /// Write one list with the entries of both, in the order in which they should be tried.
    "R1110", "access-list-twice", Error
}

/// A list on a VLAN's interfaces: who says so, and on which switches; on all when empty.
struct Applied<'a> {
    access: &'a Access,
    by: String,
    on: &'a [SwitchId],
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut found = Repeated::new();
    let boundaries = boundaries_of_vlans(fabric);
    for (id, vlan) in fabric.vlans.iter() {
        let around = boundaries.get(&id).map(Vec::as_slice).unwrap_or_default();
        for ingress in [true, false] {
            let applied = applied(vlan, around, ingress);
            for (position, second) in applied.iter().enumerate() {
                let Some(first) = applied[..position].iter().find(|first| meet(first, second))
                else {
                    continue;
                };
                found.add((first.access.span, second.access.span), &vlan.name, || {
                    report(vlan, ingress, first, second)
                });
            }
        }
    }
    found.report(sink);
}

/// The lists of one direction on a VLAN: its own, then those of its boundaries.
fn applied<'a>(vlan: &'a Vlan, around: &[&'a Boundary], ingress: bool) -> Vec<Applied<'a>> {
    let find = |access: &'a [Access]| access.iter().find(|access| access.ingress == ingress);
    let own = find(&vlan.access).map(|access| Applied {
        access,
        by: "the VLAN's own".to_owned(),
        on: &[],
    });
    let outer = around.iter().filter_map(|boundary| {
        let by = format!("of boundary `{}`, which the VLAN is in", boundary.name);
        Some(Applied { access: find(&boundary.access)?, by, on: &boundary.on })
    });
    own.into_iter().chain(outer).collect()
}

/// Whether two lists come together on a switch.
fn meet(first: &Applied<'_>, second: &Applied<'_>) -> bool {
    let everywhere = first.on.is_empty() || second.on.is_empty();
    everywhere || first.on.iter().any(|switch| second.on.contains(switch))
}

fn report(vlan: &Vlan, ingress: bool, first: &Applied<'_>, second: &Applied<'_>) -> Diagnostic {
    let direction = if ingress { "comes in" } else { "goes out" };
    let message = format!("VLAN `{}` has two access lists on what {direction}", vlan.name);
    Diagnostic::new(&CODE, message)
        .at(second.access.span, second.by.as_str())
        .at(first.access.span, first.by.as_str())
        .help("write one list with the entries of both")
}

/// Boundaries by the VLANs that are in them.
fn boundaries_of_vlans(fabric: &Fabric) -> BTreeMap<VlanId, Vec<&Boundary>> {
    let mut boundaries: BTreeMap<VlanId, Vec<&Boundary>> = BTreeMap::new();
    for boundary in &fabric.boundaries {
        let vlans: BTreeSet<VlanId> = boundary.vlans.iter().map(|vlan| vlan.value).collect();
        for vlan in vlans {
            boundaries.entry(vlan).or_default().push(boundary);
        }
    }
    boundaries
}
