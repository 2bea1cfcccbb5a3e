//! What the lab has to say of a program.

use std::collections::BTreeMap;

use super::LARGEST;
use super::codes::NOT_IN_LAB;
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Fabric;
use crate::vendor::Catalog;

/// Says which switches are not in the lab. Cables for which a stand-in has no port are told of in `lab/README.md` alone:
/// virtual switches have few, and the fabric is none the worse for it.
pub fn check(fabric: &Fabric, catalog: &Catalog, sink: &mut Sink) {
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
}
