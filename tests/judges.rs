//! Holds every Cumulus config of the golden trees against the real programs that read them: FRR, ifupdown2 and NVUE's
//! object model. The judges themselves are tested first, with samples that they must pass and samples that they must
//! fail for the reason given in the sample's first line.
//!
//! `tests/judges/install` installs them; `RACKC_SKIP_JUDGES=1` leaves these tests out.
#![allow(clippy::disallowed_methods, reason = "tests read their samples")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{env, fs};

/// A program in `tests/judges/`, and the files it judges.
struct Judge {
    program: &'static str,
    file: &'static str,
}

const FRR: Judge = Judge { program: "frr", file: "frr.conf" };
const IFUPDOWN2: Judge = Judge { program: "ifupdown2", file: "etc/network/interfaces" };
const NVUE: Judge = Judge { program: "nvue", file: "startup.yaml" };

/// So many files are given to one process at most.
const BATCH: usize = 200;

impl Judge {
    fn run(&self, files: &[PathBuf]) -> Output {
        Command::new(Path::new("tests/judges").join(self.program))
            .args(files)
            .output()
            .expect("the judge starts")
    }

    /// Panics with what the judge says of the files, if anything.
    fn assert_right(&self, files: &[PathBuf]) {
        for batch in files.chunks(BATCH) {
            let output = self.run(batch);
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() && said.is_empty(), "{} says:\n{said}", self.program);
        }
    }

    fn passes_good_samples(&self) {
        if skipped() {
            return;
        }
        let samples = find(&format!("tests/judges/samples/good/**/{}", self.file));
        assert!(!samples.is_empty(), "{} has no good samples", self.program);
        self.assert_right(&samples);
    }

    fn fails_bad_samples(&self) {
        if skipped() {
            return;
        }
        let samples = find(&format!("tests/judges/samples/bad/{}/*", self.program));
        assert!(!samples.is_empty(), "{} has no bad samples", self.program);
        let output = self.run(&samples);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(
            output.status.code(),
            Some(1),
            "{} must exit with 1, not:\n{said}",
            self.program
        );
        for sample in samples {
            let text = fs::read_to_string(&sample).expect("samples are text");
            let complaint = text
                .lines()
                .next()
                .and_then(|line| line.strip_prefix("# complains: "))
                .expect("a bad sample begins with `# complains: ` and what the judge must say");
            let name = format!("{}:", sample.display());
            assert!(
                said.lines().any(|line| line.starts_with(&name) && line.contains(complaint)),
                "{name} {} should complain of {complaint:?}, but says:\n{}",
                self.program,
                said.lines().filter(|line| line.starts_with(&name)).collect::<Vec<_>>().join("\n"),
            );
        }
    }

    fn passes_golden_trees(&self) {
        if skipped() {
            return;
        }
        self.assert_right(&find(&format!("fixtures/**/expected*/**/{}", self.file)));
    }
}

/// The files that a pattern finds below the project's root, in order, each once.
fn find(pattern: &str) -> Vec<PathBuf> {
    let paths: BTreeSet<_> = glob::glob(pattern)
        .expect("a right pattern")
        .map(|path| path.expect("a readable folder"))
        .collect();
    paths.into_iter().filter(|path| path.is_file()).collect()
}

/// Whether the judges are to be left out. That is asked for, never assumed: without them the tests fail.
fn skipped() -> bool {
    if env::var_os("RACKC_SKIP_JUDGES").is_some_and(|value| value == "1") {
        println!("skipped: RACKC_SKIP_JUDGES=1");
        return true;
    }
    let folder = env::var_os("RACKC_JUDGES_DIR")
        .map_or_else(|| PathBuf::from("target/judges"), PathBuf::from);
    assert!(
        folder.join("stamp").exists(),
        "the judges are not installed in {}: run tests/judges/install, or set RACKC_SKIP_JUDGES=1 to go without",
        folder.display()
    );
    false
}

#[test]
fn frr_passes_good_samples() {
    FRR.passes_good_samples();
}

#[test]
fn frr_fails_bad_samples() {
    FRR.fails_bad_samples();
}

#[test]
fn frr_passes_golden_trees() {
    FRR.passes_golden_trees();
}

#[test]
fn ifupdown2_passes_good_samples() {
    IFUPDOWN2.passes_good_samples();
}

#[test]
fn ifupdown2_fails_bad_samples() {
    IFUPDOWN2.fails_bad_samples();
}

#[test]
fn ifupdown2_passes_golden_trees() {
    IFUPDOWN2.passes_golden_trees();
}

#[test]
fn nvue_passes_good_samples() {
    NVUE.passes_good_samples();
}

#[test]
fn nvue_fails_bad_samples() {
    NVUE.fails_bad_samples();
}

#[test]
fn nvue_passes_golden_trees() {
    NVUE.passes_golden_trees();
}
