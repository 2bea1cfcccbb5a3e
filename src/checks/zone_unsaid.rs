use super::zones::{RACK, is_in, kinds, one_of};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SwitchId;
use crate::source::{Origin, Spanned};

declare_rule! {
    /// Something must survive the loss of a zone, and a switch is in no zone of that kind.
    ///
    /// Nothing can be proved about a switch of which the program does not say what it depends on: it
    /// might hang on the very feed whose loss is to be survived.
    ///
    /// ```rack
    /// zone feed-a kind power
    /// switch core-a model spine in feed-a
    /// switch core-b model spine                      // in which power zone?
    /// mlag core = core-a + core-b { peer-link 31..32  survives power }
    /// ```
    "R0506", "zone-unsaid", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let known = kinds(fabric);
    let mut findings = Repeated::new();
    let mut examine = |switch: SwitchId, kind: &Spanned<String>, promise: Origin| {
        let place = context.switch(switch);
        if !known.contains(kind.value.as_str()) || is_in(fabric, place, &kind.value) {
            return;
        }
        findings.add((kind.span, place.origin.at), &place.name, || {
            missing(context, switch, kind, promise)
        });
    };
    for pair in fabric.pairs.values() {
        for kind in &pair.survives {
            pair.members
                .into_iter()
                .for_each(|member| examine(member, kind, pair.origin.at(kind.span)));
        }
    }
    for attachment in fabric.attachments.values() {
        for kind in &fabric.profiles[attachment.profile].survives {
            attachment.switches.iter().for_each(|switch| examine(*switch, kind, kind.span.into()));
        }
    }
    findings.report(sink);
}

fn missing(
    context: &Context<'_>,
    switch: SwitchId,
    kind: &Spanned<String>,
    promise: Origin,
) -> Diagnostic {
    let switch = context.switch(switch);
    let (message, help) = if kind.value == RACK {
        (
            format!("`{}` is in no rack", switch.name),
            "say where it stands: `in rack NAME`".to_owned(),
        )
    } else {
        let zones = context.fabric.zones.values().filter(|zone| zone.kind.word() == kind.value);
        let names: Vec<String> = zones.take(4).map(|zone| format!("`in {}`", zone.name)).collect();
        (
            format!("`{}` is in no zone of kind `{}`", switch.name, kind.value),
            format!("say which one it depends on: {}", names.join(", ")),
        )
    };
    Diagnostic::new(&CODE, message)
        .from(switch.origin, "declared here")
        .from(promise, format!("the loss of any {} is to be survived", one_of(&kind.value)))
        .help(help)
}
