//! Where the vendors of a program meet.

use std::fmt::Write as _;

use serde::Serialize;

use crate::compile::Checked;
use crate::interop::{Agreement, Decided, agreements, crossings};
use crate::vendor::Catalog;
use crate::vendor::interop::{Meeting, Rule, Topic};

/// All kinds of place in which the vendors of a fabric meet.
#[derive(Debug, Serialize)]
pub struct Meetings<'a> {
    fabric: &'a str,
    meetings: Vec<One<'a>>,
}

/// One kind of place.
#[derive(Debug, Serialize)]
struct One<'a> {
    meeting: Meeting,
    #[serde(skip_serializing_if = "str::is_empty")]
    kind: &'static str,
    vendors: [&'a str; 2],
    count: usize,
    first: String,
    topics: Vec<Row<'a>>,
    /// Names of the vendors, for people.
    #[serde(skip)]
    titles: [&'a str; 2],
}

/// What both sides do in one respect.
#[derive(Debug, Serialize)]
struct Row<'a> {
    topic: Topic,
    title: &'static str,
    values: [&'a str; 2],
    by: [&'static str; 2],
    rule: &'static str,
}

impl<'a> Meetings<'a> {
    /// Of a fabric.
    pub fn of(checked: &'a Checked, catalog: &'a Catalog) -> Self {
        let Checked { fabric, topology } = checked;
        let found = crossings(fabric, topology, catalog);
        let meetings = found.into_iter().map(|crossing| {
            let title = |name: &'a str| {
                catalog.vendors.get(name).map_or(name, |vendor| vendor.title.as_str())
            };
            let agreed = agreements(fabric, catalog, &crossing);
            One {
                meeting: crossing.meeting,
                kind: crossing.kind,
                vendors: crossing.vendors,
                count: crossing.count,
                titles: crossing.vendors.map(title),
                topics: agreed.into_iter().map(row).collect(),
                first: crossing.place,
            }
        });
        Self { fabric: &fabric.name, meetings: meetings.collect() }
    }

    /// As one JSON document.
    pub fn json(&self) -> String {
        crate::cli::shell::document(self)
    }

    /// On a terminal.
    pub fn text(&self) -> String {
        if self.meetings.is_empty() {
            return format!("in fabric `{}`, no two vendors meet\n", self.fabric);
        }
        let mut out = String::new();
        for one in &self.meetings {
            let [first, second] = one.titles;
            _ = writeln!(out, "{}", one.head());
            let rows = || one.topics.iter();
            let width = |texts: &dyn Fn(&Row<'_>) -> usize, least: usize| {
                rows().map(texts).max().unwrap_or_default().max(least) + 2
            };
            let title = width(&|row| row.title.chars().count(), 0);
            let left = width(&|row| row.side(0).chars().count(), first.chars().count());
            let right = width(&|row| row.side(1).chars().count(), second.chars().count());
            _ = writeln!(out, "  {:title$}{first:left$}{second:right$}", "");
            for row in rows() {
                let (one, other) = (row.side(0), row.side(1));
                _ = writeln!(out, "  {:title$}{one:left$}{other:right$}{}", row.title, row.rule);
            }
            out.push('\n');
        }
        out
    }

    /// In a browser.
    pub fn markdown(&self) -> String {
        let mut out = format!("# Where vendors meet in `{}`\n", self.fabric);
        for one in &self.meetings {
            let [first, second] = one.titles;
            _ = writeln!(
                out,
                "\n## {}\n\n| | {first} | {second} | |\n|---|---|---|---|",
                one.head()
            );
            for row in &one.topics {
                let (one, other) = (row.side(0), row.side(1));
                _ = writeln!(out, "| {} | {one} | {other} | {} |", row.title, row.rule);
            }
        }
        out
    }
}

impl One<'_> {
    fn head(&self) -> String {
        let ([kind, kinds], [first, second]) = (self.meeting.words(), self.titles);
        // `4 EVPN BGP sessions`
        let which = if self.kind.is_empty() { String::new() } else { format!("{} ", self.kind) };
        match self.count {
            1 => format!("1 {which}{kind} between {first} and {second}: {}", self.first),
            count => {
                format!(
                    "{count} {which}{kinds} between {first} and {second}, the first is {}",
                    self.first
                )
            }
        }
    }
}

impl Row<'_> {
    fn side(&self, side: usize) -> String {
        format!("{} ({})", self.values[side], self.by[side])
    }
}

fn row(agreement: Agreement<'_>) -> Row<'_> {
    let by = |decided| match decided {
        Decided::Program => "program",
        Decided::Written => "written",
        Decided::Default => "by itself",
    };
    let [one, other] = agreement.sides;
    let rule = match (agreement.fits, agreement.about.rule) {
        (false, _) => "do not fit",
        (true, Rule::Same | Rule::Each(_)) => "agree",
        (true, _) if one.value == other.value => "agree",
        (true, Rule::Negotiated) => "agreed by the protocol",
        (true, Rule::Local) => "each in its own way",
    };
    Row {
        topic: agreement.about.topic,
        title: agreement.about.title,
        values: [one.value, other.value],
        by: [by(one.decided), by(other.decided)],
        rule,
    }
}
