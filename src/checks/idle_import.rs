use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{Advertise, Fabric, VrfId};

declare_rule! {
    /// A policy on what OSPF learns filters nothing, because BGP does not run there.
    ///
    /// `import` of `ospf` says what is taken from OSPF into BGP. In a VRF without BGP there is nobody to hand it to, and
    /// what OSPF learns is used as it comes: no policy stands before the routing table.
    ///
    /// ```rack
    /// boundary campus { vrf office  …  ospf { import from-campus  export all } }     // nothing speaks BGP in office
    /// ```
    ///
    /// Write `import all`. Where routes must be kept out, ask for them by BGP, with a `peer`.
    "R1416", "idle-import", Warning
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    for boundary in &fabric.boundaries {
        let import = boundary.ospf.as_ref().and_then(|ospf| ospf.import.as_ref());
        let (Some(import), Some(vrf)) = (import, boundary.vrf) else { continue };
        let Advertise::Policy(position) = import.value else { continue };
        let Some(policy) = fabric.policies.get(position).filter(|_| !has_bgp(fabric, vrf)) else {
            continue;
        };
        let vrf = &fabric.vrfs[vrf].name;
        let message =
            format!("policy `{}` filters nothing: nothing speaks BGP in VRF `{vrf}`", policy.name);
        sink.push(
            Diagnostic::new(&CODE, message)
                .at(import.span, "what is taken from OSPF into BGP")
                .help("write `import all`; what OSPF learns is used as it comes"),
        );
    }
}

/// Whether BGP may run in a VRF: with hosts, with neighbours, for an overlay, or to leak routes.
fn has_bgp(fabric: &Fabric, vrf: VrfId) -> bool {
    let peers = || {
        let mut boundaries = fabric.boundaries.iter().filter(|one| one.vrf == Some(vrf));
        boundaries.any(|boundary| !boundary.peers.is_empty())
    };
    let hosts = || {
        let mut vlans = fabric.services.iter().flat_map(|service| &service.vlans);
        vlans.any(|vlan| fabric.vlans[vlan.value].vrf == Some(vrf))
    };
    let leaks = || {
        let from = fabric.vrfs.values().flat_map(|other| &other.leaks);
        !fabric.vrfs[vrf].leaks.is_empty() || from.into_iter().any(|leak| leak.from.value == vrf)
    };
    fabric.settings.overlay.is_some() || peers() || hosts() || leaks()
}
