use std::collections::BTreeMap;

use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::source::Spanned;

declare_rule! {
    /// A VNI does not exist, or is used twice.
    ///
    /// A VXLAN network identifier has 24 bits (RFC 7348); 0 is not used, and systems keep the last
    /// one for themselves. VLANs and VRFs take theirs from one space: what arrives with a VNI is
    /// bridged into one VLAN or routed in one VRF.
    ///
    /// ```rack
    /// vrf prod     { vni 50001 }
    /// vlan web 110 { vni 50001 }
    /// ```
    ///
    /// Give each its own number between 1 and 16777214.
    "R0308", "vni", Error
}

/// One less than 24 bits hold: what most systems take.
const LARGEST: u32 = 0xff_fffe;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let vrfs = fabric.vrfs.values().filter_map(|vrf| Some(("VRF", &vrf.name, vrf.vni?)));
    let vlans = fabric.vlans.values().filter_map(|vlan| Some(("VLAN", &vlan.name, vlan.vni?)));
    let mut first: BTreeMap<u32, (&str, &String, Spanned<u32>)> = BTreeMap::new();
    for (kind, name, vni) in vrfs.chain(vlans) {
        if !(1..=LARGEST).contains(&vni.value) {
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!("VNI {} of {kind} `{name}` does not exist", vni.value),
                )
                .at(vni.span, format!("1 to {LARGEST} are allowed")),
            );
        } else if let Some((other, known, at)) = first.get(&vni.value) {
            let message =
                format!("VNI {} is used by {other} `{known}` and by {kind} `{name}`", vni.value);
            sink.push(
                Diagnostic::new(&CODE, message)
                    .at(vni.span, format!("{kind} `{name}`"))
                    .at(at.span, format!("{other} `{known}`"))
                    .help(format!("give {kind} `{name}` another number")),
            );
        } else {
            first.insert(vni.value, (kind, name, vni));
        }
    }
}
