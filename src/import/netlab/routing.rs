//! Cables of links, and what routes over them.

use std::collections::{BTreeMap, BTreeSet};

use ipnet::IpNet;

use super::super::inventory::{Cable, End, Pair, Port, What};
use super::super::node::Node;
use super::Reader;
use super::links::Wire;
use super::rest::{leaves, told};
use super::vlans::prefixes;

/// What may be said of a link and is looked at, or has no meaning outside of a lab.
const KNOWN: [&str; 16] = [
    "vlan",
    "prefix",
    "name",
    "lag",
    "ospf",
    "unnumbered",
    "type",
    "vrf",
    "pool",
    "gateway",
    "linkindex",
    "bridge",
    "libvirt",
    "clab",
    "description",
    "_linkname",
];
/// Protocols inside an AS.
const INSIDE: [&str; 4] = ["ospf", "isis", "eigrp", "ripv2"];
/// Modules that are carried over.
const CARRIED: [&str; 8] = ["vlan", "vrf", "ospf", "bgp", "vxlan", "evpn", "lag", "gateway"];

impl Reader<'_, '_> {
    /// Makes cables of links.
    pub fn cables(&mut self, wires: &[Wire]) {
        let pairs = self.peers(wires);
        let wires = &self.apart(wires);
        let numbers = self.numbers(wires, &pairs);
        for (wire, numbers) in wires.iter().zip(&numbers) {
            if let Err(why) = self.cable(wire, numbers) {
                let names: Vec<&str> = wire
                    .ends
                    .iter()
                    .filter_map(|(device, _)| self.topology.nodes.get(*device))
                    .map(|member| member.name.as_str())
                    .collect();
                let left = wire
                    .ends
                    .iter()
                    .map(|(device, _)| *device)
                    .find(|device| self.is_left(*device));
                let left = left
                    .and_then(|device| self.topology.nodes.get(device))
                    .filter(|_| wire.ends.len() == 2);
                match left {
                    Some(member) => {
                        self.notes.cable_of(&names.join(" -- "), &member.name, Some(wire.at));
                    }
                    None => self.notes.cable(&names.join(" -- "), &why, Some(wire.at)),
                }
            }
        }
        self.place_vlans();
    }

    fn is_left(&self, device: usize) -> bool {
        matches!(self.what(device), None | Some(What::Left))
    }

    /// The pairs whose peer links are LAGs between them.
    fn peers(&mut self, wires: &[Wire]) -> Vec<[usize; 2]> {
        let mut pairs: Vec<[usize; 2]> = Vec::new();
        for wire in wires.iter().filter(|wire| wire.peer) {
            let [(a, _), (b, _)] = &wire.ends[..] else { continue };
            let mut members = [*a, *b];
            members.sort_unstable();
            if self.is_switch(*a)
                && self.is_switch(*b)
                && !pairs.iter().flatten().any(|member| members.contains(member))
            {
                pairs.push(members);
                self.inventory.pairs.push(Pair { members, at: Some(wire.at) });
            }
        }
        if !pairs.is_empty() {
            self.notes.chosen(
                "ports of MLAG pairs",
                "both members have a LAG on the same ports; netlab numbers them as links come",
                None,
            );
        }
        pairs
    }

    fn cable(&mut self, wire: &Wire, numbers: &[Option<u16>]) -> Result<(), String> {
        self.said(wire);
        let kind = wire.data.get("type").and_then(Node::text).unwrap_or_default();
        if matches!(kind, "loopback" | "tunnel") {
            return Err(format!("rackc has no {kind} links"));
        }
        let [(a, left), (b, right)] = &wire.ends[..] else {
            return Err(match wire.ends.len() {
                0 | 1 => "a link with one node joins nothing".to_owned(),
                many => format!("a cable has two ends, and {many} nodes share this link"),
            });
        };
        for device in [a, b] {
            if self.is_left(*device) {
                let name =
                    self.topology.nodes.get(*device).map_or("", |member| member.name.as_str());
                return Err(format!("`{name}` is left out"));
            }
        }
        if !self.is_switch(*a) && !self.is_switch(*b) {
            return Err("it joins two hosts".to_owned());
        }
        let mut ends = Vec::new();
        for ((device, said), number) in [(*a, left), (*b, right)].into_iter().zip(numbers) {
            let port = match number {
                Some(number) => Port::Panel(*number),
                None if self.is_switch(device) => {
                    return Err("the model has no port left for it".to_owned());
                }
                None => Port::Name(format!("eth{}", ends.len())),
            };
            let mut end = End::new(device, port);
            end.vlans = Self::carried(said, &wire.data);
            ends.push(end);
        }
        let switches = self.is_switch(*a) && self.is_switch(*b);
        if !switches {
            let at = usize::from(!self.is_switch(*a));
            let (switch, host, said) = if at == 0 { (*a, *b, left) } else { (*b, *a, right) };
            let Some(end) = ends.get_mut(at) else { return Err("it has no end".to_owned()) };
            if end.vlans.is_none() {
                end.vlans = Some(self.lan(switch, host, &wire.data, said, wire.at));
            }
        }
        let [left, right] =
            <[End; 2]>::try_from(ends).map_err(|_| "it has no two ends".to_owned())?;
        let mut cable = Cable::between([left, right], Some(wire.at));
        cable.label =
            wire.data.first(&["name", "description"]).and_then(Node::text).map(str::to_owned);
        cable.group = wire.lag;
        cable.lacp = wire.lag.map(|_| self.lacp(wire));
        cable.cost = wire.data.get("ospf.cost").and_then(Node::number);
        let without = self.topology.root.get("addressing.p2p.unnumbered");
        cable.unnumbered = wire.data.get("unnumbered").or(without).is_some_and(Node::is_true);
        if switches {
            cable.prefixes = prefixes(wire.data.get("prefix"));
        }
        self.inventory.cables.push(cable);
        Ok(())
    }

    /// How the LAG of a link speaks LACP.
    fn lacp(&self, wire: &Wire) -> &'static str {
        let root = &self.topology.root;
        let said = wire.data.get("lag.lacp").or_else(|| root.get("lag.lacp"));
        let said = said.or_else(|| root.get("defaults.lag.lacp"));
        match said.and_then(Node::text) {
            Some("slow") => "slow",
            Some(_) if said.is_some_and(Node::is_false) => "static",
            _ => "fast",
        }
    }

    /// Says what of a link is not carried over.
    fn said(&mut self, wire: &Wire) {
        let why = "rackc does not take it over from netlab";
        for entry in wire.data.entries().iter().filter(|entry| !KNOWN.contains(&entry.key.as_str()))
        {
            let what = format!("`{}: {}` of a link", entry.key, told(&entry.node));
            self.notes.lost(&what, why, Some(entry.at));
        }
        let mut unread = Vec::new();
        for key in ["ospf", "gateway", "pool", "prefix", "lag"] {
            let Some(entry) = wire.data.entry(key) else { continue };
            if key == "prefix" && !entry.node.is_false() {
                continue;
            }
            leaves(
                &entry.node,
                key,
                entry.at,
                &["ospf.cost", "lag.lacp", "lag.mlag.peergroup"],
                0,
                &mut |path, node, at| {
                    unread.push((format!("`{path}: {}` of a link", told(node)), at));
                },
            );
        }
        let said = wire.ends.iter().map(|(_, said)| said).chain([&wire.data]);
        for entry in said.filter_map(|said| said.get("vlan.trunk")).flat_map(Node::entries) {
            if !entry.node.is_null() {
                let what = format!("`vlan.trunk.{}: {}` of a link", entry.key, told(&entry.node));
                unread.push((what, entry.at));
            }
        }
        for (what, at) in unread {
            self.notes.lost(&what, why, Some(at));
        }
        let both_routed =
            wire.ends.len() == 2 && wire.ends.iter().all(|(device, _)| self.is_switch(*device));
        let vrf =
            wire.data.get("vrf").or_else(|| wire.ends.iter().find_map(|(_, said)| said.get("vrf")));
        if let Some(vrf) = vrf.filter(|_| both_routed) {
            self.notes.lost(
                &format!("VRF `{}` of a link", vrf.text().unwrap_or_default()),
                "links between switches are in the default VRF",
                Some(vrf.span),
            );
        }
        for (_, said) in &wire.ends {
            for entry in said.entries() {
                if !matches!(entry.key.as_str(), "node" | "vlan" | "ifindex" | "vrf" | "ifname") {
                    self.notes.lost(
                        &format!("`{}: {}` of an interface", entry.key, told(&entry.node)),
                        "rackc does not take it over from netlab",
                        Some(entry.at),
                    );
                }
            }
        }
    }

    /// What routes between the switches, and the pools.
    pub fn routing(&mut self) {
        let topology = self.topology;
        let mut modules: BTreeMap<String, crate::source::Span> = BTreeMap::new();
        for (device, member) in
            topology.nodes.iter().enumerate().filter(|(device, _)| self.is_switch(*device))
        {
            _ = device;
            for module in topology.modules(member) {
                modules.entry(module).or_insert(member.at);
            }
        }
        for (module, at) in &modules {
            if !CARRIED.contains(&module.as_str()) {
                self.notes.lost(
                    &format!("module `{module}`"),
                    "rackc does not take it over from netlab",
                    Some(*at),
                );
            }
        }
        if !self.has_routed_cable() {
            for module in ["ospf", "bgp", "isis", "eigrp", "ripv2", "evpn", "vxlan"] {
                if let Some(at) = modules.remove(module) {
                    self.notes.lost(
                        &format!("module `{module}`"),
                        "no cable between two switches is routed",
                        Some(at),
                    );
                }
            }
        }
        let inside = INSIDE.iter().find(|name| modules.contains_key(**name));
        let numbers = self.numbers_of_switches();
        if let Some(inside) = inside {
            if *inside != "ospf" {
                self.notes.lost(
                    &format!("`{inside}` as the underlay"),
                    "rackc has OSPF and BGP: OSPF stands for it",
                    modules.get(*inside).copied(),
                );
            }
            if let Some(at) = modules
                .get("bgp")
                .filter(|_| !modules.contains_key("evpn") && !modules.contains_key("vxlan"))
            {
                let asn = numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let asn = if asn.is_empty() { asn } else { format!(" (AS {asn})") };
                self.notes.lost(
                    &format!("module `bgp`{asn}"),
                    "over an underlay of OSPF rackc has BGP for an overlay alone; write `overlay evpn` to have one",
                    Some(*at),
                );
            }
            let area = topology.root.get("ospf.area").and_then(Node::text).unwrap_or("0");
            let area =
                if area.chars().all(|c| c.is_ascii_digit() || c == '.') { area } else { "0" };
            let asn = numbers.iter().next().map(|asn| format!("; asn {asn}")).unwrap_or_default();
            if numbers.len() > 1 {
                self.notes.lost(
                    "AS numbers of nodes",
                    "over an underlay of OSPF the whole fabric is one AS",
                    None,
                );
            }
            self.inventory.routing.underlay = Some(format!("ospf {{ area {area}{asn} }}"));
            self.no_numbers();
        } else if modules.contains_key("bgp") {
            let unnumbered = topology.root.get("addressing.p2p").is_some_and(|pool| {
                pool.get("unnumbered").is_some_and(Node::is_true)
                    || pool.get("ipv6").is_some_and(Node::is_true)
            });
            self.inventory.routing.underlay =
                Some(if unnumbered { "bgp unnumbered" } else { "bgp" }.to_owned());
            if self.inner_sessions() {
                self.notes.lost("AS numbers of nodes", "neighbours are in one AS without a protocol inside it; rackc gives each switch its own", None);
                self.no_numbers();
            }
        }
        let tunnels = modules.contains_key("evpn") || modules.contains_key("vxlan");
        self.inventory.routing.evpn = tunnels && self.inventory.routing.underlay.is_some();
        self.reflectors();
        self.flooding(&modules);
        if self.inventory.routing.underlay.is_some() {
            self.inventory.pools.loopback = self.pool("loopback");
            self.inventory.pools.link = self.pool("p2p");
        }
        self.inventory.pools.mgmt = self.pool("mgmt");
        self.mtu();
    }

    /// Who hands routes of the overlay on.
    fn reflectors(&mut self) {
        let topology = self.topology;
        let reflects = |device: &usize| {
            topology.nodes.get(*device).is_some_and(|member| {
                member.data.get("bgp.rr").is_some_and(Node::is_true)
                    || topology.of_as_list(&member.name).is_some_and(|(_, rr)| rr)
            })
        };
        let servers = (0..topology.nodes.len())
            .filter(|device| self.is_switch(*device) && reflects(device))
            .collect();
        self.inventory.routing.route_servers = servers;
    }

    /// VXLAN without EVPN.
    fn flooding(&mut self, modules: &BTreeMap<String, crate::source::Span>) {
        let flooding = modules.get("vxlan").filter(|_| !modules.contains_key("evpn"));
        if let Some(at) = flooding {
            if self.inventory.routing.evpn {
                let why = "rackc has VXLAN with EVPN only: it stands for lists of tunnel ends";
                self.notes.chosen("`overlay evpn` for module `vxlan`", why, Some(*at));
            } else {
                self.notes.lost("module `vxlan`", "rackc has VXLAN with EVPN only", Some(*at));
            }
        }
    }

    /// The IP MTU of all interfaces.
    fn mtu(&mut self) {
        let mtu =
            self.topology.root.entry("defaults").and_then(|top| top.node.get("interfaces.mtu"));
        if let Some(node) = mtu {
            // Tunnels need more than what hosts have.
            let least = if self.inventory.routing.evpn { 1600 } else { 1280 };
            let fits = node.number::<u16>().filter(|mtu| (least..=9216).contains(mtu));
            if fits.is_none() {
                let what = format!("`defaults.interfaces.mtu: {}`", told(node));
                self.notes.lost(
                    &what,
                    "the fabric's `mtu` is to hold what tunnels add",
                    Some(node.span),
                );
            }
            self.inventory.mtu = fits;
        }
    }

    fn has_routed_cable(&self) -> bool {
        let routed = |cable: &Cable| {
            let peers = self
                .inventory
                .pairs
                .iter()
                .any(|pair| cable.ends.iter().all(|end| pair.members.contains(&end.device)));
            !peers && cable.ends.iter().all(|end| self.is_switch(end.device) && end.vlans.is_none())
        };
        self.inventory.cables.iter().any(routed)
    }

    fn numbers_of_switches(&self) -> BTreeSet<u32> {
        self.inventory
            .devices
            .iter()
            .filter(|device| device.what.is_switch())
            .filter_map(|device| device.asn)
            .collect()
    }

    fn no_numbers(&mut self) {
        for device in &mut self.inventory.devices {
            device.asn = None;
        }
    }

    /// Whether a cable joins two switches of one AS.
    fn inner_sessions(&self) -> bool {
        let asn = |end: &End| {
            self.inventory.devices.get(end.device).filter(|device| device.what.is_switch())?.asn
        };
        self.inventory.cables.iter().any(|cable| {
            let [a, b] = &cable.ends;
            asn(a).is_some_and(|asn_a| Some(asn_a) == asn(b))
        })
    }

    /// The prefixes of a pool: those of the topology, else netlab's own.
    pub fn pool(&self, name: &str) -> Vec<IpNet> {
        let root = &self.topology.root;
        let pool = root
            .get(&format!("addressing.{name}"))
            .or_else(|| root.get(&format!("defaults.addressing.{name}")));
        let said = |family: &str| pool?.get(family)?.text()?.parse::<IpNet>().ok();
        let mut nets: Vec<IpNet> = ["ipv4", "ipv6"].into_iter().filter_map(said).collect();
        let usual = match name {
            "loopback" => "10.0.0.0/24",
            "p2p" => "10.1.0.0/16",
            "mgmt" => "192.168.121.0/24",
            _ => "172.16.0.0/16",
        };
        if nets.is_empty() {
            // A pool that the topology does not say gives way to subnets that it does.
            let vlans = self.inventory.vlans.iter().flat_map(|vlan| &vlan.prefixes);
            let cables = self.inventory.cables.iter().flat_map(|cable| &cable.prefixes);
            let said: Vec<&IpNet> = vlans.chain(cables).collect();
            let free = |net: &IpNet| {
                name == "lan" || said.iter().all(|one| !net.contains(*one) && !one.contains(net))
            };
            nets.extend(usual.parse::<IpNet>().ok().filter(free));
        }
        nets
    }
}
