//! Which subnets a switch is connected to.

use std::net::IpAddr;

use ipnet::IpNet;

use super::Lowering;
use super::index::Index;
use crate::fabric::{StaticRoute, SwitchId, VrfId};

/// Subnets of a switch in a VRF: of its SVIs and its routed ports.
pub(super) fn connected(
    all: Lowering<'_>,
    index: &Index<'_>,
    switch: SwitchId,
    vrf: Option<VrfId>,
) -> Vec<IpNet> {
    let here = index.svis.list(switch).iter();
    let vlans = here.filter(|vlan| all.fabric.vlans[**vlan].vrf == vrf);
    let mut nets: Vec<IpNet> = Vec::new();
    for vlan in vlans {
        nets.extend(all.allocation.svi_ipv4(*vlan, switch).map(IpNet::V4));
        nets.extend(all.allocation.svi_ipv6(*vlan, switch).map(IpNet::V6));
    }
    for (cable, _) in index.cables.list(switch) {
        for (boundary, port) in index.boundary_ports.get(cable).into_iter().flatten() {
            let boundary = &all.fabric.boundaries[*boundary];
            if boundary.vrf == vrf {
                let port = &boundary.ports[*port];
                nets.extend(port.ipv4.map(|net| IpNet::V4(net.value)));
                nets.extend(port.ipv6.map(|net| IpNet::V6(net.value)));
            }
        }
    }
    nets
}

/// Whether a switch may have a static route that names none: its next hop lies in a connected subnet
/// and is not the switch itself. A route that discards is on every switch that routes the VRF.
pub(super) fn reaches(
    all: Lowering<'_>,
    index: &Index<'_>,
    switch: SwitchId,
    route: &StaticRoute,
) -> bool {
    let nets = connected(all, index, switch, route.vrf);
    match route.via {
        Some(via) => holds(&nets, via.value) && nets.iter().all(|net| net.addr() != via.value),
        None => !nets.is_empty(),
    }
}

fn holds(nets: &[IpNet], address: IpAddr) -> bool {
    nets.iter().any(|net| net.contains(&address))
}
