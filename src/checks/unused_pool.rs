use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Keepalive;

declare_rule! {
    /// A pool is declared, but nothing is chosen from it.
    ///
    /// `pool vtep` and `pool asn` serve overlays and routed underlays, which this release does not
    /// build. `pool link` serves the members of MLAG pairs, where their system wants addresses on
    /// the peer link or their keepalive has a cable of its own.
    ///
    /// ```rack
    /// fabric dc1 { pool vtep 10.255.4.0/22 }
    /// ```
    ///
    /// Delete the pool until it is needed.
    "R0652", "unused-pool", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let pools = &context.fabric.settings.pools;
    for kind in &pools.unused_here {
        sink.push(
            Diagnostic::new(&CODE, format!("nothing is chosen from `pool {kind}`"))
                .at(kind.span, "serves an overlay or a routed underlay")
                .help("delete it: this release has no use for it"),
        );
    }
    let wanted = [
        (
            "loopback",
            &pools.loopback,
            !context.fabric.switches.is_empty(),
            "the fabric has no switches",
        ),
        (
            "link",
            &pools.link,
            pairs_want_links(context),
            "no pair needs addresses on its peer link or keepalive",
        ),
        (
            "mgmt",
            &pools.management,
            !context.fabric.switches.is_empty(),
            "the fabric has no switches",
        ),
    ];
    for (kind, pool, used, why) in wanted {
        let Some(span) = pool.span.filter(|_| !used) else {
            continue;
        };
        sink.push(
            Diagnostic::new(&CODE, format!("nothing is chosen from `pool {kind}`"))
                .at(span, why)
                .help("delete it until it is needed"),
        );
    }
}

/// Whether the members of some pair talk over addresses of links.
fn pairs_want_links(context: &Context<'_>) -> bool {
    context.fabric.pairs.values().any(|pair| {
        let vendor = context.vendor(pair.members[0]);
        let cable = matches!(pair.keepalive, Some(Keepalive::Cable(_)));
        cable || vendor.is_some_and(|vendor| vendor.mlag.peer_addresses)
    })
}
