use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Switch;

declare_rule! {
    /// The members of an MLAG pair are not alike.
    ///
    /// MLAG is each vendor's own: two vendors' switches cannot form a pair at all. Two models of
    /// one vendor differ in tables and timers, which no vendor supports in a pair for longer than
    /// an exchange takes. Members with two config formats would be pushed and compared
    /// in different ways.
    ///
    /// ```rack
    /// switch core-a model VENDOR/32x100G
    /// switch core-b model OTHER/32x100G
    /// mlag core = core-a + core-b { peer-link 31..32 }   // give both the same model
    /// ```
    "R0501", "pair-unlike", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for pair in context.fabric.pairs.values() {
        let [first, second] = pair.members.map(|member| context.switch(member));
        let Some((what, [left, right])) =
            difference(context, pair.members.map(|member| context.switch(member)))
        else {
            continue;
        };
        findings.add(
            (pair.origin.at, first.model_origin.at, second.model_origin.at),
            &pair.name,
            || {
                let mut diagnostic = Diagnostic::new(
                    &CODE,
                    format!("the members of pair `{}` are of two {what}", pair.name),
                )
                .from(pair.origin, "the pair")
                .from(first.model_origin, format!("`{}` is {left}", first.name));
                if first.model_origin != second.model_origin {
                    diagnostic = diagnostic
                        .from(second.model_origin, format!("`{}` is {right}", second.name));
                }
                diagnostic.help("give both members the same model and the same format")
            },
        );
    }
    findings.report(sink);
}

/// In what the members differ, and what each of them is.
fn difference(
    context: &Context<'_>,
    [first, second]: [&Switch; 2],
) -> Option<(&'static str, [String; 2])> {
    let title = |switch: &Switch| {
        let vendor = context.catalog.vendors.get(&switch.vendor);
        vendor.map_or_else(|| switch.vendor.clone(), |vendor| vendor.title.clone())
    };
    if first.vendor != second.vendor {
        return Some((
            "vendors",
            [first, second].map(|switch| format!("{} ({})", switch.platform, title(switch))),
        ));
    }
    if first.platform != second.platform {
        return Some(("models", [first, second].map(|switch| format!("a {}", switch.platform))));
    }
    let formats = || [first, second].map(|switch| format!("printed as `{}`", switch.format));
    (first.format != second.format).then(|| ("formats", formats()))
}
