//! The two ends of an expectation: what has to reach what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::network::Network;
use super::segment::Tap;
use super::verdict::Subject;
use crate::fabric::{CableId, Handle, HostId, Place, SwitchId, VlanId, VrfId, ZoneId};

/// One thing that reaches, or is reached.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Member {
    /// A host in some VLANs.
    Host {
        /// The host.
        host: HostId,
        /// The VLANs, ascending.
        vlans: Arc<[VlanId]>,
    },
    /// What may be attached to an MLAG pair or a lone switch.
    Port {
        /// The VLAN.
        vlan: VlanId,
        /// The switches.
        taps: Vec<Tap>,
    },
    /// A way out of the fabric.
    Exit(Exit),
    /// A switch itself, by its loopback.
    Switch(SwitchId),
}

impl Member {
    /// Whether both are one thing, which need not reach itself.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Host { host: a, .. }, Self::Host { host: b, .. }) => a == b,
            (a, b) => a == b,
        }
    }

    /// Where it is attached, by VLAN: a host's cables, or the switches of what may be attached to them.
    pub(super) fn taps<'m>(
        &'m self,
        network: &'m Network<'_>,
    ) -> impl Iterator<Item = (VlanId, &'m [Tap])> {
        let (host, port) = match self {
            Self::Host { host, vlans } => (Some((*host, &vlans[..])), None),
            Self::Port { vlan, taps } => (None, Some((*vlan, taps.as_slice()))),
            Self::Exit(_) | Self::Switch(_) => (None, None),
        };
        let of_host = host.into_iter().flat_map(move |(host, vlans)| {
            vlans.iter().map(move |vlan| (*vlan, network.segment(*vlan).hosts.taps_of(host)))
        });
        of_host.chain(port)
    }

    /// Where it is attached in one VLAN.
    pub(super) fn taps_in<'m>(&'m self, network: &'m Network<'_>, vlan: VlanId) -> &'m [Tap] {
        self.taps(network).find(|(one, _)| *one == vlan).map(|(_, taps)| taps).unwrap_or_default()
    }

    /// What it is, for those who ask.
    pub(super) fn subject(&self) -> Subject {
        match self {
            Self::Host { host, .. } => Subject::Host(*host),
            Self::Port { vlan, taps } => {
                let switch = taps.first().map_or(SwitchId::new(0), |tap| tap.switch);
                Subject::Port(switch, *vlan)
            }
            Self::Exit(exit) => Subject::Exit(exit.boundary, exit.switch),
            Self::Switch(switch) => Subject::Switch(*switch),
        }
    }
}

/// A way out of the fabric.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Exit {
    /// Position of the boundary.
    pub(super) boundary: usize,
    /// The switch.
    pub(super) switch: SwitchId,
    /// The VRF.
    pub(super) vrf: Option<VrfId>,
    /// What it leads over.
    pub(super) over: Over,
}

/// What an exit leads over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Over {
    /// A routed port's cable.
    Port(CableId),
    /// A VLAN.
    Vlan(VlanId),
    /// Sessions with neighbours that are several hops away.
    Afar,
}

/// What a host's standing depends on, while no cable of its own is lost: its VLANs, where it is attached in each and
/// whether by an MLAG port, and the zones that take it.
type Likeness<'z> = (Vec<(VlanId, SwitchId, bool)>, &'z [ZoneId]);

/// One end of an expectation.
#[derive(Debug, Clone, Default)]
pub(super) struct Side {
    /// What is in it.
    pub(super) members: Vec<Member>,
    /// Positions of members that fare alike while no cable of their own is lost.
    pub(super) groups: Vec<Vec<usize>>,
    /// Any of them will do: a boundary's exits.
    pub(super) any: bool,
    /// The loss of all of it is no counterexample: it was named by itself.
    pub(super) named: bool,
}

impl Side {
    pub(super) fn of(network: &Network<'_>, place: Place) -> Self {
        let fabric = network.fabric;
        let mut side = Self::default();
        match place {
            Place::Vlan(vlan) => side.vlan(network, vlan),
            Place::Vrf(vrf) => network.vlans_of(vrf).for_each(|vlan| side.vlan(network, vlan)),
            Place::Service(service) => {
                let vlans = fabric.services[service].vlans.iter();
                vlans.for_each(|vlan| side.vlan(network, vlan.value));
            }
            Place::Host(host) => {
                side.named = true;
                side.members.extend(host_member(network, host));
            }
            Place::Zone(zone) => {
                side.named = true;
                let part = super::Part::Zone(zone);
                let hosts = network.hosts_in(part).iter();
                side.members.extend(hosts.filter_map(|host| host_member(network, *host)));
                if side.members.is_empty() {
                    let switches = network.switches_in(part).iter();
                    side.members.extend(switches.map(|switch| Member::Switch(*switch)));
                }
            }
            Place::Switch(switch) => {
                side.named = true;
                side.members.push(Member::Switch(switch));
            }
            Place::Boundary(boundary) => {
                side.any = true;
                side.members.extend(exits(network, boundary).into_iter().map(Member::Exit));
            }
        }
        side.members.sort_unstable();
        side.members.dedup();
        side.group(network);
        side
    }

    fn group(&mut self, network: &Network<'_>) {
        // Hosts of a rack follow each other and mostly fare alike.
        let mut runs: Vec<(Likeness<'_>, Vec<usize>)> = Vec::new();
        let mut places: Vec<(VlanId, SwitchId, bool)> = Vec::new();
        for (position, member) in self.members.iter().enumerate() {
            let Member::Host { host, .. } = member else {
                self.groups.push(vec![position]);
                continue;
            };
            places.clear();
            for (vlan, taps) in member.taps(network) {
                let guarded =
                    |tap: &Tap| tap.cable.is_some_and(|one| network.guards.get(one).is_some());
                places.extend(taps.iter().map(|tap| (vlan, tap.switch, guarded(tap))));
            }
            places.sort_unstable();
            let zones = &*network.host_zones[host.position()];
            match runs.last_mut() {
                Some(((same, there), run)) if *same == places && *there == zones => {
                    run.push(position);
                }
                _ => runs.push(((places.clone(), zones), vec![position])),
            }
        }
        let mut alike: BTreeMap<Likeness<'_>, Vec<usize>> = BTreeMap::new();
        for (likeness, run) in runs {
            alike.entry(likeness).or_default().extend(run);
        }
        self.groups.extend(alike.into_values());
        self.groups.sort_unstable();
    }

    /// Hosts of a VLAN; where it has none, the switches that have a use for it.
    fn vlan(&mut self, network: &Network<'_>, vlan: VlanId) {
        let segment = network.segment(vlan);
        let vlans: Arc<[VlanId]> = [vlan].into();
        let member = |host| Member::Host { host, vlans: Arc::clone(&vlans) };
        self.members.extend(segment.hosts.iter().map(|(host, _)| member(host)));
        if segment.hosts.is_empty() {
            let topology = network.topology;
            let placed = &network.fabric.vlans[vlan].placed;
            let bridges: BTreeSet<_> = if placed.is_empty() {
                topology.members.get(&vlan).into_iter().flatten().copied().collect()
            } else {
                placed.keys().map(|switch| topology.bridge_of(*switch)).collect()
            };
            for bridge in bridges {
                let switches = topology.bridge(bridge).switches.iter();
                let taps = switches.map(|switch| Tap { switch: *switch, cable: None }).collect();
                self.members.push(Member::Port { vlan, taps });
            }
        }
    }

    /// Two members of each group that fares alike, with their positions.
    pub(super) fn some(&self) -> impl Iterator<Item = (usize, &Member)> {
        let few = self.groups.iter().flat_map(|group| group.iter().take(2));
        few.map(|position| (*position, &self.members[*position]))
    }

    /// VLANs that its members are in.
    pub(super) fn vlans(&self) -> BTreeSet<VlanId> {
        let mut vlans = BTreeSet::new();
        let mut known: Option<&Arc<[VlanId]>> = None;
        for member in &self.members {
            match member {
                // Many hosts share their list.
                Member::Host { vlans: own, .. } => {
                    if known.is_none_or(|known| !Arc::ptr_eq(known, own)) {
                        vlans.extend(own.iter());
                        known = Some(own);
                    }
                }
                Member::Port { vlan, .. } => drop(vlans.insert(*vlan)),
                Member::Exit(exit) => {
                    if let Over::Vlan(vlan) = exit.over {
                        vlans.insert(vlan);
                    }
                }
                Member::Switch(_) => {}
            }
        }
        vlans
    }
}

/// A host in all of its VLANs.
fn host_member(network: &Network<'_>, host: HostId) -> Option<Member> {
    let fabric = network.fabric;
    let mut vlans: BTreeSet<VlanId> = BTreeSet::new();
    for id in &fabric.hosts[host].attachments {
        let attachment = &fabric.attachments[*id];
        for vlan in fabric.profiles[attachment.profile].vlans() {
            if !network.segment(vlan).hosts.taps_of(host).is_empty() {
                vlans.insert(vlan);
            }
        }
    }
    (!vlans.is_empty()).then(|| Member::Host { host, vlans: vlans.into_iter().collect() })
}

/// The ways out of the fabric at a boundary.
pub(super) fn exits(network: &Network<'_>, position: usize) -> Vec<Exit> {
    let boundary = &network.fabric.boundaries[position];
    let exit =
        |switch: SwitchId, over: Over| Exit { boundary: position, switch, vrf: boundary.vrf, over };
    let ports = boundary.ports.iter().map(|port| exit(port.switch, Over::Port(port.cable)));
    let mut exits: Vec<Exit> = ports.collect();
    for vlan in &boundary.vlans {
        let routers = network.segment(vlan.value).routers.iter().copied();
        let here = routers.filter(|one| boundary.on.is_empty() || boundary.on.contains(one));
        exits.extend(here.map(|switch| exit(switch, Over::Vlan(vlan.value))));
    }
    if exits.is_empty() {
        let on: BTreeSet<SwitchId> =
            boundary.peers.iter().flat_map(|peer| &peer.on).copied().collect();
        exits.extend(on.into_iter().map(|switch| exit(switch, Over::Afar)));
    }
    exits
}
