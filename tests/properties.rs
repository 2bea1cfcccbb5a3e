//! What holds for every fabric, tried on random ones: racks stamped from types of several vendors below a routed core pair.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests")]
#![allow(clippy::struct_excessive_bools, reason = "what a VLAN has is a list of yes and no")]
#![allow(clippy::format_push_string, reason = "programs are written line by line")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::sync::Arc;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};

use common::compile::{CATALOG, Made, make};
use common::{Tree, diff, differences};
use rackc::device::model::{Device, Lag, Port, Switchport};
use rackc::vendor::schema::Feature;

/// Models for a core pair: 32 ports of 100G or more.
const CORES: [&str; 4] = [
    "arista/DCS-7050CX3-32S",
    "cisco-nxos/N9K-C9336C-FX2",
    "juniper/QFX5120-32C",
    "cumulus/SN3700C",
];
/// Models for a top-of-rack pair: 48 ports of 25G and 100G uplinks from 49 on.
const TORS: [&str; 4] = [
    "arista/DCS-7050SX3-48YC8",
    "cisco-nxos/N9K-C93180YC-FX3",
    "juniper/QFX5120-48Y",
    "cumulus/SN2410",
];

type Check = Result<(), TestCaseError>;

/// A fabric to be.
#[derive(Debug, Clone)]
struct Plan {
    core: &'static str,
    tree: &'static str,
    jumbo: bool,
    types: Vec<Type>,
    /// Racks by name, with their type.
    racks: BTreeMap<String, usize>,
    vlans: Vec<Vlan>,
}

/// A rack type to be.
#[derive(Debug, Clone)]
struct Type {
    model: &'static str,
    uplinks: u16,
    bundled: u16,
    single: u16,
    keepalive_link: bool,
    lacp: &'static str,
}

/// A VLAN to be.
#[derive(Debug, Clone)]
struct Vlan {
    id: u16,
    vrf: bool,
    ipv4: bool,
    ipv6: bool,
    relay: bool,
}

impl Plan {
    /// Top-level statements.
    fn statements(&self) -> Vec<String> {
        let mut all = vec![
            format!(
                "fabric dc1 {{\n  domain dc1.example.net\n  mtu {}\n  spanning-tree {} root core\n  gateway on core\n\
                 \x20 pool loopback 10.255.0.0/22, 2001:db8:ff::/64\n  pool link 10.254.0.0/22\n\
                 \x20 pool mgmt 192.0.2.0/24 gateway 192.0.2.1\n}}\n",
                if self.jumbo { 9000 } else { 1500 },
                self.tree()
            ),
            "management {\n  vrf mgmt\n  ntp 192.0.2.2, 192.0.2.3\n  user netops role admin password secret(netops)\n  \
             root-password secret(root)\n}\n"
                .to_owned(),
            "vrf prod\n".to_owned(),
            format!("switches core-a, core-b model {}\n", self.core),
            format!("mlag core = core-a + core-b {{\n  peer-link 31..32\n  keepalive {}\n}}\n", keepalive(self.core, false, 30)),
        ];
        all.extend(self.types.iter().enumerate().map(|(number, kind)| kind.statement(number)));
        all.extend(self.racks.iter().map(|(name, kind)| format!("rack {name} of t{kind}\n")));
        all.extend(self.vlans.iter().map(Vlan::statement));
        let names: Vec<String> = self.vlans.iter().map(|vlan| format!("v{}", vlan.id)).collect();
        for lacp in ["fast", "slow"] {
            all.push(format!(
                "profile {lacp} {{\n  trunk {}\n  native none\n  lacp {lacp}\n  edge\n}}\n",
                names.join(", ")
            ));
        }
        all.push(format!(
            "profile single {{\n  access v{}\n  edge\n}}\n",
            self.vlans.first().unwrap().id
        ));
        all
    }

    fn text(&self) -> String {
        self.statements().concat()
    }

    /// The tree asked for, if every model has it.
    fn tree(&self) -> &'static str {
        let mut models = self.types.iter().map(|kind| kind.model).chain([self.core]);
        if models.all(|model| can(model, Feature::StpMstp)) { self.tree } else { "rstp" }
    }
}

impl Type {
    fn statement(&self, number: usize) -> String {
        let keepalive = keepalive(self.model, self.keepalive_link, 48);
        let mut text = format!(
            "rack-type t{number} {{\n  switches a, b model {}\n  mlag pair = a + b {{\n    peer-link 53..54\n    keepalive \
             {keepalive}\n  }}\n  uplinks every switch to core ports 49..{} at 1..28\n",
            self.model,
            48 + self.uplinks
        );
        if self.bundled > 0 {
            text.push_str(&format!(
                "  attach server[1..{}] to pair port 1.. as {}\n",
                self.bundled, self.lacp
            ));
        }
        if self.single > 0 {
            text.push_str(&format!(
                "  attach single[1..{}] to b port 17.. as single\n",
                self.single
            ));
        }
        text + "}\n"
    }
}

impl Vlan {
    fn statement(&self) -> String {
        let id = self.id;
        let mut text = format!("vlan v{id} {id} {{\n");
        if self.vrf {
            text.push_str("  vrf prod\n");
        }
        let ipv4 = self.ipv4.then(|| format!("10.1.{}.1/24", id - 100));
        let ipv6 = self.ipv6.then(|| format!("2001:db8:{id}::1/64"));
        let gateways: Vec<String> = ipv4.into_iter().chain(ipv6).collect();
        // A private VLAN that lives in one rack alone is not carried beyond it, and a second rack would change that.
        text.push_str(&match gateways.as_slice() {
            [] => "  on core\n".to_owned(),
            gateways => format!("  gateway {}\n", gateways.join(", ")),
        });
        if self.ipv4 && self.relay {
            text.push_str("  dhcp-relay 198.51.100.1\n");
        }
        text + "}\n"
    }
}

fn kind() -> impl Strategy<Value = Type> {
    let parts = (0..TORS.len(), 1..=2_u16, 0..=4_u16, 0..=2_u16, any::<bool>(), any::<bool>());
    parts.prop_map(|(model, uplinks, bundled, single, keepalive_link, fast)| Type {
        model: TORS[model],
        uplinks: uplinks * 2,
        // A rack without hosts has nothing that could go wrong.
        bundled: bundled.max(1),
        single,
        keepalive_link,
        lacp: if fast { "fast" } else { "slow" },
    })
}

fn vlan() -> impl Strategy<Value = Vlan> {
    let parts = (101..=140_u16, any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    parts.prop_map(|(id, vrf, ipv4, ipv6, relay)| Vlan { id, vrf, ipv4, ipv6: ipv6 && ipv4, relay })
}

fn plan() -> impl Strategy<Value = Plan> {
    let types = prop::collection::vec(kind(), 1..=3);
    let racks = prop::collection::btree_map(1..=20_u16, 0..3_usize, 1..=4);
    let vlans = prop::collection::vec(vlan(), 1..=4);
    (0..CORES.len(), any::<bool>(), any::<bool>(), types, racks, vlans).prop_map(
        |(core, mstp, jumbo, types, racks, mut vlans)| {
            vlans.sort_by_key(|vlan| vlan.id);
            vlans.dedup_by_key(|vlan| vlan.id);
            let count = types.len();
            let racks = racks
                .into_iter()
                .map(|(number, kind)| (format!("r{number}"), kind % count))
                .collect();
            Plan {
                core: CORES[core],
                tree: if mstp { "mstp" } else { "rstp" },
                jumbo,
                types,
                racks,
                vlans,
            }
        },
    )
}

/// Whether a vendor has a feature.
fn can(model: &str, feature: Feature) -> bool {
    let (vendor, platform) = model.split_once('/').unwrap();
    let (vendor, platform) = CATALOG.platform(vendor, platform).unwrap();
    vendor.supports(platform, feature)
}

/// A keepalive over the management network if that is wanted and the model can do it, else over a port.
fn keepalive(model: &str, link: bool, port: u16) -> String {
    if !link && can(model, Feature::MlagKeepaliveManagement) {
        "management".to_owned()
    } else {
        port.to_string()
    }
}

/// Compiles what must compile.
fn made(text: &str, lock: Option<&str>) -> Result<Made, TestCaseError> {
    make(text, lock, &[])
        .map_err(|refused| TestCaseError::fail(format!("{}\nof\n{text}", refused.text())))
}

fn config() -> Config {
    Config { cases: 16, failure_persistence: None, max_shrink_iters: 60, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_order_of_statements_changes_nothing((plan, shuffled) in plan().prop_flat_map(|plan| {
        let statements = Just(plan.statements()).prop_shuffle();
        (Just(plan), statements)
    })) {
        let ordered = made(&plan.text(), None)?;
        let shuffled = made(&shuffled.concat(), None)?;
        same(&ordered, &shuffled)?;
    }

    #[test]
    fn compiling_again_changes_nothing(plan in plan()) {
        let first = made(&plan.text(), None)?;
        let again = made(&plan.text(), Some(&first.lock))?;
        same(&first, &again)?;
    }

    #[test]
    fn adding_a_rack_leaves_the_others(mut plan in plan(), number in 1..=25_u16, kind in 0..3_usize) {
        let before = made(&plan.text(), None)?;
        let name = format!("r{number}");
        let kind = kind % plan.types.len();
        prop_assume!(plan.racks.insert(name.clone(), kind).is_none());
        let after = made(&plan.text(), Some(&before.lock))?;
        untouched(&before, &after, &[&name])?;
    }

    #[test]
    fn removing_a_rack_leaves_the_others(mut plan in plan(), which in any::<prop::sample::Index>()) {
        let before = made(&plan.text(), None)?;
        prop_assume!(plan.racks.len() > 1);
        let name = which.get(&plan.racks.keys().cloned().collect::<Vec<_>>()).clone();
        let kind = plan.racks.remove(&name).unwrap();
        let after = made(&plan.text(), Some(&before.lock))?;
        untouched(&before, &after, &[&name])?;
        // What it had is kept for it.
        plan.racks.insert(name, kind);
        let back = made(&plan.text(), Some(&after.lock))?;
        same(&before, &back)?;
    }

    #[test]
    fn renaming_a_rack_leaves_the_others(mut plan in plan(), which in any::<prop::sample::Index>(), number in 1..=25_u16) {
        let before = made(&plan.text(), None)?;
        let name = which.get(&plan.racks.keys().cloned().collect::<Vec<_>>()).clone();
        let new = format!("r{number}");
        prop_assume!(!plan.racks.contains_key(&new));
        let kind = plan.racks.remove(&name).unwrap();
        plan.racks.insert(new.clone(), kind);
        let after = made(&plan.text(), Some(&before.lock))?;
        untouched(&before, &after, &[&name, &new])?;
    }

    #[test]
    fn devices_are_consistent(plan in plan()) {
        let made = made(&plan.text(), None)?;
        for device in &made.devices {
            names_are_unique(device)?;
            lags_and_ports_agree(device)?;
            cables_have_two_ends(&made, device)?;
            pair_agrees(&made, device)?;
        }
        addresses_are_unique(&made)?;
        pairs_are_told_apart(&made)?;
    }
}

fn same(one: &Made, other: &Made) -> Check {
    let all = |made: &Made| files(made, |_| false);
    prop_assert!(
        one.lock == other.lock,
        "{}",
        diff("rackc.lock", one.lock.as_bytes(), other.lock.as_bytes())
    );
    let changes = differences(&all(one), &all(other));
    prop_assert!(changes.is_empty(), "{changes}");
    prop_assert_eq!(&one.devices, &other.devices);
    Ok(())
}

/// Nothing changes but for the racks named and the core, which they are cabled to.
fn untouched(before: &Made, after: &Made, racks: &[&str]) -> Check {
    let theirs = |name: &str| racks.iter().any(|rack| name.starts_with(&format!("{rack}-")));
    let left_out = |host: &str| host.starts_with("core") || theirs(host);
    let changes = differences(&files(before, left_out), &files(after, left_out));
    prop_assert!(changes.is_empty(), "{changes}");
    let (old, new) = (entries(&before.lock), entries(&after.lock));
    // An entry is theirs when a part of its path names them: a switch, a pair, a host, a port.
    let is_theirs = |path: &[String]| path.iter().any(|part| part.split([' ', ':']).any(theirs));
    let others = |entries: &BTreeMap<Vec<String>, String>| -> BTreeMap<Vec<String>, String> {
        entries
            .iter()
            .filter(|(path, _)| !is_theirs(path))
            .map(|(path, value)| (path.clone(), value.clone()))
            .collect()
    };
    prop_assert_eq!(others(&old), others(&new));
    Ok(())
}

/// The files of all switches but those left out.
fn files(made: &Made, left_out: impl Fn(&str) -> bool) -> Tree {
    let host = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
    let files = made.files.iter().filter(|(path, _)| !left_out(&host(path)));
    files.map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect()
}

/// The leaves of a lock file.
fn entries(lock: &str) -> BTreeMap<Vec<String>, String> {
    let mut found = BTreeMap::new();
    let value: serde_json::Value = serde_yaml::from_str(lock).unwrap();
    collect(&value, &mut Vec::new(), &mut found);
    found
}

fn collect(
    value: &serde_json::Value,
    path: &mut Vec<String>,
    found: &mut BTreeMap<Vec<String>, String>,
) {
    let Some(map) = value.as_object() else {
        found.insert(path.clone(), value.to_string());
        return;
    };
    for (key, value) in map {
        path.push(key.clone());
        collect(value, path, found);
        path.pop();
    }
}

fn names_are_unique(device: &Device) -> Check {
    let ports = device.ports.iter().map(|port| &port.name);
    let lags = device.lags.iter().map(|lag| &lag.name);
    let svis = device.svis.iter().map(|svi| &svi.name);
    let loopbacks = device.loopbacks.iter().map(|loopback| &loopback.name);
    let management = device.management.iter().map(|management| &management.interface);
    let mut seen = BTreeSet::new();
    for name in ports.chain(lags).chain(svis).chain(loopbacks).chain(management) {
        prop_assert!(seen.insert(name), "{} has two interfaces `{name}`", device.hostname);
    }
    let numbers: BTreeSet<u16> = device.lags.iter().map(|lag| lag.number).collect();
    prop_assert_eq!(numbers.len(), device.lags.len());
    Ok(())
}

fn lags_and_ports_agree(device: &Device) -> Check {
    let host = &device.hostname;
    let mut members = BTreeSet::new();
    for lag in &device.lags {
        prop_assert!(!lag.members.is_empty(), "{host} {} has no members", lag.name);
        for member in &lag.members {
            let port = device.ports.iter().find(|port| port.name == *member);
            let said =
                port.and_then(|port| port.lag.as_ref()).map(|lag| (lag.name.as_str(), lag.number));
            prop_assert_eq!(said, Some((lag.name.as_str(), lag.number)), "{} {}", host, member);
            prop_assert!(members.insert(member), "{host} {member} is in two LAGs");
        }
    }
    for port in device.ports.iter().filter(|port| port.lag.is_some()) {
        prop_assert!(members.contains(&port.name), "{host} {} is in no LAG's members", port.name);
    }
    Ok(())
}

fn cables_have_two_ends(made: &Made, device: &Device) -> Check {
    for port in &device.ports {
        let Some(peer) = port.peer_host.as_deref().and_then(|peer| made.device(peer)) else {
            continue;
        };
        let place = format!("{} {}", device.hostname, port.name);
        let other = peer.ports.iter().find(|other| Some(&other.name) == port.peer_port.as_ref());
        let Some(other) = other else {
            return Err(TestCaseError::fail(format!(
                "{place}: {} has no port {:?}",
                peer.hostname, port.peer_port
            )));
        };
        prop_assert_eq!(other.peer_host.as_ref(), Some(&device.hostname), "{}", &place);
        prop_assert_eq!(other.peer_port.as_ref(), Some(&port.name), "{}", &place);
        prop_assert_eq!(other.lag.is_some(), port.lag.is_some(), "{}", &place);
        if port.lag.as_ref().is_some_and(|lag| !lag.peer_link) {
            prop_assert_eq!(vlans(device, port), vlans(peer, other), "{}", &place);
        }
    }
    Ok(())
}

/// VLAN ids and native VLAN of a port, or of its LAG.
fn vlans(device: &Device, port: &Port) -> Option<(Vec<u16>, Option<u16>)> {
    let lag =
        port.lag.as_ref().and_then(|member| device.lags.iter().find(|lag| lag.name == member.name));
    let trunk =
        lag.map_or(port.switchport.as_ref(), |lag| lag.switchport.as_ref())?.trunk.as_ref()?;
    Some((trunk.vlan_ids.clone(), trunk.native.as_ref().map(|vlan| vlan.id)))
}

fn pair_agrees(made: &Made, device: &Device) -> Check {
    let Some(mlag) = &device.mlag else { return Ok(()) };
    let peer = made.device(&mlag.peer).unwrap();
    let theirs = peer.mlag.as_ref().unwrap();
    prop_assert_eq!(&theirs.peer, &device.hostname);
    prop_assert_eq!(
        (mlag.domain, &mlag.system_mac, &mlag.pair),
        (theirs.domain, &theirs.system_mac, &theirs.pair)
    );
    prop_assert_eq!(mlag.member + theirs.member, 1);
    prop_assert_ne!(mlag.first.is_some(), theirs.first.is_some());
    prop_assert_eq!(
        (&mlag.keepalive.local, &mlag.keepalive.vrf),
        (&theirs.keepalive.peer, &theirs.keepalive.vrf)
    );
    prop_assert_ne!(&mlag.keepalive.local, &mlag.keepalive.peer);
    prop_assert_eq!(
        mlag.local_address.map(|own| own.ip().to_string()),
        theirs.peer_address.clone()
    );
    prop_assert_eq!(&mlag.member_mac, &theirs.peer_mac);
    let shared = |device: &Device| -> BTreeMap<u16, (u16, String, Option<Arc<Switchport>>)> {
        let lags = device.lags.iter().filter_map(|lag| Some((lag.mlag.as_ref()?.id, lag)));
        lags.map(|(id, lag): (u16, &Lag)| {
            (id, (lag.number, lag.name.clone(), lag.switchport.clone()))
        })
        .collect()
    };
    prop_assert_eq!(shared(device), shared(peer), "{}", &mlag.pair);
    prop_assert!(!shared(device).is_empty());
    Ok(())
}

fn addresses_are_unique(made: &Made) -> Check {
    let mut seen: BTreeMap<(String, IpAddr), String> = BTreeMap::new();
    for device in &made.devices {
        let mut own: Vec<(String, IpAddr, &str)> = Vec::new();
        let vrf = |vrf: &Option<String>| vrf.clone().unwrap_or_default();
        for svi in &device.svis {
            let addresses = svi.ipv4.iter().chain(&svi.ipv6);
            own.extend(
                addresses.map(|address| (vrf(&svi.vrf), address.own.ip(), svi.name.as_str())),
            );
        }
        for loopback in &device.loopbacks {
            let addresses = loopback.ipv4.iter().chain(&loopback.ipv6);
            own.extend(
                addresses.map(|address| (vrf(&loopback.vrf), address.ip(), loopback.name.as_str())),
            );
        }
        for port in &device.ports {
            if let Some(routed) = &port.routed {
                let addresses = routed.ipv4.iter().chain(&routed.ipv6);
                own.extend(
                    addresses.map(|address| (vrf(&routed.vrf), address.ip(), port.name.as_str())),
                );
            }
        }
        if let Some(management) = &device.management {
            let addresses = management.ipv4.iter().chain(&management.ipv6);
            own.extend(addresses.map(|address| {
                (management.vrf.clone(), address.ip(), management.interface.as_str())
            }));
        }
        for address in device.mlag.iter().filter_map(|mlag| mlag.local_address.as_ref()) {
            own.push((String::new(), address.ip(), "peer link"));
        }
        for (vrf, address, interface) in own {
            let place = format!("{} {interface}", device.hostname);
            let before = seen.insert((vrf.clone(), address), place.clone());
            prop_assert!(before.is_none(), "{address} in `{vrf}` is on {place} and on {before:?}");
        }
    }
    for svi in made.devices.iter().flat_map(|device| &device.svis) {
        let gateways =
            svi.ipv4.iter().chain(&svi.ipv6).filter_map(|address| address.gateway.as_ref());
        for gateway in gateways {
            let owner = seen.get(&(svi.vrf.clone().unwrap_or_default(), gateway.ip()));
            prop_assert!(owner.is_none(), "gateway {} is also on {owner:?}", gateway.ip());
        }
    }
    Ok(())
}

fn pairs_are_told_apart(made: &Made) -> Check {
    let mut macs: BTreeMap<&str, &str> = BTreeMap::new();
    let mut domains: BTreeMap<u16, &str> = BTreeMap::new();
    for mlag in made.devices.iter().filter_map(|device| device.mlag.as_ref()) {
        let before = macs.insert(&mlag.system_mac, &mlag.pair);
        prop_assert!(
            before.is_none_or(|pair| pair == mlag.pair),
            "{} is the MAC of two pairs",
            mlag.system_mac
        );
        let before = domains.insert(mlag.domain, &mlag.pair);
        prop_assert!(
            before.is_none_or(|pair| pair == mlag.pair),
            "{} is the domain of two pairs",
            mlag.domain
        );
    }
    Ok(())
}
