//! What ports and those at the other end are called.

use super::One;
use super::index::other_end;
use crate::fabric::{CableEnd, CableId, SwitchId};
use crate::vendor::ports::PortNumber;

impl One<'_> {
    /// The vendor's name of a port of this switch that a cable runs into.
    pub(super) fn port_name(self, port: PortNumber, megabits: u32) -> String {
        if let Some(name) = self.all.lab.and_then(|lab| lab.ports.get(&(self.id, port))) {
            return name.clone();
        }
        let name = self.platform.block(port.panel).and_then(|block| match port.lane {
            None => block.name(port.panel, megabits),
            Some(lane) => {
                let split = self.switch.breakouts.get(&port.panel)?;
                Some(block.breakout(split.value)?.lane_name(block.vendor_number(port.panel), lane))
            }
        });
        // Checks have refused ports that the model lacks.
        name.unwrap_or_else(|| port.to_string())
    }

    pub(super) fn speed_of(self, cable: CableId) -> u32 {
        self.all.topology.speeds.get(cable).copied().unwrap_or_default()
    }

    /// Port and name of a cable's end in this switch.
    pub(super) fn cable_port(self, cable: CableId, end: usize) -> Option<(PortNumber, String)> {
        let port = self.all.allocation.port(self.all.fabric, cable, end)?;
        Some((port, self.port_name(port, self.speed_of(cable))))
    }

    /// Another switch at work.
    pub(super) fn other(self, switch: SwitchId) -> Option<Self> {
        Self::of(self.all, self.index, switch)
    }

    /// Who is at the other end of a cable, and in which port in its own naming.
    pub(super) fn peer(self, cable: CableId, end: usize) -> (Option<String>, Option<String>) {
        match other_end(self.all, cable, end) {
            Some(CableEnd::Switch(far)) => {
                let other = self.other(far.switch);
                let port = other
                    .and_then(|other| other.cable_port(cable, 1 - end.min(1)))
                    .map(|(_, name)| name);
                (Some(self.all.fabric.switches[far.switch].name.clone()), port)
            }
            Some(CableEnd::Host(host)) => (Some(self.all.fabric.hosts[*host].name.clone()), None),
            Some(CableEnd::Outside(name)) => (name.as_deref().map(str::to_owned), None),
            None => (None, None),
        }
    }
}
