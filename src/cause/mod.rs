//! What of the programs is behind each change of a review.

mod altered;

pub use altered::Altered;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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
    /// Words of it that the other program does not have; nothing when the other side is no program.
    pub altered: Option<Altered>,
    /// It is the old one.
    pub old: bool,
}

/// The traced files of switches, by their path in the tree.
pub type Traces = BTreeMap<String, TracedFile>;

/// How near a change in the program is to a statement that a line comes from; the nearest counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// The statement, or the part of it that matters, says something else.
    Own,
    /// Something else in its block does.
    Block,
    /// The statement that stamped the rack does.
    Stamp,
    /// Nothing does: the change follows from others.
    None,
}

impl Side<'_> {
    /// The lines of the program that what a change says comes from, and how near they are to what is altered.
    fn causes(
        &self,
        change: &Change,
        said: Option<&Said>,
        traces: &Traces,
    ) -> Vec<(Nearness, Cause)> {
        let path = format!("configs/{}/{}", change.switch, change.file);
        let (Some(said), Some(file)) = (said, traces.get(&path)) else { return Vec::new() };
        let (first, last) = (said.lines.first as usize, said.lines.last as usize);
        let lines = file.trace.lines.get(first.saturating_sub(1)..last).unwrap_or_default();
        let origins: BTreeSet<Origin> =
            lines.iter().flat_map(|line: &Line| line.origins.iter().copied()).collect();
        origins.into_iter().flat_map(|origin| self.of_origin(origin)).collect()
    }

    /// A statement, or the lines of it that are altered.
    fn of_origin(&self, origin: Origin) -> Vec<(Nearness, Cause)> {
        let file = self.sources.file(origin.at.file);
        let (start, end) = (origin.at.start as usize, origin.at.end as usize);
        // Of a statement with a block, the head: settings of the block that matter have places of their own.
        let head = file.text.get(start..end).and_then(|text| text.find('{'));
        let own = start..head.map_or(end, |brace| start + brace);
        let block = extent::statement(&file.text, own.start);
        let stamped = origin.stamped;
        let mut steps = vec![(Nearness::Own, origin.at, own), (Nearness::Block, origin.at, block)];
        steps.extend(stamped.map(|span| {
            let text = &self.sources.file(span.file).text;
            (Nearness::Stamp, span, extent::statement(text, span.start as usize))
        }));
        for (nearness, span, stretch) in steps {
            let lines = self.altered_lines(span, &stretch);
            if !lines.is_empty() {
                let stamped = stamped.filter(|_| nearness != Nearness::Stamp);
                let cause = |line| (nearness, self.cause(span, line, true, stamped));
                return lines.into_iter().map(cause).collect();
            }
        }
        let line = file.line_column(origin.at.start).0;
        vec![(Nearness::None, self.cause(origin.at, line, false, stamped))]
    }

    /// The lines of a stretch in which something is altered.
    fn altered_lines(&self, span: Span, stretch: &Range<usize>) -> BTreeSet<usize> {
        let file = self.sources.file(span.file);
        let line = |word: &Range<usize>| file.line_column(crate::source::offset(word.start)).0;
        let altered = self.altered.iter();
        altered.flat_map(|altered| altered.within(span.file, stretch)).map(line).collect()
    }

    fn cause(&self, span: Span, line: usize, changed: bool, stamped: Option<Span>) -> Cause {
        let named = |span: Span| altered::name(self.sources, span.file, self.folder);
        let text = self.sources.file(span.file).text.lines().nth(line - 1).unwrap_or_default();
        let stamp =
            |span: Span| (named(span), self.sources.file(span.file).line_column(span.start).0);
        Cause {
            changed,
            old: self.old,
            file: named(span),
            line,
            text: text.trim().to_owned(),
            stamped: stamped.map(stamp),
        }
    }

    /// The line that stands in this program where the other one has a line: in the same file, the one that begins
    /// alike.
    fn renewed(&self, cause: &Cause) -> Option<Cause> {
        let ids = self.sources.ids();
        let mut ids = ids.filter(|id| altered::name(self.sources, *id, self.folder) == cause.file);
        let file = ids.next()?;
        let head = |text: &str| -> Vec<String> {
            text.split_whitespace().take(2).map(str::to_owned).collect()
        };
        let wanted = head(&cause.text);
        let lines = self.sources.file(file).text.lines().enumerate();
        let alike = lines.filter(|(_, text)| head(text) == wanted);
        let (at, text) = alike.min_by_key(|(at, _)| (at + 1).abs_diff(cause.line))?;
        Some(Cause { old: self.old, line: at + 1, text: text.trim().to_owned(), ..cause.clone() })
    }
}

/// The causes of a change: lines that say something else now, the nearest that there are on either side; or what it
/// follows from, on the new side if that says anything.
pub fn causes(
    change: &Change,
    old: Option<(&Side<'_>, &Traces)>,
    new: Option<(&Side<'_>, &Traces)>,
) -> Vec<Cause> {
    let of = |side: Option<(&Side<'_>, &Traces)>, said: Option<&Said>| {
        side.map(|(side, traces)| side.causes(change, said, traces)).unwrap_or_default()
    };
    let (before, after) = (of(old, change.old.as_ref()), of(new, change.new.as_ref()));
    let all = before.iter().chain(&after);
    let nearest = all.map(|(nearness, _)| *nearness).min().unwrap_or(Nearness::None);
    let kept = |all: Vec<(Nearness, Cause)>| -> BTreeSet<Cause> {
        let near = all.into_iter().filter(|(nearness, _)| *nearness == nearest);
        near.map(|(_, cause)| cause).collect()
    };
    let (before, mut after) = (kept(before), kept(after));
    if nearest == Nearness::None {
        return if after.is_empty() { before } else { after }.into_iter().collect();
    }
    // A line that was changed is told as it is now.
    for cause in before {
        let now = new.and_then(|(side, _)| side.renewed(&cause));
        after.insert(now.unwrap_or(cause));
    }
    after.into_iter().collect()
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
