//! Errors that follow from others: one mistake has one message.

use super::codes;
use super::slips::{COMMENT, NAME};
use crate::diagnostic::Diagnostic;

/// Leaves out what follows from errors before it. The errors of a file, by place.
pub(super) fn first_of_each(mut errors: Vec<Diagnostic>, text: &str) -> Vec<Diagnostic> {
    errors.sort_by_key(|error| error.labels.first().map(|label| label.span.start));
    let mut kept: Vec<Diagnostic> = Vec::new();
    let mut repeats: Vec<(usize, usize)> = Vec::new();
    // The last unknown statement that may have opened something, with its indentation and its last line.
    let mut opened: Option<(usize, usize)> = None;
    for error in errors {
        if let Some(known) = kept.iter().position(|one| repeats_of(one, &error)) {
            match repeats.iter_mut().find(|(at, _)| *at == known) {
                Some((_, count)) => *count += 1,
                None => repeats.push((known, 1)),
            }
            continue;
        }
        let start = error.labels.first().map_or(0, |label| label.span.start as usize);
        if is_next_lines_brace(kept.last(), &error, text, start) {
            continue;
        }
        if error.code.id == codes::UNKNOWN_STATEMENT.id {
            let (indent, line) = place(text, start);
            match &mut opened {
                Some((outer, last)) if indent > *outer && line <= *last + 1 => {
                    *last = line;
                    continue;
                }
                _ => opened = Some((indent, line)),
            }
        }
        kept.push(error);
    }
    for (at, count) in repeats {
        if let Some(error) = kept.get_mut(at) {
            let times = if count == 1 { "once".to_owned() } else { format!("{count} times") };
            error.notes.push(format!("the same {times} more in this file"));
        }
    }
    kept
}

/// Whether both are about one name, or about comments.
fn repeats_of(one: &Diagnostic, other: &Diagnostic) -> bool {
    let help = one.help.as_deref().filter(|help| *help == COMMENT || help.starts_with(NAME));
    help.is_some() && help == other.help.as_deref()
}

/// A brace on the line behind the statement that lacked it.
fn is_next_lines_brace(
    before: Option<&Diagnostic>,
    error: &Diagnostic,
    text: &str,
    start: usize,
) -> bool {
    let brace = text.get(start..).is_some_and(|rest| rest.starts_with('{'));
    let end = before.and_then(|before| before.labels.first()).map(|label| label.span.end as usize);
    let between = end.and_then(|end| text.get(end..start));
    let lacked = before.is_some_and(|before| before.message.starts_with("expected `{`"));
    brace
        && lacked
        && error.code.id == codes::SYNTAX.id
        && between.is_some_and(|between| between.trim().is_empty())
}

/// The indentation of a line, and its number.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |newline| newline + 1);
    let number = before.bytes().filter(|byte| *byte == b'\n').count();
    let indent = before.get(line..).unwrap_or_default();
    (indent.len() - indent.trim_start().len(), number)
}
