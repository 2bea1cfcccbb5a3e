//! Small values of a vendor folder: ranges and name patterns.

use std::fmt::{self, Write as _};

use serde::Deserialize;
use serde::de::{self, Deserializer};

/// An inclusive range of ids, written `1-2000` or `7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdRange {
    /// First id.
    pub first: u16,
    /// Last id.
    pub last: u16,
}

impl IdRange {
    /// Whether `id` lies in the range.
    pub fn contains(self, id: u16) -> bool {
        (self.first..=self.last).contains(&id)
    }
}

impl fmt::Display for IdRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.first == self.last {
            write!(f, "{}", self.first)
        } else {
            write!(f, "{}–{}", self.first, self.last)
        }
    }
}

impl<'de> Deserialize<'de> for IdRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text_or_number(deserializer)?;
        let (first, last) = bounds(&text, "-").ok_or_else(|| {
            de::Error::custom(format!("`{text}` is not a range such as `1-2000`"))
        })?;
        Ok(Self { first, last })
    }
}

/// An inclusive range of panel numbers, written `1..48` or `7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PortRange {
    /// First panel number, counted from 1.
    pub first: u16,
    /// Last panel number.
    pub last: u16,
}

impl PortRange {
    /// Whether `panel` lies in the range.
    pub fn contains(self, panel: u16) -> bool {
        (self.first..=self.last).contains(&panel)
    }
}

impl<'de> Deserialize<'de> for PortRange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = text_or_number(deserializer)?;
        let (first, last) = bounds(&text, "..")
            .ok_or_else(|| de::Error::custom(format!("`{text}` is not a range such as `1..48`")))?;
        if first == 0 {
            return Err(de::Error::custom("panel numbers start at 1"));
        }
        Ok(Self { first, last })
    }
}

fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Number(u16),
        Text(String),
    }
    Ok(match Either::deserialize(deserializer)? {
        Either::Number(number) => number.to_string(),
        Either::Text(text) => text,
    })
}

fn bounds(text: &str, separator: &str) -> Option<(u16, u16)> {
    let (first, last) = if let Some((first, last)) = text.split_once(separator) {
        (first.trim().parse().ok()?, last.trim().parse().ok()?)
    } else {
        let only = text.trim().parse().ok()?;
        (only, only)
    };
    (first <= last).then_some((first, last))
}

/// A name with places for a number `{n}` and a lane `{lane}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct NamePattern(String);

impl NamePattern {
    /// Whether there is a place for the number.
    pub fn has_number(&self) -> bool {
        self.0.contains("{n}")
    }

    /// Whether there is a place for the lane.
    pub fn has_lane(&self) -> bool {
        self.0.contains("{lane}")
    }

    /// The name for number `n`.
    pub fn number(&self, n: u16) -> String {
        filled(&self.0, "{n}", n)
    }

    /// The name for lane `lane` of number `n`.
    pub fn lane(&self, n: u16, lane: u8) -> String {
        filled(&self.number(n), "{lane}", lane.into())
    }
}

/// A pattern with a number in each of its places for it.
fn filled(pattern: &str, place: &str, number: u16) -> String {
    let mut name = String::with_capacity(pattern.len() + 2);
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        name.push_str(before);
        rest = if let Some(after) = after.strip_prefix(place) {
            _ = write!(name, "{number}");
            after
        } else {
            name.push('{');
            &after[1..]
        };
    }
    name.push_str(rest);
    name
}
