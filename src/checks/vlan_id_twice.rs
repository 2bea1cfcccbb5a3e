use std::collections::BTreeMap;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A VLAN id is used by two VLANs.
    ///
    /// On the wire a VLAN is its id. Wherever the two meet, on a switch or a trunk, they are one
    /// broadcast domain: hosts see each other's ARP, DHCP servers answer to the wrong ones, and a
    /// switch takes only one name for the id.
    ///
    /// ```rack
    /// vlan web     110
    /// vlan storage 110
    /// ```
    ///
    /// Give one of them another id. If they are meant to be the same VLAN, declare it once and name
    /// all its racks there.
    "R0301", "vlan-id-twice", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut first = BTreeMap::new();
    for vlan in context.fabric.vlans.values() {
        let known = *first.entry(vlan.id).or_insert(vlan);
        if std::ptr::eq(known, vlan) {
            continue;
        }
        let message =
            format!("VLAN id {} is used by `{}` and by `{}`", vlan.id, known.name, vlan.name);
        sink.push(
            Diagnostic::new(&CODE, message)
                .at(vlan.id_span, format!("`{}`", vlan.name))
                .at(known.id_span, format!("`{}`", known.name))
                .help(format!("give `{}` another id", vlan.name)),
        );
    }
}
