use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Fabric, SwitchId};
use crate::source::{Span, Spanned};

declare_rule! {
    /// Hosts or outside peers have an AS number of the fabric's own switches.
    ///
    /// Sessions with hosts and with other networks are external ones. A neighbour with the switch's own AS number
    /// would make the session an internal one, and switches drop routes in whose path they find
    /// their own number.
    ///
    /// ```rack
    /// fabric dc1  { pool asn 64512..64600 }
    /// service k8s { asn 64512  … }                   // take another, such as 64700
    /// ```
    ///
    /// Give the hosts or the peer another number, or move the pool. A peer in a VRF may have the number of another switch
    /// as long as there is no overlay and no leak that would take its routes there (VRF-lite).
    "R1011", "host-asn-inside", Error
}

/// An AS number, or a range of them, of switches: those meant by it, all where it says none.
struct Own {
    range: (u32, u32),
    span: Span,
    switches: Option<Vec<SwitchId>>,
}

/// AS numbers of neighbours: whose, which, and of which switches' numbers they must differ, all where it says none.
struct Theirs {
    name: String,
    range: (u32, u32),
    span: Span,
    from: Option<Vec<SwitchId>>,
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let own = own(context.fabric);
    for Theirs { name, range: (first, last), span, from } in theirs(context.fabric) {
        let concerned = |one: &&Own| match (&from, &one.switches) {
            (Some(from), Some(switches)) => from.iter().any(|switch| switches.contains(switch)),
            _ => true,
        };
        let met = own.iter().filter(concerned);
        let Some(Own { range: (from, to), span: inside, .. }) =
            { met }.find(|one| first <= one.range.1 && one.range.0 <= last)
        else {
            continue;
        };
        let common = first.max(*from);
        sink.push(
            Diagnostic::new(
                &CODE,
                format!("{name} and switches of the fabric may both have AS {common}"),
            )
            .at(span, name)
            .at(*inside, if from == to { "a switch's" } else { "the switches' pool" })
            .help("give them numbers that lie apart"),
        );
    }
}

fn own(fabric: &Fabric) -> Vec<Own> {
    let mut own = Vec::new();
    for range in &fabric.settings.pools.asn {
        own.push(Own { range: range.value, span: range.span, switches: None });
    }
    let one = |asn: Spanned<u32>, switches| Own {
        range: (asn.value, asn.value),
        span: asn.span,
        switches,
    };
    for (id, switch) in fabric.switches.iter() {
        own.extend(switch.asn.map(|asn| one(asn, Some(vec![id]))));
    }
    for pair in fabric.pairs.values() {
        own.extend(pair.asn.map(|asn| one(asn, Some(pair.members.to_vec()))));
    }
    own.extend(fabric.settings.underlay.asn.map(|asn| one(asn, None)));
    own
}

fn theirs(fabric: &Fabric) -> Vec<Theirs> {
    let mut theirs = Vec::new();
    for service in &fabric.services {
        let name = format!("hosts of service `{}`", service.name);
        let hosts = service.asn.iter().map(|asn| (asn.range.value, asn.range.span));
        let nodes = service.nodes.iter().filter_map(|node| node.asn);
        let nodes = nodes.map(|asn| ((asn.value, asn.value), asn.span));
        theirs.extend(hosts.chain(nodes).map(|(range, span)| Theirs {
            name: name.clone(),
            range,
            span,
            from: None,
        }));
    }
    // Routes of a VRF that neither an overlay nor a leak takes anywhere meet the number of the switch that has
    // the session, and no other: so two parts of a fabric can hand a VRF over to each other.
    let apart =
        fabric.settings.overlay.is_none() && fabric.vrfs.values().all(|vrf| vrf.leaks.is_empty());
    for boundary in &fabric.boundaries {
        theirs.extend(boundary.peers.iter().map(|peer| Theirs {
            name: format!("peer `{}`", peer.name),
            range: (peer.asn.value, peer.asn.value),
            span: peer.asn.span,
            from: (apart && boundary.vrf.is_some()).then(|| peer.on.clone()),
        }));
    }
    theirs
}
