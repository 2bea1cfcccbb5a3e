//! One scenario for two vendors.

use std::collections::BTreeSet;

use camino::Utf8Path;

use super::Scenario;
use super::catalogue::{MODELS, PROGRAM};
use crate::capabilities;
use crate::compile::{Options, Output, compile};
use crate::diagnostic::{Diagnostic, Severity, Sink};
use crate::interop::{Agreement, agreements, crossings};
use crate::syntax::{MemoryFiles, Program};
use crate::vendor::Catalog;
use crate::vendor::interop::Rule;
use crate::vendor::schema::Vendor;

/// Whether two vendors' switches do a scenario together.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    /// Why not, if they do not.
    pub refused: Option<Refusal>,
    /// What must be so for it, in sentences without a full stop.
    pub conditions: BTreeSet<String>,
}

/// Why a scenario is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The message's code.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do instead.
    pub help: Option<String>,
}

/// Compiles a scenario with a switch model of each vendor: the first in the place of `left`.
pub fn meet(scenario: &Scenario, [left, right]: [&Vendor; 2], catalog: &Catalog) -> Verdict {
    let model = |vendor: &Vendor| {
        let model = vendor.interop.as_ref().map(|interop| interop.model.as_str());
        format!("{}/{}", vendor.name, model.unwrap_or_default())
    };
    let models = format!("model left = {}\nmodel right = {}\n", model(left), model(right));
    let mut files = MemoryFiles::default();
    for (name, text) in &scenario.files {
        files = files.with(name, text.as_str());
    }
    let files = files.with(MODELS, models);
    let mut sink = Sink::default();
    let program = Program::load(&files, Utf8Path::new(PROGRAM), &mut sink);
    let mut found = sink.into_sorted();
    let compilation = compile(&program, catalog, &Options::default());
    found.extend(compilation.diagnostics);
    let refused = found.iter().find(|one| one.severity == Severity::Error).map(refusal);
    let conditions = match &compilation.output {
        Some(output) if refused.is_none() => conditions(output, &found, catalog),
        _ => BTreeSet::new(),
    };
    Verdict { refused, conditions }
}

fn refusal(diagnostic: &Diagnostic) -> Refusal {
    Refusal {
        code: diagnostic.code.id,
        message: diagnostic.message.clone(),
        help: diagnostic.help.clone(),
    }
}

/// What must be so for a fabric that compiles: what the compiler chose, what only one side can do, and what each
/// vendor's features want.
fn conditions(output: &Output, found: &[Diagnostic], catalog: &Catalog) -> BTreeSet<String> {
    let fabric = &output.checked.fabric;
    let chosen = found.iter().filter(|one| one.severity == Severity::Note);
    let mut conditions: BTreeSet<String> = chosen.map(|one| one.message.clone()).collect();
    for (vendor, feature, note) in capabilities::conditions(fabric, &output.devices, catalog) {
        conditions.insert(format!("{vendor}, {feature}: {note}"));
    }
    for crossing in crossings(fabric, &output.checked.topology, catalog) {
        let agreed = agreements(fabric, catalog, &crossing);
        conditions.extend(agreed.iter().filter_map(narrowed));
        conditions.extend(agreed.iter().flat_map(releases));
    }
    conditions
}

/// What both must do because one of them can do nothing else.
fn narrowed(agreement: &Agreement<'_>) -> Option<String> {
    if agreement.about.rule != Rule::Same {
        return None;
    }
    let [one, other] = agreement.sides.each_ref();
    // What neither would ever be told is no condition.
    let mut chosen = agreement.about.words.iter().filter(|(_, feature)| feature.is_some());
    let lacks = chosen.find_map(|(word, _)| {
        let can = [one, other].map(|side| side.can_do(agreement.about.topic, word));
        match can {
            [true, false] => Some((other, word)),
            [false, true] => Some((one, word)),
            _ => None,
        }
    });
    let (side, word) = lacks?;
    let title = agreement.about.title;
    Some(format!("{title}: {}, for {} does not do {word}", side.value, side.vendor.title))
}

/// Releases that a side needs for what it does.
fn releases(agreement: &Agreement<'_>) -> impl Iterator<Item = String> {
    agreement.sides.iter().filter_map(|side| {
        let since = side.fact.since.as_ref()?;
        Some(format!("{}: {since} and later for {}", side.vendor.title, agreement.about.title))
    })
}
