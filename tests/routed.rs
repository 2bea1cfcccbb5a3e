//! Routed fabrics: what the switches know of each other agrees, and nothing is said that does not belong.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::compile::{CATALOG, Made, make};
use common::project;
use common::routed::{
    Route, accepts, assert_sound, complaints, groups, lengths, matches, route, sessions, underlay,
};
use ipnet::IpNet;
use rackc::device::model::{Address, BgpGroup, Device};
use rackc::vendor::schema::Feature;

/// Each vendor's model for a spine and for a leaf.
const VENDORS: [(&str, &str); 4] = [
    ("arista/DCS-7050CX3-32S", "arista/DCS-7050SX3-48YC8"),
    ("cisco-nxos/N9K-C9336C-FX2", "cisco-nxos/N9K-C93180YC-FX3"),
    ("juniper/QFX5120-32C", "juniper/QFX5120-48Y"),
    ("cumulus/SN2700", "cumulus/SN2410"),
];
const ARISTA: &str = VENDORS[0].1;
const NXOS: &str = VENDORS[1].1;
const JUNIPER: &str = VENDORS[2].1;
const CUMULUS: &str = VENDORS[3].1;

/// A fabric block and two spines.
fn head(underlay: &str, overlay: &str) -> String {
    format!(
        "fabric lab {{
  mtu 9000
  underlay {underlay}
  overlay {overlay}
  pool loopback 10.255.0.0/22, 2001:db8:ff::/64
  pool vtep 10.255.4.0/24
  pool link 10.254.0.0/22, 2001:db8:fe::/112
  pool mgmt 192.0.2.0/24
  pool asn 4200000000..4200000099
}}
management {{ root-password secret(root) }}
tier spine {{ switches spine1, spine2 model {} }}
",
        VENDORS[0].0
    )
}

/// How the leaves of a rack belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaves {
    Mlag,
    Esi,
    Lone,
}

/// A rack with two hosts on each of its ways to attach them.
fn rack(name: &str, model: &str, leaves: Leaves) -> String {
    let (switches, pair) = match leaves {
        Leaves::Mlag => ("switches a, b", "mlag pair = a + b { peer-link 53..54 }"),
        Leaves::Esi => ("switches a, b", "mlag pair = a + b { esi }"),
        Leaves::Lone => ("switch a", ""),
    };
    let (at, how) = if leaves == Leaves::Lone { ("a", "single") } else { ("pair", "double") };
    format!(
        "rack {name} {{
  {switches} model {model}
  {pair}
  uplinks every switch to tier spine ports 49..50
  attach server web, db to {at} ports 1..2 as {how}
}}
"
    )
}

/// Racks of all vendors and kinds below an overlay, two tenants and a VLAN that is not routed.
fn racks() -> String {
    [
        rack("r1", ARISTA, Leaves::Mlag),
        rack("r2", JUNIPER, Leaves::Esi),
        rack("r3", NXOS, Leaves::Lone),
        rack("r4", NXOS, Leaves::Mlag),
        rack("r5", CUMULUS, Leaves::Esi),
        rack("r6", CUMULUS, Leaves::Mlag),
        rack("r7", ARISTA, Leaves::Esi),
    ]
    .concat()
}

const TENANTS: &str = "
profile double { trunk web, db, beat  native none  lacp fast  edge }
profile single { trunk web, db, beat  native none  edge }
vrf prod
vrf shared
vlan web 110 { vrf prod  gateway 10.1.110.1/24, 2001:db8:1:110::1/64 }
vlan db 120 { vrf shared  gateway 10.1.120.1/24, 2001:db8:1:120::1/64 }
vlan beat 130
";

/// A fabric with an overlay over all kinds of racks.
fn overlaid(underlay: &str, rest: &str) -> String {
    head(underlay, "evpn") + &racks() + TENANTS + rest
}

/// A fabric without overlay: a pair and a lone switch, each with a VLAN of its own.
fn plain(underlay: &str, rest: &str) -> String {
    let pair = rack("r1", CUMULUS, Leaves::Mlag).replace("double", "double1");
    let other = rack("r2", ARISTA, Leaves::Mlag).replace("double", "double2");
    let lone = rack("r3", JUNIPER, Leaves::Lone);
    let network = "
profile double1 { access one  lacp fast  edge }
profile double2 { access two  lacp fast  edge }
profile single { access three  edge }
vlan one 101 { gateway 10.1.1.1/24, 2001:db8:1:1::1/64 on r1-pair }
vlan two 102 { gateway 10.1.2.1/24, 2001:db8:1:2::1/64 on r2-pair }
vlan three 103 { gateway 10.1.3.1/24, 2001:db8:1:3::1/64 on r3-a }
";
    head(underlay, "none") + &pair + &other + &lone + network + rest
}

#[track_caller]
fn made(text: &str) -> Made {
    make(text, None, &[]).unwrap_or_else(|refused| panic!("{}\nof\n{text}", refused.text()))
}

/// Compiles again, with the lock of before.
#[track_caller]
fn again(text: &str, before: &Made) -> Made {
    make(text, Some(&before.lock), &[]).unwrap_or_else(|refused| panic!("{}", refused.text()))
}

/// The switch of a fabric.
#[track_caller]
fn device<'a>(made: &'a Made, name: &str) -> &'a Device {
    made.device(name).unwrap_or_else(|| panic!("{name} is there"))
}

fn asn(made: &Made, name: &str) -> u32 {
    device(made, name).bgp.as_ref().map(|bgp| bgp.asn).unwrap()
}

/// A BGP group of a switch.
#[track_caller]
fn group<'a>(device: &'a Device, name: &str) -> &'a BgpGroup {
    let found = groups(device).find(|(_, group)| group.name == name);
    let Some((_, group)) = found else {
        let names: Vec<&String> = groups(device).map(|(_, group)| &group.name).collect();
        panic!("{} has {names:?} and not {name}", device.hostname)
    };
    group
}

fn leaves(made: &Made) -> impl Iterator<Item = &Device> {
    made.devices.iter().filter(|device| !device.hostname.starts_with("spine"))
}

/// A program of the fixtures, its files put together.
fn fixture(folder: &str) -> String {
    let folder = project("fixtures").join(folder);
    let read = |path: &std::path::Path| std::fs::read_to_string(path).expect("a program");
    let main = read(&folder.join("main.rack"));
    let lines = main.lines().map(|line| match line.strip_prefix("include ") {
        Some(name) => read(&folder.join(name.trim_matches('"'))),
        None => line.to_owned() + "\n",
    });
    lines.collect()
}

#[test]
fn the_fixtures_are_sound() {
    let names = [
        "clos-mixed",
        "clos-cumulus",
        "k8s-calico",
        "maintenance",
        "ipv6-only",
        "routed-pair",
        "every-routing/arista",
        "every-routing/cisco",
        "every-routing/cumulus",
        "every-routing/juniper",
    ];
    for name in names {
        assert_eq!(complaints(&made(&fixture(name))), [""; 0], "{name}");
    }
}

#[test]
fn every_underlay_is_sound() {
    let underlays = [
        "bgp",
        "bgp { bfd  password secret(fabric)  timers keepalive 3s hold 9s }",
        "bgp unnumbered { bfd interval 500ms multiplier 4 }",
        "bgp auto { asn per pair }",
        "bgp { asn per tier }",
        "ospf { area 1  timers hello 1s dead 4s  bfd }",
    ];
    for underlay in underlays {
        assert_eq!(complaints(&made(&overlaid(underlay, ""))), [""; 0], "{underlay}");
        assert_eq!(complaints(&made(&plain(underlay, ""))), [""; 0], "{underlay}");
    }
}

#[test]
fn every_family_is_sound() {
    let dual = "pool loopback 10.255.0.0/22, 2001:db8:ff::/64";
    for pool in ["pool loopback 10.255.0.0/22", dual] {
        for underlay in ["bgp", "bgp unnumbered", "ospf"] {
            let made = made(&overlaid(underlay, "").replace(dual, pool));
            assert_eq!(complaints(&made), [""; 0], "{pool}, {underlay}");
        }
    }
    // Routers without any IPv4 of their own.
    let racks = [rack("r1", ARISTA, Leaves::Lone), rack("r2", JUNIPER, Leaves::Lone)].concat();
    for underlay in ["bgp", "bgp unnumbered"] {
        let made = made(&without_ipv4(&(head(underlay, "evpn") + &racks + TENANTS)));
        assert_sound(&made);
        for (_, group, one) in made.devices.iter().flat_map(sessions) {
            assert!(one.ipv6, "{} {one:?}", group.name);
        }
    }
}

/// The same fabric with IPv6 alone in its underlay.
fn without_ipv4(text: &str) -> String {
    text.replace("pool loopback 10.255.0.0/22, ", "pool loopback ")
        .replace("pool vtep 10.255.4.0/24", "pool vtep 2001:db8:fd::/64")
        .replace("pool link 10.254.0.0/22, ", "pool link ")
}

#[test]
fn a_pair_without_a_peer_link_needs_no_addresses_for_it() {
    let racks = [rack("r1", ARISTA, Leaves::Esi), rack("r2", JUNIPER, Leaves::Esi)].concat();
    let text = head("bgp unnumbered", "evpn") + &racks + TENANTS;
    let made = made(&without_ipv4(&text));
    assert_sound(&made);
    assert!(!made.lock.contains("peer-link"), "{}", made.lock);
}

#[test]
fn bundles_of_vlans_are_sound() {
    let racks = [rack("r1", ARISTA, Leaves::Mlag), rack("r2", JUNIPER, Leaves::Esi)].concat();
    let made = made(&(head("bgp", "evpn { service vlan-aware }") + &racks + TENANTS));
    assert_sound(&made);
    for leaf in leaves(&made) {
        let bundles = &leaf.vtep.as_ref().unwrap().bundles;
        let names: BTreeSet<&str> = bundles.iter().map(|bundle| bundle.name.as_str()).collect();
        assert_eq!(names, BTreeSet::from(["layer-2", "prod", "shared"]), "{}", leaf.hostname);
    }
}

/// Whether the one link of a small fabric has no addresses, as both its ends see it.
fn unnumbered(underlay_kind: &str, (spine, leaf): (&str, &str), clause: &str) -> bool {
    let text = format!(
        "fabric lab {{ underlay {underlay_kind}  pool loopback 10.255.0.0/24  pool link 10.254.0.0/24
  pool mgmt 192.0.2.0/24  pool asn 4200000000..4200000099 }}
management {{ root-password secret(root) }}
switch spine model {spine}
switch leaf model {leaf}
link leaf:49 -- spine:1 {clause}
"
    );
    let made = made(&text);
    assert_sound(&made);
    let ends: Vec<bool> =
        made.devices.iter().flat_map(underlay).map(|(_, one)| one.unnumbered.is_some()).collect();
    assert!(ends == [true; 2] || ends == [false; 2], "{ends:?} of\n{text}");
    ends[0]
}

#[test]
fn links_have_addresses_where_they_are_asked_for_or_needed() {
    let can = |model: &str| {
        let (vendor, platform) = model.split_once('/').unwrap();
        let (vendor, platform) = CATALOG.platform(vendor, platform).unwrap();
        [Feature::BgpUnnumbered, Feature::BgpExtendedNexthop]
            .iter()
            .all(|feature| vendor.supports(platform, *feature))
    };
    for (spine, _) in VENDORS {
        for (_, leaf) in VENDORS {
            let models = (spine, leaf);
            let both = can(spine) && can(leaf);
            assert!(!unnumbered("bgp", models, ""), "{models:?}");
            assert!(!unnumbered("ospf", models, ""), "{models:?}");
            assert_eq!(unnumbered("bgp auto", models, ""), both, "{models:?}");
            if both {
                assert!(unnumbered("bgp unnumbered", models, ""), "{models:?}");
            }
        }
    }
    let models = VENDORS[0];
    assert!(!unnumbered("bgp unnumbered", models, "numbered"));
    assert!(!unnumbered("bgp auto", models, "numbered"));
    assert!(unnumbered("bgp", models, "unnumbered"));
    assert!(!unnumbered("bgp unnumbered", models, "prefix 198.51.100.0/31"));
}

#[test]
fn a_subnet_of_the_program_is_the_links() {
    let text = head("bgp", "none")
        + "switch edge model arista/DCS-7050SX3-48YC8
link edge:49 -- spine1:1 prefix 198.51.100.8/31, 2001:db8:9::/127
link edge:50 -- spine2:1";
    let made = made(&text);
    assert_sound(&made);
    let cidrs = |device: &Device| -> Vec<String> {
        let first = underlay(device).next().unwrap().1;
        first.ipv4.iter().chain(&first.ipv6).map(|one| one.cidr().to_string()).collect()
    };
    assert_eq!(cidrs(device(&made, "edge")), ["198.51.100.8/31", "2001:db8:9::/127"]);
    assert_eq!(cidrs(device(&made, "spine1")), ["198.51.100.9/31", "2001:db8:9::1/127"]);
}

#[test]
fn ospf_is_the_same_at_both_ends() {
    let kind = "ospf { area 0.0.0.7  timers hello 1s dead 4s  bfd interval 250ms multiplier 5 }";
    let text = plain(
        kind,
        "switch edge model arista/DCS-7050SX3-48YC8\nlink edge:49 -- spine1:20 cost 70\n",
    );
    let made = made(&text);
    assert_sound(&made);
    for device in &made.devices {
        assert_eq!(device.ospf.len(), 2, "{}", device.hostname);
        assert!(device.bgp.is_none(), "{}", device.hostname);
        for ospf in &device.ospf {
            let [area] = &ospf.areas[..] else { panic!("{:?}", ospf.areas) };
            assert_eq!(area.id, "0.0.0.7");
            for one in &area.interfaces {
                let live = (one.point_to_point, one.hello, one.dead, one.bfd.is_some());
                let place = format!("{} {}", device.hostname, one.name);
                if one.passive {
                    assert_eq!(live, (false, None, None, false), "{place}");
                } else {
                    assert_eq!(live, (true, Some(1), Some(4), true), "{place}");
                }
            }
            let passive = |name: &str| {
                area.interfaces.iter().find(|one| one.name == name).map(|one| one.passive)
            };
            for name in device
                .loopbacks
                .iter()
                .map(|one| &one.name)
                .chain(device.svis.iter().map(|one| &one.name))
            {
                assert_eq!(passive(name), Some(true), "{} {name}", device.hostname);
            }
            for name in underlay_names(device) {
                assert_eq!(passive(&name), Some(false), "{} {name}", device.hostname);
            }
        }
    }
    let costs = |name: &str| -> Vec<u16> {
        let v2 = underlay(device(&made, name)).filter_map(|(_, one)| one.ospf_v2.as_ref());
        v2.filter_map(|one| one.cost).collect()
    };
    assert_eq!(costs("edge"), [70]);
    assert_eq!(costs("spine1"), [70]);
}

#[test]
fn ospf_hands_on_what_bgp_takes_in_and_bgp_tells_what_comes_by_ospf() {
    let text = plain(
        "ospf",
        "service pods { vlan one  bgp asn 64512  listen on gateway  accept 10.244.0.0/16 up to /26 }
boundary internet {
  on r3-a
  port r3-a:40 address 203.0.113.1/31 to isp
  peer isp asn 64700 at 203.0.113.0 { import default  export one, two }
}
",
    );
    let quiet = made(&plain("ospf", ""));
    let made = made(&text);
    assert_sound(&made);
    let ospf = |made: &Made, name: &str| {
        let found = device(made, name).ospf.iter().find(|one| one.v2.is_some());
        found.map(|one| (one.redistribute_bgp.clone(), one.default_originate)).unwrap()
    };
    let taken = Some("bgp-to-ospf-ipv4".to_owned());
    assert_eq!(ospf(&made, "r1-a"), (taken.clone(), false));
    assert_eq!(ospf(&made, "r3-a"), (taken, true));
    for (made, name) in [(&made, "r2-a"), (&made, "spine1"), (&quiet, "r1-a"), (&quiet, "r3-a")] {
        assert_eq!(ospf(made, name), (None, false), "{name}");
    }
    let border = device(&made, "r3-a");
    let bgp = border.bgp.as_ref().unwrap().vrfs.iter().find(|vrf| vrf.vrf.is_none()).unwrap();
    let name = bgp.ipv4.as_ref().unwrap().redistribute_ospf.as_ref().unwrap();
    let policy = border.route_policies.iter().find(|policy| policy.name == *name).unwrap();
    let [term] = &policy.terms[..] else { panic!("{policy:?}") };
    let list = term.prefixes.as_ref().unwrap();
    for net in ["10.1.1.0/24", "10.1.2.0/24", "10.244.7.0/26", "10.255.0.1/32"] {
        assert!(matches(list, net.parse().unwrap()), "{net}");
    }
    // What comes from outside elsewhere is not told to the outside here.
    for net in ["0.0.0.0/0", "198.51.100.0/24"] {
        assert!(!matches(list, net.parse().unwrap()), "{net}");
    }
}

/// Of two switches whose hosts announce one address, each sends to its own hosts. The route that comes by OSPF from the other
/// one is an own route to BGP where OSPF is redistributed into it, and would win.
#[test]
fn what_hosts_announce_wins_over_what_comes_by_ospf() {
    let service =
        "service pods { vlan one  bgp asn 64512  listen on gateway  vip 10.250.0.1/32 }\n";
    let line = |model: &str, format: &str| {
        let text = plain("ospf", service).replace(
            "switches a, b model cumulus/SN2410",
            &format!("switches a, b model {model} {{ {format} }}"),
        );
        let made = made(&text);
        let weighs = |text: &&String| text.contains("weight");
        let files = made.files.iter().filter(|(path, _)| path.starts_with("configs/"));
        let (here, others): (Vec<_>, Vec<_>) =
            files.partition(|(path, _)| path.starts_with("configs/r1-a/"));
        assert!(!others.iter().any(|(path, text)| !path.contains("r1-b") && weighs(text)));
        let lines = here.iter().flat_map(|(_, text)| text.lines());
        lines.filter(|line| line.contains("weight")).map(|line| line.trim().to_owned()).collect()
    };
    let said: [Vec<String>; 4] =
        [line(ARISTA, ""), line(NXOS, ""), line(CUMULUS, ""), line(CUMULUS, "format nvue")];
    let [eos, nxos, linux, nvue] = said;
    let groups = ["neighbor pods-ipv4 weight 65535", "neighbor pods-ipv6 weight 65535"];
    assert_eq!(
        (&eos[..], &linux[..]),
        (&groups.map(str::to_owned)[..], &groups.map(str::to_owned)[..])
    );
    assert_eq!(nxos, ["weight 65535"; 2]);
    assert_eq!(nvue, ["weight: 65535"; 2]);
}

#[test]
fn a_static_default_route_reaches_the_fabric_over_ospf() {
    let text = "vlan transit 900 { gateway 198.51.100.2/29 on r3-a }
attach router isp to r3-a port 20 as provider
profile provider { access transit }
route 0.0.0.0/0 via 198.51.100.1
";
    let made = made(&plain("ospf", text));
    assert_sound(&made);
    let announces =
        made.devices.iter().filter(|device| device.ospf.iter().any(|one| one.default_originate));
    let names: Vec<&str> = announces.map(|device| device.hostname.as_str()).collect();
    assert_eq!(names, ["r3-a"]);
}

fn underlay_names(device: &Device) -> Vec<String> {
    let ports = underlay(device).map(|(port, _)| port.name.clone());
    ports.chain(device.pair_routing.iter().map(|way| way.interface.clone())).collect()
}

#[test]
fn an_overlay_over_ospf_has_one_as() {
    let made = made(&overlaid("ospf { asn 65001 }", ""));
    assert_sound(&made);
    for device in &made.devices {
        assert_eq!(asn(&made, &device.hostname), 65001);
        let own: Vec<&BgpGroup> = groups(device).map(|(_, group)| group).collect();
        assert!(own.iter().all(|group| group.internal && group.multihop.is_none()));
        let spine = device.hostname.starts_with("spine");
        for group in own {
            assert_eq!(group.route_reflector_client, spine, "{} {}", device.hostname, group.name);
            assert_eq!(group.cluster_id.is_some(), spine, "{} {}", device.hostname, group.name);
        }
    }
}

#[test]
fn the_overlay_runs_between_leaves_and_spines() {
    let made = made(&overlaid("bgp", ""));
    for leaf in leaves(&made) {
        let overlay = group(leaf, "overlay");
        let hosts: Vec<&str> =
            overlay.neighbors.iter().filter_map(|one| one.host.as_deref()).collect();
        assert_eq!(hosts, ["spine1", "spine2"], "{}", leaf.hostname);
        assert!(!overlay.next_hop_unchanged);
    }
    for name in ["spine1", "spine2"] {
        let spine = device(&made, name);
        assert!(spine.vtep.is_none() && spine.vrfs.is_empty() && spine.svis.is_empty());
        let overlay = group(spine, "overlay");
        assert_eq!(overlay.neighbors.len(), leaves(&made).count());
        assert!(overlay.next_hop_unchanged);
    }
    for (_, group) in made.devices.iter().flat_map(groups) {
        let unicast = group.ipv4.is_some() || group.ipv6.is_some();
        assert_ne!(group.evpn.is_some(), unicast, "{}", group.name);
        assert_eq!(group.evpn.is_some(), group.name.starts_with("overlay"));
        // A policy on one leaf may ask for a community that another leaf has set.
        let evpn = group.evpn.iter();
        assert!(evpn.into_iter().all(|one| one.send_community && one.send_extended));
    }
}

#[test]
fn route_servers_are_those_of_the_program() {
    let text = overlaid(
        "bgp",
        "switch rs model arista/DCS-7050SX3-48YC8\nlink rs:49, rs:50 -- spine1:30, spine2:30\n",
    );
    let made = made(&text.replace("overlay evpn", "overlay evpn { route-servers rs }"));
    assert_sound(&made);
    assert!(groups(device(&made, "spine1")).all(|(_, group)| group.evpn.is_none()));
    assert_eq!(group(device(&made, "rs"), "overlay").neighbors.len(), leaves(&made).count() - 1);
}

#[test]
fn network_identifiers_of_the_program_are_used() {
    let text = overlaid("bgp", "").replace("vrf shared\n", "vrf shared { vni 777777 }\n");
    let text = text.replace("vlan beat 130", "vlan beat 130 { vni 888888 }");
    let text = text.replace("overlay evpn", "overlay evpn { route-target-asn 64999 }");
    let made = made(&text.replace("  mtu 9000", "  mtu 9000\n  anycast-mac 02:00:00:00:64:01"));
    assert_sound(&made);
    for leaf in leaves(&made) {
        let vtep = leaf.vtep.as_ref().unwrap();
        let beat = vtep.vlans.iter().find(|vlan| vlan.id == 130).unwrap();
        assert_eq!((beat.vni, beat.route_target.as_str()), (888_888, "64999:888888"));
        let shared = vtep.vrfs.iter().find(|vrf| vrf.name == "shared").unwrap();
        assert_eq!(shared.vni, 777_777);
        assert_eq!(vtep.gateway_mac.as_deref(), Some("02:00:00:00:64:01"));
        assert_eq!(vtep.udp_port, 4789);
    }
}

#[test]
fn a_vlan_without_vni_stays_on_its_switch() {
    let local = "vlan local 140 { vni none  vrf prod  gateway 10.1.140.1/24 on r3-a }
profile local { access local  edge }
attach server old to r3-a port 9 as local
";
    let made = made(&overlaid("bgp", local));
    assert_sound(&made);
    let holders = leaves(&made).filter(|one| one.vlans.iter().any(|vlan| vlan.id == 140));
    assert_eq!(holders.map(|one| one.hostname.as_str()).collect::<Vec<_>>(), ["r3-a"]);
    let vtep = device(&made, "r3-a").vtep.as_ref().unwrap();
    assert!(vtep.vlans.iter().all(|vlan| vlan.id != 140));
}

#[test]
fn tunnels_of_pairs_are_as_the_vendor_has_them() {
    let made = made(&overlaid("bgp", ""));
    let tunnel = |name: &str| {
        let vtep = device(&made, name).vtep.as_ref().unwrap();
        (vtep.address, vtep.shared_address)
    };
    // One address for both members, or one of each beside a common one.
    assert_eq!(tunnel("r1-a"), tunnel("r1-b"));
    assert_eq!(tunnel("r1-a").1, None);
    for pair in ["r4", "r6"] {
        let (one, other) = (tunnel(&format!("{pair}-a")), tunnel(&format!("{pair}-b")));
        assert_ne!(one.0, other.0);
        assert_eq!(one.1, other.1);
        assert!(one.1.is_some());
    }
    for pair in ["r2", "r5", "r7"] {
        let (one, other) = (tunnel(&format!("{pair}-a")), tunnel(&format!("{pair}-b")));
        assert!(one.0 != other.0 && one.1.is_none() && other.1.is_none());
        for name in [format!("{pair}-a"), format!("{pair}-b")] {
            let leaf = device(&made, &name);
            assert!(leaf.mlag.is_none() && leaf.pair_routing.is_empty(), "{name}");
            let segments = leaf.lags.iter().filter(|lag| lag.segment.is_some()).count();
            assert_eq!(segments, 2, "{name}");
        }
    }
}

#[test]
fn tunnel_addresses_of_the_program_are_used() {
    let text =
        overlaid("bgp", "").replacen("peer-link 53..54", "peer-link 53..54  vtep 10.255.4.99", 1);
    let made = made(&text);
    assert_sound(&made);
    for name in ["r1-a", "r1-b"] {
        assert_eq!(device(&made, name).vtep.as_ref().unwrap().address.to_string(), "10.255.4.99");
    }
}

#[test]
fn a_switch_in_maintenance_says_so_and_the_others_listen() {
    for underlay in ["bgp", "bgp unnumbered", "ospf"] {
        let text = overlaid(underlay, "");
        let before = made(&text);
        let text = text.replace(
            "switches spine1, spine2 model arista/DCS-7050CX3-32S",
            "switches spine1, spine2 model arista/DCS-7050CX3-32S\n  switch spine3 model arista/DCS-7050CX3-32S { maintenance }",
        );
        let text = text.replace("tier spine ports 49..50", "tier spine ports 49..51");
        let after = again(&text, &before);
        assert_sound(&after);
        for device in &after.devices {
            let expected = (device.hostname == "spine3").then_some(true);
            assert_eq!(device.maintenance, expected, "{}", device.hostname);
        }
        for device in &after.devices {
            let fabric = groups(device).filter(|(_, group)| group.name.starts_with("underlay"));
            for (_, group) in fabric {
                for family in group.ipv4.iter().chain(&group.ipv6) {
                    let name = family.import.as_ref().expect("a policy");
                    let policy = device.route_policies.iter().find(|one| one.name == *name);
                    let term = policy.unwrap().terms.first().unwrap();
                    let list = term.community.as_ref().expect("a community");
                    let list = device.community_lists.iter().find(|one| one.name == *list).unwrap();
                    assert_eq!(list.entries[0].number, "65535:0");
                    assert_eq!((term.permit, term.local_preference), (true, Some(0)));
                }
            }
        }
    }
}

#[test]
fn as_numbers_are_those_of_switches_pairs_or_tiers() {
    let leaf = rack("r1", CUMULUS, Leaves::Mlag) + &rack("r2", NXOS, Leaves::Mlag);
    let program = |per: &str| {
        let underlay = format!("bgp {{ asn per {per} }}");
        made(
            &(head(&underlay, "evpn")
                + &leaf
                + &rack("r3", ARISTA, Leaves::Esi)
                + &rack("r4", ARISTA, Leaves::Lone)
                + TENANTS),
        )
    };
    let distinct = |made: &Made| {
        let asns: BTreeSet<u32> = made.devices.iter().map(|one| asn(made, &one.hostname)).collect();
        asns.len()
    };
    let switch = program("switch");
    assert_eq!(distinct(&switch), switch.devices.len());
    let pair = program("pair");
    assert_eq!(asn(&pair, "r1-a"), asn(&pair, "r1-b"));
    assert_eq!(asn(&pair, "r2-a"), asn(&pair, "r2-b"));
    // An ESI pair is two switches that know nothing of each other.
    assert_ne!(asn(&pair, "r3-a"), asn(&pair, "r3-b"));
    assert_eq!(distinct(&pair), pair.devices.len() - 2);
    let tier = program("tier");
    assert_eq!(asn(&tier, "spine1"), asn(&tier, "spine2"));
    assert_eq!(distinct(&tier), tier.devices.len() - 3);
    for made in [&switch, &pair, &tier] {
        assert_sound(made);
        for device in &made.devices {
            let number = asn(made, &device.hostname);
            assert!((4_200_000_000..=4_200_000_099).contains(&number), "{number}");
        }
    }
    // Members that share an AS speak iBGP with each other, and tell each other the way out.
    let internal: Vec<&BgpGroup> =
        groups(device(&pair, "r1-a")).map(|(_, group)| group).filter(|group| group.pair).collect();
    assert!(!internal.is_empty() && internal.iter().all(|one| one.internal && one.next_hop_self));
    let external: Vec<&BgpGroup> = groups(device(&switch, "r1-a"))
        .map(|(_, group)| group)
        .filter(|group| group.pair)
        .collect();
    assert!(!external.is_empty() && external.iter().all(|one| !one.internal));
}

#[test]
fn routes_pass_through_tiers_of_one_as() {
    // Leaves of one AS below spines of one AS: each hears of the others only if its own AS is let in.
    let text = head("bgp { asn per tier }", "evpn")
        + "tier leaf {
  switches leaf[1..3] model arista/DCS-7050SX3-48YC8
  uplinks every switch to tier spine ports 49..50
}
attach server web[1..3] to leaf[1..3] port 1 as single
"
        .replace(
            "attach server web[1..3] to leaf[1..3] port 1 as single\n",
            "attach server a to leaf1 port 1 as single
attach server b to leaf2 port 1 as single
attach server c to leaf3 port 1 as single
",
        )
        .as_str()
        + TENANTS
            .replace("profile double { trunk web, db, beat  native none  lacp fast  edge }\n", "")
            .as_str();
    let made = made(&text);
    assert_sound(&made);
    assert_eq!(asn(&made, "leaf1"), asn(&made, "leaf3"));
    for leaf in leaves(&made) {
        for (_, group) in groups(leaf) {
            assert_eq!(group.allow_own_as, Some(1), "{} {}", leaf.hostname, group.name);
        }
    }
    for name in ["spine1", "spine2"] {
        for (_, group) in groups(device(&made, name)) {
            assert!(group.advertise_own_as, "{name} {}", group.name);
        }
    }
}

#[test]
fn as_numbers_of_the_program_are_used() {
    let text = head("bgp", "evpn").replace("tier spine {", "tier spine { asn 65100\n")
        + "rack r1 {
  switch a model cumulus/SN2410 { asn 65000.1 }
  switch b model cumulus/SN2410
  mlag pair = a + b { peer-link 53..54 }
  uplinks every switch to tier spine ports 49..50
  attach server web to pair port 1 as double
}
rack r2 {
  switches a, b model arista/DCS-7050SX3-48YC8
  mlag pair = a + b { peer-link 53..54  asn 4200000001 }
  uplinks every switch to tier spine ports 49..50
  attach server web to pair port 1 as double
}
rack r3 {
  asn 65103
  switch a model juniper/QFX5120-48Y
  uplinks every switch to tier spine ports 49..50
  attach server web to a port 1 as single
}
" + TENANTS;
    let made = made(&text);
    assert_sound(&made);
    let numbers = |names: &[&str]| names.iter().map(|name| asn(&made, name)).collect::<Vec<_>>();
    assert_eq!(numbers(&["spine1", "spine2"]), [65100; 2]);
    assert_eq!(asn(&made, "r1-a"), 65000 * 65536 + 1);
    assert_eq!(numbers(&["r2-a", "r2-b"]), [4_200_000_001; 2]);
    assert_eq!(asn(&made, "r3-a"), 65103);
    // What the program gives away is not chosen again.
    assert_ne!(asn(&made, "r1-b"), 4_200_000_001);
}

const CALICO: &str = "
service k8s {
  vlans one, two, three
  bgp asn 64512 listen on gateway
  accept 10.244.0.0/16 up to /26, 2001:db8:244::/48 up to /122
  vip 10.96.0.10/32, 2001:db8:96::a/128
  max-prefixes 200
  advertise default
}
";

#[test]
fn a_service_is_on_both_members_of_a_pair() {
    let made = made(&plain("bgp", CALICO));
    assert_sound(&made);
    for rack in ["r1", "r2"] {
        for family in ["ipv4", "ipv6"] {
            let name = format!("k8s-{family}");
            let one = group(device(&made, &format!("{rack}-a")), &name);
            let other = group(device(&made, &format!("{rack}-b")), &name);
            assert_eq!(one, other, "{rack}");
            assert_eq!(one.remote_asn, Some(64512));
            assert_eq!(one.listen.len(), 1, "{rack}");
            assert!(one.update_source.is_none() && one.multihop.is_none());
        }
    }
    let ranges = |name: &str| group(device(&made, name), "k8s-ipv4").listen[0].prefix.to_string();
    assert_eq!(["r1-a", "r2-a", "r3-a"].map(ranges), ["10.1.1.0/24", "10.1.2.0/24", "10.1.3.0/24"]);
    assert!(groups(device(&made, "spine1")).all(|(_, group)| !group.name.starts_with("k8s")));
}

/// What is in a group's import policy beyond some prefixes with their longest length.
fn beyond(device: &Device, group: &BgpGroup, accepted: &[(&str, u8)]) -> Vec<String> {
    let families = group.ipv4.iter().chain(&group.ipv6);
    let names: Vec<&String> = families.flat_map(|family| &family.import).collect();
    assert!(!names.is_empty(), "{} {} takes everything", device.hostname, group.name);
    let policies = device.route_policies.iter().filter(|one| names.contains(&&one.name));
    let mut beyond = Vec::new();
    for term in policies.flat_map(|one| &one.terms).filter(|term| term.permit) {
        let Some(list) = &term.prefixes else {
            beyond.push("everything".to_owned());
            continue;
        };
        for entry in &list.entries {
            let net = entry.prefix;
            let (_, to) = lengths(entry);
            let inside = accepted.iter().any(|(prefix, longest)| {
                prefix.parse::<IpNet>().unwrap().contains(&net) && to <= *longest
            });
            if !inside {
                beyond.push(format!("{} up to /{to}", entry.prefix));
            }
        }
    }
    beyond
}

const ACCEPTED: [(&str, u8); 4] = [
    ("10.244.0.0/16", 26),
    ("2001:db8:244::/48", 122),
    ("10.96.0.10/32", 32),
    ("2001:db8:96::a/128", 128),
];

#[test]
fn nothing_is_taken_from_hosts_but_what_is_accepted() {
    let in_overlay = CALICO.replace("vlans one, two, three", "vlan web");
    let programs =
        [plain("bgp", CALICO), plain("bgp unnumbered", CALICO), overlaid("bgp", &in_overlay)];
    for made in programs.iter().map(|text| made(text)) {
        assert_sound(&made);
        let mut seen = 0;
        for device in &made.devices {
            for (_, group) in groups(device).filter(|(_, group)| group.name.starts_with("k8s")) {
                seen += 1;
                assert_eq!(beyond(device, group, &ACCEPTED), [""; 0], "{}", device.hostname);
                let ipv6 = group.ipv6.is_some();
                let family = group.ipv4.as_ref().or(group.ipv6.as_ref()).unwrap();
                assert!(group.ipv4.is_some() != ipv6);
                let (good, bad): (&[&str], &[&str]) = if ipv6 {
                    (
                        &["2001:db8:244::/48", "2001:db8:244::/122", "2001:db8:96::a/128"],
                        &["::/0", "2001:db8:244::/123", "2001:db8:245::/64", "2001:db8:1:1::/64"],
                    )
                } else {
                    (
                        &["10.244.0.0/16", "10.244.3.64/26", "10.96.0.10/32"],
                        &[
                            "0.0.0.0/0",
                            "10.244.3.64/27",
                            "10.245.0.0/24",
                            "10.1.1.0/24",
                            "10.255.0.1/32",
                        ],
                    )
                };
                // What is about to go away is taken too, but no more than that.
                for communities in [&[][..], &["65535:0"]] {
                    let taken = |net: &&str| {
                        let route = Route { prefix: net, communities };
                        accepts(device, family.import.as_ref(), route)
                    };
                    assert!(good.iter().all(taken), "{} {}", device.hostname, group.name);
                    assert!(!bad.iter().any(taken), "{} {}", device.hostname, group.name);
                }
                assert!(family.default_originate);
                let told = |net: &str| accepts(device, family.export.as_ref(), route(net));
                assert!(told(if ipv6 { "::/0" } else { "0.0.0.0/0" }));
                assert!(!good.iter().chain(&bad[1..]).any(|net| told(net)));
                assert_eq!(family.max_prefixes.as_ref().map(|limit| limit.limit), Some(200));
            }
        }
        assert!(seen >= 10, "{seen}");
    }
}

#[test]
fn hosts_lose_their_as_on_the_way_to_others_of_the_same_as_only() {
    for (other, shared) in [(64512, true), (64550, false)] {
        let service = format!(
            "
service k8s {{
  vlans one, two, three
  accept 10.244.0.0/16 up to /26
  node n1 10.1.1.11 asn 64512
  node n2 10.1.2.12 asn {other}
  advertise all
}}
"
        );
        let made = made(&plain("bgp", &service));
        assert_eq!(group(device(&made, "r1-a"), "k8s-ipv4").as_override, shared, "{other}");
    }
}

#[test]
fn services_have_as_numbers_of_racks_or_hosts() {
    let service = "
service k8s {
  vlans one, two, three
  bgp asn 64512..64599 per UNIT listen on gateway
  accept 10.244.0.0/16 up to /26
  node n1 10.1.1.11
  node n2 10.1.2.12
  node n3 10.1.2.13 asn 64550
}
";
    let per_rack = made(&plain("bgp", &service.replace("UNIT", "rack")));
    assert_sound(&per_rack);
    let of = |name: &str| group(device(&per_rack, name), "k8s-ipv4").remote_asn;
    let racks = ["r1-a", "r2-a", "r3-a"].map(of);
    assert_eq!(racks, ["r1-b", "r2-b", "r3-a"].map(of));
    let numbers: BTreeSet<u32> = racks.into_iter().flatten().collect();
    assert_eq!(numbers.len(), 3);
    assert!(numbers.iter().all(|asn| (64512..=64599).contains(asn)), "{numbers:?}");
    // A host has its rack's, unless it has one of its own.
    let hosts = |made: &Made, name: &str| -> BTreeMap<String, u32> {
        sessions(device(made, name))
            .filter(|(_, group, _)| group.name.starts_with("k8s"))
            .map(|(_, _, one)| (one.host.clone().unwrap(), one.asn))
            .collect()
    };
    assert_eq!(hosts(&per_rack, "r1-a"), BTreeMap::from([("n1".to_owned(), racks[0].unwrap())]));
    assert_eq!(hosts(&per_rack, "r2-b").get("n3"), Some(&64550));
    assert_eq!(hosts(&per_rack, "r2-b").get("n2"), Some(&racks[1].unwrap()));

    // One that is not named has no number of its own.
    let named = service.replace("UNIT listen on gateway", "node");
    let per_node = made(&plain("bgp", &named));
    assert_sound(&per_node);
    let own = hosts(&per_node, "r2-a");
    assert_eq!(own, hosts(&per_node, "r2-b"));
    assert_eq!(own["n3"], 64550);
    let all: BTreeSet<u32> =
        own.values().chain(hosts(&per_node, "r1-a").values()).copied().collect();
    assert_eq!(all.len(), 3, "{own:?}");
    assert!(groups(device(&per_node, "r1-a")).all(|(_, group)| group.listen.is_empty()));
}

#[test]
fn a_distributed_service_speaks_from_the_loopback_of_its_vrf() {
    let service = CALICO.replace("vlans one, two, three", "vlan web");
    let made = made(&overlaid("bgp auto", &service));
    assert_sound(&made);
    let mut seen = BTreeSet::new();
    for leaf in leaves(&made) {
        for (ipv6, name) in [(false, "k8s-ipv4"), (true, "k8s-ipv6")] {
            let group = group(leaf, name);
            let own = group.local_address.expect("an address");
            let here = leaf.loopbacks.iter().find(|one| one.vrf.as_deref() == Some("prod"));
            let loopback = here.expect("a loopback");
            assert_eq!(group.update_source.as_ref(), Some(&loopback.name));
            let address = if ipv6 { &loopback.ipv6 } else { &loopback.ipv4 };
            assert_eq!(address.map(Address::ip), Some(own));
            assert_eq!(group.multihop, Some(2));
            assert!(seen.insert(own), "{} speaks from another's address", leaf.hostname);
            let vrf = leaf.vrfs.iter().find(|vrf| vrf.name == "prod").unwrap();
            assert_eq!(vrf.loopback.as_ref(), Some(loopback));
            let bgp = vrf.bgp.as_ref().unwrap();
            let family = if ipv6 { &bgp.ipv6 } else { &bgp.ipv4 };
            assert!(family.as_ref().unwrap().networks.contains(&address.unwrap().subnet()));
        }
        // The other tenant has no need of one.
        assert!(leaf.vrfs.iter().all(|vrf| vrf.name == "prod" || vrf.loopback.is_none()));
    }
}

#[test]
fn relayed_requests_come_from_an_address_that_no_other_switch_has() {
    let text = overlaid("bgp", "")
        .replace("vlan web 110 {", "vlan web 110 { dhcp-relay 10.1.120.9")
        .replace("db 120 { vrf shared", "db 120 { vrf prod");
    let made = made(&text);
    assert_sound(&made);
    let mut seen = BTreeSet::new();
    for leaf in leaves(&made) {
        let svi = leaf.svis.iter().find(|svi| svi.vlan == 110).unwrap();
        let source = svi.dhcp_relay.as_ref().unwrap().source.as_ref().expect("a loopback");
        assert_eq!(source.vrf.as_deref(), Some("prod"));
        assert!(leaf.loopbacks.contains(source));
        assert!(seen.insert(source.ipv4.unwrap().ip()));
    }
}

/// It does not hear the answers.
#[test]
fn a_relay_of_cumulus_linux_to_a_server_in_another_vrf_is_refused() {
    let text = |model: &str, server: &str| {
        format!(
            "{}switch leaf1 model {model}
link leaf1:49 -- spine1:1
vrf blue {{ leak from red }}
vrf red {{ leak from blue }}
vlan web 110 {{ vrf blue  gateway 10.1.110.1/24  dhcp-relay {server} }}
vlan app 111 {{ vrf blue  gateway 10.1.111.1/24 }}
vlan db  120 {{ vrf red   gateway 10.1.120.1/24 }}
profile server {{ trunk web, app, db  native none  edge }}
attach host1 to leaf1 port 1 as server
",
            head("bgp", "evpn")
        )
    };
    let refused = make(&text(CUMULUS, "10.1.120.9"), None, &[]).expect_err("it is refused").text();
    assert!(refused.contains("DHCP relay to a server in another VRF"), "{refused}");
    made(&text(CUMULUS, "10.1.111.9"));
    made(&text(CUMULUS, "10.9.9.9"));
    for model in [ARISTA, NXOS, JUNIPER] {
        made(&text(model, "10.1.120.9"));
    }
}

/// Leaks of a fabric: switch, into, from.
fn leaks(made: &Made) -> BTreeSet<(String, String)> {
    let vrfs = made.devices.iter().flat_map(|device| &device.vrfs);
    vrfs.flat_map(|vrf| vrf.leaks.iter().map(|leak| (vrf.name.clone(), leak.from.clone())))
        .collect()
}

#[test]
fn routes_leak_only_where_it_is_written() {
    assert_eq!(leaks(&made(&overlaid("bgp", ""))), BTreeSet::new());
    // Not every system can choose among another VRF's routes.
    let racks = [rack("r1", ARISTA, Leaves::Mlag), rack("r2", CUMULUS, Leaves::Lone)].concat();
    let text = head("bgp", "evpn")
        + &racks
        + TENANTS
        + "vlan pods 140 { vrf third  gateway 10.1.140.1/24 }\nvrf third\n";
    let text = text.replace("trunk web, db, beat", "trunk web, db, beat, pods");
    let text = text.replace(
        "vrf shared\n",
        "vrf shared { leak from prod prefixes 10.1.110.0/24, 10.244.0.0/16 up to /26 }\n",
    );
    let made = made(&text);
    assert_sound(&made);
    assert_eq!(leaks(&made), BTreeSet::from([("shared".to_owned(), "prod".to_owned())]));
    for leaf in leaves(&made) {
        let vrf = |name: &str| leaf.vrfs.iter().find(|vrf| vrf.name == name).unwrap();
        let leak = &vrf("shared").leaks[0];
        let prod = &vrf("prod").evpn.as_ref().unwrap().route_target;
        assert_eq!(leak.route_target.as_ref(), Some(prod));
        assert!(leak.policy_ipv4.is_some() && leak.policy_ipv6.is_some());
        let let_in = |net: &str| accepts(leaf, leak.policy_ipv4.as_ref(), route(net));
        assert!(let_in("10.1.110.0/24") && let_in("10.244.1.0/26"));
        for net in ["10.1.110.0/25", "10.1.0.0/16", "10.1.120.0/24", "10.244.1.0/27", "0.0.0.0/0"] {
            assert!(!let_in(net), "{net}");
        }
        assert!(!accepts(leaf, leak.policy_ipv6.as_ref(), route("2001:db8:1:110::/64")));
    }
}

#[test]
fn without_an_overlay_routes_leak_on_the_switch() {
    let text = plain("bgp", "vrf red\nvrf blue { leak from red }\nvrf green\n")
        .replace("vlan one 101 {", "vlan one 101 { vrf red")
        + "vlan four 104 { vrf blue  gateway 10.1.4.1/24 on r1-pair }
vlan five 105 { vrf green  gateway 10.1.5.1/24 on r1-pair }
profile more { trunk four, five  native none  lacp fast  edge }
attach server old to r1-pair port 9 as more
";
    let made = made(&text);
    assert_sound(&made);
    assert_eq!(leaks(&made), BTreeSet::from([("blue".to_owned(), "red".to_owned())]));
    let switch = device(&made, "r1-a");
    let vrf = |name: &str| switch.vrfs.iter().find(|vrf| vrf.name == name).unwrap();
    let leak = &vrf("blue").leaks[0];
    assert!(leak.local && leak.route_target.is_none() && leak.policy.is_none());
    let red = vrf("red").leak_target.as_ref().unwrap();
    assert_eq!(leak.local_target.as_ref(), Some(&red.route_target));
    assert!(vrf("green").leak_target.is_none());
}

#[test]
fn networks_that_are_leaked_are_redistributed_where_the_system_wants_it() {
    let text = head("bgp", "evpn")
        + &rack("r1", CUMULUS, Leaves::Mlag)
        + TENANTS
        + "service pods { vlan web  bgp asn 64512  listen on gateway  accept 10.244.0.0/16 up to /26 }\n";
    let quiet = made(&text);
    let made = made(&text.replace("vrf shared\n", "vrf shared { leak from prod }\n"));
    assert_sound(&made);
    let lines = |made: &Made, block: &str| -> Vec<String> {
        let text = &made.files["configs/r1-a/etc/frr/frr.conf"];
        let block =
            text.split("\nrouter bgp ").find(|part| part.lines().next().unwrap().ends_with(block));
        block
            .unwrap()
            .split("\nexit\n")
            .next()
            .unwrap()
            .lines()
            .map(|line| line.trim().to_owned())
            .collect()
    };
    let has = |made: &Made, block: &str, start: &str| {
        lines(made, block).iter().any(|line| line.starts_with(start))
    };
    assert!(has(&quiet, "vrf prod", "network 10.1.110.0/24"));
    assert!(!has(&quiet, "vrf prod", "redistribute"));
    assert!(!has(&made, "vrf prod", "network"));
    assert!(has(&made, "vrf prod", "redistribute connected route-map networks-prod-ipv4"));
    assert!(has(&made, "vrf shared", "network 10.1.120.0/24"));
    let leaf = device(&made, "r1-a");
    let policy = Some("networks-prod-ipv4".to_owned());
    assert!(accepts(leaf, policy.as_ref(), route("10.1.110.0/24")));
    assert!(!accepts(leaf, policy.as_ref(), route("10.1.120.0/24")));
    // Hosts of the service are more than a hop away from the loopback that they peer with.
    let check = "bgp disable-ebgp-connected-route-check";
    assert!(has(&made, "vrf shared", check));
    assert!(!has(&made, "vrf prod", check) && !has(&quiet, "vrf shared", check));
}

#[test]
fn what_a_vrf_has_leaked_is_not_told_to_the_overlay_as_its_own() {
    let text = head("bgp", "evpn") + &rack("r1", CUMULUS, Leaves::Mlag) + TENANTS;
    let frr = |text: &str| made(text).files["configs/r1-a/etc/frr/frr.conf"].clone();
    assert!(!frr(&text).contains("source-vrf"));
    let leaking = frr(&text.replace("vrf shared\n", "vrf shared { leak from prod }\n"));
    let refused = "route-map rackc-shared-evpn deny 1\n match source-vrf prod\n";
    assert!(leaking.contains(refused), "{leaking}");
    assert!(leaking.contains("\n  advertise ipv4 unicast route-map rackc-shared-evpn\n"));
    assert!(leaking.contains("\n  advertise ipv4 unicast\n"), "of the VRF that takes nothing in");
}

/// The other member of the pair takes it in for itself, and would tell the overlay of it as the VRF's own.
#[test]
fn what_a_vrf_has_leaked_is_not_told_to_the_pairs_other_member() {
    let text = head("bgp", "evpn") + &rack("r1", ARISTA, Leaves::Mlag) + TENANTS;
    let config = |text: &str| made(text).files["configs/r1-a/startup-config"].clone();
    assert!(!config(&text).contains("extcommunity"));
    let leaking = config(&text.replace("vrf shared\n", "vrf shared { leak from prod }\n"));
    assert!(leaking.contains("ip extcommunity-list rackc-shared-leaked permit rt 65000:50001\n"));
    let refused =
        "route-map rackc-shared-pair deny 10\n   match extcommunity rackc-shared-leaked\n";
    assert!(leaking.contains(refused), "{leaking}");
    for group in ["pair-shared-ipv4", "pair-shared-ipv6"] {
        assert!(leaking.contains(&format!("neighbor {group} route-map rackc-shared-pair out\n")));
    }
    assert!(!leaking.contains("neighbor pair-prod-ipv4 route-map"), "it takes nothing in");
}

#[test]
fn a_list_on_what_goes_out_of_a_subinterface_is_refused_where_it_matches_nothing() {
    let with = |tag: &str| {
        let border = format!(
            "boundary internet {{ on r2-a  port r2-a:40 {tag} address 203.0.113.1/31 to isp  egress acl out }}
acl out {{ permit from 10.1.110.0/24  deny any }}
"
        );
        let text = head("bgp", "evpn") + &rack("r2", CUMULUS, Leaves::Lone) + TENANTS + &border;
        make(&text.replace("profile double", "// profile double"), None, &[])
    };
    assert!(with("").is_ok());
    let refused = with("tag 5").unwrap_err();
    assert_eq!(refused.codes, ["R0801"], "{}", refused.text());
}

const BORDER: &str = "
boundary internet {
  on r3-a
  vrf prod
  port r3-a:40 address 203.0.113.1/31, 2001:db8:ffff::1/127 to isp
  peer isp asn 64700 at 203.0.113.0, 2001:db8:ffff:: { PEER }
  peer far asn 64800 at 198.51.100.7 multihop 3 { import nothing  export nothing }
  route 198.51.100.0/24 via 203.0.113.0
}
";

#[test]
fn neighbours_outside_are_told_and_heard_what_is_written() {
    const SILENT: &str = "ttl-security  password secret(isp)  import nothing  export nothing";
    let silent = made(&overlaid("bgp", &BORDER.replace("PEER", SILENT)));
    assert_sound(&silent);
    let border = device(&silent, "r3-a");
    for name in ["isp-ipv4", "isp-ipv6", "far-ipv4"] {
        let group = group(border, name);
        let family = group.ipv4.as_ref().or(group.ipv6.as_ref()).unwrap();
        for net in ["0.0.0.0/0", "10.1.110.0/24", "10.255.0.1/32", "::/0", "2001:db8:1:110::/64"] {
            assert!(!accepts(border, family.import.as_ref(), route(net)), "{name} {net}");
            assert!(!accepts(border, family.export.as_ref(), route(net)), "{name} {net}");
        }
    }
    let isp = group(border, "isp-ipv4");
    assert_eq!((isp.ttl_security, isp.ttl_range.as_deref()), (Some(1), Some("255")));
    assert!(isp.password.as_ref().unwrap().contains("isp"));
    assert_eq!(isp.neighbors[0].local_address, Some([203, 0, 113, 1].into()));
    assert_eq!(group(border, "far-ipv4").multihop, Some(3));
    for leaf in leaves(&silent).filter(|leaf| leaf.hostname != "r3-a") {
        assert!(groups(leaf).all(|(_, group)| !group.name.starts_with("isp")));
    }

    let talking = made(&overlaid("bgp", &BORDER.replace("PEER", "import default  export web")));
    assert_sound(&talking);
    let border = device(&talking, "r3-a");
    let family = group(border, "isp-ipv4").ipv4.clone().unwrap();
    let heard = |net: &str| accepts(border, family.import.as_ref(), route(net));
    let told = |net: &str| accepts(border, family.export.as_ref(), route(net));
    assert!(heard("0.0.0.0/0") && told("10.1.110.0/24"));
    for net in ["10.1.120.0/24", "10.255.0.1/32", "10.1.0.0/16", "203.0.113.0/31"] {
        assert!(!heard(net) && !told(net), "{net}");
    }
}

/// Everything about a switch that must not change when something elsewhere does.
fn values(device: &Device) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    all.extend(device.bgp.iter().map(|bgp| format!("AS {} id {}", bgp.asn, bgp.router_id)));
    for (vrf, group, one) in sessions(device) {
        all.insert(format!(
            "{:?} {} {:?} {:?} {} {:?}",
            vrf.vrf, group.name, one.address, one.interface, one.asn, one.local_address
        ));
    }
    if let Some(vtep) = &device.vtep {
        all.insert(format!("{} {:?} {}", vtep.address, vtep.shared_address, vtep.rd));
        all.extend(vtep.vlans.iter().map(|vlan| format!("{vlan:?}")));
    }
    for vrf in &device.vrfs {
        all.extend(vrf.evpn.iter().map(|one| format!("{} {one:?}", vrf.name)));
    }
    for one in &device.loopbacks {
        all.insert(format!("{} {:?} {:?} {:?}", one.name, one.ipv4, one.ipv6, one.shared_ipv4));
    }
    for (port, routed) in underlay(device) {
        all.insert(format!("{} {:?} {:?}", port.name, routed.ipv4, routed.ipv6));
    }
    all.extend(device.svis.iter().map(|svi| format!("{} {:?} {:?}", svi.name, svi.ipv4, svi.ipv6)));
    all.extend(device.pair_routing.iter().map(|way| format!("{way:?}")));
    all.extend(device.lags.iter().map(|lag| format!("{} {:?}", lag.name, lag.segment)));
    all
}

#[track_caller]
fn nothing_moves(before: &Made, after: &Made) {
    assert_sound(after);
    for old in &before.devices {
        let new = device(after, &old.hostname);
        let (old_values, new_values) = (values(old), values(new));
        let lost: Vec<&String> = old_values.difference(&new_values).collect();
        assert!(lost.is_empty(), "{}: {lost:?}", old.hostname);
    }
}

/// The files of switches that are not named.
fn files<'a>(made: &'a Made, but: &[&str]) -> BTreeMap<&'a String, &'a String> {
    let left =
        |path: &str| but.iter().any(|name| path.split('/').any(|part| part.starts_with(name)));
    made.files.iter().filter(|(path, _)| !left(path)).collect()
}

#[test]
fn a_new_rack_changes_nothing_but_the_spines() {
    for underlay in ["bgp", "bgp unnumbered", "ospf"] {
        let text = overlaid(underlay, "");
        let before = made(&text);
        // It sorts before all others.
        for leaves in [Leaves::Mlag, Leaves::Esi, Leaves::Lone] {
            let after = again(&(text.clone() + &rack("r0", CUMULUS, leaves)), &before);
            nothing_moves(&before, &after);
            assert_eq!(files(&before, &["spine"]), files(&after, &["spine", "r0"]), "{underlay}");
            // Once more, and nothing changes at all.
            let once_more = again(&(text.clone() + &rack("r0", CUMULUS, leaves)), &after);
            assert_eq!(once_more.lock, after.lock);
            assert_eq!(once_more.files, after.files);
        }
    }
}

#[test]
fn a_new_vlan_changes_nothing_where_it_is_not() {
    let text = overlaid("bgp", "");
    let before = made(&text);
    let more = "vlan aaa 100 { vrf prod  gateway 10.1.100.1/24 }
profile aaa { access aaa  edge }
attach server aaa to r3-a port 20 as aaa
";
    let after = again(&(text + more), &before);
    nothing_moves(&before, &after);
    assert_eq!(files(&before, &["r3"]), files(&after, &["r3"]));
}

#[test]
fn a_new_service_changes_nothing_where_it_is_not() {
    let text = overlaid("bgp", "");
    let before = made(&text);
    let after =
        again(&(text.clone() + &CALICO.replace("vlans one, two, three", "vlan web")), &before);
    nothing_moves(&before, &after);
    assert_eq!(files(&before, &["r"]), files(&after, &["r"]));
    let text = plain("bgp", "");
    let before = made(&text);
    let after = again(&(text + &CALICO.replace("vlans one, two, three", "vlan one")), &before);
    nothing_moves(&before, &after);
    assert_eq!(values(device(&before, "r3-a")), values(device(&after, "r3-a")));
}

#[test]
fn a_vrf_that_sorts_first_leaves_the_others_their_numbers() {
    let text = overlaid("bgp", "");
    let before = made(&text);
    let more = "vrf aaa\nvlan aaa 100 { vrf aaa  gateway 10.1.100.1/24 }
profile aaa { access aaa  edge }
attach server aaa to r4-a port 20 as aaa
";
    let after = again(&(text + more), &before);
    nothing_moves(&before, &after);
}

/// The codes for which a text is refused, with what is said.
#[track_caller]
fn refused(text: &str) -> (Vec<&'static str>, String) {
    let refused = make(text, None, &[]).expect_err("this is refused");
    (refused.codes.clone(), refused.text())
}

#[test]
fn a_lag_without_lacp_is_shared_by_a_pair_where_the_system_does_that() {
    let pair = |model: &str| {
        format!(
            "fabric lab {{ spanning-tree rstp  pool mgmt 192.0.2.0/24  pool link 10.254.0.0/24 }}
management {{ root-password secret(root) }}
switches a, b model {model}
mlag pair = a + b {{ peer-link 51..52  keepalive 48 }}
vlan web 110
profile old {{ access web  lacp static  edge }}
attach server old1 to pair port 1 as old
attach server old2 to a ports 2..3 as old
"
        )
    };
    for model in [ARISTA, NXOS, CUMULUS] {
        made(&pair(model));
    }
    let (codes, text) = refused(&pair(JUNIPER));
    assert_eq!(codes, ["R0801"], "{text}");
    made(&pair(JUNIPER).replace("attach server old1", "// "));
}

#[test]
fn copper_offers_the_speed_that_is_said_and_is_not_forced() {
    let text = "fabric lab { spanning-tree rstp  pool mgmt 192.0.2.0/24 }
switch oob model cumulus/SN2201 { speed 5 100m  speed 49 10g }
vlan web 110
profile one { access web  edge }
attach server bmc to oob port 5 as one
attach server far to oob port 49 as one
";
    let said = |text: &str, path: &str| made(text).files[path].clone();
    let linux = said(text, "configs/oob/etc/network/interfaces");
    assert!(linux.contains("link-speed 100\n    link-duplex full\n    link-autoneg on\n"));
    assert!(linux.contains("link-speed 10000\n    link-duplex full\n    link-autoneg off\n"));
    let nvue = text.replace("SN2201 {", "SN2201 { format nvue ");
    let nvue = said(&nvue, "configs/oob/etc/nvue.d/startup.yaml");
    assert!(nvue.contains("auto-negotiate: 'on'\n          speed: 100M\n"));
    assert!(nvue.contains("auto-negotiate: 'off'\n          speed: 10G\n"));
}

#[test]
fn an_access_list_of_a_vlan_lets_its_hosts_speak_bgp() {
    let service = CALICO.replace("vlans one, two, three", "vlan web");
    let guarded = |acl: &str| {
        let text = overlaid("bgp auto", &service);
        text.replace("vlan web 110 { vrf prod ", "vlan web 110 { vrf prod  ingress acl guard ")
            + &format!("object loopbacks 10.255.0.0/22, 2001:db8:ff::/64\nacl guard {{ {acl} }}\n")
    };
    let (codes, text) =
        refused(&guarded("permit tcp from web to web port 179  permit tcp to loopbacks port 443"));
    assert!(codes.contains(&"R1114") && text.contains("port 179"), "{text}");
    // Who only listens is not helped by a way for answers.
    let (codes, _) = refused(&guarded("permit tcp from web port 179 to loopbacks"));
    assert!(codes.contains(&"R1114"));
    // One of the systems tells no types of ICMP apart there, which neighbour discovery would need.
    made(&guarded(
        "permit icmp  permit tcp from web to loopbacks port 179  permit udp to loopbacks port 4784",
    ));
}

#[test]
fn the_members_of_a_pair_route_every_family_to_each_other() {
    let text = plain("bgp unnumbered", "")
        .replace("pool link 10.254.0.0/22, 2001:db8:fe::/112", "pool link 10.254.0.0/22");
    let (codes, text) = refused(&text);
    assert_eq!(codes, ["R0708"], "{text}");
}

#[test]
fn bfd_over_several_hops_has_the_timers_of_the_program() {
    let made = made(&overlaid("bgp { bfd interval 400ms }", ""));
    for device in &made.devices {
        assert_eq!(device.bfd_multihop, device.bfd, "{}", device.hostname);
    }
    let links = made_without_overlay("bgp { bfd interval 400ms }");
    assert!(links.devices.iter().all(|device| device.bfd_multihop.is_none()));
    let (codes, text) = refused(&overlaid("bgp { bfd interval 100ms }", ""));
    assert_eq!(codes.first(), Some(&"R0805"), "{text}");
    assert!(text.contains("over several hops"), "{text}");
}

#[track_caller]
fn made_without_overlay(underlay: &str) -> Made {
    made(&plain(underlay, ""))
}

#[test]
fn bfd_with_hosts_behind_a_pair_is_refused_where_it_fails() {
    let text = plain("bgp", &CALICO.replace("  advertise", "  bfd\n  advertise"));
    made(&text);
    let (codes, text) = refused(&text.replace(ARISTA, NXOS));
    assert_eq!(codes, ["R0801"], "{text}");
    assert!(text.contains("bfd-mlag-vlan"), "{text}");
}

#[test]
fn the_overlay_carries_communities() {
    let made = made(&overlaid("bgp", ""));
    for device in &made.devices {
        for (_, group) in groups(device).filter(|(_, group)| group.evpn.is_some()) {
            assert!(group.evpn.as_ref().is_some_and(|evpn| evpn.send_community), "{}", group.name);
        }
    }
}

#[test]
fn texts_are_as_long_as_their_place_takes() {
    let boundary = |description: &str| {
        overlaid("bgp", "")
            + &format!(
                "boundary isp {{
  vrf prod
  peer isp asn 64700 at 203.0.113.0/31 port r3-a:30 {{
    import default
    export prod
    description \"{description}\"
  }}
}}
"
            )
    };
    made(&boundary(&"a".repeat(80)));
    let (codes, text) = refused(&boundary(&"a".repeat(81)));
    assert_eq!(codes, ["R0803"], "{text}");
}

#[test]
fn no_border_takes_back_what_the_fabric_told_ospf() {
    let boundary = |name: &str, vrf: &str, port: u32, net: &str| {
        format!(
            "vrf {vrf}
boundary {name} {{
  vrf {vrf}
  port leaf1:{port} address {net}.0/31
  port leaf2:{port} address {net}.2/31
  ospf {{ import all  export all }}
}}
"
        )
    };
    for (_, model) in VENDORS {
        let text = format!(
            "{}switch leaf1, leaf2 model {model}
link leaf1:49 -- spine1:1
link leaf2:49 -- spine1:2
{}{}",
            head("bgp unnumbered", "evpn"),
            boundary("campus", "blue", 48, "198.51.100"),
            boundary("guest", "red", 47, "203.0.113"),
        );
        let made = made(&text);
        let tags = |vrf: &str| {
            let of_leaves = made.devices.iter().filter(|one| one.hostname.starts_with("leaf"));
            let policies = of_leaves.flat_map(|device| &device.route_policies);
            let own = policies.filter(|policy| policy.name.starts_with(vrf));
            let terms: Vec<_> = own.flat_map(|policy| &policy.terms).collect();
            let refused = terms.iter().filter(|term| !term.permit).filter_map(|term| term.from_tag);
            let refused: BTreeSet<u32> = refused.collect();
            let set: BTreeSet<u32> = terms.iter().filter_map(|term| term.tag).collect();
            assert_eq!(set, refused, "{model} {vrf}");
            assert_eq!(set.len(), 1, "{model} {vrf}");
            set
        };
        assert_ne!(tags("blue-"), tags("red-"), "{model}");
    }
}

/// Answers of a DHCP server come back over whichever of the next hops is in use.
#[test]
fn a_relay_listens_on_the_way_to_each_next_hop_of_its_servers() {
    let text = "fabric f { mtu 1500  spanning-tree rstp root core  pool mgmt 192.0.2.0/24 gateway 192.0.2.1 }\n\
        management { root-password secret(root) }\n\
        model sw = cumulus/SN3420\n\
        switch core model sw\n\
        vlan web 110 { gateway 10.1.110.1/24 on core  dhcp-relay 10.9.0.10 }\n\
        boundary up {\n\
          port core:40 address 203.0.113.1/31\n\
          port core:41 address 203.0.113.3/31\n\
          route 10.9.0.0/16 via 203.0.113.0\n\
          route 10.9.0.0/16 via 203.0.113.2 distance 200\n\
        }\n\
        profile server { access web  edge }\n\
        attach server host1 to core port 1 as server\n";
    let made = made(text);
    assert_eq!(device(&made, "core").dhcp_relays[0].upstream_ipv4, ["swp40", "swp41"]);
}

/// Two borders of a VRF, with what they take from OSPF and tell it.
fn borders(model: &str, ospf: &str, rest: &str) -> Made {
    made(&format!(
        "{}switch leaf1, leaf2 model {model}
link leaf1:49 -- spine1:1
link leaf2:49 -- spine1:2
vrf blue
vlan web 110 {{ vrf blue  gateway 10.1.110.1/24, 2001:db8:110::1/64  on leaf1, leaf2 }}
boundary campus {{
  vrf blue
  port leaf1:48 address 198.51.100.0/31, 2001:db8:f::/127
  port leaf2:48 address 198.51.100.2/31, 2001:db8:f::2/127
  ospf {{ {ospf} }}
}}
{rest}",
        head("bgp", "evpn"),
    ))
}

/// NX-OS leaves a default route out of what it redistributes, unless told.
#[test]
fn a_default_route_comes_from_ospf_into_bgp_where_it_is_let_through() {
    let policies = "policy nets { deny prefixes 0.0.0.0/0, ::/0  permit any }
policy some { permit prefixes 10.0.0.0/8 up to /24 }
policy more { permit prefixes 0.0.0.0/0, ::/0  permit prefixes 10.0.0.0/8 up to /24 }
";
    for (import, taken) in
        [("all", 2), ("default", 2), ("more", 2), ("nets", 0), ("some", 0), ("nothing", 0)]
    {
        let rest = if taken == 0 || import == "more" { policies } else { "" };
        let made = borders(NXOS, &format!("import {import}  export web"), rest);
        let config = made.files["configs/leaf1/startup-config"].as_str();
        let bgp = config.split_once("router bgp ").unwrap().1;
        assert_eq!(bgp.matches("default-information originate").count(), taken, "{import}");
    }
}

#[test]
fn a_default_route_that_a_policy_names_is_told_to_ospf() {
    let told = |export: &str| {
        let policies = "policy named { permit prefixes 10.1.110.0/24, 0.0.0.0/0 }
policy refused { deny prefixes 0.0.0.0/0, ::/0  permit prefixes 0.0.0.0/0 up to /24 }
";
        let rest = if export == "all" { "" } else { policies };
        let made = borders(ARISTA, &format!("import nothing  export {export}"), rest);
        let processes = device(&made, "leaf1").ospf.iter();
        processes.map(|ospf| ospf.default_originate).collect::<Vec<_>>()
    };
    assert_eq!(told("named"), [true, false]);
    assert_eq!(told("refused"), [false, false]);
    assert_eq!(told("all"), [false, false]);
}

/// It carries no tag, and two borders would keep it alive between them.
#[test]
fn a_default_route_that_is_told_to_ospf_does_not_come_back() {
    let policy = |import: &str, export: &str| {
        let made = borders(ARISTA, &format!("import {import}  export {export}"), "");
        let mut policies = device(&made, "leaf1").route_policies.iter();
        let policy = policies.find(|policy| policy.name == "blue-ospf-in-ipv4").unwrap().clone();
        policy.terms.iter().any(|term| !term.permit && term.prefixes.is_some())
    };
    assert!(policy("all", "default"));
    assert!(!policy("all", "all"));
    assert!(!policy("default", "default"));
}

#[test]
fn routes_from_outside_by_ospf_avoid_a_switch_in_maintenance() {
    for (spine, lines) in [
        (VENDORS[0].0, ["max-metric router-lsa external-lsa include-stub summary-lsa"; 2]),
        (
            VENDORS[1].0,
            [
                "max-metric router-lsa external-lsa include-stub summary-lsa",
                "max-metric router-lsa external-lsa stub-prefix-lsa inter-area-prefix-lsa",
            ],
        ),
    ] {
        let text = head("ospf", "none").replace(
            &format!("switches spine1, spine2 model {}", VENDORS[0].0),
            &format!("switches spine1, spine2 model {spine} {{ maintenance }}"),
        );
        let made = made(&(text + "link spine1:1 -- spine2:1\n"));
        let config = made.files["configs/spine1/startup-config"].as_str();
        for line in lines {
            assert!(config.lines().any(|known| known.trim() == line), "{spine}: {line}");
        }
    }
}

/// The largest metric of a switch's own links does not make what is handed in at it any longer.
#[test]
fn what_a_switch_in_maintenance_hands_in_to_ospf_has_the_largest_metric() {
    for (_, model) in VENDORS {
        let text = |state: &str| {
            format!(
                "{}switch leaf1, leaf2 model {model} {{ {state} }}
link leaf1:49 -- spine1:1
link leaf2:49 -- spine1:2
vrf blue
vlan web 110 {{ vrf blue  gateway 10.1.110.1/24  on leaf1, leaf2 }}
policy named {{ permit prefixes 10.1.110.0/24 set med 5  permit prefixes 0.0.0.0/0 }}
boundary campus {{
  vrf blue
  port leaf1:48 address 198.51.100.0/31
  port leaf2:48 address 198.51.100.2/31
  ospf {{ import nothing  export named }}
}}
",
                head("bgp", "evpn")
            )
        };
        let metrics = |state: &str| {
            let made = made(&text(state));
            let leaf = device(&made, "leaf1");
            let policies = leaf.route_policies.iter();
            let of_ospf = policies.filter(|policy| policy.name.starts_with("blue-ospf"));
            let terms = of_ospf.flat_map(|policy| &policy.terms);
            let all: BTreeSet<u32> = terms.filter_map(|term| term.metric).collect();
            (all, leaf.ospf[0].default_metric)
        };
        assert_eq!(metrics(""), ([5, 20].into(), 1), "{model}");
        assert_eq!(metrics("maintenance"), ([16_711_680].into(), 16_711_680), "{model}");
    }
}

/// There is no instance with VLANs that could name it.
#[test]
fn a_border_without_vlans_says_where_its_tunnels_begin() {
    let text = format!(
        "{}switch leaf1 model {JUNIPER}
switch leaf2 model {JUNIPER}
link leaf1:49 -- spine1:1
link leaf2:49 -- spine1:2
vrf blue
vlan web 110 {{ vrf blue  gateway 10.1.110.1/24  on leaf2 }}
boundary isp {{
  vrf  blue
  port leaf1:48 address 198.51.100.0/31
  peer isp asn 64700 at 198.51.100.1 {{ import default  export web }}
}}
",
        head("bgp", "evpn")
    );
    let made = made(&text);
    let says = |leaf: &str| {
        let config = made.files[&format!("configs/{leaf}/juniper.conf")].as_str();
        config.contains("\nswitch-options {\n    vtep-source-interface lo0.0;\n}\n")
    };
    assert_eq!([says("leaf1"), says("leaf2")], [true, false]);
}

/// A static route to it does not make a VLAN someone else's.
#[test]
fn nobody_outside_may_announce_a_subnet_of_the_fabric() {
    let text = plain(
        "bgp",
        "route 10.1.1.0/24 via 203.0.113.2\nroute 10.9.0.0/16 via 203.0.113.2\n\
         boundary up { port r2-a:40 address 203.0.113.3/31\n\
         peer up asn 64700 at 203.0.113.2 { import all  export nothing } }\n",
    );
    let made = made(&text);
    let inside = device(&made, "r2-a").prefix_lists.iter().find(|one| one.name == "inside-ipv4");
    let nets: BTreeSet<String> =
        inside.unwrap().entries.iter().map(|entry| entry.prefix.to_string()).collect();
    assert!(nets.contains("10.1.1.0/24"), "{nets:?}");
    assert!(!nets.contains("10.9.0.0/16"), "{nets:?}");
}

/// Both members of a vPC have to say `layer3 peer-router`, also where one alone has a neighbour.
#[test]
fn both_members_of_a_pair_know_that_one_speaks_to_a_neighbour() {
    let fabric = |outside: &str| {
        made(&format!(
            "fabric lab {{
  spanning-tree rstp root pair
  pool loopback 10.255.0.0/24
  pool link 10.254.0.0/24
  pool mgmt 192.0.2.0/24
  pool asn 65001..65009
}}
management {{ root-password secret(root) }}
switches a, b model {NXOS}
mlag pair = a + b {{ peer-link 53..54 }}
vlan web 110 {{ gateway 10.1.110.1/24 on pair }}
profile lan {{ access web  lacp fast  edge }}
attach server h1 to pair port 1 as lan
{outside}"
        ))
    };
    let lines = |made: &Made, line: &str| {
        let config = |name: &str| made.files[&format!("configs/{name}/startup-config")].as_str();
        ["a", "b"].map(|name| config(name).lines().any(|known| known.trim() == line))
    };
    let port = "boundary up { port a:40 address 203.0.113.1/31";
    let bgp = fabric(&format!(
        "{port}  peer isp asn 64700 at 203.0.113.0 {{ import default  export web }} }}"
    ));
    assert_eq!(lines(&bgp, "layer3 peer-router"), [true, true]);
    assert_eq!(lines(&bgp, "router bgp 65001"), [true, false]);
    let ospf = fabric(&format!("{port}  ospf {{ import nothing  export web }} }}"));
    assert_eq!(lines(&ospf, "layer3 peer-router"), [true, true]);
    assert_eq!(lines(&fabric(&format!("{port} }}")), "layer3 peer-router"), [false, false]);
}

/// By themselves systems give 0, 1, 20 or 25, and of two borders only the one with the lower is used.
#[test]
fn what_ospf_is_told_has_the_same_metric_everywhere() {
    for (_, model) in VENDORS {
        let metrics = |export: &str, rest: &str| {
            let made = borders(model, &format!("import nothing  export {export}"), rest);
            let policies = device(&made, "leaf1").route_policies.iter();
            let told = policies.filter(|policy| policy.name.starts_with("blue-ospf-"));
            let terms = told.flat_map(|policy| &policy.terms).filter(|term| term.permit);
            terms.map(|term| term.metric).collect::<BTreeSet<_>>()
        };
        assert_eq!(metrics("web", ""), BTreeSet::from([Some(20)]), "{model}");
        let policy = "policy said { permit prefixes 10.1.0.0/16 up to /24 set med 7 }";
        assert_eq!(metrics("said", policy), BTreeSet::from([Some(7)]), "{model}");
    }
}

/// A firewall that speaks OSPF with two VRFs of a switch sees two routers.
#[test]
fn ospf_of_each_vrf_is_a_router_of_its_own() {
    let boundary = |vrf: &str, tag: u8, net: &str| {
        format!(
            "boundary {vrf} {{ vrf {vrf}  port r3-a:40 tag {tag} address {net}
  ospf {{ area 0  import all  export nothing }} }}\n"
        )
    };
    let both = boundary("prod", 5, "203.0.113.1/31, 2001:db8:f::1/127")
        + &boundary("shared", 6, "203.0.113.3/31, 2001:db8:f::3/127");
    let made = made(&overlaid("ospf", &both));
    let ids = device(&made, "r3-a").ospf.iter().map(|one| (one.vrf.clone(), one.router_id.clone()));
    let ids: BTreeSet<(Option<String>, String)> = ids.collect();
    let own = device(&made, "r3-a").router_id.clone().unwrap();
    let of = |vrf: &str, id: &str| (Some(vrf.to_owned()), id.to_owned());
    let expected = [(None, own), of("prod", "203.0.113.1"), of("shared", "203.0.113.3")];
    assert_eq!(ids, BTreeSet::from(expected));
}

/// A system has one virtual MAC, which is that of the gateways that are the same everywhere.
#[test]
fn a_gateway_of_one_pair_beside_distributed_ones_changes_no_mac() {
    let central = "vlan lab 140 { vrf prod  gateway 10.1.140.1/24 on r1-pair }\n\
                   vlan alone 150 { vrf prod  gateway 10.1.150.1/24 on r3-a }\n";
    let made = made(&overlaid("bgp", central));
    let macs: BTreeSet<String> = made
        .devices
        .iter()
        .flat_map(|device| {
            let shared = device.vtep.as_ref().and_then(|vtep| vtep.gateway_mac.clone());
            [device.anycast_mac.clone(), shared]
        })
        .flatten()
        .collect();
    assert_eq!(macs, BTreeSet::from(["02:00:5e:00:01:01".to_owned()]));
}

/// Where hosts of other endpoints have their gateway, the overlay knows its MAC; else all they send would be flooded.
#[test]
fn the_overlay_is_told_of_a_gateway_that_is_in_one_place() {
    let vlan = |place: &str| {
        let vlan = format!("vlan lab 140 {{ vrf prod  gateway 10.1.140.1/24 on {place} }}\n");
        let more = rack("r9", ARISTA, Leaves::Lone) + &vlan;
        let made = made(&overlaid("bgp", &more));
        let configs = made.files.iter().filter(|(path, _)| path.starts_with("configs/r"));
        let told = configs.filter_map(|(path, text)| {
            let at = text.find("\n   vlan 140\n      rd ")?;
            let block = text[at..].split("   !").next().unwrap_or_default();
            let line = block.lines().find(|line| line.contains("router-mac"))?;
            Some(format!("{} {}", path.split('/').nth(1)?, line.trim()))
        });
        told.collect::<Vec<String>>()
    };
    let shared = "redistribute router-mac virtual-ip next-hop vtep primary";
    assert_eq!(vlan("r1-pair"), ["r1-a", "r1-b"].map(|name| format!("{name} {shared}")));
    assert_eq!(vlan("r9-a"), ["r9-a redistribute router-mac system ip"]);
    // Two endpoints with the same MAC would seem to be one host that moves.
    assert!(vlan("r7-pair").is_empty());
}

/// Two borders that hear the same by OSPF would each prefer the other's, take back their own, and begin anew.
#[test]
fn what_comes_by_ospf_gives_way_to_neighbours_outside_and_not_to_the_fabric() {
    for (model, format) in [(ARISTA, ""), (NXOS, ""), (CUMULUS, ""), (CUMULUS, "format nvue")] {
        let border = format!(
            "rack r9 {{ switches a, b model {model} {{ {format} }}
  uplinks every switch to tier spine ports 49..50 }}
boundary lab {{ port r9-a:40 address 203.0.113.1/31  port r9-b:40 address 203.0.113.3/31
  ospf {{ area 0  import all  export nothing }} }}
boundary isp {{ port r9-a:41 address 203.0.113.5/31
  peer isp asn 64700 at 203.0.113.4 {{ import all  export nothing }} }}\n"
        );
        let made = made(&plain("bgp", &border));
        let weighs = |name: &str| {
            let path = format!("configs/{name}/");
            let files = made.files.iter().filter(|(file, _)| file.starts_with(&path));
            let texts = files.map(|(_, text)| text.matches("weight").count());
            texts.sum::<usize>()
        };
        assert_eq!((weighs("r9-a"), weighs("r9-b")), (1, 0), "{model} {format}");
    }
}

/// What one member of a pair that is one tunnel endpoint has learned, the other one hears of nobody else: EVPN's routes of
/// its peer lead to its own address.
#[test]
fn members_of_one_tunnel_endpoint_tell_each_other_what_tenants_have() {
    for underlay in ["ospf", "ospf { timers hello 1s dead 4s }", "bgp"] {
        let made = made(&overlaid(underlay, ""));
        for (name, far) in [("r1-a", "r1-b"), ("r1-b", "r1-a")] {
            let device = device(&made, name);
            let with = |vrf: Option<&str>| -> Vec<&BgpGroup> {
                let vrfs = device.bgp.iter().flat_map(|bgp| &bgp.vrfs);
                let here = vrfs.filter(|known| known.vrf.as_deref() == vrf);
                here.flat_map(|known| &known.groups).filter(|group| group.pair).collect()
            };
            for vrf in ["prod", "shared"] {
                let groups = with(Some(vrf));
                assert_eq!(groups.len(), 2, "{underlay}: {name} {vrf}, one for each family");
                for group in groups {
                    assert!(group.internal && group.timers.is_none(), "{underlay}: {}", group.name);
                    assert_eq!(group.neighbors[0].host.as_deref(), Some(far));
                }
            }
            // Through the default VRF leads the underlay itself.
            assert_eq!(with(None).is_empty(), underlay != "bgp", "{underlay}: {name}");
        }
        assert_sound(&made);
    }
}

/// A static route that was there before BGP is announced, and what is announced by oneself comes first: it would stay.
#[test]
fn a_floating_static_route_gives_way_to_what_bgp_brings() {
    let border = |model: &str, distance: &str, file: &str, rest: &str| {
        let rest = format!(
            "rack r9 {{ switch a model {model}  uplinks every switch to tier spine ports 49..50 }}
boundary up {{ vrf prod  port r9-a:40 address 203.0.113.1/31  port r9-a:41 address 203.0.113.3/31
  peer isp asn 64700 at 203.0.113.0 {{ import default  export prod }}
  route 0.0.0.0/0 via 203.0.113.2 {distance}
  route 10.9.0.0/16 via 203.0.113.2 }}
{rest}"
        );
        made(&(overlaid("bgp", &rest))).files[&format!("configs/r9-a/{file}")].clone()
    };
    let (startup, frr) = ("startup-config", "etc/frr/frr.conf");
    for (model, file, policy) in [
        (ARISTA, startup, "backup-prod-ipv4\n   set local-preference 1\n"),
        (NXOS, startup, "backup-prod-ipv4\n  set local-preference 1\n  set weight 0\n"),
        (CUMULUS, frr, "backup-prod-ipv4\n set local-preference 1\n set weight 0\n"),
    ] {
        let lines = |distance: &str| -> BTreeSet<String> {
            let text = border(model, distance, file, "");
            assert_eq!(text.contains(policy), distance == "distance 250", "{model}: {text}");
            let lines = text.lines().map(str::trim).filter(|line| line.starts_with("network "));
            lines.map(str::to_owned).collect()
        };
        let floats = "network 0.0.0.0/0 route-map backup-prod-ipv4";
        assert!(lines("distance 250").contains(floats), "{model}");
        for firm in ["", "distance 20"] {
            assert!(lines(firm).contains("network 0.0.0.0/0"), "{model}: {firm}");
        }
        assert!(lines("distance 250").contains("network 10.9.0.0/16"), "{model}");
    }
    // Junos has nothing to announce that it does not use.
    assert!(!border(JUNIPER, "distance 250", "juniper.conf", "").contains("backup-"));
    // Where a policy announces, it says so of some.
    let leaking = "vrf third { leak from prod }\nvlan third 140 { vrf third  gateway 10.1.140.1/24 on r9-a }\n";
    let text = border(CUMULUS, "distance 250", frr, leaking);
    let gives_way =
        "match ip address prefix-list backup-prod-ipv4\n set local-preference 1\n set weight 0\n";
    assert!(text.contains(gives_way) && !text.contains("route-map backup-prod-ipv4"), "{text}");
}
