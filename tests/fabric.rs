//! Runs a generated fabric: FRR's real daemons, one set for each switch, in network namespaces joined as the cables say.
//! Every session must come up and every loopback be reached, also without one of the spines.
//!
//! `tests/judges/install` installs FRR; `RACKC_SKIP_JUDGES=1` leaves the test out. Where the machine allows no namespaces the
//! test says so and passes.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "tests write their scratch files; a skipped test says so"
)]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use rackc::device::model::Device;
use serde::Deserialize;
use tempfile::TempDir;

use common::{project, run, stderr};

/// Cables of the underlay and the ways inside pairs, each once: `SWITCH PORT SWITCH PORT`.
fn links(devices: &[Device]) -> String {
    let mut text = String::new();
    for device in devices {
        for port in &device.ports {
            let underlay = port.routed.as_ref().and_then(|routed| routed.underlay);
            if let (Some(_), Some(host), Some(far)) = (underlay, &port.peer_host, &port.peer_port)
                && device.hostname < *host
            {
                writeln!(text, "{} {} {host} {far}", device.hostname, port.name).unwrap();
            }
        }
        let first = device.mlag.as_ref().filter(|mlag| mlag.first.is_some());
        if let (Some(mlag), Some(way)) = (first, device.pair_routing.first()) {
            let port = &way.interface;
            writeln!(text, "{} {port} {} {port}", device.hostname, mlag.peer).unwrap();
        }
    }
    text
}

/// The fabric's configs in `out/configs` and its cables in `links`; none where the test is to be left out.
fn fabric() -> Option<TempDir> {
    if std::env::var_os("RACKC_SKIP_JUDGES").is_some() {
        println!("skipped: RACKC_SKIP_JUDGES is set");
        return None;
    }
    let place = tempfile::tempdir().unwrap();
    let fixture = project("fixtures/clos-cumulus");
    let program = fixture.to_str().unwrap();
    let built = run(place.path(), &["build", program, "-o", "out", "--locked"]);
    assert!(built.status.success(), "{}", stderr(&built));
    let model = run(place.path(), &["model", program]);
    let documents = serde_yaml::Deserializer::from_slice(&model.stdout);
    let devices: Vec<Device> =
        documents.map(|document| Device::deserialize(document).unwrap()).collect();
    fs::write(place.path().join("links"), links(&devices)).unwrap();
    Some(place)
}

/// Exit code and messages of the judge; none where the machine cannot run it.
fn judge(place: &Path, seconds: &str) -> Option<(Option<i32>, String)> {
    let judged = Command::new(project("tests/judges/fabric"))
        .current_dir(place)
        .args(["out/configs", "links", "spine1", seconds])
        .output()
        .unwrap();
    let said = stderr(&judged);
    if judged.status.code() == Some(3) {
        println!("skipped: {said}");
        return None;
    }
    Some((judged.status.code(), said))
}

#[test]
fn a_fabric_comes_up_and_survives_a_spine() {
    let Some(place) = fabric() else { return };
    if let Some((code, said)) = judge(place.path(), "60") {
        assert_eq!(code, Some(0), "{said}");
    }
}

#[test]
fn a_session_that_cannot_come_up_is_seen() {
    let Some(place) = fabric() else { return };
    let conf = place.path().join("out/configs/r03-a/etc/frr/frr.conf");
    let text = fs::read_to_string(&conf).unwrap();
    let wrong =
        text.replace("neighbor 10.255.0.7 remote-as 4200000004", "neighbor 10.255.0.7 remote-as 1");
    assert_ne!(text, wrong);
    fs::write(&conf, wrong).unwrap();
    if let Some((code, said)) = judge(place.path(), "1") {
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("r03-a: l2VpnEvpn session with 10.255.0.7 is "), "{said}");
    }
}
