use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::UnderlayKind;
use crate::vendor::schema::Feature;

declare_rule! {
    /// The links of the underlay have no addresses of a family that is to be routed.
    ///
    /// Loopbacks or gateways of a family can only be reached when the links between the switches carry that
    /// family. A numbered link carries the families of its addresses; over IPv6 addresses BGP also
    /// carries IPv4 where both ends can (RFC 8950). Links without addresses carry both.
    ///
    /// ```rack
    /// fabric dc1 {
    ///   underlay bgp
    ///   pool loopback 10.255.0.0/24, 2001:db8:ff::/64
    ///   pool link     10.254.0.0/24                  // add: 2001:db8:fe::/112
    /// }
    /// ```
    "R1003", "family-not-carried", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let routed = &context.topology.routed;
    let pool = &fabric.settings.pools.link;
    for ipv6 in [false, true] {
        let wanted = if ipv6 { routed.ipv6 } else { routed.ipv4 };
        let pooled = if ipv6 { !pool.ipv6.is_empty() } else { !pool.ipv4.is_empty() };
        if !wanted || pooled || pool.span.is_none() {
            continue;
        }
        let lacking = routed.links.iter().find(|link| {
            let cable = &fabric.cables[link.cable];
            let said = if ipv6 {
                cable.said.prefix_ipv6.is_some()
            } else {
                cable.said.prefix_ipv4.is_some()
            };
            // IPv4 routes may have IPv6 next hops in BGP.
            let nexthop = !ipv6
                && fabric.settings.underlay.kind != UnderlayKind::Ospf
                && link.ends.iter().all(|end| can(context, *end, Feature::BgpExtendedNexthop));
            !link.unnumbered && !said && !nexthop
        });
        let Some(link) = lacking else { continue };
        let family = if ipv6 { "IPv6" } else { "IPv4" };
        let [a, b] = link.ends.map(|switch| &context.switch(switch).name);
        let mut diagnostic = Diagnostic::new(
            &CODE,
            format!(
                "{family} is routed, but the links between switches have no {family} addresses"
            ),
        )
        .from(fabric.cables[link.cable].origin, format!("such as `{a}` -- `{b}`"));
        if let Some(span) = pool.span {
            diagnostic = diagnostic.at(span, format!("has no {family} prefix"));
        }
        let example = if ipv6 { "2001:db8:fe::/112" } else { "10.254.0.0/20" };
        sink.push(
            diagnostic.help(format!("add an {family} prefix to `pool link`, such as `{example}`")),
        );
    }
}

fn can(context: &Context<'_>, switch: crate::fabric::SwitchId, feature: Feature) -> bool {
    let both = context.vendor(switch).zip(context.platform(switch));
    both.is_some_and(|(vendor, platform)| vendor.supports(platform, feature))
}
