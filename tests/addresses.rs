//! Addresses of SVIs: whatever the program says stands in a config.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests")]

mod common;

use common::compile::make;

const HEAD: &str = "
fabric lab {
  spanning-tree rstp root core
  pool mgmt 192.0.2.0/24
}
management { root-password secret(root) }
switches core, leaf model arista/DCS-7050SX3-48YC8
link core:53 -- leaf:53
";

/// Addresses of a switch on VLAN 10: its own, and the one that it shares.
fn on_vlan(statement: &str, switch: &str) -> Vec<(String, Option<String>)> {
    let made = make(&format!("{HEAD}{statement}"), None, &[])
        .unwrap_or_else(|refused| panic!("{}", refused.text()));
    let device = made.device(switch).expect("the switch");
    let svis = device.svis.iter().filter(|svi| svi.vlan == 10);
    let faces = svis.flat_map(|svi| svi.ipv4.iter().chain(&svi.ipv6));
    faces
        .map(|face| (face.own.cidr().to_string(), face.gateway.map(|net| net.cidr().to_string())))
        .collect()
}

fn own(cidr: &str) -> (String, Option<String>) {
    (cidr.to_owned(), None)
}

#[test]
fn a_lone_switch_has_the_gateway_address_itself() {
    let vlan = "vlan web 10 { gateway 10.0.0.1/24 on core; on leaf }";
    assert_eq!(on_vlan(vlan, "core"), [own("10.0.0.1/24")]);
    assert_eq!(on_vlan(vlan, "leaf"), []);
}

#[test]
fn an_address_of_another_switch_leaves_the_gateway_where_it_is() {
    let vlan = "vlan web 10 { gateway 10.0.0.1/24 on core  address leaf 10.0.0.9/24 }";
    assert_eq!(on_vlan(vlan, "core"), [own("10.0.0.1/24")]);
    assert_eq!(on_vlan(vlan, "leaf"), [own("10.0.0.9/24")]);
}

#[test]
fn a_lone_switch_with_an_address_of_its_own_shares_the_gateway() {
    let vlan = "vlan web 10 { gateway 10.0.0.1/24 on core  address core 10.0.0.9/24  on leaf }";
    let shared = ("10.0.0.9/24".to_owned(), Some("10.0.0.1/24".to_owned()));
    assert_eq!(on_vlan(vlan, "core"), [shared]);
}

#[test]
fn an_address_of_a_family_without_gateway_is_kept() {
    let vlan = "vlan web 10 { gateway 10.0.0.1/24 on core, leaf  address core 2001:db8::9/64 }";
    let faces = on_vlan(vlan, "core");
    assert_eq!(faces.last(), Some(&own("2001:db8::9/64")));
}

#[test]
fn chosen_addresses_keep_clear_of_those_that_are_said() {
    let vlan = "vlan web 10 { gateway 10.0.0.1/29 on core, leaf  address leaf 10.0.0.2/29 }";
    assert_ne!(on_vlan(vlan, "core")[0].0, "10.0.0.2/29");
}
