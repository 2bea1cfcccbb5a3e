use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A route policy is declared, but nothing uses it.
    ///
    /// Often the peer that it was written for still imports or exports something else.
    ///
    /// ```rack
    /// policy from-isp { permit prefixes 0.0.0.0/0 }
    /// boundary internet {
    ///   on border
    ///   peer isp-a asn 64700 at 203.0.113.1/31 port border:47 { import all }     // another one
    /// }
    /// ```
    ///
    /// Name it with `import`, `export` or `advertise`, or delete it.
    "R1104", "unused-policy", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for unused in context.fabric.policies.iter().filter(|one| !one.used) {
        sink.push(
            Diagnostic::new(&CODE, format!("policy `{}` is used by nothing", unused.name))
                .from(unused.origin, "nothing imports or exports by it")
                .help("name it with `import`, `export` or `advertise`, or delete it"),
        );
    }
}
