//! Words put into blocks, statements and cells.

use super::words::{Piece, Word};
use crate::syntax::grammar::Rule;

/// What stands between statements that share a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Separators {
    /// Two blanks.
    Blanks,
    /// `;` where there is one.
    AsWritten,
}

/// Statements between braces, or those of a file.
#[derive(Debug, Default)]
pub(super) struct Block<'t> {
    /// In order.
    pub lines: Vec<Line<'t>>,
    /// It goes over several lines.
    pub tall: bool,
    /// A comment behind the opening brace.
    pub comment: Option<&'t str>,
}

/// A line of a block.
#[derive(Debug)]
pub(super) enum Line<'t> {
    /// One or several empty lines.
    Blank,
    /// A comment on a line of its own.
    Comment(&'t str),
    /// A statement.
    Statement(Statement<'t>),
}

/// A statement, in cells that may stand under each other.
#[derive(Debug)]
pub(super) struct Statement<'t> {
    /// Its rule.
    pub rule: Rule,
    /// Keyword, lists and clauses.
    pub cells: Vec<Cell>,
    /// Its block.
    pub block: Option<Block<'t>>,
    /// A comment behind it.
    pub comment: Option<&'t str>,
    /// A `;` stays behind it.
    pub semicolon: bool,
}

/// Words of a statement that belong together.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// What cells must have in common to stand under each other.
    pub rule: Rule,
    /// The words, commas included.
    pub words: Vec<String>,
    /// Which words are the last of their line.
    pub breaks: Vec<usize>,
    /// Whether the first word is a keyword and not an element of the list.
    pub led: bool,
}

/// Puts pieces together. Nothing if braces do not balance.
pub(super) fn of<'t>(pieces: &[Piece<'t>], separators: Separators) -> Option<Block<'t>> {
    let mut maker = Maker { pieces, at: 0, separators };
    let mut file = maker.block(true)?;
    file.tall = true;
    (maker.at == pieces.len()).then_some(file)
}

struct Maker<'p, 't> {
    pieces: &'p [Piece<'t>],
    at: usize,
    separators: Separators,
}

impl<'t> Maker<'_, 't> {
    /// Up to the closing brace, or the end.
    fn block(&mut self, file: bool) -> Option<Block<'t>> {
        let mut block = Block::default();
        // Line ends since the last thing, and whether that thing may still take a comment.
        let (mut newlines, mut open) = (0, !file);
        while let Some(piece) = self.pieces.get(self.at) {
            match piece {
                Piece::Close => break,
                Piece::Newline => {
                    newlines += 1;
                    block.tall = true;
                    self.at += 1;
                    continue;
                }
                Piece::Semicolon => self.semicolon(&mut block),
                Piece::Comment(text) => {
                    block.tall = true;
                    if !(newlines == 0 && open && trail(&mut block, text)) {
                        blank(&mut block, newlines);
                        block.lines.push(Line::Comment(text));
                    }
                    open = false;
                    self.at += 1;
                }
                Piece::Word(word) => {
                    blank(&mut block, newlines);
                    let statement = self.statement(*word)?;
                    block.lines.push(Line::Statement(statement));
                    open = true;
                }
                Piece::Comma | Piece::Open => return None,
            }
            newlines = 0;
        }
        Some(block)
    }

    fn semicolon(&mut self, block: &mut Block<'t>) {
        if let (Separators::AsWritten, Some(Line::Statement(last))) =
            (self.separators, block.lines.last_mut())
        {
            last.semicolon = true;
        }
        self.at += 1;
    }

    fn statement(&mut self, first: Word<'t>) -> Option<Statement<'t>> {
        let mut statement = Statement {
            rule: first.rule,
            cells: Vec::new(),
            block: None,
            comment: None,
            semicolon: false,
        };
        let mut clause = None;
        while let Some(piece) = self.pieces.get(self.at) {
            match piece {
                Piece::Word(word) if word.statement == first.statement => {
                    if clause != Some(word.clause) {
                        clause = Some(word.clause);
                        statement.cells.push(Cell::new(word));
                    }
                    statement.cells.last_mut()?.words.push(word.text.to_owned());
                }
                Piece::Comma => statement.cells.last_mut()?.words.last_mut()?.push(','),
                Piece::Open => {
                    self.at += 1;
                    statement.block = Some(self.block(false)?);
                    (self.pieces.get(self.at) == Some(&Piece::Close)).then_some(())?;
                }
                Piece::Newline if self.goes_on(first.statement) => {
                    statement.cells.last_mut()?.end_line();
                }
                Piece::Comment(text) if self.goes_on(first.statement) => {
                    statement.cells.last_mut()?.words.push((*text).to_owned());
                }
                _ => break,
            }
            self.at += 1;
        }
        Some(statement)
    }

    /// Whether words or the block of the statement follow.
    fn goes_on(&self, statement: usize) -> bool {
        let next = self.pieces.get(self.at..).unwrap_or_default().iter();
        let mut next = next.skip_while(|next| matches!(next, Piece::Newline | Piece::Comment(_)));
        match next.next() {
            Some(Piece::Word(word)) => word.statement == statement,
            next => matches!(next, Some(Piece::Open | Piece::Comma)),
        }
    }
}

impl Cell {
    fn new(word: &Word<'_>) -> Self {
        Self { rule: word.clause_rule, words: Vec::new(), breaks: Vec::new(), led: word.led }
    }

    /// The line ends behind the last word.
    fn end_line(&mut self) {
        let last = self.words.len().saturating_sub(1);
        if self.breaks.last() != Some(&last) {
            self.breaks.push(last);
        }
    }
}

fn blank(block: &mut Block<'_>, newlines: usize) {
    if newlines > 1 && !block.lines.is_empty() {
        block.lines.push(Line::Blank);
    }
}

/// Puts a comment behind what stands last on its line, if it can.
fn trail<'t>(block: &mut Block<'t>, text: &'t str) -> bool {
    if text.contains('\n') {
        return false;
    }
    match block.lines.last_mut() {
        Some(Line::Statement(last)) if last.comment.is_none() => last.comment = Some(text),
        None if block.comment.is_none() => block.comment = Some(text),
        _ => return false,
    }
    true
}
