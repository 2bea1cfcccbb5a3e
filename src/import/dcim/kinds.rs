//! What a record is about.

use super::super::node::Node;

/// What records are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Devices.
    Device,
    /// Cables.
    Cable,
    /// Interfaces.
    Interface,
    /// VLANs.
    Vlan,
    /// VRFs.
    Vrf,
    /// Prefixes.
    Prefix,
    /// IP addresses.
    Address,
    /// Something that others refer to.
    Other,
}

impl Kind {
    /// What several of them are called.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Device => "devices",
            Self::Cable => "cables",
            Self::Interface => "interfaces",
            Self::Vlan => "VLANs",
            Self::Vrf => "VRFs",
            Self::Prefix => "prefixes",
            Self::Address => "addresses",
            Self::Other => "related objects",
        }
    }
}

/// Names of kinds: of an object's type, of a list's key, of a part of an address of the API.
const NAMES: [(&str, Kind); 24] = [
    ("device", Kind::Device),
    ("devices", Kind::Device),
    ("device_list", Kind::Device),
    ("cable", Kind::Cable),
    ("cables", Kind::Cable),
    ("cable_list", Kind::Cable),
    ("interface", Kind::Interface),
    ("interfaces", Kind::Interface),
    ("interface_list", Kind::Interface),
    ("vlan", Kind::Vlan),
    ("vlans", Kind::Vlan),
    ("vlan_list", Kind::Vlan),
    ("vrf", Kind::Vrf),
    ("vrfs", Kind::Vrf),
    ("vrf_list", Kind::Vrf),
    ("prefix", Kind::Prefix),
    ("prefixes", Kind::Prefix),
    ("prefix_list", Kind::Prefix),
    ("ipaddress", Kind::Address),
    ("ip_address", Kind::Address),
    ("ip_addresses", Kind::Address),
    ("ip-addresses", Kind::Address),
    ("ipaddresses", Kind::Address),
    ("ip_address_list", Kind::Address),
];

/// The kind of a name.
pub fn named(name: &str) -> Option<Kind> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
}

/// The kind of a record: by what it says of itself, else by what it has.
pub fn of(record: &Node) -> Option<Kind> {
    said(record).or_else(|| by_fields(record))
}

/// What a record says of itself.
pub fn said(record: &Node) -> Option<Kind> {
    let kind = record
        .get("object_type")
        .and_then(Node::text)
        .map(|text| named(text.rsplit('.').next().unwrap_or_default()).unwrap_or(Kind::Other));
    kind.or_else(|| {
        let url = record.get("url").and_then(Node::text)?;
        let mut parts = url.split_once("/api/")?.1.split('/');
        parts.nth(1).map(|part| named(part).unwrap_or(Kind::Other))
    })
}

/// The kind of a record by the fields that it has.
pub fn by_fields(record: &Node) -> Option<Kind> {
    let has = |key: &str| record.entry(key).is_some();
    let any = |keys: &[&str]| keys.iter().any(|key| has(key));
    if any(&[
        "a_terminations",
        "termination_a",
        "termination_a_id",
        "side_a_name",
        "side_a_device",
        "termination_a_type",
        "device_a",
    ]) {
        return Some(Kind::Cable);
    }
    if has("vid") {
        return Some(Kind::Vlan);
    }
    if has("prefix") {
        return Some(Kind::Prefix);
    }
    if has("device_type")
        || has("name")
            && any(&["role", "device_role"])
            && any(&["manufacturer", "type", "site", "location", "rack"])
    {
        return Some(Kind::Device);
    }
    if has("name") && has("device") {
        return Some(Kind::Interface);
    }
    if has("address") || has("ip_address") && !has("name") {
        return Some(Kind::Address);
    }
    if has("name") && has("rd") {
        return Some(Kind::Vrf);
    }
    (has("id") || has("name")).then_some(Kind::Other)
}
