use super::zones::{label, shared, zone_text};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

/// The kind that is looked at when a pair promises nothing.
const POWER: &str = "power";

declare_rule! {
    /// Both members of a pair hang on one power feed.
    ///
    /// A pair is there so that the loss of one switch goes unnoticed; one feed for both takes
    /// that away. Standing in the same rack is usual for top-of-rack pairs and is not reported.
    ///
    /// If it is meant, say what the pair is to survive instead, such as `survives switch`.
    ///
    /// ```rack
    /// zone feed-a kind power
    /// switches core-a, core-b model spine in feed-a  // in feed-[a,b]
    /// mlag core = core-a + core-b { peer-link 31..32 }
    /// ```
    "R0505", "pair-on-one-feed", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut findings = Repeated::new();
    for pair in fabric.pairs.values().filter(|pair| pair.survives.is_empty()) {
        let Some(zone) = shared(fabric, pair, POWER) else { continue };
        findings.add(pair.origin.at, &pair.name, || {
            let [first, second] = pair.members.map(|member| context.switch(member));
            let mut diagnostic = Diagnostic::new(&CODE, format!("both members of pair `{}` are in {}", pair.name, zone_text(fabric, zone)))
                .from(pair.origin, "would go down as a whole")
                .from(first.origin, format!("`{}`", first.name));
            if first.origin != second.origin {
                diagnostic = diagnostic.from(second.origin, format!("`{}`", second.name));
            }
            label(fabric, zone, diagnostic)
                .help(format!("put `{}` in another power zone; if this is meant, add `survives switch` to the pair", second.name))
        });
    }
    findings.report(sink);
}
