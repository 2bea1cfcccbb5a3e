//! The fabric's own block, and the management plane.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::super::draft::Kind;
use super::super::names;
use super::super::parts::Parts;
use super::Writer;
use crate::vendor::schema::Feature;

/// A pool for links where the source has one of the other family alone.
const LINKS_V6: IpNet =
    IpNet::V6(Ipv6Net::new_assert(Ipv6Addr::new(0xfd00, 0, 0, 254, 0, 0, 0, 0), 64));
/// Words in the names of roles whose switches stand in the middle, those that stand highest first.
const MIDDLE: [&str; 6] =
    ["superspine", "super-spine", "spine", "core", "aggregation", "distribution"];

impl Writer<'_> {
    /// Writes the fabric's block and the management plane.
    pub fn fabric(&mut self) {
        let name = names::name(&self.inventory.name, "fabric");
        let root = self.root();
        let pools = self.pools();
        let mut parts = Parts::block(format!("fabric {name}"));
        if let Some(domain) = &self.domain {
            parts.may(format!("domain {domain}"), "its domain");
        }
        let routing = &self.inventory.routing;
        match self.inventory.mtu {
            Some(mtu) => parts.may(format!("mtu {mtu}"), "its MTU"),
            None if routing.evpn => {
                parts.must("mtu 9000  // tunnels need more than 1500".to_owned());
            }
            None => {}
        }
        if let Some(underlay) = &routing.underlay {
            parts.may(format!("underlay {underlay}"), "its underlay");
        } else {
            parts.must("// The source says nothing of routing: this is a fabric of layer 2. To route between the".to_owned());
            parts.must(
                "// switches write `underlay bgp` and `pool asn 4200000000..4200009999`."
                    .to_owned(),
            );
            parts.must("underlay none".to_owned());
        }
        if routing.evpn {
            let servers = self.route_servers();
            parts.may(format!("overlay evpn{servers}"), "its overlay");
        } else {
            parts.must("overlay none".to_owned());
        }
        let root = root.map(|root| format!(" root {root}")).unwrap_or_default();
        parts.may(
            format!("spanning-tree {}{root}", self.spanning_tree()),
            "its spanning tree and its root",
        );
        for pool in pools {
            parts.must(pool);
        }
        self.add_parts(Kind::Frame, "the fabric".to_owned(), None, Vec::new(), parts);
        let text = "management {\n  // Not in the source. Secrets are named, never written; `rackc explain R0213` tells more.\n  \
                    user netops role admin password secret(netops)\n  root-password secret(root)\n}";
        self.add(Kind::Frame, "management".to_owned(), None, Vec::new(), text.to_owned());
    }

    /// Who hands EVPN routes on, where no switch is without VLANs: those that the source names, else the ones with most cables.
    fn route_servers(&self) -> String {
        let inventory = self.inventory;
        let mut servers: Vec<usize> = inventory.routing.route_servers.clone();
        if servers.is_empty() {
            let with_vlans: BTreeSet<usize> =
                inventory.vlans.iter().flat_map(|vlan| vlan.on.iter().copied()).collect();
            let mut switches =
                (0..inventory.devices.len()).filter(|device| self.model(*device).is_some());
            if switches.any(|device| !with_vlans.contains(&device)) {
                return String::new();
            }
            let mut busy = self.busy();
            busy.truncate(2);
            servers = busy;
        }
        let names: Vec<&str> = servers.iter().map(|device| self.name(*device)).collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(" {{ route-servers {} }}", names.join(", "))
        }
    }

    /// Switches by the number of their cables to others, most first.
    fn busy(&self) -> Vec<usize> {
        let mut cables: BTreeMap<usize, usize> = BTreeMap::new();
        for cable in &self.inventory.cables {
            let [a, b] = &cable.ends;
            if self.model(a.device).is_some() && self.model(b.device).is_some() {
                *cables.entry(a.device).or_default() += 1;
                *cables.entry(b.device).or_default() += 1;
            }
        }
        let mut busy: Vec<(usize, usize)> = cables.into_iter().collect();
        busy.sort_by_key(|(device, count)| (std::cmp::Reverse(*count), *device));
        busy.into_iter().map(|(device, _)| device).collect()
    }

    /// Address pools: those of the source, those around the source's addresses, and some that are free.
    fn pools(&mut self) -> Vec<String> {
        let inventory = self.inventory;
        let devices = || inventory.devices.iter().filter(|device| device.what.is_switch());
        let mut taken = inventory.pools.taken.clone();
        for device in &inventory.devices {
            taken.extend(device.management.iter().chain(&device.loopback).map(IpNet::trunc));
        }
        taken.extend(
            inventory
                .vlans
                .iter()
                .flat_map(|vlan| vlan.gateways.iter().chain(&vlan.prefixes))
                .map(IpNet::trunc),
        );
        taken.extend(inventory.cables.iter().flat_map(|cable| cable.prefixes.iter().copied()));
        let given = &inventory.pools;
        taken.extend(given.loopback.iter().chain(&given.link).chain(&given.mgmt).copied());
        let routed = self.is_routed();
        let mgmt = around(&given.mgmt, devices().flat_map(|device| &device.management), 24);
        let loopback = around(&given.loopback, devices().flat_map(|device| &device.loopback), 24);
        let families = |v4: bool| {
            let gateways = inventory.vlans.iter().flat_map(|vlan| &vlan.gateways);
            loopback.iter().chain(gateways).any(|net| net.addr().is_ipv4() == v4)
        };
        let numbered = routed && !given.link.is_empty();
        let lacks = |v4: bool| {
            numbered && families(v4) && given.link.iter().all(|net| net.addr().is_ipv4() != v4)
        };
        let mut link = given.link.clone();
        let made = [lacks(true), lacks(false)];
        link.extend(made[0].then(|| free(16, 20, &mut taken)));
        link.extend(made[1].then_some(LINKS_V6));
        if let Some(last) = link.last().filter(|_| made.contains(&true)) {
            let what = format!("`{last}` in `pool link`");
            let why = "the source gives links addresses of one family, and the other is routed too";
            self.notes.chosen(&what, why, None);
        }
        let mut pools = Vec::new();
        let mut pool = |word: &str, nets: Vec<IpNet>, wanted: bool, third: u8, length: u8| {
            let made = nets.is_empty();
            let nets = if made && wanted { vec![free(third, length, &mut taken)] } else { nets };
            if !nets.is_empty() {
                let list = nets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                let comment = if made { "  // not in the source" } else { "" };
                pools.push(format!("pool {word} {list}{comment}"));
            }
        };
        pool("loopback", loopback, routed, 0, 22);
        pool("vtep", Vec::new(), inventory.routing.evpn, 4, 22);
        pool("link", link, routed || self.needs_link_pool(), 16, 20);
        let several = |v4: bool| mgmt.iter().filter(|net| net.addr().is_ipv4() == v4).count() > 1;
        let way_out = if several(true) || several(false) {
            "// Its prefixes have no one way out. For a `gateway ADDRESS` write one prefix of a family, which holds the gateway and all switches, instead of several."
        } else {
            "// The way out of the management network is not in the source: put `gateway ADDRESS` behind it."
        };
        pool("mgmt", mgmt, true, 32, 22);
        pools.push(way_out.to_owned());
        let underlay = inventory.routing.underlay.as_deref().unwrap_or_default();
        if inventory.routing.evpn || underlay.starts_with("bgp") {
            pools.push("pool asn 4200000000..4200009999".to_owned());
        }
        pools
    }

    /// The first mode of spanning tree that all models have.
    fn spanning_tree(&self) -> &'static str {
        let models: Vec<_> =
            (0..self.inventory.devices.len()).filter_map(|device| self.model(device)).collect();
        let all =
            |feature| models.iter().all(|model| model.vendor.supports(model.platform, feature));
        let known = [
            (Feature::StpRstp, "rstp"),
            (Feature::StpMstp, "mstp"),
            (Feature::StpRapidPvst, "rapid-pvst"),
        ];
        known.into_iter().find(|(feature, _)| all(*feature)).map_or("rstp", |(_, mode)| mode)
    }

    /// A pair may take addresses of its own for its peer link.
    fn needs_link_pool(&self) -> bool {
        let lags =
            self.inventory.cables.iter().flat_map(|cable| &cable.ends).any(|end| end.lag.is_some());
        lags || !self.inventory.pairs.is_empty()
    }

    /// The tier in the middle, or the switch with most cables.
    fn root(&mut self) -> Option<String> {
        let inventory = self.inventory;
        let roles = || {
            inventory
                .devices
                .iter()
                .filter(|device| device.what.is_switch())
                .filter_map(|device| device.role.as_deref())
        };
        let middle = MIDDLE
            .iter()
            .find_map(|word| roles().find(|role| role.to_ascii_lowercase().contains(word)));
        if let Some(role) = middle {
            return Some(self.places.give(&format!("tier {role}"), role, "tier"));
        }
        self.busy().first().map(|device| self.name(*device).to_owned())
    }
}

/// The pools given, and the subnets of addresses that lie in none of them.
fn around<'n>(
    given: &[IpNet],
    addresses: impl Iterator<Item = &'n IpNet>,
    length: u8,
) -> Vec<IpNet> {
    let mut nets: Vec<IpNet> = given.to_vec();
    for net in addresses {
        if nets.iter().any(|pool| pool.contains(&net.addr())) {
            continue;
        }
        let single = net.prefix_len() == net.max_prefix_len();
        let length = if net.addr().is_ipv6() { 64 } else { length };
        let wide =
            IpNet::new(net.addr(), length).map_or(*net, |wide| if single { wide } else { *net });
        nets.push(wide.trunc());
    }
    nets.sort_unstable();
    nets
}

/// A prefix of private addresses that nothing else has.
fn free(third: u8, length: u8, taken: &mut Vec<IpNet>) -> IpNet {
    let prefix = |second: u8| {
        let net = Ipv4Net::new(Ipv4Addr::new(10, second, third, 0), length).unwrap_or_default();
        IpNet::V4(net.trunc())
    };
    let clash = |net: &IpNet| {
        let holds = |a: &IpNet, b: IpAddr| a.contains(&b);
        taken.iter().any(|other| holds(net, other.addr()) || holds(other, net.addr()))
    };
    let found = (0..=255).rev().map(prefix).find(|net| !clash(net)).unwrap_or_else(|| prefix(255));
    taken.push(found);
    found
}
