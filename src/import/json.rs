//! JSON with places.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::input::Input;
use super::node::{Entry, Node, Value};

/// What is wrong with a text, and at which byte.
pub struct Wrong {
    /// In one sentence without a full stop.
    pub why: String,
    /// The byte.
    pub at: usize,
}

/// The tree of a JSON text.
///
/// # Errors
/// It is none.
pub fn read(input: &Input) -> Result<Node, Wrong> {
    let raw: &RawValue = serde_json::from_str(&input.text).map_err(|error| wrong(input, &error))?;
    Ok(node(input, raw.get()))
}

fn wrong(input: &Input, error: &serde_json::Error) -> Wrong {
    let line = error.line().saturating_sub(1);
    let before: usize = input.text.split_inclusive('\n').take(line).map(str::len).sum();
    let at = (before + error.column().saturating_sub(1)).min(input.text.len());
    let text = error.to_string();
    let why = text.split(" at line ").next().unwrap_or_default().to_owned();
    Wrong { why, at }
}

/// The text is known to be JSON of bounded depth.
fn node(input: &Input, text: &str) -> Node {
    let text = text.trim();
    let span = input.place(text);
    let value = match text.bytes().next() {
        Some(b'{') => serde_json::from_str::<Fields<'_>>(text).map(|fields| {
            let entry = |(key, raw): (Cow<'_, str>, &RawValue)| Entry {
                key: key.into_owned(),
                at: input.place(raw.get()),
                node: node(input, raw.get()),
            };
            Value::Map(fields.0.into_iter().map(entry).collect())
        }),
        Some(b'[') => serde_json::from_str::<Vec<&RawValue>>(text).map(|elements| {
            Value::List(elements.into_iter().map(|raw| node(input, raw.get())).collect())
        }),
        Some(b'"') => serde_json::from_str::<String>(text).map(Value::Text),
        Some(b'n') | None => Ok(Value::Null),
        Some(_) => Ok(Value::Text(text.to_owned())),
    };
    Node { span, value: value.unwrap_or(Value::Null) }
}

/// The fields of an object, in order.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

/// A key, which may be escaped.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Take;
        impl<'de> Visitor<'de> for Take {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some((Key(key), raw)) = map.next_entry()? {
                    fields.push((key, raw));
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Take)
    }
}
