//! The records of all files, by what they are about.

use std::collections::BTreeMap;

use super::super::input::Input;
use super::super::json::{self, Wrong};
use super::super::node::{Node, Value};
use super::super::{table, unreadable};
use super::kinds::{self, Kind};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// How a related object is called, by the field that says it best.
const LABELS: [&str; 10] =
    ["name", "model", "address", "prefix", "value", "vid", "host", "label", "display", "slug"];
/// Deepest chain of references that is followed.
const DEEPEST: usize = 8;

/// All records.
#[derive(Debug, Default)]
pub struct Tables {
    records: BTreeMap<Kind, Vec<Node>>,
    /// Objects that others refer to by an id which nothing else has.
    by_id: BTreeMap<String, Node>,
}

/// A text and its place.
pub type Told = (String, Span);

impl Tables {
    /// Reads files: CSV, or JSON of the API or of GraphQL.
    ///
    /// # Errors
    /// One is neither.
    pub fn read(inputs: &[Input]) -> Result<Self, Diagnostic> {
        let mut tables = Self::default();
        for input in inputs {
            let start = input.text.trim_start();
            if start.starts_with(['{', '[']) {
                let node = json::read(input).map_err(|wrong| unreadable(input, "JSON", &wrong))?;
                let before = tables.count();
                tables.take(node, None, 0);
                if tables.count() == before && !start.contains("\"results\"") && start.len() > 4 {
                    let wrong = Wrong {
                        why: "no devices, cables or other records are in it".to_owned(),
                        at: 0,
                    };
                    return Err(unreadable(input, "export", &wrong));
                }
                continue;
            }
            let rows = table::read(input).map_err(|wrong| unreadable(input, "CSV", &wrong))?;
            let header = table::header(input);
            let mut head = Node::map_of(input.span(0..0));
            for column in &header {
                let path: Vec<&str> = column.split('.').collect();
                head.put(&path, input.span(0..0), Node::text_of(input.span(0..0), "x"));
            }
            let said = rows.first().and_then(kinds::said);
            let Some(kind) = said.or_else(|| kinds::by_fields(&head)).filter(|_| header.len() > 1)
            else {
                let why = "its first line names no columns of devices, cables, interfaces, VLANs, prefixes or addresses";
                return Err(unreadable(input, "export", &Wrong { why: why.to_owned(), at: 0 }));
            };
            for row in rows {
                tables.add(kind, row);
            }
        }
        Ok(tables)
    }

    fn count(&self) -> usize {
        self.records.values().map(Vec::len).sum()
    }

    /// Takes what an API answers: a record, a list of them, a page, or lists by their names.
    fn take(&mut self, node: Node, kind: Option<Kind>, depth: usize) {
        match node.value {
            Value::List(elements) => {
                for element in elements {
                    self.take(element, kind, depth);
                }
            }
            Value::Map(ref entries) if depth < DEEPEST => {
                let lists = entries.iter().any(|entry| {
                    matches!(entry.key.as_str(), "results" | "data")
                        || kinds::named(&entry.key).is_some()
                            && matches!(entry.node.value, Value::List(_))
                });
                let is_record = entries
                    .iter()
                    .any(|entry| matches!(entry.key.as_str(), "id" | "name" | "vid" | "address"));
                if lists && !is_record {
                    let Value::Map(entries) = node.value else { return };
                    for entry in entries {
                        let inner = kinds::named(&entry.key).or(kind);
                        if matches!(entry.node.value, Value::List(_) | Value::Map(_)) {
                            self.take(entry.node, inner, depth + 1);
                        }
                    }
                } else if let Some(kind) = kind.or_else(|| kinds::of(&node)) {
                    self.add(kind, node);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, kind: Kind, mut record: Node) {
        if let Some(at) = record.first(&["name", "label", "vid", "address", "prefix", "id"]) {
            record.span = at.span;
        }
        // GraphQL answers the interfaces of a device inside it.
        if kind == Kind::Device
            && let Some(name) = record.get("name").cloned()
        {
            for interface in
                record.get("interfaces").map(Node::elements).unwrap_or_default().to_vec()
            {
                let mut interface = interface;
                interface.put(&["device", "name"], name.span, name.clone());
                self.add(Kind::Interface, interface);
            }
        }
        let id = record.get("id").and_then(Node::text).filter(|id| id.len() > 20);
        if let Some(id) = id {
            self.by_id.insert(id.to_owned(), record.clone());
        }
        self.records.entry(kind).or_default().push(record);
    }

    /// The records of a kind, in the order of the files.
    pub fn of(&self, kind: Kind) -> &[Node] {
        self.records.get(&kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// The object that a value refers to, if it is written down elsewhere.
    pub fn object<'n>(&'n self, node: &'n Node) -> &'n Node {
        let bare = LABELS.iter().take(6).all(|label| node.get(label).is_none());
        let id = node.get("id").and_then(Node::text).filter(|_| bare);
        id.and_then(|id| self.by_id.get(id)).unwrap_or(node)
    }

    /// The value at a path of keys, references followed.
    pub fn get<'n>(&'n self, record: &'n Node, path: &str) -> Option<&'n Node> {
        let mut node = record;
        for key in path.split('.') {
            let found = node.entry(key).or_else(|| {
                let object = self.by_id.get(node.get("id")?.text()?)?;
                object.entry(key)
            });
            node = &found?.node;
        }
        (!node.is_null()).then_some(node)
    }

    /// The text at the first of some paths that has one; of an object its name.
    pub fn text(&self, record: &Node, paths: &[&str]) -> Option<Told> {
        paths.iter().find_map(|path| self.told(self.get(record, path)?))
    }

    /// What a value is called.
    pub fn told(&self, node: &Node) -> Option<Told> {
        if let Some(text) = node.text() {
            return Some((text.to_owned(), node.span));
        }
        let object = self.object(node);
        let label = LABELS.iter().find_map(|label| object.get(label)?.text())?;
        Some((label.to_owned(), if node.entries().is_empty() { object.span } else { node.span }))
    }

    /// What a choice is: its value rather than its label.
    pub fn choice(&self, record: &Node, paths: &[&str]) -> Option<String> {
        let node = paths.iter().find_map(|path| self.get(record, path))?;
        let text = node.get("value").and_then(Node::text).map(str::to_owned);
        text.or_else(|| self.told(node).map(|(text, _)| text)).map(|text| text.to_ascii_lowercase())
    }
}
