use super::vendors_in_use;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A system in use needs a root password, and none is named.
    ///
    /// Some systems refuse a configuration in which the root account has no password.
    ///
    /// ```rack
    /// management { user netops role admin password secret(netops) }    // and no root-password
    /// ```
    ///
    /// Add `root-password secret(NAME)`; the hash comes from the vault when the configuration is
    /// pushed.
    "R0319", "root-password", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let management = &context.fabric.management;
    if management.root_password.is_some() {
        return;
    }
    for in_use in vendors_in_use::of_all(context) {
        if !in_use.vendor.management.root_password_required {
            continue;
        }
        let message = format!("{} needs a root password, and none is named", in_use.vendor.title);
        let diagnostic = match management.span {
            Some(span) => Diagnostic::new(&CODE, message)
                .at(span, "names no root password")
                .help("add `root-password secret(NAME)`"),
            None => Diagnostic::new(&CODE, message)
                .at(context.fabric.span, "has no `management` block")
                .help("add `management { root-password secret(NAME) }`"),
        };
        sink.push(diagnostic.note(format!("it is on {}", in_use.switches(context))));
    }
}
