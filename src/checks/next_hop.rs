use std::collections::BTreeSet;
use std::net::IpAddr;

use super::connected::Connected;
use super::host_address::edge_of;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::fabric::{StaticRoute, SwitchId};
use crate::source::Spanned;

declare_rule! {
    /// A static route's next hop cannot be reached from where the route is.
    ///
    /// A static route works when its next hop lies in a subnet of the same VRF to which the switch
    /// is connected: that of a VLAN which it routes, or of a routed port of a boundary. Elsewhere
    /// the route stays inactive, and the traffic takes another way or none. A route that names no
    /// switch is put on those that reach its next hop; one that discards, on all that route the
    /// VRF.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 on core }
    /// route 0.0.0.0/0 via 10.1.111.254 on core
    /// ```
    ///
    /// Write an address of a connected subnet that is not the switch's own, or name the switches
    /// and the VRF from which the next hop can be reached.
    "R0311", "next-hop", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let connected = Connected::of(context.fabric);
    for route in &context.fabric.routes {
        match route.via {
            Some(via) => next_hop(context, &connected, route, via, sink),
            None if connected.switches_of(route).is_empty() => sink.push(
                Diagnostic::new(&CODE, format!("the route to `{}` is on no switch", route.prefix))
                    .at(route.span, format!("no switch here routes {}", context.fabric.vrf_text(route.vrf)))
                    .help("name the VRF that it belongs to with `vrf NAME`, or the switches with `on NAME`"),
            ),
            None => {}
        }
    }
}

fn next_hop(
    context: &Context<'_>,
    connected: &Connected,
    route: &StaticRoute,
    via: Spanned<IpAddr>,
    sink: &mut Sink,
) {
    let reaching = connected.reaching(route.vrf, via.value);
    let wanted: BTreeSet<SwitchId> = match (route.on.as_slice(), route.within.as_slice()) {
        ([], []) => reaching.clone(),
        ([], within) => within.iter().copied().collect(),
        (on, _) => on.iter().copied().collect(),
    };
    let on: BTreeSet<SwitchId> = wanted.intersection(&reaching).copied().collect();
    if on.is_empty() {
        sink.push(unreachable(context, connected, route, via, &wanted));
        return;
    }
    if let Some(wrong) = own_or_edge(context, connected, route, via, &on) {
        sink.push(wrong);
        return;
    }
    let without: Vec<SwitchId> = wanted.difference(&reaching).copied().collect();
    if let ([first, ..], false) = (without.as_slice(), route.on.is_empty()) {
        let mut diagnostic = Diagnostic::new(
            &CODE,
            format!("the route to `{}` does not work on all its switches", route.prefix),
        )
        .at(via.span, format!("{} is not connected to it", counted(context, *first, without.len())))
        .help("leave out `on`: the route is put where its next hop is reached");
        diagnostic.severity = Severity::Warning;
        sink.push(diagnostic);
    }
}

fn unreachable(
    context: &Context<'_>,
    connected: &Connected,
    route: &StaticRoute,
    via: Spanned<IpAddr>,
    wanted: &BTreeSet<SwitchId>,
) -> Diagnostic {
    let vrf = context.fabric.vrf_text(route.vrf);
    let place = match wanted.first() {
        Some(first) => {
            format!("{} has no subnet around it in {vrf}", counted(context, *first, wanted.len()))
        }
        None => format!("no switch has a subnet around it in {vrf}"),
    };
    let diagnostic =
        Diagnostic::new(&CODE, format!("the next hop `{via}` is in no connected subnet"))
            .at(via.span, place);
    if matches!(via.value, IpAddr::V6(address) if address.is_unicast_link_local()) {
        return diagnostic.help("write the neighbour's global address: a link-local one does not say on which interface it is");
    }
    if let Some(first) = connected.reaching(route.vrf, via.value).first() {
        return diagnostic.help(format!(
            "the subnet is on `{}`: write `on` with its name",
            context.switch(*first).name
        ));
    }
    let others = context.fabric.vrfs.ids().map(Some).chain([None]);
    let elsewhere = others
        .filter(|vrf| *vrf != route.vrf)
        .find(|vrf| !connected.reaching(*vrf, via.value).is_empty());
    diagnostic.help(match elsewhere {
        Some(Some(vrf)) => {
            format!("the subnet is in another VRF: write `vrf {}`", context.fabric.vrfs[vrf].name)
        }
        Some(None) => "the subnet is in the default VRF: leave out `vrf`".to_owned(),
        None => {
            "write an address in the subnet of a routed VLAN or of a boundary's port".to_owned()
        }
    })
}

/// Next hops that are the switch itself, or nobody.
fn own_or_edge(
    context: &Context<'_>,
    connected: &Connected,
    route: &StaticRoute,
    via: Spanned<IpAddr>,
    on: &BTreeSet<SwitchId>,
) -> Option<Diagnostic> {
    for (subnet, switches) in connected.holding(route.vrf, via.value) {
        if let Some(wrong) = edge_of(subnet, via.value) {
            return Some(
                Diagnostic::new(&CODE, format!("the next hop `{via}` is no router"))
                    .at(via.span, format!("{wrong}, `{subnet}`"))
                    .help("write the address of the next router"),
            );
        }
        let own =
            switches.iter().find(|(switch, own)| on.contains(switch) && own.contains(&via.value));
        if let Some((switch, _)) = own {
            let name = &context.switch(*switch).name;
            return Some(
                Diagnostic::new(
                    &CODE,
                    format!("the next hop `{via}` is an address of `{name}` itself"),
                )
                .at(via.span, "the route would lead back to the switch")
                .help("write the address of the next router"),
            );
        }
    }
    None
}

fn counted(context: &Context<'_>, first: SwitchId, count: usize) -> String {
    let name = &context.switch(first).name;
    match count {
        1 => format!("`{name}`"),
        2 => format!("`{name}` (like another switch)"),
        more => format!("`{name}` (like {} others)", more - 1),
    }
}
