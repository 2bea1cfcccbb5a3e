//! Routed ports and loopbacks.

use super::One;
use super::values::member_address;
use crate::device::model::{Address, Origins, Routed, Subinterface, Svi, Vlan};
use crate::fabric::{Boundary, BoundaryPort, CableId, CableUse};

impl<'a> One<'a> {
    /// Layer-3 settings of a cable's end, if it has any.
    pub(super) fn routed_port(self, cable: CableId, end: usize) -> Option<Routed> {
        match self.all.fabric.cables[cable].purpose {
            CableUse::Boundary(..) => {
                let all = self.boundary_ports(cable);
                let plain = all.iter().find(|(_, port)| port.tag.is_none());
                let widest = all.iter().filter_map(|(_, port)| port.mtu).map(|mtu| mtu.value).max();
                // A port with subinterfaces has no address of its own.
                let bare = plain_routed(widest.unwrap_or(1500));
                Some(plain.map_or(bare, |(boundary, port)| self.boundary_routed(boundary, port)))
            }
            CableUse::Routed => self.underlay_port(cable, end),
            CableUse::Keepalive(pair) => {
                let net = self.all.allocation.keepalive_links.get(&pair).copied()?;
                let member = u8::try_from(end.min(1)).ok()?;
                Some(Routed {
                    vrf: Some(self.vendor.management.keepalive_vrf.clone()),
                    ipv4: member_address(net, member).map(Address::from),
                    ..plain_routed(1500)
                })
            }
            CableUse::Fabric | CableUse::PeerLink(_) | CableUse::Host(_) => None,
        }
    }

    /// Ports of boundaries at a cable: one, or several with tags.
    pub(super) fn boundary_ports(self, cable: CableId) -> Vec<(&'a Boundary, &'a BoundaryPort)> {
        let found = self.index.boundary_ports.get(&cable).into_iter().flatten();
        found
            .filter_map(|(boundary, port)| {
                let boundary = self.all.fabric.boundaries.get(*boundary)?;
                Some((boundary, boundary.ports.get(*port)?))
            })
            .collect()
    }

    fn boundary_routed(self, boundary: &Boundary, port: &BoundaryPort) -> Routed {
        Routed {
            vrf: self.vrf_name(boundary.vrf),
            ipv4: port.ipv4.map(|net| net.value.into()),
            ipv6: port.ipv6.map(|net| net.value.into()),
            access: self.access(&boundary.access, (port.ipv4.is_some(), port.ipv6.is_some())),
            ..plain_routed(port.mtu.map_or(1500, |mtu| mtu.value))
        }
    }

    /// Tagged subinterfaces of a port, by tag.
    pub(super) fn subinterfaces(self, cable: CableId, name: &str) -> Vec<Subinterface> {
        let mut out: Vec<Subinterface> = self
            .boundary_ports(cable)
            .into_iter()
            .filter_map(|(boundary, port)| {
                let tag = port.tag?.value;
                let routed = self.boundary_routed(boundary, port);
                Some(Subinterface {
                    origins: Origins::default(),
                    name: format!("{name}.{tag}"),
                    tag,
                    description: port.description.clone().unwrap_or_else(|| boundary.name.clone()),
                    mtu: super::values::mtu(&self.vendor.mtu.routed, routed.ip_mtu),
                    routed,
                })
            })
            .collect();
        out.sort_by_key(|one| one.tag);
        out
    }

    pub(super) fn vlans(self, svis: &[crate::device::model::Svi]) -> Vec<Vlan> {
        self.bridge_vlans()
            .iter()
            .map(|vlan| (*vlan, &self.all.fabric.vlans[*vlan]))
            .map(|(id, vlan)| Vlan {
                origins: Origins::default(),
                id: vlan.id,
                name: vlan.name.clone(),
                description: vlan.description.clone(),
                svi: svi_of(svis, vlan.id).map(str::to_owned),
                trunks: Vec::new(),
                access: Vec::new(),
                overlay: self.overlay_vlan(id, svi_of(svis, vlan.id)),
            })
            .collect()
    }
}

fn svi_of(svis: &[Svi], vlan: u16) -> Option<&str> {
    svis.iter().find(|svi| svi.vlan == vlan).map(|svi| svi.name.as_str())
}

/// A routed port of the default VRF without addresses.
fn plain_routed(ip_mtu: u32) -> Routed {
    Routed {
        origins: Origins::default(),
        vrf: None,
        ipv4: None,
        ipv6: None,
        ip_mtu,
        underlay: None,
        unnumbered: None,
        ipv4_unnumbered: None,
        ospf_v2: None,
        ospf_v3: None,
        access: None,
    }
}
