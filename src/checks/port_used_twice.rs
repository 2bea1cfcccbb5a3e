use super::ports::{PortUse, purpose, uses_by_switch};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A port is used twice.
    ///
    /// A port takes one cable. A port that is used whole cannot be used by its lanes as well. Both
    /// uses would be written into the same lines of the config, and the second would undo the
    /// first.
    ///
    /// ```rack
    /// attach web01 to core-a port 1 as web
    /// attach web02 to core-a port 1 as web       // give it a port of its own
    /// ```
    "R0401", "port-used-twice", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut clashes = Repeated::new();
    for (_, uses) in uses_by_switch(context.fabric, |_| true).iter() {
        for panel in uses.chunk_by(|a, b| a.number.panel == b.number.panel) {
            for (first, second) in clashing(panel) {
                clashes.add(
                    (first.end.origin.at, second.end.origin.at),
                    &second.name(context.fabric),
                    || clash(context, first, second),
                );
            }
        }
    }
    clashes.report(sink);
}

/// Each use of a panel number that collides with an earlier one, and that one. A whole port is sorted before its
/// lanes.
fn clashing<'u, 'a>(panel: &'u [PortUse<'a>]) -> Vec<(&'u PortUse<'a>, &'u PortUse<'a>)> {
    let Some((first, rest)) = panel.split_first() else { return Vec::new() };
    if first.number.lane.is_none() {
        return rest.iter().map(|second| (first, second)).collect();
    }
    let same_lane = panel.chunk_by(|a, b| a.number == b.number);
    same_lane
        .filter_map(<[PortUse<'_>]>::split_first)
        .flat_map(|(first, rest)| rest.iter().map(move |second| (first, second)))
        .collect()
}

fn clash(context: &Context<'_>, first: &PortUse<'_>, second: &PortUse<'_>) -> Diagnostic {
    let fabric = context.fabric;
    let switch = &context.switch(second.end.switch).name;
    let for_what =
        |port: &PortUse<'_>| purpose(fabric, &fabric.cables[port.cable], port.end.switch);
    let message = if first.number == second.number {
        format!("port {} of `{switch}` is used twice", second.number)
    } else {
        format!(
            "port {} of `{switch}` is used whole and by its lane {}",
            first.number, second.number
        )
    };
    let [earlier, later] =
        if first.cable <= second.cable { [first, second] } else { [second, first] };
    Diagnostic::new(&CODE, message)
        .from(later.end.origin, format!("for {}", for_what(later)))
        .from(earlier.end.origin, format!("already for {}", for_what(earlier)))
        .help("give one of the two another port")
}
