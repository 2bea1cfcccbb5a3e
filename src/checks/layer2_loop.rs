use std::collections::{BTreeMap, BTreeSet};

use super::bridge_names::quoted;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{SpanningTreeMode, VlanId};
use crate::topology::{Islands, LinkId};

declare_rule! {
    /// Links make a loop, and there is no spanning tree.
    ///
    /// A broadcast frame in such a loop goes round for ever and is copied at each turn. Within seconds the
    /// links are full and no switch in the VLAN answers any more.
    ///
    /// ```rack
    /// fabric dc1 { spanning-tree none }
    /// link leaf1:49 -- leaf2:49
    /// link leaf2:50 -- leaf3:50
    /// link leaf3:49 -- leaf1:50        // closes the loop
    /// ```
    ///
    /// Use `spanning-tree mstp`, or cable without a loop: an MLAG pair is one switch to others, so a
    /// LAG to both members of a pair is no loop.
    "R0603", "layer-2-loop", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    if context.fabric.settings.spanning_tree.mode != SpanningTreeMode::None {
        return;
    }
    let islands = Islands::of(context.topology);
    // The same loop for many VLANs is one message.
    let mut loops: BTreeMap<BTreeSet<LinkId>, (Vec<LinkId>, Vec<VlanId>, usize)> = BTreeMap::new();
    for vlan in context.fabric.vlans.ids() {
        let cycles = islands.cycles(vlan);
        for cycle in cycles.shown {
            let same = cycle.iter().copied().collect();
            let known = loops.entry(same).or_insert_with(|| (cycle, Vec::new(), 0));
            known.1.push(vlan);
            known.2 = known.2.max(cycles.more);
        }
    }
    for (cycle, vlans, more) in loops.into_values() {
        sink.push(report(context, &cycle, &vlans, more));
    }
}

fn report(context: &Context<'_>, cycle: &[LinkId], vlans: &[VlanId], more: usize) -> Diagnostic {
    const SHOWN: usize = 8;
    let links: Vec<_> = cycle.iter().map(|link| context.topology.link(*link)).collect();
    let bridges: BTreeSet<&str> = links
        .iter()
        .flat_map(|link| link.bridges())
        .map(|bridge| context.bridge_name(bridge))
        .collect();
    let names = quoted(vlans.iter().map(|vlan| context.fabric.vlans[*vlan].name.as_str()));
    let message =
        format!("{} make a loop in VLAN {names}, and there is no spanning tree", quoted(bridges));
    let mut diagnostic = Diagnostic::new(&CODE, message);
    // The link that closes the loop comes last.
    for (position, link) in links.iter().rev().take(SHOWN).enumerate() {
        let what = if position == 0 { "closes the loop: joins" } else { "joins" };
        diagnostic = diagnostic.from(link.origin, format!("{what} {}", context.link_ends(link)));
    }
    if let Some(span) = context.fabric.settings.spanning_tree.span {
        diagnostic = diagnostic.at(span, "no spanning tree");
    }
    if more > 0 {
        diagnostic = diagnostic.note(format!("{more} further links close loops in the same VLANs"));
    }
    diagnostic.help("write `spanning-tree mstp`, or take one of the links away")
}
