//! Which port of a model an interface of that name is.

use std::collections::BTreeMap;

use crate::vendor::ports::{PortNumber, Split, parse_speed, parse_split};
use crate::vendor::schema::Platform;

/// The names that a model's ports can have, by what stands behind their first word: `49/1` of `Ethernet49/1`.
#[derive(Debug, Default)]
pub struct PortNames(BTreeMap<String, Vec<(String, Spot)>>);

/// A port, or a lane of a split one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spot {
    panel: u16,
    lane: Option<(Split, u8)>,
}

/// The ports of one switch that are used.
#[derive(Debug, Clone, Default)]
pub struct Ports {
    /// The port of each interface.
    pub numbers: BTreeMap<String, PortNumber>,
    /// How ports are split.
    pub splits: BTreeMap<u16, Split>,
}

impl PortNames {
    /// All names of a model's ports.
    pub fn of(platform: &Platform) -> Self {
        let mut names = Self::default();
        for block in &platform.ports {
            for panel in block.panel.first..=block.panel.last {
                let n = block.vendor_number(panel);
                for pattern in block.names.values() {
                    names.add(&pattern.number(n), Spot { panel, lane: None });
                }
                for (text, spec) in &block.breakouts {
                    let Some(split) = parse_split(text) else { continue };
                    for lane in 1..=split.lanes {
                        let spot = Spot { panel, lane: Some((split, lane)) };
                        names.add(&spec.lane_name(n, lane), spot);
                    }
                }
            }
        }
        names
    }

    fn add(&mut self, name: &str, spot: Spot) {
        let (word, number) = parts(name);
        self.0.entry(number).or_default().push((word, spot));
    }

    /// What a name may mean: a vendor's own in any case, or one short for it: `Eth1/49`, `Et1/49`.
    fn spots(&self, written: &str) -> Vec<Spot> {
        let (short, number) = parts(written);
        let of = |number: &str| {
            let all = self.0.get(number).into_iter().flatten();
            let fits = |(word, _): &&(String, Spot)| {
                *word == short
                    || short.len() >= 2 && !word.contains('-') && word.starts_with(&short)
            };
            all.filter(fits).map(|(_, spot)| *spot).collect::<Vec<_>>()
        };
        let spots = of(&number);
        if !spots.is_empty() || number.is_empty() {
            return spots;
        }
        // A port of several lanes may be written without the first of them.
        of(&format!("{number}/1")).into_iter().filter(|spot| spot.lane.is_none()).collect()
    }

    /// The ports of interfaces, each with its speed in megabits per second if that is known. A port is split when the name
    /// of a lane is among them that no whole port has.
    pub fn ports<'a>(&self, interfaces: impl Iterator<Item = (&'a str, Option<u32>)>) -> Ports {
        let all: Vec<(&str, Option<u32>, Vec<Spot>)> =
            interfaces.map(|(name, speed)| (name, speed, self.spots(name))).collect();
        let mut ports = Ports::default();
        for (_, _, spots) in &all {
            let whole = spots.iter().any(|spot| spot.lane.is_none());
            if let Some(panel) = spots.first().map(|spot| spot.panel).filter(|_| !whole) {
                ports.splits.entry(panel).or_insert_with(|| split(panel, &all));
            }
        }
        for (name, _, spots) in &all {
            let fits = |spot: &&Spot| match (ports.splits.get(&spot.panel), spot.lane) {
                (None, None) => true,
                (Some(split), Some((own, _))) => *split == own,
                _ => false,
            };
            if let Some(spot) = spots.iter().find(fits) {
                let lane = spot.lane.map(|(_, lane)| lane);
                ports.numbers.insert((*name).to_owned(), PortNumber { panel: spot.panel, lane });
            }
        }
        ports
    }
}

/// The speed in megabits per second that an interface's name tells, if it is not that of other speeds as well.
pub fn told_speed(platform: &Platform, panel: u16, written: &str) -> Option<u32> {
    let block = platform.block(panel)?;
    let number = block.vendor_number(panel);
    let named = block.names.iter().filter(|(speed, pattern)| {
        speed.as_str() != "any" && pattern.number(number).eq_ignore_ascii_case(written.trim())
    });
    let mut speeds = named.filter_map(|(speed, _)| parse_speed(speed));
    speeds.next().filter(|_| speeds.next().is_none())
}

/// The split of a panel that has a lane for each name, and the speed that is said; of four lanes if nothing tells them apart.
fn split(panel: u16, all: &[(&str, Option<u32>, Vec<Spot>)]) -> Split {
    let own = all.iter().filter(|(_, _, spots)| spots.iter().any(|spot| spot.panel == panel));
    let mut best = BTreeMap::new();
    for (_, speed, spots) in own {
        for (split, _) in spots.iter().filter_map(|spot| spot.lane) {
            let (names, speeds) = best.entry(split).or_insert((0_u16, 0_u16));
            *names += 1;
            *speeds += u16::from(*speed == Some(split.speed));
        }
    }
    let of = |(split, (names, speeds)): &(Split, (u16, u16))| {
        (*names, *speeds, split.lanes == 4, split.speed)
    };
    let best = best.into_iter().max_by_key(of);
    best.map_or(Split { lanes: 1, speed: 0 }, |(split, _)| split)
}

/// The word in front of the first digit, and the rest, both small.
fn parts(name: &str) -> (String, String) {
    let name = name.trim().to_ascii_lowercase();
    let at = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
    let (word, number) = name.split_at(at);
    (word.trim().to_owned(), number.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::Catalog;

    #[test]
    fn names_of_every_port_lead_back_to_it() {
        let catalog = Catalog::load([]).expect("the built-in vendors are right");
        for platform in catalog.vendors.values().flat_map(|vendor| vendor.platforms.values()) {
            let names = PortNames::of(platform);
            for block in &platform.ports {
                for panel in block.panel.first..=block.panel.last {
                    let name = block.name(panel, block.default_megabits()).expect("has a name");
                    let ports = names.ports([(name.as_str(), None)].into_iter());
                    let title = &platform.title;
                    assert_eq!(
                        ports.numbers.get(&name),
                        Some(&PortNumber::whole(panel)),
                        "{name} of {title}"
                    );
                    for (text, spec) in &block.breakouts {
                        let split = parse_split(text).expect("a split");
                        let lanes: Vec<String> = (1..=split.lanes)
                            .map(|lane| spec.lane_name(block.vendor_number(panel), lane))
                            .collect();
                        let ports = names
                            .ports(lanes.iter().map(|name| (name.as_str(), Some(split.speed))));
                        if ports.splits.is_empty() {
                            continue; // A lane has the name of the whole port.
                        }
                        assert_eq!(
                            ports.splits.get(&panel),
                            Some(&split),
                            "{text} on {panel} of {title}"
                        );
                        let last = lanes.last().and_then(|name| ports.numbers.get(name));
                        assert_eq!(last.and_then(|port| port.lane), Some(split.lanes));
                    }
                }
            }
        }
    }
}
