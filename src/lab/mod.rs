//! The fabric as a lab: `lab/` of the output tree, a topology of containerlab with a configuration for each switch.
//!
//! Which virtual switch stands in for which, and what it cannot do, is data of the vendors' folders. Configurations are
//! printed by the same templates as those of the real switches, from devices lowered with the stand-ins' names of ports,
//! so that what differs is what must, and `lab/README.md` says all of it.

mod check;
pub mod codes;
mod config;
mod hosts;
mod management;
mod nodes;
mod numbers;
mod outside;
mod readme;
mod topology;

pub use check::check;

use std::collections::BTreeMap;

use crate::device::{Lowering, lower_some};
use crate::diagnostic::Diagnostic;
use crate::documents::Documents;
use crate::fabric::{CableEnd, CableId, Fabric, SwitchId, natural};
use crate::render::OutputFile;
use crate::vendor::Catalog;
use crate::vendor::schema::Lab as Facts;
use management::Network;
use nodes::Plain;
use numbers::Numbers;

/// The largest fabric of which there is a lab, in switches: more run on no one machine.
pub const LARGEST: usize = 250;
/// The most interfaces that hosts of a lab have in VLANs.
pub const MOST_INTERFACES: usize = 50_000;

/// What a lab is made of.
struct Lab<'a> {
    fabric: &'a Fabric,
    catalog: &'a Catalog,
    documents: &'a Documents<'a>,
    numbers: Numbers,
    /// Switches in the lab, by name.
    switches: Vec<SwitchId>,
    network: Network,
    hosts: Vec<Plain>,
    outside: Vec<Plain>,
    /// Cables in the lab, and those that are not.
    cables: Vec<CableId>,
    left: Vec<CableId>,
}

/// The files of `lab/`.
///
/// # Errors
/// A template fails, or the catalog lacks a format.
pub fn files(
    lowering: Lowering<'_>,
    documents: &Documents<'_>,
) -> Result<Vec<OutputFile>, Vec<Diagnostic>> {
    let fabric = lowering.fabric;
    if fabric.switches.len() > LARGEST {
        let much =
            format!("the fabric has {} switches, and more than {LARGEST}", fabric.switches.len());
        return Ok(vec![readme::too_large(fabric, &much)]);
    }
    let interfaces = lowering.topology.host_vlans(fabric);
    if interfaces > MOST_INTERFACES {
        let much = format!(
            "its hosts have {interfaces} interfaces in VLANs, and more than {MOST_INTERFACES}"
        );
        return Ok(vec![readme::too_large(fabric, &much)]);
    }
    let lab = Lab::of(lowering, documents);
    let stand_ins = &lab.numbers.stand_ins;
    let wanted =
        |name: &str| lab.switches.iter().any(|id| lowering.fabric.switches[*id].name == name);
    let devices = lower_some(Lowering { lab: Some(stand_ins), ..lowering }, wanted);
    let configs = config::all(lowering.catalog, &devices)?;
    let paths: BTreeMap<&str, &str> =
        configs.iter().map(|one| (one.switch.as_str(), one.file.path.as_str())).collect();
    let mut files = vec![readme::file(&lab), topology::file(&lab, &paths)];
    files.extend(configs.into_iter().map(|one| one.file));
    Ok(files)
}

impl<'a> Lab<'a> {
    fn of(lowering: Lowering<'a>, documents: &'a Documents<'a>) -> Self {
        let Lowering { fabric, allocation, catalog, .. } = lowering;
        let numbers = Numbers::of(fabric, allocation, catalog);
        let mut switches: Vec<SwitchId> = numbers.stand_ins.switches.iter().copied().collect();
        switches.sort_by(|a, b| natural(&fabric.switches[*a].name, &fabric.switches[*b].name));
        let there = |cable: &CableId| {
            fabric.cables[*cable].ends.iter().enumerate().all(|(end, facts)| match facts {
                CableEnd::Switch(port) => {
                    let number = allocation.port(fabric, *cable, end);
                    numbers.stand_ins.switches.contains(&port.switch)
                        && number
                            .is_some_and(|number| !numbers.lacking.contains(&(port.switch, number)))
                }
                CableEnd::Host(_) | CableEnd::Outside(_) => true,
            })
        };
        let (cables, left): (Vec<CableId>, Vec<CableId>) =
            documents.cables().into_iter().partition(there);
        let mut addresses = nodes::Addresses::of(documents);
        Self {
            fabric,
            catalog,
            documents,
            network: Network::of(fabric, allocation, &switches),
            hosts: hosts::all(lowering, &cables, &mut addresses),
            outside: outside::all(fabric, documents, &cables),
            numbers,
            switches,
            cables,
            left,
        }
    }

    /// What stands in for a switch.
    fn facts(&self, switch: SwitchId) -> Option<&'a Facts> {
        self.catalog.vendor(&self.fabric.switches[switch].vendor)?.lab.as_ref()
    }

    /// What containerlab calls an end of a cable: node and interface.
    fn endpoint(&self, cable: CableId, end: usize) -> Option<(String, String)> {
        let plain = |all: &[Plain]| {
            let node = all.iter().find(|node| node.links.contains_key(&cable))?;
            Some((node.name.clone(), node.links.get(&cable)?.clone()))
        };
        match self.fabric.cables[cable].ends.get(end)? {
            CableEnd::Switch(port) => {
                let name = &self.fabric.switches[port.switch].name;
                Some((name.clone(), self.interface(cable, end, port.switch)?))
            }
            CableEnd::Host(_) => plain(&self.hosts),
            CableEnd::Outside(_) => plain(&self.outside),
        }
    }

    fn interface(&self, cable: CableId, end: usize, switch: SwitchId) -> Option<String> {
        let number = self.documents.port(cable, end)?;
        if let Some(name) = self.numbers.stand_ins.ports.get(&(switch, number)) {
            return Some(name.clone());
        }
        let mut name = self.documents.port_name(switch, number)?.to_owned();
        for (from, to) in self.facts(switch)?.ports.keep.iter().flatten() {
            name = name.replace(from, to);
        }
        Some(name)
    }
}
