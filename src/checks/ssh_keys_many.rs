use super::vendors_in_use;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A user has more SSH keys than a system in use takes.
    ///
    /// Systems differ in how many keys a local user may have. One that takes fewer keeps only some
    /// of them, and who holds another key is locked out.
    ///
    /// ```rack
    /// management {
    ///   user netops role admin key "ssh-ed25519 …", "ssh-ed25519 …", "ssh-ed25519 …"
    /// }
    /// ```
    ///
    /// Give each person a user of their own, or let TACACS+ or RADIUS know them.
    "R0320", "ssh-keys-many", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let vendors = vendors_in_use::of_all(context);
    for user in &context.fabric.management.users {
        for in_use in &vendors {
            let Some(most) = in_use.vendor.ssh_keys_max else {
                continue;
            };
            let Some(extra) = user.keys.get(most) else {
                continue;
            };
            let title = &in_use.vendor.title;
            let message = format!(
                "user `{}` has {} SSH keys; {title} takes {most}",
                user.name,
                user.keys.len()
            );
            sink.push(
                Diagnostic::new(&CODE, message)
                    .at(extra.span, "more than it takes")
                    .at(user.name.span, "the user")
                    .help("declare one user for each person")
                    .note(format!("it is on {}", in_use.switches(context))),
            );
        }
    }
}
