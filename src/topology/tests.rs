//! What becomes of small fabrics.

use std::collections::BTreeSet;

use super::*;
use crate::diagnostic::Sink;
use crate::fabric::resolve;
use crate::syntax::{MemoryFiles, Program};

/// A fabric of text in which `MODEL` stands for any hardware model with 32 ports.
fn fabric(text: &str) -> (Fabric, Topology) {
    let catalog = Catalog::load([]).unwrap();
    let mut all = catalog
        .vendors
        .values()
        .flat_map(|vendor| vendor.platforms.values().map(move |one| (vendor, one)));
    let (vendor, platform) =
        all.find(|(_, platform)| (1..=32).all(|panel| platform.block(panel).is_some())).unwrap();
    let text = text.replace("MODEL", &format!("{}/{}", vendor.name, platform.name));
    let files = MemoryFiles::default().with("main.rack", text.as_bytes());
    let mut sink = Sink::default();
    let program = Program::load(&files, "main.rack".into(), &mut sink);
    let fabric = resolve(&program, &catalog, &[], &mut sink);
    let errors: Vec<String> = sink.into_sorted().into_iter().map(|one| one.message).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let fabric = fabric.unwrap();
    let topology = Topology::of(&fabric, &catalog);
    (fabric, topology)
}

fn extent(fabric: &Fabric, topology: &Topology, name: &str) -> Vec<String> {
    let (vlan, _) = fabric.vlans.iter().find(|(_, vlan)| vlan.name == name).unwrap();
    let mut names: Vec<String> = topology.extents[&vlan]
        .iter()
        .map(|bridge| topology.bridge(*bridge).name.clone())
        .collect();
    names.sort();
    names
}

fn between(topology: &Topology, links: &BTreeSet<LinkId>) -> Vec<String> {
    let names = |link: &LinkId| {
        let ends: Vec<&str> =
            topology.link(*link).bridges().map(|end| topology.bridge(end).name.as_str()).collect();
        ends.join("-")
    };
    links.iter().map(names).collect()
}

fn islands(fabric: &Fabric, topology: &Topology, name: &str) -> usize {
    let (vlan, _) = fabric.vlans.iter().find(|(_, vlan)| vlan.name == name).unwrap();
    Islands::of(topology).of_vlan(vlan).len()
}

#[test]
fn a_pair_is_one_bridge_and_its_uplinks_are_one_lag() {
    let (_, topology) = fabric(
        "fabric f { spanning-tree mstp root core }
         switches core-a, core-b, leaf-a, leaf-b model MODEL
         mlag core = core-a + core-b { peer-link 31..32  keepalive management }
         mlag leaf = leaf-a + leaf-b { peer-link 31..32  keepalive management }
         link leaf-a:1..2, leaf-b:1..2 -- core-a:1, core-b:1, core-a:2, core-b:2",
    );
    assert_eq!(topology.bridges.len(), 2);
    assert_eq!(topology.links.len(), 1);
    assert!(topology.links[0].lag);
    assert_eq!(topology.links[0].cables.len(), 4);
    let tree = &topology.trees[&TreeId::Common];
    assert_eq!((tree.forwarding.len(), tree.blocked.len()), (1, 0));
}

#[test]
fn a_vlan_is_where_it_is_used_and_on_the_way_to_its_gateway() {
    let (fabric, topology) = fabric(
        "fabric f { spanning-tree mstp root core }
         switches core, mid, leaf, other model MODEL
         link leaf:1 -- mid:1
         link mid:2 -- core:2
         link other:1 -- core:1
         attach h to leaf port 3 as host
         vlan web 110 { gateway 10.0.0.1/24 on core }
         vlan lone 111 { on other }
         profile host { access web }",
    );
    assert_eq!(extent(&fabric, &topology, "web"), ["core", "leaf", "mid"]);
    assert_eq!(extent(&fabric, &topology, "lone"), ["other"]);
}

#[test]
fn a_vlan_without_a_gateway_goes_through_the_root() {
    let (fabric, topology) = fabric(
        "fabric f { spanning-tree mstp root core }
         switches core, leaf1, leaf2, leaf3 model MODEL
         link leaf[1..3]:1 -- core:1..3
         vlan private 130 { on leaf1, leaf2 }",
    );
    assert_eq!(extent(&fabric, &topology, "private"), ["core", "leaf1", "leaf2"]);
}

#[test]
fn a_vlan_that_no_root_reaches_is_joined_all_the_same() {
    let (fabric, topology) = fabric(
        "fabric f { spanning-tree mstp root core }
         switches core, x, a, mid, b model MODEL
         link x:1 -- core:1
         link a:1 -- mid:1
         link b:1 -- mid:2
         vlan private 130 { on a, b }",
    );
    assert_eq!(extent(&fabric, &topology, "private"), ["a", "b", "mid"]);
    assert_eq!(islands(&fabric, &topology, "private"), 1);
}

#[test]
fn a_vlan_follows_the_tree_where_the_shortest_way_is_blocked() {
    let (fabric, topology) = fabric(
        "fabric f { spanning-tree mstp root core }
         switches core, mid, leaf model MODEL
         link leaf:1 -- core:1 speed 1g
         link leaf:2 -- mid:2 speed 100g
         link mid:3 -- core:3 speed 100g
         attach h to leaf port 4 as host
         vlan web 110 { gateway 10.0.0.1/24 on core }
         profile host { access web }",
    );
    let tree = &topology.trees[&TreeId::Common];
    assert_eq!(between(&topology, &tree.blocked), ["core-leaf"]);
    assert_eq!(extent(&fabric, &topology, "web"), ["core", "leaf", "mid"]);
    assert_eq!(islands(&fabric, &topology, "web"), 1);
}

const SLOW_WEB: &str = "
     switches core, mid, leaf model MODEL
     link leaf:1 -- core:1 as web-link speed 1g
     link leaf:2 -- mid:2 as other-link speed 100g
     link mid:3 -- core:3 speed 100g
     attach h to leaf port 4 as host
     vlan web 110 { gateway 10.0.0.1/24 on core }
     vlan other 111 { gateway 10.0.1.1/24 on core }
     profile web-link { trunk web }
     profile other-link { trunk other }
     profile host { trunk web, other }";

#[test]
fn a_vlan_on_the_blocked_link_alone_is_cut_with_one_tree() {
    for mode in ["mstp", "rstp"] {
        let (fabric, topology) =
            fabric(&format!("fabric f {{ spanning-tree {mode} root core }}{SLOW_WEB}"));
        assert_eq!(islands(&fabric, &topology, "web"), 2, "{mode}");
        assert_eq!(islands(&fabric, &topology, "other"), 1, "{mode}");
    }
}

#[test]
fn a_tree_per_vlan_or_none_blocks_no_only_link() {
    for mode in ["rapid-pvst root core", "none"] {
        let (fabric, topology) = fabric(&format!("fabric f {{ spanning-tree {mode} }}{SLOW_WEB}"));
        assert_eq!(islands(&fabric, &topology, "web"), 1, "{mode}");
    }
}

#[test]
fn an_instance_has_a_tree_of_its_own() {
    let (fabric, topology) = fabric(
        "fabric f { spanning-tree mstp root a { instance 1 { vlans web  root b } } }
         switches a, b, c model MODEL
         link a:1 -- b:1
         link b:2 -- c:2
         link c:3 -- a:3
         vlan web 110 { on a, b, c }
         vlan db 111 { on a, b, c }",
    );
    let blocked = |name: &str| {
        let (vlan, _) = fabric.vlans.iter().find(|(_, vlan)| vlan.name == name).unwrap();
        between(&topology, &topology.tree_of(vlan).unwrap().blocked)
    };
    assert_eq!(blocked("db"), ["b-c"]);
    assert_eq!(blocked("web"), ["a-c"]);
}

#[test]
fn loops_are_found_among_the_links_that_carry_a_vlan() {
    let (fabric, topology) = fabric(
        "fabric f { spanning-tree none }
         switches a, b, c model MODEL
         link a:1 -- b:1
         link b:2 -- c:2
         link c:3 -- a:3 as narrow
         vlan web 110 { on a, b, c }
         vlan db 111 { on a, b, c }
         profile narrow { trunk web }",
    );
    let loops = |name: &str| {
        let (vlan, _) = fabric.vlans.iter().find(|(_, vlan)| vlan.name == name).unwrap();
        Islands::of(&topology).cycles(vlan).shown.iter().map(Vec::len).collect::<Vec<_>>()
    };
    assert_eq!(loops("web"), [3]);
    assert!(loops("db").is_empty());
}

#[test]
fn both_members_of_a_pair_have_the_priority_of_the_one_that_is_named() {
    let (fabric, topology) = fabric(
        "fabric f { spanning-tree mstp root core-a secondary leaf }
         switches core-a, core-b, leaf model MODEL
         switches x, y model MODEL
         switch z model MODEL { spanning-tree priority 61440 }
         mlag core = core-a + core-b { peer-link 31..32  keepalive management }
         mlag last = y + z { peer-link 31..32  keepalive management }",
    );
    let priorities = Priorities::of(&fabric, TreeId::Common);
    let of = |name: &str| {
        let (switch, _) = fabric.switches.iter().find(|(_, switch)| switch.name == name).unwrap();
        priorities.switch(switch)
    };
    assert_eq!([of("core-a"), of("core-b")], [ROOT_PRIORITY; 2]);
    assert_eq!(of("leaf"), SECONDARY_PRIORITY);
    assert_eq!(of("x"), DEFAULT_PRIORITY);
    assert_eq!([of("y"), of("z")], [61440; 2]);
    assert_eq!(topology.bridges.len(), 4);
}

#[test]
fn an_instance_may_have_a_secondary_of_its_own_alone() {
    let (fabric, _) = fabric(
        "fabric f { spanning-tree mstp root a secondary b { instance 1 { vlans web  secondary c } } }
         switches a, b, c model MODEL
         vlan web 110 { on a }",
    );
    let priorities = Priorities::of(&fabric, TreeId::Instance(1));
    let all: Vec<u32> = fabric.switches.ids().map(|switch| priorities.switch(switch)).collect();
    assert_eq!(all, [ROOT_PRIORITY, DEFAULT_PRIORITY, SECONDARY_PRIORITY]);
}

#[test]
fn a_host_port_carries_what_its_profile_says_and_the_switch_has() {
    let (fabric, topology) = fabric(
        "fabric f { spanning-tree mstp root a }
         switches a model MODEL
         attach h1 to a port 1 as some
         attach h2 to a port 2 as all
         attach h3 to a port 3 as nothing
         vlan web, db 110..111 { on a }
         vlan far 112
         profile some { trunk web  native db }
         profile all { trunk all }
         profile nothing { edge }",
    );
    let names = |link: &Link| {
        link.vlans.iter().map(|vlan| fabric.vlans[*vlan].name.clone()).collect::<Vec<_>>()
    };
    let all: Vec<Vec<String>> = topology.links.iter().map(names).collect();
    assert_eq!(all, [vec!["web", "db"], vec!["web", "db"], vec![]]);
}
