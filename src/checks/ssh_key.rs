use std::collections::BTreeMap;

use super::ssh_public_key;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A user's SSH key is none.
    ///
    /// A key that was cut short by a terminal, wrapped over two lines or replaced by dots locks the
    /// user out, and some systems refuse the whole configuration for it. The key is looked at as a
    /// switch will read it: type, base64, the type inside, and every part of it to its last byte.
    /// RSA keys have 2048 bits at least; DSA keys are refused by today's SSH.
    ///
    /// ```rack
    /// management { user netops role admin key "ssh-ed25519 AAAA... netops" }
    /// ```
    ///
    /// Paste the one line of the `.pub` file: type, key and comment.
    "R0317", "ssh-key", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for user in &context.fabric.management.users {
        let mut known = BTreeMap::new();
        for key in &user.keys {
            match ssh_public_key::parts(&key.value) {
                Err(wrong) => sink.push(
                    Diagnostic::new(
                        &CODE,
                        format!("an SSH key of user `{}` cannot be used", user.name),
                    )
                    .at(key.span, wrong)
                    .help("paste the one line of the `.pub` file"),
                ),
                Ok(parts) => {
                    if let Some(first) = known.insert(parts, key.span) {
                        sink.push(
                            Diagnostic::new(
                                &CODE,
                                format!("user `{}` has one SSH key twice", user.name),
                            )
                            .at(key.span, "again here")
                            .at(first, "first here")
                            .help("delete one of the two"),
                        );
                    }
                }
            }
        }
    }
}
