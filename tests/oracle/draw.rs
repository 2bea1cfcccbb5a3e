//! Random small fabrics, drawn from a tape of numbers: what shrinks to zeros is the plainest fabric.

use std::fmt::Write as _;

/// Numbers to choose by; zeros when they run out.
#[derive(Debug, Clone)]
pub struct Tape<'t> {
    numbers: &'t [u8],
    next: usize,
}

impl<'t> Tape<'t> {
    pub fn of(numbers: &'t [u8]) -> Self {
        Self { numbers, next: 0 }
    }

    /// A number below a limit.
    pub fn below(&mut self, limit: usize) -> usize {
        let number = self.numbers.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        usize::from(number) * limit / 256
    }

    /// One of some things; the first is the plainest.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// Whether something rare is so: once in so many times.
    pub fn once_in(&mut self, many: usize) -> bool {
        self.below(many) == many - 1 && many > 1
    }
}

const BIG: &str = "arista/DCS-7050CX3-32S";
const TOR: &str = "arista/DCS-7050SX3-48YC8";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// Layer 2 below a core that routes.
    Plain,
    /// EVPN.
    Overlay,
    /// Routed top-of-rack switches, each with VLANs of its own.
    Routed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pair,
    Lone,
    Esi,
    /// Two switches that are no pair.
    Two,
}

/// A fabric with expectations, as text.
pub fn program(tape: &mut Tape<'_>, expectations: usize) -> String {
    let mut text = fabric(tape);
    let mut names: Vec<String> = Vec::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words[..] {
            ["vlan", name, ..] => names.extend([format!("vlan {name}"), format!("vlan {name}")]),
            ["attach", _, name, ..] => names.push(format!("host {name}")),
            ["boundary", name, ..] => names.extend(vec![format!("boundary {name}"); 3]),
            ["vrf", name, ..] if text.contains(&format!("vrf {name}  ")) => {
                names.push(format!("vrf {name}"));
            }
            ["rack", name, ..] => names.push(format!("rack {name}")),
            ["switch", name, ..] if text.contains("underlay") && name.len() > 1 => {
                names.push(format!("switch {name}"));
            }
            ["zone", "feed-a,", ..] => names.push("zone feed-b".to_owned()),
            _ => {}
        }
    }
    names.dedup();
    for _ in 0..expectations {
        let (from, to) = (&names[tape.below(names.len())], &names[tape.below(names.len())]);
        let relation = if tape.once_in(4) { "isolated from" } else { "reaches" };
        let alone = ["host", "boundary", "switch"].iter().any(|kind| from.starts_with(kind));
        if from == to && (alone || relation != "reaches") {
            continue;
        }
        let switch = if text.contains("switch core1") { "core1" } else { "spine1" };
        let losses = tape.pick(&[
            "any cable",
            "any switch",
            "any zone of power, any zone of row",
            "any switch, any cable",
            "any zone of duct, any rack",
            "any cable, any rack",
            "any zone of power, any zone of duct, any zone of row",
            "any zone of power and any cable",
            "any 2 of switch",
            "any zone of duct and any switch",
            "zone feed-a and any switch, any cable",
            "zone row-1 and any cable",
            "switch SWITCH and any cable",
            "any 2 of cable",
            "any 2 of rack",
            "any 2 zones of row, any 3 of switch",
        ]);
        writeln!(
            text,
            "expect {from} {relation} {to} despite {}",
            losses.replace("SWITCH", switch)
        )
        .unwrap();
    }
    text
}

/// The program with one thing changed: a cable taken out, a switch or a rack moved to another zone, an uplink moved to
/// the other member of its pair, a peer link thinned, a host moved to one member.
pub fn mutant(tape: &mut Tape<'_>, text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let starts = |word: &str| -> Vec<usize> {
        let found =
            lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with(word));
        found.map(|(at, _)| at).collect()
    };
    let (cabled, switches, rooms, attached) =
        (starts("link "), starts("switch "), starts("rack r"), starts("attach server"));
    let one =
        |tape: &mut Tape<'_>, of: &[usize]| (!of.is_empty()).then(|| of[tape.below(of.len())]);
    let mut changed: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    let swap = |line: &str, a: &str, b: &str| line.replace(a, "~").replace(b, a).replace('~', b);
    match tape.below(7) {
        0 | 1 => drop(changed.remove(one(tape, &cabled)?)),
        2 => {
            let at = one(tape, &switches)?;
            changed[at] = swap(lines[at], "feed-a", "feed-b");
        }
        3 => {
            let at = one(tape, &rooms)?;
            changed[at] = swap(lines[at], "row-1", "row-2");
        }
        4 => {
            // To a port of the other member that is free.
            let at = one(tape, &cabled)?;
            let (near, far) = lines[at].split_once(" -- ")?;
            let (name, port) = near.split_once(':')?;
            let other = if name.ends_with("-a") {
                name.replace("-a", "-b")
            } else {
                name.replace("-b", "-a")
            };
            changed[at] = format!("{other}:{} -- {far}", port.trim().parse::<u16>().ok()? - 6);
        }
        5 => {
            let at = lines.iter().position(|line| {
                line.contains("peer-link 53..54") || line.contains("peer-link 29..30")
            })?;
            changed[at] = lines[at].replace("53..54", "53").replace("29..30", "29");
        }
        _ => {
            let at = one(tape, &attached)?;
            changed[at] = lines[at].replace("-pair", tape.pick(&["-a", "-b"]));
        }
    }
    (changed != lines).then(|| changed.join("\n"))
}

/// A fabric as text.
#[allow(clippy::too_many_lines, reason = "a list of what there may be")]
fn fabric(tape: &mut Tape<'_>) -> String {
    let family = tape.pick(&[
        Family::Plain,
        Family::Overlay,
        Family::Plain,
        Family::Routed,
        Family::Overlay,
    ]);
    let mut text = String::new();
    let core = match family {
        Family::Plain => tape.pick(&[Kind::Pair, Kind::Two, Kind::Pair, Kind::Lone]),
        Family::Overlay | Family::Routed => Kind::Two,
    };
    let tops: Vec<String> = match (family, core) {
        (Family::Plain, Kind::Lone) => vec!["core1".into()],
        (Family::Plain, _) => vec!["core1".into(), "core2".into()],
        _ => (1..=1 + tape.pick(&[1, 0, 1, 2])).map(|number| format!("spine{number}")).collect(),
    };
    let racks = tape.pick(&[2, 3, 2, 1]);
    let kinds: Vec<Kind> = (0..racks)
        .map(|_| match family {
            Family::Overlay => tape.pick(&[Kind::Pair, Kind::Lone, Kind::Esi, Kind::Pair]),
            Family::Plain | Family::Routed => tape.pick(&[Kind::Pair, Kind::Lone, Kind::Pair]),
        })
        .collect();
    header(tape, &mut text, family, core, &tops);
    text.push_str("zone feed-a, feed-b kind power\nzone row-1, row-2 kind row\nzone duct-1, duct-2 kind duct\n");
    if family == Family::Plain {
        text.push_str("profile narrow { trunk v1 }\n");
    }
    // The core or the spines.
    for (number, top) in tops.iter().enumerate() {
        let feed = if tape.once_in(6) { "feed-a" } else { ["feed-a", "feed-b"][number % 2] };
        let rack = if tape.once_in(5) { "net1".to_owned() } else { format!("net{}", number + 1) };
        writeln!(text, "switch {top} model {BIG} in rack {rack} in {feed}").unwrap();
    }
    if core == Kind::Pair {
        writeln!(
            text,
            "mlag core = core1 + core2 {{ peer-link {} }}",
            tape.pick(&["29..30", "29"])
        )
        .unwrap();
    }
    if family == Family::Plain && core == Kind::Two {
        writeln!(text, "link core1:{0} -- core2:{0}", tape.pick(&["29..30", "29"])).unwrap();
    }
    let mut top_port = 1;
    let mut switches: Vec<Vec<String>> = Vec::new();
    for (number, kind) in kinds.iter().enumerate() {
        let rack = format!("r{}", number + 1);
        let row = ["row-1", "row-2"][number % 2];
        let whole = if tape.once_in(6) { tape.pick(&[", feed-a", ", feed-b"]) } else { "" };
        writeln!(text, "rack {rack} in {row}{whole} {{").unwrap();
        let letters: &[&str] = if *kind == Kind::Lone { &["a"] } else { &["a", "b"] };
        for (at, letter) in letters.iter().enumerate() {
            let feed = if tape.once_in(6) { 0 } else { at };
            writeln!(text, "  switch {letter} model {TOR} in {}", ["feed-a", "feed-b"][feed])
                .unwrap();
        }
        match kind {
            Kind::Pair => {
                let ports = tape.pick(&["53..54", "53..54", "53"]);
                writeln!(text, "  mlag pair = a + b {{ peer-link {ports} }}").unwrap();
            }
            Kind::Esi => text.push_str("  mlag pair = a + b { esi }\n"),
            Kind::Lone | Kind::Two => {}
        }
        text.push_str("}\n");
        let names: Vec<String> = letters.iter().map(|letter| format!("{rack}-{letter}")).collect();
        let mut any = false;
        for (at, name) in names.iter().enumerate() {
            for (up, top) in tops.iter().enumerate() {
                // Some cables are missing; those of MLAG may be straight.
                let skip = tape.once_in(if at > 0 { 4 } else { 8 });
                let last = at + 1 == names.len() && up + 1 == tops.len() && !any;
                if skip && !last {
                    continue;
                }
                any = true;
                let duct =
                    if tape.once_in(3) { ["in duct-1", "in duct-2"][(at + up) % 2] } else { "" };
                let narrow =
                    if family == Family::Plain && tape.once_in(10) { "as narrow" } else { "" };
                writeln!(text, "link {name}:{} -- {top}:{top_port} {narrow} {duct}", 49 + up)
                    .unwrap();
                top_port += 1;
            }
        }
        switches.push(names);
    }
    // A link across: a loop for spanning tree, or one more routed link.
    if tape.once_in(4) && switches.len() > 1 {
        writeln!(text, "link {}:52 -- {}:52", switches[0][0], switches[1][0]).unwrap();
    }
    // An access switch below a rack, by layer 2.
    let mut access = None;
    if tape.once_in(4) && family != Family::Routed && kinds[0] != Kind::Esi {
        let rack = if tape.once_in(2) { "acc" } else { "r1" };
        writeln!(text, "switch acc1 model {TOR} in rack {rack} in feed-b").unwrap();
        let profile = if family == Family::Overlay { "as between" } else { "" };
        if family == Family::Overlay {
            text.push_str("profile between { trunk all }\n");
        }
        // Perhaps a pair, cabled straight or crosswise.
        let double = tape.once_in(3);
        if double {
            let ports = tape.pick(&["53..54", "53"]);
            writeln!(
                text,
                "switch acc2 model {TOR} in rack {rack} in feed-a\nmlag accp = acc1 + acc2 {{ peer-link {ports} }}"
            )
            .unwrap();
        }
        for (at, name) in switches[0].iter().enumerate() {
            if at == 0 || !tape.once_in(3) {
                let below = if double && at == 1 { "acc2" } else { "acc1" };
                writeln!(text, "link {below}:{} -- {name}:45 {profile}", 49 + at).unwrap();
            }
            if double && tape.once_in(2) {
                let below = if at == 1 { "acc1" } else { "acc2" };
                writeln!(text, "link {below}:{} -- {name}:46 {profile}", 49 + at).unwrap();
            }
        }
        access = Some(if double { "accp" } else { "acc1" }.to_owned());
    }
    tenants(tape, &mut text, family, core, &kinds, &switches, access.as_deref(), &tops);
    text
}

fn header(tape: &mut Tape<'_>, text: &mut String, family: Family, core: Kind, tops: &[String]) {
    text.push_str("fabric lab {\n  mtu 9000\n");
    text.push_str("  pool loopback 10.255.0.0/24\n  pool vtep 10.255.4.0/24\n  pool link 10.254.0.0/22\n  pool mgmt 192.0.2.0/24\n");
    let root = match core {
        Kind::Pair => "root core",
        Kind::Two if family == Family::Plain => tape.pick(&["root core1 secondary core2", ""]),
        Kind::Lone => "root core1",
        _ => "",
    };
    let tree = if family == Family::Plain {
        tape.pick(&["rstp", "rstp", "rapid-pvst", "mstp", "mstp", "none"])
    } else {
        "rstp"
    };
    let own = if core == Kind::Two { "root core2" } else { "" };
    let instance = match tree {
        "mstp" if tape.once_in(2) => format!("{{\n    instance 1 {{ vlans v1  {own} }}\n  }}"),
        _ => String::new(),
    };
    writeln!(text, "  spanning-tree {tree} {} {instance}", if tree == "none" { "" } else { root })
        .unwrap();
    match family {
        Family::Plain => {
            let on = if core == Kind::Pair { "core".to_owned() } else { tops.join(", ") };
            writeln!(text, "  gateway on {on}").unwrap();
        }
        Family::Overlay | Family::Routed => {
            writeln!(text, "  underlay {}", tape.pick(&["bgp", "bgp unnumbered", "ospf"])).unwrap();
            text.push_str("  pool asn 4200000000..4200000099\n");
            if family == Family::Overlay {
                text.push_str("  overlay evpn\n");
            }
        }
    }
    text.push_str("}\nmanagement { root-password secret(root) }\n");
}

#[allow(clippy::too_many_arguments, reason = "what has been drawn so far")]
fn tenants(
    tape: &mut Tape<'_>,
    text: &mut String,
    family: Family,
    core: Kind,
    kinds: &[Kind],
    switches: &[Vec<String>],
    access: Option<&str>,
    tops: &[String],
) {
    // VRFs and what they take from each other.
    let leak = |tape: &mut Tape<'_>, other: &str| match tape.below(4) {
        0 | 1 => format!("leak from {other}"),
        2 => String::new(),
        _ => format!(
            "leak from {other} prefixes {}",
            tape.pick(&["10.1.1.0/24", "10.1.2.0/24, 10.1.3.0/24"])
        ),
    };
    let leaks = if family == Family::Routed {
        [String::new(), String::new()]
    } else {
        [leak(tape, "y"), leak(tape, "x")]
    };
    if family != Family::Routed {
        writeln!(text, "vrf x {{ {} }}\nvrf y {{ {} }}", leaks[0], leaks[1]).unwrap();
    }
    let count = if family == Family::Routed { kinds.len() } else { tape.pick(&[2, 3, 1, 4]) };
    let mut names = Vec::new();
    let mut routed: Vec<(String, &str)> = Vec::new();
    for number in 1..=count {
        let vrf = match family {
            Family::Routed => "",
            Family::Plain => tape.pick(&["", "x", "x", "x", "y"]),
            Family::Overlay => tape.pick(&["x", "x", "x", "y"]),
        };
        let bare = family != Family::Routed && number > 1 && tape.once_in(5);
        let mut inside = String::new();
        if !bare {
            if !vrf.is_empty() {
                write!(inside, "vrf {vrf}  ").unwrap();
            }
            write!(inside, "gateway 10.1.{number}.1/24").unwrap();
            let place = |rack: usize| match kinds[rack] {
                Kind::Pair | Kind::Esi => format!("r{}-pair", rack + 1),
                Kind::Lone | Kind::Two => switches[rack][0].clone(),
            };
            match family {
                Family::Routed => write!(inside, " on {}", place(number - 1)).unwrap(),
                Family::Overlay if tape.once_in(5) => {
                    write!(inside, " on {}", place(tape.below(kinds.len()))).unwrap();
                }
                Family::Plain if tape.once_in(6) => {
                    inside.push_str(" on core1");
                }
                _ => {}
            }
            if core == Kind::Pair && tape.once_in(4) {
                inside.push_str(" via vrrp");
            }
        }
        if tape.once_in(5) {
            write!(inside, "  racks r{}", 1 + tape.below(kinds.len())).unwrap();
        }
        if family == Family::Overlay && tape.once_in(8) {
            inside.push_str("  vni none");
        }
        if !bare && tape.once_in(6) {
            write!(inside, "  {} acl a{}", tape.pick(&["ingress", "egress"]), 1 + tape.below(4))
                .unwrap();
        }
        writeln!(text, "vlan v{number} {} {{ {inside} }}", 100 + number).unwrap();
        names.push(format!("v{number}"));
        if !bare {
            routed.push((format!("v{number}"), vrf));
        }
    }
    let second = &routed[routed.len().min(2) - 1].0;
    writeln!(text, "acl a1 {{ permit any }}\nacl a2 {{ deny from v1 to any\n permit any }}\nacl a3 {{ permit tcp from {second} established\n permit from v1 to any }}\nacl a4 {{ permit tcp to {second} port 443\n deny any }}").unwrap();
    hosts(tape, text, family, kinds, switches, access, &names);
    if let Some((vlan, vrf)) = routed.first() {
        boundary(tape, text, family, core, kinds, switches, tops, vlan, vrf);
    }
}

fn hosts(
    tape: &mut Tape<'_>,
    text: &mut String,
    family: Family,
    kinds: &[Kind],
    switches: &[Vec<String>],
    access: Option<&str>,
    vlans: &[String],
) {
    let mut number = 0;
    for (rack, kind) in kinds.iter().enumerate() {
        for at in 0..tape.pick(&[1, 2, 3]) {
            number += 1;
            let carried = |tape: &mut Tape<'_>| -> String {
                if family == Family::Routed {
                    return format!("access v{}", rack + 1);
                }
                let first = &vlans[(number + tape.below(vlans.len())) % vlans.len()];
                if tape.once_in(3) {
                    let more = &vlans[tape.below(vlans.len())];
                    if more != first {
                        return format!("trunk {first}, {more}");
                    }
                }
                format!("access {first}")
            };
            let carried = carried(tape);
            let double = *kind != Kind::Lone;
            let (to, how) = match (double, tape.below(5)) {
                (true, 0 | 1) => (format!("r{}-pair", rack + 1), "lacp fast"),
                (true, 2) if *kind != Kind::Esi => (format!("r{}-pair", rack + 1), "active-backup"),
                (true, 3) => (switches[rack][1].clone(), ""),
                _ => (switches[rack][0].clone(), ""),
            };
            let duct = if tape.once_in(6) { "in duct-1" } else { "" };
            writeln!(text, "profile p{number} {{ {carried}  {how}  edge }}").unwrap();
            writeln!(text, "attach server h{number} to {to} port {} as p{number} {duct}", at + 1)
                .unwrap();
            if family != Family::Routed && tape.once_in(10) {
                let other = &vlans[tape.below(vlans.len())];
                writeln!(text, "profile q{number} {{ access {other} edge }}\nattach server h{number} to {} port {} as q{number}", switches[rack][0], at + 20).unwrap();
            }
        }
    }
    // A host between two racks.
    if kinds.len() > 1 && family != Family::Routed && tape.once_in(5) {
        writeln!(text, "profile pb {{ access v1 active-backup edge }}\nattach server hb to {}, {} port 10 as pb", switches[0][0], switches[1][0]).unwrap();
    }
    if let Some(access) = access {
        let lacp = if access == "accp" { "lacp fast" } else { "" };
        writeln!(
            text,
            "profile pa {{ access v1 {lacp} edge }}\nattach server ha to {access} port 1 as pa"
        )
        .unwrap();
    }
}

#[allow(clippy::too_many_arguments, reason = "what has been drawn so far")]
fn boundary(
    tape: &mut Tape<'_>,
    text: &mut String,
    family: Family,
    core: Kind,
    kinds: &[Kind],
    switches: &[Vec<String>],
    tops: &[String],
    vlan: &str,
    vrf: &str,
) {
    if tape.once_in(4) {
        return;
    }
    let last = kinds.len() - 1;
    let (on, together): (Vec<String>, String) = match family {
        Family::Plain => {
            (tops.to_vec(), if core == Kind::Pair { "core".into() } else { tops.join(", ") })
        }
        Family::Overlay | Family::Routed => {
            let all = switches[last].clone();
            let name = if kinds[last] == Kind::Lone {
                all[0].clone()
            } else {
                format!("r{}-pair", last + 1)
            };
            (all, name)
        }
    };
    let in_vrf = if vrf.is_empty() { String::new() } else { format!("vrf {vrf}") };
    let acl = if tape.once_in(6) {
        format!("{} acl a{}", tape.pick(&["ingress", "egress"]), 1 + tape.below(4))
    } else {
        String::new()
    };
    let how = tape.below(6);
    match how {
        0 | 1 => {
            // Ports with static routes, and perhaps a way to the other switch.
            writeln!(text, "boundary out {{\n  {in_vrf}\n  {acl}").unwrap();
            let mut ends = Vec::new();
            for (at, switch) in on.iter().enumerate() {
                if at > 0 && tape.once_in(4) {
                    continue;
                }
                writeln!(text, "  port {switch}:31 address 203.0.113.{}/31", 1 + 2 * at).unwrap();
                if !tape.once_in(8) {
                    writeln!(text, "  route 0.0.0.0/0 via 203.0.113.{}", 2 * at).unwrap();
                }
                ends.push(switch.clone());
            }
            if how == 1 && on.len() > 1 {
                writeln!(text, "  route 0.0.0.0/0 via 10.9.9.1 on {} distance 250\n  route 0.0.0.0/0 via 10.9.9.0 on {} distance 250", on[0], on[1]).unwrap();
            }
            text.push_str("}\n");
            if how == 1 && on.len() > 1 {
                writeln!(text, "vlan between 199 {{ {in_vrf}  address {0} 10.9.9.0/31  address {1} 10.9.9.1/31  on {together} }}", on[0], on[1]).unwrap();
            }
        }
        2 | 3 => {
            // Neighbours in one VLAN, by a static route or OSPF.
            writeln!(
                text,
                "vlan transit 200 {{ {in_vrf}  gateway 198.51.100.2/29 on {together} }}"
            )
            .unwrap();
            writeln!(text, "profile provider {{ access transit edge }}").unwrap();
            for (at, switch) in on.iter().enumerate() {
                if at == 0 || !tape.once_in(3) {
                    writeln!(text, "attach router isp{at} to {switch} port 20 as provider")
                        .unwrap();
                }
            }
            let known = if how == 2 {
                "route 0.0.0.0/0 via 198.51.100.1".to_owned()
            } else {
                let told = if vrf.is_empty() || tape.once_in(2) { vlan } else { vrf };
                format!("ospf {{\n    area 0\n    import default\n    export {told}\n  }}")
            };
            writeln!(
                text,
                "boundary out {{\n  on {together}\n  {in_vrf}\n  vlan transit\n  {known}\n  {acl}\n}}"
            )
            .unwrap();
        }
        _ => {
            let exports: Vec<String> = match (vrf.is_empty(), family) {
                (true, _) => vec![vlan.into(), "default".into(), "all".into(), "nothing".into()],
                (false, _) => vec![
                    vrf.to_owned(),
                    vlan.into(),
                    "default".into(),
                    "nothing".into(),
                    "mine".into(),
                ],
            };
            writeln!(text, "policy mine {{ deny prefixes 10.1.3.0/24\n permit prefixes 10.1.0.0/16 up to /24 }}").unwrap();
            writeln!(text, "boundary out {{\n  on {}\n  {in_vrf}\n  {acl}", on.join(", ")).unwrap();
            for (at, switch) in on.iter().enumerate() {
                if at > 0 && tape.once_in(4) {
                    continue;
                }
                let export = if tape.once_in(3) {
                    exports[tape.below(exports.len())].clone()
                } else {
                    exports[0].clone()
                };
                let import = if tape.once_in(6) { "nothing" } else { "default" };
                writeln!(text, "  peer isp{at} asn 6470{at} at 203.0.113.{}/31 port {switch}:31 import {import} export {export}", 1 + 2 * at).unwrap();
            }
            text.push_str("}\n");
        }
    }
}
