//! What of the programs is behind each change of a review.

mod altered;

pub use altered::Altered;

use std::collections::{BTreeMap, BTreeSet};

use camino::Utf8Path;

use crate::fabric::Fabric;
use crate::render::{Line, TracedFile};
use crate::review::change::Said;
use crate::review::{Cause, Change, Standing};
use crate::source::{Origin, Sources, Span};
use crate::syntax::extent;

/// A program on one side of a comparison.
#[derive(Debug)]
pub struct Side<'a> {
    /// Its texts.
    pub sources: &'a Sources,
    /// Where it lies.
    pub folder: &'a Utf8Path,
    /// Lines of it that the other program does not have; nothing when the other side is no program.
    pub altered: Option<Altered>,
    /// It is the old one.
    pub old: bool,
}

/// The traced files of switches, by their path in the tree.
pub type Traces = BTreeMap<String, TracedFile>;

impl Side<'_> {
    /// The lines of the program that what a change says comes from.
    fn causes(&self, change: &Change, said: Option<&Said>, traces: &Traces) -> Vec<Cause> {
        let path = format!("configs/{}/{}", change.switch, change.file);
        let (Some(said), Some(file)) = (said, traces.get(&path)) else { return Vec::new() };
        let (first, last) = (said.lines.first as usize, said.lines.last as usize);
        let lines = file.trace.lines.get(first.saturating_sub(1)..last).unwrap_or_default();
        let origins: BTreeSet<Origin> =
            lines.iter().flat_map(|line: &Line| line.origins.iter().copied()).collect();
        let all = origins.iter().flat_map(|origin| self.of_origin(*origin));
        let all: BTreeSet<Cause> = all.collect();
        all.into_iter().collect()
    }

    /// A statement, or the lines of it that are altered.
    fn of_origin(&self, origin: Origin) -> Vec<Cause> {
        let own = |span: Span| {
            let file = self.sources.file(span.file);
            let first = file.line_column(span.start).0;
            let last = file.line_column(span.end).0;
            (first, last)
        };
        let stamped = origin.stamped.map(|span| (self.name(span), own(span).0));
        let (first, last) = own(origin.at);
        let altered = self.altered.as_ref().map(|altered| altered.of(origin.at.file));
        let is_altered = |line: &usize| altered.is_some_and(|altered| altered.contains(line));
        let here: Vec<usize> = (first..=last).filter(is_altered).collect();
        let cause =
            |line: usize, changed: bool| self.cause(origin.at, line, changed, stamped.clone());
        if !here.is_empty() {
            return here.into_iter().map(|line| cause(line, true)).collect();
        }
        let text = &self.sources.file(origin.at.file).text;
        let range = extent::statement(text, origin.at.start as usize);
        let end = self.sources.file(origin.at.file).line_column(crate::source::offset(range.end)).0;
        let inside: Vec<usize> = (first..=end).filter(is_altered).collect();
        if !inside.is_empty() {
            return inside.into_iter().map(|line| cause(line, true)).collect();
        }
        if let Some(span) = origin.stamped {
            let altered = self.altered.as_ref().map(|altered| altered.of(span.file));
            let line = own(span).0;
            if altered.is_some_and(|altered| altered.contains(&line)) {
                return vec![self.cause(span, line, true, None)];
            }
        }
        vec![cause(first, false)]
    }

    fn cause(
        &self,
        span: Span,
        line: usize,
        changed: bool,
        stamped: Option<(String, usize)>,
    ) -> Cause {
        let text = self.sources.file(span.file).text.lines().nth(line - 1).unwrap_or_default();
        let text = text.trim().to_owned();
        Cause { changed, old: self.old, file: self.name(span), line, text, stamped }
    }

    fn name(&self, span: Span) -> String {
        let place = self.sources.place(span, self.folder);
        place.rsplit_once(':').map_or(place.clone(), |(file, _)| file.to_owned())
    }
}

/// The causes of a change: lines that are other ones now, on either side; or what it follows from, on the new side if
/// that says anything.
pub fn causes(
    change: &Change,
    old: Option<(&Side<'_>, &Traces)>,
    new: Option<(&Side<'_>, &Traces)>,
) -> Vec<Cause> {
    let of = |side: Option<(&Side<'_>, &Traces)>, said: Option<&Said>| {
        side.map(|(side, traces)| side.causes(change, said, traces)).unwrap_or_default()
    };
    let (before, after) = (of(old, change.old.as_ref()), of(new, change.new.as_ref()));
    let changed = |all: &[Cause]| -> Vec<Cause> {
        all.iter().filter(|cause| cause.changed).cloned().collect()
    };
    let (gone, come) = (changed(&before), changed(&after));
    // What is written anew says it; what was there before, only when nothing is.
    let gone: Vec<Cause> = gone
        .into_iter()
        .filter(|old| !come.iter().any(|new| new.file == old.file && near(new.line, old.line)))
        .collect();
    if !come.is_empty() || !gone.is_empty() {
        return come.into_iter().chain(gone).collect();
    }
    if after.is_empty() { before } else { after }
}

/// Whether two lines of two versions of a file may be the same statement.
fn near(new: usize, old: usize) -> bool {
    new.abs_diff(old) <= 1
}

/// Where every switch of a fabric stands.
pub fn standing(fabric: &Fabric) -> BTreeMap<String, Standing> {
    let one = |switch: &crate::fabric::Switch| {
        let mut zones: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for zone in &switch.zones {
            let zone = &fabric.zones[*zone];
            if zone.kind != crate::fabric::ZoneKind::Rack {
                zones.entry(zone.kind.word().to_owned()).or_default().insert(zone.name.clone());
            }
        }
        let pair = switch.pair.map(|pair| &fabric.pairs[pair]);
        Standing {
            rack: switch.rack.map(|rack| fabric.racks[rack].name.clone()),
            zones,
            pair: pair.map(|pair| pair.name.clone()),
            pair_of: pair.map_or(0, |pair| pair.members.len()),
        }
    };
    fabric.switches.values().map(|switch| (switch.name.clone(), one(switch))).collect()
}
