//! Facts of interoperability: what vendors are said to be told stands in what is printed, and sides that do not fit are
//! refused by name.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read the sources")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use camino::{Utf8Path, Utf8PathBuf};
use rackc::compile::{Options, compile};
use rackc::diagnostic::{Diagnostic, Sink};
use rackc::syntax::{MemoryFiles, Program};
use rackc::vendor::{Catalog, variant_name};

use common::compile::CATALOG;
use common::{assert_none, project, tree};

/// What the goldens hold of each vendor's switches in its default format.
fn printed() -> BTreeMap<String, String> {
    let files = tree(&project("fixtures"));
    let mut printed: BTreeMap<String, String> = BTreeMap::new();
    for (name, bytes) in &files {
        let Some(folder) = name.strip_suffix("expected/manifest.json") else { continue };
        let manifest: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        for switch in manifest["switches"].as_object().unwrap().values() {
            let vendor = switch["vendor"].as_str().unwrap();
            if CATALOG.vendors[vendor].default_format != switch["format"].as_str().unwrap() {
                continue;
            }
            for path in switch["files"].as_object().unwrap().keys() {
                let text =
                    std::str::from_utf8(&files[&format!("{folder}expected/{path}")]).unwrap();
                printed.entry(vendor.to_owned()).or_default().push_str(text);
            }
        }
    }
    printed
}

#[test]
fn what_a_vendor_is_said_to_be_told_stands_in_a_golden() {
    let printed = printed();
    let mut missing = Vec::new();
    for (name, vendor) in &CATALOG.vendors {
        for (topic, fact) in &vendor.interop.as_ref().unwrap().facts {
            let Some(line) = &fact.line else { continue };
            if !printed[name].contains(line.as_str()) {
                missing.push(format!("{name}, {}: `{line}`", variant_name(topic)));
            }
        }
    }
    assert_none(missing, "no golden holds these lines");
}

/// The messages of a scenario for two models, with one vendor's facts changed.
fn said(scenario: &str, models: [&str; 2], vendor: &str, from: &str, to: &str) -> Vec<Diagnostic> {
    let path = format!("{vendor}/vendor.yaml");
    let text = fs::read_to_string(project("vendors").join(&path)).unwrap();
    assert!(text.contains(from), "{path} has no such fact");
    let changed = text.replacen(from, to, 1).into_bytes();
    let catalog = Catalog::load([(Utf8PathBuf::from(path), changed)]).unwrap();
    let program = project("fixtures/interop").join(scenario).join("fabric.rack");
    let models = format!("model left = {}\nmodel right = {}\n", models[0], models[1]);
    let files = MemoryFiles::default()
        .with("fabric.rack", fs::read(program).unwrap())
        .with("models.rack", models);
    let program = Program::load(&files, Utf8Path::new("fabric.rack"), &mut Sink::default());
    compile(&program, &catalog, &Options::default()).diagnostics
}

#[test]
fn a_side_that_is_not_told_what_the_other_does_is_refused_by_name() {
    let models = ["arista/DCS-7050SX3-48YC8", "cisco-nxos/N9K-C93180YC-FX3"];
    let echo = "      writes: \"off\"\n      line: no bfd echo\n";
    let found = said("ebgp-secured", models, "cisco-nxos", echo, "");
    let refused: Vec<&Diagnostic> = found.iter().filter(|one| one.code.id == "R1401").collect();
    let [one] = refused[..] else { panic!("{found:?}") };
    for name in ["`left1`", "`right1`", "BFD echo"] {
        assert!(one.message.contains(name), "{}", one.message);
    }
    let notes = one.notes.join("\n");
    assert!(notes.contains("Arista EOS (`left1`) does `off` by itself"), "{notes}");
    assert!(notes.contains("Cisco NX-OS (`right1`) does `on` by itself"), "{notes}");
    assert!(one.help.as_ref().unwrap().contains("`off`"), "{:?}", one.help);
}

#[test]
fn the_matrix_has_every_scenario_for_every_two_vendors() {
    let output = Command::new(env!("CARGO_BIN_EXE_rackc"))
        .args(["interop", "--format", "json"])
        .output()
        .unwrap();
    assert!(output.status.success());
    let matrix: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let vendors: BTreeSet<&str> =
        matrix["vendors"].as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect();
    let scenarios = matrix["scenarios"].as_array().unwrap();
    let folders = fs::read_dir(project("fixtures/interop")).unwrap();
    let folders = folders.filter(|entry| entry.as_ref().unwrap().path().is_dir()).count();
    assert_eq!(scenarios.len(), folders);
    for scenario in scenarios {
        let pairs = scenario["pairs"].as_array().unwrap();
        assert_eq!(pairs.len(), vendors.len() * vendors.len(), "{}", scenario["name"]);
        for pair in pairs {
            assert_ne!(pair["works"].as_bool().unwrap(), pair["refused"].is_object(), "{pair}");
            // The tests run the first vendor of `proof.yaml` against the others, and what is refused by nobody.
            let listed: Vec<&str> = scenario["proof"]["run"]
                .as_array()
                .map(|run| run.iter().map(|one| one.as_str().unwrap()).collect())
                .unwrap_or_default();
            let sides = ["left", "right"].map(|side| pair[side].as_str().unwrap());
            let run = sides[0] != sides[1]
                && sides.iter().all(|side| listed.contains(side))
                && listed.first().is_some_and(|first| sides.contains(first));
            assert_eq!(pair["run"].as_bool().unwrap(), run, "{pair}");
        }
    }
}
