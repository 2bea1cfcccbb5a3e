//! Where the time of a run goes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What comes of some work, and how long it took.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}

/// Which phase ended last, for whoever watches from another thread.
#[derive(Debug, Clone, Default)]
pub struct Stage(Arc<Mutex<&'static str>>);

impl Stage {
    /// The phase that ended last; empty before the first.
    pub fn ended(&self) -> &'static str {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(&self, phase: &'static str) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = phase;
    }
}

/// Takes the time of one phase after the other.
#[derive(Debug, Clone)]
pub struct Clock {
    laps: Vec<(&'static str, Duration)>,
    since: Instant,
    stage: Stage,
}

impl Default for Clock {
    fn default() -> Self {
        Self::watched(Stage::default())
    }
}

impl Clock {
    /// A clock whose phases are watched.
    pub fn watched(stage: Stage) -> Self {
        Self { laps: Vec::new(), since: Instant::now(), stage }
    }

    /// Ends a phase: all the time since the last one ended was its.
    pub fn lap(&mut self, phase: &'static str) {
        let now = Instant::now();
        let took = now.duration_since(self.since);
        self.since = now;
        self.add(phase, took);
    }

    /// Ends phases that ran side by side: the time since the last one ended is divided among them by what each took of its
    /// threads.
    pub fn lap_shared(&mut self, phases: &[(&'static str, Duration)]) {
        let now = Instant::now();
        let wall = now.duration_since(self.since);
        self.since = now;
        let all: Duration = phases.iter().map(|(_, took)| *took).sum();
        for (phase, took) in phases {
            let share = took.as_secs_f64() / all.as_secs_f64().max(f64::EPSILON);
            self.add(phase, wall.mul_f64(share.min(1.0)));
        }
    }

    fn add(&mut self, phase: &'static str, took: Duration) {
        self.stage.end(phase);
        match self.laps.iter_mut().find(|(known, _)| *known == phase) {
            Some((_, known)) => *known += took,
            None => self.laps.push((phase, took)),
        }
    }

    /// Goes on with another clock, which ran meanwhile.
    pub fn then(&mut self, other: Self) {
        self.laps.extend(other.laps);
        self.since = other.since;
        self.stage = other.stage;
    }

    /// What says which phase ended.
    pub fn stage(&self) -> Stage {
        self.stage.clone()
    }

    /// The phases in the order in which they ended first, each with all its time.
    pub fn laps(&self) -> &[(&'static str, Duration)] {
        &self.laps
    }
}
