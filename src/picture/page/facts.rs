//! What the page knows of failures before anybody clicks.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Page;
use crate::fabric::{Fabric, SwitchId, Table, ZoneId, ZoneKind};
use crate::picture::levels::{Joined, joined};
use crate::picture::marks::Marks;
use crate::picture::summary::{BrokenExpectation, Summary};
use crate::proof::{Effects, Failure, Network, Part, Prover};

/// Effects are worked out ahead while failures times size stay below this: a fraction of a second.
const MOST_WORK: usize = 4_000_000;
/// Expectations are held against them while failures times expectations times size stay below this.
const MOST_PROOFS: usize = 300_000;
/// And while there are no more of them, for the page's size.
const MOST_PICKS: usize = 1_200;

/// What can be chosen, and what comes of it.
#[derive(Debug)]
pub(super) struct Facts {
    /// Titles, with what can be chosen under each: id and name.
    pub(super) groups: Vec<(&'static str, Vec<(String, String)>)>,
    /// What comes of each, by id.
    pub(super) json: BTreeMap<String, Fact>,
}

/// What comes of one failure.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    switches: Vec<String>,
    /// What to write beside the hosts of a place.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    places: BTreeMap<String, String>,
    /// Links that have lost cables, not counting those of lost switches; with 1 if they are down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<(String, String, u8)>,
    rows: Vec<(&'static str, String)>,
    /// What to type, where all of it or the expectations are not worked out.
    #[serde(skip_serializing_if = "Option::is_none")]
    ask: Option<String>,
}

/// A failure that can be chosen.
struct Pick {
    id: String,
    name: String,
    part: Part,
}

impl Pick {
    fn command(&self) -> String {
        let kind = self.id.split('-').next().unwrap_or_default();
        format!("rackc fail PATH {kind} {}", self.name)
    }
}

pub(super) fn facts(input: &Page<'_>) -> Facts {
    let fabric = input.fabric;
    let groups = groups(fabric);
    let weight = fabric.switches.len()
        + fabric.cables.len()
        + fabric.hosts.len()
        + input.topology.extents.values().map(BTreeSet::len).sum::<usize>()
        + input.topology.host_vlans(fabric);
    let most = (MOST_WORK / weight.max(1)).min(MOST_PICKS);
    let mut room = most;
    let mut picks: Vec<&Pick> = Vec::new();
    let mut asked: Vec<&Pick> = Vec::new();
    for (_, group) in &groups {
        if group.len() <= room {
            room -= group.len();
            picks.extend(group);
        } else {
            asked.extend(group);
        }
    }
    let mut json = known(input, &picks);
    let inside = inside(fabric);
    for pick in asked {
        let fact = Fact {
            title: pick.part.text(fabric).replace('`', ""),
            switches: lost_at_once(fabric, &inside, pick.part),
            places: BTreeMap::new(),
            links: Vec::new(),
            rows: Vec::new(),
            ask: Some(pick.command()),
        };
        json.insert(pick.id.clone(), fact);
    }
    let listed = groups.into_iter().map(|(title, picks)| {
        (title, picks.into_iter().map(|pick| (pick.id, pick.name)).collect())
    });
    Facts { groups: listed.collect(), json }
}

fn known(input: &Page<'_>, picks: &[&Pick]) -> BTreeMap<String, Fact> {
    let fabric = input.fabric;
    let network = Network::of(fabric, input.topology);
    let prover = Prover::new(&network);
    let failures: Vec<Failure> = picks.iter().map(|pick| Failure::of([pick.part])).collect();
    let effects = prover.effects_each(&failures);
    let each = fabric.expectations.len() * (fabric.switches.len() + fabric.hosts.len());
    let held = MOST_PROOFS.checked_div(each).unwrap_or(usize::MAX).min(picks.len());
    let mut broken: Vec<Vec<BrokenExpectation>> = vec![Vec::new(); picks.len()];
    for expectation in &fabric.expectations {
        let words: Vec<&str> = input.sources.text(expectation.span).split_whitespace().collect();
        let place = input.sources.place(expectation.span, input.folder);
        let (file, line) = place.rsplit_once(':').unwrap_or((&place, "0"));
        for at in prover.broken_by_which(expectation, &failures[..held]) {
            broken[at].push(BrokenExpectation {
                expectation: words.join(" "),
                file: file.to_owned(),
                line: line.parse().unwrap_or_default(),
            });
        }
    }
    let joined = joined(fabric);
    let facts = picks.iter().zip(effects).zip(broken).enumerate();
    let facts = facts.map(|(position, ((pick, effects), broken))| {
        let mut summary = Summary::of_effects(&prover, &effects);
        summary.expectations_broken = broken;
        let mut fact = fact(fabric, pick.part, &joined, &effects, &summary);
        fact.ask = (position >= held).then(|| pick.command());
        (pick.id.clone(), fact)
    });
    facts.collect()
}

fn fact(
    fabric: &Fabric,
    part: Part,
    joined: &Joined,
    effects: &Effects,
    summary: &Summary,
) -> Fact {
    let marks = Marks::of(effects, summary, String::new());
    let mut links = Vec::new();
    if !marks.cables.is_empty() {
        let pairs = fabric.pairs.values().map(|pair| (pair.members, &pair.peer_link));
        let all = joined.iter().map(|((a, b), cables)| ([*a, *b], cables)).chain(pairs);
        for (ends, cables) in all {
            let lost = cables.iter().filter(|cable| marks.cables.contains(cable)).count();
            if lost > 0 {
                let [a, b] = ends.map(|end| fabric.switches[end].name.clone());
                links.push((a, b, u8::from(lost == cables.len())));
            }
        }
    }
    Fact {
        title: part.text(fabric).replace('`', ""),
        switches: summary.lost.switches.clone(),
        places: marks.places,
        links,
        rows: summary.rows(),
        ask: None,
    }
}

fn groups(fabric: &Fabric) -> Vec<(&'static str, Vec<Pick>)> {
    let (mut zones, mut racks) = (Vec::new(), Vec::new());
    for (id, zone) in fabric.zones.iter() {
        let part = Part::Zone(id);
        let name = zone.name.clone();
        if zone.kind == ZoneKind::Rack {
            racks.push(Pick { id: format!("rack-{name}"), name, part });
        } else {
            zones.push(Pick { id: format!("zone-{name}"), name, part });
        }
    }
    let switches = fabric.switches.iter().map(|(id, switch)| {
        let name = switch.name.clone();
        Pick { id: format!("switch-{name}"), name, part: Part::Switch(id) }
    });
    vec![("zones", zones), ("racks", racks), ("switches", switches.collect())]
}

/// Switches by the zones that they are in.
fn inside(fabric: &Fabric) -> Table<ZoneId, Vec<SwitchId>> {
    let mut inside: Table<ZoneId, Vec<SwitchId>> = Table::default();
    for (id, switch) in fabric.switches.iter() {
        for zone in &switch.zones {
            inside.entry(*zone).push(id);
        }
    }
    inside
}

/// Switches that are lost with a thing.
fn lost_at_once(fabric: &Fabric, inside: &Table<ZoneId, Vec<SwitchId>>, part: Part) -> Vec<String> {
    let lost = match &part {
        Part::Switch(switch) => std::slice::from_ref(switch),
        Part::Zone(zone) => inside.list(*zone),
        Part::Cable(_) => &[],
    };
    lost.iter().map(|switch| fabric.switches[*switch].name.clone()).collect()
}
