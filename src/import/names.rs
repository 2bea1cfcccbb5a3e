//! Names of elsewhere as names of the language.

use std::collections::{BTreeMap, BTreeSet};

use super::input::plain;

/// Longest name, in characters: that of a host name.
const LONGEST: usize = 63;

/// Names of one space, given once each.
#[derive(Debug, Default)]
pub struct Names {
    given: BTreeMap<String, String>,
    taken: BTreeSet<String>,
    statements: BTreeMap<String, usize>,
}

impl Names {
    /// The name of a thing that is called `text`; `key` tells it from others of the same name. `stem` stands for names
    /// without letters.
    pub fn give(&mut self, key: &str, text: &str, stem: &str) -> String {
        if let Some(name) = self.given.get(key) {
            return name.clone();
        }
        let base = name(text, stem);
        let free = |name: &String| !self.taken.contains(name);
        let numbered = (2..).map(|number| {
            let suffix = format!("-{number}");
            let kept: String = base.chars().take(LONGEST - suffix.len()).collect();
            format!("{}{suffix}", kept.trim_end_matches('-'))
        });
        let name = std::iter::once(base.clone()).chain(numbered).find(free).unwrap_or(base);
        self.taken.insert(name.clone());
        self.given.insert(key.to_owned(), name.clone());
        name
    }

    /// Notes where the thing with a key is written.
    pub fn note(&mut self, key: &str, statement: usize) {
        self.statements.insert(key.to_owned(), statement);
    }

    /// Where the thing with a key is written.
    pub fn known(&self, key: &str) -> Option<usize> {
        self.statements.get(key).copied()
    }
}

/// A text as a name: small letters, digits and hyphens, and a letter first. Keywords, at which lists would end, get a number.
pub fn name(text: &str, stem: &str) -> String {
    let mut name = String::new();
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        match c {
            'a'..='z' | '0'..='9' => name.push(c),
            c if !latin(c).is_empty() => name.push_str(latin(c)),
            _ if name.ends_with('-') || name.is_empty() => {}
            _ => name.push('-'),
        }
        if name.len() >= LONGEST {
            break;
        }
    }
    let name = name.trim_matches('-');
    if name.is_empty() {
        return stem.to_owned();
    }
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        let name: String = format!("{stem}-{name}").chars().take(LONGEST).collect();
        return name.trim_end_matches('-').to_owned();
    }
    if KEYWORDS.contains(&name) { format!("{name}-1") } else { name.to_owned() }
}

/// The letters that a letter of a European alphabet is written with elsewhere.
fn latin(c: char) -> &'static str {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' | 'ģ' => "g",
        'ì'..='ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ț' => "t",
        'þ' => "th",
        'ù'..='ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

/// A text between quotes; nothing if nothing is left of it. What would act on a template is taken out.
pub fn quoted(text: &str) -> Option<String> {
    let text = plain(text);
    let text = text.replace(['{', '}'], "").replace('\\', "\\\\").replace('"', "\\\"");
    let text = text.trim();
    (!text.is_empty()).then(|| format!("\"{text}\""))
}

/// Words of the language that end lists of names, or stand for something where names stand.
const KEYWORDS: [&str; 83] = [
    "accept",
    "access",
    "access-list",
    "acl",
    "active-backup",
    "address",
    "all",
    "and",
    "any",
    "as",
    "as-path-list",
    "asn",
    "at",
    "attach",
    "boundary",
    "breakout",
    "community-list",
    "description",
    "dhcp-relay",
    "domain",
    "edge",
    "egress",
    "every",
    "expect",
    "fabric",
    "fallback",
    "file",
    "firewall",
    "format",
    "from",
    "gateway",
    "host",
    "in",
    "include",
    "ingress",
    "instance",
    "keepalive",
    "kind",
    "lacp",
    "lag",
    "leak",
    "link",
    "links",
    "loopback",
    "maintenance",
    "management",
    "mlag",
    "model",
    "mtu",
    "native",
    "no",
    "none",
    "object",
    "of",
    "on",
    "pair",
    "peer",
    "peer-link",
    "policy",
    "port",
    "ports",
    "prefix-list",
    "profile",
    "rack",
    "rack-type",
    "racks",
    "root",
    "route",
    "router",
    "secondary",
    "server",
    "service",
    "speed",
    "storm-control",
    "switch",
    "switches",
    "tier",
    "to",
    "trunk",
    "uplinks",
    "verbatim",
    "via",
    "vlan",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_names_of_the_language() {
        for (text, expected) in [
            ("Leaf1", "leaf1"),
            ("leaf1.dc1.example.net", "leaf1-dc1-example-net"),
            ("R 01 / Süd", "r-01-sud"),
            ("10GE", "switch-10ge"),
            ("--", "switch"),
            ("rack", "rack-1"),
            ("a\"b\nc{{d}}", "a-b-c-d"),
        ] {
            assert_eq!(name(text, "switch"), expected);
        }
        assert_eq!(name(&"x".repeat(99), "switch").len(), LONGEST);
    }

    #[test]
    fn names_are_given_once_each() {
        let mut names = Names::default();
        assert_eq!(names.give("1", "Leaf 1", "s"), "leaf-1");
        assert_eq!(names.give("2", "leaf-1", "s"), "leaf-1-2");
        assert_eq!(names.give("1", "Leaf 1", "s"), "leaf-1");
    }

    #[test]
    fn quoted_text_stays_between_its_quotes() {
        assert_eq!(quoted("a \"b\" {{ c }}\u{202e}\n").as_deref(), Some("\"a \\\"b\\\"  c\""));
        assert_eq!(quoted("{{}}"), None);
    }
}
