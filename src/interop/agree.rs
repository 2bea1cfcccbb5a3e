//! Whether two sides fit, topic by topic.

use super::gather::Crossing;
use crate::fabric::{Fabric, SwitchId};
use crate::vendor::Catalog;
use crate::vendor::interop::{About, Fact, Rule, TOPICS, Topic};
use crate::vendor::schema::{Platform, Vendor};

/// What two sides do in one respect.
#[derive(Debug, Clone)]
pub struct Agreement<'a> {
    /// The topic.
    pub about: &'static About,
    /// The sides, in the order of the crossing's vendors.
    pub sides: [Side<'a>; 2],
    /// Whether they fit.
    pub fits: bool,
}

/// What one side does.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// The vendor.
    pub vendor: &'a Vendor,
    /// The hardware model.
    pub platform: &'a Platform,
    /// What it does, in the topic's words.
    pub value: &'a str,
    /// Who decides that.
    pub decided: Decided,
    /// Whether it can do what is asked of it.
    pub can: bool,
    /// What is known of the vendor.
    pub fact: &'a Fact,
}

/// Who says what a side does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// The program.
    Program,
    /// The vendor's templates, always.
    Written,
    /// Nobody: it is what the switches do by themselves.
    Default,
}

impl Side<'_> {
    /// Whether it can do what a word of a topic says.
    pub fn can_do(&self, topic: Topic, word: &str) -> bool {
        self.fact.can_do(self.vendor, self.platform, topic, word)
    }
}

/// The topics of a crossing of which both vendors state a fact.
pub fn agreements<'a>(
    fabric: &Fabric,
    catalog: &'a Catalog,
    crossing: &Crossing<'_>,
) -> Vec<Agreement<'a>> {
    let about = TOPICS.iter().filter(|about| about.meeting == crossing.meeting);
    about
        .filter_map(|about| {
            let said = crossing.said.iter().find(|(topic, _)| *topic == about.topic);
            let said = said.map(|(_, word)| *word);
            let [one, other] = crossing.ends.map(|end| side(fabric, catalog, end, about, said));
            let sides = [one?, other?];
            Some(Agreement { about, fits: fits(about.rule, &sides), sides })
        })
        .collect()
}

fn side<'a>(
    fabric: &Fabric,
    catalog: &'a Catalog,
    switch: SwitchId,
    about: &About,
    said: Option<&'static str>,
) -> Option<Side<'a>> {
    let switch = &fabric.switches[switch];
    let (vendor, platform) = catalog.platform(&switch.vendor, &switch.platform)?;
    let fact = vendor.interop.as_ref()?.facts.get(&about.topic)?;
    let (value, decided) = match said {
        Some(word) => (word, Decided::Program),
        None if fact.writes.is_some() => (fact.value(), Decided::Written),
        None => (fact.value(), Decided::Default),
    };
    let can = said.is_none_or(|word| fact.can_do(vendor, platform, about.topic, word));
    Some(Side { vendor, platform, value, decided, can, fact })
}

fn fits(rule: Rule, sides: &[Side<'_>; 2]) -> bool {
    let [one, other] = sides;
    one.can
        && other.can
        && match rule {
            Rule::Same => one.value == other.value,
            Rule::Each(value) => one.value == value && other.value == value,
            Rule::Negotiated | Rule::Local => true,
        }
}
