//! Hosts of a lab: the bond, the VLANs and the addresses that their ports' profiles ask for.

use std::collections::BTreeMap;
use std::net::IpAddr;

use ipnet::IpNet;

use super::nodes::{Addresses, Plain};
use crate::device::Lowering;
use crate::fabric::{
    Attachment, AttachmentMode, CableId, Carried, Fabric, HostId, LacpMode, Profile, Vlan, VlanId,
    natural,
};
use crate::topology::Topology;

/// Tables of routes for what comes from one VLAN's address begin here.
const TABLES: u32 = 10_000;

/// Every host with a cable in the lab, by name.
pub(super) fn all(
    lowering: Lowering<'_>,
    cables: &[CableId],
    addresses: &mut Addresses,
) -> Vec<Plain> {
    let (fabric, topology) = (lowering.fabric, lowering.topology);
    let rank: BTreeMap<CableId, usize> =
        cables.iter().enumerate().map(|(rank, cable)| (*cable, rank)).collect();
    let mut ids: Vec<HostId> = fabric.hosts.ids().collect();
    ids.sort_by(|a, b| natural(&fabric.hosts[*a].name, &fabric.hosts[*b].name));
    let hosts = ids.into_iter().map(|id| {
        let host = &fabric.hosts[id];
        let name = host.name.clone();
        let node = Plain { comment: host.kind.to_string(), name, ..Plain::default() };
        let mut work = Work { fabric, topology, id, node, routed: [false; 2], addresses };
        let mut attachments: Vec<&Attachment> =
            host.attachments.iter().map(|id| &fabric.attachments[*id]).collect();
        // Not in the order in which they are written, which means nothing.
        attachments.sort_by_key(|one| one.cables.iter().filter_map(|id| rank.get(id)).min());
        for (number, attachment) in attachments.into_iter().enumerate() {
            let mut there: Vec<CableId> =
                attachment.cables.iter().copied().filter(|id| rank.contains_key(id)).collect();
            there.sort_by_key(|id| rank.get(id));
            if !there.is_empty() {
                work.attach(number, attachment, &there);
            }
        }
        work.node
    });
    hosts.filter(|node| !node.links.is_empty()).collect()
}

/// One host at work.
struct Work<'a> {
    fabric: &'a Fabric,
    topology: &'a Topology,
    id: HostId,
    node: Plain,
    /// Whether there is a default route, by family.
    routed: [bool; 2],
    addresses: &'a mut Addresses,
}

impl Work<'_> {
    fn attach(&mut self, number: usize, attachment: &Attachment, cables: &[CableId]) {
        let profile = &self.fabric.profiles[attachment.profile];
        let first = self.node.links.len() + 1;
        let ports: Vec<String> =
            (first..first + cables.len()).map(|number| format!("eth{number}")).collect();
        self.node.links.extend(cables.iter().copied().zip(ports.iter().cloned()));
        let (untagged, tagged) = self.vlans(attachment, profile);
        let vlans = untagged.iter().chain(&tagged).map(|id| self.fabric.vlans[*id].ip_mtu());
        let mtu = vlans.max().unwrap_or(1500);
        let interface = match (attachment.mode, ports.as_slice()) {
            (AttachmentMode::Single, [only]) => {
                self.node.run(format!("ip link set dev {only} mtu {mtu} up"));
                only.clone()
            }
            _ => self.bond(&format!("bond{number}"), attachment.mode, profile, &ports, mtu),
        };
        for id in untagged {
            self.vlan(&interface, id);
        }
        for id in tagged {
            let vlan = &self.fabric.vlans[id];
            let name = format!("{interface}.{}", vlan.id);
            let (number, mtu) = (vlan.id, vlan.ip_mtu());
            self.node.run(format!(
                "ip link add link {interface} name {name} mtu {mtu} type vlan id {number}"
            ));
            self.node.run(format!("ip link set dev {name} up"));
            self.vlan(&name, id);
        }
    }

    fn bond(
        &mut self,
        name: &str,
        mode: AttachmentMode,
        profile: &Profile,
        ports: &[String],
        mtu: u32,
    ) -> String {
        let lacp = profile.lacp.map(|lacp| lacp.value);
        let options = match (mode, lacp) {
            (AttachmentMode::Lag, Some(LacpMode::Fast)) => {
                "mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4"
            }
            (AttachmentMode::Lag, Some(LacpMode::Slow)) => {
                "mode 802.3ad miimon 100 lacp_rate slow xmit_hash_policy layer3+4"
            }
            (AttachmentMode::Lag, Some(LacpMode::Static) | None) => {
                "mode balance-xor miimon 100 xmit_hash_policy layer3+4"
            }
            (AttachmentMode::ActiveBackup | AttachmentMode::Single, _) => {
                "mode active-backup miimon 100"
            }
        };
        self.node.run(format!("ip link add {name} type bond {options}"));
        for port in ports {
            self.node.run(format!("ip link set dev {port} down"));
            self.node.run(format!("ip link set dev {port} master {name}"));
        }
        self.node.run(format!("ip link set dev {name} mtu {mtu} up"));
        name.to_owned()
    }

    /// VLANs without and with a tag, by id.
    fn vlans(&self, attachment: &Attachment, profile: &Profile) -> (Vec<VlanId>, Vec<VlanId>) {
        let native = profile.native.map(|native| native.value);
        let (untagged, mut tagged): (Vec<VlanId>, Vec<VlanId>) = match &profile.carried {
            Carried::Access(vlan) => (vec![vlan.value], Vec::new()),
            Carried::Trunk(list) => {
                (native.into_iter().collect(), list.iter().map(|vlan| vlan.value).collect())
            }
            Carried::All(_) => {
                let on = attachment.switches.first().map(|id| self.topology.vlans_of(*id));
                (native.into_iter().collect(), on.into_iter().flatten().collect())
            }
            Carried::Nothing => (native.into_iter().collect(), Vec::new()),
        };
        tagged.retain(|vlan| !untagged.contains(vlan));
        tagged.sort_by_key(|vlan| self.fabric.vlans[*vlan].id);
        tagged.dedup();
        (untagged, tagged)
    }

    /// Addresses and routes in a VLAN: what the plan says of the host, or an address that is free.
    fn vlan(&mut self, interface: &str, id: VlanId) {
        let fabric = self.fabric;
        let vlan = &fabric.vlans[id];
        let gateway = vlan.gateway.as_ref();
        let ipv4 = gateway.and_then(|gateway| gateway.ipv4).map(|net| IpNet::V4(net.value));
        let ipv6 = gateway.and_then(|gateway| gateway.ipv6).map(|net| IpNet::V6(net.value));
        let vrf = vlan.vrf.map_or("default", |vrf| fabric.vrfs[vrf].name.as_str());
        for (family, gateway) in [ipv4, ipv6].into_iter().enumerate() {
            let Some(gateway) = gateway else { continue };
            let said = self.said(id, vlan, gateway);
            let planned = said.is_some();
            let Some(own) = said.or_else(|| self.addresses.free(vrf, gateway)) else { continue };
            self.node.address(interface, own, planned);
            self.route(interface, vlan.id, family, own, gateway);
        }
    }

    /// What the program says of the host's address in a subnet.
    fn said(&self, id: VlanId, vlan: &Vlan, subnet: IpNet) -> Option<IpNet> {
        let name = &self.fabric.hosts[self.id].name;
        let of_vlan = vlan.hosts.iter().filter(|(host, _)| host.value == *name);
        let of_vlan = of_vlan.map(|(_, ip)| ip.value);
        let services = self.fabric.services.iter();
        let services = services.filter(|service| service.vlans.iter().any(|one| one.value == id));
        let nodes = services.flat_map(|service| &service.nodes);
        let nodes = nodes.filter(|node| node.host == Some(self.id) || node.name.value == *name);
        let of_nodes = nodes.flat_map(|node| node.addresses.iter().map(|ip| ip.value));
        let mut said: Vec<IpAddr> = of_vlan.chain(of_nodes).collect();
        said.retain(|ip| subnet.contains(ip));
        IpNet::new(*said.first()?, subnet.prefix_len()).ok()
    }

    /// The first gateway is the default one; what comes from the address in another VLAN goes back by that VLAN's.
    fn route(&mut self, interface: &str, vlan: u16, family: usize, own: IpNet, gateway: IpNet) {
        let ip = if family == 0 { "ip" } else { "ip -6" };
        let via = format!("default via {} dev {interface}", gateway.addr());
        match self.routed.get_mut(family) {
            Some(routed) if !*routed => {
                *routed = true;
                self.node.run(format!("{ip} route replace {via}"));
            }
            _ => {
                let table = TABLES + u32::from(vlan);
                self.node.run(format!("{ip} route replace {via} table {table}"));
                self.node.run(format!("{ip} rule add from {} table {table}", own.addr()));
            }
        }
    }
}
