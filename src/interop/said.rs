//! What the program decides, in the words of the topics.

use crate::fabric::{
    Cable, Fabric, LacpMode, Overlay, SpanningTreeMode, Underlay, UnderlayKind, Vlan, gateway_kind,
    vrrp_checksum,
};
use crate::topology::{Link, Routed, RoutedLink};
use crate::vendor::Catalog;
use crate::vendor::interop::Topic;
use crate::vendor::schema::GatewayKind;

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
    let profile = link.profile.map(|profile| &fabric.profiles[profile]);
    let mode = profile.and_then(|profile| profile.lacp).map(|mode| mode.value);
    let mut said =
        vec![(Topic::LacpMode, either(mode == Some(LacpMode::Static), "static", "active"))];
    if mode != Some(LacpMode::Static) {
        said.push((Topic::LacpRate, either(mode == Some(LacpMode::Fast), "fast", "slow")));
        let fallback = profile.is_some_and(|profile| profile.fallback);
        said.push((Topic::LacpFallback, either(fallback, "on", "off")));
    }
    said
}

/// Of the fabric's spanning tree; nothing when there is none.
pub fn spanning_tree(fabric: &Fabric) -> Option<Vec<Said>> {
    let word = match fabric.settings.spanning_tree.mode {
        SpanningTreeMode::None => return None,
        SpanningTreeMode::Mstp => "mstp",
        SpanningTreeMode::Rstp => "rstp",
        SpanningTreeMode::RapidPvst => "rapid-pvst",
    };
    Some(vec![(Topic::SpanningTreeMode, word)])
}

/// Of a VLAN's gateway; nothing when no switches share it.
pub fn gateway(fabric: &Fabric, catalog: &Catalog, vlan: &Vlan) -> Option<Vec<Said>> {
    let word = match gateway_kind(fabric, catalog, vlan)? {
        GatewayKind::Anycast => "anycast",
        GatewayKind::Vrrp => "vrrp",
        GatewayKind::Hsrp => "hsrp",
    };
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
