//! What a vendor does where its switches meet another vendor's: facts, each with its source.

mod topics;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::schema::{Platform, Vendor};

pub use topics::{About, Meeting, Rule, TOPICS, Topic};

/// `interop:` of `vendor.yaml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Interop {
    /// The hardware model that stands for the vendor in every scenario of the catalogue: ports 1 to 48 at 25G, 49 to 54
    /// at 100G.
    pub model: String,
    /// What its switches do by default and what they can be told.
    #[serde(default)]
    pub facts: BTreeMap<Topic, Fact>,
}

/// What a vendor's switches do in one respect.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Fact {
    /// What they do when nothing is said; one of the topic's words.
    pub default: String,
    /// What they can be told to do. When absent: the default, what `writes` says, and what the vendor's
    /// capabilities say of the topic's words.
    #[serde(default)]
    pub can: Vec<String>,
    /// What the templates tell them, wherever the program does not decide.
    #[serde(default)]
    pub writes: Option<String>,
    /// How that reads in the default format, as proof: text that a printed configuration holds.
    #[serde(default)]
    pub line: Option<String>,
    /// The release that this needs, when it is later than the vendor's `releases`.
    #[serde(default)]
    pub since: Option<String>,
    /// What else there is to know of it, in one sentence.
    #[serde(default)]
    pub note: Option<String>,
    /// Where it is written: RFC and section, manual and chapter, or an address.
    pub source: String,
}

impl Fact {
    /// What the switches do when the program does not decide.
    pub fn value(&self) -> &str {
        self.writes.as_deref().unwrap_or(&self.default)
    }

    /// Whether a hardware model of the vendor can do what a word of the topic says.
    pub fn can_do(&self, vendor: &Vendor, platform: &Platform, topic: Topic, word: &str) -> bool {
        let known = topic.about().words.iter().find(|(known, _)| *known == word);
        match known {
            Some((_, Some(feature))) => vendor.supports(platform, *feature),
            Some((_, None)) => {
                self.can.iter().any(|can| can == word)
                    || self.default == word
                    || self.writes.as_deref() == Some(word)
            }
            None => false,
        }
    }
}

/// What hardware models should be told in one respect, so that they do the same: nothing when they do by themselves or
/// when there is no word that all of them can do.
pub fn agreed<'a>(topic: Topic, sides: &[(&'a Vendor, &'a Platform)]) -> Option<&'static str> {
    let fact = |(vendor, _): &(&'a Vendor, _)| vendor.interop.as_ref()?.facts.get(&topic);
    let facts: Vec<&Fact> = sides.iter().map(fact).collect::<Option<_>>()?;
    if facts.windows(2).all(|two| two[0].value() == two[1].value()) {
        return None;
    }
    let all_can = |word: &str| {
        facts
            .iter()
            .zip(sides)
            .all(|(fact, (vendor, platform))| fact.can_do(vendor, platform, topic, word))
    };
    topic.about().words.iter().map(|(word, _)| *word).find(|word| all_can(word))
}
