//! Pushes to Cumulus Linux, by files and by NVUE, in a scratch root: the programs that judge are the real ones, those that
//! would change this machine are stood in for by `tests/judges/cumulus.d/stub`, which writes down how it was called.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;

use serde_json::{Map, Value, json};

use crate::common::project;
use crate::place::{CANARY, Place, said};
use crate::skipped;

const SWITCHES: [&str; 2] = ["r01-a", "r01-b"];

/// Where programs of the switch are found: real judges, and stand-ins.
fn programs(place: &Place) -> PathBuf {
    let bin = place.path("bin");
    fs::create_dir_all(&bin).unwrap();
    let from = project("tests/judges/cumulus.d");
    for name in ["vtysh", "ifup", "ifquery"] {
        symlink(from.join(name), bin.join(name)).unwrap();
    }
    for name in [
        "systemd-run",
        "systemctl",
        "ifreload",
        "hostnamectl",
        "timedatectl",
        "cl-acltool",
        "clagctl",
        "lldpctl",
        "ip",
        "nv",
        "stub-vtysh",
        "usermod",
        "useradd",
        "apt-get",
        "chage",
        "chown",
    ] {
        symlink(from.join("stub"), bin.join(name)).unwrap();
    }
    bin
}

fn site(place: &Place) {
    let mut hosts = Map::new();
    for name in SWITCHES {
        let root = place.path(&format!("root/{name}"));
        fs::create_dir_all(&root).unwrap();
        let host: Value = json!({
            "ansible_connection": "local", "ansible_become": false, "rackc_root": root, "rackc_run_once": false,
            "ansible_python_interpreter": "/usr/bin/python3",
        });
        hosts.insert(name.to_owned(), host);
        state(place, name, true);
    }
    place.site(&hosts);
}

/// Has the stand-ins answer as the program has it.
fn state(place: &Place, name: &str, pair: bool) {
    let state = place.state(name);
    let links = state["links"].as_array().unwrap().iter().map(|link| {
        let (port, peer) = link.as_str().unwrap().split_once(' ').unwrap();
        json!({"name": port, "chassis": [{"name": [{"value": peer}]}]})
    });
    let lldp = json!({"lldp": [{"interface": links.collect::<Vec<_>>()}]});
    place.write(&format!("root/{name}/lldp.json"), &lldp.to_string());
    place.write(
        &format!("root/{name}/clag.json"),
        &json!({"status": {"peerAlive": pair}}).to_string(),
    );
}

fn record(place: &Place, name: &str) -> String {
    fs::read_to_string(place.path(&format!("root/{name}/record"))).unwrap_or_default()
}

fn filled(place: &Place, text: &str) -> String {
    let site: Value = serde_json::from_str(&place.read("site/group_vars/all.yml")).unwrap();
    let mut text = text.to_owned();
    for (key, value) in
        site.as_object().unwrap().iter().filter(|(key, _)| key.starts_with("rackc_secret_"))
    {
        let value = value.get("sha512-crypt").unwrap_or(value).as_str().unwrap_or_default();
        text = text.replace(&format!("{{{{ {key} }}}}"), value);
    }
    text
}

#[test]
fn cumulus_files_are_judged_placed_and_taken_back() {
    if skipped() {
        return;
    }
    let place = Place::build("appliance/cumulus", "", &[]);
    site(&place);
    let bin = programs(&place);
    for name in SWITCHES {
        place.write(
            &format!("root/{name}/etc/network/interfaces"),
            "auto lo\niface lo inet loopback\n",
        );
        place.write(&format!("root/{name}/etc/hosts"), "127.0.0.1 old\n");
    }

    // A dry run touches nothing.
    let output = place.play("diff", &["--limit", "r01-a"], Some(&bin));
    assert!(
        output.status.success() && said(&output).contains("127.0.0.1 old"),
        "{}",
        said(&output)
    );
    assert_eq!(record(&place, "r01-a"), "");
    assert!(!place.path("root/r01-a/var").exists());

    // `r01-a` is confirmed; the power of `r01-b` goes while its files are put in place.
    place.write("root/r01-b/cut", "");
    let output = place.play("push", &[], Some(&bin));
    let told = said(&output);
    assert!(!output.status.success(), "{told}");
    let golden = crate::common::tree(&place.path("out/configs/r01-a/etc"));
    for (path, text) in &golden {
        let text = filled(&place, &String::from_utf8(text.clone()).unwrap());
        assert_eq!(place.read(&format!("root/r01-a/etc/{path}")), text, "{path}");
    }
    let secret =
        golden.iter().find(|(_, text)| String::from_utf8_lossy(text).contains("rackc_secret_"));
    let (path, _) = secret.expect("a file with a secret");
    assert!(place.read(&format!("root/r01-a/etc/{path}")).contains(CANARY));
    let mode =
        fs::metadata(place.path(&format!("root/r01-a/etc/{path}"))).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "{path}");
    let record_a = record(&place, "r01-a");
    let order = [
        "ifup --all",
        "ifquery --all",
        "vtysh -C -f",
        "--unit=rackc-rollback --on-active=300",
        "ifreload -a",
        "systemctl stop rackc-rollback.timer",
    ];
    let mut from = 0;
    for step in order {
        from += record_a
            .get(from..)
            .and_then(|rest| rest.find(step))
            .unwrap_or_else(|| panic!("{step}:\n{record_a}\n{told}"));
    }
    assert!(!place.path("root/r01-a/var/lib/rackc/unconfirmed").exists());
    assert!(!place.path("root/r01-a/var/lib/rackc/new").exists(), "what was staged holds secrets");

    let record_b = record(&place, "r01-b");
    assert!(record_b.contains("--unit=rackc-rollback --on-active=300"), "{record_b}\n{told}");
    assert!(!record_b.contains("systemctl stop rackc-rollback.timer"), "{record_b}");
    assert!(place.path("root/r01-b/var/lib/rackc/unconfirmed").exists());

    // What the timer does, and what a restart before it does.
    let switch = place.path("root/r01-b/var/lib/rackc/rackc-switch");
    let run = |word: &str| {
        let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
        let mut command = std::process::Command::new(&switch);
        command.arg(word).env("RACKC_ROOT", place.path("root/r01-b")).env("PATH", path);
        assert!(command.status().unwrap().success());
    };
    run("run");
    assert_ne!(place.read("root/r01-b/etc/hosts"), "127.0.0.1 old\n");
    run("restore");
    assert_eq!(place.read("root/r01-b/etc/hosts"), "127.0.0.1 old\n");
    assert!(
        !place.path("root/r01-b/etc/frr/frr.conf").exists(),
        "what was not there before is gone"
    );
    assert!(record(&place, "r01-b").matches("ifreload -a").count() == 2);

    // By hand, from the backup that the push has made.
    let output = place.play("rollback", &["--limit", "r01-a"], Some(&bin));
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(place.read("root/r01-a/etc/hosts"), "127.0.0.1 old\n");
    assert!(!place.path("root/r01-a/etc/frr/frr.conf").exists());
    place.assert_no_secret();
}

#[test]
fn cumulus_files_that_do_not_read_well_are_not_placed() {
    if skipped() {
        return;
    }
    for (file, bad) in [
        ("etc/network/interfaces", "  adress 192.0.2.1/24\n"),
        ("etc/frr/frr.conf", "router bgp 99999999999\n"),
    ] {
        let place = Place::build("appliance/cumulus", "", &[]);
        site(&place);
        let bin = programs(&place);
        let path = format!("out/configs/r01-a/{file}");
        let text = place.read(&path) + bad;
        place.write(&path, &text);
        let output =
            place.play("push", &["--limit", "r01-a", "-e", "rackc_force=true"], Some(&bin));
        assert!(!output.status.success(), "{file} passes:\n{}", said(&output));
        assert!(!record(&place, "r01-a").contains("systemd-run"), "{}", record(&place, "r01-a"));
        assert!(!place.path("root/r01-a/etc").exists());
    }
}

#[test]
fn nvue_is_pushed_as_a_revision_that_must_be_confirmed() {
    if skipped() {
        return;
    }
    let place = Place::build("appliance/cumulus", "", &["--format", "cumulus=nvue"]);
    site(&place);
    let bin = programs(&place);
    for name in SWITCHES {
        place.write(&format!("root/{name}/running"), "- set: {}\n");
    }
    let output = place.play("diff", &["--limit", "r01-a"], Some(&bin));
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(record(&place, "r01-a"), "nv config show --rev applied\n");

    // The pair of `r01-a` is gone once the revision runs.
    place.write("root/r01-a/clag-after.json", &json!({"status": {"peerAlive": false}}).to_string());
    let output = place.play("push", &["--limit", "r01-a"], Some(&bin));
    assert!(!output.status.success(), "{}", said(&output));
    let said_a = record(&place, "r01-a");
    assert!(said_a.contains("nv config apply --assume-yes --confirm 5\n"), "{said_a}");
    assert!(!said_a.contains("--confirm-yes"), "{said_a}");

    let output = place.play("push", &["--limit", "r01-b"], Some(&bin));
    assert!(output.status.success(), "{}", said(&output));
    let golden = filled(&place, &place.read("out/configs/r01-b/etc/nvue.d/startup.yaml"));
    assert_eq!(place.read("root/r01-b/running"), golden);
    let said_b = record(&place, "r01-b");
    let apply = said_b.find("--confirm 5").expect(&said_b);
    assert!(said_b.find("--confirm-yes").is_some_and(|confirm| apply < confirm), "{said_b}");
    assert!(!place.path("root/r01-b/var/lib/rackc/startup.yaml").exists());

    let output = place.play("rollback", &["--limit", "r01-b"], Some(&bin));
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(place.read("root/r01-b/running").trim(), "- set: {}");
    place.assert_no_secret();
}
