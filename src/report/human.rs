//! Messages for people, with the lines of the program that they are about.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Sources;

use super::clean::clean_line;
use super::excerpt::{Excerpt, Texts};

/// Most messages that are shown; programs can ask for all of them.
const MOST: usize = 200;

/// Columns to fill.
#[derive(Debug, Clone, Copy)]
pub struct Width(pub usize);

/// Shows messages to people.
#[derive(Debug)]
pub struct Human {
    handler: GraphicalReportHandler,
    color: bool,
}

impl Human {
    /// Fills `width` columns, with or without colour.
    pub fn new(color: bool, width: Width) -> Self {
        let styles = if color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let theme = GraphicalTheme { characters: ThemeCharacters::unicode(), styles };
        let handler = GraphicalReportHandler::new_themed(theme)
            .with_width(width.0.clamp(40, 160))
            .with_links(false)
            .with_context_lines(1);
        Self { handler, color }
    }

    /// All messages, and where to read more about them.
    pub fn all(&self, diagnostics: &[Diagnostic], sources: &Sources) -> String {
        let mut text = String::new();
        let shown = diagnostics.get(..MOST).unwrap_or(diagnostics);
        let texts = Texts::new(shown, sources);
        for diagnostic in shown {
            text.push_str(&self.one(diagnostic, &texts));
            text.push('\n');
        }
        if let Some(left) = diagnostics.len().checked_sub(MOST).filter(|left| *left > 0) {
            _ = writeln!(text, "… and {left} more; `--message-format json` shows all\n");
        }
        let ids: BTreeSet<&str> = diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        if let Some(first) = ids.first() {
            let others = if ids.len() > 1 { ", and likewise for the other codes" } else { "" };
            _ = writeln!(text, "for more on it: `rackc explain {first}`{others}");
        }
        text
    }

    fn one(&self, diagnostic: &Diagnostic, texts: &Texts<'_>) -> String {
        let mut text = String::new();
        let shown = Shown::new(diagnostic, texts);
        if self.handler.render_report(&mut text, &shown).is_err() {
            // The places could not be shown; the message still can.
            text = format!("{}\n  {}\n", shown.code, shown.message);
        }
        for note in &diagnostic.notes {
            let (on, off) = if self.color { ("\u{1b}[36m", "\u{1b}[0m") } else { ("", "") };
            _ = writeln!(text, "  {on}note: {off}{}", clean_line(note));
        }
        text
    }
}

/// A message as the handler wants it.
#[derive(Debug)]
struct Shown<'a> {
    code: String,
    message: String,
    help: Option<String>,
    severity: Severity,
    excerpt: Excerpt<'a>,
    labels: Vec<LabeledSpan>,
}

impl<'a> Shown<'a> {
    fn new(diagnostic: &Diagnostic, texts: &'a Texts<'a>) -> Self {
        let excerpt = Excerpt::new(diagnostic, texts);
        let labels = diagnostic.labels.iter().enumerate().map(|(number, label)| {
            let text = Some(clean_line(&label.text)).filter(|text| !text.is_empty());
            let place = excerpt.place(label);
            if number == 0 {
                LabeledSpan::new_primary_with_span(text, place)
            } else {
                LabeledSpan::new_with_span(text, place)
            }
        });
        let labels = labels.collect();
        Self {
            code: format!(
                "{}[{}] {}",
                diagnostic.severity, diagnostic.code.id, diagnostic.code.name
            ),
            message: clean_line(&diagnostic.message),
            help: diagnostic.help.as_deref().map(clean_line),
            severity: diagnostic.severity,
            excerpt,
            labels,
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.excerpt)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    static CODE: Code = Code { id: "R0001", name: "sample", severity: Severity::Error, page: "" };

    fn show(diagnostic: &Diagnostic, sources: &Sources) -> String {
        Human::new(false, Width(80)).all(std::slice::from_ref(diagnostic), sources)
    }

    fn span(sources: &mut Sources, path: &str, text: &str, part: &str) -> Span {
        let start = text.find(part).unwrap();
        let file = sources.add(path, text);
        Span {
            file,
            start: start.try_into().unwrap(),
            end: (start + part.len()).try_into().unwrap(),
        }
    }

    #[test]
    fn places_in_two_files_are_shown_with_the_main_one_first() {
        let mut sources = Sources::default();
        let first = span(&mut sources, "types.rack", "one\ntwo\nthree\n", "two");
        let main = span(&mut sources, "main.rack", "a\nb\nc\n", "c");
        let diagnostic = Diagnostic::new(&CODE, "it is wrong")
            .at(main, "here")
            .at(first, "and there")
            .help("mend it")
            .note("a fact");
        snapbox::assert_data_eq!(
            show(&diagnostic, &sources),
            snapbox::str![[r"
error[R0001] sample

  × it is wrong
   ╭─[main.rack:3:1]
 2 │ b
 3 │ c
   · ┬
   · ╰── here
   ╰────
   ╭─[types.rack:2:1]
 1 │ one
 2 │ two
   · ─┬─
   ·  ╰── and there
 3 │ three
   ╰────
  help: mend it
  note: a fact

for more on it: `rackc explain R0001`

"]]
        );
    }

    #[test]
    fn a_line_without_end_is_shown_in_part() {
        let mut sources = Sources::default();
        let text = format!("{}X{}", "é".repeat(2_000_000), "b".repeat(2_000_000));
        let place = span(&mut sources, "main.rack", &text, "X");
        let whole = Span { start: 0, end: text.len().try_into().unwrap(), ..place };
        let text = show(
            &Diagnostic::new(&CODE, "it is wrong").at(place, "here").at(whole, "all"),
            &sources,
        );
        assert!(text.len() < 5_000, "{}", text.len());
        assert!(text.contains("main.rack:1:2000001"), "{text}");
    }

    #[test]
    fn places_at_the_edges_of_a_file_are_shown() {
        for (text, start, end) in
            [("", 0, 0), ("a", 1, 1), ("a\n", 2, 2), ("\r\n\r\n", 0, 4), ("é", 1, 1), ("a", 5, 9)]
        {
            let mut sources = Sources::default();
            let file = sources.add("main.rack", text);
            let shown = show(
                &Diagnostic::new(&CODE, "it is wrong").at(Span { file, start, end }, "here"),
                &sources,
            );
            assert!(shown.contains("[main.rack:"), "{text:?} {start}: {shown}");
        }
    }

    #[test]
    fn what_a_program_says_cannot_steer_the_terminal() {
        let mut sources = Sources::default();
        let place = span(&mut sources, "main.rack", "vlan \u{1b}[2J", "vlan");
        let shown = show(&Diagnostic::new(&CODE, "bad \u{1b}[2J").at(place, "here"), &sources);
        assert!(!shown.contains('\u{1b}'), "{shown}");
    }
}
