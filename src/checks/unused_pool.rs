use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Keepalive, UnderlayKind};

declare_rule! {
    /// A pool is declared, but nothing is chosen from it.
    ///
    /// `pool vtep` serves an overlay, `pool asn` whatever speaks BGP. `pool link` serves links of a routed
    /// underlay, and the members of MLAG pairs, where they route to each other, their system wants addresses on
    /// the peer link or their keepalive has a cable of its own. Under `underlay bgp auto` it may stand by.
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
            // With `auto` it stands by for the link that needs addresses.
            context.fabric.settings.underlay.kind == UnderlayKind::BgpAuto
                || pairs_want_links(context)
                || context.pairs_with_addresses().next().is_some()
                || context.topology.routed.links.iter().any(|link| !link.unnumbered),
            "no link needs addresses",
        ),
        ("vtep", &pools.vtep, context.fabric.settings.overlay.is_some(), "there is no overlay"),
        (
            "mgmt",
            &pools.management,
            !context.fabric.switches.is_empty(),
            "the fabric has no switches",
        ),
    ];
    if let (Some(range), false) = (pools.asn.first(), speaks_bgp(context)) {
        sink.push(
            Diagnostic::new(&CODE, "nothing is chosen from `pool asn`")
                .at(range.span, "nothing speaks BGP")
                .help("delete it until it is needed"),
        );
    }
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

fn speaks_bgp(context: &Context<'_>) -> bool {
    let fabric = context.fabric;
    let peers = fabric.boundaries.iter().any(|boundary| !boundary.peers.is_empty());
    let settings = &fabric.settings;
    settings.underlay.kind.is_bgp()
        || settings.overlay.is_some()
        || !fabric.services.is_empty()
        || peers
}
