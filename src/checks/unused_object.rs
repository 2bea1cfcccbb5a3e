use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// An object is declared, but nothing names it.
    ///
    /// Often an access list still has the addresses themselves, and will not follow when the object changes.
    ///
    /// ```rack
    /// object admins 192.0.2.10, 192.0.2.11
    /// acl edge-in { permit tcp from 192.0.2.10 port 22 }     // from admins
    /// ```
    ///
    /// Write its name where its addresses are meant, or delete it.
    "R1108", "unused-object", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for unused in context.fabric.objects.iter().filter(|one| !one.used) {
        sink.push(
            Diagnostic::new(&CODE, format!("object `{}` is used by nothing", unused.name))
                .from(unused.origin, "nothing names it")
                .help(format!(
                    "write `{}` where its addresses are meant, or delete it",
                    unused.name
                )),
        );
    }
}
