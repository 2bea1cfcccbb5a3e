//! pest's errors in words for people.

use pest::error::{Error, ErrorVariant, InputLocation};

use super::builder::Builder;
use super::codes;
use super::grammar::Rule;
use super::values::shorten;
use crate::diagnostic::{Diagnostic, did_you_mean};

/// Most things that a message lists as possible.
const MAX_LISTED: usize = 8;

impl Builder<'_> {
    /// Reports where reading a text that starts at `base` could not go on.
    pub fn report_expected(&mut self, error: &Error<Rule>, base: usize) {
        let (InputLocation::Pos(at) | InputLocation::Span((at, _))) = error.location;
        let at = base + at;
        let rest = self.text.get(at..).unwrap_or_default();
        let found = Found::at(rest);
        let mut expected = expectations(&error.variant);
        let keywords: Vec<String> = expected.iter().map(|word| word.trim_matches('`').to_owned()).collect();
        let guess = did_you_mean(found.text, keywords.iter().map(String::as_str));
        if expected.len() > MAX_LISTED {
            expected = vec!["a statement".into()];
        }
        let mut message = format!("expected {}, found {}", one_of(&expected), found.described());
        if expected.is_empty() {
            message = format!("unexpected {}", found.described());
        }
        let span = self.span_of(at, at + found.text.len());
        let error = Diagnostic::new(&codes::SYNTAX, message)
            .at(span, "not expected here")
            .maybe_help(guess.or_else(|| help(&found, &expected)));
        self.errors.push(error);
    }
}

/// What stands where something else was expected.
struct Found<'t> {
    text: &'t str,
    next: Option<char>,
}

impl<'t> Found<'t> {
    fn at(rest: &'t str) -> Self {
        let next = rest.chars().next().filter(|c| !matches!(c, '\n' | '\r'));
        let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '{' | '}' | '(' | ')');
        let length = rest.find(is_end).unwrap_or(rest.len());
        let first = next.map_or(0, char::len_utf8);
        let text = rest.get(..length.max(first)).unwrap_or_default();
        Self { text, next }
    }

    fn described(&self) -> String {
        match self.next {
            None => "the end of the line".into(),
            Some('}') => "the end of the block".into(),
            Some('"') => "a text".into(),
            Some(c) if c.is_control() || (c.is_whitespace() && c != ' ') || !c.is_ascii() && !c.is_alphanumeric() => {
                format!("the character U+{:04X}", u32::from(c))
            }
            Some(_) => format!("`{}`", shorten(self.text)),
        }
    }
}

fn help(found: &Found<'_>, expected: &[String]) -> Option<String> {
    let name = expected.iter().any(|word| word.starts_with("a name"));
    match found.next {
        Some('{') => Some("a block starts on the line of its statement, behind all of its clauses".into()),
        Some(c) if name && c.is_alphabetic() => {
            Some("names have lower-case letters, digits and hyphens, and start with a letter".into())
        }
        _ => None,
    }
}

/// What could have stood there, in words, each once.
fn expectations(variant: &ErrorVariant<Rule>) -> Vec<String> {
    let ErrorVariant::ParsingError { positives, negatives } = variant else { return Vec::new() };
    let mut words: Vec<String> = Vec::new();
    for word in positives.iter().filter_map(|rule| in_words(*rule)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    if words.is_empty() && !negatives.is_empty() {
        words.push("a name".into());
    }
    words
}

/// `a`, `a or b`, `a, b or c`
fn one_of(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// What a rule stands for; nothing for those that only group others.
fn in_words(rule: Rule) -> Option<String> {
    let words = match rule {
        Rule::name => "a name such as `web-1`",
        Rule::pattern => "a name such as `r01` or `r[01..40]`",
        Rule::endpoint => "a switch and its port such as `leaf1:49`",
        Rule::port => "a port such as `7`, `1..48`, `49/1` or `Ethernet1/1`",
        Rule::platform => "a model such as `vendor/MODEL-48`",
        Rule::number => "a number",
        Rule::id_range => "an id such as `110` or `110..119`",
        Rule::asn_range => "an ASN or a range of them such as `64512..65534`",
        Rule::address => "an address such as `192.0.2.1`",
        Rule::prefix => "a prefix such as `10.0.0.0/24`",
        Rule::mac => "a MAC address such as `00:1c:73:00:00:01`",
        Rule::duration => "a time such as `300s` or `5m`",
        Rule::rate => "a rate such as `25g`",
        Rule::split => "a breakout such as `4x25g`",
        Rule::percent => "a share such as `1%`",
        Rule::dotted_name => "a domain such as `dc1.example.net`",
        Rule::zone_name => "a time zone such as `Europe/Oslo`",
        Rule::text => "a text such as `\"a text\"`",
        Rule::secret_ref => "a secret such as `secret(name)`",
        Rule::switch_state => "`on` or `off`",
        Rule::stp_mode => "`mstp`, `rstp`, `rapid-pvst` or `none`",
        Rule::mechanism => "`anycast`, `vrrp` or `hsrp`",
        Rule::lacp_mode => "`fast`, `slow` or `static`",
        Rule::traffic => "`broadcast`, `multicast` or `unknown-unicast`",
        Rule::role_name => "`admin` or `operator`",
        Rule::severity_name => "a severity such as `warning`",
        Rule::prefix_pool => "`loopback`, `vtep`, `link` or `mgmt`",
        Rule::asn_pool => "`asn`",
        Rule::EQUALS => "`=`",
        Rule::PLUS => "`+`",
        Rule::CABLE => "`--`",
        Rule::EOI => "the end of the statement",
        Rule::on_ports => "`ports`",
        Rule::switch => "`switch`",
        Rule::raw_block => "`{`",
        Rule::rest | Rule::raw | Rule::bad | Rule::host_kind | Rule::target_kind | Rule::later_word
        | Rule::boundary_later_word => return None,
        rule if super::blocks::Block::of(rule).is_some() => "`{`",
        rule => return keyword(rule),
    };
    Some(words.into())
}

/// Keywords are rules in capitals.
fn keyword(rule: Rule) -> Option<String> {
    let name = format!("{rule:?}");
    let capital = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    capital.then(|| format!("`{}`", name.to_lowercase().replace('_', "-")))
}
