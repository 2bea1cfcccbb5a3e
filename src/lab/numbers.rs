//! What the ports of virtual switches are called.

use std::collections::{BTreeMap, BTreeSet};

use crate::allocate::Allocation;
use crate::device::StandIns;
use crate::fabric::{Fabric, SwitchId};
use crate::vendor::Catalog;
use crate::vendor::ports::PortNumber;
use crate::vendor::schema::{LabNumbers, Platform};

/// The stand-ins of a fabric, and ports that they lack.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) stand_ins: StandIns,
    /// Ports in use for which there is none.
    pub(super) lacking: BTreeSet<(SwitchId, PortNumber)>,
}

impl Numbers {
    /// For every switch whose vendor has a stand-in.
    pub(super) fn of(fabric: &Fabric, allocation: &Allocation, catalog: &Catalog) -> Self {
        let mut out = Self::default();
        let used = used(fabric, allocation);
        for (id, switch) in fabric.switches.iter() {
            let Some(vendor) = catalog.vendor(&switch.vendor) else { continue };
            let (Some(lab), Some(platform)) = (&vendor.lab, vendor.platforms.get(&switch.platform))
            else {
                continue;
            };
            out.stand_ins.switches.insert(id);
            let Some(numbers) = &lab.ports.number else { continue };
            for (port, number) in numbered(numbers, platform, used.get(&id)) {
                out.stand_ins.ports.insert((id, port), numbers.name.number(number));
                if !numbers.range.contains(number) {
                    out.lacking.insert((id, port));
                }
            }
        }
        out
    }
}

/// Ports with a cable.
fn used(fabric: &Fabric, allocation: &Allocation) -> BTreeMap<SwitchId, BTreeSet<PortNumber>> {
    let mut used: BTreeMap<SwitchId, BTreeSet<PortNumber>> = BTreeMap::new();
    for (id, cable) in fabric.cables.iter() {
        for (end, facts) in cable.ends.iter().enumerate() {
            let port = allocation.port(fabric, id, end);
            if let (Some(facts), Some(port)) = (facts.switch_port(), port) {
                used.entry(facts.switch).or_default().insert(port);
            }
        }
    }
    used
}

/// A number for each port: those beyond the range are for ports that the stand-in lacks.
fn numbered(
    numbers: &LabNumbers,
    platform: &Platform,
    ports: Option<&BTreeSet<PortNumber>>,
) -> Vec<(PortNumber, u16)> {
    let ports = ports.into_iter().flatten().copied();
    let mut given: BTreeMap<PortNumber, u16> = BTreeMap::new();
    let mut taken: BTreeSet<u16> = BTreeSet::new();
    let mut left = Vec::new();
    for port in ports {
        let own = platform.block(port.panel).map(|block| block.vendor_number(port.panel));
        let own = own.filter(|_| port.lane.is_none() && !numbers.in_order);
        match own.filter(|own| numbers.range.contains(*own) && taken.insert(*own)) {
            Some(own) => _ = given.insert(port, own),
            None => left.push(port),
        }
    }
    let mut free = (numbers.range.first..=u16::MAX).filter(|number| !taken.contains(number));
    for port in left {
        given.extend(free.next().map(|number| (port, number)));
    }
    given.into_iter().collect()
}
