//! Reads `startup.yaml` of Cumulus Linux (NVUE), with what its snippets say for FRR.
//!
//! What is not said is as in the Cumulus Linux 5.11 manual; see `cumulus.rs` and `frr.rs`.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use crate::facts::{
    Facts, Switch, area, default, default_speed, fec, list, mac, numbers, secret, stp_priorities,
    yes,
};
use crate::frr;

/// A place in the file.
#[derive(Clone, Copy)]
struct At<'a>(&'a Value);

impl<'a> At<'a> {
    /// What stands below these keys, divided by `/` or, where a key has one in it, by blanks.
    fn at(self, path: &str) -> Option<Self> {
        path.split(' ').try_fold(self.0, |value, key| value.get(key)).map(At)
    }

    /// The text or number below these keys.
    fn get(self, path: &str) -> Option<String> {
        match self.at(path)?.0 {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn on(self, path: &str) -> bool {
        self.get(path).as_deref() == Some("on")
    }

    /// Keys and what stands below them.
    fn each(self, path: &str) -> impl Iterator<Item = (&'a str, At<'a>)> {
        let map = self.at(path).and_then(|at| at.0.as_mapping());
        let all = map.into_iter().flatten();
        all.map(|(key, value)| (key.as_str().expect("a key of text"), At(value)))
    }

    fn keys(self, path: &str) -> Vec<&'a str> {
        self.each(path).map(|(key, _)| key).collect()
    }
}

/// What the configuration says.
pub fn read(text: &str) -> Switch {
    let file: Value = serde_yaml::from_str(text).expect("YAML");
    let set = file.as_sequence().and_then(|all| all.iter().find_map(|one| one.get("set")));
    let all = At(set.expect("an item `set`"));
    // lldpd runs unless somebody turns it off (Link Layer Discovery Protocol).
    let mut switch = Switch { lldp: true, ..Switch::default() };
    let mut members = BTreeMap::new();
    for (name, at) in all.each("interface") {
        members.extend(at.keys("bond member").into_iter().map(|member| (member, name)));
    }
    for (name, at) in all.each("interface") {
        let vrf = at.get("ip vrf").unwrap_or_else(|| "default".to_owned());
        for address in at.keys("ip address") {
            switch.address(&vrf, name, address);
        }
        match at.get("type").as_deref() {
            Some("svi") => {
                let id = at.get("vlan").expect("a VLAN").parse().expect("a VLAN");
                switch.svis.insert(id, svi(at, &vrf));
            }
            Some("swp" | "bond" | "sub") => {
                let facts = port(all, name, at, &vrf, members.get(name).copied());
                switch.ports.insert(name.to_owned(), facts);
            }
            _ => {}
        }
        let router = all.at(&format!("vrf {vrf} router ospf"));
        let reference = router.and_then(|router| router.get("reference-bandwidth"));
        ospf(name, at, &reference.unwrap_or_default(), &mut switch);
    }
    switch.stp = spanning_tree(all);
    tunnels(all, &mut switch);
    for (vrf, at) in all.each("vrf") {
        sessions(all, vrf, at, &mut switch);
    }
    if let Some(snippet) = all.get("system config snippet frr.conf") {
        frr::snippet(&snippet, &mut switch);
    }
    switch
}

fn port(all: At<'_>, name: &str, at: At<'_>, vrf: &str, lag: Option<&str>) -> Facts {
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    let mtu = at.get("link mtu").unwrap_or_else(|| default("9216"));
    if name.starts_with("swp") {
        let panel = name.trim_start_matches("swp").split(['s', '.']).next().expect("a number");
        let said = at.get("link speed").map(|word| word.to_lowercase());
        // A speed that is forced turns negotiation off (Switch Port Attributes).
        let off = at.get("link auto-negotiate").as_deref() == Some("off");
        say("negotiation", if off { "off".to_owned() } else { default("by optic") });
        say("fec", at.get("link fec").map_or_else(|| default("by optic"), |word| fec(&word)));
        say("speed", said.unwrap_or_else(|| default_speed(panel.parse().expect("a number"))));
    }
    if let Some(lag) = lag {
        say("lag", lag.to_owned());
        return facts;
    }
    if at.at("bond").is_some() {
        if at.get("bond mode").is_none_or(|mode| mode == "lacp") {
            say("lacp", "active".to_owned());
            say("rate", at.get("bond lacp-rate").unwrap_or_else(|| default("fast")));
        } else {
            say("lacp", "none".to_owned());
        }
        say("minimum links", at.get("bond min-links").unwrap_or_else(|| default("1")));
        if at.on("bond mlag enable") {
            say("multi-chassis", at.get("bond mlag id").expect("an id"));
            say("system id", "of the pair".to_owned());
        }
        if let Some(segment) = at.get("evpn multihoming segment identifier") {
            say("segment", segment.replace(':', ""));
        }
        if let Some(mac) = at.get("evpn multihoming segment mac-address") {
            say("system id", mac);
        }
    }
    let Some(bridged) = at.at("bridge domain br_default") else {
        say("mode", "routed".to_owned());
        say("vrf", vrf.to_owned());
        say("ip mtu", mtu);
        if let Some(tag) = at.get("vlan") {
            say("tag", tag);
        }
        if at.at("ip address").is_none() {
            say("without addresses", "yes".to_owned());
        }
        return facts;
    };
    say("layer-2 mtu", mtu);
    if let Some(id) = bridged.get("access") {
        say("mode", "access".to_owned());
        say("native", id);
        say("tagged", "none".to_owned());
    } else {
        say("mode", "trunk".to_owned());
        let own = bridged.keys("vlan");
        let ids = if own.is_empty() { all.keys("bridge domain br_default vlan") } else { own };
        let mut ids: BTreeSet<u16> = ids.into_iter().flat_map(numbers).collect();
        let native =
            bridged.get("untagged").or_else(|| all.get("bridge domain br_default untagged"));
        let native = native.expect("a native VLAN");
        if let Ok(native) = native.parse() {
            ids.remove(&native);
        }
        say("native", native);
        say("tagged", list(ids));
    }
    say("edge", yes(bridged.on("stp admin-edge")));
    say("BPDU guard", yes(bridged.on("stp bpdu-guard")));
    say("spanning tree", "on".to_owned());
    facts
}

fn svi(at: At<'_>, vrf: &str) -> Facts {
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    say("vrf", vrf.to_owned());
    say("mtu", at.get("link mtu").unwrap_or_else(|| default("9216")));
    say("mechanism", "address".to_owned());
    for address in at.keys("ip address") {
        say(if address.contains(':') { "own IPv6" } else { "own IPv4" }, address.to_owned());
    }
    if at.on("ip vrr enable") {
        say("mechanism", "anycast".to_owned());
        say("MAC", mac(&at.get("ip vrr mac-address").expect("a MAC")));
        for address in at.keys("ip vrr address") {
            say(if address.contains(':') { "IPv6" } else { "IPv4" }, address.to_owned());
        }
    }
    for (group, router) in at.each("ip vrrp virtual-router") {
        say("mechanism", "vrrp".to_owned());
        say("group", group.to_owned());
        say("version", router.get("version").unwrap_or_else(|| default("3")));
        say("priority", router.get("priority").unwrap_or_else(|| default("100")));
        let interval = router.get("advertisement-interval").map(|ms| format!("{ms} ms"));
        say("advertisements", interval.unwrap_or_else(|| default("1 s")));
        say("IPv4 checksum", default("pseudo-header"));
        for address in router.keys("address") {
            let fact = match address {
                local if local.starts_with("fe80") => "virtual link-local",
                global if global.contains(':') => "IPv6",
                _ => "IPv4",
            };
            say(fact, address.to_owned());
        }
    }
    say("router advertisements", yes(at.on("ip neighbor-discovery router-advertisement enable")));
    facts
}

fn spanning_tree(all: At<'_>) -> Facts {
    let mut facts = Facts::new();
    let stp = all.at("bridge domain br_default stp");
    let mode = stp.and_then(|stp| stp.get("mode")).unwrap_or_else(|| "rstp".to_owned());
    let pvrst = mode == "pvrst";
    facts.insert("mode", if pvrst { "rapid-pvst".to_owned() } else { mode });
    facts.insert("path costs", default("32 bits"));
    let mut priorities = BTreeMap::new();
    if let Some(priority) = stp.and_then(|stp| stp.get("priority")) {
        priorities.insert(0, priority);
    }
    for (vlans, at) in stp.into_iter().flat_map(|stp| stp.each("vlan")) {
        let priority = at.get("bridge-priority").expect("a priority");
        priorities.extend(numbers(vlans).into_iter().map(|id| (id, priority.clone())));
    }
    stp_priorities(&mut facts, pvrst, &priorities);
    facts
}

fn targets(at: At<'_>, facts: &mut Facts) {
    facts.insert("distinguisher", at.get("rd").expect("a distinguisher"));
    facts.insert("import", list(at.keys("route-target import")));
    facts.insert("export", list(at.keys("route-target export")));
}

fn tunnels(all: At<'_>, switch: &mut Switch) {
    let Some(nve) = all.at("nve vxlan").filter(|nve| nve.on("enable")) else { return };
    assert!(!nve.on("mac-learning"), "EVPN learns, the bridge must not");
    let source = nve.get("source address").expect("a source");
    let shared = nve.get("mlag shared-address");
    if let Some(shared) = &shared {
        switch.address("default", "anycast", &format!("{shared}/32"));
    }
    switch.vtep.insert("address", shared.unwrap_or(source));
    switch.vtep.insert("family", "IPv4".to_owned());
    switch.vtep.insert("UDP port", nve.get("port").unwrap_or_else(|| default("4789")));
    let replicated = nve.at("flooding head-end-replication evpn").is_some();
    switch.vtep.insert("flooding", if replicated { "ingress replication" } else { "?" }.to_owned());
    for (vlan, at) in all.each("bridge domain br_default vlan") {
        for vni in at.keys("vni") {
            let mut facts = Facts::from([("vlan", vlan.to_owned())]);
            facts.insert("service", "vlan-based".to_owned());
            facts.insert("Ethernet tag", "0".to_owned());
            facts.insert("suppression", yes(nve.on("arp-nd-suppress")));
            targets(all.at(&format!("evpn vni {vni}")).expect("an instance"), &mut facts);
            switch.layer2.insert(vni.parse().expect("a VNI"), facts);
        }
    }
    for (vrf, at) in all.each("vrf") {
        for vni in at.keys("evpn vni") {
            let bgp = at.at("router bgp").expect("BGP in the VRF");
            let mut facts = Facts::from([("vrf", vrf.to_owned())]);
            facts.insert("distinguisher", bgp.get("rd").expect("a distinguisher"));
            facts.insert("import", list(bgp.keys("route-import from-evpn route-target")));
            facts.insert("export", list(bgp.keys("route-export to-evpn route-target")));
            switch.layer3.insert(vni.parse().expect("a VNI"), facts);
        }
    }
}

fn sessions(all: At<'_>, vrf: &str, at: At<'_>, switch: &mut Switch) {
    let Some(bgp) = at.at("router bgp") else { return };
    let asn = bgp.get("autonomous-system").or_else(|| all.get("router bgp autonomous-system"));
    let asn = asn.expect("an AS");
    for (_, family) in bgp.each("address-family") {
        switch.announced.extend(family.keys("network").into_iter().map(str::to_owned));
    }
    let ranges = bgp.each("dynamic-neighbor listen-range");
    let ranges = ranges.map(|(name, own)| ("range", name, own));
    let named = bgp.each("neighbor").map(|(name, own)| ("remote", name, own));
    for (kind, name, own) in named.chain(ranges) {
        let group = own.get("peer-group").expect("a group");
        let group = bgp.at(&format!("peer-group {group}")).expect("a group");
        let get = |path: &str| own.get(path).or_else(|| group.get(path));
        let mut facts = Facts::new();
        let mut say = |fact, value: String| _ = facts.insert(fact, value);
        say("vrf", vrf.to_owned());
        let unnumbered = get("type").as_deref() == Some("unnumbered");
        let kind = if unnumbered { "interface" } else { kind };
        say(kind, name.to_owned());
        let remote = get("remote-as").expect("an AS");
        say("remote AS", if remote == "internal" { asn.clone() } else { remote });
        say("local AS", asn.clone());
        if let Some(source) = get("update-source") {
            say("source", source);
        }
        let timers = get("timers keepalive").zip(get("timers hold"));
        let timers = timers.map(|(keepalive, hold)| format!("{keepalive}/{hold}"));
        say("keepalive/hold", timers.unwrap_or_else(|| default("3/9")));
        say("password", get("password").map_or_else(|| "none".to_owned(), |text| secret(&text)));
        let bfd = (get("bfd enable").as_deref() == Some("on")).then(|| {
            let of = |word: &str| get(&format!("bfd {word}")).expect("timers");
            format!(
                "{}/{}x{}",
                of("min-tx-interval"),
                of("min-rx-interval"),
                of("detect-multiplier")
            )
        });
        say("BFD", bfd.unwrap_or_else(|| "none".to_owned()));
        say("echo", default("no"));
        say("hops", get("multihop-ttl").unwrap_or_else(|| default("1")));
        let mut families = Vec::new();
        let mut sends = BTreeSet::new();
        let (mut takes, mut kept, mut most) = (false, false, "any".to_owned());
        for (family, word) in
            [("evpn", "l2vpn-evpn"), ("ipv4", "ipv4-unicast"), ("ipv6", "ipv6-unicast")]
        {
            let at = format!("address-family {word}");
            if get(&format!("{at} enable")).as_deref() != Some("on") {
                continue;
            }
            families.push(family);
            takes |= get(&format!("{at} aspath allow-my-asn enable")).as_deref() == Some("on");
            kept |= get(&format!("{at} attribute-mod nexthop")).as_deref() == Some("off");
            most = get(&format!("{at} prefix-limits inbound maximum")).unwrap_or(most);
            for (kind, word) in [("standard", "regular"), ("extended", "extended")] {
                if get(&format!("{at} community-advertise {word}")).as_deref() != Some("off") {
                    sends.insert(kind);
                }
            }
            if get(&format!("{at} default-route-origination enable")).as_deref() == Some("on") {
                say("default route", "originated".to_owned());
            }
        }
        if kind == "interface" && families.contains(&"ipv4") {
            say(
                "IPv4 over IPv6 next hop",
                yes(get("capabilities extended-nexthop").as_deref() == Some("on")),
            );
        }
        say("families", families.join("+"));
        say("communities", sends.into_iter().rev().collect::<Vec<_>>().join("+"));
        say("takes own AS", yes(takes));
        say("most prefixes", most);
        say("TTL security", yes(get("ttl-security enable").as_deref() == Some("on")));
        say("next hop", if kept { "kept" } else { "own" }.to_owned());
        let mode = all
            .get("router bgp graceful-restart mode")
            .or_else(|| bgp.get("graceful-restart mode"));
        say("graceful restart", yes(mode.is_some_and(|mode| mode == "full")));
        switch.sessions.push(facts);
    }
}

fn ospf(name: &str, at: At<'_>, reference: &str, switch: &mut Switch) {
    let Some(ospf) = at.at("router ospf").filter(|ospf| ospf.on("enable")) else { return };
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    say("area", area(&ospf.get("area").expect("an area")));
    say("network", ospf.get("network-type").unwrap_or_else(|| default("broadcast")));
    say("hello", ospf.get("timers hello-interval").unwrap_or_else(|| default("10")));
    say("dead", ospf.get("timers dead-interval").unwrap_or_else(|| default("40")));
    say("cost", ospf.get("cost").unwrap_or_else(|| format!("{reference} Mbit/s by speed")));
    say("passive", yes(ospf.on("passive") || name == "lo"));
    let key = ospf.on("authentication enable").then(|| {
        let id = ospf.get("authentication message-digest-key").expect("an id");
        format!("md5 {id} {}", secret(&ospf.get("authentication md5-key").expect("a key")))
    });
    say("key", key.unwrap_or_else(|| "none".to_owned()));
    let bfd = ospf.on("bfd enable").then(|| {
        let of = |word: &str| ospf.get(&format!("bfd {word}")).expect("timers");
        format!(
            "{}/{}x{}",
            of("min-transmit-interval"),
            of("min-receive-interval"),
            of("detect-multiplier")
        )
    });
    say("BFD", bfd.unwrap_or_else(|| "none".to_owned()));
    say("MTU check", if ospf.on("mtu-ignore") { "no".to_owned() } else { default("yes") });
    switch.ospf.insert((name.to_owned(), "OSPFv2"), facts);
}
