//! Pushes to scripted switches over SSH: what they were sent is the golden configuration, statement for statement; one that
//! cuts itself off is never confirmed, and its timer is armed.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::{Map, Value, json};

use crate::common::project;
use crate::place::{CANARY, Place, ansible, said};
use crate::skipped;

/// A text with what means something elsewhere.
const HOSTILE: &str = "attach server odd to r01-pair port 40 as handover description \"100% of {this}: !x #y, [z] & *\"\n";
const SWITCHES: [&str; 2] = ["r01-a", "r01-b"];

/// Scripted switches, which end when this is dropped.
struct Switches {
    process: Child,
    ports: Map<String, Value>,
}

impl Switches {
    fn start(place: &Place, kind: &str, running: &str) -> Self {
        for name in SWITCHES {
            place.write(&format!("switches/{name}/running"), &running.replace("NAME", name));
            place.write(&format!("switches/{name}/state.json"), &place.state(name).to_string());
        }
        let mut process = Command::new(ansible("python"))
            .arg(project("tests/judges/switch"))
            .arg(place.path("switches"))
            .args(SWITCHES.map(|name| format!("{name}={kind}")))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the switches start");
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut ports = Map::new();
        for line in lines.take(SWITCHES.len()) {
            let line = line.unwrap();
            let (name, port) = line.split_once(' ').unwrap();
            let port: u16 = port.parse().unwrap();
            ports.insert(
                name.to_owned(),
                json!({
                    "ansible_host": "127.0.0.1", "ansible_port": port, "ansible_network_cli_retries": 1,
                    "ansible_connect_timeout": 10, "ansible_command_timeout": 100, "ansible_buffer_read_timeout": 0.002,
                }),
            );
        }
        Self { process, ports }
    }
}

impl Drop for Switches {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

/// A kind of scripted switch, and how to read what it was sent.
struct Kind {
    program: &'static str,
    flags: &'static [&'static str],
    kind: &'static str,
    file: &'static str,
    running: &'static str,
    /// Lines of a configuration that are no statement.
    comment: char,
    /// Indentation is part of the configuration.
    whole: bool,
    /// What the record holds of a push until it is confirmed, after the configuration.
    armed: &'static str,
}

impl Kind {
    fn statements(&self, text: &str) -> Vec<String> {
        let lines = text.lines().map(|line| if self.whole { line.trim_end() } else { line.trim() });
        let lines = lines.filter(|line| {
            !line.trim().is_empty() && !line.trim().starts_with(self.comment) && *line != "end"
        });
        lines.map(str::to_owned).collect()
    }

    /// The golden configuration with the secrets in their places, as a plain search and replace has it.
    fn golden(&self, place: &Place, name: &str) -> Vec<String> {
        let mut text = place.read(&format!("out/configs/{name}/{}", self.file));
        let site: Value = serde_json::from_str(&place.read("site/group_vars/all.yml")).unwrap();
        let sha256 = self.kind == "nxos";
        for (key, value) in
            site.as_object().unwrap().iter().filter(|(key, _)| key.starts_with("rackc_secret_"))
        {
            let form = if sha256 { "sha256-crypt" } else { "sha512-crypt" };
            let value = value.get(form).unwrap_or(value).as_str().unwrap_or_default();
            text = text.replace(&format!("{{{{ {key} }}}}"), value);
        }
        assert!(text.contains(CANARY) && !text.contains("rackc_secret_"));
        self.statements(&text)
    }

    fn record(place: &Place, name: &str) -> String {
        std::fs::read_to_string(place.path(&format!("switches/{name}/record"))).unwrap_or_default()
    }

    fn run(&self) {
        if skipped() {
            return;
        }
        let place = Place::build(self.program, HOSTILE, self.flags);
        let switches = Switches::start(&place, self.kind, self.running);
        place.site(&switches.ports);
        self.diff_changes_nothing(&place);
        self.one_passes_and_one_is_cut_off(&place);
        self.rollback_restores(&place);
        place.assert_no_secret();
    }

    fn diff_changes_nothing(&self, place: &Place) {
        let output = place.play("diff", &["--limit", "r01-a"], None);
        let said = said(&output);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("rackc_secret_netops"), "the program's lines are shown:\n{said}");
        let record = Self::record(place, "r01-a");
        let asks = |line: &str| {
            line.starts_with("> show ")
                || line.starts_with("> get-")
                || line.starts_with("> command show ")
                || line.starts_with("> bash timeout 5 cat ")
        };
        assert!(record.lines().count() > 0 && record.lines().all(asks), "{record}");
    }

    /// `r01-a` takes the push; `r01-b`, in a batch of its own, falls silent when the configuration runs.
    fn one_passes_and_one_is_cut_off(&self, place: &Place) {
        place.write("switches/r01-b/cut", "");
        let output = place.play("push", &[], None);
        let said = said(&output);
        assert!(!output.status.success(), "{said}");

        let record = Self::record(place, "r01-a");
        let loaded = place.read("switches/r01-a/loaded");
        let golden = self.golden(place, "r01-a");
        let mut sent = self.statements(&loaded);
        if self.kind == "nxos" {
            let own: Vec<String> = sent.drain(..2).collect();
            assert_eq!(
                own,
                ["version 10.3(4a) Bios:version 05.47", "boot nxos bootflash:/nxos64.bin"]
            );
        }
        if self.file == "juniper.set" {
            let (deleted, set): (Vec<String>, Vec<String>) =
                sent.into_iter().partition(|line| line.starts_with("delete "));
            assert_eq!(deleted, ["delete system"]);
            sent = set;
        }
        assert_eq!(sent, golden, "{record}");
        let armed = record.find(&format!("commit {}", self.armed)).expect(&record);
        let confirmed = record.find("\nconfirm").unwrap_or_else(|| panic!("{said}\n{record}"));
        assert!(armed < confirmed, "{record}");

        let record = Self::record(place, "r01-b");
        assert!(record.contains(&format!("commit {}", self.armed)), "{said}\n{record}");
        assert!(!record.contains("confirm"), "what was cut off is not confirmed:\n{record}");
        assert!(!record.contains("save"), "nor saved:\n{record}");
    }

    fn rollback_restores(&self, place: &Place) {
        let output = place.play("rollback", &["--limit", "r01-a"], None);
        assert!(output.status.success(), "{}", said(&output));
        let mut before = self.statements(&self.running.replace("NAME", "r01-a"));
        before.retain(|line| !line.starts_with("set version "));
        let mut loaded = self.statements(&place.read("switches/r01-a/loaded"));
        loaded.retain(|line| !line.starts_with("delete "));
        assert_eq!(loaded, before);
        let record = Self::record(place, "r01-a");
        assert_eq!(record.matches("\nconfirm").count(), 2, "{record}");
    }
}

#[test]
fn eos_is_pushed_in_a_session_with_a_commit_timer() {
    Kind {
        program: "appliance/arista",
        flags: &[],
        kind: "eos",
        file: "startup-config",
        running: "hostname NAME\nusername old secret sha512 $6$old$old\n",
        comment: '!',
        whole: false,
        armed: "300",
    }
    .run();
}

#[test]
fn nxos_is_pushed_by_replacement_with_a_commit_timeout() {
    Kind {
        program: "appliance/cisco",
        flags: &[],
        kind: "nxos",
        file: "startup-config",
        running: "!Command: show running-config\nversion 10.3(4a) Bios:version 05.47\nhostname NAME\nboot nxos bootflash:/nxos64.bin\n",
        comment: '!',
        whole: true,
        armed: "300",
    }
    .run();
}

#[test]
fn junos_is_pushed_with_commit_confirmed() {
    Kind {
        program: "appliance/juniper",
        flags: &[],
        kind: "junos",
        file: "juniper.conf",
        running: "system {\n    host-name NAME;\n}\n",
        comment: '#',
        whole: true,
        armed: "300",
    }
    .run();
}

#[test]
fn junos_is_pushed_as_set_commands() {
    Kind {
        program: "appliance/juniper",
        flags: &["--format", "juniper=junos-set"],
        kind: "junos",
        file: "juniper.set",
        running: "set version 21.4R3\nset system host-name NAME\n",
        comment: '#',
        whole: true,
        armed: "300",
    }
    .run();
}

/// A statement that the switch refuses: nothing runs, the reason is told without the secret, and nothing else is touched.
#[test]
fn a_refused_statement_changes_nothing() {
    if skipped() {
        return;
    }
    let place = Place::build("appliance/arista", "", &[]);
    let switches = Switches::start(&place, "eos", "hostname NAME\n");
    place.site(&switches.ports);
    let golden = place.read("out/configs/r01-a/startup-config");
    let statement = golden.lines().find(|line| line.contains("rackc_secret_netops")).unwrap();
    let hash = format!("$6${CANARY}${}", "C".repeat(86));
    place.write("switches/r01-a/refuse", &statement.replace("{{ rackc_secret_netops }}", &hash));
    let output = place.play("push", &["-e", "rackc_force=true"], None);
    let said = said(&output);
    assert!(!output.status.success() && said.contains("refuses a statement"), "{said}");
    assert_eq!(place.read("switches/r01-a/running"), "hostname r01-a\n");
    let record = Kind::record(&place, "r01-a");
    assert!(record.contains("> abort") && !record.contains("commit "), "{record}");
    assert!(!Kind::record(&place, "r01-b").contains("configure session"));
}

/// A fabric that is not well is not pushed into; what a switch loses by the push keeps it from being confirmed.
#[test]
fn the_health_gate_stops_a_push() {
    if skipped() {
        return;
    }
    let place = Place::build("appliance/arista", "", &[]);
    let switches = Switches::start(&place, "eos", "hostname NAME\n");
    place.site(&switches.ports);
    let mut state = place.state("r01-a");
    state["pair"] = json!(false);
    place.write("switches/r01-a/state.json", &state.to_string());
    let output = place.play("push", &[], None);
    assert!(
        !output.status.success() && said(&output).contains("is not well: MLAG is"),
        "{}",
        said(&output)
    );
    for name in SWITCHES {
        assert!(!Kind::record(&place, name).contains("configure session"), "{name} was touched");
    }

    // Well before, and its peer link's neighbour is gone once the configuration runs.
    place.write("switches/r01-a/state.json", &place.state("r01-a").to_string());
    state["pair"] = json!(true);
    state["links"] = json!([]);
    place.write("switches/r01-a/state-after.json", &state.to_string());
    let output = place.play("push", &[], None);
    let said = said(&output);
    assert!(!output.status.success() && said.contains("no neighbour on"), "{said}");
    let record = Kind::record(&place, "r01-a");
    assert!(record.contains("commit 300") && !record.contains("confirm"), "{record}");
    assert!(
        !Kind::record(&place, "r01-b").contains("configure session"),
        "the next batch was touched"
    );
}
