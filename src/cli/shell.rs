//! The two streams: data on standard output, messages on standard error.

use std::io::{self, IsTerminal, Write};

use super::args::{Color, Global, MessageFormat};
use crate::diagnostic::Diagnostic;
use crate::report::{Human, Width, json, summary};
use crate::source::Sources;

/// Columns of a message when there is no terminal to ask.
const COLUMNS: usize = 100;

/// Where a command writes.
#[derive(Debug)]
pub struct Shell {
    format: MessageFormat,
    color: bool,
    width: usize,
    /// Standard output is the command's data, so that JSON messages go to standard error.
    has_data: bool,
}

impl Shell {
    /// Writes as the flags say. `has_data` tells whether the command's own output is data.
    pub fn new(global: &Global, has_data: bool) -> Self {
        let terminal = io::stderr().is_terminal();
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !is_set("NO_COLOR") && !is("TERM", "dumb"),
        };
        let width = if terminal { terminal_width() } else { COLUMNS };
        Self { format: global.message_format, color, width, has_data }
    }

    /// Whether messages are meant for programs.
    pub fn is_json(&self) -> bool {
        self.format == MessageFormat::Json
    }

    /// Shows messages about the program.
    ///
    /// # Errors
    /// The stream does not take them.
    pub fn report(&self, diagnostics: &[Diagnostic], sources: &Sources) -> io::Result<()> {
        if self.is_json() {
            let lines = json(diagnostics, sources);
            return if self.has_data { message(&lines) } else { self.data(&lines) };
        }
        let human = Human::new(self.color, Width(self.width));
        let mut text = human.all(diagnostics, sources);
        if let Some(summary) = summary(diagnostics) {
            text.push_str(&summary);
            text.push('\n');
        }
        message(&text)
    }

    /// Writes data.
    ///
    /// # Errors
    /// Standard output does not take it.
    #[allow(clippy::unused_self)] // Who writes data has a shell.
    pub fn data(&self, text: &str) -> io::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Says what was done, to people.
    ///
    /// # Errors
    /// Standard error does not take it.
    pub fn status(&self, text: &str) -> io::Result<()> {
        if self.is_json() { Ok(()) } else { message(&format!("{text}\n")) }
    }
}

/// Writes to standard error. One that is closed is no reason to fail.
fn message(text: &str) -> io::Result<()> {
    match io::stderr().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn terminal_width() -> usize {
    let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    columns.or_else(window_width).unwrap_or(COLUMNS)
}

#[cfg(unix)]
fn window_width() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(io::stderr()).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

#[cfg(not(unix))]
fn window_width() -> Option<usize> {
    None
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some_and(|value| !value.is_empty())
}

fn is(variable: &str, value: &str) -> bool {
    std::env::var_os(variable).is_some_and(|found| found == value)
}
