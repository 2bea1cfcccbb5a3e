//! What a topology says that nothing reads: each key with its value.

use std::collections::BTreeMap;

use super::super::node::{Entry, Node, Value};
use super::super::notes::some_of;
use super::Reader;
use crate::source::Span;

/// What is looked at, or has no meaning outside of a lab: of the top, of nodes, of VLANs, of VRFs. What stands under such a
/// key is known with it.
const TOP: [&str; 7] = [
    "bgp.as",
    "bgp.as_list",
    "ospf.area",
    "vlan.mode",
    "vlan.start_vlan_id",
    "gateway.id",
    "lag.lacp",
];
/// What `defaults` may say that means nothing outside of a lab, or is looked at elsewhere.
const DEFAULTS: [&str; 25] = [
    "defaults.device",
    "defaults.devices",
    "defaults.module",
    "defaults.provider",
    "defaults.providers",
    "defaults.addressing",
    "defaults.groups",
    "defaults.sources",
    "defaults.paths",
    "defaults.inventory",
    "defaults.outputs",
    "defaults.tests",
    "defaults.const",
    "defaults.warnings",
    "defaults.attributes",
    "defaults.multilab",
    "defaults.netlab",
    "defaults.name",
    "defaults.plugin",
    "defaults.interfaces.mtu",
    "defaults.vlan.start_vlan_id",
    "defaults.bgp.as",
    "defaults.vlan.mode",
    "defaults.lag.lacp",
    "defaults.ospf.area",
];
/// What is said of pools, and looked at.
const POOLS: [&str; 10] = [
    "addressing.loopback.ipv4",
    "addressing.loopback.ipv6",
    "addressing.p2p.ipv4",
    "addressing.p2p.ipv6",
    "addressing.p2p.unnumbered",
    "addressing.mgmt.ipv4",
    "addressing.mgmt.ipv6",
    "addressing.lan.ipv4",
    "addressing.lan.ipv6",
    "addressing.router_id",
];
const NODE: [&str; 17] = [
    "device",
    "role",
    "module",
    "name",
    "provider",
    "box",
    "image",
    "cpu",
    "memory",
    "clab",
    "libvirt",
    "mgmt",
    "loopback.ipv4",
    "loopback.ipv6",
    "bgp.as",
    "bgp.rr",
    "vlan.mode",
];
const VLAN: [&str; 8] = ["id", "vni", "vrf", "prefix", "mode", "gateway.id", "links", "evpn.evi"];
const VRF: [&str; 2] = ["evpn.transit_vni", "links"];
/// Blocks of modules at the top.
const MODULES: [&str; 9] =
    ["bgp", "ospf", "vlan", "vrf", "vxlan", "evpn", "lag", "gateway", "loopback"];
/// Deepest key that is told apart.
const DEEPEST: usize = 5;

impl Reader<'_, '_> {
    /// Says what of the defaults and of the pools is not carried over.
    pub fn unread_of(&mut self, top: &Entry) {
        let known = if top.key == "defaults" { &DEFAULTS[..] } else { &POOLS[..] };
        let mut found = Vec::new();
        for entry in top.node.entries() {
            let path = format!("{}.{}", top.key, entry.key);
            leaves(&entry.node, &path, entry.at, known, 0, &mut |path, node, at| {
                // Only netlab's own bookkeeping.
                if !path.contains(".warnings")
                    && !path.contains(".attributes")
                    && !path.contains("._")
                {
                    found.push((format!("`{path}: {}`", told(node)), at));
                }
            });
        }
        for (what, at) in found {
            self.notes.lost(&what, "rackc does not take it over from netlab", Some(at));
        }
    }

    /// Says which keys of modules, nodes, groups, VLANs and VRFs are not carried over.
    pub fn unread(&mut self) {
        let topology = self.topology;
        let mut found: BTreeMap<String, (Vec<String>, Span)> = BTreeMap::new();
        let mut add = |what: String, of: String, at: Span| {
            let names = &mut found.entry(what).or_insert((Vec::new(), at)).0;
            if !names.contains(&of) {
                names.push(of);
            }
        };
        let root = &topology.root;
        for entry in root.entries().iter().filter(|one| MODULES.contains(&one.key.as_str())) {
            leaves(&entry.node, &entry.key, entry.at, &TOP, 0, &mut |path, node, at| {
                add(format!("`{path}: {}`", told(node)), String::new(), at);
            });
        }
        let switches: Vec<(String, &Node)> = topology
            .nodes
            .iter()
            .enumerate()
            .filter(|(device, _)| self.is_switch(*device))
            .map(|(_, member)| (format!("`{}`", member.name), &member.data))
            .collect();
        for (name, data) in &switches {
            let own = data.entries().iter().filter(|one| one.key != "vlans" && one.key != "vrfs");
            for entry in own {
                leaves(&entry.node, &entry.key, entry.at, &NODE, 0, &mut |path, node, at| {
                    add(format!("`{path}: {}`", told(node)), name.clone(), at);
                });
            }
        }
        let places = std::iter::once(root).chain(switches.iter().map(|(_, data)| *data));
        for data in places {
            for (list, word, known) in [("vlans", "VLAN", &VLAN[..]), ("vrfs", "VRF", &VRF[..])] {
                for thing in data.get(list).map(Node::entries).unwrap_or_default() {
                    for entry in thing.node.entries() {
                        // `gateway: True` says that there is a shared one.
                        if entry.key == "gateway" && entry.node.text().is_some() {
                            continue;
                        }
                        leaves(
                            &entry.node,
                            &entry.key,
                            entry.at,
                            known,
                            0,
                            &mut |path, node, at| {
                                let of = format!("{word} `{}`", thing.key);
                                add(format!("`{path}: {}`", told(node)), of, at);
                            },
                        );
                    }
                }
            }
        }
        for group in root.get("groups").map(Node::entries).unwrap_or_default() {
            for key in ["config", "vars"] {
                if let Some(entry) = group.node.entry(key).filter(|entry| !entry.node.is_null()) {
                    let of = format!("group `{}`", group.key);
                    add(format!("`{key}: {}`", told(&entry.node)), of, entry.at);
                }
            }
        }
        for (what, (names, at)) in found {
            let list = some_of(&names);
            let of = if list.is_empty() { String::new() } else { format!(" of {list}") };
            let why = "rackc does not take it over from netlab";
            self.notes.lost(&format!("{what}{of}"), why, Some(at));
        }
    }
}

/// The values under a key that are not known, each with its path.
pub fn leaves(
    node: &Node,
    path: &str,
    at: Span,
    known: &[&str],
    depth: usize,
    each: &mut dyn FnMut(&str, &Node, Span),
) {
    if known.contains(&path) || node.is_null() {
        return;
    }
    let inner = format!("{path}.");
    let parted = known.iter().any(|one| one.starts_with(&inner)) || depth < 2;
    if node.entries().is_empty() || !parted || depth > DEEPEST {
        return each(path, node, at);
    }
    for entry in node.entries() {
        let path = format!("{inner}{}", entry.key);
        leaves(&entry.node, &path, entry.at, known, depth + 1, each);
    }
}

/// A value in short.
pub fn told(node: &Node) -> String {
    short(node, 0)
}

fn short(node: &Node, depth: usize) -> String {
    let list = |parts: Vec<String>| parts.join(", ");
    match &node.value {
        Value::Null => String::new(),
        Value::Text(text) => super::super::input::plain(text),
        _ if depth > DEEPEST => "…".to_owned(),
        Value::List(elements) => {
            format!("[{}]", list(elements.iter().map(|one| short(one, depth + 1)).collect()))
        }
        Value::Map(entries) => {
            let one = |entry: &super::super::node::Entry| {
                format!("{}: {}", entry.key, short(&entry.node, depth + 1))
            };
            format!("{{{}}}", list(entries.iter().map(one).collect()))
        }
    }
}
