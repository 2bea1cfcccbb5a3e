//! Blocks by indentation, and stanzas.

use super::shape::Raw;
use super::{DEEPEST, Unreadable, number};
use crate::review::item::Lines;
use crate::review::language::Language;
use crate::review::words::words;
use crate::vendor::review::Loose;

/// Lines with the lines that are indented below them.
pub(super) fn blocks(language: &Language<'_>, text: &str) -> Result<Vec<Raw>, Unreadable> {
    let mut stack = Stack::default();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let trimmed = line.trim();
        if is_comment(language, trimmed) {
            continue;
        }
        let words = words(trimmed);
        if words.len() == 1 && language.data.closers.iter().any(|closer| closer == trimmed) {
            stack.leave(&language.data.loose, indentation(line));
            continue;
        }
        let mut raw = Raw::new(words, number(at + 1));
        if let Some(end) = text_end(language, &raw) {
            let mut body = String::new();
            for (at, line) in lines.by_ref() {
                raw.lines.last = number(at + 1);
                let line = line.trim_end();
                body.push('\n');
                body.push_str(line);
                if line == end || end.len() == 1 && line.ends_with(end.as_str()) {
                    break;
                }
            }
            raw.body = Some(body);
        }
        let indent = indentation(line);
        match stack.home(&language.data.loose, indent, &raw) {
            Some(depth) => stack.push_at(depth, indent, raw, at + 1)?,
            None => stack.push(indent, raw, at + 1)?,
        }
    }
    Ok(stack.finish())
}

/// Stanzas: a line that begins with one of the headers, and all lines up to the next.
pub(super) fn stanzas(language: &Language<'_>, text: &str) -> Result<Vec<Raw>, Unreadable> {
    let mut stack = Stack::default();
    let mut continued: Option<(usize, String)> = None;
    for (at, line) in text.lines().enumerate() {
        let (first, line) = match continued.take() {
            Some((first, before)) => (first, format!("{before} {}", line.trim())),
            None => (at, line.trim().to_owned()),
        };
        if is_comment(language, &line) {
            continue;
        }
        if let Some(part) = line.strip_suffix('\\') {
            continued = Some((first, part.to_owned()));
            continue;
        }
        let words = words(&line);
        let is_header = words.first().is_some_and(|word| {
            language.data.headers.iter().any(|header| match header.strip_suffix('*') {
                Some(start) => word.starts_with(start),
                None => word == header,
            })
        });
        let mut raw = Raw::new(words, number(first + 1));
        raw.lines.last = number(at + 1);
        stack.push(usize::from(!is_header), raw, at + 1)?;
    }
    Ok(stack.finish())
}

pub(super) fn is_comment(language: &Language<'_>, trimmed: &str) -> bool {
    trimmed.is_empty()
        || language.data.comments.iter().any(|sign| trimmed.starts_with(sign.as_str()))
}

/// What ends the text that a line begins, if it begins one.
fn text_end(language: &Language<'_>, raw: &Raw) -> Option<String> {
    let words: Vec<&str> = raw.words.iter().map(String::as_str).collect();
    let block = language.data.texts.iter().find(|block| block.start.fits(&words))?;
    if block.end.is_some() {
        return block.end.clone();
    }
    // All on one line, or up to the sign that the line ends with.
    let last = raw.words.last()?;
    let sign = last.chars().next_back()?;
    let closed = last.chars().count() > 1 && last.starts_with(sign);
    (!closed).then(|| sign.to_string())
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The words of a line without a leading `no`.
fn plain(raw: &Raw) -> Vec<&str> {
    let skip = usize::from(raw.words.first().is_some_and(|word| word == "no"));
    raw.words.iter().skip(skip).map(String::as_str).collect()
}

/// Blocks that are still open, the innermost last.
#[derive(Default)]
struct Stack {
    open: Vec<(usize, Raw)>,
    done: Vec<Raw>,
}

impl Stack {
    fn push(&mut self, indent: usize, raw: Raw, line: usize) -> Result<(), Unreadable> {
        while self.open.last().is_some_and(|(open, _)| *open >= indent) {
            self.close();
        }
        let depth = self.open.len();
        self.push_at(depth, indent, raw, line)
    }

    /// Puts a line into the block at a depth, whatever its indentation.
    fn push_at(
        &mut self,
        depth: usize,
        indent: usize,
        raw: Raw,
        line: usize,
    ) -> Result<(), Unreadable> {
        while self.open.len() > depth {
            self.close();
        }
        if self.open.len() >= DEEPEST {
            return Err(Unreadable::new(line, format!("blocks stand more than {DEEPEST} deep")));
        }
        self.open.push((indent, raw));
        Ok(())
    }

    /// The depth of a block without indentation to which a line belongs that stands as far left as its header.
    fn home(&self, loose: &[Loose], indent: usize, raw: &Raw) -> Option<usize> {
        if loose.is_empty() || self.open.last().is_none_or(|(open, _)| *open != indent) {
            return None;
        }
        let words = plain(raw);
        let level = |(open, _): &&(usize, Raw)| *open == indent;
        let headers = self.open.iter().enumerate().rev().take_while(|(_, open)| level(open));
        headers.into_iter().find_map(|(at, (_, header))| {
            let header: Vec<&str> = header.words.iter().map(String::as_str).collect();
            let block = loose.iter().find(|loose| loose.header.fits(&header))?;
            block.statements.iter().any(|pattern| pattern.fits(&words)).then_some(at + 1)
        })
    }

    /// Leaves a block that is written without indentation.
    fn leave(&mut self, loose: &[Loose], indent: usize) {
        let Some((_, last)) = self.open.last().filter(|(open, _)| *open == indent) else { return };
        let words: Vec<&str> = last.words.iter().map(String::as_str).collect();
        let empty = loose.iter().any(|loose| loose.header.fits(&words));
        self.close();
        // The last line of such a block stands as far left as its header.
        if !empty && self.open.last().is_some_and(|(open, _)| *open == indent) {
            self.close();
        }
    }

    fn close(&mut self) {
        if let Some((_, raw)) = self.open.pop() {
            match self.open.last_mut() {
                Some((_, parent)) => parent.children.push(raw),
                None => self.done.push(raw),
            }
        }
    }

    fn finish(mut self) -> Vec<Raw> {
        while !self.open.is_empty() {
            self.close();
        }
        self.done
    }
}

impl Raw {
    fn new(words: Vec<String>, line: u32) -> Self {
        Self { words, body: None, lines: Lines::one(line), children: Vec::new() }
    }
}
