//! FRR against FRR: the configuration that was printed for Cumulus Linux, and one made of what the reader found in the other
//! vendor's, run by `tests/judges/pairs` in network namespaces. each `proof.yaml` lists what is run.
//!
//! `tests/judges/install` installs FRR; `RACKC_SKIP_JUDGES=1` leaves this out. Where the machine allows no namespaces the test
//! says so and passes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::Command;

use serde_json::{Value, json};

use crate::agree::{self, Net};
use crate::common::{project, stderr};
use crate::facts::{Facts, Switch, plain};
use crate::scenario::{ENDS, End, Made, Scenario, scenarios};

/// How long each case may take once its daemons run, in seconds: much longer than it does, for machines with much to do.
const SECONDS: &str = "90";

#[test]
fn frr_with_the_others_parameters_understands_cumulus() {
    if std::env::var_os("RACKC_SKIP_JUDGES").is_some() {
        println!("skipped: RACKC_SKIP_JUDGES is set");
        return;
    }
    let mut cases = Vec::new();
    for scenario in scenarios() {
        for vendor in scenario.run() {
            cases.push(case(&scenario, &vendor));
        }
    }
    let names: Vec<&str> = cases.iter().map(|case| case["name"].as_str().unwrap()).collect();
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("cases.json");
    std::fs::write(&path, serde_json::to_string(&cases).unwrap()).unwrap();
    let judged =
        Command::new(project("tests/judges/pairs")).arg(&path).arg(SECONDS).output().unwrap();
    let said = stderr(&judged);
    if judged.status.code() == Some(3) {
        println!("skipped: {said}");
        return;
    }
    assert_eq!(judged.status.code(), Some(0), "{said}");
    // What was run is what the file says.
    let shown = String::from_utf8(judged.stdout).unwrap();
    let expected: Vec<String> = names.iter().map(|name| format!("{name}: works")).collect();
    assert!(shown.lines().eq(expected.iter().map(String::as_str)), "{shown}");
}

#[test]
fn a_case_that_cannot_work_is_seen() {
    if std::env::var_os("RACKC_SKIP_JUDGES").is_some() {
        return;
    }
    let scenario = scenarios().into_iter().find(|one| one.name == "ebgp-secured").unwrap();
    let mut case = case(&scenario, "arista");
    let conf = case["switches"]["left1"]["frr"]
        .as_str()
        .unwrap()
        .replace("password underlay", "password other");
    case["switches"]["left1"]["frr"] = json!(conf);
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("cases.json");
    std::fs::write(&path, serde_json::to_string(&[case]).unwrap()).unwrap();
    let judged = Command::new(project("tests/judges/pairs")).arg(&path).arg("3").output().unwrap();
    let said = stderr(&judged);
    if judged.status.code() != Some(3) {
        assert_eq!(judged.status.code(), Some(1), "{said}");
        assert!(said.contains("ipv4Unicast session with 10.254.0.1 is "), "{said}");
    }
}

fn end(vendor: &str) -> &'static End {
    ENDS.iter().find(|end| end.vendor == vendor && end.usual).expect("a vendor")
}

/// A scenario with the other vendor on the left and Cumulus on the right; the other way round where hosts and providers are to
/// meet what was printed.
fn case(scenario: &Scenario, vendor: &str) -> Value {
    let outside = ["calico-node", "default-from-border"].contains(&scenario.name.as_str());
    let (left, right) = if outside { ("cumulus", vendor) } else { (vendor, "cumulus") };
    let made = scenario.make(end(left), end(right)).expect("a pair that works");
    let net = agree::net(&made);
    let mut switches = BTreeMap::new();
    for (name, switch) in &net.switches {
        switches.insert(name.clone(), facts(&made, &net, name, switch));
    }
    let ports = |switch: &str, port: &str| format!("{switch} {}", interface(port));
    let links = net.cables.iter().map(|cable| {
        let [one, other] = cable.ends.each_ref().map(|end| ports(&end.switch, &end.port));
        json!(format!("{one} {other}").split(' ').collect::<Vec<_>>())
    });
    let mut links: Vec<Value> = links.collect();
    let mut daemons = vec!["staticd", "bfdd"];
    if net.switches.values().any(|switch| !switch.sessions.is_empty()) {
        daemons.push("bgpd");
    }
    if net.switches.values().any(|switch| !switch.ospf.is_empty()) {
        daemons.extend(["ospfd", "ospf6d"]);
    }
    let mut expects = expectations(&net);
    match scenario.name.as_str() {
        "gateway-vrrp-shared" => {
            daemons.push("vrrpd");
            virtual_routers(&net, &mut switches, &mut links, &mut expects);
        }
        "calico-node" => node(&mut switches, &mut links, &mut expects),
        "default-from-border" => provider(&mut switches, &mut links, &mut expects),
        _ => {}
    }
    let name = format!("{}, {vendor}", scenario.name);
    json!({ "name": name, "switches": switches, "links": links, "daemons": daemons, "expects": expects })
}

/// A port's name as Linux can have it.
fn interface(name: &str) -> String {
    if name.starts_with("Loopback")
        || name.starts_with("loopback")
        || name.starts_with("lo0")
        || name == "anycast"
    {
        return "lo".to_owned();
    }
    let name = name.trim_end_matches(".0").replace(['/', ':'], "-");
    match name.strip_prefix("Vlan").or_else(|| name.strip_prefix("irb.")) {
        Some(id) => format!("vlan{id}"),
        None => name,
    }
}

fn facts(made: &Made, net: &Net, name: &str, switch: &Switch) -> Value {
    let printed = made.files.get(&format!("configs/{name}/etc/frr/frr.conf"));
    let frr = printed.map_or_else(|| second(net, name, switch), |text| unsealed(text));
    let mut addresses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut edges: Vec<String> = switch.svis.keys().map(|id| format!("vlan{id}")).collect();
    for own in switch.addresses.iter().filter(|own| own.vrf == "default") {
        addresses.entry(interface(&own.interface)).or_default().push(own.net.to_string());
    }
    edges.retain(|edge| addresses.contains_key(edge));
    let mut bridges = Vec::new();
    for vni in switch.layer2.keys() {
        let source = switch.vtep.get("source").and_then(|source| switch.source(source, false));
        let address =
            source.or_else(|| switch.vtep.get("address").cloned()).expect("a tunnel address");
        bridges.push(json!({ "vni": vni, "address": address, "mac": host(name, *vni) }));
    }
    json!({ "frr": frr, "addresses": addresses, "edges": edges, "bridges": bridges })
}

/// The MAC address of a host behind a switch.
fn host(switch: &str, vni: u32) -> String {
    let side = u8::from(switch.starts_with("right"));
    format!("02:aa:00:{side:02x}:{:02x}:{:02x}", vni / 256 % 256, vni % 256)
}

/// Secrets as the push would fill them in: by their own names.
fn unsealed(text: &str) -> String {
    text.replace("{{ rackc_secret_", "").replace(" }}", "")
}

/// The second FRR: what the reader found in the other vendor's configuration, in FRR's words.
fn second(net: &Net, name: &str, switch: &Switch) -> String {
    let mut text = format!("frr defaults traditional\nhostname {name}\n!\n");
    ospf(switch, &mut text);
    if switch.sessions.is_empty() {
        return text;
    }
    let asn = &switch.sessions[0]["local AS"];
    writeln!(text, "router bgp {asn}").unwrap();
    let id = switch
        .addresses
        .iter()
        .find(|own| interface(&own.interface) == "lo" && own.net.addr().is_ipv4());
    let id = id.map_or_else(|| "10.255.255.1".to_owned(), |own| own.net.addr().to_string());
    writeln!(text, " bgp router-id {id}").unwrap();
    text.push_str(" no bgp default ipv4-unicast\n no bgp ebgp-requires-policy\n no bgp network import-check\n");
    if switch.sessions.iter().any(|session| session["graceful restart"] == "yes") {
        text.push_str(" bgp graceful-restart\n");
    }
    let mut families: BTreeMap<&str, String> = BTreeMap::new();
    for session in
        switch.sessions.iter().filter(|one| one["vrf"] == "default" && !one.contains_key("range"))
    {
        if session
            .get("remote")
            .is_some_and(|remote| !net.switches.values().any(|one| one.owns(remote)))
        {
            continue; // Somebody outside.
        }
        neighbour(switch, session, &mut text);
        let peer = peer(session);
        for family in session["families"].split('+') {
            writeln!(families.entry(family).or_default(), "  neighbor {peer} activate").unwrap();
        }
    }
    for (family, mut lines) in families {
        let own = switch.announced.iter().filter(|prefix| match family {
            "ipv4" => !prefix.contains(':'),
            "ipv6" => prefix.contains(':'),
            _ => false,
        });
        for prefix in own {
            writeln!(lines, "  network {prefix}").unwrap();
        }
        if family == "evpn" && !switch.layer2.is_empty() {
            lines.push_str("  advertise-all-vni\n");
            for (vni, facts) in &switch.layer2 {
                let (rd, import, export) =
                    (&facts["distinguisher"], &facts["import"], &facts["export"]);
                writeln!(lines, "  vni {vni}\n   rd {rd}\n   route-target import {import}\n   route-target export {export}\n  exit-vni").unwrap();
            }
        }
        let words =
            if family == "evpn" { "l2vpn evpn".to_owned() } else { format!("{family} unicast") };
        writeln!(text, " !\n address-family {words}\n{lines} exit-address-family").unwrap();
    }
    text.push_str("exit\n");
    text
}

/// The neighbour of a session: its address, or the interface.
fn peer(session: &Facts) -> String {
    session.get("remote").cloned().unwrap_or_else(|| interface(&session["interface"]))
}

fn neighbour(switch: &Switch, session: &Facts, text: &mut String) {
    let peer = peer(session);
    let remote = &session["remote AS"];
    if session.contains_key("interface") {
        writeln!(text, " neighbor {peer} interface v6only remote-as {remote}").unwrap();
    } else {
        writeln!(text, " neighbor {peer} remote-as {remote}").unwrap();
    }
    let mut say = |words: String| writeln!(text, " neighbor {peer} {words}").unwrap();
    let (keepalive, hold) = plain(&session["keepalive/hold"]).split_once('/').expect("timers");
    say(format!("timers {keepalive} {hold}"));
    say("timers connect 1".to_owned());
    if session["password"] != "none" {
        say(format!("password {}", session["password"]));
    }
    let hops = plain(&session["hops"]);
    if hops != "1" {
        say(format!("ebgp-multihop {hops}"));
    }
    if let Some(source) = session.get("source") {
        let own = if source.parse::<std::net::IpAddr>().is_ok() {
            Some(source.clone())
        } else {
            switch.source(source, peer.contains(':'))
        };
        say(format!("update-source {}", own.expect("a source")));
    }
    if let Some((intervals, times)) = session["BFD"].split_once('x') {
        let (sent, received) = intervals.split_once('/').expect("intervals");
        say(format!("bfd {times} {received} {sent}"));
    }
    if session.get("IPv4 over IPv6 next hop").is_some_and(|said| said == "yes") {
        say("capability extended-nexthop".to_owned());
    }
}

fn ospf(switch: &Switch, text: &mut String) {
    let mut any = false;
    for ((port, family), facts) in &switch.ospf {
        any = true;
        let (words, at) = if *family == "OSPFv2" {
            ("ip ospf", "ip ospf area")
        } else {
            ("ipv6 ospf6", "ipv6 ospf6 area")
        };
        writeln!(text, "interface {}\n {at} {}", interface(port), facts["area"]).unwrap();
        if facts["passive"] == "yes" {
            writeln!(text, " {words} passive").unwrap();
        } else {
            writeln!(text, " {words} network {}", plain(&facts["network"])).unwrap();
            writeln!(text, " {words} hello-interval {}", plain(&facts["hello"])).unwrap();
            writeln!(text, " {words} dead-interval {}", plain(&facts["dead"])).unwrap();
            if let Some((intervals, times)) = facts["BFD"].split_once('x') {
                let (sent, received) = intervals.split_once('/').expect("intervals");
                writeln!(text, " {words} bfd {times} {received} {sent}").unwrap();
            }
            if let [kind, id, secret] = facts["key"].split(' ').collect::<Vec<_>>()[..] {
                writeln!(text, " {words} authentication message-digest").unwrap();
                writeln!(text, " {words} message-digest-key {id} {kind} {secret}").unwrap();
            }
        }
        text.push_str("exit\n");
    }
    if any {
        text.push_str("router ospf\n ospf router-id 10.255.255.1\nexit\nrouter ospf6\n ospf6 router-id 10.255.255.1\nexit\n");
    }
}

/// What the switches must come to know of each other.
fn expectations(net: &Net) -> Vec<Value> {
    let mut expects = Vec::new();
    for (name, switch) in &net.switches {
        let mut bfd = 0;
        for session in switch
            .sessions
            .iter()
            .filter(|one| one["vrf"] == "default" && !one.contains_key("range"))
        {
            let peer = peer(session);
            if session.contains_key("remote") && !net.switches.values().any(|one| one.owns(&peer)) {
                continue;
            }
            for family in session["families"].split('+') {
                let family = if family == "evpn" {
                    "l2VpnEvpn".to_owned()
                } else {
                    format!("{family}Unicast")
                };
                expects
                    .push(json!({ "switch": name, "kind": "bgp", "family": family, "peer": peer }));
            }
            let timers = &session["keepalive/hold"];
            if let Some((keepalive, hold)) =
                timers.split_once('/').filter(|_| !timers.ends_with("(default)"))
            {
                let [keepalive, hold]: [u32; 2] =
                    [keepalive, hold].map(|text| text.parse().unwrap());
                expects.push(json!({ "switch": name, "kind": "timers", "peer": peer, "keepalive": keepalive, "hold": hold }));
            }
            bfd += usize::from(session["BFD"] != "none");
        }
        let near = |family: &str| {
            let own = switch
                .ospf
                .iter()
                .filter(|((_, one), facts)| *one == family && facts["passive"] == "no");
            (own.clone().count(), own.filter(|(_, facts)| facts["BFD"] != "none").count())
        };
        for (kind, family) in [("ospf", "OSPFv2"), ("ospf6", "OSPFv3")] {
            let (count, quick) = near(family);
            if count > 0 {
                expects.push(json!({ "switch": name, "kind": kind, "count": count }));
            }
            bfd += quick;
        }
        if bfd > 0 {
            expects.push(json!({ "switch": name, "kind": "bfd", "count": bfd }));
        }
        for (_, far) in net.switches.iter().filter(|(other, _)| *other != name) {
            routes(name, far, &mut expects);
            for (vni, _) in far.layer2.iter().filter(|(vni, _)| switch.layer2.contains_key(*vni)) {
                let source = far.vtep.get("source").and_then(|source| far.source(source, false));
                let address = source.or_else(|| far.vtep.get("address").cloned());
                let behind =
                    net.switches.iter().find(|(_, one)| std::ptr::eq(*one, far)).expect("it").0;
                expects.push(
                    json!({ "switch": name, "kind": "vtep", "vni": vni, "address": address }),
                );
                expects.push(
                    json!({ "switch": name, "kind": "mac", "vni": vni, "mac": host(behind, *vni) }),
                );
            }
        }
    }
    expects
}

fn routes(name: &str, far: &Switch, expects: &mut Vec<Value>) {
    for prefix in &far.announced {
        expects
            .push(json!({ "switch": name, "kind": "route", "prefix": prefix, "protocol": "bgp" }));
    }
    for ((port, family), _) in far.ospf.iter().filter(|(_, facts)| facts["passive"] == "yes") {
        let (protocol, ipv6) = if *family == "OSPFv2" { ("ospf", false) } else { ("ospf6", true) };
        for own in far.addresses.iter().filter(|own| interface(&own.interface) == interface(port)) {
            if own.net.addr().is_ipv6() == ipv6 {
                let prefix = own.net.trunc().to_string();
                expects.push(json!({ "switch": name, "kind": "route", "prefix": prefix, "protocol": protocol }));
            }
        }
    }
}

/// The trunk between two routers carries a VLAN, here a cable of its own; vrrpd has a macvlan for each virtual router.
fn virtual_routers(
    net: &Net,
    switches: &mut BTreeMap<String, Value>,
    links: &mut Vec<Value>,
    expects: &mut Vec<Value>,
) {
    links.clear();
    let ids: Vec<u16> =
        net.switches.values().next().expect("a switch").svis.keys().copied().collect();
    for id in &ids {
        links.push(json!(["left1", format!("vlan{id}"), "right1", format!("vlan{id}")]));
    }
    for (name, switch) in &net.switches {
        let facts = switches.get_mut(name).expect("the switch");
        let mut routers = Vec::new();
        let mut frr = format!("frr defaults traditional\nhostname {name}\n!\n");
        for (id, svi) in &switch.svis {
            let group: u16 = svi["group"].parse().expect("a group");
            // EOS makes the link-local address by itself; the others are told one.
            let local = svi.get("virtual link-local").map_or("fe80::1", String::as_str);
            let bare = |fact: &str| svi[fact].split('/').next().expect("an address").to_owned();
            routers.push(json!({
                "parent": format!("vlan{id}"), "group": group,
                "ipv4": [format!("{}/24", bare("IPv4"))],
                "ipv6": [format!("{local}/64"), format!("{}/64", bare("IPv6"))],
            }));
            writeln!(frr, "interface vlan{id}\n vrrp {group} version {}", plain(&svi["version"]))
                .unwrap();
            writeln!(frr, " vrrp {group} priority {}", plain(&svi["priority"])).unwrap();
            writeln!(frr, " vrrp {group} ip {}", bare("IPv4")).unwrap();
            writeln!(frr, " vrrp {group} ipv6 {local}\n vrrp {group} ipv6 {}\nexit", bare("IPv6"))
                .unwrap();
            let state = if plain(&svi["priority"]) == "110" { "Master" } else { "Backup" };
            expects.push(json!({ "switch": name, "kind": "vrrp", "group": group, "state": state }));
        }
        if name == "left1" {
            facts["frr"] = json!(frr);
        }
        facts["edges"] = json!([]);
        facts["routers"] = json!(routers);
    }
}

/// A node of a cluster behind the first switch: it announces pods and is told a default route.
fn node(switches: &mut BTreeMap<String, Value>, links: &mut Vec<Value>, expects: &mut Vec<Value>) {
    let frr = "frr defaults traditional\nhostname node1\n!\nip route 10.244.1.0/26 Null0\nipv6 route 2001:db8:244::/122 Null0\n\
        router bgp 64512\n bgp router-id 10.10.1.11\n no bgp default ipv4-unicast\n no bgp ebgp-requires-policy\n \
        neighbor 10.10.1.1 remote-as external\n neighbor 10.10.1.1 bfd 3 300 300\n neighbor 10.10.1.1 timers connect 1\n \
        neighbor 2001:db8:10:1::1 remote-as external\n neighbor 2001:db8:10:1::1 bfd 3 300 300\n neighbor 2001:db8:10:1::1 timers connect 1\n \
        address-family ipv4 unicast\n  network 10.244.1.0/26\n  network 10.9.9.0/24\n  neighbor 10.10.1.1 activate\n exit-address-family\n \
        address-family ipv6 unicast\n  network 2001:db8:244::/122\n  neighbor 2001:db8:10:1::1 activate\n exit-address-family\nexit\n";
    let addresses = json!({ "eth0": ["10.10.1.11/24", "2001:db8:10:1::11/64"] });
    switches.insert("node1".to_owned(), json!({ "frr": frr, "addresses": addresses }));
    switches.get_mut("left1").expect("the switch")["edges"] = json!([]);
    links.push(json!(["node1", "eth0", "left1", "vlan101"]));
    for (switch, prefixes) in
        [("right1", ["10.244.1.0/26", "2001:db8:244::/122"]), ("node1", ["0.0.0.0/0", "::/0"])]
    {
        for prefix in prefixes {
            expects.push(
                json!({ "switch": switch, "kind": "route", "prefix": prefix, "protocol": "bgp" }),
            );
        }
    }
    expects.push(json!({ "switch": "node1", "kind": "bfd", "count": 2 }));
}

/// The provider at the first switch's boundary: it announces a default route.
fn provider(
    switches: &mut BTreeMap<String, Value>,
    links: &mut Vec<Value>,
    expects: &mut Vec<Value>,
) {
    let mut frr = "frr defaults traditional\nhostname isp\n!\nrouter bgp 64700\n bgp router-id 203.0.113.0\n \
        no bgp default ipv4-unicast\n no bgp ebgp-requires-policy\n"
        .to_owned();
    for (family, peer) in [("ipv4", "203.0.113.1"), ("ipv6", "2001:db8:ffff:1::1")] {
        write!(
            frr,
            " neighbor {peer} remote-as 65001\n neighbor {peer} password isp_a\n neighbor {peer} ttl-security hops 1\n \
            neighbor {peer} timers connect 1\n address-family {family} unicast\n  neighbor {peer} activate\n  \
            neighbor {peer} default-originate\n exit-address-family\n"
        )
        .unwrap();
    }
    let addresses = json!({ "eth0": ["203.0.113.0/31", "2001:db8:ffff:1::/127"] });
    switches.insert("isp".to_owned(), json!({ "frr": frr + "exit\n", "addresses": addresses }));
    links.push(json!(["isp", "eth0", "left1", "swp40"]));
    for (switch, prefixes) in [
        ("left1", ["0.0.0.0/0", "::/0"]),
        ("right1", ["0.0.0.0/0", "::/0"]),
        ("isp", ["10.1.110.0/24", "2001:db8:1:110::/64"]),
    ] {
        for prefix in prefixes {
            expects.push(
                json!({ "switch": switch, "kind": "route", "prefix": prefix, "protocol": "bgp" }),
            );
        }
    }
}
