//! Commands for each switch.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::review::Remedy;

/// The commands for one switch, for machines.
#[derive(Serialize)]
struct Script<'a> {
    commands: &'a [String],
    confirm: &'a [String],
    undo: &'a [String],
    notes: &'a [String],
}

/// The commands as text, each switch below a comment with its name, or as one JSON object by switch.
///
/// What makes a change last is a comment: whoever pastes the whole has not confirmed it.
pub fn remedies(remedies: &[Remedy], json: bool) -> String {
    if json {
        let by_switch: BTreeMap<&str, Script<'_>> =
            remedies.iter().map(|remedy| (remedy.switch.as_str(), machine(remedy))).collect();
        let mut text = serde_json::to_string_pretty(&by_switch).unwrap_or_default();
        text.push('\n');
        return text;
    }
    let mut text = String::new();
    for (at, remedy) in remedies.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        let Remedy { switch, comment, commands, confirm, undo, notes } = remedy;
        _ = writeln!(text, "{comment} {switch}");
        for note in notes {
            _ = writeln!(text, "{comment} {note}");
        }
        for command in undo {
            _ = writeln!(text, "{comment} to take it back: {command}");
        }
        for command in commands {
            _ = writeln!(text, "{command}");
        }
        for command in confirm {
            _ = writeln!(text, "{comment} when all is well: {command}");
        }
    }
    text
}

fn machine(remedy: &Remedy) -> Script<'_> {
    let Remedy { commands, confirm, undo, notes, .. } = remedy;
    Script { commands, confirm, undo, notes }
}
