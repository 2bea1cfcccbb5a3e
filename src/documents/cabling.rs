//! The cabling map: every cable with both its ends.

use std::borrow::Cow;

use super::Documents;
use super::table::{Column, Table};
use crate::fabric::{CableEnd, CableId, CableUse, HostId, ZoneId, ZoneKind, natural};
use crate::render::OutputFile;
use crate::vendor::ports::speed_text;

const COLUMNS: &[Column] = &[
    ("from_rack", "From rack"),
    ("from_device", "From"),
    ("from_port", "Port"),
    ("to_rack", "To rack"),
    ("to_device", "To"),
    ("to_port", "Port"),
    ("speed", "Speed"),
    ("from_lane", "Lane"),
    ("to_lane", "Lane there"),
    ("use", "Use"),
    ("from_lag", "LAG"),
    ("to_lag", "LAG there"),
    ("profile", "Profile"),
    ("vlans", ""),
    ("zones", "Zones"),
    ("description", "Description"),
    ("fec", ""),
];

/// Where the cable of a management port leads.
pub(super) const MANAGEMENT: &str = "management network";

/// One end of a cable, as people find it.
#[derive(Debug, Default)]
pub(super) struct End<'a> {
    pub(super) rack: &'a str,
    pub(super) device: &'a str,
    /// As the switch names it.
    pub(super) port: &'a str,
    /// `2 of 4x25g` on a split port.
    pub(super) lane: String,
    pub(super) lag: &'a str,
    pub(super) vlans: &'a str,
}

impl Documents<'_> {
    /// One end of a cable.
    pub(super) fn end(&self, cable: CableId, end: usize) -> End<'_> {
        let fabric = self.fabric;
        match fabric.cables[cable].ends.get(end) {
            Some(CableEnd::Switch(port)) => {
                let (switch, number) = (port.switch, self.allocation.port(fabric, cable, end));
                let lane = number.and_then(|number| {
                    let split = fabric.switches[switch].breakouts.get(&number.panel)?;
                    Some(format!("{} of {}", number.lane?, split.value))
                });
                let facts = number.and_then(|number| self.entry(switch)?.port(number));
                End {
                    rack: self.rack(switch),
                    device: &fabric.switches[switch].name,
                    port: facts.map_or("", |facts| facts.name.as_str()),
                    lane: lane.unwrap_or_default(),
                    lag: facts.and_then(|facts| facts.lag.as_deref()).unwrap_or_default(),
                    vlans: facts.map_or("", |facts| &*facts.vlans),
                }
            }
            Some(CableEnd::Host(host)) => {
                let (rack, device) = (self.host_rack(*host), &fabric.hosts[*host].name);
                End { rack, device, ..End::default() }
            }
            Some(CableEnd::Outside(name)) => {
                End { device: name.as_deref().unwrap_or("outside"), ..End::default() }
            }
            None => End::default(),
        }
    }

    /// The rack that all switches of a host stand in.
    fn host_rack(&self, host: HostId) -> &str {
        let attachments = self.fabric.hosts[host].attachments.iter();
        let mut switches = attachments.flat_map(|id| &*self.fabric.attachments[*id].switches);
        let rack = switches.next().map_or("", |switch| self.rack(*switch));
        if switches.all(|switch| self.rack(*switch) == rack) { rack } else { "" }
    }

    /// `r01-a Ethernet49/1 – spine1 Ethernet1/1`
    pub fn cable_name(&self, cable: CableId) -> String {
        let [one, other] = [0, 1].map(|end| {
            let End { device, port, .. } = self.end(cable, end);
            format!("{device} {port}").trim_end().to_owned()
        });
        format!("{one} – {other}")
    }

    /// What a cable is for.
    pub(super) fn cable_use(&self, cable: CableId) -> Cow<'_, str> {
        let pair = |what, pair| format!("{what} of {}", self.fabric.pairs[pair].name).into();
        match self.fabric.cables[cable].purpose {
            CableUse::Fabric => "layer-2 link".into(),
            CableUse::Routed => "routed link".into(),
            CableUse::PeerLink(id) => pair("peer link", id),
            CableUse::Keepalive(id) => pair("keepalive", id),
            CableUse::Host(attachment) => {
                let host = self.fabric.attachments[attachment].host;
                Cow::Borrowed(&self.fabric.hosts[host].kind)
            }
            CableUse::Boundary(boundary, _) => {
                let boundary = self.fabric.boundaries.get(boundary as usize);
                boundary.map_or("".into(), |one| format!("boundary {}", one.name).into())
            }
        }
    }

    /// `25g`, or nothing where it is not known.
    pub(super) fn speed(&self, cable: CableId) -> String {
        self.topology.speeds.get(cable).map(|speed| speed_text(*speed)).unwrap_or_default()
    }

    /// Zones that are lost with a cable or what it ends in, racks apart.
    pub(super) fn cable_zones(&self, cable: CableId) -> String {
        let facts = &self.fabric.cables[cable];
        let ends = facts.ends.iter().filter_map(CableEnd::switch_port);
        // The graph has no cables that lead out of the fabric.
        let of_ends = ends.flat_map(|end| &self.fabric.switches[end.switch].zones);
        self.zones(facts.zones.iter().chain(of_ends).copied())
    }

    /// Names of zones that are no racks, each once.
    pub(super) fn zones(&self, zones: impl Iterator<Item = ZoneId>) -> String {
        let zones = zones.map(|zone| &self.fabric.zones[zone]);
        let zones = zones.filter(|zone| zone.kind != ZoneKind::Rack);
        let mut names: Vec<&str> = zones.map(|zone| zone.name.as_str()).collect();
        names.sort_by(|a, b| natural(a, b));
        names.dedup();
        names.join(", ")
    }

    /// The profile of a cable's ports.
    pub(super) fn profile(&self, cable: CableId) -> &str {
        let profile = self.fabric.cables[cable].profile;
        profile.map_or("", |profile| self.fabric.profiles[profile].name.as_str())
    }

    /// The forward error correction that is said for a cable.
    pub(super) fn fec(&self, cable: CableId) -> &'static str {
        self.fabric.cable_fec(&self.fabric.cables[cable]).map_or("", |fec| fec.value.word())
    }

    /// What the program says of a cable, or of those that it serves.
    pub(super) fn description(&self, cable: CableId) -> &str {
        self.fabric.cable_description(&self.fabric.cables[cable]).unwrap_or_default()
    }
}

/// `cabling.md` and `cabling.csv`.
pub(super) fn files(all: &Documents<'_>) -> Vec<OutputFile> {
    let text = format!(
        "Every cable of the fabric `{}`, once, by its first end. Ports are called as the switches call them. The pages of the \
         racks say the same for whoever stands in front of one.",
        all.fabric.name
    );
    let cables = sorted(all);
    let rows = cables.len() + all.entries.len();
    let mut table = Table::new("Cabling map", &text, COLUMNS, rows);
    for cable in cables {
        let [from, to] = [0, 1].map(|end| all.end(cable, end));
        let vlans = if from.vlans.is_empty() { to.vlans } else { from.vlans };
        table.row(&[
            from.rack,
            from.device,
            from.port,
            to.rack,
            to.device,
            to.port,
            &all.speed(cable),
            &from.lane,
            &to.lane,
            &all.cable_use(cable),
            from.lag,
            to.lag,
            all.profile(cable),
            vlans,
            &all.cable_zones(cable),
            all.description(cable),
            all.fec(cable),
        ]);
    }
    management(all, &mut table);
    table.files("cabling").into()
}

/// Management ports: what is at their far end is not in the program.
fn management(all: &Documents<'_>, table: &mut Table) {
    let mut entries: Vec<_> = all.entries.iter().collect();
    let name = |id| all.fabric.switches[id].name.as_str();
    entries.sort_by(|a, b| {
        let by_rack = natural(all.rack(a.id), all.rack(b.id));
        by_rack.then_with(|| natural(name(a.id), name(b.id)))
    });
    let ports = entries.iter().filter_map(|entry| Some((entry.id, entry.management()?)));
    for (at, (id, (port, addresses))) in ports.enumerate() {
        if at == 0 {
            table.section("Management ports");
        }
        let mut row = [""; 17];
        row[..3].copy_from_slice(&[all.rack(id), name(id), port]);
        (row[4], row[9], row[15]) = (MANAGEMENT, "management", &addresses);
        table.row(&row);
    }
}

/// Cables by the switch and port of their first end.
pub(super) fn sorted(all: &Documents<'_>) -> Vec<CableId> {
    let mut switches: Vec<_> = all.cables.keys().copied().collect();
    switches.sort_by(|a, b| {
        let by_rack = natural(all.rack(*a), all.rack(*b));
        by_rack.then_with(|| natural(&all.fabric.switches[*a].name, &all.fabric.switches[*b].name))
    });
    let of_switch = switches.into_iter().filter_map(|switch| all.cables.get(&switch)).flatten();
    // A cable between switches is met twice, once by each end.
    of_switch.filter(|(_, _, end)| *end == 0).map(|(_, cable, _)| *cable).collect()
}
