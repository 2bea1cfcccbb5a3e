//! The documents say what the devices say: every address, cable and session, each once, and nothing moves without need.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read the fixtures")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::LazyLock;

use camino::Utf8Path;
use ipnet::IpNet;
use rackc::compile::{Options, Output, compile};
use rackc::diagnostic::Sink;
use rackc::syntax::{MemoryFiles, Program};
use rayon::prelude::*;
use serde_json::Value;

use common::compile::{CATALOG, beside};
use common::{assert_none, folders, project, tree};

/// A program with what comes of it, and its documents by path.
struct Built {
    name: String,
    output: Output,
    files: BTreeMap<String, String>,
}

/// A row of CSV by column.
type Row = BTreeMap<String, String>;

static FIXTURES: LazyLock<Vec<Built>> = LazyLock::new(|| {
    let fixtures = project("fixtures");
    let mut files = MemoryFiles::default();
    for (path, bytes) in tree(&fixtures) {
        if !path.contains("/expected") && !path.starts_with("errors/") {
            files = files.with(&path, bytes);
        }
    }
    let all = folders(&fixtures).into_iter().filter(|folder| folder.join("main.rack").is_file());
    let all: Vec<String> = all
        .map(|folder| folder.strip_prefix(&fixtures).unwrap().to_str().unwrap().to_owned())
        .filter(|name| !name.starts_with("errors/"))
        .collect();
    assert!(all.len() > 20, "{all:?}");
    all.par_iter().map(|name| built(name, &files, &format!("{name}/main.rack"), None)).collect()
});

fn built(name: &str, files: &MemoryFiles, main: &str, lock: Option<&str>) -> Built {
    let mut sink = Sink::default();
    let mut program = Program::load(files, Utf8Path::new(main), &mut sink);
    let lock_file = lock.map(|text| program.sources.add("rackc.lock", text));
    let options = Options { lock: lock.map(str::to_owned), lock_file, ..Options::default() };
    let compilation = compile(&program, &CATALOG, &options);
    let said: Vec<&str> = compilation.diagnostics.iter().map(|one| one.message.as_str()).collect();
    let output = compilation.output.unwrap_or_else(|| panic!("{name}: {said:?}"));
    let files = beside(&output, &program.sources);
    Built { name: name.to_owned(), output, files }
}

/// The documents of a program in one text.
fn of_text(text: &str, lock: Option<&str>) -> Built {
    built("text", &MemoryFiles::default().with("main.rack", text), "main.rack", lock)
}

impl Built {
    fn csv(&self, name: &str) -> Vec<Row> {
        let text = &self.files[&format!("docs/{name}.csv")];
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(|row| row.unwrap()).collect()
    }
}

/// Asks something of every program.
fn each(ask: impl Fn(&Built) -> Vec<String> + Sync) {
    let said = FIXTURES.par_iter().flat_map(|built| {
        ask(built).into_iter().map(|one| format!("{}: {one}", built.name)).collect::<Vec<_>>()
    });
    assert_none(said.collect(), "the documents and the devices do not agree");
}

/// Every address that stands anywhere in a device: what has an address, a length and a subnet.
fn addresses(value: &Value, found: &mut BTreeSet<IpAddr>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("cidr") && fields.contains_key("subnet") {
                found.insert(fields["ip"].as_str().unwrap().parse().unwrap());
            }
            fields.values().for_each(|value| addresses(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| addresses(value, found)),
        _ => {}
    }
}

#[test]
fn every_address_of_a_device_is_in_the_plan_once() {
    each(|built| {
        let mut said = Vec::new();
        let mut planned: BTreeMap<(String, IpAddr), usize> = BTreeMap::new();
        for row in built.csv("ip-plan") {
            let ip: IpAddr = row["address"].parse().unwrap();
            *planned.entry((row["vrf"].clone(), ip)).or_default() += 1;
            let net: IpNet = row["subnet"].parse().unwrap();
            if !net.contains(&ip) {
                said.push(format!("{ip} is not in {net}"));
            }
        }
        let twice = planned.iter().filter(|(_, count)| **count > 1);
        said.extend(twice.map(|((vrf, ip), _)| format!("{ip} in {vrf} is there twice")));
        let ips: BTreeSet<IpAddr> = planned.keys().map(|(_, ip)| *ip).collect();
        for device in &built.output.devices {
            let mut own = BTreeSet::new();
            addresses(&serde_json::to_value(device).unwrap(), &mut own);
            let missing = own.difference(&ips);
            said.extend(missing.map(|ip| format!("{ip} of {} is missing", device.hostname)));
        }
        said
    });
}

#[test]
fn owners_have_the_addresses_that_the_plan_gives_them() {
    each(|built| {
        let mut said = Vec::new();
        let devices: BTreeMap<&str, BTreeSet<IpAddr>> = built
            .output
            .devices
            .iter()
            .map(|device| {
                let mut own = BTreeSet::new();
                addresses(&serde_json::to_value(device).unwrap(), &mut own);
                (device.hostname.as_str(), own)
            })
            .collect();
        for row in built.csv("ip-plan").iter().filter(|row| row["role"] != "gateway") {
            let ip: IpAddr = row["address"].parse().unwrap();
            for owner in row["owner"].split(", ") {
                if let Some(own) = devices.get(owner)
                    && !own.contains(&ip)
                {
                    said.push(format!("{owner} has not {ip}"));
                }
            }
        }
        said
    });
}

#[test]
fn what_is_free_is_what_no_one_has() {
    each(|built| {
        let mut said = Vec::new();
        let mut taken: BTreeMap<(String, String), BTreeSet<IpAddr>> = BTreeMap::new();
        for row in built.csv("ip-plan") {
            let key = (row["subnet"].clone(), row["name"].clone());
            taken.entry(key).or_default().insert(row["address"].parse().unwrap());
        }
        for row in built.csv("subnets") {
            let number = |column: &str| row[column].parse::<u128>().unwrap();
            if number("used") + number("free") != number("usable") {
                said.push(format!("{}: used and free are not usable", row["subnet"]));
            }
            let net: IpNet = row["subnet"].parse().unwrap();
            // Counted one by one where that ends.
            if row["kind"].contains("pool") && row["kind"] != "management pool" {
                continue;
            }
            if net.max_prefix_len() - net.prefix_len() > 16 {
                continue;
            }
            let key = (row["subnet"].clone(), row["name"].clone());
            let none = BTreeSet::new();
            let taken = taken.get(&key).unwrap_or(&none);
            let router =
                |ip: &IpAddr| net.prefix_len() + 1 < net.max_prefix_len() && *ip == net.network();
            let broadcast = |ip: &IpAddr| {
                let wide = net.prefix_len() + 1 < net.max_prefix_len();
                wide && matches!(net, IpNet::V4(_)) && *ip == net.broadcast()
            };
            let all = hosts(net).filter(|ip| !router(ip) && !broadcast(ip));
            let free = all.filter(|ip| !taken.contains(ip)).count() as u128;
            if free != number("free") {
                said.push(format!("{net}: {free} are free, not {}", row["free"]));
            }
        }
        said
    });
}

/// Every address of a prefix, its edges too.
fn hosts(net: IpNet) -> impl Iterator<Item = IpAddr> {
    net.subnets(net.max_prefix_len()).unwrap().map(|one| one.addr())
}

#[test]
fn every_cable_is_in_the_map_once() {
    each(|built| {
        let mut said = Vec::new();
        let (management, rows): (Vec<Row>, Vec<Row>) =
            built.csv("cabling").into_iter().partition(|row| row["use"] == "management");
        let meant =
            built.output.devices.iter().filter(|device| device.management.is_some()).count();
        if management.len() != meant {
            said.push(format!("{} management ports for {meant} switches", management.len()));
        }
        let cables = built.output.checked.fabric.cables.len();
        if rows.len() != cables {
            said.push(format!("{} rows for {cables} cables", rows.len()));
        }
        let mut ends: BTreeMap<(&str, &str), (&str, &str)> = BTreeMap::new();
        for row in &rows {
            let from = (row["from_device"].as_str(), row["from_port"].as_str());
            let to = (row["to_device"].as_str(), row["to_port"].as_str());
            for (one, other) in [(from, to), (to, from)] {
                if !one.1.is_empty() && ends.insert(one, other).is_some() {
                    said.push(format!("{one:?} is there twice"));
                }
            }
        }
        let mut ports = 0;
        for device in &built.output.devices {
            for port in &device.ports {
                ports += 1;
                let there = ends.get(&(device.hostname.as_str(), port.name.as_str()));
                let meant = (
                    port.peer_host.as_deref().unwrap_or("outside"),
                    port.peer_port.as_deref().unwrap_or_default(),
                );
                if there != Some(&meant) {
                    said.push(format!(
                        "{} {}: {there:?}, not {meant:?}",
                        device.hostname, port.name
                    ));
                }
            }
        }
        if ends.len() != ports {
            said.push(format!("{} ends for {ports} ports", ends.len()));
        }
        said
    });
}

#[test]
fn racks_have_pages_with_all_their_cables() {
    each(|built| {
        let mut said = Vec::new();
        let fabric = &built.output.checked.fabric;
        for rack in fabric.racks.values() {
            let page = &built.files[&format!("docs/racks/{}.md", rack.name)];
            let names: BTreeSet<&str> =
                rack.switches.iter().map(|id| fabric.switches[*id].name.as_str()).collect();
            let devices = built.output.devices.iter();
            let devices = devices.filter(|device| names.contains(device.hostname.as_str()));
            let own = |device: &rackc::device::model::Device| {
                device.ports.len() + usize::from(device.management.is_some())
            };
            let ports: usize = devices.map(own).sum();
            let rows = page.lines().filter(|line| line.starts_with("| ☐ |")).count();
            if rows != ports {
                said.push(format!("{}: {rows} cables for {ports} ports", rack.name));
            }
        }
        let loose = fabric.switches.values().any(|switch| switch.rack.is_none());
        if built.files.contains_key("docs/no-rack.md") != loose {
            said.push("the page of switches in no rack".to_owned());
        }
        let index = &built.files["docs/README.md"];
        for path in built.files.keys().filter_map(|path| path.strip_prefix("docs/")) {
            if path != "README.md" && !index.contains(&format!("]({path})")) {
                said.push(format!("{path} is not in the index"));
            }
        }
        said
    });
}

#[test]
fn every_session_is_in_the_table_and_seen_from_both_ends() {
    each(|built| {
        let mut said = Vec::new();
        let rows = built.csv("bgp");
        let neighbors = |device: &rackc::device::model::Device| -> usize {
            let vrfs = device.bgp.iter().flat_map(|bgp| &bgp.vrfs);
            let groups = vrfs.flat_map(|vrf| &vrf.groups);
            groups.map(|group| group.neighbors.len() + group.listen.len()).sum()
        };
        let meant: usize = built.output.devices.iter().map(neighbors).sum();
        if rows.len() != meant {
            said.push(format!("{} rows for {meant} neighbours", rows.len()));
        }
        let switches: BTreeSet<&str> =
            built.output.devices.iter().map(|device| device.hostname.as_str()).collect();
        let key = |row: &Row, ends: [&str; 6]| -> Vec<String> {
            let mut key: Vec<String> = ends.iter().map(|column| row[*column].clone()).collect();
            key.extend([row["vrf"].clone(), row["families"].clone(), row["bfd"].clone()]);
            key
        };
        let near = ["switch", "asn", "local", "neighbor", "neighbor_asn", "remote"];
        let far = ["neighbor", "neighbor_asn", "remote", "switch", "asn", "local"];
        let all: BTreeSet<Vec<String>> = rows.iter().map(|row| key(row, near)).collect();
        for row in rows.iter().filter(|row| switches.contains(row["neighbor"].as_str())) {
            if !all.contains(&key(row, far)) {
                said.push(format!("nothing leads back to {:?}", key(row, near)));
            }
        }
        said
    });
}

#[test]
fn vlans_are_where_devices_have_them() {
    each(|built| {
        let mut said = Vec::new();
        let rows = built.csv("vlans");
        if rows.len() != built.output.checked.fabric.vlans.len() {
            said.push("not a row for each VLAN".to_owned());
        }
        for row in &rows {
            let id: u16 = row["id"].parse().unwrap();
            let devices = built.output.devices.iter();
            let on = devices.filter(|device| device.vlans.iter().any(|vlan| vlan.id == id)).count();
            if (on == 0) != row["places"].is_empty() {
                said.push(format!("VLAN {id} is on {on} switches and at {:?}", row["places"]));
            }
        }
        said
    });
}

const RACKS: &str = "
fabric dc {
  domain   dc.example.net
  mtu      9000
  underlay bgp
  overlay  evpn
  pool loopback 10.255.0.0/24
  pool vtep     10.255.4.0/24
  pool link     10.254.0.0/22
  pool mgmt     192.0.2.0/24
  pool asn      4200000000..4200000099
}
management { user netops role admin password secret(netops)  root-password secret(root) }
tier spine { switches spine1, spine2 model arista/DCS-7050CX3-32S }
rack-type compute {
  switches a, b model arista/DCS-7050SX3-48YC8
  mlag pair = a + b { peer-link 53..54  keepalive management }
  uplinks every switch to tier spine ports 49..50
  attach server node[1..3] to pair ports 1..3 as hypervisor
}
rack r[01..RACKS] of compute
vrf prod
vlan web 110 { vrf prod  gateway 10.1.110.1/24 }
profile hypervisor { access web  lacp fast  edge }
";

/// What a file had before is there after, line by line and in the same order.
fn kept(before: &str, after: &str) -> Vec<String> {
    let mut lines = after.lines();
    before.lines().filter(|line| !lines.any(|one| one == *line)).map(str::to_owned).collect()
}

#[test]
fn a_new_rack_moves_no_line_of_another_one() {
    let before = of_text(&RACKS.replace("RACKS", "02"), None);
    let after = of_text(&RACKS.replace("RACKS", "03"), Some(before.output.lock_text()));
    for file in ["cabling.csv", "cabling.md", "bgp.csv", "bgp.md", "switches.csv", "racks/r01.md"] {
        let path = format!("docs/{file}");
        let lost = kept(&before.files[&path], &after.files[&path]);
        // A spine tells how many of its ports are used.
        let lost: Vec<&String> = lost.iter().filter(|line| !line.starts_with("spine")).collect();
        assert!(lost.is_empty(), "{file}: {lost:#?}");
    }
}

const HOSTILE: [&str; 6] =
    ["=cmd|' /C calc'!A0", "+1+1", "-2+3|4", "@SUM(A1)", "a | b || c", "**x** [y](z) <b>&amp;"];

#[test]
fn what_a_program_says_ends_no_cell_and_begins_no_formula() {
    for text in HOSTILE {
        let program = format!(
            "{}\nvlan dmz 120 {{ vrf prod  gateway 10.1.120.1/24  description \"{text}\" }}\n\
             profile x {{ access dmz  description \"{text}\" }}\nattach server odd to r01-a port 20 as x\n",
            RACKS.replace("RACKS", "01")
        );
        let mut shown = 0;
        for (path, file) in &of_text(&program, None).files {
            let ending = path.rsplit('.').next();
            if ending == Some("md") {
                rows_have_the_cells_of_their_heads(path, file);
            }
            if ending != Some("csv") {
                continue;
            }
            let mut reader = csv::Reader::from_reader(file.as_bytes());
            for row in reader.records() {
                for field in &row.unwrap() {
                    assert!(!field.starts_with(['=', '+', '-', '@']), "{path}: {field}");
                    shown += usize::from(field.trim_start_matches('\'') == text);
                }
            }
        }
        assert_eq!(shown, 2, "{text}");
    }
}

fn rows_have_the_cells_of_their_heads(path: &str, markdown: &str) {
    let bars = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
    let lines: Vec<&str> = markdown.lines().collect();
    let mut meant = None;
    for (at, line) in lines.iter().enumerate() {
        if !line.starts_with('|') {
            meant = None;
            continue;
        }
        let meant = *meant.get_or_insert_with(|| {
            let rule = lines.get(at + 1).copied().unwrap_or_default();
            assert!(rule.starts_with("|---"), "{path}: {line}");
            bars(line)
        });
        assert_eq!(bars(line), meant, "{path}: {line}");
    }
}
