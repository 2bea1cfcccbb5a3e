use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{AddressPool, UnderlayKind};

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
                .help(lines(context)),
        );
    }
}

/// The lines that are missing: the pool of loopbacks, and others that the underlay takes from.
fn lines(context: &Context<'_>) -> String {
    let settings = &context.fabric.settings;
    let (underlay, pools) = (&settings.underlay, &settings.pools);
    let numbered = matches!(underlay.kind, UnderlayKind::Ospf | UnderlayKind::BgpNumbered);
    let said = context.fabric.switches.values().any(|switch| switch.asn.is_some());
    let speaks = underlay.kind.is_bgp() || settings.overlay.is_some();
    let none = |pool: &AddressPool| pool.ipv4.is_empty() && pool.ipv6.is_empty();
    let mut lines = vec!["`pool loopback 10.255.0.0/22`"];
    if settings.overlay.is_some() && none(&pools.vtep) {
        lines.push("`pool vtep 10.255.4.0/22`");
    }
    if numbered && none(&pools.link) {
        lines.push("`pool link 10.254.0.0/20`");
    }
    if speaks && pools.asn.is_empty() && underlay.asn.is_none() && !said {
        lines.push("`pool asn 4200000000..4200009999`");
    }
    match lines.split_last() {
        Some((last, first)) if !first.is_empty() => {
            format!("add lines such as {} and {last} to the fabric block", first.join(", "))
        }
        _ => format!("add a line such as {} to the fabric block", lines.join("")),
    }
}
