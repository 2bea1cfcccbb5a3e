use super::{Context, covered, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Acl;

declare_rule! {
    /// An entry of an access list can never match.
    ///
    /// The first entry that matches a packet decides. All that this one would match is taken by
    /// earlier ones, so it does nothing: either it is superfluous, or it stands too far down.
    ///
    /// ```rack
    /// acl edge-in {
    ///   permit tcp to 10.1.110.0/24
    ///   permit tcp to 10.1.110.10 port 443      // permitted above already
    /// }
    /// ```
    ///
    /// Delete it, or move it up. Protocol, addresses, ports and the rest are compared in each
    /// address family; several earlier entries may take it together. When all of them do the
    /// opposite of what it says, R1102 speaks.
    "R1101", "shadowed-acl-entry", Warning
}

/// Earlier entries that are shown.
const SHOWN: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for acl in &context.fabric.acls {
        let idle = covered::idle(acl).into_iter().filter(|idle| !idle.contradicts);
        sink.extend(idle.map(|idle| report(acl, &idle)));
    }
}

fn report(acl: &Acl, idle: &covered::Idle<'_>) -> Diagnostic {
    let message = format!("an entry of access list `{}` can never match", acl.name);
    let text = match idle.by.len() {
        1 => "takes all of it",
        _ => "takes a part of it",
    };
    let shown = idle.by.iter().take(SHOWN);
    let diagnostic = shown.fold(
        Diagnostic::new(&CODE, message).at(idle.entry.span, "nothing is left to it"),
        |diagnostic, earlier| diagnostic.at(earlier.span, text),
    );
    let diagnostic = match idle.by.len().saturating_sub(SHOWN) {
        0 => diagnostic,
        more => diagnostic.note(format!("{more} more earlier entries take parts of it")),
    };
    diagnostic.help("delete it, or move it up")
}
