//! From which switches a boundary's neighbours are reached.

use std::net::IpAddr;

use super::context::Resolver;
use super::prefixes::subnets;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, PEER_NOWHERE};
use crate::fabric::{Boundary, BoundaryPort, Peer, SwitchId, VlanId};
use crate::source::Spanned;

impl Resolver<'_> {
    /// The switches that a peer is reached from.
    pub(super) fn peer_places(
        &mut self,
        boundary: &Boundary,
        peer: &Peer,
        own: Option<SwitchId>,
        multihop: bool,
        wanted: &[Spanned<SwitchId>],
    ) -> Vec<SwitchId> {
        let mut places: Vec<SwitchId> = match own {
            Some(switch) => vec![switch],
            None if multihop => self.all_of_boundary(boundary, peer),
            None => self.on_subnet(boundary, peer),
        };
        places.sort_unstable();
        places.dedup();
        if wanted.is_empty() || places.is_empty() {
            return places;
        }
        let label = match own {
            Some(_) => "not the switch of its port",
            None if multihop => "not of the boundary",
            None => "not on its subnet",
        };
        for switch in wanted.iter().filter(|switch| !places.contains(&switch.value)) {
            let name = &self.fabric.switches[switch.value].name;
            let diagnostic = Diagnostic::new(
                &CONTRADICTION,
                format!("`{name}` does not reach peer `{}`", peer.name),
            )
            .at(switch.span, label)
            .at(peer.span, "the peer")
            .help(format!("name switches of boundary `{}` that do", boundary.name));
            self.error(diagnostic);
        }
        places.retain(|switch| wanted.iter().any(|wanted| wanted.value == *switch));
        places
    }

    fn all_of_boundary(&mut self, boundary: &Boundary, peer: &Peer) -> Vec<SwitchId> {
        if !boundary.on.is_empty() {
            return boundary.on.clone();
        }
        let with_ports: Vec<SwitchId> = boundary.ports.iter().map(|port| port.switch).collect();
        if with_ports.is_empty() {
            self.error(
                Diagnostic::new(
                    &PEER_NOWHERE,
                    format!("no switch is named to speak with peer `{}`", peer.name),
                )
                .at(peer.span, "from which switches?")
                .help("add `on NAMES` to the boundary"),
            );
        }
        with_ports
    }

    /// Switches that have a subnet of the peer's addresses.
    fn on_subnet(&mut self, boundary: &Boundary, peer: &Peer) -> Vec<SwitchId> {
        let mut places: Option<Vec<SwitchId>> = None;
        for address in &peer.addresses {
            let mut here = self.with_address(boundary, peer, *address);
            here.sort_unstable();
            here.dedup();
            if here.is_empty() {
                return here;
            }
            match &places {
                Some(first) if *first != here => {
                    self.error(
                        Diagnostic::new(
                            &CONTRADICTION,
                            format!(
                                "the addresses of peer `{}` are on different switches",
                                peer.name
                            ),
                        )
                        .at(address.span, "not where the other one is")
                        .help("write two peers, one for each address"),
                    );
                }
                Some(_) => {}
                None => places = Some(here),
            }
        }
        places.unwrap_or_default()
    }

    fn with_address(
        &mut self,
        boundary: &Boundary,
        peer: &Peer,
        address: Spanned<IpAddr>,
    ) -> Vec<SwitchId> {
        let of_port = |port: &&BoundaryPort| match address.value {
            IpAddr::V4(ip) => port.ipv4.is_some_and(|net| net.value.contains(&ip)),
            IpAddr::V6(ip) => port.ipv6.is_some_and(|net| net.value.contains(&ip)),
        };
        let is_own = |port: &BoundaryPort| match address.value {
            IpAddr::V4(ip) => port.ipv4.is_some_and(|net| net.value.addr() == ip),
            IpAddr::V6(ip) => port.ipv6.is_some_and(|net| net.value.addr() == ip),
        };
        let mut places: Vec<SwitchId> = Vec::new();
        for port in boundary.ports.iter().filter(of_port) {
            if is_own(port) {
                self.error(
                    Diagnostic::new(
                        &CONTRADICTION,
                        format!("peer `{}` would be the switch itself", peer.name),
                    )
                    .at(address.span, "the neighbour's address")
                    .at(port.span, "is that of this port"),
                );
            }
            places.push(port.switch);
        }
        let inside = |vlan: VlanId| {
            subnets(&self.fabric.vlans[vlan]).any(|net| net.contains(&address.value))
        };
        let vlan = boundary.vlans.iter().map(|vlan| vlan.value).find(|vlan| inside(*vlan));
        if let Some(vlan) = vlan {
            places.extend(self.routers_of(boundary, vlan));
        }
        if places.is_empty() {
            let (label, help) = match vlan {
                Some(_) => (
                    "on a VLAN that every switch routes",
                    "name those that speak with it: `on NAMES` in the boundary",
                ),
                None => (
                    "on no subnet of the boundary's ports and VLANs",
                    "mend the address, name its `port SWITCH:PORT`, or write `multihop N`",
                ),
            };
            self.error(
                Diagnostic::new(
                    &PEER_NOWHERE,
                    format!("peer `{}` cannot be reached from the boundary", peer.name),
                )
                .at(address.span, label)
                .help(help),
            );
        }
        places
    }

    /// Switches that route a VLAN of a boundary.
    fn routers_of(&self, boundary: &Boundary, vlan: VlanId) -> Vec<SwitchId> {
        let vlan = &self.fabric.vlans[vlan];
        match &vlan.gateway {
            Some(gateway) if gateway.distributed => boundary.on.clone(),
            Some(gateway) => gateway.on.to_vec(),
            None => vlan.addresses.keys().copied().collect(),
        }
    }
}
