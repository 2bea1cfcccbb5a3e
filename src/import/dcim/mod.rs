//! Inventories of data centres: what NetBox and Nautobot have in common. How each calls it is in its own file.

mod cables;
mod devices;
mod fields;
mod interfaces;
mod ipam;
mod kinds;
pub mod nautobot;
pub mod netbox;
mod rest;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use super::input::Input;
use super::inventory::Inventory;
use super::models::Models;
use super::notes::Notes;
use crate::diagnostic::Diagnostic;
pub use devices::address;
use fields::Fields;
use interfaces::Interface;
use tables::Tables;

/// Reads the files of an inventory.
///
/// # Errors
/// One cannot be read.
pub fn read<'a>(
    inputs: &[Input],
    fields: &'static Fields,
    models: &Models<'a>,
    notes: &mut Notes,
) -> Result<Inventory<'a>, Diagnostic> {
    let tables = Tables::read(inputs)?;
    tables.pages_missing(notes);
    tables.unresolved(notes);
    let mut reader = Reader {
        tables: &tables,
        fields,
        models,
        notes,
        inventory: Inventory { from: fields.from, links_carry_all: true, ..Inventory::default() },
        by_name: BTreeMap::new(),
        by_id: BTreeMap::new(),
        interfaces: BTreeMap::new(),
        interface_ids: BTreeMap::new(),
        feeds: BTreeMap::new(),
        cable_at: BTreeMap::new(),
        described: BTreeSet::new(),
    };
    reader.devices();
    reader.interfaces();
    reader.cables();
    reader.vlans();
    reader.addresses();
    reader.vrfs();
    reader.rest();
    reader.zones_of_power();
    let mut inventory = reader.inventory;
    inventory.name = name(&inventory);
    Ok(inventory)
}

/// The site of all switches, if there is one.
fn name(inventory: &Inventory<'_>) -> String {
    let switches = inventory.devices.iter().filter(|device| device.what.is_switch());
    let mut sites = switches.flat_map(|device| &device.zones).filter(|(kind, _)| kind == "site");
    let Some((_, first)) = sites.next() else { return "imported".to_owned() };
    if sites.all(|(_, other)| other == first) { first.clone() } else { "imported".to_owned() }
}

struct Reader<'r, 'a> {
    tables: &'r Tables,
    fields: &'static Fields,
    models: &'r Models<'a>,
    notes: &'r mut Notes,
    inventory: Inventory<'a>,
    /// Devices by name in small letters, with their sites.
    by_name: BTreeMap<String, Vec<(String, usize)>>,
    by_id: BTreeMap<String, usize>,
    /// Interfaces by device and name.
    interfaces: BTreeMap<(usize, String), Interface>,
    interface_ids: BTreeMap<String, (usize, String)>,
    /// What feeds a device with power.
    feeds: BTreeMap<usize, Vec<String>>,
    /// The cable at each interface.
    cable_at: BTreeMap<(usize, String), usize>,
    /// Interfaces whose description stands at what is attached to them.
    described: BTreeSet<(usize, String)>,
}
