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
            Some('“' | '”' | '„' | '‟' | '«' | '»' | '‘' | '’' | '\'') if self.wants("text") =>
            {
                return Some("write straight quotes: `\"…\"`".to_owned());
            }
            _ => {}
        }
        self.value().or_else(|| self.name())
    }

    fn wants(&self, what: &str) -> bool {
        self.expected.iter().any(|word| word.starts_with(what))
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
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
