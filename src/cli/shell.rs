//! The two streams: data on standard output, messages on standard error.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use super::args::{Color, Global, MessageFormat};
use super::exit::Exit;
use super::progress::Progress;
use crate::diagnostic::Diagnostic;
use crate::report::{Ending, Human, Root, Sarif, Width, clean, folded, github, json, summary};
use crate::source::Sources;

/// Columns of a message when there is no terminal to ask.
const COLUMNS: usize = 100;

/// Where a command writes.
#[derive(Debug)]
pub struct Shell {
    format: MessageFormat,
    color: bool,
    width: usize,
    /// Standard output is the command's data, so that messages for programs go to standard error.
    has_data: bool,
    root: Root,
    /// The program on the command line.
    program: String,
    /// What is said at the end.
    sarif: Mutex<Option<Sarif>>,
    progress: Progress,
}

impl Shell {
    /// Writes as the flags say. `has_data` tells whether the command's own output is data; `program` is what
    /// messages without a place are about.
    pub fn new(global: &Global, has_data: bool, program: Option<&Utf8Path>) -> Self {
        let terminal = io::stderr().is_terminal();
        let color = match global.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => terminal && !is_set("NO_COLOR") && !is("TERM", "dumb"),
        };
        let width = if terminal { terminal_width() } else { COLUMNS };
        let format = global.message_format;
        let root = match format {
            MessageFormat::Github | MessageFormat::Sarif => root(),
            MessageFormat::Human | MessageFormat::Json => Root::default(),
        };
        let sarif = (format == MessageFormat::Sarif).then(|| Sarif::new(root.clone()));
        let program = program.unwrap_or(Utf8Path::new("")).to_string();
        let watched = terminal && format == MessageFormat::Human && !in_ci() && can_erase();
        let progress = Progress::new(watched.then_some(width));
        Self { format, color, width, has_data, root, program, sarif: Mutex::new(sarif), progress }
    }

    /// What shows how far a long run is.
    pub fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Shows messages about the program.
    ///
    /// # Errors
    /// The stream does not take them.
    pub fn report(&self, diagnostics: &[Diagnostic], sources: &Sources) -> io::Result<()> {
        match self.format {
            MessageFormat::Human => {
                let human = Human::new(self.color, Width(self.width));
                self.message(&(human.all(diagnostics, sources) + &summary_line(diagnostics)))
            }
            MessageFormat::Json => self.machine(&json(diagnostics, sources)),
            MessageFormat::Github => {
                self.machine(&github(diagnostics, sources, &self.root))?;
                self.message(&summary_line(diagnostics))
            }
            MessageFormat::Sarif => {
                let first = sources.ids().next().map(|id| sources.file(id).path.as_str());
                let program = first.unwrap_or(&self.program);
                self.note(|sarif| sarif.results(diagnostics, sources, program));
                Ok(())
            }
        }
    }

    /// Shows why a command could not go on.
    ///
    /// # Errors
    /// The stream does not take it.
    pub fn refuse(&self, exit: Exit, diagnostics: &[Diagnostic]) -> io::Result<()> {
        if self.format == MessageFormat::Sarif && exit == Exit::Usage {
            self.note(|sarif| sarif.notifications(diagnostics));
            return Ok(());
        }
        self.report(diagnostics, &Sources::default())
    }

    /// Says what is left to say. Call it once, at the end; `ran` tells whether the program could be looked at.
    ///
    /// # Errors
    /// The stream does not take it.
    pub fn finish(&self, exit: Exit, ran: bool) -> io::Result<()> {
        self.progress.stop();
        let sarif = self.sarif.lock().unwrap_or_else(PoisonError::into_inner).take();
        let ending = Ending { code: exit.number(), ran };
        sarif.map_or(Ok(()), |sarif| self.machine(&sarif.document(ending)))
    }

    /// Writes data.
    ///
    /// # Errors
    /// Standard output does not take it.
    pub fn data(&self, text: &str) -> io::Result<()> {
        let _quiet = self.progress.quiet();
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Shows a text to people, without what would steer their terminal or hide from them.
    ///
    /// # Errors
    /// Standard output does not take it.
    pub fn people(&self, text: &str) -> io::Result<()> {
        self.data(&clean(text))
    }

    /// Writes lines that are meant for a switch or a program: as they are, unless people look at them.
    ///
    /// # Errors
    /// Standard output does not take it.
    pub fn lines(&self, text: &str) -> io::Result<()> {
        if io::stdout().is_terminal() { self.people(text) } else { self.data(text) }
    }

    /// Shows the change of a file to people: where messages are meant for programs, standard output is theirs.
    ///
    /// # Errors
    /// Standard output does not take it.
    pub fn change(&self, name: &str, diff: &str) -> io::Result<()> {
        match self.format {
            MessageFormat::Human => self.lines(diff),
            MessageFormat::Github => self.data(&folded(name, diff)),
            MessageFormat::Json | MessageFormat::Sarif => Ok(()),
        }
    }

    /// Says what was done, to people.
    ///
    /// # Errors
    /// Standard error does not take it.
    pub fn status(&self, text: &str) -> io::Result<()> {
        match self.format {
            MessageFormat::Human | MessageFormat::Github => self.message(&format!("{text}\n")),
            MessageFormat::Json | MessageFormat::Sarif => Ok(()),
        }
    }

    /// Writes to standard error. One that is closed is no reason to fail.
    fn message(&self, text: &str) -> io::Result<()> {
        let _quiet = self.progress.quiet();
        match io::stderr().lock().write_all(text.as_bytes()) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => result,
        }
    }

    /// Messages for programs.
    fn machine(&self, text: &str) -> io::Result<()> {
        if self.has_data { self.message(text) } else { self.data(text) }
    }

    fn note(&self, say: impl FnOnce(&mut Sarif)) {
        if let Some(sarif) = &mut *self.sarif.lock().unwrap_or_else(PoisonError::into_inner) {
            say(sarif);
        }
    }
}

/// `3 errors, 1 warning`, if there is anything to count.
fn summary_line(diagnostics: &[Diagnostic]) -> String {
    summary(diagnostics).map(|text| text + "\n").unwrap_or_default()
}

/// The root of the repository in which rackc runs.
fn root() -> Root {
    let here = std::env::current_dir().ok().and_then(|here| Utf8PathBuf::from_path_buf(here).ok());
    let Some(here) = here else { return Root::default() };
    let repository = here.ancestors().find(|folder| folder.join(".git").exists());
    let repository = repository.map(Utf8Path::to_owned);
    Root::new(here, repository)
}

/// Whether this runs in a pipeline, where nobody watches.
fn in_ci() -> bool {
    is_set("CI") && !is("CI", "false") && !is("CI", "0")
}

/// Whether the terminal can take a line away.
fn can_erase() -> bool {
    cfg!(windows) || is_set("TERM") && !is("TERM", "dumb")
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

/// A value as one JSON document.
pub fn document<T: serde::Serialize>(value: &T) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
