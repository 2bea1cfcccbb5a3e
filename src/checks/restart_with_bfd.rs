use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// Graceful restart and BFD are on together.
    ///
    /// Graceful restart keeps forwarding to a neighbour whose control plane is gone; BFD takes it out of use
    /// within a second. When BFD runs in the control plane, as on most switches, both see the same event and
    /// undo each other: traffic is sent to a switch that is really down for as long as the restart time.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp { bfd  graceful-restart on } }
    /// ```
    ///
    /// In a fabric with several ways to everywhere, leave graceful restart off.
    "R1012", "restart-with-bfd", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let underlay = &context.fabric.settings.underlay;
    // It is on for all BGP sessions of a switch, those with hosts and outside among them.
    let peers = context.fabric.boundaries.iter().flat_map(|boundary| &boundary.peers);
    let outside = peers.filter_map(|peer| peer.bfd);
    let services = context.fabric.services.iter().filter_map(|service| service.bfd);
    let bfd = underlay.bfd.into_iter().chain(services).chain(outside).next();
    let (Some(bfd), Some(restart), true) =
        (bfd, underlay.graceful_restart_span, underlay.graceful_restart)
    else {
        return;
    };
    sink.push(
        Diagnostic::new(&CODE, "graceful restart and BFD undo each other")
            .at(restart, "keeps forwarding to a neighbour that is gone")
            .at(bfd.span, "takes it out of use at once")
            .help("delete `graceful-restart on`"),
    );
}
