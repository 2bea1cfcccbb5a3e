//! `fixtures/interop/proofs.yaml`: how each scenario is proved, and that this is true.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;

use crate::common::project;
use crate::scenario::scenarios;

/// How a scenario is proved.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Proof {
    pub proved_by: Vec<String>,
    /// The vendors whose parameters are run against Cumulus Linux.
    #[serde(default)]
    pub run: Vec<String>,
    pub not_run: Option<String>,
}

/// By scenario.
pub fn read() -> BTreeMap<String, Proof> {
    let text = fs::read_to_string(project("fixtures/interop/proofs.yaml")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

#[test]
fn every_scenario_is_proved_as_it_says() {
    let proofs = read();
    let names: Vec<String> = scenarios().into_iter().map(|one| one.name).collect();
    assert!(proofs.keys().eq(names.iter()), "scenarios and proofs differ");
    for scenario in scenarios() {
        let proof = &proofs[&scenario.name];
        // The first test of this file compares every scenario; what it saw is committed.
        assert_eq!(proof.proved_by, ["golden", "parser"], "{}", scenario.name);
        assert!(scenario.folder.join("expected.txt").is_file(), "{}", scenario.name);
        assert!(
            scenario.program.starts_with("// "),
            "{}: the first line is the title",
            scenario.name
        );
        assert_eq!(proof.run.is_empty(), proof.not_run.is_some(), "{}", scenario.name);
    }
}
