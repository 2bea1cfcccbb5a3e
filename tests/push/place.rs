//! A built tree, an inventory of one's own beside it, and Ansible to be run there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::common::{copy, project, rackc, stderr};

/// What a secret is in these tests: to be found nowhere but on the switch.
pub const CANARY: &str = "Canary7f3a";

/// A program of Ansible's virtual environment.
pub fn ansible(name: &str) -> PathBuf {
    let judges = std::env::var_os("RACKC_JUDGES_DIR")
        .map_or_else(|| project("target/judges"), PathBuf::from);
    judges.join("ansible/bin").join(name)
}

/// The folder of the judges.
pub fn judges() -> PathBuf {
    ansible("x").ancestors().nth(3).unwrap().to_owned()
}

pub struct Place {
    folder: TempDir,
}

impl Place {
    /// Builds a program of `fixtures/`, with `more` at its end.
    pub fn build(program: &str, more: &str, flags: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&project("fixtures"), folder.path(), |path| {
            path.starts_with("errors/") || path.split('/').any(|part| part.starts_with("expected"))
        });
        let main = folder.path().join(program).join("main.rack");
        let text = fs::read_to_string(&main).unwrap();
        fs::write(&main, text + more).unwrap();
        let mut command = rackc(folder.path());
        let output = command.args(["build", program, "-o", "out"]).args(flags).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        Self { folder }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn write(&self, path: &str, text: &str) {
        crate::common::write(&self.path(path), text.as_bytes());
    }

    /// What the inventory says of a switch.
    pub fn variables(&self, host: &str) -> Value {
        let text = self.read(&format!("out/ansible/inventory/host_vars/{host}.yml"));
        serde_yaml::from_str(&text).unwrap()
    }

    /// The state of a switch that is as the program has it.
    pub fn state(&self, host: &str) -> Value {
        let variables = self.variables(host);
        let pair = if variables["rackc_mlag"] == json!(true) { json!(true) } else { Value::Null };
        json!({"sessions": variables["rackc_sessions"], "links": variables["rackc_links"], "pair": pair})
    }

    /// An inventory of one's own: where each switch is really reached, and every secret.
    pub fn site(&self, hosts: &Map<String, Value>) {
        let mut all = json!({
            "rackc_settle_seconds": 0, "rackc_health_retries": 2, "rackc_health_delay": 1,
            "rackc_backup_dir": self.path("backup"), "ansible_user": "netops", "ansible_password": "unused",
            "ansible_host_key_checking": false, "ansible_ssh_host_key_checking": false,
        });
        let vault: Value =
            serde_yaml::from_str(&self.read("out/ansible/vault.example.yml")).unwrap();
        for (name, secret) in vault.as_object().unwrap() {
            let hash = |form: &str| match form {
                "sha256-crypt" => format!("$5${CANARY}$").to_owned() + &"D".repeat(43),
                _ => format!("$6${CANARY}$").to_owned() + &"C".repeat(86),
            };
            all[name] = match secret {
                Value::Object(forms) => forms
                    .keys()
                    .map(|form| (form.clone(), json!(hash(form))))
                    .collect::<Map<_, _>>()
                    .into(),
                _ => json!(format!("{CANARY}-{}", name.len())),
            };
        }
        self.write("site/group_vars/all.yml", &all.to_string());
        self.write("site/hosts.yml", &json!({"all": {"hosts": hosts}}).to_string());
    }

    /// Runs a playbook; its output never holds a secret.
    pub fn play(&self, playbook: &str, args: &[&str], path: Option<&Path>) -> Output {
        let bin = ansible("x").parent().unwrap().to_owned();
        let system = std::env::var("PATH").unwrap_or_default();
        let first = path.map(|path| format!("{}:", path.display())).unwrap_or_default();
        let home = self.path("home");
        fs::create_dir_all(&home).unwrap();
        let output = Command::new("timeout")
            .args(["--kill-after=5", "240"])
            .arg(ansible("ansible-playbook"))
            .args(["-i", "out/ansible/inventory", "-i", "site", "-v", "--diff"])
            .arg(format!("out/ansible/{playbook}.yml"))
            .args(args)
            .current_dir(self.folder.path())
            .env("PATH", format!("{first}{}:{system}", bin.display()))
            .env("HOME", &home)
            .env("ANSIBLE_CONFIG", self.path("out/ansible/ansible.cfg"))
            .env("ANSIBLE_HOST_KEY_CHECKING", "false")
            .env("ANSIBLE_NOCOLOR", "1")
            .env("RACKC_JUDGES", judges())
            .env("RACKC_SOURCE", project("tests/judges"))
            .stdin(Stdio::null())
            .output()
            .expect("Ansible starts");
        let said = said(&output);
        assert!(!said.contains(CANARY), "a secret is shown:\n{said}");
        output
    }

    /// That no secret lies in the tree.
    pub fn assert_no_secret(&self) {
        for (path, bytes) in crate::common::tree(&self.path("out")) {
            assert!(!String::from_utf8_lossy(&bytes).contains(CANARY), "a secret lies in {path}");
        }
    }
}

/// All that a run printed.
pub fn said(output: &Output) -> String {
    format!(
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
