use ipnet::IpNet;

use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, Vlan, VlanId, VrfId};

declare_rule! {
    /// A DHCP server is in a VRF that does not know the clients' one.
    ///
    /// The relay sends clients' requests on in the VRF of their VLAN, and the server answers the relay. When the server's
    /// subnet is in another VRF, both need the other's routes: `leak from` in each of the two. Where the clients' gateway is
    /// the same on several switches, each relays from a loopback of the VRF: that must be among what the server's VRF takes.
    ///
    /// ```rack
    /// vlan web  110 { vrf prod    gateway 10.1.110.1/24  dhcp-relay 10.2.210.10 }
    /// vlan dhcp 210 { vrf shared  gateway 10.2.210.1/24 }
    /// ```
    "R0327", "relay-out-of-reach", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    for vlan in fabric.vlans.values() {
        for server in &vlan.dhcp_relay {
            let address = IpNet::from(server.value);
            let holds = |id: VlanId| {
                let gateway = fabric.vlans[id].gateway.as_ref();
                gateway.is_some_and(|gateway| gateway.holds(server.value))
            };
            let there: Vec<VlanId> = fabric.vlans.ids().filter(|id| holds(*id)).collect();
            let relays = relays(fabric, vlan, address);
            let near = there.iter().any(|id| {
                let vrf = fabric.vlans[*id].vrf;
                vrf == vlan.vrf
                    || (knows(fabric, vlan.vrf, vrf, &[address])
                        && knows(fabric, vrf, vlan.vrf, &relays))
            });
            let Some(other) = there.first().filter(|_| !near).map(|id| &fabric.vlans[*id]) else {
                continue;
            };
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!(
                        "DHCP server {} is in {}, and VLAN `{}` in {}",
                        server.value,
                        fabric.vrf_text(other.vrf),
                        vlan.name,
                        fabric.vrf_text(vlan.vrf)
                    ),
                )
                .at(server.span, "not reached from here")
                .at(other.origin.at, "its VLAN")
                .help(help(&relays)),
            );
        }
    }
}

fn help(relays: &[IpNet]) -> String {
    let plain = "name a server in the VLAN's own VRF, or write `leak from` in both VRFs";
    if relays.is_empty() {
        return plain.to_owned();
    }
    let relays: Vec<String> = relays.iter().map(ToString::to_string).collect();
    format!("{plain}: the server answers to {}", relays.join(" and "))
}

/// Where requests come from that are relayed to a server: of the server's family.
fn relays(fabric: &Fabric, vlan: &Vlan, server: IpNet) -> Vec<IpNet> {
    let loopbacks = &fabric.settings.pools.loopback;
    let of_family = |net: &IpNet| net.addr().is_ipv6() == server.addr().is_ipv6();
    let all: Vec<IpNet> = match &vlan.gateway {
        Some(gateway) if gateway.distributed => {
            let ipv4 = loopbacks.ipv4.iter().map(|net| IpNet::from(net.value));
            ipv4.chain(loopbacks.ipv6.iter().map(|net| IpNet::from(net.value))).collect()
        }
        _ => nets::of_vlan(vlan).map(|net| net.value.trunc()).collect(),
    };
    all.into_iter().filter(of_family).collect()
}

/// Whether a VRF takes routes to any of these in from another.
fn knows(fabric: &Fabric, vrf: Option<VrfId>, other: Option<VrfId>, nets: &[IpNet]) -> bool {
    let (Some(vrf), Some(other)) = (vrf, other) else { return false };
    let leaks = fabric.vrfs[vrf].leaks.iter().filter(|leak| leak.from.value == other);
    leaks.into_iter().any(|leak| {
        let Some(set) = &leak.prefixes else { return true };
        let mut said = set.prefixes.iter().map(|one| one.value.prefix);
        said.any(|one| nets.iter().any(|net| one.contains(net) || net.contains(&one)))
    })
}
