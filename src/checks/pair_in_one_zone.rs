use super::zones::{label, one_of, shared, zone_text};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// Both members of a pair are in one zone whose loss the pair is declared to survive.
    ///
    /// `survives power` promises that one member stands when any power zone fails. With
    /// both members in the same zone that promise is broken, and everything that relies on
    /// the pair goes down together.
    ///
    /// ```rack
    /// zone feed-a kind power
    /// switches core-a, core-b model spine in feed-a  // in feed-[a,b]
    /// mlag core = core-a + core-b { peer-link 31..32  survives power }
    /// ```
    "R0504", "pair-in-one-zone", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut findings = Repeated::new();
    for pair in fabric.pairs.values() {
        for kind in &pair.survives {
            let Some(zone) = shared(fabric, pair, &kind.value) else { continue };
            findings.add((pair.origin.at, kind.span), &pair.name, || {
                let [first, second] = pair.members.map(|member| context.switch(member));
                let message = format!(
                    "pair `{}` does not survive the loss of {}: both members are in it",
                    pair.name,
                    zone_text(fabric, zone)
                );
                let mut diagnostic = Diagnostic::new(&CODE, message)
                    .from(
                        pair.origin.at(kind.span),
                        format!("promises to survive the loss of any {}", one_of(&kind.value)),
                    )
                    .from(first.origin, format!("`{}` is in it", first.name));
                if first.origin != second.origin {
                    diagnostic =
                        diagnostic.from(second.origin, format!("`{}` as well", second.name));
                }
                let another = one_of(&kind.value);
                label(fabric, zone, diagnostic).help(format!(
                    "put `{}` in another {another}, or take `{}` out of `survives`",
                    second.name, kind.value
                ))
            });
        }
    }
    findings.report(sink);
}
