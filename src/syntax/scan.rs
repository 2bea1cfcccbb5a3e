//! A first look at a text, before it is parsed: quotes, comments and braces.
//!
//! What is wrong with them is found here and blanked out, so that the parser meets ended comments
//! and balanced braces of a bounded depth, and can go on with the rest.

use std::borrow::Cow;

use super::reader::Reader;

/// Most times that reading starts over behind an unclosed brace.
const MAX_RESTARTS: usize = 20;

/// What is wrong with quotes, comments or braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fault {
    /// An opening brace without its closing one.
    UnclosedBrace,
    /// A closing brace without its opening one.
    StrayBrace,
    /// Text without its closing quote.
    UnclosedText,
    /// A comment without its end.
    UnclosedComment,
    /// Braces nested too deep.
    TooDeep,
}

/// The outcome of the first look.
#[derive(Debug)]
pub(super) struct Scan<'t> {
    /// The text with what is wrong blanked out, as long as it was.
    pub text: Cow<'t, str>,
    /// What is wrong and the byte at which it is.
    pub faults: Vec<(usize, Fault)>,
    /// Starts of lines at which the text can be cut: no statement goes over them.
    pub cuts: Vec<usize>,
}

/// Looks through a text.
pub(super) fn scan(text: &str) -> Scan<'_> {
    let mut faults = Vec::new();
    let mut cuts = Vec::new();
    let mut blanks = Vec::new();
    let mut from = 0;
    for restart in 0..=MAX_RESTARTS {
        let mut reader = Reader::new(text, from);
        reader.run();
        cuts.append(&mut reader.cuts);
        let broken = reader.broken();
        let resume = broken.as_ref().and_then(|broken| broken.resume);
        let next = resume.filter(|_| restart < MAX_RESTARTS).unwrap_or(text.len());
        // What was seen behind the place where reading starts over will be seen again.
        for fault in reader.faults.iter().filter(|fault| fault.at < next) {
            faults.push((fault.at, fault.kind));
            blanks.push((fault.at, fault.at + fault.length));
            if fault.kind == Fault::UnclosedText {
                // No other quote of the line means anything either.
                let line = text.get(fault.at..).and_then(|rest| rest.lines().next());
                let quotes = line.unwrap_or_default().match_indices('"');
                blanks.extend(quotes.map(|(at, _)| (fault.at + at, fault.at + at + 1)));
            }
        }
        if let Some(broken) = broken {
            faults.extend(broken.fault.filter(|(at, _)| *at < next));
            blanks.push((broken.line, next));
        }
        if next == text.len() {
            break;
        }
        cuts.push(next);
        from = next;
    }
    faults.sort_unstable();
    Scan { text: blanked(text, &blanks), faults, cuts }
}

/// The text with spaces in the place of everything but line ends in these stretches.
fn blanked<'t>(text: &'t str, stretches: &[(usize, usize)]) -> Cow<'t, str> {
    if stretches.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in stretches {
        let stretch = bytes.get_mut(*start..*end).unwrap_or_default();
        stretch.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    // Stretches start and end at characters, so what remains is text.
    Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(usize, Fault)> {
        let scan = scan(text);
        assert_eq!(scan.text.len(), text.len());
        scan.faults
    }

    #[test]
    fn braces_in_text_comments_and_raw_lines_do_not_count() {
        assert_eq!(faults("a { \"}\" // }\n /* } */ }"), []);
        assert_eq!(faults("verbatim x { \" // /* { } }"), []);
        assert_eq!(faults("a { verbatim { \" } }"), []);
        assert_eq!(faults("not-verbatim { \"}\" }"), []);
    }

    #[test]
    fn an_unclosed_brace_is_found_where_it_was_opened() {
        assert_eq!(faults("vlan a 1 {\n  mtu 1\n\nvlan b 2 {\n}\n"), [(9, Fault::UnclosedBrace)]);
        let inner = "rack-type x {\n  mlag p = a + b {\n    domain 1\n}\nvlan b 2 {\n}\n";
        assert_eq!(faults(inner), [(31, Fault::UnclosedBrace)]);
    }

    #[test]
    fn reading_goes_on_behind_an_unclosed_brace() {
        let text = "vlan a 1 {\nvlan b 2 {\nvlan c 3\n";
        assert_eq!(faults(text), [(9, Fault::UnclosedBrace), (20, Fault::UnclosedBrace)]);
        assert_eq!(scan(text).text.trim(), "vlan c 3");
    }

    #[test]
    fn stray_braces_and_open_quotes_are_blanked_out() {
        assert_eq!(faults("a }\nb \"c\nd"), [(2, Fault::StrayBrace), (6, Fault::UnclosedText)]);
        assert_eq!(scan("a }\nb \"c\nd").text, "a  \nb  c\nd");
        assert_eq!(faults("a { /* b }"), [(4, Fault::UnclosedComment)]);
    }

    #[test]
    fn deep_nesting_is_cut_out() {
        let nested = format!("a {}{}", "{".repeat(100_000), "}".repeat(100_000));
        assert_eq!(faults(&nested), [(2 + 64, Fault::TooDeep)]);
        assert_eq!(faults(&"{".repeat(100_000)), [(64, Fault::TooDeep)]);
    }
}
