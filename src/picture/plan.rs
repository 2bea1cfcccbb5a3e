//! Where everything is drawn: boundaries on top, tiers below, racks in rows at the bottom.

use std::collections::{BTreeMap, BTreeSet};

use super::levels::{Joined, joined, levels};
use super::names::host_place;
use crate::fabric::{Fabric, Handle, HostId, RackId, SwitchId, ZoneId, ZoneKind};

/// Height of a switch.
pub(super) const SWITCH: usize = 32;
/// Between the members of a pair, where the peer link is.
pub(super) const PEER: usize = 14;
/// Around everything.
pub(super) const MARGIN: usize = 16;
/// Side of a zone's mark, with the space beside it.
pub(super) const MARK: usize = 13;
/// Around the switches of a rack, and the lines above and below them.
const PAD: usize = 7;
const HEAD: usize = 18;
pub(super) const FOOT: usize = 15;
/// Rows are no wider than this, unless a single thing is.
const WIDEST: usize = 1240;
const NARROWEST: usize = 520;
/// Between things in a row, between rows, and between levels, where the links are.
const GAP: usize = 12;
const ROW: usize = 16;
const LEVEL: usize = 64;

/// A place in the picture.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spot {
    pub(super) x: usize,
    pub(super) y: usize,
    pub(super) width: usize,
    pub(super) height: usize,
}

impl Spot {
    pub(super) fn middle(self) -> usize {
        self.x + self.width / 2
    }
    pub(super) fn bottom(self) -> usize {
        self.y + self.height
    }
}

/// A switch as it is drawn.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) spot: Spot,
    pub(super) label: String,
    /// Zones to be marked on it.
    pub(super) zones: Vec<ZoneId>,
}

/// Switches that are drawn together: a rack, a pair, or one switch.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) spot: Spot,
    /// The rack, when a frame is drawn.
    pub(super) rack: Option<RackId>,
    /// Zones that the whole rack is in.
    pub(super) zones: Vec<ZoneId>,
    /// Where its hosts are, as losses name it.
    pub(super) place: String,
    pub(super) hosts: BTreeMap<String, usize>,
    pub(super) switches: Vec<SwitchId>,
}

/// A boundary as it is drawn.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) spot: Spot,
    pub(super) boundary: usize,
    pub(super) switches: BTreeSet<SwitchId>,
}

/// Everything in its place.
#[derive(Debug, Default)]
pub(super) struct Plan {
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) levels: Vec<usize>,
    pub(super) switches: BTreeMap<SwitchId, Drawn>,
    pub(super) units: Vec<Unit>,
    pub(super) ways: Vec<Way>,
    pub(super) joined: Joined,
    /// Zones with a mark: all but racks.
    pub(super) zones: Vec<ZoneId>,
}

impl Plan {
    pub(super) fn of(fabric: &Fabric) -> Self {
        let joined = joined(fabric);
        let levels = levels(fabric, &joined);
        let zones = fabric.zones.iter().filter(|(_, zone)| zone.kind != ZoneKind::Rack);
        let zones = zones.map(|(id, _)| id).collect();
        let mut plan = Self { levels, joined, zones, width: NARROWEST, ..Self::default() };
        let mut rows: Vec<(bool, Vec<Unit>)> = Vec::new();
        let top = plan.levels.iter().max().copied().unwrap_or_default();
        for level in (0..=top).rev() {
            let units = plan.units_of(fabric, level);
            for (position, row) in wrapped(units).into_iter().enumerate() {
                rows.push((position == 0, row));
            }
        }
        let widest = rows.iter().map(|(_, row)| width(row)).max().unwrap_or_default();
        plan.width = plan.width.max(widest + 2 * MARGIN);
        plan.ways(fabric);
        let mut y = plan.ways.iter().map(|way| way.spot.bottom()).max().unwrap_or_default();
        for (first, row) in rows {
            y += match (y, first) {
                (0, _) => MARGIN,
                (_, true) => LEVEL,
                (_, false) => ROW,
            };
            y += plan.put(row, y);
        }
        plan.count_hosts(fabric);
        plan.height = y + MARGIN;
        plan
    }

    /// The letter of a zone, or its number when there are many.
    pub(super) fn mark(&self, zone: ZoneId) -> Option<(usize, String)> {
        let position = self.zones.binary_search(&zone).ok()?;
        let letter = u8::try_from(position).ok().filter(|_| self.zones.len() <= 26);
        let text = match letter {
            Some(letter) => char::from(b'A' + letter).to_string(),
            None => (position + 1).to_string(),
        };
        Some((position, text))
    }

    fn units_of(&mut self, fabric: &Fabric, level: usize) -> Vec<Unit> {
        let mut units = Vec::new();
        let mut done: BTreeSet<SwitchId> = BTreeSet::new();
        for (id, switch) in fabric.switches.iter() {
            if self.levels[id.position()] != level || done.contains(&id) {
                continue;
            }
            let rack = switch.rack.filter(|_| level == 0);
            let all: Vec<SwitchId> = match (rack, switch.pair) {
                (Some(rack), _) => fabric.racks[rack].switches.clone(),
                (None, Some(pair)) => fabric.pairs[pair].members.to_vec(),
                (None, None) => vec![id],
            };
            let here = all.into_iter().filter(|one| {
                self.levels[one.position()] == level
                    && (level > 0 || fabric.switches[*one].rack == switch.rack)
            });
            let here = side_by_side(fabric, &here.collect::<Vec<_>>());
            done.extend(&here);
            units.push(self.unit(fabric, rack, here));
        }
        units
    }

    fn unit(&mut self, fabric: &Fabric, rack: Option<RackId>, switches: Vec<SwitchId>) -> Unit {
        let zones = rack.map(|rack| self.marked(&fabric.racks[rack].zones)).unwrap_or_default();
        let mut x = 0;
        let mut last = None;
        for id in &switches {
            let switch = &fabric.switches[*id];
            let label = label(fabric, rack, &switch.name);
            let mut own = self.marked(&switch.zones);
            own.retain(|zone| !zones.contains(zone));
            if last.is_some() {
                x += if switch.pair.is_some() && switch.pair == last.flatten() { PEER } else { 6 };
            }
            last = Some(switch.pair);
            let width = (text_width(&label) + 14).max(own.len() * MARK + 8).max(30);
            let spot = Spot { x, y: 0, width, height: SWITCH };
            x += width;
            self.switches.insert(*id, Drawn { spot, label, zones: own });
        }
        let names = switches.iter().map(|switch| fabric.switches[*switch].name.as_str());
        let (place, width, height) = match rack {
            None => (names.collect::<Vec<_>>().join(", "), x, SWITCH + FOOT),
            Some(rack) => {
                let name = &fabric.racks[rack].name;
                let head = text_width(name) + zones.len() * MARK + 6;
                let wide = x.max(head).max(text_width("00 servers"));
                (name.clone(), wide + 2 * PAD, HEAD + SWITCH + FOOT + 2)
            }
        };
        let spot = Spot { x: 0, y: 0, width, height };
        // What is in a rack is in its middle.
        let shift = rack.map_or(0, |_| (width - x) / 2);
        for id in &switches {
            if let Some(drawn) = self.switches.get_mut(id) {
                drawn.spot.x += shift;
            }
        }
        Unit { spot, rack, zones, place, hosts: BTreeMap::new(), switches }
    }

    fn marked(&self, zones: &[ZoneId]) -> Vec<ZoneId> {
        zones.iter().copied().filter(|zone| self.zones.binary_search(zone).is_ok()).collect()
    }

    /// Puts a row in the middle of the picture; how high it is.
    fn put(&mut self, row: Vec<Unit>, y: usize) -> usize {
        let height = row.iter().map(|unit| unit.spot.height).max().unwrap_or_default();
        let mut x = (self.width - width(&row).min(self.width)) / 2;
        for mut unit in row {
            unit.spot.x = x;
            unit.spot.y = y;
            for id in &unit.switches {
                if let Some(drawn) = self.switches.get_mut(id) {
                    drawn.spot.x += x;
                    drawn.spot.y = y + if unit.rack.is_some() { HEAD } else { 0 };
                }
            }
            x += unit.spot.width + GAP;
            self.units.push(unit);
        }
        height
    }

    fn ways(&mut self, fabric: &Fabric) {
        let mut x = 0;
        for (position, boundary) in fabric.boundaries.iter().enumerate() {
            let ports = boundary.ports.iter().map(|port| port.switch);
            let peers = boundary.peers.iter().flat_map(|peer| &peer.on);
            let on: BTreeSet<SwitchId> =
                ports.chain(boundary.on.iter().copied()).chain(peers.copied()).collect();
            let width = text_width(&boundary.name) + 28;
            let spot = Spot { x, y: MARGIN, width, height: 24 };
            x += width + 2 * GAP;
            self.ways.push(Way { spot, boundary: position, switches: on });
        }
        let row = x.saturating_sub(2 * GAP);
        self.width = self.width.max(row + 2 * MARGIN);
        let shift = (self.width - row) / 2;
        for way in &mut self.ways {
            way.spot.x += shift;
        }
    }

    fn count_hosts(&mut self, fabric: &Fabric) {
        let mut unit_of: BTreeMap<SwitchId, usize> = BTreeMap::new();
        let mut by_place: BTreeMap<String, usize> = BTreeMap::new();
        for (position, unit) in self.units.iter().enumerate() {
            by_place.insert(unit.place.clone(), position);
            unit_of.extend(unit.switches.iter().map(|switch| (*switch, position)));
        }
        for (id, host) in fabric.hosts.iter() {
            let place = host_place(fabric, id);
            let first = || first_switch(fabric, id).and_then(|switch| unit_of.get(&switch));
            let Some(position) = by_place.get(&place).or_else(first).copied() else { continue };
            let unit = &mut self.units[position];
            *unit.hosts.entry(host.kind.to_string()).or_default() += 1;
            if unit.rack.is_none() && !by_place.contains_key(&place) {
                unit.place = place;
            }
        }
    }
}

fn first_switch(fabric: &Fabric, host: HostId) -> Option<SwitchId> {
    let first = fabric.hosts[host].attachments.first()?;
    fabric.attachments[*first].switches.first().copied()
}

/// Members of a pair beside each other.
fn side_by_side(fabric: &Fabric, switches: &[SwitchId]) -> Vec<SwitchId> {
    let mut out: Vec<SwitchId> = Vec::new();
    for id in switches {
        if out.contains(id) {
            continue;
        }
        out.push(*id);
        let pair = fabric.switches[*id].pair.map(|pair| fabric.pairs[pair].members);
        let others = pair.into_iter().flatten();
        out.extend(others.filter(|other| other != id && switches.contains(other)));
    }
    out
}

/// The name of a switch, in its rack without the rack's.
fn label(fabric: &Fabric, rack: Option<RackId>, name: &str) -> String {
    let rack = rack.map(|rack| fabric.racks[rack].name.as_str());
    let short = rack.and_then(|rack| name.strip_prefix(rack)?.strip_prefix('-'));
    short.filter(|short| !short.is_empty()).unwrap_or(name).to_owned()
}

/// About how wide a text is: all letters of the font are.
fn text_width(text: &str) -> usize {
    text.chars().count() * 64 / 10
}

fn width(row: &[Unit]) -> usize {
    let all: usize = row.iter().map(|unit| unit.spot.width).sum();
    all + row.len().saturating_sub(1) * GAP
}

/// Rows that are about equally long.
fn wrapped(units: Vec<Unit>) -> Vec<Vec<Unit>> {
    let rows = width(&units).div_ceil(WIDEST).max(1);
    let most = (width(&units) / rows + 160).min(WIDEST);
    let mut out: Vec<Vec<Unit>> = vec![Vec::new()];
    let mut used = 0;
    for unit in units {
        let wide = unit.spot.width + GAP;
        if used > 0 && used + unit.spot.width > most {
            out.push(Vec::new());
            used = 0;
        }
        used += wide;
        if let Some(row) = out.last_mut() {
            row.push(unit);
        }
    }
    out
}
