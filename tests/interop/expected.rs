//! `expected.txt`: what was seen at each end of everything that switches share, for every pair of vendors.
//!
//! A value that all vendors have stands by itself; where it depends on the end's vendor, the vendors stand before it. Which
//! pairs are refused, and why, stands in front.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use crate::agree::Section;
use crate::common::{blessing, diff};
use crate::scenario::{ENDS, End, Outcome, Scenario};

type Pair<'a> = (&'a End, &'a End);
/// A section of a pair, with the vendors of its ends.
type Seen<'a> = (Pair<'a>, Vec<End>, &'a Section);

/// What differs from the scenario's file, or nothing.
pub fn compare(scenario: &Scenario, pairs: &[Pair<'_>], outcomes: &[Outcome]) -> String {
    let text = text(scenario, pairs, outcomes);
    let path = scenario.folder.join("expected.txt");
    if blessing() {
        fs::write(&path, text).unwrap();
        return String::new();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    if expected == text {
        return String::new();
    }
    diff(
        &format!("fixtures/interop/{}/expected.txt", scenario.name),
        expected.as_bytes(),
        text.as_bytes(),
    )
}

fn text(scenario: &Scenario, pairs: &[Pair<'_>], outcomes: &[Outcome]) -> String {
    let title = scenario.program.lines().next().unwrap_or_default().trim_start_matches("// ");
    let mut text = format!("{title}\n");
    refusals(pairs, outcomes, &mut text);
    let compiled = outcomes.iter().filter(|one| matches!(one, Outcome::Compiled(_))).count();
    let mut titles: Vec<&str> = Vec::new();
    let mut seen: BTreeMap<&str, Vec<Seen<'_>>> = BTreeMap::new();
    for (pair, outcome) in pairs.iter().zip(outcomes) {
        let Outcome::Compiled(report) = outcome else { continue };
        for section in &report.sections {
            let ends = section.switches.iter().map(|switch| report.kinds[switch]).collect();
            let all = seen.entry(&section.title).or_insert_with(|| {
                titles.push(&section.title);
                Vec::new()
            });
            all.push((*pair, ends, section));
        }
    }
    for title in titles {
        let all = &seen[title];
        writeln!(text, "\n{title}").unwrap();
        if all.len() < compiled {
            let own: Vec<Pair<'_>> = all.iter().map(|(pair, ..)| *pair).collect();
            writeln!(text, "  only {}", listed(&own)).unwrap();
        }
        let facts: BTreeSet<&str> = all
            .iter()
            .flat_map(|(.., section)| section.rows.iter().map(|(fact, _)| fact.as_str()))
            .collect();
        for fact in facts {
            row(fact, all, &mut text);
        }
    }
    text
}

fn refusals(pairs: &[Pair<'_>], outcomes: &[Outcome], text: &mut String) {
    let mut groups: Vec<(&[String], Vec<Pair<'_>>)> = Vec::new();
    for (pair, outcome) in pairs.iter().zip(outcomes) {
        let Outcome::Refused(errors) = outcome else { continue };
        match groups.iter_mut().find(|(known, _)| known == errors) {
            Some((_, pairs)) => pairs.push(*pair),
            None => groups.push((errors, vec![*pair])),
        }
    }
    for (errors, pairs) in groups {
        writeln!(text, "\nrefused: {}", listed(&pairs)).unwrap();
        for error in errors {
            writeln!(text, "  {error}").unwrap();
        }
    }
}

fn row(fact: &str, all: &[Seen<'_>], text: &mut String) {
    let value = |section: &Section, at: usize| -> String {
        let row = section.rows.iter().find(|(name, _)| name == fact);
        row.and_then(|(_, values)| values[at].clone()).unwrap_or_else(|| "-".to_owned())
    };
    let ends = all[0].2.switches.len();
    let mut by_end: Vec<BTreeMap<End, BTreeSet<String>>> = vec![BTreeMap::new(); ends];
    for (_, kinds, section) in all {
        for at in 0..ends {
            by_end[at].entry(kinds[at]).or_default().insert(value(section, at));
        }
    }
    let by_vendor = by_end.iter().all(|end| end.values().all(|values| values.len() == 1));
    if by_vendor {
        let mut shown: Vec<String> = by_end.iter().map(alternatives).collect();
        if shown.windows(2).all(|two| two[0] == two[1]) {
            shown.truncate(1);
        }
        writeln!(text, "  {fact}: {}", shown.join(" | ")).unwrap();
        return;
    }
    let mut groups: BTreeMap<String, Vec<Pair<'_>>> = BTreeMap::new();
    for (pair, _, section) in all {
        let values: Vec<String> = (0..ends).map(|at| value(section, at)).collect();
        groups.entry(values.join(" | ")).or_default().push(*pair);
    }
    writeln!(text, "  {fact}").unwrap();
    for (values, pairs) in groups {
        writeln!(text, "    {values}: {}", listed(&pairs)).unwrap();
    }
}

/// `arista + juniper; cumulus + arista, juniper`: left ends that meet the same right ones together.
fn listed(pairs: &[Pair<'_>]) -> String {
    let mut by_left: BTreeMap<End, BTreeSet<End>> = BTreeMap::new();
    for (left, right) in pairs {
        by_left.entry(**left).or_default().insert(**right);
    }
    let mut groups: Vec<(BTreeSet<End>, Vec<End>)> = Vec::new();
    for (left, rights) in by_left {
        match groups.iter_mut().find(|(known, _)| *known == rights) {
            Some((_, lefts)) => lefts.push(left),
            None => groups.push((rights, vec![left])),
        }
    }
    let all: BTreeSet<End> = ENDS.into_iter().collect();
    let shown = groups.into_iter().map(|(rights, lefts)| {
        let rights: Vec<End> = rights.into_iter().collect();
        format!("{} + {}", named(&lefts, &all), named(&rights, &all))
    });
    shown.collect::<Vec<_>>().join("; ")
}

/// `9000`, or `arista, juniper 1; cumulus 2`.
fn alternatives(end: &BTreeMap<End, BTreeSet<String>>) -> String {
    let mut groups: BTreeMap<&str, Vec<End>> = BTreeMap::new();
    for (kind, values) in end {
        groups.entry(values.first().expect("a value")).or_default().push(*kind);
    }
    if groups.len() == 1 {
        return groups.into_keys().collect();
    }
    let among: BTreeSet<End> = end.keys().copied().collect();
    let groups =
        groups.into_iter().map(|(value, kinds)| format!("{} {value}", named(&kinds, &among)));
    groups.collect::<Vec<_>>().join("; ")
}

/// Vendors, each with its format where not all of its formats are meant.
fn named(kinds: &[End], among: &BTreeSet<End>) -> String {
    let whole = |kind: &End| {
        let mut formats =
            ENDS.iter().filter(|one| one.vendor == kind.vendor && among.contains(*one));
        formats.all(|one| kinds.contains(one))
    };
    let mut names: Vec<String> = Vec::new();
    for kind in kinds {
        let name = if whole(kind) {
            kind.vendor.to_owned()
        } else {
            format!("{} ({})", kind.vendor, kind.format)
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}
