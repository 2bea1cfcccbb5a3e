use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Vlan;
use crate::source::Span;

declare_rule! {
    /// A word about routing stands at a VLAN that no switch routes.
    ///
    /// `vrf` and access lists belong to a VLAN's routed interfaces, which it has with a `gateway` or with an `address` of a
    /// switch; `router-advertisement` belongs to an IPv6 gateway. Without these the words change nothing. Most
    /// often the gateway has been forgotten.
    ///
    /// ```rack
    /// vlan heartbeat 130 { vrf prod  racks r01, r02 }     // isolated in any case: nobody routes it
    /// ```
    ///
    /// Give the VLAN a gateway, or delete the word.
    "R1411", "idle-vlan-words", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for vlan in context.fabric.vlans.values() {
        if vlan.gateway.is_none() && vlan.addresses.is_empty() {
            let vrf = vlan.vrf_span.map(|span| ("`vrf`", span));
            let lists = vlan.access.iter().map(|access| ("the access list", access.span));
            for (word, span) in vrf.into_iter().chain(lists) {
                sink.push(idle(vlan, word, span, "no switch routes it", "a `gateway`"));
            }
        }
        if let Some(said) = vlan.router_advertisement
            && !advertises(vlan, said.value)
        {
            let word = "`router-advertisement`";
            let why = "it has no IPv6 gateway";
            sink.push(idle(vlan, word, said.span, why, "an IPv6 `gateway`"));
        }
    }
}

/// Whether there is something to advertise, or to keep quiet about.
fn advertises(vlan: &Vlan, on: bool) -> bool {
    let gateway = vlan.gateway.as_ref().is_some_and(|gateway| gateway.ipv6.is_some());
    gateway || (!on && vlan.addresses.values().any(|own| own.ipv6.is_some()))
}

fn idle(vlan: &Vlan, word: &str, span: Span, why: &str, lacks: &str) -> Diagnostic {
    Diagnostic::new(&CODE, format!("{word} of VLAN `{}` does nothing: {why}", vlan.name))
        .at(span, "changes no configuration")
        .help(format!("give the VLAN {lacks}, or delete {word}"))
}
