use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// Nothing hands EVPN routes from one tunnel endpoint to the others.
    ///
    /// Tunnel endpoints do not talk to each other directly: each has sessions with the route servers (of eBGP) or
    /// route reflectors (of iBGP). When the program names none, all routed switches without VLANs and
    /// VRFs of their own are taken, which are the spines. Where every switch has some, they must be named.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp  overlay evpn }      // write: overlay evpn { route-servers core }
    /// ```
    ///
    /// A route server must itself be joined to the underlay by routed cables.
    "R1005", "no-route-server", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(overlay) = &context.fabric.settings.overlay else { return };
    let servers = &context.topology.routed.route_servers;
    if servers.is_empty() && context.topology.routed.vteps.len() > 1 {
        sink.push(
            Diagnostic::new(&CODE, "no switch hands EVPN routes on to the others")
                .at(overlay.span, "names no route servers, and there are no spines")
                .help("write `overlay evpn { route-servers NAME }`"),
        );
    }
    let mut found = Repeated::new();
    for server in servers.iter().filter(|server| !context.switch(**server).routed) {
        let facts = context.switch(*server);
        found.add(overlay.span, &facts.name, || {
            Diagnostic::new(&CODE, format!("route server `{}` has no routed cable", facts.name))
                .at(overlay.span, "named here")
                .from(facts.origin, "not part of the underlay")
                .help("name switches that are cabled without a profile")
        });
    }
    found.report(sink);
}
