//! The tokens of texts with braces.

use super::{Unreadable, number};
use crate::review::words::{tidy, unquoted};

/// One token.
pub(super) enum Token {
    Word(String),
    Open,
    Close,
    /// `[`; the members follow.
    List,
    /// `;`
    End,
}

/// Cuts a text into tokens.
pub(super) struct Tokens<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, line: 1 }
    }

    pub(super) fn line(&self) -> u32 {
        number(self.line)
    }

    pub(super) fn next_token(&mut self) -> Result<Option<(Token, u32)>, Unreadable> {
        self.skip()?;
        let line = self.line();
        let Some(first) = self.rest.chars().next() else { return Ok(None) };
        let token = match first {
            '{' if !self.rest.starts_with("{{") => Token::Open,
            '}' => Token::Close,
            ';' => Token::End,
            '[' => Token::List,
            '"' => return Ok(Some((Token::Word(self.quoted()?), line))),
            _ => return Ok(Some((Token::Word(self.plain()), line))),
        };
        self.take(first.len_utf8());
        Ok(Some((token, line)))
    }

    /// The members of a list, behind its `[`.
    pub(super) fn list(&mut self, line: u32) -> Result<Vec<String>, Unreadable> {
        let mut members = Vec::new();
        loop {
            self.skip()?;
            match self.rest.chars().next() {
                Some(']') => {
                    self.take(1);
                    return Ok(members);
                }
                Some('"') => members.push(self.quoted()?),
                Some('{' | '}' | ';') | None => {
                    return Err(Unreadable { line, why: "a `[` is not closed".to_owned() });
                }
                Some(_) => members.push(self.plain()),
            }
        }
    }

    fn skip(&mut self) -> Result<(), Unreadable> {
        loop {
            let trimmed = self.rest.trim_start();
            self.take(self.rest.len() - trimmed.len());
            if self.rest.starts_with('#') {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                match self.rest.find("*/") {
                    Some(end) => self.take(end + 2),
                    None => return Err(Unreadable::new(self.line, "a comment is not closed")),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn quoted(&mut self) -> Result<String, Unreadable> {
        let mut escaped = false;
        for (at, c) in self.rest.char_indices().skip(1) {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => {
                    let word = self.rest.get(..=at).unwrap_or_default();
                    let word = unquoted(&word.replace('\n', "\\n"));
                    self.take(at + 1);
                    return Ok(tidy(&word));
                }
                _ => {}
            }
        }
        Err(Unreadable::new(self.line, "a `\"` is not closed"))
    }

    fn plain(&mut self) -> String {
        let end = match self.rest.strip_prefix("{{") {
            Some(inner) => inner.find("}}").map_or(self.rest.len(), |end| end + 4),
            None => {
                let stop = |c: char| c.is_whitespace() || "{};[]\"".contains(c);
                self.rest.find(stop).unwrap_or(self.rest.len())
            }
        };
        // A sign that stands where none may stand is a word of its own.
        let end = if end == 0 { self.rest.chars().next().map_or(0, char::len_utf8) } else { end };
        let word = tidy(self.rest.get(..end).unwrap_or_default());
        self.take(end);
        word
    }

    fn take(&mut self, length: usize) {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.bytes().filter(|byte| *byte == b'\n').count();
        self.rest = rest;
    }
}
