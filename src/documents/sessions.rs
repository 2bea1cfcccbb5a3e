//! BGP sessions, each as one of its ends has it.

use std::net::IpAddr;
use std::sync::Arc;

use crate::device::model::{BgpFamily, BgpGroup, BgpNeighbor, Device};
use crate::push::secret_names;

/// One end of a session.
#[derive(Debug)]
pub(super) struct Session {
    /// What all sessions of its group have.
    pub(super) group: Arc<Group>,
    /// Own address, or the interface of a session without addresses.
    pub(super) local: String,
    /// Who is at the other end.
    pub(super) neighbor: String,
    /// Its AS, or the AS numbers that it may have.
    pub(super) neighbor_asn: String,
    /// Its address, its interface, or the range from which it comes by itself.
    pub(super) remote: String,
    /// `established by either` or `waits for the neighbour`.
    pub(super) listens: bool,
}

/// What sessions of a group have in common.
#[derive(Debug)]
pub(super) struct Group {
    /// Tenant VRF; the default one when absent.
    pub(super) vrf: Option<String>,
    /// The group's name.
    pub(super) name: String,
    /// Own AS.
    pub(super) asn: u32,
    /// `ipv4, evpn`
    pub(super) families: String,
    /// `300 ms × 3`
    pub(super) bfd: String,
    /// `MD5 rackc_secret_fabric`
    pub(super) authentication: String,
    /// Policy on what is received, by family.
    pub(super) import: String,
    /// Policy on what is sent, by family.
    pub(super) export: String,
}

/// All sessions of a device: by VRF, group and neighbour, as in its configuration.
pub(super) fn of(device: &Device) -> Vec<Session> {
    let Some(bgp) = &device.bgp else { return Vec::new() };
    let mut all = Vec::new();
    for vrf in &bgp.vrfs {
        for group in &vrf.groups {
            let alike = Arc::new(alike(bgp.asn, vrf.vrf.as_deref(), group));
            let with = |one| with_neighbor(Arc::clone(&alike), device, group, one);
            all.extend(group.neighbors.iter().map(with));
            all.extend(group.listen.iter().map(|range| {
                let asn = match (group.remote_asn, &group.remote_range) {
                    (Some(asn), _) => asn.to_string(),
                    (None, Some(range)) => format!("{}-{}", range.from, range.to),
                    (None, None) => String::new(),
                };
                Session {
                    group: Arc::clone(&alike),
                    local: text(group.local_address).unwrap_or_default(),
                    neighbor: group.name.clone(),
                    neighbor_asn: asn,
                    remote: range.prefix.to_string(),
                    listens: true,
                }
            }));
        }
    }
    all
}

/// What all sessions of a group have in common.
fn alike(asn: u32, vrf: Option<&str>, group: &BgpGroup) -> Group {
    let families = [("ipv4", &group.ipv4), ("ipv6", &group.ipv6), ("evpn", &group.evpn)];
    let families = families.map(|(name, family)| family.as_ref().map(|family| (name, family)));
    let families: Vec<(&str, &BgpFamily)> = families.into_iter().flatten().collect();
    let names: Vec<&str> = families.iter().map(|(name, _)| *name).collect();
    let policies = |policy: fn(&BgpFamily) -> Option<&String>| {
        let said = families.iter().filter_map(|(name, family)| Some((name, policy(family)?)));
        said.map(|(name, policy)| format!("{name}: {policy}")).collect::<Vec<_>>().join(", ")
    };
    Group {
        vrf: vrf.map(str::to_owned),
        name: group.name.clone(),
        asn,
        families: names.join(", "),
        bfd: group
            .bfd
            .as_ref()
            .map_or_else(String::new, |bfd| format!("{} ms × {}", bfd.interval, bfd.multiplier)),
        authentication: authentication(group),
        import: policies(|family| family.import.as_ref()),
        export: policies(|family| family.export.as_ref()),
    }
}

/// How the sessions are protected, and the variable of the secret.
fn authentication(group: &BgpGroup) -> String {
    let md5 = group.password.as_ref().map(|secret| ("MD5", secret));
    let secret = group.tcp_ao.as_ref().map(|ao| ("TCP-AO", &ao.key)).or(md5);
    secret.map_or_else(String::new, |(how, secret)| {
        let names: Vec<String> = secret_names(secret).into_iter().collect();
        format!("{how} {}", names.join(", "))
    })
}

fn with_neighbor(
    alike: Arc<Group>,
    device: &Device,
    group: &BgpGroup,
    neighbor: &BgpNeighbor,
) -> Session {
    let own = text(neighbor.local_address.or(group.local_address));
    let local = neighbor.interface.clone().or(own).or_else(|| neighbor.local_interface.clone());
    // A session without addresses is with whatever is at the other end of the cable.
    let far = |interface: &String| {
        let port = device.ports.iter().find(|port| port.name == *interface)?;
        port.peer_port.clone()
    };
    let remote = text(neighbor.address).or_else(|| far(neighbor.interface.as_ref()?));
    Session {
        group: alike,
        local: local.unwrap_or_default(),
        neighbor: neighbor.host.clone().unwrap_or_else(|| neighbor.description.clone()),
        neighbor_asn: neighbor.asn.to_string(),
        remote: remote.unwrap_or_default(),
        listens: false,
    }
}

fn text(address: Option<IpAddr>) -> Option<String> {
    address.map(|address| address.to_string())
}
