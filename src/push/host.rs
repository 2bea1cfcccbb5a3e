//! What Ansible must know of one switch.

use std::fmt::Write;

use super::{Printed, Push, groups, yaml};
use crate::device::model::{BgpGroup, BgpNeighbor, BgpVrf, Device};
use crate::fabric::{SwitchId, ZoneKind};
use crate::render::OutputFile;
use crate::vendor::schema::Ansible;

/// One switch of the push.
#[derive(Debug)]
pub(super) struct Host<'a> {
    /// Its place in the fabric.
    pub id: SwitchId,
    /// What it must do.
    pub device: &'a Device,
    /// What was printed for it.
    pub printed: &'a Printed,
    /// How its format is pushed; nothing when its vendor's folder does not say.
    pub ansible: Option<&'a Ansible>,
    /// Its batch, counted from 1.
    pub batch: usize,
}

impl Host<'_> {
    /// Where Ansible reaches it.
    pub fn address(&self) -> Option<&str> {
        let management = self.device.management.as_ref()?;
        let address = management.ipv4.as_ref().or(management.ipv6.as_ref())?;
        Some(&address.ip)
    }

    /// Its file of variables.
    pub fn file(&self, push: &Push<'_>) -> OutputFile {
        let path = format!("ansible/inventory/host_vars/{}.yml", self.device.hostname);
        OutputFile { path, text: self.variables(push) }
    }

    fn variables(&self, push: &Push<'_>) -> String {
        let (device, fabric) = (self.device, push.fabric);
        let switch = &fabric.switches[self.id];
        let mut out = String::from("---\n");
        let mut say = |key: &str, value: &str| _ = writeln!(out, "{key}: {value}");
        say("rackc_batch", &self.batch.to_string());
        say("rackc_model", &yaml::text(&device.platform));
        if let Some(rack) = &device.rack {
            say("rackc_rack", &yaml::text(rack));
        }
        if let Some(tier) = switch.tier {
            say("rackc_tier", &yaml::text(&fabric.tiers[tier].name));
        }
        let zones: Vec<String> = switch
            .zones
            .iter()
            .map(|zone| &fabric.zones[*zone])
            .filter_map(|zone| match &zone.kind {
                ZoneKind::Named(kind) => {
                    Some(format!("{}: {}", yaml::text(&zone.name), yaml::text(kind)))
                }
                ZoneKind::Rack => None,
            })
            .collect();
        say("rackc_zones", &format!("{{{}}}", zones.join(", ")));
        if let Some(pair) = switch.pair.map(|pair| &fabric.pairs[pair]) {
            let peer = pair.members.iter().find(|member| **member != self.id);
            say("rackc_pair", &yaml::text(&pair.name));
            let name = peer.map(|peer| fabric.switches[*peer].name.as_str());
            say("rackc_peer", &yaml::text(name.unwrap_or_default()));
        }
        say("rackc_mlag", if device.mlag.is_some() { "true" } else { "false" });
        out.push_str(&yaml::lines("rackc_files", &self.printed.files));
        out.push_str(&yaml::lines("rackc_secret_names", &self.printed.secrets));
        out.push_str(&yaml::lines("rackc_password_names", self.passwords()));
        out.push_str("# Sessions with switches of the fabric, and neighbours on its cables.\n");
        out.push_str(&yaml::lines("rackc_sessions", self.sessions(push)));
        out.push_str(&yaml::lines("rackc_links", self.links(push)));
        out
    }

    /// Secrets that must be hashes of passwords.
    pub fn passwords(&self) -> std::collections::BTreeSet<String> {
        let system = &self.device.system;
        let users = system.users.iter().filter_map(|user| user.password.as_deref());
        let all = users.chain(system.root_password.as_deref());
        all.flat_map(super::secret_names).collect()
    }

    /// `VRF NEIGHBOUR`, where the neighbour is an address or, on a session without one, an interface.
    fn sessions(&self, push: &Push<'_>) -> Vec<String> {
        let known = |neighbor: &BgpNeighbor| {
            neighbor.host.as_deref().is_some_and(|host| push.ids.contains_key(host))
        };
        let name = |vrf: &BgpVrf, neighbor: &BgpNeighbor| {
            let vrf = vrf.vrf.as_deref().unwrap_or("default");
            let name = neighbor.address.as_deref().or(neighbor.interface.as_deref())?;
            Some(format!("{vrf} {name}"))
        };
        let vrfs = self.device.bgp.iter().flat_map(|bgp| &bgp.vrfs);
        let of_group = |vrf: &BgpVrf, group: &BgpGroup| -> Vec<String> {
            group
                .neighbors
                .iter()
                .filter(|one| known(one))
                .filter_map(|one| name(vrf, one))
                .collect()
        };
        let mut all: Vec<String> = vrfs
            .flat_map(|vrf| vrf.groups.iter().flat_map(move |group| of_group(vrf, group)))
            .collect();
        all.sort();
        all.dedup();
        all
    }

    /// `PORT NEIGHBOUR` of every cable to another switch.
    fn links(&self, push: &Push<'_>) -> Vec<String> {
        let ports = self.device.ports.iter();
        ports
            .filter_map(|port| {
                let peer = port.peer_host.as_deref().filter(|peer| push.ids.contains_key(peer))?;
                Some(format!("{} {peer}", port.name))
            })
            .collect()
    }

    /// The groups that it is in besides those of zones.
    pub fn groups(&self, fabric: &crate::fabric::Fabric) -> Vec<String> {
        let switch = &fabric.switches[self.id];
        let mut all = vec![groups::vendor(&self.device.vendor)];
        all.push(groups::format(&self.device.vendor, &self.device.format));
        all.extend(switch.tier.map(|tier| groups::tier(&fabric.tiers[tier].name)));
        all.extend(self.device.rack.as_deref().map(groups::rack));
        all.extend(switch.pair.map(|pair| groups::pair(&fabric.pairs[pair].name)));
        all
    }
}
