//! SVIs and their gateways.

use super::One;
use super::values::families;
use crate::device::model::{
    AnycastGateway, DhcpRelay, Hsrp, Origins, RouterAdvertisement, Svi, SviAddress, SviPeer, Vrrp,
};
use crate::fabric::{Access, Vlan, VlanId, gateway_kind, vrrp_checksum};
use crate::vendor::schema::GatewayKind;

impl One<'_> {
    pub(super) fn svis(self) -> Vec<Svi> {
        let vlans = self.index.svis.list(self.id).iter();
        vlans.map(|vlan| self.svi(*vlan)).collect()
    }

    fn svi(self, id: VlanId) -> Svi {
        let vlan = &self.all.fabric.vlans[id];
        let is_gateway = self.index.gateways.list(self.id).binary_search(&id).is_ok();
        let kind = gateway_kind(self.all.fabric, self.all.catalog, vlan).filter(|_| is_gateway);
        let shared = kind.is_some();
        let gateway = vlan.gateway.as_ref();
        let own4 = self.all.allocation.svi_ipv4(id, self.id);
        let own6 = self.all.allocation.svi_ipv6(id, self.id);
        let distributed = is_gateway && gateway.is_some_and(|gateway| gateway.distributed);
        // Only where the system asks for it has the switch an address beside such a gateway.
        let shared = shared || (distributed && self.vendor.routing.gateway_own_addresses);
        let name = self.vendor.names.svi.number(vlan.id);
        let dhcp_relay =
            self.dhcp_relay(vlan, distributed).filter(|_| is_gateway || gateway.is_none());
        let advertised = gateway
            .and_then(|gateway| gateway.ipv6)
            .filter(|_| vlan.router_advertisement.is_none_or(|on| on.value) && own6.is_some());
        Svi {
            origins: Origins::default(),
            ospf_v2: self
                .underlay_ospf(&name, false, None, true)
                .filter(|_| own4.is_some() && vlan.vrf.is_none()),
            ospf_v3: self
                .underlay_ospf(&name, true, None, true)
                .filter(|_| own6.is_some() && vlan.vrf.is_none()),
            name,
            vlan: vlan.id,
            vlan_name: vlan.name.clone(),
            description: vlan.description.clone().unwrap_or_else(|| vlan.name.clone()),
            vrf: self.vrf_name(vlan.vrf),
            mtu: super::values::mtu(&self.vendor.mtu.svi, vlan.ip_mtu()),
            ip_mtu: vlan.ip_mtu(),
            ipv4: own4.map(|own| SviAddress {
                own: own.into(),
                gateway: gateway
                    .and_then(|gateway| gateway.ipv4)
                    .filter(|_| shared)
                    .map(|net| net.value.into()),
            }),
            ipv6: own6.map(|own| SviAddress {
                own: own.into(),
                gateway: gateway
                    .and_then(|gateway| gateway.ipv6)
                    .filter(|_| shared)
                    .map(|net| net.value.into()),
            }),
            anycast: (kind == Some(GatewayKind::Anycast))
                .then(|| AnycastGateway { mac: self.anycast_mac() }),
            vrrp: (kind == Some(GatewayKind::Vrrp)).then(|| self.vrrp(id, vlan)).flatten(),
            hsrp: (kind == Some(GatewayKind::Hsrp)).then(|| Hsrp {
                group: vlan.vrrp_group.map_or(vlan.id, |group| u16::from(group.value)),
                priority: self.gateway_priority(vlan),
            }),
            router_advertisement: advertised.map(|net| RouterAdvertisement {
                prefix: net.value.trunc().to_string(),
                managed: dhcp_relay.as_ref().is_some_and(|relay| !relay.ipv6.is_empty()),
            }),
            dhcp_relay,
            peer: self.svi_peer(id).filter(|_| !distributed),
            distributed: distributed.then(|| AnycastGateway { mac: self.overlay_mac() }),
            access: self.access(&self.access_of(id, vlan), (own4.is_some(), own6.is_some())),
        }
    }

    /// Systems have one virtual MAC for all VLANs: beside gateways that are the same everywhere it is theirs.
    fn anycast_mac(self) -> String {
        if self.index.distributed.contains(&self.id) {
            return self.overlay_mac();
        }
        let said = self.all.fabric.settings.anycast_mac.as_ref().map(|mac| mac.value.clone());
        said.unwrap_or_else(|| self.vendor.anycast_mac.to_lowercase())
    }

    /// The first switch that the program names is preferred.
    fn gateway_priority(self, vlan: &Vlan) -> u8 {
        let position = vlan
            .gateway
            .as_ref()
            .and_then(|gateway| gateway.on.iter().position(|switch| *switch == self.id))
            .unwrap_or(0);
        let lower = u8::try_from(position.saturating_mul(10)).unwrap_or(u8::MAX);
        110_u8.saturating_sub(lower).max(10)
    }

    fn vrrp(self, id: VlanId, vlan: &Vlan) -> Option<Vrrp> {
        let group = self.all.allocation.vrrp_groups.get(&id).copied()?;
        Some(Vrrp {
            group,
            priority: self.gateway_priority(vlan),
            // Of the virtual router's MAC, as systems make it that do so by themselves.
            link_local: format!("fe80::200:5eff:fe00:2{group:02x}"),
            checksum_of_message: vrrp_checksum(self.all.fabric, self.all.catalog, vlan)
                == Some("message"),
            mac_ipv4: format!("00:00:5e:00:01:{group:02x}"),
            mac_ipv6: format!("00:00:5e:00:02:{group:02x}"),
        })
    }

    fn dhcp_relay(self, vlan: &Vlan, distributed: bool) -> Option<Box<DhcpRelay>> {
        if vlan.dhcp_relay.is_empty() {
            return None;
        }
        let (ipv4, ipv6) = families(vlan.dhcp_relay.iter().map(|server| server.value));
        let source = distributed.then(|| self.vrf_loopback(vlan.vrf)).flatten();
        Some(Box::new(DhcpRelay { origins: Origins::default(), ipv4, ipv6, source }))
    }

    /// Access lists of a VLAN: its own, and those of a boundary that it belongs to here.
    fn access_of(self, id: VlanId, vlan: &Vlan) -> Vec<Access> {
        let mut all = vlan.access.clone();
        for boundary in &self.all.fabric.boundaries {
            let ours = boundary.on.is_empty() || boundary.on.contains(&self.id);
            if ours && boundary.vlans.iter().any(|listed| listed.value == id) {
                all.extend(boundary.access.iter().cloned());
            }
        }
        all
    }

    fn svi_peer(self, id: VlanId) -> Option<SviPeer> {
        let peer = self.pair()?.members.iter().copied().find(|member| *member != self.id)?;
        let ipv4 = self.all.allocation.svi_ipv4(id, peer).map(|net| net.addr());
        let ipv6 = self.all.allocation.svi_ipv6(id, peer).map(|net| net.addr());
        (ipv4.is_some() || ipv6.is_some()).then(|| SviPeer {
            host: self.all.fabric.switches[peer].name.clone(),
            ipv4,
            ipv6,
        })
    }
}
