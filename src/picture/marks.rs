use std::collections::{BTreeMap, BTreeSet};

use super::summary::Summary;
use crate::fabric::{CableId, SwitchId};
use crate::proof::Effects;

/// What is struck out and written beside things in a picture.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    /// Lost switches.
    pub switches: BTreeSet<SwitchId>,
    /// Lost cables, but for those of lost switches.
    pub cables: BTreeSet<CableId>,
    /// Places whose hosts are lost, cut off or slower, with what to say of them.
    pub places: BTreeMap<String, String>,
    /// What is lost, in words; a whole fabric when absent.
    pub title: Option<String>,
}

impl Marks {
    /// For what a failure does.
    pub fn of(effects: &Effects, summary: &Summary, title: String) -> Self {
        let mut places: BTreeMap<String, Vec<(usize, String, &str)>> = BTreeMap::new();
        let lost = summary.lost.hosts.iter().map(|group| (group, "lost".to_owned(), "lost"));
        let cut = summary.cut_off.iter().map(|group| (group, "cut off".to_owned(), "off"));
        let slow = summary.degraded.iter().map(|group| {
            (group, format!("at {} %", group.percent.as_deref().unwrap_or_default()), "slow")
        });
        for (group, long, short) in lost.chain(cut).chain(slow) {
            places.entry(group.place.clone()).or_default().push((group.count, long, short));
        }
        Self {
            switches: effects.switches.iter().copied().collect(),
            cables: effects.cables.iter().copied().collect(),
            places: places.into_iter().map(|(place, said)| (place, words(&said))).collect(),
            title: Some(title),
        }
    }
}

/// `6 at 50 %`; shorter where hosts of one place do not fare alike: `1 off, 6 slow`.
fn words(said: &[(usize, String, &str)]) -> String {
    if let [(count, long, _)] = said {
        return format!("{count} {long}");
    }
    let mut sums: Vec<(&str, usize)> = Vec::new();
    for (count, _, short) in said {
        match sums.iter_mut().find(|(known, _)| known == short) {
            Some((_, sum)) => *sum += count,
            None => sums.push((short, *count)),
        }
    }
    let words = sums.iter().map(|(short, count)| format!("{count} {short}"));
    words.collect::<Vec<_>>().join(", ")
}
