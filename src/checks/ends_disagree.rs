use super::ports::{Port, PortUse, split_at, uses_of};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::CableId;
use crate::source::{Span, Spanned};
use crate::vendor::ports::speed_text;

declare_rule! {
    /// The two ends of a cable are at different speeds.
    ///
    /// A link comes up only when both ends run at the same speed. When nothing is said, rackc
    /// takes the slower of the two ports' own speeds; here that does not work, because the other
    /// port does not have it, or because the program says two speeds.
    ///
    /// ```rack
    /// switch leaf1  model VENDOR/48x25G   // port 1: 25g, 10g, 1g
    /// switch spine1 model VENDOR/32x100G     // port 1: 100g, 40g, or split
    /// link leaf1:1 -- spine1:1                       // cable leaf1:49, or a lane of spine1:1
    /// ```
    "R0406", "ends-disagree", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for (id, cable) in context.fabric.cables.iter() {
        let ends: Vec<End<'_>> =
            uses_of(id, cable).filter_map(|port| End::of(context, port)).collect();
        match context.fabric.cable_speed(cable) {
            Some(said) => against_cable(context, said, &ends, &mut findings),
            None => between(context, id, &ends, &mut findings),
        }
    }
    findings.report(sink);
}

/// A port of the cable and the speed that the program says for it.
struct End<'a> {
    port: PortUse<'a>,
    facts: Port<'a>,
    said: Option<Spanned<u32>>,
}

impl<'a> End<'a> {
    fn of(context: &Context<'a>, port: PortUse<'a>) -> Option<Self> {
        let facts = Port::of(context, port.end.switch, port.number)?;
        let lane = match facts {
            Port::Lane(split) => Some(split.map(|split| split.speed)),
            Port::Whole(_) => None,
        };
        let said = context.switch(port.end.switch).speeds.get(&port.number).copied().or(lane);
        Some(Self { port, facts, said })
    }

    fn label(&self, context: &Context<'_>) -> String {
        let name = self.port.name(context.fabric);
        match (self.said, self.facts) {
            (Some(speed), Port::Lane(split)) => format!(
                "`{name}` runs at {}, as a lane of {}",
                speed_text(speed.value),
                split.value
            ),
            (Some(speed), Port::Whole(_)) => {
                format!("`{name}` is set to {}", speed_text(speed.value))
            }
            (None, facts) => format!("`{name}` can do {}", facts.speeds_text()),
        }
    }
}

type Findings = Repeated<(Span, Span)>;

/// The cable's speed and that of a port, both said.
fn against_cable(
    context: &Context<'_>,
    said: Spanned<u32>,
    ends: &[End<'_>],
    findings: &mut Findings,
) {
    for end in ends {
        // What the port cannot do at all is a matter of another rule.
        let Some(own) = end.said.filter(|own| own.value != said.value && end.facts.can(said.value))
        else {
            continue;
        };
        findings.add((said.span, own.span), &end.port.name(context.fabric), || {
            let switch = context.switch(end.port.end.switch);
            let [cable, port] = [said.value, own.value].map(speed_text);
            let message = format!(
                "the cable in port {} of `{}` is to run at {cable}, the port at {port}",
                end.port.number, switch.name
            );
            Diagnostic::new(&CODE, message)
                .from(end.port.end.origin.at(said.span), format!("{cable} for the cable"))
                .from(switch.origin.at(own.span), format!("{port} for the port"))
                .help("delete one of the two speeds")
        });
    }
}

/// Two ports that nothing is said between.
fn between(context: &Context<'_>, id: CableId, ends: &[End<'_>], findings: &mut Findings) {
    let ([first, second], Some(speed)) = (ends, context.topology.speeds.get(id)) else { return };
    let said_differ = matches!((first.said, second.said), (Some(a), Some(b)) if a.value != b.value);
    if !said_differ && ends.iter().all(|end| end.facts.can(*speed)) {
        return;
    }
    let names =
        format!("{} -- {}", first.port.name(context.fabric), second.port.name(context.fabric));
    findings.add((first.port.end.origin.at, second.port.end.origin.at), &names, || {
        let message = format!(
            "`{}` and `{}` are cabled, but not at one speed",
            first.port.name(context.fabric),
            second.port.name(context.fabric)
        );
        let mut diagnostic =
            Diagnostic::new(&CODE, message).from(first.port.end.origin, first.label(context));
        if first.port.end.origin.at == second.port.end.origin.at {
            diagnostic = diagnostic.note(second.label(context));
        } else {
            diagnostic = diagnostic.from(second.port.end.origin, second.label(context));
        }
        for end in ends {
            let place =
                end.said.map(|said| context.switch(end.port.end.switch).origin.at(said.span));
            diagnostic = place
                .into_iter()
                .fold(diagnostic, |diagnostic, place| diagnostic.from(place, "its speed"));
        }
        diagnostic.help(help(first, second))
    });
}

fn help(first: &End<'_>, second: &End<'_>) -> String {
    let (a, b) = (first.facts.speeds(), second.facts.speeds());
    if let Some(common) = a.iter().find(|speed| b.contains(speed)) {
        return format!(
            "both can do {0}: add `speed {0}` to the cable, and delete other speeds",
            speed_text(*common)
        );
    }
    for (slow, fast) in [(&a, second), (&b, first)] {
        let Port::Whole(block) = fast.facts else { continue };
        if let Some(split) = slow.iter().find_map(|speed| split_at(block, *speed)) {
            let panel = fast.port.number.panel;
            return format!(
                "use another port, or split the faster one, `breakout {panel} {split}`, and cable one of its lanes"
            );
        }
    }
    "the two ports have no speed in common: use another port".to_owned()
}
