//! Where the time of a run went: `--timings`.

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use super::shell::Shell;
use crate::clock::Clock;

/// Shows what each phase took, and how much memory all of them.
///
/// # Errors
/// Standard error does not take it.
pub fn show(clock: &Clock, shell: &Shell) -> std::io::Result<()> {
    let total: Duration = clock.laps().iter().map(|(_, took)| *took).sum();
    let mut text = String::new();
    for (phase, took) in clock.laps() {
        let share = 100.0 * took.as_secs_f64() / total.as_secs_f64().max(f64::EPSILON);
        _ = writeln!(text, "  {phase:<12}{:>9.3} s{share:>5.0} %", took.as_secs_f64());
    }
    _ = write!(text, "  {:<12}{:>9.3} s", "total", total.as_secs_f64());
    if let Some(megabytes) = peak() {
        _ = write!(text, ", {megabytes} MB of memory at most");
    }
    shell.status(&text)
}

/// The most memory that the process had at once, in megabytes; where the system tells.
fn peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes.div_ceil(1000))
}
