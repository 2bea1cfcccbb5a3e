//! `fixtures/interop/*/proof.yaml`: how each scenario is proved, and that this is true.

use std::fs;

use rackc::matrix::Proof;

use crate::scenario::{Scenario, scenarios};

impl Scenario {
    /// How it says that it is proved.
    pub fn proof(&self) -> Proof {
        serde_yaml::from_str(&self.proof_text()).unwrap()
    }

    /// The vendors whose parameters are run against Cumulus Linux.
    pub fn run(&self) -> Vec<String> {
        self.proof().run.into_iter().skip(1).collect()
    }

    fn proof_text(&self) -> String {
        fs::read_to_string(self.folder.join("proof.yaml")).unwrap()
    }
}

#[test]
fn every_scenario_is_proved_as_it_says() {
    for scenario in scenarios() {
        let (name, proof) = (&scenario.name, scenario.proof());
        // The first test of this file reads and compares every scenario; what it saw is committed.
        assert!(proof.reader && proof.golden, "{name}");
        assert!(scenario.folder.join("expected.txt").is_file(), "{name}");
        assert!(scenario.program.starts_with("// "), "{name}: the first line is the title");
        let first = proof.run.first();
        assert!(first.is_none_or(|vendor| vendor == "cumulus"), "{name}: whose FRR is it");
        assert_eq!(proof.run.is_empty(), scenario.proof_text().contains("# Not run: "), "{name}");
    }
}
