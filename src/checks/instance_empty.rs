use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// An MST instance has no VLANs.
    ///
    /// It computes a tree that nothing follows, and some systems leave it out of their config, so that the
    /// next reader looks for it in vain.
    ///
    /// ```rack
    /// spanning-tree mstp root core { instance 1 { root core } }
    /// ```
    ///
    /// Add `vlans NAMES`, or delete the instance.
    "R0626", "instance-empty", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let instances = &context.fabric.settings.spanning_tree.instances;
    for instance in instances.iter().filter(|instance| instance.vlans.is_empty()) {
        sink.push(
            Diagnostic::new(&CODE, format!("MST instance {} has no VLANs", instance.id))
                .at(instance.span, "no VLAN follows this tree")
                .help("add `vlans NAMES`, or delete the instance"),
        );
    }
}
