use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::UnderlayKind;
use crate::source::Span;

declare_rule! {
    /// BGP with hosts or neighbours outside, over an underlay of OSPF.
    ///
    /// OSPF carries loopbacks, gateways' subnets and static routes between the switches, but not what BGP learns:
    /// routes of a service's hosts and of a boundary's peers stay on the switches that have the sessions. These
    /// tell in turn only of the subnets that they route themselves.
    ///
    /// ```rack
    /// fabric dc1 { underlay ospf }
    /// boundary internet {
    ///   peer isp asn 64700 at 203.0.113.0/31 port border1:47 { import default  export web }
    /// }
    /// ```
    ///
    /// Write `underlay bgp`, put the VLANs and the boundary into VRFs of an overlay, or speak OSPF at the
    /// boundary.
    "R1014", "bgp-beside-ospf", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let underlay = &fabric.settings.underlay;
    if underlay.kind != UnderlayKind::Ospf || context.topology.routed.links.is_empty() {
        return;
    }
    let tell = |at: Span, what: &str, sink: &mut Sink| {
        let mut diagnostic =
            Diagnostic::new(&CODE, format!("what BGP learns from {what} stays on its switches"))
                .at(at, "a session in the default VRF");
        if let Some(span) = underlay.span {
            diagnostic = diagnostic.at(span, "OSPF does not carry it");
        }
        sink.push(diagnostic.help("write `underlay bgp`, or use a VRF in an overlay"));
    };
    for peer in fabric.boundaries.iter().filter(|one| one.vrf.is_none()).flat_map(|one| &one.peers)
    {
        tell(peer.span, &format!("peer `{}`", peer.name), sink);
    }
    for service in &fabric.services {
        let outside = service.vlans.iter().find(|vlan| fabric.vlans[vlan.value].vrf.is_none());
        if let Some(vlan) = outside {
            tell(vlan.span, &format!("hosts of service `{}`", service.name), sink);
        }
    }
}
