//! Small fabrics on which the prover and the oracle once disagreed. Each says what is right.

use super::{build, disagreement};
use rackc::proof::{Network, Part, Prover};

const PAIR: &str = "rack r1 { \n switches a, b model arista/DCS-7050SX3-48YC8\n mlag pair = a + b { peer-link 53..54 }\n}\n";
const THIN: &str = "rack r1 { \n switches a, b model arista/DCS-7050SX3-48YC8\n mlag pair = a + b { peer-link 53 }\n}\n";
const CORES: &str = "switches core1, core2 model arista/DCS-7050CX3-32S\n";
const MANAGEMENT: &str = "management { root-password secret(root) }\n";

/// Whether each expectation of a program holds, in their order.
#[track_caller]
fn verdicts(text: &str) -> Vec<bool> {
    assert_eq!(disagreement(text), None);
    let (fabric, topology) = build(text).unwrap();
    let network = Network::of(&fabric, &topology);
    let prover = Prover::new(&network);
    fabric.expectations.iter().map(|one| prover.prove(one).finding.is_none()).collect()
}

/// What is a single point of failure, and of whom.
#[track_caller]
fn weak_points(text: &str) -> Vec<String> {
    assert_eq!(disagreement(text), None);
    let (fabric, topology) = build(text).unwrap();
    let network = Network::of(&fabric, &topology);
    let points = Prover::new(&network).weak_points();
    let told = points.iter().map(|point| {
        let hosts: Vec<&str> =
            point.hosts.iter().map(|host| fabric.hosts[*host].name.as_str()).collect();
        let part = match point.part {
            Part::Switch(one) => fabric.switches[one].name.clone(),
            Part::Zone(one) => fabric.zones[one].name.clone(),
            Part::Cable(_) => "cable".to_owned(),
        };
        format!("{part}: {}", hosts.join(" "))
    });
    told.collect()
}

fn plain(rest: &str) -> String {
    format!("fabric lab {{ pool loopback 10.255.0.0/24 }}\n{MANAGEMENT}{rest}")
}

#[test]
fn each_way_out_must_take_routes_in_itself() {
    let with = |import: &str| {
        plain(&format!(
            "{PAIR}vlan v1 101 {{ gateway 10.1.1.1/24 on r1-pair }}\nprofile p {{ access v1 lacp fast edge }}\n\
             attach server h1 to r1-pair port 1 as p\nboundary out {{\n\
             peer a asn 64700 at 203.0.113.1/31 port r1-a:31 import default export v1\n\
             peer b asn 64701 at 203.0.113.3/31 port r1-b:31 import {import} export v1\n}}\n\
             expect host h1 reaches boundary out\nexpect boundary out reaches host h1\n"
        ))
    };
    assert_eq!(verdicts(&with("default")), [true, true]);
    assert_eq!(verdicts(&with("nothing")), [false, false]);
}

#[test]
fn who_is_told_by_one_way_out_only_comes_back_by_it_only() {
    let text = plain(&format!(
        "{PAIR}vlan v1 101 {{ gateway 10.1.1.1/24 on r1-pair }}\nprofile p {{ access v1 lacp fast edge }}\n\
         attach server h1 to r1-pair port 1 as p\nboundary out {{\n\
         peer a asn 64700 at 203.0.113.1/31 port r1-a:31 import default export nothing\n\
         peer b asn 64701 at 203.0.113.3/31 port r1-b:31 import default export v1\n}}\n\
         expect host h1 reaches boundary out\nexpect host h1 reaches boundary out despite switch r1-a\n\
         expect host h1 reaches boundary out despite switch r1-b\n"
    ));
    assert_eq!(verdicts(&text), [true, true, false]);
}

#[test]
fn answers_to_the_outside_may_be_established() {
    let text = plain(&format!(
        "{PAIR}vrf x\nvlan v1 101 {{ vrf x  gateway 10.1.1.1/24 on r1-pair  ingress acl in }}\n\
         acl in {{ permit tcp from v1 established }}\nprofile p {{ access v1 lacp fast edge }}\n\
         attach server h1 to r1-pair port 1 as p\n\
         boundary out {{ vrf x\n port r1-a:31 address 203.0.113.1/31\n port r1-b:31 address 203.0.113.3/31\n\
         route 0.0.0.0/0 via 203.0.113.0\n route 0.0.0.0/0 via 203.0.113.2\n}}\n\
         expect boundary out reaches host h1\nexpect host h1 reaches boundary out\n"
    ));
    assert_eq!(verdicts(&text), [true, false]);
}

#[test]
fn answers_come_back_in_the_vlan_of_the_question() {
    // By v1 packets get out at r2-b only, by v2 they get in at both: no VLAN works both ways.
    let text = format!(
        "fabric lab {{\n mtu 9000\n underlay bgp\n overlay evpn\n pool loopback 10.255.0.0/24\n pool vtep 10.255.4.0/24\n\
         pool link 10.254.0.0/22\n pool asn 4200000000..4200000099\n}}\n{MANAGEMENT}\
         switch spine1 model arista/DCS-7050CX3-32S\nrack r2 {{ \n switches a, b model arista/DCS-7050SX3-48YC8\n}}\n\
         link r2-a:49 -- spine1:2\nvrf x\nvlan v1 101 {{ vrf x  gateway 10.1.1.1/24 }}\n\
         vlan v2 102 {{ vrf x  gateway 10.1.2.1/24 }}\nprofile p {{ trunk v1, v2 edge }}\nprofile q {{ access v2 edge }}\n\
         attach server h3 to r2-b port 1 as p\nattach server h3 to r2-a port 20 as q\n\
         boundary out {{ vrf x\n port r2-a:31 address 203.0.113.1/31\n port r2-b:31 address 203.0.113.3/31\n}}\n\
         expect host h3 reaches boundary out\nexpect boundary out reaches host h3\n"
    );
    assert_eq!(verdicts(&text), [false, false]);
}

#[test]
fn a_subnet_in_two_places_takes_packets_to_either() {
    let with = |vni: &str| {
        format!(
            "fabric lab {{\n mtu 9000\n underlay bgp\n overlay evpn\n pool loopback 10.255.0.0/24\n pool vtep 10.255.4.0/24\n\
             pool link 10.254.0.0/22\n pool asn 4200000000..4200000099\n}}\n{MANAGEMENT}\
             switch spine1 model arista/DCS-7050CX3-32S\nswitches leaf1, leaf2, leaf3 model arista/DCS-7050SX3-48YC8\n\
             link leaf1:49, leaf2:49, leaf3:49 -- spine1:1..3\nvrf x\nvlan v1 101 {{ vrf x  gateway 10.1.1.1/24 }}\n\
             vlan v2 102 {{ vrf x  gateway 10.1.2.1/24 {vni} }}\nprofile p1 {{ access v1 edge }}\n\
             profile p2 {{ access v2 edge }}\nattach server h1 to leaf1 port 1 as p1\n\
             attach server h2 to leaf2 port 1 as p2\nattach server h3 to leaf3 port 1 as p2\n\
             expect host h1 reaches host h2\n"
        )
    };
    assert_eq!(verdicts(&with("")), [true]);
    assert_eq!(verdicts(&with("on leaf2, leaf3  vni none")), [false]);
}

#[test]
fn the_members_of_a_pair_without_peer_link_are_two_bridges() {
    // The ring is open then, and spanning tree blocks none of its links.
    let text = format!(
        "fabric lab {{\n mtu 9000\n spanning-tree rstp root core\n gateway on core\n pool loopback 10.255.0.0/24\n}}\n{MANAGEMENT}{CORES}\
         mlag core = core1 + core2 {{ peer-link 29 }}\nswitches acc1, acc2 model arista/DCS-7050SX3-48YC8\n\
         link acc1:49 -- core1:1\nlink acc2:49 -- core2:1\nlink acc1:52 -- acc2:52\n\
         vlan v1 101 {{ gateway 10.1.1.1/24 }}\nprofile p {{ access v1 edge }}\n\
         attach server h1 to acc1 port 1 as p\nattach server h2 to acc2 port 1 as p\n\
         expect host h1 reaches host h2 despite any cable\n\
         expect host h1 reaches host h2 despite cable core1:29\n"
    );
    assert_eq!(verdicts(&text), [false, true]);
}

#[test]
fn a_host_between_racks_is_lost_with_what_they_have_in_common() {
    let text = plain(&format!(
        "{CORES}link core1:29..30 -- core2:29..30\nzone row-1 kind row\nrack r1 in row-1 {{\n switch a model arista/DCS-7050SX3-48YC8\n}}\n\
         rack r2 in row-1 {{\n switch a model arista/DCS-7050SX3-48YC8\n}}\n\
         link r1-a:49, r2-a:49 -- core1:1, core2:1\nvlan v1 101 {{ gateway 10.1.1.1/24 on core1, core2 }}\n\
         profile p {{ access v1 active-backup edge }}\nprofile q {{ access v1 edge }}\n\
         attach server hb to r1-a, r2-a port 1 as p\nattach server hc to core1 port 20 as q\n\
         expect host hb reaches host hc despite any row\nexpect host hb reaches host hc despite any rack\n"
    ));
    assert_eq!(verdicts(&text), [true, true]);
    assert!(!weak_points(&text).iter().any(|point| point.contains("row-1")));
}

#[test]
fn the_peer_link_is_a_single_point_of_failure_of_hosts_without_lag() {
    let with = |how: &str| {
        plain(&format!(
            "{THIN}vlan v0 100 {{ gateway 10.1.0.1/24 }}\nvlan v1 101 {{ gateway 10.1.1.1/24 }}\n\
             profile p0 {{ access v0 lacp fast edge }}\nprofile p1 {{ access v1 {how} edge }}\n\
             attach server h0 to r1-pair port 1 as p0\nattach server h1 to r1-pair port 2 as p1\n"
        ))
    };
    assert_eq!(weak_points(&with("lacp fast")), Vec::<String>::new());
    assert_eq!(weak_points(&with("active-backup")), ["cable: h1"]);
}

#[test]
fn the_only_route_server_is_a_single_point_of_failure() {
    // Gateways on a third switch are reached through tunnels.
    let text = format!(
        "fabric lab {{\n mtu 9000\n underlay bgp\n overlay evpn\n pool loopback 10.255.0.0/24\n pool vtep 10.255.4.0/24\n\
         pool link 10.254.0.0/22\n pool asn 4200000000..4200000099\n}}\n{MANAGEMENT}\
         switch spine1 model arista/DCS-7050CX3-32S in rack net1\n{PAIR}switch edge model arista/DCS-7050SX3-48YC8 in rack net2\n\
         link r1-a:49, r1-b:49 -- spine1:1..2\nlink r1-a:50, r1-b:50 -- edge:49..50\nlink edge:51 -- spine1:3\nvrf x\n\
         vlan v1 101 {{ vrf x  gateway 10.1.1.1/24 on edge }}\nprofile p {{ access v1 lacp fast edge }}\n\
         attach server h1 to r1-pair port 1 as p\n"
    );
    assert_eq!(weak_points(&text), ["spine1: h1", "edge: h1"]);
}

#[test]
fn a_zone_that_takes_a_cable_of_a_host_too_leaves_it_the_other() {
    let with = |duct: &str| {
        format!(
            "fabric lab {{\n mtu 9000\n spanning-tree rstp root core1 secondary core2\n gateway on core1, core2\n pool loopback 10.255.0.0/24\n}}\n\
             {MANAGEMENT}{CORES}link core1:29..30 -- core2:29..30\nzone duct-1 kind duct\n\
             switches acc1, acc2 model arista/DCS-7050SX3-48YC8\nlink acc1:49 -- core1:1\nlink acc2:49 -- core2:1 in duct-1\n\
             vlan v1 101 {{ gateway 10.1.1.1/24 }}\nprofile p {{ access v1 active-backup edge }}\n\
             attach server h1 to acc1, acc2 port 1 as p\n{duct}\n"
        )
    };
    let points = weak_points(&with(""));
    assert!(points.contains(&"cable: h1".to_owned()), "{points:?}");
    let points = weak_points(&with("zone duct-2 kind duct { links acc2:49, acc2:1 }"));
    assert!(!points.iter().any(|point| point.starts_with("duct-2")), "{points:?}");
}

#[test]
fn both_members_of_a_pair_below_share_the_gateway_above() {
    let text = format!(
        "fabric lab {{\n mtu 9000\n underlay bgp\n overlay evpn\n pool loopback 10.255.0.0/24\n pool vtep 10.255.4.0/24\n\
         pool link 10.254.0.0/22\n pool asn 4200000000..4200000099\n}}\n{MANAGEMENT}\
         switch spine1 model arista/DCS-7050CX3-32S\nswitches leaf1, leaf2, acc1, acc2 model arista/DCS-7050SX3-48YC8\n\
         link leaf1:49, leaf2:49 -- spine1:1..2\nmlag acc = acc1 + acc2 {{ peer-link 53..54 }}\n\
         profile between {{ trunk all }}\nlink acc1:49, acc2:49 -- leaf1:1..2 as between\nvrf x\n\
         vlan v1 101 {{ vrf x  gateway 10.1.1.1/24 }}\nvlan v2 102 {{ vrf x  gateway 10.1.2.1/24 }}\n\
         profile p1 {{ access v1 lacp fast edge }}\nprofile p2 {{ access v2 edge }}\n\
         attach server h1 to acc port 1 as p1\nattach server h2 to leaf2 port 1 as p2\n\
         expect host h1 reaches host h2 despite switch acc1\n"
    );
    assert_eq!(verdicts(&text), [true]);
}
