use std::collections::BTreeMap;

use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{CableEnd, CableId, CableUse, Pair, SwitchId};
use crate::vendor::ports::speed_text;

/// The least share of a member's uplinks that the peer link must carry, in percent.
const SHARE: u64 = 50;

declare_rule! {
    /// The peer link of a pair is narrow beside its uplinks.
    ///
    /// In good times next to nothing crosses the peer link. When a member loses its uplinks, or hosts are on one
    /// member only, all of that member's traffic does. A peer link of less than half of one member's uplinks then
    /// drops a good part of it, and what is lost first may be the pair's own keepalives and the BPDUs.
    ///
    /// ```rack
    /// mlag pair = a + b { peer-link 47..48 }        // 2 x 25g beside 4 x 100g: peer-link 53..54
    /// ```
    ///
    /// Give the peer link ports of the uplinks' speed, and half as many at least.
    "R1403", "narrow-peer-link", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let uplinks = uplinks(context);
    let mut findings = Repeated::new();
    for pair in context.fabric.pairs.values() {
        let Some(first) = pair.peer_link.first() else { continue };
        let peer_link: u64 = pair.peer_link.iter().map(|cable| speed(context, *cable)).sum();
        let of_members = pair.members.iter().filter_map(|member| uplinks.get(member)).copied();
        let Some(most) = of_members.max().filter(|most| peer_link * 100 < most * SHARE) else {
            continue;
        };
        let origin = context.fabric.cables[*first].origin;
        findings.add((origin.at, peer_link, most), &pair.name, || {
            report(pair, peer_link, most).from(origin, "the peer link")
        });
    }
    findings.report(sink);
}

/// Megabits per second of the cables that lead up from each member of a pair: to switches with fewer hosts.
fn uplinks(context: &Context<'_>) -> BTreeMap<SwitchId, u64> {
    let fabric = context.fabric;
    let mut hosts: BTreeMap<SwitchId, usize> = BTreeMap::new();
    for switch in fabric.attachments.values().flat_map(|attachment| &*attachment.switches) {
        *hosts.entry(*switch).or_default() += 1;
    }
    let hosts = |switch: SwitchId| hosts.get(&switch).copied().unwrap_or_default();
    let mut uplinks: BTreeMap<SwitchId, u64> = BTreeMap::new();
    for (id, cable) in fabric.cables.iter() {
        let [CableEnd::Switch(a), CableEnd::Switch(b)] = &cable.ends else { continue };
        if !matches!(cable.purpose, CableUse::Fabric | CableUse::Routed) {
            continue;
        }
        for (lower, upper) in [(a.switch, b.switch), (b.switch, a.switch)] {
            if fabric.switches[lower].pair.is_some() && hosts(upper) < hosts(lower) {
                *uplinks.entry(lower).or_default() += speed(context, id);
            }
        }
    }
    uplinks
}

fn speed(context: &Context<'_>, cable: CableId) -> u64 {
    context.topology.speeds.get(cable).copied().map_or(0, u64::from)
}

fn report(pair: &Pair, peer_link: u64, uplinks: u64) -> Diagnostic {
    let text = |megabits: u64| speed_text(u32::try_from(megabits).unwrap_or(u32::MAX));
    let message = format!(
        "the peer link of `{}` has {}, and the uplinks of a member have {}",
        pair.name,
        text(peer_link),
        text(uplinks)
    );
    Diagnostic::new(&CODE, message)
        .help("give it ports of the uplinks' speed, half as many as a member has uplinks at least")
}
