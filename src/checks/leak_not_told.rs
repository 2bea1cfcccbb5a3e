use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Advertise, Boundary, Fabric, Leak, Peer, SwitchId, Vlan, VlanId};

declare_rule! {
    /// A neighbour is to be told of a subnet that BGP of its VRF does not know.
    ///
    /// Some systems copy routes between the VRFs of a switch from routing table to routing table, past BGP: EOS does where a
    /// leak names `prefixes`, and where there is no overlay. Packets find their way then, and OSPF tells such routes, but
    /// BGP has none of them to announce.
    ///
    /// ```rack
    /// vrf public { leak from cloud prefixes control }
    /// vlan control 110 { vrf cloud  gateway 10.20.8.1/23 }
    /// boundary internet { vrf public  …  peer isp … { import default  export control } }     // of VRF cloud
    /// ```
    ///
    /// In an overlay, leak without `prefixes`, which goes by BGP, and let `export` decide what is told. Else tell the neighbour
    /// from a boundary in the subnet's own VRF.
    "R1417", "leak-not-told", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    for boundary in &fabric.boundaries {
        let Some(vrf) = boundary.vrf else { continue };
        for leak in &fabric.vrfs[vrf].leaks {
            if leak.prefixes.is_none() && fabric.settings.overlay.is_some() {
                continue;
            }
            for peer in &boundary.peers {
                check_peer(context, (boundary, leak, peer), sink);
            }
        }
    }
}

fn check_peer(
    context: &Context<'_>,
    (boundary, leak, peer): (&Boundary, &Leak, &Peer),
    sink: &mut Sink,
) {
    let fabric = context.fabric;
    let Some(export) = &peer.export else { return };
    let beside = |id: &SwitchId| {
        let vendor = context.catalog.vendors.get(&fabric.switches[*id].vendor);
        vendor.is_some_and(|vendor| vendor.routing.leaks_beside_bgp)
    };
    let Some(switch) = peer.on.iter().copied().find(beside) else { return };
    let Some(vlan) = told_of(fabric, leak, &export.value) else { return };
    let switch = &fabric.switches[switch].name;
    let from = &fabric.vrfs[leak.from.value].name;
    sink.push(
        Diagnostic::new(
            &CODE,
            format!(
                "BGP of `{switch}` cannot tell `{}` of VLAN `{}`: {} has it by a leak past BGP",
                peer.name,
                vlan.name,
                fabric.vrf_text(boundary.vrf)
            ),
        )
        .at(export.span, "to be told")
        .at(leak.span, "copied into the routing table alone")
        .help(if fabric.settings.overlay.is_some() {
            format!("write `leak from {from}` without `prefixes`; `export` decides what is told")
        } else {
            format!("tell the neighbour from a boundary in VRF `{from}`")
        }),
    );
}

/// A VLAN of the VRF that is leaked which an export names, or whose subnet its policy does.
fn told_of<'f>(fabric: &'f Fabric, leak: &Leak, export: &Advertise) -> Option<&'f Vlan> {
    let theirs = |id: &VlanId| fabric.vlans[*id].vrf == Some(leak.from.value);
    let routed = |id: &VlanId| theirs(id) && fabric.vlans[*id].gateway.is_some();
    let named = |id: &VlanId| match export {
        Advertise::Subnets { vrfs, vlans } => vlans.contains(id) || vrfs.contains(&leak.from.value),
        Advertise::Policy(position) => in_policy(fabric, *position, &fabric.vlans[*id]),
        _ => false,
    };
    fabric.vlans.ids().filter(routed).find(named).map(|id| &fabric.vlans[id])
}

/// Whether a policy lets a VLAN's subnet out by its prefix.
fn in_policy(fabric: &Fabric, position: usize, vlan: &Vlan) -> bool {
    let (Some(policy), Some(gateway)) = (fabric.policies.get(position), &vlan.gateway) else {
        return false;
    };
    let mut subnets = nets::both(gateway.ipv4, gateway.ipv6).map(|net| net.value.trunc());
    subnets.any(|subnet| {
        let length = subnet.prefix_len();
        let first = policy.terms.iter().find(|term| {
            let prefixes = term.prefixes.iter().flat_map(|set| &set.prefixes);
            prefixes
                .map(|prefix| prefix.value)
                .any(|one| one.prefix.contains(&subnet) && (one.from..=one.up_to).contains(&length))
        });
        first.is_some_and(|term| term.permit)
    })
}
