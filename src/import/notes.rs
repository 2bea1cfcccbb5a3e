//! What is said about an import: to the user, and at the head of the program.

use std::collections::BTreeMap;

use super::codes;
use super::input::plain;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Most messages with one reason that are shown one by one; the program's head lists all of them.
const SHOWN: usize = 8;

/// What an import has to say.
#[derive(Debug, Default)]
pub struct Notes {
    said: Vec<Note>,
}

/// One message, with the reason that it shares with others.
#[derive(Debug)]
struct Note {
    what: String,
    why: String,
    code: &'static Code,
    at: Option<(Span, String)>,
    help: Option<String>,
}

impl Notes {
    /// A device is left out.
    pub fn device(&mut self, name: &str, why: &str, at: Option<Span>, help: Option<String>) {
        let what = format!("`{}` is left out", plain(name));
        self.push(&codes::DEVICE_LEFT_OUT, what, why, at.map(|at| (at, "this device".to_owned())), help);
    }

    /// A cable is left out.
    pub fn cable(&mut self, name: &str, why: &str, at: Option<Span>) {
        let what = format!("cable {} is left out", plain(name));
        self.push(&codes::CABLE_LEFT_OUT, what, why, at.map(|at| (at, "this cable".to_owned())), None);
    }

    /// Something else is left out, or is not as it was.
    pub fn lost(&mut self, what: &str, why: &str, at: Option<Span>) {
        let label = at.map(|at| (at, "not carried over".to_owned()));
        self.push(&codes::NOT_CARRIED_OVER, plain(what), why, label, None);
    }

    /// A name is another one.
    pub fn renamed(&mut self, kind: &str, old: &str, new: &str, at: Option<Span>) {
        let what = format!("{kind} `{}` is called `{new}`", plain(old));
        self.push(&codes::NAME_CHANGED, what, "names are small letters, digits and hyphens, each given once", at.map(|at| (at, format!("becomes `{new}`"))), None);
    }

    /// Something was chosen.
    pub fn chosen(&mut self, what: &str, why: &str, at: Option<Span>) {
        self.push(&codes::IMPORT_CHOICE, plain(what), why, at.map(|at| (at, "here".to_owned())), None);
    }

    fn push(
        &mut self,
        code: &'static Code,
        what: String,
        why: &str,
        at: Option<(Span, String)>,
        help: Option<String>,
    ) {
        let note = Note { what, why: plain(why), code, at, help };
        let same = |other: &Note| other.what == note.what && other.why == note.why && other.code.id == note.code.id;
        if !self.said.iter().rev().take(64).any(same) {
            self.said.push(note);
        }
    }

    /// The messages: of those that share a reason the first few, and how many more there are.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        let mut diagnostics = Vec::new();
        let mut last: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for note in &self.said {
            let count = counts.entry((note.code.id, &note.why)).or_default();
            *count += 1;
            if *count <= SHOWN {
                last.insert((note.code.id, &note.why), diagnostics.len());
                diagnostics.push(note.diagnostic());
            }
        }
        for (key, at) in last {
            let more = counts.get(&key).copied().unwrap_or(0).saturating_sub(SHOWN);
            if let Some(diagnostic) = diagnostics.get_mut(at).filter(|_| more > 0) {
                diagnostic.notes.push(format!("the same with {more} more, which the program lists"));
            }
        }
        diagnostics
    }

    /// The same for the head of the program: a line for each, grouped by what kind of message it is.
    pub fn comment(&self) -> String {
        let mut text = String::new();
        for (code, title) in [
            (&codes::DEVICE_LEFT_OUT, "Devices that are left out, with their cables:"),
            (&codes::CABLE_LEFT_OUT, "Cables that are left out:"),
            (&codes::NOT_CARRIED_OVER, "Not carried over, or not as it was:"),
            (&codes::NAME_CHANGED, "Names that are others here:"),
            (&codes::IMPORT_CHOICE, "Chosen, as the source leaves it open:"),
        ] {
            let mut notes = self.said.iter().filter(|note| note.code.id == code.id).peekable();
            if notes.peek().is_some() {
                text += &format!("//\n// {title}\n");
            }
            for note in notes {
                let short = note.code.id == codes::NAME_CHANGED.id || note.why.is_empty();
                let why = if short { String::new() } else { format!(": {}", note.why) };
                text += &format!("//   {}{why}\n", note.what.replace(" is left out", ""));
            }
        }
        text
    }
}

impl Note {
    fn diagnostic(&self) -> Diagnostic {
        let message = if self.why.is_empty() || self.code.id == codes::NAME_CHANGED.id {
            self.what.clone()
        } else {
            format!("{}: {}", self.what, self.why)
        };
        let mut diagnostic = Diagnostic::new(self.code, message).maybe_help(self.help.clone());
        if let Some((span, label)) = &self.at {
            diagnostic = diagnostic.at(*span, label.clone());
        }
        diagnostic
    }
}
