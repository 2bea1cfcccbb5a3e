//! Topologies of netlab.

mod links;
mod nodes;
mod numbers;
mod rest;
mod routing;
mod topology;
mod vlans;

use super::input::Input;
use super::inventory::{Device, Inventory, What};
use super::json::Wrong;
use super::models::Models;
use super::notes::Notes;
use super::{unreadable, yaml};
use crate::diagnostic::Diagnostic;
use topology::Topology;

/// What a topology may say at its top that is no part of the network.
const BESIDE: [&str; 22] = [
    "message",
    "provider",
    "name",
    "version",
    "defaults",
    "nodes",
    "links",
    "groups",
    "module",
    "vlans",
    "vrfs",
    "addressing",
    "plugin",
    "bgp",
    "ospf",
    "vxlan",
    "evpn",
    "lag",
    "gateway",
    "vlan",
    "vrf",
    "loopback",
];

/// Reads a topology.
///
/// # Errors
/// It is none, or there are several.
pub fn read<'a>(
    inputs: &[Input],
    models: &Models<'a>,
    notes: &mut Notes,
) -> Result<Inventory<'a>, Diagnostic> {
    let [input] = inputs else {
        let wrong = Wrong { why: "a topology is one file: name it alone".to_owned(), at: 0 };
        return Err(inputs.get(1).map_or_else(
            || Diagnostic::new(&super::codes::IMPORT_UNREADABLE, "no file is named"),
            |second| unreadable(second, "part of a topology", &wrong),
        ));
    };
    let node = yaml::read(input).map_err(|wrong| unreadable(input, "YAML", &wrong))?;
    let topology = Topology::of(node);
    if topology.nodes.is_empty() {
        let wrong = Wrong { why: "it has no `nodes`".to_owned(), at: 0 };
        return Err(unreadable(input, "topology of netlab", &wrong));
    }
    let mut reader = Reader {
        topology: &topology,
        models,
        notes,
        inventory: Inventory { from: "netlab", ..Inventory::default() },
    };
    reader.nodes();
    reader.vrfs();
    reader.vlans();
    let wires = reader.wires();
    reader.cables(&wires);
    reader.routing();
    reader.rest();
    reader.unread();
    let title = topology.root.get("name").and_then(super::node::Node::text);
    let mut inventory = reader.inventory;
    title.unwrap_or("lab").clone_into(&mut inventory.name);
    Ok(inventory)
}

struct Reader<'r, 'a> {
    topology: &'r Topology,
    models: &'r Models<'a>,
    notes: &'r mut Notes,
    inventory: Inventory<'a>,
}

impl<'a> Reader<'_, 'a> {
    /// The position of a node among the devices.
    fn device(&self, name: &str) -> Option<usize> {
        self.topology.position(name)
    }

    /// The device of a node.
    fn what(&self, device: usize) -> Option<&What<'a>> {
        self.inventory.devices.get(device).map(|device: &Device<'a>| &device.what)
    }

    fn is_host(&self, device: usize) -> bool {
        matches!(self.what(device), Some(What::Host(_)))
    }

    fn is_switch(&self, device: usize) -> bool {
        self.what(device).is_some_and(What::is_switch)
    }

    /// Says what else the topology holds.
    fn rest(&mut self) {
        for entry in self.topology.root.entries() {
            if entry.key == "defaults" || entry.key == "addressing" {
                self.unread_of(entry);
            } else if !BESIDE.contains(&entry.key.as_str()) {
                self.notes.lost(
                    &format!("`{}: {}`", entry.key, rest::told(&entry.node)),
                    "rackc does not take it over from netlab",
                    Some(entry.at),
                );
            }
        }
        let root = &self.topology.root;
        for plugins in [root.get("plugin"), root.get("defaults.plugin")].into_iter().flatten() {
            for (name, at) in topology::words(plugins) {
                let what = format!("plugin `{name}`");
                self.notes.lost(&what, "plugins of netlab are not run", Some(at));
            }
        }
    }
}
