//! Numbers of LAGs.

use std::collections::BTreeSet;

use super::fabric::Work;
use super::{NumberSpace, Want};
use crate::fabric::{CableEnd, Fabric, Table};
use crate::topology::{BridgeId, Link, LinkEnd, LinkId, LinkUse, Topology};
use crate::vendor::ports::PortNumber;

impl Work<'_> {
    /// Numbers of LAGs: one space for each bridge. A LAG to a host prefers the number of its port.
    pub(super) fn lags(&mut self) {
        let mut by_bridge: Table<BridgeId, Vec<(LinkId, &Link)>> = Table::default();
        for (id, link) in self.topology.links().filter(|(_, link)| link.lag) {
            for bridge in link.bridges() {
                by_bridge.entry(bridge).push((id, link));
            }
        }
        for (bridge, links) in by_bridge.iter() {
            let facts = self.topology.bridge(bridge);
            let Some(vendor) = facts
                .switches
                .first()
                .and_then(|switch| self.catalog.vendors.get(&self.fabric.switches[*switch].vendor))
            else {
                continue;
            };
            let mut space = NumberSpace::new(vendor.lag.numbers.first..=vendor.lag.numbers.last);
            if facts.pair.is_some() {
                space = space.reserve([vendor.lag.peer_link]);
            }
            let keys = link_keys(self.fabric, self.topology, bridge, links);
            let wants = links.iter().zip(keys).map(|((_, link), key)| {
                Want::new(key, link.origin).preferred(preferred_number(self.fabric, link))
            });
            let given =
                self.allocator.assign::<u16>("port-channel", &facts.name, &space, wants.collect());
            let given = links.iter().zip(given);
            let given = given.filter_map(|((link, _), number)| Some((*link, number?)));
            self.out.lags.insert(bridge, given.collect());
        }
    }
}

/// What each LAG of a bridge is called in the lock: who is at the other end and by which profile, and
/// by which port where that is not enough.
fn link_keys(
    fabric: &Fabric,
    topology: &Topology,
    bridge: BridgeId,
    links: &[(LinkId, &Link)],
) -> Vec<String> {
    let name = |link: &Link| {
        let other =
            link.ends.iter().find(|end| **end != LinkEnd::Bridge(bridge)).unwrap_or(&link.ends[0]);
        let other = match other {
            LinkEnd::Bridge(other) => &topology.bridge(*other).name,
            LinkEnd::Host(host) => &fabric.hosts[*host].name,
        };
        match link.profile {
            Some(profile) => format!("{other} {}", fabric.profiles[profile].name),
            None => other.clone(),
        }
    };
    let names: Vec<String> = links.iter().map(|(_, link)| name(link)).collect();
    let mut sorted: Vec<&str> = names.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let alike = sorted.chunk_by(|a, b| a == b).filter(|alike| alike.len() > 1);
    let twice: BTreeSet<String> = alike.map(|alike| alike[0].to_owned()).collect();
    let key = |(base, (_, link)): (String, &(LinkId, &Link))| {
        let port = first_port(fabric, link).filter(|_| twice.contains(&base));
        port.map_or(base.clone(), |port| format!("{base} at {port}"))
    };
    names.into_iter().zip(links).map(key).collect()
}

fn first_port(fabric: &Fabric, link: &Link) -> Option<PortNumber> {
    let cable = &fabric.cables[*link.cables.first()?];
    cable.ends.iter().filter_map(CableEnd::switch_port).find_map(|port| port.port.fixed())
}

/// The panel number of a host's port: what an operator would call its LAG.
fn preferred_number(fabric: &Fabric, link: &Link) -> Option<u16> {
    let port = first_port(fabric, link).filter(|port| port.lane.is_none())?;
    matches!(link.purpose, LinkUse::Host(_)).then_some(port.panel)
}
