//! Commands for each switch.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::review::Remedy;

/// The commands as text, each switch below a comment with its name, or as one JSON object by switch.
pub fn remedies(remedies: &[Remedy], json: bool) -> String {
    if json {
        let by_switch: BTreeMap<&str, &[String]> = remedies
            .iter()
            .map(|remedy| (remedy.switch.as_str(), remedy.commands.as_slice()))
            .collect();
        let mut text = serde_json::to_string_pretty(&by_switch).unwrap_or_default();
        text.push('\n');
        return text;
    }
    let mut text = String::new();
    for (at, Remedy { switch, comment, commands, notes }) in remedies.iter().enumerate() {
        if at > 0 {
            text.push('\n');
        }
        _ = writeln!(text, "{comment} {switch}");
        for note in notes {
            _ = writeln!(text, "{comment} {note}");
        }
        for command in commands {
            _ = writeln!(text, "{command}");
        }
    }
    text
}
