//! The tunnel endpoint, and what is switched on because of what a device does.

use super::places::pool;
use super::{One, from};
use crate::device::model::{Device, Origins, Sources};
use crate::fabric::VrfId;
use crate::source::Origin;

impl One<'_> {
    pub(super) fn tell_overlay(self, device: &mut Device) {
        let (Some(vtep), Some(overlay)) = (&mut device.vtep, self.overlay()) else { return };
        let base = self.overlay_origin();
        let mac = self.all.fabric.settings.anycast_mac.as_ref().map(|mac| mac.span.into());
        let said = self.switch.vtep.iter().map(|one| self.of_switch(one.span));
        let mut addresses: Vec<Origin> = said.collect();
        if addresses.is_empty() {
            addresses = pool(&self.all.fabric.settings.pools.vtep);
        }
        let pair = self.pair().map(|pair| pair.origin);
        let segments = self.pair().and_then(|pair| Some(pair.origin.at(pair.esi_span?)));
        vtep.origins = from()
            .all(base)
            .field("address", addresses.iter().copied().chain(base))
            .field("shared_address", addresses.into_iter().chain(pair))
            .field("pair", pair)
            .field("gateway_mac", mac)
            .field("suppress", overlay.suppression_span.map(Origin::from))
            .field("bundles", overlay.vlan_aware.map(Origin::from))
            .field("multihoming", segments)
            .into();
        let vlans = vtep.bundles.iter_mut().flat_map(|bundle| &mut bundle.vlans);
        for vlan in vtep.vlans.iter_mut().chain(vlans) {
            if let Some(id) = self.vlan_of(vlan.id) {
                vlan.origins = self.overlay_vlan_origins(id);
            }
        }
        for bundle in &mut vtep.bundles {
            let vrf = self.vrf_origin(self.vrf_of(Some(&bundle.name)));
            let mut sources = from().all(vrf.or(base)).all(overlay.vlan_aware.map(Origin::from));
            for (at, vlan) in bundle.vlans.iter().enumerate() {
                sources = sources.item("vlan_ids", at, vlan.origins.of("id", None));
            }
            bundle.origins = sources.into();
        }
        for vrf in &mut vtep.vrfs {
            let said = self.vrf_of(Some(&vrf.name)).map(|id| &self.all.fabric.vrfs[id]);
            let vni = said.and_then(|said| Some(said.origin.at(said.vni?.span)));
            let mtu = self.all.fabric.settings.mtu_span.map(Origin::from);
            let whole = said.map(|said| said.origin).into_iter().chain(base);
            vrf.origins =
                from().all(whole.clone()).field("vni", vni).field("vlan", whole.chain(mtu)).into();
        }
    }

    /// A VRF in the overlay.
    pub(super) fn overlay_vrf_origins(self, vrf: VrfId) -> Origins {
        let said = &self.all.fabric.vrfs[vrf];
        let whole = [said.origin].into_iter().chain(self.overlay_origin());
        let vni = said.vni.map(|vni| said.origin.at(vni.span));
        let target = vni.unwrap_or(said.origin);
        let mtu = self.all.fabric.settings.mtu_span.map(Origin::from);
        from()
            .all(whole.clone())
            .field("vni", vni)
            .field("route_target", [target].into_iter().chain(self.overlay_origin()))
            .field("vlan", whole.chain(mtu))
            .into()
    }

    /// Features are there for the first element that needs them.
    pub(super) fn tell_features(self, device: &mut Device) {
        let first = |origins: Option<&Origins>, field: &str| {
            origins.map(|origins| origins.of(field, None)).unwrap_or_default()
        };
        let svi = |has: fn(&crate::device::model::Svi) -> bool, field: &str| {
            first(device.svis.iter().find(|svi| has(svi)).map(|svi| &svi.origins), field)
        };
        let switchports = || {
            let ports = device.ports.iter().filter_map(|port| port.switchport.as_ref());
            ports.chain(device.lags.iter().filter_map(|lag| lag.switchport.as_ref()))
        };
        let switchport = |has: fn(&crate::device::model::Switchport) -> bool, field: &str| {
            first(switchports().find(|one| has(one)).map(|one| &one.origins), field)
        };
        let ospf = |v3: bool| {
            first(
                device.ospf.iter().find(|ospf| ospf.v3.is_some() == v3).map(|ospf| &ospf.origins),
                "",
            )
        };
        let system = Some(&device.system.origins);
        let lacp = device.lags.iter().find(|lag| lag.lacp.is_some());
        let mtu = self.all.fabric.settings.mtu_span.map(Origin::from);
        let sources: Sources = from()
            .field("svi", svi(|_| true, ""))
            .field("lacp", first(lacp.map(|lag| &lag.origins), ""))
            .field("mlag", first(device.mlag.as_ref().map(|mlag| &mlag.origins), ""))
            .field("vrrp", svi(|svi| svi.vrrp.is_some(), "vrrp"))
            .field("hsrp", svi(|svi| svi.hsrp.is_some(), "hsrp"))
            .field("anycast", svi(|svi| svi.anycast.is_some(), "anycast"))
            .field("dhcp_relay", svi(|svi| svi.dhcp_relay.is_some(), "dhcp_relay"))
            .field("tacacs", first(system, "tacacs"))
            .field("radius", first(system, "radius"))
            .field("storm_control", switchport(|one| one.storm_control.is_some(), "storm_control"))
            .field("edge", switchport(|one| one.edge, "edge"))
            .field(
                "router_advertisement",
                svi(|svi| svi.router_advertisement.is_some(), "router_advertisement"),
            )
            .field("jumbo", mtu)
            .field("bgp", first(device.bgp.as_ref().map(|bgp| &bgp.origins), ""))
            .field("ospf", ospf(false))
            .field("ospf3", ospf(true))
            .field("bfd", device.origins.of("bfd", None))
            .field("vxlan", first(device.vtep.as_ref().map(|vtep| &vtep.origins), ""))
            .field("evpn", self.overlay_origin())
            .field("distributed_gateway", svi(|svi| svi.distributed.is_some(), "distributed"))
            .field("acl", first(device.acls.first().map(|acl| &acl.origins), ""));
        device.features.origins = sources.into();
        let ipv4 =
            svi(|svi| svi.ipv4.is_some(), "ipv4").into_iter().chain(self.underlay_origin()).take(1);
        let ipv6 =
            svi(|svi| svi.ipv6.is_some(), "ipv6").into_iter().chain(self.underlay_origin()).take(1);
        let said = device.origins.of("anycast_mac", None);
        let anycast = svi(|svi| svi.anycast.is_some(), "anycast");
        let anycast = if said.is_empty() { anycast } else { Vec::new() };
        let storm = switchport(|one| one.storm_control.is_some(), "storm_control");
        let mut more = from()
            .field("routes_ipv4", ipv4)
            .field("routes_ipv6", ipv6)
            .field("storm_profiles", storm)
            .field("anycast_mac", anycast);
        for entry in device.origins.entries() {
            more = more.field(entry.field, [entry.origin]);
        }
        for (at, id) in device.vlan_ids.iter().enumerate() {
            more = more.item("vlan_ids", at, of_vlan_id(device, *id));
        }
        device.origins = more.into();
    }
}

/// What a VLAN of the switch comes from: its own statement, its pair's or its VRF's.
fn of_vlan_id(device: &Device, id: u16) -> Vec<Origin> {
    let own = device.vlans.iter().filter(|vlan| vlan.id == id).map(|vlan| &vlan.origins);
    let pairs = device.pair_routing.iter().filter(|pair| pair.vlan == Some(id));
    let tenants = device.vtep.iter().flat_map(|vtep| &vtep.vrfs);
    let tenants = tenants.filter(|vrf| vrf.vlan.as_ref().is_some_and(|vlan| vlan.id == id));
    let helpers = pairs.map(|pair| &pair.origins).chain(tenants.map(|vrf| &vrf.origins));
    own.chain(helpers).flat_map(|origins| origins.of("", None)).collect()
}
