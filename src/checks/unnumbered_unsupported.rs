use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SwitchId;
use crate::topology::RoutedLink;
use crate::vendor::schema::Feature;
use crate::vendor::variant_name;

declare_rule! {
    /// A link is to run BGP without addresses, and one of its ends cannot.
    ///
    /// A session without addresses finds its neighbour by IPv6 router advertisements and sends IPv4 routes
    /// with IPv6 next hops (RFC 8950). Both ends must do both. The nearest thing that works on such a
    /// link is a session between the addresses of a `/31`.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp unnumbered }         // write: underlay bgp auto
    /// ```
    ///
    /// With `underlay bgp auto` rackc gives addresses to the links that need them, and to no other. A single
    /// link is given them with `numbered`.
    "R1001", "unnumbered-unsupported", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for link in context.topology.routed.links.iter().filter(|link| link.unnumbered) {
        for switch in link.ends {
            let lacking = context.topology.routed.lacking(context.fabric, context.catalog, switch);
            let Some(feature) = lacking else { continue };
            let facts = context.switch(switch);
            let cause = (facts.vendor.clone(), facts.platform.clone(), feature);
            found.add(cause, &name(context, link), || report(context, link, switch, feature));
        }
    }
    found.report(sink);
}

fn name(context: &Context<'_>, link: &RoutedLink) -> String {
    let [a, b] = link.ends.map(|switch| &context.switch(switch).name);
    format!("{a} -- {b}")
}

fn report(
    context: &Context<'_>,
    link: &RoutedLink,
    switch: SwitchId,
    feature: Feature,
) -> Diagnostic {
    let facts = context.switch(switch);
    let cable = &context.fabric.cables[link.cable];
    let [a, b] = link.ends.map(|switch| &context.switch(switch).name);
    let vendor = context.vendor(switch);
    let title = vendor.map_or(facts.vendor.as_str(), |vendor| vendor.title.as_str());
    let mut diagnostic = Diagnostic::new(
        &CODE,
        format!(
            "the link `{a}` -- `{b}` cannot do without addresses: {title} on {} does not do that",
            facts.platform
        ),
    )
    .from(cable.origin, "this link")
    .note(format!("capability `{}` of vendor `{}`", variant_name(&feature), facts.vendor));
    if let Some(span) = context.fabric.settings.underlay.span {
        diagnostic = diagnostic.at(span, "asks for links without addresses");
    }
    let noted = vendor
        .zip(context.platform(switch))
        .and_then(|(vendor, platform)| vendor.capability(platform, feature)?.note());
    if let Some(noted) = noted {
        diagnostic = diagnostic.note(noted.note.trim().to_owned());
    }
    diagnostic.help("write `underlay bgp auto`, or `numbered` on this link, and a `pool link`")
}
