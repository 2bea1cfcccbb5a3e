//! Changes that many switches share, told once.

use std::collections::{BTreeMap, HashMap};

use super::change::{Change, Said};
use super::pattern::{Merged, merge, name, shape};
use crate::vendor::review::RiskClass;

/// What happens on a set of switches.
#[derive(Debug, Clone)]
pub struct Group {
    /// The worst of it.
    pub risk: RiskClass,
    /// Why, in the words of the vendor folders.
    pub why: Vec<String>,
    /// Folder name of the vendor.
    pub vendor: String,
    /// The file, below the switches' folders.
    pub file: String,
    /// The switches, sorted.
    pub switches: Vec<String>,
    /// What happens on each of them.
    pub entries: Vec<Entry>,
}

/// One change of all switches of a group.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The change; where the switches differ, the names of variables stand in it.
    pub shown: Change,
    /// The changes themselves, by their place among all changes; in the order of the group's switches.
    pub members: Vec<usize>,
    /// What differs between the switches.
    pub variables: Vec<Variable>,
}

/// A part of a change that differs between the switches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// `<address 1>`
    pub name: String,
    /// The value for each member of the entry.
    pub values: Vec<String>,
}

impl Group {
    /// How many lines are touched on each switch.
    pub fn size(&self) -> usize {
        self.entries.iter().map(|entry| entry.shown.size()).sum()
    }
}

/// Gathers changes, the worst first, then what touches most switches.
pub fn group(changes: &[Change]) -> Vec<Group> {
    let mut groups: BTreeMap<(RiskClass, [&str; 3], Vec<&str>), Vec<Entry>> = BTreeMap::new();
    for entry in entries(changes) {
        let mut members = entry.members.clone();
        members.sort_by_key(|member| &changes[*member].switch);
        let switches: Vec<&str> =
            members.iter().map(|member| changes[*member].switch.as_str()).collect();
        let first = &changes[members[0]];
        let key = (entry.shown.risk, [first.vendor.as_str(), &first.format, &first.file], switches);
        groups.entry(key).or_default().push(entry);
    }
    let mut groups: Vec<Group> = groups
        .into_iter()
        .map(|((risk, [vendor, _, file], switches), mut entries)| {
            name(&mut entries);
            let mut why: Vec<String> =
                entries.iter().filter_map(|entry| entry.shown.why.clone()).collect();
            why.sort();
            why.dedup();
            let switches = switches.into_iter().map(str::to_owned).collect();
            Group { risk, why, vendor: vendor.to_owned(), file: file.to_owned(), switches, entries }
        })
        .collect();
    groups.sort_by(|a, b| {
        let rank = |group: &Group| (group.risk, std::cmp::Reverse(group.switches.len()));
        rank(a).cmp(&rank(b)).then_with(|| (&a.file, &a.switches).cmp(&(&b.file, &b.switches)))
    });
    groups
}

/// Changes with the same words, and what reads alike but for addresses and numbers.
fn entries(changes: &[Change]) -> Vec<Entry> {
    let mut same: HashMap<Content<'_>, Vec<usize>> = HashMap::new();
    let mut order: Vec<Content<'_>> = Vec::new();
    for (index, change) in changes.iter().enumerate() {
        let content = Content::of(change);
        let members = same.entry(content).or_default();
        if members.is_empty() {
            order.push(content);
        }
        members.push(index);
    }
    let mut alike: BTreeMap<String, Vec<Vec<usize>>> = BTreeMap::new();
    let mut entries = Vec::new();
    let mut met: HashMap<(String, &str), usize> = HashMap::new();
    for content in order {
        let members = same.remove(&content).unwrap_or_default();
        let change = &changes[members[0]];
        // What more than a pair of switches share is told as it is.
        if members.len() > 2 {
            entries.push(Entry { shown: change.clone(), members, variables: Vec::new() });
            continue;
        }
        let shape = shape(change);
        let times = met.entry((shape.clone(), &change.switch)).or_default();
        let key = format!("{shape}\u{1f}{times}");
        *times += 1;
        alike.entry(key).or_default().push(members);
    }
    for contents in alike.into_values() {
        entries.extend(told(changes, contents));
    }
    entries.sort_by_key(|entry| entry.members.first().copied());
    entries
}

/// What reads alike as one entry, when that hides nothing.
fn told(changes: &[Change], contents: Vec<Vec<usize>>) -> Vec<Entry> {
    let all: Vec<usize> = contents.iter().flatten().copied().collect();
    let mut switches: Vec<&str> =
        all.iter().map(|member| changes[*member].switch.as_str()).collect();
    switches.sort_unstable();
    switches.dedup();
    if contents.len() > 1 && switches.len() == all.len() {
        let members: Vec<&Change> = all.iter().map(|member| &changes[*member]).collect();
        if let Some(Merged { shown, variables }) = merge(&members) {
            return vec![Entry { shown, members: all, variables }];
        }
    }
    let one = |members: Vec<usize>| Entry {
        shown: changes[members[0]].clone(),
        members,
        variables: Vec::new(),
    };
    contents.into_iter().map(one).collect()
}

/// What makes two changes the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Content<'a> {
    vendor: &'a str,
    format: &'a str,
    file: &'a str,
    path: &'a [String],
    kind: super::change::Kind,
    old: Option<&'a [(usize, String)]>,
    new: Option<&'a [(usize, String)]>,
}

impl<'a> Content<'a> {
    fn of(change: &'a Change) -> Self {
        let text = |said: &'a Option<Said>| said.as_ref().map(|said| said.text.as_slice());
        Self {
            vendor: &change.vendor,
            format: &change.format,
            file: &change.file,
            path: &change.path,
            kind: change.kind,
            old: text(&change.old),
            new: text(&change.new),
        }
    }
}
