//! Layer 2 of one VLAN: its switches, what joins them, and the hosts in it.

use std::collections::{BTreeMap, BTreeSet};

use super::network::{Network, host_cable};
use crate::fabric::{CableId, HostId, PairId, SwitchId, VlanId};
use crate::topology::LinkId;

/// A host's way into a VLAN: one cable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tap {
    /// The switch.
    pub(super) switch: SwitchId,
    /// The cable; none for what may be attached there without being named.
    pub(super) cable: Option<CableId>,
}

/// A cable between two switches that carries a VLAN.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wire {
    /// Positions of the switches in the segment.
    pub(super) ends: [u32; 2],
    /// The cable.
    pub(super) cable: CableId,
    /// Its link.
    pub(super) link: LinkId,
}

/// Layer 2 of one VLAN.
#[derive(Debug, Default)]
pub(super) struct Segment {
    /// Switches that carry it, ascending.
    pub(super) switches: Vec<SwitchId>,
    /// Cables between them.
    pub(super) wires: Vec<Wire>,
    /// Peer links between them.
    pub(super) peers: Vec<([u32; 2], PairId)>,
    /// Tunnel endpoints among them, by position.
    pub(super) vteps: Vec<u32>,
    /// Switches that route it, ascending.
    pub(super) routers: Vec<SwitchId>,
    /// The gateway is the same on all of its tunnel endpoints: each switch is that of its own hosts.
    pub(super) distributed: bool,
    /// Whether its links may be blocked by a spanning tree that goes over others too.
    pub(super) tree: bool,
    /// Hosts in it with their cables.
    pub(super) hosts: Hosts,
    /// Hosts' cables by switch.
    pub(super) taps: BTreeMap<SwitchId, Vec<CableId>>,
}

/// Hosts of a VLAN, each with its cables in it.
#[derive(Debug, Default)]
pub(super) struct Hosts {
    /// Ascending.
    ids: Vec<HostId>,
    /// Where the taps of each begin; one more, where the last ones end.
    starts: Vec<u32>,
    taps: Vec<Tap>,
}

impl Hosts {
    /// By one tap at a time, in the order of each host's taps.
    fn of(mut all: Vec<(HostId, Tap)>) -> Self {
        all.sort_by_key(|(host, _)| *host);
        let mut hosts = Self { taps: Vec::with_capacity(all.len()), ..Self::default() };
        for (host, tap) in all {
            if hosts.ids.last() != Some(&host) {
                hosts.ids.push(host);
                hosts.starts.push(crate::source::offset(hosts.taps.len()));
            }
            hosts.taps.push(tap);
        }
        hosts.starts.push(crate::source::offset(hosts.taps.len()));
        hosts
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (HostId, &[Tap])> {
        self.ids.iter().enumerate().map(|(position, host)| (*host, self.at(position)))
    }

    /// All cables of all of them.
    pub(super) fn taps(&self) -> &[Tap] {
        &self.taps
    }

    /// The cables of one; none when it is not in the VLAN.
    pub(super) fn taps_of(&self, host: HostId) -> &[Tap] {
        self.ids.binary_search(&host).map_or(&[], |position| self.at(position))
    }

    fn at(&self, position: usize) -> &[Tap] {
        &self.taps[self.starts[position] as usize..self.starts[position + 1] as usize]
    }
}

impl Segment {
    /// The position of a switch.
    pub(super) fn position(&self, switch: SwitchId) -> Option<u32> {
        self.switches.binary_search(&switch).ok().map(crate::source::offset)
    }

    /// Whether nothing but hosts' ports holds the SVI of a switch up.
    pub(super) fn hangs_by_taps(&self, switch: SwitchId) -> bool {
        let Some(position) = self.position(switch) else { return false };
        self.routes(switch)
            && self.vteps.binary_search(&position).is_err()
            && !self.peers.iter().any(|(ends, _)| ends.contains(&position))
            && !self.wires.iter().any(|wire| wire.ends.contains(&position))
    }

    /// Whether a switch routes the VLAN.
    pub(super) fn routes(&self, switch: SwitchId) -> bool {
        self.routers.binary_search(&switch).is_ok()
    }
}

impl Network<'_> {
    pub(super) fn build_segment(&self, vlan: VlanId) -> Segment {
        let (fabric, topology) = (self.fabric, self.topology);
        let extent = topology.extents.get(&vlan).into_iter().flatten();
        let all = extent.flat_map(|bridge| &topology.bridge(*bridge).switches).copied();
        let facts = &fabric.vlans[vlan];
        let gateway = facts.gateway.as_ref();
        let on = gateway.into_iter().flat_map(|gateway| &gateway.on);
        let routers: BTreeSet<SwitchId> = on.chain(facts.addresses.keys()).copied().collect();
        let mut switches: BTreeSet<SwitchId> = all.collect();
        let mut hosts: Vec<(HostId, Tap)> = Vec::with_capacity(self.host_links(vlan).len());
        let mut taps: Vec<(SwitchId, CableId)> = Vec::with_capacity(hosts.capacity());
        for link in self.host_links(vlan) {
            for cable in &topology.link(*link).cables {
                let Some((switch, host)) = host_cable(fabric, *cable) else { continue };
                taps.push((switch, *cable));
                hosts.push((host, Tap { switch, cable: Some(*cable) }));
            }
        }
        taps.sort_by_key(|(switch, _)| *switch);
        let taps: BTreeMap<SwitchId, Vec<CableId>> = taps
            .chunk_by(|(a, _), (b, _)| a == b)
            .map(|some| (some[0].0, some.iter().map(|(_, cable)| *cable).collect()))
            .collect();
        switches.extend(taps.keys());
        let mut segment = Segment {
            switches: switches.into_iter().collect(),
            routers: routers.into_iter().collect(),
            distributed: gateway.is_some_and(|gateway| gateway.distributed),
            hosts: Hosts::of(hosts),
            taps,
            ..Segment::default()
        };
        segment.tree = topology.tree_of(vlan).is_some_and(|tree| !tree.blocked.is_empty());
        for link in self.fabric_links(vlan) {
            for cable in &topology.link(*link).cables {
                let ends = fabric.cables[*cable].ends.each_ref();
                let ends = ends.map(|end| end.switch_port().map(|port| port.switch));
                let [Some(a), Some(b)] = ends else { continue };
                let (Some(a), Some(b)) = (segment.position(a), segment.position(b)) else {
                    continue;
                };
                segment.wires.push(Wire { ends: [a, b], cable: *cable, link: *link });
            }
        }
        let pairs: BTreeSet<PairId> =
            segment.switches.iter().filter_map(|switch| fabric.switches[*switch].pair).collect();
        for pair in pairs {
            let facts = &fabric.pairs[pair];
            let ends = facts.members.map(|member| segment.position(member));
            if let ([Some(a), Some(b)], false) = (ends, facts.peer_link.is_empty()) {
                segment.peers.push(([a, b], pair));
            }
        }
        if self.is_stretched(vlan) {
            let vteps = &topology.routed.vteps;
            let inside = (0_u32..).zip(&segment.switches);
            segment.vteps =
                inside.filter(|(_, one)| vteps.contains(one)).map(|(at, _)| at).collect();
        }
        segment
    }
}
