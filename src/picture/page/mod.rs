//! `report.html`: the fabric, what is proved of it, and what fails when; one page that needs nothing else.

mod facts;

use std::fmt::Write as _;

use camino::Utf8Path;

use super::escape::{escape, script_json};
use super::marks::Marks;
use super::svg::svg;
use crate::diagnostic::{Diagnostic, Severity};
use crate::fabric::Fabric;
use crate::proof::{Finding, Proof, Verdict};
use crate::source::Sources;
use crate::topology::Topology;

use facts::{Facts, facts};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// So many messages are listed.
const MOST: usize = 500;

/// What the page is about.
#[derive(Debug)]
pub struct Page<'a> {
    /// The fabric.
    pub fabric: &'a Fabric,
    /// Its graphs.
    pub topology: &'a Topology,
    /// What was proved.
    pub proof: &'a Proof,
    /// What there was to say.
    pub diagnostics: &'a [Diagnostic],
    /// The program's texts.
    pub sources: &'a Sources,
    /// The program's folder, from which places are named.
    pub folder: &'a Utf8Path,
}

/// Writes the page. Of the same program it is always the same, wherever that lies.
pub fn page(input: &Page<'_>) -> String {
    let fabric = input.fabric;
    let facts = facts(input);
    let name = escape(&fabric.name);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         script-src 'unsafe-inline'; img-src data:\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>{name}: report</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<h1>{name}</h1>\n<p>{}</p>\n</header>\n<main>\n",
        escape(&counts(input)),
    );
    failures(fabric, &facts, &mut out);
    expectations(input, &mut out);
    messages(input, &mut out);
    out.push_str("</main>\n<footer>Written by rackc. What is modelled is told in its book, in the chapter on failures.</footer>\n");
    let json = script_json(&serde_json::to_string(&facts.json).unwrap_or_default());
    _ = write!(
        out,
        "<script type=\"application/json\" id=\"facts\">{json}</script>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    );
    out
}

fn counts(input: &Page<'_>) -> String {
    let fabric = input.fabric;
    let parts = [
        (fabric.switches.len(), "switch", "switches"),
        (fabric.racks.len(), "rack", "racks"),
        (fabric.hosts.len(), "host", "hosts"),
        (fabric.cables.len(), "cable", "cables"),
        (fabric.vlans.len(), "VLAN", "VLANs"),
    ];
    let words = parts.iter().map(|(count, one, many)| counted(*count as u64, one, many));
    words.collect::<Vec<_>>().join(" · ")
}

fn failures(fabric: &Fabric, facts: &Facts, out: &mut String) {
    out.push_str(
        "<section>\n<h2>What fails when</h2>\n<p class=\"lead\">Choose what is lost here, or click a zone in the legend, \
         a rack or a switch.</p>\n<p class=\"bar\"><label for=\"pick\">without</label> <select id=\"pick\">\
         <option value=\"\">nothing lost</option>",
    );
    for (group, picks) in &facts.groups {
        if picks.is_empty() {
            continue;
        }
        _ = write!(out, "\n<optgroup label=\"{}\">", escape(group));
        for (id, name) in picks {
            _ = write!(out, "<option value=\"{}\">{}</option>", escape(id), escape(name));
        }
        out.push_str("</optgroup>");
    }
    out.push_str(
        "</select> <button type=\"button\" id=\"clear\" disabled>show it whole</button></p>\n\
         <noscript><p>Without scripts the page cannot show failures; <code>rackc fail</code> can.</p></noscript>\n\
         <div class=\"split\">\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"The fabric\">\n",
    );
    out.push_str(&svg(fabric, &Marks::default()));
    out.push_str(
        "</div>\n<aside id=\"said\" aria-live=\"polite\"><h3>Nothing is lost</h3><p>Everything stands as it is drawn.</p>\
         </aside>\n</div>\n</section>\n",
    );
}

fn expectations(input: &Page<'_>, out: &mut String) {
    let expectations = &input.fabric.expectations;
    out.push_str("<section>\n<h2>Expectations</h2>\n");
    if expectations.is_empty() {
        out.push_str("<p>The program expects nothing. Say what must work: <code>expect A reaches B despite any switch</code>.</p>\n</section>\n");
        return;
    }
    let proved = input.proof.verdicts.iter().filter(|verdict| verdict.finding.is_none()).count();
    _ = writeln!(
        out,
        "<p class=\"lead\">{proved} of {} proved over {}.</p>\n<table>\n<thead><tr><th>verdict</th><th>expectation</th>\
         <th class=\"number\">cases</th><th>place</th></tr></thead>\n<tbody>",
        expectations.len(),
        counted(input.proof.cases(), "failure case", "failure cases"),
    );
    for (expectation, verdict) in expectations.iter().zip(&input.proof.verdicts) {
        let words: Vec<&str> = input.sources.text(expectation.span).split_whitespace().collect();
        let (class, sign) = said(verdict);
        _ = writeln!(
            out,
            "<tr class=\"{class}\"><td>{sign}</td><td><code>{}</code>{}</td><td class=\"number\">{}</td><td>{}</td></tr>",
            escape(&words.join(" ")),
            counterexample(input.fabric, verdict),
            grouped(verdict.cases),
            escape(&input.sources.place(expectation.span, input.folder)),
        );
    }
    out.push_str("</tbody>\n</table>\n</section>\n");
}

fn said(verdict: &Verdict) -> (&'static str, &'static str) {
    match verdict.finding {
        None => ("good", "✓ proved"),
        Some(Finding::Broken(_)) => ("bad", "✗ broken"),
        Some(Finding::TooMany(_) | Finding::Empty(_) | Finding::NoCase(_)) => {
            ("open", "? not proved")
        }
    }
}

fn counterexample(fabric: &Fabric, verdict: &Verdict) -> String {
    let text = match &verdict.finding {
        None => return String::new(),
        Some(Finding::Broken(found)) => {
            let before = found.before.as_ref().map(|path| path.text(fabric));
            let before = before.map(|path| format!("; before: {path}")).unwrap_or_default();
            format!("not without {}{before}", found.failure.text(fabric))
        }
        Some(Finding::TooMany(count)) => format!("{} cases are too many", grouped(*count)),
        Some(Finding::NoCase(_)) => "there are not so many things that could be lost".to_owned(),
        Some(Finding::Empty(place)) => format!("{} has nothing in it", place.text(fabric)),
    };
    format!("<p>{}</p>", escape(&text.replace('`', "")))
}

/// Warnings; single points of failure are among them.
fn messages(input: &Page<'_>, out: &mut String) {
    let all = input.diagnostics.iter().filter(|one| one.severity == Severity::Warning);
    let all: Vec<&Diagnostic> = all.collect();
    out.push_str("<section>\n<h2>Warnings</h2>\n");
    if all.is_empty() {
        out.push_str("<p>There are none, and no single point of failure of a host that is attached to several switches.</p>\n</section>\n");
        return;
    }
    out.push_str("<ul class=\"warnings\">\n");
    for one in all.iter().take(MOST) {
        let place = one.labels.first().map(|label| input.sources.place(label.span, input.folder));
        _ = write!(
            out,
            "<li><p><b>{}</b> <span class=\"code\">{} {}</span> <span class=\"place\">{}</span></p>",
            escape(&one.message.replace('`', "")),
            one.code.id,
            one.code.name,
            escape(&place.unwrap_or_default()),
        );
        for note in one.notes.iter().chain(&one.help) {
            _ = write!(out, "<p>{}</p>", escape(&note.replace('`', "")));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n");
    if let Some(more) = all.len().checked_sub(MOST).filter(|more| *more > 0) {
        _ = writeln!(out, "<p>and {more} more: <code>rackc check</code> tells them</p>");
    }
    out.push_str("</section>\n");
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// `1,284`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_are_grouped() {
        let numbers = [0, 999, 1000, 1284, 1_234_567].map(super::grouped);
        assert_eq!(numbers, ["0", "999", "1,000", "1,284", "1,234,567"]);
    }
}
