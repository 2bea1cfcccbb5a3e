//! Slips that people make who write their first programs, and what to write instead.

use std::net::IpAddr;

/// What is said of comments; once in a file.
pub(super) const COMMENT: &str = "a comment starts with `//`";
/// How what is said of names begins; once of each name in a file.
pub(super) const NAME: &str = "names are small letters, digits and hyphens: ";

/// Something in the wrong place.
#[derive(Debug)]
pub(super) struct Slip<'t> {
    /// The word.
    pub found: &'t str,
    /// The text from there to the end of the line.
    pub rest: &'t str,
    /// The statement before it, from its keyword on.
    pub before: &'t str,
    /// What was expected, in words.
    pub expected: &'t [String],
}

impl Slip<'_> {
    /// What to write instead, if it is a slip that is known.
    pub fn mended(&self) -> Option<String> {
        let found = self.found;
        let first = found.chars().next();
        match first {
            None if self.expected == ["`{`"] => {
                return Some("put the `{` at the end of this line".to_owned());
            }
            Some('#') => return Some(COMMENT.to_owned()),
            Some('!') => return Some("leave it out; a comment starts with `//`".to_owned()),
            Some('=') => return Some("write the value behind its keyword, without `=`".to_owned()),
            Some(':') => return Some("write the value behind its keyword, without `:`".to_owned()),
            Some(c) if c.is_whitespace() && !c.is_ascii() => {
                return Some("write a plain blank: this one only looks like it".to_owned());
            }
            Some('\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}') => {
                return Some("delete this character, which nobody sees".to_owned());
            }
            Some('“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '\'') if self.wants("text") =>
            {
                return Some("write straight quotes: `\"…\"`".to_owned());
            }
            Some('“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '\'' | '"')
                if self.wants("a name") =>
            {
                let bare: String = found.chars().filter(|c| is_of_name(*c)).collect();
                let bare = if is_name(&bare) { format!(": `{bare}`") } else { String::new() };
                return Some(format!("names stand without quotes{bare}"));
            }
            _ => {}
        }
        self.vlan().or_else(|| self.number()).or_else(|| self.value()).or_else(|| self.name())
    }

    fn wants(&self, what: &str) -> bool {
        self.expected.iter().any(|word| word.starts_with(what))
    }

    /// A VLAN without its id, by its id rather than its name, or one too many.
    fn vlan(&self) -> Option<String> {
        let (found, before) = (self.found, self.before.trim_end());
        let last = before.split([' ', '\t', ',']).next_back().unwrap_or_default();
        let digits = !found.is_empty() && found.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(name) = before.strip_prefix("vlan ").map(str::trim).filter(|name| is_name(name))
            && self.wants("an id")
            && matches!(found.chars().next(), None | Some('{'))
        {
            return Some(format!("write the VLAN's id behind its name, such as `vlan {name} 110`"));
        }
        if digits && self.wants("a name") && ["trunk", "access", "native"].contains(&last) {
            return Some(format!(
                "write the VLAN's name: the one that is declared as `vlan NAME {found}`"
            ));
        }
        let mut words = before.split_whitespace().rev();
        let (one, word) = (words.next()?, words.next()?);
        let rest = self.rest.trim_start_matches([',', ' ']);
        let other = rest.split([' ', ',', '}']).next().filter(|name| is_name(name))?;
        (found.starts_with(',') && word == "access" && is_name(one)).then(|| {
            format!("a port has one untagged VLAN; with more than one it is a trunk: `trunk {one}, {other}`")
        })
    }

    /// A number with a unit where none belongs, or without the one that it needs.
    fn number(&self) -> Option<String> {
        let split = self.found.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.found.len());
        let (digits, unit) = self.found.split_at_checked(split)?;
        let number: u64 = digits.parse().ok()?;
        let unit = unit.to_ascii_lowercase();
        if self.wants("a rate") {
            let letter = match unit.as_str() {
                "" | "g" | "gb" | "gbe" | "ge" | "gbps" | "gbit" | "gbit/s" => "g",
                "m" | "mb" | "mbps" | "mbit" | "mbit/s" => "m",
                _ => return None,
            };
            return Some(format!("write it as `{number}{letter}`"));
        }
        let thousand = self.wants("a number") && unit == "k";
        thousand.then(|| format!("write the whole number: `{}`", number.saturating_mul(1000)))
    }

    /// A value that lacks something.
    fn value(&self) -> Option<String> {
        let found = self.found;
        let plain = found.chars().all(|c| c.is_alphanumeric() || "-_.+".contains(c));
        if self.wants("a secret") && plain {
            return Some("secrets are named, never written: `secret(NAME)`".to_owned());
        }
        if self.wants("text between quotes") && plain {
            let text = self.rest.split(['}', ';', '"']).next().unwrap_or_default().trim();
            return Some(format!("put it between quotes: `\"{}\"`", super::values::shorten(text)));
        }
        if self.wants("a prefix")
            && let Ok(address) = found.parse::<IpAddr>()
        {
            let length = if address.is_ipv4() { 24 } else { 64 };
            return Some(format!(
                "write the length of its subnet behind it, such as `{found}/{length}`"
            ));
        }
        if self.wants("a model") && plain && found.contains(|c: char| c.is_ascii_uppercase()) {
            return Some(format!(
                "write its vendor before it: `VENDOR/{found}`; `rackc vendors` lists them"
            ));
        }
        if self.wants("a switch and its port") && is_name(found) {
            return Some(format!("write the port behind it, such as `{found}:49`"));
        }
        let dashed = |(first, last): (&str, &str)| {
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            (digits(first) && digits(last))
                .then(|| format!("write a range with two dots: `{first}..{last}`"))
        };
        if self.wants("a port")
            && let Some((first, last)) = found.split_once("..")
            && first.starts_with(|c: char| c.is_ascii_alphabetic())
        {
            return Some(format!(
                "write the names one by one, `{first}, {last}`, or a range of the numbers on the panel, such as `49..50`"
            ));
        }
        let takes_range = ["a port", "an id", "an ASN"].iter().any(|what| self.wants(what));
        found.split_once('-').filter(|_| takes_range).and_then(dashed)
    }

    /// A word that is no name, or a number before its name.
    fn name(&self) -> Option<String> {
        let found = self.found;
        if !self.wants("a name") && !self.wants("a switch and its port") {
            return None;
        }
        if self.before.trim() == "vlan" && found.bytes().all(|byte| byte.is_ascii_digit()) {
            let behind = self
                .rest
                .get(found.len()..)?
                .split_whitespace()
                .next()
                .filter(|word| is_name(word));
            let name = behind.unwrap_or("NAME");
            return Some(format!("write the name before the id: `vlan {name} {found}`"));
        }
        if let Some((first, last)) = found.split_once("..") {
            let stem = first.trim_end_matches(|c: char| c.is_ascii_digit());
            let from = first.strip_prefix(stem)?;
            let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            return (is_name(stem) && digits(from) && digits(last))
                .then(|| format!("write the range between brackets: `{stem}[{from}..{last}]`"));
        }
        let word = found.split(':').next().unwrap_or_default();
        let small: String = word
            .chars()
            .map(|c| if c == '_' || c == '.' { '-' } else { c.to_ascii_lowercase() })
            .collect();
        (small != word && is_name(small.trim_end_matches('-')))
            .then(|| format!("{NAME}`{}`", small.trim_end_matches('-')))
    }
}

/// Whether a text has the form of a name.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_of_name)
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}
