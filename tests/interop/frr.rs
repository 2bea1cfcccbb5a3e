//! Reads `/etc/frr/frr.conf` of Cumulus Linux: what FRR does there, beside the interfaces.
//!
//! What is not said is as in FRR's manual with `frr defaults datacenter`: BGP timers 3 and 9, communities of both kinds sent
//! (BGP), OSPF 10 and 40 (OSPF), `VRRPv3` every second with priority 100 (VRRP).

use crate::block::Block;
use crate::facts::{Facts, Switch, area, default, list, secret, yes};

/// Adds what frr.conf says.
pub fn read(text: &str, switch: &mut Switch) {
    let all = Block::read(text);
    assert!(all.has("frr defaults datacenter"), "the defaults below are the datacenter's");
    for (name, block) in all.blocks("interface") {
        ospf(&all, name, block, switch);
        if let Some(id) = name.strip_prefix("vlan") {
            gateway(block, switch.svis.get_mut(&id.parse().expect("a VLAN")).expect("an SVI"));
        }
        if let Some(facts) = switch.ports.get_mut(name) {
            if let Some(id) = block.get("evpn mh es-id") {
                facts.insert("segment", id.replace(':', ""));
            }
            facts.insert("router advertisements", yes(block.has("no ipv6 nd suppress-ra")));
        }
    }
    for (line, block) in all.blocks("router bgp") {
        let (asn, vrf) = line.split_once(" vrf ").unwrap_or((line, "default"));
        sessions(block, vrf, asn, switch);
    }
    for (_, router) in all.blocks("router bgp") {
        for (_, family) in router.blocks("address-family") {
            switch.announced.extend(family.all("network").map(str::to_owned));
        }
    }
    evpn(&all, switch);
}

/// Adds what a snippet for frr.conf says: `OSPFv3`, for which NVUE has no objects.
pub fn snippet(text: &str, switch: &mut Switch) {
    let all = Block::read(text);
    for (name, block) in all.blocks("interface") {
        ospf(&all, name, block, switch);
    }
}

fn gateway(block: &Block, facts: &mut Facts) {
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    say("router advertisements", yes(block.has("no ipv6 nd suppress-ra")));
    for line in block.all("vrrp") {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            [group] => {
                say("mechanism", "vrrp".to_owned());
                say("group", group.to_owned());
                say("version", default("3"));
                say("advertisements", default("1 s"));
            }
            [_, "version", version] => say("version", version.to_owned()),
            [_, "advertisement-interval", ms] => say("advertisements", format!("{ms} ms")),
            [_, "priority", priority] => say("priority", priority.to_owned()),
            [_, "ip", address] => {
                say("IPv4", address.to_owned());
                say("IPv4 checksum", default("pseudo-header"));
            }
            [_, "ipv6", address] if address.starts_with("fe80") => {
                say("virtual link-local", address.to_owned());
            }
            [_, "ipv6", address] => say("IPv6", address.to_owned()),
            _ => panic!("vrrp {line}"),
        }
    }
}

fn sessions(block: &Block, vrf: &str, asn: &str, switch: &mut Switch) {
    let mut peers: Vec<(&'static str, &str)> = Vec::new();
    for line in block.all("neighbor") {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            [name, "interface", ..] => peers.push(("interface", name)),
            [name, "peer-group", _] => peers.push(("remote", name)),
            _ => {}
        }
    }
    for line in block.all("bgp listen range") {
        let (range, _) = line.split_once(" peer-group ").expect("a group");
        peers.push(("range", range));
    }
    for (kind, name) in peers {
        let listened = block.get(&format!("bgp listen range {name} peer-group"));
        let group =
            block.all(&format!("neighbor {name}")).find_map(|rest| rest.split_once("peer-group "));
        let group = listened.or_else(|| Some(group?.1)).expect("a group");
        let said = |block: &Block, words: &str| {
            let of = |who: &str| block.get(&format!("neighbor {who} {words}")).map(str::to_owned);
            of(name).or_else(|| of(group))
        };
        let get = |words: &str| said(block, words);
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        say("vrf", vrf.to_owned());
        say(kind, name.to_owned());
        say("local AS", asn.to_owned());
        let remote = get("remote-as").expect("an AS");
        say("remote AS", if remote == "internal" { asn.to_owned() } else { remote });
        if let Some(source) = get("update-source") {
            say("source", source);
        }
        let timers = get("timers").map(|text| text.replace(' ', "/"));
        say("keepalive/hold", timers.unwrap_or_else(|| default("3/9")));
        say("password", get("password").map_or_else(|| "none".to_owned(), |text| secret(&text)));
        say("BFD", get("bfd").map_or_else(|| "none".to_owned(), |text| intervals(&text)));
        say("echo", default("no"));
        say("hops", get("ebgp-multihop").unwrap_or_else(|| default("1")));
        let mut families = Vec::new();
        let (mut takes, mut kept, mut most) = (false, false, "any".to_owned());
        for (family, inner) in block.blocks("address-family") {
            if said(inner, "activate").is_none() {
                continue;
            }
            families.push(match family {
                "l2vpn evpn" => "evpn",
                "ipv4 unicast" => "ipv4",
                "ipv6 unicast" => "ipv6",
                other => panic!("a family {other}"),
            });
            let limit = said(inner, "maximum-prefix");
            if let Some(limit) = limit.as_deref().and_then(|text| text.split(' ').next()) {
                limit.clone_into(&mut most);
            }
            kept |= said(inner, "attribute-unchanged").as_deref() == Some("next-hop");
            takes |= said(inner, "allowas-in").is_some();
            if said(inner, "default-originate").is_some() {
                say("default route", "originated".to_owned());
            }
        }
        if kind == "interface" && families.contains(&"ipv4") {
            say(
                "IPv4 over IPv6 next hop",
                yes(get("capability").as_deref() == Some("extended-nexthop")),
            );
        }
        say("families", families.join("+"));
        say("communities", default("standard+extended"));
        say("takes own AS", yes(takes));
        say("most prefixes", most);
        say("TTL security", yes(get("ttl-security").is_some()));
        say("next hop", if kept { "kept" } else { "own" }.to_owned());
        say("graceful restart", yes(block.has("bgp graceful-restart")));
        switch.sessions.push(facts);
    }
}

/// `300/300x3` of `3 300 300`: multiplier, least received, least sent.
fn intervals(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    format!("{}/{}x{}", words[2], words[1], words[0])
}

fn targets(block: &Block, facts: &mut Facts) {
    facts.insert("distinguisher", block.get("rd").expect("a distinguisher").to_owned());
    facts.insert("import", list(block.all("route-target import")));
    facts.insert("export", list(block.all("route-target export")));
}

fn evpn(all: &Block, switch: &mut Switch) {
    for (line, block) in all.blocks("router bgp") {
        let Some(family) = block.block("address-family l2vpn evpn") else { continue };
        if let Some((_, vrf)) = line.split_once(" vrf ") {
            let of = all.blocks("vrf").find(|(name, _)| *name == vrf);
            let Some(vni) = of.and_then(|(_, block)| block.get("vni")) else { continue };
            let mut facts = Facts::from([("vrf", vrf.to_owned())]);
            targets(family, &mut facts);
            let vni: u32 = vni.parse().expect("a VNI");
            assert!(switch.layer2.remove(&vni).is_some(), "VNI {vni} has no device");
            switch.layer3.insert(vni, facts);
            continue;
        }
        for (vni, block) in family.blocks("vni") {
            let vni: u32 = vni.parse().expect("a VNI");
            targets(block, switch.layer2.get_mut(&vni).expect("a device of the VNI"));
        }
    }
}

fn ospf(all: &Block, name: &str, block: &Block, switch: &mut Switch) {
    for (family, words, router) in
        [("OSPFv2", "ip ospf", "ip ospf area"), ("OSPFv3", "ipv6 ospf6", "ipv6 ospf6 area")]
    {
        let Some(at) = block.get(router) else { continue };
        let get = |word: &str| block.get(&format!("{words} {word}")).map(str::to_owned);
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        say("area", area(at));
        say("network", get("network").unwrap_or_else(|| default("broadcast")));
        say("hello", get("hello-interval").unwrap_or_else(|| default("10")));
        say("dead", get("dead-interval").unwrap_or_else(|| default("40")));
        say("cost", get("cost").unwrap_or_else(|| by_speed(all, family)));
        say("passive", yes(get("passive").is_some() || name == "lo"));
        let key = get("message-digest-key").map(|text| {
            let (id, rest) = text.split_once(' ').expect("a key");
            format!("{} {id} {}", rest.split(' ').next().expect("a kind"), secret(rest))
        });
        say("key", key.unwrap_or_else(|| "none".to_owned()));
        say("BFD", get("bfd").map_or_else(|| "none".to_owned(), |text| intervals(&text)));
        say(
            "MTU check",
            if get("mtu-ignore").is_some() { "no".to_owned() } else { default("yes") },
        );
        switch.ospf.insert((name.to_owned(), family), facts);
    }
}

/// What the cost of an interface is when none is said: the reference bandwidth by its speed.
fn by_speed(all: &Block, family: &str) -> String {
    let routers = if family == "OSPFv2" { "router ospf" } else { "router ospf6" };
    let said = all.blocks(routers).find_map(|(_, one)| one.get("auto-cost reference-bandwidth"));
    let said = said.and_then(|text| text.split(' ').next());
    format!("{} Mbit/s by speed", said.expect("a reference bandwidth"))
}
