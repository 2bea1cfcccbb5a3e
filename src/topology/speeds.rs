use crate::fabric::{CableEnd, CableId, Fabric, PortChoice, SwitchPort, Table};
use crate::vendor::Catalog;

/// Speed of each cable: what the program says for the cable, the host's profile or one of the ports;
/// else the slower of the ports' defaults.
pub(super) fn of(fabric: &Fabric, catalog: &Catalog) -> Table<CableId, u32> {
    let mut speeds = Table::default();
    for (id, cable) in fabric.cables.iter() {
        let ends = || cable.ends.iter().filter_map(CableEnd::switch_port);
        let speed = fabric
            .cable_speed(cable)
            .map(|speed| speed.value)
            .or_else(|| ends().filter_map(|end| of_port(fabric, end)).min())
            .or_else(|| ends().filter_map(|end| default_of(fabric, catalog, end)).min());
        if let Some(speed) = speed {
            speeds.insert(id, speed);
        }
    }
    speeds
}

/// What the program says of a port: its speed, or that of its lanes.
fn of_port(fabric: &Fabric, end: &SwitchPort) -> Option<u32> {
    let port = end.port.fixed()?;
    let switch = &fabric.switches[end.switch];
    let lane =
        port.lane.and_then(|_| switch.breakouts.get(&port.panel)).map(|split| split.value.speed);
    switch.speeds.get(&port).map(|speed| speed.value).or(lane)
}

fn default_of(fabric: &Fabric, catalog: &Catalog, end: &SwitchPort) -> Option<u32> {
    let switch = &fabric.switches[end.switch];
    let platform = catalog.vendors.get(&switch.vendor)?.platforms.get(&switch.platform)?;
    let panel = match &end.port {
        PortChoice::Fixed(port) => port.panel,
        PortChoice::AnyOf(ports) => ports.first()?.panel,
    };
    Some(platform.block(panel)?.default_megabits())
}
