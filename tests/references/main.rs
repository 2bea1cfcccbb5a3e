//! Each name that a configuration refers to is defined in it, and each that it defines is used: in every configuration of the
//! catalogues of fabrics, for every vendor and format.
//!
//! A switch takes a route map that nobody defined, and lets everything pass or nothing; what nobody uses is a line that a
//! reviewer reads in vain. Templates and device model have no say here: `eos.rs` and its neighbours know the vendors' languages.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read their fixtures")]

#[path = "../common/mod.rs"]
mod common;

#[path = "../interop/block.rs"]
#[allow(dead_code, reason = "the tests of interoperability use the rest")]
mod block;
mod cumulus;
mod eos;
mod junos;
mod names;
mod nxos;
#[path = "../interop/paths.rs"]
#[allow(dead_code, reason = "the tests of interoperability use the rest")]
mod paths;
mod statements;

use std::fs;
use std::path::{Path, PathBuf};

use common::{assert_none, folders, project};
use names::Language;

/// The file of each format that refers to names, and its language.
const FILES: [(&str, &str, &Language); 6] = [
    ("startup-config", "\nfeature ", &nxos::LANGUAGE),
    ("startup-config", "\nend\n", &eos::LANGUAGE),
    ("juniper.conf", "", &junos::LANGUAGE),
    ("juniper.set", "", &junos::LANGUAGE),
    ("frr.conf", "", &cumulus::FRR),
    ("startup.yaml", "", &cumulus::NVUE),
];

#[test]
fn every_name_is_defined_and_used() {
    let mut read = [0_usize; FILES.len()];
    let mut said = Vec::new();
    let expected = |folder: &PathBuf| folder.to_str().unwrap().contains("/expected");
    for folder in folders(&project("fixtures")).into_iter().filter(expected) {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if !FILES.iter().any(|(file, ..)| *file == name) {
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            let known = |(file, mark, _): &(&str, &str, _)| *file == name && text.contains(mark);
            let format =
                FILES.iter().position(known).unwrap_or_else(|| panic!("{}", path.display()));
            read[format] += 1;
            let complaints = FILES[format].2.complaints(&text);
            said.extend(complaints.into_iter().map(|one| format!("{}: {one}", shown(&path))));
        }
    }
    assert!(read.iter().all(|count| *count > 10), "files of each format: {read:?}");
    assert_none(said, "a name that is not defined, or not used");
}

fn shown(path: &Path) -> String {
    path.strip_prefix(project("fixtures")).unwrap().display().to_string()
}

#[test]
fn what_is_missing_or_idle_is_seen() {
    let text = "route-map a permit 10\nrouter bgp 1\n   neighbor b route-map c in\n";
    let said = eos::LANGUAGE.complaints(text);
    assert_eq!(
        said,
        [
            "peer group `b` is not defined",
            "route map `c` is not defined",
            "route map `a` is not used"
        ]
    );
    let said = eos::LANGUAGE.complaints("interface Management1\n   tunnel vrf c\n");
    assert_eq!(said, ["nobody knows what is named here: interface Management1 tunnel vrf c"]);
}
