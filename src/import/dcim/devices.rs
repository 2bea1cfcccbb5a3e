//! Devices: which of them are switches of a known model, which are hosts, and which are neither.

use std::collections::BTreeSet;

use ipnet::IpNet;

use super::super::inventory::{Device, What};
use super::super::models::Found;
use super::super::node::Node;
use super::Reader;
use super::kinds::Kind;

/// States in which a device is no part of the network.
const GONE: [&str; 4] = ["decommissioning", "decommissioned", "inventory", "retired"];
/// Words in the names of roles.
const SWITCHES: [&str; 14] = [
    "switch",
    "leaf",
    "spine",
    "tor",
    "top of rack",
    "top-of-rack",
    "core",
    "aggregation",
    "distribution",
    "access",
    "border",
    "fabric",
    "eor",
    "oob",
];
const PASSIVE: [&str; 10] =
    ["pdu", "power", "ups", "patch", "panel", "console", "kvm", "cable", "shelf", "blank"];
const HOSTS: [(&str, &str); 14] = [
    ("firewall", "firewall"),
    ("router", "router"),
    ("load balancer", "appliance"),
    ("loadbalancer", "appliance"),
    ("appliance", "appliance"),
    ("server", "server"),
    ("hypervisor", "server"),
    ("compute", "server"),
    ("storage", "server"),
    ("kubernetes", "server"),
    ("host", "server"),
    ("node", "server"),
    ("vm", "server"),
    ("esx", "server"),
];

impl<'a> Reader<'_, 'a> {
    /// Reads the devices.
    pub fn devices(&mut self) {
        for record in self.tables.of(Kind::Device) {
            self.device(record);
        }
        self.shared();
    }

    fn device(&mut self, record: &Node) {
        let (tables, fields) = (self.tables, self.fields);
        let Some((name, at)) = tables.text(record, &["name"]) else {
            let what = tables
                .text(record, fields.model)
                .map_or_else(|| "a device".to_owned(), |(model, _)| model);
            return self.notes.device(&what, "it has no name", Some(record.span), None);
        };
        let text = |paths: &[&str]| tables.text(record, paths).map(|(text, _)| text);
        let site = text(fields.site).unwrap_or_default();
        let position = self.inventory.devices.len();
        let key = name.to_ascii_lowercase();
        let same = self.by_name.entry(key).or_default();
        if same.iter().any(|(other, _)| *other == site) {
            return self.notes.device(&name, "another device has its name", Some(at), None);
        }
        same.push((site.clone(), position));
        if let Some(id) = text(&["id"]) {
            self.by_id.insert(id, position);
        }
        let mut zones: BTreeSet<(String, String)> = BTreeSet::new();
        for (field, kind) in fields.zones {
            zones.extend(text(&[field]).map(|zone| ((*kind).to_owned(), zone)));
        }
        let role = text(fields.role);
        let what = self.what(record, &name, role.as_deref());
        let (management, loopback) = self.addresses_of(record);
        self.inventory.devices.push(Device {
            rack: text(fields.rack).map(|rack| (site, rack)),
            name,
            at: Some(at),
            what,
            role,
            zones,
            management,
            loopback,
            asn: None,
        });
    }

    fn what(&mut self, record: &Node, name: &str, role: Option<&str>) -> What<'a> {
        let (tables, fields) = (self.tables, self.fields);
        let text = |paths: &[&str]| tables.text(record, paths).map(|(text, _)| text);
        let at = Some(tables.text(record, &["name"]).map_or(record.span, |(_, at)| at));
        let status = tables.choice(record, fields.status).unwrap_or_default();
        if GONE.contains(&status.as_str()) {
            self.notes.device(name, &format!("its status is `{status}`"), at, None);
            return What::Left;
        }
        let model = text(fields.model).unwrap_or_default();
        let all: Vec<String> =
            fields.other_models.iter().filter_map(|path| text(&[path])).collect();
        let mut names = vec![model.as_str()];
        names.extend(all.iter().map(String::as_str));
        let maker = text(fields.maker).or_else(|| maker_in(&model, &all)).unwrap_or_default();
        let full = format!("{maker} {model}");
        let found = self.models.of_hardware(&maker, &names);
        let word = role.unwrap_or_default().to_ascii_lowercase();
        let has = |words: &[&str]| words.iter().any(|known| word.contains(known));
        let host = HOSTS.iter().find(|(known, _)| word.contains(known)).map(|(_, kind)| *kind);
        let is_switch = has(&SWITCHES);
        let near = match found {
            Found::Model(model) => return What::Switch(model),
            _ if has(&PASSIVE) => {
                self.notes.device(
                    name,
                    "its role is that of a thing without configuration",
                    at,
                    None,
                );
                return What::Left;
            }
            _ if host.is_some() && !is_switch => return What::Host(host.unwrap_or("server")),
            Found::Foreign if !is_switch => return What::Host("appliance"),
            Found::Foreign => None,
            Found::Unknown(near) => near,
        };
        if let Some(model) = self.models.any() {
            return What::Switch(model);
        }
        let near = near.map(|near| format!("if it is like `{near}`: ")).unwrap_or_default();
        let full = super::super::input::plain(full.trim());
        let why = format!("`{full}` is no hardware model that rackc has");
        let help = format!("{near}`--model \"{full}=VENDOR/MODEL\"` says what stands for it");
        self.notes.device(name, &why, at, Some(help));
        What::Left
    }

    /// Addresses of the management network, and loopbacks.
    fn addresses_of(&self, record: &Node) -> (Vec<IpNet>, Vec<IpNet>) {
        let (tables, fields) = (self.tables, self.fields);
        let read = |paths: &[&str]| -> Vec<IpNet> {
            let mut nets: Vec<IpNet> = Vec::new();
            for path in paths {
                let net = tables.text(record, &[path]).and_then(|(text, _)| address(&text));
                if let Some(net) = net.filter(|net| {
                    nets.iter().all(|other| other.addr().is_ipv4() != net.addr().is_ipv4())
                }) {
                    nets.push(net);
                }
            }
            nets
        };
        let (primary, oob) = (read(fields.primary), read(fields.out_of_band));
        let single = |net: &IpNet| net.prefix_len() == net.max_prefix_len();
        if oob.is_empty() {
            // A single address with its own length is one of a loopback; one without any length is not.
            return primary.into_iter().partition(|net| !single(net));
        }
        let loopback = primary.into_iter().filter(single).collect();
        (oob, loopback)
    }

    /// Devices that share something which may mean that they are a pair.
    fn shared(&mut self) {
        let mut shared: std::collections::BTreeMap<String, Vec<usize>> =
            std::collections::BTreeMap::new();
        for record in self.tables.of(Kind::Device) {
            let group = self.tables.text(record, self.fields.group);
            let name = self.tables.text(record, &["name"]);
            let (Some((group, _)), Some((name, _))) = (group, name) else { continue };
            let Some(device) = self.find(&name, None) else { continue };
            if self.inventory.devices.get(device).is_some_and(|device| device.what.is_switch()) {
                shared.entry(group).or_default().push(device);
            }
        }
        for (group, members) in shared.into_iter().filter(|(_, members)| members.len() > 1) {
            let names: Vec<&str> = members
                .iter()
                .filter_map(|at| self.inventory.devices.get(*at))
                .map(|device| device.name.as_str())
                .collect();
            let at = members
                .first()
                .and_then(|at| self.inventory.devices.get(*at))
                .and_then(|device| device.at);
            let what = format!("`{group}`, which {} share", names.join(", "));
            self.notes.lost(&what, "rackc has no stacks; if it is an MLAG pair write `mlag NAME = A + B { peer-link PORTS }`", at);
        }
    }

    /// The device of a name; in a site, where several have it.
    pub fn find(&self, name: &str, site: Option<&str>) -> Option<usize> {
        let found = self.by_name.get(&name.trim().to_ascii_lowercase())?;
        match (found.as_slice(), site) {
            ([(_, device)], _) => Some(*device),
            (many, Some(site)) => {
                many.iter().find(|(other, _)| other == site).map(|(_, device)| *device)
            }
            _ => None,
        }
    }
}

/// The maker in front of a type that is shown with it.
fn maker_in(model: &str, shown: &[String]) -> Option<String> {
    let shown = shown.iter().find_map(|shown| shown.strip_suffix(model).map(str::trim));
    shown.filter(|maker| !maker.is_empty() && !model.is_empty()).map(str::to_owned)
}

/// An address with the length of its subnet; one without a length stands in a subnet of 24 bits, or of 64.
pub fn address(text: &str) -> Option<IpNet> {
    let text = text.split_whitespace().next()?;
    text.parse().ok().or_else(|| {
        let address: std::net::IpAddr = text.parse().ok()?;
        IpNet::new(address, if address.is_ipv4() { 24 } else { 64 }).ok()
    })
}
