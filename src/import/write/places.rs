//! Names of devices, zones, racks and switches.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::super::draft::{Kind, Statement};
use super::super::inventory::{Device, What};
use super::super::names;
use super::super::parts::Parts;
use super::Writer;

impl Writer<'_> {
    /// Gives devices their names: switches first, so that they keep theirs.
    pub fn name_devices(&mut self) {
        self.domain = self.common_domain();
        let devices = &self.inventory.devices;
        self.device = vec![String::new(); devices.len()];
        for switches in [true, false] {
            for (at, device) in devices.iter().enumerate() {
                let stem = match device.what {
                    What::Left => continue,
                    ref what if what.is_switch() != switches => continue,
                    What::Switch(_) => "switch",
                    What::Host(_) => "host",
                };
                let full = device.name.as_str();
                let domain = self.domain.as_deref().map(|domain| format!(".{domain}"));
                let short = domain.and_then(|domain| cut(full, &domain)).unwrap_or(full);
                let name = self.places.give(&format!("device {at}"), short, stem);
                // Upper case is no other name to anybody.
                if !name.eq_ignore_ascii_case(short) && switches {
                    self.notes.renamed("switch", full, &name, device.at);
                } else if !name.eq_ignore_ascii_case(short) {
                    self.notes.renamed("host", full, &name, device.at);
                }
                if let Some(slot) = self.device.get_mut(at) {
                    *slot = name;
                }
            }
        }
    }

    /// The domain that the names of all switches end with.
    fn common_domain(&self) -> Option<String> {
        let switches = self.inventory.devices.iter().filter(|device| device.what.is_switch());
        let mut domains: BTreeSet<Option<String>> = BTreeSet::new();
        for device in switches {
            domains
                .insert(device.name.split_once('.').map(|(_, domain)| domain.to_ascii_lowercase()));
        }
        let domain = domains.pop_first().flatten().filter(|_| domains.is_empty())?;
        let label = |label: &str| {
            let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            !label.is_empty()
                && label.len() < 64
                && label.chars().all(fine)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        domain.split('.').all(label).then_some(domain)
    }

    /// Zones of kinds of which there are several.
    pub fn zones(&mut self) {
        let inventory = self.inventory;
        let switches = || inventory.devices.iter().filter(|device| device.what.is_switch());
        for (site, rack) in switches().filter_map(|device| device.rack.as_ref()) {
            self.sites.entry(rack.clone()).or_default().insert(site.clone());
        }
        let all: BTreeSet<&(String, String)> =
            switches().flat_map(|device| &device.zones).collect();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for (kind, _) in &all {
            *kinds.entry(kind).or_default() += 1;
        }
        for zone in all.into_iter().filter(|(kind, _)| kinds.get(kind.as_str()) > Some(&1)) {
            self.several.insert(zone.clone());
            let (kind, name) = zone;
            let given = self.zone(kind, name);
            if given != name.to_ascii_lowercase() {
                self.notes.renamed("zone", name, &given, None);
            }
            let kind = names::name(kind, "kind");
            let text = format!("zone {given} kind {kind}");
            self.add(Kind::Zone, format!("zone `{given}`"), None, Vec::new(), text);
        }
    }

    fn zone(&mut self, kind: &str, name: &str) -> String {
        self.places.give(&format!("zone {kind} {name}"), name, "zone")
    }

    /// The names of the zones of a device that are in the program.
    fn zone_names(&mut self, device: &Device<'_>) -> Vec<String> {
        let own: Vec<_> = device.zones.iter().filter(|zone| self.several.contains(*zone)).collect();
        own.into_iter().map(|(kind, name)| self.zone(kind, name)).collect()
    }

    /// Switches, in tiers by their roles.
    pub fn switches(&mut self) {
        let inventory = self.inventory;
        for (at, device) in inventory.devices.iter().enumerate() {
            let What::Switch(model) = device.what else { continue };
            let tier = device
                .role
                .as_ref()
                .map(|role| self.places.give(&format!("tier {role}"), role, "tier"));
            if let (Some(role), Some(tier)) = (&device.role, &tier) {
                self.tiers.insert(role.clone(), tier.clone());
            }
            let zones = self.zone_names(device);
            let rack = device.rack.as_ref().map(|(site, rack)| self.rack_name(site, rack));
            let mut place = String::new();
            if let Some(rack) = &rack {
                _ = write!(place, " in rack {rack}");
            }
            if !zones.is_empty() {
                _ = write!(place, " in {}", zones.join(", "));
            }
            let name = self.name(at).to_owned();
            let parts = self.settings(
                at,
                device,
                format!("switch {name} model {}{place}", model.name()),
                model.format,
            );
            let statement = Statement {
                kind: Kind::Switch,
                parts,
                what: format!("switch `{name}`"),
                at: device.at,
                within: tier.map(|tier| format!("tier {tier}")),
                needs: Vec::new(),
            };
            let position = self.draft.add(statement);
            self.switch.insert(at, position);
        }
    }

    fn rack_name(&mut self, site: &str, rack: &str) -> String {
        let elsewhere = self.sites.get(rack).is_some_and(|sites| sites.len() > 1);
        let text = if elsewhere { format!("{site}-{rack}") } else { rack.to_owned() };
        let key = format!("rack {site}/{rack}");
        let name = self.places.give(&key, &text, "rack");
        if name != rack.to_ascii_lowercase() {
            self.notes.renamed("rack", rack, &name, None);
        }
        name
    }

    fn settings(
        &self,
        at: usize,
        device: &Device<'_>,
        head: String,
        format: Option<&str>,
    ) -> Parts {
        let mut parts = Parts::block(head);
        let nothing = BTreeMap::new();
        for (panel, split) in self.splits.get(&at).unwrap_or(&nothing) {
            parts.must(format!("breakout {panel} {split}"));
        }
        if let Some(format) = format {
            parts.may(format!("format {format}"), "its format");
        }
        if let Some(asn) = device.asn.filter(|_| self.is_routed()) {
            parts.may(format!("asn {asn}"), "its AS");
        }
        let list = |nets: &[ipnet::IpNet]| {
            nets.iter().map(|net| net.addr().to_string()).collect::<Vec<_>>().join(", ")
        };
        if !device.loopback.is_empty() {
            parts.may(format!("loopback {}", list(&device.loopback)), "its loopback address");
        }
        if !device.management.is_empty() {
            parts.may(format!("management {}", list(&device.management)), "its management address");
        }
        parts
    }
}

/// The text before an ending, in any case.
fn cut<'t>(text: &'t str, ending: &str) -> Option<&'t str> {
    let at = text.len().checked_sub(ending.len())?;
    let end = text.get(at..)?;
    end.eq_ignore_ascii_case(ending).then(|| text.get(..at)).flatten()
}
