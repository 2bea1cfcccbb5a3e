use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::UnderlayKind;

declare_rule! {
    /// A boundary speaks OSPF with the outside in the VRF in which OSPF is the underlay.
    ///
    /// A VRF has one OSPF process, and routers of one process share all that they know. `import` and `export` decide on
    /// routes that come from other protocols, but the neighbour outside hears of every link and loopback of the
    /// fabric, and whatever it tells is flooded through it.
    ///
    /// ```rack
    /// fabric campus     { underlay ospf }
    /// boundary provider { port core1:48 address 198.51.100.1/31  ospf { area 0  import default } }
    /// ```
    ///
    /// Where the neighbour is not one's own, put the boundary into a VRF, or speak BGP with it.
    "R1016", "ospf-with-underlay", Note
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    if fabric.settings.underlay.kind != UnderlayKind::Ospf {
        return;
    }
    for boundary in fabric.boundaries.iter().filter(|one| one.vrf.is_none()) {
        let Some(ospf) = &boundary.ospf else { continue };
        let name = &boundary.name;
        sink.push(
            Diagnostic::new(
                &CODE,
                format!("the neighbour at boundary `{name}` hears of every link of the fabric"),
            )
            .at(ospf.span, "in the same OSPF process as the underlay")
            .help("put the boundary into a VRF, or use `peer` if the neighbour is not your own"),
        );
    }
}
