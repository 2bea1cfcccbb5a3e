use std::collections::BTreeMap;

use super::ports::{PortUse, uses_by_switch};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::vendor::ports::speed_text;
use crate::vendor::schema::{Platform, PortBlock};

declare_rule! {
    /// Ports that can only run at one speed are to run at several.
    ///
    /// On some models neighbouring ports share a clock: four SFP ports run at 25g or at 10g,
    /// but not at both. The switch takes the last speed that it is told, and the links of
    /// the other ports in the group go down.
    ///
    /// ```rack
    /// switch leaf1 model VENDOR/48x25G
    /// attach web01 to leaf1 port 1 speed 25g as web
    /// attach web02 to leaf1 port 2 speed 10g as web   // ports 1 to 4 are one group: use port 5
    /// ```
    "R0407", "speed-group", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    let groups =
        |platform: &&Platform| platform.ports.iter().any(|block| block.speed_groups.is_some());
    let grouped =
        |port: &PortUse<'_>| context.platform(port.end.switch).as_ref().is_some_and(groups);
    for (switch, uses) in uses_by_switch(context.fabric, grouped).iter() {
        let Some(platform) = context.platform(switch) else { continue };
        let mut first_of: BTreeMap<(u16, u16), Runs<'_>> = BTreeMap::new();
        for port in uses {
            let Some(runs) =
                platform.block(port.number.panel).and_then(|block| Runs::of(context, block, *port))
            else {
                continue;
            };
            let first = first_of.entry((runs.block.panel.first, runs.panels.0)).or_insert(runs);
            if first.word != runs.word {
                let cause = (first.port.end.origin.at, runs.port.end.origin.at);
                findings
                    .add(cause, &runs.port.name(context.fabric), || clash(context, *first, runs));
            }
        }
    }
    findings.report(sink);
}

/// A port of a group, and what it makes of the group.
#[derive(Clone, Copy)]
struct Runs<'a> {
    block: &'a PortBlock,
    port: PortUse<'a>,
    /// First and last panel number of the group.
    panels: (u16, u16),
    speed: u32,
    /// The vendor's word of the group; nothing for a speed that has no word.
    word: Option<&'a str>,
}

impl<'a> Runs<'a> {
    fn of(context: &Context<'a>, block: &'a PortBlock, port: PortUse<'a>) -> Option<Self> {
        let groups = block.speed_groups.as_ref()?;
        let speed = *context.topology.speeds.get(port.cable)?;
        let size = groups.size.max(1);
        let first =
            block.panel.first + port.number.panel.saturating_sub(block.panel.first) / size * size;
        let last = first.saturating_add(size - 1).min(block.panel.last);
        let word = groups.words.get(&speed_text(speed)).map(String::as_str);
        Some(Self { block, port, panels: (first, last), speed, word })
    }
}

fn clash(context: &Context<'_>, first: Runs<'_>, other: Runs<'_>) -> Diagnostic {
    let switch = context.switch(other.port.end.switch);
    let [here, there] = [other.speed, first.speed].map(speed_text);
    let (from, to) = other.panels;
    let message = format!(
        "ports {} and {} of `{}` cannot run at {there} and {here}",
        first.port.number, other.port.number, switch.name
    );
    Diagnostic::new(&CODE, message)
        .from(other.port.end.origin, format!("port {} at {here}", other.port.number))
        .from(first.port.end.origin, format!("port {} at {there}", first.port.number))
        .help(format!("ports {from} to {to} of {} run at one speed: take a port of another group for one of the two", switch.platform))
}
