//! Addresses of one switch.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use crate::device::model::{Address, Device, Routed, SviAddress};

/// A routing table, as people call it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Vrf {
    /// The default VRF.
    Default,
    /// The management network, whatever a vendor calls its VRF.
    Management,
    /// A tenant's, or that of a keepalive.
    Named(Arc<str>),
}

impl Vrf {
    pub(super) fn of(name: Option<&str>) -> Self {
        name.map_or(Self::Default, |name| Self::Named(name.into()))
    }
}

impl fmt::Display for Vrf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Management => f.write_str("management"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// An address that a switch has.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) vrf: Vrf,
    pub(super) ip: IpAddr,
    pub(super) length: u8,
    /// What it is: `loopback`, `own address`.
    pub(super) role: &'static str,
    /// The interface, as the switch names it.
    pub(super) interface: String,
}

/// Every address of a device that is its own. Gateways, as `is_gateway` tells by VLAN and address, belong to the VLAN.
pub(super) fn held(device: &Device, is_gateway: impl Fn(u16, IpAddr) -> bool) -> Vec<Held> {
    let mut all = List::default();
    if let Some(management) = &device.management {
        let both = [&management.ipv4, &management.ipv6];
        all.take(&Vrf::Management, both, "management", &management.interface);
    }
    for loopback in &device.loopbacks {
        let vrf = Vrf::of(loopback.vrf.as_deref());
        all.take(&vrf, [&loopback.ipv4, &loopback.ipv6], "loopback", &loopback.name);
        let shared = [&loopback.shared_ipv4, &loopback.shared_ipv6];
        all.take(&vrf, shared, "tunnel endpoint of the pair", &loopback.name);
    }
    all.tunnel_endpoint(device);
    let keepalive = device.mlag.as_ref().and_then(|mlag| mlag.keepalive.interface.as_deref());
    for port in &device.ports {
        let role = if keepalive == Some(port.name.as_str()) { "keepalive" } else { "link" };
        all.routed(port.routed.as_ref(), role, &port.name);
        for sub in &port.subinterfaces {
            all.routed(Some(&sub.routed), "link", &sub.name);
        }
    }
    for lag in &device.lags {
        all.routed(lag.routed.as_ref(), "link", &lag.name);
    }
    for svi in &device.svis {
        let vrf = Vrf::of(svi.vrf.as_deref());
        let faces = [&svi.ipv4, &svi.ipv6].into_iter().flatten();
        for SviAddress { own, .. } in faces {
            if !is_gateway(svi.vlan, own.ip()) {
                all.take(&vrf, [&Some(*own)], "own address", &svi.name);
            }
        }
    }
    if let Some(mlag) = &device.mlag {
        let interface = mlag.peer_interface.as_deref().unwrap_or(&mlag.peer_link);
        all.take(&Vrf::Default, [&mlag.local_address], "peer link", interface);
    }
    for way in &device.pair_routing {
        let vrf = Vrf::of(way.vrf.as_deref());
        all.take(
            &vrf,
            [&way.ipv4, &way.ipv6],
            "routing to the pair's other member",
            &way.interface,
        );
    }
    all.0
}

#[derive(Default)]
struct List(Vec<Held>);

impl List {
    fn take<'a>(
        &mut self,
        vrf: &Vrf,
        addresses: impl IntoIterator<Item = &'a Option<Address>>,
        role: &'static str,
        interface: &str,
    ) {
        for address in addresses.into_iter().flatten() {
            let ip = address.ip();
            let known = self.0.iter().any(|held| held.ip == ip && held.vrf == *vrf);
            if !known {
                let (vrf, interface) = (vrf.clone(), interface.to_owned());
                self.0.push(Held { vrf, ip, length: address.length(), role, interface });
            }
        }
    }

    fn routed(&mut self, routed: Option<&Routed>, role: &'static str, interface: &str) {
        let Some(routed) = routed else { return };
        let vrf = Vrf::of(routed.vrf.as_deref());
        self.take(&vrf, [&routed.ipv4, &routed.ipv6], role, interface);
    }

    /// A loopback that tunnels begin at is told apart, unless it is the router id's.
    fn tunnel_endpoint(&mut self, device: &Device) {
        let Some(vtep) = &device.vtep else { return };
        let addresses = [Some(vtep.address), vtep.shared_address];
        for held in &mut self.0 {
            let is_router_id = || device.router_id == Some(held.ip.to_string());
            if addresses.contains(&Some(held.ip)) && !is_router_id() {
                let shared = vtep.shared_address == Some(held.ip);
                let shared = shared || (vtep.pair && vtep.shared_address.is_none());
                held.role = if shared { "tunnel endpoint of the pair" } else { "tunnel endpoint" };
            }
        }
    }
}
