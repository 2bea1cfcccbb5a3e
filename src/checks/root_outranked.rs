use std::collections::BTreeSet;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SwitchId;
use crate::source::Span;
use crate::topology::{BridgeId, DEFAULT_PRIORITY, Priorities, TreeId};

declare_rule! {
    /// A switch has a better bridge priority than the root that is named.
    ///
    /// The lowest priority wins, whatever the program calls the root; with the same priority the lower MAC
    /// address does. A named root gets 4096, a stand-in 8192.
    ///
    /// ```rack
    /// fabric dc1 { spanning-tree mstp root core }
    /// switch leaf1 { spanning-tree priority 0 }          // becomes the root
    /// ```
    ///
    /// Delete the `priority`, or name that switch as `root`.
    "R0622", "root-outranked", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for tree in context.topology.trees.keys() {
        let named = named_root(context, *tree);
        let Some(root) = context.bridges(named).first().copied() else {
            continue;
        };
        let Some(domain) = context.topology.domains.iter().find(|domain| domain.contains(&root))
        else {
            continue;
        };
        outranked(context, *tree, root, domain, &mut found);
    }
    found.report(sink);
}

fn named_root<'a>(context: &Context<'a>, tree: TreeId) -> &'a [SwitchId] {
    let settings = &context.fabric.settings.spanning_tree;
    let own = match tree {
        TreeId::Common => None,
        TreeId::Instance(id) => settings.instances.iter().find(|instance| instance.id == id),
    };
    own.map(|own| &own.root).filter(|root| !root.is_empty()).unwrap_or(&settings.root)
}

fn outranked(
    context: &Context<'_>,
    tree: TreeId,
    root: BridgeId,
    domain: &BTreeSet<BridgeId>,
    found: &mut Repeated<(Span, u32)>,
) {
    let priorities = Priorities::of(context.fabric, tree);
    let own = priorities.bridge(context.topology.bridge(root));
    let settings = &context.fabric.settings.spanning_tree;
    if own >= DEFAULT_PRIORITY && domain.len() > 1 {
        weak(context, root, own, found);
    }
    for bridge in domain.iter().filter(|bridge| **bridge != root) {
        let switches = &context.topology.bridge(*bridge).switches;
        let said = switches.iter().map(|switch| context.switch(*switch));
        let said = said.filter_map(|switch| Some((switch, switch.stp_priority?)));
        let Some((switch, priority)) = said.min_by_key(|(_, priority)| priority.value) else {
            continue;
        };
        if priority.value > own {
            continue;
        }
        let (name, root) = (context.bridge_name(*bridge), context.bridge_name(root));
        found.add((priority.span, own), name, || {
            let tie = if priority.value == own {
                "the lower MAC address decides between them"
            } else {
                "the lower one wins"
            };
            Diagnostic::new(&CODE, format!("`{name}` can become the root in place of `{root}`"))
                .from(
                    switch.origin.at(priority.span),
                    format!("priority {} of `{}`", priority.value, switch.name),
                )
                .at(
                    settings.span.unwrap_or(context.fabric.span),
                    format!("`{root}` is the root, with {own}"),
                )
                .note(format!("of {own} and {}, {tie}", priority.value))
                .help(format!("delete the priority, or write `root {name}`"))
        });
    }
}

/// The named root says a priority itself that is no better than the others' default.
fn weak(context: &Context<'_>, root: BridgeId, own: u32, found: &mut Repeated<(Span, u32)>) {
    let settings = &context.fabric.settings.spanning_tree;
    let switches =
        context.topology.bridge(root).switches.iter().map(|switch| context.switch(*switch));
    let said = switches.filter_map(|switch| Some((switch, switch.stp_priority?)));
    let Some((switch, priority)) = said.min_by_key(|(_, priority)| priority.value) else {
        return;
    };
    let name = context.bridge_name(root);
    found.add((priority.span, own), name, || {
        Diagnostic::new(&CODE, format!("any switch can become the root in place of `{name}`"))
            .from(switch.origin.at(priority.span), format!("priority {own} of `{}`", switch.name))
            .at(settings.span.unwrap_or(context.fabric.span), format!("`{name}` is to be the root"))
            .note(format!("the others have {DEFAULT_PRIORITY}, and the lower one wins"))
            .help("delete the priority: the named root gets 4096")
    });
}
