//! Where the time of a run goes.

use std::time::{Duration, Instant};

/// Takes the time of one phase after the other.
#[derive(Debug, Clone)]
pub struct Clock {
    laps: Vec<(&'static str, Duration)>,
    since: Instant,
}

impl Default for Clock {
    fn default() -> Self {
        Self { laps: Vec::new(), since: Instant::now() }
    }
}

impl Clock {
    /// Ends a phase: all the time since the last one ended was its.
    pub fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        let took = now.duration_since(self.since);
        self.since = now;
        match self.laps.iter_mut().find(|(known, _)| *known == phase) {
            Some((_, known)) => *known += took,
            None => self.laps.push((phase, took)),
        }
    }

    /// Goes on with another clock, which ran meanwhile.
    pub fn then(&mut self, other: Self) {
        self.laps.extend(other.laps);
        self.since = other.since;
    }

    /// The phases in the order in which they ended first, each with all its time.
    pub fn laps(&self) -> &[(&'static str, Duration)] {
        &self.laps
    }
}
