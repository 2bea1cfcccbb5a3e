//! The IP plan: every subnet, and who has which of its addresses.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::IpAddr;

use super::addresses::Vrf;
use super::subnets::{Kind, Subnets};
use super::table::{Column, Csv, MOST_ROWS, Table, elsewhere};
use super::{Documents, markdown, others, ranges};
use crate::render::OutputFile;

const COLUMNS: &[Column] = &[
    ("subnet", "Subnet"),
    ("kind", "Kind"),
    ("name", "Name"),
    ("vrf", "VRF"),
    ("address", "Address"),
    ("role", "Role"),
    ("owner", "Owner"),
    ("interface", "Interface"),
];
const SUBNETS: &[&str] = &["subnet", "kind", "name", "vrf", "gateway", "usable", "used", "free"];
const HEADS: &[&str] = &["Subnet", "Name", "VRF", "Gateway", "Usable", "Used", "Free"];

/// Who has an address.
#[derive(Debug, Default)]
struct Owners<'a> {
    role: &'a str,
    names: BTreeSet<&'a str>,
    /// As each owner names it, if they agree.
    interfaces: BTreeSet<&'a str>,
    /// Said instead of names, where they are many.
    text: Option<String>,
}

/// Addresses of the plan, each once in its VRF, by subnet.
type Addresses<'a> = BTreeMap<(usize, IpAddr, Vrf), Owners<'a>>;

/// `ip-plan.md`, `ip-plan.csv` and `subnets.csv`.
pub(super) fn files(all: &Documents<'_>) -> Vec<OutputFile> {
    let mut subnets = Subnets::of(all);
    let addresses = addresses(all, &mut subnets);
    let mut taken: BTreeMap<usize, Vec<IpAddr>> = BTreeMap::new();
    for (subnet, ip, _) in addresses.keys() {
        let ips = taken.entry(*subnet).or_default();
        if ips.last() != Some(ip) {
            ips.push(*ip);
        }
    }
    let rows = subnets.rows(&taken);
    let mut csv = Csv::new(SUBNETS.iter().copied(), rows.len());
    let mut overview = String::new();
    let mut kind = None;
    for row in &rows {
        let net = row.net.to_string();
        let (usable, used, free) =
            (row.usable.to_string(), row.used.to_string(), row.free.to_string());
        csv.row(&[&net, row.kind.word(), &row.name, &row.vrf, &row.gateway, &usable, &used, &free]);
        if rows.len() > MOST_ROWS {
            continue;
        }
        if kind != Some(row.kind) {
            kind = Some(row.kind);
            _ = write!(overview, "\n### {}\n\n", row.kind.title());
            markdown::head(&mut overview, HEADS);
        }
        let cells = [&net, &row.name, &row.vrf, &row.gateway, &usable, &used, &free];
        markdown::row(&mut overview, cells.map(|cell| markdown::cell(cell)));
    }
    if rows.len() > MOST_ROWS {
        overview = elsewhere(rows.len(), "subnets");
    }
    let text = format!(
        "Every subnet of the fabric `{}`, and every address in it that is taken. `subnets.csv` and `ip-plan.csv` hold \
         the same.\n\n## Subnets\n{overview}",
        all.fabric.name
    );
    let mut table = Table::new("IP plan", &text, COLUMNS, addresses.len());
    let mut by_row: BTreeMap<usize, Vec<(&IpAddr, &Vrf, &Owners<'_>)>> = BTreeMap::new();
    for ((subnet, ip, vrf), owners) in &addresses {
        by_row.entry(*subnet).or_default().push((ip, vrf, owners));
    }
    let mut kind = None;
    for row in &rows {
        for (ip, vrf, owners) in by_row.remove(&row.id).into_iter().flatten() {
            if kind != Some(row.kind) {
                kind = Some(row.kind);
                table.section(&format!("Addresses: {}", row.kind.title().to_lowercase()));
            }
            let interface = match owners.interfaces.first() {
                Some(only) if owners.interfaces.len() == 1 => *only,
                _ => "",
            };
            let owner =
                owners.text.clone().unwrap_or_else(|| ranges::names(owners.names.iter().copied()));
            table.row(&[
                row.net.to_string().as_str(),
                row.kind.word(),
                &row.name,
                &vrf.to_string(),
                &ip.to_string(),
                owners.role,
                &owner,
                interface,
            ]);
        }
    }
    let [plan_markdown, plan_csv] = table.files("ip-plan");
    vec![plan_markdown, plan_csv, csv.file("subnets")]
}

/// Addresses that someone has, by VRF.
pub(super) fn taken(all: &Documents<'_>) -> BTreeMap<String, BTreeSet<IpAddr>> {
    let mut taken: BTreeMap<String, BTreeSet<IpAddr>> = BTreeMap::new();
    for (_, ip, vrf) in addresses(all, &mut Subnets::of(all)).into_keys() {
        taken.entry(vrf.to_string()).or_default().insert(ip);
    }
    taken
}

/// What switches have, what VLANs have together, and what belongs to others.
fn addresses<'a>(all: &'a Documents<'_>, subnets: &mut Subnets) -> Addresses<'a> {
    let mut found = Addresses::new();
    for entry in &all.entries {
        let name = all.fabric.switches[entry.id].name.as_str();
        for held in &entry.addresses {
            let subnet = subnets.of_held(held);
            let owners = found.entry((subnet, held.ip, held.vrf.clone())).or_default();
            owners.role = held.role;
            owners.names.insert(name);
            owners.interfaces.insert(&held.interface);
        }
    }
    for gateway in others::gateways(all) {
        let Some(subnet) = subnets.find(&gateway.vrf, gateway.ip) else { continue };
        let owners = found.entry((subnet, gateway.ip, gateway.vrf)).or_default();
        owners.role = "gateway";
        owners.text = Some(gateway.owner);
    }
    for other in others::of(all.fabric) {
        let Some(subnet) = subnets.find(&other.vrf, other.ip) else { continue };
        let owners = found.entry((subnet, other.ip, other.vrf)).or_default();
        if owners.role.is_empty() {
            owners.role = other.role;
            owners.text = Some(other.owner);
        }
    }
    found
}

impl Kind {
    /// The heading of its subnets.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Loopbacks => "Loopbacks",
            Self::Tunnels => "Tunnel endpoints",
            Self::Management => "Management",
            Self::Links => "Link pools",
            Self::Link => "Links",
            Self::Pair => "Inside pairs",
            Self::Vlan => "VLANs",
            Self::Boundary => "Boundaries",
            Self::Other => "Others",
        }
    }
}
