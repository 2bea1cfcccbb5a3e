//! A draft becomes a program that compiles: what does not fit is taken out, and said.

use std::collections::BTreeSet;

use super::codes;
use super::draft::{Change, Draft, Kind};
use super::notes::Notes;
use crate::diagnostic::{Diagnostic, Severity};

/// Most rounds of compiling. Each takes out what the errors of the one before are about.
const ROUNDS: usize = 60;

/// What compiling a text says of it; the spans of its labels lie in the text.
pub type Compile<'a> = &'a dyn Fn(&str) -> Vec<Diagnostic>;

/// The text of a draft that compiles.
///
/// # Errors
/// Nothing is left to take out, and it still does not.
pub fn settle(
    draft: &mut Draft,
    compile: Compile<'_>,
    notes: &mut Notes,
) -> Result<String, Diagnostic> {
    for _ in 0..ROUNDS {
        let (text, places) = draft.print();
        let errors: Vec<Diagnostic> =
            compile(&text).into_iter().filter(|one| one.severity == Severity::Error).collect();
        let Some(first) = errors.first() else { return Ok(text) };
        let place = |byte: u32| {
            let byte = byte as usize;
            let at = places.partition_point(|(range, _)| range.end <= byte);
            let (range, position) = places.get(at).filter(|(range, _)| range.start <= byte)?;
            Some((*position, byte - range.start))
        };
        let mut blamed = BTreeSet::new();
        let mut done = false;
        for error in &errors {
            let labelled = error.labels.iter().filter_map(|label| place(label.span.start));
            let kind = |position: usize| draft.statement(position).map(|one| one.kind);
            let movable = labelled.filter(|(position, byte)| {
                kind(*position) > Some(Kind::Frame) || draft.is_part(*position, *byte)
            });
            let Some((worst, byte)) = movable.max_by_key(|(at, _)| (kind(*at), *at)) else {
                continue;
            };
            if blamed.insert(worst) {
                let changes = draft.weaken(worst, byte);
                done |= !changes.is_empty();
                say(draft, worst, &changes, error, notes);
            }
        }
        if !done {
            return Err(stuck(first));
        }
    }
    Err(Diagnostic::new(&codes::IMPORT_DOES_NOT_COMPILE, "the imported program does not compile")
        .help("import fewer devices at a time"))
}

fn say(
    draft: &Draft,
    worst: usize,
    changes: &[(usize, Change)],
    error: &Diagnostic,
    notes: &mut Notes,
) {
    let why = format!("{} ({})", error.message, error.code);
    let name = draft.statement(worst).map(|one| one.what.clone()).unwrap_or_default();
    for (position, change) in changes {
        let Some(statement) = draft.statement(*position) else { continue };
        let why = if *position == worst { why.clone() } else { format!("{name} is left out") };
        match (change, statement.kind) {
            (Change::Without(lacks), _) => {
                notes.without(&statement.what, lacks, &why, statement.at);
            }
            (Change::Out, kind) => {
                notes.forget(&statement.what);
                match kind {
                    Kind::Switch => notes.device(&bare(&statement.what), &why, statement.at, None),
                    Kind::Link | Kind::Attach => notes.cable(&statement.what, &why, statement.at),
                    _ => notes.lost(&format!("{} is left out", statement.what), &why, statement.at),
                }
            }
        }
    }
}

/// The name in a text such as ``switch `leaf1` ``.
fn bare(what: &str) -> String {
    what.split('`').nth(1).unwrap_or(what).to_owned()
}

fn stuck(error: &Diagnostic) -> Diagnostic {
    let message =
        format!("the imported program does not compile: {} ({})", error.message, error.code);
    let diagnostic = Diagnostic::new(&codes::IMPORT_DOES_NOT_COMPILE, message);
    diagnostic.maybe_help(error.help.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::draft::Statement;
    use crate::import::parts::Parts;
    use crate::source::{Sources, Span};
    use crate::syntax::codes::SYNTAX;

    fn statement(kind: Kind, text: &str) -> Statement {
        let parts = Parts::line(text.to_owned());
        Statement {
            kind,
            parts,
            what: format!("`{text}`"),
            at: None,
            within: None,
            needs: Vec::new(),
        }
    }

    /// An error at every place of a word.
    fn errors(text: &str, word: &str) -> Vec<Diagnostic> {
        let mut sources = Sources::default();
        let file = sources.add("main.rack", text);
        let at = |start: usize| {
            let start = u32::try_from(start).unwrap();
            Span { file, start, end: start + 1 }
        };
        let error = |(start, _)| Diagnostic::new(&SYNTAX, "it is wrong").at(at(start), "here");
        text.match_indices(word).map(error).collect()
    }

    #[test]
    fn what_errors_are_about_is_taken_out_and_said() {
        let (mut draft, mut notes) = (Draft::default(), Notes::default());
        draft.add(statement(Kind::Frame, "fabric x"));
        draft.add(statement(Kind::Link, "link bad"));
        draft.add(statement(Kind::Link, "link good"));
        let text = settle(&mut draft, &|text| errors(text, "bad"), &mut notes).unwrap();
        assert!(text.contains("link good") && !text.contains("bad"), "{text}");
        assert!(notes.comment().contains("`link bad`: it is wrong"), "{}", notes.comment());
    }

    #[test]
    fn what_no_part_can_be_blamed_for_is_an_error() {
        let (mut draft, mut notes) = (Draft::default(), Notes::default());
        draft.add(statement(Kind::Frame, "fabric bad"));
        let error = settle(&mut draft, &|text| errors(text, "bad"), &mut notes).unwrap_err();
        assert_eq!(error.code.id, "R0947");
    }
}
