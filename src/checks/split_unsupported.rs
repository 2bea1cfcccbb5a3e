use super::ports::{listed, port_name, splits};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::vendor::ports::PortNumber;

declare_rule! {
    /// A port is split in a way that the hardware model cannot do.
    ///
    /// Which splits there are depends on the model and often on the port: small ports cannot be
    /// split at all, and some large ones only into certain lanes. The switch would refuse the line, and
    /// all lanes with it.
    ///
    /// ```rack
    /// switch leaf1 model VENDOR/48x25G {
    ///   breakout 1 4x10g                             // an SFP port; only 49 to 56 can be split
    /// }
    /// ```
    "R0404", "split-unsupported", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for (id, switch) in context.fabric.switches.iter() {
        let Some(platform) = context.platform(id).filter(|_| !switch.breakouts.is_empty()) else {
            continue;
        };
        for (panel, split) in &switch.breakouts {
            let Some(block) =
                platform.block(*panel).filter(|block| block.breakout(split.value).is_none())
            else {
                continue;
            };
            let name = port_name(context.fabric, id, PortNumber::whole(*panel));
            findings.add((split.span, &platform.name, block.panel.first), &name, || {
                let known = splits(block);
                let help = if known.is_empty() {
                    format!("this port cannot be split; {}", others(platform))
                } else {
                    format!(
                        "port {panel} of {} can do {}",
                        platform.name,
                        listed(known.iter().map(ToString::to_string))
                    )
                };
                Diagnostic::new(
                    &CODE,
                    format!(
                        "port {panel} of `{}` cannot be split into {}",
                        switch.name, split.value
                    ),
                )
                .from(switch.origin.at(split.span), "not on this port")
                .from(switch.model_origin, format!("a {}", platform.name))
                .help(help)
            });
        }
    }
    findings.report(sink);
}

/// Which ports of the model can be split.
fn others(platform: &crate::vendor::schema::Platform) -> String {
    let blocks = platform.ports.iter().filter(|block| !block.breakouts.is_empty());
    let ports =
        listed(blocks.map(|block| format!("{} to {}", block.panel.first, block.panel.last)));
    if ports.is_empty() {
        format!("{} has none that can", platform.name)
    } else {
        format!("on {} ports {ports} can", platform.name)
    }
}
