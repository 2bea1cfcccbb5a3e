use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A bridge priority is none that a switch takes.
    ///
    /// IEEE 802.1Q leaves four bits for it: a multiple of 4096 from 0 to 61440. Switches refuse others, or
    /// round them.
    ///
    /// ```rack
    /// switch core1 { spanning-tree priority 1000 }        // 0, 4096, 8192, …
    /// ```
    "R0611", "bridge-priority", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for switch in context.fabric.switches.values() {
        let Some(priority) = switch.stp_priority else {
            continue;
        };
        if priority.value % 4096 == 0 && priority.value <= 61440 {
            continue;
        }
        let near = (priority.value.min(61440) + 2048) / 4096 * 4096;
        found.add(priority.span, &switch.name, || {
            Diagnostic::new(
                &CODE,
                format!("bridge priority {} of `{}` does not exist", priority.value, switch.name),
            )
            .from(switch.origin.at(priority.span), "a multiple of 4096 up to 61440 is needed")
            .help(format!("write `spanning-tree priority {near}`"))
        });
    }
    found.report(sink);
}
