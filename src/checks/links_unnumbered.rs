use std::collections::{BTreeMap, BTreeSet};

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::UnderlayKind;
use crate::vendor::schema::Feature;

declare_rule! {
    /// With `underlay bgp auto`, links were left without addresses.
    ///
    /// Both ends of these links run BGP over link-local addresses and send IPv4 routes with IPv6 next hops
    /// (RFC 8950). Nothing is wrong; what a system wants for that before its first session is said with
    /// the note. [R1002](#r1002-link-numbered) names the links that got addresses.
    ///
    /// ```rack
    /// fabric dc1 { underlay bgp auto  pool link 10.254.0.0/24 }
    /// ```
    ///
    /// `underlay bgp unnumbered` or `underlay bgp` say the same for good, and the note goes away.
    "R1015", "links-unnumbered", Note
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let underlay = &context.fabric.settings.underlay;
    let Some(span) = underlay.span.filter(|_| underlay.kind == UnderlayKind::BgpAuto) else {
        return;
    };
    let links = &context.topology.routed.links;
    let without: Vec<_> = links.iter().filter(|link| link.unnumbered).collect();
    let which = match without.len() {
        0 => return,
        count if count == links.len() => "every link goes".to_owned(),
        1 => format!("1 of {} links goes", links.len()),
        count => format!("{count} of {} links go", links.len()),
    };
    let message =
        format!("{which} without addresses: both ends do BGP over link-local ones (RFC 8950)");
    let mut diagnostic = Diagnostic::new(&CODE, message).at(span, "picks for each link");
    let mut conditions: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for switch in without.iter().flat_map(|link| link.ends) {
        let (Some(vendor), Some(platform)) = (context.vendor(switch), context.platform(switch))
        else {
            continue;
        };
        for feature in [Feature::BgpUnnumbered, Feature::BgpExtendedNexthop] {
            let noted = vendor.capability(platform, feature).and_then(|one| one.note());
            if let Some(noted) = noted {
                conditions.entry(&vendor.title).or_default().insert(noted.note.trim());
            }
        }
    }
    for (vendor, notes) in conditions {
        for note in notes {
            diagnostic = diagnostic.note(format!("{vendor}: {note}"));
        }
    }
    sink.push(diagnostic);
}
