//! `rackc explain`

use super::args::Explain;
use super::codes::UNKNOWN_CODE;
use super::exit::{Exit, Failure, usage};
use super::shell::Shell;
use crate::codes;
use crate::diagnostic::{Code, Diagnostic, did_you_mean};

/// Prints the page of a code, or lists all codes.
///
/// # Errors
/// There is no such code.
pub fn run(args: &Explain, shell: &Shell) -> Result<Exit, Failure> {
    let text = match &args.code {
        None => table(),
        Some(word) => page(codes::find(word).ok_or_else(|| unknown(word))?),
    };
    shell.data(&text)?;
    Ok(Exit::Fine)
}

fn table() -> String {
    let codes = codes::all();
    let width = codes.iter().map(|code| code.name.len()).max().unwrap_or(0);
    let row = |code: &&Code| format!("{}  {:width$}  {}", code.id, code.name, code.severity);
    codes.iter().map(row).collect::<Vec<_>>().join("\n") + "\n"
}

/// The page with its title.
fn page(code: &Code) -> String {
    format!("# {} {} ({})\n\n{}\n", code.id, code.name, code.severity, code.text())
}

fn unknown(word: &str) -> Failure {
    let codes = codes::all();
    let upper = word.to_uppercase();
    let help = did_you_mean(&upper, codes.iter().map(|code| code.id))
        .filter(|_| upper.starts_with('R') && upper.ends_with(|last: char| last.is_ascii_digit()))
        .or_else(|| padded(word).map(|code| format!("did you mean `{}`?", code.id)))
        .or_else(|| did_you_mean(&word.to_lowercase(), codes.iter().map(|code| code.name)))
        .or_else(|| holding(&word.to_lowercase()))
        .unwrap_or_else(|| "`rackc explain` lists all codes".to_owned());
    usage(Diagnostic::new(&UNKNOWN_CODE, format!("there is no code `{word}`")).help(help))
}

/// The code of a number that is written without its letter or its noughts.
fn padded(word: &str) -> Option<&'static Code> {
    let number: u16 = word.trim_start_matches(['R', 'r']).parse().ok()?;
    codes::find(&format!("R{number:04}"))
}

/// The codes whose names hold a word.
fn holding(word: &str) -> Option<String> {
    let all = codes::all();
    let codes = all.iter().filter(|code| word.len() > 2 && code.name.contains(word)).take(6);
    let codes: Vec<String> = codes.map(|code| format!("`{}`", code.name)).collect();
    (!codes.is_empty()).then(|| format!("there is {}", codes.join(", ")))
}
