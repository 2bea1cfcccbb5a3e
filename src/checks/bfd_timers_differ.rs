use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::BfdTimers;

declare_rule! {
    /// BFD has different timers in different places.
    ///
    /// Several systems know one pair of BFD timers for the whole switch. So that every one of them does what is
    /// written, a fabric has one too.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp { bfd interval 300ms } }
    /// service k8s { bfd interval 500ms  … }          // write `bfd` alone
    /// ```
    ///
    /// Say the timers once, under `underlay`, and `bfd` alone elsewhere.
    "R1009", "bfd-timers-differ", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let services = fabric.services.iter().filter_map(|service| service.bfd);
    let peers = fabric.boundaries.iter().flat_map(|boundary| &boundary.peers);
    let ospf = fabric.boundaries.iter().filter_map(|boundary| boundary.ospf.as_ref()?.bfd);
    let all = fabric.settings.underlay.bfd.into_iter().chain(services);
    let all: Vec<BfdTimers> = all.chain(peers.filter_map(|peer| peer.bfd)).chain(ospf).collect();
    let Some(first) = all.first() else { return };
    for other in &all {
        if (other.interval, other.multiplier) != (first.interval, first.multiplier) {
            sink.push(
                Diagnostic::new(&CODE, "BFD has different timers in different places")
                    .at(other.span, format!("{} ms, {} times", other.interval, other.multiplier))
                    .at(first.span, format!("{} ms, {} times", first.interval, first.multiplier))
                    .help("say the same timers in both places"),
            );
        }
    }
}
