//! YAML with places.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::input::Input;
use super::json::Wrong;
use super::node::{Entry, Node, Value};

/// Deepest nesting that is read.
const DEEPEST: usize = 64;
/// Most values that are read, those of aliases counted wherever they stand.
const MOST: usize = 2_000_000;

/// The tree of the first document of a YAML text.
///
/// # Errors
/// It is none, or too deep or too large.
pub fn read(input: &Input) -> Result<Node, Wrong> {
    let mut reader = Reader {
        input,
        bytes: bytes(&input.text),
        parser: Parser::new_from_str(&input.text),
        anchors: BTreeMap::new(),
        count: 0,
    };
    loop {
        let (event, start, end) = reader.next()?;
        match event {
            Event::StreamEnd => return Ok(Node::null(input.span(0..0))),
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
            event => return reader.node(event, start, end, 0),
        }
    }
}

struct Reader<'a> {
    input: &'a Input,
    bytes: Option<Vec<usize>>,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    anchors: BTreeMap<usize, (Node, usize)>,
    count: usize,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Result<(Event<'a>, usize, usize), Wrong> {
        match self.parser.next_event() {
            None => Ok((Event::StreamEnd, 0, 0)),
            Some(Ok((event, span))) => {
                Ok((event, self.byte(span.start.index()), self.byte(span.end.index())))
            }
            Some(Err(error)) => {
                Err(Wrong { why: error.info().to_owned(), at: self.byte(error.marker().index()) })
            }
        }
    }

    /// The byte at which a character starts.
    fn byte(&self, character: usize) -> usize {
        let Some(bytes) = &self.bytes else { return character.min(self.input.text.len()) };
        bytes.get(character).copied().unwrap_or(self.input.text.len())
    }

    fn node(
        &mut self,
        event: Event<'a>,
        start: usize,
        end: usize,
        depth: usize,
    ) -> Result<Node, Wrong> {
        self.count += 1;
        let wrong = |why: &str| Err(Wrong { why: why.to_owned(), at: start });
        if depth > DEEPEST {
            return wrong("it is nested too deeply");
        }
        if self.count > MOST {
            return wrong("it holds too much");
        }
        let span = self.input.span(start..end.max(start));
        let before = self.count;
        let (anchor, node) = match event {
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor) else {
                    return wrong("an alias stands for nothing");
                };
                self.count = self.count.saturating_add(*size);
                (0, Node { span, value: node.value.clone() })
            }
            Event::Scalar(text, style, anchor, _) => {
                (anchor, Node { span, value: scalar(&text, style) })
            }
            Event::SequenceStart(anchor, _) => {
                (anchor, Node { span, value: Value::List(self.list(depth)?) })
            }
            Event::MappingStart(anchor, _) => {
                let entries = self.map(depth)?;
                let span = entries.first().map_or(span, |entry| entry.at);
                (anchor, Node { span, value: Value::Map(entries) })
            }
            _ => return wrong("it ends in the middle"),
        };
        if self.count > MOST {
            return wrong("it holds too much");
        }
        if anchor > 0 {
            self.anchors.insert(anchor, (node.clone(), self.count - before + 1));
        }
        Ok(node)
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Node>, Wrong> {
        let mut elements = Vec::new();
        loop {
            let (event, start, end) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(elements);
            }
            elements.push(self.node(event, start, end, depth + 1)?);
        }
    }

    fn map(&mut self, depth: usize) -> Result<Vec<Entry>, Wrong> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let (event, start, end) = self.next()?;
            if event == Event::MappingEnd {
                return Ok(entries);
            }
            let key = self.node(event, start, end, depth + 1)?;
            let (event, start, end) = self.next()?;
            let node = self.node(event, start, end, depth + 1)?;
            let Value::Text(text) = key.value else { continue };
            entries.push(Entry { key: text, at: key.span, node });
        }
    }
}

fn scalar(text: &str, style: ScalarStyle) -> Value {
    let plain = style == ScalarStyle::Plain;
    if plain && matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::Text(text.to_owned())
}

/// The byte at which each character starts; nothing where every byte is a character.
fn bytes(text: &str) -> Option<Vec<usize>> {
    (!text.is_ascii()).then(|| text.char_indices().map(|(at, _)| at).collect())
}
