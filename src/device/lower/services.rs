//! BGP with hosts of services.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::One;
use super::peers::{is_reserved, max_prefixes};
use super::policies::{Policies, clip, exactly, family};
use super::underlay::{bfd, bgp_timers};
use super::values::secret;
use crate::device::model::{
    AsnRange, BgpFamily, BgpGroup, BgpListen, BgpNeighbor, Origins, PolicyTerm,
};
use crate::fabric::{Advertise, AsnOf, RackId, Service, ServiceNode, SwitchId, VlanId, VrfId};

/// Sessions of one service on one switch that are in one VRF, and all of them direct or all from its loopback.
pub(super) struct Part<'a> {
    /// Position of the service.
    number: usize,
    pub(super) service: &'a Service,
    vrf: Option<VrfId>,
    /// The gateways are the same on several switches: sessions are made from a loopback.
    distributed: bool,
    /// VLANs whose gateway is here, by id.
    vlans: Vec<VlanId>,
    /// First part of the names of its groups.
    name: String,
}

impl Part<'_> {
    /// First parts of the names of its groups.
    pub(super) fn names(&self) -> [String; 2] {
        [self.name.clone(), self.named_name()]
    }

    fn named_name(&self) -> String {
        format!("{}-named", self.name)
    }
}

/// AS numbers of hosts that come by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Remote {
    One(u32),
    Range(u32, u32),
}

impl<'a> One<'a> {
    /// BGP groups of services on this switch.
    pub(super) fn service_groups(self, policies: &mut Policies) -> Vec<(Option<VrfId>, BgpGroup)> {
        let mut groups = Vec::new();
        for part in self.service_parts() {
            for ipv6 in [false, true] {
                let made = self.part_groups(&part, ipv6, policies);
                groups.extend(made.into_iter().map(|group| (part.vrf, group)));
            }
        }
        groups
    }

    /// Whether hosts of services in the default VRF peer with this switch in a family.
    pub(super) fn serves_default_vrf(self, ipv6: bool) -> bool {
        let parts = self.service_parts();
        let mut vlans = parts.iter().filter(|part| part.vrf.is_none()).flat_map(|part| &part.vlans);
        vlans.any(|vlan| self.gateway_subnet(*vlan, ipv6).is_some())
    }

    /// What there is of services on this switch, by name.
    pub(super) fn service_parts(self) -> Vec<Part<'a>> {
        let here = self.index.service_vlans.list(self.id);
        let mut parts = Vec::new();
        // By service, in their order.
        for vlans in here.chunk_by(|(a, _), (b, _)| a == b) {
            let number = vlans[0].0;
            parts.extend(self.parts_of(number, &self.all.fabric.services[number], vlans));
        }
        parts.sort_by(|a: &Part<'_>, b| a.name.cmp(&b.name));
        let mut taken: BTreeSet<String> = BTreeSet::new();
        for part in &mut parts {
            let base = part.name.clone();
            let mut number = 1;
            while part.names().iter().any(|name| taken.contains(name)) {
                number += 1;
                part.name = format!("{base}-{number}");
            }
            taken.extend(part.names());
        }
        parts
    }

    fn parts_of(
        self,
        number: usize,
        service: &'a Service,
        vlans: &[(usize, VlanId)],
    ) -> Vec<Part<'a>> {
        // By the VRF's name, and whether gateways are distributed.
        let mut kinds: BTreeMap<(Option<&str>, bool), BTreeSet<VlanId>> = BTreeMap::new();
        for (_, vlan) in vlans {
            let facts = &self.all.fabric.vlans[*vlan];
            let Some(gateway) = &facts.gateway else { continue };
            let vrf = facts.vrf.map(|vrf| self.all.fabric.vrfs[vrf].name.as_str());
            kinds.entry((vrf, gateway.distributed)).or_default().insert(*vlan);
        }
        let base = if is_reserved(&service.name) {
            format!("service-{}", service.name)
        } else {
            service.name.clone()
        };
        let vrfs: BTreeSet<Option<&str>> = kinds.keys().map(|(vrf, _)| *vrf).collect();
        let both: BTreeSet<Option<&str>> =
            kinds.keys().filter(|(_, distributed)| *distributed).map(|(vrf, _)| *vrf).collect();
        let made = kinds.iter().map(|((vrf_name, distributed), vlans)| {
            let mut name = base.clone();
            if vrfs.len() > 1 {
                name = format!("{name}-{}", vrf_name.unwrap_or("default"));
            }
            if !distributed && both.contains(vrf_name) {
                name.push_str("-direct");
            }
            let mut vlans: Vec<VlanId> = vlans.iter().copied().collect();
            vlans.sort_by_key(|vlan| self.all.fabric.vlans[*vlan].id);
            let vrf = vlans.first().and_then(|vlan| self.all.fabric.vlans[*vlan].vrf);
            Part { number, service, vrf, distributed: *distributed, vlans, name }
        });
        made.collect()
    }

    /// One group, or one for hosts that come by themselves and one for those that are named, when they have
    /// not all the same AS.
    fn part_groups(self, part: &Part<'_>, ipv6: bool, policies: &mut Policies) -> Vec<BgpGroup> {
        // Nobody has an address of its own: a family of which hosts announce nothing does without.
        if part.distributed && part.vrf.is_some() && self.session_loopback(part.vrf, ipv6).is_none()
        {
            return Vec::new();
        }
        let remote = self.remote(part);
        let listen = remote.map(|_| self.listening(part, ipv6)).unwrap_or_default();
        let neighbors = self.named_hosts(part, ipv6, remote);
        let apart = !listen.is_empty()
            && neighbors.iter().any(|host| remote != Some(Remote::One(host.asn)));
        let mut groups = Vec::new();
        if apart {
            let named = part.named_name();
            groups.push(self.part_group(part, &part.name, ipv6, remote, policies));
            groups.push(self.part_group(part, &named, ipv6, common(&neighbors), policies));
        } else if !listen.is_empty() || !neighbors.is_empty() {
            let remote = if listen.is_empty() { common(&neighbors) } else { remote };
            groups.push(self.part_group(part, &part.name, ipv6, remote, policies));
        }
        if let Some(group) = groups.first_mut().filter(|_| !listen.is_empty()) {
            group.listen_limit = part.service.max_neighbors.map(|most| most.value);
            group.listen = listen;
        }
        if let Some(group) = groups.last_mut() {
            group.neighbors = neighbors;
        }
        for group in groups.iter_mut().filter(|group| group.listen.is_empty()) {
            group.as_override &= self.hosts_share_asn(part, group.remote_asn);
        }
        groups
    }

    /// Whether several named hosts of a service have this AS, here or on other switches: their routes must
    /// lose it on the way from one to the other.
    fn hosts_share_asn(self, part: &Part<'_>, asn: Option<u32>) -> bool {
        let of_service = self.remote(part);
        let asns = part.service.nodes.iter().map(|node| self.node_asn(part, node, of_service));
        asn.is_some() && asns.filter(|of_node| *of_node == asn).count() > 1
    }

    fn part_group(
        self,
        part: &Part<'_>,
        name: &str,
        ipv6: bool,
        remote: Option<Remote>,
        policies: &mut Policies,
    ) -> BgpGroup {
        let service = part.service;
        let remote_asn = match remote {
            Some(Remote::One(asn)) => Some(asn),
            Some(Remote::Range(..)) | None => None,
        };
        let internal = remote_asn.is_some() && remote_asn == self.asn();
        let loopback = self.session_loopback(part.vrf, ipv6).filter(|_| part.distributed);
        let (source, address) = loopback.unzip();
        policies.said_by_clause(self, service.origin, "advertise");
        let (export, default_originate) = self.told(&part.name, &service.advertise, ipv6, policies);
        let sessions = BgpFamily {
            origins: Origins::default(),
            import: Some(self.accepted(part, ipv6, policies)),
            export,
            max_prefixes: service.max_prefixes.map(|limit| max_prefixes(limit.value)),
            default_originate,
            send_community: true,
            send_extended: false,
            extended_nexthop: false,
        };
        BgpGroup {
            internal,
            remote_asn,
            remote_range: match remote {
                Some(Remote::Range(from, to)) => Some(AsnRange { from, to, name: clip(name) }),
                Some(Remote::One(_)) | None => None,
            },
            multihop: (part.distributed && !internal).then_some(2),
            update_source: source,
            local_address: address,
            password: service.password.as_ref().map(secret),
            timers: service.timers.map(bgp_timers),
            bfd: service.bfd.map(bfd),
            next_hop_self: internal,
            as_override: service.advertise == Advertise::All && remote_asn.is_some() && !internal,
            ipv4: (!ipv6).then(|| sessions.clone()),
            ipv6: ipv6.then_some(sessions),
            ..super::peers::group(
                &clip(&format!("{name}-{}", family(ipv6))),
                &format!("Hosts of {}", service.name),
            )
        }
    }

    /// The policy on what hosts announce: what the service accepts, and nothing else.
    fn accepted(self, part: &Part<'_>, ipv6: bool, policies: &mut Policies) -> String {
        let service = part.service;
        let name = format!("{}-accept", part.name);
        policies.said_by_clause(self, service.origin, "accept");
        let list = if service.vips.is_empty() {
            policies.set(self, &service.accept, &name, ipv6)
        } else {
            let accepted = service.accept.prefixes.iter().map(|prefix| prefix.value);
            let vips = service.vips.iter().map(|vip| exactly(vip.value));
            policies.matching(&name, ipv6, accepted.chain(vips))
        };
        let accepts = |list| PolicyTerm { prefixes: Some(list), ..Policies::term(true) };
        let mut terms: Vec<PolicyTerm> = list.into_iter().map(accepts).collect();
        for term in &mut terms {
            let set = format!("{}-add", part.name);
            policies.add_communities(self.vendor, term, &set, &service.communities);
        }
        let terms = policies.honouring_shutdown(self.vendor, terms);
        let description = format!("What hosts of {} may announce", service.name);
        policies.policy(&format!("{}-in-{}", part.name, family(ipv6)), ipv6, &description, terms)
    }

    /// Ranges from which hosts come by themselves in a family, sorted.
    fn listening(self, part: &Part<'_>, ipv6: bool) -> Vec<BgpListen> {
        let subnets: Vec<IpNet> =
            part.vlans.iter().filter_map(|vlan| self.gateway_subnet(*vlan, ipv6)).collect();
        let service = part.service;
        let mut ranges: BTreeSet<IpNet> = BTreeSet::new();
        if service.listen.is_empty() {
            ranges.extend(subnets.iter().copied().filter(|_| service.listen_on_gateway));
        } else {
            // A range in the subnet of a VLAN that is not here is another switch's, or another VRF's.
            let everywhere = service.vlans.iter().map(|vlan| vlan.value);
            let elsewhere: Vec<IpNet> = everywhere
                .filter(|vlan| !part.vlans.contains(vlan))
                .filter_map(|vlan| self.gateway_subnet(vlan, ipv6))
                .collect();
            let said = service.listen.iter().map(|range| range.value.trunc());
            let of_family = said.filter(|range| super::policies::is_ipv6(*range) == ipv6);
            ranges.extend(of_family.filter(|range| {
                subnets.iter().any(|net| overlap(*net, *range))
                    || !elsewhere.iter().any(|net| overlap(*net, *range))
            }));
            if subnets.is_empty() {
                ranges.clear();
            }
        }
        let listen = |range: IpNet| BgpListen { origins: Origins::default(), prefix: range, ipv6 };
        ranges.into_iter().map(listen).collect()
    }

    /// Hosts that are named and have an address in a subnet of a family here, by address.
    fn named_hosts(self, part: &Part<'_>, ipv6: bool, remote: Option<Remote>) -> Vec<BgpNeighbor> {
        let mut hosts: BTreeMap<IpAddr, BgpNeighbor> = BTreeMap::new();
        for node in &part.service.nodes {
            if part.distributed && !self.is_near(part, node) {
                continue;
            }
            let Some(asn) = self.node_asn(part, node, remote) else { continue };
            let of_family =
                node.addresses.iter().map(|one| one.value).filter(|one| one.is_ipv6() == ipv6);
            for address in of_family {
                let vlan = part.vlans.iter().copied().find(|vlan| {
                    self.gateway_subnet(*vlan, ipv6).is_some_and(|net| net.contains(&address))
                });
                let Some(vlan) = vlan else { continue };
                let (interface, own) = self.session_end(part, vlan, ipv6);
                let neighbor = BgpNeighbor {
                    origins: Origins::default(),
                    address: Some(address),
                    ipv6,
                    interface: None,
                    asn,
                    description: node.name.value.clone(),
                    host: Some(node.name.value.clone()),
                    local_address: own,
                    local_interface: interface,
                };
                hosts.insert(address, neighbor);
            }
        }
        hosts.into_values().collect()
    }

    /// Interface and own address of sessions with hosts of a VLAN.
    fn session_end(
        self,
        part: &Part<'_>,
        vlan: VlanId,
        ipv6: bool,
    ) -> (Option<String>, Option<IpAddr>) {
        if part.distributed {
            return (None, self.session_loopback(part.vrf, ipv6).map(|(_, own)| own));
        }
        let Some(face) = self.svi_face(vlan) else { return (None, None) };
        let own = face.address(ipv6).map(|net| net.addr());
        (Some(face.name), own)
    }

    /// Whether a named host speaks with this switch, where every switch of its VLAN is a gateway: it is
    /// attached to this one or to the other member of its pair, or to none of those that are.
    fn is_near(self, part: &Part<'_>, node: &ServiceNode) -> bool {
        let mut attached = self.switches_of(node);
        let is_gateway = |switch: &SwitchId| {
            let vlans = part.vlans.iter().map(|vlan| &self.all.fabric.vlans[*vlan]);
            vlans
                .filter_map(|vlan| vlan.gateway.as_ref())
                .any(|gateway| gateway.on.contains(switch))
        };
        attached.retain(is_gateway);
        let pair = self.pair().map(|pair| pair.members.to_vec()).unwrap_or_default();
        attached.is_empty()
            || attached.contains(&self.id)
            || attached.iter().any(|switch| pair.contains(switch))
    }

    fn switches_of(self, node: &ServiceNode) -> BTreeSet<SwitchId> {
        let host = node.host.map(|host| &self.all.fabric.hosts[host]);
        let attachments = host.into_iter().flat_map(|host| &host.attachments);
        attachments
            .flat_map(|attachment| &*self.all.fabric.attachments[*attachment].switches)
            .copied()
            .collect()
    }

    /// AS numbers of hosts that come by themselves.
    fn remote(self, part: &Part<'_>) -> Option<Remote> {
        let asn = part.service.asn?;
        let (first, last) = asn.range.value;
        let of_rack = self
            .switch
            .rack
            .filter(|_| asn.per == AsnOf::Rack)
            .and_then(|rack| self.rack_asn(part, rack));
        Some(match of_rack {
            Some(own) => Remote::One(own),
            None if first == last => Remote::One(first),
            None => Remote::Range(first, last),
        })
    }

    fn rack_asn(self, part: &Part<'_>, rack: RackId) -> Option<u32> {
        let key = (part.number, self.all.fabric.racks[rack].name.clone());
        self.all.allocation.service_asns.get(&key).copied()
    }

    /// The AS of a named host: what the program says of it, its own, or its rack's.
    fn node_asn(self, part: &Part<'_>, node: &ServiceNode, remote: Option<Remote>) -> Option<u32> {
        let own = || {
            let key = (part.number, node.name.value.clone());
            let per_node = part.service.asn.is_some_and(|asn| asn.per == AsnOf::Node);
            self.all.allocation.service_asns.get(&key).copied().filter(|_| per_node)
        };
        let of_rack = || {
            let per_rack = part.service.asn.is_some_and(|asn| asn.per == AsnOf::Rack);
            let switches = self.switches_of(node).into_iter().filter(|_| per_rack);
            let mut racks = switches.filter_map(|switch| self.all.fabric.switches[switch].rack);
            racks.find_map(|rack| self.rack_asn(part, rack))
        };
        let any = || match remote? {
            Remote::One(asn) | Remote::Range(asn, _) => Some(asn),
        };
        node.asn.map(|asn| asn.value).or_else(own).or_else(of_rack).or_else(any)
    }
}

/// The AS of all neighbours, when they have the same.
fn common(neighbors: &[BgpNeighbor]) -> Option<Remote> {
    let first = neighbors.first()?.asn;
    neighbors.iter().all(|neighbor| neighbor.asn == first).then_some(Remote::One(first))
}

fn overlap(a: IpNet, b: IpNet) -> bool {
    a.contains(&b) || b.contains(&a)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn neighbor(asn: u32) -> BgpNeighbor {
        BgpNeighbor {
            origins: Origins::default(),
            address: None,
            ipv6: false,
            interface: None,
            asn,
            description: String::new(),
            host: None,
            local_address: None,
            local_interface: None,
        }
    }

    #[test]
    fn a_group_has_an_as_when_all_neighbours_have_it() {
        assert_eq!(common(&[neighbor(64512), neighbor(64512)]), Some(Remote::One(64512)));
        assert_eq!(common(&[neighbor(64512), neighbor(64513)]), None);
        assert_eq!(common(&[]), None);
    }

    #[test]
    fn ranges_overlap_when_one_holds_the_other() {
        let both = |a: &str, b: &str| overlap(a.parse().unwrap(), b.parse().unwrap());
        assert!(both("10.1.110.0/24", "10.1.110.128/25"));
        assert!(both("10.1.0.0/16", "10.1.110.0/24"));
        assert!(!both("10.1.110.0/24", "10.1.111.0/24"));
    }
}
