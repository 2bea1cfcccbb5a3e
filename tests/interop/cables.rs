//! Cables, LAGs and hand-offs between switches, and the spanning tree over them.

use std::collections::BTreeSet;

use crate::agree::{Net, Report};
use crate::facts::{Facts, numbers, plain};
use crate::scenario::Made;

/// A port: the switch, its own name of it, and as the program has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    pub switch: String,
    pub port: String,
    pub shown: String,
}

/// A cable between two switches.
#[derive(Debug, Clone)]
pub struct Cable {
    pub ends: [End; 2],
}

/// The cables between switches, each once.
pub fn of(made: &Made) -> Vec<Cable> {
    let end = |switch: &str, port: &str| {
        let device = made.devices.iter().find(|device| device.hostname == switch)?;
        let found = device.ports.iter().find(|one| one.name == port)?;
        let lane = found.lane.map(|lane| format!("/{lane}")).unwrap_or_default();
        let shown = format!("{switch}:{}{lane}", found.panel);
        Some(End { switch: switch.to_owned(), port: port.to_owned(), shown })
    };
    let mut cables = Vec::new();
    for device in &made.devices {
        for port in &device.ports {
            let (Some(host), Some(far)) = (&port.peer_host, &port.peer_port) else { continue };
            if device.hostname < *host
                && let (Some(one), Some(other)) =
                    (end(&device.hostname, &port.name), end(host, far))
            {
                cables.push(Cable { ends: [one, other] });
            }
        }
    }
    cables
}

impl Net {
    /// What a port's configuration says.
    pub fn port(&self, end: &End) -> Facts {
        let ports = &self.switches[&end.switch].ports;
        ports.get(&end.port).cloned().unwrap_or_default()
    }

    /// Whether both ends are the two members of a pair.
    pub fn within_pair(&self, cable: &Cable) -> bool {
        self.pairs.get(&cable.ends[0].switch) == Some(&cable.ends[1].switch)
    }
}

/// What two ends of a bridged cable or LAG must have alike.
const BRIDGED: [&str; 3] = ["mode", "native", "tagged"];
const LAG: [&str; 3] = ["lacp", "rate", "minimum links"];

/// Shows and compares them.
pub fn compare(net: &Net, report: &mut Report) {
    let mut lags: Vec<Lag> = Vec::new();
    let mut trees = BTreeSet::new();
    for cable in net.cables.iter().filter(|cable| !net.within_pair(cable)) {
        let [one, other] = &cable.ends;
        let facts = [net.port(one), net.port(other)];
        let title = format!("cable {} -- {}", one.shown, other.shown);
        let ends = [&facts[0], &facts[1]];
        // What members of a LAG say of it is shown with the LAG.
        let shown = facts.each_ref().map(|facts| {
            let mut shown = facts.clone();
            shown.retain(|fact, _| {
                !facts.contains_key("lag") || ["speed", "negotiation", "fec"].contains(fact)
            });
            shown
        });
        report.show(&title, &[&one.switch, &other.switch], &[&shown[0], &shown[1]]);
        if facts.iter().any(Facts::is_empty) {
            report.complain(&title, "an end is not configured");
            continue;
        }
        report.same(&title, &ends, &["speed", "fec"]);
        if [one, other].iter().any(|end| !net.switches[&end.switch].lldp) {
            report.complain(&title, "an end has no LLDP");
        }
        match facts.each_ref().map(|facts| facts.get("lag")) {
            [Some(left), Some(right)] => {
                trees.insert((one.switch.clone(), other.switch.clone()));
                join(net, &mut lags, [(one, left), (other, right)]);
            }
            [None, None] if facts[0].get("mode").map(String::as_str) == Some("routed") => {
                report.same(&title, &ends, &["mode", "ip mtu", "without addresses"]);
                addressed(net, cable, &facts, &title, report);
            }
            [None, None] => {
                trees.insert((one.switch.clone(), other.switch.clone()));
                bridged(net, &[one, other], &ends, &title, report);
            }
            _ => report.complain(&title, "one end is in a LAG, the other is not"),
        }
    }
    for lag in &lags {
        lag.compare(net, report);
    }
    for (one, other) in trees {
        spanning_tree(net, [&one, &other], report);
    }
    hand_offs(net, report);
}

fn bridged(net: &Net, switches: &[&End], ends: &[&Facts], title: &str, report: &mut Report) {
    report.same(title, ends, &BRIDGED);
    report.must(title, ends, "edge", "no");
    report.must(title, ends, "BPDU guard", "no");
    // An MC-LAG of Junos may leave it to the other side (vendors/juniper, note of stp-rstp); single ports never.
    let single: Vec<&Facts> =
        ends.iter().copied().filter(|facts| !facts.contains_key("multi-chassis")).collect();
    report.must(title, &single, "spanning tree", "on");
    for (end, facts) in switches.iter().zip(ends) {
        let Some(size) = facts.get("layer-2 mtu").and_then(|text| plain(text).parse::<u32>().ok())
        else {
            continue;
        };
        let ids = ["native", "tagged"].map(|fact| facts.get(fact).cloned().unwrap_or_default());
        let ids = ids.iter().filter(|text| text.starts_with(|c: char| c.is_ascii_digit()));
        for id in ids.flat_map(|text| numbers(text)) {
            for (name, switch) in &net.switches {
                let wanted =
                    switch.svis.get(&id).and_then(|svi| plain(&svi["mtu"]).parse::<u32>().ok());
                if wanted.is_some_and(|wanted| wanted > size) {
                    report.complain(
                        title,
                        format!("{} passes {size} bytes, VLAN {id} of {name} has more", end.shown),
                    );
                }
            }
        }
    }
}

/// Addresses of the two ends: one subnet and two addresses for each family, or link-local ones on both.
fn addressed(net: &Net, cable: &Cable, facts: &[Facts; 2], title: &str, report: &mut Report) {
    let nets = cable.ends.each_ref().map(|end| {
        let own = net.switches[&end.switch].addresses.iter();
        let own = own.filter(|one| one.interface.trim_end_matches(".0") == end.port);
        own.map(|one| one.net).collect::<Vec<_>>()
    });
    let bare = facts.iter().all(|facts| facts.contains_key("without addresses"));
    if bare {
        let speaks =
            |facts: &Facts| facts.get("router advertisements").is_none_or(|said| said == "yes");
        if !facts.iter().all(speaks) {
            report.complain(title, "an end without addresses does not advertise itself");
        }
    }
    if bare == nets.iter().any(|nets| !nets.is_empty()) {
        report.complain(title, "addresses and none");
    }
    let shown =
        |nets: &[ipnet::IpNet]| nets.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if let Some(section) = report.sections.last_mut().filter(|_| !bare) {
        let values = nets.each_ref().map(|nets| Some(shown(nets)));
        section.rows.insert(0, ("addresses".to_owned(), values.to_vec()));
    }
    let fits = nets[0].len() == nets[1].len()
        && nets[0].iter().zip(&nets[1]).all(|(own, far)| own.trunc() == far.trunc() && own != far);
    if !fits {
        report.complain(
            title,
            format!("addresses do not meet: {} | {}", shown(&nets[0]), shown(&nets[1])),
        );
    }
}

/// A LAG: its ends on either side, a switch or the two members of a pair.
struct Lag {
    sides: [Vec<(String, String)>; 2],
    shown: Vec<String>,
}

fn join(net: &Net, lags: &mut Vec<Lag>, ends: [(&End, &String); 2]) {
    let keys = ends.map(|(end, lag)| (end.switch.clone(), lag.clone()));
    let shown = format!("{} -- {}", ends[0].0.shown, ends[1].0.shown);
    let shared = |key: &(String, String)| {
        let facts = net.switches[&key.0].ports.get(&key.1);
        facts.is_some_and(|facts| facts.contains_key("multi-chassis"))
    };
    let together = |one: &(String, String), other: &(String, String)| {
        one == other
            || (one.1 == other.1
                && net.pairs.get(&one.0) == Some(&other.0)
                && shared(one)
                && shared(other))
    };
    let found = lags.iter_mut().find(|lag| {
        (0..2).any(|side| lag.sides[side].iter().any(|one| together(one, &keys[side])))
    });
    match found {
        Some(lag) => {
            for (side, key) in lag.sides.iter_mut().zip(keys) {
                if !side.contains(&key) {
                    side.push(key);
                }
            }
            lag.shown.push(shown);
        }
        None => lags.push(Lag { sides: keys.map(|key| vec![key]), shown: vec![shown] }),
    }
}

impl Lag {
    fn compare(&self, net: &Net, report: &mut Report) {
        let title = format!("lag {}", self.shown.join(", "));
        let all = self.sides.iter().flatten();
        let facts: Vec<Facts> = all
            .map(|(switch, lag)| net.switches[switch].ports.get(lag).cloned().unwrap_or_default())
            .collect();
        let ends: Vec<&Facts> = facts.iter().collect();
        let names: Vec<&str> =
            { self.sides.iter().flatten() }.map(|(switch, _)| switch.as_str()).collect();
        report.show(&title, &names, &ends);
        report.same(&title, &ends, &LAG);
        let shown: Vec<End> = { self.sides.iter().flatten() }
            .map(|(switch, lag)| End {
                switch: switch.clone(),
                port: lag.clone(),
                shown: switch.clone(),
            })
            .collect();
        bridged(net, &shown.iter().collect::<Vec<_>>(), &ends, &title, report);
        // Only one vendor's switches wait for each other, and must not wait for others.
        let waits = facts.iter().map(|facts| {
            let said = facts.get("graceful convergence").map_or("no", |said| plain(said));
            (facts.get("lacp").is_some_and(|mode| mode != "none"), said)
        });
        let waits: BTreeSet<(bool, &str)> = waits.filter(|(lacp, _)| *lacp).collect();
        if waits.len() > 1 {
            report.complain(&title, "graceful convergence differs");
        }
        let mut from = 0;
        for side in &self.sides {
            let members = &ends[from..from + side.len()];
            from += side.len();
            report.same(&title, members, &["system id", "multi-chassis", "segment"]);
            if side.len() > 1 && members.iter().any(|facts| !facts.contains_key("system id")) {
                report.complain(&title, "two members and no common system id");
            }
        }
        if !facts
            .iter()
            .any(|facts| facts.get("lacp").is_some_and(|mode| mode == "active" || mode == "none"))
        {
            report.complain(&title, "no end of it is active");
        }
    }
}

fn spanning_tree(net: &Net, switches: [&str; 2], report: &mut Report) {
    let ends = switches.map(|name| &net.switches[name].stp);
    let title = format!("spanning tree {} -- {}", switches[0], switches[1]);
    report.show(&title, &switches, &ends);
    let family = |facts: &Facts| match facts["mode"].as_str() {
        "rstp" | "mstp" => "one tree",
        "rapid-pvst" => "a tree for each VLAN",
        _ => "none",
    };
    if family(ends[0]) != family(ends[1]) {
        report.complain(&title, format!("{} | {}", ends[0]["mode"], ends[1]["mode"]));
    }
    report.same(&title, &ends, &["path costs"]);
    let regional = |facts: &&Facts| facts.get("instances").is_some_and(|text| !text.is_empty());
    if ends.iter().any(regional) {
        report.same(&title, &ends, &["mode", "region", "revision", "digest", "instances"]);
    }
}

/// Links between switches that no cable of the fabric is: both ends have addresses of one subnet of two.
fn hand_offs(net: &Net, report: &mut Report) {
    for (name, switch) in &net.switches {
        for (other, far) in net.switches.range(name.clone()..).skip(1) {
            let mut seen = BTreeSet::new();
            for own in &switch.addresses {
                let met = far.addresses.iter().find(|one| {
                    one.net.trunc() == own.net.trunc() && one.net != own.net && of_two(one.net)
                });
                let Some(met) = met else { continue };
                let ports = [&own.interface, &met.interface]
                    .map(|port| port.trim_end_matches(".0").to_owned());
                let cabled = net.cables.iter().any(|cable| {
                    let ends = [(name, &ports[0]), (other, &ports[1])];
                    cable
                        .ends
                        .iter()
                        .zip(ends)
                        .all(|(end, (switch, port))| (&end.switch, &end.port) == (switch, port))
                });
                if cabled || net.pairs.get(name) == Some(other) || !seen.insert(ports.clone()) {
                    continue;
                }
                let facts = [switch.ports.get(&ports[0]), far.ports.get(&ports[1])]
                    .map(|one| one.cloned().unwrap_or_default());
                let tag = facts[0].get("tag").map_or("none", String::as_str);
                let title = format!("hand-off {name} -- {other}, tag {tag}");
                let ends = [&facts[0], &facts[1]];
                report.show(&title, &[name, other], &ends);
                report.same(&title, &ends, &["tag", "mode", "ip mtu", "speed"]);
            }
        }
    }
}

/// A subnet of two addresses.
pub fn of_two(net: ipnet::IpNet) -> bool {
    net.max_prefix_len() - net.prefix_len() == 1
}
