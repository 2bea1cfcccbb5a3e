//! Small values of a vendor folder: ranges and name patterns.

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer};

/// What stands in a pattern for a number.
const NUMBER_PLACE: &str = "{n}";
/// What stands in a pattern for a lane.
const LANE_PLACE: &str = "{lane}";
/// Room for nearly all names.
const NAME: usize = 24;

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
#[serde(from = "String")]
pub struct NamePattern(Vec<Part>);

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Number,
    Lane,
}

impl NamePattern {
    /// Whether there is a place for the number.
    pub fn has_number(&self) -> bool {
        self.0.contains(&Part::Number)
    }

    /// Whether there is a place for the lane.
    pub fn has_lane(&self) -> bool {
        self.0.contains(&Part::Lane)
    }

    /// The name for number `n`.
    pub fn number(&self, n: u16) -> String {
        self.filled(n, None)
    }

    /// The name for lane `lane` of number `n`.
    pub fn lane(&self, n: u16, lane: u8) -> String {
        self.filled(n, Some(lane))
    }

    fn filled(&self, n: u16, lane: Option<u8>) -> String {
        let mut digits = itoa::Buffer::new();
        let mut name = String::with_capacity(NAME);
        for part in &self.0 {
            match (part, lane) {
                (Part::Text(text), _) => name.push_str(text),
                (Part::Number, _) => name.push_str(digits.format(n)),
                (Part::Lane, Some(lane)) => name.push_str(digits.format(lane)),
                (Part::Lane, None) => name.push_str(LANE_PLACE),
            }
        }
        name
    }
}

impl From<String> for NamePattern {
    fn from(pattern: String) -> Self {
        let mut parts = Vec::new();
        let mut rest = pattern.as_str();
        while !rest.is_empty() {
            let (part, length) = if rest.starts_with(NUMBER_PLACE) {
                (Part::Number, NUMBER_PLACE.len())
            } else if rest.starts_with(LANE_PLACE) {
                (Part::Lane, LANE_PLACE.len())
            } else {
                let places = [rest.find(NUMBER_PLACE), rest.find(LANE_PLACE)];
                let next = places.into_iter().flatten().min().unwrap_or(rest.len());
                (Part::Text(rest[..next].to_owned()), next)
            };
            parts.push(part);
            rest = &rest[length..];
        }
        Self(parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_its_number_in_each_place_for_it() {
        let named = |pattern: &str| NamePattern::from(pattern.to_owned());
        assert_eq!(named("Ethernet{n}").number(7), "Ethernet7");
        assert_eq!(named("Ethernet{n}/{lane}").lane(49, 2), "Ethernet49/2");
        assert_eq!(named("{n}s{lane}:{n}").lane(1, 3), "1s3:1");
        assert_eq!(named("{x}{n").number(1), "{x}{n");
        assert_eq!(named("peerlink").number(4094), "peerlink");
        assert_eq!(named("swp{n}s{lane}").number(3), "swp3s{lane}");
    }
}
