use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A service accepts nothing from its hosts.
    ///
    /// Without `accept` and `vip`, every route that a host announces is refused. The sessions come up and look
    /// well, and its pods or virtual addresses cannot be reached.
    ///
    /// ```rack
    /// service k8s { vlan web  bgp asn 64512 }        // add: accept 10.244.0.0/16 up to /26
    /// ```
    "R1116", "service-accepts-nothing", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let idle = |service: &&crate::fabric::Service| {
        service.accept.prefixes.is_empty() && service.vips.is_empty()
    };
    for service in context.fabric.services.iter().filter(idle) {
        sink.push(
            Diagnostic::new(
                &CODE,
                format!("service `{}` accepts nothing from its hosts", service.name),
            )
            .from(service.origin, "every route that they announce is refused")
            .help(
                "add `accept PREFIXES`, such as `accept 10.244.0.0/16 up to /26`, or `vip ADDRESS`",
            ),
        );
    }
}
