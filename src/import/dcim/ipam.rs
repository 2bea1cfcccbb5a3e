//! VLANs, VRFs, prefixes and addresses.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use super::super::inventory::{Port, Vlan, Vrf, What};
use super::super::node::{Node, Value};
use super::super::notes::some_of;
use super::Reader;
use super::devices::address;
use super::kinds::Kind;
use crate::source::Span;

/// Roles of addresses that several switches share.
const SHARED: [&str; 6] = ["vip", "anycast", "vrrp", "hsrp", "glbp", "carp"];

impl Reader<'_, '_> {
    /// Reads VRFs, VLANs and their subnets.
    pub fn vlans(&mut self) {
        let tables = self.tables;
        let mut on: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        for ((device, _), interface) in &self.interfaces {
            let Some(vlans) = &interface.vlans else { continue };
            for key in vlans.untagged.iter().chain(&vlans.tagged) {
                on.entry(key.clone()).or_default().insert(*device);
            }
        }
        for record in tables.of(Kind::Vlan) {
            let Some((vid, at)) = tables.text(record, &["vid"]) else { continue };
            let id = vid.parse::<u16>().ok().filter(|id| (1..=4094).contains(id));
            let name = tables
                .text(record, &["name"])
                .map_or_else(|| format!("vlan-{vid}"), |(name, _)| name);
            let Some(id) = id else {
                self.notes.lost(
                    &format!("VLAN `{name}`"),
                    &format!("`{vid}` is no id of a VLAN"),
                    Some(at),
                );
                continue;
            };
            let key = id.to_string();
            let description = tables.text(record, &["description"]).map(|(text, _)| text);
            let on = on.remove(&key).unwrap_or_default();
            let subnets = tables.text(record, &["prefixes"]).map(|(text, _)| text);
            let subnets = subnets.unwrap_or_default();
            let subnets = subnets.split([',', ' ']).filter_map(|text| text.parse::<IpNet>().ok());
            let prefixes = subnets.map(|net| net.trunc()).collect();
            self.inventory.vlans.push(Vlan {
                prefixes,
                key,
                name,
                id,
                at: Some(at),
                on,
                description,
                ..Vlan::default()
            });
        }
        // VLANs that only interfaces name.
        let known: BTreeSet<String> =
            self.inventory.vlans.iter().map(|vlan| vlan.key.clone()).collect();
        for (key, on) in on.into_iter().filter(|(key, _)| !known.contains(key)) {
            if let Ok(id) = key.parse() {
                self.inventory.vlans.push(Vlan {
                    name: format!("vlan-{key}"),
                    key,
                    id,
                    on,
                    ..Vlan::default()
                });
            }
        }
        self.inventory.vlans.sort_by_key(|vlan| vlan.id);
        self.prefixes();
    }

    /// VRFs with records of their own, and those that VLANs are in.
    pub fn vrfs(&mut self) {
        let tables = self.tables;
        let mut names: BTreeSet<String> =
            self.inventory.vlans.iter().filter_map(|vlan| vlan.vrf.clone()).collect();
        for record in tables.of(Kind::Vrf) {
            let Some((name, at)) = tables.text(record, &["name"]) else { continue };
            names.remove(&name);
            if !self.inventory.vrfs.iter().any(|vrf| vrf.name == name) {
                self.inventory.vrfs.push(Vrf { name, at: Some(at), vni: None });
            }
        }
        self.inventory.vrfs.extend(names.into_iter().map(|name| Vrf { name, at: None, vni: None }));
    }

    /// The subnets of VLANs; those of other things are taken.
    fn prefixes(&mut self) {
        let tables = self.tables;
        // Of several VLANs of one id the first is carried over.
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for record in tables.of(Kind::Vlan) {
            let told = tables.text(record, &["vid"]).zip(tables.text(record, &["id"]));
            if let Some(((vid, _), (id, _))) = told {
                first.entry(vid).or_insert(id);
            }
        }
        let (mut alone, mut other) = (Vec::new(), Vec::new());
        for record in tables.of(Kind::Prefix) {
            let Some(net) =
                tables.text(record, &["prefix"]).and_then(|(text, _)| text.parse::<IpNet>().ok())
            else {
                continue;
            };
            let vrf = self.vrf(record);
            let node = tables.get(record, "vlan");
            let key = node.and_then(|node| self.vlan_key(node));
            let id = node.and_then(|node| node.get("id")).and_then(Node::text);
            let kept = key.as_ref().and_then(|key| first.get(key));
            if kept.zip(id).is_some_and(|(kept, id)| kept != id) {
                other.push((format!("`{net}`"), record.span));
                self.inventory.pools.taken.push(net.trunc());
                continue;
            }
            let vlan =
                key.and_then(|key| self.inventory.vlans.iter_mut().find(|vlan| vlan.key == key));
            if let Some(vlan) = vlan {
                if !vlan.prefixes.contains(&net.trunc()) {
                    vlan.prefixes.push(net.trunc());
                }
                vlan.vrf = vlan.vrf.take().or(vrf);
                continue;
            }
            alone.push((format!("`{net}`"), record.span));
            if net.prefix_len() >= 16 {
                self.inventory.pools.taken.push(net.trunc());
            }
        }
        let no_vlan =
            "no VLAN of the export is theirs: pools and subnets of VLANs are written by hand";
        for (nets, why) in [(alone, no_vlan), (other, "another VLAN of that id is carried over")] {
            self.listed(["prefix", "prefixes"], &nets, why);
        }
    }

    /// Says of some things, with the first of them, that they are not carried over.
    fn listed(&mut self, [one, many]: [&str; 2], found: &[(String, Span)], why: &str) {
        let names: Vec<String> = found.iter().map(|(name, _)| name.clone()).collect();
        let things = if names.len() == 1 { one } else { many };
        if let Some((_, at)) = found.first() {
            self.notes.lost(&format!("{things} {}", some_of(&names)), why, Some(*at));
        }
    }

    pub fn vrf(&self, record: &Node) -> Option<String> {
        let nodes = self.tables.get(record, "vrf").or_else(|| self.tables.get(record, "vrfs"))?;
        let node = nodes.elements().first().unwrap_or(nodes);
        let (name, _) = self.tables.told(node)?;
        (!name.eq_ignore_ascii_case("global")).then_some(name)
    }

    /// Addresses of interfaces: gateways and addresses of VLANs, management, loopbacks, subnets of cables.
    pub fn addresses(&mut self) {
        let tables = self.tables;
        for (at, cable) in self.inventory.cables.iter().enumerate() {
            for end in &cable.ends {
                if let Port::Name(port) = &end.port {
                    self.cable_at.insert((end.device, port.clone()), at);
                }
            }
        }
        let (mut virtuals, mut unassigned) = (Vec::new(), Vec::new());
        for record in tables.of(Kind::Address) {
            let Some(net) = tables
                .text(record, &["address", "ip_address"])
                .and_then(|(text, _)| address(&text))
            else {
                continue;
            };
            let shared = tables
                .choice(record, &["role", "type"])
                .is_some_and(|role| SHARED.contains(&role.as_str()))
                || tables
                    .text(record, &["assigned_object_type"])
                    .is_some_and(|(kind, _)| kind.to_ascii_lowercase().contains("fhrp"));
            let owners = self.owners(record);
            if shared && owners.is_empty() {
                virtuals.push((net, self.vrf(record), record.span));
            } else if owners.is_empty() && !self.is_of_device(net) {
                unassigned.push((format!("`{net}`"), record.span));
            }
            for (device, interface) in owners {
                self.address(device, &interface, net, shared, self.vrf(record));
            }
        }
        for record in tables.of(Kind::Interface) {
            let (Some(device), Some((name, _))) =
                (self.device_of(record), tables.text(record, &["name"]))
            else {
                continue;
            };
            let Some(node) = tables.get(record, "ip_addresses") else { continue };
            let told: Vec<String> = match &node.value {
                Value::List(elements) => elements
                    .iter()
                    .filter_map(|one| tables.told(one))
                    .map(|(text, _)| text)
                    .collect(),
                _ => node.parts().into_iter().map(str::to_owned).collect(),
            };
            for net in told.iter().filter_map(|text| address(text)) {
                self.address(device, &name, net, false, self.vrf(record));
            }
        }
        self.listed(
            ["address", "addresses"],
            &unassigned,
            "no interface of a device of the program has them",
        );
        for (net, vrf, at) in virtuals {
            self.of_group(net, vrf, at);
        }
        self.gateways();
        self.links();
    }

    /// Whether a device has the address as its primary one, or out of band.
    fn is_of_device(&self, net: IpNet) -> bool {
        let same = |other: &IpNet| other.addr() == net.addr();
        self.inventory
            .devices
            .iter()
            .any(|device| device.management.iter().chain(&device.loopback).any(same))
    }

    /// The interfaces that have an address.
    fn owners(&self, record: &Node) -> Vec<(usize, String)> {
        let tables = self.tables;
        let mut owners = Vec::new();
        // An id counts among objects of its own kind alone: that of a redundancy group is not one of an interface.
        let kind = tables.text(record, &["assigned_object_type"]);
        if kind.is_some_and(|(kind, _)| {
            let kind = kind.to_ascii_lowercase();
            kind.contains("fhrp") || kind.contains("vminterface") || kind.contains("vm interface")
        }) {
            return owners;
        }
        let assigned = tables.get(record, "assigned_object");
        let listed = tables.get(record, "interfaces").map(Node::elements).unwrap_or_default();
        for node in assigned.into_iter().chain(listed) {
            let by_id = node
                .get("id")
                .and_then(Node::text)
                .and_then(|id| self.interface_ids.get(id))
                .cloned();
            let object = tables.object(node);
            let by_name = || Some((self.device_of(object)?, tables.text(object, &["name"])?.0));
            owners.extend(by_name().or(by_id));
        }
        let cell = || {
            let (interface, _) = tables.text(record, &["interface"])?;
            let (parent, _) = tables.text(record, &["parent", "device"])?;
            Some((self.find(&parent, None)?, interface))
        };
        if owners.is_empty() {
            owners.extend(cell());
        }
        owners
    }

    fn address(
        &mut self,
        at: usize,
        interface: &str,
        net: IpNet,
        shared: bool,
        vrf: Option<String>,
    ) {
        let known = self.interfaces.get(&(at, interface.to_owned()));
        let management = known.is_some_and(|one| one.management);
        let vrf = vrf.or_else(|| known.and_then(|one| one.vrf.clone()));
        let Some(device) = self.inventory.devices.get_mut(at) else { return };
        let What::Switch(model) = device.what else { return };
        let name = device.name.clone();
        let family = |nets: &[IpNet]| {
            nets.iter().any(|other| other.addr().is_ipv4() == net.addr().is_ipv4())
        };
        let word = interface.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
        if management || model.platform.management.eq_ignore_ascii_case(interface) {
            // What an interface has counts more than a device's primary address.
            device.management.retain(|other| other.addr().is_ipv4() != net.addr().is_ipv4());
            device.management.push(net);
        } else if word.eq_ignore_ascii_case("lo") || word.eq_ignore_ascii_case("loopback") {
            device.management.retain(|other| other.addr() != net.addr());
            if net.prefix_len() == net.max_prefix_len() && !family(&device.loopback) {
                device.loopback.push(net);
            } else if !device.loopback.contains(&net) {
                let what = format!("address {net} of `{name}` {interface}");
                let why = "a switch has one loopback of each family; tunnel ends are taken from `pool vtep`";
                self.notes.lost(&what, why, None);
            }
        } else if let Some(vlan) = self.vlan_of(interface) {
            if let Some(vlan) = self.inventory.vlans.get_mut(vlan) {
                vlan.vrf = vlan.vrf.take().or(vrf);
                vlan.routed_on.insert(at);
                if shared {
                    if !family(&vlan.gateways) {
                        vlan.gateways.push(net);
                    } else if !vlan.gateways.contains(&net) {
                        let why =
                            format!("VLAN `{}` has a gateway of that family already", vlan.name);
                        self.notes.lost(&format!("the shared address {net}"), &why, None);
                    }
                } else {
                    vlan.addresses.push((at, net));
                }
            }
        } else {
            let key = (at, interface.to_owned());
            let cable =
                self.cable_at.get(&key).and_then(|cable| self.inventory.cables.get_mut(*cable));
            if let Some(cable) = cable {
                cable.prefixes.push(net);
            } else {
                let what = format!("address {net} of `{name}` {interface}");
                let why = "neither a VLAN that is known nor a cable that is carried over is at this interface";
                self.notes.lost(&what, why, None);
            }
        }
    }

    /// The address of a redundancy group is the gateway of the VLAN in whose subnet it is.
    fn of_group(&mut self, net: IpNet, vrf: Option<String>, at: Span) {
        let single = net.prefix_len() == net.max_prefix_len();
        let around = |vlan: &Vlan| {
            let own = vlan.addresses.iter().map(|(_, own)| *own);
            let mut subnets = own.chain(vlan.prefixes.iter().copied());
            subnets.find(|own| own.contains(&net.addr()) && (single || own.trunc() == net.trunc()))
        };
        let place = |fits: &dyn Fn(&Vlan) -> bool| {
            let vlans = self.inventory.vlans.iter().enumerate();
            let mut found = vlans.filter(|(_, vlan)| fits(vlan));
            found.find_map(|(place, vlan)| Some((place, around(vlan)?)))
        };
        let found = place(&|vlan| vlan.vrf == vrf)
            .or_else(|| place(&|vlan| vlan.vrf.is_none() || vrf.is_none()));
        let vlan = found.and_then(|(place, own)| Some((self.inventory.vlans.get_mut(place)?, own)));
        let what = format!("the shared address {net}");
        let Some((vlan, own)) = vlan else {
            let why = "no VLAN is known with an address of a switch or a prefix around it; write `gateway ADDRESS/LENGTH` into its VLAN";
            return self.notes.lost(&what, why, Some(at));
        };
        let net = IpNet::new(net.addr(), own.prefix_len()).unwrap_or(net);
        if vlan.gateways.contains(&net) {
            return;
        }
        if vlan.gateways.iter().any(|other| other.addr().is_ipv4() == net.addr().is_ipv4()) {
            let why = format!("VLAN `{}` has a gateway of that family already", vlan.name);
            return self.notes.lost(&what, &why, Some(at));
        }
        vlan.vrf = vlan.vrf.take().or(vrf);
        vlan.gateways.push(net);
    }

    /// The VLAN whose id a virtual interface is called by: `Vlan110`, `irb.110`.
    pub fn vlan_of(&self, interface: &str) -> Option<usize> {
        let digits = interface.trim_start_matches(|c: char| !c.is_ascii_digit());
        let word = interface.strip_suffix(digits)?.to_ascii_lowercase();
        let id: u16 = digits.parse().ok()?;
        matches!(word.as_str(), "vlan" | "vl" | "irb." | "vlan." | "ve" | "svi" | "bridge.")
            .then(|| self.inventory.vlans.iter().position(|vlan| vlan.id == id))
            .flatten()
    }

    /// The address of the one switch that has one in a VLAN is the VLAN's gateway.
    fn gateways(&mut self) {
        for vlan in &mut self.inventory.vlans {
            let devices: BTreeSet<usize> =
                vlan.addresses.iter().map(|(device, _)| *device).collect();
            let same: BTreeSet<IpNet> = vlan.addresses.iter().map(|(_, net)| *net).collect();
            // The same address on all of them is an anycast gateway.
            if vlan.gateways.is_empty() && (devices.len() == 1 || same.len() < vlan.addresses.len())
            {
                vlan.gateways = same.into_iter().collect();
                let mut seen = BTreeSet::new();
                vlan.gateways.retain(|net| seen.insert(net.addr().is_ipv4()));
                vlan.addresses.clear();
            }
        }
    }

    /// Cables with an address on both ends are routed.
    fn links(&mut self) {
        let mut routed = Vec::new();
        for (at, cable) in self.inventory.cables.iter_mut().enumerate() {
            let nets = std::mem::take(&mut cable.prefixes);
            if !nets.is_empty() {
                routed.push((at, nets));
            }
        }
        let (count, first) =
            (routed.len(), routed.first().and_then(|(at, _)| self.inventory.cables.get(*at)));
        if count > 0 {
            let at = first.and_then(|cable| cable.at);
            self.notes.lost(
                &format!("the addresses of {count} {}", if count == 1 { "routed cable" } else { "routed cables" }),
                "the source does not say what routes over them: write `underlay bgp` or `underlay ospf`, and `prefix` at the links to keep their subnets",
                at,
            );
        }
    }
}
