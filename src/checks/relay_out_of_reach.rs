use ipnet::IpNet;

use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, VlanId, VrfId};

declare_rule! {
    /// A DHCP server is in a VRF that does not know the clients' one.
    ///
    /// The relay sends clients' requests on in the VRF of their VLAN, and the server answers the relay. When the server's
    /// subnet is in another VRF, both need the other's routes: `leak from` in each of the two.
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
                gateway.is_some_and(|gateway| {
                    let mut subnets = nets::both(gateway.ipv4, gateway.ipv6);
                    subnets.any(|net| net.value.trunc().contains(&address))
                })
            };
            let there: Vec<VlanId> = fabric.vlans.ids().filter(|id| holds(*id)).collect();
            let near = there.iter().any(|id| {
                let vrf = fabric.vlans[*id].vrf;
                vrf == vlan.vrf || (knows(fabric, vlan.vrf, vrf) && knows(fabric, vrf, vlan.vrf))
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
                .help("name a server in the VLAN's own VRF, or write `leak from` in both VRFs"),
            );
        }
    }
}

/// Whether a VRF takes routes of another in. Which ones, its own words say.
fn knows(fabric: &Fabric, vrf: Option<VrfId>, other: Option<VrfId>) -> bool {
    let (Some(vrf), Some(other)) = (vrf, other) else { return false };
    fabric.vrfs[vrf].leaks.iter().any(|leak| leak.from.value == other)
}
