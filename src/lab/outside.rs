//! What lies beyond the boundaries, as far as a cable leads there.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::nodes::Plain;
use crate::documents::Documents;
use crate::fabric::{Boundary, BoundaryPort, CableEnd, CableId, Fabric};

/// A node for each name beyond a boundary, and for each cable to what has none.
pub(super) fn all(fabric: &Fabric, documents: &Documents<'_>, cables: &[CableId]) -> Vec<Plain> {
    let mut nodes: BTreeMap<String, Plain> = BTreeMap::new();
    let mut given = BTreeSet::new();
    for cable in cables {
        let [near, far] = &fabric.cables[*cable].ends;
        let (CableEnd::Outside(name), Some(near)) = (far, near.switch_port()) else { continue };
        let switch = &fabric.switches[near.switch].name;
        let port = documents.port(*cable, 0).map(|port| port.to_string().replace('/', "-"));
        let name = match name {
            Some(name) => free_name(fabric, name),
            None => free_name(fabric, &format!("{switch}-{}", port.unwrap_or_default())),
        };
        let node = nodes.entry(name.clone()).or_insert_with(|| Plain {
            name,
            comment: "beyond a boundary".to_owned(),
            ..Plain::default()
        });
        let interface = format!("eth{}", node.links.len() + 1);
        node.links.insert(*cable, interface.clone());
        node.run(format!("ip link set dev {interface} up"));
        ports(node, fabric, *cable, &interface, &mut given);
    }
    nodes.into_values().collect()
}

/// The name of what is outside, unless something inside has it.
fn free_name(fabric: &Fabric, name: &str) -> String {
    let inside = fabric.switches.values().any(|switch| switch.name == name)
        || fabric.hosts.values().any(|host| host.name == name);
    if inside { format!("{name}-outside") } else { name.to_owned() }
}

/// The far sides of a cable's routed ports: tagged where they are.
fn ports(
    node: &mut Plain,
    fabric: &Fabric,
    cable: CableId,
    interface: &str,
    given: &mut BTreeSet<(Option<crate::fabric::VrfId>, IpAddr)>,
) {
    let boundaries = fabric.boundaries.iter();
    let mut ports: Vec<(&Boundary, &BoundaryPort)> =
        boundaries.flat_map(|one| one.ports.iter().map(move |port| (one, port))).collect();
    ports.retain(|(_, port)| port.cable == cable);
    ports.sort_by_key(|(boundary, port)| (port.tag.map(|tag| tag.value), &boundary.name));
    for (boundary, port) in ports {
        let face = match port.tag {
            None => interface.to_owned(),
            Some(tag) => {
                let (name, tag) = (format!("{interface}.{}", tag.value), tag.value);
                node.run(format!("ip link add link {interface} name {name} type vlan id {tag}"));
                node.run(format!("ip link set dev {name} up"));
                name
            }
        };
        let ipv4 = port.ipv4.map(|net| IpNet::V4(net.value));
        let ipv6 = port.ipv6.map(|net| IpNet::V6(net.value));
        for own in ipv4.into_iter().chain(ipv6) {
            let far = far(fabric, boundary, own);
            if let Some(ip) = far.into_iter().find(|ip| given.insert((boundary.vrf, *ip)))
                && let Ok(net) = IpNet::new(ip, own.prefix_len())
            {
                node.address(&face, net, true);
            }
        }
    }
}

/// Who may be at the other side of a port: a neighbour, a next hop, or the other address of the link.
fn far(fabric: &Fabric, boundary: &Boundary, own: IpNet) -> Vec<IpAddr> {
    let peers = boundary.peers.iter().flat_map(|peer| peer.addresses.iter().map(|ip| ip.value));
    let routes = fabric.routes.iter().filter(|route| route.vrf == boundary.vrf);
    let hops = routes.filter_map(|route| route.via.map(|via| via.value));
    let (mut all, mut hops): (Vec<IpAddr>, Vec<IpAddr>) = (peers.collect(), hops.collect());
    all.sort_unstable();
    hops.sort_unstable();
    all.extend(hops);
    if own.prefix_len() + 1 >= own.max_prefix_len() {
        all.extend([own.network(), own.broadcast()]);
    }
    all.retain(|ip| own.contains(ip) && *ip != own.addr());
    all
}
