use std::collections::BTreeMap;

use super::bridge_names::quoted;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{SpanningTreeMode, SwitchId};
use crate::source::Span;
use crate::topology::BridgeId;

declare_rule! {
    /// A root or stand-in of the spanning tree cannot be one.
    ///
    /// The root must be joined with the switches whose tree it roots, and the stand-in must be another one:
    /// it takes over when the root is lost. A pair is one bridge, so its second member is no stand-in.
    ///
    /// ```rack
    /// mlag core = core-a + core-b { … }
    /// fabric dc1 { spanning-tree mstp root core-a secondary core-b }   // write: root core
    /// ```
    "R0610", "root-outside", Error
}

/// The places of one tree's roots.
struct Roots<'a> {
    root: &'a [SwitchId],
    secondary: &'a [SwitchId],
    span: Span,
    of: String,
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let tree = &context.fabric.settings.spanning_tree;
    if tree.mode == SpanningTreeMode::None {
        return;
    }
    let mut domain_of: BTreeMap<BridgeId, usize> = BTreeMap::new();
    for (position, domain) in context.topology.domains.iter().enumerate() {
        domain_of.extend(domain.iter().map(|bridge| (*bridge, position)));
    }
    let common = Roots {
        root: &tree.root,
        secondary: &tree.secondary,
        span: tree.span.unwrap_or(context.fabric.span),
        of: "the spanning tree".to_owned(),
    };
    let instances = tree.instances.iter().map(|instance| Roots {
        root: if instance.root.is_empty() { &tree.root } else { &instance.root },
        secondary: &instance.secondary,
        span: instance.span,
        of: format!("MST instance {}", instance.id),
    });
    for roots in std::iter::once(common).chain(instances) {
        alone(context, &roots, sink);
        stand_in(context, &roots, &domain_of, sink);
    }
}

/// A root that is joined with nothing, while others are joined.
fn alone(context: &Context<'_>, roots: &Roots<'_>, sink: &mut Sink) {
    let joined: Vec<BridgeId> = context
        .topology
        .domains
        .iter()
        .filter(|domain| domain.len() > 1)
        .flatten()
        .copied()
        .collect();
    if joined.is_empty() {
        return;
    }
    for (word, switches) in [("root", roots.root), ("secondary", roots.secondary)] {
        for bridge in context.bridges(switches) {
            if !context.topology.neighbours(bridge).is_empty() {
                continue;
            }
            let name = context.bridge_name(bridge);
            sink.push(
                Diagnostic::new(&CODE, format!("`{name}`, {word} of {}, is cabled to no other switch", roots.of))
                    .at(roots.span, format!("makes `{name}` the {word}"))
                    .from(context.bridge_origin(bridge), "no link leads to another switch")
                    .help(format!(
                        "name a switch or pair of the layer-2 domain, such as {}, or cable `{name}` to it",
                        quoted(joined.first().map(|bridge| context.bridge_name(*bridge)))
                    )),
            );
        }
    }
}

fn stand_in(
    context: &Context<'_>,
    roots: &Roots<'_>,
    domain_of: &BTreeMap<BridgeId, usize>,
    sink: &mut Sink,
) {
    let root = context.bridges(roots.root);
    let Some(first) = root.first() else {
        if let Some(bridge) = context.bridges(roots.secondary).first() {
            let name = context.bridge_name(*bridge);
            sink.push(
                Diagnostic::new(&CODE, format!("{} has a secondary, but no root", roots.of))
                    .at(roots.span, format!("`{name}` is to take over from nothing"))
                    .help(format!("write `root {name}`, or name both")),
            );
        }
        return;
    };
    for bridge in context.bridges(roots.secondary) {
        let name = context.bridge_name(bridge);
        if root.contains(&bridge) {
            sink.push(
                Diagnostic::new(&CODE, format!("`{name}` is root and secondary of {}", roots.of))
                    .at(roots.span, "both mean the same bridge")
                    .from(context.bridge_origin(bridge), "this one")
                    .help("name another bridge as `secondary`, or leave it out: a pair needs none"),
            );
        } else if domain_of.get(&bridge) != domain_of.get(first)
            && !context.topology.neighbours(bridge).is_empty()
            && !context.topology.neighbours(*first).is_empty()
        {
            let root = context.bridge_name(*first);
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!(
                        "`{name}`, secondary of {}, is not joined with the root `{root}`",
                        roots.of
                    ),
                )
                .at(roots.span, "two layer-2 domains")
                .from(context.bridge_origin(bridge), "the secondary")
                .from(context.bridge_origin(*first), "the root")
                .help("name a bridge of the same layer-2 domain"),
            );
        }
    }
}
