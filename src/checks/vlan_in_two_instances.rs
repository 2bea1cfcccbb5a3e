use std::collections::BTreeMap;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::VlanId;
use crate::source::Span;

declare_rule! {
    /// A VLAN is mapped to two MST instances.
    ///
    /// A VLAN follows one spanning tree. Switches take the last mapping they are told, in an order that
    /// differs by vendor; then their regions differ, and each is a region of its own.
    ///
    /// ```rack
    /// spanning-tree mstp root core {
    ///   instance 1 { vlans web, db }
    ///   instance 2 { vlans db }
    /// }
    /// ```
    ///
    /// Leave the VLAN in one of the two.
    "R0609", "vlan-in-two-instances", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut first: BTreeMap<VlanId, (u16, Span)> = BTreeMap::new();
    for instance in &context.fabric.settings.spanning_tree.instances {
        for vlan in &instance.vlans {
            let (id, span) = *first.entry(vlan.value).or_insert((instance.id, vlan.span));
            if id == instance.id {
                continue;
            }
            let name = &context.fabric.vlans[vlan.value].name;
            let message = format!("VLAN `{name}` is in the MST instances {id} and {}", instance.id);
            sink.push(
                Diagnostic::new(&CODE, message)
                    .at(vlan.span, format!("in instance {}", instance.id))
                    .at(span, format!("in instance {id}"))
                    .help(format!("take `{name}` out of one of the two")),
            );
        }
    }
}
