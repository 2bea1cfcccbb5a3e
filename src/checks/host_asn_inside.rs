use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

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
    /// Give the hosts or the peer another number, or move the pool.
    "R1011", "host-asn-inside", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let pools = fabric.settings.pools.asn.iter().map(|range| (range.value, range.span));
    let one = |asn: crate::source::Spanned<u32>| ((asn.value, asn.value), asn.span);
    let switches = fabric.switches.values().filter_map(|switch| switch.asn).map(one);
    let pairs = fabric.pairs.values().filter_map(|pair| pair.asn).map(one);
    let own: Vec<_> =
        pools.chain(switches).chain(pairs).chain(fabric.settings.underlay.asn.map(one)).collect();
    let mut theirs = Vec::new();
    for service in &fabric.services {
        let name = format!("hosts of service `{}`", service.name);
        theirs.extend(service.asn.map(|asn| (name.clone(), asn.range.value, asn.range.span)));
        let nodes = service.nodes.iter().filter_map(|node| node.asn);
        theirs.extend(nodes.map(|asn| (name.clone(), (asn.value, asn.value), asn.span)));
    }
    for peer in fabric.boundaries.iter().flat_map(|boundary| &boundary.peers) {
        let asn = peer.asn;
        theirs.push((format!("peer `{}`", peer.name), (asn.value, asn.value), asn.span));
    }
    for (name, (first, last), span) in theirs {
        let Some(((from, to), inside)) =
            own.iter().find(|((from, to), _)| first <= *to && *from <= last)
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
