use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SpanningTreeMode;
use crate::source::Span;

declare_rule! {
    /// A word about the spanning tree means nothing to the protocol that runs.
    ///
    /// Regions and their revisions are MSTP's; RSTP and Rapid-PVST have none. Without a spanning tree there are no
    /// roots and no priorities either.
    ///
    /// ```rack
    /// fabric dc1 { spanning-tree rstp root core  region dc1 }     // mstp
    /// ```
    ///
    /// Write the protocol that is meant, or delete the word.
    "R1412", "idle-tree-words", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let tree = &context.fabric.settings.spanning_tree;
    let none = tree.mode == SpanningTreeMode::None;
    for word in &tree.words {
        let of_region = matches!(word.value, "region" | "revision");
        if none {
            sink.push(idle(word.value, word.span, "there is no spanning tree"));
        } else if of_region && tree.mode != SpanningTreeMode::Mstp {
            let why = format!("`{}` has no regions", tree.mode.word());
            sink.push(idle(word.value, word.span, &why));
        }
    }
    let priorities = context.fabric.switches.values().filter_map(|switch| switch.stp_priority);
    for priority in priorities.filter(|_| none) {
        sink.push(idle("spanning-tree priority", priority.span, "there is no spanning tree"));
    }
}

fn idle(word: &str, span: Span, why: &str) -> Diagnostic {
    Diagnostic::new(&CODE, format!("`{word}` does nothing: {why}"))
        .at(span, "changes no configuration")
        .help(format!("delete `{word}`, or write the spanning tree that has it"))
}
