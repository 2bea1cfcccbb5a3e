use std::collections::BTreeSet;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Gateway, Vlan, gateway_kind};
use crate::vendor::schema::GatewayKind;

declare_rule! {
    /// A gateway is on switches that cannot share it.
    ///
    /// Without an overlay, one VLAN is routed in one place: on an MLAG pair, whose members are one
    /// switch to their neighbours, on a single switch, or on two switches that are in no pair and
    /// elect a master by VRRP over the VLAN that both carry. With more than that the gateway's
    /// address is alive in several places at once, and traffic is lost or goes in circles.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 on leaf1, leaf2, leaf3 }
    /// ```
    ///
    /// Name one pair, one switch, or two switches that are in no pair. In an overlay, leave out `on`: the
    /// gateway is then the same on every switch that has the VLAN.
    "R0314", "gateway-spread", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.values() {
        let Some(gateway) = vlan.gateway.as_ref().filter(|gateway| !gateway.distributed) else {
            continue;
        };
        if let Some(wrong) = wrong(context, vlan, gateway) {
            let cause = (gateway.on.clone(), wrong.place);
            found.add(cause, &vlan.name, || report(context, vlan, gateway, &wrong));
        }
    }
    found.report(sink);
}

struct Wrong {
    place: &'static str,
    help: &'static str,
}

fn wrong(context: &Context<'_>, vlan: &Vlan, gateway: &Gateway) -> Option<Wrong> {
    let bridges: BTreeSet<_> =
        gateway.on.iter().map(|switch| context.topology.bridge_of(*switch)).collect();
    if bridges.len() < 2 {
        return None;
    }
    let lone = gateway.on.iter().all(|switch| context.switch(*switch).pair.is_none());
    let one_place = "name one pair or one switch: `on NAME`";
    Some(match (lone, gateway.on.len()) {
        (true, 2)
            if gateway_kind(context.fabric, context.catalog, vlan) == Some(GatewayKind::Vrrp) =>
        {
            return None;
        }
        (true, 2) => Wrong {
            place: "two switches that are in no pair share a gateway by VRRP only",
            help: "write `via vrrp`, or make the two an `mlag` pair",
        },
        (true, _) => Wrong { place: "more than two switches", help: one_place },
        (false, _) => Wrong { place: "a pair and other switches", help: one_place },
    })
}

fn report(context: &Context<'_>, vlan: &Vlan, gateway: &Gateway, wrong: &Wrong) -> Diagnostic {
    let names: BTreeSet<&str> = gateway
        .on
        .iter()
        .map(|switch| context.topology.bridge(context.topology.bridge_of(*switch)).name.as_str())
        .collect();
    let shown: Vec<String> = names.iter().take(3).map(|name| format!("`{name}`")).collect();
    let places = match (names.len() - shown.len(), shown.as_slice()) {
        (0, [before @ .., last]) => format!("{} and {last}", before.join(", ")),
        (more, _) => format!("{} and {more} more", shown.join(", ")),
    };
    let message = format!("the gateway of VLAN `{}` is on {places}", vlan.name);
    Diagnostic::new(&CODE, message).at(gateway.span, wrong.place).help(wrong.help)
}
