//! The records of all files, by what they are about.

use std::collections::BTreeMap;

use super::super::input::Input;
use super::super::json::{self, Wrong};
use super::super::node::{Node, Value};
use super::super::notes::Notes;
use super::super::{table, unreadable};
use super::kinds::{self, Kind};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// How a related object is called, by the field that says it best.
const LABELS: [&str; 10] =
    ["name", "model", "address", "prefix", "value", "vid", "host", "label", "display", "slug"];
/// What records refer to, and cannot do without.
const REFERENCES: [(Kind, &[&str]); 4] = [
    (
        Kind::Device,
        &["device_type", "device_type.manufacturer", "role", "location", "site", "rack", "status"],
    ),
    (Kind::Interface, &["device", "lag", "untagged_vlan", "vrf"]),
    (Kind::Cable, &["termination_a", "termination_b", "status"]),
    (Kind::Prefix, &["vlan", "vrf"]),
];
/// Deepest chain of references that is followed.
const DEEPEST: usize = 8;

/// All records.
#[derive(Debug, Default)]
pub struct Tables {
    records: BTreeMap<Kind, Vec<Node>>,
    /// Objects that others refer to by an id which nothing else has.
    by_id: BTreeMap<String, Node>,
    /// Pages of the API, by what they are about.
    pages: BTreeMap<Kind, Pages>,
}

/// How much of a list the pages hold that were given.
#[derive(Debug)]
struct Pages {
    /// How many there are at the source, as far as it says.
    all: usize,
    /// How many were given.
    given: usize,
    /// How many pages say that another one follows, less those that follow one.
    open: usize,
    /// Where the first one says how many there are.
    at: Span,
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
                    self.page(&node, kind);
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

    /// Notes how much of a list a page of the API holds.
    fn page(&mut self, node: &Node, kind: Option<Kind>) {
        let Some(results) = node.get("results").map(Node::elements) else { return };
        let Some(kind) = kind.or_else(|| results.iter().find_map(kinds::of)) else { return };
        let says = |key: &str| node.get(key).is_some_and(|node| !node.is_null());
        let at = node.entry("count").or_else(|| node.entry("next"));
        let Some(at) = at.map(|entry| entry.at) else { return };
        let pages = self.pages.entry(kind).or_insert(Pages { all: 0, given: 0, open: 0, at });
        pages.all = pages.all.max(node.get("count").and_then(Node::number).unwrap_or(0));
        pages.given += results.len();
        pages.open += usize::from(says("next"));
        pages.open = pages.open.saturating_sub(usize::from(says("previous")));
    }

    /// Says of which lists only some pages were given.
    pub fn pages_missing(&self, notes: &mut Notes) {
        let way_out =
            "the API answers page by page: ask with `?limit=0`, or name the files of all pages";
        for (kind, pages) in &self.pages {
            let what = match (pages.all.checked_sub(pages.given), pages.open) {
                (Some(0), _) | (None, 0) => continue,
                (None, _) if pages.all > 0 => continue,
                (Some(missing), _) => {
                    format!("{missing} of {} {}", pages.all, kind.plural())
                }
                (None, _) => format!("the {} of the pages that follow", kind.plural()),
            };
            notes.lost(&what, way_out, Some(pages.at));
        }
    }

    /// Says of which objects only ids were given.
    pub fn unresolved(&self, notes: &mut Notes) {
        let mut bare: BTreeMap<String, Span> = BTreeMap::new();
        for (kind, paths) in REFERENCES {
            for record in self.of(kind) {
                for path in paths {
                    let Some(node) = self.get(record, path) else { continue };
                    if self.told(node).is_some() || node.get("id").is_none() {
                        continue;
                    }
                    let said = node.get("object_type").and_then(Node::text).map(str::to_owned);
                    let url = || {
                        let url = node.get("url").and_then(Node::text)?;
                        let mut parts = url.split_once("/api/")?.1.split('/');
                        Some(format!("{}/{}", parts.next()?, parts.next()?))
                    };
                    let name = said.or_else(url).unwrap_or_else(|| (*path).to_owned());
                    bare.entry(name).or_insert(record.span);
                }
            }
        }
        let at = bare.values().next().copied();
        let names: Vec<String> = bare.into_keys().map(|name| format!("`{name}`")).collect();
        if !names.is_empty() {
            notes.lost(
                &format!("what is behind ids of {}", names.join(", ")),
                "only ids of them were given: ask the API with `?depth=2`, or name the files of these tables too",
                at,
            );
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
