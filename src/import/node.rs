//! What a file says, as a tree with places: the same for CSV, JSON and YAML.

use std::collections::BTreeMap;
use std::mem;

use crate::source::Span;

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// Where it stands; of a map without a better place, where its first key stands.
    pub span: Span,
    /// The value.
    pub value: Value,
}

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A string, a number or a truth value, as it is written.
    Text(String),
    /// Several values.
    List(Vec<Node>),
    /// Values by key, in the order of the file.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub at: Span,
    /// The value.
    pub node: Node,
}

impl Node {
    /// A value without content.
    pub fn null(span: Span) -> Self {
        Self { span, value: Value::Null }
    }

    /// A text.
    pub fn text_of(span: Span, text: impl Into<String>) -> Self {
        Self { span, value: Value::Text(text.into()) }
    }

    /// An empty map.
    pub fn map_of(span: Span) -> Self {
        Self { span, value: Value::Map(Vec::new()) }
    }

    /// The entries of a map; none of anything else.
    pub fn entries(&self) -> &[Entry] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The elements of a list; none of anything else.
    pub fn elements(&self) -> &[Node] {
        match &self.value {
            Value::List(elements) => elements,
            _ => &[],
        }
    }

    /// The text, if it is one and not empty.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// A number.
    pub fn number<T: std::str::FromStr>(&self) -> Option<T> {
        self.text()?.parse().ok()
    }

    /// Whether it says yes.
    pub fn is_true(&self) -> bool {
        self.text().is_some_and(|text| {
            ["true", "yes", "on", "1"].iter().any(|yes| text.eq_ignore_ascii_case(yes))
        })
    }

    /// Whether it says no.
    pub fn is_false(&self) -> bool {
        self.text().is_some_and(|text| {
            ["false", "no", "off", "0"].iter().any(|no| text.eq_ignore_ascii_case(no))
        })
    }

    /// Whether there is nothing in it.
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The entry of a key.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value at a path of keys such as `device_type.model`.
    pub fn get(&self, path: &str) -> Option<&Node> {
        path.split('.').try_fold(self, |node, key| Some(&node.entry(key)?.node))
    }

    /// The value at the first of some paths that holds something.
    pub fn first(&self, paths: &[&str]) -> Option<&Node> {
        paths.iter().find_map(|path| self.get(path).filter(|node| !node.is_null()))
    }

    /// Puts a value at a path of keys, beside what is there. What is there already stays, unless it is no map and has to
    /// be one.
    pub fn put(&mut self, path: &[&str], at: Span, node: Node) {
        let Some((key, rest)) = path.split_first() else {
            return self.merge(node);
        };
        if !matches!(self.value, Value::Map(_)) {
            self.value = Value::Map(Vec::new());
        }
        let Value::Map(entries) = &mut self.value else { return };
        if let Some(entry) = entries.iter_mut().find(|entry| entry.key == *key) {
            return entry.node.put(rest, at, node);
        }
        let mut fresh = Node::null(node.span);
        fresh.put(rest, at, node);
        entries.push(Entry { key: (*key).to_owned(), at, node: fresh });
    }

    /// Takes in another value: the keys of maps are joined, everything else stays as it was unless there was nothing.
    pub fn merge(&mut self, other: Node) {
        match (&mut self.value, other.value) {
            (Value::Null, value) => *self = Node { span: other.span, value },
            (Value::Map(ours), Value::Map(theirs)) => {
                let keys: Vec<(String, Span)> =
                    theirs.iter().map(|entry| (entry.key.clone(), entry.at)).collect();
                let paths: Vec<[&str; 1]> = keys.iter().map(|(key, _)| [key.as_str()]).collect();
                let parts = theirs.into_iter().zip(&paths);
                fill(ours, parts.map(|(entry, path)| (path.as_slice(), entry.at, entry.node)));
            }
            _ => {}
        }
    }

    /// Puts many values, as [`Node::put`] does with each, without looking through all keys for each of them.
    pub fn put_all<'p>(&mut self, parts: impl IntoIterator<Item = Part<'p>>) {
        if !matches!(self.value, Value::Map(_)) {
            self.value = Value::Map(Vec::new());
        }
        if let Value::Map(entries) = &mut self.value {
            fill(entries, parts);
        }
    }
}

/// A path of keys, its place, and the value there.
pub type Part<'p> = (&'p [&'p str], Span, Node);

fn fill<'p>(entries: &mut Vec<Entry>, parts: impl IntoIterator<Item = Part<'p>>) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (position, entry) in entries.iter().enumerate() {
        known.entry(entry.key.clone()).or_insert(position);
    }
    let mut below: BTreeMap<usize, Vec<Part<'p>>> = BTreeMap::new();
    for (path, at, node) in parts {
        let Some((key, rest)) = path.split_first() else { continue };
        let position = *known.entry((*key).to_owned()).or_insert(entries.len());
        if position == entries.len() {
            entries.push(Entry { key: (*key).to_owned(), at, node: Node::null(node.span) });
        }
        below.entry(position).or_default().push((rest, at, node));
    }
    for (position, parts) in below {
        let target = &mut entries[position].node;
        let mut inner = Vec::new();
        for part in parts {
            if part.0.is_empty() {
                target.put_some(&mut inner);
                target.merge(part.2);
            } else {
                inner.push(part);
            }
        }
        target.put_some(&mut inner);
    }
}

impl Node {
    fn put_some(&mut self, parts: &mut Vec<Part<'_>>) {
        if !parts.is_empty() {
            self.put_all(mem::take(parts));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    #[test]
    fn many_values_are_put_as_one_after_the_other_would_be() {
        let mut sources = Sources::default();
        let file = sources.add("a.yml", "x");
        let span = Span { file, start: 0, end: 1 };
        let text = |text: &str| Node::text_of(span, text);
        let mut map = Node::map_of(span);
        map.put(&["k"], span, text("inside"));
        let values = [text("1"), map, Node::null(span), text("2")];
        let paths: [&[&str]; 6] =
            [&["a"], &["a", "b"], &["b"], &["a", "b", "c"], &["c", "k"], &["c"]];
        // All orders of four steps.
        for steps in 0..(24_usize.pow(4)) {
            let steps = [steps % 24, steps / 24 % 24, steps / 576 % 24, steps / 13_824];
            let part = |step: usize| (paths[step % 6], span, values[step / 6].clone());
            let (mut one_by_one, mut at_once) = (Node::map_of(span), Node::map_of(span));
            for (path, at, node) in steps.map(part) {
                one_by_one.put(path, at, node);
            }
            at_once.put_all(steps.map(part));
            assert_eq!(one_by_one, at_once, "{steps:?}");
        }
    }
}
