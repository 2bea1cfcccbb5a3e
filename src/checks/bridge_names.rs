//! How rules speak of bridges, links and VLANs at layer 2.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Context;
use crate::fabric::{SwitchId, VlanId};
use crate::source::Origin;
use crate::topology::{BridgeId, Link, LinkEnd, LinkId, LinkUse};

/// How many names of a list are told.
const TOLD: usize = 3;

impl<'a> Context<'a> {
    /// Name of a pair or switch.
    pub(super) fn bridge_name(self, bridge: BridgeId) -> &'a str {
        &self.topology.bridge(bridge).name
    }

    /// Where a pair or switch is declared.
    pub(super) fn bridge_origin(self, bridge: BridgeId) -> Origin {
        let bridge = self.topology.bridge(bridge);
        let switch = bridge.switches.first().map(|switch| self.switch(*switch).origin);
        let pair = bridge.pair.map(|pair| self.fabric.pairs[pair].origin);
        pair.or(switch).unwrap_or_else(|| self.fabric.span.into())
    }

    /// The things at the two ends of a link: `` `leaf1` and `spine` ``.
    pub(super) fn link_ends(self, link: &Link) -> String {
        let names = link.ends.map(|end| match end {
            LinkEnd::Bridge(bridge) => self.bridge_name(bridge),
            LinkEnd::Host(host) => self.fabric.hosts[host].name.as_str(),
        });
        format!("`{}` and `{}`", names[0], names[1])
    }

    /// Bridges of switches, each once, in the order of the switches.
    pub(super) fn bridges(self, switches: &[SwitchId]) -> Vec<BridgeId> {
        let mut seen = BTreeSet::new();
        let bridges = switches.iter().map(|switch| self.topology.bridge_of(*switch));
        bridges.filter(|bridge| seen.insert(*bridge)).collect()
    }
}

/// `` `a`, `b` and 5 more``
pub(super) fn quoted<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [before @ .., last] if before.len() <= TOLD => format!("{} and {last}", before.join(", ")),
        many => format!("{} and {} more", many[..TOLD].join(", "), many.len() - TOLD),
    }
}

/// Why a bridge carries a VLAN.
#[derive(Debug)]
pub(super) struct Uses<'a> {
    context: &'a Context<'a>,
    hosts: OnceCell<BTreeMap<BridgeId, Vec<LinkId>>>,
}

impl<'a> Uses<'a> {
    pub(super) fn of(context: &'a Context<'a>) -> Self {
        Self { context, hosts: OnceCell::new() }
    }

    /// What wants the VLAN at a bridge, and where that is written: a host, or the program itself.
    pub(super) fn find(&self, vlan: VlanId, bridge: BridgeId) -> (Origin, String) {
        let context = self.context;
        let facts = &context.fabric.vlans[vlan];
        let switches = &context.topology.bridge(bridge).switches;
        let links = self.hosts().get(&bridge).map(Vec::as_slice).unwrap_or_default();
        let host = links
            .iter()
            .map(|id| context.topology.link(*id))
            .find(|link| link.vlans.contains(&vlan));
        if let Some(link) = host {
            return (
                link.origin,
                format!("VLAN `{}` joins {} here", facts.name, context.link_ends(link)),
            );
        }
        let placed = switches.iter().find_map(|switch| facts.placed.get(switch));
        let text = format!("puts VLAN `{}` on `{}`", facts.name, context.bridge_name(bridge));
        (placed.map_or(facts.origin, |span| (*span).into()), text)
    }

    fn hosts(&self) -> &BTreeMap<BridgeId, Vec<LinkId>> {
        self.hosts.get_or_init(|| {
            let mut hosts: BTreeMap<BridgeId, Vec<LinkId>> = BTreeMap::new();
            for (id, link) in self.context.topology.links() {
                if matches!(link.purpose, LinkUse::Host(_)) {
                    link.bridges().for_each(|bridge| hosts.entry(bridge).or_default().push(id));
                }
            }
            hosts
        })
    }
}
