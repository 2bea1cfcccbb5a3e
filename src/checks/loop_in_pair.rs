use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{CableEnd, CableUse};

declare_rule! {
    /// A cable joins the two members of a pair beside the peer link.
    ///
    /// The members act as one bridge, joined by the peer link. A further layer-2 cable between them is
    /// a loop inside of that bridge, which spanning tree does not see.
    ///
    /// ```rack
    /// mlag core = core-a + core-b { peer-link 31..32 }
    /// link core-a:30 -- core-b:30                    // peer-link 30..32, or keepalive 30
    /// ```
    "R0518", "loop-in-pair", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for cable in context.fabric.cables.values().filter(|cable| cable.purpose == CableUse::Fabric) {
        let [CableEnd::Switch(a), CableEnd::Switch(b)] = &cable.ends else { continue };
        let [first, second] = [a, b].map(|end| context.switch(end.switch));
        let Some(pair) =
            first.pair.filter(|pair| a.switch != b.switch && second.pair == Some(*pair))
        else {
            continue;
        };
        let pair = &context.fabric.pairs[pair];
        findings.add(cable.origin.at, &pair.name, || {
            Diagnostic::new(
                &CODE,
                format!(
                    "a cable joins `{}` and `{}`, the members of pair `{}`",
                    first.name, second.name, pair.name
                ),
            )
            .from(cable.origin, "a loop inside of the pair")
            .from(pair.origin, "the pair")
            .help("say what it is for in the pair's block: `peer-link PORTS` or `keepalive PORT`")
        });
    }
    findings.report(sink);
}
