//! Topologies of containerlab are what its schema asks for, and agree with the configurations beside them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read the fixtures")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use ipnet::IpNet;
use rayon::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

use common::{Tree, assert_none, folders, project, run, stderr, tree};

const TOPOLOGY: &str = "lab/topology.clab.yml";

/// The expected trees that have a lab, by name.
fn trees() -> Vec<(String, Tree)> {
    let fixtures = project("fixtures");
    let trees = folders(&fixtures).into_iter().filter(|folder| folder.join(TOPOLOGY).is_file());
    let trees: Vec<(String, Tree)> =
        trees.map(|folder| (folder.display().to_string(), tree(&folder))).collect();
    assert!(trees.len() > 10);
    trees
}

/// Asks something of every topology.
fn each(ask: impl Fn(&Tree, &Value) -> Vec<String> + Sync) {
    let said = trees().into_par_iter().flat_map(|(name, tree)| {
        let topology = topology(&tree);
        ask(&tree, &topology).into_iter().map(|one| format!("{name}: {one}")).collect::<Vec<_>>()
    });
    assert_none(said.collect(), "the lab is not right");
}

fn topology(tree: &Tree) -> Value {
    serde_yaml::from_slice(&tree[TOPOLOGY]).unwrap()
}

fn text(tree: &Tree, path: &str) -> String {
    String::from_utf8(tree[path].clone()).unwrap()
}

/// Nodes by name.
fn nodes(topology: &Value) -> BTreeMap<&str, &Value> {
    let nodes = topology["topology"]["nodes"].as_object().unwrap();
    nodes.iter().map(|(name, node)| (name.as_str(), node)).collect()
}

/// Links, each with node and interface of both its ends.
fn links(topology: &Value) -> Vec<[(&str, &str); 2]> {
    // Without cables there is no list: an empty one is none to containerlab.
    let links = topology["topology"].get("links").map(|links| links.as_array().unwrap());
    let links = links.into_iter().flatten().map(|link| {
        let ends = link["endpoints"].as_array().unwrap();
        let end = |position: usize| ends[position].as_str().unwrap().split_once(':').unwrap();
        [end(0), end(1)]
    });
    links.collect()
}

#[test]
fn containerlab_takes_the_topologies() {
    let schema = fs::read_to_string(project("tests/containerlab/clab.schema.json")).unwrap();
    let schema = jsonschema::options().build(&serde_json::from_str(&schema).unwrap()).unwrap();
    each(|_, topology| {
        let errors = schema.iter_errors(topology);
        errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
    });
    // It is no schema that takes everything.
    let mut broken = topology(&trees()[0].1);
    broken["topology"]["links"][0]["endpoints"] = "a:eth1".into();
    assert!(!schema.is_valid(&broken));
    let mut broken = topology(&trees()[0].1);
    broken["topology"]["groups"]["HOSTS"]["kind"] = "penguin".into();
    assert!(!schema.is_valid(&broken));
}

#[test]
fn links_end_in_nodes_and_each_interface_has_one() {
    each(|_, topology| {
        let (nodes, mut seen, mut said) = (nodes(topology), BTreeSet::new(), Vec::new());
        for end in links(topology).into_iter().flatten() {
            if !nodes.contains_key(end.0) {
                said.push(format!("{} is no node", end.0));
            }
            if !seen.insert(end) {
                said.push(format!("{end:?} has two links"));
            }
        }
        said
    });
}

/// The names that containerlab takes for a kind's interfaces (`nodes/*/*.go` of its source), and the name for the switch.
fn own_name(kind: &str, interface: &str) -> Option<String> {
    let number =
        |rest: &str| (!rest.is_empty() && rest.bytes().all(|c| c.is_ascii_digit())).then_some(());
    match kind {
        "arista_ceos" => {
            let rest = interface.strip_prefix("eth")?;
            let parts: Vec<&str> = rest.split('_').collect();
            parts.iter().try_for_each(|part| number(part))?;
            Some(format!("Ethernet{}", parts.join("/")))
        }
        "cisco_n9kv" => {
            number(interface.strip_prefix("Ethernet1/")?).map(|()| interface.to_owned())
        }
        "juniper_vjunosswitch" => {
            number(interface.strip_prefix("ge-0/0/")?).map(|()| interface.to_owned())
        }
        "nvidia_cumulusvx" => number(interface.strip_prefix("swp")?).map(|()| interface.to_owned()),
        _ => number(interface.strip_prefix("eth")?).map(|()| interface.to_owned()),
    }
}

/// Whether a name stands in a text by itself.
fn mentions(text: &str, name: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '/' || c == '_';
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

#[test]
fn configurations_are_there_and_know_the_interfaces() {
    each(|tree, topology| {
        let mut said = Vec::new();
        let nodes = nodes(topology);
        for (name, node) in &nodes {
            let Some(path) = node["startup-config"].as_str() else { continue };
            let Some(config) = tree.get(&format!("lab/{path}")) else {
                said.push(format!("{name} has no {path}"));
                continue;
            };
            let config = String::from_utf8(config.clone()).unwrap();
            // Containerlab would take it for a template of its own.
            if config.contains("{{") || !config.contains(name) {
                said.push(format!("{name} has a place for a secret, or another's configuration"));
            }
            for bind in node["binds"].as_array().into_iter().flatten() {
                let source = bind.as_str().unwrap().split(':').next().unwrap();
                if !tree.contains_key(&format!("lab/{source}")) {
                    said.push(format!("{name} is bound to {source}"));
                }
            }
            let kind = node["kind"].as_str().unwrap();
            for (of, interface) in links(topology).into_iter().flatten() {
                if of != *name {
                    continue;
                }
                match own_name(kind, interface) {
                    Some(own) if mentions(&config, &own) => {}
                    own => said.push(format!("{name}: {interface} is {own:?}, not in {path}")),
                }
            }
        }
        said
    });
}

#[test]
fn every_switch_has_a_node_with_the_plans_management_address() {
    each(|tree, topology| {
        let mut said = Vec::new();
        let manifest: Value = serde_json::from_slice(&tree["manifest.json"]).unwrap();
        let nodes = nodes(topology);
        let switches: Vec<&String> = manifest["switches"].as_object().unwrap().keys().collect();
        for name in &switches {
            if !nodes.contains_key(name.as_str()) {
                said.push(format!("{name} is no node"));
            }
        }
        let mut rows = csv::Reader::from_reader(tree["docs/switches.csv"].as_slice());
        for row in rows.deserialize::<BTreeMap<String, String>>() {
            let row = row.unwrap();
            let own: BTreeSet<&str> =
                row["management"].split(", ").filter_map(|net| net.split('/').next()).collect();
            for family in ["ipv4", "ipv6"] {
                let node = nodes[row["switch"].as_str()];
                let Some(ip) = node[&format!("mgmt-{family}")].as_str() else { continue };
                let net: IpNet = topology["mgmt"][&format!("{family}-subnet")]
                    .as_str()
                    .unwrap()
                    .parse()
                    .unwrap();
                if !own.contains(ip) || !net.contains(&ip.parse::<std::net::IpAddr>().unwrap()) {
                    said.push(format!("{} has {ip}", row["switch"]));
                }
            }
        }
        said
    });
}

#[test]
fn addresses_of_hosts_are_no_one_elses() {
    each(|tree, topology| {
        let mut said = Vec::new();
        let mut plan = csv::Reader::from_reader(tree["docs/ip-plan.csv"].as_slice());
        let plan: Vec<BTreeMap<String, String>> =
            plan.deserialize().map(|row| row.unwrap()).collect();
        let switches: BTreeSet<&str> = plan
            .iter()
            .filter(|row| !row["interface"].is_empty() || row["role"] == "gateway")
            .map(|row| row["address"].as_str())
            .collect();
        let mut seen = BTreeSet::new();
        for (name, node) in nodes(topology) {
            for command in node["exec"].as_array().into_iter().flatten() {
                let command = command.as_str().unwrap();
                let Some(rest) = command.strip_prefix("ip address add ") else { continue };
                let ip = rest.split('/').next().unwrap();
                if switches.contains(ip) || !seen.insert(ip.to_owned()) {
                    said.push(format!("{name} takes {ip}"));
                }
            }
        }
        said
    });
}

/// A fabric of one text, built.
fn build(text: &str) -> Tree {
    let place = TempDir::new().unwrap();
    fs::write(place.path().join("main.rack"), text).unwrap();
    let output = run(place.path(), &["build", ".", "-o", "out"]);
    assert!(output.status.success(), "{}", stderr(&output));
    tree(&place.path().join("out"))
}

const HEAD: &str = "
fabric dc {
  spanning-tree rstp root a
  pool loopback 10.255.0.0/24
  pool mgmt     192.0.2.0/24
}
management { user netops role admin password secret(netops)  root-password secret(root) }
vlan web 110 { gateway 10.1.110.1/24 on a }
profile host { access web  edge }
";

/// Lanes of split ports get numbers that no port of the virtual switch has by itself.
#[test]
fn lanes_become_ports() {
    let tree = build(&format!(
        "{HEAD}switch a model cisco-nxos/N9K-C93180YC-FX3 {{ breakout 49 4x25g }}\n\
         attach server one to a port 1 as host\nattach server two to a port 49/1 as host\nattach server three to a port 49/3 as host\n"
    ));
    let topology = topology(&tree);
    let faces: Vec<&str> = links(&topology).iter().map(|[near, _]| near.1).collect();
    assert_eq!(faces, ["Ethernet1/1", "Ethernet1/2", "Ethernet1/3"]);
    let config = text(&tree, "lab/startup/a.cfg");
    assert!(!config.contains("breakout") && !config.contains("Ethernet1/49"), "{config}");
    assert!(text(&tree, "lab/README.md").contains("| a | Ethernet1/49/3 | Ethernet1/3 |"));
}

/// What has no port in the lab is left out by name.
#[test]
fn cables_without_a_port_are_left_out_by_name() {
    let mut program = format!("{HEAD}switch a model cumulus/SN2410\n");
    for number in 1..=18 {
        _ = writeln!(program, "attach server h{number} to a port {number} as host");
    }
    let tree = build(&program);
    let topology = topology(&tree);
    assert_eq!(links(&topology).len(), 16);
    assert!(!nodes(&topology).contains_key("h18"));
    assert!(text(&tree, "lab/README.md").contains("- the cable a swp18 – h18"));
    assert!(text(&tree, TOPOLOGY).ends_with("# Not here: 2 cables, see README.md.\n"));
}

/// A switch whose vendor has no stand-in is left out by name, and said; so are its cables.
#[test]
fn switches_without_a_stand_in_are_left_out_and_told_of() {
    let place = TempDir::new().unwrap();
    common::copy(&project("tests/toy-vendor/toy"), &place.path().join("vendors/toy"), |_| false);
    let path = place.path().join("vendors/toy/vendor.yaml");
    let facts = fs::read_to_string(&path).unwrap();
    let (before, rest) = facts.split_once("# What stands in for").unwrap();
    let (_, after) = rest.split_once("\ncapabilities:").unwrap();
    fs::write(&path, format!("{before}\ncapabilities:{after}")).unwrap();
    fs::copy(project("tests/toy-vendor/main.rack"), place.path().join("main.rack")).unwrap();
    let output = run(place.path(), &["build", ".", "-o", "out", "--vendors", "vendors"]);
    let said = stderr(&output);
    assert!(output.status.success() && said.contains("note[R0930]"), "{said}");
    let tree = tree(&place.path().join("out"));
    assert_eq!(links(&topology(&tree)).len(), 0);
    assert!(
        text(&tree, "lab/README.md").contains("- `left`: its vendor's folder has no `lab` part")
    );
}

/// Hosts with more interfaces than a machine has are not made: one would wait for a file that nobody can use.
#[test]
fn there_is_no_lab_of_more_interfaces_than_a_machine_has() {
    let built = |hosts: usize| {
        let mut program = format!("{HEAD}switch a model arista/DCS-7050SX3-48YC8\n");
        for vlan in 1200..2200 {
            _ = writeln!(
                program,
                "vlan v{vlan} {vlan} {{ gateway 10.{}.{}.1/24 on a }}",
                vlan / 250,
                vlan % 250
            );
        }
        program.push_str("profile many { trunk all }\n");
        _ = writeln!(program, "attach server h[1..{hosts}] to a port 1.. as many");
        build(&program)
    };
    let tree = built(48);
    let topology = text(&tree, TOPOLOGY);
    // Each has an address of its own in each VLAN.
    let address = |number: usize| format!("ip address add 10.4.200.{number}/24 dev eth1.1200");
    assert!(topology.contains(&address(2)) && topology.contains(&address(49)), "{topology:.2000}");
    let many = built(52);
    assert!(!many.contains_key(TOPOLOGY));
    let said = text(&many, "lab/README.md");
    assert!(
        said.contains("its hosts have 52052 interfaces in VLANs, and more than 50000"),
        "{said}"
    );
}
