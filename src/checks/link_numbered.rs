use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::vendor::variant_name;

declare_rule! {
    /// With `underlay bgp auto`, a link was given addresses.
    ///
    /// rackc runs BGP without addresses where both ends of a link can, and between the addresses of
    /// a `/31` or `/127` elsewhere. This note says because of which end. Nothing is wrong.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp auto  pool link 10.254.0.0/24 }
    /// ```
    "R1002", "link-numbered", Note
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for link in &context.topology.routed.links {
        let Some((switch, feature)) = link.because else { continue };
        let facts = context.switch(switch);
        let [a, b] = link.ends.map(|switch| &context.switch(switch).name);
        let cause = (facts.vendor.clone(), facts.platform.clone(), feature);
        found.add(cause, &format!("{a} -- {b}"), || {
            let title = context.vendor(switch).map_or("", |vendor| vendor.title.as_str());
            let message = format!(
                "the link `{a}` -- `{b}` gets addresses: {title} on {} lacks `{}`",
                facts.platform,
                variant_name(&feature)
            );
            Diagnostic::new(&CODE, message)
                .from(context.fabric.cables[link.cable].origin, "this link")
        });
    }
    found.report(sink);
}
