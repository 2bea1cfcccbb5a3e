//! Reads `startup-config` of Cisco NX-OS.
//!
//! What is not said is as in the Nexus 9000 configuration guides (10.4(x)): `mtu` 1500 (Interfaces), `lacp rate normal`
//! (Interfaces, Port Channels), bridge priority 32768, path costs of 16 bits under Rapid PVST+ and of 32 under MST (Layer 2
//! Switching), BGP timers 60 and 180 (Unicast Routing, Advanced BGP), OSPF 10 and 40, `VRRPv3` every 1000 ms with priority 100
//! (Unicast Routing), HSRP every 3 s, VXLAN port 4789 (VXLAN).

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
    lags_from_members(&mut switch);
    switch.stp = spanning_tree(&all);
    switch.lldp = all.has("feature lldp");
    if let Some(nve) = all.block("interface nve1") {
        tunnels(&all, nve, &mut switch);
    }
    if let Some(block) = all.block("router bgp") {
        announced(block, &mut switch);
        let asn = all.get("router bgp").expect("an AS");
        sessions(&all, block, block, "default", asn, &mut switch);
        for (vrf, inner) in block.blocks("vrf") {
            sessions(&all, block, inner, vrf, asn, &mut switch);
        }
    }
    switch
}

fn interface(all: &Block, name: &str, block: &Block, switch: &mut Switch) {
    let vrf = block.get("vrf member").unwrap_or("default");
    for family in ["ip address", "ipv6 address"] {
        for text in block.all(family) {
            switch.address(vrf, name, text.trim_end_matches(" secondary"));
        }
    }
    if let Some(id) = name.strip_prefix("Vlan") {
        switch.svis.insert(id.parse().expect("a VLAN"), svi(all, block, vrf));
    } else if name.starts_with("Ethernet") || name.starts_with("port-channel") {
        switch.ports.insert(name.to_owned(), port(all, name, block, vrf));
    }
    ospf(all, name, block, switch);
}

fn port(all: &Block, name: &str, block: &Block, vrf: &str) -> Facts {
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    if let Some(place) = name.strip_prefix("Ethernet") {
        let place = place.split('.').next().unwrap_or(place);
        let parts: Vec<u16> =
            place.split('/').map(|part| part.parse().expect("a number")).collect();
        let (panel, lane) = (parts[1], parts.len() == 3);
        let map = format!("interface breakout module 1 port {panel} map");
        let said = block.get("speed").map(|text| format!("{}g", text.trim_end_matches("000")));
        let split = all.get(&map).filter(|_| lane);
        let split = split.and_then(|map| Some(map.split_once('-')?.0.to_owned()));
        assert!(!lane || split.is_some(), "{name} is a lane of a port that is not split");
        say("negotiation", default("by optic"));
        // `rs-fec` is clause 91 at 100G, and at 25G the consortium's, which nobody else has.
        let code = block.get("fec").map(|word| match (word, panel) {
            ("rs-fec", ..=48) => "consortium".to_owned(),
            (word, _) => fec(word),
        });
        say("fec", code.unwrap_or_else(|| default("by optic")));
        say("speed", said.or(split).unwrap_or_else(|| default_speed(panel)));
    }
    let trunk = block.get("switchport mode") == Some("trunk");
    if let Some((lag, mode)) = block.get("channel-group").and_then(|rest| rest.split_once(" mode "))
    {
        say("lag", format!("port-channel{lag}"));
        say("lacp", if mode == "on" { "none".to_owned() } else { mode.to_owned() });
        if mode != "on" {
            let fast = block.get("lacp rate") == Some("fast");
            say("rate", if fast { "fast".to_owned() } else { default("slow") });
        }
        return facts;
    }
    if name.starts_with("port-channel") {
        let waits = !block.has("no lacp graceful-convergence");
        say("graceful convergence", if waits { default("yes") } else { "no".to_owned() });
        say(
            "minimum links",
            block.get("lacp min-links").map_or_else(|| default("1"), str::to_owned),
        );
        if let Some(id) = block.get("vpc").filter(|id| *id != "peer-link") {
            say("multi-chassis", id.to_owned());
            // 00:23:04:ee:be and the domain, the same on both members (Interfaces, vPC).
            say("system id", "of the pair".to_owned());
        }
    }
    if block.has("no switchport") || name.contains('.') {
        say("mode", "routed".to_owned());
        say("vrf", vrf.to_owned());
        say("ip mtu", block.get("mtu").map_or_else(|| default("1500"), str::to_owned));
        if let Some(tag) = block.get("encapsulation dot1q") {
            say("tag", tag.to_owned());
        }
        if block.has("ipv6 address use-link-local-only") && block.has("ip forward") {
            say("without addresses", "yes".to_owned());
        }
        say("router advertisements", yes(!block.has("ipv6 nd suppress-ra")));
        return facts;
    }
    say("layer-2 mtu", block.get("mtu").map_or_else(|| default("1500"), str::to_owned));
    if trunk {
        say("mode", "trunk".to_owned());
        let native: u16 =
            block.get("switchport trunk native vlan").map_or(1, |id| id.parse().unwrap());
        let mut tagged = numbers(block.get("switchport trunk allowed vlan").expect("a list"));
        // Untagged frames fall into VLAN 1, which is not allowed here and so drops them (Interfaces, Allowed VLANs).
        say("native", if tagged.remove(&native) { native.to_string() } else { "none".to_owned() });
        say("tagged", list(tagged));
    } else {
        say("mode", "access".to_owned());
        say("native", block.get("switchport access vlan").unwrap_or("1").to_owned());
        say("tagged", "none".to_owned());
    }
    say(
        "edge",
        yes(block.get("spanning-tree port type").is_some_and(|kind| kind.starts_with("edge"))),
    );
    say("BPDU guard", yes(block.has("spanning-tree bpduguard enable")));
    say("spanning tree", "on".to_owned());
    facts
}

fn svi(all: &Block, block: &Block, vrf: &str) -> Facts {
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    say("vrf", vrf.to_owned());
    say("mtu", block.get("mtu").map_or_else(|| default("1500"), str::to_owned));
    let anycast = block.has("fabric forwarding mode anycast-gateway");
    let mut mechanism = "address";
    for (own, gateway, family) in [("own IPv4", "IPv4", "ip"), ("own IPv6", "IPv6", "ipv6")] {
        let address = block.get(&format!("{family} address"));
        if let Some(address) = address.filter(|text| *text != "use-link-local-only") {
            say(if anycast { gateway } else { own }, address.to_owned());
        }
    }
    if anycast {
        mechanism = "anycast";
        say("MAC", mac(all.get("fabric forwarding anycast-gateway-mac").expect("a MAC")));
    }
    for (line, inner) in block.blocks("vrrpv3") {
        let (group, family) = line.split_once(" address-family ").expect("a family");
        mechanism = "vrrp";
        say("group", group.to_owned());
        say("version", "3".to_owned());
        say("priority", inner.get("priority").map_or_else(|| default("100"), str::to_owned));
        let interval =
            inner.get("timers advertise").map_or_else(|| default("1 s"), |ms| format!("{ms} ms"));
        say("advertisements", interval);
        let addresses: Vec<&str> =
            inner.all("address").map(|text| text.trim_end_matches(" primary")).collect();
        if family == "ipv4" {
            say("IPv4", addresses[0].to_owned());
            say("IPv4 checksum", default("message"));
        } else {
            say("virtual link-local", addresses[0].to_owned());
            say("IPv6", addresses[1].to_owned());
        }
    }
    for (line, inner) in block.blocks("hsrp").filter(|(line, _)| !line.starts_with("version")) {
        mechanism = "hsrp";
        let (group, family) = line.split_once(' ').unwrap_or((line, "ipv4"));
        say("group", group.to_owned());
        say("version", block.get("hsrp version").unwrap_or("1").to_owned());
        say("priority", inner.get("priority").map_or_else(|| default("100"), str::to_owned));
        say("advertisements", default("3 s"));
        let fact = if family == "ipv6" { "IPv6" } else { "IPv4" };
        say(fact, inner.all("ip").last().expect("an address").to_owned());
    }
    say("mechanism", mechanism.to_owned());
    if block.get("ipv6 address").is_some() {
        say("router advertisements", yes(block.has("no ipv6 nd suppress-ra")));
    }
    facts
}

fn spanning_tree(all: &Block) -> Facts {
    let mut facts = Facts::new();
    let mode = all.get("spanning-tree mode").unwrap_or("rapid-pvst");
    let by_vlan = mode == "rapid-pvst";
    facts.insert("mode", if by_vlan { mode } else { "mstp" }.to_owned());
    let said = all.get("spanning-tree pathcost method").map(|method| match method {
        "long" => "32 bits".to_owned(),
        _ => "16 bits".to_owned(),
    });
    let none = default(if by_vlan { "16 bits" } else { "32 bits" });
    facts.insert("path costs", said.filter(|_| by_vlan).unwrap_or(none));
    let mut priorities = BTreeMap::new();
    for word in ["spanning-tree mst", "spanning-tree vlan"] {
        for line in all.all(word) {
            if let Some((ids, priority)) = line.split_once(" priority ") {
                priorities.extend(numbers(ids).into_iter().map(|id| (id, priority.to_owned())));
            }
        }
    }
    stp_priorities(&mut facts, by_vlan, &priorities);
    mst_region(all, &mut facts);
    facts
}

fn tunnels(all: &Block, nve: &Block, switch: &mut Switch) {
    let source = nve.get("source-interface").expect("a source");
    let ipv6 = switch.source(source, false).is_none();
    switch.vtep.insert("source", source.to_owned());
    switch.vtep.insert("family", if ipv6 { "IPv6" } else { "IPv4" }.to_owned());
    switch.vtep.insert("UDP port", default("4789"));
    let floods = |one: &Block| one.has("ingress-replication protocol bgp");
    let mut replicated = true;
    let evpn = all.block("evpn");
    for (vni, member) in nve.blocks("member vni") {
        if let Some(vni) = vni.strip_suffix(" associate-vrf") {
            let of = all.blocks("vrf context").find(|(_, vrf)| vrf.get("vni") == Some(vni));
            let (vrf, context) = of.expect("a VRF");
            let mut facts = Facts::from([("vrf", vrf.to_owned())]);
            facts.insert("distinguisher", context.get("rd").expect("a distinguisher").to_owned());
            let family = context.block("address-family").expect("a family");
            for fact in ["import", "export"] {
                let targets = family.all(if fact == "import" {
                    "route-target import"
                } else {
                    "route-target export"
                });
                facts.insert(fact, list(targets.filter_map(|text| text.strip_suffix(" evpn"))));
            }
            switch.layer3.insert(vni.parse().expect("a VNI"), facts);
            continue;
        }
        replicated &= floods(member);
        let mut vlans = all.blocks("vlan").filter(|(_, vlan)| vlan.get("vn-segment") == Some(vni));
        let mut facts = Facts::from([("vlan", vlans.next().expect("a VLAN").0.to_owned())]);
        facts.insert("service", "vlan-based".to_owned());
        facts.insert("Ethernet tag", "0".to_owned());
        let own =
            evpn.and_then(|evpn| evpn.blocks("vni").find(|(line, _)| *line == format!("{vni} l2")));
        let own = own.expect("an instance").1;
        facts.insert("distinguisher", own.get("rd").expect("a distinguisher").to_owned());
        facts.insert("import", list(own.all("route-target import")));
        facts.insert("export", list(own.all("route-target export")));
        facts.insert("suppression", yes(member.has("suppress-arp")));
        switch.layer2.insert(vni.parse().expect("a VNI"), facts);
    }
    switch.vtep.insert("flooding", if replicated { "ingress replication" } else { "?" }.to_owned());
}

fn sessions(all: &Block, whole: &Block, block: &Block, vrf: &str, asn: &str, switch: &mut Switch) {
    for (line, own) in block.blocks("neighbor") {
        let (name, remote) = line.split_once(" remote-as ").unzip();
        let name = name.unwrap_or(line);
        let kind = match name {
            port if port.starts_with("Ethernet") => "interface",
            range if range.contains('/') => "range",
            _ => "remote",
        };
        let template = own
            .get("inherit peer")
            .map(|name| whole.block(&format!("template peer {name}")).expect("a template"));
        let get = |words: &str| own.get(words).or_else(|| template?.get(words)).map(str::to_owned);
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        say("vrf", vrf.to_owned());
        say(kind, name.to_owned());
        say("local AS", asn.to_owned());
        say("remote AS", remote.map(str::to_owned).or_else(|| get("remote-as")).expect("an AS"));
        if let Some(source) = get("update-source") {
            say("source", source);
        }
        let timers = get("timers").map(|text| text.replace(' ', "/"));
        say("keepalive/hold", timers.unwrap_or_else(|| default("60/180")));
        say("password", get("password").map_or_else(|| "none".to_owned(), |text| secret(&text)));
        let bfd = get("bfd").map(|_| intervals(all.get("bfd interval").expect("timers")));
        say(
            "echo",
            if bfd.is_some() {
                yes(!all.inner.iter().any(|one| one.has("no bfd echo")))
            } else {
                default("no")
            },
        );
        say("BFD", bfd.unwrap_or_else(|| "none".to_owned()));
        say("hops", get("ebgp-multihop").unwrap_or_else(|| default("1")));
        let mut families: BTreeMap<String, Vec<&Block>> = BTreeMap::new();
        for side in [Some(own), template].into_iter().flatten() {
            for (family, inner) in side.blocks("address-family") {
                families.entry(family_name(family)).or_default().push(inner);
            }
        }
        let mut sends = Vec::new();
        for inner in families.values().flatten() {
            for (line, word) in
                [("send-community", "standard"), ("send-community extended", "extended")]
            {
                if inner.has(line) && !sends.contains(&word) {
                    sends.push(word);
                }
            }
            if inner.get("default-originate").is_some() {
                say("default route", "originated".to_owned());
            }
        }
        if name.starts_with("Ethernet") {
            // IPv4 over a link-local session always has an IPv6 next hop (Unicast Routing, BGP Interface Peering).
            say("IPv4 over IPv6 next hop", "yes".to_owned());
        }
        say("communities", sends.join("+"));
        let of = |words: &str| families.values().flatten().find_map(|inner| inner.get(words));
        let most = of("maximum-prefix").and_then(|text| text.split(' ').next());
        say("most prefixes", most.unwrap_or("any").to_owned());
        say("TTL security", yes(get("ttl-security hops").is_some()));
        let mut policies = families.values().flatten().flat_map(|inner| inner.all("route-map"));
        let kept = policies.any(|line| {
            let name = line.split(' ').next().unwrap_or_default();
            let policy =
                all.blocks("route-map").find(|(line, _)| line.split(' ').next() == Some(name));
            policy.is_some_and(|(_, policy)| policy.has("set ip next-hop unchanged"))
        });
        say("next hop", if kept { "kept" } else { "own" }.to_owned());
        let retained =
            block.blocks("address-family").any(|(_, inner)| inner.has("retain route-target all"));
        if kept {
            say("targets", if retained { "all" } else { "imported" }.to_owned());
        }
        let allowed = families.values().flatten().any(|inner| inner.get("allowas-in").is_some());
        say("takes own AS", yes(allowed));
        say("families", families.into_keys().collect::<Vec<_>>().join("+"));
        say("graceful restart", yes(!block.has("no graceful-restart")));
        switch.sessions.push(facts);
    }
}

fn family_name(words: &str) -> String {
    match words {
        "l2vpn evpn" => "evpn".to_owned(),
        other => other.trim_end_matches(" unicast").to_owned(),
    }
}

fn ospf(all: &Block, name: &str, block: &Block, switch: &mut Switch) {
    for (family, router, words) in
        [("OSPFv2", "ip router ospf", "ip ospf"), ("OSPFv3", "ipv6 router ospfv3", "ospfv3")]
    {
        let Some(at) = block.get(router) else { continue };
        let get = |word: &str| block.get(&format!("{words} {word}")).map(str::to_owned);
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        say("area", area(at.split_once(" area ").expect("an area").1));
        say("network", get("network").unwrap_or_else(|| default("broadcast")));
        say("hello", get("hello-interval").unwrap_or_else(|| default("10")));
        say("dead", get("dead-interval").unwrap_or_else(|| default("40")));
        say("cost", get("cost").unwrap_or_else(|| by_speed(all, family)));
        say("passive", yes(get("passive-interface").is_some() || name.starts_with("loopback")));
        let key = get("message-digest-key").map(|text| {
            let (id, rest) = text.split_once(' ').expect("a key");
            format!("{} {id} {}", rest.split(' ').next().expect("a kind"), secret(rest))
        });
        say("key", key.unwrap_or_else(|| "none".to_owned()));
        let timers = all.get("bfd interval");
        say("BFD", get("bfd").and(timers).map_or_else(|| "none".to_owned(), intervals));
        say(
            "MTU check",
            if get("mtu-ignore").is_some() { "no".to_owned() } else { default("yes") },
        );
        switch.ospf.insert((name.to_owned(), family), facts);
    }
}

/// What the cost of an interface is when none is said: the reference bandwidth by its speed.
fn by_speed(all: &Block, family: &str) -> String {
    let routers = if family == "OSPFv2" { "router ospf" } else { "router ospfv3" };
    let words = "auto-cost reference-bandwidth";
    let said = all.blocks(routers).find_map(|(_, one)| {
        one.get(words).or_else(|| one.blocks("vrf").find_map(|(_, vrf)| vrf.get(words)))
    });
    let said = said.and_then(|text| text.split(' ').next());
    format!("{} Mbit/s by speed", said.expect("a reference bandwidth"))
}
