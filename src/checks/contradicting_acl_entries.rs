use super::{Context, covered, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Acl;

declare_rule! {
    /// An entry of an access list says the opposite of an earlier one, and has no effect.
    ///
    /// The first entry that matches a packet decides. What this one permits is denied before, or
    /// what it denies is permitted before. Who reads the list takes packets to be dropped that pass,
    /// or services to be open that are not.
    ///
    /// ```rack
    /// acl edge-in {
    ///   permit tcp to 10.1.110.0/24
    ///   deny   tcp to 10.1.110.10 port 22       // it is open all the same
    /// }
    /// ```
    ///
    /// Write the narrower entry first, or delete it. An entry for both address families is also
    /// told of when it has no effect in one of them, unless all of that family is ended before by
    /// one entry.
    "R1102", "contradicting-acl-entries", Warning
}

/// Earlier entries that are shown.
const SHOWN: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink) {
    for acl in &context.fabric.acls {
        let idle = covered::idle(acl).into_iter().filter(|idle| idle.contradicts);
        sink.extend(idle.map(|idle| report(acl, &idle)));
    }
}

fn report(acl: &Acl, idle: &covered::Idle<'_>) -> Diagnostic {
    let packets = idle.only.map(|family| format!("{family} ")).unwrap_or_default();
    let (does, opposite) =
        if idle.entry.permit { ("permits", "denies") } else { ("denies", "permits") };
    let earlier = match (idle.by.len(), idle.entry.permit) {
        (1, true) => "an earlier one denies them all",
        (1, false) => "an earlier one permits them all",
        (_, true) => "earlier ones deny them all",
        (_, false) => "earlier ones permit them all",
    };
    let message =
        format!("an entry of access list `{}` {does} no {packets}packet: {earlier}", acl.name);
    let text = match idle.by.len() {
        1 => format!("{opposite} all of it"),
        _ => format!("{opposite} a part of it"),
    };
    let shown = idle.by.iter().take(SHOWN);
    let diagnostic = shown.fold(
        Diagnostic::new(&CODE, message).at(idle.entry.span, "has no effect"),
        |diagnostic, earlier| diagnostic.at(earlier.span, text.clone()),
    );
    let diagnostic = match idle.by.len().saturating_sub(SHOWN) {
        0 => diagnostic,
        more => {
            diagnostic.note(format!("{more} more earlier entries say the opposite of parts of it"))
        }
    };
    diagnostic.help("write it before them if it is an exception, or delete it")
}
