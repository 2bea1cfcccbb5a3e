use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A community list is declared, but no policy names it.
    ///
    /// Often the term that should match these communities lacks the condition and matches all routes.
    ///
    /// ```rack
    /// community-list backup 64700:80
    /// policy from-isp { permit any set local-preference 50 }     // community backup is missing
    /// ```
    ///
    /// Name it with `community` in a policy, or delete it.
    "R1106", "unused-community-list", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for unused in context.fabric.community_lists.iter().filter(|one| !one.used) {
        sink.push(
            Diagnostic::new(&CODE, format!("community list `{}` is used by nothing", unused.name))
                .from(unused.origin, "no policy names it")
                .help(format!("write `community {}` in a policy, or delete it", unused.name)),
        );
    }
}
