//! EVPN instances, tunnel endpoints and Ethernet segments.

use std::collections::{BTreeMap, BTreeSet};

use crate::agree::{Net, Report};
use crate::facts::{Facts, Switch};

/// Shows and compares them.
pub fn compare(net: &Net, report: &mut Report) {
    endpoints(net, report);
    instances(
        net,
        report,
        "layer-2 VNI",
        |switch| &switch.layer2,
        &["vlan", "service", "Ethernet tag"],
    );
    instances(net, report, "layer-3 VNI", |switch| &switch.layer3, &["vrf"]);
    distinguishers(net, report);
    segments(net, report);
}

fn endpoints(net: &Net, report: &mut Report) {
    let mut found: Vec<(&String, Facts)> = Vec::new();
    for (name, switch) in net.switches.iter().filter(|(_, switch)| !switch.vtep.is_empty()) {
        let mut facts = switch.vtep.clone();
        let ipv6 = facts["family"] == "IPv6";
        if let Some(source) = facts.remove("source") {
            let address = shared_or_own(switch, &source, ipv6);
            facts.insert("address", address.unwrap_or_default());
        }
        let address = facts["address"].clone();
        if !switch.owns(&address) {
            report.complain(name, format!("its tunnels come from {address}, which is not its own"));
        }
        let announced =
            switch.announced.contains(&format!("{address}/{}", if ipv6 { 128 } else { 32 }));
        let routed = switch.ospf.iter().any(|((port, _), _)| {
            switch
                .addresses
                .iter()
                .any(|one| one.interface == *port && one.net.addr().to_string() == address)
        });
        if !announced && !routed {
            report.complain(name, format!("nobody is told of its tunnel address {address}"));
        }
        found.push((name, facts));
    }
    if found.is_empty() {
        return;
    }
    let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
    let title = format!("tunnel endpoints {}", names.join(", "));
    let ends: Vec<&Facts> = found.iter().map(|(_, facts)| facts).collect();
    report.show(&title, &names, &ends);
    report.same(&title, &ends, &["family", "UDP port", "flooding"]);
    for (at, (name, facts)) in found.iter().enumerate() {
        for (other, theirs) in &found[at + 1..] {
            if facts["address"] == theirs["address"] && net.pairs.get(*name) != Some(other) {
                report.complain(&title, format!("{name} and {other} have one address"));
            }
        }
    }
}

/// A loopback's address; the pair's, where it has a second one (`secondary`).
fn shared_or_own(switch: &Switch, source: &str, ipv6: bool) -> Option<String> {
    let mut own = { &switch.addresses }
        .iter()
        .filter(|one| one.interface == source && one.net.addr().is_ipv6() == ipv6);
    own.next_back().map(|one| one.net.addr().to_string())
}

fn instances(
    net: &Net,
    report: &mut Report,
    what: &str,
    of: impl Fn(&Switch) -> &BTreeMap<u32, Facts>,
    alike: &[&str],
) {
    let vnis: BTreeSet<u32> =
        net.switches.values().flat_map(|switch| of(switch).keys().copied()).collect();
    for vni in vnis {
        let found: Vec<(&String, &Facts)> = { &net.switches }
            .iter()
            .filter_map(|(name, switch)| Some((name, of(switch).get(&vni)?)))
            .collect();
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        let title = format!("{what} {vni} on {}", names.join(", "));
        let ends: Vec<&Facts> = found.iter().map(|(_, facts)| *facts).collect();
        report.show(&title, &names, &ends);
        report.same(&title, &ends, alike);
        for (name, facts) in &found {
            for (other, theirs) in &found {
                let takes: BTreeSet<&str> = facts["import"].split(',').collect();
                let gives: BTreeSet<&str> = theirs["export"].split(',').collect();
                if takes.is_disjoint(&gives) || gives.contains("none") {
                    report.complain(&title, format!("{name} does not take what {other} exports"));
                }
            }
        }
    }
}

/// No two switches, and no two instances of one, have the same route distinguisher, but for the VLANs of a bundle.
fn distinguishers(net: &Net, report: &mut Report) {
    let mut seen: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
    for (name, switch) in &net.switches {
        for facts in switch.layer2.values().chain(switch.layer3.values()) {
            let rd = facts["distinguisher"].as_str();
            let targets = facts["export"].as_str();
            if let Some(old) =
                seen.insert(rd, (name, targets)).filter(|old| *old != (name, targets))
            {
                report.complain(name, format!("the distinguisher {rd} is {}'s too", old.0));
            }
        }
    }
}

/// Ethernet segments: the same identifier and system id on the members of a pair, and on nobody else.
fn segments(net: &Net, report: &mut Report) {
    let mut found: BTreeMap<&str, Vec<(&str, &Facts)>> = BTreeMap::new();
    for (name, switch) in &net.switches {
        for facts in switch.ports.values() {
            if let Some(segment) = facts.get("segment") {
                found.entry(segment).or_default().push((name, facts));
            }
        }
    }
    for (segment, ends) in found {
        let names: Vec<&str> = ends.iter().map(|(name, _)| *name).collect();
        let title = format!("segment {segment} on {}", names.join(", "));
        let facts: Vec<&Facts> = ends.iter().map(|(_, facts)| *facts).collect();
        report.show(&title, &names, &facts);
        report.same(&title, &facts, &["system id", "lacp", "rate", "native", "tagged"]);
        if facts.len() != 2 || facts.iter().any(|facts| !facts.contains_key("system id")) {
            report.complain(&title, "a segment is of two switches with one system id");
        }
    }
}
