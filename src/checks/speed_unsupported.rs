use super::ports::{Port, port_name, split_at, uses_of};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SwitchId;
use crate::source::{Origin, Span, Spanned};
use crate::vendor::ports::{PortNumber, speed_text};

declare_rule! {
    /// A speed is asked of a port that cannot run at it.
    ///
    /// Each port of a model runs at certain speeds only, and a lane of a split port runs at the
    /// speed of the split. The switch would refuse the line, and the port would stay down or
    /// at a speed that the other end does not have.
    ///
    /// ```rack
    /// switch leaf1 model VENDOR/48x25G
    /// attach db01 to leaf1 port 49 speed 25g as db   // a 100g port: split it, or use port 1 to 48
    /// ```
    "R0405", "speed-unsupported", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for (id, cable) in context.fabric.cables.iter() {
        let Some(said) = context.fabric.cable_speed(cable) else { continue };
        for port in uses_of(id, cable) {
            let origin = cable.origin.at(said.span);
            examine(
                context,
                (port.end.switch, port.number),
                said,
                [Some(origin), Some(port.end.origin)],
                &mut findings,
            );
        }
    }
    for (id, switch) in context.fabric.switches.iter() {
        for (port, said) in &switch.speeds {
            examine(
                context,
                (id, *port),
                *said,
                [Some(switch.origin.at(said.span)), None],
                &mut findings,
            );
        }
    }
    findings.report(sink);
}

fn examine(
    context: &Context<'_>,
    (id, number): (SwitchId, PortNumber),
    said: Spanned<u32>,
    places: [Option<Origin>; 2],
    findings: &mut Repeated<(Span, Vec<u32>)>,
) {
    let Some(port) = Port::of(context, id, number).filter(|port| !port.can(said.value)) else {
        return;
    };
    findings.add((said.span, port.speeds()), &port_name(context.fabric, id, number), || {
        let switch = context.switch(id);
        let speed = speed_text(said.value);
        let mut diagnostic = Diagnostic::new(
            &CODE,
            format!("port {number} of `{}` cannot run at {speed}", switch.name),
        );
        for (origin, text) in
            places.into_iter().zip([format!("{speed} said here"), "the port".to_owned()])
        {
            diagnostic = origin
                .into_iter()
                .fold(diagnostic, |diagnostic, origin| diagnostic.from(origin, text.clone()));
        }
        diagnostic
            .from(switch.model_origin, format!("a {}", switch.platform))
            .help(help(port, number, said.value))
    });
}

fn help(port: Port<'_>, number: PortNumber, speed: u32) -> String {
    let can = format!("port {number} can do {}", port.speeds_text());
    match port {
        Port::Lane(split) => format!("{can}, as a lane of {}", split.value),
        Port::Whole(block) => match split_at(block, speed) {
            Some(split) => {
                format!("{can}; or split it, `breakout {number} {split}`, and use its lanes")
            }
            None => can,
        },
    }
}
