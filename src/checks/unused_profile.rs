use std::collections::BTreeSet;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::ProfileId;

declare_rule! {
    /// A profile is declared, but no port has it.
    ///
    /// Often the hosts are attached with another profile by mistake, and their ports lack what this
    /// one says.
    ///
    /// ```rack
    /// profile storage { access san }
    /// attach server nas1 to core ports 1 as san      // another profile
    /// ```
    ///
    /// Name it with `as` where it belongs, or delete it.
    "R0651", "unused-profile", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let cables = fabric.cables.values().filter_map(|cable| cable.profile);
    let attachments = fabric.attachments.values().map(|attachment| attachment.profile);
    let used: BTreeSet<ProfileId> = cables.chain(attachments).collect();
    for (_, profile) in fabric.profiles.iter().filter(|(id, _)| !used.contains(id)) {
        sink.push(
            Diagnostic::new(&CODE, format!("profile `{}` is used by no port", profile.name))
                .from(profile.origin, "no `attach`, `link` or `uplinks` names it")
                .help(format!("write `as {}` where it belongs, or delete it", profile.name)),
        );
    }
}
