//! From pest's pairs to the syntax tree: what all statements need.

use super::blocks::Block;
use super::codes;
use super::errors::Errors;
use super::grammar::{Node, Rule};
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Span, Spanned, offset};

/// Builds the syntax tree of one stretch of a file.
pub(super) struct Builder<'i> {
    /// The file.
    pub file: FileId,
    /// Where the stretch starts in the file.
    pub base: usize,
    /// The stretch.
    pub text: &'i str,
    /// What was wrong.
    pub errors: Errors<'i>,
}

impl<'i> Builder<'i> {
    /// A span of the stretch, in terms of the file.
    pub fn span_of(&self, start: usize, end: usize) -> Span {
        Span { file: self.file, start: offset(self.base + start), end: offset(self.base + end) }
    }

    /// Where a piece stands, without blanks behind it.
    pub fn span(&self, node: &Node<'i>) -> Span {
        self.span_of(node.as_span().start(), end(node))
    }

    /// Where a statement stands without its block.
    pub fn head(&self, node: &Node<'i>) -> Span {
        let parts = node.clone().into_inner().filter(|part| !is_block(part.as_rule()));
        let start = node.as_span().start();
        self.span_of(start, parts.last().map_or_else(|| end(node), |part| end(&part)))
    }

    /// The text of a piece with its place.
    pub fn word(&self, node: &Node<'i>) -> Spanned<String> {
        Spanned::new(node.as_str().to_owned(), self.span(node))
    }

    /// The statements of a block; those that are wrong are reported and left out.
    pub fn block<T>(
        &mut self,
        node: Node<'i>,
        block: Block,
        mut build: impl FnMut(&mut Self, Node<'i>) -> Option<T>,
    ) -> Vec<T> {
        let mut statements = Vec::new();
        let mut before: Option<Node<'i>> = None;
        for part in node.into_inner() {
            match part.as_rule() {
                Rule::bad => self.bad(block, &part, before.as_ref()),
                Rule::EOI => {}
                _ => statements.extend(build(self, part.clone())),
            }
            before = Some(part);
        }
        statements
    }

    /// The first piece of a statement that has this rule: what a clause is about.
    pub fn part(node: Node<'i>, rule: Rule) -> Option<Node<'i>> {
        node.into_inner().find(|part| part.as_rule() == rule)
    }

    /// Fills the place of a clause that may stand once.
    pub fn once<T>(&mut self, slot: &mut Option<T>, node: &Node<'i>, value: Option<T>) {
        if slot.is_some() {
            let keyword = node.as_str().split([' ', '\t']).next().unwrap_or_default();
            self.twice(node, &format!("`{keyword}` stands twice in one statement"));
        }
        *slot = value;
    }

    /// Reports a clause of which there was one before, by the rules that were seen so far.
    pub fn first_time(&mut self, seen: &mut Vec<Rule>, node: &Node<'i>) {
        let rule = node.as_rule();
        let mut before = seen.contains(&rule).then_some(());
        self.once(&mut before, node, Some(()));
        seen.push(rule);
    }

    /// Reports the second one of two clauses of which one may stand.
    pub fn twice(&mut self, node: &Node<'i>, message: &str) {
        let twice = Diagnostic::new(&codes::REPEATED, message)
            .at(self.span(node), "the second time")
            .help("keep one of the two");
        self.errors.push(twice);
    }
}

/// Where a piece ends, without the blanks that pest counts in.
pub(super) fn end(node: &Node<'_>) -> usize {
    let own = node.as_span().end();
    if is_block(node.as_rule()) || node.as_rule() == Rule::secret_ref {
        return own;
    }
    node.clone().into_inner().last().map_or(own, |last| end(&last))
}

fn is_block(rule: Rule) -> bool {
    Block::of(rule).is_some() || rule == Rule::raw_block
}
