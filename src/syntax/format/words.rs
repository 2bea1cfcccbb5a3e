//! A text as a row of words, comments and signs.

use pest::iterators::{Pair, Pairs};

use crate::syntax::blocks::Block;
use crate::syntax::grammar::Rule;

/// A piece of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// A word, a value or a text.
    Word(Word<'t>),
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// `{`
    Open,
    /// `}`
    Close,
    /// The end of a line.
    Newline,
    /// A comment with its marks; one that starts with `//` goes to the line's end.
    Comment(&'t str),
}

/// A word and its place in the grammar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word<'t> {
    /// As it is written.
    pub text: &'t str,
    /// The statement in which it stands, by number.
    pub statement: usize,
    /// The rule of that statement.
    pub rule: Rule,
    /// The clause of the statement, by number; words of one list have the same.
    pub clause: usize,
    /// The rule of that clause.
    pub clause_rule: Rule,
    /// Whether the clause starts with a keyword of its own.
    pub led: bool,
}

/// Takes a parsed text apart. Nothing if it holds what this does not know.
pub(super) fn of<'t>(parsed: Pairs<'t, Rule>, text: &'t str) -> Option<Vec<Piece<'t>>> {
    let mut taker = Taker { text, at: 0, statements: 0, clauses: 0, pieces: Vec::new() };
    let file = parsed.into_iter().next()?;
    for item in file.into_inner() {
        taker.statement(item)?;
    }
    taker.gap(text.len())?;
    Some(taker.pieces)
}

struct Taker<'t> {
    text: &'t str,
    /// Up to where the text is taken.
    at: usize,
    statements: usize,
    clauses: usize,
    pieces: Vec<Piece<'t>>,
}

impl<'t> Taker<'t> {
    fn statement(&mut self, node: Pair<'t, Rule>) -> Option<()> {
        if node.as_rule() == Rule::EOI {
            return Some(());
        }
        self.statements += 1;
        let (statement, rule) = (self.statements, node.as_rule());
        let mut before = None;
        for part in node.into_inner() {
            let clause_rule = like(part.as_rule());
            if is_block(&part) {
                self.block(part)?;
                before = None;
                continue;
            }
            // Words of one kind are a list, and what says the kind of a name belongs to the name.
            if before.is_none_or(|before| before != clause_rule && !names_a_kind(before)) {
                self.clauses += 1;
            }
            before = Some(clause_rule);
            let led = !is_word(&part);
            let word = Word { text: "", statement, rule, clause: self.clauses, clause_rule, led };
            self.words(part, word)?;
        }
        Some(())
    }

    fn block(&mut self, block: Pair<'t, Rule>) -> Option<()> {
        let end = block.as_span().start() + block.as_str().rfind('}')? + 1;
        for statement in block.into_inner() {
            self.statement(statement)?;
        }
        self.gap(end)
    }

    fn words(&mut self, node: Pair<'t, Rule>, like: Word<'t>) -> Option<()> {
        if is_block(&node) {
            return self.block(node);
        }
        if !is_word(&node) {
            return node.into_inner().try_for_each(|part| self.words(part, like));
        }
        self.gap(node.as_span().start())?;
        self.at = node.as_span().end();
        self.pieces.push(Piece::Word(Word { text: node.as_str(), ..like }));
        Some(())
    }

    /// What stands between words.
    fn gap(&mut self, end: usize) -> Option<()> {
        while let Some(rest) = self.text.get(self.at..end).filter(|rest| !rest.is_empty()) {
            let (length, piece) = sign(rest)?;
            self.at += length;
            self.pieces.extend(piece);
        }
        Some(())
    }
}

fn sign(rest: &str) -> Option<(usize, Option<Piece<'_>>)> {
    let comment = |length: usize| Some((length, rest.get(..length).map(Piece::Comment)));
    if rest.starts_with("//") {
        return comment(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return comment(rest.find("*/")? + 2);
    }
    let piece = match rest.as_bytes().first()? {
        b' ' | b'\t' | b'\r' => None,
        b',' => Some(Piece::Comma),
        b';' => Some(Piece::Semicolon),
        b'{' => Some(Piece::Open),
        b'}' => Some(Piece::Close),
        b'\n' => Some(Piece::Newline),
        _ => return None,
    };
    Some((1, piece))
}

/// A rule with statements between braces.
fn is_block(node: &Pair<'_, Rule>) -> bool {
    Block::of(node.as_rule()).is_some()
}

/// Rules that are one word, though some have parts.
fn is_word(node: &Pair<'_, Rule>) -> bool {
    matches!(node.as_rule(), Rule::endpoint | Rule::secret_ref | Rule::raw_block)
        || node.clone().into_inner().next().is_none()
}

/// Rules that stand in each other's place.
fn like(rule: Rule) -> Rule {
    match rule {
        Rule::asn_pool => Rule::prefix_pool,
        Rule::asn_range => Rule::prefix,
        rule => rule,
    }
}

/// Words that make one with the next: `server esx1`, `pool loopback`.
fn names_a_kind(rule: Rule) -> bool {
    matches!(rule, Rule::host_kind | Rule::target_kind | Rule::subject_kind | Rule::POOL)
}
