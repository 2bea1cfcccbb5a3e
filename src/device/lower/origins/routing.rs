//! BGP and OSPF.

use std::collections::BTreeMap;
use std::sync::Arc;

use ipnet::IpNet;

use super::super::policies::{clip, family};
use super::places::pool;
use super::{One, from};
use crate::device::model::{BgpGroup, BgpVrf, Device, Origins, Sources};
use crate::fabric::{Boundary, Peer, SwitchId};
use crate::source::Origin;

impl<'a> One<'a> {
    pub(super) fn tell_routing(self, device: &mut Device) {
        let subnets = Self::subnet_origins(device);
        let underlay = &self.all.fabric.settings.underlay;
        let maintenance = self.switch.maintenance.map(|span| self.of_switch(span));
        let restart = underlay.graceful_restart_span.map(Origin::from);
        let speaks = self.underlay_origin();
        let faces = self.faces();
        if let Some(bgp) = &mut device.bgp {
            let mut sources = from().all(speaks);
            if speaks.is_none() {
                let all = self.all.fabric.services.iter().map(|service| service.origin);
                let peers = self.all.fabric.boundaries.iter().flat_map(|boundary| &boundary.peers);
                let peers = peers.filter(|peer| peer.on.contains(&self.id));
                sources = sources.all(all).all(peers.map(|peer| peer.span.into()));
            }
            bgp.origins = sources
                .field("asn", self.asn_origins(self.id))
                .field("listen_limit", self.limits())
                .field("router_id", self.router_id_origins())
                .field("maximum_paths", underlay.maximum_paths.map(|paths| paths.span.into()))
                .field("paths_limit", underlay.maximum_paths.map(|paths| paths.span.into()))
                .field("graceful_restart", restart)
                .field("maintenance", maintenance)
                .into();
            for vrf in &mut bgp.vrfs {
                self.tell_bgp_vrf(Arc::make_mut(vrf), &subnets);
            }
        }
        for ospf in &mut device.ospf {
            let vrf = self.vrf_of(ospf.vrf.as_deref());
            let outside = self.all.fabric.boundaries.iter().filter(|boundary| boundary.vrf == vrf);
            let outside: Vec<Origin> = outside
                .filter_map(|boundary| Some(boundary.origin.at(boundary.ospf.as_ref()?.span)))
                .collect();
            let own = speaks.filter(|_| vrf.is_none() && self.is_ospf());
            let ids: Vec<Origin> = if vrf.is_none() {
                self.router_id_origins()
            } else {
                let ports = ospf.areas.iter().flat_map(|area| &area.interfaces);
                ports.filter_map(|one| faces.get(&one.name)).flatten().copied().collect()
            };
            ospf.origins = from()
                .all(own)
                .all(outside)
                .field("router_id", ids)
                .field("maximum_paths", underlay.maximum_paths.map(|paths| paths.span.into()))
                .field("paths_limit", underlay.maximum_paths.map(|paths| paths.span.into()))
                .field("maintenance", maintenance)
                .field("graceful_restart", restart)
                .field("vrf", self.vrf_origin(vrf))
                .into();
            for one in ospf.areas.iter_mut().flat_map(|area| &mut area.interfaces) {
                let of_face = faces.get(&one.name).cloned().unwrap_or_default();
                let sources = from().all(of_face.iter().copied());
                let sources = if of_face.is_empty() { sources.all(own) } else { sources };
                one.origins =
                    sources.field("key", own).field("hello", own).field("dead", own).into();
            }
        }
        let bfd: Vec<Origin> = self.bfd_origins();
        let mut more =
            Sources::default().field("bfd", bfd.iter().copied()).field("bfd_multihop", bfd);
        for entry in device.origins.entries() {
            more = more.field(entry.field, [entry.origin]);
        }
        device.origins = more.into();
        self.tell_pair_routing(device);
    }

    /// Limits of hosts that come by themselves.
    fn limits(self) -> Vec<Origin> {
        let services = self.all.fabric.services.iter();
        let said = services.filter_map(|one| Some(one.origin.at(one.max_neighbors?.span)));
        said.collect()
    }

    fn bfd_origins(self) -> Vec<Origin> {
        let fabric = self.all.fabric;
        let underlay = fabric.settings.underlay.bfd.map(|bfd| bfd.span.into());
        let services = fabric.services.iter().filter_map(|one| one.bfd).map(|bfd| bfd.span.into());
        let boundaries = fabric.boundaries.iter();
        let outside = boundaries.flat_map(|boundary| {
            let peers = boundary.peers.iter().filter(|peer| peer.on.contains(&self.id));
            let peers = peers.filter_map(|peer| peer.bfd);
            let ospf = boundary.ospf.iter().filter_map(|ospf| ospf.bfd);
            peers.chain(ospf).map(|bfd| boundary.origin.at(bfd.span))
        });
        let all: Vec<Origin> = outside.collect();
        underlay.into_iter().chain(services).chain(all).take(1).collect()
    }

    fn router_id_origins(self) -> Vec<Origin> {
        let said = self.switch.loopback.iter().map(|one| self.of_switch(one.span));
        let said: Vec<Origin> = said.collect();
        if said.is_empty() { pool(&self.all.fabric.settings.pools.loopback) } else { said }
    }

    /// What each interface is there for, by its name.
    fn faces(self) -> BTreeMap<String, Vec<Origin>> {
        let mut faces: BTreeMap<String, Vec<Origin>> = BTreeMap::new();
        for (name, (cable, _)) in self.cables_by_name() {
            for (boundary, port) in self.boundary_ports(cable) {
                let name =
                    port.tag.map_or_else(|| name.to_owned(), |tag| format!("{name}.{}", tag.value));
                let ospf = boundary.ospf.as_ref().map(|ospf| boundary.origin.at(ospf.span));
                faces
                    .entry(name)
                    .or_default()
                    .extend(ospf.into_iter().chain([boundary.origin.at(port.span)]));
            }
            faces.entry(name.to_owned()).or_insert_with(|| self.cable_origins(cable));
        }
        for boundary in &self.all.fabric.boundaries {
            let Some(ospf) = &boundary.ospf else { continue };
            for face in self.boundary_faces(boundary) {
                let known = faces.entry(face.name).or_default();
                known.push(boundary.origin.at(ospf.span));
            }
        }
        faces
    }

    /// The statements of every subnet that a switch is in or routes to.
    fn subnet_origins(device: &Device) -> BTreeMap<IpNet, Vec<Origin>> {
        let mut subnets: BTreeMap<IpNet, Vec<Origin>> = BTreeMap::new();
        for loopback in &device.loopbacks {
            let all =
                [&loopback.ipv4, &loopback.ipv6, &loopback.shared_ipv4, &loopback.shared_ipv6];
            for address in all.into_iter().flatten() {
                subnets.insert(address.subnet(), loopback.origins.of("", None));
            }
        }
        for svi in &device.svis {
            let faces = [("ipv4", &svi.ipv4), ("ipv6", &svi.ipv6)];
            for (field, face) in
                faces.into_iter().filter_map(|(field, face)| Some((field, face.as_ref()?)))
            {
                subnets.insert(face.own.subnet(), svi.origins.of(field, None));
            }
        }
        for route in &device.static_routes {
            subnets.insert(route.prefix, route.origins.of("", None));
        }
        subnets
    }

    fn tell_bgp_vrf(self, vrf: &mut BgpVrf, subnets: &BTreeMap<IpNet, Vec<Origin>>) {
        let id = self.vrf_of(vrf.vrf.as_deref());
        let speaks = if id.is_some() { self.vrf_origin(id) } else { self.underlay_origin() };
        vrf.origins = from()
            .all(speaks)
            .field("listen_limit", self.limits())
            .field("router_id", self.router_id_origins())
            .field("evpn", self.vrf_origin(id).into_iter().chain(self.overlay_origin()))
            .into();
        if let (Some(evpn), Some(id)) = (&mut vrf.evpn, id) {
            evpn.origins = self.overlay_vrf_origins(id);
        }
        for family in [&mut vrf.ipv4, &mut vrf.ipv6].into_iter().flatten() {
            let paths = self.all.fabric.settings.underlay.maximum_paths;
            let paths = paths.map(|paths| paths.span.into());
            let mut sources = from().all(speaks).field("maximum_paths", paths);
            for (at, network) in family.networks.iter().enumerate() {
                let of = subnets.get(network).into_iter().flatten().copied();
                sources = sources.item("networks", at, of);
            }
            for (at, network) in family.backup_networks.iter().enumerate() {
                let of = subnets.get(network).into_iter().flatten().copied();
                sources = sources.item("backup_networks", at, of);
            }
            family.origins = sources.into();
        }
        for group in &mut vrf.groups {
            self.tell_group(group, id.is_some());
        }
    }

    fn tell_group(self, group: &mut BgpGroup, tenant: bool) {
        if self.tell_service(group) || self.tell_peer(group) {
            return;
        }
        let settings = &self.all.fabric.settings;
        let underlay = &settings.underlay;
        let overlay = group.evpn.is_some();
        let base = if overlay { self.overlay_origin() } else { self.underlay_origin() };
        let pair = self.pair().map(|pair| pair.origin).filter(|_| group.pair);
        let first = group.neighbors.first().and_then(|one| self.switch_named(one.host.as_deref()));
        let asns = first.map(|switch| self.asn_origins(switch)).unwrap_or_default();
        group.origins = from()
            .all(base)
            .all(pair)
            .field("remote_asn", asns)
            .field("timers", underlay.timers.map(|timers| timers.span.into()))
            .field("bfd", underlay.bfd.map(|bfd| bfd.span.into()))
            .field(
                "password",
                underlay.password.as_ref().and_then(|_| self.clause(base?, "password")),
            )
            .field("allow_own_as", underlay.asn_per_span.map(Origin::from))
            .field("allow_own_as_loops", underlay.asn_per_span.map(Origin::from))
            .into();
        for family in [&mut group.ipv4, &mut group.ipv6, &mut group.evpn].into_iter().flatten() {
            family.origins = Origins::whole(base.into_iter().chain(pair));
        }
        let cables = self.cables_by_name();
        for neighbor in &mut group.neighbors {
            let far = self.switch_named(neighbor.host.as_deref());
            let link = neighbor.local_interface.as_deref().and_then(|name| cables.get(name));
            let link = link.map(|(cable, _)| self.all.fabric.cables[*cable].origin);
            let far_origin =
                far.map(|far| self.all.fabric.switches[far].origin).filter(|_| link.is_none());
            let addresses =
                if overlay { pool(&settings.pools.loopback) } else { pool(&settings.pools.link) };
            let said = link.and_then(|_| {
                let (cable, _) = cables.get(neighbor.local_interface.as_deref()?)?;
                let facts = &self.all.fabric.cables[*cable];
                let prefix = if neighbor.ipv6 {
                    facts.said.prefix_ipv6.map(|net| net.span)
                } else {
                    facts.said.prefix_ipv4.map(|net| net.span)
                };
                prefix.map(|span| facts.origin.at(span))
            });
            let whole: Vec<Origin> = link.into_iter().chain(pair).chain(far_origin).collect();
            let address = whole.iter().copied().chain(said);
            let address: Vec<Origin> = if tenant || said.is_some() {
                address.collect()
            } else {
                address.chain(addresses).collect()
            };
            neighbor.origins = from()
                .all(whole)
                .field("address", address)
                .field("asn", far.map(|far| self.asn_origins(far)).unwrap_or_default())
                .into();
        }
    }

    fn switch_named(self, name: Option<&str>) -> Option<SwitchId> {
        let name = name?;
        self.all.fabric.switches.iter().find(|(_, switch)| switch.name == name).map(|(id, _)| id)
    }

    /// The group of a boundary's peer.
    fn tell_peer(self, group: &mut BgpGroup) -> bool {
        let Some((boundary, peer)) = self.peer_of_group(&group.name) else { return false };
        let part = |span| boundary.origin.at(span);
        let whole = part(peer.span);
        group.origins = from()
            .and(whole)
            .field("description", [self.clause_or_all(whole, "description")])
            .field("remote_asn", [part(peer.asn.span)])
            .field("multihop", peer.multihop.map(|hops| part(hops.span)))
            .field("ttl_security", peer.ttl_security.map(|hops| part(hops.span)))
            .field("ttl_security_between", peer.ttl_security.map(|hops| part(hops.span)))
            .field("ttl_range", peer.ttl_security.map(|hops| part(hops.span)))
            .field("password", [self.clause_or_all(whole, "password")])
            .field("tcp_ao", [self.clause_or_all(whole, "tcp-ao")])
            .field("timers", peer.timers.map(|timers| part(timers.span)))
            .field("bfd", self.bfd_of(peer.bfd).into_iter().map(part))
            .field("remove_private_as", [self.clause_or_all(whole, "remove-private-as")])
            .into();
        for family in [&mut group.ipv4, &mut group.ipv6].into_iter().flatten() {
            family.origins = from()
                .and(whole)
                .field("import", peer.import.as_ref().map(|what| part(what.span)))
                .field("export", peer.export.as_ref().map(|what| part(what.span)))
                .field("max_prefixes", peer.max_prefixes.map(|limit| part(limit.span)))
                .into();
        }
        for neighbor in &mut group.neighbors {
            let said = peer.addresses.iter();
            let said = said.filter(|one| Some(one.value) == neighbor.address);
            neighbor.origins = from()
                .and(whole)
                .field("address", said.map(|one| part(one.span)).chain([whole]))
                .field("asn", [part(peer.asn.span)])
                .field("description", [self.clause_or_all(whole, "description")])
                .into();
        }
        true
    }

    /// The peer that a group's sessions are with.
    fn peer_of_group(self, group: &str) -> Option<(&'a Boundary, &'a Peer)> {
        let found = self.named_peers().into_iter().find(|named| {
            [false, true]
                .iter()
                .any(|ipv6| clip(&format!("{}-{}", named.name, family(*ipv6))) == group)
        });
        found.map(|named| (named.boundary, named.peer))
    }

    fn tell_pair_routing(self, device: &mut Device) {
        let Some(pair) = self.pair().map(|pair| pair.origin) else { return };
        let links = pool(&self.all.fabric.settings.pools.link);
        let addresses: Vec<Origin> = links.into_iter().chain([pair]).collect();
        for one in &mut device.pair_routing {
            let vrf = self.vrf_origin(self.vrf_of(one.vrf.as_deref()));
            one.origins = from()
                .and(pair)
                .all(vrf.or(self.underlay_origin()))
                .field("ipv4", addresses.iter().copied())
                .field("ipv6", addresses.iter().copied())
                .field("mtu", self.all.fabric.settings.mtu_span.map(Origin::from))
                .into();
        }
    }
}
