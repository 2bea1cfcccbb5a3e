//! What the rules on LAGs share.

use super::Context;
use crate::fabric::{CableEnd, CableId, PairId, SwitchId};
use crate::source::Origin;
use crate::topology::{Link, LinkUse};

/// A LAG of the fabric.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lag<'a> {
    /// Between bridges, or to a host.
    Link(&'a Link),
    /// The peer link of a pair.
    PeerLink(PairId, &'a [CableId]),
}

/// All LAGs.
pub(super) fn all<'a>(context: &Context<'a>) -> impl Iterator<Item = Lag<'a>> {
    let links = context.topology.links.iter().filter(|link| link.lag).map(Lag::Link);
    let pairs = context.fabric.pairs.iter().filter(|(_, pair)| !pair.peer_link.is_empty());
    links.chain(pairs.map(|(id, pair)| Lag::PeerLink(id, &pair.peer_link)))
}

impl<'a> Lag<'a> {
    /// Its cables.
    pub(super) fn cables(self) -> &'a [CableId] {
        match self {
            Self::Link(link) => &link.cables,
            Self::PeerLink(_, cables) => cables,
        }
    }

    /// The statement.
    pub(super) fn origin(self, context: &Context<'_>) -> Origin {
        match self {
            Self::Link(link) => link.origin,
            Self::PeerLink(pair, cables) => {
                cables.first().map_or(context.fabric.pairs[pair].origin, |cable| {
                    context.fabric.cables[*cable].origin
                })
            }
        }
    }

    /// What it is, for a message: ``the LAG of host `web` ``.
    pub(super) fn text(self, context: &Context<'_>) -> String {
        let fabric = context.fabric;
        match self {
            Self::PeerLink(pair, _) => format!("the peer link of `{}`", fabric.pairs[pair].name),
            Self::Link(Link { purpose: LinkUse::Host(attachment), .. }) => {
                format!(
                    "the LAG of host `{}`",
                    fabric.hosts[fabric.attachments[*attachment].host].name
                )
            }
            Self::Link(link) => {
                let names = link
                    .bridges()
                    .map(|bridge| format!("`{}`", context.topology.bridge(bridge).name));
                format!("the LAG between {}", names.collect::<Vec<_>>().join(" and "))
            }
        }
    }
}

/// How many of some cables end in each switch: a few switches, so a list.
pub(super) fn members(context: &Context<'_>, cables: &[CableId]) -> Vec<(SwitchId, usize)> {
    let mut members: Vec<(SwitchId, usize)> = Vec::new();
    for cable in cables.iter().map(|cable| &context.fabric.cables[*cable]) {
        for end in cable.ends.iter().filter_map(CableEnd::switch_port) {
            match members.iter_mut().find(|(switch, _)| *switch == end.switch) {
                Some((_, count)) => *count += 1,
                None => members.push((end.switch, 1)),
            }
        }
    }
    members
}
