use super::ports::{PortUse, listed, port_name, splits, uses_by_switch};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::SwitchId;
use crate::source::{Origin, Span};
use crate::vendor::ports::PortNumber;

declare_rule! {
    /// A port is split, but used whole; or a lane is used of a port that has no such lane.
    ///
    /// A split port has no config of its own: its lanes are ports by themselves, `49/1` to `49/4`.
    /// Lanes exist only on ports that a `breakout` statement splits, and each split makes as many
    /// as it says.
    ///
    /// ```rack
    /// switch leaf1 model tor { breakout 49 4x25g }
    /// attach web01 to leaf1 port 49 as web           // name a lane: port 49/1
    /// attach web02 to leaf1 port 50/1 as web         // split it first: breakout 49..50 4x25g
    /// ```
    "R0403", "split-mismatch", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    let split_ports = |port: &PortUse<'_>| {
        port.number.lane.is_some() || !context.switch(port.end.switch).breakouts.is_empty()
    };
    for (switch, uses) in uses_by_switch(context.fabric, split_ports).iter() {
        for panel in uses.chunk_by(|a, b| a.number.panel == b.number.panel) {
            // A port used whole and by its lanes is a matter of another rule.
            let mixed = panel.first().map(|port| port.number.lane.is_none())
                != panel.last().map(|port| port.number.lane.is_none());
            for port in panel.iter().filter(|_| !mixed) {
                examine(context, switch, port.number, port.end.origin, &mut findings);
            }
        }
    }
    for (id, switch) in context.fabric.switches.iter() {
        for (port, speed) in &switch.speeds {
            examine(context, id, *port, switch.origin.at(speed.span), &mut findings);
        }
    }
    findings.report(sink);
}

fn examine(
    context: &Context<'_>,
    id: SwitchId,
    port: PortNumber,
    origin: Origin,
    findings: &mut Repeated<(Span, &'static str)>,
) {
    let switch = context.switch(id);
    let Some(block) = context.platform(id).and_then(|platform| platform.block(port.panel)) else {
        return;
    };
    let name = port_name(context.fabric, id, port);
    let (panel, switch_name) = (port.panel, &switch.name);
    match (port.lane, switch.breakouts.get(&panel)) {
        (None, Some(split)) => findings.add((origin.at, "whole"), &name, || {
            Diagnostic::new(&CODE, format!("port {panel} of `{switch_name}` is split, but used whole"))
                .from(origin, "names the whole port")
                .from(switch.origin.at(split.span), "split here")
                .help(format!("name one of its lanes, `{panel}/1` to `{panel}/{}`", split.value.lanes))
        }),
        (Some(lane), None) => findings.add((origin.at, "lane"), &name, || {
            let known = splits(block);
            let help = match known.first() {
                Some(split) => {
                    let all = listed(known.iter().map(ToString::to_string));
                    format!("split it in the block of `{switch_name}`: `breakout {panel} {split}` (it can do {all})")
                }
                None => format!("port {panel} cannot be split; name the whole port: `{panel}`"),
            };
            Diagnostic::new(&CODE, format!("port {panel} of `{switch_name}` is not split, but its lane {lane} is used"))
                .from(origin, "names a lane")
                .from(switch.origin, "declared without `breakout` for that port")
                .help(help)
        }),
        (Some(lane), Some(split)) if !(1..=split.value.lanes).contains(&lane) => findings.add((origin.at, "beyond"), &name, || {
            Diagnostic::new(&CODE, format!("port {panel} of `{switch_name}` has no lane {lane}"))
                .from(origin, "no such lane")
                .from(switch.origin.at(split.span), format!("makes {} lanes", split.value.lanes))
                .help(format!("name one of `{panel}/1` to `{panel}/{}`", split.value.lanes))
        }),
        _ => {}
    }
}
