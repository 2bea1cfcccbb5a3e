use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Carried;

declare_rule! {
    /// A host's ports have a profile that carries no VLAN.
    ///
    /// The host would be cabled and unreachable. Only between switches does a profile without `access` and
    /// `trunk` have a meaning: all VLANs that both ends have.
    ///
    /// ```rack
    /// profile db { lacp fast }               // write: access storage, or trunk storage, backup
    /// attach db01 to core ports 1 as db
    /// ```
    ///
    /// Add `access VLAN` for one VLAN without tags, or `trunk VLANS` for tagged ones. A port with a native
    /// VLAN alone is an access port.
    "R0612", "profile-carries-nothing", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for attachment in context.fabric.attachments.values() {
        let profile = &context.fabric.profiles[attachment.profile];
        let nothing = match &profile.carried {
            Carried::Nothing => true,
            Carried::Trunk(list) => list.is_empty() && profile.native.is_none(),
            Carried::Access(_) | Carried::All(_) => false,
        };
        if !nothing {
            continue;
        }
        let host = &context.fabric.hosts[attachment.host].name;
        found.add(profile.origin.at, host, || {
            let help = match profile.native.map(|native| &context.fabric.vlans[native.value].name) {
                Some(native) => format!(
                    "write `access {native}` in place of `native {native}`, or add `trunk VLANS`"
                ),
                None => "add `access VLAN` or `trunk VLANS` to the profile".to_owned(),
            };
            Diagnostic::new(
                &CODE,
                format!("profile `{}` of host `{host}` says no VLANs to carry", profile.name),
            )
            .from(profile.origin, "no `access`, no `trunk`")
            .from(attachment.origin, "used here")
            .help(help)
        });
    }
    found.report(sink);
}
