use super::zones::{RACK, is_in, kinds, one_of};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{LossKind, Lost, SwitchId};
use crate::source::{Origin, Span, Spanned};

declare_rule! {
    /// Something must survive the loss of a zone, by `survives` or by `expect … despite`, and a switch is in no zone of
    /// that kind.
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
    let mut examine = |switch: SwitchId, kind: &Spanned<String>, promise: Origin, at: Span| {
        let place = context.switch(switch);
        if !known.contains(kind.value.as_str()) || is_in(fabric, place, &kind.value) {
            return;
        }
        findings.add((kind.span, at), &place.name, || missing(context, switch, kind, promise));
    };
    let declared = |switch: SwitchId| context.switch(switch).origin.at;
    for pair in fabric.pairs.values() {
        for kind in &pair.survives {
            pair.members
                .into_iter()
                .for_each(|one| examine(one, kind, pair.origin.at(kind.span), declared(one)));
        }
    }
    for attachment in fabric.attachments.values() {
        for kind in &fabric.profiles[attachment.profile].survives {
            let switches = attachment.switches.iter().copied();
            switches.for_each(|one| examine(one, kind, kind.span.into(), declared(one)));
        }
    }
    for loss in fabric.expectations.iter().flat_map(|one| &one.losses) {
        for part in &loss.parts {
            if let Lost::Any { kind: LossKind::Zone(word), .. } = part {
                let kind = Spanned::new(word.clone(), loss.span);
                // An expectation is about all of them: one message.
                fabric.switches.ids().for_each(|one| examine(one, &kind, loss.span.into(), loss.span));
            }
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
