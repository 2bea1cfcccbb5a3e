use super::bridge_names::quoted;
use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::topology::BridgeId;

declare_rule! {
    /// Two tunnel endpoints are also joined at layer 2.
    ///
    /// A VLAN of the overlay gets from one tunnel endpoint to another through the tunnel. When layer-2 cables join
    /// them as well, there are two ways, and spanning tree, which does not run through tunnels, cuts
    /// neither: broadcasts go round for ever.
    ///
    /// ```rack
    /// link leaf1:48 -- leaf2:48 as trunk             // both are cabled to the spines too
    /// ```
    ///
    /// Take the layer-2 cable out, or make the two an `mlag` pair.
    "R1008", "overlay-loop", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(overlay) = &context.fabric.settings.overlay else { return };
    for domain in &context.topology.domains {
        let edges: Vec<BridgeId> =
            domain.iter().copied().filter(|bridge| context.is_routed(*bridge)).collect();
        let [first, second, ..] = edges.as_slice() else { continue };
        let names = quoted(edges.iter().map(|bridge| context.bridge_name(*bridge)));
        sink.push(
            Diagnostic::new(&CODE, format!("{names} are joined at layer 2 and by the overlay"))
                .from(context.bridge_origin(*first), "a tunnel endpoint")
                .from(context.bridge_origin(*second), "another one, in the same layer-2 domain")
                .at(overlay.span, "joins them too")
                .help("take the cables with a profile between them out"),
        );
    }
}
