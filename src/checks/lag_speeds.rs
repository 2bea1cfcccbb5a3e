use super::{Context, Repeated, declare_rule, lags};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::CableEnd;
use crate::vendor::ports::speed_text;

declare_rule! {
    /// The cables of a LAG run at different speeds.
    ///
    /// IEEE 802.1AX bundles links of one speed. A switch keeps the cables of the speed that came
    /// up first and leaves the others out, or refuses the config of the bundle.
    ///
    /// ```rack
    /// link core-a:1, core-a:2 -- agg1:1, agg1:2 speed 100g lag up
    /// link core-a:3 -- agg1:3 speed 40g lag up       // 100g as well, or a LAG of its own
    /// ```
    "R0509", "lag-speeds", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for lag in lags::all(context) {
        let mut speeds =
            lag.cables().iter().filter_map(|id| Some((*id, *context.topology.speeds.get(*id)?)));
        let Some((first, wanted)) = speeds.next() else { continue };
        let Some((other, speed)) = speeds.find(|(_, speed)| *speed != wanted) else { continue };
        let place = |id| {
            let cable = &context.fabric.cables[id];
            let ports = cable.ends.iter().filter_map(CableEnd::switch_port);
            ports
                .min_by_key(|port| port.port.fixed().is_none())
                .map_or(cable.origin, |port| port.origin)
        };
        let (first, other) = (place(first), place(other));
        let text = lag.text(context);
        findings.add((first.at, other.at), &text.replace('`', ""), || {
            Diagnostic::new(
                &CODE,
                format!("{text} has cables of {} and of {}", speed_text(wanted), speed_text(speed)),
            )
            .from(other, speed_text(speed))
            .from(first, speed_text(wanted))
            .help("bundle ports of one speed, or say one with `speed` for all of them")
        });
    }
    findings.report(sink);
}
