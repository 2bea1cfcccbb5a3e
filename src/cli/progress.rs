//! How far a long run is: one line on a terminal, which goes again.

use std::io::Write as _;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::clock::Stage;

/// Nothing is shown of a run that is shorter.
const AFTER: Duration = Duration::from_millis(500);
/// How often the line is drawn anew.
const EVERY: Duration = Duration::from_millis(100);
/// Takes the line away.
const CLEAR: &str = "\r\x1b[2K";

/// What is done after each phase, by the phase that ended.
const NEXT: [(&str, &str); 14] = [
    ("", "reading"),
    ("vendors", "reading"),
    ("parse", "resolving names"),
    ("lock", "resolving names"),
    ("resolve", "joining cables"),
    ("topology", "proving what survives"),
    ("proof", "checking"),
    ("checks", "choosing addresses and numbers"),
    ("allocate", "making devices"),
    ("lower", "making devices"),
    ("capabilities", "making devices"),
    ("open", "printing"),
    ("print", "writing the report"),
    ("report", "moving files into place"),
];

/// The line, if there is a terminal for it.
#[derive(Debug, Default)]
pub struct Progress {
    line: Option<Arc<Line>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug, Default)]
struct Line {
    state: Mutex<State>,
    stopped: Condvar,
}

/// What is shown.
#[derive(Debug, Default)]
pub struct State {
    stage: Stage,
    width: usize,
    done: usize,
    total: usize,
    shown: bool,
    stop: bool,
}

impl Progress {
    /// A line of so many columns at most, or none.
    pub fn new(width: Option<usize>) -> Self {
        let line = width.map(|width| {
            Arc::new(Line {
                state: Mutex::new(State { width, ..State::default() }),
                ..Line::default()
            })
        });
        Self { line, ..Self::default() }
    }

    /// Shows what runs, when it takes long.
    pub fn start(&self, stage: &Stage) {
        let Some(line) = &self.line else { return };
        let mut thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        line.lock().stage = stage.clone();
        if thread.is_none() {
            let line = Arc::clone(line);
            // Without a thread there is no line, and that is all.
            *thread = std::thread::Builder::new().spawn(move || line.run()).ok();
        }
    }

    /// So many of the switches are done.
    pub fn step(&self, done: usize, total: usize) {
        if let Some(line) = &self.line {
            let mut state = line.lock();
            (state.done, state.total) = (done, total);
        }
    }

    /// Takes the line away while something else is written.
    pub fn quiet(&self) -> Option<MutexGuard<'_, State>> {
        let line = self.line.as_ref()?;
        let mut state = line.lock();
        state.hide();
        Some(state)
    }

    /// Ends it.
    pub fn stop(&self) {
        let Some(line) = &self.line else { return };
        let mut state = line.lock();
        state.stop = true;
        state.hide();
        drop(state);
        line.stopped.notify_all();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        _ = thread.map(JoinHandle::join);
    }
}

impl Line {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run(&self) {
        let mut wait = AFTER;
        let mut state = self.lock();
        while !state.stop {
            let (waited, timeout) =
                self.stopped.wait_timeout(state, wait).unwrap_or_else(PoisonError::into_inner);
            state = waited;
            if timeout.timed_out() && !state.stop {
                state.draw();
                wait = EVERY;
            }
        }
    }
}

impl State {
    fn draw(&mut self) {
        let phase = self.stage.ended();
        let what =
            NEXT.iter().find(|(ended, _)| *ended == phase).map_or("working", |(_, what)| what);
        let text = if self.total > 0 && self.done < self.total {
            format!("printing: {} of {} switches", self.done, self.total)
        } else {
            format!("{what} …")
        };
        let text: String = text.chars().take(self.width.saturating_sub(1)).collect();
        self.shown = write!(std::io::stderr().lock(), "{CLEAR}{text}").is_ok();
    }

    fn hide(&mut self) {
        if std::mem::take(&mut self.shown) {
            let mut stream = std::io::stderr().lock();
            _ = stream.write_all(CLEAR.as_bytes()).and_then(|()| stream.flush());
        }
    }
}
