//! Documents for the people in the data centre: `docs/` of the output tree.
//!
//! Cabling, addresses, VLANs, BGP sessions and switches, as Markdown for people and as CSV for programs. All of it is said
//! by the devices: [`Reader::entry`] takes from each what is needed, and [`Documents::each`] writes when all were seen. Rows
//! are sorted by what they are about and have no numbers of their own, so that a new rack moves no line of another one.

mod addresses;
mod bgp;
mod cabling;
mod entry;
mod index;
mod markdown;
mod others;
mod plan;
mod rack;
mod ranges;
mod sessions;
mod subnets;
mod switches;
mod table;
mod vlans;

pub use entry::{Entry, Reader};

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use rayon::prelude::*;

use crate::allocate::Allocation;
use crate::fabric::{CableId, Fabric, Handle, SwitchId};
use crate::render::OutputFile;
use crate::topology::Topology;
use crate::vendor::Catalog;
use crate::vendor::ports::PortNumber;
use crate::vendor::schema::{Platform, Vendor};

/// What the documents are made of.
#[derive(Debug)]
pub struct Documents<'a> {
    fabric: &'a Fabric,
    topology: &'a Topology,
    allocation: &'a Allocation,
    catalog: &'a Catalog,
    /// By host name.
    entries: Vec<Entry>,
    /// Where the entry of each switch is.
    places: Vec<Option<usize>>,
    /// By name.
    switches: BTreeMap<&'a str, SwitchId>,
    /// Cables of each switch, ascending by port, with the end that is in it.
    cables: BTreeMap<SwitchId, Vec<(PortNumber, CableId, usize)>>,
}

impl<'a> Documents<'a> {
    /// The documents of a fabric. `entries` are those of all its switches, by host name.
    pub fn of(
        (fabric, topology): (&'a Fabric, &'a Topology),
        allocation: &'a Allocation,
        catalog: &'a Catalog,
        entries: Vec<Entry>,
    ) -> Self {
        let mut places = vec![None; fabric.switches.len()];
        for (place, entry) in entries.iter().enumerate() {
            if let Some(known) = places.get_mut(entry.id.position()) {
                *known = Some(place);
            }
        }
        let mut cables: BTreeMap<SwitchId, Vec<(PortNumber, CableId, usize)>> = BTreeMap::new();
        for (id, cable) in fabric.cables.iter() {
            for (end, facts) in cable.ends.iter().enumerate() {
                if let (Some(port), Some(number)) =
                    (facts.switch_port(), allocation.port(fabric, id, end))
                {
                    cables.entry(port.switch).or_default().push((number, id, end));
                }
            }
        }
        for of_switch in cables.values_mut() {
            of_switch.sort_unstable();
        }
        let switches = fabric.switches.iter().map(|(id, one)| (one.name.as_str(), id)).collect();
        Self { fabric, topology, allocation, catalog, entries, places, switches, cables }
    }

    /// Hands every file to `put`, on many threads. What came of them, in an order that is always the same.
    ///
    /// # Errors
    /// What `put` says.
    pub fn each<T: Send, E: Send>(
        &self,
        put: impl Fn(OutputFile) -> Result<T, E> + Sync,
    ) -> Result<Vec<T>, E> {
        let makers = [cabling::files, plan::files, vlans::files, bgp::files, switches::files];
        let made =
            makers.par_iter().with_max_len(1).map(|make| make(self)).flatten_iter().map(&put);
        let mut all = made.collect::<Result<Vec<T>, E>>()?;
        all.push(put(index::file(self))?);
        let racks = rack::pages(self);
        let pages = racks.par_iter().map(|page| put(page.file(self)));
        all.extend(pages.collect::<Result<Vec<T>, E>>()?);
        Ok(all)
    }

    /// Every cable, by rack, switch and port of its first end.
    pub fn cables(&self) -> Vec<CableId> {
        cabling::sorted(self)
    }

    /// The port of a cable's end, if it is in a switch.
    pub fn port(&self, cable: CableId, end: usize) -> Option<PortNumber> {
        self.allocation.port(self.fabric, cable, end)
    }

    /// What a switch calls a port in use.
    pub fn port_name(&self, switch: SwitchId, port: PortNumber) -> Option<&str> {
        Some(self.entry(switch)?.port(port)?.name.as_str())
    }

    /// Addresses that someone has, by VRF.
    pub fn taken(&self) -> BTreeMap<String, BTreeSet<IpAddr>> {
        plan::taken(self)
    }

    fn entry(&self, switch: SwitchId) -> Option<&Entry> {
        self.entries.get(self.places.get(switch.position()).copied().flatten()?)
    }

    /// Vendor and model of a switch.
    fn hardware(&self, switch: SwitchId) -> Option<(&'a Vendor, &'a Platform)> {
        let facts = &self.fabric.switches[switch];
        self.catalog.platform(&facts.vendor, &facts.platform)
    }

    /// Where a switch stands, if the program says so.
    fn rack(&self, switch: SwitchId) -> &'a str {
        let rack = self.fabric.switches[switch].rack;
        rack.map_or("", |rack| self.fabric.racks[rack].name.as_str())
    }
}
