//! What the lab has to say of a program.

use std::collections::BTreeMap;

use super::LARGEST;
use super::codes::{LAB_PORTS, NOT_IN_LAB};
use super::numbers::Numbers;
use crate::allocate::Allocation;
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, SwitchId};
use crate::vendor::Catalog;

/// Says which switches are not in the lab, and which have fewer ports there than cables.
pub fn check(fabric: &Fabric, allocation: &Allocation, catalog: &Catalog, sink: &mut Sink) {
    if fabric.switches.len() > LARGEST {
        return;
    }
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for switch in fabric.switches.values() {
        if catalog.vendor(&switch.vendor).is_some_and(|vendor| vendor.lab.is_none()) {
            *left.entry(&switch.vendor).or_default() += 1;
        }
    }
    for (vendor, count) in left {
        let switches = if count == 1 { "1 switch".to_owned() } else { format!("{count} switches") };
        let message = format!(
            "{switches} not in the lab: vendor `{vendor}` does not say what stands in for them"
        );
        sink.push(
            Diagnostic::new(&NOT_IN_LAB, message)
                .help(format!("add a `lab` part to `{vendor}/vendor.yaml`")),
        );
    }
    let mut lacking: BTreeMap<SwitchId, usize> = BTreeMap::new();
    for (switch, _) in Numbers::of(fabric, allocation, catalog).lacking {
        *lacking.entry(switch).or_default() += 1;
    }
    for (id, count) in lacking {
        let switch = &fabric.switches[id];
        let cables = if count == 1 { "1 cable".to_owned() } else { format!("{count} cables") };
        let message = format!(
            "{cables} of `{}` not in the lab: what stands in for it has no more ports",
            switch.name
        );
        sink.push(Diagnostic::new(&LAB_PORTS, message).from(switch.origin, "the switch"));
    }
}
