//! What is known of interfaces beside their cables.

use std::collections::BTreeSet;

use super::super::inventory::{Carried, End};
use super::super::node::{Node, Value};
use super::Reader;
use super::kinds::Kind;

/// An interface.
#[derive(Debug, Clone, Default)]
pub struct Interface {
    /// The LAG that it is a member of.
    pub lag: Option<String>,
    /// Its VLANs.
    pub vlans: Option<Carried>,
    /// Its speed in megabits per second.
    pub speed: Option<u32>,
    /// It is for management alone.
    pub management: bool,
    /// Its VRF.
    pub vrf: Option<String>,
    /// What it is for.
    pub description: Option<String>,
}

impl Reader<'_, '_> {
    /// Reads the interfaces.
    pub fn interfaces(&mut self) {
        let tables = self.tables;
        for record in tables.of(Kind::Interface) {
            let Some((name, _)) = tables.text(record, &["name"]) else { continue };
            let Some(device) = self.device_of(record) else { continue };
            // Kilobits per second.
            let speed = record.get("speed").and_then(Node::number::<u64>).map(|speed| speed / 1000);
            let interface = Interface {
                lag: tables.text(record, &["lag"]).map(|(lag, _)| lag),
                vlans: self.carried(record),
                speed: speed.and_then(|speed| u32::try_from(speed).ok()).filter(|speed| *speed > 0),
                management: tables
                    .get(record, "mgmt_only")
                    .or_else(|| tables.get(record, "management_only"))
                    .is_some_and(Node::is_true),
                vrf: self.vrf(record),
                description: tables.text(record, &["description"]).map(|(text, _)| text),
            };
            if let Some((id, _)) = tables.text(record, &["id"]) {
                self.interface_ids.insert(id, (device, name.clone()));
            }
            self.interfaces.insert((device, name), interface);
        }
        let of_lags: Vec<((usize, String), Option<Carried>)> = self
            .interfaces
            .iter()
            .filter_map(|((device, name), interface)| {
                let lag = self.interfaces.get(&(*device, interface.lag.clone()?))?;
                interface.vlans.is_none().then(|| ((*device, name.clone()), lag.vlans.clone()))
            })
            .collect();
        // What a LAG carries its members do.
        for (key, vlans) in of_lags {
            if let Some(interface) = self.interfaces.get_mut(&key) {
                interface.vlans = vlans;
            }
        }
    }

    /// The device that an interface is of.
    pub fn device_of(&self, record: &Node) -> Option<usize> {
        let node =
            self.tables.get(record, "device").or_else(|| self.tables.get(record, "parent"))?;
        let id = node.get("id").and_then(Node::text);
        id.and_then(|id| self.by_id.get(id).copied()).or_else(|| {
            let (name, _) = self.tables.told(node)?;
            let site = self.tables.text(record, &["device_site", "device.site", "device.location"]);
            self.find(&name, site.as_ref().map(|(site, _)| site.as_str()))
        })
    }

    fn carried(&self, record: &Node) -> Option<Carried> {
        let tables = self.tables;
        let mode = tables.choice(record, &["mode"]);
        let untagged = tables.get(record, "untagged_vlan").and_then(|node| self.vlan_key(node));
        let mut tagged = BTreeSet::new();
        if let Some(node) = tables.get(record, "tagged_vlans") {
            match &node.value {
                Value::List(elements) => {
                    tagged.extend(elements.iter().filter_map(|one| self.vlan_key(one)));
                }
                _ => tagged.extend(node.parts().into_iter().filter_map(key_in)),
            }
        }
        let all = mode.as_deref().is_some_and(|mode| mode.contains("all"));
        let access = mode.as_deref() == Some("access");
        let tagged = if access { BTreeSet::new() } else { tagged };
        (untagged.is_some() || !tagged.is_empty() || all).then_some(Carried {
            untagged,
            tagged,
            all,
        })
    }

    /// What tells a VLAN from others: its id.
    pub fn vlan_key(&self, node: &Node) -> Option<String> {
        let object = self.tables.object(node);
        let vid = object.get("vid").and_then(Node::text).map(str::to_owned);
        vid.or_else(|| self.tables.told(node).and_then(|(text, _)| key_in(&text)))
    }

    /// An end with what is known of its interface.
    pub fn end(&self, device: usize, name: &str, mut end: End) -> End {
        if let Some(interface) = self.interfaces.get(&(device, name.to_owned())) {
            end.lag.clone_from(&interface.lag);
            end.vlans.clone_from(&interface.vlans);
            end.speed = interface.speed;
        }
        end
    }
}

/// The id in `110`, or in `web (110)`.
fn key_in(text: &str) -> Option<String> {
    let text = text.trim();
    let id =
        text.strip_suffix(')').and_then(|text| text.rsplit_once('(')).map_or(text, |(_, id)| id);
    id.parse::<u16>().ok().map(|id| id.to_string())
}
