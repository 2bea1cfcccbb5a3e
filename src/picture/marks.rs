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
        let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let lost = summary.lost.hosts.iter().map(|group| (group, "lost".to_owned()));
        let cut = summary.cut_off.iter().map(|group| (group, "cut off".to_owned()));
        let slow = summary
            .degraded
            .iter()
            .map(|group| (group, format!("at {} %", group.percent.as_deref().unwrap_or_default())));
        for (group, what) in lost.chain(cut).chain(slow) {
            places.entry(group.place.clone()).or_default().push(format!("{} {what}", group.count));
        }
        Self {
            switches: effects.switches.iter().copied().collect(),
            cables: effects.cables.iter().copied().collect(),
            places: places.into_iter().map(|(place, said)| (place, said.join(", "))).collect(),
            title: Some(title),
        }
    }
}
