//! The matrix as a page of a book.

use std::fmt::Write as _;

use super::legend::{
    Legend, Order, PROVED, WORDS, label, legends, letter, mark, pairs, places, proof,
};
use crate::matrix::Matrix;
use crate::vendor::interop::{Meeting, Rule, TOPICS};

/// The matrix, why some of it is refused, what must be so for the rest, and the facts behind it.
pub fn page(matrix: &Matrix<'_>) -> String {
    let mut out = String::new();
    table(matrix, &mut out);
    let (vendors, [refused, conditions]) = (matrix.vendors.len(), legends(matrix));
    legend("What is refused, and why", &refused, vendors, Order::AsTheyStand, &mut out);
    legend("What must be so", &conditions, vendors, Order::Any, &mut out);
    facts(matrix, &mut out);
    out
}

fn table(matrix: &Matrix<'_>, out: &mut String) {
    let pairs = pairs(matrix);
    for (position, vendor) in matrix.vendors.iter().enumerate() {
        let letter = letter(position);
        _ = writeln!(out, "- **{letter}**: {}, {}", cell(&vendor.title), cell(&vendor.releases));
    }
    _ = writeln!(out, "\n{WORDS}. In the last column: {PROVED}.");
    out.push('\n');
    let labels = pairs.iter().map(|pair| label(*pair));
    head(["Scenario".to_owned()].into_iter().chain(labels).chain(["Proved by".to_owned()]), out);
    for (scenario, cells) in &matrix.rows {
        let name = format!("`{}`<br>{}", scenario.name, scenario.title);
        let marks = pairs.iter().map(|pair| mark(cells, *pair).word());
        row([name].into_iter().chain(marks).chain([proof(scenario, matrix)]), out);
    }
}

fn legend(title: &str, legend: &Legend<'_>, vendors: usize, order: Order, out: &mut String) {
    if legend.is_empty() {
        return;
    }
    _ = writeln!(out, "\n## {title}\n");
    for (text, scenarios) in legend {
        _ = writeln!(out, "- {}<br>{}", cell(text), cell(&places(scenarios, vendors, order)));
    }
}

/// What each vendor's switches do, topic by topic.
fn facts(matrix: &Matrix<'_>, out: &mut String) {
    out.push_str("\n## What each side does\n");
    for meeting in Meeting::ALL {
        let [name, _] = meeting.words();
        let mut initial = name.chars();
        let first: String = initial.next().into_iter().flat_map(char::to_uppercase).collect();
        _ = writeln!(out, "\n### {first}{}\n", initial.as_str());
        let titles = matrix.vendors.iter().map(|vendor| vendor.title.clone());
        head([String::new()].into_iter().chain(titles), out);
        for about in TOPICS.iter().filter(|about| about.meeting == meeting) {
            let rule = match about.rule {
                Rule::Same => "the same on both".to_owned(),
                Rule::Each(value) => format!("{value} on both"),
                Rule::Negotiated => "agreed by the protocol".to_owned(),
                Rule::Local => "each in its own way".to_owned(),
            };
            let topic = format!("{} ({rule}): {}", about.title, about.why);
            let facts = matrix.vendors.iter().map(|vendor| {
                let facts = vendor.interop.as_ref().map(|interop| &interop.facts);
                let fact = facts.and_then(|facts| facts.get(&about.topic));
                fact.map_or_else(|| "?".to_owned(), fact_text)
            });
            row([topic].into_iter().chain(facts), out);
        }
    }
}

/// The first row of a table.
fn head(cells: impl Iterator<Item = String>, out: &mut String) {
    let cells: Vec<String> = cells.collect();
    let rule = "|---".repeat(cells.len());
    row(cells.into_iter(), out);
    _ = writeln!(out, "{rule}|");
}

fn row(cells: impl Iterator<Item = String>, out: &mut String) {
    let cells: Vec<String> = cells.map(|text| cell(&text)).collect();
    _ = writeln!(out, "| {} |", cells.join(" | "));
}

fn fact_text(fact: &crate::vendor::interop::Fact) -> String {
    let mut text = match (&fact.writes, &fact.line) {
        (Some(value), Some(line)) => format!("**{value}**, written: `{line}`"),
        (Some(value), None) => format!("**{value}**, written"),
        (None, _) => format!("{} by itself", fact.default),
    };
    if fact.writes.as_ref().is_some_and(|value| *value != fact.default) {
        _ = write!(text, "; {} by itself", fact.default);
    }
    if let Some(since) = &fact.since {
        _ = write!(text, "; since {since}");
    }
    if let Some(note) = &fact.note {
        _ = write!(text, "; {note}");
    }
    _ = write!(text, " <small>({})</small>", fact.source);
    text
}

/// A text that stays in its cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
