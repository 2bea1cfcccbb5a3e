//! One file's text to its statements.

use std::ops::Range;

use pest::Parser;
use rayon::prelude::*;

use super::ast::{File, Item};
use super::blocks::Block;
use super::builder::Builder;
use super::cascade::first_of_each;
use super::codes;
use super::errors::Errors;
use super::grammar::{RackParser, Rule};
use super::scan::{Fault, scan};
use crate::diagnostic::{Diagnostic, Sink};
use crate::source::{FileId, Span, offset};

/// Stretches that are read before it is seen whether errors are still shown.
const AT_ONCE: usize = 4096;

/// Parses a file. What is wrong is reported, up to a hundred errors, and left out.
pub fn parse(file: FileId, text: &str, sink: &mut Sink) -> File {
    let scanned = scan(text);
    let at = |at: usize| Span { file, start: offset(at), end: offset(at + 1) };
    let known: Vec<Span> = scanned.faults.iter().map(|(place, _)| at(*place)).collect();
    let mut errors = Errors::default();
    for (place, fault) in &scanned.faults {
        errors.push(report(*fault, at(*place), text.get(*place..).unwrap_or_default()));
    }
    let stretches = stretches(&scanned.cuts, text.len());
    let mut items = Vec::new();
    for some in stretches.chunks(AT_ONCE) {
        // Where no more errors are shown, none need be worded.
        let full = errors.is_full();
        let parsed: Vec<(Vec<Item>, Errors<'_>)> = some
            .par_iter()
            .map(|stretch| {
                let errors = Errors { known: &known, full, ..Errors::default() };
                parse_stretch(file, &scanned.text, stretch.clone(), errors)
            })
            .collect();
        for (some, wrong) in parsed {
            items.extend(some);
            errors.dropped += wrong.dropped;
            wrong.found.into_iter().for_each(|error| errors.push(error));
        }
    }
    sink.extend(first_of_each(errors.found, text));
    if errors.dropped > 0 {
        let start = Span { file, start: 0, end: 0 };
        let message = format!("{} further syntax errors are not shown", errors.dropped);
        sink.push(Diagnostic::new(&codes::TOO_MANY_ERRORS, message).at(start, "in this file"));
    }
    File { items }
}

fn stretches(cuts: &[usize], length: usize) -> Vec<Range<usize>> {
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain(std::iter::once(length));
    starts.zip(ends).map(|(start, end)| start..end).collect()
}

fn parse_stretch<'i>(
    file: FileId,
    text: &'i str,
    stretch: Range<usize>,
    errors: Errors<'i>,
) -> (Vec<Item>, Errors<'i>) {
    let base = stretch.start;
    let text = text.get(stretch).unwrap_or_default();
    let mut builder = Builder { file, base, text, errors };
    let items = match RackParser::parse(Rule::file, text) {
        Ok(mut nodes) => {
            let root = nodes.next();
            root.map(|root| builder.block(root, Block::File, Builder::item)).unwrap_or_default()
        }
        Err(error) => {
            builder.report_expected(&error, 0, text.len(), Block::File);
            Vec::new()
        }
    };
    (items, builder.errors)
}

/// What to say about quotes, comments and braces.
fn report(fault: Fault, at: Span, text: &str) -> Diagnostic {
    match fault {
        Fault::UnclosedBrace => {
            Diagnostic::new(&codes::UNCLOSED_BRACE, "this block has no closing brace")
                .at(at, "opened here")
                .help("write `}` behind the block's last statement")
        }
        Fault::StrayBrace => Diagnostic::new(&codes::STRAY_BRACE, "this brace closes nothing")
            .at(at, "no block is open here")
            .help("remove it, or write `{` at the end of the line of the block's statement"),
        Fault::UnclosedText => {
            let line = text.lines().next().unwrap_or_default().trim_end();
            let end = at.start.saturating_add(offset(line.len()));
            Diagnostic::new(&codes::UNTERMINATED, "this text has no closing quote")
                .at(Span { end, ..at }, "starts here")
                .help("text ends on the line on which it starts; write `\\\"` for a quote in it")
        }
        Fault::UnclosedComment => Diagnostic::new(&codes::UNTERMINATED, "this comment has no end")
            .at(Span { end: at.start.saturating_add(2), ..at }, "starts here")
            .help("write `*/` behind it"),
        Fault::TooDeep => {
            let most = super::reader::MAX_DEPTH;
            let message = format!("braces are nested more than {most} deep");
            Diagnostic::new(&codes::NESTED_TOO_DEEP, message).at(at, "one too many")
        }
    }
}
