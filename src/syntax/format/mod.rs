//! One layout for every program.
//!
//! [`format()`] takes a text apart into words and comments (`words`), puts these into blocks, statements and their
//! columns (`document`), and prints them (`layout`). The words themselves never change: what is printed is read again, and
//! must give the same statements.

mod columns;
mod document;
mod layout;
mod words;

use pest::Parser;
use pest::iterators::Pairs;

use super::grammar::{RackParser, Rule};
use super::scan::scan;
use document::Separators;

/// Columns of a line that is not broken, in characters.
const WIDTH: usize = 120;
/// Columns of a step inwards.
const STEP: usize = 2;

/// The text in rackc's layout; nothing when it has syntax errors.
pub fn format(text: &str) -> Option<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    if !scan(&text).faults.is_empty() {
        return None;
    }
    let meaning = meaning(&text)?;
    // A statement ends where the next keyword stands, but for names that are keywords: then `;` must stay.
    [Separators::Blanks, Separators::AsWritten].into_iter().find_map(|separators| {
        let words = words::of(parse(&text)?, &text)?;
        let printed = layout::print(&document::of(&words, separators)?);
        (self::meaning(&printed).as_ref() == Some(&meaning)).then_some(printed)
    })
}

fn parse(text: &str) -> Option<Pairs<'_, Rule>> {
    RackParser::parse(Rule::file, text).ok()
}

/// What a text says, apart from its layout: its rules in order and the words that they matched.
fn meaning(text: &str) -> Option<Vec<(Rule, String)>> {
    let mut meaning = Vec::new();
    for node in parse(text)?.flatten() {
        match node.as_rule() {
            Rule::bad => return None,
            rule => {
                let inner = node.clone().into_inner().next().is_some();
                let word = if inner { String::new() } else { node.as_str().trim_end().to_owned() };
                meaning.push((rule, word));
            }
        }
    }
    Some(meaning)
}

#[cfg(test)]
mod tests {
    use super::format;

    /// The layout of a text, which is its own layout.
    fn laid_out(text: &str) -> String {
        let once = format(text).unwrap_or_else(|| panic!("has a layout: {text}"));
        assert_eq!(format(&once).as_deref(), Some(once.as_str()), "of {text}");
        once
    }

    #[test]
    fn statements_get_lines_and_settings_a_column() {
        assert_eq!(
            laid_out(
                "fabric   x{domain a.b;mtu 9000\npool link 10.0.0.0/24,10.0.1.0/24 pool asn 1..2 }"
            ),
            "fabric x {\n  domain    a.b\n  mtu       9000\n  pool link 10.0.0.0/24, 10.0.1.0/24\n  pool asn  1..2\n}\n"
        );
        assert_eq!(
            laid_out("vlan a 1 vlan b 2;vlan c 3\n\n\n\n"),
            "vlan a 1\nvlan b 2\nvlan c 3\n"
        );
        assert_eq!(laid_out(""), "");
        assert_eq!(laid_out("\n\n // only this\n"), "// only this\n");
    }

    #[test]
    fn a_block_on_one_line_stays_on_one_line() {
        let text = "vlan web 10 { vrf red gateway 10.0.0.1/24 }\nvlan db 200 {gateway 10.1.0.1/24;mtu 1500}\nvlan x 3 {}";
        assert_eq!(
            laid_out(text),
            "vlan web 10 { vrf red  gateway 10.0.0.1/24 }\nvlan db 200 { gateway 10.1.0.1/24  mtu 1500 }\nvlan x 3 {}\n"
                .replace("web 10 ", "web 10  ")
                .replace("db 200", "db  200")
                .replace("x 3 ", "x   3   ")
        );
        let long = format!("vrf x {{ description \"{}\" vni 5 }}", "y".repeat(100));
        assert!(laid_out(&long).contains("\n  vni         5\n"));
    }

    #[test]
    fn comments_stay_where_they_belong() {
        let text = "// head\n\nvlan a 1 // one\nvlan bcd 20   /* two */\n\n/* over\n   two lines */\nprofile p { // behind\n\
                    // before\n  edge // after\n  // last\n} // end\n";
        let wanted = "// head\n\nvlan a   1   // one\nvlan bcd 20  /* two */\n\n/* over\n   two lines */\nprofile p {  // behind\n  \
                      // before\n  edge  // after\n  // last\n}  // end\n";
        assert_eq!(laid_out(text), wanted);
    }

    #[test]
    fn lists_keep_their_lines_and_long_ones_get_some() {
        assert_eq!(
            laid_out("profile p {\n lacp fast\n trunk a,\nb, // why\n  c\n edge\n}"),
            "profile p {\n  lacp  fast\n  trunk a,\n        b, // why\n        c\n  edge\n}\n"
        );
        let names: Vec<String> = (100..160).map(|n| format!("vlan-{n}")).collect();
        let text = laid_out(&format!("profile p {{ trunk {} }}", names.join(",")));
        assert!(text.lines().all(|line| line.len() <= 120), "{text}");
        assert!(text.contains("\n        vlan-11"), "{text}");
    }

    #[test]
    fn raw_lines_and_texts_are_never_touched() {
        let text = "verbatim  acme  on  sw {\n   a  { b } // ;\n\tc\n }\nvrf  x { description \"a  {  // b\" }\n";
        assert_eq!(
            laid_out(text),
            "verbatim acme on sw {\n   a  { b } // ;\n\tc\n }\nvrf x { description \"a  {  // b\" }\n"
        );
    }

    #[test]
    fn what_has_errors_has_no_layout() {
        for text in ["vlan a {", "vlan", "nonsense here", "vlan a 1 }", "vrf x { description \"a }"]
        {
            assert_eq!(format(text), None, "{text}");
        }
    }

    #[test]
    fn windows_line_ends_become_plain() {
        assert_eq!(laid_out("vlan a 1\r\nvlan b 2\r\n"), "vlan a 1\nvlan b 2\n");
    }
}
