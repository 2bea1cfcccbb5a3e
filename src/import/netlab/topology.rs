//! A topology in one form: dotted keys taken apart, nodes created, and what groups say given to their members.

use std::collections::{BTreeMap, BTreeSet};

use super::super::node::{Entry, Node, Value};
use crate::source::Span;

/// Keys of a group that are not its members' own.
const OF_GROUP: [&str; 6] = ["members", "vars", "config", "_auto_create", "type", "node_data"];
/// Deepest nesting of groups.
const DEEPEST: usize = 16;

/// A topology.
#[derive(Debug)]
pub struct Topology {
    /// The whole of it.
    pub root: Node,
    /// Its nodes with what groups and defaults say of them.
    pub nodes: Vec<Member>,
    /// Which of them has a name.
    positions: BTreeMap<String, usize>,
}

/// A node.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Where it is named.
    pub at: Span,
    /// What is said of it.
    pub data: Node,
}

impl Topology {
    /// The topology that a file says.
    pub fn of(node: Node) -> Self {
        let root = expanded(node, 0);
        let mut topology = Self { nodes: Vec::new(), positions: BTreeMap::new(), root };
        topology.name_nodes();
        topology.groups();
        topology
    }

    /// Which of the nodes has this name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.positions.get(name).copied()
    }

    fn name_nodes(&mut self) {
        let Some(nodes) = self.root.get("nodes") else { return };
        let mut found = Vec::new();
        for entry in nodes.entries() {
            found.push((entry.key.clone(), entry.at, entry.node.clone()));
        }
        for element in nodes.elements() {
            if let Some(name) = element.text() {
                found.push((name.to_owned(), element.span, Node::null(element.span)));
            } else if let Some(name) = element.get("name") {
                found.push((
                    name.text().unwrap_or_default().to_owned(),
                    name.span,
                    element.clone(),
                ));
            } else if let [entry] = element.entries() {
                found.push((entry.key.clone(), entry.at, entry.node.clone()));
            }
        }
        for (name, at, data) in found {
            self.add(&name, at, data);
        }
    }

    fn add(&mut self, name: &str, at: Span, data: Node) {
        if !name.is_empty() && self.position(name).is_none() {
            let mut own = Node::map_of(at);
            own.merge(data);
            self.positions.insert(name.to_owned(), self.nodes.len());
            self.nodes.push(Member { name: name.to_owned(), at, data: own });
        }
    }

    /// Nodes that groups create, and what groups say of their members.
    fn groups(&mut self) {
        let own = self.root.get("groups").cloned();
        let defaults = self.root.get("defaults.groups").cloned();
        let all: Vec<Node> = own.into_iter().chain(defaults).collect();
        for groups in &all {
            let every = groups.get("_auto_create").is_some_and(Node::is_true);
            for entry in groups.entries().iter().filter(|entry| !entry.key.starts_with('_')) {
                if every || entry.node.get("_auto_create").is_some_and(Node::is_true) {
                    for (name, at) in listed(&entry.node) {
                        if all.iter().all(|groups| groups.get(&name).is_none()) {
                            self.add(&name, at, Node::null(at));
                        }
                    }
                }
            }
        }
        let mut data: Vec<(BTreeSet<String>, Node)> = Vec::new();
        for groups in &all {
            for entry in groups.entries().iter().filter(|entry| !entry.key.starts_with('_')) {
                let mut members = BTreeSet::new();
                members_of(&all, &entry.node, &mut members, 0);
                if entry.key == "all" {
                    members.extend(self.nodes.iter().map(|node| node.name.clone()));
                }
                let mut own =
                    entry.node.get("node_data").cloned().unwrap_or_else(|| Node::map_of(entry.at));
                for inner in entry
                    .node
                    .entries()
                    .iter()
                    .filter(|inner| !OF_GROUP.contains(&inner.key.as_str()))
                {
                    own.put(&[&inner.key], inner.at, inner.node.clone());
                }
                data.push((members, own));
            }
        }
        for (members, own) in data {
            for node in self.nodes.iter_mut().filter(|node| members.contains(&node.name)) {
                node.take(own.clone());
            }
        }
    }

    /// The value at a path of keys: of a node, else of the topology, else of its defaults.
    pub fn setting<'t>(&'t self, member: &'t Member, path: &str) -> Option<&'t Node> {
        let own = member.data.get(path);
        let found =
            own.or_else(|| self.root.get(path)).or_else(|| self.root.get("defaults")?.get(path));
        found.filter(|node| !node.is_null())
    }

    /// The AS of a node by `bgp.as_list`, and whether it reflects routes there.
    pub fn of_as_list(&self, name: &str) -> Option<(u32, bool)> {
        let has = |entry: &Entry, key: &str| {
            let listed = entry.node.get(key).map(words).unwrap_or_default();
            listed.iter().any(|(member, _)| member == name)
        };
        let all = self.root.get("bgp.as_list")?.entries();
        let entry = all.iter().find(|entry| has(entry, "members") || has(entry, "rr"))?;
        Some((entry.key.parse().ok()?, has(entry, "rr")))
    }

    /// The modules of a node.
    pub fn modules(&self, member: &Member) -> BTreeSet<String> {
        let own = member.data.get("module").or_else(|| self.root.get("module"));
        let own = own.or_else(|| self.root.get("defaults.module"));
        own.map(words).unwrap_or_default().into_iter().map(|(word, _)| word).collect()
    }
}

impl Member {
    /// Takes in what a group says; modules add up.
    fn take(&mut self, mut data: Node) {
        let theirs = data.get("module").map(words).unwrap_or_default();
        let ours = self.data.get("module").map(words).unwrap_or_default();
        if !ours.is_empty() && !theirs.is_empty() {
            let all = ours.into_iter().chain(theirs).map(|(word, at)| Node::text_of(at, word));
            let joined = Node { span: data.span, value: Value::List(all.collect()) };
            for node in [&mut self.data, &mut data] {
                if let Value::Map(entries) = &mut node.value {
                    entries.retain(|entry| entry.key != "module");
                }
            }
            self.data.put(&["module"], joined.span, joined);
        }
        self.data.merge(data);
    }
}

/// The members of a group, and those of groups among them.
fn members_of(all: &[Node], group: &Node, members: &mut BTreeSet<String>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    for (name, _) in listed(group) {
        match all.iter().find_map(|groups| groups.get(&name)) {
            Some(inner) => members_of(all, inner, members, depth + 1),
            None => _ = members.insert(name),
        }
    }
}

/// The members that a group lists itself.
fn listed(group: &Node) -> Vec<(String, Span)> {
    words(group.get("members").unwrap_or(group))
}

/// The words of a list, or a single one.
pub fn words(node: &Node) -> Vec<(String, Span)> {
    let one = |node: &Node| node.text().map(|text| (text.to_owned(), node.span));
    match &node.value {
        Value::List(elements) => elements.iter().filter_map(one).collect(),
        Value::Map(entries) => entries.iter().map(|entry| (entry.key.clone(), entry.at)).collect(),
        _ => one(node).into_iter().collect(),
    }
}

/// The keys that a key with dots stands for.
fn parts_of(key: &str) -> Vec<&str> {
    key.split('.').filter(|part| !part.is_empty()).take(16).collect()
}

/// A tree in which no key has dots: `bgp.as: 1` is `bgp: { as: 1 }`.
fn expanded(node: Node, depth: usize) -> Node {
    if depth > 64 {
        return Node::null(node.span);
    }
    let value = match node.value {
        Value::List(elements) => {
            Value::List(elements.into_iter().map(|one| expanded(one, depth + 1)).collect())
        }
        Value::Map(entries) => {
            let mut map = Node::map_of(node.span);
            let keys: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
            let paths: Vec<Vec<&str>> = keys.iter().map(|key| parts_of(key)).collect();
            let inner = entries.into_iter().zip(&paths);
            map.put_all(inner.map(|(Entry { at, node, .. }, path)| {
                (path.as_slice(), at, expanded(node, depth + 1))
            }));
            map.value
        }
        value => value,
    };
    Node { span: node.span, value }
}
