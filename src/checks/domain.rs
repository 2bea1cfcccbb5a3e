use std::collections::BTreeMap;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Pair;

declare_rule! {
    /// An MLAG domain number is not possible, or belongs to two pairs.
    ///
    /// The system MAC that a pair shows to its neighbours is made of the domain number. Two pairs
    /// with one number look like the same switch to LACP: a LAG between them, or a host that
    /// is cabled to both, bundles what does not belong together. rackc chooses numbers by
    /// itself when none are said.
    ///
    /// ```rack
    /// mlag left  = a + b { peer-link 53..54  domain 5 }
    /// mlag right = c + d { peer-link 53..54  domain 5 }   // 6, or leave both out
    /// ```
    "R0511", "domain", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    let mut first_of: BTreeMap<u16, &Pair> = BTreeMap::new();
    for pair in context.fabric.pairs.values() {
        let Some(domain) = pair.domain else { continue };
        let origin = pair.origin.at(domain.span);
        let vendor = pair
            .members
            .iter()
            .filter_map(|member| context.vendor(*member))
            .find(|vendor| !vendor.mlag.domains.contains(domain.value));
        if let Some(vendor) = vendor {
            findings.add((domain.span, None), &pair.name, || {
                Diagnostic::new(
                    &CODE,
                    format!("pair `{}` cannot have domain {}", pair.name, domain.value),
                )
                .from(origin, format!("{} takes {}", vendor.title, vendor.mlag.domains))
                .help("give a number in that range, or leave `domain` out: rackc chooses one")
            });
        }
        let Some(first) = first_of.insert(domain.value, pair) else { continue };
        first_of.insert(domain.value, first);
        let earlier = first.domain.map_or(first.origin, |domain| first.origin.at(domain.span));
        findings.add((domain.span, Some(earlier.at)), &pair.name, || {
            let diagnostic = Diagnostic::new(
                &CODE,
                format!(
                    "domain {} belongs to `{}` and to `{}`",
                    domain.value, first.name, pair.name
                ),
            )
            .from(origin, format!("for `{}`", pair.name));
            let diagnostic = if earlier.at == origin.at {
                diagnostic
            } else {
                diagnostic.from(earlier, format!("for `{}`", first.name))
            };
            diagnostic.help(
                "give each pair a number of its own, or leave `domain` out: rackc chooses them",
            )
        });
    }
    findings.report(sink);
}
