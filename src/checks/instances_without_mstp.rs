use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SpanningTreeMode;

declare_rule! {
    /// MST instances are declared, but the spanning tree is not MSTP.
    ///
    /// RSTP has one tree for all VLANs and Rapid-PVST one for each; instances mean nothing to them, and the
    /// roots that they name would be ignored.
    ///
    /// ```rack
    /// fabric dc1 { spanning-tree rstp root core { instance 1 { vlans web } } }
    /// ```
    ///
    /// Write `spanning-tree mstp`, or delete the instances.
    "R0608", "instances-without-mstp", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let tree = &context.fabric.settings.spanning_tree;
    if tree.mode == SpanningTreeMode::Mstp {
        return;
    }
    let Some(instance) = tree.instances.first() else {
        return;
    };
    let message =
        format!("MST instance {} is declared, but the spanning tree is not MSTP", instance.id);
    let mut diagnostic = Diagnostic::new(&CODE, message).at(instance.span, "an MST instance");
    for further in tree.instances.iter().skip(1).take(3) {
        diagnostic = diagnostic.at(further.span, "another");
    }
    if let Some(span) = tree.span {
        diagnostic = diagnostic.at(span, "another protocol");
    }
    sink.push(diagnostic.help("write `spanning-tree mstp`, or delete the instances"));
}
