//! An inventory becomes the draft of a program.

mod cables;
mod fabric;
mod islands;
mod layer2;
mod pairs;
mod places;
mod ports;
mod profiles;

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Kind, Statement};
use super::inventory::{Inventory, What};
use super::models::Model;
use super::names::Names;
use super::notes::Notes;
use super::parts::Parts;
use crate::source::Span;
use islands::Island;
use ports::Socket;

/// Writes a draft.
pub struct Writer<'a> {
    inventory: &'a Inventory<'a>,
    notes: &'a mut Notes,
    draft: Draft,
    /// Zones of kinds of which there are several.
    several: BTreeSet<(String, String)>,
    /// The sites that have a rack of a name.
    sites: BTreeMap<String, BTreeSet<String>>,
    /// Names of switches, hosts, tiers, racks, zones and pairs.
    places: Names,
    vlan_names: Names,
    vrf_names: Names,
    profile_names: Names,
    /// The name of each device.
    device: Vec<String>,
    /// The statement of each switch.
    switch: BTreeMap<usize, usize>,
    /// Tiers by the role that they come from.
    tiers: BTreeMap<String, String>,
    /// Switches that cables join, the largest part first.
    islands: Vec<Island>,
    /// The island of each VLAN, by position.
    vlan_island: BTreeMap<String, usize>,
    /// The DNS domain that all switches share.
    domain: Option<String>,
    /// The port of each cable's ends, where it is one.
    sockets: Vec<[Option<Socket>; 2]>,
    /// How ports are split, by device.
    splits: BTreeMap<usize, BTreeMap<u16, String>>,
    /// The pair that each member is in: its name and statement.
    pair: BTreeMap<usize, (String, usize)>,
    /// Cables that are written down already.
    used: BTreeSet<usize>,
    /// The name and statement of each VLAN and VRF.
    vlan: BTreeMap<String, (String, usize)>,
    vrf: BTreeMap<String, (String, usize)>,
}

/// The draft of an inventory.
pub fn draft<'a>(inventory: &'a Inventory<'a>, notes: &'a mut Notes) -> Draft {
    let mut writer = Writer {
        inventory,
        notes,
        draft: Draft::default(),
        several: BTreeSet::new(),
        sites: BTreeMap::new(),
        places: Names::default(),
        vlan_names: Names::default(),
        vrf_names: Names::default(),
        profile_names: Names::default(),
        device: Vec::new(),
        switch: BTreeMap::new(),
        tiers: BTreeMap::new(),
        islands: Vec::new(),
        vlan_island: BTreeMap::new(),
        domain: None,
        sockets: Vec::new(),
        splits: BTreeMap::new(),
        pair: BTreeMap::new(),
        used: BTreeSet::new(),
        vlan: BTreeMap::new(),
        vrf: BTreeMap::new(),
    };
    writer.name_devices();
    writer.find_ports();
    writer.find_islands();
    writer.fabric();
    writer.zones();
    writer.switches();
    writer.pairs();
    writer.vrfs();
    writer.vlans();
    writer.links();
    writer.hosts();
    writer.draft
}

impl<'a> Writer<'a> {
    /// The model of a switch.
    fn model(&self, device: usize) -> Option<Model<'a>> {
        match self.inventory.devices.get(device)?.what {
            What::Switch(model) => Some(model),
            _ => None,
        }
    }

    /// The name of a device.
    fn name(&self, device: usize) -> &str {
        self.device.get(device).map_or("", String::as_str)
    }

    /// Adds a statement that can do without nothing.
    fn add(
        &mut self,
        kind: Kind,
        what: String,
        at: Option<Span>,
        needs: Vec<usize>,
        text: String,
    ) -> usize {
        self.add_parts(kind, what, at, needs, Parts::line(text))
    }

    /// Adds a statement.
    fn add_parts(
        &mut self,
        kind: Kind,
        what: String,
        at: Option<Span>,
        needs: Vec<usize>,
        parts: Parts,
    ) -> usize {
        self.draft.add(Statement { kind, parts, what, at, within: None, needs })
    }

    /// The bridge that a switch is, or is a member of.
    fn bridge(&self, device: usize) -> (usize, &str) {
        match self.pair.get(&device) {
            Some((name, statement)) => (*statement, name),
            None => (usize::MAX - device, self.name(device)),
        }
    }

    /// Whether links between switches are routed.
    fn is_routed(&self) -> bool {
        self.inventory.routing.underlay.is_some()
    }
}
