//! VLANs and VRFs.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::super::inventory::{Carried, Vlan, Vrf};
use super::super::node::{Node, Value};
use super::Reader;
use super::topology::words;
use crate::source::Span;

/// The id of the first VLAN without one.
const FIRST: u16 = 1000;
/// Ids that switches keep for themselves.
const RESERVED: std::ops::RangeInclusive<u16> = 1002..=1005;
/// Where the gateway stands in its subnet unless said: the last address but one.
const GATEWAY: i64 = -2;

impl Reader<'_, '_> {
    /// Reads the VRFs.
    pub fn vrfs(&mut self) {
        let topology = self.topology;
        let own = topology.nodes.iter().map(|member| &member.data);
        for data in std::iter::once(&topology.root).chain(own) {
            for entry in data.get("vrfs").map(Node::entries).unwrap_or_default() {
                if self.inventory.vrfs.iter().all(|vrf| vrf.name != entry.key) {
                    let vni = entry.node.get("evpn.transit_vni").and_then(Node::number);
                    self.inventory.vrfs.push(Vrf {
                        name: entry.key.clone(),
                        at: Some(entry.at),
                        vni,
                    });
                }
            }
        }
    }

    /// Reads the VLANs.
    pub fn vlans(&mut self) {
        let topology = self.topology;
        let mut found: Vec<(String, Span, Node)> = Vec::new();
        let mut on: Vec<(String, usize)> = Vec::new();
        let listed = |data: &'_ Node| -> Vec<(String, Span, Node)> {
            let entries = data.get("vlans").map(Node::entries).unwrap_or_default();
            entries.iter().map(|entry| (entry.key.clone(), entry.at, entry.node.clone())).collect()
        };
        for vlan in listed(&topology.root) {
            found.push(vlan);
        }
        for (device, member) in topology.nodes.iter().enumerate() {
            for (name, at, node) in listed(&member.data) {
                if self.is_switch(device) {
                    on.push((name.clone(), device));
                }
                if found.iter().all(|(other, ..)| *other != name) {
                    found.push((name, at, node));
                }
            }
        }
        let said: BTreeSet<u16> =
            found.iter().filter_map(|(.., node)| node.get("id").and_then(Node::number)).collect();
        let start = topology
            .root
            .get("vlan.start_vlan_id")
            .or_else(|| topology.root.get("defaults.vlan.start_vlan_id"));
        let first = start.and_then(Node::number).unwrap_or(FIRST);
        let mut free = (first..=4094).filter(|id| !said.contains(id) && !RESERVED.contains(id));
        let mut counted = first;
        for (name, at, node) in found {
            let own = node.get("id").and_then(Node::number);
            let id = own.or_else(|| free.next()).unwrap_or(FIRST);
            if own.is_none() {
                while said.contains(&counted) {
                    counted += 1;
                }
                if counted != id {
                    let what = format!("VLAN `{name}` has id {id}, and {counted} in netlab");
                    let why = "1002 to 1005 cannot be used on switches";
                    self.notes.chosen(&what, why, Some(at));
                }
                counted += 1;
            }
            let vlan = Vlan {
                vrf: node.get("vrf").and_then(Node::text).map(str::to_owned),
                vni: node.get("vni").and_then(Node::number),
                prefixes: prefixes(node.get("prefix")),
                on: on
                    .iter()
                    .filter(|(other, _)| *other == name)
                    .map(|(_, device)| *device)
                    .collect(),
                key: name.clone(),
                name,
                id,
                at: Some(at),
                ..Vlan::default()
            };
            self.inventory.vlans.push(vlan);
        }
    }

    /// What an interface carries: said of it, or of its link.
    pub fn carried(said: &Node, link: &Node) -> Option<Carried> {
        let get =
            |path: &str| said.get(path).or_else(|| link.get(path)).filter(|node| !node.is_null());
        let untagged = get("vlan.access")
            .or_else(|| get("vlan.native"))
            .and_then(Node::text)
            .map(str::to_owned);
        let tagged: BTreeSet<String> = get("vlan.trunk")
            .map(words)
            .unwrap_or_default()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        (untagged.is_some() || !tagged.is_empty()).then(|| {
            let tagged =
                tagged.into_iter().filter(|name| Some(name) != untagged.as_ref()).collect();
            Carried { untagged, tagged, all: false }
        })
    }

    /// Whether a node routes a VLAN that it has.
    fn routes(&self, device: usize, vlan: &str) -> bool {
        self.mode(device, vlan).and_then(Node::text).is_none_or(|mode| mode != "bridge")
    }

    /// The mode of a VLAN on a node.
    fn mode(&self, device: usize, vlan: &str) -> Option<&Node> {
        let member = self.topology.nodes.get(device)?;
        let root = &self.topology.root;
        let own = |path: &str| member.data.get(path);
        own(&format!("vlans.{vlan}.mode"))
            .or_else(|| root.get(&format!("vlans.{vlan}.mode")))
            .or_else(|| own("vlan.mode"))
            .or_else(|| root.get("vlan.mode"))
            .or_else(|| root.get("defaults.vlan.mode"))
    }

    /// Says of which VLANs netlab routes each port.
    fn modes(&mut self) {
        let mut found: Vec<(String, Span)> = Vec::new();
        for vlan in &self.inventory.vlans {
            let on = |device: &usize| self.is_switch(*device);
            let modes = (0..self.topology.nodes.len()).filter(on);
            let mut modes = modes.filter_map(|device| self.mode(device, &vlan.key));
            let routed = modes.find(|mode| mode.text() == Some("route"));
            found.extend(routed.map(|mode| (vlan.name.clone(), mode.span)));
        }
        for (name, at) in found {
            let why = "netlab routes each of its ports by itself; rackc has one VLAN for all of them, with one subnet";
            self.notes.lost(&format!("mode `route` of VLAN `{name}`"), why, Some(at));
        }
    }

    /// Where VLANs are, where they are routed, and by which address.
    pub fn place_vlans(&mut self) {
        let mut on: Vec<(String, usize)> = Vec::new();
        for end in self.inventory.cables.iter().flat_map(|cable| &cable.ends) {
            let carried =
                end.vlans.iter().flat_map(|vlans| vlans.untagged.iter().chain(&vlans.tagged));
            on.extend(
                carried.filter(|_| self.is_switch(end.device)).map(|key| (key.clone(), end.device)),
            );
        }
        self.modes();
        let mut vlans = std::mem::take(&mut self.inventory.vlans);
        let mut subnets = self.subnets(&vlans).into_iter();
        for vlan in &mut vlans {
            vlan.on
                .extend(on.iter().filter(|(key, _)| *key == vlan.key).map(|(_, device)| *device));
            vlan.routed_on =
                vlan.on.iter().copied().filter(|device| self.routes(*device, &vlan.key)).collect();
            if vlan.routed_on.is_empty() {
                continue;
            }
            if vlan.prefixes.is_empty() {
                vlan.prefixes.extend(subnets.next());
                self.notes.chosen(
                    &format!("the subnet of VLAN `{}`", vlan.name),
                    "netlab takes one of its pools",
                    vlan.at,
                );
            }
            let root = &self.topology.root;
            let own = root.get(&format!("vlans.{}.gateway", vlan.key));
            let id = own
                .and_then(|own| own.get("id"))
                .or_else(|| root.get("gateway.id"))
                .and_then(Node::number);
            let said = own.is_some_and(|own| !own.is_false()) || id.is_some();
            let id = id.unwrap_or(if said { GATEWAY } else { 1 });
            vlan.gateways = vlan.prefixes.iter().filter_map(|net| nth(*net, id)).collect();
            if !said {
                let why =
                    "netlab gives each switch an address and no shared one; hosts need one gateway";
                self.notes.chosen(&format!("the gateway of VLAN `{}`", vlan.name), why, vlan.at);
            }
        }
        self.inventory.vlans = vlans;
    }

    /// Subnets for VLANs without one, out of netlab's pool for them.
    fn subnets(&self, vlans: &[Vlan]) -> Vec<IpNet> {
        let pool = self.pool("lan").into_iter().find(|net| net.addr().is_ipv4());
        let pool =
            pool.unwrap_or_else(|| IpNet::new_assert(IpAddr::V4(Ipv4Addr::new(172, 16, 0, 0)), 16));
        let taken: Vec<IpNet> =
            vlans.iter().flat_map(|vlan| vlan.prefixes.iter().copied()).collect();
        let fine =
            |net: &IpNet| taken.iter().all(|other| !other.contains(net) && !net.contains(other));
        let nets = pool.subnets(24.max(pool.prefix_len()));
        nets.into_iter().flatten().filter(fine).take(vlans.len()).collect()
    }

    /// A VLAN of its own for a routed port to a host.
    pub fn lan(
        &mut self,
        device: usize,
        host: usize,
        link: &Node,
        said: &Node,
        at: Span,
    ) -> Carried {
        let name = |device: usize| {
            self.topology.nodes.get(device).map_or("", |member| member.name.as_str())
        };
        let key = format!("lan-{}-{}", name(device), name(host));
        let known = self.inventory.vlans.iter().filter(|vlan| vlan.key.starts_with(&key)).count();
        let key = if known == 0 { key } else { format!("{key}-{}", known + 1) };
        let ids: BTreeSet<u16> = self.inventory.vlans.iter().map(|vlan| vlan.id).collect();
        let id = (2001..4000).find(|id| !ids.contains(id)).unwrap_or(FIRST);
        let vrf =
            said.get("vrf").or_else(|| link.get("vrf")).and_then(Node::text).map(str::to_owned);
        let (from, to) = (name(device).to_owned(), name(host).to_owned());
        self.notes.chosen(
            &format!("VLAN `{key}` for the routed port of `{from}` to `{to}`"),
            "rackc attaches hosts to VLANs",
            Some(at),
        );
        let prefixes = prefixes(link.get("prefix"));
        self.inventory.vlans.push(Vlan {
            name: key.clone(),
            key: key.clone(),
            id,
            at: Some(at),
            vrf,
            prefixes,
            on: [device].into(),
            ..Vlan::default()
        });
        Carried { untagged: Some(key), ..Carried::default() }
    }
}

/// The prefixes of `10.0.0.0/24`, or of one for each family.
pub fn prefixes(node: Option<&Node>) -> Vec<IpNet> {
    let Some(node) = node else { return Vec::new() };
    let one = |node: &Node| node.text()?.parse::<IpNet>().ok().map(|net| net.trunc());
    match &node.value {
        Value::Map(entries) => entries.iter().filter_map(|entry| one(&entry.node)).collect(),
        _ => one(node).into_iter().collect(),
    }
}

/// An address of a subnet by its number, from the end if that is negative.
fn nth(net: IpNet, number: i64) -> Option<IpNet> {
    let bits = u32::from(net.max_prefix_len() - net.prefix_len());
    let size = 1_i128.checked_shl(bits.min(100))?;
    let number = if number < 0 { size + i128::from(number) } else { i128::from(number) };
    if number <= 0 || number >= size {
        return None;
    }
    let address = match net.network() {
        IpAddr::V4(address) => {
            IpAddr::V4(Ipv4Addr::from(u32::from(address).checked_add(u32::try_from(number).ok()?)?))
        }
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from(
            u128::from(address).checked_add(u128::try_from(number).ok()?)?,
        )),
    };
    IpNet::new(address, net.prefix_len()).ok()
}
