//! Routed ports and loopbacks.

use super::One;
use super::values::{address, member_address};
use crate::device::model::{Loopback, Routed, Vlan};
use crate::fabric::{CableId, CableUse};

impl One<'_> {
    /// Layer-3 settings of a cable's end, if it has any.
    pub(super) fn routed_port(self, cable: CableId, end: usize) -> Option<Routed> {
        match self.all.fabric.cables[cable].purpose {
            CableUse::Boundary(boundary, port) => {
                let boundary = &self.all.fabric.boundaries[boundary];
                let port = boundary.ports.get(port)?;
                Some(Routed {
                    vrf: self.vrf_name(boundary.vrf),
                    ipv4: port.ipv4.map(|net| address(net.value)),
                    ipv6: port.ipv6.map(|net| address(net.value)),
                    ip_mtu: port.mtu.map_or(1500, |mtu| mtu.value),
                })
            }
            CableUse::Keepalive(pair) => {
                let net = self.all.allocation.keepalive_links.get(&pair).copied()?;
                let member = u8::try_from(end.min(1)).ok()?;
                Some(Routed {
                    vrf: Some(self.vendor.management.keepalive_vrf.clone()),
                    ipv4: member_address(net, member).map(address),
                    ipv6: None,
                    ip_mtu: 1500,
                })
            }
            CableUse::Fabric | CableUse::PeerLink(_) | CableUse::Host(_) => None,
        }
    }

    pub(super) fn loopbacks(self) -> Vec<Loopback> {
        let ipv4 = self.all.allocation.loopback_ipv4.get(&self.id).copied();
        let ipv6 = self.all.allocation.loopback_ipv6.get(&self.id).copied();
        if ipv4.is_none() && ipv6.is_none() {
            return Vec::new();
        }
        vec![Loopback {
            number: 0,
            name: self.vendor.names.loopback.number(0),
            description: "router id".to_owned(),
            vrf: None,
            ipv4: ipv4.map(|ip| address(ipnet::Ipv4Net::from(ip))),
            ipv6: ipv6.map(|ip| address(ipnet::Ipv6Net::from(ip))),
        }]
    }

    pub(super) fn vlans(self, svis: &[crate::device::model::Svi]) -> Vec<Vlan> {
        self.bridge_vlans()
            .iter()
            .map(|vlan| &self.all.fabric.vlans[*vlan])
            .map(|vlan| Vlan {
                id: vlan.id,
                name: vlan.name.clone(),
                description: vlan.description.clone(),
                svi: svis.iter().find(|svi| svi.vlan == vlan.id).map(|svi| svi.name.clone()),
            })
            .collect()
    }
}
