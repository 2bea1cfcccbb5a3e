//! Reads `startup-config` of Arista EOS.
//!
//! What is not said is as in the EOS User Manual: `mtu` 1500 of routed ports and 9236 octets of bridged frames (Ethernet
//! Ports), LACP passive `rate normal` (Port Channels), bridge priority 32768 and 32-bit path costs (Spanning Tree), BGP
//! timers 60 and 180 (BGP), OSPF 10 and 40 (OSPF), VRRP 1 s and priority 100 (VRRP), VXLAN port 4789 (VXLAN).

use std::collections::BTreeMap;

use crate::alike::{announced, intervals, mst_region};
use crate::block::Block;
use crate::facts::{
    Facts, Switch, area, default, default_speed, fec, lags_from_members, list, mac, numbers,
    secret, stp_priorities, yes,
};

/// What the configuration says.
pub fn read(text: &str) -> Switch {
    let all = Block::read(text);
    let mut switch = Switch::default();
    for (name, block) in all.blocks("interface") {
        interface(&all, name, block, &mut switch);
    }
    // LACP is said of the members.
    lags_from_members(&mut switch);
    switch.stp = spanning_tree(&all);
    switch.lldp = !all.has("no lldp run");
    if let Some(block) = all.block("router bgp") {
        announced(block, &mut switch);
        bgp(&all, block, &mut switch);
    }
    switch
}

fn interface(all: &Block, name: &str, block: &Block, switch: &mut Switch) {
    let vrf = block.get("vrf").unwrap_or("default");
    for family in ["ip address", "ipv6 address"] {
        for text in block.all(family) {
            switch.address(vrf, name, text.strip_prefix("virtual ").unwrap_or(text));
        }
    }
    if let Some(id) = name.strip_prefix("Vlan") {
        switch.svis.insert(id.parse().expect("a VLAN"), svi(all, block, vrf));
    } else if name == "Vxlan1" {
        tunnels(all, block, switch);
    } else if !name.starts_with("Loopback") && !name.starts_with("Management") {
        switch.ports.insert(name.to_owned(), port(all, name, block, vrf));
    }
    ospf(all, name, block, switch);
}

fn port(all: &Block, name: &str, block: &Block, vrf: &str) -> Facts {
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    if name.starts_with("Ethernet") {
        let panel: u16 = digits(name.trim_start_matches(|c: char| c.is_ascii_alphabetic()));
        let speed = block.get("speed forced").map(|word| match word {
            "10000full" => "10g".to_owned(),
            "1000full" => "1g".to_owned(),
            other => other.trim_end_matches("full").trim_end_matches("gbps").to_owned(),
        });
        say("negotiation", if speed.is_some() { "off".to_owned() } else { default("by optic") });
        // The four ports of a group run at what is said of the group (7050X3 Quick Start Guide).
        let group = all.get(&format!("hardware speed-group {} serdes", panel.div_ceil(4)));
        let group = group.filter(|_| panel <= 48 && speed.is_none()).map(str::to_owned);
        let codes =
            ["error-correction encoding reed-solomon", "error-correction encoding fire-code"];
        let found = codes.iter().find(|line| block.has(line)).map(|line| fec(line));
        let none = block.has("no error-correction encoding").then(|| "none".to_owned());
        say("fec", found.or(none).unwrap_or_else(|| default("by optic")));
        say("speed", speed.or(group).unwrap_or_else(|| default_speed(panel)));
    }
    if let Some((lag, mode)) = block.get("channel-group").and_then(|rest| rest.split_once(" mode "))
    {
        say("lag", format!("Port-Channel{lag}"));
        say("lacp", if mode == "on" { "none".to_owned() } else { mode.to_owned() });
        if mode != "on" {
            let fast = block.get("lacp timer") == Some("fast");
            say("rate", if fast { "fast".to_owned() } else { default("slow") });
        }
        return facts;
    }
    if name.starts_with("Port-Channel") {
        let links = block.get("port-channel min-links").map_or_else(|| default("1"), str::to_owned);
        say("minimum links", links);
        if let Some(id) = block.get("mlag") {
            say("multi-chassis", id.to_owned());
            // A pair's system id is made of the pair's MAC, which both members learn from the primary one.
            say("system id", "of the pair".to_owned());
        }
    }
    if let Some(segment) = block.block("evpn ethernet-segment") {
        say("segment", segment.get("identifier").expect("an identifier").replace(':', ""));
        say("system id", mac(block.get("lacp system-id").expect("a system id")));
    }
    if block.has("no switchport") || name.contains('.') {
        say("mode", "routed".to_owned());
        say("vrf", vrf.to_owned());
        say("ip mtu", block.get("mtu").map_or_else(|| default("1500"), str::to_owned));
        if let Some(tag) = block.get("encapsulation dot1q vlan") {
            say("tag", tag.to_owned());
        }
        if block.has("ipv6 enable") && all.has("ip routing ipv6 interfaces") {
            say("without addresses", "yes".to_owned());
        }
        say("router advertisements", yes(!block.has("ipv6 nd ra disabled all")));
        return facts;
    }
    say("layer-2 mtu", default("9214"));
    if block.get("switchport mode") == Some("trunk") {
        say("mode", "trunk".to_owned());
        let native = block.get("switchport trunk native vlan").expect("a native VLAN");
        say("native", if native == "tag" { "none" } else { native }.to_owned());
        let allowed = block.get("switchport trunk allowed vlan");
        let tagged = allowed.map(|text| {
            let mut ids = numbers(text);
            ids.retain(|id| id.to_string() != native);
            list(ids)
        });
        say("tagged", tagged.unwrap_or_else(|| default("all")));
    } else {
        say("mode", "access".to_owned());
        say("native", block.get("switchport access vlan").unwrap_or("1").to_owned());
        say("tagged", "none".to_owned());
    }
    say("edge", yes(block.has("spanning-tree portfast")));
    say("BPDU guard", yes(block.has("spanning-tree bpduguard enable")));
    say("spanning tree", "on".to_owned());
    facts
}

fn svi(all: &Block, block: &Block, vrf: &str) -> Facts {
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    say("vrf", vrf.to_owned());
    say("mtu", block.get("mtu").map_or_else(|| default("1500"), str::to_owned));
    let virtual_mac = all.get("ip virtual-router mac-address").map(mac);
    let mut mechanism = "address";
    for (own, gateway, family, word) in
        [("own IPv4", "IPv4", "ip", "ipv4"), ("own IPv6", "IPv6", "ipv6", "ipv6")]
    {
        for text in block.all(&format!("{family} address")) {
            if let Some(shared) = text.strip_prefix("virtual ") {
                mechanism = "anycast";
                say(gateway, shared.to_owned());
            } else {
                say(own, text.to_owned());
            }
        }
        if let Some(shared) = block.get(&format!("{family} virtual-router address")) {
            mechanism = "anycast";
            say(gateway, shared.to_owned());
        }
        for line in block.all("vrrp") {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                [group, "ipv4", "version", version] => {
                    say("group", group.to_owned());
                    say("version", version.to_owned());
                }
                [_, "ipv4", "checksum", "pseudo-header", "exclude"] => {
                    say("IPv4 checksum", "message".to_owned());
                }
                [_, "priority-level", priority] => say("priority", priority.to_owned()),
                [group, kind, address] if kind == word => {
                    mechanism = "vrrp";
                    say("group", group.to_owned());
                    say(gateway, address.to_owned());
                }
                _ => {}
            }
        }
    }
    if mechanism == "anycast" {
        say("MAC", virtual_mac.expect("a virtual MAC"));
    }
    if mechanism == "vrrp" {
        say("advertisements", default("1 s"));
        facts.entry("IPv4 checksum").or_insert_with(|| default("pseudo-header"));
        facts.entry("priority").or_insert_with(|| default("100"));
    }
    facts.insert("mechanism", mechanism.to_owned());
    let ipv6 = block.get("ipv6 address").is_some() || block.has("ipv6 enable");
    if ipv6 {
        let off = block.has("ipv6 nd ra disabled all");
        facts.insert("router advertisements", yes(!off));
    }
    facts
}

fn tunnels(all: &Block, block: &Block, switch: &mut Switch) {
    let source = block.get("vxlan source-interface").expect("a source");
    switch.vtep.insert("source", source.to_owned());
    let ipv6 = block.has("vxlan encapsulation ipv6");
    switch.vtep.insert("family", if ipv6 { "IPv6" } else { "IPv4" }.to_owned());
    let port = block.get("vxlan udp-port").map_or_else(|| default("4789"), str::to_owned);
    switch.vtep.insert("UDP port", port);
    switch.vtep.insert("flooding", "ingress replication".to_owned());
    let bgp = all.block("router bgp").expect("BGP");
    for line in block.all("vxlan vlan") {
        let (vlan, vni) = line.split_once(" vni ").expect("a VNI");
        let mut facts = Facts::new();
        facts.insert("vlan", vlan.to_owned());
        let bundle = bgp.blocks("vlan-aware-bundle").find(|(_, bundle)| {
            bundle.get("vlan").is_some_and(|ids| numbers(ids).contains(&vlan.parse().unwrap()))
        });
        let aware = bundle.is_some();
        let own = bgp.blocks("vlan").find(|(id, _)| *id == vlan);
        let instance = bundle.or(own).expect("an instance").1;
        facts.insert("service", if aware { "vlan-aware" } else { "vlan-based" }.to_owned());
        // As `show bgp evpn` has it in the routes of bundles: `mac-ip 10010 …`.
        facts.insert("Ethernet tag", if aware { vni } else { "0" }.to_owned());
        targets(instance, "", &mut facts);
        // EOS User Manual, EVPN: ARP and ND are answered for others when learned while bridging.
        let learns = all.block("router l2-vpn").is_some_and(|one| one.has("arp learning bridged"));
        facts.insert("suppression", yes(learns));
        switch.layer2.insert(vni.parse().expect("a VNI"), facts);
    }
    for line in block.all("vxlan vrf") {
        let (vrf, vni) = line.split_once(" vni ").expect("a VNI");
        let mut facts = Facts::from([("vrf", vrf.to_owned())]);
        let instance = bgp.blocks("vrf").find(|(name, _)| *name == vrf).expect("a VRF").1;
        targets(instance, "evpn ", &mut facts);
        switch.layer3.insert(vni.parse().expect("a VNI"), facts);
    }
}

fn targets(instance: &Block, word: &str, facts: &mut Facts) {
    facts.insert("distinguisher", instance.get("rd").expect("a distinguisher").to_owned());
    for (fact, direction) in [("import", "import"), ("export", "export")] {
        let both = instance.all("route-target both");
        let own = format!("route-target {direction}");
        let own = instance.all(&own).filter_map(|text| text.strip_prefix(word));
        facts.insert(fact, list(both.chain(own)));
    }
}

fn spanning_tree(all: &Block) -> Facts {
    let mut facts = Facts::new();
    let mode = all.get("spanning-tree mode").unwrap_or("mstp");
    facts.insert("mode", mode.to_owned());
    facts.insert("path costs", default("32 bits"));
    let mut priorities = BTreeMap::new();
    if let Some(priority) = all.get("spanning-tree priority") {
        priorities.insert(0_u16, priority.to_owned());
    }
    for word in ["spanning-tree mst", "spanning-tree vlan-id"] {
        for line in all.all(word) {
            if let Some((ids, priority)) = line.split_once(" priority ") {
                let ids = numbers(ids);
                priorities.extend(ids.into_iter().map(|id| (id, priority.to_owned())));
            }
        }
    }
    stp_priorities(&mut facts, mode == "rapid-pvst", &priorities);
    mst_region(all, &mut facts);
    facts
}

fn bgp(all: &Block, block: &Block, switch: &mut Switch) {
    let asn = all.get("router bgp").expect("an AS").to_owned();
    sessions(all, block, block, "default", &asn, switch);
    for (vrf, inner) in block.blocks("vrf") {
        sessions(all, block, inner, vrf, &asn, switch);
    }
}

/// Sessions of a VRF; groups stand in the whole.
fn sessions(all: &Block, whole: &Block, block: &Block, vrf: &str, asn: &str, switch: &mut Switch) {
    let mut found: Vec<(&'static str, String, String, Option<String>)> = Vec::new();
    for line in block.all("neighbor") {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["interface", port, "peer-group", group, "remote-as", remote] => {
                let remote = Some(remote.to_owned());
                found.push(("interface", port.to_owned(), group.to_owned(), remote));
            }
            [name, "peer", "group", group] => {
                found.push(("remote", name.to_owned(), group.to_owned(), None));
            }
            _ => {}
        }
    }
    for line in block.all("bgp listen range") {
        let (range, rest) = line.split_once(" peer-group ").expect("a group");
        let (group, remote) = rest.split_once(" remote-as ").expect("an AS");
        let remote = Some(remote.to_owned());
        found.push(("range", range.to_owned(), group.to_owned(), remote));
    }
    for (kind, name, group, remote) in found {
        let said = |block: &Block, words: &str| {
            let of = |who: &str| block.get(&format!("neighbor {who} {words}")).map(str::to_owned);
            of(&name).or_else(|| of(&group))
        };
        let get = |words: &str| said(block, words).or_else(|| said(whole, words));
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        say("vrf", vrf.to_owned());
        say(kind, name.clone());
        say("local AS", asn.to_owned());
        say("remote AS", remote.or_else(|| get("remote-as")).expect("an AS"));
        if let Some(source) = get("update-source") {
            say("source", source);
        }
        let timers = get("timers").map(|text| text.replace(' ', "/"));
        say("keepalive/hold", timers.unwrap_or_else(|| default("60/180")));
        say("password", get("password").map_or_else(|| "none".to_owned(), |text| secret(&text)));
        let multihop = get("ebgp-multihop");
        let fast = all.block("router bfd").filter(|_| get("bfd").is_some());
        let word = if multihop.is_some() { "multihop interval" } else { "interval" };
        say(
            "BFD",
            fast.map_or_else(|| "none".to_owned(), |bfd| intervals(bfd.get(word).expect("timers"))),
        );
        say("echo", default("no"));
        say("hops", multihop.unwrap_or_else(|| default("1")));
        let mut families = Vec::new();
        for (family, inner) in block.blocks("address-family") {
            let activate = format!("neighbor {group} activate");
            if inner.has(&activate) || inner.has(&format!("neighbor {name} activate")) {
                families.push(family);
                if said(inner, "next-hop address-family ipv6 originate").is_some() {
                    say("IPv4 over IPv6 next hop", "yes".to_owned());
                }
                if said(inner, "default-originate").is_some() {
                    say("default route", "originated".to_owned());
                }
            }
        }
        say("families", families.join("+"));
        let sends = get("send-community").unwrap_or_default();
        say("communities", sends.replace(' ', "+"));
        let restart = block.has("graceful-restart") || whole.has("graceful-restart");
        say("graceful restart", yes(restart));
        say("takes own AS", yes(get("allowas-in").is_some()));
        let most = get("maximum-routes").expect("said, for the default is 12000");
        let most = most.split(' ').next().unwrap_or_default().to_owned();
        say("most prefixes", if most == "0" { "any".to_owned() } else { most });
        say("TTL security", yes(get("ttl maximum-hops").is_some()));
        say(
            "next hop",
            if get("next-hop-unchanged").is_some() { "kept" } else { "own" }.to_owned(),
        );
        switch.sessions.push(facts);
    }
}

fn ospf(all: &Block, name: &str, block: &Block, switch: &mut Switch) {
    for (family, words) in [("OSPFv2", "ip ospf"), ("OSPFv3", "ospfv3 ipv6")] {
        let get = |word: &str| block.get(&format!("{words} {word}")).map(str::to_owned);
        let Some(at) = get("area") else { continue };
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        say("area", area(&at));
        say("network", get("network").unwrap_or_else(|| default("broadcast")));
        say("hello", get("hello-interval").unwrap_or_else(|| default("10")));
        say("dead", get("dead-interval").unwrap_or_else(|| default("40")));
        say("cost", get("cost").unwrap_or_else(|| by_speed(all, family)));
        let passive = if family == "OSPFv2" {
            let mut routers = all.blocks("router ospf");
            routers.any(|(_, router)| router.all("passive-interface").any(|one| one == name))
        } else {
            get("passive-interface").is_some()
        };
        say("passive", yes(passive || name.starts_with("Loopback")));
        let key = get("message-digest-key").map(|text| {
            let (id, rest) = text.split_once(' ').expect("a key");
            format!("{} {id} {}", rest.split(' ').next().expect("a kind"), secret(rest))
        });
        say("key", key.unwrap_or_else(|| "none".to_owned()));
        let bfd = if family == "OSPFv2" { get("neighbor bfd") } else { get("bfd") };
        let timers = all.block("router bfd").and_then(|bfd| bfd.get("interval"));
        say("BFD", bfd.and(timers).map_or_else(|| "none".to_owned(), intervals));
        say("MTU check", default("yes"));
        switch.ospf.insert((name.to_owned(), family), facts);
    }
}

/// The first number in a name.
fn digits(name: &str) -> u16 {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// What the cost of an interface is when none is said: the reference bandwidth by its speed.
fn by_speed(all: &Block, family: &str) -> String {
    let routers = if family == "OSPFv2" { "router ospf" } else { "router ospfv3" };
    let said = all.blocks(routers).find_map(|(_, one)| one.get("auto-cost reference-bandwidth"));
    let said = said.and_then(|text| text.split(' ').next());
    format!("{} Mbit/s by speed", said.expect("a reference bandwidth"))
}
