//! Routing between the fabric's switches: links, the pair's own way, and the sessions over them.

use std::collections::BTreeMap;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::One;
use super::peers::group;
use super::policies::{EXTERNAL, Policies};
use super::values::{mtu, secret};
use crate::allocate::{end_ipv4, end_ipv6};
use crate::device::model::{
    Address, Bfd, BgpFamily, BgpGroup, BgpNeighbor, BgpTimers, Device, Origins, OspfInterface,
    PairRouting, Routed,
};
use crate::fabric::{
    AsnPer, BfdTimers, CableId, Handle, PairId, PrefixMatch, StaticRoute, SwitchId, Timers,
    UnderlayKind, VrfId,
};
use crate::topology::RoutedLink;

/// BFD as the model has it.
pub(super) fn bfd(timers: BfdTimers) -> Bfd {
    Bfd { interval: timers.interval, multiplier: timers.multiplier }
}

/// BGP timers as the model has them.
pub(super) fn bgp_timers(timers: Timers) -> BgpTimers {
    BgpTimers { keepalive: timers.first, hold: timers.second }
}

/// Which addresses a session of the underlay has, and what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(clippy::struct_excessive_bools)] // Four things that a session has or has not.
struct Kind {
    over_ipv6: bool,
    unnumbered: bool,
    ipv4: bool,
    ipv6: bool,
}

impl Kind {
    fn name(self, base: &str) -> String {
        match (self.unnumbered, self.over_ipv6, self.ipv4) {
            (true, _, _) => base.to_owned(),
            (false, false, _) => format!("{base}-ipv4"),
            (false, true, false) => format!("{base}-ipv6"),
            (false, true, true) => format!("{base}-dual"),
        }
    }
}

impl<'a> One<'a> {
    pub(super) fn is_ospf(self) -> bool {
        self.all.fabric.settings.underlay.kind == UnderlayKind::Ospf
    }

    fn is_bgp(self) -> bool {
        self.all.fabric.settings.underlay.kind.is_bgp()
    }

    pub(super) fn asn(self) -> Option<u32> {
        self.asn_of(self.id)
    }

    /// The AS number of a switch.
    pub(super) fn asn_of(self, switch: SwitchId) -> Option<u32> {
        self.all.allocation.asns.get(switch).copied()
    }

    /// Layer-3 settings of a cable's end that is part of the underlay.
    pub(super) fn underlay_port(self, cable: CableId, end: usize) -> Option<Routed> {
        let link = self.index.routed.get(cable).copied()?;
        let ipv4 = self.link_ipv4(cable, end);
        let ipv6 = self.link_ipv6(cable, end);
        let carries_ipv4 = self.all.topology.routed.ipv4;
        let cost = self.all.fabric.cables[cable].said.cost.map(|cost| cost.value);
        let name = self.cable_port(cable, end).map_or("", |(_, name)| name);
        Some(Routed {
            origins: Origins::default(),
            vrf: None,
            unnumbered: link.unnumbered.then_some(true),
            ipv4_unnumbered: (ipv4.is_none() && carries_ipv4 && !self.is_ospf()).then_some(true),
            ospf_v2: self.underlay_ospf(name, false, cost, false).filter(|_| ipv4.is_some()),
            ospf_v3: self.underlay_ospf(name, true, cost, false).filter(|_| ipv6.is_some()),
            ipv4: ipv4.map(Address::from),
            ipv6: ipv6.map(Address::from),
            ip_mtu: self.all.fabric.settings.mtu,
            underlay: Some(true),
            access: None,
        })
    }

    fn link_ipv4(self, cable: CableId, end: usize) -> Option<Ipv4Net> {
        end_ipv4(*self.all.allocation.links_ipv4.get(cable)?, end)
    }

    fn link_ipv6(self, cable: CableId, end: usize) -> Option<Ipv6Net> {
        end_ipv6(*self.all.allocation.links_ipv6.get(cable)?, end)
    }

    /// An interface in the underlay's OSPF, when that is the underlay and carries the family.
    pub(super) fn underlay_ospf(
        self,
        name: &str,
        ipv6: bool,
        cost: Option<u16>,
        passive: bool,
    ) -> Option<Box<OspfInterface>> {
        let routed = &self.all.topology.routed;
        let carried = if ipv6 { routed.ipv6 } else { routed.ipv4 };
        if !self.is_ospf() || !carried {
            return None;
        }
        let underlay = &self.all.fabric.settings.underlay;
        let live = !passive;
        Some(Box::new(OspfInterface {
            origins: Origins::default(),
            name: name.to_owned(),
            process: 1,
            area: area(underlay.area),
            cost,
            point_to_point: live,
            passive,
            loopback: None,
            bfd: underlay.bfd.filter(|_| live).map(bfd),
            key: underlay.password.as_ref().filter(|_| live).map(secret),
            hello: underlay.timers.filter(|_| live).map(|timers| timers.first),
            dead: underlay.timers.filter(|_| live).map(|timers| timers.second),
        }))
    }

    /// Interfaces over which the members of the pair route to each other.
    pub(super) fn pair_routing(self) -> Vec<PairRouting> {
        let (Some(pair_id), Some(pair), Some(member)) =
            (self.switch.pair, self.pair(), self.member())
        else {
            return Vec::new();
        };
        if pair.esi {
            return Vec::new();
        }
        let allocation = self.all.allocation;
        let peer = pair.members.iter().copied().find(|other| *other != self.id);
        let peer = peer.map_or("", |peer| self.all.fabric.switches[peer].name.as_str());
        let end = usize::from(member);
        // No pair is between these two.
        let own = (pair_id, None)..(PairId::new(pair_id.position() + 1), None);
        let ipv4 = allocation.pair_routing_ipv4.range(own.clone()).map(|(key, _)| key);
        let ipv6 = allocation.pair_routing_ipv6.range(own).map(|(key, _)| key);
        let mut vrfs: Vec<Option<VrfId>> = ipv4.chain(ipv6).map(|(_, vrf)| *vrf).collect();
        let unnumbered = allocation.pair_unnumbered.contains(&pair_id);
        if unnumbered {
            vrfs.push(None);
        }
        vrfs.sort_by_key(|vrf| vrf.map(|vrf| self.all.fabric.vrfs[vrf].name.clone()));
        vrfs.dedup();
        let facts = &self.vendor.routing;
        let one = |vrf: Option<VrfId>| {
            let vlan = match vrf {
                None => facts.pair_vlan,
                Some(vrf) => {
                    allocation.pair_vrf_vlans.get(&(self.vendor.name.clone(), vrf)).copied()
                }
            };
            let interface = match vlan {
                Some(vlan) => self.vendor.names.svi.number(vlan),
                None => self.vendor.names.peer_interface.number(self.vendor.mlag.peer_vlan?),
            };
            let key = (pair_id, vrf);
            let ipv4 = allocation.pair_routing_ipv4.get(&key).and_then(|net| end_ipv4(*net, end));
            let ipv6 = allocation.pair_routing_ipv6.get(&key).and_then(|net| end_ipv6(*net, end));
            let ip_mtu = self.all.fabric.settings.mtu;
            let in_vrf = self.vrf_name(vrf);
            Some(PairRouting {
                origins: Origins::default(),
                description: match &in_vrf {
                    None => format!("routing to {peer}"),
                    Some(vrf) => format!("routing to {peer} in {vrf}"),
                },
                ospf_v2: self
                    .underlay_ospf(&interface, false, None, false)
                    .filter(|_| vrf.is_none() && ipv4.is_some()),
                ospf_v3: self
                    .underlay_ospf(&interface, true, None, false)
                    .filter(|_| vrf.is_none() && ipv6.is_some()),
                vrf: in_vrf,
                vlan,
                interface,
                ipv4: ipv4.map(Address::from),
                ipv6: ipv6.map(Address::from),
                unnumbered: (unnumbered && vrf.is_none()).then_some(true),
                mtu: mtu(&self.vendor.mtu.svi, ip_mtu),
                ip_mtu,
            })
        };
        vrfs.into_iter().filter_map(one).collect()
    }

    /// BGP sessions of the underlay, those with the pair's other member among them. What a tenant VRF has on one
    /// member goes to the other one by BGP, whatever the underlay is.
    pub(super) fn underlay_groups(
        self,
        device: &Device,
        policies: &mut Policies,
    ) -> Vec<(Option<VrfId>, BgpGroup)> {
        let mut groups: BTreeMap<Kind, BgpGroup> = BTreeMap::new();
        let links = self.all.topology.routed.links_of(self.id).filter(|_| self.is_bgp());
        let mut links: Vec<(&RoutedLink, usize)> = links.collect();
        links.sort_by_key(|(link, end)| self.cable_port(link.cable, *end).map(|(place, _)| place));
        for (link, end) in links {
            let far = link.ends[1 - end.min(1)];
            let Some((_, interface)) = self.cable_port(link.cable, end) else { continue };
            let ipv4 = self.link_ipv4(link.cable, end).zip(self.link_ipv4(link.cable, 1 - end));
            let ipv6 = self.link_ipv6(link.cable, end).zip(self.link_ipv6(link.cable, 1 - end));
            let (_, far_port) = self.peer(link.cable, end);
            for (kind, neighbor) in
                self.sessions(far, far_port, interface, (link.unnumbered, false), ipv4, ipv6)
            {
                let entry =
                    groups.entry(kind).or_insert_with(|| self.underlay_group(kind, policies));
                entry.neighbors.push(neighbor);
            }
        }
        let mut out: Vec<(Option<VrfId>, BgpGroup)> =
            groups.into_values().map(|group| (None, group)).collect();
        out.extend(self.pair_groups(&device.pair_routing, policies));
        for (_, group) in &mut out {
            settle(group);
        }
        out
    }

    /// The sessions over one link; in a tenant VRF each family has one of its own.
    fn sessions(
        self,
        far: SwitchId,
        far_port: Option<&str>,
        interface: &str,
        (unnumbered, tenant): (bool, bool),
        ipv4: Option<(Ipv4Net, Ipv4Net)>,
        ipv6: Option<(Ipv6Net, Ipv6Net)>,
    ) -> Vec<(Kind, BgpNeighbor)> {
        let routed = &self.all.topology.routed;
        let name = &self.all.fabric.switches[far].name;
        let neighbor = |own: Option<IpNet>, peer: Option<IpNet>| BgpNeighbor {
            origins: Origins::default(),
            address: peer.map(|net| net.addr()),
            ipv6: unnumbered || peer.is_some_and(|net| matches!(net, IpNet::V6(_))),
            interface: unnumbered.then(|| interface.to_owned()),
            asn: self.asn_of(far).unwrap_or_default(),
            description: match far_port {
                Some(port) => [name, port].join(" "),
                None => name.clone(),
            },
            host: Some(name.clone()),
            local_address: own.map(|net| net.addr()),
            local_interface: Some(interface.to_owned()),
        };
        if unnumbered {
            let kind = Kind { over_ipv6: true, unnumbered, ipv4: routed.ipv4, ipv6: routed.ipv6 };
            return vec![(kind, neighbor(None, None))];
        }
        let mut out = Vec::new();
        if let Some((own, peer)) = ipv4.filter(|_| routed.ipv4 || tenant) {
            let kind = Kind { over_ipv6: false, unnumbered, ipv4: true, ipv6: false };
            out.push((kind, neighbor(Some(own.into()), Some(peer.into()))));
        }
        if let Some((own, peer)) = ipv6 {
            let alone = ipv4.is_none();
            let kind = Kind {
                over_ipv6: true,
                unnumbered,
                ipv4: alone && routed.ipv4 && !tenant,
                ipv6: routed.ipv6 || tenant,
            };
            if kind.ipv4 || kind.ipv6 {
                out.push((kind, neighbor(Some(own.into()), Some(peer.into()))));
            }
        }
        out
    }

    /// A group of the underlay without neighbours.
    fn underlay_group(self, kind: Kind, policies: &mut Policies) -> BgpGroup {
        let underlay = &self.all.fabric.settings.underlay;
        let shared = underlay.asn_per == AsnPer::Tier;
        BgpGroup {
            fabric: Some(true),
            password: underlay.password.as_ref().map(secret),
            timers: underlay.timers.filter(|_| self.is_bgp()).map(bgp_timers),
            bfd: underlay.bfd.map(bfd),
            allow_own_as: shared.then_some(1),
            allow_own_as_loops: shared.then_some(2),
            advertise_own_as: shared,
            ipv4: kind.ipv4.then(|| BgpFamily {
                extended_nexthop: kind.over_ipv6,
                ..self.fabric_family(false, policies)
            }),
            ipv6: kind.ipv6.then(|| self.fabric_family(true, policies)),
            ..group(&kind.name("underlay"), "underlay: switches of the fabric")
        }
    }

    /// What the underlay's sessions let in and out.
    fn fabric_family(self, ipv6: bool, policies: &mut Policies) -> BgpFamily {
        policies.said_by(self.underlay_origin());
        let suffix = if ipv6 { "ipv6" } else { "ipv4" };
        let list = policies.prefix_list(
            &format!("fabric-{suffix}"),
            ipv6,
            self.fabric_prefixes(None, ipv6).iter().copied(),
        );
        let mut out = Policies::term(true);
        "fabric".clone_into(&mut out.name);
        out.prefixes = Some(list);
        let mut terms = vec![out];
        if self.has_outside() {
            let mut external = Policies::term(true);
            "external".clone_into(&mut external.name);
            external.community =
                Some(policies.community_list(self.vendor, "external", &[EXTERNAL]));
            terms.push(external);
        }
        let export = policies.policy(
            &format!("fabric-out-{suffix}"),
            ipv6,
            "what belongs to the fabric, and what its boundaries have taken in",
            terms,
        );
        let mut rest = Policies::term(true);
        "fabric".clone_into(&mut rest.name);
        let shutdown = policies.graceful_shutdown_term(self.vendor);
        let import = policies.policy(
            &format!("fabric-in-{suffix}"),
            ipv6,
            "everything from the fabric; what is about to go away last (RFC 8326)",
            vec![shutdown, rest],
        );
        BgpFamily {
            import: Some(import),
            export: Some(export),
            send_community: true,
            ..BgpFamily::default()
        }
    }

    /// Whether some boundary of the default VRF takes routes in.
    fn has_outside(self) -> bool {
        self.all.fabric.boundaries.iter().any(|boundary| {
            boundary.vrf.is_none() && (!boundary.peers.is_empty() || boundary.ospf.is_some())
        })
    }

    /// Prefixes that belong to a VRF of the fabric: what it lets out in the underlay.
    pub(super) fn fabric_prefixes(self, vrf: Option<VrfId>, ipv6: bool) -> &'a [PrefixMatch] {
        let Some(families) = self.index.prefixes.get(&vrf) else { return &[] };
        families[usize::from(ipv6)].get_or_init(|| self.all_prefixes(vrf, ipv6))
    }

    fn all_prefixes(self, vrf: Option<VrfId>, ipv6: bool) -> Vec<PrefixMatch> {
        let fabric = self.all.fabric;
        let pools = &fabric.settings.pools;
        let mut out: Vec<PrefixMatch> = Vec::new();
        let up_to = |net: IpNet, up_to: u8| PrefixMatch {
            prefix: net,
            from: net.prefix_len(),
            up_to: up_to.max(net.prefix_len()),
        };
        let exact = |net: IpNet| up_to(net, net.prefix_len());
        if vrf.is_none() {
            for pool in [&pools.loopback, &pools.vtep] {
                out.extend(pool.ipv4.iter().map(|net| up_to(IpNet::V4(net.value), 32)));
                out.extend(pool.ipv6.iter().map(|net| up_to(IpNet::V6(net.value), 128)));
            }
            let said = fabric
                .switches
                .values()
                .flat_map(|switch| switch.loopback.iter().chain(&switch.vtep));
            let said = said.chain(fabric.pairs.values().flat_map(|pair| &pair.vtep));
            let inside = out.clone();
            let outside = |net: &IpNet| !inside.iter().any(|known| known.prefix.contains(net));
            out.extend(said.map(|address| IpNet::from(address.value)).filter(outside).map(exact));
        }
        for vlan in fabric.vlans.values().filter(|vlan| vlan.vrf == vrf) {
            let Some(gateway) = &vlan.gateway else { continue };
            out.extend(gateway.ipv4.map(|net| exact(IpNet::V4(net.value.trunc()))));
            out.extend(gateway.ipv6.map(|net| exact(IpNet::V6(net.value.trunc()))));
        }
        let routes = fabric.routes.iter().filter(|route| route.vrf == vrf);
        out.extend(routes.map(|route: &StaticRoute| exact(route.prefix.value)));
        for service in &fabric.services {
            if service.vlans.iter().any(|vlan| fabric.vlans[vlan.value].vrf == vrf) {
                out.extend(service.accept.prefixes.iter().map(|prefix| prefix.value));
                out.extend(service.vips.iter().map(|vip| exact(vip.value)));
            }
        }
        out.retain(|prefix| matches!(prefix.prefix, IpNet::V6(_)) == ipv6);
        out.sort();
        out.dedup();
        out
    }

    /// Sessions with the other member of the pair.
    fn pair_groups(
        self,
        ways: &[PairRouting],
        policies: &mut Policies,
    ) -> Vec<(Option<VrfId>, BgpGroup)> {
        let mut out = Vec::new();
        let (Some(pair_id), Some(pair), Some(member)) =
            (self.switch.pair, self.pair(), self.member())
        else {
            return out;
        };
        let Some(far) = pair.members.iter().copied().find(|other| *other != self.id) else {
            return out;
        };
        let own_end = usize::from(member);
        let internal = self.asn() == self.asn_of(far);
        // OSPF leads through the default VRF.
        for way in ways.iter().filter(|way| self.is_bgp() || way.vrf.is_some()) {
            let vrf = way.vrf.as_ref().and_then(|name| {
                self.all.fabric.vrfs.iter().find(|(_, vrf)| vrf.name == *name).map(|(id, _)| id)
            });
            let key = (pair_id, vrf);
            let net4 = self.all.allocation.pair_routing_ipv4.get(&key).copied();
            let net6 = self.all.allocation.pair_routing_ipv6.get(&key).copied();
            let both4 = net4.and_then(|net| end_ipv4(net, own_end).zip(end_ipv4(net, 1 - own_end)));
            let both6 = net6.and_then(|net| end_ipv6(net, own_end).zip(end_ipv6(net, 1 - own_end)));
            let unnumbered = way.unnumbered.is_some();
            for (kind, neighbor) in
                self.sessions(far, None, &way.interface, (unnumbered, vrf.is_some()), both4, both6)
            {
                let base = match &way.vrf {
                    None => "pair".to_owned(),
                    Some(vrf) => format!("pair-{vrf}"),
                };
                // In a tenant VRF each family that the pair has an address of is routed.
                let (ipv4, ipv6) = match vrf {
                    None => (kind.ipv4, kind.ipv6),
                    Some(_) => (!kind.over_ipv6, kind.over_ipv6),
                };
                // Policies only where something is filtered.
                let open = internal || vrf.is_some();
                let filtered = if open { Kind { ipv4: false, ipv6: false, ..kind } } else { kind };
                let mut one = self.underlay_group(filtered, policies);
                one.name = kind.name(&base);
                one.description.clone_from(&way.description);
                one.pair = true;
                if internal {
                    one.internal = true;
                    one.next_hop_self = true;
                    one.allow_own_as = None;
                    one.allow_own_as_loops = None;
                    one.advertise_own_as = false;
                }
                if open {
                    let plain = BgpFamily { send_community: true, ..BgpFamily::default() };
                    one.ipv4 = ipv4
                        .then(|| BgpFamily { extended_nexthop: kind.over_ipv6, ..plain.clone() });
                    one.ipv6 = ipv6.then_some(plain);
                }
                one.neighbors.push(neighbor);
                out.push((vrf, one));
            }
        }
        out
    }
}

/// Neighbours in order, and the AS that all of them have.
pub(super) fn settle(group: &mut BgpGroup) {
    let first = group.neighbors.first().map(|neighbor| neighbor.asn);
    if group.neighbors.iter().all(|neighbor| Some(neighbor.asn) == first) {
        group.remote_asn = group.remote_asn.or(first);
    }
}

/// An OSPF area in dotted form.
pub(super) fn area(id: u32) -> String {
    std::net::Ipv4Addr::from(id).to_string()
}
