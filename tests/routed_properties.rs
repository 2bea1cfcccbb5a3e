//! What holds for every routed fabric, tried on random ones: racks of all vendors and kinds below some spines.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests")]
#![allow(clippy::struct_excessive_bools, reason = "what a fabric has is a list of yes and no")]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};

use common::compile::{Made, Refused, make};
use common::routed::complaints;
use common::{Tree, diff, differences};

/// Models for spines, and for leaves: 48 ports of 25G and 100G uplinks from 49 on.
const SPINES: [&str; 4] = [
    "arista/DCS-7050CX3-32S",
    "cisco-nxos/N9K-C9336C-FX2",
    "juniper/QFX5120-32C",
    "cumulus/SN2700",
];
const LEAVES: [&str; 4] = [
    "arista/DCS-7050SX3-48YC8",
    "cisco-nxos/N9K-C93180YC-FX3",
    "juniper/QFX5120-48Y",
    "cumulus/SN2410",
];
const JUNIPER: usize = 2;
const CUMULUS: usize = 3;

type Check = Result<(), TestCaseError>;

/// A fabric to be.
#[derive(Debug, Clone)]
struct Plan {
    spines: u16,
    spine: usize,
    underlay: Underlay,
    overlay: bool,
    /// Families of loopbacks; one at least.
    ipv4: bool,
    ipv6: bool,
    /// Racks by number.
    racks: BTreeMap<u16, Rack>,
    vlans: BTreeMap<u16, Vlan>,
    service: bool,
}

/// An underlay to be.
#[derive(Debug, Clone)]
struct Underlay {
    kind: &'static str,
    per: &'static str,
    bfd: bool,
    password: bool,
    timers: bool,
}

/// A rack to be.
#[derive(Debug, Clone)]
struct Rack {
    leaf: usize,
    leaves: Leaves,
    /// What is said of its uplinks' addresses.
    links: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leaves {
    Mlag,
    Esi,
    Lone,
}

/// A VLAN to be.
#[derive(Debug, Clone)]
struct Vlan {
    vrf: u16,
    ipv4: bool,
    ipv6: bool,
    relay: bool,
}

impl Plan {
    /// Top-level statements.
    fn statements(&self) -> Vec<String> {
        let pool = |ipv4: &str, ipv6: &str| {
            let said = [(self.ipv4, ipv4), (self.ipv6, ipv6)];
            let nets: Vec<&str> = said.iter().filter(|one| one.0).map(|one| one.1).collect();
            nets.join(", ")
        };
        let tunnels = if self.ipv4 { "10.255.4.0/24" } else { "2001:db8:fd::/64" };
        let mut all = vec![
            format!(
                "fabric lab {{\n  mtu 9000\n  underlay {}\n  overlay {}\n  pool loopback {}\n  pool vtep {tunnels}\n\
                 \x20 pool link 10.254.0.0/22, 2001:db8:fe::/112\n  pool mgmt 192.0.2.0/24\n\
                 \x20 pool asn 4200000000..4200000099\n}}\n",
                self.underlay.text(),
                if self.overlay { "evpn" } else { "none" },
                pool("10.255.0.0/22", "2001:db8:ff::/64"),
            ),
            "management { root-password secret(root) }\n".to_owned(),
            format!(
                "tier spine {{ switches spine[1..{}] model {} }}\n",
                self.spines, SPINES[self.spine]
            ),
        ];
        for (number, rack) in &self.racks {
            all.extend(rack.statements(*number, self));
        }
        if self.overlay {
            all.extend(self.tenants());
        }
        if self.service {
            let carried = |vlan: &&u16| !self.overlay || self.vlans[*vlan].routed();
            let ids: Vec<&u16> = self.vlan_ids().filter(carried).collect();
            let names: Vec<String> = ids.iter().map(|id| format!("v{id}")).collect();
            if !names.is_empty() {
                all.push(format!(
                    "service k8s {{\n  vlans {}\n  bgp asn 64512 listen on gateway\n  accept 10.244.0.0/16 up to /26\n  \
                     advertise default\n}}\n",
                    names.join(", ")
                ));
            }
        }
        all
    }

    fn text(&self) -> String {
        self.statements().concat()
    }

    /// VLANs of hosts: those of all racks, or one for each rack.
    fn vlan_ids(&self) -> impl Iterator<Item = &u16> {
        let (all, each) =
            if self.overlay { (Some(&self.vlans), None) } else { (None, Some(&self.racks)) };
        all.into_iter().flat_map(BTreeMap::keys).chain(each.into_iter().flat_map(BTreeMap::keys))
    }

    /// What racks have in common above an overlay.
    fn tenants(&self) -> Vec<String> {
        let names: Vec<String> = self.vlans.keys().map(|id| format!("v{id}")).collect();
        let trunk = format!("trunk {}  native none  edge", names.join(", "));
        let mut all = vec![
            format!("profile double {{ {trunk}  lacp fast }}\n"),
            format!("profile single {{ {trunk} }}\n"),
        ];
        let vrfs: BTreeSet<u16> =
            self.vlans.values().filter(|vlan| vlan.routed()).map(|vlan| vlan.vrf).collect();
        all.extend(vrfs.iter().map(|vrf| format!("vrf t{vrf}\n")));
        all.extend(self.vlans.iter().map(|(id, vlan)| vlan.statement(*id)));
        all
    }
}

impl Underlay {
    fn text(&self) -> String {
        let bgp = self.kind.starts_with("bgp");
        let parts = [
            (self.bfd, "bfd interval 500ms multiplier 3".to_owned()),
            (self.password && bgp, "password secret(fabric)".to_owned()),
            (self.timers && bgp, "timers keepalive 3s hold 9s".to_owned()),
            (self.timers && !bgp, "timers hello 1s dead 4s".to_owned()),
            (bgp && !self.per.is_empty(), format!("asn per {}", self.per)),
        ];
        let said: Vec<String> = parts.into_iter().filter(|one| one.0).map(|one| one.1).collect();
        format!("{} {{ {} }}", self.kind, said.join("  "))
    }
}

impl Rack {
    fn statements(&self, number: u16, plan: &Plan) -> Vec<String> {
        let (switches, pair) = match (self.leaves, plan.overlay) {
            (Leaves::Lone, _) => ("switch a", ""),
            // Pairs of this vendor are never one tunnel endpoint.
            (Leaves::Mlag, true) if self.leaf == JUNIPER => ("switches a, b", "mlag pair = a + b"),
            (Leaves::Esi, true) => ("switches a, b", "mlag pair = a + b { esi }"),
            _ => ("switches a, b", "mlag pair = a + b { peer-link 53..54 }"),
        };
        let (at, how) = match self.leaves {
            Leaves::Lone => ("a", "single"),
            Leaves::Mlag | Leaves::Esi => ("pair", "double"),
        };
        let links = if plan.underlay.kind == "ospf" { "" } else { self.links };
        let own = if plan.overlay { String::new() } else { number.to_string() };
        let mut all = vec![format!(
            "rack r{number} {{\n  {switches} model {}\n  {pair}\n  uplinks every switch to tier spine ports 49..{} {links}\n  \
             attach server web, db to {at} ports 1..2 as {how}{own}\n}}\n",
            LEAVES[self.leaf],
            48 + plan.spines,
        )];
        if !plan.overlay {
            let lacp = if how == "double" { "lacp fast" } else { "" };
            all.push(format!("profile {how}{own} {{ access v{number}  {lacp}  edge }}\n"));
            let ipv4 = plan.ipv4.then(|| format!("10.1.{number}.1/24"));
            let ipv6 = plan.ipv6.then(|| format!("2001:db8:1:{number}::1/64"));
            let gateways: Vec<String> = ipv4.into_iter().chain(ipv6).collect();
            let vrrp = if self.leaf == JUNIPER && at == "pair" { "via vrrp" } else { "" };
            all.push(format!(
                "vlan v{number} {} {{ gateway {} {vrrp} on r{number}-{at} }}\n",
                100 + number,
                gateways.join(", ")
            ));
        }
        all
    }
}

impl Vlan {
    fn routed(&self) -> bool {
        self.ipv4 || self.ipv6
    }

    fn statement(&self, id: u16) -> String {
        if !self.routed() {
            return format!("vlan v{id} {id}\n");
        }
        let ipv4 = self.ipv4.then(|| format!("10.1.{}.1/24", id - 100));
        let ipv6 = self.ipv6.then(|| format!("2001:db8:1:{id}::1/64"));
        let gateways: Vec<String> = ipv4.into_iter().chain(ipv6).collect();
        let relay = if self.ipv4 && self.relay { "dhcp-relay 10.1.250.9" } else { "" };
        format!(
            "vlan v{id} {id} {{ vrf t{}  gateway {}  {relay} }}\n",
            self.vrf,
            gateways.join(", ")
        )
    }
}

fn underlay() -> impl Strategy<Value = Underlay> {
    let kinds = ["bgp", "bgp unnumbered", "bgp auto", "ospf"];
    let units = ["", "switch", "pair", "tier"];
    let parts = (0..kinds.len(), 0..units.len(), any::<bool>(), any::<bool>(), any::<bool>());
    parts.prop_map(move |(kind, per, bfd, password, timers)| Underlay {
        kind: kinds[kind],
        per: units[per],
        bfd,
        password,
        timers,
    })
}

fn rack() -> impl Strategy<Value = Rack> {
    let leaves = prop::sample::select(vec![Leaves::Mlag, Leaves::Esi, Leaves::Lone]);
    let links = prop::sample::select(vec!["", "", "numbered", "unnumbered"]);
    (0..LEAVES.len(), leaves, links).prop_map(|(leaf, leaves, links)| Rack { leaf, leaves, links })
}

fn vlan() -> impl Strategy<Value = Vlan> {
    let parts = (1..=3_u16, any::<bool>(), any::<bool>(), any::<bool>());
    parts.prop_map(|(vrf, ipv4, ipv6, relay)| Vlan { vrf, ipv4, ipv6, relay })
}

fn plan() -> impl Strategy<Value = Plan> {
    let racks = prop::collection::btree_map(1..=20_u16, rack(), 1..=6);
    let vlans = prop::collection::btree_map(101..=140_u16, vlan(), 1..=4);
    let families =
        prop::sample::select(vec![(true, false), (true, true), (true, true), (false, true)]);
    let spines = (1..=4_u16, 0..SPINES.len());
    (spines, underlay(), any::<bool>(), families, racks, vlans, any::<bool>()).prop_map(
        |((spines, spine), underlay, overlay, (ipv4, ipv6), racks, vlans, service)| {
            Plan { spines, spine, underlay, overlay, ipv4, ipv6, racks, vlans, service }.possible()
        },
    )
}

impl Plan {
    /// The same without what some system cannot do.
    fn possible(mut self) -> Self {
        if !self.ipv4 && self.overlay {
            // Tunnels over IPv6: not on this system, and not in MLAG pairs of all.
            for rack in self.racks.values_mut() {
                rack.leaves = Leaves::Lone;
                rack.leaf = if rack.leaf == CUMULUS { 0 } else { rack.leaf };
            }
            // Sessions and relays of IPv4 would have no address to run from.
            self.service = false;
            for vlan in self.vlans.values_mut() {
                vlan.relay = false;
            }
        }
        self
    }
}

/// Compiles what may be refused for a reason that is told.
fn tried(text: &str, lock: Option<&str>) -> Result<Made, TestCaseError> {
    make(text, lock, &[]).map_err(|refused: Refused| {
        // What a system cannot do is told by its capability.
        let told = refused.codes.iter().all(|code| *code == "R0801");
        let said = format!("{}\nof\n{text}", refused.text());
        if told { TestCaseError::reject(said) } else { TestCaseError::fail(said) }
    })
}

fn config() -> Config {
    Config { cases: 16, failure_persistence: None, max_shrink_iters: 80, ..Config::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn both_ends_of_everything_agree(plan in plan()) {
        let made = tried(&plan.text(), None)?;
        let said = complaints(&made);
        prop_assert!(said.is_empty(), "{}\nof\n{}", said.join("\n"), plan.text());
    }

    #[test]
    fn the_order_of_statements_changes_nothing((plan, shuffled) in plan().prop_flat_map(|plan| {
        let statements = Just(plan.statements()).prop_shuffle();
        (Just(plan), statements)
    })) {
        let ordered = tried(&plan.text(), None)?;
        let shuffled = tried(&shuffled.concat(), None)?;
        same(&ordered, &shuffled)?;
    }

    #[test]
    fn compiling_again_changes_nothing(plan in plan()) {
        let first = tried(&plan.text(), None)?;
        let again = tried(&plan.text(), Some(&first.lock))?;
        same(&first, &again)?;
    }

    #[test]
    fn adding_a_rack_leaves_the_other_racks(mut plan in plan(), number in 1..=25_u16, mut more in rack()) {
        let before = tried(&plan.text(), None)?;
        if !plan.ipv4 {
            more = Rack { leaf: 0, leaves: Leaves::Lone, ..more };
        }
        prop_assume!(plan.racks.insert(number, more).is_none());
        let after = tried(&plan.text(), Some(&before.lock))?;
        let said = complaints(&after);
        prop_assert!(said.is_empty(), "{}\nof\n{}", said.join("\n"), plan.text());
        let own = format!("r{number}-");
        let left_out = |host: &str| host.starts_with("spine") || host.starts_with(&own);
        let changes = differences(&files(&before, left_out), &files(&after, left_out));
        // What belongs to the fabric grows by the rack's own subnets when they are in the default VRF.
        prop_assert!(changes.is_empty() || !plan.overlay, "{changes}\nof\n{}", plan.text());
        for old in &before.devices {
            let new = after.device(&old.hostname).unwrap();
            let number = |device: &rackc::device::model::Device| {
                device.bgp.as_ref().map(|bgp| (bgp.asn, bgp.router_id.clone()))
            };
            prop_assert_eq!(number(old), number(new));
            prop_assert_eq!(&old.loopbacks, &new.loopbacks);
            prop_assert_eq!(&old.vtep, &new.vtep);
        }
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

/// The files of all switches but those left out.
fn files(made: &Made, left_out: impl Fn(&str) -> bool) -> Tree {
    let host = |path: &str| path.split('/').nth(1).unwrap_or_default().to_owned();
    let files = made.files.iter().filter(|(path, _)| !left_out(&host(path)));
    files.map(|(path, text)| (path.clone(), text.clone().into_bytes())).collect()
}
