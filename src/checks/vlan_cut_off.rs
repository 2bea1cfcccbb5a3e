use std::collections::BTreeSet;

use super::bridge_names::{Uses, quoted};
use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{ProfileId, VlanId};
use crate::source::Span;
use crate::topology::{BridgeId, Islands, LinkId, Way};

declare_rule! {
    /// A VLAN does not reach its gateway, or is split.
    ///
    /// A frame of a VLAN gets from switch to switch only over links that carry the VLAN and that
    /// spanning tree lets forward. Hosts on the far side of a gap get no address by DHCP, no answer to ARP
    /// for their gateway, and no word about why. The message says where the VLAN stops:
    ///
    /// - no cable joins the switches at all;
    /// - the profile of a link does not let the VLAN through;
    /// - a link carries the VLAN, but spanning tree blocks it, and the link that forwards in its place does
    ///   not carry the VLAN. With MSTP, the instance to which the VLAN is mapped decides. Rapid-PVST
    ///   has a tree for each VLAN, which cannot block the only link that carries it.
    ///
    /// A VLAN without a gateway must be in one piece too.
    ///
    /// ```rack
    /// profile uplink { trunk storage }                 // `web` stops here
    /// link leaf1:49 -- core1:1 as uplink
    /// attach web01 to leaf1 port 1 as web-server       // in VLAN `web`
    /// vlan web 110 { gateway 10.1.110.1/24 on core1 }
    /// ```
    ///
    /// Add the VLAN to `trunk` of the profile that the message names, add the missing `link`, or move the
    /// gateway. Links of one pair of switches should carry the same VLANs, whichever of them forwards.
    "R0601", "vlan-cut-off", Error
}

/// Why an island of a VLAN is one. Findings of one cause are told together.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// Nothing joins it with the rest; the place is where its bridge is declared.
    NoPath(Span),
    /// A profile closes a link, or links of one statement.
    Closed(VlanId, Option<ProfileId>, Span),
    /// The way is open, but not all bridges on it have the VLAN.
    Gap(VlanId),
}

/// A part of a VLAN that cannot talk to the rest.
struct Cut {
    vlan: VlanId,
    /// Members in it.
    members: Vec<BridgeId>,
    /// A bridge in the main part to name: one that routes the VLAN, or has a use for it.
    goal: BridgeId,
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let islands = Islands::of(context.topology);
    let uses = Uses::of(context);
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.ids() {
        let parts = joined_by_overlay(context, vlan, islands.of_vlan(vlan));
        if parts.len() < 2 {
            continue;
        }
        let Some((rest, goal)) = main_part(context, vlan, &parts) else {
            continue;
        };
        for part in parts.iter().filter(|part| *part != rest) {
            let members = members_in(context, vlan, part);
            if members.is_empty() {
                continue;
            }
            let cut = Cut { vlan, members, goal };
            let way = islands.way(context.fabric, vlan, part, rest);
            let blocked: Vec<LinkId> = islands.blocked_between(vlan, part).collect();
            let name = name(context, &cut);
            found.add(cause(context, &cut, way.as_ref()), &name, || {
                report(context, &uses, &cut, way.as_ref(), &blocked)
            });
        }
    }
    found.report(sink);
}

/// The parts of a VLAN, those at which the overlay begins taken for one: tunnels join them.
fn joined_by_overlay(
    context: &Context<'_>,
    vlan: VlanId,
    parts: Vec<BTreeSet<BridgeId>>,
) -> Vec<BTreeSet<BridgeId>> {
    let stays = context.fabric.vlans[vlan].no_vni.is_some();
    if context.fabric.settings.overlay.is_none() || stays {
        return parts;
    }
    let (edges, mut others): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|part| part.iter().any(|bridge| context.is_routed(*bridge)));
    if !edges.is_empty() {
        others.insert(0, edges.into_iter().flatten().collect());
    }
    others
}

/// The part with the gateway, or with most members, and the bridge in it that stands for it.
fn main_part<'p>(
    context: &Context<'_>,
    vlan: VlanId,
    parts: &'p [BTreeSet<BridgeId>],
) -> Option<(&'p BTreeSet<BridgeId>, BridgeId)> {
    if let Some(gateway) = gateways(context, vlan).first() {
        let part = parts.iter().find(|part| part.contains(gateway))?;
        return Some((part, *gateway));
    }
    let part = parts.iter().rev().max_by_key(|part| members_in(context, vlan, part).len())?;
    let goal = members_in(context, vlan, part).first().copied()?;
    Some((part, goal))
}

fn gateways(context: &Context<'_>, vlan: VlanId) -> Vec<BridgeId> {
    let gateway = context.fabric.vlans[vlan].gateway.as_ref();
    gateway.map_or_else(Vec::new, |gateway| context.bridges(&gateway.on))
}

fn members_in(context: &Context<'_>, vlan: VlanId, part: &BTreeSet<BridgeId>) -> Vec<BridgeId> {
    let members = context.topology.members.get(&vlan);
    members.map_or_else(Vec::new, |members| members.intersection(part).copied().collect())
}

/// Goes between backquotes.
fn name(context: &Context<'_>, cut: &Cut) -> String {
    let from = cut.members.first().map_or("", |bridge| context.bridge_name(*bridge));
    format!("{}` from `{from}", context.fabric.vlans[cut.vlan].name)
}

fn cause(context: &Context<'_>, cut: &Cut, way: Option<&Way>) -> Cause {
    let Some(way) = way else {
        let place = cut.members.first().map(|bridge| context.bridge_origin(*bridge).at);
        return Cause::NoPath(place.unwrap_or(context.fabric.span));
    };
    match way.closed.first().map(|link| context.topology.link(*link)) {
        Some(link) => Cause::Closed(cut.vlan, link.profile, link.origin.at),
        None => Cause::Gap(cut.vlan),
    }
}

fn report(
    context: &Context<'_>,
    uses: &Uses<'_>,
    cut: &Cut,
    way: Option<&Way>,
    blocked: &[LinkId],
) -> Diagnostic {
    let vlan = &context.fabric.vlans[cut.vlan];
    let names = quoted(cut.members.iter().map(|bridge| context.bridge_name(*bridge)));
    let goal = context.bridge_name(cut.goal);
    let routed = gateways(context, cut.vlan);
    let message = if routed.iter().any(|bridge| cut.members.contains(bridge)) {
        format!(
            "the gateways of VLAN `{}` on `{goal}` and on {names} do not reach each other",
            vlan.name
        )
    } else if routed.is_empty() {
        format!("VLAN `{}` is split: {names} and `{goal}` do not reach each other", vlan.name)
    } else {
        format!("VLAN `{}` does not reach its gateway on `{goal}` from {names}", vlan.name)
    };
    let mut diagnostic = Diagnostic::new(&CODE, message);
    if let Some(bridge) = cut.members.first() {
        let (origin, text) = uses.find(cut.vlan, *bridge);
        diagnostic = diagnostic.from(origin, text);
    }
    diagnostic = where_it_stops(context, cut, way, blocked, diagnostic);
    if let Some(gateway) = &vlan.gateway {
        diagnostic.at(gateway.span, format!("the gateway, on `{goal}`"))
    } else {
        let (origin, text) = uses.find(cut.vlan, cut.goal);
        diagnostic.from(origin, text)
    }
}

fn where_it_stops(
    context: &Context<'_>,
    cut: &Cut,
    way: Option<&Way>,
    blocked: &[LinkId],
    mut diagnostic: Diagnostic,
) -> Diagnostic {
    const SHOWN: usize = 3;
    let vlan = &context.fabric.vlans[cut.vlan].name;
    let goal = context.bridge_name(cut.goal);
    let Some(way) = way else {
        let from = cut.members.first().copied().unwrap_or(cut.goal);
        let name = context.bridge_name(from);
        if context.is_routed(from) && context.is_routed(cut.goal) {
            let help = if context.fabric.settings.overlay.is_none() {
                "give each rack a VLAN and a subnet of its own, or carry VLANs over routed cables with `overlay evpn` in the fabric block"
            } else {
                "delete `vni none`, which keeps the VLAN out of the overlay"
            };
            let text = "its cables to other switches are routed and carry no VLAN";
            return diagnostic.from(context.bridge_origin(from), text).help(help);
        }
        return diagnostic
            .from(context.bridge_origin(from), format!("no cables lead from here to `{goal}`"))
            .help(format!(
                "cable `{name}` to the rest with `link SWITCH:PORT -- SWITCH:PORT` or `uplinks`"
            ));
    };
    for link in blocked.iter().take(SHOWN).map(|link| context.topology.link(*link)) {
        let text =
            format!("carries it between {}, but spanning tree blocks it", context.link_ends(link));
        diagnostic = diagnostic.from(link.origin, text);
    }
    let forwards = if blocked.is_empty() { "" } else { "forwards, but " };
    let mut profiles: Vec<ProfileId> = Vec::new();
    for link in way.closed.iter().take(SHOWN).map(|link| context.topology.link(*link)) {
        let ends = context.link_ends(link);
        diagnostic =
            diagnostic.from(link.origin, format!("{forwards}does not carry it between {ends}"));
        profiles.extend(link.profile.filter(|profile| !profiles.contains(profile)));
    }
    for profile in profiles.iter().map(|profile| &context.fabric.profiles[*profile]) {
        diagnostic = diagnostic.from(profile.origin, format!("does not let VLAN `{vlan}` through"));
    }
    let names =
        quoted(profiles.iter().map(|profile| context.fabric.profiles[*profile].name.as_str()));
    if profiles.is_empty() {
        let name = cut.members.first().map_or(goal, |bridge| context.bridge_name(*bridge));
        return diagnostic.help(format!(
            "put the VLAN on the switches between `{name}` and `{goal}` too: `vlan {vlan} … {{ on NAMES }}`"
        ));
    }
    diagnostic.help(format!("add `trunk {vlan}` to profile {names}"))
}
