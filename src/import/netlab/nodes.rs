//! Nodes: switches and hosts.

use std::collections::{BTreeMap, BTreeSet};

use super::super::dcim::address;
use super::super::inventory::{Device, What};
use super::super::node::Node;
use super::Reader;
use super::topology::Member;

/// Systems that netlab has as hosts, or that stand for what is no switch of the fabric.
const HOSTS: [&str; 12] = [
    "linux",
    "frr",
    "bird",
    "dnsmasq",
    "none",
    "unknown",
    "haproxy",
    "nginx",
    "gobgp",
    "rpki",
    "exabgp",
    "netscaler",
];

impl<'a> Reader<'_, 'a> {
    /// Reads the nodes.
    pub fn nodes(&mut self) {
        let topology = self.topology;
        let mut stands: BTreeMap<String, String> = BTreeMap::new();
        for member in &topology.nodes {
            let what = self.node(member, &mut stands);
            let mut management = Vec::new();
            let mut loopback = Vec::new();
            for family in ["ipv4", "ipv6"] {
                let read = |path: &str| {
                    let text = member.data.get(&format!("{path}.{family}"))?.text()?;
                    address(text)
                };
                management.extend(read("mgmt"));
                loopback.extend(read("loopback"));
            }
            let listed = topology.of_as_list(&member.name).map(|(asn, _)| asn);
            let asn = member.data.get("bgp.as").and_then(Node::number).or(listed);
            let asn = asn.or_else(|| topology.setting(member, "bgp.as").and_then(Node::number));
            let role = self.tier(member);
            self.inventory.devices.push(Device {
                name: member.name.clone(),
                at: Some(member.at),
                what,
                role,
                rack: None,
                zones: BTreeSet::new(),
                management,
                loopback,
                asn,
            });
        }
        for (device, model) in stands {
            self.notes.chosen(
                &format!("`{model}` stands for netlab's `{device}`"),
                "a program is for hardware; `--model` says another",
                None,
            );
        }
    }

    fn node(&mut self, member: &Member, stands: &mut BTreeMap<String, String>) -> What<'a> {
        let topology = self.topology;
        let device = topology.setting(member, "device");
        let word = device.and_then(Node::text).unwrap_or_default();
        let role = topology.setting(member, "role").and_then(Node::text).unwrap_or_default();
        if let Some((model, said)) = self.models.of_netlab(word) {
            if !said {
                stands.insert(word.to_owned(), model.name());
            }
            if role == "host" {
                return What::Host("server");
            }
            return What::Switch(model);
        }
        let unmanaged = matches!(word, "none" | "unknown");
        if let Some(model) = self.models.any().filter(|_| unmanaged && role != "host") {
            return What::Switch(model);
        }
        if HOSTS.contains(&word) || role == "host" {
            // What is said for all nodes means nothing to a Linux host, and netlab takes it away itself.
            let said = word != "linux" || member.data.get("module").is_some();
            let modules = topology.modules(member).into_iter();
            let modules: Vec<String> = modules.filter(|one| said && one != "routing").collect();
            if !modules.is_empty() {
                let why = format!("rackc has `{word}` as a host, and configures no hosts");
                self.notes.lost(
                    &format!("what `{}` does itself ({})", member.name, modules.join(", ")),
                    &why,
                    Some(member.at),
                );
            }
            return What::Host("server");
        }
        if let Some(model) = self.models.any() {
            return What::Switch(model);
        }
        let (why, help) = if word.is_empty() {
            (
                "no device is said for it".to_owned(),
                "say which model stands for such nodes: `--model \"*=VENDOR/MODEL\"`".to_owned(),
            )
        } else {
            let word = super::super::input::plain(word);
            (
                format!("rackc has no hardware that stands for netlab's `{word}`"),
                format!("say which does: `--model \"{word}=VENDOR/MODEL\"`"),
            )
        };
        self.notes.device(&member.name, &why, Some(member.at), Some(help));
        What::Left
    }

    /// The group of a node that says of what layer it is.
    fn tier(&self, member: &Member) -> Option<String> {
        let groups = self.topology.root.get("groups")?;
        let tiers = [
            "leaf",
            "leafs",
            "leaves",
            "spine",
            "spines",
            "core",
            "superspine",
            "access",
            "border",
            "edge",
            "tor",
        ];
        let of = |entry: &&super::super::node::Entry| {
            let listed = super::topology::words(entry.node.get("members").unwrap_or(&entry.node));
            tiers.contains(&entry.key.as_str())
                && listed.iter().any(|(name, _)| *name == member.name)
        };
        groups.entries().iter().find(of).map(|entry| entry.key.clone())
    }
}
