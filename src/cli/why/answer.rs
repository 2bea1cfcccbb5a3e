//! The answer: a line of a config, and the statements that it comes from.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use serde::Serialize;

use crate::render::TracedFile;
use crate::report::clean_line;
use crate::source::{Origin, Sources, Span};

/// Lines that are shown around those that are asked about.
const AROUND: usize = 2;
/// Statements that are shown of one line; programs can ask for all of them.
const MOST: usize = 12;
/// Characters of a statement's line that are shown.
const COLUMNS: usize = 96;

/// What is asked.
pub struct Asked<'a> {
    /// The file.
    pub file: &'a TracedFile,
    /// Its lines, counted from 1.
    pub lines: RangeInclusive<usize>,
    /// The switch's vendor.
    pub vendor: &'a str,
    /// The switch's output format.
    pub format: &'a str,
}

/// Where lines come from.
#[derive(Debug, Serialize)]
pub struct Answer {
    file: String,
    lines: Vec<Line>,
    #[serde(skip)]
    around: Vec<(usize, String)>,
    #[serde(skip)]
    by: String,
    #[serde(skip)]
    exact: bool,
}

#[derive(Debug, Serialize)]
struct Line {
    #[serde(rename = "line")]
    number: usize,
    text: String,
    /// The line that begins the block, when the line says nothing of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    block: Option<usize>,
    origins: Vec<Statement>,
}

/// A place in the program.
#[derive(Debug, Serialize)]
struct Statement {
    file: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: String,
    /// The statement that stamped the rack, when this one stands in a rack type.
    #[serde(skip_serializing_if = "Option::is_none")]
    stamped: Option<Box<Self>>,
    #[serde(skip)]
    span: Span,
}

impl Statement {
    fn of(span: Span, stamped: Option<Span>, sources: &Sources) -> Self {
        let file = sources.file(span.file);
        let (line, column) = file.line_column(span.start);
        let (end_line, end_column) = file.line_column(span.end);
        Self {
            file: file.path.to_string(),
            line,
            column,
            end_line,
            end_column,
            text: sources.text(span).to_owned(),
            stamped: stamped.map(|span| Box::new(Self::of(span, None, sources))),
            span,
        }
    }
}

impl Answer {
    /// Gathers what is asked.
    pub fn of(asked: &Asked<'_>, sources: &Sources) -> Self {
        let texts: Vec<&str> = asked.file.file.text.lines().collect();
        let trace = &asked.file.trace;
        let (first, last) = (*asked.lines.start(), *asked.lines.end());
        let line = |number: usize| {
            let found = trace.lines.get(number - 1).cloned().unwrap_or_default();
            let statement = |origin: &Origin| Statement::of(origin.at, origin.stamped, sources);
            Line {
                number,
                text: texts.get(number - 1).copied().unwrap_or_default().to_owned(),
                block: found.block.map(|block| block + 1),
                origins: found.origins.iter().map(statement).collect(),
            }
        };
        let lines: Vec<Line> = asked.lines.clone().map(line).collect();
        let block = lines.iter().filter_map(|line| line.block);
        let near = first.saturating_sub(AROUND).max(1)..=(last + AROUND).min(texts.len());
        let mut around: Vec<usize> = block.chain(near).collect();
        around.sort_unstable();
        around.dedup();
        let shown = around.into_iter().filter_map(|at| Some((at, clean_line(texts.get(at - 1)?))));
        Self {
            file: asked.file.file.path.clone(),
            around: shown.collect(),
            lines,
            by: format!("{} in format {}", asked.vendor, asked.format),
            exact: trace.exact,
        }
    }

    /// For programs.
    pub fn json(&self) -> String {
        crate::cli::shell::document(self)
    }

    /// For people.
    pub fn text(&self, sources: &Sources) -> String {
        let first = self.lines.first().map_or(0, |line| line.number);
        let mut out = format!("{}:{first}\n", self.file);
        let width = self.around.last().map_or(1, |(at, _)| at.to_string().len());
        let mut before = None;
        for (at, text) in &self.around {
            if before.is_some_and(|before| before + 1 < *at) {
                _ = writeln!(out, "  {:width$} ⋮", "");
            }
            let mark = if self.lines.iter().any(|line| line.number == *at) { '>' } else { ' ' };
            out.push_str(format!("{mark} {at:width$} │ {text}").trim_end());
            out.push('\n');
            before = Some(*at);
        }
        for line in &self.lines {
            self.one(line, sources, &mut out);
        }
        out
    }

    fn one(&self, line: &Line, sources: &Sources, out: &mut String) {
        out.push('\n');
        let about =
            if self.lines.len() > 1 { format!("line {} ", line.number) } else { String::new() };
        if line.origins.is_empty() {
            let why = match (line.text.trim().is_empty(), self.exact) {
                (true, _) => "says nothing".to_owned(),
                (_, true) => format!("is fixed text of {}: no statement asks for it", self.by),
                (_, false) => format!("is unknown: the templates of {} cannot be traced", self.by),
            };
            _ = writeln!(out, "{about}{why}");
            return;
        }
        match line.block {
            Some(block) => _ = writeln!(out, "{about}belongs to line {block}, which comes from"),
            None => _ = writeln!(out, "{about}comes from"),
        }
        let shown = line.origins.get(..MOST).unwrap_or(&line.origins);
        let places = shown.iter().map(|one| (one.span, ""));
        let mut stamps: Vec<(Span, &str)> = Vec::new();
        for stamp in shown.iter().filter_map(|one| one.stamped.as_ref()) {
            if !stamps.iter().any(|(span, _)| *span == stamp.span) {
                stamps.push((stamp.span, "stamped by"));
            }
        }
        excerpts(&places.chain(stamps).collect::<Vec<_>>(), sources, out);
        if let Some(more) = line.origins.len().checked_sub(MOST).filter(|more| *more > 0) {
            _ = writeln!(out, "  … and {more} more; `--format json` shows all");
        }
    }
}

/// A line, a column and a span in it, the words before it, and what is underlined.
type Under<'a> = (usize, usize, Span, &'a str, Vec<(usize, usize)>);

/// The lines of the program in which the places stand, with what of them is meant underlined.
fn excerpts(places: &[(Span, &str)], sources: &Sources, out: &mut String) {
    let mut lines: Vec<Under<'_>> = Vec::new();
    for (span, words) in places {
        let file = sources.file(span.file);
        let (line, column) = file.line_column(span.start);
        let (end_line, end_column) = file.line_column(span.end);
        let end = if end_line == line { end_column } else { usize::MAX };
        let same = lines.iter_mut().find(|(known, _, of, said, _)| {
            *known == line && of.file == span.file && said == words
        });
        match same {
            Some((.., marks)) => marks.push((column, end)),
            None => lines.push((line, column, *span, words, vec![(column, end)])),
        }
    }
    let width = lines.iter().map(|(line, ..)| line.to_string().len()).max().unwrap_or(1);
    for (line, column, span, words, marks) in lines {
        let file = sources.file(span.file);
        let words = if words.is_empty() { String::new() } else { format!("{words} ") };
        _ = writeln!(out, "  {words}{}:{line}:{column}", file.path);
        let text = file.text.lines().nth(line - 1).unwrap_or_default();
        let (text, under) = excerpt(text, &marks);
        _ = writeln!(out, "  {line:width$} │ {text}");
        _ = writeln!(out, "  {:width$} │ {under}", "");
    }
}

/// A line as far as it is shown, and what is underlined; columns are counted from 1.
fn excerpt(text: &str, marks: &[(usize, usize)]) -> (String, String) {
    let chars: Vec<char> =
        text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect();
    let length = chars.len();
    let first = marks.iter().map(|(start, _)| *start).min().unwrap_or(1);
    let skip = if length > COLUMNS && first > COLUMNS / 2 { first - COLUMNS / 4 } else { 0 };
    let end = length.min(skip + COLUMNS);
    let is_marked = |at: usize| marks.iter().any(|(start, end)| (*start..*end).contains(&(at + 1)));
    let under: String = (skip..end).map(|at| if is_marked(at) { '^' } else { ' ' }).collect();
    let mut shown: String = chars.get(skip..end).unwrap_or_default().iter().collect();
    let mut under = under.trim_end().to_owned();
    if skip > 0 {
        shown.insert(0, '…');
        under.insert(0, ' ');
    }
    if end < length {
        shown.push('…');
    }
    (clean_line(&shown), under)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_shown_around_what_is_meant() {
        let (text, under) = excerpt("vlan web 110 { vrf prod }", &[(1, 9), (16, 24)]);
        assert_eq!(text, "vlan web 110 { vrf prod }");
        assert_eq!(under, "^^^^^^^^       ^^^^^^^^");
        let long = format!("{}target{}", "x".repeat(100), "y".repeat(100));
        let (text, under) = excerpt(&long, &[(101, 107)]);
        let at = under.find('^').unwrap();
        let meant: String = text.chars().skip(at).take(6).collect();
        assert_eq!((meant.as_str(), under.trim_start()), ("target", "^^^^^^"));
        assert!(text.starts_with('…') && text.ends_with('…'));
    }
}
