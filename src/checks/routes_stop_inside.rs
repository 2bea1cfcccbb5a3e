use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Advertise, Boundary, Community, Policy, PolicyTerm, UnderlayKind};
use crate::source::Spanned;

declare_rule! {
    /// A community keeps routes from the other switches of the fabric.
    ///
    /// With an underlay of BGP every switch or pair is an AS of its own, and a switch does not tell another AS of routes
    /// with `no-export` or `local-as` (RFC 1997). So what is taken in with such a community stays on the switches that took it in,
    /// be it routes of hosts or of a neighbour outside, in the default VRF or by EVPN. With `no-advertise` it stays on each single
    /// switch, with OSPF as underlay too once there is an overlay.
    ///
    /// ```rack
    /// service k8s { vlan web  asn 64512  accept 10.244.0.0/16  community no-export }     // leave it out
    /// ```
    ///
    /// To keep routes from somebody else's network, leave them out where it is told: by the `export` of a boundary's `peer`, or
    /// set the community there.
    "R1406", "routes-stop-inside", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    if context.topology.routed.links.is_empty() {
        return;
    }
    for service in &context.fabric.services {
        if let Some(word) = stops(context, &service.communities) {
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!("routes of service `{}` do not get to other switches", service.name),
                )
                .from(service.origin, format!("community `{word}` keeps them back"))
                .help(format!(
                    "leave `{word}` out, and keep the routes back where a `peer` is told"
                )),
            );
        }
    }
    for boundary in &context.fabric.boundaries {
        for used in imports(boundary) {
            let Some(policy) = policy(context, used) else { continue };
            let keeps = |term: &PolicyTerm| {
                let word = stops(context, &term.communities).filter(|_| term.permit)?;
                Some((term.span, word))
            };
            let Some((span, word)) = policy.terms.iter().find_map(keeps) else { continue };
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!(
                        "routes that boundary `{}` takes in do not get to other switches",
                        boundary.name
                    ),
                )
                .at(used.span, "imported here")
                .at(span, format!("community `{word}` keeps them back"))
                .help(format!("leave `{word}` out unless they are for this switch alone")),
            );
        }
    }
}

/// The community among these that a switch does not tell the others' AS of.
fn stops(context: &Context<'_>, communities: &[Community]) -> Option<&'static str> {
    let settings = &context.fabric.settings;
    let bgp = settings.underlay.kind != UnderlayKind::Ospf;
    communities.iter().find_map(|community| match community {
        Community::NoExport if bgp => Some("no-export"),
        Community::LocalAs if bgp => Some("local-as"),
        Community::NoAdvertise if bgp || settings.overlay.is_some() => Some("no-advertise"),
        _ => None,
    })
}

fn imports(boundary: &Boundary) -> impl Iterator<Item = &Spanned<Advertise>> {
    let ospf = boundary.ospf.iter().filter_map(|ospf| ospf.import.as_ref());
    boundary.peers.iter().filter_map(|peer| peer.import.as_ref()).chain(ospf)
}

fn policy<'a>(context: &Context<'a>, used: &Spanned<Advertise>) -> Option<&'a Policy> {
    match used.value {
        Advertise::Policy(position) => context.fabric.policies.get(position),
        _ => None,
    }
}
