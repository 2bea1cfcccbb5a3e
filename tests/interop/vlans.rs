//! VLANs that are routed: their gateways.

use crate::agree::{Net, Report};
use crate::facts::{Facts, plain};

/// What the gateways of a VLAN must have alike, by mechanism.
const ALWAYS: [&str; 4] = ["mechanism", "mtu", "router advertisements", "vrf"];
const SHARED: [&str; 2] = ["IPv4", "IPv6"];

/// Shows and compares them.
pub fn compare(net: &Net, report: &mut Report) {
    let mut ids: Vec<u16> =
        net.switches.values().flat_map(|switch| switch.svis.keys().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        let found: Vec<(&String, Facts)> = { &net.switches }
            .iter()
            .filter_map(|(name, switch)| Some((name, routed(switch.svis.get(&id)?)?)))
            .collect();
        if found.is_empty() {
            continue;
        }
        let names: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        let title = format!("gateway of VLAN {id} on {}", names.join(", "));
        let ends: Vec<&Facts> = found.iter().map(|(_, facts)| facts).collect();
        report.show(&title, &names, &ends);
        if ends.len() < 2 {
            continue;
        }
        report.same(&title, &ends, &ALWAYS);
        let bare: Vec<Facts> = ends.iter().map(|facts| without_lengths(facts)).collect();
        report.same(&title, &bare.iter().collect::<Vec<_>>(), &SHARED);
        match ends[0]["mechanism"].as_str() {
            "anycast" => report.same(&title, &ends, &["MAC"]),
            "vrrp" | "hsrp" => {
                report.same(
                    &title,
                    &ends,
                    &["group", "version", "advertisements", "IPv4 checksum"],
                );
                let said: Vec<&Facts> = ends
                    .iter()
                    .copied()
                    .filter(|facts| facts.contains_key("virtual link-local"))
                    .collect();
                report.same(&title, &said, &["virtual link-local"]);
                let mut priorities: Vec<&str> =
                    ends.iter().map(|facts| plain(&facts["priority"])).collect();
                priorities.sort_unstable();
                priorities.dedup();
                if priorities.len() < ends.len() {
                    report.complain(&title, "two routers with one priority");
                }
            }
            other => report
                .complain(&title, format!("{} switches route it, by {other} only", ends.len())),
        }
        own_addresses(&title, &ends, report);
    }
}

/// An SVI that is a gateway: with an address.
fn routed(facts: &Facts) -> Option<Facts> {
    let any = ["IPv4", "IPv6", "own IPv4", "own IPv6"].iter().any(|fact| facts.contains_key(fact));
    // Between the members of a pair only.
    let pair = facts.get("own IPv4").is_some_and(|text| text.ends_with("/31"));
    (any && !pair).then(|| facts.clone())
}

fn without_lengths(facts: &Facts) -> Facts {
    let bare = |text: &String| text.split('/').next().unwrap_or_default().to_owned();
    facts.iter().map(|(fact, value)| (*fact, bare(value))).collect()
}

/// Each router's own addresses: of one subnet, no two the same.
fn own_addresses(title: &str, ends: &[&Facts], report: &mut Report) {
    for fact in ["own IPv4", "own IPv6"] {
        let own: Vec<ipnet::IpNet> = ends
            .iter()
            .filter_map(|facts| facts.get(fact))
            .map(|text| text.parse().expect("an address"))
            .collect();
        for (at, one) in own.iter().enumerate() {
            for other in &own[at + 1..] {
                if one == other || one.trunc() != other.trunc() {
                    report.complain(title, format!("{fact}: {one} | {other}"));
                }
            }
        }
    }
}
