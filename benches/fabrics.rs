//! Realistic fabrics of any size, as programs.

use std::fmt::Write as _;

/// Leaf pairs of a pod, each in a rack of its own; with four spines a pod has 32 switches.
const PAIRS: usize = 14;
/// Spines of a pod, each in a plane of its own.
const PLANES: usize = 4;
/// Superspines of a plane.
const SUPERS: usize = 4;
/// Racks that stand in one row.
const RACKS_IN_ROW: usize = 10;

/// One of so many for each plane, so that they do not fail together.
fn spread(plane: usize, many: usize) -> usize {
    (plane - 1) % many + 1
}

/// A fabric of three tiers with about so many switches, of four vendors: EVPN over eBGP, a VLAN of its own in each
/// rack and some that span a pod, two power feeds, rows of ten racks, and the expectations that one would write.
pub fn clos(switches: usize) -> String {
    let pods = (switches.saturating_sub(PLANES * SUPERS) / 32).max(1);
    let mut text = String::from(
        "fabric scale {\n  mtu 9000\n  underlay bgp auto { maximum-paths 16 }\n  overlay evpn { route-servers super }\n\
         \x20 pool loopback 10.240.0.0/13\n  pool vtep 10.248.0.0/14\n  pool link 10.128.0.0/10\n\
         \x20 pool mgmt 172.16.0.0/15\n  pool asn 4200000000..4200099999\n}\n\
         management { ntp 172.16.0.1  root-password secret(root) }\nzone feed-a, feed-b kind power\n",
    );
    let racks = pods * PAIRS;
    let rows = racks.div_ceil(RACKS_IN_ROW);
    writeln!(text, "zone row-[1..{rows}] kind row").ok();
    writeln!(text, "zone pod-[1..{pods}] kind pod").ok();
    text.push_str("tier super {\n");
    for plane in 1..=PLANES {
        let feed = if plane % 2 == 1 { "feed-a" } else { "feed-b" };
        writeln!(
            text,
            "  switch plane{plane}-[1..{SUPERS}] model cisco-nxos/N9K-C9364C-GX in rack core{plane}, row-{}, pod-{}, {feed}",
            spread(plane, rows),
            spread(plane, pods),
        )
        .ok();
    }
    text.push_str("}\n");
    let models = [
        ("arista/DCS-7050SX3-48YC8", "compute"),
        ("cisco-nxos/N9K-C93180YC-FX3", "compute"),
        ("juniper/QFX5120-48Y", "compute-esi"),
        ("cumulus/SN2410", "compute"),
    ];
    for (kind, pair) in [("compute", "peer-link 53..54"), ("compute-esi", "esi")] {
        writeln!(
            text,
            "rack-type {kind} {{\n  switch a in feed-a\n  switch b in feed-b\n  mlag pair = a + b {{ {pair}  survives power }}\n\
             \x20 attach server[1..20] to pair port 1.. as hypervisor\n}}"
        )
        .ok();
    }
    for pod in 1..=pods {
        writeln!(text, "tier pod{pod} {{").ok();
        for plane in 1..=PLANES {
            let feed = if plane % 2 == 1 { "feed-a" } else { "feed-b" };
            writeln!(
                text,
                "  switch pod{pod}-spine{plane} model arista/DCS-7050CX3-32S in rack pod{pod}-net{plane}, pod-{pod}, row-{}, {feed}",
                spread(plane, rows)
            )
            .ok();
        }
        text.push_str("}\n");
        for plane in 1..=PLANES {
            writeln!(
                text,
                "uplinks pod{pod}-spine{plane} to plane{plane}-[1..{SUPERS}] ports 29..32 at {pod}"
            )
            .ok();
        }
        for rack in 1..=PAIRS {
            let number = (pod - 1) * PAIRS + rack;
            let row = (number - 1) / RACKS_IN_ROW + 1;
            let (model, kind) = models[number % models.len()];
            writeln!(
                text,
                "rack r{number} of {kind} in row-{row}, pod-{pod} {{\n  switches a, b model {model}\n\
                 \x20 uplinks every switch to tier pod{pod} ports 49..52 at 1..28\n}}"
            )
            .ok();
        }
    }
    text.push_str("vrf prod { vni 50001 }\nvrf shared { vni 50002 }\n");
    text.push_str("vlan web 110 { vrf prod  gateway 10.1.0.1/16, 2001:db8:1::1/64 }\n");
    text.push_str("vlan app 120 { vrf prod  gateway 10.2.0.1/16 }\n");
    text.push_str("vlan storage 210 { vrf shared  gateway 10.3.0.1/16 }\n");
    text.push_str("profile hypervisor { lacp fast  trunk web, app, storage  edge  survives switch, power }\n");
    text.push_str(
        "expect web reaches app despite any switch, any cable, any zone of power, any rack, any zone of row\n\
         expect storage reaches storage despite any switch, any cable, any zone of power, any rack, any zone of row\n\
         expect web isolated from storage despite any switch\n",
    );
    text
}
