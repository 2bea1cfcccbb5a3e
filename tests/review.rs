//! Configurations are read as their systems read them: what means the same is no change, and what a change does is said.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their fixtures")]

mod common;

use std::collections::BTreeMap;

use rackc::review::read::{Purpose, read};
use rackc::review::show::{human, json, markdown};
use rackc::review::{Files, Reader, Review, Running, Switch, SwitchReview};
use rackc::vendor::Catalog;
use rackc::vendor::review::RiskClass;
use rackc::vendor::review::RiskClass::*;

use common::{assert_none, project, tree};

const EOS: [&str; 3] = ["arista", "eos", "startup-config"];
const NXOS: [&str; 3] = ["cisco-nxos", "nxos", "startup-config"];
const JUNOS: [&str; 3] = ["juniper", "junos", "juniper.conf"];
const FRR: [&str; 3] = ["cumulus", "linux", "etc/frr/frr.conf"];
const PORTS: [&str; 3] = ["cumulus", "linux", "etc/network/interfaces"];
const NVUE: [&str; 3] = ["cumulus", "nvue", "etc/nvue.d/startup.yaml"];

const PORTS_CONF: [&str; 3] = ["cumulus", "linux", "etc/cumulus/ports.conf"];
const SWITCHD: [&str; 3] = ["cumulus", "linux", "etc/cumulus/switchd.conf"];
const DAEMONS: [&str; 3] = ["cumulus", "linux", "etc/frr/daemons"];
const RULES: [&str; 3] = ["cumulus", "linux", "etc/cumulus/acl/policy.d/50-a.rules"];

fn switch([vendor, format, file]: [&str; 3], text: &str) -> Switch {
    Switch {
        vendor: vendor.to_owned(),
        platform: "any".to_owned(),
        format: format.to_owned(),
        files: Files::from([(file.to_owned(), text.to_owned())]),
    }
}

fn review(switches: &[(&str, [&str; 3], &str, &str)]) -> Review {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let mut review = Review::default();
    for (name, kind, old, new) in switches {
        let found = reader.compare(name, Some(&switch(*kind, old)), Some(&switch(*kind, new)));
        review.take(name, found.unwrap());
    }
    review.finish();
    review
}

fn worst(kind: [&str; 3], old: &str, new: &str) -> Option<RiskClass> {
    review(&[("leaf1", kind, old, new)]).groups.first().map(|group| group.risk)
}

/// Lines of Junos as `set` commands, after some that are there already.
fn set(lines: &str) -> String {
    format!("set system host-name leaf1\n{lines}\n")
}

/// What changes of each system do, in the order of harm.
#[test]
#[allow(clippy::too_many_lines, reason = "a table of cases")]
fn what_a_change_does_is_said() {
    let bgp = "router bgp 65000\n   neighbor 10.0.0.1 remote-as 65001\n";
    let nbgp = "router bgp 65000\n  neighbor 10.0.0.1\n    remote-as 65001\n";
    let cases: Vec<(RiskClass, [&str; 3], String, String)> = [
        (SessionDropped, EOS, bgp, "router bgp 65000\n"),
        (SessionDropped, NXOS, nbgp, "router bgp 65000\n"),
        (SessionDropped, FRR, "router bgp 65000\n neighbor 10.0.0.1 remote-as 65001\n", "router bgp 65000\n"),
        (SessionReset, EOS, bgp, "router bgp 65000\n   neighbor 10.0.0.1 remote-as 65002\n"),
        (SessionReset, NXOS, nbgp, "router bgp 65000\n  neighbor 10.0.0.1\n    remote-as 65002\n"),
        (SessionReset, EOS, bgp, "router bgp 65000\n   neighbor 10.0.0.1 remote-as 65001\n   neighbor 10.0.0.1 timers 1 3\n"),
        (SessionReset, FRR, "router bgp 1\n neighbor a password x\n", "router bgp 1\n neighbor a password y\n"),
        (VlanRemoved, EOS, "interface Ethernet1\n   switchport trunk allowed vlan 10-12\n", "interface Ethernet1\n   switchport trunk allowed vlan 10,12\n"),
        (VlanRemoved, NXOS, "interface Ethernet1/1\n  switchport trunk allowed vlan 10\n  switchport trunk allowed vlan add 11\n", "interface Ethernet1/1\n  switchport trunk allowed vlan 10\n"),
        (VlanRemoved, PORTS, "auto swp1\niface swp1\n    bridge-vids 10 11\n", "auto swp1\niface swp1\n    bridge-vids 10\n"),
        (VlanRemoved, NVUE, "- set:\n    interface:\n      swp1:\n        bridge:\n          domain:\n            br_default:\n              vlan:\n                '10-11': {}\n", "- set:\n    interface:\n      swp1:\n        bridge:\n          domain:\n            br_default:\n              vlan:\n                '10': {}\n"),
        (AddsOnly, EOS, "interface Ethernet1\n   switchport trunk allowed vlan 10\n", "interface Ethernet1\n   switchport trunk allowed vlan 10\nvlan 11\n"),
        (MlagChanged, EOS, "mlag configuration\n   domain-id a\n", "mlag configuration\n   domain-id b\n"),
        (MlagChanged, NXOS, "vpc domain 1\n  peer-gateway\n", "vpc domain 1\n"),
        (MlagChanged, PORTS, "iface peerlink.4094\n    clagd-sys-mac 44:38:39:ff:00:01\n", "iface peerlink.4094\n    clagd-sys-mac 44:38:39:ff:00:02\n"),
        (MlagChanged, NVUE, "- set:\n    mlag:\n      priority: 1000\n", "- set:\n    mlag:\n      priority: 2000\n"),
        (InterfaceDown, EOS, "interface Ethernet1\n   no shutdown\n", "interface Ethernet1\n   shutdown\n"),
        (InterfaceDown, NXOS, "interface Ethernet1/1\n  no shutdown\n", "interface Ethernet1/1\n  shutdown\n"),
        (LagChanged, EOS, "interface Ethernet1\n   channel-group 1 mode active\n", "interface Ethernet1\n   channel-group 2 mode active\n"),
        (LagChanged, NXOS, "interface Ethernet1/1\n  channel-group 1 mode active\n", "interface Ethernet1/1\n  channel-group 1 mode on\n"),
        (LagChanged, PORTS, "iface bond1\n    bond-slaves swp1 swp2\n", "iface bond1\n    bond-slaves swp1\n"),
        (PortSpeed, EOS, "hardware speed-group 1 serdes 25g\n", "hardware speed-group 1 serdes 10g\n"),
        (PortSpeed, NXOS, "interface breakout module 1 port 1 map 10g-4x\n", "interface breakout module 1 port 1 map 25g-4x\n"),
        (MtuChanged, EOS, "interface Ethernet1\n   mtu 9000\n", "interface Ethernet1\n   mtu 1500\n"),
        (MtuChanged, NXOS, "interface Ethernet1/1\n  mtu 9216\n", "interface Ethernet1/1\n"),
        (MtuChanged, PORTS, "iface swp1\n    mtu 9000\n", "iface swp1\n    mtu 1500\n"),
        (MtuChanged, NVUE, "- set:\n    interface:\n      swp1:\n        link:\n          mtu: 9000\n", "- set:\n    interface:\n      swp1:\n        link:\n          mtu: 1500\n"),
        (GatewayChanged, EOS, "interface Vlan10\n   ip address virtual 10.0.0.1/24\n", "interface Vlan10\n   ip address virtual 10.0.0.2/24\n"),
        (GatewayChanged, NXOS, "interface Vlan10\n  fabric forwarding mode anycast-gateway\n", "interface Vlan10\n"),
        (GatewayChanged, PORTS, "iface vlan10\n    address-virtual 00:00:5e:00:01:01 10.0.0.1/24\n", "iface vlan10\n"),
        (OverlayChanged, EOS, "interface Vxlan1\n   vxlan vlan 10 vni 10010\n", "interface Vxlan1\n   vxlan vlan 10 vni 10011\n"),
        (OverlayChanged, NXOS, "vrf context prod\n  vni 50001\n", "vrf context prod\n  vni 50002\n"),
        (SpanningTree, EOS, "spanning-tree priority 4096\n", "spanning-tree priority 8192\n"),
        (SpanningTree, NXOS, "spanning-tree mode mst\n", "spanning-tree mode rapid-pvst\n"),
        (SpanningTree, PORTS, "iface br_default\n    mstpctl-treeprio 4096\n", "iface br_default\n    mstpctl-treeprio 8192\n"),
        (AclLoosened, EOS, "ip access-list a\n   10 deny ip any any\n", "ip access-list a\n   10 permit ip any any\n"),
        (AclLoosened, NXOS, "ip access-list a\n  10 deny ip any any\n", "ip access-list a\n  5 permit icmp any any\n  10 deny ip any any\n"),
        (AclLoosened, EOS, "interface Vlan1\n   ip access-group a in\n", "interface Vlan1\n"),
        (AclTightened, EOS, "ip access-list a\n   10 permit ip any any\n", "ip access-list a\n"),
        (AclTightened, NXOS, "ip access-list a\n  20 permit ip any any\n", "ip access-list a\n  10 deny tcp any any\n  20 permit ip any any\n"),
        (RoutesChanged, EOS, "ip prefix-list a\n   seq 10 permit 10.0.0.0/8\n", "ip prefix-list a\n   seq 10 permit 10.0.0.0/9\n"),
        (RoutesChanged, NXOS, "ip prefix-list a seq 10 permit 10.0.0.0/8\n", "ip prefix-list a seq 10 permit 10.0.0.0/9\n"),
        (RoutesChanged, FRR, "ip prefix-list a seq 10 permit 10.0.0.0/8\n", "ip prefix-list a seq 10 permit 10.0.0.0/9\n"),
        (ManagementAccess, EOS, "username a privilege 15 role network-admin secret sha512 x\n", "username a privilege 1 role network-admin secret sha512 x\n"),
        (ManagementAccess, NXOS, "aaa authentication login default group a\n", "aaa authentication login default local\n"),
        (FeatureRemoved, NXOS, "feature lldp\n", ""),
        (SessionDropped, NVUE, "- set:\n    vrf:\n      default:\n        router:\n          bgp:\n            neighbor:\n              swp1: {}\n              swp2: {}\n", "- set:\n    vrf:\n      default:\n        router:\n          bgp:\n            neighbor:\n              swp2: {}\n"),
        (SessionReset, NVUE, "- set:\n    vrf:\n      default:\n        router:\n          bgp:\n            neighbor:\n              swp1:\n                remote-as: 1\n", "- set:\n    vrf:\n      default:\n        router:\n          bgp:\n            neighbor:\n              swp1:\n                remote-as: 2\n"),
        (SessionReset, PORTS, "iface swp1\n    vrf a\n", "iface swp1\n    vrf b\n"),
        (SessionDropped, DAEMONS, "bgpd=yes\n", "bgpd=no\n"),
        (InterfaceDown, PORTS, "iface swp1\n", "iface swp1\n    link-down yes\n"),
        (InterfaceDown, PORTS, "auto swp1\niface swp1\nauto swp2\niface swp2\n", "auto swp1\niface swp1\n"),
        (InterfaceDown, NVUE, "- set:\n    interface:\n      swp1:\n        link:\n          mtu: 9000\n", "- set:\n    interface:\n      swp1:\n        link:\n          mtu: 9000\n          state:\n            down: {}\n"),
        (LagChanged, NVUE, "- set:\n    interface:\n      bond1:\n        bond:\n          member:\n            swp1: {}\n            swp2: {}\n", "- set:\n    interface:\n      bond1:\n        bond:\n          member:\n            swp1: {}\n"),
        (PortSpeed, EOS, "interface Ethernet1\n   speed forced 10000full\n", "interface Ethernet1\n   speed forced 1000full\n"),
        (PortSpeed, PORTS, "iface swp1\n    link-speed 10000\n", "iface swp1\n    link-speed 1000\n"),
        (PortSpeed, PORTS_CONF, "1=100G\n", "1=4x25G\n"),
        (PortSpeed, NVUE, "- set:\n    interface:\n      swp1:\n        link:\n          speed: 10G\n", "- set:\n    interface:\n      swp1:\n        link:\n          speed: 1G\n"),
        (GatewayChanged, FRR, "interface vlan10\n vrrp 10 ip 10.0.0.1\n", "interface vlan10\n vrrp 10 ip 10.0.0.2\n"),
        (GatewayChanged, NVUE, "- set:\n    interface:\n      vlan10:\n        ip:\n          vrr:\n            address:\n              10.0.0.1/24: {}\n", "- set:\n    interface:\n      vlan10:\n        ip:\n          vrr:\n            address:\n              10.0.0.2/24: {}\n"),
        (AddressChanged, EOS, "interface Ethernet1\n   ip address 10.0.0.0/31\n", "interface Ethernet1\n   ip address 10.0.0.2/31\n"),
        (AddressChanged, NXOS, "interface Ethernet1/1\n  ip address 10.0.0.0/31\n", "interface Ethernet1/1\n  ip address 10.0.0.2/31\n"),
        (AddressChanged, PORTS, "iface swp1\n    address 10.0.0.0/31\n", "iface swp1\n    address 10.0.0.2/31\n"),
        (AddressChanged, NVUE, "- set:\n    interface:\n      swp1:\n        ip:\n          address:\n            10.0.0.0/31: {}\n", "- set:\n    interface:\n      swp1:\n        ip:\n          address:\n            10.0.0.2/31: {}\n"),
        (OverlayChanged, PORTS, "iface vni10\n    vxlan-id 10\n", "iface vni10\n    vxlan-id 11\n"),
        (OverlayChanged, FRR, "vrf a\n vni 10\n", "vrf a\n vni 11\n"),
        (OverlayChanged, NVUE, "- set:\n    nve:\n      vxlan:\n        source:\n          address: 10.0.0.1\n", "- set:\n    nve:\n      vxlan:\n        source:\n          address: 10.0.0.2\n"),
        (SpanningTree, NVUE, "- set:\n    bridge:\n      domain:\n        b:\n          stp:\n            priority: 4096\n", "- set:\n    bridge:\n      domain:\n        b:\n          stp:\n            priority: 8192\n"),
        (AclLoosened, RULES, "[iptables]\n-A FORWARD -i swp1 -s 10.0.0.0/8 -j DROP\n", "[iptables]\n"),
        (AclLoosened, RULES, "[iptables]\n-A FORWARD -i swp1 -j DROP\n", "[iptables]\n-A FORWARD -i swp1 -p icmp -j ACCEPT\n-A FORWARD -i swp1 -j DROP\n"),
        (AclTightened, RULES, "[iptables]\n", "[iptables]\n-A FORWARD -i swp1 -j DROP\n"),
        (AclTightened, RULES, "[iptables]\n-A FORWARD -i swp1 -p icmp -j ACCEPT\n-A FORWARD -i swp1 -j DROP\n", "[iptables]\n-A FORWARD -i swp1 -j DROP\n"),
        (AclLoosened, NVUE, "- set:\n    acl:\n      a:\n        rule:\n          '10':\n            action:\n              deny: {}\n", "- set:\n    acl:\n      a:\n        rule:\n          '10':\n            action:\n              permit: {}\n"),
        (AclLoosened, NVUE, "- set:\n    interface:\n      swp1:\n        acl:\n          a:\n            inbound: {}\n        link:\n          mtu: 9000\n", "- set:\n    interface:\n      swp1:\n        link:\n          mtu: 9000\n"),
        (AclTightened, NVUE, "- set:\n    interface:\n      swp1:\n        link:\n          mtu: 9000\n", "- set:\n    interface:\n      swp1:\n        acl:\n          a:\n            inbound: {}\n        link:\n          mtu: 9000\n"),
        (AclTightened, NVUE, "- set:\n    acl:\n      a:\n        rule:\n          '10':\n            action:\n              permit: {}\n", "- set:\n    acl:\n      a:\n        rule:\n          '5':\n            action:\n              deny: {}\n          '10':\n            action:\n              permit: {}\n"),
        (AclLoosened, NVUE, "- set:\n    acl:\n      a:\n        rule:\n          '5':\n            action:\n              deny: {}\n          '10':\n            action:\n              permit: {}\n", "- set:\n    acl:\n      a:\n        rule:\n          '10':\n            action:\n              permit: {}\n"),
        (RoutesChanged, NVUE, "- set:\n    router:\n      policy:\n        prefix-list:\n          a:\n            rule:\n              '10':\n                action: permit\n", "- set:\n    router:\n      policy:\n        prefix-list:\n          a:\n            rule:\n              '10':\n                action: deny\n"),
        (ManagementAccess, PORTS, "iface eth0\n    address 192.0.2.1/24\n    alias a\n", "iface eth0\n    address 192.0.2.1/24\n    alias a\n    gateway 192.0.2.254\n"),
        (ManagementAccess, NVUE, "- set:\n    service:\n      ntp:\n        mgmt:\n          server:\n            192.0.2.1: {}\n", "- set:\n    service:\n      ntp:\n        mgmt:\n          server:\n            192.0.2.2: {}\n"),
        (ManagementAccess, EOS, "ntp server 192.0.2.1\n", "ntp server 192.0.2.2\n"),
        (ManagementAccess, EOS, "logging host 192.0.2.1\n", "logging host 192.0.2.2\n"),
        (ManagementAccess, EOS, "ip name-server vrf default 192.0.2.1\n", "ip name-server vrf default 192.0.2.2\n"),
        (ManagementAccess, EOS, "snmp-server location a\n", "snmp-server location b\n"),
        (ManagementAccess, NXOS, "ntp server 192.0.2.1 use-vrf management\n", "ntp server 192.0.2.2 use-vrf management\n"),
        (ManagementAccess, NXOS, "logging server 192.0.2.1 5\n", "logging server 192.0.2.2 5\n"),
        (ReloadNeeded, EOS, "hostname a\n", "hostname a\nservice routing protocols model multi-agent\n"),
        (ReloadNeeded, EOS, "hardware tcam\n   system profile default\n", "hardware tcam\n   system profile vxlan-routing\n"),
        (ReloadNeeded, NXOS, "hardware access-list tcam region ing-racl 512\n", "hardware access-list tcam region ing-racl 256\n"),
        (ReloadNeeded, NXOS, "hostname a\n", "hostname a\nsystem routing template-lpm-heavy\n"),
        (ReloadNeeded, SWITCHD, "forwarding_table.profile = default\n", "forwarding_table.profile = l2-heavy\n"),
        (ReloadNeeded, NVUE, "- set:\n    system:\n      forwarding:\n        profile: default\n", "- set:\n    system:\n      forwarding:\n        profile: l2-heavy\n"),
        (Cosmetic, NVUE, "- set:\n    interface:\n      swp1:\n        description: a\n", "- set:\n    interface:\n      swp1:\n        description: b\n"),
        (Cosmetic, FRR, "router bgp 1\n neighbor a remote-as 1\n neighbor a description x\n", "router bgp 1\n neighbor a remote-as 1\n neighbor a description y\n"),
        (Cosmetic, EOS, "interface Ethernet1\n   description a b\n", "interface Ethernet1\n   description c\n"),
        (Cosmetic, NXOS, "vlan 10\n  name a\n", "vlan 10\n  name b\n"),
        (Cosmetic, PORTS, "iface swp1\n    alias a\n", "iface swp1\n    alias b c\n"),
    ]
    .into_iter()
    .map(|(class, kind, old, new)| (class, kind, old.to_owned(), new.to_owned()))
    .chain(
        [
            (SessionDropped, "set protocols bgp group a neighbor 10.0.0.1", ""),
            (SessionReset, "set protocols bgp group a peer-as 1", "set protocols bgp group a peer-as 2"),
            (VlanRemoved, "set interfaces ae1 unit 0 family ethernet-switching vlan members 10-11", "set interfaces ae1 unit 0 family ethernet-switching vlan members 10"),
            (MlagChanged, "set interfaces ae1 esi 00:01", "set interfaces ae1 esi 00:02"),
            (InterfaceDown, "", "set interfaces ae1 disable"),
            (LagChanged, "set interfaces xe-0/0/1 ether-options 802.3ad ae1", "set interfaces xe-0/0/1 ether-options 802.3ad ae2"),
            (PortSpeed, "set chassis fpc 0 pic 0 port 0 speed 25g", "set chassis fpc 0 pic 0 port 0 speed 10g"),
            (MtuChanged, "set interfaces ae1 mtu 9216", "set interfaces ae1 mtu 1514"),
            (GatewayChanged, "set interfaces irb unit 1 family inet address 10.0.0.2/24 virtual-gateway-address 10.0.0.1", "set interfaces irb unit 1 family inet address 10.0.0.2/24"),
            (OverlayChanged, "set vlans a vxlan vni 10010", "set vlans a vxlan vni 10011"),
            (SpanningTree, "set protocols rstp bridge-priority 4k", "set protocols rstp bridge-priority 8k"),
            (AclLoosened, "set firewall family inet filter a term 1 then discard", "set firewall family inet filter a term 1 then accept"),
            (RoutesChanged, "set policy-options policy-statement a term 1 then accept", "set policy-options policy-statement a term 1 then reject"),
            (ManagementAccess, "set system login user a class super-user", "set system login user a class read-only"),
            (SessionReset, "set protocols bgp group a neighbor 10.0.0.1 authentication-key a", "set protocols bgp group a neighbor 10.0.0.1 authentication-key b"),
            (AddressChanged, "set interfaces xe-0/0/1 unit 0 family inet address 10.0.0.0/31", "set interfaces xe-0/0/1 unit 0 family inet address 10.0.0.2/31"),
            (AclLoosened, "set interfaces ae1 unit 0 family inet filter input a\nset interfaces ae1 unit 0 family inet mtu 9000", "set interfaces ae1 unit 0 family inet mtu 9000"),
            (AclTightened, "set interfaces ae1 unit 0 family inet mtu 9000", "set interfaces ae1 unit 0 family inet filter input a\nset interfaces ae1 unit 0 family inet mtu 9000"),
            (ManagementAccess, "set system ntp server 192.0.2.1", "set system ntp server 192.0.2.2"),
            (ManagementAccess, "set system syslog host 192.0.2.1 any notice", "set system syslog host 192.0.2.1 any info"),
            (ReloadNeeded, "set chassis forwarding-options l2-profile-one", "set chassis forwarding-options l3-profile"),
            (Cosmetic, "set interfaces ae1 description a", "set interfaces ae1 description b"),
        ]
        .into_iter()
        .map(|(class, old, new)| (class, JUNOS, set(old), set(new))),
    )
    .collect();
    let complaints = cases
        .into_iter()
        .filter_map(|(class, kind, old, new)| {
            let found = worst(kind, &old, &new);
            (found != Some(class))
                .then(|| format!("{class:?} of {kind:?} is {found:?}:\n{old}---\n{new}"))
        })
        .collect();
    assert_none(complaints, "what a change does");
}

#[test]
fn what_means_the_same_is_no_change() {
    let same = [
        (EOS, "vlan 10\n   name a\n!\nvlan 20\n", "! x\nvlan 10,20\n!\nvlan 10\n   name a\n"),
        (
            EOS,
            "interface Ethernet1\n   mtu 9000\n   no switchport\n",
            "interface Ethernet1\n  no   switchport\n  mtu 9000\n",
        ),
        (
            EOS,
            "ip access-list a\n   20 deny ip any any\n   10 permit ip any any\n",
            "ip access-list a\n   10 permit ip any any\n   20 deny ip any any\n",
        ),
        (
            EOS,
            "interface Vlan1\n   ipv6 address 2001:DB8:0:0::1/64\n",
            "interface Vlan1\n   ipv6 address 2001:db8::1/64\n",
        ),
        (
            NXOS,
            "interface Ethernet1/1\n  switchport trunk allowed vlan 10-12\n",
            "interface Ethernet1/1\n  switchport trunk allowed vlan 10,11\n  switchport trunk allowed vlan add 12\n",
        ),
        (
            NXOS,
            "spanning-tree vlan 10-11 priority 4096\n",
            "spanning-tree vlan 11,10 priority 4096\n",
        ),
        (
            FRR,
            "router bgp 1\n address-family ipv4 unicast\n  network 10.0.0.0/8\n exit-address-family\nexit\n",
            "router bgp 1\n !\n address-family ipv4 unicast\n  network 10.0.0.0/8\n",
        ),
        (
            FRR,
            "vrf a\n vni 10\nexit-vrf\nrouter bgp 1\n neighbor a peer-group\n address-family ipv4 unicast\n  network 10.0.0.0/8\n  neighbor a activate\n exit-address-family\n address-family l2vpn evpn\n  neighbor a activate\n exit-address-family\nexit\nbgp as-path access-list c seq 5 permit .*\nroute-map x permit 10\n match tag 1\nexit\ninterface swp1\n ip ospf cost 1\nexit\nip prefix-list x seq 5 permit any\n",
            "vrf a\nvni 10\nexit-vrf\nrouter bgp 1\nneighbor a peer-group\naddress-family ipv4 unicast\nnetwork 10.0.0.0/8\nneighbor a activate\nexit-address-family\naddress-family l2vpn evpn\nneighbor a activate\nexit-address-family\nbgp as-path access-list c seq 5 permit .*\nroute-map x permit 10\nmatch tag 1\ninterface swp1\nip ospf cost 1\nip prefix-list x seq 5 permit any\n",
        ),
        (
            EOS,
            "ip community-list a permit 1:1\nip community-list a permit 2:2\n",
            "ip community-list a permit 2:2\nip community-list a permit 1:1\n",
        ),
        (PORTS, "auto swp1\niface swp1\n    mtu 9000\n", "iface swp1\nmtu 9000\nauto swp1\n"),
        (PORTS, "iface b\n    bridge-vids 10-12\n", "iface b\n    bridge-vids 12 10 11\n"),
        (
            JUNOS,
            "interfaces { ae1 { mtu 9216; unit 0 { family inet; } } }",
            "set interfaces ae1 unit 0 family inet\nset interfaces ae1 mtu 9216\n",
        ),
        (
            JUNOS,
            "system { host-name \"a\"; /* x */ ntp { server 10.0.0.1 prefer; } }",
            "system {\n ntp {\n server 10.0.0.1 { prefer; }\n }\n host-name a; ## y\n}",
        ),
        (
            JUNOS,
            "vlans { a { interface [ ae1 ae2 ]; } }",
            "vlans { a { interface ae2; interface ae1; } }",
        ),
        (
            NVUE,
            "- set:\n    bridge:\n      domain:\n        b:\n          vlan:\n            '10-11': {}\n",
            "- header:\n    version: 5\n- set:\n    bridge: {domain: {b: {vlan: {11: {}, 10: {}}}}}\n",
        ),
    ];
    for (kind, old, new) in same {
        let review = review(&[("leaf1", kind, old, new)]);
        assert!(review.is_empty(), "{old}---\n{new}---\n{}", human(&review));
        assert_eq!(review.reworded, ["leaf1"]);
    }
}

#[test]
fn order_counts_where_it_means_something() {
    let one = "set firewall family inet filter a term x then discard\n";
    let two = "set firewall family inet filter a term y then accept\n";
    let moved = review(&[("leaf1", JUNOS, &format!("{one}{two}"), &format!("{two}{one}"))]);
    assert_eq!(moved.groups[0].risk, AclLoosened, "{}", human(&moved));
    let servers =
        |a, b| format!("aaa group server radius g\n   server {a} vrf m\n   server {b} vrf m\n");
    assert!(!review(&[("leaf1", EOS, &servers("a", "b"), &servers("b", "a"))]).is_empty());
    assert!(
        !review(&[(
            "leaf1",
            JUNOS,
            "protocols { bgp { group a { export [ x y ]; } } }",
            "protocols { bgp { group a { export [ y x ]; } } }"
        )])
        .is_empty()
    );
}

/// The first that fits counts, where lists have no numbers.
#[test]
fn lists_without_numbers_have_an_order() {
    let list = |lines: &[&str]| {
        lines
            .iter()
            .fold(String::new(), |text, line| format!("{text}ip as-path access-list {line} any\n"))
    };
    let (old, new) = (
        list(&["b permit ^1$", "a deny ^1$", "a permit ^2$", "a permit .*"]),
        list(&["a permit ^2$", "a permit .*", "a deny ^1$", "b permit ^1$"]),
    );
    let review = review(&[("leaf1", EOS, &old, &new)]);
    assert_eq!(review.changes.len(), 1, "{}", human(&review));
    assert_eq!(review.groups[0].risk, RoutesChanged);
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let remedy = reader.remedy("leaf1", &switch(EOS, &old), &switch(EOS, &new)).unwrap().unwrap();
    let shown: Vec<&str> = remedy.commands[1..remedy.commands.len() - 1]
        .iter()
        .map(|line| line.trim_end_matches(" any"))
        .collect();
    assert_eq!(
        shown,
        [
            "no ip as-path access-list a deny ^1$",
            "no ip as-path access-list a permit ^2$",
            "no ip as-path access-list a permit .*",
            "ip as-path access-list a permit ^2$",
            "ip as-path access-list a permit .*",
            "ip as-path access-list a deny ^1$",
        ]
    );
}

#[test]
fn what_many_switches_share_is_told_once() {
    let (old, new) = (
        "interface Ethernet1\n   mtu 9000\n   lacp timer fast\n",
        "interface Ethernet1\n   mtu 9100\n   lacp timer normal\n",
    );
    let names: Vec<String> =
        (1..=19).flat_map(|n| ["a", "b"].map(|side| format!("r{n:02}-{side}"))).collect();
    let switches: Vec<_> = names.iter().map(|name| (name.as_str(), EOS, old, new)).collect();
    let review = review(&switches);
    assert_eq!(review.groups.len(), 2);
    let text = human(&review);
    assert!(text.contains("38 switches: r01–r19 a and b"), "{text}");
    assert!(text.ends_with("76 changes on 38 switches; the worst: LAG changed\n"), "{text}");
}

#[test]
fn what_differs_in_addresses_alone_is_told_once_with_its_parts_named() {
    let text =
        |n: usize| format!("router bgp 65000\n   neighbor 10.0.{n}.1 remote-as {}\n", 65000 + n);
    let names: Vec<String> = (1..=8).map(|n| format!("leaf{n}")).collect();
    let texts: Vec<String> = (1..=8).map(text).collect();
    let switches: Vec<_> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| (name.as_str(), EOS, "router bgp 65000\n", text.as_str()))
        .collect();
    let review = review(&switches);
    assert_eq!(review.groups.len(), 1);
    let text = human(&review);
    assert!(text.contains("+   neighbor <address> remote-as <number>"), "{text}");
    assert!(text.contains("<address>: 10.0.1.1 on leaf1, 10.0.2.1 on leaf2"), "{text}");
    let json: serde_json::Value = serde_json::from_str(&json(&review)).unwrap();
    let change = &json["groups"][0]["changes"][0];
    assert_eq!(change["variables"][0]["values"].as_array().unwrap().len(), 8);
    assert_eq!(change["places"][7]["switch"], "leaf8");
    assert_eq!(change["places"][7]["new_lines"], serde_json::json!([2, 2]));
}

#[test]
fn a_comment_is_never_too_long_and_says_so() {
    let lines = |word: &str| {
        (0..4000).fold(String::new(), |text, n| {
            format!("{text}interface Ethernet{n}\n   description {word} <b> {n}\n")
        })
    };
    let review = review(&[("leaf1", EOS, &lines("a`|"), &lines("b`|"))]);
    let text = markdown(&review, 65_536);
    assert!(text.chars().count() <= 65_536);
    assert!(text.contains("left out here"), "{}", &text[text.len() - 300..]);
    let short = review_of_one();
    assert!(!markdown(&short, 65_536).contains("left out"));
}

fn review_of_one() -> Review {
    review(&[("leaf1", EOS, "hostname a\n", "hostname b\n")])
}

/// The configurations of all golden trees, by format and file.
fn goldens() -> Vec<(String, [String; 3], String)> {
    let catalog = Catalog::load([]).unwrap();
    let mut found = Vec::new();
    for (path, bytes) in tree(&project("fixtures")) {
        let Some((_, rest)) = path.split_once("/configs/") else { continue };
        if path.starts_with("errors/") {
            continue;
        }
        // Those of labs stand without a folder for each device.
        let Some((_, file)) = rest.split_once('/') else { continue };
        let text = String::from_utf8(bytes).unwrap();
        for (vendor, review) in &catalog.reviews {
            for (format, spec) in &review.formats {
                let title = text.lines().next().unwrap_or_default();
                let is_eos = title.contains("Arista");
                let fits = spec.files.iter().any(|one| one.path == file)
                    && (file != "startup-config" || is_eos == (format == "eos"));
                if fits {
                    found.push((
                        path.clone(),
                        [vendor.clone(), format.clone(), file.to_owned()],
                        text.clone(),
                    ));
                }
            }
        }
    }
    found
}

#[test]
fn both_forms_of_one_system_mean_the_same() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let sets: BTreeMap<String, String> = goldens()
        .into_iter()
        .filter(|(path, ..)| path.ends_with("juniper.set"))
        .map(|(path, _, text)| {
            (path.replace("expected-junos-set", "expected").replace(".set", ".conf"), text)
        })
        .collect();
    let mut compared = 0;
    for (path, [vendor, format, file], text) in goldens() {
        let Some(set) = sets.get(&path) else { continue };
        let braces = switch([&vendor, &format, &file], &text);
        let set = switch([&vendor, "junos-set", "juniper.set"], set);
        match reader.compare("leaf1", Some(&braces), Some(&set)).unwrap() {
            SwitchReview::Changed(changes) => assert!(changes.is_empty(), "{path}: {changes:?}"),
            other => panic!("{path}: {other:?}"),
        }
        compared += 1;
    }
    assert!(compared > 10);
}

/// Torn and mixed-up texts of all languages are refused or read, whatever they are.
#[test]
fn no_text_is_too_strange() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let goldens = goldens();
    let nasty = [
        "",
        "\0",
        "{{{{",
        "}}}}",
        "\"",
        "[",
        "set",
        "set set [",
        "é{é;}é",
        "- - - -",
        "a: &a [*a]",
        "banner motd ^",
        "banner login",
        "vlan 1-4294967295",
        "vlan ,,-",
        "interface\n   switchport trunk allowed vlan add",
        "/*",
        "#",
        "\\\n\\",
        "inactive: ;",
        "no",
        "no no no",
        "\u{feff}x",
        "{{ x",
        "a\r\nb\r\n",
        "set deactivate\ndeactivate a\ndelete\n",
        "insert a before b",
    ];
    let deep = [
        "{ a ".repeat(500),
        " ".repeat(10) + &"a\n ".repeat(500),
        (0..300).map(|n| " ".repeat(n) + "a\n").collect(),
        "a:\n".to_owned() + &(1..500).map(|n| " ".repeat(n) + "a:\n").collect::<String>(),
        "[".repeat(2000),
    ];
    for kind in [
        EOS,
        NXOS,
        JUNOS,
        FRR,
        PORTS,
        NVUE,
        ["cumulus", "linux", "etc/hosts"],
        ["cumulus", "linux", "etc/frr/daemons"],
        ["none", "none", "x"],
    ] {
        let language = reader.language(kind[0], kind[1], kind[2]);
        for text in nasty.iter().map(|text| (*text).to_owned()).chain(deep.iter().cloned()) {
            for purpose in [Purpose::Review, Purpose::Drift] {
                _ = read(language, &text, purpose);
            }
            if let Ok(Some(_)) = reader.remedy("a", &switch(kind, &text), &switch(kind, "a\n")) {}
        }
    }
    for (at, (_, kind, text)) in goldens.iter().enumerate() {
        let kind = [kind[0].as_str(), kind[1].as_str(), kind[2].as_str()];
        let cut = (0..=text.len() * (at % 10) / 10)
            .rev()
            .find(|cut| text.is_char_boundary(*cut))
            .unwrap();
        let torn = switch(kind, &text[..cut]);
        _ = reader.compare("a", Some(&torn), Some(&switch(kind, text)));
        _ = reader.remedy("a", &torn, &switch(kind, text));
        _ = reader.drift("a", Running::Files(torn.files.clone()), &switch(kind, text));
    }
}

/// Running configurations: the goldens with what each system adds, hides and hashes.
#[test]
fn what_systems_add_by_themselves_is_no_drift() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let mut complaints = Vec::new();
    let mut compared = 0;
    for (path, [vendor, format, file], text) in goldens() {
        let Some(running) = running(&format, &file, &text) else { continue };
        let wanted = switch([&vendor, &format, &file], &text);
        let drift = reader.drift("leaf1", Running::Text(running), &wanted).unwrap();
        if !drift.changes.is_empty() {
            complaints.push(format!("{path}: {:?}", drift.changes));
        }
        compared += 1;
    }
    assert!(compared > 150, "{compared}");
    assert_none(complaints, "what a switch shows by itself");
}

fn running(format: &str, file: &str, text: &str) -> Option<String> {
    let body = text.splitn(3, '\n').nth(2).unwrap_or_default();
    Some(match (format, file) {
        ("eos", _) => {
            let text =
                body.replace("key 0 {{", "key 7 {{").replace("password 0 {{", "password 7 {{");
            format!(
                "! Command: show running-config\n! device: x (DCS-7050SX3-48YC8, EOS-4.30.1F)\n!\n! boot system flash:/EOS.swi\n!\nno service interface inactive port-id allocation disabled\n!\ntransceiver qsfp default-mode 4x10G\n!\nsystem l1\n   unsupported speed action error\n!\n{}interface Ethernet47\n!\n",
                hashed(&text, "$6$salt$hash")
            )
        }
        ("nxos", _) => {
            let text = body
                .replace("no feature telnet\n", "")
                .replace("key 0 {{", "key 7 {{")
                .replace("key-string 0 {{", "key-string 7 {{")
                .replace("password 0 {{", "password 3 {{");
            format!(
                "\n!Command: show running-config\n!Running configuration last done at: Wed Jun 28 22:29:27 2023\n!Time: Wed Jun 28 22:29:27 2023\n\nversion 10.2(3) Bios:version 05.45\nvdc x id 1\n  limit-resource vlan minimum 16 maximum 4094\n{}rmon event 1 description FATAL(1) owner PMON@FATAL\nline console\nline vty\nboot nxos bootflash:/nxos64-cs.10.2.3.F.bin\ninterface Ethernet1/31\n\n",
                hashed(&text, "0x1efb138d6c1c3484")
            )
        }
        ("junos", "juniper.conf") => format!(
            "## Last commit: 2024-01-24 12:34:12 UTC by root\nversion 22.4R1.10;\n{}",
            hashed(body, "$9$abc").replace("hash\";", "hash\"; ## SECRET-DATA")
        ),
        ("nvue", _) => format!(
            "- header:\n    model: MSN2410\n    nvue-api-version: nvue_v1\n    version: Cumulus Linux 5.9.0\n{}",
            hashed(body, "$6$salt$hash")
        ),
        ("linux", "etc/frr/frr.conf") => format!(
            "Building configuration...\n\nCurrent configuration:\n!\nfrr version 8.4.3\nfrr defaults datacenter\n{}end\n",
            hashed(body, "secret")
        ),
        _ => return None,
    })
}

/// The text with another value for every reference to a secret.
fn hashed(text: &str, hash: &str) -> String {
    let mut parts = text.split("{{ rackc_secret_");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(hash);
        text.push_str(part.split_once(" }}").map_or("", |(_, rest)| rest));
    }
    text
}

#[test]
fn a_secret_that_one_side_lacks_is_drift() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let wanted = switch(
        EOS,
        "router bgp 1\n   neighbor a password 0 {{ rackc_secret_a }}\n   neighbor b remote-as 2\n",
    );
    let runs = |text: &str| reader.drift("leaf1", Running::Text(text.to_owned()), &wanted).unwrap();
    assert!(
        runs("router bgp 1\n   neighbor a password 7 0822\n   neighbor b remote-as 2\n")
            .changes
            .is_empty()
    );
    let drift = runs("router bgp 1\n   neighbor b remote-as 2\n");
    assert_eq!(drift.changes.len(), 1);
    let commands = drift.remedy.unwrap().commands;
    assert!(
        commands.contains(&"  neighbor a password 0 {{ rackc_secret_a }}".to_owned()),
        "{commands:?}"
    );
    let shown = format!(
        "{:?}",
        runs("router bgp 1\n   neighbor c password 7 CANARY\n   neighbor b remote-as 2\n")
    );
    assert!(!shown.contains("CANARY"), "{shown}");
}

/// The new entry is in force before the old one goes.
#[test]
fn an_access_list_is_never_without_its_entry() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let list = |port| {
        format!("ip access-list a\n  10 permit tcp any any eq {port}\n  20 deny ip any any\n")
    };
    let remedy = reader
        .remedy("leaf1", &switch(NXOS, &list(80)), &switch(NXOS, &list(443)))
        .unwrap()
        .unwrap();
    assert_eq!(
        remedy.commands,
        [
            "checkpoint rackc-3356086e",
            "configure terminal",
            "ip access-list a",
            "  11 permit tcp any any eq 443",
            "  no 10",
            "  10 permit tcp any any eq 443",
            "  no 11",
            "  exit",
            "end",
        ]
    );
    assert_eq!(
        remedy.confirm,
        ["copy running-config startup-config", "no checkpoint rackc-3356086e"]
    );
    assert_eq!(remedy.undo, ["rollback running-config checkpoint rackc-3356086e"]);
}

/// What is used is made before, and removed after.
#[test]
fn nothing_is_used_before_it_is_made() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let config = |name: &str| {
        format!(
            "interface Vlan1\n   ip access-group {name} in\nip access-list {name}\n   10 permit ip any any\n"
        )
    };
    let remedy = reader
        .remedy("leaf1", &switch(EOS, &config("a")), &switch(EOS, &config("b")))
        .unwrap()
        .unwrap();
    let at = |text: &str| remedy.commands.iter().position(|line| line.trim() == text).unwrap();
    assert!(at("ip access-list b") < at("ip access-group b in"), "{:?}", remedy.commands);
    assert!(at("ip access-group b in") < at("no ip access-list a"), "{:?}", remedy.commands);
}

#[test]
fn a_key_of_tcp_ao_is_shown_as_the_system_keeps_it() {
    let catalog = Catalog::load([]).unwrap();
    let reader = Reader::new(&catalog);
    let text = "management security\n   session shared-secret profile isp-ipv4\n      \
        secret 1 0 {{ rackc_secret_isp }} receive-lifetime infinite transmit-lifetime infinite\n!\n";
    let wanted = switch(["arista", "eos", "startup-config"], text);
    let shown = text.replace("0 {{ rackc_secret_isp }}", "7 1347020B0B04");
    let drift = reader.drift("leaf1", Running::Text(shown), &wanted).unwrap();
    assert!(drift.changes.is_empty(), "{:?}", drift.changes);
}
