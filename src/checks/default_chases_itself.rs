use std::collections::BTreeSet;

use super::connected::Connected;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Advertise, Boundary, Fabric, SwitchId, VrfId};

/// Distance of OSPF on most systems.
const OSPF: u8 = 110;

declare_rule! {
    /// A static default route of last resort may never be used: OSPF hands the fabric's own one back first.
    ///
    /// Several borders tell OSPF a default route, each when it has one. When the providers are gone, the switch with the
    /// static route announces it inside the fabric; the other border tells OSPF; and the first one hears of it from outside.
    /// OSPF's distance is 110: a static route with a larger one loses, and traffic goes round between the borders.
    ///
    /// ```rack
    /// boundary campus { on border1, border2  …  ospf { import nothing  export default } }
    /// route 0.0.0.0/0 via 203.0.113.1 on border1 distance 250     // 100
    /// ```
    ///
    /// Write a `distance` below 110, or let one border alone tell OSPF the default route.
    "R1422", "default-chases-itself", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let connected = Connected::of(fabric);
    let defaults = fabric.routes.iter().filter(|route| route.prefix.value.prefix_len() == 0);
    for route in defaults.filter(|route| route.distance.is_some_and(|distance| distance > OSPF)) {
        let telling: Vec<&Boundary> = telling(fabric, route.vrf).collect();
        let borders: BTreeSet<SwitchId> = telling.iter().flat_map(|one| switches(one)).collect();
        let here = connected.switches_of(route).into_iter().any(|switch| borders.contains(&switch));
        let (true, true, Some(boundary)) = (here, borders.len() > 1, telling.first()) else {
            continue;
        };
        let Some(export) = boundary.ospf.as_ref().and_then(|ospf| ospf.export.as_ref()) else {
            continue;
        };
        let message = format!(
            "OSPF's default route goes before this one of distance {}, and may be made of it",
            route.distance.unwrap_or_default()
        );
        sink.push(
            Diagnostic::new(&CODE, message)
                .at(route.span, "loses to OSPF's 110")
                .at(export.span, "told to OSPF by several borders")
                .help("write a `distance` below 110, or let one border alone tell OSPF the default route"),
        );
    }
}

/// Boundaries of a VRF that tell OSPF a default route.
fn telling(fabric: &Fabric, vrf: Option<VrfId>) -> impl Iterator<Item = &Boundary> {
    let of_vrf = fabric.boundaries.iter().filter(move |boundary| boundary.vrf == vrf);
    of_vrf.filter(move |boundary| {
        let export = boundary.ospf.as_ref().and_then(|ospf| ospf.export.as_ref());
        export.is_some_and(|what| names_default(fabric, &what.value))
    })
}

fn names_default(fabric: &Fabric, what: &Advertise) -> bool {
    let Advertise::Policy(policy) = what else { return *what == Advertise::Default };
    let terms = fabric.policies.get(*policy).into_iter().flat_map(|policy| &policy.terms);
    let mut sets = terms.filter(|term| term.permit).filter_map(|term| term.prefixes.as_ref());
    sets.any(|set| set.prefixes.iter().any(|one| one.value.from == 0))
}

fn switches(boundary: &Boundary) -> impl Iterator<Item = SwitchId> {
    boundary.on.iter().copied().chain(boundary.ports.iter().map(|port| port.switch))
}
