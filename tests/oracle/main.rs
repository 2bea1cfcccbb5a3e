//! The prover against an oracle that tries every failure and every packet, on random small fabrics.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

#[path = "../common/mod.rs"]
mod common;
mod draw;
mod judge;
mod known;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};

use common::compile::CATALOG;
use draw::Tape;
use judge::{Oracle, told};
use rackc::diagnostic::Sink;
use rackc::fabric::{Expectation, Fabric, HostId, Loss, Lost, Place, Relation, resolve};
use rackc::proof::{Finding, Network, Part, Prover};
use rackc::source::Spanned;
use rackc::syntax::{MemoryFiles, Program};
use rackc::topology::{Topology, place_gateways};

/// A fabric with its graphs, or what is wrong with the text.
fn build(text: &str) -> Result<(Fabric, Topology), String> {
    let mut sink = Sink::default();
    let files = MemoryFiles::default().with("main.rack", text);
    let program = Program::load(&files, "main.rack".into(), &mut sink);
    let fabric = if sink.has_errors() { None } else { resolve(&program, &CATALOG, &[], &mut sink) };
    let wrong = sink.has_errors();
    let (Some(mut fabric), false) = (fabric, wrong) else {
        let all = sink.into_sorted();
        let words: Vec<String> =
            all.iter().map(|one| format!("{} {}", one.code.id, one.message)).collect();
        return Err(words.join("; "));
    };
    let topology = Topology::of(&fabric, &CATALOG);
    place_gateways(&mut fabric, &topology.routed);
    Ok((fabric, topology))
}

fn expectation(
    fabric: &Fabric,
    from: Place,
    relation: Relation,
    to: Place,
    losses: Vec<Loss>,
) -> Expectation {
    Expectation {
        from: Spanned::new(from, fabric.span),
        relation,
        to: Spanned::new(to, fabric.span),
        within: None,
        bandwidth: None,
        symmetric: None,
        losses,
        span: fabric.span,
    }
}

/// One failure as the only alternative.
fn only(fabric: &Fabric, failure: &[Part]) -> Vec<Loss> {
    let parts = failure.iter().map(|part| match part {
        Part::Switch(one) => Lost::Switches(vec![*one]),
        Part::Cable(one) => Lost::Cables(vec![*one]),
        Part::Zone(one) => Lost::Zones(vec![*one]),
    });
    vec![Loss { parts: parts.collect(), span: fabric.span }]
}

/// How often what happened.
#[derive(Debug, Default)]
struct Tally {
    fabrics: AtomicUsize,
    refused: AtomicUsize,
    held: AtomicUsize,
    /// Broken while nothing is lost.
    never: AtomicUsize,
    broken: AtomicUsize,
    cases: AtomicUsize,
    weak: AtomicUsize,
    mutants: AtomicUsize,
    noticed: AtomicUsize,
}

static TALLY: Tally = Tally {
    fabrics: AtomicUsize::new(0),
    refused: AtomicUsize::new(0),
    held: AtomicUsize::new(0),
    never: AtomicUsize::new(0),
    broken: AtomicUsize::new(0),
    cases: AtomicUsize::new(0),
    weak: AtomicUsize::new(0),
    mutants: AtomicUsize::new(0),
    noticed: AtomicUsize::new(0),
};

fn count(what: &AtomicUsize, by: usize) {
    what.fetch_add(by, Ordering::Relaxed);
}

/// What the prover and the oracle disagree about in a program.
fn disagreement(text: &str) -> Option<String> {
    count(&TALLY.fabrics, 1);
    let (fabric, topology) = match build(text) {
        Ok(built) => built,
        Err(why) => {
            if std::env::var_os("ORACLE_REFUSED").is_some() {
                eprintln!("refused: {why}");
            }
            count(&TALLY.refused, 1);
            return None;
        }
    };
    let network = Network::of(&fabric, &topology);
    let prover = Prover::new(&network);
    let oracle = Oracle::of(&fabric, &topology);
    let found = fabric.expectations.iter().find_map(|one| disagree(&fabric, &prover, &oracle, one));
    found.or_else(|| weak_disagree(&fabric, &prover, &oracle))
}

/// What is said of single points of failure.
fn weak_disagree(fabric: &Fabric, prover: &Prover<'_>, oracle: &Oracle<'_>) -> Option<String> {
    let said: BTreeMap<Part, BTreeSet<HostId>> = prover
        .weak_points()
        .into_iter()
        .map(|one| (one.part, one.hosts.into_iter().collect()))
        .collect();
    let known = oracle.weak_points();
    count(&TALLY.weak, known.len());
    let text = |points: &BTreeMap<Part, BTreeSet<HostId>>, part: &Part| {
        let hosts = points.get(part).into_iter().flatten();
        hosts.map(|host| fabric.hosts[*host].name.clone()).collect::<Vec<String>>().join(", ")
    };
    let parts: BTreeSet<Part> = said.keys().chain(known.keys()).copied().collect();
    let wrong = parts.iter().find(|part| said.get(*part) != known.get(*part))?;
    Some(format!(
        "without {} are cut off: by the prover [{}], by the oracle [{}]",
        told(&[*wrong], fabric),
        text(&said, wrong),
        text(&known, wrong)
    ))
}

/// The program with only those expectations that hold; none when there are none.
fn holding(text: &str) -> Option<String> {
    let (fabric, topology) = build(text).ok()?;
    let network = Network::of(&fabric, &topology);
    let prover = Prover::new(&network);
    let mut verdicts = fabric.expectations.iter().map(|one| prover.prove(one).finding.is_none());
    let kept =
        text.lines().filter(|line| !line.starts_with("expect") || verdicts.next().unwrap_or(false));
    let kept = kept.collect::<Vec<&str>>().join("\n");
    kept.contains("\nexpect").then_some(kept)
}

/// Whether anything that is expected of a program breaks.
fn breaks(text: &str) -> Option<bool> {
    let (fabric, topology) = build(text).ok()?;
    let network = Network::of(&fabric, &topology);
    let prover = Prover::new(&network);
    Some(fabric.expectations.iter().any(|one| prover.prove(one).finding.is_some()))
}

fn disagree(
    fabric: &Fabric,
    prover: &Prover<'_>,
    oracle: &Oracle<'_>,
    expected: &Expectation,
) -> Option<String> {
    let (from, relation, to) = (expected.from.value, expected.relation, expected.to.value);
    let verdict = prover.prove(expected);
    if let Some(Finding::Empty(_) | Finding::NoCase(_)) = verdict.finding {
        return None;
    }
    let cases = oracle.cases(&expected.losses);
    count(&TALLY.cases, cases.len());
    let broken = oracle.broken(expected);
    count(
        match broken.first() {
            None => &TALLY.held,
            Some(first) if first.is_empty() => &TALLY.never,
            Some(_) => &TALLY.broken,
        },
        1,
    );
    let word = if relation == Relation::Reaches { "reaches" } else { "isolated from" };
    let what = format!("{} {word} {}", from.text(fabric), to.text(fabric));
    match &verdict.finding {
        None => {
            if let Some(first) = broken.first() {
                let first = told(first, fabric);
                return Some(format!(
                    "{what}: proved, but by the oracle it breaks without {first}"
                ));
            }
        }
        Some(Finding::Broken(found)) => {
            let parts = found.failure.parts();
            let without = told(parts, fabric);
            if oracle.holds(from, relation, to, parts) {
                return Some(format!(
                    "{what}: by the oracle it holds without {without}: {found:?}"
                ));
            }
            for part in parts {
                let rest = found.failure.without(*part);
                if !oracle.holds(from, relation, to, rest.parts()) {
                    return Some(format!("{what}: {without} is not minimal"));
                }
            }
        }
        Some(other) => return Some(format!("{what}: {other:?}")),
    }
    let each = prover.prove_each(expected);
    if each.is_some_and(|holds| holds != broken.is_empty()) {
        return Some(format!("{what}: one by one it is {each:?}"));
    }
    // Case by case, where the whole fabric does what is expected.
    if broken.first().is_some_and(Vec::is_empty) {
        return None;
    }
    for failure in cases.iter().filter(|one| one.len() == 1).take(20) {
        let alone = expectation(fabric, from, relation, to, only(fabric, failure));
        let holds = prover.prove(&alone).finding.is_none();
        if holds == broken.contains(failure) {
            return Some(format!(
                "{what}: by itself, without {} it is {holds}",
                told(failure, fabric)
            ));
        }
    }
    None
}

/// The program with as few lines as the disagreement takes.
fn smallest(text: &str) -> (String, String) {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut why = disagreement(text).unwrap_or_default();
    let mut again = true;
    while again {
        again = false;
        for width in [8, 4, 3, 2, 1] {
            let mut at = 0;
            while at + width <= lines.len() {
                let fewer: Vec<&str> =
                    lines[..at].iter().chain(&lines[at + width..]).copied().collect();
                if let Some(found) = disagreement(&fewer.join("\n")) {
                    (lines, why, again) = (fewer, found, true);
                } else {
                    at += 1;
                }
            }
        }
    }
    (lines.join("\n"), why)
}

fn config(cases: u32) -> Config {
    let said = std::env::var("PROPTEST_CASES").ok().and_then(|said| said.parse().ok());
    Config {
        cases: said.unwrap_or(cases),
        failure_persistence: None,
        max_shrink_iters: 0,
        ..Config::default()
    }
}

/// Looks at as many fabrics as `ORACLE_FABRICS` says, and shows some disagreements.
#[test]
#[ignore = "a long run by hand"]
fn survey() {
    let number = |name: &str, unless: u64| {
        std::env::var(name).ok().and_then(|said| said.parse().ok()).unwrap_or(unless)
    };
    let mut found: Vec<String> = Vec::new();
    let mutants = number("ORACLE_MUTANTS", 0);
    let (from, many) = (number("ORACLE_SEED", 1), number("ORACLE_FABRICS", 1000));
    let start = std::time::Instant::now();
    for seed in from..from + many {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let numbers: Vec<u8> = (0..400)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                u8::try_from(state >> 33 & 0xff).unwrap()
            })
            .collect();
        let text = draw::program(&mut Tape::of(&numbers), 5);
        if many == 1 {
            eprintln!("{text}");
        } else if seed > from && (seed - from).is_multiple_of(500) {
            eprintln!("{TALLY:?} in {:?}, {} disagree", start.elapsed(), found.len());
        }
        if let Some(why) = disagreement(&text) {
            eprintln!("seed {seed}: {why}");
            found.push(text.clone());
        }
        let mut held = if mutants > 0 { holding(&text) } else { None };
        let mut tape = Tape::of(&numbers[300..]);
        for _ in 0..mutants {
            let mutant = held.as_ref().and_then(|held| draw::mutant(&mut tape, held));
            let Some((mutant, noticed)) =
                mutant.and_then(|text| breaks(&text).map(|one| (text, one)))
            else {
                continue;
            };
            count(&TALLY.mutants, 1);
            count(&TALLY.noticed, usize::from(noticed));
            if let Some(why) = disagreement(&mutant) {
                eprintln!("mutant of seed {seed}: {why}");
                found.push(mutant.clone());
            }
            held = Some(mutant);
        }
    }
    eprintln!("{TALLY:?} in {:?}, {} disagree", start.elapsed(), found.len());
    found.sort_by_key(String::len);
    for text in found.iter().take(usize::try_from(number("ORACLE_SHOWN", 4)).unwrap()) {
        let (text, why) = smallest(text);
        eprintln!("── {why}\n{text}\n");
    }
    assert!(found.is_empty());
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn the_prover_says_what_the_oracle_says(numbers in prop::collection::vec(any::<u8>(), 400)) {
        let text = draw::program(&mut Tape::of(&numbers), 5);
        if disagreement(&text).is_some() {
            let (text, why) = smallest(&text);
            return Err(TestCaseError::fail(format!("{why}\n{text}")));
        }
    }

    #[test]
    fn what_is_changed_is_noticed_when_it_matters(numbers in prop::collection::vec(any::<u8>(), 400), choices in prop::collection::vec(any::<u8>(), 12)) {
        let text = draw::program(&mut Tape::of(&numbers), 6);
        if let Some(mut mutant) = holding(&text) {
            let mut tape = Tape::of(&choices);
            // One change after the other.
            for _ in 0..4 {
                let Some(next) = draw::mutant(&mut tape, &mutant) else { continue };
                let Some(noticed) = breaks(&next) else { continue };
                mutant = next;
                count(&TALLY.mutants, 1);
                count(&TALLY.noticed, usize::from(noticed));
                if disagreement(&mutant).is_some() {
                    let (text, why) = smallest(&mutant);
                    return Err(TestCaseError::fail(format!("{why}\n{text}")));
                }
            }
        }
    }
}
