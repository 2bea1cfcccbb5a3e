//! Reads `/etc/network/interfaces` of Cumulus Linux (ifupdown2).
//!
//! What is not said is as in the Cumulus Linux 5.11 manual: MTU 9216 (Switch Port Attributes), `bond-lacp-rate fast`
//! (Bonding), bridge priority 32768 (Spanning Tree), VXLAN port 4789 (VXLAN Devices).

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{
    Facts, Switch, default, default_speed, fec, list, mac, numbers, stp_priorities, yes,
};
use crate::frr;

type Stanza<'a> = Vec<(&'a str, &'a str)>;

/// What both files say.
pub fn read(interfaces: &str, frr_conf: &str) -> Switch {
    let all = stanzas(interfaces);
    // lldpd runs unless somebody turns it off (Link Layer Discovery Protocol).
    let mut switch = Switch { lldp: true, ..Switch::default() };
    let bridge = all.get("br_default").cloned().unwrap_or_default();
    let members: BTreeMap<&str, &str> = { &all }
        .iter()
        .flat_map(|(name, stanza)| {
            values(stanza, "bond-slaves").into_iter().map(|one| (one, *name))
        })
        .collect();
    for (name, stanza) in &all {
        let vrf = get(stanza, "vrf").unwrap_or("default");
        for address in values(stanza, "address") {
            switch.address(vrf, name, address);
        }
        if let Some(shared) = get(stanza, "clagd-vxlan-anycast-ip") {
            switch.address(vrf, "anycast", &format!("{shared}/32"));
        }
        if name.starts_with("swp") || name.starts_with("bond") {
            let facts = port(name, stanza, &bridge, members.get(name).copied());
            switch.ports.insert((*name).to_owned(), facts);
        } else if get(stanza, "vlan-raw-device") == Some("br_default") {
            let id = get(stanza, "vlan-id").expect("an id").parse().expect("an id");
            switch.svis.insert(id, svi(stanza, vrf));
        }
    }
    switch.stp = spanning_tree(&bridge);
    tunnels(&all, &mut switch);
    frr::read(frr_conf, &mut switch);
    switch
}

fn stanzas(text: &str) -> BTreeMap<&str, Stanza<'_>> {
    let mut found: BTreeMap<&str, Stanza<'_>> = BTreeMap::new();
    let mut current = None;
    for line in text.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
        match line.split_once(' ') {
            Some(("auto", _)) | None => {}
            Some(("iface", rest)) => {
                let name = rest.split(' ').next().expect("a name");
                current = Some(name);
                found.entry(name).or_default();
            }
            Some((key, value)) => {
                found.get_mut(current.expect("a stanza")).expect("it").push((key, value));
            }
        }
    }
    found
}

fn get<'a>(stanza: &Stanza<'a>, key: &str) -> Option<&'a str> {
    stanza.iter().find(|(one, _)| *one == key).map(|(_, value)| *value)
}

fn values<'a>(stanza: &Stanza<'a>, key: &str) -> Vec<&'a str> {
    let all = stanza.iter().filter(|(one, _)| *one == key);
    all.flat_map(|(_, value)| value.split(' ')).collect()
}

fn port(name: &str, stanza: &Stanza<'_>, bridge: &Stanza<'_>, lag: Option<&str>) -> Facts {
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    let mtu = get(stanza, "mtu").map_or_else(|| default("9216"), str::to_owned);
    if name.starts_with("swp") {
        let panel = name.trim_start_matches("swp").split(['s', '.']).next().expect("a number");
        let said =
            get(stanza, "link-speed").map(|mbps| format!("{}g", mbps.trim_end_matches("000")));
        let off = get(stanza, "link-autoneg") == Some("off");
        say("negotiation", if off { "off".to_owned() } else { default("by optic") });
        say("fec", get(stanza, "link-fec").map_or_else(|| default("by optic"), fec));
        say("speed", said.unwrap_or_else(|| default_speed(panel.parse().expect("a number"))));
    }
    if let Some(lag) = lag {
        say("lag", lag.to_owned());
        return facts;
    }
    if name.starts_with("bond") {
        if get(stanza, "bond-mode") == Some("802.3ad") {
            say("lacp", "active".to_owned());
            say(
                "rate",
                get(stanza, "bond-lacp-rate").map_or_else(|| default("fast"), str::to_owned),
            );
        } else {
            say("lacp", "none".to_owned());
        }
        say(
            "minimum links",
            get(stanza, "bond-min-links").map_or_else(|| default("1"), str::to_owned),
        );
        if let Some(id) = get(stanza, "clag-id") {
            say("multi-chassis", id.to_owned());
            say("system id", "of the pair".to_owned());
        }
        if let Some(mac) = get(stanza, "es-sys-mac") {
            say("system id", mac.to_owned());
        }
    }
    let bridged = values(bridge, "bridge-ports").contains(&name);
    if !bridged {
        say("mode", "routed".to_owned());
        say("vrf", get(stanza, "vrf").unwrap_or("default").to_owned());
        say("ip mtu", mtu);
        if let Some(tag) = get(stanza, "vlan-id") {
            say("tag", tag.to_owned());
        }
        if get(stanza, "address").is_none() {
            say("without addresses", "yes".to_owned());
        }
        return facts;
    }
    say("layer-2 mtu", mtu);
    if let Some(id) = get(stanza, "bridge-access") {
        say("mode", "access".to_owned());
        say("native", id.to_owned());
        say("tagged", "none".to_owned());
    } else {
        say("mode", "trunk".to_owned());
        let ids = get(stanza, "bridge-vids").or_else(|| get(bridge, "bridge-vids")).expect("VLANs");
        let mut ids: BTreeSet<u16> = numbers(ids);
        let native =
            get(stanza, "bridge-pvid").or_else(|| get(bridge, "bridge-pvid")).expect("a VLAN");
        if get(stanza, "bridge-allow-untagged") == Some("no") {
            say("native", "none".to_owned());
        } else {
            ids.remove(&native.parse().expect("a VLAN"));
            say("native", native.to_owned());
        }
        say("tagged", list(ids));
    }
    say("edge", yes(get(stanza, "mstpctl-portadminedge") == Some("yes")));
    say("BPDU guard", yes(get(stanza, "mstpctl-bpduguard") == Some("yes")));
    say("spanning tree", "on".to_owned());
    facts
}

fn svi(stanza: &Stanza<'_>, vrf: &str) -> Facts {
    let mut facts = Facts::new();
    let mut say = |fact, value: String| _ = facts.insert(fact, value);
    say("vrf", vrf.to_owned());
    say("mtu", get(stanza, "mtu").map_or_else(|| default("9216"), str::to_owned));
    say("mechanism", "address".to_owned());
    for address in values(stanza, "address") {
        say(if address.contains(':') { "own IPv6" } else { "own IPv4" }, address.to_owned());
    }
    if let Some(line) = get(stanza, "address-virtual") {
        say("mechanism", "anycast".to_owned());
        let mut words = line.split(' ');
        say("MAC", mac(words.next().expect("a MAC")));
        for address in words {
            say(if address.contains(':') { "IPv6" } else { "IPv4" }, address.to_owned());
        }
    }
    if let Some(line) = get(stanza, "vrrp") {
        say("mechanism", "vrrp".to_owned());
        let mut words = line.split(' ');
        say("group", words.next().expect("a group").to_owned());
    }
    facts
}

fn spanning_tree(bridge: &Stanza<'_>) -> Facts {
    let mut facts = Facts::new();
    let pvrst = get(bridge, "mstpctl-pvrst-mode") == Some("yes");
    let mode =
        if pvrst { "rapid-pvst" } else { get(bridge, "mstpctl-forcevers").unwrap_or("rstp") };
    facts.insert("mode", mode.to_owned());
    facts.insert("path costs", default("32 bits"));
    let mut priorities = BTreeMap::new();
    if let Some(priority) = get(bridge, "mstpctl-treeprio") {
        priorities.insert(0, priority.to_owned());
    }
    for pair in values(bridge, "bridge-stp-vlan-priority") {
        let (vlan, priority) = pair.split_once('=').expect("a priority");
        priorities.insert(vlan.parse().expect("a VLAN"), priority.to_owned());
    }
    stp_priorities(&mut facts, pvrst, &priorities);
    facts
}

fn tunnels(all: &BTreeMap<&str, Stanza<'_>>, switch: &mut Switch) {
    let lo = all.get("lo").cloned().unwrap_or_default();
    let Some(source) = get(&lo, "vxlan-local-tunnelip") else { return };
    let shared = get(&lo, "clagd-vxlan-anycast-ip");
    switch.vtep.insert("address", shared.unwrap_or(source).to_owned());
    switch.vtep.insert("family", "IPv4".to_owned());
    switch.vtep.insert("flooding", "ingress replication".to_owned());
    for stanza in all.values() {
        let Some(vni) = get(stanza, "vxlan-id") else { continue };
        let port = get(stanza, "vxlan-port").map_or_else(|| default("4789"), str::to_owned);
        switch.vtep.insert("UDP port", port);
        assert_eq!(get(stanza, "bridge-learning"), Some("off"), "EVPN learns, the bridge must not");
        let vlan = get(stanza, "bridge-access").expect("a VLAN");
        let mut facts = Facts::from([("vlan", vlan.to_owned())]);
        facts.insert("service", "vlan-based".to_owned());
        facts.insert("Ethernet tag", "0".to_owned());
        facts.insert("suppression", yes(get(stanza, "bridge-arp-nd-suppress") == Some("on")));
        switch.layer2.insert(vni.parse().expect("a VNI"), facts);
    }
}
