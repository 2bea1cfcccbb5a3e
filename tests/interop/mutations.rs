//! The comparison is not empty: a value that is changed at one end, in what was printed, is objected to.

use crate::agree;
use crate::scenario::{ENDS, End, scenarios};

/// Scenario, left and right format, file, text in it and what it becomes, and a part of what must be said of it.
type Mutation =
    (&'static str, [&'static str; 2], &'static str, &'static str, &'static str, &'static str);

/// Of each: the switch stands before its file.
const MUTATIONS: &[Mutation] = &[
    // Cables and VLANs.
    (
        "trunk-native",
        ["eos", "nxos"],
        "left1/startup-config",
        "native vlan 130",
        "native vlan 120",
        "native differs",
    ),
    (
        "trunk-native",
        ["eos", "nxos"],
        "right1/startup-config",
        "native vlan 130",
        "native vlan 120",
        "native differs",
    ),
    (
        "trunk-native",
        ["junos", "eos"],
        "left1/juniper.conf",
        "native-vlan-id 130",
        "native-vlan-id 120",
        "native differs",
    ),
    (
        "trunk-native",
        ["junos-set", "eos"],
        "left1/juniper.set",
        "native-vlan-id 130",
        "native-vlan-id 120",
        "native differs",
    ),
    (
        "trunk-native",
        ["linux", "eos"],
        "left1/etc/network/interfaces",
        "bridge-pvid 130",
        "bridge-pvid 120",
        "native differs",
    ),
    (
        "trunk-native",
        ["nvue", "eos"],
        "left1/etc/nvue.d/startup.yaml",
        "untagged: 130",
        "untagged: 120",
        "native differs",
    ),
    (
        "trunk-native",
        ["eos", "nxos"],
        "right2/startup-config",
        "allowed vlan 110,120,130",
        "allowed vlan 110,120",
        "tagged differs",
    ),
    (
        "access-link",
        ["nxos", "linux"],
        "left1/startup-config",
        "access vlan 110",
        "access vlan 111",
        "native differs",
    ),
    (
        "jumbo-vlan",
        ["eos", "nxos"],
        "right1/startup-config",
        "  mtu 9216",
        "  mtu 1500",
        "passes 1500 bytes",
    ),
    (
        "speed-10g",
        ["junos", "nxos"],
        "right1/startup-config",
        "speed 10000",
        "speed 25000",
        "speed differs",
    ),
    (
        "fec-said",
        ["eos", "nxos"],
        "right1/startup-config",
        "fec rs-ieee",
        "fec rs-fec",
        "fec differs",
    ),
    ("fec-said", ["junos", "linux"], "left1/juniper.conf", "fec fec74", "fec none", "fec differs"),
    (
        "breakout-lanes",
        ["nxos", "junos"],
        "left1/startup-config",
        "map 25g-4x",
        "map 10g-4x",
        "speed differs",
    ),
    (
        "lag-static",
        ["eos", "nxos"],
        "left1/startup-config",
        "channel-group 1 mode on",
        "channel-group 1 mode active",
        "lacp differs",
    ),
    (
        "lag-back-to-back",
        ["nxos", "linux"],
        "right-a/etc/network/interfaces",
        "bond-lacp-rate fast",
        "bond-lacp-rate slow",
        "rate differs",
    ),
    (
        "lag-back-to-back",
        ["eos", "junos"],
        "right-a/juniper.conf",
        "system-id 02:72:63:6b:00:02",
        "system-id 02:72:63:6b:00:09",
        "system id differs",
    ),
    (
        "access-link",
        ["linux", "eos"],
        "right1/startup-config",
        "switchport access vlan 110\n   switchport mode access\n!",
        "switchport access vlan 110\n   switchport mode access\n   spanning-tree portfast\n!",
        "edge is yes",
    ),
    // Spanning tree.
    (
        "mst-region",
        ["eos", "junos"],
        "right1/juniper.conf",
        "vlan [ 110 120 ]",
        "vlan [ 110 ]",
        "digest differs",
    ),
    (
        "mst-region",
        ["eos", "nxos"],
        "right1/startup-config",
        "instance 2 vlan 130",
        "instance 2 vlan 140",
        "digest differs",
    ),
    (
        "mst-region",
        ["eos", "nxos"],
        "left1/startup-config",
        "revision 7",
        "revision 8",
        "revision differs",
    ),
    (
        "mst-region",
        ["junos", "nxos"],
        "left1/juniper.conf",
        "configuration-name interop",
        "configuration-name other",
        "region differs",
    ),
    (
        "rapid-pvst-triangle",
        ["eos", "nxos"],
        "right1/startup-config",
        "spanning-tree pathcost method long\n",
        "",
        "path costs differs",
    ),
    (
        "rapid-pvst-triangle",
        ["linux", "eos"],
        "right1/startup-config",
        "mode rapid-pvst",
        "mode rstp",
        "rapid-pvst | rstp",
    ),
    // Gateways.
    (
        "gateway-vrrp-shared",
        ["eos", "nxos"],
        "left1/startup-config",
        "vrrp 20 ipv4 10.1.120.1",
        "vrrp 20 ipv4 10.1.120.9",
        "IPv4 differs",
    ),
    (
        "gateway-vrrp-shared",
        ["eos", "nxos"],
        "left1/startup-config",
        "vrrp 20 ipv4 version 3",
        "vrrp 20 ipv4 version 2",
        "version differs",
    ),
    (
        "gateway-vrrp-shared",
        ["eos", "nxos"],
        "left1/startup-config",
        "   vrrp 20 ipv4 checksum pseudo-header exclude\n",
        "",
        "IPv4 checksum differs",
    ),
    (
        "gateway-vrrp-shared",
        ["junos", "linux"],
        "right1/etc/frr/frr.conf",
        "vrrp 110 priority 100",
        "vrrp 110 priority 110",
        "one priority",
    ),
    (
        "gateway-vrrp-shared",
        ["junos", "nvue"],
        "right1/etc/nvue.d/startup.yaml",
        "'fe80::200:5eff:fe00:26e': {}",
        "'fe80::200:5eff:fe00:26f': {}",
        "virtual link-local differs",
    ),
    (
        "l3vni",
        ["eos", "linux"],
        "right1/etc/network/interfaces",
        "address-virtual 02:00:5e:00:01:01 10.1.110.1/24",
        "address-virtual 02:00:5e:00:01:02 10.1.110.1/24",
        "MAC differs",
    ),
    (
        "l3vni",
        ["nxos", "junos"],
        "left1/startup-config",
        "anycast-gateway-mac 0200.5e00.0101",
        "anycast-gateway-mac 0200.5e00.0102",
        "MAC differs",
    ),
    // BGP.
    (
        "ebgp-numbered",
        ["eos", "nxos"],
        "left1/startup-config",
        "remote-as 4200000001",
        "remote-as 4200000002",
        "is expected of AS",
    ),
    (
        "ebgp-numbered",
        ["junos", "nxos"],
        "left1/juniper.conf",
        "peer-as 4200000001",
        "peer-as 4200000002",
        "is expected of AS",
    ),
    (
        "ebgp-numbered",
        ["linux", "nxos"],
        "left1/etc/frr/frr.conf",
        "router bgp 4200000000",
        "router bgp 4200000009",
        "is expected of AS",
    ),
    (
        "ebgp-numbered",
        ["junos", "linux"],
        "left1/juniper.conf",
        "mtu 9014",
        "mtu 9000",
        "ip mtu differs",
    ),
    (
        "ebgp-numbered",
        ["eos", "linux"],
        "left1/startup-config",
        "ip address 10.254.0.0/31",
        "ip address 10.254.0.8/31",
        "addresses do not meet",
    ),
    (
        "ebgp-numbered",
        ["eos", "linux"],
        "right1/etc/frr/frr.conf",
        "neighbor underlay-ipv6 activate",
        "neighbor underlay-ipv6 description x",
        "families differs",
    ),
    (
        "ebgp-numbered",
        ["eos", "nxos"],
        "right1/startup-config",
        "  neighbor 10.254.0.0\n",
        "  neighbor 10.254.0.7\n",
        "no session back",
    ),
    (
        "ebgp-secured",
        ["eos", "nxos"],
        "left1/startup-config",
        "password 0 {{ rackc_secret_underlay }}",
        "password 0 {{ rackc_secret_other }}",
        "password differs",
    ),
    (
        "ebgp-secured",
        ["junos", "nxos"],
        "left1/juniper.conf",
        "hold-time 9",
        "hold-time 30",
        "keepalive/hold differs",
    ),
    (
        "ebgp-secured",
        ["linux", "junos"],
        "left1/etc/frr/frr.conf",
        "bfd 3 300 300",
        "bfd 5 300 300",
        "BFD differs",
    ),
    (
        "ebgp-secured",
        ["eos", "nxos"],
        "right1/startup-config",
        "  no bfd echo\n",
        "",
        "echo is yes",
    ),
    (
        "ebgp-secured",
        ["nvue", "junos"],
        "left1/etc/nvue.d/startup.yaml",
        "hold: 9",
        "hold: 2",
        "timers 3/2",
    ),
    (
        "ebgp-unnumbered",
        ["eos", "linux"],
        "left1/startup-config",
        "next-hop address-family ipv6 originate",
        "next-hop-self",
        "IPv4 over IPv6 next hop differs",
    ),
    (
        "ebgp-unnumbered",
        ["eos", "junos"],
        "right1/juniper.conf",
        "interface et-0/0/49.0;",
        "interface et-0/0/50.0;",
        "no session back",
    ),
    (
        "vrf-lite",
        ["eos", "nxos"],
        "left1/startup-config",
        "encapsulation dot1q vlan 101",
        "encapsulation dot1q vlan 103",
        "tag differs",
    ),
    // OSPF.
    (
        "ospf-area-0",
        ["eos", "nxos"],
        "left1/startup-config",
        "ip ospf hello-interval 2",
        "ip ospf hello-interval 3",
        "hello differs",
    ),
    (
        "ospf-area-0",
        ["junos", "linux"],
        "right1/etc/frr/frr.conf",
        "ipv6 ospf6 dead-interval 8",
        "ipv6 ospf6 dead-interval 9",
        "dead differs",
    ),
    (
        "ospf-area-0",
        ["junos", "nxos"],
        "left1/juniper.conf",
        "interface-type p2p",
        "interface-type nbma",
        "network differs",
    ),
    (
        "ospf-area-0",
        ["nvue", "nxos"],
        "left1/etc/nvue.d/startup.yaml",
        "area: 0.0.0.0",
        "area: 0.0.0.9",
        "area differs",
    ),
    (
        "ospf-authenticated",
        ["eos", "junos"],
        "right1/juniper.conf",
        "md5 1",
        "md5 2",
        "key differs",
    ),
    (
        "ospf-authenticated",
        ["eos", "linux"],
        "right1/etc/frr/frr.conf",
        "rackc_secret_ospf",
        "rackc_secret_ospf_b",
        "key differs",
    ),
    // EVPN.
    (
        "l2vni",
        ["eos", "nxos"],
        "left1/startup-config",
        "route-target both 65000:10110",
        "route-target both 65000:10119",
        "does not take what",
    ),
    (
        "l2vni",
        ["junos", "nxos"],
        "left1/juniper.conf",
        "vrf-target target:65000:10110",
        "vrf-target target:65000:10119",
        "does not take what",
    ),
    (
        "l2vni",
        ["linux", "eos"],
        "right1/startup-config",
        "vxlan udp-port 4789",
        "vxlan udp-port 8472",
        "UDP port differs",
    ),
    (
        "l2vni",
        ["eos", "nxos"],
        "right1/startup-config",
        "    rd 10.255.0.2:110\n",
        "    rd 10.255.0.1:110\n",
        "distinguisher",
    ),
    (
        "l2vni",
        ["eos", "nxos"],
        "right1/startup-config",
        "    network 10.255.4.2/32\n",
        "",
        "nobody is told",
    ),
    (
        "l2vni",
        ["eos", "nxos"],
        "right1/startup-config",
        "      send-community extended\n",
        "",
        "without extended communities",
    ),
    (
        "l3vni",
        ["eos", "linux"],
        "right1/etc/frr/frr.conf",
        "route-target import 65000:50001",
        "route-target import 65000:50009",
        "does not take what",
    ),
    (
        "l3vni",
        ["eos", "nvue"],
        "right1/etc/nvue.d/startup.yaml",
        "'65000:50001': {}",
        "'65000:50009': {}",
        "does not take what",
    ),
    (
        "evpn-vlan-aware",
        ["eos", "junos"],
        "right1/juniper.conf",
        "service-type vlan-aware",
        "service-type vlan-based",
        "service differs",
    ),
    (
        "esi-and-mlag",
        ["linux", "eos"],
        "left-a/etc/network/interfaces",
        "es-sys-mac 44:38:39:ff:00:01",
        "es-sys-mac 44:38:39:ff:00:09",
        "system id differs",
    ),
    (
        "esi-and-mlag",
        ["junos", "eos"],
        "left-a/juniper.conf",
        "00:02:5e:00:01:00:01:00:00:01",
        "00:02:5e:00:01:00:01:00:00:02",
        "a segment is of two switches",
    ),
];

fn end(format: &str) -> &'static End {
    ENDS.iter().find(|end| end.format == format).expect("a format")
}

#[test]
fn a_value_changed_at_one_end_is_objected_to() {
    let scenarios = scenarios();
    let mut said = Vec::new();
    for (scenario, [left, right], file, from, to, complaint) in MUTATIONS {
        let scenario = scenarios.iter().find(|one| one.name == *scenario).expect("a scenario");
        let place = format!("{}, {left} + {right}, {file}: {from:?}", scenario.name);
        let mut made = scenario.make(end(left), end(right)).expect("a pair that works");
        let text = made.files.get_mut(&format!("configs/{file}")).expect("a file");
        let changed = text.replace(from, to);
        if *text == changed {
            said.push(format!("{place} is not there"));
            continue;
        }
        *text = changed;
        let complaints = agree::report(&made).complaints;
        if !complaints.iter().any(|one| one.contains(complaint)) {
            said.push(format!("{place}: {complaint} is not said, but {complaints:?}"));
        }
    }
    assert!(said.is_empty(), "{}", said.join("\n"));
}
