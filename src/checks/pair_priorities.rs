use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// The members of a pair have different bridge priorities.
    ///
    /// A pair shows itself to spanning tree as one bridge. Vendors ask for the same priority on both
    /// members; else the tree changes when one of them restarts. When one member says a priority, rackc
    /// gives it to the other too.
    ///
    /// ```rack
    /// switch core-a { spanning-tree priority 4096 }
    /// switch core-b { spanning-tree priority 8192 }
    /// mlag core = core-a + core-b { … }
    /// ```
    ///
    /// Say the same on both, or nothing and name the pair as `root`.
    "R0621", "pair-priorities", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for pair in context.fabric.pairs.values() {
        let [first, second] = pair.members.map(|member| context.switch(member));
        let (Some(one), Some(other)) = (first.stp_priority, second.stp_priority) else {
            continue;
        };
        if one.value == other.value {
            continue;
        }
        found.add((one.span, other.span), &pair.name, || {
            Diagnostic::new(
                &CODE,
                format!("the members of `{}` have different bridge priorities", pair.name),
            )
            .from(second.origin.at(other.span), format!("{} on `{}`", other.value, second.name))
            .from(first.origin.at(one.span), format!("{} on `{}`", one.value, first.name))
            .from(pair.origin, "they act as one bridge")
            .help(format!("write `spanning-tree priority {}` on both", one.value.min(other.value)))
        });
    }
    found.report(sink);
}
