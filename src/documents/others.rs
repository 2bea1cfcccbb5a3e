//! Addresses of the plan that no one switch has: gateways, hosts, servers, neighbours.

use std::net::IpAddr;

use ipnet::IpNet;

use super::addresses::Vrf;
use super::{Documents, ranges};
use crate::fabric::{Fabric, Management, VrfId};

/// An address and who has it.
#[derive(Debug)]
pub(super) struct Other {
    pub(super) vrf: Vrf,
    pub(super) ip: IpAddr,
    pub(super) role: &'static str,
    pub(super) owner: String,
}

/// The gateways of VLANs.
pub(super) fn gateways(all: &Documents<'_>) -> Vec<Other> {
    let fabric = all.fabric;
    let mut found = Vec::new();
    for vlan in fabric.vlans.values() {
        let Some(gateway) = &vlan.gateway else { continue };
        let owner = if gateway.distributed {
            format!("every switch that has {}", vlan.name)
        } else {
            ranges::names(gateway.on.iter().map(|id| fabric.switches[*id].name.as_str()))
        };
        let ipv4 = gateway.ipv4.map(|net| IpAddr::V4(net.value.addr()));
        let ipv6 = gateway.ipv6.map(|net| IpAddr::V6(net.value.addr()));
        for ip in ipv4.into_iter().chain(ipv6) {
            let vrf = all.vrf(vlan.vrf);
            found.push(Other { vrf, ip, role: "gateway", owner: owner.clone() });
        }
    }
    found
}

/// What the program says of hosts, servers, neighbours and next hops, so that what is first said of an address counts,
/// and it means nothing where it is written.
pub(super) fn of(fabric: &Fabric) -> Vec<Other> {
    let mut list = List { fabric, found: Vec::new() };
    let pools = &fabric.settings.pools;
    let gateway4 = pools.management_gateway_ipv4.map(|gateway| IpAddr::V4(gateway.value));
    let gateway6 = pools.management_gateway_ipv6.map(|gateway| IpAddr::V6(gateway.value));
    for ip in gateway4.into_iter().chain(gateway6) {
        list.push(Vrf::Management, ip, "gateway", "management network");
    }
    list.servers(&fabric.management);
    list.hosts();
    list.services();
    list.peers();
    list.next_hops();
    list.found.sort_by(|a, b| (rank(a.role), &a.owner).cmp(&(rank(b.role), &b.owner)));
    list.found
}

/// Names come before what only happens to be known.
fn rank(role: &str) -> usize {
    ["gateway", "host", "server", "neighbour"].iter().position(|one| *one == role).unwrap_or(4)
}

struct List<'a> {
    fabric: &'a Fabric,
    found: Vec<Other>,
}

impl List<'_> {
    fn push(&mut self, vrf: Vrf, ip: IpAddr, role: &'static str, owner: &str) {
        self.found.push(Other { vrf, ip, role, owner: owner.to_owned() });
    }

    fn vrf(&self, vrf: Option<VrfId>) -> Vrf {
        Vrf::of(vrf.map(|vrf| self.fabric.vrfs[vrf].name.as_str()))
    }

    fn servers(&mut self, management: &Management) {
        let plain = [("NTP", &management.ntp), ("DNS", &management.dns)];
        let aaa = [("TACACS+", &management.tacacs), ("RADIUS", &management.radius)];
        let syslog = management.syslog.iter().flat_map(|one| &one.servers).map(|one| one.value);
        let traps = management.snmp.iter().flat_map(|snmp| &snmp.traps);
        let mut all: Vec<(&str, IpAddr)> = Vec::new();
        for (what, servers) in plain {
            all.extend(servers.iter().map(|server| (what, server.value)));
        }
        for (what, servers) in aaa {
            all.extend(servers.iter().map(|server| (what, server.address.value)));
        }
        all.extend(syslog.map(|ip| ("syslog", ip)));
        all.extend(traps.map(|(ip, _)| ("SNMP traps", ip.value)));
        for (what, ip) in all {
            self.push(Vrf::Management, ip, "server", what);
        }
    }

    fn hosts(&mut self) {
        for vlan in self.fabric.vlans.values() {
            for (name, ip) in &vlan.hosts {
                self.push(self.vrf(vlan.vrf), ip.value, "host", &name.value);
            }
            for server in &vlan.dhcp_relay {
                self.push(self.vrf(vlan.vrf), server.value, "server", "DHCP");
            }
        }
    }

    fn services(&mut self) {
        for service in &self.fabric.services {
            for vlan in &service.vlans {
                let vlan = &self.fabric.vlans[vlan.value];
                for node in &service.nodes {
                    for ip in node.addresses.iter().filter(|ip| in_subnet(vlan, ip.value)) {
                        self.push(self.vrf(vlan.vrf), ip.value, "host", &node.name.value);
                    }
                }
            }
        }
    }

    fn peers(&mut self) {
        for boundary in &self.fabric.boundaries {
            for peer in &boundary.peers {
                for ip in &peer.addresses {
                    self.push(self.vrf(boundary.vrf), ip.value, "neighbour", &peer.name);
                }
            }
        }
    }

    fn next_hops(&mut self) {
        for route in &self.fabric.routes {
            if let Some(via) = route.via {
                self.push(self.vrf(route.vrf), via.value, "next hop", "");
            }
        }
    }
}

fn in_subnet(vlan: &crate::fabric::Vlan, ip: IpAddr) -> bool {
    vlan.gateway.as_ref().is_some_and(|gateway| {
        let ipv4 = gateway.ipv4.map(|net| IpNet::V4(net.value));
        let ipv6 = gateway.ipv6.map(|net| IpNet::V6(net.value));
        ipv4.into_iter().chain(ipv6).any(|net| net.contains(&ip))
    })
}
