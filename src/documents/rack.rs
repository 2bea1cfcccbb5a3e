//! One page for each rack, for the person with the cable in hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::cabling::MANAGEMENT;
use super::{Documents, Entry, markdown, ranges};
use crate::fabric::{Switch, SwitchId, natural};
use crate::render::OutputFile;

const CABLES: [&str; 10] = [
    "✓",
    "Port",
    "To rack",
    "To",
    "Port there",
    "Speed",
    "Lane",
    "Use",
    "LAG",
    "Profile and zones",
];

/// A page of the rack folder, or that of the switches which stand in no rack.
pub(super) struct Page<'a> {
    path: String,
    title: String,
    zones: String,
    switches: Vec<&'a Entry>,
}

/// The pages of all racks, and that of switches that stand in none.
pub(super) fn pages<'a>(all: &'a Documents<'_>) -> Vec<Page<'a>> {
    let fabric = all.fabric;
    let entries = |switches: &[SwitchId]| {
        let mut entries: Vec<&Entry> = switches.iter().filter_map(|id| all.entry(*id)).collect();
        let name = |entry: &&Entry| fabric.switches[entry.id].name.as_str();
        entries.sort_by(|a, b| natural(name(a), name(b)));
        entries
    };
    let racks = fabric.racks.values();
    let mut pages: Vec<Page<'_>> = racks
        .map(|rack| Page {
            path: format!("docs/racks/{}.md", rack.name),
            title: format!("Rack {}", rack.name),
            zones: all.zones(rack.zones.iter().copied()),
            switches: entries(&rack.switches),
        })
        .collect();
    let loose = all.fabric.switches.iter().filter(|(_, switch)| switch.rack.is_none());
    let loose: Vec<SwitchId> = loose.map(|(id, _)| id).collect();
    if !loose.is_empty() {
        pages.push(Page {
            path: "docs/no-rack.md".to_owned(),
            title: "Switches that stand in no rack".to_owned(),
            zones: String::new(),
            switches: entries(&loose),
        });
    }
    pages
}

impl Page<'_> {
    /// The page as a file.
    pub(super) fn file(&self, all: &Documents<'_>) -> OutputFile {
        let mut text = format!("# {}\n\nFabric `{}`", self.title, all.fabric.name);
        if !self.zones.is_empty() {
            _ = write!(text, ", in {}", markdown::cell(&self.zones));
        }
        text.push_str(".\n\n## Cables\n");
        for entry in &self.switches {
            cables(&mut text, all, entry);
        }
        text.push_str("\n## Switches\n");
        for entry in &self.switches {
            summary(&mut text, all, entry);
        }
        OutputFile { path: self.path.clone(), text }
    }
}

/// The cables of a switch in the order of its ports.
fn cables(text: &mut String, all: &Documents<'_>, entry: &Entry) {
    _ = write!(text, "\n### {}\n\n", all.fabric.switches[entry.id].name);
    let cables = all.cables.get(&entry.id).map(Vec::as_slice).unwrap_or_default();
    let management = entry.management();
    if cables.is_empty() && management.is_none() {
        text.push_str("No cable.\n");
        return;
    }
    markdown::head(text, CABLES);
    for (_, cable, end) in cables {
        let (own, far) = (all.end(*cable, *end), all.end(*cable, 1 - (*end).min(1)));
        let (speed, zones) = (all.speed(*cable), all.cable_zones(*cable));
        let fec = Some(all.fec(*cable)).filter(|fec| !fec.is_empty());
        let fec = fec.map(|fec| format!("FEC {fec}")).unwrap_or_default();
        let notes = [all.profile(*cable), &fec, &zones, all.description(*cable)];
        let notes: Vec<&str> = notes.into_iter().filter(|note| !note.is_empty()).collect();
        let cells = [
            "☐",
            own.port,
            far.rack,
            far.device,
            far.port,
            &speed,
            &own.lane,
            &all.cable_use(*cable),
            own.lag,
            &notes.join("; "),
        ];
        markdown::row(text, cells.iter().map(|cell| markdown::cell(cell)));
    }
    if let Some((port, addresses)) = management {
        let cells = ["☐", port, "", MANAGEMENT, "", "", "", "management", "", &addresses];
        markdown::row(text, cells.iter().map(|cell| markdown::cell(cell)));
    }
}

/// What one wants to know of a switch.
fn summary(text: &mut String, all: &Documents<'_>, entry: &Entry) {
    let switch = &all.fabric.switches[entry.id];
    _ = write!(text, "\n### {}\n\n", switch.name);
    markdown::head(text, ["", ""]);
    for (what, value) in facts(all, entry, switch) {
        if !value.is_empty() {
            markdown::row(text, [what.into(), markdown::cell(&value)]);
        }
    }
}

fn facts(all: &Documents<'_>, entry: &Entry, switch: &Switch) -> Vec<(&'static str, String)> {
    let partner = entry.mlag.as_ref();
    vec![
        ("Model", all.model(entry.id)),
        ("Format", format!("{}/{}", switch.vendor, switch.format)),
        ("Management", entry.addresses("management")),
        ("Loopbacks", entry.addresses("loopback")),
        ("Tunnel endpoint", entry.tunnel()),
        ("AS", all.asn(entry.id)),
        ("Pair", all.pair(entry.id)),
        ("MLAG partner", partner.map(|(_, peer)| peer.clone()).unwrap_or_default()),
        ("MLAG domain", partner.map(|(domain, _)| domain.to_string()).unwrap_or_default()),
        ("Ports used", all.used_ports(entry)),
        ("VLANs", ranges::numbers(&entry.vlans)),
        ("Zones", all.zones(switch.zones.iter().copied())),
        ("Configuration", all.configuration(entry)),
    ]
}

impl Documents<'_> {
    /// Title of the hardware model.
    pub fn model(&self, switch: SwitchId) -> String {
        let title = self.hardware(switch).map(|(_, platform)| platform.title.clone());
        title.unwrap_or_else(|| self.fabric.switches[switch].platform.clone())
    }

    /// AS number, if the switch speaks BGP.
    pub(super) fn asn(&self, switch: SwitchId) -> String {
        self.allocation.asns.get(switch).map(ToString::to_string).unwrap_or_default()
    }

    /// The pair of a switch.
    pub(super) fn pair(&self, switch: SwitchId) -> String {
        let pair = self.fabric.switches[switch].pair;
        pair.map(|pair| self.fabric.pairs[pair].name.clone()).unwrap_or_default()
    }

    /// `25g: 4 of 48, 100g: 4 of 8`: front-panel ports with a cable, by the speed of the port.
    pub(super) fn used_ports(&self, entry: &Entry) -> String {
        let Some((_, platform)) = self.hardware(entry.id) else { return String::new() };
        let mut used: Vec<u16> = entry.used().map(|port| port.panel).collect();
        used.dedup();
        let mut speeds: BTreeMap<(u32, &str), (usize, usize)> = BTreeMap::new();
        for block in &platform.ports {
            let key = (block.default_megabits(), block.default_speed.as_str());
            let (taken, all) = speeds.entry(key).or_default();
            *taken += used.iter().filter(|panel| block.panel.contains(**panel)).count();
            *all += usize::from(block.panel.last - block.panel.first) + 1;
        }
        let text = speeds
            .into_iter()
            .map(|((_, speed), (taken, all))| format!("{speed}: {taken} of {all}"));
        text.collect::<Vec<_>>().join(", ")
    }

    /// Where the configuration is in the output folder.
    pub(super) fn configuration(&self, entry: &Entry) -> String {
        match entry.files.as_slice() {
            [only] => only.clone(),
            _ => format!("configs/{}/", self.fabric.switches[entry.id].name),
        }
    }
}
