//! Elements that stand in a device twice know the same statements in both places.

use crate::device::lower::leaks;
use crate::device::model::{Device, OspfInterface};

pub(super) fn settle(device: &mut Device) {
    let interfaces: Vec<(bool, OspfInterface)> = device
        .ospf
        .iter()
        .flat_map(|ospf| {
            let all = ospf.areas.iter().flat_map(|area| &area.interfaces);
            all.map(|one| (ospf.v3.is_some(), one.clone()))
        })
        .collect();
    let told = |one: &mut Option<Box<OspfInterface>>, v3: bool| {
        let Some(one) = one else { return };
        let found = interfaces.iter().find(|(of, known)| *of == v3 && known.name == one.name);
        if let Some((_, known)) = found {
            one.origins = known.origins.clone();
        }
    };
    for port in &mut device.ports {
        let subs = port.subinterfaces.iter_mut().map(|sub| &mut sub.routed);
        for routed in port.routed.iter_mut().chain(subs) {
            told(&mut routed.ospf_v2, false);
            told(&mut routed.ospf_v3, true);
        }
    }
    for svi in &mut device.svis {
        told(&mut svi.ospf_v2, false);
        told(&mut svi.ospf_v3, true);
    }
    for way in &mut device.pair_routing {
        told(&mut way.ospf_v2, false);
        told(&mut way.ospf_v3, true);
    }
    for loopback in &mut device.loopbacks {
        told(&mut loopback.ospf_v2, false);
        told(&mut loopback.ospf_v3, true);
    }
    leaks::share_with_bgp(device);
    for vrf in &mut device.vrfs {
        let name = Some(&vrf.name);
        let routes = device.static_routes.iter().filter(|route| route.vrf.as_ref() == name);
        for (copy, route) in vrf.static_routes.iter_mut().zip(routes) {
            copy.origins = route.origins.clone();
        }
        let relays = &device.dhcp_relays;
        vrf.dhcp_relay = relays.iter().find(|relay| relay.vrf.as_ref() == name).cloned();
        if vrf.bgp.is_some() {
            let all = device.bgp.iter().flat_map(|bgp| &bgp.vrfs);
            vrf.bgp = all.into_iter().find(|known| known.vrf.as_ref() == name).cloned();
        }
        vrf.ospf = device.ospf.iter().filter(|known| known.vrf.as_ref() == name).cloned().collect();
    }
    device.dhcp_relay = device.dhcp_relays.iter().find(|relay| relay.vrf.is_none()).cloned();
}
