//! A command line that is not understood.

use std::ffi::OsString;

use clap::ValueEnum;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::{Global, MessageFormat};
use super::codes::WRONG_USE;
use super::exit::Exit;
use super::shell::Shell;
use crate::diagnostic::Diagnostic;

const FLAG: &str = "--message-format";

/// Says what is wrong with the command line, in the format that it asks for; or the help that it asks for.
pub fn end(mut error: clap::Error, words: &[OsString]) -> Exit {
    if let Some(tip) = tip(&error, words) {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
    }
    let format = format(words);
    if !error.use_stderr() || format == MessageFormat::Human {
        _ = error.print();
        return if error.use_stderr() { Exit::Usage } else { Exit::Fine };
    }
    let global = Global { message_format: format, ..Global::default() };
    let shell = Shell::new(&global, false, None);
    // When not even this can be said, the exit code has to do.
    _ = shell.refuse(Exit::Usage, &[diagnostic(&error)]);
    _ = shell.finish(Exit::Usage, false);
    Exit::Usage
}

/// What to type when the program is not named and one lies in this folder.
fn tip(error: &clap::Error, words: &[OsString]) -> Option<String> {
    let lacks = |wanted: &str| match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(names)) => names.iter().any(|name| name.starts_with(wanted)),
        _ => false,
    };
    if error.kind() != ErrorKind::MissingRequiredArgument || !lacks("<PATH>") {
        return None;
    }
    let command =
        words.get(1)?.to_str().filter(|word| word.chars().all(|c| c.is_ascii_lowercase()))?;
    let here = std::fs::read_dir(".").ok()?.take(10_000).flatten();
    let is_program =
        |entry: std::fs::DirEntry| entry.path().extension().is_some_and(|ending| ending == "rack");
    let holds = here.into_iter().any(is_program);
    Some(if holds {
        format!("for the program in this folder: `rackc {command} .`")
    } else {
        "start a program with `rackc new DIR`".to_owned()
    })
}

/// The format of messages that is asked for somewhere on the line.
fn format(words: &[OsString]) -> MessageFormat {
    let words: Vec<&str> = words.iter().filter_map(|word| word.to_str()).collect();
    let value = |position: usize, word: &str| match word.strip_prefix(FLAG)? {
        "" => words.get(position + 1).copied().map(str::to_owned),
        rest => rest.strip_prefix('=').map(str::to_owned),
    };
    let mut values = words.iter().enumerate().filter_map(|(position, word)| value(position, word));
    let format = values.next_back().and_then(|value| MessageFormat::from_str(&value, false).ok());
    format.unwrap_or_default()
}

/// The first paragraph is what is wrong; a tip or the usage says how to mend it.
fn diagnostic(error: &clap::Error) -> Diagnostic {
    let missing =
        [ErrorKind::MissingSubcommand, ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand];
    if missing.contains(&error.kind()) {
        return Diagnostic::new(&WRONG_USE, "a command is missing")
            .help("`rackc --help` lists the commands");
    }
    let text = error.to_string();
    let paragraphs: Vec<String> = text.split("\n\n").map(joined).collect();
    let message = paragraphs.first().map(|first| first.trim_start_matches("error: ").to_owned());
    let starts = |word| paragraphs.iter().find_map(|text| text.strip_prefix(word));
    let help = starts("tip: ").or_else(|| starts("Usage: ")).map(str::to_owned);
    Diagnostic::new(&WRONG_USE, message.unwrap_or_default())
        .maybe_help(help.or_else(|| Some("`rackc --help` lists the commands".to_owned())))
}

/// A paragraph on one line.
fn joined(paragraph: &str) -> String {
    paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
}
