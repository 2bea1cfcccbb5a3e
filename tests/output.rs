//! Whatever happens to a build, the output folder holds the tree that was there before or the new one, whole.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files")]
#![cfg(target_os = "linux")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{Tree, run, stderr, tree, write};

/// A fabric whose build takes a while; every config holds the domain.
fn program(domain: &str, racks: usize) -> String {
    format!(
        "fabric dc1 {{
  domain {domain}
  spanning-tree rstp
  pool loopback 10.255.0.0/16
  pool mgmt 10.254.0.0/16
}}
management {{ vrf mgmt  ntp 192.0.2.1  user netops role admin password secret(netops) }}
model tor = arista/DCS-7050SX3-48YC8
rack-type compute {{
  switch a model tor
  switch b model cumulus/SN2410
}}
rack r[001..{racks:03}] of compute
"
    )
}

/// Two programs in `one/` and `two/` that write into the same `out/`, and the trees and locks they make.
struct Two {
    place: tempfile::TempDir,
    trees: BTreeMap<&'static str, (Tree, Vec<u8>)>,
}

impl Two {
    fn new(racks: usize) -> Self {
        let place = tempfile::tempdir().unwrap();
        let mut trees = BTreeMap::new();
        for (name, domain) in [("one", "one.example.net"), ("two", "two.example.net")] {
            let folder = place.path().join(name);
            write(&folder.join("main.rack"), program(domain, racks).as_bytes());
            let out = format!("{name}-out");
            let output = run(place.path(), &["build", name, "-o", &out]);
            assert!(output.status.success(), "{}", stderr(&output));
            let lock = fs::read(folder.join("rackc.lock")).unwrap();
            trees.insert(name, (tree(&place.path().join(out)), lock));
        }
        Self { place, trees }
    }

    fn build(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rackc"));
        command.args(["build", name, "-o", "out"]).current_dir(self.place.path());
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        command
    }

    /// Which of the two trees is there, whole; a mixture fails.
    fn found(&self, when: &str) -> Option<&'static str> {
        let out = tree(&self.place.path().join("out"));
        let found = self.trees.iter().find(|(_, (tree, _))| *tree == out).map(|(name, _)| *name);
        assert!(found.is_some() || out.is_empty(), "{when}: neither tree, but {:?}", sample(&out));
        found
    }

    /// Names beside the programs and their trees that no finished build leaves.
    fn left_behind(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.place.path()).unwrap().map(|entry| entry.unwrap().path());
        let known = ["one", "two", "one-out", "two-out", "out"];
        entries.filter(|path| known.iter().all(|name| !path.ends_with(name))).collect()
    }
}

fn sample(tree: &Tree) -> Vec<&String> {
    tree.keys().take(5).collect()
}

/// A small generator of numbers, so that each run waits differently and the same.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn what_nothing_was_changed_of_is_not_printed_again() {
    let place = tempfile::tempdir().unwrap();
    let (main, out) = (place.path().join("main.rack"), place.path().join("out"));
    write(&main, program("one.example.net", 3).as_bytes());
    // What a build says, whether it printed, and the tree then.
    let built = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rackc"));
        command.args(["build", ".", "-o", "out", "--timings"]).current_dir(place.path());
        let output = command.env("XDG_CACHE_HOME", place.path().join("cache")).output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        let said = stderr(&output);
        let printed = said.lines().any(|line| line.trim_start().starts_with("print "));
        (said, printed, tree(&out))
    };
    let (said, printed, first) = built();
    assert!(printed && said.contains("wrote `out`"), "{said}");
    let (said, printed, again) = built();
    assert!(!printed && said.contains("`out` is up to date: 6 switches"), "{said}");
    assert!(again == first);

    write(&out.join("configs/r001-a/startup-config"), b"no such config\n");
    let (said, printed, mended) = built();
    assert!(printed && said.contains("1 changed") && mended == first, "{said}");
    assert!(!built().1);

    fs::remove_file(out.join("docs/README.md")).unwrap();
    let (said, printed, mended) = built();
    assert!(printed && mended == first, "{said}");
    assert!(!built().1);

    fs::remove_file(place.path().join("rackc.lock")).unwrap();
    let (said, printed, same) = built();
    assert!(printed && said.contains("wrote `rackc.lock`") && same == first, "{said}");
    assert!(!built().1);

    write(&main, program("two.example.net", 3).as_bytes());
    let (said, printed, other) = built();
    assert!(printed && other != first, "{said}");
    write(&main, b"fabric dc1 { broken }");
    let output = run(place.path(), &["build", ".", "-o", "out"]);
    assert!(!output.status.success() && tree(&out) == other);
}

#[test]
fn a_build_that_is_killed_leaves_a_whole_tree() {
    let two = Two::new(60);
    let start = Instant::now();
    assert!(two.build("one").status().unwrap().success());
    let whole = u64::try_from(start.elapsed().as_micros()).unwrap();
    let mut state = 7;
    let mut seen = BTreeMap::new();
    for round in 0..40 {
        let name = if round % 2 == 0 { "two" } else { "one" };
        let mut child = two.build(name).spawn().unwrap();
        // Most of the time is compiling; what is written comes at the end.
        let wait = whole / 4 + next(&mut state) % whole;
        std::thread::sleep(Duration::from_micros(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        let found =
            two.found(&format!("round {round}, killed after {wait} µs")).expect("never nothing");
        *seen.entry(found == name).or_insert(0) += 1;
        for (name, (_, lock)) in &two.trees {
            let now = fs::read(two.place.path().join(name).join("rackc.lock")).unwrap();
            assert!(now == *lock, "the lock is torn");
        }
    }
    assert_eq!(seen.len(), 2, "both ends must be seen: {seen:?}");
    assert!(two.build("two").status().unwrap().success());
    assert_eq!(two.found("at last"), Some("two"));
    assert_eq!(two.left_behind(), Vec::<PathBuf>::new(), "the next build cleans up");
}

#[test]
fn builds_at_once_do_not_mix() {
    let two = Two::new(25);
    for round in 0..5 {
        let names = ["one", "two", "one", "two", "two", "one"];
        let children: Vec<_> =
            names.iter().map(|name| (*name, two.build(name).spawn().unwrap())).collect();
        let mut done = Vec::new();
        for (name, child) in children {
            let output = child.wait_with_output().unwrap();
            let said = stderr(&output);
            match output.status.code() {
                Some(0) => done.push(name),
                Some(1) => assert!(said.contains("error[R0904]"), "round {round}: {said}"),
                code => panic!("round {round}: {code:?} {said}"),
            }
        }
        let found = two.found(&format!("round {round}")).expect("one of them won");
        assert!(done.contains(&found), "round {round}: {found} is there, and {done:?} said so");
        assert_eq!(two.left_behind(), Vec::<PathBuf>::new());
        let check = run(two.place.path(), &["build", found, "-o", "out", "--check", "--locked"]);
        assert!(check.status.success(), "round {round}: {}", stderr(&check));
    }
}

/// Builds `two` over the tree of `one` where `prepare`, in a shell, makes that impossible.
fn assert_kept(two: &Two, prepare: &str, code: &str) {
    assert!(two.build("one").status().unwrap().success());
    let before = tree(two.place.path());
    let rackc = env!("CARGO_BIN_EXE_rackc");
    let script = format!("{prepare} exec '{rackc}' build two -o out");
    let output =
        Command::new("bash").args(["-c", &script]).current_dir(two.place.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{prepare}: {}", stderr(&output));
    assert!(stderr(&output).contains(code), "{prepare}: {}", stderr(&output));
    assert!(tree(two.place.path()) == before, "{prepare}: something changed");
    assert_eq!(two.left_behind(), Vec::<PathBuf>::new(), "{prepare}");
}

#[test]
fn a_file_that_becomes_too_large_changes_nothing() {
    // As when the disk is full: the system refuses in the middle of a file.
    let two = Two::new(2);
    assert_kept(&two, "trap '' XFSZ; ulimit -f 1;", "error[R0902]");
    assert!(two.build("two").status().unwrap().success());
}

#[test]
fn too_few_open_files_change_nothing() {
    let two = Two::new(2);
    let output = Command::new("bash")
        .args([
            "-c",
            &format!("ulimit -n 5; exec '{}' build two -o out", env!("CARGO_BIN_EXE_rackc")),
        ])
        .current_dir(two.place.path())
        .output()
        .unwrap();
    assert!(!stderr(&output).contains("panicked"), "{}", stderr(&output));
    assert!(two.found("few files").is_none_or(|name| name == "two"));
}

/// Whether a file system of our own can be mounted here: it takes root, and a kernel that lets it.
fn mounted(folder: &Path, size: &str) -> bool {
    fs::create_dir_all(folder).unwrap();
    let options = format!("size={size}");
    let mut mount = Command::new("mount");
    mount.args(["-t", "tmpfs", "-o", &options, "rackc"]).arg(folder);
    mount.output().is_ok_and(|output| output.status.success())
}

/// Unmounts when dropped, also when a test fails.
struct Mount(PathBuf);

impl Drop for Mount {
    fn drop(&mut self) {
        _ = Command::new("umount").arg("-l").arg(&self.0).output();
    }
}

#[test]
fn a_full_disk_changes_nothing() {
    let two = Two::new(20);
    let disk = two.place.path().join("disk");
    let one: usize =
        two.trees["one"].0.values().map(|bytes| bytes.len().div_ceil(4096) * 4096).sum();
    // Room for one tree and a little: files that stay the same take none.
    if !mounted(&disk, &(one + 65_536).to_string()) {
        return;
    }
    let _mount = Mount(disk.clone());
    let build = |name: &str| run(two.place.path(), &["build", name, "-o", "disk/out"]);
    assert!(build("one").status.success());
    let before = tree(&disk);
    let output = build("two");
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("no space left"), "{}", stderr(&output));
    assert!(tree(&disk) == before, "something changed");
}

#[test]
fn a_disk_that_cannot_be_written_changes_nothing() {
    let two = Two::new(2);
    let disk = two.place.path().join("disk");
    if !mounted(&disk, "64m") {
        return;
    }
    let _mount = Mount(disk.clone());
    let build = |name: &str, more: &[&str]| {
        run(two.place.path(), &[&["build", name, "-o", "disk/out"], more].concat())
    };
    assert!(build("one", &[]).status.success());
    let before = tree(&disk);
    let remount = Command::new("mount").args(["-o", "remount,ro"]).arg(&disk).output().unwrap();
    assert!(remount.status.success());
    let output = build("two", &[]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("error[R0902]"), "{}", stderr(&output));
    assert!(tree(&disk) == before);
    // Looking needs no right to write.
    assert_eq!(build("one", &["--check"]).status.code(), Some(0));
    assert_eq!(build("two", &["--check"]).status.code(), Some(3));
    // A mount point cannot be exchanged.
    let output = run(two.place.path(), &["build", "one", "-o", "disk"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

/// Root may do everything, so that another user is asked for.
#[test]
fn a_folder_of_somebody_else_changes_nothing() {
    let two = Two::new(2);
    let has = |tool: &str| Command::new(tool).arg("--version").output().is_ok();
    let id = Command::new("id").arg("-u").output().unwrap();
    if !has("setpriv") || id.stdout != b"0\n" {
        return;
    }
    assert!(two.build("one").status().unwrap().success());
    let chmod = |mode: &str, path: &Path| {
        assert!(Command::new("chmod").arg(mode).arg(path).status().unwrap().success());
    };
    chmod("755", two.place.path());
    let before = tree(two.place.path());
    // The program itself may lie where only root can go.
    let rackc = two.place.path().join("two/rackc");
    fs::copy(env!("CARGO_BIN_EXE_rackc"), &rackc).unwrap();
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&rackc)
        .args(["build", "two", "-o", "out"])
        .current_dir(two.place.path())
        .output()
        .unwrap();
    fs::remove_file(&rackc).unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("permission denied"), "{}", stderr(&output));
    assert!(tree(two.place.path()) == before);
}

#[test]
fn links_are_not_followed() {
    let two = Two::new(2);
    let place = two.place.path();
    let elsewhere = place.join("one/elsewhere");
    write(&elsewhere.join("mine"), b"mine");
    let untouched = |what: &str| {
        let found = tree(&elsewhere);
        assert_eq!(found, Tree::from([("mine".to_owned(), b"mine".to_vec())]), "{what}");
    };
    // The folder itself, a folder in it, a folder of a switch, a file.
    for below in ["", "configs", "configs/r001-a", "manifest.json", "configs/r001-a/startup-config"]
    {
        _ = fs::remove_file(place.join("out"));
        _ = fs::remove_dir_all(place.join("out"));
        assert!(two.build("one").status().unwrap().success());
        let path = place.join("out").join(below);
        let file = path.is_file();
        if file {
            fs::remove_file(&path).unwrap();
        } else {
            fs::remove_dir_all(&path).unwrap();
        }
        symlink(
            if file { elsewhere.join("mine") } else { elsewhere.clone() },
            path.as_path().components().as_path(),
        )
        .unwrap();
        let output = two.build("two").output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{below}: {}", stderr(&output));
        untouched(below);
        let check = run(place, &["build", "two", "-o", "out", "--check"]);
        assert_eq!(check.status.code(), Some(1), "{below}: {}", stderr(&check));
    }
}

#[test]
fn a_file_with_another_name_elsewhere_keeps_its_text_there() {
    let two = Two::new(2);
    let place = two.place.path();
    assert!(two.build("one").status().unwrap().success());
    let config = place.join("out/configs/r001-a/startup-config");
    let text = fs::read(&config).unwrap();
    // A backup made with `cp -l`, for instance.
    let other = place.join("one/backup");
    fs::hard_link(&config, &other).unwrap();
    assert!(two.build("two").status().unwrap().success());
    assert_eq!(fs::read(&other).unwrap(), text);
    assert_eq!(two.found("with a hard link"), Some("two"));
    // The same from one build to the next: what is kept is not written through.
    assert!(two.build("one").status().unwrap().success());
    assert_eq!(two.found("and back"), Some("one"));
}

#[test]
fn names_that_rackc_uses_beside_the_folder_are_not_followed() {
    let two = Two::new(2);
    let place = two.place.path();
    let mine = place.join("one/mine");
    write(&mine, b"mine");
    for name in [".out.rackc-lock", ".out.rackc-new", ".out.rackc-old"] {
        symlink(&mine, place.join(name)).unwrap();
        _ = two.build("one").output().unwrap();
        assert_eq!(fs::read(&mine).unwrap(), b"mine", "{name}");
        _ = fs::remove_file(place.join(name));
    }
    let folder = place.join("one/folder");
    write(&folder.join("mine"), b"mine");
    symlink(&folder, place.join(".out.rackc-new")).unwrap();
    _ = two.build("two").output().unwrap();
    assert_eq!(fs::read(folder.join("mine")).unwrap(), b"mine");
}

#[test]
fn no_change_is_shown_of_a_program_with_errors() {
    let place = tempfile::tempdir().unwrap();
    let program = |domain: &str, via: &str| {
        format!(
            "fabric dc1 {{
  domain {domain}
  spanning-tree none
  pool loopback 10.255.0.0/22
  pool link     10.254.0.0/24
  pool mgmt     10.253.0.0/22
}}
switches s[001..300], z1, z2 model arista/DCS-7050SX3-48YC8
mlag pair = z1 + z2 {{ peer-link 53..54  keepalive management }}
vlan web 110 {{ gateway 10.1.110.1/24 {via} }}
profile server {{ access web  lacp fast }}
attach server web01 to pair port 1 as server
"
        )
    };
    let main = place.path().join("main.rack");
    write(&main, program("old.example.net", "").as_bytes());
    let output = run(place.path(), &["build", "."]);
    assert!(output.status.success(), "{}", stderr(&output));
    // What is refused is the last of many switches.
    write(&main, program("new.example.net", "via hsrp").as_bytes());
    let output = run(place.path(), &["build", ".", "--check"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(output.stdout.is_empty() && stderr(&output).matches("R0801").count() > 0);
    write(&main, program("new.example.net", "").as_bytes());
    let output = run(place.path(), &["build", ".", "--check"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    assert!(!output.stdout.is_empty());
}
