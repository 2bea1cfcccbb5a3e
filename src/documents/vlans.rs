//! The table of VLANs.

use std::collections::{BTreeMap, BTreeSet};

use super::table::{Column, Table};
use super::{Documents, ranges};
use crate::fabric::{SpanningTreeMode, SwitchId, Vlan, VlanId, gateway_kind};
use crate::render::OutputFile;
use crate::vendor::schema::GatewayKind;

const COLUMNS: &[Column] = &[
    ("id", "VLAN"),
    ("name", "Name"),
    ("vrf", "VRF"),
    ("vni", "VNI"),
    ("gateway", "Gateway"),
    ("gateway_on", "Gateway on"),
    ("subnets", "Subnets"),
    ("mtu", "MTU"),
    ("places", "Where"),
    ("dhcp_relay", "DHCP relay"),
    ("mst_instance", "MST instance"),
    ("description", "Description"),
];

/// `vlans.md` and `vlans.csv`.
pub(super) fn files(all: &Documents<'_>) -> Vec<OutputFile> {
    let fabric = all.fabric;
    let text = format!(
        "Every VLAN of the fabric `{}`. Where: the racks of the switches that have it, and switches that stand in none.",
        fabric.name
    );
    let mut table = Table::new("VLANs", &text, COLUMNS, fabric.vlans.len());
    let mut by_vlan: BTreeMap<u16, Vec<SwitchId>> = BTreeMap::new();
    for entry in &all.entries {
        for vlan in &entry.vlans {
            by_vlan.entry(*vlan).or_default().push(entry.id);
        }
    }
    let mut vlans: Vec<(VlanId, &Vlan)> = fabric.vlans.iter().collect();
    vlans.sort_by_key(|(_, vlan)| vlan.id);
    for (id, vlan) in vlans {
        let on = by_vlan.get(&vlan.id).map(Vec::as_slice).unwrap_or_default();
        let vni = all.allocation.vlan_vnis.get(&id).map(ToString::to_string);
        let relay: Vec<String> = vlan.dhcp_relay.iter().map(|one| one.value.to_string()).collect();
        table.row(&[
            vlan.id.to_string().as_str(),
            &vlan.name,
            // A VLAN that is not routed is in no VRF.
            &if routed(vlan) { all.vrf(vlan.vrf).to_string() } else { String::new() },
            &vni.unwrap_or_default(),
            gateway(all, vlan),
            &gateway_on(all, vlan),
            &subnets(vlan),
            &vlan.ip_mtu().to_string(),
            &places(all, on),
            &relay.join(", "),
            &instance(all, id),
            vlan.description.as_deref().unwrap_or_default(),
        ]);
    }
    table.files("vlans").into()
}

fn routed(vlan: &Vlan) -> bool {
    vlan.gateway.is_some() || !vlan.addresses.is_empty()
}

/// How the gateway's address is shared.
fn gateway(all: &Documents<'_>, vlan: &Vlan) -> &'static str {
    let Some(gateway) = &vlan.gateway else {
        return if vlan.addresses.is_empty() { "none" } else { "own addresses" };
    };
    if gateway.distributed {
        return "distributed";
    }
    match gateway_kind(all.fabric, all.catalog, vlan) {
        Some(GatewayKind::Anycast) => "anycast",
        Some(GatewayKind::Vrrp) => "VRRP",
        Some(GatewayKind::Hsrp) => "HSRP",
        None => "one switch",
    }
}

fn gateway_on(all: &Documents<'_>, vlan: &Vlan) -> String {
    let switches = &all.fabric.switches;
    match &vlan.gateway {
        Some(gateway) if gateway.distributed => "every switch that has it".to_owned(),
        Some(gateway) => ranges::names(gateway.on.iter().map(|id| switches[*id].name.as_str())),
        None => ranges::names(vlan.addresses.keys().map(|id| switches[*id].name.as_str())),
    }
}

/// The gateway's address with its length, or the subnets of own addresses.
fn subnets(vlan: &Vlan) -> String {
    let gateway = vlan.gateway.as_ref();
    let ipv4 = gateway.and_then(|gateway| gateway.ipv4).map(|net| net.value.to_string());
    let ipv6 = gateway.and_then(|gateway| gateway.ipv6).map(|net| net.value.to_string());
    let mut all: Vec<String> = ipv4.into_iter().chain(ipv6).collect();
    if all.is_empty() {
        let own: BTreeSet<String> = vlan
            .addresses
            .values()
            .flat_map(|said| {
                let ipv4 = said.ipv4.map(|net| net.value.trunc().to_string());
                ipv4.into_iter().chain(said.ipv6.map(|net| net.value.trunc().to_string()))
            })
            .collect();
        all.extend(own);
    }
    all.join(", ")
}

fn places(all: &Documents<'_>, on: &[SwitchId]) -> String {
    ranges::names(on.iter().map(|id| match all.rack(*id) {
        "" => all.fabric.switches[*id].name.as_str(),
        rack => rack,
    }))
}

/// The MST instance: 0 unless the program maps the VLAN to another.
fn instance(all: &Documents<'_>, id: VlanId) -> String {
    let tree = &all.fabric.settings.spanning_tree;
    if tree.mode != SpanningTreeMode::Mstp {
        return String::new();
    }
    let holds = |vlans: &[crate::source::Spanned<VlanId>]| vlans.iter().any(|one| one.value == id);
    let found = tree.instances.iter().find(|instance| holds(&instance.vlans));
    found.map_or(0, |instance| instance.id).to_string()
}
