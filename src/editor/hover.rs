//! What a name stands for, in Markdown.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::compile::Output;
use crate::device::model::{Device, Port};
use crate::fabric::{Fabric, SwitchId};
use crate::syntax::Space;

/// Most ports that are listed.
const MOST: usize = 60;

/// What is called `name`, with what the compiler chose for it; nothing if there is no such thing.
pub fn describe(output: &Output, space: Space, name: &str) -> Option<String> {
    let fabric = &output.checked.fabric;
    match space {
        Space::Place => place(output, name),
        Space::Vlan => vlan(output, name),
        Space::Vrf => vrf(fabric, name),
        Space::Profile => profile(fabric, name),
        Space::Service => {
            let service = fabric.services.iter().find(|service| service.name == name)?;
            let vlans = service.vlans.iter().map(|vlan| fabric.vlans[vlan.value].name.as_str());
            Some(format!("**service {name}**, on VLANs {}", listed(vlans)))
        }
        _ => None,
    }
}

fn place(output: &Output, name: &str) -> Option<String> {
    let fabric = &output.checked.fabric;
    if let Some((id, _)) = fabric.switches.iter().find(|(_, switch)| switch.name == name) {
        return switch(output, id);
    }
    if let Some(rack) = fabric.racks.values().find(|rack| rack.name == name) {
        return Some(racks(output, rack));
    }
    if let Some(pair) = fabric.pairs.values().find(|pair| pair.name == name) {
        let members = pair.members.iter().map(|member| fabric.switches[*member].name.as_str());
        return Some(format!("**pair {name}** of {}", listed(members)));
    }
    if let Some(tier) = fabric.tiers.values().find(|tier| tier.name == name) {
        let switches = tier.switches.iter().map(|switch| fabric.switches[*switch].name.as_str());
        return Some(format!("**tier {name}**: {}", listed(switches)));
    }
    if let Some((id, zone)) = fabric.zones.iter().find(|(_, zone)| zone.name == name) {
        let inside = fabric.switches.values().filter(|switch| switch.zones.contains(&id));
        let inside = listed(inside.map(|switch| switch.name.as_str()));
        return Some(format!("**{} zone {name}**: {inside}", zone.kind.word()));
    }
    host(output, name)
}

fn switch(output: &Output, id: SwitchId) -> Option<String> {
    let fabric = &output.checked.fabric;
    let switch = &fabric.switches[id];
    let device = output.devices.iter().find(|device| device.hostname == switch.name)?;
    let mut text = format!("**switch {}**, {}/{}", switch.name, switch.vendor, switch.platform);
    let zones = switch.zones.iter().map(|zone| &fabric.zones[*zone]);
    for zone in zones {
        _ = write!(text, ", {} {}", zone.kind.word(), zone.name);
    }
    text.push_str("\n\n");
    _ = writeln!(text, "- {}", addresses(device));
    if let Some(bgp) = &device.bgp {
        _ = writeln!(text, "- AS {}", bgp.asn);
    }
    if let Some(mlag) = &device.mlag {
        _ = writeln!(text, "- MLAG with {} over {}", mlag.peer, mlag.peer_link);
    }
    let vlans = device.vlans.iter().map(|vlan| format!("{} {}", vlan.id, vlan.name));
    _ = writeln!(text, "- VLANs: {}", listed_owned(vlans));
    text.push_str(&ports(&device.ports));
    Some(text)
}

/// The addresses that a switch has for itself.
fn addresses(device: &Device) -> String {
    let mut all = Vec::new();
    if let Some(management) = &device.management {
        let both = [&management.ipv4, &management.ipv6];
        all.extend(
            both.into_iter().flatten().map(|address| format!("management {}", address.cidr())),
        );
    }
    for loopback in &device.loopbacks {
        let both = [&loopback.ipv4, &loopback.ipv6, &loopback.shared_ipv4];
        all.extend(
            both.into_iter().flatten().map(|one| format!("{} {}", loopback.name, one.cidr())),
        );
    }
    listed_owned(all)
}

fn ports(ports: &[Port]) -> String {
    let mut text = String::from("\n| port | name | to |\n|---|---|---|\n");
    for port in ports.iter().take(MOST) {
        let lane = port.lane.map(|lane| format!("/{lane}")).unwrap_or_default();
        let to = port.peer_host.as_deref().unwrap_or(&port.description);
        let to = format!("{to} {}", port.peer_port.as_deref().unwrap_or_default());
        _ = writeln!(text, "| {}{lane} | {} | {} |", port.panel, port.name, cell(to.trim_end()));
    }
    if ports.len() > MOST {
        _ = writeln!(text, "\nand {} more", ports.len() - MOST);
    }
    text
}

/// The addresses, VLANs and hosts that a rack has.
fn racks(output: &Output, rack: &crate::fabric::Rack) -> String {
    let fabric = &output.checked.fabric;
    let zones = rack.zones.iter().map(|zone| &fabric.zones[*zone]);
    let zones = zones.filter(|zone| zone.name != rack.name);
    let zones: Vec<String> =
        zones.map(|zone| format!(", {} {}", zone.kind.word(), zone.name)).collect();
    let mut text = format!("**rack {}**{}\n\n", rack.name, zones.concat());
    let devices: BTreeMap<&str, &Device> =
        output.devices.iter().map(|device| (device.hostname.as_str(), device)).collect();
    let mut vlans = BTreeSet::new();
    for id in &rack.switches {
        let switch = &fabric.switches[*id];
        let Some(device) = devices.get(switch.name.as_str()) else { continue };
        vlans.extend(device.vlans.iter().map(|vlan| (vlan.id, vlan.name.as_str())));
        let used = device.ports.len();
        _ = writeln!(
            text,
            "- **{}** {}/{}: {}; {used} ports in use",
            switch.name,
            switch.vendor,
            switch.platform,
            addresses(device)
        );
    }
    let vlans = vlans.into_iter().map(|(id, name)| format!("{id} {name}"));
    _ = writeln!(text, "- VLANs: {}", listed_owned(vlans));
    let hosts = fabric.hosts.values().filter(|host| {
        let attachments = host.attachments.iter().map(|id| &fabric.attachments[*id]);
        attachments.flat_map(|one| &*one.switches).any(|switch| rack.switches.contains(switch))
    });
    _ = writeln!(text, "- hosts: {}", listed(hosts.map(|host| host.name.as_str())));
    text
}

fn host(output: &Output, name: &str) -> Option<String> {
    let fabric = &output.checked.fabric;
    let host = fabric.hosts.values().find(|host| host.name == name)?;
    let mut text = format!("**{} {name}**\n\n", host.kind);
    for attachment in host.attachments.iter().map(|id| &fabric.attachments[*id]) {
        let profile = &fabric.profiles[attachment.profile].name;
        for switch in &*attachment.switches {
            let switch = &fabric.switches[*switch].name;
            let device = output.devices.iter().find(|device| device.hostname == *switch)?;
            let to = |port: &&Port| port.peer_host.as_deref() == Some(name);
            let ports = device.ports.iter().filter(to).map(|port| port.name.as_str());
            _ = writeln!(text, "- {switch} {} as {profile}", listed(ports));
        }
    }
    Some(text)
}

fn vlan(output: &Output, name: &str) -> Option<String> {
    let fabric = &output.checked.fabric;
    let vlan = fabric.vlans.values().find(|vlan| vlan.name == name)?;
    let mut text = format!("**VLAN {} {name}** in {}\n\n", vlan.id, fabric.vrf_text(vlan.vrf));
    if let Some(gateway) = &vlan.gateway {
        let ipv4 = gateway.ipv4.iter().map(ToString::to_string);
        let both = ipv4.chain(gateway.ipv6.iter().map(ToString::to_string));
        _ = writeln!(text, "- gateway {}", listed_owned(both));
    }
    let carries = |device: &&Device| device.vlans.iter().any(|one| one.id == vlan.id);
    let on = output.devices.iter().filter(carries).map(|device| device.hostname.as_str());
    _ = writeln!(text, "- MTU {}\n- on {}", vlan.ip_mtu(), listed(on));
    for (host, address) in &vlan.hosts {
        _ = writeln!(text, "- {} has {}", host.value, address.value);
    }
    Some(text)
}

fn vrf(fabric: &Fabric, name: &str) -> Option<String> {
    let (id, vrf) = fabric.vrfs.iter().find(|(_, vrf)| vrf.name == name)?;
    let vlans = fabric.vlans.values().filter(|vlan| vlan.vrf == Some(id));
    let vlans = vlans.map(|vlan| format!("{} {}", vlan.id, vlan.name));
    let vni = vrf.vni.map(|vni| format!(", VNI {}", vni.value)).unwrap_or_default();
    Some(format!("**VRF {name}**{vni}: VLANs {}", listed_owned(vlans)))
}

fn profile(fabric: &Fabric, name: &str) -> Option<String> {
    let (id, profile) = fabric.profiles.iter().find(|(_, profile)| profile.name == name)?;
    let vlans: BTreeSet<(u16, &str)> = profile
        .vlans()
        .map(|vlan| (fabric.vlans[vlan].id, fabric.vlans[vlan].name.as_str()))
        .collect();
    let vlans = vlans.into_iter().map(|(id, name)| format!("{id} {name}"));
    let used = fabric.attachments.values().filter(|one| one.profile == id).count();
    Some(format!("**profile {name}**, of {used} attachments: VLANs {}", listed_owned(vlans)))
}

fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    listed_owned(names.map(str::to_owned))
}

/// At most a few, and how many more there are.
fn listed_owned(names: impl IntoIterator<Item = String>) -> String {
    const FEW: usize = 12;
    let names: Vec<String> = names.into_iter().collect();
    match names.len() {
        0 => "none".to_owned(),
        count if count <= FEW => names.join(", "),
        count => format!("{} and {} more", names[..FEW].join(", "), count - FEW),
    }
}

/// Free text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('<', "&lt;")
}
