//! Which gateway mechanism a VLAN uses.

use super::{Fabric, SwitchId, Vlan};
use crate::vendor::Catalog;
use crate::vendor::interop::{Topic, agreed};
use crate::vendor::schema::{Feature, GatewayKind};

/// The mechanism by which the switches of a VLAN share its gateway; none when a single switch routes
/// it and the program gives it no address beside the gateway's, which then is its own, and none when
/// the gateway is distributed over an overlay.
///
/// What the program says counts. Else a pair takes the first mechanism that its vendor prefers and
/// its model can do, and switches that are no pair take VRRP, which is the standard (RFC 5798).
pub fn gateway_kind(fabric: &Fabric, catalog: &Catalog, vlan: &Vlan) -> Option<GatewayKind> {
    let gateway = vlan.gateway.as_ref().filter(|gateway| !gateway.distributed)?;
    let (first, others) = gateway.on.split_first()?;
    if others.is_empty() && !vlan.addresses.contains_key(first) {
        return None;
    }
    let said = gateway.via.or(fabric.settings.gateway_via);
    if let Some(said) = said {
        return Some(said.value);
    }
    let pair = fabric.switches[*first].pair.map(|pair| fabric.pairs[pair].members);
    let is_pair = pair.is_some_and(|members| {
        gateway.on.len() == 2 && gateway.on.iter().all(|switch| members.contains(switch))
    });
    let preferred = preferred(fabric, catalog, *first).filter(|_| is_pair);
    Some(preferred.unwrap_or(GatewayKind::Vrrp))
}

fn preferred(fabric: &Fabric, catalog: &Catalog, switch: SwitchId) -> Option<GatewayKind> {
    let switch = &fabric.switches[switch];
    let (vendor, platform) = catalog.platform(&switch.vendor, &switch.platform)?;
    vendor
        .gateways
        .iter()
        .copied()
        .find(|kind| vendor.supports(platform, gateway_feature(*kind, false)))
}

/// The capability that a mechanism needs in a family.
pub fn gateway_feature(kind: GatewayKind, ipv6: bool) -> Feature {
    match (kind, ipv6) {
        (GatewayKind::Anycast, false) => Feature::GatewayAnycast,
        (GatewayKind::Anycast, true) => Feature::GatewayAnycastIpv6,
        (GatewayKind::Vrrp, false) => Feature::GatewayVrrp,
        (GatewayKind::Vrrp, true) => Feature::GatewayVrrpIpv6,
        (GatewayKind::Hsrp, false) => Feature::GatewayHsrp,
        (GatewayKind::Hsrp, true) => Feature::GatewayHsrpIpv6,
    }
}

/// How the switches that share a VLAN's gateway by VRRP are told to count the checksum of their advertisements for IPv4,
/// in the topic's words; nothing when they count alike by themselves or have no way in common.
pub fn vrrp_checksum(fabric: &Fabric, catalog: &Catalog, vlan: &Vlan) -> Option<&'static str> {
    let gateway = vlan.gateway.as_ref().filter(|gateway| gateway.ipv4.is_some())?;
    let side = |switch: &SwitchId| {
        let switch = &fabric.switches[*switch];
        catalog.platform(&switch.vendor, &switch.platform)
    };
    let sides: Option<Vec<_>> = gateway.on.iter().map(side).collect();
    agreed(Topic::VrrpChecksum, &sides?)
}
