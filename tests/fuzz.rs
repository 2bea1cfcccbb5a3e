//! A short run of every target that is fuzzed, always with the same inputs; `CONTRIBUTING.md` tells how to hunt for longer.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    missing_docs,
    reason = "tests read files"
)]

#[allow(dead_code, clippy::pedantic, clippy::print_stdout)]
#[path = "../fuzz/src/corpus.rs"]
mod corpus;
#[allow(dead_code, clippy::pedantic)]
#[path = "../fuzz/src/mutate.rs"]
mod mutate;
#[allow(dead_code, clippy::pedantic)]
#[path = "../fuzz/src/targets.rs"]
mod targets;

use std::panic;
use std::path::Path;
use std::time::{Duration, Instant};

use mutate::{Random, mutated};

/// How long one input may take, on a slow machine and without optimisation.
const LONGEST: Duration = Duration::from_secs(30);

/// Tries every input of the corpus, and so many new ones.
fn short(name: &str, count: u64) {
    let (_, run) = targets::ALL.into_iter().find(|(known, _)| *known == name).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let corpus = corpus::of(root, name).unwrap();
    assert!(!corpus.is_empty(), "there is no corpus of `{name}`");
    let seeds: Vec<Vec<u8>> = corpus.values().cloned().collect();
    let new =
        (0..count).map(|seed| (format!("seed {seed}"), mutated(&seeds, &mut Random::new(seed))));
    let mut complaints = Vec::new();
    for (what, data) in corpus.iter().map(|(name, data)| (name.clone(), data.clone())).chain(new) {
        let start = Instant::now();
        let broken = panic::catch_unwind(|| run(&data)).is_err();
        let took = start.elapsed();
        if broken || took > LONGEST {
            complaints.push(format!(
                "{name}, {what}: {}, {took:?}",
                if broken { "panics" } else { "slow" }
            ));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn the_parser_survives() {
    short("syntax", 1500);
}

#[test]
fn the_whole_compilation_survives() {
    short("compile", 500);
}

#[test]
fn the_reader_of_locks_survives() {
    short("lock", 200);
}

#[test]
fn the_reader_of_vendor_folders_survives() {
    short("vendor", 500);
}

#[test]
fn the_comparison_survives() {
    short("diff", 3000);
}

#[test]
fn the_readers_of_other_tools_survive() {
    short("import", 300);
}

#[test]
fn the_reader_of_configurations_survives() {
    short("review", 800);
}

#[test]
fn the_same_seed_gives_the_same_input() {
    let seeds = [b"vlan a 1\nvlan b 2\n".to_vec()];
    let made = |seed| mutated(&seeds, &mut Random::new(seed));
    assert_eq!((1..50).map(made).collect::<Vec<_>>(), (1..50).map(made).collect::<Vec<_>>());
}
