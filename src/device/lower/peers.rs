//! BGP with neighbours outside of the fabric.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::One;
use super::policies::{Policies, clip, default_route, exactly, family, is_ipv6, protocol};
use super::underlay::{bfd, bgp_timers};
use super::values::secret;
use crate::device::model::{
    BgpFamily, BgpGroup, BgpNeighbor, MaxPrefixes, Origins, PolicyTerm, TcpAo,
};
use crate::fabric::{Advertise, Boundary, Gateway, Peer, PrefixMatch, VlanId, VrfId};
use crate::source::Span;

/// Percent of a limit of prefixes at which a warning is logged.
const WARN_AT: u8 = 80;

/// A group with everything off and absent.
pub(super) fn group(name: &str, description: &str) -> BgpGroup {
    BgpGroup {
        origins: Origins::default(),
        name: name.to_owned(),
        description: description.to_owned(),
        internal: false,
        remote_asn: None,
        remote_range: None,
        update_source: None,
        local_address: None,
        multihop: None,
        ttl_security: None,
        ttl_security_between: None,
        ttl_range: None,
        password: None,
        tcp_ao: None,
        timers: None,
        bfd: None,
        pair: false,
        fabric: None,
        next_hop_self: false,
        next_hop_unchanged: false,
        route_reflector_client: false,
        cluster_id: None,
        allow_own_as: None,
        allow_own_as_loops: None,
        advertise_own_as: false,
        as_override: false,
        remove_private_as: false,
        ipv4: None,
        ipv6: None,
        evpn: None,
        neighbors: Vec::new(),
        listen: Vec::new(),
        listen_limit: None,
    }
}

/// A limit of prefixes.
pub(super) fn max_prefixes(limit: u32) -> MaxPrefixes {
    MaxPrefixes { limit, threshold: WARN_AT }
}

/// The values of TTL of packets that have come so many hops at most; 1 is a direct neighbour.
fn ttl_range(hops: u8) -> String {
    match hops {
        0 | 1 => "255".to_owned(),
        _ => format!("{}-255", u8::MAX - (hops - 1)),
    }
}

/// Whether the core names a group like this itself.
pub(super) fn is_reserved(name: &str) -> bool {
    let mut words = ["underlay", "overlay", "pair"].iter();
    words.any(|word| {
        name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    })
}

/// An interface of a boundary on a switch.
#[derive(Debug)]
pub(super) struct Face {
    /// The vendor's name.
    pub(super) name: String,
    pub(super) ipv4: Option<Ipv4Net>,
    pub(super) ipv6: Option<Ipv6Net>,
    /// Other switches have the same addresses.
    pub(super) shared: bool,
}

impl Face {
    /// Own address in a family, with its length.
    pub(super) fn address(&self, ipv6: bool) -> Option<IpNet> {
        if ipv6 { self.ipv6.map(IpNet::V6) } else { self.ipv4.map(IpNet::V4) }
    }

    /// Own address in the subnet of a neighbour.
    fn towards(&self, neighbor: IpAddr) -> Option<IpAddr> {
        let own = self.address(neighbor.is_ipv6())?;
        (own.contains(&neighbor) && own.addr() != neighbor).then_some(own.addr())
    }
}

/// A peer of a boundary, and its sessions' name.
pub(super) struct Named<'a> {
    pub(super) name: String,
    pub(super) boundary: &'a Boundary,
    pub(super) peer: &'a Peer,
}

impl<'a> One<'a> {
    /// BGP groups of boundary peers on this switch.
    pub(super) fn peer_groups(self, policies: &mut Policies) -> Vec<(Option<VrfId>, BgpGroup)> {
        let mut groups = Vec::new();
        for named in self.named_peers() {
            let mut addresses: Vec<IpAddr> =
                named.peer.addresses.iter().map(|address| address.value).collect();
            addresses.sort_unstable();
            for address in addresses {
                groups.push((named.boundary.vrf, self.peer_group(&named, address, policies)));
            }
        }
        groups
    }

    /// Peers of this switch in the default VRF, in a family.
    pub(super) fn default_vrf_peers(self, ipv6: bool) -> impl Iterator<Item = &'a Peer> {
        let boundaries = self.all.fabric.boundaries.iter().filter(|one| one.vrf.is_none());
        let peers = boundaries.flat_map(|boundary| &boundary.peers);
        peers.filter(move |peer| {
            let mut addresses = peer.addresses.iter();
            peer.on.contains(&self.id) && addresses.any(|one| one.value.is_ipv6() == ipv6)
        })
    }

    /// Peers of this switch by the names of boundary and peer, each with a name that no other group has.
    pub(super) fn named_peers(self) -> Vec<Named<'a>> {
        let mut peers: Vec<(&Boundary, &Peer)> = Vec::new();
        for boundary in &self.all.fabric.boundaries {
            let here = boundary.peers.iter().filter(|peer| peer.on.contains(&self.id));
            peers.extend(here.map(|peer| (boundary, peer)));
        }
        if peers.is_empty() {
            return Vec::new();
        }
        peers.sort_by_key(|(boundary, peer)| (&boundary.name, &peer.name));
        let mut count: BTreeMap<&str, usize> = BTreeMap::new();
        for (_, peer) in &peers {
            *count.entry(&peer.name).or_default() += 1;
        }
        let mut taken: BTreeSet<String> =
            self.service_parts().into_iter().flat_map(|part| part.names()).collect();
        let named = peers.iter().map(|(boundary, peer)| {
            let alone = count.get(peer.name.as_str()) == Some(&1) && !is_reserved(&peer.name);
            let long = format!("{}-{}", boundary.name, peer.name);
            let numbered = (2_usize..).map(|number| format!("{long}-{number}"));
            let names = alone.then(|| peer.name.clone()).into_iter().chain([long.clone()]);
            let name = names
                .chain(numbered)
                .find(|name| !is_reserved(name) && taken.insert(name.clone()))
                .unwrap_or_default();
            Named { name, boundary, peer }
        });
        named.collect()
    }

    fn peer_group(self, named: &Named<'_>, address: IpAddr, policies: &mut Policies) -> BgpGroup {
        let Named { name, boundary, peer } = named;
        let ipv6 = address.is_ipv6();
        let said = peer.description.clone();
        let description = said.unwrap_or_else(|| format!("{} {}", boundary.name, peer.name));
        let asn = peer.asn.value;
        let internal = self.asn() == Some(asn);
        let export = peer.export.as_ref().map_or(&Advertise::Nothing, |said| &said.value);
        let part = |said: Option<Span>| boundary.origin.at(said.unwrap_or(peer.span));
        policies.said_by([part(peer.export.as_ref().map(|said| said.span))]);
        let (export, default_originate) = self.told(name, export, ipv6, policies);
        policies.said_by([part(peer.import.as_ref().map(|said| said.span))]);
        let sessions = BgpFamily {
            origins: Origins::default(),
            import: Some(self.taken(named, ipv6, policies)),
            export,
            max_prefixes: peer.max_prefixes.map(|limit| max_prefixes(limit.value)),
            default_originate,
            send_community: true,
            send_extended: false,
            extended_nexthop: false,
        };
        let neighbor = BgpNeighbor {
            origins: Origins::default(),
            address: Some(address),
            ipv6,
            interface: None,
            asn,
            description: description.clone(),
            host: None,
            local_address: None,
            local_interface: None,
        };
        let mut group = BgpGroup {
            internal,
            remote_asn: Some(asn),
            multihop: peer.multihop.map(|hops| hops.value).filter(|_| !internal),
            ttl_security: peer.ttl_security.map(|hops| hops.value),
            password: peer.password.as_ref().map(secret),
            tcp_ao: peer.tcp_ao.as_ref().map(|key| TcpAo {
                chain: clip(name),
                id: 1,
                key: secret(key),
            }),
            timers: peer.timers.map(bgp_timers),
            bfd: peer.bfd.map(bfd),
            next_hop_self: internal,
            remove_private_as: peer.remove_private_as,
            ipv4: (!ipv6).then(|| sessions.clone()),
            ipv6: ipv6.then_some(sessions),
            neighbors: vec![neighbor],
            ..group(&clip(&format!("{name}-{}", family(ipv6))), &description)
        };
        self.near_end(boundary, address, &mut group);
        group.ttl_security_between = group.ttl_security.map(|hops| hops.saturating_sub(1));
        group.ttl_range = group.ttl_security.map(ttl_range);
        group
    }

    /// Own address and interface of a session: those in the neighbour's subnet, or the VRF's loopback when
    /// it is farther away or other switches have the same address.
    fn near_end(self, boundary: &Boundary, neighbor: IpAddr, group: &mut BgpGroup) {
        let faces = self.boundary_faces(boundary);
        let direct = faces.iter().find_map(|face| Some((face, face.towards(neighbor)?)));
        let loopback = self.session_loopback(boundary.vrf, neighbor.is_ipv6());
        match (direct, loopback) {
            (Some((face, own)), loopback) if !face.shared || loopback.is_none() => {
                for neighbor in &mut group.neighbors {
                    neighbor.local_address = Some(own);
                    neighbor.local_interface = Some(face.name.clone());
                }
            }
            (direct, Some((name, own))) => {
                for neighbor in &mut group.neighbors {
                    neighbor.local_address = Some(own);
                }
                group.update_source = Some(name);
                group.local_address = Some(own);
                if direct.is_some() {
                    // Through the gateway, which is the same on several switches.
                    group.ttl_security = group.ttl_security.map(|hops| hops.max(2));
                    let hops = (!group.internal).then_some(2).max(group.multihop);
                    group.multihop = hops.filter(|_| group.ttl_security.is_none());
                }
            }
            (_, None) => {}
        }
    }

    /// The loopback from which sessions in a VRF are made: its name and its address in a family.
    pub(super) fn session_loopback(
        self,
        vrf: Option<VrfId>,
        ipv6: bool,
    ) -> Option<(String, IpAddr)> {
        let loopback = self.vrf_loopback(vrf)?;
        let address = if ipv6 { loopback.ipv6 } else { loopback.ipv4 }?;
        Some((loopback.name, address.ip()))
    }

    /// Interfaces of a boundary on this switch: its ports in their order, then its SVIs by VLAN id.
    pub(super) fn boundary_faces(self, boundary: &Boundary) -> Vec<Face> {
        let mut ports: Vec<_> = boundary
            .ports
            .iter()
            .filter(|port| port.switch == self.id)
            .filter_map(|port| {
                let ends = &self.all.fabric.cables[port.cable].ends;
                let here = |end: &crate::fabric::CableEnd| {
                    end.switch_port().is_some_and(|port| port.switch == self.id)
                };
                let (number, name) = self.cable_port(port.cable, ends.iter().position(here)?)?;
                let tag = port.tag.map(|tag| tag.value);
                let name = tag.map_or_else(|| name.to_owned(), |tag| format!("{name}.{tag}"));
                let face = Face {
                    name,
                    ipv4: port.ipv4.map(|net| net.value),
                    ipv6: port.ipv6.map(|net| net.value),
                    shared: false,
                };
                Some(((number, tag), face))
            })
            .collect();
        ports.sort_by_key(|(place, _)| *place);
        let mut faces: Vec<Face> = ports.into_iter().map(|(_, face)| face).collect();
        let mut vlans: Vec<VlanId> = boundary.vlans.iter().map(|vlan| vlan.value).collect();
        vlans.retain(|_| boundary.on.is_empty() || boundary.on.contains(&self.id));
        vlans.sort_by_key(|vlan| self.all.fabric.vlans[*vlan].id);
        vlans.dedup();
        faces.extend(vlans.into_iter().filter_map(|vlan| self.svi_face(vlan)));
        faces
    }

    /// The SVI of a VLAN, when this switch has one.
    pub(super) fn svi_face(self, vlan: VlanId) -> Option<Face> {
        let facts = &self.all.fabric.vlans[vlan];
        let ipv4 = self.all.allocation.svi_ipv4(vlan, self.id);
        let ipv6 = self.all.allocation.svi_ipv6(vlan, self.id);
        (ipv4.is_some() || ipv6.is_some()).then(|| Face {
            name: self.vendor.names.svi.number(facts.id),
            ipv4,
            ipv6,
            shared: facts.gateway.as_ref().is_some_and(|gateway| gateway.distributed),
        })
    }

    /// The policy on what is taken from a peer. Without a word of the program nothing is (RFC 8212).
    fn taken(self, named: &Named<'_>, ipv6: bool, policies: &mut Policies) -> String {
        let nothing = Advertise::Nothing;
        let what = named.peer.import.as_ref().map_or(&nothing, |said| &said.value);
        let vrf = named.boundary.vrf;
        let terms = self.taken_terms(&named.name, what, vrf, ipv6, policies);
        if terms.is_empty() {
            return nothing_at_all(ipv6, policies);
        }
        let mut terms = policies.honouring_shutdown(self.vendor, terms);
        if vrf.is_none() {
            policies.mark_external(self.vendor, &mut terms);
        }
        let (base, description) = match what {
            Advertise::Policy(policy) => {
                let name = self.policy_name(*policy);
                let description = format!("Policy {name} on what is taken from outside");
                (name, description)
            }
            _ => (named.name.clone(), format!("What is taken from {}", named.name)),
        };
        policies.policy(&format!("{base}-in-{}", family(ipv6)), ipv6, &description, terms)
    }

    /// Terms that accept what the program takes in from outside.
    pub(super) fn taken_terms(
        self,
        name: &str,
        what: &Advertise,
        vrf: Option<VrfId>,
        ipv6: bool,
        policies: &mut Policies,
    ) -> Vec<PolicyTerm> {
        match what {
            Advertise::Default => vec![PolicyTerm {
                prefixes: policies.matching("default", ipv6, [default_route(ipv6)]),
                ..Policies::term(true)
            }],
            Advertise::All => {
                let own = if vrf.is_none() { self.inside(ipv6) } else { Vec::new() };
                let own = policies.matching("inside", ipv6, own);
                let refused = own.map(|list| PolicyTerm {
                    name: "inside".to_owned(),
                    prefixes: Some(list),
                    ..Policies::term(false)
                });
                refused.into_iter().chain([Policies::term(true)]).collect()
            }
            Advertise::Nothing => Vec::new(),
            Advertise::Policy(policy) => policies.program_terms(self, *policy, ipv6),
            Advertise::Subnets { vrfs, vlans } => {
                let subnets = self.subnets(vrfs, vlans);
                let list = policies.matching(&format!("{name}-in"), ipv6, subnets);
                list.into_iter()
                    .map(|list| PolicyTerm { prefixes: Some(list), ..Policies::term(true) })
                    .collect()
            }
        }
    }

    /// What lies inside the fabric's own prefixes in the default VRF, so that nobody outside may announce it.
    /// Where the fabric only routes to by static routes is not its own.
    fn inside(self, ipv6: bool) -> Vec<PrefixMatch> {
        let routes = self.all.fabric.routes.iter().filter(|route| route.vrf.is_none());
        let vlans = self.all.fabric.vlans.values().filter(|vlan| vlan.vrf.is_none());
        let gateways = vlans.filter_map(|vlan| vlan.gateway.as_ref());
        let nets = |gateway: &Gateway| {
            let ipv4 = gateway.ipv4.map(|net| IpNet::V4(net.value.trunc()));
            let ipv6 = gateway.ipv6.map(|net| IpNet::V6(net.value.trunc()));
            ipv4.into_iter().chain(ipv6)
        };
        let subnets: BTreeSet<IpNet> = gateways.flat_map(nets).collect();
        let beyond: BTreeSet<IpNet> = routes
            .map(|route| route.prefix.value)
            .filter(|prefix| !subnets.contains(prefix))
            .collect();
        let own = self.fabric_prefixes(None, ipv6).iter();
        let own = own.filter(|own| own.prefix.prefix_len() > 0 && !beyond.contains(&own.prefix));
        own.map(|own| PrefixMatch { up_to: own.prefix.max_prefix_len(), ..*own }).collect()
    }

    /// The policy on what a neighbour is told, and whether it gets a default route in any case.
    pub(super) fn told(
        self,
        name: &str,
        what: &Advertise,
        ipv6: bool,
        policies: &mut Policies,
    ) -> (Option<String>, bool) {
        match what {
            Advertise::All => (self.all_but_infrastructure(ipv6, policies), false),
            Advertise::Nothing => (Some(nothing_at_all(ipv6, policies)), false),
            Advertise::Policy(policy) => (Some(policies.of_program(self, *policy, ipv6)), false),
            Advertise::Default => {
                let term = PolicyTerm {
                    prefixes: policies.matching("default", ipv6, [default_route(ipv6)]),
                    ..Policies::term(true)
                };
                let name = format!("default-only-{}", family(ipv6));
                let description = format!("The {} default route alone", protocol(ipv6));
                (Some(policies.policy(&name, ipv6, &description, vec![term])), true)
            }
            Advertise::Subnets { vrfs, vlans } => {
                let subnets = self.subnets(vrfs, vlans);
                let base = format!("{name}-out");
                let Some(list) = policies.matching(&base, ipv6, subnets) else {
                    return (Some(nothing_at_all(ipv6, policies)), false);
                };
                let term = PolicyTerm { prefixes: Some(list), ..Policies::term(true) };
                let description = format!("What {name} is told");
                let base = format!("{base}-{}", family(ipv6));
                (Some(policies.policy(&base, ipv6, &description, vec![term])), false)
            }
        }
    }

    /// Everything but loopbacks and tunnel endpoints, which are the fabric's own business.
    fn all_but_infrastructure(self, ipv6: bool, policies: &mut Policies) -> Option<String> {
        let pools = &self.all.fabric.settings.pools;
        let nets = [&pools.loopback, &pools.vtep].into_iter().flat_map(|pool| {
            let ipv4 = pool.ipv4.iter().map(|net| IpNet::V4(net.value));
            ipv4.chain(pool.ipv6.iter().map(|net| IpNet::V6(net.value)))
        });
        let inside = nets.map(|prefix| PrefixMatch {
            prefix,
            from: prefix.prefix_len(),
            up_to: prefix.max_prefix_len(),
        });
        let list = policies.matching("infrastructure", ipv6, inside)?;
        let hidden = PolicyTerm { prefixes: Some(list), ..Policies::term(false) };
        let name = format!("all-out-{}", family(ipv6));
        let description =
            format!("All {} routes but loopbacks and tunnel endpoints", protocol(ipv6));
        Some(policies.policy(&name, ipv6, &description, vec![hidden, Policies::term(true)]))
    }

    /// Gateway subnets of VRFs and VLANs, sorted.
    pub(super) fn subnets(self, vrfs: &[VrfId], vlans: &[VlanId]) -> Vec<PrefixMatch> {
        let mut nets: BTreeSet<IpNet> = BTreeSet::new();
        for (id, vlan) in self.all.fabric.vlans.iter() {
            if vlan.vrf.is_some_and(|vrf| vrfs.contains(&vrf)) || vlans.contains(&id) {
                nets.extend(self.gateway_subnet(id, false));
                nets.extend(self.gateway_subnet(id, true));
            }
        }
        nets.into_iter().map(exactly).collect()
    }

    /// Subnet of a VLAN's gateway in a family.
    pub(super) fn gateway_subnet(self, vlan: VlanId, ipv6: bool) -> Option<IpNet> {
        let gateway = self.all.fabric.vlans[vlan].gateway.as_ref()?;
        let net = if ipv6 {
            gateway.ipv6.map(|net| IpNet::V6(net.value))
        } else {
            gateway.ipv4.map(|net| IpNet::V4(net.value))
        };
        net.map(|net| net.trunc()).filter(|net| is_ipv6(*net) == ipv6)
    }
}

/// A policy that refuses everything.
pub(super) fn nothing_at_all(ipv6: bool, policies: &mut Policies) -> String {
    let description = format!("No {} route", protocol(ipv6));
    policies.policy(&format!("nothing-{}", family(ipv6)), ipv6, &description, Vec::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_is_reached_from_the_address_in_its_subnet() {
        let face = Face {
            name: "Ethernet1".to_owned(),
            ipv4: "203.0.113.0/31".parse().ok(),
            ipv6: None,
            shared: false,
        };
        let own = |address: &str| face.towards(address.parse().unwrap()).map(|own| own.to_string());
        assert_eq!(own("203.0.113.1").as_deref(), Some("203.0.113.0"));
        assert_eq!(own("203.0.113.0"), None);
        assert_eq!(own("203.0.113.2"), None);
        assert_eq!(own("2001:db8::1"), None);
    }

    #[test]
    fn each_hop_takes_one_off_the_ttl() {
        assert_eq!([0, 1, 2, 255].map(ttl_range), ["255", "255", "254-255", "1-255"]);
    }

    #[test]
    fn names_of_the_cores_own_groups_are_not_given_away() {
        assert!(["underlay", "overlay", "pair", "pair-prod"].iter().all(|name| is_reserved(name)));
        assert!(!["k8s", "pairs", "isp-a"].iter().any(|name| is_reserved(name)));
    }
}
