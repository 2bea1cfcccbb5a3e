//! A switch as the virtual one that stands in for it in a lab.

use std::sync::Arc;

use crate::device::model::Device;
use crate::vendor::schema::{Lab, LabPart};

/// Takes off a device what its stand-in has not: speeds, lanes, and what its vendor's folder names. Names of ports are
/// the stand-in's already.
pub(super) fn stand_in(device: &mut Device, lab: &Lab) {
    device.traits.clone_from(&lab.traits);
    device.breakouts.clear();
    device.speed_groups.clear();
    for port in &mut device.ports {
        (port.lane, port.speed, port.split_speed) = (None, None, None);
    }
    // Raw lines are in the syntax of the format that the program is written for.
    if lab.format != device.format {
        device.verbatim.clear();
        device.format.clone_from(&lab.format);
    }
    if let (Some(management), Some(own)) = (&mut device.management, &lab.management) {
        management.interface.clone_from(&own.interface);
        if let Some(net) = own.ipv4 {
            management.ipv4 = Some(net.into());
            management.gateway_ipv4 = own.gateway_ipv4.map(|gateway| gateway.to_string());
            (management.ipv6, management.gateway_ipv6) = (None, None);
        }
    }
    if lab.without.contains(&LabPart::Banner) {
        Arc::make_mut(&mut device.system).banner.clear();
    }
    if lab.without.contains(&LabPart::Aaa) {
        let system = Arc::make_mut(&mut device.system);
        system.tacacs.clear();
        system.radius.clear();
        (device.features.tacacs, device.features.radius) = (false, false);
    }
}
