use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink, did_you_mean};

declare_rule! {
    /// SNMP notifications are sent in the name of a user that is not declared.
    ///
    /// SNMPv3 signs and encrypts notifications with the keys of a user. Without that user the
    /// switch sends nothing, and nobody is told of the next failure.
    ///
    /// ```rack
    /// management { snmp trap 192.0.2.5 user monitor }
    /// ```
    ///
    /// Declare the user: `snmp v3 user monitor auth secret(snmp-auth) privacy secret(snmp-priv)`.
    "R0321", "trap-user", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(snmp) = &context.fabric.management.snmp else {
        return;
    };
    for (_, user) in &snmp.traps {
        if snmp.users.iter().any(|known| known.name.value == user.value) {
            continue;
        }
        let help =
            did_you_mean(&user.value, snmp.users.iter().map(|known| known.name.value.as_str()));
        sink.push(
            Diagnostic::new(&CODE, format!("there is no SNMP user `{user}`"))
                .at(user.span, "not declared")
                .help(help.unwrap_or_else(|| {
                    format!(
                        "declare it: `snmp v3 user {user} auth secret(NAME) privacy secret(NAME)`"
                    )
                })),
        );
    }
}
