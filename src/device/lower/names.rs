//! What ports and those at the other end are called.

use rayon::iter::{IntoParallelIterator, ParallelIterator};

use super::index::other_end;
use super::{Lowering, One};
use crate::fabric::{CableEnd, CableId, Handle, Switch, SwitchId, Table};
use crate::vendor::ports::PortNumber;
use crate::vendor::schema::Platform;

/// A port of a switch that a cable runs into.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) switch: SwitchId,
    pub(super) number: PortNumber,
    /// The vendor's name.
    pub(super) name: String,
}

/// The ports of all cables' ends in switches.
pub(super) fn places(all: Lowering<'_>) -> Table<CableId, [Option<Place>; 2]> {
    let models = models(all);
    let one = |position: usize| {
        let cable = CableId::new(position);
        let speed = all.topology.speeds.get(cable).copied().unwrap_or_default();
        Some([0, 1].map(|end| place(all, &models, (cable, end), speed)))
    };
    Table::of_each((0..all.fabric.cables.len()).into_par_iter().map(one).collect())
}

/// The model of each switch.
fn models(all: Lowering<'_>) -> Table<SwitchId, &Platform> {
    let switches = all.fabric.switches.iter();
    let model = |(id, switch): (SwitchId, &Switch)| {
        Some((id, all.catalog.platform(&switch.vendor, &switch.platform)?.1))
    };
    switches.filter_map(model).collect()
}

fn place(
    all: Lowering<'_>,
    models: &Table<SwitchId, &Platform>,
    (cable, end): (CableId, usize),
    megabits: u32,
) -> Option<Place> {
    let id = all.fabric.cables[cable].ends.get(end)?.switch_port()?.switch;
    let number = all.allocation.port(all.fabric, cable, end)?;
    let platform = models.get(id)?;
    let own = all.lab.and_then(|lab| lab.ports.get(&(id, number))).cloned();
    let name = own.or_else(|| port_name(&all.fabric.switches[id], platform, number, megabits));
    // Checks have refused ports that the model lacks.
    Some(Place { switch: id, number, name: name.unwrap_or_else(|| number.to_string()) })
}

/// The vendor's name of a port.
fn port_name(
    switch: &Switch,
    platform: &Platform,
    port: PortNumber,
    megabits: u32,
) -> Option<String> {
    let block = platform.block(port.panel)?;
    let Some(lane) = port.lane else { return block.name(port.panel, megabits) };
    let split = switch.breakouts.get(&port.panel)?;
    Some(block.breakout(split.value)?.lane_name(block.vendor_number(port.panel), lane))
}

impl<'a> One<'a> {
    pub(super) fn speed_of(self, cable: CableId) -> u32 {
        self.all.topology.speeds.get(cable).copied().unwrap_or_default()
    }

    /// Port and name of a cable's end in a switch.
    pub(super) fn cable_port(self, cable: CableId, end: usize) -> Option<(PortNumber, &'a str)> {
        let place = self.index.places.get(cable)?.get(end)?.as_ref()?;
        Some((place.number, place.name.as_str()))
    }

    /// This switch's ports among some cables, in port order.
    pub(super) fn own_ports(self, cables: &[CableId]) -> Vec<(PortNumber, &'a str)> {
        let mut ports = Vec::with_capacity(cables.len());
        for cable in cables {
            let ends = self.index.places.get(*cable).into_iter().flatten().flatten();
            let own = ends.filter(|place| place.switch == self.id);
            ports.extend(own.map(|place| (place.number, place.name.as_str())));
        }
        ports.sort_unstable();
        ports
    }

    /// Who is at the other end of a cable, and in which port in its own naming.
    pub(super) fn peer(self, cable: CableId, end: usize) -> (Option<&'a str>, Option<&'a str>) {
        match other_end(self.all, cable, end) {
            Some(CableEnd::Switch(far)) => {
                let port = self.cable_port(cable, 1 - end.min(1)).map(|(_, name)| name);
                (Some(&self.all.fabric.switches[far.switch].name), port)
            }
            Some(CableEnd::Host(host)) => (Some(&self.all.fabric.hosts[*host].name), None),
            Some(CableEnd::Outside(name)) => (name.as_deref(), None),
            None => (None, None),
        }
    }
}
