use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// An AS-path list is declared, but no policy names it.
    ///
    /// Often the term that should match these paths lacks the condition and matches all routes.
    ///
    /// ```rack
    /// as-path-list through-isp-b through 64800
    /// policy from-isp { deny any }                    // as-path through-isp-b is missing
    /// ```
    ///
    /// Name it with `as-path` in a policy, or delete it.
    "R1107", "unused-as-path-list", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for unused in context.fabric.as_path_lists.iter().filter(|one| !one.used) {
        sink.push(
            Diagnostic::new(&CODE, format!("AS-path list `{}` is used by nothing", unused.name))
                .from(unused.origin, "no policy names it")
                .help(format!("write `as-path {}` in a policy, or delete it", unused.name)),
        );
    }
}
