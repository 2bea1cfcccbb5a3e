//! Paths of words, as YAML writes them.

use std::collections::HashMap;

use serde_yaml::Value;

use super::tree::Node;
use super::{DEEPEST, Unreadable, number};
use crate::review::item::Lines;
use crate::review::words::tidy;

/// Reads YAML. A list of maps at the top, each of one command, is one tree with the commands first.
pub(super) fn read(text: &str) -> Result<Node, Unreadable> {
    let value: Value = serde_yaml::from_str(text).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        let words = error.to_string();
        Unreadable::new(line, words.split(" at line ").next().unwrap_or_default())
    })?;
    let mut root = Node::default();
    let reader = Reader { places: places(text) };
    match value {
        Value::Sequence(items) => {
            for item in items {
                reader.take(&mut root, &mut Vec::new(), item)?;
            }
        }
        other => reader.take(&mut root, &mut Vec::new(), other)?,
    }
    Ok(root)
}

struct Reader {
    /// The line of each path.
    places: HashMap<String, Lines>,
}

impl Reader {
    fn take(
        &self,
        node: &mut Node,
        path: &mut Vec<String>,
        value: Value,
    ) -> Result<(), Unreadable> {
        if path.len() > DEEPEST {
            return Err(Unreadable::new(
                node.lines.first as usize,
                format!("maps stand more than {DEEPEST} deep"),
            ));
        }
        match value {
            Value::Mapping(map) => {
                for (key, value) in map {
                    self.child(node, path, scalar(&key).unwrap_or_default(), value)?;
                }
            }
            Value::Sequence(items) => {
                for (at, item) in items.into_iter().enumerate() {
                    match scalar(&item) {
                        Some(word) => self.child(node, path, word, Value::Null)?,
                        None => self.child(node, path, at.to_string(), item)?,
                    }
                }
            }
            Value::Null => {}
            other => node.value = scalar(&other),
        }
        Ok(())
    }

    fn child(
        &self,
        node: &mut Node,
        path: &mut Vec<String>,
        word: String,
        value: Value,
    ) -> Result<(), Unreadable> {
        path.push(word.clone());
        let lines = self.places.get(&path.join("\u{1f}")).copied().unwrap_or(node.lines);
        let child = node.children.entry(word).or_default();
        child.lines = lines;
        self.take(child, path, value)?;
        path.pop();
        Ok(())
    }
}

/// A scalar as a word; quoted when it has blanks.
fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    let plain = !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c == '"');
    Some(if plain { tidy(&text) } else { quoted(&text) })
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// Where the keys stand, found by their indentation: the parser does not tell.
fn places(text: &str) -> HashMap<String, Lines> {
    let mut places = HashMap::new();
    let mut open: Vec<(usize, String)> = Vec::new();
    let mut literal: Option<usize> = None;
    for (at, line) in text.lines().enumerate() {
        let content = line.trim_start();
        let mut indent = line.len() - content.len();
        if content.is_empty()
            || literal.is_some_and(|above| indent > above)
            || content.starts_with('#')
        {
            continue;
        }
        literal = None;
        let mut content = content;
        while let Some(rest) = content.strip_prefix("- ") {
            indent += 2;
            content = rest;
        }
        let Some((key, value)) = key_of(content) else { continue };
        while open.last().is_some_and(|(above, _)| *above >= indent) {
            open.pop();
        }
        if open.len() > DEEPEST {
            continue;
        }
        open.push((indent, key));
        let path: Vec<&str> = open.iter().map(|(_, key)| key.as_str()).collect();
        places.entry(path.join("\u{1f}")).or_insert_with(|| Lines::one(number(at + 1)));
        if value.starts_with(['|', '>']) {
            literal = Some(indent);
        }
    }
    places
}

/// The key at the beginning of a line, and what stands behind its colon.
fn key_of(content: &str) -> Option<(String, &str)> {
    let quote = content.chars().next().filter(|c| matches!(c, '\'' | '"'));
    let (key, rest) = match quote {
        Some(quote) => {
            let inner = content.get(1..)?;
            let end = inner.find(quote)?;
            (inner.get(..end)?, inner.get(end + 1..)?.strip_prefix(':')?)
        }
        None => match content.split_once(": ") {
            Some(parts) => parts,
            None => (content.trim_end().strip_suffix(':')?, ""),
        },
    };
    Some((scalar(&Value::String(key.to_owned()))?, rest.trim()))
}
