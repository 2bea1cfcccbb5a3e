//! The table of BGP sessions.

use super::Documents;
use super::table::{Column, Table};
use crate::render::OutputFile;

const COLUMNS: &[Column] = &[
    ("switch", "Switch"),
    ("asn", "AS"),
    ("vrf", "VRF"),
    ("group", "Group"),
    ("local", "Address or interface"),
    ("neighbor", "Neighbour"),
    ("neighbor_asn", "AS there"),
    ("remote", "Address or interface there"),
    ("kind", "Kind"),
    ("families", "Families"),
    ("bfd", "BFD"),
    ("authentication", "Authentication"),
    ("import", "Import policy"),
    ("export", "Export policy"),
];

/// `bgp.md` and `bgp.csv`.
pub(super) fn files(all: &Documents<'_>) -> Vec<OutputFile> {
    let text = format!(
        "Every BGP session of the fabric `{}`, as each switch has it: one between two switches stands here twice, once \
         from either end. A session without addresses runs over an interface. `listens`: hosts come by themselves, from the \
         range that stands where their address would. Secrets are named by the variable that holds them.",
        all.fabric.name
    );
    let mut table = Table::new("BGP sessions", &text, COLUMNS);
    for entry in &all.entries {
        let switch = &all.fabric.switches[entry.id].name;
        for session in &entry.sessions {
            let asn = session.asn.to_string();
            let kind = match (session.listens, asn == session.neighbor_asn) {
                (true, _) => "listens",
                (false, true) => "internal",
                (false, false) => "external",
            };
            table.row(&[
                switch.as_str(),
                &asn,
                session.vrf.as_deref().unwrap_or("default"),
                &session.group,
                &session.local,
                &session.neighbor,
                &session.neighbor_asn,
                &session.remote,
                kind,
                &session.families,
                &session.bfd,
                &session.authentication,
                &session.import,
                &session.export,
            ]);
        }
    }
    table.files("bgp").into()
}
