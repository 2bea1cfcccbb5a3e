use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use ipnet::IpNet;

use super::{Context, Repeated, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{AddressPool, Fabric, SwitchId, VlanId, VrfId};
use crate::source::Span;

declare_rule! {
    /// Two prefixes of one VRF overlap.
    ///
    /// A router sends a packet to the interface whose prefix is the longest that fits. Where two
    /// interfaces have overlapping prefixes, one part of the hosts of the wider one cannot be
    /// reached, and most systems refuse the second interface's address. Looked at are the subnets
    /// of VLANs and of boundaries' routed ports, VRF by VRF, and the pools, which live in the
    /// default VRF.
    ///
    /// ```rack
    /// vlan web     110 { vrf prod  gateway 10.1.0.1/16 }
    /// vlan storage 120 { vrf prod  gateway 10.1.120.1/24 }
    /// ```
    ///
    /// Make one of the subnets smaller, or move it. Routed ports of several switches may share one
    /// subnet, ports' prefixes may lie in `pool link`, and a VLAN may be the management network
    /// itself: then its gateway is also the one of `pool mgmt`.
    "R0303", "prefixes-overlap", Error
}

/// What has a prefix.
#[derive(Debug, Clone, Copy)]
enum Holder<'a> {
    Vlan(VlanId),
    Port(SwitchId, &'a str),
    Pool(&'static str),
}

#[derive(Clone, Copy)]
struct Item<'a> {
    vrf: Option<VrfId>,
    net: IpNet,
    holder: Holder<'a>,
    span: Span,
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut items = pools(fabric);
    vlans(fabric, &mut items);
    let mut found = Repeated::new();
    ports(fabric, &mut items, &mut found);
    items.sort_by_key(|item| (item.vrf, item.net));
    // Prefixes around the current one: each holds the next.
    let mut around: Vec<(usize, Item<'_>)> = Vec::new();
    for (position, item) in items.iter().enumerate() {
        while around
            .last()
            .is_some_and(|(_, outer)| outer.vrf != item.vrf || !outer.net.contains(&item.net))
        {
            around.pop();
        }
        if let Some((cause, outer)) = wrong_around(fabric, &around, item) {
            let name = name(fabric, item.holder);
            found.add(Cause::Around(*cause), &name, || report(fabric, outer, item));
        }
        around.push((position, *item));
    }
    found.report(sink);
}

/// The narrowest prefix that must not be around an item; of several alike, the first.
fn wrong_around<'o, 'a>(
    fabric: &Fabric,
    around: &'o [(usize, Item<'a>)],
    item: &Item<'_>,
) -> Option<&'o (usize, Item<'a>)> {
    let (_, narrowest) = around.iter().rev().find(|(_, outer)| clash(fabric, outer, item))?;
    around.iter().find(|(_, outer)| outer.net == narrowest.net && clash(fabric, outer, item))
}

/// What findings are told together: those under one wider prefix, or of one boundary's subnet.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    Around(usize),
    Switch(Option<VrfId>, IpNet),
}

fn pools(fabric: &Fabric) -> Vec<Item<'_>> {
    let pools = &fabric.settings.pools;
    let all = [("loopback", &pools.loopback), ("link", &pools.link), ("mgmt", &pools.management)];
    all.into_iter().flat_map(|(name, pool)| pool_items(name, pool)).collect()
}

fn pool_items<'a>(name: &'static str, pool: &AddressPool) -> Vec<Item<'a>> {
    let ipv4 = pool.ipv4.iter().map(|net| (IpNet::from(net.value), net.span));
    let ipv6 = pool.ipv6.iter().map(|net| (IpNet::from(net.value), net.span));
    let item = |(net, span)| Item { vrf: None, net, holder: Holder::Pool(name), span };
    ipv4.chain(ipv6).map(item).collect()
}

/// The subnets of each VLAN once, however many switches have an address there.
fn vlans<'a>(fabric: &'a Fabric, items: &mut Vec<Item<'a>>) {
    for (id, vlan) in fabric.vlans.iter() {
        let mut subnets: BTreeMap<IpNet, Span> = BTreeMap::new();
        for net in nets::of_vlan(vlan) {
            subnets.entry(net.value.trunc()).or_insert(net.span);
        }
        let item = |(net, span)| Item { vrf: vlan.vrf, net, holder: Holder::Vlan(id), span };
        items.extend(subnets.into_iter().map(item));
    }
}

/// The subnets of boundaries' ports. Several switches may share one, two ports of a switch may not.
fn ports<'a>(fabric: &'a Fabric, items: &mut Vec<Item<'a>>, found: &mut Repeated<Cause>) {
    let mut subnets: BTreeSet<(Option<VrfId>, IpNet)> = BTreeSet::new();
    let mut interfaces: BTreeMap<(Option<VrfId>, IpNet, SwitchId), Item<'_>> = BTreeMap::new();
    for boundary in &fabric.boundaries {
        for port in &boundary.ports {
            let ipv6 = port.ipv6.filter(|net| !net.value.addr().is_unicast_link_local());
            for net in nets::both(port.ipv4, ipv6) {
                let holder = Holder::Port(port.switch, &boundary.name);
                let item =
                    Item { vrf: boundary.vrf, net: net.value.trunc(), holder, span: net.span };
                if subnets.insert((item.vrf, item.net)) {
                    items.push(item);
                }
                if let Some(first) = interfaces.insert((item.vrf, item.net, port.switch), item) {
                    let cause = Cause::Switch(item.vrf, item.net);
                    found.add(cause, &name(fabric, holder), || report(fabric, &first, &item));
                }
            }
        }
    }
}

/// Whether two prefixes, the first around the second, must not be in one VRF.
fn clash(fabric: &Fabric, outer: &Item<'_>, inner: &Item<'_>) -> bool {
    match (outer.holder, inner.holder) {
        (Holder::Vlan(a), Holder::Vlan(b)) => a != b,
        (Holder::Pool("link"), Holder::Port(..)) | (Holder::Port(..), Holder::Pool("link")) => {
            false
        }
        (Holder::Pool("mgmt"), Holder::Vlan(vlan)) | (Holder::Vlan(vlan), Holder::Pool("mgmt")) => {
            !is_management(fabric, vlan, matches!(outer.net, IpNet::V6(_)))
        }
        _ => true,
    }
}

/// Whether a VLAN is the management network: they have one gateway.
fn is_management(fabric: &Fabric, vlan: VlanId, ipv6: bool) -> bool {
    let pools = &fabric.settings.pools;
    let Some(gateway) = &fabric.vlans[vlan].gateway else {
        return false;
    };
    let (pool, own): (Option<IpAddr>, Option<IpAddr>) = if ipv6 {
        let pool = pools.management_gateway_ipv6.map(|gateway| gateway.value.into());
        (pool, gateway.ipv6.map(|net| net.value.addr().into()))
    } else {
        let pool = pools.management_gateway_ipv4.map(|gateway| gateway.value.into());
        (pool, gateway.ipv4.map(|net| net.value.addr().into()))
    };
    pool.is_some() && pool == own
}

fn name(fabric: &Fabric, holder: Holder<'_>) -> String {
    match holder {
        Holder::Vlan(vlan) => fabric.vlans[vlan].name.clone(),
        Holder::Port(switch, _) => fabric.switches[switch].name.clone(),
        Holder::Pool(kind) => format!("pool {kind}"),
    }
}

fn describe(fabric: &Fabric, holder: Holder<'_>) -> String {
    match holder {
        Holder::Vlan(vlan) => format!("VLAN `{}`", fabric.vlans[vlan].name),
        Holder::Port(switch, boundary) => {
            format!("a port of `{}` at boundary `{boundary}`", fabric.switches[switch].name)
        }
        Holder::Pool(kind) => format!("`pool {kind}`"),
    }
}

fn report(fabric: &Fabric, outer: &Item<'_>, inner: &Item<'_>) -> Diagnostic {
    let space = fabric.vrf_text(inner.vrf);
    let (wide, narrow) = (describe(fabric, outer.holder), describe(fabric, inner.holder));
    let message = if outer.net == inner.net {
        format!("prefix `{}` stands twice in {space}", inner.net)
    } else {
        format!("prefixes `{}` and `{}` overlap in {space}", outer.net, inner.net)
    };
    Diagnostic::new(&CODE, message)
        .at(inner.span, narrow)
        .at(outer.span, wide)
        .help("give one of the two a prefix that no other interface has")
}
