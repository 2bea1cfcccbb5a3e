use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// An access list is declared, but applied nowhere.
    ///
    /// What it should keep out comes in. Often the line at the boundary or VLAN has been forgotten.
    ///
    /// ```rack
    /// acl edge-in { deny from bogons }
    /// boundary internet { on border }                 // ingress acl edge-in is missing
    /// ```
    ///
    /// Write `ingress acl NAME` or `egress acl NAME` in a boundary or VLAN, or delete it.
    "R1103", "unused-acl", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for unused in context.fabric.acls.iter().filter(|one| !one.used) {
        sink.push(
            Diagnostic::new(&CODE, format!("access list `{}` is applied nowhere", unused.name))
                .from(unused.origin, "no boundary or VLAN names it")
                .help(format!("write `ingress acl {name}` or `egress acl {name}` where it belongs, or delete it", name = unused.name)),
        );
    }
}
