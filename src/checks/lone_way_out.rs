use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{
    Advertise, Boundary, Fabric, Gateway, Peer, StaticRoute, SwitchId, UnderlayKind, VlanId,
};

declare_rule! {
    /// Each of two gateways has a way out of its own, and neither knows the other's.
    ///
    /// Hosts send their packets to either of two gateways. When the neighbour of one of them is lost, that gateway has no
    /// route, and drops what comes to it, although the other one still has a way. Without an underlay nothing tells it.
    ///
    /// ```rack
    /// boundary internet {
    ///   on   core-a, core-b
    ///   port core-a:31 address 203.0.113.1/31 to isp-a
    ///   port core-b:31 address 203.0.113.3/31 to isp-b
    ///   peer isp-a asn 64700 at 203.0.113.0 { import default  export web }
    ///   peer isp-b asn 64800 at 203.0.113.2 { import default  export web }
    /// }
    /// ```
    ///
    /// Give each a static route by way of the other, with a `distance` that loses to what the neighbour tells:
    /// `route 0.0.0.0/0 via ADDRESS on core-a distance 250`. Or let them route: `underlay bgp`, and a cable between them
    /// without a profile.
    "R1017", "lone-way-out", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    if fabric.settings.underlay.kind != UnderlayKind::None {
        return;
    }
    for boundary in &fabric.boundaries {
        let exits: Vec<Exit<'_>> = boundary
            .on
            .iter()
            .filter_map(|switch| Some(Exit { switch: *switch, peer: lone(boundary, *switch)? }))
            .collect();
        for (position, first) in exits.iter().enumerate() {
            for second in &exits[position + 1..] {
                let both = [first, second];
                let lacking = both.into_iter().filter(|exit| lacks(fabric, boundary, exit, both));
                let lacking: Vec<&Exit<'_>> = lacking.collect();
                if let Some(vlan) = shared_gateway(fabric, boundary, both)
                    && !lacking.is_empty()
                {
                    sink.push(report(fabric, both, &lacking, &fabric.vlans[vlan].name));
                }
            }
        }
    }
}

/// A switch with neighbours of its own.
struct Exit<'f> {
    switch: SwitchId,
    /// The first of them.
    peer: &'f Peer,
}

/// Whether an exit has nothing that stands in for its neighbour, in a family in which another one does have a way.
fn lacks(fabric: &Fabric, boundary: &Boundary, exit: &Exit<'_>, both: [&Exit<'_>; 2]) -> bool {
    [false, true].into_iter().any(|ipv6| {
        let speaks =
            |one: &Exit<'_>| one.peer.addresses.iter().any(|at| at.value.is_ipv6() == ipv6);
        both.into_iter().all(speaks) && !has_stand_in(fabric, boundary, exit.switch, ipv6)
    })
}

/// The first neighbour of a switch that tells it routes, when all such neighbours are its own.
fn lone(boundary: &Boundary, switch: SwitchId) -> Option<&Peer> {
    let tells = |peer: &&Peer| {
        let import = peer.import.as_ref();
        peer.on.contains(&switch) && import.is_some_and(|said| said.value != Advertise::Nothing)
    };
    let mut peers = boundary.peers.iter().filter(tells);
    let first = peers.next()?;
    let own = std::iter::once(first).chain(peers).all(|peer| peer.on == [switch]);
    (own && boundary.ospf.is_none()).then_some(first)
}

/// Whether a switch has a static route of a family that is there when its neighbour is not.
fn has_stand_in(fabric: &Fabric, boundary: &Boundary, switch: SwitchId, ipv6: bool) -> bool {
    let ports = boundary.ports.iter().filter(|port| port.switch == switch);
    let own: Vec<_> = ports.flat_map(|port| nets::both(port.ipv4, port.ipv6)).collect();
    let elsewhere = |route: &&StaticRoute| {
        let via = route.via.map(|via| via.value);
        let of_family = route.prefix.value.addr().is_ipv6() == ipv6;
        of_family && via.is_some_and(|via| !own.iter().any(|net| net.value.contains(&via)))
    };
    let mut routes = fabric.routes.iter().filter(|route| route.vrf == boundary.vrf);
    routes.any(|route| route.may_be_on(switch) && elsewhere(&route))
}

/// A VLAN in the boundary's VRF of which both switches are gateways.
fn shared_gateway(fabric: &Fabric, boundary: &Boundary, both: [&Exit<'_>; 2]) -> Option<VlanId> {
    let mut vlans = fabric.vlans.iter().filter(|(_, vlan)| vlan.vrf == boundary.vrf);
    let on = |gateway: &Gateway| both.iter().all(|one| gateway.on.contains(&one.switch));
    vlans.find(|(_, vlan)| vlan.gateway.as_ref().is_some_and(on)).map(|(id, _)| id)
}

fn report(fabric: &Fabric, both: [&Exit<'_>; 2], lacking: &[&Exit<'_>], vlan: &str) -> Diagnostic {
    let name = |exit: &Exit<'_>| &fabric.switches[exit.switch].name;
    let [first, second] = both.map(name);
    let message = format!(
        "`{first}` and `{second}` have a neighbour of their own each, and do not route to each other"
    );
    let mut diagnostic = Diagnostic::new(&CODE, message);
    for exit in lacking {
        let what = format!("without it `{}` drops what hosts of `{vlan}` send to it", name(exit));
        diagnostic = diagnostic.at(exit.peer.span, what);
    }
    let on: Vec<&str> = lacking.iter().map(|exit| name(exit).as_str()).collect();
    diagnostic.help(format!(
        "add `route 0.0.0.0/0 via ADDRESS on {} distance 250`, with what an `address` of the other says in a VLAN that both \
         are in; or `underlay bgp` with a cable between them that has no profile",
        on[0]
    ))
}
