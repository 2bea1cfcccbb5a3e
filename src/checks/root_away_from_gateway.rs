use super::bridge_names::quoted;
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Vlan;
use crate::topology::{BridgeId, TreeId};

declare_rule! {
    /// The root of a VLAN's spanning tree is not where the VLAN is routed.
    ///
    /// Spanning tree keeps the links towards its root open and blocks the rest. Nearly all traffic of a VLAN goes to
    /// its gateway; with the root elsewhere it takes a detour over it, and the link that leads straight to the gateway
    /// may be the one that is blocked.
    ///
    /// ```rack
    /// fabric dc1 { spanning-tree mstp root access1  gateway on core }   // root core
    /// ```
    ///
    /// Name the pair or the switch with the gateway as `root`; with several gateways, give each of them an MST
    /// instance, or its VLANs a tree of their own by `rapid-pvst`.
    "R1404", "root-away-from-gateway", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for (id, vlan) in context.fabric.vlans.iter() {
        let Some(gateway) = vlan.gateway.as_ref().filter(|gateway| !gateway.distributed) else {
            continue;
        };
        let Some(tree) = context.topology.tree_of(id) else { continue };
        let Some(tree_id) = context.topology.tree_id(id) else { continue };
        let routed: Vec<BridgeId> = context.bridges(&gateway.on);
        // Only where the gateway has a choice of ways does the place of the root matter.
        let here =
            context.topology.domains.iter().find(|domain| {
                domain.len() > 2 && routed.iter().any(|bridge| domain.contains(bridge))
            });
        let Some(domain) = here else { continue };
        let Some(root) = tree.roots.iter().copied().find(|root| domain.contains(root)) else {
            continue;
        };
        if !routed.contains(&root) {
            findings.add((root, routed.clone(), tree_id), &vlan.name, || {
                report(context, (vlan, tree_id), root, &routed)
            });
        }
    }
    findings.report(sink);
}

fn report(
    context: &Context<'_>,
    (vlan, tree): (&Vlan, TreeId),
    root: BridgeId,
    routed: &[BridgeId],
) -> Diagnostic {
    let name = |bridge: &BridgeId| context.topology.bridge(*bridge).name.as_str();
    let gateways = quoted(routed.iter().map(name));
    let message = format!(
        "VLAN `{}` is routed on {gateways}, and the root of its spanning tree is `{}`",
        vlan.name,
        name(&root)
    );
    let span = vlan.gateway.as_ref().map_or(vlan.id_span, |gateway| gateway.span);
    let diagnostic = Diagnostic::new(&CODE, message).at(span, "routed here");
    let settings = &context.fabric.settings.spanning_tree;
    // An instance may have a root of its own.
    let instance = settings
        .instances
        .iter()
        .find(|instance| tree == TreeId::Instance(instance.id) && !instance.root.is_empty());
    let (said, place) = match instance {
        Some(instance) => (Some(instance.span), format!(" in instance {}", instance.id)),
        None => (settings.span, String::new()),
    };
    let diagnostic = match said {
        Some(span) => diagnostic.at(span, "what the root is"),
        None => diagnostic,
    };
    diagnostic.help(format!("write `root {}`{place}", routed.first().map_or("", name)))
}
