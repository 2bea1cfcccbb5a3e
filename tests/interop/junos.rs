//! Reads `juniper.conf` and `juniper.set` of Juniper Junos.
//!
//! What is not said is as in the CLI Reference and the User Guides: `mtu` 1514 with the Ethernet header, 1518 with one tag
//! (Interfaces Fundamentals), LACP `periodic fast` (CLI Reference, periodic), bridge priority 32k and 32-bit path costs
//! (Spanning-Tree Protocols), BGP hold time 90 and a third of it between keepalives (BGP), OSPF 10 and 40 (OSPF), VRRP every
//! second with priority 100 (High Availability), VXLAN port 4789 (EVPN).

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{
    Facts, Switch, area, default, fec, lags_from_members, list, secret, stp_instances,
    stp_priorities, yes,
};
use crate::paths::Paths;

/// What the configuration says.
pub fn read(text: &str) -> Switch {
    let all = Paths::read(text);
    let mut switch = Switch::default();
    addresses(&all, &mut switch);
    for name in all.next(&["interfaces"]) {
        match name {
            "irb" => svis(&all, &mut switch),
            "lo0" | "em0" => {}
            _ => ports(&all, name, &mut switch),
        }
    }
    lags_from_members(&mut switch);
    // What is its own and policies let out by name; there are no `network` statements.
    let own: Vec<String> = switch.addresses.iter().map(|one| one.net.trunc().to_string()).collect();
    for policy in all.all(&["policy-options", "policy-statement"]) {
        if let [_, _, _, _, filter, prefix, exact] = policy
            && filter == "route-filter"
            && exact == "exact"
            && own.contains(prefix)
        {
            switch.announced.insert(prefix.clone());
        }
    }
    switch.stp = spanning_tree(&all);
    switch.lldp = all.has(&["protocols", "lldp", "interface", "all"]);
    instances(&all, &mut switch);
    sessions(&all, &["protocols"], "default", &mut switch);
    ospf(&all, &["protocols"], &mut switch);
    for name in all.next(&["routing-instances"]) {
        sessions(&all, &["routing-instances", name, "protocols"], name, &mut switch);
        ospf(&all, &["routing-instances", name, "protocols"], &mut switch);
    }
    switch
}

/// The routing instance that an interface is in.
fn vrf(all: &Paths, interface: &str) -> String {
    let within = |name: &&str| {
        let kind = all.get(&["routing-instances", name, "instance-type"]);
        kind.is_some_and(|kind| kind != "mac-vrf")
            && all.has(&["routing-instances", name, "interface", interface])
    };
    all.next(&["routing-instances"]).into_iter().find(within).unwrap_or("default").to_owned()
}

fn addresses(all: &Paths, switch: &mut Switch) {
    for name in all.next(&["interfaces"]) {
        for unit in all.next(&["interfaces", name, "unit"]) {
            let interface = format!("{name}.{unit}");
            let vrf = vrf(all, &interface);
            for family in ["inet", "inet6"] {
                for address in
                    all.next(&["interfaces", name, "unit", unit, "family", family, "address"])
                {
                    switch.address(&vrf, &interface, address);
                }
            }
        }
    }
}

fn ports(all: &Paths, name: &str, switch: &mut Switch) {
    let get = |words: &[&str]| all.get(&[&["interfaces", name], words].concat());
    let has = |words: &[&str]| all.has(&[&["interfaces", name], words].concat());
    let mut physical = Facts::new();
    let mut say = |fact, value: String| _ = physical.insert(fact, value);
    if name.starts_with("ae") {
        lag(all, name, &mut physical);
    } else {
        say("negotiation", default("by optic"));
        say("speed", speed(all, name));
        let options = ["ether-options", "gigether-options"];
        let code = options.iter().find_map(|options| get(&[options, "fec"])).map(fec);
        say("fec", code.unwrap_or_else(|| default("by optic")));
        if let Some(lag) = options.iter().find_map(|options| get(&[options, "802.3ad"])) {
            say("lag", lag.to_owned());
            switch.ports.insert(name.to_owned(), physical);
            return;
        }
    }
    let tagged = has(&["vlan-tagging"]);
    let header = if tagged { 18 } else { 14 };
    let mtu: Option<u32> = get(&["mtu"]).map(|text| text.parse().expect("an MTU"));
    let packet = mtu.map_or_else(|| default("1500"), |mtu| (mtu - header).to_string());
    let bridged = has(&["flexible-vlan-tagging"]);
    for unit in all.next(&["interfaces", name, "unit"]) {
        let of = |words: &[&str]| all.get(&[&["interfaces", name, "unit", unit], words].concat());
        let routed = all.has(&["interfaces", name, "unit", unit, "family", "inet"])
            || all.has(&["interfaces", name, "unit", unit, "family", "inet6"]);
        let interface = format!("{name}.{unit}");
        if !routed {
            continue;
        }
        let mut facts = physical.clone();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        say("mode", "routed".to_owned());
        say("vrf", vrf(all, &interface));
        let ipv4 = of(&["family", "inet", "mtu"]).or_else(|| of(&["family", "inet6", "mtu"]));
        say("ip mtu", ipv4.map_or_else(|| packet.clone(), str::to_owned));
        if let Some(tag) = of(&["vlan-id"]) {
            say("tag", tag.to_owned());
        }
        let any =
            ["inet", "inet6"].iter().any(|family| of(&["family", family, "address"]).is_some());
        if !any {
            say("without addresses", "yes".to_owned());
        }
        say(
            "router advertisements",
            yes(all.has(&["protocols", "router-advertisement", "interface", &interface])),
        );
        let own = if tagged { interface } else { name.to_owned() };
        switch.ports.insert(own, facts);
    }
    if tagged {
        let facts = switch.ports.entry(name.to_owned()).or_insert(physical);
        facts.insert("mode", "routed".to_owned());
        return;
    }
    if switch.ports.contains_key(name) {
        return;
    }
    // Beside the packet stand the Ethernet header and two tags (Interfaces Fundamentals, Media MTU).
    let frame = mtu.map_or_else(|| default("1492"), |mtu| (mtu - 22).to_string());
    physical.insert("layer-2 mtu", frame);
    if bridged {
        bridged_by_units(all, name, &mut physical);
    } else {
        switching(all, name, &mut physical);
    }
    switch.ports.insert(name.to_owned(), physical);
}

fn speed(all: &Paths, name: &str) -> String {
    let numbers = name.split(['-', '/']).next_back().expect("a port");
    let (port, lane) = numbers.split_once(':').unzip();
    let port = port.unwrap_or(numbers);
    let number: u16 = port.parse().expect("a number");
    let pic = ["chassis", "fpc", "0", "pic", "0", "port"];
    if lane.is_some() {
        let split = all.get(&[&pic[..], &[port, "channel-speed"]].concat());
        return split
            .unwrap_or_else(|| panic!("{name} is a lane of a port that is not split"))
            .to_owned();
    }
    match (name.split('-').next(), number) {
        (Some("ge"), _) => "1g".to_owned(),
        (Some("xe"), _) => "10g".to_owned(),
        (_, 0..48) => {
            // Each four ports have one speed, said on the first of them; 10G is the system's own.
            let first = (number / 4 * 4).to_string();
            all.get(&[&pic[..], &[&first, "speed"]].concat()).unwrap_or("10g").to_owned()
        }
        _ => default("100g"),
    }
}

fn lag(all: &Paths, name: &str, facts: &mut Facts) {
    let options = ["interfaces", name, "aggregated-ether-options"];
    let get = |words: &[&str]| all.get(&[&options[..], words].concat());
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    let speaks = all.has(&[&options[..], &["lacp"]].concat());
    if speaks {
        let active = all.has(&[&options[..], &["lacp", "active"]].concat());
        say("lacp", if active { "active" } else { "passive" }.to_owned());
        let rate = get(&["lacp", "periodic"]);
        say("rate", rate.map_or_else(|| default("fast"), str::to_owned));
    } else {
        say("lacp", "none".to_owned());
    }
    say("minimum links", get(&["minimum-links"]).map_or_else(|| default("1"), str::to_owned));
    if let Some(id) = get(&["mc-ae", "mc-ae-id"]) {
        say("multi-chassis", id.to_owned());
    }
    if let Some(id) = get(&["lacp", "system-id"]) {
        say("system id", id.to_owned());
    }
    let esi = all.next(&["interfaces", name, "esi"]);
    if let Some(segment) = esi.into_iter().find(|word| word.contains(':')) {
        say("segment", segment.replace(':', ""));
    }
}

fn vlan_ids(all: &Paths, members: BTreeSet<&str>) -> BTreeSet<u16> {
    let id = |name: &str| all.get(&["vlans", name, "vlan-id"]).expect("a VLAN").parse().unwrap();
    let mut found = BTreeSet::new();
    for member in members {
        if member == "all" {
            found.extend(all.next(&["vlans"]).into_iter().map(id));
        } else {
            found.insert(member.parse().unwrap_or_else(|_| id(member)));
        }
    }
    found
}

fn switching(all: &Paths, name: &str, facts: &mut Facts) {
    let unit = ["interfaces", name, "unit", "0", "family", "ethernet-switching"];
    let mut ids = vlan_ids(all, all.next(&[&unit[..], &["vlan", "members"]].concat()));
    let trunk = all.get(&[&unit[..], &["interface-mode"]].concat()) == Some("trunk");
    if trunk {
        let native = all.get(&["interfaces", name, "native-vlan-id"]);
        let native: Option<u16> = native.map(|id| id.parse().expect("a VLAN"));
        if let Some(native) = native {
            assert!(ids.remove(&native), "{name}: the native VLAN is none of its members");
        }
        facts.insert("native", list(native));
        facts.insert("tagged", list(ids));
    } else {
        facts.insert("native", list(ids));
        facts.insert("tagged", "none".to_owned());
    }
    facts.insert("mode", if trunk { "trunk" } else { "access" }.to_owned());
    spanning_tree_of(all, name, facts);
}

/// A port of a VTEP: one logical interface for each VLAN.
fn bridged_by_units(all: &Paths, name: &str, facts: &mut Facts) {
    let native: Option<u16> =
        all.get(&["interfaces", name, "native-vlan-id"]).map(|id| id.parse().expect("a VLAN"));
    let ids = all.next(&["interfaces", name, "unit"]).into_iter().map(|unit| {
        let id = all.get(&["interfaces", name, "unit", unit, "vlan-id"]).expect("a VLAN");
        id.parse().expect("a VLAN")
    });
    let mut ids: BTreeSet<u16> = ids.collect();
    if let Some(native) = native {
        ids.remove(&native);
    }
    facts.insert("mode", if ids.is_empty() { "access" } else { "trunk" }.to_owned());
    facts.insert("native", list(native));
    facts.insert("tagged", list(ids));
    spanning_tree_of(all, name, facts);
}

fn spanning_tree_of(all: &Paths, name: &str, facts: &mut Facts) {
    let protocols = ["rstp", "mstp", "vstp"];
    let protocol = protocols.into_iter().find(|one| all.has(&["protocols", one]));
    let of = |words: &[&str]| {
        protocol.is_some_and(|one| all.has(&[&["protocols", one], words].concat()))
    };
    let blocked = all.has(&["protocols", "layer2-control", "bpdu-block", "interface", name]);
    let edge = of(&["interface", name, "edge"]) || blocked;
    facts.insert("edge", yes(edge));
    facts.insert("BPDU guard", yes(blocked || (edge && of(&["bpdu-block-on-edge"]))));
    let off = of(&["interface", name, "disable"]);
    facts.insert("spanning tree", if off { "off" } else { "on" }.to_owned());
}

fn svis(all: &Paths, switch: &mut Switch) {
    for unit in all.next(&["interfaces", "irb", "unit"]) {
        let of = ["interfaces", "irb", "unit", unit];
        let get = |words: &[&str]| all.get(&[&of[..], words].concat());
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        let interface = format!("irb.{unit}");
        say("vrf", vrf(all, &interface));
        let mtu = get(&["family", "inet", "mtu"]).or_else(|| get(&["family", "inet6", "mtu"]));
        say("mtu", mtu.map_or_else(|| default("1500"), str::to_owned));
        // In an overlay the address and the MAC of an IRB are everybody's (EVPN User Guide, Anycast Gateways).
        let overlay = get(&["mac"]).filter(|_| {
            all.next(&["routing-instances"]).into_iter().any(|name| {
                all.get(&["routing-instances", name, "instance-type"]) == Some("mac-vrf")
                    && all
                        .all(&["routing-instances", name, "vlans"])
                        .any(|rest| rest[1..] == ["l3-interface".to_owned(), interface.clone()])
            })
        });
        let mut mechanism = "address";
        if let Some(mac) = overlay {
            mechanism = "anycast";
            say("MAC", mac.to_owned());
        }
        for (own, gateway, family, group, address) in [
            ("own IPv4", "IPv4", "inet", "vrrp-group", "virtual-address"),
            ("own IPv6", "IPv6", "inet6", "vrrp-inet6-group", "virtual-inet6-address"),
        ] {
            for net in all.next(&[&of[..], &["family", family, "address"]].concat()) {
                say(if overlay.is_some() { gateway } else { own }, net.to_owned());
                let place = [&of[..], &["family", family, "address", net, group]].concat();
                for number in all.next(&place) {
                    mechanism = "vrrp";
                    let get = |word: &str| {
                        all.get(&[&place[..], &[number, word]].concat()).map(str::to_owned)
                    };
                    say("group", number.to_owned());
                    say(
                        "version",
                        if all.has(&["protocols", "vrrp", "version-3"]) { "3" } else { "2" }
                            .to_owned(),
                    );
                    say("priority", get("priority").unwrap_or_else(|| default("100")));
                    say(
                        "advertisements",
                        get("advertise-interval")
                            .map_or_else(|| default("1 s"), |s| format!("{s} s")),
                    );
                    say(gateway, get(address).expect("an address"));
                    if gateway == "IPv4" {
                        say("IPv4 checksum", default("pseudo-header"));
                    }
                    if let Some(local) = get("virtual-link-local-address") {
                        say("virtual link-local", local);
                    }
                }
            }
        }
        say("mechanism", mechanism.to_owned());
        if all.has(&[&of[..], &["family", "inet6"]].concat()) {
            say(
                "router advertisements",
                yes(all.has(&["protocols", "router-advertisement", "interface", &interface])),
            );
        }
        switch.svis.insert(unit.parse().expect("a VLAN"), facts);
    }
}

fn spanning_tree(all: &Paths) -> Facts {
    let mut facts = Facts::new();
    let modes = [("rstp", "rstp"), ("mstp", "mstp"), ("vstp", "rapid-pvst")];
    let Some((protocol, mode)) = modes.into_iter().find(|(one, _)| all.has(&["protocols", one]))
    else {
        facts.insert("mode", "none".to_owned());
        return facts;
    };
    facts.insert("mode", mode.to_owned());
    facts.insert("path costs", default("32 bits"));
    let mut priorities = BTreeMap::new();
    let number = |text: &str| {
        text.strip_suffix('k')
            .map_or_else(|| text.to_owned(), |k| (k.parse::<u32>().unwrap() * 1024).to_string())
    };
    if let Some(priority) = all.get(&["protocols", protocol, "bridge-priority"]) {
        priorities.insert(0, number(priority));
    }
    let mut instances = BTreeMap::new();
    for unit in ["msti", "vlan"] {
        for id in all.next(&["protocols", protocol, unit]) {
            let at = id.parse().expect("a number");
            if let Some(priority) = all.get(&["protocols", protocol, unit, id, "bridge-priority"]) {
                priorities.insert(at, number(priority));
            }
            if unit == "msti" {
                let vlans = all.next(&["protocols", protocol, unit, id, "vlan"]);
                instances
                    .insert(at, vlans.into_iter().map(|id| id.parse().expect("a VLAN")).collect());
            }
        }
    }
    stp_priorities(&mut facts, protocol == "vstp", &priorities);
    if protocol == "mstp" {
        let get = |word: &str| all.get(&["protocols", "mstp", word]).unwrap_or_default().to_owned();
        facts.insert("region", get("configuration-name"));
        facts.insert("revision", get("revision-level"));
        stp_instances(&mut facts, &instances);
    }
    facts
}

fn instances(all: &Paths, switch: &mut Switch) {
    for name in all.next(&["routing-instances"]) {
        let get = |words: &[&str]| all.get(&[&["routing-instances", name], words].concat());
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        if let Some(rd) = get(&["route-distinguisher"]) {
            say("distinguisher", rd.to_owned());
        }
        let of = |direction: &str| {
            let named = all.all(&["routing-instances", name, "vrf-target", direction]);
            let named: Vec<String> = named.filter_map(|rest| rest.first().cloned()).collect();
            let both = all.next(&["routing-instances", name, "vrf-target"]);
            let both =
                both.into_iter().filter(|word| word.starts_with("target:")).map(str::to_owned);
            let found =
                both.chain(named).map(|target| target.trim_start_matches("target:").to_owned());
            list(found)
        };
        say("import", of("import"));
        say("export", of("export"));
        if get(&["instance-type"]) == Some("mac-vrf") {
            let aware = get(&["service-type"]) == Some("vlan-aware");
            say("service", if aware { "vlan-aware" } else { "vlan-based" }.to_owned());
            say("suppression", default("yes"));
            let source = get(&["vtep-source-interface"]).expect("a source");
            switch.vtep.insert("source", source.to_owned());
            let ipv6 = get(&["vtep-source-interface", source]) == Some("inet6");
            switch.vtep.insert("family", if ipv6 { "IPv6" } else { "IPv4" }.to_owned());
            switch.vtep.insert("UDP port", default("4789"));
            switch.vtep.insert("flooding", "ingress replication".to_owned());
            for vlan in all.next(&["routing-instances", name, "vlans"]) {
                let mut facts = facts.clone();
                let id = get(&["vlans", vlan, "vlan-id"]).expect("an id");
                let vni = get(&["vlans", vlan, "vxlan", "vni"]).expect("a VNI");
                facts.insert("vlan", id.to_owned());
                // EVPN User Guide, VLAN-aware bundle service: the tag is the VNI.
                facts.insert("Ethernet tag", if aware { vni } else { "0" }.to_owned());
                switch.layer2.insert(vni.parse().expect("a VNI"), facts);
            }
        } else if let Some(vni) = get(&["protocols", "evpn", "ip-prefix-routes", "vni"]) {
            say("vrf", name.to_owned());
            let symmetric = get(&["protocols", "evpn", "irb-symmetric-routing", "vni"]);
            assert_eq!(symmetric, Some(vni), "{name}: symmetric routing has another VNI");
            switch.layer3.insert(vni.parse().expect("a VNI"), facts);
        }
    }
}

fn sessions(all: &Paths, at: &[&str], vrf: &str, switch: &mut Switch) {
    let asn = all.get(&["routing-options", "autonomous-system"]);
    let at = [at, &["bgp"]].concat();
    for group in all.next(&[&at[..], &["group"]].concat()) {
        let of = [&at[..], &["group", group]].concat();
        let mut peers: Vec<(&'static str, String)> = Vec::new();
        for neighbor in all.next(&[&of[..], &["neighbor"]].concat()) {
            peers.push(("remote", neighbor.to_owned()));
        }
        let links = [&of[..], &["dynamic-neighbor"]].concat();
        for dynamic in all.next(&links) {
            for range in all.next(&[&links[..], &[dynamic, "allow"]].concat()) {
                peers.push(("range", range.to_owned()));
            }
            let found = [&links[..], &[dynamic, "peer-auto-discovery"]].concat();
            for interface in all.next(&[&found[..], &["interface"]].concat()) {
                peers.push(("interface", interface.trim_end_matches(".0").to_owned()));
            }
        }
        for (kind, name) in peers {
            let own = [&of[..], &["neighbor", &name]].concat();
            let get = |words: &[&str]| {
                let near = all.get(&[&own[..], words].concat());
                near.or_else(|| all.get(&[&of[..], words].concat())).map(str::to_owned)
            };
            let has = |words: &[&str]| {
                all.has(&[&own[..], words].concat()) || all.has(&[&of[..], words].concat())
            };
            let local = get(&["local-as"]).or_else(|| asn.map(str::to_owned)).expect("an AS");
            let mut facts = Facts::new();
            let mut say = |fact, value: String| _ = facts.insert(fact, value);
            say("vrf", vrf.to_owned());
            say(kind, name.clone());
            let internal = get(&["type"]).as_deref() == Some("internal");
            say(
                "remote AS",
                get(&["peer-as"]).or_else(|| internal.then(|| local.clone())).expect("an AS"),
            );
            say("local AS", local);
            if let Some(source) = get(&["local-address"]) {
                say("source", source);
            }
            let timers = get(&["hold-time"]).map(|hold| {
                let keepalive = hold.parse::<u32>().expect("seconds") / 3;
                format!("{keepalive}/{hold}")
            });
            say("keepalive/hold", timers.unwrap_or_else(|| default("30/90")));
            say(
                "password",
                get(&["authentication-key"])
                    .map_or_else(|| "none".to_owned(), |text| secret(&text)),
            );
            let bfd = get(&["bfd-liveness-detection", "minimum-interval"]).map(|interval| {
                let multiplier =
                    get(&["bfd-liveness-detection", "multiplier"]).expect("a multiplier");
                format!("{interval}/{interval}x{multiplier}")
            });
            say("BFD", bfd.unwrap_or_else(|| "none".to_owned()));
            say("echo", default("no"));
            say("hops", get(&["multihop", "ttl"]).unwrap_or_else(|| default("1")));
            let mut families = Vec::new();
            for (family, word) in [("ipv4", "inet"), ("ipv6", "inet6"), ("evpn", "evpn")] {
                if has(&["family", word]) {
                    families.push(family);
                }
            }
            if has(&["family", "inet", "unicast", "extended-nexthop"]) {
                say("IPv4 over IPv6 next hop", "yes".to_owned());
            }
            say("families", families.join("+"));
            let most = ["inet", "inet6"]
                .iter()
                .find_map(|family| get(&["family", family, "unicast", "prefix-limit", "maximum"]));
            say("most prefixes", most.unwrap_or_else(|| "any".to_owned()));
            say("TTL security", yes(get(&["ttl"]).as_deref() == Some("255")));
            let kept = has(&["multihop", "no-nexthop-change"]);
            say("next hop", if kept { "kept" } else { "own" }.to_owned());
            let policies = all.next(&[&of[..], &["export"]].concat());
            if policies.iter().any(|policy| policy.starts_with("default-only")) {
                say("default route", "originated".to_owned());
            }
            // BGP User Guide: communities are sent unless a policy takes them away.
            say("communities", default("standard+extended"));
            say("graceful restart", yes(all.has(&[&at[..], &["graceful-restart"]].concat())));
            say(
                "takes own AS",
                yes(all.has(&[
                    "routing-options",
                    "autonomous-system",
                    asn.unwrap_or_default(),
                    "loops",
                ])),
            );
            switch.sessions.push(facts);
        }
    }
}

fn ospf(all: &Paths, at: &[&str], switch: &mut Switch) {
    for (family, protocol) in [("OSPFv2", "ospf"), ("OSPFv3", "ospf3")] {
        let areas = [at, &[protocol, "area"]].concat();
        let reference = all.get(&[at, &[protocol, "reference-bandwidth"]].concat());
        let reference = reference.unwrap_or_default().trim_end_matches('m');
        let by_speed = format!("{reference} Mbit/s by speed");
        for at in all.next(&areas) {
            for name in all.next(&[&areas[..], &[at, "interface"]].concat()) {
                let own = [&areas[..], &[at, "interface", name]].concat();
                let get = |words: &[&str]| all.get(&[&own[..], words].concat()).map(str::to_owned);
                let mut facts = Facts::new();
                let mut say = |fact, value: String| _ = facts.insert(fact, value);
                say("area", area(at));
                let kind = get(&["interface-type"]).map(|kind| match kind.as_str() {
                    "p2p" => "point-to-point".to_owned(),
                    _ => kind,
                });
                say("network", kind.unwrap_or_else(|| default("broadcast")));
                say("hello", get(&["hello-interval"]).unwrap_or_else(|| default("10")));
                say("dead", get(&["dead-interval"]).unwrap_or_else(|| default("40")));
                say("cost", get(&["metric"]).unwrap_or_else(|| by_speed.clone()));
                say("passive", yes(all.has(&[&own[..], &["passive"]].concat())));
                let key =
                    all.all(&[&own[..], &["authentication"]].concat()).find(|rest| rest.len() > 3);
                let key = key.map(|rest| format!("{} {} {}", rest[0], rest[1], secret(&rest[3])));
                say("key", key.unwrap_or_else(|| "none".to_owned()));
                let bfd = get(&["bfd-liveness-detection", "minimum-interval"]).map(|interval| {
                    let multiplier =
                        get(&["bfd-liveness-detection", "multiplier"]).expect("a multiplier");
                    format!("{interval}/{interval}x{multiplier}")
                });
                say("BFD", bfd.unwrap_or_else(|| "none".to_owned()));
                say("MTU check", default("yes"));
                let name =
                    if name.starts_with("irb") || name.starts_with("lo") || !name.ends_with(".0") {
                        name
                    } else {
                        name.trim_end_matches(".0")
                    };
                switch.ospf.insert((name.to_owned(), family), facts);
            }
        }
    }
}
