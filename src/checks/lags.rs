//! What the rules on LAGs share.

use std::collections::BTreeMap;

use super::Context;
use crate::fabric::{CableEnd, CableId, PairId, SwitchId};
use crate::source::Origin;
use crate::topology::LinkUse;

/// A LAG of the fabric, peer links among them.
#[derive(Debug, Clone)]
pub(super) struct Lag<'a> {
    /// What it is, for a message: ``the LAG of host `web` ``.
    pub(super) text: String,
    /// Its cables.
    pub(super) cables: &'a [CableId],
    /// The statement.
    pub(super) origin: Origin,
    /// The pair whose peer link it is.
    pub(super) peer_link: Option<PairId>,
}

/// All LAGs.
pub(super) fn all<'a>(context: &Context<'a>) -> impl Iterator<Item = Lag<'a>> {
    let fabric = context.fabric;
    let topology = context.topology;
    let links = topology.links.iter().filter(|link| link.lag).map(move |link| {
        let text = match link.purpose {
            LinkUse::Host(attachment) => {
                format!("the LAG of host `{}`", fabric.hosts[fabric.attachments[attachment].host].name)
            }
            LinkUse::Fabric => {
                let names: Vec<String> = link.bridges().map(|bridge| format!("`{}`", topology.bridge(bridge).name)).collect();
                format!("the LAG between {}", names.join(" and "))
            }
        };
        Lag { text, cables: &link.cables, origin: link.origin, peer_link: None }
    });
    let peer_links = fabric.pairs.iter().filter(|(_, pair)| !pair.peer_link.is_empty()).map(|(id, pair)| Lag {
        text: format!("the peer link of `{}`", pair.name),
        cables: &pair.peer_link,
        origin: pair.peer_link.first().map_or(pair.origin, |cable| fabric.cables[*cable].origin),
        peer_link: Some(id),
    });
    links.chain(peer_links)
}

impl Lag<'_> {
    /// How many of its cables end in each switch.
    pub(super) fn members(&self, context: &Context<'_>) -> BTreeMap<SwitchId, usize> {
        members(context, self.cables)
    }
}

/// How many of some cables end in each switch.
pub(super) fn members(context: &Context<'_>, cables: &[CableId]) -> BTreeMap<SwitchId, usize> {
    let mut members = BTreeMap::new();
    for cable in cables.iter().map(|cable| &context.fabric.cables[*cable]) {
        for end in cable.ends.iter().filter_map(CableEnd::switch_port) {
            *members.entry(end.switch).or_insert(0) += 1;
        }
    }
    members
}
