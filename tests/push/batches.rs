//! Batches: never both members of a pair, never two zones of a kind, whatever a run is limited to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use crate::common::{folders, project};
use crate::place::{Place, said};
use crate::skipped;

/// Every golden inventory.
fn inventories() -> Vec<PathBuf> {
    let found = folders(&project("fixtures")).into_iter();
    let found: Vec<PathBuf> =
        found.filter(|folder| folder.ends_with("ansible/inventory")).collect();
    assert!(found.len() > 10, "there are golden inventories");
    found
}

fn yaml(path: PathBuf) -> Value {
    serde_yaml::from_str(&fs::read_to_string(&path).expect("a file")).expect("YAML")
}

fn names(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|one| one.as_str().unwrap().to_owned()).collect()
}

#[test]
fn no_batch_of_a_golden_tree_splits_a_pair_or_touches_two_zones_of_a_kind() {
    for inventory in inventories() {
        let all = yaml(inventory.join("group_vars/all.yml"));
        let mut seen = BTreeSet::new();
        let batches = all["rackc_batches"].as_array().unwrap();
        assert_eq!(
            batches.first().map_or(1, |batch| names(&batch["hosts"]).len()),
            1,
            "the first is one switch"
        );
        for batch in batches {
            let mut kinds: BTreeMap<String, String> = BTreeMap::new();
            let hosts = names(&batch["hosts"]);
            for host in &hosts {
                assert!(
                    seen.insert(host.clone()),
                    "{host} is in two batches of {}",
                    inventory.display()
                );
                let variables = yaml(inventory.join(format!("host_vars/{host}.yml")));
                let peer = variables["rackc_peer"].as_str().unwrap_or_default();
                assert!(!hosts.iter().any(|other| other == peer), "{batch} has {host} and {peer}");
                for (zone, kind) in variables["rackc_zones"].as_object().unwrap() {
                    let kind = kind.as_str().unwrap().to_owned();
                    let other = kinds.insert(kind, zone.clone());
                    let alone = hosts.len() == 1;
                    assert!(
                        alone || other.is_none_or(|other| other == *zone),
                        "{batch} touches two zones"
                    );
                }
            }
        }
        let hosts = fs::read_dir(inventory.join("host_vars")).unwrap().count();
        assert_eq!(seen.len(), hosts, "{}: every switch has a batch", inventory.display());
    }
}

/// The hosts of each play of `push.yml`, as Ansible sees them.
fn plays(place: &Place, limit: &[&str]) -> Vec<Vec<String>> {
    let mut args = vec!["--list-hosts"];
    args.extend(limit);
    let text = said(&place.play("push", &args, None));
    let mut plays = Vec::new();
    for play in text.split("\n  play #").skip(1) {
        let hosts = play.split_once("hosts (").map_or("", |(_, hosts)| hosts);
        plays.push(
            hosts
                .lines()
                .skip(1)
                .map(str::trim)
                .filter(|line| !line.is_empty())
                .map(str::to_owned)
                .collect(),
        );
    }
    plays
}

#[test]
fn a_limit_moves_no_switch_into_another_batch() {
    if skipped() {
        return;
    }
    let place = Place::build("clos-mixed", "", &[]);
    place.site(&serde_json::Map::new());
    let all = yaml(place.path("out/ansible/inventory/group_vars/all.yml"));
    let batches: Vec<Vec<String>> = all["rackc_batches"]
        .as_array()
        .unwrap()
        .iter()
        .map(|batch| names(&batch["hosts"]))
        .collect();
    for limit in [
        vec![],
        vec!["--limit", "r01-a,r02-b,r03-a,r04-b,spine2"],
        vec!["--limit", "zone_power_feed_b"],
        vec!["--limit", "rack_r04:tier_spine"],
    ] {
        let plays = plays(&place, &limit);
        // Before the batches and after them a play looks at all switches.
        assert_eq!(plays.len(), batches.len() + 2, "{limit:?}");
        let mut touched = 0;
        for (play, batch) in plays.iter().skip(1).zip(&batches) {
            assert!(
                play.iter().all(|host| batch.contains(host)),
                "{limit:?}: {play:?} and {batch:?}"
            );
            touched += play.len();
        }
        assert_eq!(touched, plays[0].len(), "{limit:?}");
        assert!(touched > 0, "{limit:?}");
    }
}
