use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::BridgeId;
use crate::fabric::{
    AttachmentId, AttachmentMode, Cable, CableEnd, CableId, CableUse, Fabric, Handle, HostId,
    ProfileId, SwitchId, Table, VlanId, handles,
};
use crate::source::Origin;

handles! {
    /// Handle of a link.
    LinkId;
}

/// A LAG, or a cable by itself, at layer 2.
#[derive(Debug)]
pub struct Link {
    /// What it serves.
    pub purpose: LinkUse,
    /// The two ends.
    pub ends: [LinkEnd; 2],
    /// Its cables, in the order in which they are written.
    pub cables: Vec<CableId>,
    /// Whether the cables form a LAG. A LAG may have a single cable.
    pub lag: bool,
    /// The profile of its ports.
    pub profile: Option<ProfileId>,
    /// VLANs it carries.
    pub vlans: Arc<BTreeSet<VlanId>>,
    /// Megabits per second of all cables together.
    pub bandwidth: u64,
    /// The statement.
    pub origin: Origin,
}

/// What a link serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkUse {
    /// Joins two bridges.
    Fabric,
    /// Joins a host to a bridge.
    Host(AttachmentId),
}

/// An end of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkEnd {
    /// At a bridge.
    Bridge(BridgeId),
    /// At a host.
    Host(HostId),
}

impl LinkEnd {
    /// The bridge, if it is one.
    pub fn bridge(self) -> Option<BridgeId> {
        match self {
            Self::Bridge(bridge) => Some(bridge),
            Self::Host(_) => None,
        }
    }
}

impl Link {
    /// The bridges at its ends: two for a link of the fabric, one for a host's.
    pub fn bridges(&self) -> impl Iterator<Item = BridgeId> + '_ {
        self.ends.iter().filter_map(|end| end.bridge())
    }

    /// The bridge at the other end of a link of the fabric.
    pub fn other(&self, bridge: BridgeId) -> Option<BridgeId> {
        match self.ends {
            [LinkEnd::Bridge(a), LinkEnd::Bridge(b)] if a == bridge => Some(b),
            [LinkEnd::Bridge(a), LinkEnd::Bridge(b)] if b == bridge => Some(a),
            _ => None,
        }
    }

    /// Whether its profile lets a VLAN through.
    pub fn allows(&self, fabric: &Fabric, vlan: VlanId) -> bool {
        self.profile.is_none_or(|profile| fabric.profiles[profile].lets_through(vlan))
    }
}

/// What makes cables one link.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// The program names the LAG.
    Named(String),
    /// Parallel cables between the same two bridges.
    Between(BridgeId, BridgeId, Option<ProfileId>, Option<u32>),
}

pub(super) fn of(
    fabric: &Fabric,
    bridge_of: &Table<SwitchId, BridgeId>,
    speeds: &Table<CableId, u32>,
) -> Vec<Link> {
    let mut links = between_bridges(fabric, bridge_of, speeds);
    links.reserve(fabric.attachments.len());
    to_hosts(fabric, bridge_of, speeds, &mut links);
    links
}

/// Links of the fabric at each bridge, each with the bridge at its other end.
pub(super) type Neighbours = Table<BridgeId, Vec<(LinkId, BridgeId)>>;

/// Links that begin and end at one bridge lead nowhere and are left out.
pub(super) fn neighbours(links: &[Link]) -> Neighbours {
    let mut neighbours = Neighbours::default();
    for (position, link) in links.iter().enumerate() {
        if let [LinkEnd::Bridge(a), LinkEnd::Bridge(b)] = link.ends
            && a != b
        {
            neighbours.entry(a).push((LinkId::new(position), b));
            neighbours.entry(b).push((LinkId::new(position), a));
        }
    }
    neighbours
}

fn between_bridges(
    fabric: &Fabric,
    bridge_of: &Table<SwitchId, BridgeId>,
    speeds: &Table<CableId, u32>,
) -> Vec<Link> {
    let mut groups: BTreeMap<Group, Vec<CableId>> = BTreeMap::new();
    for (id, cable) in fabric.cables.iter().filter(|(_, cable)| cable.purpose == CableUse::Fabric) {
        let Some([a, b]) = cable_bridges(cable, bridge_of) else { continue };
        let group = match &cable.said.lag {
            Some(name) => Group::Named(name.value.clone()),
            None => Group::Between(a.min(b), a.max(b), cable.profile, speeds.get(id).copied()),
        };
        groups.entry(group).or_default().push(id);
    }
    groups
        .into_iter()
        .filter_map(|(group, cables)| {
            let first = &fabric.cables[*cables.first()?];
            let [a, b] = cable_bridges(first, bridge_of)?;
            let lag = cables.len() > 1 || matches!(group, Group::Named(_));
            let ends = [LinkEnd::Bridge(a.min(b)), LinkEnd::Bridge(a.max(b))];
            Some(link(LinkUse::Fabric, ends, cables, lag, first, speeds))
        })
        .collect()
}

fn to_hosts(
    fabric: &Fabric,
    bridge_of: &Table<SwitchId, BridgeId>,
    speeds: &Table<CableId, u32>,
    links: &mut Vec<Link>,
) {
    for (id, attachment) in fabric.attachments.iter() {
        let lag = attachment.mode == AttachmentMode::Lag;
        let each = if lag { attachment.cables.len().max(1) } else { 1 };
        for cables in attachment.cables.chunks(each) {
            let Some(first) = cables.first().map(|cable| &fabric.cables[*cable]) else { continue };
            let port = first.ends.iter().find_map(CableEnd::switch_port);
            let Some(bridge) = port.and_then(|port| bridge_of.get(port.switch)) else { continue };
            let ends = [LinkEnd::Bridge(*bridge), LinkEnd::Host(attachment.host)];
            links.push(link(LinkUse::Host(id), ends, cables.to_vec(), lag, first, speeds));
        }
    }
}

fn link(
    purpose: LinkUse,
    ends: [LinkEnd; 2],
    cables: Vec<CableId>,
    lag: bool,
    first: &Cable,
    speeds: &Table<CableId, u32>,
) -> Link {
    let bandwidth =
        cables.iter().filter_map(|cable| speeds.get(*cable)).map(|speed| u64::from(*speed)).sum();
    Link {
        purpose,
        ends,
        cables,
        lag,
        profile: first.profile,
        vlans: Arc::default(),
        bandwidth,
        origin: first.origin,
    }
}

fn cable_bridges(cable: &Cable, bridge_of: &Table<SwitchId, BridgeId>) -> Option<[BridgeId; 2]> {
    let [CableEnd::Switch(a), CableEnd::Switch(b)] = &cable.ends else { return None };
    Some([*bridge_of.get(a.switch)?, *bridge_of.get(b.switch)?])
}
