use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A policy or an access list is empty.
    ///
    /// What no term permits is refused, so an empty policy refuses every route, and an empty access
    /// list drops every packet.
    ///
    /// ```rack
    /// policy to-isp {
    /// }
    /// ```
    ///
    /// Write its terms. If everything should be refused, say so: `deny any`.
    "R1113", "policy-empty", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let help = "write `permit …` for what should pass, or `deny any` if nothing should";
    for policy in context.fabric.policies.iter().filter(|policy| policy.terms.is_empty()) {
        sink.push(
            Diagnostic::new(&CODE, format!("policy `{}` has no term", policy.name))
                .from(policy.origin, "every route is refused")
                .help(help),
        );
    }
    for acl in context.fabric.acls.iter().filter(|acl| acl.entries.is_empty()) {
        sink.push(
            Diagnostic::new(&CODE, format!("access list `{}` has no entry", acl.name))
                .from(acl.origin, "every packet is dropped")
                .help(help),
        );
    }
}
