use super::{Context, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};

declare_rule! {
    /// OSPF is to run on a VLAN whose gateway is the same on many switches.
    ///
    /// OSPF tells neighbours apart by their addresses. In an overlay a VLAN's gateway is one address on every
    /// switch that has the VLAN, so the router outside would see one neighbour that says something else
    /// each time: the adjacency comes and goes, or never comes.
    ///
    /// ```rack
    /// vlan transit 310 { vrf prod  gateway 198.51.100.1/29 }
    /// boundary campus  { vrf prod  on border  vlan transit  ospf { import all  export web } }
    /// ```
    ///
    /// Give each switch a routed port to the router: `port SWITCH:PORT address …`, with `tag N` where it
    /// carries several networks.
    "R1014", "ospf-on-anycast", Error
}

fn check(context: &Context<'_>, sink: &mut Sink) {
    for boundary in &context.fabric.boundaries {
        let Some(ospf) = &boundary.ospf else { continue };
        for vlan in &boundary.vlans {
            let facts = &context.fabric.vlans[vlan.value];
            let Some(gateway) = facts.gateway.as_ref().filter(|gateway| gateway.distributed) else {
                continue;
            };
            let mut own = boundary.on.iter().map(|switch| facts.addresses.contains_key(switch));
            if !boundary.on.is_empty() && own.all(|own| own) {
                continue;
            }
            sink.push(
                Diagnostic::new(
                    &CODE,
                    format!(
                        "OSPF cannot run on VLAN `{}`: its switches share one address",
                        facts.name
                    ),
                )
                .at(vlan.span, "this VLAN")
                .at(gateway.span, "the same on every switch that has the VLAN")
                .at(ospf.span, "needs an address of its own for each switch")
                .help("use routed ports instead: `port SWITCH:PORT tag N address ADDRESS`"),
            );
        }
    }
}
