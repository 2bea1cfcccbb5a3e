use super::vendors_in_use;
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::fabric::{Gateway, SwitchId, Vlan};
use crate::vendor::schema::GatewayKind;

declare_rule! {
    /// A gateway's mechanism does not suit its switches.
    ///
    /// Switches that share a gateway must speak the same protocol: VRRP, HSRP, or an anycast address. When
    /// the program names none, rackc takes the first of the vendor's own order; switches of two vendors must
    /// have one in common. On a switch that routes a VLAN alone there is nobody to share with: `via` and
    /// `vrrp-group` say nothing there, and neither does a group where the gateway is an anycast address.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 on edge1 via hsrp }    // edge1 is in no pair
    /// ```
    ///
    /// Delete what says nothing, or name a mechanism that all members have.
    "R0315", "gateway-kind", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.values() {
        match &vlan.gateway {
            Some(gateway) => {
                disagreement(context, vlan, gateway, &mut found);
                alone(context, vlan, gateway, sink);
                group(context, vlan, gateway, sink);
            }
            None => {
                if let Some(group) = vlan.vrrp_group {
                    let message = format!("VLAN `{}` has a VRRP group, but no gateway", vlan.name);
                    sink.push(warning(message).at(group.span, "says nothing").help("delete it, or give the VLAN a gateway"));
                }
            }
        }
    }
    found.report(sink);
}

/// What the program says, or what the members' vendors put first together.
pub(super) fn mechanism(context: &Context<'_>, gateway: &Gateway) -> Option<GatewayKind> {
    let said = gateway.via.or(context.fabric.settings.gateway_via).map(|via| via.value);
    said.or_else(|| {
        let vendors = vendors_in_use::of(context, gateway.on.iter().copied());
        let (first, rest) = vendors.split_first()?;
        let common = |kind: &&GatewayKind| rest.iter().all(|other| other.vendor.gateways.contains(kind));
        first.vendor.gateways.iter().find(common).copied()
    })
}

/// Members of two vendors must have a mechanism in common. What one vendor lacks altogether is told
/// with its capabilities.
fn disagreement(context: &Context<'_>, vlan: &Vlan, gateway: &Gateway, found: &mut Repeated<Vec<SwitchId>>) {
    let vendors = vendors_in_use::of(context, gateway.on.iter().copied());
    let [first, second, ..] = vendors.as_slice() else { return };
    if mechanism(context, gateway).is_some() {
        return;
    }
    found.add(gateway.on.clone(), &vlan.name, || {
        Diagnostic::new(&CODE, format!("the switches of VLAN `{}` have no gateway mechanism in common", vlan.name))
            .at(gateway.span, format!("{} and {}", first.vendor.title, second.vendor.title))
            .help("route the VLAN on switches of one vendor")
            .note(format!("{} has {}", first.vendor.title, kinds(&first.vendor.gateways)))
            .note(format!("{} has {}", second.vendor.title, kinds(&second.vendor.gateways)))
    });
}

/// `via` of a gateway that is on a single switch in no pair.
fn alone(context: &Context<'_>, vlan: &Vlan, gateway: &Gateway, sink: &mut Sink) {
    let [only] = gateway.on.as_slice() else { return };
    let switch = context.switch(*only);
    if switch.pair.is_some() {
        return;
    }
    for (what, span) in [("`via`", gateway.via.map(|via| via.span)), ("`vrrp-group`", vlan.vrrp_group.map(|group| group.span))] {
        let Some(span) = span else { continue };
        let message = format!("{what} says nothing: only `{}` routes VLAN `{}`", switch.name, vlan.name);
        sink.push(warning(message).at(span, "nobody to share the address with").help(format!("delete {what}")));
    }
}

/// A group number where no protocol has groups.
fn group(context: &Context<'_>, vlan: &Vlan, gateway: &Gateway, sink: &mut Sink) {
    let Some(group) = vlan.vrrp_group.filter(|_| gateway.on.len() > 1) else { return };
    if mechanism(context, gateway) == Some(GatewayKind::Anycast) {
        let message = format!("VLAN `{}` has a VRRP group, but its gateway is an anycast address", vlan.name);
        sink.push(warning(message).at(group.span, "says nothing").help("delete it, or write `via vrrp` with the gateway"));
    }
}

fn warning(message: String) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(&CODE, message);
    diagnostic.severity = Severity::Warning;
    diagnostic
}

fn kinds(kinds: &[GatewayKind]) -> String {
    let words: Vec<&str> = kinds
        .iter()
        .map(|kind| match kind {
            GatewayKind::Anycast => "`anycast`",
            GatewayKind::Vrrp => "`vrrp`",
            GatewayKind::Hsrp => "`hsrp`",
        })
        .collect();
    words.join(", ")
}
