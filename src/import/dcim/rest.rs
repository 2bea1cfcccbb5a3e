//! What records say that nothing reads: said once for each field.

use std::collections::{BTreeMap, BTreeSet};

use super::super::inventory::What;
use super::super::node::{Node, Value};
use super::super::notes::some_of;
use super::Reader;
use super::kinds::Kind;
use crate::source::Span;

/// Fields that mean nothing to a configuration, or name an object in another way.
const BESIDE: [&str; 36] = [
    "id",
    "url",
    "display",
    "display_url",
    "name",
    "object_type",
    "natural_slug",
    "notes_url",
    "slug",
    "created",
    "last_updated",
    "computed_fields",
    "relationships",
    "family",
    "tenant",
    "tenant_group",
    "owner",
    "status",
    "role",
    "type",
    "label",
    "site",
    "site_group",
    "location",
    "region",
    "group",
    "vlan_group",
    "contacts",
    "namespace",
    "scope",
    "scope_id",
    "scope_type",
    "composite_key",
    "depth",
    "children",
    "occupied",
];
/// Fields that are read, or that only describe the thing, by kind.
const READ: [(Kind, &[&str]); 6] = [
    (
        Kind::Device,
        &[
            "device_type",
            "manufacturer",
            "device_role",
            "platform",
            "serial",
            "serial_number",
            "asset_tag",
            "rack",
            "position",
            "face",
            "airflow",
            "latitude",
            "longitude",
            "rack_face",
            "parent_device",
            "primary_ip",
            "primary_ip4",
            "primary_ip6",
            "ip_address",
            "ipv4_address",
            "ipv6_address",
            "oob_ip",
            "cluster",
            "virtual_chassis",
            "device_redundancy_group",
            "power_panel",
            "interfaces",
            "part_number",
        ],
    ),
    (
        Kind::Cable,
        &[
            "a_terminations",
            "b_terminations",
            "termination_a",
            "termination_b",
            "termination_a_type",
            "termination_b_type",
            "termination_a_id",
            "termination_b_id",
            "_termination_a_device",
            "_termination_b_device",
            "color",
            "length",
            "length_unit",
            "color_name",
            "side_a_device",
            "side_a_type",
            "side_a_name",
            "side_a_site",
            "side_b_device",
            "side_b_type",
            "side_b_name",
            "side_b_site",
            "device_a",
            "device_b",
            "site_a",
            "site_b",
            "rack_a",
            "rack_b",
            "location_a",
            "location_b",
            "side_a",
            "side_b",
            "termination_a_parent",
            "termination_b_parent",
            "termination_a_device",
            "termination_b_device",
        ],
    ),
    (
        Kind::Interface,
        &[
            "device",
            "parent_device",
            "enabled",
            "lag",
            "mgmt_only",
            "management_only",
            "speed",
            "mode",
            "untagged_vlan",
            "tagged_vlans",
            "cable",
            "cable_end",
            "wireless_link",
            "link_peers",
            "link_peers_type",
            "connected_endpoint",
            "connected_endpoints",
            "connected_endpoints_type",
            "connected_endpoints_reachable",
            "connected_interface",
            "connected_endpoint_type",
            "connected_endpoint_reachable",
            "cable_peer",
            "cable_peer_type",
            "connection",
            "ip_addresses",
            "vrf",
            "module",
            "mac_address",
            "mac_addresses",
            "primary_mac_address",
            "wwn",
            "parent",
            "l2vpn_termination",
            "device_site",
            "mtu",
            "description",
            "member_interfaces",
            "parent_interface",
            "child_interfaces",
            "markconnected",
            "mark_connected",
            "virtual_chassis",
        ],
    ),
    (Kind::Vlan, &["vid", "description", "prefixes", "locations"]),
    (
        Kind::Prefix,
        &[
            "prefix",
            "vrf",
            "vrfs",
            "vlan",
            "network",
            "broadcast",
            "prefix_length",
            "ip_version",
            "is_pool",
            "mark_utilized",
            "parent",
            "locations",
            "date_allocated",
            "description",
            "rir",
        ],
    ),
    (
        Kind::Address,
        &[
            "address",
            "ip_address",
            "host",
            "mask_length",
            "ip_version",
            "vrf",
            "assigned_object",
            "assigned_object_type",
            "assigned_object_id",
            "assigned",
            "interfaces",
            "interface",
            "device",
            "parent",
            "dns_name",
            "description",
            "vm_interfaces",
            "is_primary",
            "is_oob",
        ],
    ),
];

/// A fact by what it says, with the things that it is said of.
#[derive(Default)]
struct Facts(BTreeMap<(String, String), (Vec<String>, Option<Span>)>);

impl Facts {
    fn add(&mut self, what: String, why: &str, name: String, at: Span) {
        let (names, first) = self.0.entry((what, why.to_owned())).or_default();
        names.push(name);
        first.get_or_insert(at);
    }
}

impl Reader<'_, '_> {
    /// Says what is known of things and is not in the program.
    pub fn rest(&mut self) {
        let mut facts = Facts::default();
        self.facts_of_interfaces(&mut facts);
        self.states(&mut facts);
        for (kind, read) in READ {
            self.unread(kind, read, &mut facts);
        }
        for ((what, why), (names, at)) in facts.0 {
            let list = some_of(&names);
            self.notes.lost(&format!("{what} of {list}"), &why, at);
        }
    }

    fn facts_of_interfaces(&self, facts: &mut Facts) {
        let tables = self.tables;
        let lags: BTreeSet<(usize, &str)> = self
            .interfaces
            .iter()
            .filter_map(|((device, _), one)| Some((*device, one.lag.as_deref()?)))
            .collect();
        for record in tables.of(Kind::Interface) {
            let (Some(device), Some((name, _))) =
                (self.device_of(record), tables.text(record, &["name"]))
            else {
                continue;
            };
            let switch = self.inventory.devices.get(device).filter(|one| one.what.is_switch());
            let Some(switch) = switch else { continue };
            let in_use = self.cable_at.contains_key(&(device, name.clone()))
                || lags.contains(&(device, name.as_str()))
                || self.vlan_of(&name).is_some();
            if !in_use {
                continue;
            }
            let full = format!("{}:{name}", switch.name);
            let mut add = |what: String, why: &str| facts.add(what, why, full.clone(), record.span);
            if tables.get(record, "enabled").is_some_and(Node::is_false) {
                add(
                    "the shut state".to_owned(),
                    "it is off at the source, and the program brings it up: take its cable out of the program if it has to stay off",
                );
            }
            if let Some((mtu, _)) = tables.text(record, &["mtu"]) {
                add(
                    format!("`mtu` {mtu}"),
                    "write `mtu` into a profile of the ports, the VLAN or the fabric",
                );
            }
            let told = self.described.contains(&(device, name.clone()));
            if let Some((text, _)) = tables.text(record, &["description"]).filter(|_| !told) {
                add(
                    format!("description `{text}`"),
                    "write `description \"TEXT\"` behind the link or what is attached",
                );
            }
            let mode = tables.choice(record, &["mode"]);
            if let Some(mode) = mode.filter(|mode| mode.contains("q-in-q")) {
                add(format!("mode `{mode}`"), "rackc has no tunnels of VLANs in VLANs");
            }
        }
    }

    /// Things that are planned, failed or the like.
    fn states(&self, facts: &mut Facts) {
        let tables = self.tables;
        let fine = ["active", "connected", "online", "container", "available"];
        for kind in [Kind::Device, Kind::Cable, Kind::Interface, Kind::Vlan] {
            for record in tables.of(kind) {
                let Some(status) = tables.choice(record, self.fields.status) else { continue };
                // An id that nothing explains is no word.
                let word = status.len() < 30 && !fine.contains(&status.as_str());
                let left = self.is_left(kind, record)
                    || kind == Kind::Cable && status.contains("decommission");
                if !word || left {
                    continue;
                }
                let name = tables.text(record, &["name", "label", "display", "id"]);
                let name = name.map_or_else(
                    || "one without a name".to_owned(),
                    |(name, _)| format!("`{name}`"),
                );
                let what = format!("status `{status}`: {}", kind.plural());
                let what = what.replacen(": ", " in the ", 1);
                facts.add(what, "the program has it as if it were in use", name, record.span);
            }
        }
    }

    /// Whether a record is of a device that is no switch or host of the program.
    fn is_left(&self, kind: Kind, record: &Node) -> bool {
        let device = match kind {
            Kind::Device => self.tables.text(record, &["name"]).and_then(|(name, _)| {
                let site = self.tables.text(record, self.fields.site).map(|(site, _)| site);
                self.find(&name, site.as_deref())
            }),
            Kind::Interface => self.device_of(record),
            _ => return false,
        };
        let what = device.and_then(|at| self.inventory.devices.get(at)).map(|one| &one.what);
        match kind {
            Kind::Interface => !matches!(what, Some(What::Switch(_))),
            _ => matches!(what, None | Some(What::Left)),
        }
    }

    /// Fields that nothing reads.
    fn unread(&self, kind: Kind, read: &[&str], facts: &mut Facts) {
        let mut fields: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
        for record in self.tables.of(kind) {
            if self.is_left(kind, record) {
                continue;
            }
            for entry in record.entries() {
                let key = entry.key.as_str();
                let known = BESIDE.contains(&key)
                    || read.contains(&key)
                    || key.starts_with('_')
                    || key.ends_with("_count");
                if !known && says(&entry.node) {
                    fields.entry(key).or_insert((0, entry.at)).0 += 1;
                }
            }
        }
        for (key, (count, at)) in fields {
            let things = if count == 1 {
                format!("one of the {}", kind.plural())
            } else {
                format!("{count} {}", kind.plural())
            };
            facts.add(format!("`{key}`"), "rackc does not read it", things, at);
        }
    }
}

/// Whether a value says anything.
fn says(node: &Node) -> bool {
    match &node.value {
        Value::Null => false,
        Value::Text(_) => node.text().is_some() && !node.is_false(),
        Value::List(elements) => elements.iter().any(says),
        Value::Map(entries) => entries.iter().any(|entry| says(&entry.node)),
    }
}
