//! Links in all their forms: `a-b`, `[a, b]`, nodes as keys, lists of interfaces, groups, LAGs, those of VLANs and VRFs.

use super::super::node::{Node, Value};
use super::Reader;
use crate::source::Span;

/// Deepest nesting of links in groups.
const DEEPEST: usize = 8;

/// A link.
#[derive(Debug, Clone)]
pub struct Wire {
    /// Where it is said.
    pub at: Span,
    /// The devices on it, with what is said of each one's interface.
    pub ends: Vec<(usize, Node)>,
    /// What is said of the link.
    pub data: Node,
    /// The LAG that it is a member of.
    pub lag: Option<usize>,
    /// The LAG is the peer link of a pair.
    pub peer: bool,
}

impl Reader<'_, '_> {
    /// All links, in the order in which netlab numbers interfaces.
    pub fn wires(&mut self) -> Vec<Wire> {
        let mut wires = Vec::new();
        let mut lags = 0;
        let root = &self.topology.root;
        if let Some(links) = root.get("links") {
            self.links(links, &Node::map_of(links.span), &mut wires, &mut lags, 0);
        }
        for (list, key) in [("vlans", "access"), ("vrfs", "")] {
            for entry in root.get(list).map(Node::entries).unwrap_or_default() {
                let Some(links) = entry.node.get("links") else { continue };
                let mut shared = Node::map_of(entry.at);
                if key.is_empty() {
                    shared.put(&["vrf"], entry.at, Node::text_of(entry.at, entry.key.clone()));
                } else {
                    shared.put(
                        &["vlan", key],
                        entry.at,
                        Node::text_of(entry.at, entry.key.clone()),
                    );
                }
                self.links(links, &shared, &mut wires, &mut lags, 0);
            }
        }
        wires
    }

    /// Links with several hosts at one switch as one for each host, in one VLAN.
    pub fn apart(&mut self, wires: &[Wire]) -> Vec<Wire> {
        let mut apart = Vec::new();
        for wire in wires {
            let switches: Vec<usize> = wire
                .ends
                .iter()
                .map(|(device, _)| *device)
                .filter(|at| self.is_switch(*at))
                .collect();
            let hosts = wire.ends.iter().filter(|(device, _)| self.is_host(*device)).count();
            let kind = wire.data.get("type").and_then(Node::text).unwrap_or_default();
            let ([switch], true) = (&switches[..], hosts > 1 && hosts + 1 == wire.ends.len())
            else {
                apart.push(wire.clone());
                continue;
            };
            if matches!(kind, "loopback" | "tunnel") {
                apart.push(wire.clone());
                continue;
            }
            let (own, others): (Vec<_>, Vec<_>) =
                wire.ends.iter().cloned().partition(|(device, _)| device == switch);
            let Some(own) = own.into_iter().next() else { continue };
            let mut data = wire.data.clone();
            if Self::carried(&own.1, &data).is_none()
                && let Some((host, _)) = others.first()
            {
                let vlans = self.lan(*switch, *host, &data, &own.1, wire.at);
                let key = Node::text_of(wire.at, vlans.untagged.unwrap_or_default());
                data.put(&["vlan", "access"], wire.at, key);
            }
            let name = |device: usize| {
                let member = self.topology.nodes.get(device);
                member.map_or(String::new(), |member| format!("`{}`", member.name))
            };
            let names: Vec<String> = others.iter().map(|(device, _)| name(*device)).collect();
            self.notes.chosen(
                &format!(
                    "a port of `{}` for each of {}",
                    name(*switch).trim_matches('`'),
                    names.join(", ")
                ),
                "netlab has them on one link, and a cable has two ends",
                Some(wire.at),
            );
            for other in others {
                let ends = vec![own.clone(), other];
                apart.push(Wire { ends, data: data.clone(), ..wire.clone() });
            }
        }
        apart
    }

    /// The links of a list, or of lists by their names. `shared` is said of all.
    fn links(
        &mut self,
        node: &Node,
        shared: &Node,
        wires: &mut Vec<Wire>,
        lags: &mut usize,
        depth: usize,
    ) {
        if depth > DEEPEST {
            return;
        }
        for entry in node.entries() {
            self.links(&entry.node, shared, wires, lags, depth + 1);
        }
        for element in node.elements() {
            self.link(element, shared, wires, lags, depth);
        }
        if node.text().is_some() {
            self.link(node, shared, wires, lags, depth);
        }
    }

    fn link(
        &mut self,
        node: &Node,
        shared: &Node,
        wires: &mut Vec<Wire>,
        lags: &mut usize,
        depth: usize,
    ) {
        let mut data = Node::map_of(node.span);
        let mut ends = Vec::new();
        match &node.value {
            Value::Null => return,
            Value::Text(text) => {
                let names = if self.device(text).is_some() {
                    vec![text.as_str()]
                } else {
                    text.split('-').collect()
                };
                ends.extend(
                    names
                        .into_iter()
                        .map(|name| (name.trim().to_owned(), node.span, Node::null(node.span))),
                );
            }
            Value::List(elements) => ends.extend(elements.iter().filter_map(interface)),
            Value::Map(entries) => {
                for entry in entries {
                    if self.device(&entry.key).is_some() {
                        ends.push((entry.key.clone(), entry.at, entry.node.clone()));
                    } else if entry.key == "interfaces" {
                        ends.extend(entry.node.elements().iter().filter_map(interface));
                    } else {
                        data.put(&[&entry.key], entry.at, entry.node.clone());
                    }
                }
            }
        }
        data.merge(shared.clone());
        if data.get("disable").is_some_and(Node::is_true) {
            return;
        }
        let group = data.get("members").cloned();
        let lag = data.get("lag.members").cloned();
        if let Some(members) = group.as_ref().or(lag.as_ref()) {
            let before = wires.len();
            let mut inner = data.clone();
            without(&mut inner, &["members", "group", "name"]);
            let peer = data
                .get("lag.mlag.peergroup")
                .is_some_and(|node| !node.is_null() && !node.is_false());
            if group.is_none() {
                // What is said of the LAG is said of its cables.
                if let Some(lag) = inner.get("lag").cloned() {
                    without(&mut inner, &["lag"]);
                    let mut own = lag;
                    without(&mut own, &["members"]);
                    if !own.entries().is_empty() {
                        inner.put(&["lag"], node.span, own);
                    }
                }
            }
            self.links(members, &inner, wires, lags, depth + 1);
            if group.is_none() {
                for wire in wires.iter_mut().skip(before) {
                    wire.lag = Some(*lags);
                    wire.peer = peer;
                }
                *lags += 1;
            }
            return;
        }
        let mut found = Vec::new();
        for (name, at, said) in ends {
            match self.device(&name) {
                Some(device) => found.push((device, said)),
                None => self.notes.lost(
                    &format!("an end of a link at `{name}`"),
                    "there is no such node",
                    Some(at),
                ),
            }
        }
        // The key of the first node is a better place than the braces around all.
        wires.push(Wire { at: node.span, ends: found, data, lag: None, peer: false });
    }
}

/// An interface in a list: a node's name, or what is said of it with the name.
fn interface(node: &Node) -> Option<(String, Span, Node)> {
    if let Value::Text(name) = &node.value {
        Some((name.clone(), node.span, Node::null(node.span)))
    } else {
        let name = node.get("node")?;
        Some((name.text()?.to_owned(), name.span, node.clone()))
    }
}

fn without(node: &mut Node, keys: &[&str]) {
    if let Value::Map(entries) = &mut node.value {
        entries.retain(|entry| !keys.contains(&entry.key.as_str()));
    }
}
