//! BGP sessions and OSPF neighbours between switches.

use crate::agree::{Net, Report};
use crate::cables::of_two;
use crate::facts::{Facts, Switch, plain};

/// What the two ends of a session must have alike.
const ALIKE: [&str; 5] = ["families", "password", "BFD", "hops", "IPv4 over IPv6 next hop"];

/// Shows and compares them.
pub fn compare(net: &Net, report: &mut Report) {
    for (name, switch) in &net.switches {
        for session in switch.sessions.iter().filter(|session| !session.contains_key("range")) {
            bgp(net, name, switch, session, report);
        }
    }
    hosts(net, report);
    ospf(net, report);
}

/// Hosts that come by themselves meet the same everywhere.
fn hosts(net: &Net, report: &mut Report) {
    for family in ["ipv4", "ipv6"] {
        let mut found: Vec<(&str, &Facts)> = Vec::new();
        for (name, switch) in &net.switches {
            let own = switch
                .sessions
                .iter()
                .filter(|one| one.contains_key("range") && one["families"] == family);
            found.extend(own.map(|session| (name.as_str(), session)));
        }
        if found.is_empty() {
            continue;
        }
        let names: Vec<&str> = found.iter().map(|(name, _)| *name).collect();
        let ends: Vec<&Facts> = found.iter().map(|(_, facts)| *facts).collect();
        let title = format!("BGP with hosts, {family}, on {}", names.join(", "));
        report.show(&title, &names, &ends);
        let alike = ["remote AS", "BFD", "password", "most prefixes", "default route", "hops"];
        report.same(&title, &ends, &alike);
        for (name, session) in found {
            let near = &net.switches[name];
            let range: ipnet::IpNet = session["range"].parse().expect("a range");
            if !near.addresses.iter().any(|own| own.net.trunc() == range) {
                report.complain(&title, format!("{name} has no address in {range}"));
            }
        }
    }
}

/// Whether a session is the other end of one.
type Matching = Box<dyn Fn(&Facts) -> bool>;

/// The address that a session comes from.
fn local(switch: &Switch, session: &Facts) -> Option<String> {
    let remote = session.get("remote")?;
    match session.get("source") {
        Some(source) if source.parse::<std::net::IpAddr>().is_ok() => Some(source.clone()),
        Some(source) => switch.source(source, remote.contains(':')),
        None => Some(switch.toward(remote)?.net.addr().to_string()),
    }
}

fn bgp(net: &Net, name: &str, switch: &Switch, session: &Facts, report: &mut Report) {
    let (other, matching): (String, Matching) = if let Some(port) = session.get("interface") {
        let far = net.cables.iter().find_map(|cable| {
            let at = cable
                .ends
                .iter()
                .position(|end| (end.switch.as_str(), &end.port) == (name, port))?;
            Some(cable.ends[1 - at].clone())
        });
        let Some(far) = far else {
            return report.complain(name, format!("no cable of {port}, which has a session"));
        };
        let own = far.port.clone();
        (far.switch, Box::new(move |one: &Facts| one.get("interface") == Some(&own)))
    } else {
        let remote = &session["remote"];
        let Some((other, _)) = net.switches.iter().find(|(_, switch)| switch.owns(remote)) else {
            let title = format!("BGP {name} -- {remote} outside");
            return report.show(&title, &[name], &[session]);
        };
        let Some(source) = local(switch, session) else {
            return report
                .complain(name, format!("the session with {remote} comes from no address"));
        };
        (other.clone(), Box::new(move |one: &Facts| one.get("remote") == Some(&source)))
    };
    if net.pairs.get(name) == Some(&other) {
        return;
    }
    let what = session.get("remote").or_else(|| session.get("interface")).expect("a neighbour");
    let Some(back) = net.switches[&other].sessions.iter().find(|one| matching(one)) else {
        return report.complain(name, format!("{other} has no session back from {what}"));
    };
    if name > other.as_str() {
        return;
    }
    let own = session.get("interface").cloned();
    let own =
        own.or_else(|| Some(switch.toward(what)?.interface.trim_end_matches(".0").to_owned()));
    let port = own.and_then(|own| {
        let mut ends = net.cables.iter().flat_map(|cable| &cable.ends);
        ends.find(|end| end.switch == name && end.port == own)
    });
    let title = match (port, session["vrf"].as_str()) {
        (Some(port), "default") => {
            format!("BGP {} -- {other}, {}", port.shown, session["families"])
        }
        (_, "default") => format!("BGP {name} -- {other}, {}", session["families"]),
        (_, vrf) => format!("BGP {name} -- {other}, {} of {vrf}", session["families"]),
    };
    let shown = [session, back].map(|facts| {
        let mut facts = facts.clone();
        facts.remove("interface");
        facts.remove("source");
        facts
    });
    report.show(&title, &[name, &other], &[&shown[0], &shown[1]]);
    let ends = [session, back];
    report.same(&title, &ends, &ALIKE);
    report.must(&title, &ends, "echo", "no");
    for (one, far) in [(session, back), (back, session)] {
        if one["remote AS"] != far["local AS"] {
            report.complain(
                &title,
                format!("AS {} is expected of AS {}", one["remote AS"], far["local AS"]),
            );
        }
        let evpn = one["families"].contains("evpn");
        let at = if std::ptr::eq(one, session) { name } else { other.as_str() };
        let hands_on = net.switches[at].layer2.is_empty() && one["local AS"] != one["remote AS"];
        if evpn
            && hands_on
            && (one["next hop"] != "kept" || one.get("targets").is_some_and(|said| said != "all"))
        {
            report.complain(&title, format!("{at} hands routes on, but not as they are"));
        }
        if evpn && !one["communities"].contains("extended") {
            report.complain(&title, "EVPN without extended communities");
        }
        if let Some((keepalive, hold)) = plain(&one["keepalive/hold"]).split_once('/') {
            let [keepalive, hold]: [u32; 2] =
                [keepalive, hold].map(|text| text.parse().expect("seconds"));
            let theirs: u32 =
                plain(&far["keepalive/hold"]).split('/').next_back().unwrap().parse().unwrap();
            // The lower hold time holds for both (RFC 4271, 4.2), and each lives by its own third of it.
            if hold < 3 || keepalive * 3 > hold || theirs < 3 {
                report.complain(
                    &title,
                    format!("timers {keepalive}/{hold} against a hold time of {theirs}"),
                );
            }
        }
    }
    if ends.iter().any(|facts| !facts["keepalive/hold"].ends_with("(default)")) {
        report.same(&title, &ends, &["keepalive/hold"]);
    }
}

/// What the two ends of an OSPF adjacency must have alike (RFC 2328, 10.5 and appendix D).
const NEIGHBOURS: [&str; 9] =
    ["area", "cost", "network", "hello", "dead", "key", "BFD", "MTU check", "passive"];

fn ospf(net: &Net, report: &mut Report) {
    let mut links: Vec<[(String, String); 2]> = { &net.cables }
        .iter()
        .filter(|cable| !net.within_pair(cable))
        .map(|cable| cable.ends.each_ref().map(|end| (end.switch.clone(), end.port.clone())))
        .collect();
    for (name, switch) in &net.switches {
        for (other, far) in net.switches.range(name.clone()..).skip(1) {
            for own in &switch.addresses {
                let met = far
                    .addresses
                    .iter()
                    .find(|one| one.net.trunc() == own.net.trunc() && one.net != own.net);
                let Some(met) = met.filter(|one| of_two(one.net)) else { continue };
                let ends = [(name, &own.interface), (other, &met.interface)];
                let ends = ends
                    .map(|(switch, port)| (switch.clone(), port.trim_end_matches(".0").to_owned()));
                if !links.contains(&ends) && net.pairs.get(name) != Some(other) {
                    links.push(ends);
                }
            }
        }
    }
    for [one, other] in links {
        for family in ["OSPFv2", "OSPFv3"] {
            let facts = [&one, &other].map(|(switch, port)| {
                net.switches[switch].ospf.get(&(port.clone(), family)).cloned()
            });
            let title = format!("{family} {} -- {}", one.0, other.0);
            match facts {
                [Some(own), Some(far)] => {
                    let ends = [&own, &far];
                    report.show(&title, &[&one.0, &other.0], &ends);
                    report.same(&title, &ends, &NEIGHBOURS);
                    report.must(&title, &ends, "passive", "no");
                }
                [None, None] => {}
                _ => report.complain(&title, "one end only"),
            }
        }
    }
}
