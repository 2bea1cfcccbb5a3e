use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A peer link has a single cable.
    ///
    /// One transceiver then decides over the pair: when it fails, one member shuts its MLAG ports
    /// down, or both go on without each other. Two cables cost two ports.
    ///
    /// ```rack
    /// mlag core = core-a + core-b { peer-link 32 }   // peer-link 31..32
    /// ```
    "R0515", "thin-peer-link", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for pair in context.fabric.pairs.values() {
        let [cable] = pair.peer_link.as_slice() else { continue };
        let origin = context.fabric.cables[*cable].origin;
        findings.add(origin.at, &pair.name, || {
            Diagnostic::new(
                &CODE,
                format!("the peer link of pair `{}` is a single cable", pair.name),
            )
            .from(origin, "one port")
            .help("name a second port in `peer-link`")
        });
    }
    findings.report(sink);
}
