//! What Ansible must know of one switch.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::net::IpAddr;

use super::{Plan, Printed, groups, yaml};
use crate::device::model::{BgpGroup, BgpNeighbor, BgpVrf, Device};
use crate::fabric::{Fabric, Switch, SwitchId, ZoneKind};
use crate::render::OutputFile;
use crate::vendor::schema::Ansible;

/// One switch of the push.
#[derive(Debug)]
pub struct Host<'a> {
    /// Its place in the fabric.
    pub(super) id: SwitchId,
    /// What the fabric says of it.
    pub(super) switch: &'a Switch,
    /// Its rack.
    pub(super) rack: Option<String>,
    /// Where Ansible reaches it.
    pub(super) address: Option<String>,
    /// Secrets that must be hashes of passwords.
    pub(super) passwords: BTreeSet<String>,
    /// Secrets that its files ask for.
    pub(super) secrets: BTreeSet<String>,
    /// How its format is pushed; nothing when its vendor's folder does not say.
    pub(super) ansible: Option<&'a Ansible>,
    /// Its batch, counted from 1.
    pub(super) batch: usize,
}

impl Host<'_> {
    /// The groups that it is in besides those of zones.
    pub(super) fn groups(&self, fabric: &Fabric) -> Vec<String> {
        let switch = self.switch;
        let mut all = vec![groups::vendor(&switch.vendor)];
        all.push(groups::format(&switch.vendor, &switch.format));
        all.extend(switch.tier.map(|tier| groups::tier(&fabric.tiers[tier].name)));
        all.extend(self.rack.as_deref().map(groups::rack));
        all.extend(switch.pair.map(|pair| groups::pair(&fabric.pairs[pair].name)));
        all
    }
}

/// Where Ansible reaches a switch.
pub(super) fn address(device: &Device) -> Option<IpAddr> {
    let management = device.management.as_ref()?;
    let address = management.ipv4.as_ref().or(management.ipv6.as_ref())?;
    Some(address.ip())
}

/// Secrets that must be hashes of passwords.
pub fn passwords(device: &Device) -> BTreeSet<String> {
    let system = &device.system;
    let users = system.users.iter().filter_map(|user| user.password.as_deref());
    let all = users.chain(system.root_password.as_deref());
    all.flat_map(super::secret_names).collect()
}

/// A switch's file of variables.
pub(super) fn file(
    plan: &Plan<'_>,
    id: SwitchId,
    device: &Device,
    printed: &Printed,
) -> OutputFile {
    let path = format!("ansible/inventory/host_vars/{}.yml", device.hostname);
    OutputFile { path, text: Variables { plan, id, device, printed }.text() }
}

/// The variables of one switch.
struct Variables<'a> {
    plan: &'a Plan<'a>,
    id: SwitchId,
    device: &'a Device,
    printed: &'a Printed,
}

impl Variables<'_> {
    fn text(&self) -> String {
        let (device, fabric) = (self.device, self.plan.fabric);
        let switch = &fabric.switches[self.id];
        let mut out = String::from("---\n");
        let mut say = |key: &str, value: &str| _ = writeln!(out, "{key}: {value}");
        say("rackc_batch", &self.plan.batches.number(self.id).to_string());
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
        out.push_str(&yaml::lines("rackc_password_names", passwords(device)));
        out.push_str("# Sessions with switches of the fabric, and neighbours on its cables.\n");
        out.push_str(&yaml::lines("rackc_sessions", self.sessions()));
        out.push_str(&yaml::lines("rackc_links", self.links()));
        out
    }

    /// `VRF NEIGHBOUR`, where the neighbour is an address or, on a session without one, an interface.
    fn sessions(&self) -> Vec<String> {
        let known = |neighbor: &BgpNeighbor| {
            neighbor.host.as_deref().is_some_and(|host| self.plan.ids.contains_key(host))
        };
        let name = |vrf: &BgpVrf, neighbor: &BgpNeighbor| {
            let vrf = vrf.vrf.as_deref().unwrap_or("default");
            let name =
                neighbor.address.map(|one| one.to_string()).or(neighbor.interface.clone())?;
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
    fn links(&self) -> Vec<String> {
        let ports = self.device.ports.iter();
        ports
            .filter_map(|port| {
                let peer =
                    port.peer_host.as_deref().filter(|peer| self.plan.ids.contains_key(peer))?;
                Some(format!("{} {peer}", port.name))
            })
            .collect()
    }
}
