//! pest's errors in words for people.

use pest::error::{Error, ErrorVariant};

use super::blocks::Block;
use super::builder::Builder;
use super::codes;
use super::foreign::instead;
use super::grammar::Rule;
use super::recover::{MAX_WORD, place};
use super::slips::Slip;
use super::values::shorten;
use crate::diagnostic::{Diagnostic, closest, did_you_mean};

/// Most things that a message lists as possible.
const MAX_LISTED: usize = 8;

impl Builder<'_> {
    /// Reports where reading the text from `start` to `end` could not go on.
    pub fn report_expected(&mut self, error: &Error<Rule>, start: usize, end: usize, block: Block) {
        let at = (start + place(error)).min(end);
        let found = Found::at(self.text.get(at..end).unwrap_or_default());
        let expected = expectations(&error.variant);
        // Words that were taken for names of what is to be matched.
        let before = self.text.get(..at).unwrap_or_default().split_whitespace().next_back();
        let before = before.filter(|word| ["le", "ge", "eq"].contains(word));
        let line = self.text.get(at..end).unwrap_or_default().lines().next().unwrap_or_default();
        let slip = Slip {
            found: if found.next.is_some() { found.text } else { "" },
            rest: line,
            before: self.text.get(start..at).unwrap_or_default(),
            expected: &expected,
        };
        let help = instead(block, before.unwrap_or(found.text))
            .map(ToOwned::to_owned)
            .or_else(|| slip.mended())
            .or_else(|| self.misspelt(&found, &expected, at, block))
            .or_else(|| help(&found, &expected));
        let hash = slip.found.starts_with('#');
        let (expected, help) = shortened(expected, help, at == start);
        let message = match expected.as_slice() {
            _ if hash => "`#` means nothing here".to_owned(),
            [] => format!("unexpected {}", found.described()),
            _ => format!("expected {}, found {}", one_of(&expected), found.described()),
        };
        let error = Diagnostic::new(&codes::SYNTAX, message)
            .at(self.span_of(at, at + found.text.len()), "not expected here")
            .maybe_help(help);
        self.errors.push(error);
    }

    /// A keyword that was meant by what was found, or by the word before it, which was then taken
    /// for a name.
    fn misspelt(
        &self,
        found: &Found<'_>,
        expected: &[String],
        at: usize,
        block: Block,
    ) -> Option<String> {
        let keywords = expected.iter().filter_map(|word| word.strip_prefix('`')?.strip_suffix('`'));
        let keywords = keywords.filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
        let is_word = (2..=MAX_WORD).contains(&found.text.len())
            && found.next.is_some_and(char::is_alphanumeric);
        if let Some(guess) = did_you_mean(found.text, keywords.filter(|_| is_word)) {
            return Some(guess);
        }
        let before = self.text.get(..at)?.trim_end_matches([' ', '\t']);
        let start = before.rfind(|c: char| c.is_whitespace() || c == ',').map_or(0, |at| at + 1);
        let word = before.get(start..).filter(|word| (3..=MAX_WORD).contains(&word.len()))?;
        let meant = closest(word, block.keywords().iter().copied())?;
        Some(format!("did you mean `{meant}` by `{word}`?"))
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
        let is_end = |c: char| " \t\r\n,;{}()".contains(c);
        let length = rest.find(is_end).unwrap_or(rest.len());
        let first = next.map_or(0, char::len_utf8);
        let text = rest.get(..length.max(first)).unwrap_or_default();
        Self { text, next }
    }

    fn described(&self) -> String {
        let odd = |c: &char| c.is_control() || !c.is_ascii() && !c.is_alphanumeric();
        match (self.next, self.text.chars().find(odd)) {
            (None, _) => "the end of the line".into(),
            (Some('}'), _) => "the end of the block".into(),
            (Some('"'), _) => "a text".into(),
            (_, Some(odd)) => format!("the character U+{:04X}", u32::from(odd)),
            _ => format!("`{}`", shorten(self.text)),
        }
    }
}

fn help(found: &Found<'_>, expected: &[String]) -> Option<String> {
    let name = expected.iter().any(|word| word.starts_with("a name"));
    match found.next {
        Some('{') => {
            Some("a block starts on the line of its statement, behind all of its clauses".into())
        }
        Some(_) if name && is_name(found.text) => {
            Some(format!("`{}` is a keyword here: choose another name", shorten(found.text)))
        }
        Some(c) if name && c.is_alphabetic() => Some(
            "names have lower-case letters, digits and hyphens, and start with a letter".into(),
        ),
        _ => None,
    }
}

/// Whether a text has the form of a name.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// What could have stood there, in words, each once.
fn expectations(variant: &ErrorVariant<Rule>) -> Vec<String> {
    let ErrorVariant::ParsingError { positives, negatives } = variant else {
        return Vec::new();
    };
    let mut words: Vec<String> = Vec::new();
    for word in positives.iter().flat_map(|rule| in_words(*rule)) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    // A name that is a keyword there.
    if !negatives.is_empty() && !words.iter().any(|word| word.starts_with("a name")) {
        words.push("a name".into());
    }
    words
}

/// A long list in a few words, with the list itself as help where there is no better one.
fn shortened(
    expected: Vec<String>,
    help: Option<String>,
    first: bool,
) -> (Vec<String>, Option<String>) {
    if expected.len() <= MAX_LISTED {
        return (expected, help);
    }
    let (ends, clauses): (Vec<String>, Vec<String>) =
        expected.into_iter().partition(|word| word == "the end of the statement");
    let help = help.unwrap_or_else(|| format!("what may stand here: {}", clauses.join(", ")));
    let what = if first { "a statement" } else { "one of its clauses" };
    ([vec![what.to_owned()], ends].concat(), Some(help))
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
fn in_words(rule: Rule) -> Vec<String> {
    let quoted =
        |words: &[&str]| -> Vec<String> { words.iter().map(|word| format!("`{word}`")).collect() };
    match rule {
        Rule::switch_state => quoted(&["on", "off"]),
        Rule::stp_mode => quoted(&["mstp", "rstp", "rapid-pvst", "none"]),
        Rule::mechanism => quoted(&["anycast", "vrrp", "hsrp"]),
        Rule::lacp_mode => quoted(&["fast", "slow", "static"]),
        Rule::traffic => quoted(&["broadcast", "multicast", "unknown-unicast"]),
        Rule::role_name => quoted(&["admin", "operator"]),
        Rule::prefix_pool => quoted(&["loopback", "vtep", "link", "mgmt"]),
        Rule::asn_pool => quoted(&["asn"]),
        Rule::asn_unit => quoted(&["switch", "pair", "tier"]),
        Rule::node_unit => quoted(&["rack", "node"]),
        Rule::service_kind => quoted(&["vlan-based", "vlan-aware"]),
        Rule::access_list => quoted(&["ingress", "egress"]),
        Rule::numbered => quoted(&["numbered", "unnumbered"]),
        Rule::service_vlans => quoted(&["vlans"]),
        Rule::subject => in_words(Rule::name),
        Rule::relation => quoted(&["reaches", "isolated"]),
        Rule::loss => quoted(&["any", "zone", "rack", "switch", "cable"]),
        Rule::lost_zone | Rule::any_zone => quoted(&["zone"]),
        Rule::lost_rack => quoted(&["rack"]),
        Rule::cable_word => quoted(&["cable"]),
        Rule::acl_ports => quoted(&["port"]),
        Rule::acl_protocol => quoted(&["any", "tcp", "udp", "icmp", "protocol"]),
        Rule::term | Rule::entry => quoted(&["permit", "deny"]),
        Rule::ANYTHING => quoted(&["any"]),
        Rule::prefix_item => [Rule::prefix, Rule::name].into_iter().flat_map(in_words).collect(),
        Rule::EQUALS => quoted(&["="]),
        Rule::PLUS => quoted(&["+"]),
        Rule::CABLE => quoted(&["--"]),
        Rule::on_ports => quoted(&["ports"]),
        Rule::uplinks_from => {
            quoted(&["every"]).into_iter().chain(in_words(Rule::pattern)).collect()
        }
        Rule::switch | Rule::lost_switch => quoted(&["switch"]),
        Rule::raw_block => quoted(&["{"]),
        Rule::rest
        | Rule::raw
        | Rule::bad
        | Rule::host_kind
        | Rule::target_kind
        | Rule::thing
        | Rule::plain_word
        | Rule::out_of_scope_word => Vec::new(),
        rule if Block::of(rule).is_some() => quoted(&["{"]),
        rule => value(rule).map(str::to_owned).or_else(|| keyword(rule)).into_iter().collect(),
    }
}

/// What a value looks like.
fn value(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::name => "a name such as `web-1`",
        Rule::pattern => "a name such as `r01` or `r[01..40]`",
        Rule::endpoint => "a switch and its port such as `leaf1:49`",
        Rule::port => "a port such as `7`, `1..48`, `49/1` or `Ethernet1/1`",
        Rule::platform => "a model such as `vendor/MODEL-48`",
        Rule::number => "a number",
        Rule::id_range => "an id such as `110` or `110..119`",
        Rule::asn_value => "an ASN such as `64512` or `65000.1`",
        Rule::asn_range => "an ASN or a range of them such as `64512..65534`",
        Rule::area_id => "an area such as `0` or `0.0.0.1`",
        Rule::community => "a community such as `65000:100` or `no-export`",
        Rule::port_range => "a port or a range of them such as `443` or `8000..8080`",
        Rule::icmp_type => "an ICMP type such as `echo-request`",
        Rule::length => "a length such as `/26`",
        Rule::interval => "a time such as `300ms` or `1s`",
        Rule::address => "an address such as `192.0.2.1`",
        Rule::prefix => "a prefix such as `10.0.0.0/24`",
        Rule::mac => "a MAC address such as `00:1c:73:00:00:01`",
        Rule::duration => "a time such as `300s` or `5m`",
        Rule::rate => "a rate such as `25g`",
        Rule::split => "a breakout such as `4x25g`",
        Rule::percent => "a share such as `1%`",
        Rule::dotted_name => "a domain such as `dc1.example.net`",
        Rule::zone_name => "a time zone such as `Europe/Oslo`",
        Rule::severity_name => "a severity such as `warning`",
        Rule::text => "text between quotes",
        Rule::secret_ref => "a secret such as `secret(name)`",
        Rule::EOI => "the end of the statement",
        _ => return None,
    })
}

/// Keywords are rules in capitals.
pub(super) fn keyword(rule: Rule) -> Option<String> {
    let name = format!("{rule:?}");
    let capital = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    capital.then(|| format!("`{}`", name.to_lowercase().replace('_', "-")))
}
