//! The device model as a tree in which every element knows the statements that it comes from.

use std::sync::Arc;

use minijinja::Value;
use minijinja::value::{Enumerator, Object, ObjectRepr, Serde};
use serde::Serialize;
use serde_json::Value as Json;

use super::log::Log;
use super::marks;
use crate::source::Origin;

/// The key under which an element's statements stand.
const ORIGINS: &str = "origins";

/// Elements by number; the first is the whole.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

#[derive(Debug)]
struct Node {
    parent: Option<usize>,
    /// The field of the structure that this is, or is in a list of.
    field: String,
    /// The position in that list.
    index: Option<usize>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Map { fields: Vec<(String, usize)>, origins: Vec<(String, Option<usize>, Origin)> },
    List(Vec<usize>),
    Scalar(Value),
}

impl Tree {
    /// The tree of anything that can be serialised.
    pub(super) fn of(value: &impl Serialize) -> Result<Self, serde_json::Error> {
        let mut tree = Self::default();
        tree.add(serde_json::to_value(value)?, None, "", None);
        Ok(tree)
    }

    fn add(
        &mut self,
        json: Json,
        parent: Option<usize>,
        field: &str,
        index: Option<usize>,
    ) -> usize {
        let at = self.nodes.len();
        let kind = Kind::Scalar(Value::UNDEFINED);
        self.nodes.push(Node { parent, field: field.to_owned(), index, kind });
        self.nodes[at].kind = match json {
            Json::Object(mut map) => {
                let origins = map.remove(ORIGINS).and_then(|all| serde_json::from_value(all).ok());
                let fields = map.into_iter().map(|(key, value)| {
                    let child = self.add(value, Some(at), &key, None);
                    (key, child)
                });
                Kind::Map { fields: fields.collect(), origins: origins.unwrap_or_default() }
            }
            Json::Array(items) => {
                let items = items.into_iter().enumerate();
                let add = |(index, item)| self.add(item, Some(at), field, Some(index));
                Kind::List(items.map(add).collect())
            }
            Json::String(text) => Kind::Scalar(Value::from(marks::escape(&text))),
            other => Kind::Scalar(Value::from(Serde(other))),
        };
        at
    }

    /// The statements that an element comes from: its own, or those of the nearest element around it.
    pub(super) fn origins(&self, at: usize) -> Vec<Origin> {
        let (mut at, mut field, mut index) = (at, "", None);
        loop {
            let node = &self.nodes[at];
            if let Kind::Map { origins, .. } = &node.kind {
                let found = narrowest(origins, field, index);
                if !found.is_empty() {
                    return found;
                }
                index = None;
            }
            let Some(parent) = node.parent else { return Vec::new() };
            (at, field, index) = (parent, &node.field, node.index.or(index));
        }
    }

    /// The text of a scalar.
    pub(super) fn text(&self, at: usize) -> Option<String> {
        match &self.nodes[at].kind {
            Kind::Scalar(value) if !value.is_none() && !is_bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    fn is_there(&self, at: usize) -> bool {
        match &self.nodes[at].kind {
            Kind::Map { .. } => true,
            Kind::List(items) => !items.is_empty(),
            Kind::Scalar(value) => value.is_true(),
        }
    }
}

fn narrowest(
    entries: &[(String, Option<usize>, Origin)],
    field: &str,
    index: Option<usize>,
) -> Vec<Origin> {
    for (field, index) in [(field, index), (field, None), ("", None)] {
        let of = entries.iter().filter(|entry| entry.0 == field && entry.1 == index);
        let found: Vec<Origin> = of.map(|entry| entry.2).collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

fn is_bool(value: &Value) -> bool {
    value.kind() == minijinja::value::ValueKind::Bool
}

/// An element as templates see it: what they read is logged.
#[derive(Debug)]
pub(super) struct Element {
    tree: Arc<Tree>,
    log: Arc<Log>,
    at: usize,
}

/// The value that stands for an element of the tree.
pub(super) fn value(tree: &Arc<Tree>, log: &Arc<Log>, at: usize) -> Value {
    match &tree.nodes[at].kind {
        Kind::Scalar(value) => value.clone(),
        Kind::Map { .. } | Kind::List(_) => {
            Value::from_object(Element { tree: tree.clone(), log: log.clone(), at })
        }
    }
}

impl Object for Element {
    fn repr(self: &Arc<Self>) -> ObjectRepr {
        match self.tree.nodes[self.at].kind {
            Kind::List(_) => ObjectRepr::Seq,
            Kind::Map { .. } | Kind::Scalar(_) => ObjectRepr::Map,
        }
    }

    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let child = match &self.tree.nodes[self.at].kind {
            Kind::Map { fields, .. } => {
                let key = key.as_str()?;
                fields.iter().find(|(name, _)| name == key)?.1
            }
            Kind::List(items) => *items.get(key.as_usize()?)?,
            Kind::Scalar(_) => return None,
        };
        if self.tree.is_there(child) {
            self.log.read(child, self.tree.text(child));
        }
        Some(value(&self.tree, &self.log, child))
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        match &self.tree.nodes[self.at].kind {
            Kind::Map { fields, .. } => Enumerator::Values(
                fields.iter().map(|(name, _)| Value::from(name.as_str())).collect(),
            ),
            Kind::List(items) => Enumerator::Seq(items.len()),
            Kind::Scalar(_) => Enumerator::Empty,
        }
    }
}
