use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::UnderlayKind;

declare_rule! {
    /// There is an underlay, and switches have no loopback.
    ///
    /// A switch that routes is known by its loopback: it is its router id, the end of its EVPN sessions, and the
    /// address under which it is found whichever link is up.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp unnumbered }         // add: pool loopback 10.255.0.0/22
    /// ```
    "R1013", "loopback-missing", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let settings = &context.fabric.settings;
    let Some(span) =
        settings.underlay.span.filter(|_| settings.underlay.kind != UnderlayKind::None)
    else {
        return;
    };
    let pool = &settings.pools.loopback;
    if !pool.ipv4.is_empty() || !pool.ipv6.is_empty() {
        return;
    }
    let mut without = context.fabric.switches.values();
    if let Some(switch) = without.find(|switch| switch.routed && switch.loopback.is_empty()) {
        sink.push(
            Diagnostic::new(&CODE, format!("`{}` routes, but has no loopback", switch.name))
                .at(span, "asks for an underlay")
                .from(switch.origin, "no address of its own")
                .help("add a line such as `pool loopback 10.255.0.0/22` to the fabric block"),
        );
    }
}
