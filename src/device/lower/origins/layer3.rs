//! SVIs, VRFs, static routes and DHCP relays.

use super::layer2::of_vlan;
use super::{One, from};
use crate::device::model::{Device, Origins, Sources, Svi};
use crate::fabric::{self, Access, Vlan, VlanId};
use crate::source::Origin;

impl One<'_> {
    pub(super) fn tell_svis(self, device: &mut Device) {
        for svi in &mut device.svis {
            if let Some(id) = self.vlan_of(svi.vlan) {
                self.tell_svi(svi, id);
            }
        }
    }

    fn tell_svi(self, svi: &mut Svi, id: VlanId) {
        let said = &self.all.fabric.vlans[id];
        let part = |span| said.origin.at(span);
        let gateway = said.gateway.as_ref();
        let whole_gateway = gateway.map(|gateway| part(gateway.span));
        let via = gateway.and_then(|gateway| gateway.via).map(|via| part(via.span));
        let own = said.addresses.get(&self.id);
        let mac = self.all.fabric.settings.anycast_mac.as_ref().map(|mac| mac.span.into());
        let shared = || whole_gateway.into_iter().chain(via);
        let ipv4 = own.and_then(|own| own.ipv4).map(|net| part(net.span));
        let ipv4 =
            ipv4.into_iter().chain(gateway.and_then(|one| one.ipv4).map(|net| part(net.span)));
        let ipv6 = own.and_then(|own| own.ipv6).map(|net| part(net.span));
        let ipv6 =
            ipv6.into_iter().chain(gateway.and_then(|one| one.ipv6).map(|net| part(net.span)));
        let group = said.vrrp_group.map(|group| part(group.span));
        let relay = said.dhcp_relay.iter().map(|server| part(server.span));
        let advertised = self.clause(said.origin, "router-advertisement");
        let advertised = advertised.or_else(|| gateway?.ipv6.map(|net| part(net.span)));
        svi.origins = from()
            .and(of_vlan(said))
            .all(whole_gateway)
            .field("vlan_name", [of_vlan(said)])
            .field("description", [self.clause_or_all(said.origin, "description")])
            .field("vrf", said.vrf.map(|_| self.clause_or_all(said.origin, "vrf")))
            .field("mtu", [said.mtu.map_or(of_vlan(said), |mtu| part(mtu.span))])
            .field("ip_mtu", [said.mtu.map_or(of_vlan(said), |mtu| part(mtu.span))])
            .field("ipv4", ipv4)
            .field("ipv6", ipv6)
            .field("anycast", shared().chain(mac))
            .field("distributed", shared().chain(mac).chain(self.overlay_origin()))
            .field("vrrp", shared().chain(group))
            .field("hsrp", shared().chain(group))
            .field("router_advertisement", advertised)
            .field("dhcp_relay", relay)
            .field("ospf_v2", self.underlay_origin())
            .field("ospf_v3", self.underlay_origin())
            .into();
        if let Some(relay) = &mut svi.dhcp_relay {
            relay.origins =
                relay_items(from(), &relay.ipv4, &relay.ipv6, &[(said.origin, said)]).into();
        }
        if let Some(access) = &mut svi.access {
            let mut origins = Self::access_origins(said.origin, &said.access);
            for boundary in &self.all.fabric.boundaries {
                if boundary.vlans.iter().any(|vlan| vlan.value == id) {
                    origins.join(&Self::access_origins(boundary.origin, &boundary.access));
                }
            }
            access.origins = origins;
        }
    }

    /// The statements that apply access lists.
    pub(super) fn access_origins(origin: Origin, all: &[Access]) -> Origins {
        let of = |ingress: bool| {
            let found = all.iter().find(|access| access.ingress == ingress);
            found.map(|access| origin.at(access.span))
        };
        from()
            .field("ingress_ipv4", of(true))
            .field("ingress_ipv6", of(true))
            .field("egress_ipv4", of(false))
            .field("egress_ipv6", of(false))
            .into()
    }

    pub(super) fn tell_vrfs(self, device: &mut Device) {
        let positions = self.index.routes.list(self.id).iter();
        let mut routes: Vec<&fabric::StaticRoute> =
            positions.map(|position| &self.all.fabric.routes[*position]).collect();
        routes.sort_by_cached_key(|route| self.route_key(route));
        for (route, said) in device.static_routes.iter_mut().zip(routes) {
            let whole = Origin::from(said.span);
            route.origins = from()
                .and(whole)
                .field("vrf", [self.clause_or_all(whole, "vrf")])
                .field("distance", [self.clause_or_all(whole, "distance")])
                .field("description", [self.clause_or_all(whole, "description")])
                .into();
        }
        let faces = Self::interface_origins(device);
        for vrf in &mut device.vrfs {
            let pair = self.pair().map(|pair| pair.origin).filter(|_| vrf.keepalive);
            let id = self.vrf_of(Some(&vrf.name));
            let said = id.map(|id| &self.all.fabric.vrfs[id]);
            let described = said.and_then(|said| self.clause(said.origin, "description"));
            let vni = said.and_then(|said| Some(said.origin.at(said.vni?.span)));
            let overlay =
                vni.or(said.map(|said| said.origin)).into_iter().chain(self.overlay_origin());
            let mut sources = from()
                .all(said.map(|said| said.origin))
                .all(pair)
                .field("description", described)
                .field("evpn", overlay.clone());
            for (at, name) in vrf.interfaces.iter().enumerate() {
                sources =
                    sources.item("interfaces", at, faces.get(name).into_iter().flatten().copied());
            }
            vrf.origins = sources.into();
            if let (Some(evpn), Some(id)) = (&mut vrf.evpn, id) {
                evpn.origins = self.overlay_vrf_origins(id);
            }
            if let Some(loopback) = &mut vrf.loopback {
                loopback.origins = self.of_loopback(loopback);
            }
            let leaks = said.map(|said| said.leaks.as_slice()).unwrap_or_default();
            for leak in &mut vrf.leaks {
                let of = leaks
                    .iter()
                    .filter(|said| self.all.fabric.vrfs[said.from.value].name == leak.from);
                leak.origins = Origins::whole(of.map(|said| said.span.into()));
            }
        }
        self.tell_relays(device);
    }

    fn tell_relays(self, device: &mut Device) {
        let faces = Self::interface_origins(device);
        let vlans = self.index.svis.list(self.id).iter();
        let vlans: Vec<(Origin, &Vlan)> = vlans
            .map(|vlan| &self.all.fabric.vlans[*vlan])
            .filter(|vlan| !vlan.dhcp_relay.is_empty())
            .map(|vlan| (vlan.origin, vlan))
            .collect();
        for relay in &mut device.dhcp_relays {
            let name = relay.vrf.as_deref();
            let vrf = self.vrf_of(name);
            let here: Vec<(Origin, &Vlan)> =
                vlans.iter().filter(|(_, vlan)| vlan.vrf == vrf).copied().collect();
            let mut sources = from().all(here.iter().flat_map(|(origin, vlan)| {
                vlan.dhcp_relay.iter().map(|server| origin.at(server.span))
            }));
            sources = relay_items(sources, &relay.ipv4, &relay.ipv6, &here);
            let lists = [
                ("interfaces_ipv4", &relay.interfaces_ipv4),
                ("interfaces_ipv6", &relay.interfaces_ipv6),
                ("upstream_ipv4", &relay.upstream_ipv4),
                ("upstream_ipv6", &relay.upstream_ipv6),
            ];
            for (field, names) in lists {
                for (at, name) in names.iter().enumerate() {
                    sources =
                        sources.item(field, at, faces.get(name).into_iter().flatten().copied());
                }
            }
            relay.origins = sources.into();
            for group in &mut relay.groups {
                let mut sources = relay_items(from(), &group.ipv4, &group.ipv6, &here);
                for (at, name) in group.interfaces.iter().enumerate() {
                    let of = faces.get(name).into_iter().flatten().copied();
                    sources = sources.all(of.clone()).item("interfaces", at, of);
                }
                group.origins = sources.into();
            }
        }
    }
}

/// The statements that name each server of a relay.
fn relay_items(
    mut sources: Sources,
    ipv4: &[String],
    ipv6: &[String],
    vlans: &[(Origin, &Vlan)],
) -> Sources {
    for (field, servers) in [("ipv4", ipv4), ("ipv6", ipv6)] {
        for (at, address) in servers.iter().enumerate() {
            for (origin, vlan) in vlans {
                let named =
                    vlan.dhcp_relay.iter().filter(|server| server.value.to_string() == *address);
                sources = sources.item(field, at, named.map(|server| origin.at(server.span)));
            }
        }
    }
    sources
}
