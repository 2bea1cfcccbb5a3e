use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Gateway, Vlan, gateway_kind};
use crate::source::Span;
use crate::vendor::schema::GatewayKind;

declare_rule! {
    /// A word about a gateway says nothing where it stands.
    ///
    /// `via` and `vrrp-group` say how switches share a gateway. On a switch that routes a VLAN
    /// alone there is nobody to share it with, an anycast address has no groups, nor has the one address that an
    /// overlay puts on every switch, and a VLAN without
    /// a gateway has neither. Often the second switch has been forgotten.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 on edge1 via vrrp }    // edge1 is in no pair
    /// ```
    ///
    /// Name the other switch too, or delete the word.
    "R0315", "idle-gateway-words", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for vlan in context.fabric.vlans.values() {
        match &vlan.gateway {
            Some(gateway) => {
                alone(context, vlan, gateway, sink);
                group(context, vlan, sink);
            }
            None => {
                if let Some(group) = vlan.vrrp_group {
                    let message =
                        format!("`vrrp-group` says nothing: VLAN `{}` has no gateway", vlan.name);
                    sink.push(idle(message, group.span, "a group of no routers", "`vrrp-group`"));
                }
            }
        }
    }
}

/// A gateway on a single switch that is in no pair.
fn alone(context: &Context<'_>, vlan: &Vlan, gateway: &Gateway, sink: &mut Sink) {
    let [only] = &gateway.on[..] else {
        return;
    };
    let switch = context.switch(*only);
    // With an address of its own beside the gateway's, it shares the latter with those to come.
    if switch.pair.is_some() || vlan.addresses.contains_key(only) {
        return;
    }
    let via = gateway.via.map(|via| ("`via`", via.span));
    let group = vlan.vrrp_group.map(|group| ("`vrrp-group`", group.span));
    for (word, span) in via.into_iter().chain(group) {
        let message =
            format!("{word} says nothing: only `{}` routes VLAN `{}`", switch.name, vlan.name);
        sink.push(idle(message, span, "nobody to share the address with", word));
    }
}

/// A group where the mechanism has none.
fn group(context: &Context<'_>, vlan: &Vlan, sink: &mut Sink) {
    let Some(group) = vlan.vrrp_group else { return };
    if vlan.gateway.as_ref().is_some_and(|gateway| gateway.distributed) {
        let message = format!(
            "`vrrp-group` says nothing: the gateway of VLAN `{}` is on every switch that has it",
            vlan.name
        );
        sink.push(idle(message, group.span, "the overlay shares it", "`vrrp-group`"));
    } else if gateway_kind(context.fabric, context.catalog, vlan) == Some(GatewayKind::Anycast) {
        let message = format!(
            "`vrrp-group` says nothing: the gateway of VLAN `{}` is an anycast address",
            vlan.name
        );
        sink.push(idle(message, group.span, "anycast addresses have no groups", "`vrrp-group`"));
    }
}

fn idle(message: String, span: Span, place: &str, word: &str) -> Diagnostic {
    Diagnostic::new(&CODE, message).at(span, place).help(format!("delete {word}"))
}
