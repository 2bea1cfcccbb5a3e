use super::ports::{panels_text, port_name};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{CableEnd, PortChoice, SwitchId};
use crate::source::{Origin, Span};
use crate::vendor::ports::PortNumber;
use crate::vendor::schema::Platform;

declare_rule! {
    /// A port is used that the hardware model does not have.
    ///
    /// Panel numbers count from 1 in the order of the front panel, on every model, whatever the
    /// vendor's own numbers are. `rackc vendors NAME` shows the ports of each model.
    ///
    /// ```rack
    /// switch core model VENDOR/48x25G    // ports 1 to 56
    /// attach web01 to core port 57 as web           // use one of those
    /// ```
    "R0402", "port-missing", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut missing = Repeated::new();
    for cable in context.fabric.cables.values() {
        for end in cable.ends.iter().filter_map(CableEnd::switch_port) {
            let named = match &end.port {
                PortChoice::Fixed(port) => std::slice::from_ref(port),
                PortChoice::AnyOf(ports) => ports,
            };
            let Some(platform) = context.platform(end.switch) else { continue };
            for port in named {
                look_up(context, (end.switch, platform), *port, end.origin, &mut missing);
            }
        }
    }
    for (id, switch) in context.fabric.switches.iter() {
        let Some(platform) = context.platform(id) else { continue };
        for (panel, split) in &switch.breakouts {
            look_up(
                context,
                (id, platform),
                PortNumber::whole(*panel),
                switch.origin.at(split.span),
                &mut missing,
            );
        }
        for (port, speed) in &switch.speeds {
            look_up(
                context,
                (id, platform),
                PortNumber::whole(port.panel),
                switch.origin.at(speed.span),
                &mut missing,
            );
        }
    }
    missing.report(sink);
}

fn look_up(
    context: &Context<'_>,
    (id, platform): (SwitchId, &Platform),
    port: PortNumber,
    origin: Origin,
    missing: &mut Repeated<(Span, String)>,
) {
    if platform.block(port.panel).is_some() {
        return;
    }
    let cause = (origin.at, platform.name.clone());
    missing.add(cause, &port_name(context.fabric, id, port), || {
        let switch = context.switch(id);
        Diagnostic::new(&CODE, format!("`{}` has no port {}", switch.name, port.panel))
            .from(origin, "no such port")
            .from(switch.model_origin, format!("a {}", platform.name))
            .help(format!("{} has {}", platform.name, panels_text(platform)))
    });
}
