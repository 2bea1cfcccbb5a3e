use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A prefix list is declared, but nothing names it.
    ///
    /// Often the policy that should filter by it names another one, or prefixes of its own.
    ///
    /// ```rack
    /// prefix-list customers 192.0.2.0/24, 198.51.100.0/24
    /// policy from-customer { permit any }             // prefixes customers is missing
    /// ```
    ///
    /// Name it with `prefixes` (or `accept`) where it belongs, or delete it.
    "R1105", "unused-prefix-list", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for unused in context.fabric.prefix_lists.iter().filter(|one| !one.used) {
        sink.push(
            Diagnostic::new(&CODE, format!("prefix list `{}` is used by nothing", unused.name))
                .from(unused.origin, "nothing names it")
                .help(format!("write `prefixes {}` where it belongs, or delete it", unused.name)),
        );
    }
}
