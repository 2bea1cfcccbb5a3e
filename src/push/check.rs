//! What the push has to say of a program.

use std::collections::BTreeMap;

use super::ansible;
use super::codes::{ANSIBLE_NAME, NOT_PUSHED};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::Fabric;
use crate::vendor::Catalog;

/// Names that Ansible keeps for itself.
const TAKEN: [(&str, &str); 3] = [
    ("all", "the group of all hosts"),
    ("ungrouped", "the group of hosts without a group"),
    ("localhost", "the machine on which it runs"),
];

/// Says which switches cannot be pushed, and what a push would take for something else.
pub fn check(fabric: &Fabric, catalog: &Catalog, sink: &mut Sink) {
    names(fabric, sink);
    let mut left: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for switch in fabric.switches.values() {
        if ansible(catalog, &switch.vendor, &switch.format).is_none() {
            *left.entry((&switch.vendor, &switch.format)).or_default() += 1;
        }
    }
    for ((vendor, format), count) in left {
        let switches = if count == 1 { "1 switch".to_owned() } else { format!("{count} switches") };
        let message = format!(
            "no playbook pushes {switches}: vendor `{vendor}` does not say how format `{format}` is pushed"
        );
        sink.push(
            Diagnostic::new(&NOT_PUSHED, message)
                .help(format!("add `formats.{format}.ansible` to `{vendor}/vendor.yaml`, and the tasks to `{vendor}/ansible/{format}/`")),
        );
    }
}

fn names(fabric: &Fabric, sink: &mut Sink) {
    for switch in fabric.switches.values() {
        if let Some((name, what)) = TAKEN.iter().find(|(name, _)| *name == switch.name) {
            sink.push(
                Diagnostic::new(&ANSIBLE_NAME, format!("to Ansible, `{name}` is {what}"))
                    .from(switch.origin, "the switch")
                    .help("give the switch another name"),
            );
        }
    }
}
