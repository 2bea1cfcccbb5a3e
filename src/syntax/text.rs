//! Text between quotes, raw lines, secrets.

use super::ast::{Secret, Text};
use super::builder::Builder;
use super::codes;
use super::grammar::{Node, Rule};
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

impl<'i> Builder<'i> {
    /// The text in a clause.
    pub fn text(&mut self, node: Node<'i>) -> Option<Text> {
        Self::part(node, Rule::text).and_then(|part| self.quoted(&part))
    }

    /// All texts in a statement.
    pub fn texts(&mut self, node: Node<'i>) -> Vec<Text> {
        let parts = node.into_inner().filter(|part| part.as_rule() == Rule::text);
        parts.filter_map(|part| self.quoted(&part)).collect()
    }

    fn quoted(&mut self, node: &Node<'i>) -> Option<Text> {
        let written = node.as_str();
        let inner =
            written.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')).unwrap_or(written);
        let start = node.as_span().start() + 1;
        self.refuse_unsafe(inner, start, "text", true);
        match unescape(inner) {
            Ok(text) => Some(Spanned::new(text, self.span(node))),
            Err(at) => {
                let span = self.span_of(start + at, start + at + 1);
                let error = Diagnostic::new(&codes::BAD_VALUE, "unknown escape in text")
                    .at(span, "this backslash")
                    .help(r#"write `\\` for a backslash and `\"` for a quote"#);
                self.errors.push(error);
                None
            }
        }
    }

    /// `secret(name)`, or text, which is refused later by name and not kept.
    pub fn secret(&mut self, node: Node<'i>) -> Option<Secret> {
        node.into_inner().find_map(|part| match part.as_rule() {
            Rule::secret_ref => self.name(part).map(Secret::Reference),
            Rule::text => Some(Secret::Plain(self.span(&part))),
            _ => None,
        })
    }

    /// The lines of a raw block.
    pub fn raw_lines(&mut self, block: Node<'i>) -> Vec<String> {
        let Some(raw) = Self::part(block, Rule::raw) else {
            return Vec::new();
        };
        self.refuse_unsafe(raw.as_str(), raw.as_span().start(), "raw lines", false);
        dedent(raw.as_str())
    }

    /// Reports the first thing in a text that could act on a template or a terminal.
    fn refuse_unsafe(&mut self, text: &str, start: usize, what: &str, one_line: bool) {
        let Some((at, length, label)) = find_unsafe(text, one_line) else {
            return;
        };
        let span = self.span_of(start + at, start + at + length);
        let error =
            Diagnostic::new(&codes::UNSAFE_TEXT, format!("{what} must not contain {label}"))
                .at(span, "here")
                .help("leave it out");
        self.errors.push(error);
    }
}

/// Resolves escapes; an unknown one is given by its place.
fn unescape(text: &str) -> Result<String, usize> {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, escaped @ ('"' | '\\'))) => plain.push(escaped),
                _ => return Err(at),
            },
            _ => plain.push(c),
        }
    }
    Ok(plain)
}

/// Place, length and description of the first unsafe stretch.
fn find_unsafe(text: &str, one_line: bool) -> Option<(usize, usize, String)> {
    const BRACKETS: [&str; 6] = ["{{", "{%", "{#", "}}", "%}", "#}"];
    let brackets = if one_line { &BRACKETS[..] } else { &BRACKETS[..3] };
    let bracket = brackets
        .iter()
        .filter_map(|bracket| text.find(bracket).map(|at| (at, 2, format!("`{bracket}`"))))
        .min();
    let hidden = hidden_character(text, one_line).map(|(at, c)| {
        (at, c.len_utf8(), format!("the invisible character U+{:04X}", u32::from(c)))
    });
    bracket.into_iter().chain(hidden).min()
}

fn hidden_character(text: &str, one_line: bool) -> Option<(usize, char)> {
    text.char_indices().find(|(at, c)| match c {
        '\t' | '\n' => one_line,
        '\r' => one_line || !text.get(at + 1..).is_some_and(|rest| rest.starts_with('\n')),
        _ => c.is_control() || is_format(*c),
    })
}

/// Characters that print nothing or turn the direction of writing: Unicode's Cf, Zl and Zp.
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}'
        | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e007f}')
}

/// Lines without their common indentation and without blank lines around them.
fn dedent(raw: &str) -> Vec<String> {
    let lines: Vec<&str> =
        raw.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect();
    let is_blank = |line: &&str| line.trim().is_empty();
    let Some(first) = lines.iter().position(|line| !is_blank(line)) else {
        return Vec::new();
    };
    let last = lines.iter().rposition(|line| !is_blank(line)).unwrap_or(first);
    let lines: Vec<&str> = lines.into_iter().skip(first).take(last - first + 1).collect();
    // The line of the opening brace has no indentation of its own.
    let own = usize::from(first == 0);
    let common = lines
        .iter()
        .skip(own)
        .filter(|line| !is_blank(line))
        .map(|line| indentation(line))
        .min()
        .unwrap_or(0);
    let strip = |(at, line): (usize, &&str)| match at {
        _ if is_blank(line) => String::new(),
        at if at < own => line.trim().to_owned(),
        _ => line.get(common..).unwrap_or_default().trim_end().to_owned(),
    };
    lines.iter().enumerate().map(strip).collect()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_lines_lose_their_common_indentation_only() {
        assert_eq!(dedent("\n    a {\n      b\r\n\n    }\n  "), ["a {", "  b", "", "}"]);
        assert_eq!(dedent(" ip routing "), ["ip routing"]);
        assert_eq!(dedent(" one\n    two\n   three\n"), ["one", " two", "three"]);
        assert!(dedent(" \n\n ").is_empty());
    }

    #[test]
    fn what_acts_on_templates_and_terminals_is_found() {
        assert_eq!(find_unsafe("a {{ b", true).unwrap().0, 2);
        assert_eq!(find_unsafe("a }} b", false), None);
        assert!(find_unsafe("a\u{202e}b", true).unwrap().2.contains("U+202E"));
        assert!(find_unsafe("a\u{1b}[0m", false).is_some());
        assert_eq!(find_unsafe("a\r\n\tb", false), None);
        assert!(find_unsafe("a\rb", false).is_some());
    }

    #[test]
    fn two_escapes_are_known() {
        assert_eq!(unescape(r#"a \"b\" \\"#).unwrap(), r#"a "b" \"#);
        assert_eq!(unescape(r"a\n"), Err(1));
    }
}
