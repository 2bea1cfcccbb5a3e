//! VRFs, static routes and DHCP relays.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::One;
use crate::device::model::{
    DhcpRelayGroup, DhcpRelayInstance, Origins, Port, Routed, StaticRoute, Subinterface, Svi, Vrf,
};
use crate::fabric;

impl One<'_> {
    pub(super) fn static_routes(self) -> Vec<StaticRoute> {
        let positions = self.index.routes.list(self.id).iter();
        let mut routes: Vec<&fabric::StaticRoute> =
            positions.map(|position| &self.all.fabric.routes[*position]).collect();
        // By VRF name, IPv4 first, then by prefix and next hop.
        routes.sort_by_cached_key(|route| self.route_key(route));
        let same = |a: &&fabric::StaticRoute, b: &&fabric::StaticRoute| {
            (a.vrf, a.prefix.value) == (b.vrf, b.prefix.value)
        };
        routes.chunk_by(same).flat_map(|alike| self.routes_alike(alike)).collect()
    }

    /// Routes to one prefix. One without a distance is taken before those with one, whatever number the
    /// system gives it.
    fn routes_alike(self, routes: &[&fabric::StaticRoute]) -> Vec<StaticRoute> {
        let own = self.vendor.routing.static_distance;
        let passed = routes.iter().any(|route| route.distance.is_some_and(|said| said <= own));
        let first = (own > 1 && passed).then_some(1);
        let lowest = routes.iter().map(|route| route.distance.or(first)).min().flatten();
        let printed = routes.iter().map(|route| {
            let distance = route.distance.or(first);
            StaticRoute {
                origins: Origins::default(),
                vrf: self.vrf_name(route.vrf),
                prefix: route.prefix.value,
                ipv6: matches!(route.prefix.value, IpNet::V6(_)),
                next_hop: route.via.map(|via| via.value),
                distance,
                backup: distance > lowest,
                description: route.description.clone(),
            }
        });
        printed.collect()
    }

    pub(super) fn vrfs(
        self,
        svis: &[Svi],
        ports: &[Port],
        routes: &[StaticRoute],
        relays: &[DhcpRelayInstance],
    ) -> Vec<Vrf> {
        let mut names: BTreeSet<String> = svis.iter().filter_map(|svi| svi.vrf.clone()).collect();
        names.extend(ports.iter().filter_map(|port| port.routed.as_ref()?.vrf.clone()));
        names.extend(routes.iter().filter_map(|route| route.vrf.clone()));
        names.extend(
            ports
                .iter()
                .flat_map(|port| &port.subinterfaces)
                .filter_map(|one| one.routed.vrf.clone()),
        );
        names.extend(self.tenant_vrfs().iter().filter_map(|vrf| self.vrf_name(Some(*vrf))));
        names.into_iter().map(|name| self.one_vrf(name, svis, ports, routes, relays)).collect()
    }

    fn one_vrf(
        self,
        name: String,
        svis: &[Svi],
        ports: &[Port],
        routes: &[StaticRoute],
        relays: &[DhcpRelayInstance],
    ) -> Vrf {
        let in_vrf = |vrf: &Option<String>| vrf.as_deref() == Some(name.as_str());
        let svis: Vec<&Svi> = svis.iter().filter(|svi| in_vrf(&svi.vrf)).collect();
        let all_ports = ports;
        let ports: Vec<(&Port, &Routed)> = ports
            .iter()
            .filter_map(|port| Some((port, port.routed.as_ref()?)))
            .filter(|(_, routed)| in_vrf(&routed.vrf))
            .collect();
        let tagged: Vec<&Subinterface> = all_ports
            .iter()
            .flat_map(|port| &port.subinterfaces)
            .filter(|one| in_vrf(&one.routed.vrf))
            .collect();
        let declared = self.all.fabric.vrfs.values().find(|vrf| vrf.name == name);
        Vrf {
            origins: Origins::default(),
            description: declared.and_then(|vrf| vrf.description.clone()),
            ipv4: svis.iter().any(|svi| svi.ipv4.is_some())
                || ports.iter().any(|(_, routed)| routed.ipv4.is_some())
                || tagged.iter().any(|one| one.routed.ipv4.is_some()),
            ipv6: svis.iter().any(|svi| svi.ipv6.is_some())
                || ports.iter().any(|(_, routed)| routed.ipv6.is_some())
                || tagged.iter().any(|one| one.routed.ipv6.is_some()),
            interfaces: svis
                .iter()
                .map(|svi| svi.name.clone())
                .chain(ports.iter().map(|(port, _)| port.name.clone()))
                .chain(tagged.iter().map(|one| one.name.clone()))
                .collect(),
            static_routes: routes.iter().filter(|route| in_vrf(&route.vrf)).cloned().collect(),
            keepalive: declared.is_none() && name == self.vendor.management.keepalive_vrf,
            dhcp_relay: relays.iter().find(|relay| in_vrf(&relay.vrf)).cloned(),
            loopback: None,
            evpn: None,
            leaks: Vec::new(),
            leak_target: None,
            bgp: None,
            ospf: Vec::new(),
            name,
        }
    }

    pub(super) fn dhcp_relays(
        self,
        svis: &[Svi],
        ports: &[Port],
        routes: &[StaticRoute],
    ) -> Vec<DhcpRelayInstance> {
        let mut by_vrf: BTreeMap<Option<String>, Vec<&Svi>> = BTreeMap::new();
        for svi in svis.iter().filter(|svi| svi.dhcp_relay.is_some()) {
            by_vrf.entry(svi.vrf.clone()).or_default().push(svi);
        }
        by_vrf
            .into_iter()
            .map(|(vrf, relaying)| self.relay_instance(vrf, &relaying, (svis, ports, routes)))
            .collect()
    }

    fn relay_instance(
        self,
        vrf: Option<String>,
        relaying: &[&Svi],
        device: (&[Svi], &[Port], &[StaticRoute]),
    ) -> DhcpRelayInstance {
        let mut groups: Vec<DhcpRelayGroup> = Vec::new();
        for svi in relaying {
            let Some(relay) = &svi.dhcp_relay else { continue };
            match groups
                .iter_mut()
                .find(|group| group.ipv4 == relay.ipv4 && group.ipv6 == relay.ipv6)
            {
                Some(group) => group.interfaces.push(svi.name.clone()),
                None => groups.push(DhcpRelayGroup {
                    origins: Origins::default(),
                    name: format!("relay-{}", groups.len() + 1),
                    ipv4: relay.ipv4.clone(),
                    ipv6: relay.ipv6.clone(),
                    interfaces: vec![svi.name.clone()],
                }),
            }
        }
        let servers = |pick: fn(&DhcpRelayGroup) -> &Vec<String>| -> Vec<String> {
            let all: BTreeSet<IpAddr> =
                groups.iter().flat_map(pick).filter_map(|server| server.parse().ok()).collect();
            all.iter().map(ToString::to_string).collect()
        };
        let (ipv4, ipv6) = (servers(|group| &group.ipv4), servers(|group| &group.ipv6));
        let listening = |v6: bool| {
            let relays = |svi: &&&Svi| {
                svi.dhcp_relay
                    .as_ref()
                    .is_some_and(|relay| !if v6 { &relay.ipv6 } else { &relay.ipv4 }.is_empty())
            };
            relaying.iter().filter(relays).map(|svi| svi.name.clone()).collect()
        };
        let upstream = |servers: &[String]| Self::upstream(vrf.as_deref(), servers, device);
        DhcpRelayInstance {
            origins: Origins::default(),
            source: relaying.iter().find_map(|svi| svi.dhcp_relay.as_ref()?.source.clone()),
            interfaces_ipv4: listening(false),
            interfaces_ipv6: listening(true),
            upstream_ipv4: upstream(&ipv4),
            upstream_ipv6: upstream(&ipv6),
            l3vni: self.l3vni_of(vrf.as_deref()),
            vrf,
            groups,
            ipv4,
            ipv6,
        }
    }

    /// The order of static routes.
    pub(super) fn route_key(
        self,
        route: &fabric::StaticRoute,
    ) -> (Option<String>, IpNet, Option<IpAddr>) {
        (self.vrf_name(route.vrf), route.prefix.value, route.via.map(|via| via.value))
    }

    /// Interfaces of a VRF through which servers are reached: the one in whose subnet a server or the
    /// next hop of one of the longest static routes to it lies.
    fn upstream(
        vrf: Option<&str>,
        servers: &[String],
        (svis, ports, routes): (&[Svi], &[Port], &[StaticRoute]),
    ) -> Vec<String> {
        let svi_nets = svis.iter().filter(|svi| svi.vrf.as_deref() == vrf).flat_map(|svi| {
            [&svi.ipv4, &svi.ipv6]
                .into_iter()
                .flatten()
                .map(move |face| (&svi.name, face.own.cidr()))
        });
        let port_nets = ports
            .iter()
            .filter_map(|port| Some((port, port.routed.as_ref()?)))
            .filter(|(_, routed)| routed.vrf.as_deref() == vrf)
            .flat_map(|(port, routed)| {
                [&routed.ipv4, &routed.ipv6]
                    .into_iter()
                    .flatten()
                    .map(move |own| (&port.name, own.cidr()))
            });
        let nets: Vec<(&String, IpNet)> = svi_nets.chain(port_nets).collect();
        let through = |address: IpAddr| {
            nets.iter()
                .filter(|(_, net)| net.contains(&address))
                .max_by_key(|(_, net)| net.prefix_len())
                .map(|(name, _)| (*name).clone())
        };
        // All of them: answers come back over whichever is in use.
        let next_hops = |server: IpAddr| -> Vec<IpAddr> {
            let matching: Vec<(u8, IpAddr)> = routes
                .iter()
                .filter(|route| route.vrf.as_deref() == vrf)
                .filter_map(|route| {
                    let (net, hop) = (route.prefix, route.next_hop?);
                    net.contains(&server).then_some((net.prefix_len(), hop))
                })
                .collect();
            let longest = matching.iter().map(|(length, _)| *length).max();
            matching.iter().filter(|one| Some(one.0) == longest).map(|one| one.1).collect()
        };
        let interfaces: BTreeSet<String> = servers
            .iter()
            .filter_map(|server| server.parse().ok())
            .flat_map(|server| match through(server) {
                Some(direct) => vec![direct],
                None => next_hops(server).into_iter().filter_map(through).collect(),
            })
            .collect();
        interfaces.into_iter().collect()
    }
}
