use std::collections::BTreeMap;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A system has its own name for the management VRF.
    ///
    /// Some systems come with a VRF for their management port, and it cannot be called anything else. The program's
    /// name is used where there is a choice.
    ///
    /// ```rack
    /// management { vrf oob }
    /// ```
    ///
    /// Write `vrf mgmt`, the usual name, or expect two names in the configurations.
    "R1414", "management-vrf-fixed", Warning
}

/// What the language itself calls it, so that this says nothing of any system.
const USUAL: &str = "mgmt";

fn check(context: &Context<'_>, sink: &mut Sink) {
    let Some(said) = context.fabric.management.vrf.as_ref().filter(|vrf| vrf.value != USUAL) else {
        return;
    };
    let vendors = context.fabric.switches.ids().filter_map(|id| context.vendor(id));
    let fixed: BTreeMap<&str, &str> = vendors
        .filter_map(|vendor| Some((vendor.title.as_str(), vendor.management.vrf.as_deref()?)))
        .collect();
    for (title, name) in fixed.into_iter().filter(|(_, name)| *name != said.value) {
        let message = format!("{title} calls the management VRF `{name}`, not `{}`", said.value);
        sink.push(
            Diagnostic::new(&CODE, message)
                .at(said.span, "not this name there")
                .help(format!("write `vrf {USUAL}`")),
        );
    }
}
