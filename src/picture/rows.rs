//! What a failure does, as a table of two columns.

use std::fmt::Write as _;

use super::summary::{HostGroup, PairLoss, Summary};

/// So many names are listed in a row; the JSON document has them all.
const NAMES: usize = 12;

impl Summary {
    /// Rows of a table: what it is about, and what there is to say.
    pub fn rows(&self) -> Vec<(&'static str, String)> {
        let mut rows = Vec::new();
        rows.extend(names("switches lost", &self.lost.switches));
        rows.extend(names("cables lost", &self.lost.cables));
        let mut add = |head, texts: Vec<String>| {
            rows.extend(texts.into_iter().map(|text| (head, text)));
        };
        add("hosts lost", hosts(&self.lost.hosts));
        add("hosts cut off", hosts(&self.cut_off));
        add("hosts degraded", hosts(&self.degraded));
        add("pairs", self.pairs());
        add("gateways", self.gateways());
        add("VLANs apart", some_or_none(&self.vlans_apart));
        add("uplinks", self.uplinks());
        add("boundaries", self.boundaries());
        if self.underlay_sessions_down > 0 {
            let count = self.underlay_sessions_down;
            add("underlay", vec![format!("{count} {} down", plural(count, "session"))]);
        }
        let broken = self.expectations_broken.iter();
        let broken = broken.map(|one| format!("{} ({}:{})", one.expectation, one.file, one.line));
        add("no longer holds", broken.collect());
        rows
    }

    fn pairs(&self) -> Vec<String> {
        let of = |state: &str, name: fn(&PairLoss) -> String| -> Vec<String> {
            self.pairs.iter().filter(|pair| pair.state == state).map(name).collect()
        };
        let gone = of("gone", |pair| pair.name.clone());
        let single = of("single", |pair| pair.left.clone().unwrap_or_default());
        let others = self.pairs.iter().filter(|pair| !matches!(pair.state, "gone" | "single"));
        let mut rows: Vec<String> = others.map(pair).collect();
        if !gone.is_empty() {
            rows.push(format!("{} gone: {}", gone.len(), some(&gone)));
        }
        if !single.is_empty() {
            let verb = if single.len() == 1 { "runs" } else { "run" };
            rows.push(format!("{} {verb} on a single member: {}", single.len(), some(&single)));
        }
        rows
    }

    fn gateways(&self) -> Vec<String> {
        let alike = |one: &super::summary::Gateways| match one.left {
            0 => format!("no gateway left of {}", one.before),
            left => format!("{left} of {} left, no standby", one.before),
        };
        let texts = self.gateways.iter().map(|one| (alike(one), format!("VLAN {}", one.vlan)));
        together(texts)
            .into_iter()
            .map(|(text, vlans)| format!("{}: {text}", some(&vlans)))
            .collect()
    }

    fn uplinks(&self) -> Vec<String> {
        let texts = self.uplinks.iter().map(|one| (one.percent.clone(), one.name.clone()));
        let rows = together(texts).into_iter();
        rows.map(|(percent, names)| format!("{}: {percent} %", some(&names))).collect()
    }

    fn boundaries(&self) -> Vec<String> {
        let rows = self.boundaries.iter().map(|one| match one.left {
            0 => format!("{}: no way out left of {}", one.name, one.before),
            left => format!("{}: {left} of {} ways out left", one.name, one.before),
        });
        rows.collect()
    }
}

fn names(head: &'static str, names: &[String]) -> Option<(&'static str, String)> {
    let count = if names.len() > 4 { format!("{}: ", names.len()) } else { String::new() };
    (!names.is_empty()).then(|| (head, format!("{count}{}", some(names))))
}

/// Names by what is said of them, in the order in which it is first said.
fn together(texts: impl Iterator<Item = (String, String)>) -> Vec<(String, Vec<String>)> {
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for (text, name) in texts {
        match rows.iter_mut().find(|(known, _)| *known == text) {
            Some((_, names)) => names.push(name),
            None => rows.push((text, vec![name])),
        }
    }
    rows
}

/// ``12 hosts of each of r01, r02: 50 %``: places in which as many hosts fare alike are told together.
fn hosts(groups: &[HostGroup]) -> Vec<String> {
    let mut alike: Vec<(&HostGroup, Vec<String>)> = Vec::new();
    for group in groups {
        let same = |other: &HostGroup| {
            (other.count, &other.percent, &other.no_gateway_in)
                == (group.count, &group.percent, &group.no_gateway_in)
        };
        match alike.iter_mut().find(|(first, _)| same(first)) {
            Some((_, places)) => places.push(group.place.clone()),
            None => alike.push((group, vec![group.place.clone()])),
        }
    }
    let rows = alike.iter().map(|(group, places)| {
        let each = if places.len() > 1 { "each of " } else { "" };
        let mut row =
            format!("{} {} of {each}{}", group.count, plural(group.count, "host"), some(places));
        if places.len() == 1 && !group.hosts.is_empty() && group.hosts.len() <= 4 {
            row = format!("{} of {}", group.hosts.join(", "), some(places));
        }
        if let Some(percent) = &group.percent {
            _ = write!(row, ": {percent} %");
        }
        if let Some(vlan) = &group.no_gateway_in {
            _ = write!(row, ": no gateway in VLAN {vlan}");
        }
        row
    });
    rows.collect()
}

fn pair(pair: &PairLoss) -> String {
    let name = &pair.name;
    let left = pair.left.as_deref().unwrap_or_default();
    match pair.state {
        "no-peer-link" => format!("{name}: no peer link; {left} goes on, the other stands aside"),
        "thin-peer-link" => format!("{name}: the peer link has lost cables"),
        _ => format!("{name}: no keepalive"),
    }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}

fn some_or_none(names: &[String]) -> Vec<String> {
    if names.is_empty() { Vec::new() } else { vec![some(names)] }
}

/// Some names of many.
fn some(names: &[String]) -> String {
    let first = names.iter().take(NAMES).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(NAMES) {
        0 => first,
        more => format!("{first} and {more} more"),
    }
}
