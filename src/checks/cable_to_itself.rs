use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::CableEnd;

declare_rule! {
    /// Both ends of a cable are in the same switch.
    ///
    /// Such a cable joins nothing; at layer 2 it is a loop that spanning tree has to break, and
    /// where ports skip spanning tree it brings the switch down. Usually one of the two names
    /// is misspelt.
    ///
    /// ```rack
    /// link leaf1:49 -- leaf1:50                       // to leaf2:49?
    /// ```
    "R0408", "cable-to-itself", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut findings = Repeated::new();
    for cable in context.fabric.cables.values() {
        let [CableEnd::Switch(first), CableEnd::Switch(second)] = &cable.ends else { continue };
        if first.switch != second.switch {
            continue;
        }
        let name = &context.switch(first.switch).name;
        findings.add(cable.origin.at, name, || {
            Diagnostic::new(&CODE, format!("both ends of a cable are in `{name}`"))
                .from(cable.origin, "joins the switch to itself")
                .help("name another switch at one of the ends, or delete the cable")
        });
    }
    findings.report(sink);
}
