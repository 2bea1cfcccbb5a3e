//! Tells what is wrong with a statement that no rule matches.

use pest::Parser;
use pest::error::{Error, InputLocation};

use super::blocks::Block;
use super::builder::{Builder, end};
use super::codes;
use super::errors::Errors;
use super::foreign::instead;
use super::grammar::{Node, RackParser, Rule};
use super::values::shorten;
use crate::diagnostic::{Diagnostic, closest, did_you_mean};

/// Longest word that is compared with keywords, in bytes.
pub(super) const MAX_WORD: usize = 40;

impl<'i> Builder<'i> {
    /// Reports a bad statement; `before` is the one in front of it.
    pub fn bad(&mut self, block: Block, node: &Node<'i>, before: Option<&Node<'i>>) {
        let (start, text) = (node.as_span().start(), node.as_str());
        if self.errors.is_full() {
            self.errors.dropped += 1;
            return;
        }
        if self.follows_from_known(start, start + text.len()) {
            return;
        }
        let word = first_word(text);
        let end = start + text.len();
        let continued = before.and_then(|node| self.on_the_same_line(node, start));
        if continued.is_some_and(|before| self.read_beyond(block, before, start, end)) {
            return;
        }
        if block.keywords().contains(&word) {
            self.read_again(block, start, end);
            self.read_block(block, word, start, text);
        } else if let Some(places) = belongs_to(word) {
            self.misplaced(block, word, start, &places);
        } else if let Some(before) = continued.filter(|_| !is_typo(block, word)) {
            self.read_again(block, before, end);
        } else if word.is_empty() {
            self.read_again(block, start, end);
        } else {
            self.unknown(block, word, start);
            if let Some(meant) = closest(word, block.keywords().iter().copied()) {
                self.read_block(block, meant, start, text);
            }
        }
    }

    /// Where a statement starts, if it ends on the line on which the next one starts.
    fn on_the_same_line(&self, before: &Node<'i>, start: usize) -> Option<usize> {
        let between = self.slice(end(before), start);
        (!between.contains(['\n', ';'])).then(|| before.as_span().start())
    }

    /// Reports what is wrong in a clause of the statement before, if the bad one is such a clause.
    fn read_beyond(&mut self, block: Block, before: usize, start: usize, end: usize) -> bool {
        let text = self.slice(before, end).trim_end();
        let Err(error) = RackParser::parse(only(block), text) else {
            return false;
        };
        let beyond = before + place(&error) > start;
        if beyond {
            self.report_expected(&error, before, before + text.len(), block);
        }
        beyond
    }

    fn slice(&self, start: usize, end: usize) -> &'i str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Whether a brace, quote or comment on these lines was found wrong before.
    fn follows_from_known(&self, start: usize, end: usize) -> bool {
        let first = self.slice(0, start).rfind('\n').map_or(0, |newline| newline + 1);
        let rest = self.slice(end, self.text.len()).find('\n').map_or(self.text.len(), |n| end + n);
        let lines = self.span_of(first, rest);
        self.errors.is_known(lines.start, lines.end)
    }

    fn unknown(&mut self, block: Block, word: &str, start: usize) {
        let message = format!("unknown statement `{}`", shorten(word));
        let keywords = block.keywords().iter().copied();
        let foreign = instead(block, word).map(ToOwned::to_owned);
        let help = foreign.or_else(|| did_you_mean(word, keywords)).unwrap_or_else(|| {
            format!("statements {} start with {}", block.place(), listed(block))
        });
        let error = Diagnostic::new(&codes::UNKNOWN_STATEMENT, message)
            .at(self.span_of(start, start + word.len()), "no keyword")
            .help(help);
        self.errors.push(error);
    }

    fn misplaced(&mut self, block: Block, word: &str, start: usize, places: &[Block]) {
        let message = format!("`{word}` does not belong {}", block.place());
        let places: Vec<&str> = places.iter().map(|place| place.place()).collect();
        let error =
            Diagnostic::new(&codes::MISPLACED, message)
                .at(self.span_of(start, start + word.len()), "not a statement of this block")
                .help(instead(block, word).map_or_else(
                    || format!("it stands {}", places.join(" or ")),
                    ToOwned::to_owned,
                ));
        self.errors.push(error);
    }

    /// Reads one statement by itself and reports how far that goes.
    fn read_again(&mut self, block: Block, start: usize, end: usize) {
        let text = self.slice(start, end).trim_end();
        let Err(error) = RackParser::parse(only(block), text) else {
            let message = format!("unexpected `{}`", shorten(text));
            let span = self.span_of(start, start + text.len());
            self.errors.push(Diagnostic::new(&codes::SYNTAX, message).at(span, "not understood"));
            return;
        };
        self.report_expected(&error, start, start + text.len(), block);
    }

    /// Reads the block of a statement whose head is wrong, for what is wrong in it.
    fn read_block(&mut self, outer: Block, keyword: &str, start: usize, text: &'i str) {
        let Some(block) = opened_by(outer, keyword) else {
            return;
        };
        let Some((at, inside)) =
            text.find('{').and_then(|at| text.get(at..).map(|rest| (at, rest)))
        else {
            return;
        };
        let Ok(mut nodes) = RackParser::parse(block.rule(), inside) else {
            return;
        };
        let Some(node) = nodes.next() else { return };
        let errors = Errors { known: self.errors.known, ..Errors::default() };
        let base = self.base + start + at;
        let mut inner = Builder { file: self.file, base, text: inside, errors };
        inner.check_block(block, node);
        self.errors.dropped += inner.errors.dropped;
        inner.errors.found.into_iter().for_each(|error| self.errors.push(error));
    }
}

/// Where reading could not go on.
pub(super) fn place(error: &Error<Rule>) -> usize {
    match error.location {
        InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
    }
}

/// The first word, if it starts with a letter.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    let word = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
    if word.len() <= MAX_WORD && word.starts_with(|c: char| c.is_ascii_alphabetic()) {
        word
    } else {
        ""
    }
}

/// Whether a word is a misspelt keyword of the block, rather than part of the statement before it.
fn is_typo(block: Block, word: &str) -> bool {
    word.len() > 2 && closest(word, block.keywords().iter().copied()).is_some()
}

/// The blocks of which the word starts a statement.
fn belongs_to(word: &str) -> Option<Vec<Block>> {
    let blocks = Block::ALL.into_iter().filter(|block| block.keywords().contains(&word));
    let blocks: Vec<Block> = blocks.collect();
    Some(blocks).filter(|blocks| !blocks.is_empty())
}

fn listed(block: Block) -> String {
    let words: Vec<String> = block.keywords().iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

/// The block that a statement opens.
fn opened_by(outer: Block, keyword: &str) -> Option<Block> {
    Some(match (outer, keyword) {
        (Block::File, "fabric") => Block::Fabric,
        (Block::File, "management") => Block::Management,
        (Block::File, "zone") => Block::Zone,
        (Block::File, "tier" | "rack-type" | "rack") => Block::Place,
        (Block::File, "vlan") => Block::Vlan,
        (Block::File, "vrf") => Block::Vrf,
        (Block::File, "profile") => Block::Profile,
        (Block::File, "boundary") => Block::Boundary,
        (Block::File | Block::Place, "switch" | "switches") => Block::Switch,
        (Block::File | Block::Place, "mlag") => Block::Mlag,
        (Block::Fabric, "spanning-tree") => Block::SpanningTree,
        (Block::SpanningTree, "instance") => Block::Instance,
        (Block::Fabric, "underlay") => Block::Underlay,
        (Block::Fabric, "overlay") => Block::Overlay,
        (Block::Boundary, "peer") => Block::Peer,
        (Block::Boundary, "ospf") => Block::Ospf,
        (Block::File, "service") => Block::Service,
        (Block::File, "policy") => Block::Policy,
        (Block::File, "acl") => Block::Acl,
        _ => return None,
    })
}

/// The rule of one statement of a block.
fn only(block: Block) -> Rule {
    match block {
        Block::File => Rule::only_item,
        Block::Fabric => Rule::only_fabric,
        Block::SpanningTree => Rule::only_stp,
        Block::Instance => Rule::only_instance,
        Block::Management => Rule::only_management,
        Block::Zone => Rule::only_zone,
        Block::Place => Rule::only_place,
        Block::Switch => Rule::only_switch,
        Block::Mlag => Rule::only_mlag,
        Block::Vlan => Rule::only_vlan,
        Block::Vrf => Rule::only_vrf,
        Block::Profile => Rule::only_profile,
        Block::Boundary => Rule::only_boundary,
        Block::Underlay => Rule::only_underlay,
        Block::Overlay => Rule::only_overlay,
        Block::Peer => Rule::only_peer,
        Block::Ospf => Rule::only_ospf,
        Block::Service => Rule::only_service,
        Block::Policy => Rule::only_policy,
        Block::Acl => Rule::only_acl,
    }
}
