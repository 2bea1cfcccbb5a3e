//! What the program decides, in the words of the topics.

use crate::fabric::{
    Cable, Fabric, LacpMode, Overlay, SpanningTreeMode, Underlay, UnderlayKind, Vlan, gateway_kind,
    vrrp_checksum,
};
use crate::topology::{Link, Routed, RoutedLink};
use crate::vendor::interop::Topic;
use crate::vendor::{Catalog, variant_name};

/// A topic and the word for what the program says of it.
pub type Said = (Topic, &'static str);

fn either(condition: bool, yes: &'static str, no: &'static str) -> &'static str {
    if condition { yes } else { no }
}

/// Of a cable.
pub fn cable(fabric: &Fabric, cable: &Cable) -> Vec<Said> {
    let fec = fabric.cable_fec(cable).map(|fec| fec.value.word());
    fec.map(|word| (Topic::ForwardErrorCorrection, word)).into_iter().collect()
}

/// Of a LAG between switches.
pub fn lag(fabric: &Fabric, link: &Link) -> Vec<Said> {
    let mode = fabric.lacp_mode(link.profile);
    if mode == LacpMode::Static {
        return vec![(Topic::LacpMode, "static")];
    }
    let fallback = link.profile.is_some_and(|profile| fabric.profiles[profile].fallback);
    vec![
        (Topic::LacpMode, "active"),
        (Topic::LacpRate, either(mode == LacpMode::Fast, "fast", "slow")),
        (Topic::LacpFallback, either(fallback, "on", "off")),
    ]
}

/// Of the fabric's spanning tree; nothing when there is none.
pub fn spanning_tree(fabric: &Fabric) -> Option<Vec<Said>> {
    let mode = fabric.settings.spanning_tree.mode;
    (mode != SpanningTreeMode::None).then(|| vec![(Topic::SpanningTreeMode, mode.word())])
}

/// Of a VLAN's gateway; nothing when no switches share it.
pub fn gateway(fabric: &Fabric, catalog: &Catalog, vlan: &Vlan) -> Option<Vec<Said>> {
    let word = variant_name(&gateway_kind(fabric, catalog, vlan)?);
    let mut said = vec![(Topic::FirstHop, word)];
    if word == "vrrp" {
        said.extend(vrrp_checksum(fabric, catalog, vlan).map(|word| (Topic::VrrpChecksum, word)));
    }
    Some(said)
}

/// Of a BGP session over a link of the underlay.
pub fn session(underlay: &Underlay, routed: &Routed, link: &RoutedLink) -> Vec<Said> {
    let mut said = vec![(Topic::SessionForm, either(link.unnumbered, "interface", "address"))];
    if link.unnumbered && routed.ipv4 {
        said.push((Topic::BgpIpv6Nexthop, "offered"));
    }
    if underlay.graceful_restart {
        said.push((Topic::BgpGracefulRestart, "on"));
    }
    said
}

/// Of an OSPF adjacency of the underlay.
pub fn ospf(underlay: &Underlay) -> Vec<Said> {
    vec![(Topic::OspfAuthentication, either(underlay.password.is_some(), "md5", "none"))]
}

/// Of the overlay.
pub fn overlay(overlay: &Overlay, routed: &Routed) -> Vec<Said> {
    vec![
        (Topic::EvpnService, either(overlay.vlan_aware.is_some(), "vlan-aware", "vlan-based")),
        (Topic::EvpnSuppression, either(overlay.suppression, "on", "off")),
        (Topic::TunnelFamily, either(routed.ipv6_tunnels, "ipv6", "ipv4")),
    ]
}

/// Whether neighbours run BGP, or OSPF; neither when there is no underlay.
pub fn is_bgp(underlay: &Underlay) -> Option<bool> {
    match underlay.kind {
        UnderlayKind::None => None,
        UnderlayKind::Ospf => Some(false),
        _ => Some(true),
    }
}
