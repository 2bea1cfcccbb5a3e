//! The table of switches.

use super::table::{Column, Table};
use super::{Documents, ranges};
use crate::render::OutputFile;

const COLUMNS: &[Column] = &[
    ("switch", "Switch"),
    ("rack", "Rack"),
    ("tier", "Tier"),
    ("vendor", "Vendor"),
    ("model", "Model"),
    ("format", "Format"),
    ("management", "Management"),
    ("loopbacks", "Loopbacks"),
    ("tunnel_endpoint", "Tunnel endpoint"),
    ("asn", "AS"),
    ("pair", "Pair"),
    ("mlag_domain", "MLAG domain"),
    ("mlag_partner", "MLAG partner"),
    ("ports_used", "Ports used"),
    ("vlans", "VLANs"),
    ("zones", "Zones"),
    ("configuration", "Configuration"),
];

/// `switches.md` and `switches.csv`.
pub(super) fn files(all: &Documents<'_>) -> Vec<OutputFile> {
    let fabric = all.fabric;
    let text = format!("Every switch of the fabric `{}`.", fabric.name);
    let mut table = Table::new("Switches", &text, COLUMNS, all.entries.len());
    for entry in &all.entries {
        let switch = &fabric.switches[entry.id];
        let tier = switch.tier.map_or("", |tier| fabric.tiers[tier].name.as_str());
        let (domain, partner) = match &entry.mlag {
            Some((domain, partner)) => (domain.to_string(), partner.as_str()),
            None => (String::new(), ""),
        };
        table.row(&[
            switch.name.as_str(),
            all.rack(entry.id),
            tier,
            &switch.vendor,
            &switch.platform,
            &switch.format,
            &entry.addresses("management"),
            &entry.addresses("loopback"),
            &entry.tunnel(),
            &all.asn(entry.id),
            &all.pair(entry.id),
            &domain,
            partner,
            &all.used_ports(entry),
            &ranges::numbers(&entry.vlans),
            &all.zones(switch.zones.iter().copied()),
            &all.configuration(entry),
        ]);
    }
    table.files("switches").into()
}
