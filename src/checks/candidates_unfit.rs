use super::ports::{Port, PortUse, listed};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Cable, CableEnd, CableId, PortChoice, SwitchPort};
use crate::vendor::ports::{PortNumber, speed_text};

declare_rule! {
    /// None of the ports to choose from can run at the cable's speed.
    ///
    /// `uplinks` leaves it to rackc which port of the upper switch a cable goes to: one of those after
    /// `at`, or any. A port is fit when it runs at the speed of the lower port, or at the
    /// speed that is said.
    ///
    /// ```rack
    /// // leaf1 port 1 is a 25g port; core has 100g ports only
    /// uplinks leaf1 to core ports 1 at 1..4           // ports 49, or split those of core
    /// ```
    "R0411", "candidates-unfit", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for (id, cable) in context.fabric.cables.iter() {
        let ends = || cable.ends.iter().filter_map(CableEnd::switch_port);
        let open = ends().find_map(|end| match &end.port {
            PortChoice::AnyOf(candidates) => Some((end, candidates)),
            PortChoice::Fixed(_) => None,
        });
        let near =
            ends().find_map(|end| Some(PortUse { cable: id, end, number: end.port.fixed()? }));
        let (Some((far, candidates)), Some(near)) = (open, near) else { continue };
        if let Some(speed) = unfit(context, id, cable, near, far, candidates) {
            let cause = (near.end.origin.at, far.origin.at);
            findings.add(cause, &near.name(context.fabric), || {
                finding(context, near, far, candidates, speed)
            });
        }
    }
    findings.report(sink);
}

/// The speed at which the cable would have to run, if that does not work.
fn unfit(
    context: &Context<'_>,
    id: CableId,
    cable: &Cable,
    near: PortUse<'_>,
    far: &SwitchPort,
    candidates: &[PortNumber],
) -> Option<u32> {
    let speed = *context.topology.speeds.get(id)?;
    // What is wrong with the near port by itself is a matter of other rules.
    let port = Port::of(context, near.end.switch, near.number)?;
    let near_fits = port.can(speed) || context.fabric.cable_speed(cable).is_some();
    let fits = |number: PortNumber| {
        Port::of(context, far.switch, number).is_some_and(|port| port.can(speed))
    };
    let far_fits = if candidates.is_empty() {
        context.platform(far.switch)?.panels().any(|panel| fits(PortNumber::whole(panel)))
    } else {
        candidates.iter().any(|number| fits(*number))
    };
    // So are ports that the model lacks.
    let exists = |number: &PortNumber| {
        context.platform(far.switch).is_some_and(|platform| platform.block(number.panel).is_some())
    };
    let exist = candidates.is_empty() || candidates.iter().any(exists);
    (exist && !(near_fits && far_fits)).then_some(speed)
}

fn finding(
    context: &Context<'_>,
    near: PortUse<'_>,
    far: &SwitchPort,
    candidates: &[PortNumber],
    speed: u32,
) -> Diagnostic {
    let switch = context.switch(far.switch);
    let mut speeds: Vec<u32> = if candidates.is_empty() {
        let panels = context
            .platform(far.switch)
            .into_iter()
            .flat_map(super::super::vendor::schema::Platform::panels);
        panels
            .filter_map(|panel| Port::of(context, far.switch, PortNumber::whole(panel)))
            .flat_map(Port::speeds)
            .collect()
    } else {
        candidates
            .iter()
            .filter_map(|number| Port::of(context, far.switch, *number))
            .flat_map(Port::speeds)
            .collect()
    };
    speeds.sort_unstable_by(|a, b| b.cmp(a));
    speeds.dedup();
    let own = Port::of(context, near.end.switch, near.number).map_or_else(Vec::new, Port::speeds);
    let at = own
        .iter()
        .all(|own| *own != speed)
        .then(|| own.first().copied())
        .flatten()
        .unwrap_or(speed);
    let help = match (speeds.iter().find(|speed| own.contains(speed)), speeds.is_empty()) {
        (Some(common), _) => format!("both sides can do {0}: add `speed {0}`", speed_text(*common)),
        (None, true) => format!(
            "none of these ports of `{}` can be used: split ports are named by their lanes",
            switch.name
        ),
        (None, false) => format!(
            "the ports of `{}` can do {}: use another port below, or split ports above and name their lanes after `at`, such as `at 1..4/1..4`",
            switch.name,
            listed(speeds.iter().map(|speed| speed_text(*speed)))
        ),
    };
    let message = format!(
        "no port of `{}` fits `{}` at {}",
        switch.name,
        near.name(context.fabric),
        speed_text(at)
    );
    Diagnostic::new(&CODE, message)
        .from(
            near.end.origin,
            format!("can do {}", listed(own.iter().map(|speed| speed_text(*speed)))),
        )
        .from(switch.model_origin, format!("a {}", switch.platform))
        .help(help)
}
