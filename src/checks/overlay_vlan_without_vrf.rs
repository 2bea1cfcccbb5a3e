use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// A VLAN is routed on many switches of an overlay, and is in no VRF.
    ///
    /// A gateway that is the same everywhere is routed by the VRF of its tenant, whose layer-3 VNI takes packets
    /// from one tunnel endpoint to another (RFC 9135). The default VRF is that of the underlay: hosts in it
    /// could reach loopbacks and tunnel addresses.
    ///
    /// ```rack
    /// vlan web 110 { gateway 10.1.110.1/24 }         // add: vrf prod
    /// ```
    ///
    /// Put it into a VRF. A VLAN that must be routed in the default VRF is routed in one place: `on NAME`, with
    /// `vni none`.
    "R1006", "overlay-vlan-without-vrf", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let mut found = Repeated::new();
    for vlan in context.fabric.vlans.values().filter(|vlan| vlan.vrf.is_none()) {
        let Some(gateway) = vlan.gateway.as_ref().filter(|gateway| gateway.distributed) else {
            continue;
        };
        found.add((), &vlan.name, || {
            Diagnostic::new(
                &CODE,
                format!("VLAN `{}` is routed in the overlay, but is in no VRF", vlan.name),
            )
            .at(gateway.span, "the same on every switch that has the VLAN")
            .help("add `vrf NAME`, or say `on NAME` where it is routed and `vni none`")
        });
    }
    found.report(sink);
}
