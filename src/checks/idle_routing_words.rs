use std::collections::BTreeSet;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{AsnOf, SwitchId, UnderlayKind, gateway_kind};
use crate::source::Span;
use crate::vendor::schema::{GatewayKind, PairVtep};

declare_rule! {
    /// A word about routing or the overlay changes nothing.
    ///
    /// `maintenance` asks neighbours to route around a switch: where it speaks neither BGP nor OSPF with anybody,
    /// nobody is asked, and taking it out of service cuts off what is behind it. `asn` is for BGP, `vni`
    /// for an overlay, `anycast-mac` for gateways that are anycast addresses. Some systems tunnel from
    /// their loopback, and have no other tunnel address than that; on others both members of a pair have one address, said
    /// in its `mlag` block; and a switch without VLANs of the overlay has no tunnels. `per rack` gives
    /// the hosts of each rack an AS number, where there are racks.
    ///
    /// ```rack
    /// fabric campus { mtu 1500  spanning-tree rstp root core }
    /// switch access1 model access { maintenance }
    /// ```
    ///
    /// Delete the word, or say what it is for: an `underlay`, an `overlay`, a `peer`.
    "R1410", "idle-routing-words", Warning
}

/// A word, where it stands, and why it says nothing.
type Idle = (&'static str, Span, String);

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut seen = BTreeSet::new();
    let all = maintenance(context)
        .chain(numbers(context))
        .chain(tunnels(context))
        .chain(per_rack(context))
        .chain(anycast_mac(context));
    for (word, span, why) in all {
        // A statement for several switches is told of once.
        if seen.insert(span) {
            sink.push(
                Diagnostic::new(&CODE, format!("`{word}` does nothing: {why}"))
                    .at(span, "changes no configuration")
                    .help(format!("delete `{word}`")),
            );
        }
    }
}

fn maintenance<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Idle> + 'a {
    context.fabric.switches.iter().filter_map(|(id, switch)| {
        let span = switch.maintenance.filter(|_| !routes(context, id))?;
        let why = format!("`{}` has no neighbours that could route around it", switch.name);
        Some(("maintenance", span, why))
    })
}

/// AS numbers without BGP, and VNIs without an overlay.
fn numbers<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Idle> + 'a {
    let fabric = context.fabric;
    // Routes are leaked from VRF to VRF by BGP too.
    let leaks = fabric.vrfs.values().any(|vrf| !vrf.leaks.is_empty());
    let bgp = leaks || fabric.switches.ids().any(|id| speaks_bgp(context, id));
    let settings = &fabric.settings;
    let overlay = settings.overlay.is_some();
    let switches = fabric.switches.values().filter_map(|switch| switch.asn);
    let asns = switches.chain(fabric.pairs.values().filter_map(|pair| pair.asn));
    let asns = asns.chain(settings.underlay.asn);
    let vlans = fabric.vlans.values().filter_map(|vlan| vlan.vni);
    let vnis = vlans.chain(fabric.vrfs.values().filter_map(|vrf| vrf.vni));
    let idle = asns.filter(move |_| !bgp).map(|asn| ("asn", asn.span, "nothing speaks BGP".into()));
    idle.chain(
        vnis.filter(move |_| !overlay).map(|vni| ("vni", vni.span, "there is no overlay".into())),
    )
}

/// A number for each rack, where no switch stands in any.
fn per_rack<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Idle> + 'a {
    let fabric = context.fabric;
    let racks = fabric.switches.values().any(|switch| switch.rack.is_some());
    let asns = fabric.services.iter().filter_map(|service| service.asn);
    let idle = asns.filter(move |asn| asn.per == AsnOf::Rack && !racks);
    idle.map(|asn| ("per rack", asn.range.span, "no switch stands in a rack".into()))
}

/// Tunnel addresses of switches that tunnel from another one, or from none.
fn tunnels<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Idle> + 'a {
    context.fabric.switches.iter().flat_map(move |(id, switch)| {
        let why = (!switch.vtep.is_empty()).then(|| no_tunnel(context, id)).flatten();
        let idle = why.map(|why| switch.vtep.iter().map(move |at| ("vtep", at.span, why.clone())));
        idle.into_iter().flatten()
    })
}

/// Why a switch has no use for a tunnel address of its own.
fn no_tunnel(context: &Context<'_>, id: SwitchId) -> Option<String> {
    let (switch, facts) = (context.switch(id), context.vendor(id)?);
    if facts.routing.vtep_loopback == 0 {
        return Some(format!("{} tunnels from the loopback of `{}`", facts.title, switch.name));
    }
    if !context.topology.routed.vteps.contains(&id) {
        return Some(format!("`{}` is no tunnel endpoint", switch.name));
    }
    let pair = Some(&context.fabric.pairs[switch.pair?]).filter(|pair| !pair.esi)?;
    let shared = facts.routing.pair_vtep == PairVtep::Shared;
    shared.then(|| format!("both members of `{}` tunnel from one address", pair.name))
}

fn anycast_mac<'a>(context: &'a Context<'_>) -> impl Iterator<Item = Idle> + 'a {
    let fabric = context.fabric;
    let anycast = |vlan| gateway_kind(fabric, context.catalog, vlan) == Some(GatewayKind::Anycast);
    let used = fabric.settings.overlay.is_some() || fabric.vlans.values().any(anycast);
    let said = fabric.settings.anycast_mac.as_ref().filter(|_| !used);
    said.map(|mac| ("anycast-mac", mac.span, "no gateway is an anycast address".to_owned()))
        .into_iter()
}

/// Whether a switch speaks BGP with anybody.
fn speaks_bgp(context: &Context<'_>, id: SwitchId) -> bool {
    let fabric = context.fabric;
    let settings = &fabric.settings;
    let inside = settings.underlay.kind.is_bgp() || settings.overlay.is_some();
    let peers = || {
        let peers = fabric.boundaries.iter().flat_map(|boundary| &boundary.peers);
        peers.flat_map(|peer| &peer.on).any(|on| *on == id)
    };
    let services = || {
        let vlans = fabric.services.iter().flat_map(|service| &service.vlans);
        let gateways = vlans.filter_map(|vlan| fabric.vlans[vlan.value].gateway.as_ref());
        gateways.flat_map(|gateway| &gateway.on).any(|on| *on == id)
    };
    inside && fabric.switches[id].routed || peers() || services()
}

/// Whether a switch tells anybody routes.
fn routes(context: &Context<'_>, id: SwitchId) -> bool {
    let fabric = context.fabric;
    let ospf = || {
        fabric.boundaries.iter().any(|one| one.ospf.is_some() && one.on.contains(&id))
            || (fabric.settings.underlay.kind == UnderlayKind::Ospf && fabric.switches[id].routed)
    };
    speaks_bgp(context, id) || ospf()
}
