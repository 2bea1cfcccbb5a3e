//! The table of BGP sessions.

use super::Documents;
use super::sessions::Session;
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
    let rows = all.entries.iter().map(|entry| entry.sessions.len()).sum();
    let mut table = Table::new("BGP sessions", &text, COLUMNS, rows);
    for entry in &all.entries {
        let switch = &all.fabric.switches[entry.id].name;
        for session in &entry.sessions {
            let group = &session.group;
            let asn = group.asn.to_string();
            let remote = if session.remote.is_empty() {
                far_interface(all, switch, session)
            } else {
                &session.remote
            };
            let kind = match (session.listens, asn == session.neighbor_asn) {
                (true, _) => "listens",
                (false, true) => "internal",
                (false, false) => "external",
            };
            table.row(&[
                switch.as_str(),
                &asn,
                group.vrf.as_deref().unwrap_or("default"),
                &group.name,
                &session.local,
                &session.neighbor,
                &session.neighbor_asn,
                remote,
                kind,
                &group.families,
                &group.bfd,
                &group.authentication,
                &group.import,
                &group.export,
            ]);
        }
    }
    table.files("bgp").into()
}

/// The interface at the other end of a session that runs over no cable of its own: of the session there that leads back.
fn far_interface<'a>(all: &'a Documents<'_>, switch: &str, session: &Session) -> &'a str {
    let far = all.switches.get(session.neighbor.as_str()).and_then(|id| all.entry(*id));
    let back = |other: &&Session| {
        (other.neighbor.as_str(), &other.group.vrf, &other.group.name, other.remote.is_empty())
            == (switch, &session.group.vrf, &session.group.name, true)
    };
    let found = far.and_then(|entry| entry.sessions.iter().find(back));
    found.map_or("", |session| session.local.as_str())
}
