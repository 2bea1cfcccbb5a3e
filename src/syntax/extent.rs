//! How far a statement reaches in a text, and where its clauses stand, for whoever needs a place that the syntax tree
//! does not keep.

use std::ops::Range;

/// The statement from a place within its first line on: to the end of that line, or of the block that opens there.
pub fn statement(text: &str, from: usize) -> Range<usize> {
    let mut depth = 0_usize;
    let mut end = from;
    for token in Tokens::new(text, from) {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close if depth <= 1 => {
                return from..if depth == 1 { token.range.end } else { end };
            }
            Kind::Close => depth -= 1,
            Kind::End if depth == 0 => return from..end,
            Kind::End => {}
            Kind::Word => end = token.range.end,
        }
    }
    from..end
}

/// A clause or a setting of the statement that begins at a place: its word, and the values after it as far as commas
/// join them.
pub fn clause(text: &str, from: usize, word: &str) -> Option<Range<usize>> {
    let within = statement(text, from);
    let mut depth = 0_usize;
    let mut tokens =
        Tokens::new(text, from).take_while(|token| token.range.start < within.end).peekable();
    let mut at_start = true;
    while let Some(token) = tokens.next() {
        match token.kind {
            Kind::Open => depth += 1,
            Kind::Close => depth = depth.saturating_sub(1),
            Kind::Word
                if depth <= 1 && !at_start && text.get(token.range.clone()) == Some(word) =>
            {
                let mut range = token.range;
                let mut more = true;
                while more && let Some(next) = tokens.next_if(|next| next.kind == Kind::Word) {
                    more = text.get(next.range.clone()).is_some_and(|text| text.ends_with(','));
                    range.end = next.range.end;
                }
                return Some(range);
            }
            Kind::Word | Kind::End => {}
        }
        at_start = false;
    }
    None
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Open,
    Close,
    /// A newline or a semicolon.
    End,
}

#[derive(Debug)]
struct Token {
    kind: Kind,
    range: Range<usize>,
}

/// Words, quoted texts and braces, without comments.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The end of a word: quotes may stand in it.
    fn word_end(&self) -> usize {
        let mut quoted = false;
        let mut escaped = false;
        for (at, char) in self.rest().char_indices() {
            if quoted {
                quoted = escaped || char != '"';
                escaped = char == '\\' && !escaped;
            } else if char == '"' {
                quoted = true;
            } else if char.is_whitespace() || matches!(char, '{' | '}' | ';') {
                return self.at + at;
            }
        }
        self.text.len()
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let rest = self.rest();
            let first = rest.chars().next()?;
            let start = self.at;
            let kind = match first {
                '\n' | ';' => Kind::End,
                '{' => Kind::Open,
                '}' => Kind::Close,
                '/' if rest.starts_with("//") => {
                    self.at += rest.find('\n').unwrap_or(rest.len());
                    continue;
                }
                '/' if rest.starts_with("/*") => {
                    self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
                    continue;
                }
                _ if first.is_whitespace() => {
                    self.at += first.len_utf8();
                    continue;
                }
                _ => Kind::Word,
            };
            self.at = if kind == Kind::Word { self.word_end().max(start + 1) } else { start + 1 };
            return Some(Token { kind, range: start..self.at });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "vlan web 110 { vrf prod  description \"a } b\"  // vrf x\n  gateway 10.0.0.1/24, 2001:db8::1/64\n}\nvlan db 120\nroute 0.0.0.0/0 via 10.0.0.9 distance 250\n";

    #[test]
    fn a_statement_ends_with_its_line_or_its_block() {
        assert!(TEXT[statement(TEXT, 0)].ends_with("/64\n}"));
        let db = TEXT.find("vlan db").unwrap();
        assert_eq!(&TEXT[statement(TEXT, db)], "vlan db 120");
        assert_eq!(&"a b } c"[statement("a b } c", 0)], "a b");
    }

    #[test]
    fn clauses_are_found_in_their_own_statement_alone() {
        let find = |from: &str, word: &str| {
            clause(TEXT, TEXT.find(from).unwrap(), word).map(|range| &TEXT[range])
        };
        assert_eq!(find("vlan web", "description"), Some("description \"a } b\""));
        assert_eq!(find("vlan web", "vrf"), Some("vrf prod"));
        assert_eq!(find("vlan web", "gateway"), Some("gateway 10.0.0.1/24, 2001:db8::1/64"));
        assert_eq!(find("vlan db", "gateway"), None);
        assert_eq!(find("route", "distance"), Some("distance 250"));
    }
}
