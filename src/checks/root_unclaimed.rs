use std::collections::{BTreeMap, BTreeSet};

use super::bridge_names::quoted;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::fabric::SpanningTreeMode;
use crate::topology::{BridgeId, DEFAULT_PRIORITY};

declare_rule! {
    /// Nothing says which switch is the root of the spanning tree.
    ///
    /// With the same priority everywhere the switch with the lowest MAC address becomes the root: usually
    /// the oldest one, in any rack. Traffic takes the long way, and the tree changes when that switch is
    /// replaced. The root belongs where the VLANs are routed.
    ///
    /// It is an error where the tree has a choice, because links are redundant or VLANs are routed on
    /// several switches or pairs. Else it is a warning: the next cable may give it one. A single switch or
    /// pair needs no root.
    ///
    /// ```rack
    /// fabric dc1 { spanning-tree mstp }             // write: spanning-tree mstp root core
    /// ```
    ///
    /// Name a pair, or a switch with a `secondary` beside it; or give switches a
    /// `spanning-tree priority` below 32768.
    "R0604", "root-unclaimed", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let settings = &context.fabric.settings.spanning_tree;
    if settings.mode == SpanningTreeMode::None {
        return;
    }
    // Of a named root that is joined with nothing another rule speaks.
    let root = context.bridges(&settings.root);
    if !root.is_empty() && root.iter().all(|bridge| context.topology.neighbours(*bridge).is_empty())
    {
        return;
    }
    let routed = routed_vlans(context);
    for domain in context.topology.domains.iter().filter(|domain| domain.len() > 1) {
        if !domain.iter().any(|bridge| claims(context, *bridge)) {
            sink.push(report(context, domain, &routed));
        }
    }
}

/// How many VLANs each bridge routes.
fn routed_vlans(context: &Context<'_>) -> BTreeMap<BridgeId, usize> {
    let mut routed: BTreeMap<BridgeId, usize> = BTreeMap::new();
    for gateway in context.fabric.vlans.values().filter_map(|vlan| vlan.gateway.as_ref()) {
        for bridge in context.bridges(&gateway.on) {
            *routed.entry(bridge).or_default() += 1;
        }
    }
    routed
}

fn claims(context: &Context<'_>, bridge: BridgeId) -> bool {
    let root = &context.fabric.settings.spanning_tree.root;
    let edge =
        context.fabric.settings.overlay.is_some() && root.is_empty() && context.is_routed(bridge);
    edge || context.topology.bridge(bridge).switches.iter().any(|switch| {
        let said = context.switch(*switch).stp_priority;
        said.is_some_and(|priority| priority.value < DEFAULT_PRIORITY)
    }) || context.bridges(root).contains(&bridge)
}

fn report(
    context: &Context<'_>,
    domain: &BTreeSet<BridgeId>,
    routed: &BTreeMap<BridgeId, usize>,
) -> Diagnostic {
    let settings = &context.fabric.settings.spanning_tree;
    let ends: usize = domain.iter().map(|bridge| context.topology.neighbours(*bridge).len()).sum();
    let redundant = ends / 2 >= domain.len();
    let gateways: Vec<BridgeId> =
        domain.iter().filter(|bridge| routed.contains_key(bridge)).copied().collect();
    let best = domain.iter().max_by_key(|bridge| {
        let vlans = routed.get(bridge).copied().unwrap_or_default();
        (vlans, context.topology.neighbours(**bridge).len(), std::cmp::Reverse(**bridge))
    });
    let names = quoted(domain.iter().map(|bridge| context.bridge_name(*bridge)));
    let message = format!("nothing says which of {names} is the root of the spanning tree");
    let mut diagnostic = Diagnostic::new(&CODE, message);
    let place = settings.span.unwrap_or(context.fabric.span);
    diagnostic = diagnostic.at(place, "names no root in this layer-2 domain");
    if !gateways.is_empty() {
        let names = quoted(gateways.iter().map(|bridge| context.bridge_name(*bridge)));
        diagnostic = diagnostic.note(format!("VLANs are routed on {names}"));
    }
    diagnostic.severity =
        if redundant || gateways.len() > 1 { Severity::Error } else { Severity::Warning };
    let name = best.map_or("NAME", |bridge| context.bridge_name(*bridge));
    diagnostic.help(if settings.root.is_empty() {
        let mode = settings.mode.word();
        format!("write `spanning-tree {mode} root {name}` in the fabric block")
    } else {
        format!(
            "give `{name}` a `spanning-tree priority 4096`: the named root is not in this domain"
        )
    })
}
