//! What is said about an import: to the user, and at the head of the program.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::codes;
use super::input::{plain, whole};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Most messages with one reason that are shown one by one; the program's head lists all of them.
const SHOWN: usize = 8;

/// Kinds of messages in the order in which they are shown, with their titles at the head of the program.
const KINDS: [(&Code, &str); 5] = [
    (&codes::DEVICE_LEFT_OUT, "Devices that are left out, with their cables:"),
    (&codes::CABLE_LEFT_OUT, "Cables that are left out:"),
    (&codes::NOT_CARRIED_OVER, "Not carried over, or not as it was:"),
    (&codes::NAME_CHANGED, "Names that are others here:"),
    (&codes::IMPORT_CHOICE, "Chosen, as the source leaves it open:"),
];

/// What an import has to say.
#[derive(Debug, Default)]
pub struct Notes {
    said: Vec<Note>,
    /// How many cables go with a device that is left out.
    cables: BTreeMap<String, usize>,
}

/// One message, with the reason that it shares with others.
#[derive(Debug, PartialEq)]
struct Note {
    code: &'static str,
    what: String,
    why: String,
    at: Option<(Span, String)>,
    help: Option<String>,
    /// What is left out, or the statement that lacks something.
    about: String,
    /// The device that it goes with, whose message says so.
    with: Option<String>,
}

impl Notes {
    /// A device is left out.
    pub fn device(&mut self, name: &str, why: &str, at: Option<Span>, help: Option<String>) {
        let at = at.map(|at| (at, "this device".to_owned()));
        self.push(&codes::DEVICE_LEFT_OUT, (name, format!("`{}`", plain(name))), why, at, help);
    }

    /// A cable is left out.
    pub fn cable(&mut self, name: &str, why: &str, at: Option<Span>) {
        let at = at.map(|at| (at, "this cable".to_owned()));
        self.push(&codes::CABLE_LEFT_OUT, (name, plain(name)), why, at, None);
    }

    /// A cable is left out because a device is.
    pub fn cable_of(&mut self, name: &str, device: &str, at: Option<Span>) {
        self.cable(name, &format!("`{}` is left out", plain(device)), at);
        if let Some(note) = self.said.last_mut() {
            note.with = Some(device.to_owned());
        }
        *self.cables.entry(device.to_owned()).or_default() += 1;
    }

    /// Something else is left out, or is not as it was.
    pub fn lost(&mut self, what: &str, why: &str, at: Option<Span>) {
        let label = at.map(|at| (at, "not carried over".to_owned()));
        self.push(&codes::NOT_CARRIED_OVER, (what, whole(what)), why, label, None);
    }

    /// A statement is written without a part of it.
    pub fn without(&mut self, what: &str, lacks: &str, why: &str, at: Option<Span>) {
        let label = at.map(|at| (at, format!("without {lacks}")));
        self.push(
            &codes::NOT_CARRIED_OVER,
            (what, whole(&format!("{what} stands without {lacks}"))),
            why,
            label,
            None,
        );
    }

    /// Takes back what was said of a statement that is left out now.
    pub fn forget(&mut self, what: &str) {
        self.said.retain(|note| note.about != what);
    }

    /// A name is another one.
    pub fn renamed(&mut self, kind: &str, old: &str, new: &str, at: Option<Span>) {
        let what = format!("{kind} `{}` is called `{new}`", plain(old));
        self.push(
            &codes::NAME_CHANGED,
            (old, what),
            "",
            at.map(|at| (at, format!("becomes `{new}`"))),
            None,
        );
    }

    /// Something was chosen.
    pub fn chosen(&mut self, what: &str, why: &str, at: Option<Span>) {
        let at = at.map(|at| (at, "here".to_owned()));
        self.push(&codes::IMPORT_CHOICE, (what, whole(what)), why, at, None);
    }

    fn push(
        &mut self,
        code: &'static Code,
        (about, what): (&str, String),
        why: &str,
        at: Option<(Span, String)>,
        help: Option<String>,
    ) {
        let note = Note {
            code: code.id,
            what,
            why: whole(why),
            at,
            help,
            about: about.to_owned(),
            with: None,
        };
        let same = |other: &Note| {
            other.code == note.code && other.what == note.what && other.why == note.why
        };
        if !self.said.iter().rev().take(64).any(same) {
            self.said.push(note);
        }
    }

    /// The notes of a kind, in the order of the files.
    fn of(&self, code: &Code) -> Vec<&Note> {
        let mut notes: Vec<&Note> = self.said.iter().filter(|note| note.code == code.id).collect();
        notes.sort_by_key(|note| note.at.as_ref().map(|(span, _)| *span));
        notes
    }

    /// The messages: of those that share a reason the first few, and how many more there are.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        for (code, _) in KINDS {
            let mut shown: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
            for note in self.of(code).into_iter().filter(|note| note.with.is_none()) {
                let (count, last) = shown.entry(&note.why).or_default();
                *count += 1;
                if *count <= SHOWN {
                    *last = diagnostics.len();
                    diagnostics.push(self.diagnostic(code, note));
                }
            }
            for (count, last) in shown.into_values().filter(|(count, _)| *count > SHOWN) {
                if let Some(diagnostic) = diagnostics.get_mut(last) {
                    let more = count - SHOWN;
                    diagnostic
                        .notes
                        .push(format!("the same with {more} more, which the program lists"));
                }
            }
        }
        diagnostics
    }

    fn diagnostic(&self, code: &'static Code, note: &Note) -> Diagnostic {
        let left = [codes::DEVICE_LEFT_OUT.id, codes::CABLE_LEFT_OUT.id].contains(&code.id);
        let mut message = note.what.clone();
        message += if left { " is left out" } else { "" };
        if !note.why.is_empty() {
            _ = write!(message, ": {}", note.why);
        }
        let mut diagnostic = Diagnostic::new(code, message).maybe_help(note.help.clone());
        if let Some((span, label)) = &note.at {
            diagnostic = diagnostic.at(*span, label.clone());
        }
        match self.cables.get(&note.about).filter(|_| code.id == codes::DEVICE_LEFT_OUT.id) {
            None => diagnostic,
            Some(1) => diagnostic.note("one cable goes with it"),
            Some(count) => diagnostic.note(format!("{count} cables go with it")),
        }
    }

    /// The same for the head of the program: a line for each, grouped by what kind of message it is.
    pub fn comment(&self) -> String {
        let mut text = String::new();
        for (code, title) in KINDS {
            let notes = self.of(code);
            if !notes.is_empty() {
                _ = writeln!(text, "//\n// {title}");
            }
            for note in notes {
                let why =
                    if note.why.is_empty() { String::new() } else { format!(": {}", note.why) };
                _ = writeln!(text, "//   {}{why}", note.what);
            }
        }
        text
    }
}

/// The first of some names, and how many more there are.
pub fn some_of(names: &[String]) -> String {
    let mut list = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if let Some(more) = names.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        _ = write!(list, " and {more} more");
    }
    list
}
