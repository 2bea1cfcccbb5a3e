use super::{Context, Repeated, declare_rule};
use crate::diagnostic::{Diagnostic, Sink};
use crate::fabric::{CableEnd, CableId, Fabric, HostId, one_of_kind};
use crate::proof::{Part, WeakPoint};

declare_rule! {
    /// One switch, one cable or one zone is enough to cut hosts off that are attached to several switches.
    ///
    /// Two cables to two switches promise that a host survives the loss of either. Here something else that both depend
    /// on has no stand-in: the one uplink of a pair, a power feed that both switches are on, the only switch that
    /// routes the VLAN. Nothing needs to be expected for this to be found; hosts with a single cable promise nothing,
    /// and those that are lost with their own rack are not counted.
    ///
    /// ```rack
    /// uplinks every switch to spine1 ports 49       // to tier spine ports 49..50
    /// ```
    "R1203", "single-point-of-failure", Warning
}

/// How many hosts are told by name.
const TOLD: usize = 3;

fn check(context: &Context<'_>, sink: &mut Sink) {
    let fabric = context.fabric;
    let mut findings = Repeated::new();
    for point in &context.proof.weak_points {
        let (origin, name) = match point.part {
            Part::Switch(switch) => {
                (fabric.switches[switch].origin, fabric.switches[switch].name.clone())
            }
            Part::Cable(cable) => (fabric.cables[cable].origin, cable_name(fabric, cable)),
            Part::Zone(zone) => (fabric.zones[zone].origin, fabric.zones[zone].name.clone()),
        };
        // Things that one statement makes alike are told once.
        findings.add(origin.at, &name, || {
            Diagnostic::new(
                &CODE,
                format!(
                    "without {} {} cut off, which {} attached to several switches",
                    point.part.text(fabric),
                    hosts(fabric, &point.hosts),
                    if point.hosts.len() == 1 { "is" } else { "are" },
                ),
            )
            .from(origin, "has no stand-in")
            .help(help(fabric, point))
        });
    }
    findings.report(sink);
}

/// `leaf1:49`: the port of its first end, or the switch where the port is still to be chosen.
fn cable_name(fabric: &Fabric, cable: CableId) -> String {
    let port = fabric.cables[cable].ends.iter().find_map(CableEnd::switch_port);
    port.map_or(String::new(), |port| {
        let switch = &fabric.switches[port.switch].name;
        port.port.fixed().map_or(switch.clone(), |number| format!("{switch}:{number}"))
    })
}

fn help(fabric: &Fabric, point: &WeakPoint) -> String {
    match point.part {
        Part::Switch(_) => {
            "give what they reach by it a second way: another uplink, another gateway".to_owned()
        }
        Part::Cable(_) => {
            "add a second cable beside it, to another switch if there is one".to_owned()
        }
        Part::Zone(zone) => format!(
            "put one of the switches that they depend on into another {}",
            one_of_kind(fabric.zones[zone].kind.word())
        ),
    }
}

/// ``hosts `a`, `b` and 5 more are``
fn hosts(fabric: &Fabric, hosts: &[HostId]) -> String {
    let names: Vec<String> =
        hosts.iter().take(TOLD).map(|host| format!("`{}`", fabric.hosts[*host].name)).collect();
    match hosts.len() {
        1 => format!("host {} is", names[0]),
        count if count > TOLD => {
            format!("hosts {} and {} more are", names.join(", "), count - TOLD)
        }
        count => {
            let before = names.iter().take(count - 1).map(String::as_str);
            let before: Vec<&str> = before.collect();
            format!("hosts {} and {} are", before.join(", "), names[count - 1])
        }
    }
}
