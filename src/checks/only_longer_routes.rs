use std::collections::BTreeSet;

use ipnet::IpNet;

use super::{Context, declare_rule, nets};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Advertise, Boundary, Fabric, PrefixMatch, PrefixSet, Service, VrfId};
use crate::source::{Span, Spanned};

declare_rule! {
    /// A prefix stands for itself alone, and only longer routes lie in it.
    ///
    /// In `prefixes` of a leak, and in a policy that decides what neighbours are told, `10.2.0.0/16` is a route of just that
    /// length, as in the prefix lists of all vendors. Subnets within it are not meant: the leak takes nothing in, the term
    /// of the policy passes by.
    ///
    /// ```rack
    /// vrf prod   { leak from shared prefixes 10.2.0.0/16 }
    /// vlan tools 210 { vrf shared  gateway 10.2.210.1/24 }
    /// ```
    ///
    /// Say how long routes may be: `10.2.0.0/16 up to /24`. Where other networks tell their routes, nothing is known of these,
    /// and nothing is said.
    "R1118", "only-longer-routes", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut told = BTreeSet::new();
    for vrf in fabric.vrfs.values() {
        for leak in &vrf.leaks {
            let (Some(set), Some(routes)) =
                (&leak.prefixes, Routes::of(fabric, &BTreeSet::from([Some(leak.from.value)])))
            else {
                continue;
            };
            let of = fabric.vrf_text(Some(leak.from.value));
            routes.complain(set, &of, leak.span, &mut told, sink);
        }
    }
    for position in 0..fabric.policies.len() {
        check_policy(fabric, position, &mut told, sink);
    }
}

/// Holds the terms of a policy against the routes of all places where it decides what is told.
fn check_policy(fabric: &Fabric, position: usize, told: &mut BTreeSet<Span>, sink: &mut Sink) {
    let mut vrfs: BTreeSet<Option<VrfId>> = BTreeSet::new();
    for boundary in fabric.boundaries.iter().filter(|boundary| tells(boundary, position)) {
        vrfs.insert(boundary.vrf);
    }
    for service in &fabric.services {
        if service.advertise == Advertise::Policy(position) {
            vrfs.extend(service.vlans.iter().map(|vlan| fabric.vlans[vlan.value].vrf));
        }
    }
    let taken_in = vrfs.iter().flatten().flat_map(|vrf| &fabric.vrfs[*vrf].leaks);
    let taken_in: Vec<_> = taken_in.map(|leak| Some(leak.from.value)).collect();
    let Some(vrf) = vrfs.first().copied() else { return };
    let of = if vrfs.len() == 1 { fabric.vrf_text(vrf) } else { "the VRFs".to_owned() };
    vrfs.extend(taken_in);
    let Some(routes) = Routes::of(fabric, &vrfs) else { return };
    for term in &fabric.policies[position].terms {
        if let Some(set) = &term.prefixes {
            routes.complain(set, &of, term.span, told, sink);
        }
    }
}

/// Whether a policy decides what neighbours at a boundary are told.
fn tells(boundary: &Boundary, position: usize) -> bool {
    let by_peer = boundary.peers.iter().filter_map(|peer| peer.export.as_ref());
    let by_ospf = boundary.ospf.iter().filter_map(|ospf| ospf.export.as_ref());
    by_peer.chain(by_ospf).any(|said| said.value == Advertise::Policy(position))
}

/// What is known of the routes of some VRFs.
struct Routes {
    /// Those that the program says.
    known: Vec<(IpNet, String)>,
    /// Those that hosts may announce.
    accepted: Vec<PrefixMatch>,
}

impl Routes {
    /// None where another network tells its routes.
    fn of(fabric: &Fabric, vrfs: &BTreeSet<Option<VrfId>>) -> Option<Self> {
        let within = |vrf: Option<VrfId>| vrfs.contains(&vrf);
        if fabric.boundaries.iter().any(|boundary| within(boundary.vrf) && takes_routes(boundary)) {
            return None;
        }
        let mut known = Vec::new();
        for vlan in fabric.vlans.values().filter(|vlan| within(vlan.vrf)) {
            let subnets = nets::of_vlan(vlan).map(|net| net.value.trunc());
            known.extend(subnets.map(|net| (net, format!("VLAN `{}`", vlan.name))));
        }
        for route in fabric.routes.iter().filter(|route| within(route.vrf)) {
            known.push((route.prefix.value, "a static route".to_owned()));
        }
        for boundary in fabric.boundaries.iter().filter(|boundary| within(boundary.vrf)) {
            let ports = boundary.ports.iter().flat_map(|port| nets::both(port.ipv4, port.ipv6));
            let of = format!("boundary `{}`", boundary.name);
            known.extend(ports.map(|net| (net.value.trunc(), of.clone())));
        }
        let inside = |service: &&Service| {
            service.vlans.iter().any(|vlan| within(fabric.vlans[vlan.value].vrf))
        };
        let accepted = fabric.services.iter().filter(inside).flat_map(|service| {
            let vips = service.vips.iter().map(|vip| {
                let length = vip.value.prefix_len();
                PrefixMatch { prefix: vip.value, from: length, up_to: length }
            });
            service.accept.prefixes.iter().map(|prefix| prefix.value).chain(vips)
        });
        let accepted = accepted.collect();
        Some(Self { known, accepted })
    }

    /// Reports each prefix of a set which matches no route although some lie in it.
    fn complain(
        &self,
        set: &PrefixSet,
        of: &str,
        used: Span,
        told: &mut BTreeSet<Span>,
        sink: &mut Sink,
    ) {
        for said in &set.prefixes {
            let Some(longer) = self.only_longer(&said.value) else { continue };
            if told.insert(said.span) {
                sink.push(report(said, longer, of, used));
            }
        }
    }

    /// The longest route within a prefix, when none of those in it has a length that matches.
    fn only_longer(&self, said: &PrefixMatch) -> Option<&(IpNet, String)> {
        let within = |net: &IpNet| said.prefix.contains(net) && net.prefix_len() >= said.from;
        if self.accepted.iter().any(|one| overlap(one, said)) {
            return None;
        }
        let mut there = self.known.iter().filter(|(net, _)| within(net));
        if there.clone().any(|(net, _)| net.prefix_len() <= said.up_to) {
            return None;
        }
        let first = there.next()?;
        Some(there.fold(first, |longest, one| {
            if one.0.prefix_len() > longest.0.prefix_len() { one } else { longest }
        }))
    }
}

/// Whether routes may match both.
fn overlap(one: &PrefixMatch, other: &PrefixMatch) -> bool {
    let near = one.prefix.contains(&other.prefix) || other.prefix.contains(&one.prefix);
    near && one.from.max(other.from) <= one.up_to.min(other.up_to)
}

/// Whether routes come from beyond a boundary of which nothing is known.
fn takes_routes(boundary: &Boundary) -> bool {
    let by_peer = boundary.peers.iter().filter_map(|peer| peer.import.as_ref());
    let by_ospf = boundary.ospf.iter().filter_map(|ospf| ospf.import.as_ref());
    let known = [Advertise::Default, Advertise::Nothing];
    by_peer.chain(by_ospf).any(|said| !known.contains(&said.value))
}

fn report(
    said: &Spanned<PrefixMatch>,
    (longer, whose): &(IpNet, String),
    of: &str,
    used: Span,
) -> Diagnostic {
    let prefix = said.value.prefix;
    let diagnostic = Diagnostic::new(
        &CODE,
        format!("`{prefix}` matches no route of {of}: those in it are longer"),
    )
    .at(said.span, "matches none of them");
    let beside =
        used.file != said.span.file || said.span.start < used.start || used.end < said.span.end;
    let diagnostic = if beside { diagnostic.at(used, "used here") } else { diagnostic };
    diagnostic.help(format!(
        "write `{prefix} up to /{}` if {longer} of {whose} is meant",
        longer.prefix_len()
    ))
}
