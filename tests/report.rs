//! `report.html` in a real browser: it complains of nothing, asks for nothing, shows what fails, and can be read in the
//! light and in the dark.
//!
//! `tests/judges/install` installs the browser; `RACKC_SKIP_JUDGES=1` leaves these tests out.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests write their pages")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use common::{copy, project, rackc, stderr, write};

/// The browser is given up after so long.
const PATIENCE: Duration = Duration::from_secs(180);

/// A page, and the folder that it lies in.
struct Report {
    folder: tempfile::TempDir,
}

impl Report {
    /// Of a program of `fixtures/`.
    fn of(fixture: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy(&project("fixtures").join(fixture), &folder.path().join("p"), |path| {
            path.starts_with("expected")
        });
        Self::build(folder)
    }

    fn of_text(program: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write(&folder.path().join("p/main.rack"), program.as_bytes());
        Self::build(folder)
    }

    fn build(folder: tempfile::TempDir) -> Self {
        let built = rackc(folder.path()).args(["build", "p", "-o", "out"]).output().unwrap();
        assert!(built.status.success(), "{}", stderr(&built));
        Self { folder }
    }

    fn page(&self) -> PathBuf {
        self.folder.path().join("out/report.html")
    }

    /// A copy of the page with a script of our own at its end.
    fn with_script(&self, script: &str) -> PathBuf {
        let text = fs::read_to_string(self.page()).unwrap();
        let (before, after) = text.rsplit_once("</body>").unwrap();
        let path = self.folder.path().join("scripted.html");
        fs::write(&path, format!("{before}<script>{script}</script></body>{after}")).unwrap();
        path
    }

    /// The document after its scripts have run. The browser must have nothing to complain of.
    fn document(&self, page: &Path, hash: &str) -> String {
        let (out, said) = self.browse(page, hash, &["--dump-dom"]);
        let complaints: Vec<&str> = said.lines().filter(|line| line.contains("CONSOLE")).collect();
        assert!(complaints.is_empty(), "{}", complaints.join("\n"));
        assert!(out.contains("</html>"), "no document:\n{said}");
        out
    }

    /// A picture of the page.
    fn picture(&self, hash: &str, dark: bool) -> Vec<u8> {
        let path = self.folder.path().join(if dark { "dark.png" } else { "light.png" });
        let shot = format!("--screenshot={}", path.display());
        let scheme = format!("--blink-settings=preferredColorScheme={}", u8::from(!dark));
        self.browse(&self.page(), hash, &[&shot, &scheme, "--window-size=1500,1400"]);
        fs::read(&path).expect("a picture is taken")
    }

    fn browse(&self, page: &Path, hash: &str, flags: &[&str]) -> (String, String) {
        let profile = tempfile::tempdir().unwrap();
        let (out, err) = (self.folder.path().join("dom"), self.folder.path().join("log"));
        let mut child = Command::new("chromium")
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
            ])
            .args(["--disable-background-networking", "--disable-component-update"])
            .args(["--disable-sync", "--hide-scrollbars", "--enable-logging=stderr"])
            .args(["--host-resolver-rules=MAP * ~NOTFOUND", "--virtual-time-budget=2000"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .args(flags)
            .arg(format!("file://{}{hash}", page.display()))
            .stdin(Stdio::null())
            .stdout(fs::File::create(&out).unwrap())
            .stderr(fs::File::create(&err).unwrap())
            .spawn()
            .expect("the browser starts");
        let started = Instant::now();
        while child.try_wait().unwrap().is_none() {
            if started.elapsed() > PATIENCE {
                child.kill().unwrap();
                panic!("the browser does not end");
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let read = |path: &Path| String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        (read(&out), read(&err))
    }
}

fn skipped() -> bool {
    let skipped = std::env::var_os("RACKC_SKIP_JUDGES").is_some();
    if skipped {
        println!("skipped: RACKC_SKIP_JUDGES is set");
    }
    skipped
}

/// Names of the switches that are struck out.
fn lost(document: &str) -> Vec<&str> {
    let found = document.split("<g class=\"switch lost").skip(1);
    let mut names: Vec<&str> = found.filter_map(|rest| rest.split('"').nth(2)).collect();
    names.sort_unstable();
    names
}

#[test]
fn a_zone_in_the_address_shows_what_it_takes() {
    if skipped() {
        return;
    }
    let report = Report::of("openstack");
    let whole = report.document(&report.page(), "");
    assert_eq!(lost(&whole), Vec::<&str>::new());
    assert!(whole.contains("<h3>Nothing is lost</h3>"));
    let without = report.document(&report.page(), "#zone-feed-a");
    assert_eq!(lost(&without), ["border-a", "r01-a", "r02-a", "spine1"]);
    for said in ["<h3>Without power zone feed-a</h3>", "<dt>hosts degraded</dt>", "6 at 50 %"] {
        assert!(without.contains(said), "{said} is missing");
    }
}

#[test]
fn zones_racks_and_switches_are_clicked_and_typed() {
    if skipped() {
        return;
    }
    let report = Report::of("openstack");
    for (act, title, count) in [
        (
            "zone-feed-b').dispatchEvent(new MouseEvent('click', {bubbles: true}))",
            "power zone feed-b",
            4,
        ),
        (
            "rack-r01').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))",
            "rack r01",
            2,
        ),
        (
            "switch-spine2').dispatchEvent(new KeyboardEvent('keydown', {key: ' ', bubbles: true}))",
            "switch spine2",
            1,
        ),
    ] {
        let script = act.replace("')", "\"]')");
        let page = report.with_script(&format!("document.querySelector('[data-pick=\"{script}"));
        let document = report.document(&page, "");
        assert!(document.contains(&format!("<h3>Without {title}</h3>")), "{title}");
        assert_eq!(lost(&document).len(), count, "{title}");
    }
}

#[test]
fn light_and_dark_both_show_something() {
    if skipped() {
        return;
    }
    let report = Report::of("openstack");
    let (light, dark) = (report.picture("", false), report.picture("", true));
    assert_ne!(light, dark);
    for picture in [&light, &dark] {
        assert!(picture.starts_with(b"\x89PNG"));
        // An empty page of this size takes less than a fifth of it.
        assert!(picture.len() > 50_000, "{} bytes", picture.len());
    }
    assert_ne!(light, report.picture("#switch-spine1", false));
}

#[test]
fn four_hundred_switches_are_drawn() {
    if skipped() {
        return;
    }
    let report = Report::of_text(&four_hundred());
    let document = report.document(&report.page(), "#zone-row-3");
    assert_eq!(document.matches("data-pick=\"switch-").count(), 400);
    assert_eq!(lost(&document).len(), 32);
    assert!(report.picture("", false).len() > 500_000);
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let report = Report::of("openstack");
    let text = fs::read_to_string(report.page()).unwrap();
    let text = text.replace("http://www.w3.org/2000/svg", "");
    for foreign in ["http:", "https:", "//cdn", "@import", "url(", "<img", "src="] {
        assert!(!text.contains(foreign), "{foreign}");
    }
}

/// Twelve pods of four spines and fourteen racks, under sixteen super spines.
fn four_hundred() -> String {
    let mut text = "fabric big {\n  domain dc1.example.net\n  mtu 9000\n  underlay bgp\n  overlay evpn\n\
        pool loopback 10.255.0.0/22\n  pool vtep 10.255.4.0/22\n  pool link 10.224.0.0/16\n\
        pool mgmt 192.0.0.0/22 gateway 192.0.0.1\n  pool asn 4200000000..4200009999\n}\nmanagement { vrf mgmt }\n\
        model leaf = arista/DCS-7050SX3-48YC8\nmodel spine = arista/DCS-7050CX3-32S\n\
        zone feed-a, feed-b kind power\nzone row-[1..12] kind row\nvrf prod { vni 50001 }\n\
        vlan web 110 { vrf prod  gateway 10.0.0.1/16 }\nprofile server { access web  lacp fast  edge }\n\
        tier super {\n  switch super[1..8] model spine in feed-a\n  switch super[9..16] model spine in feed-b\n}\n"
        .to_owned();
    for pod in 1..=12 {
        _ = writeln!(
            text,
            "tier pod{pod} {{\n  switch p{pod}-s[1..2] model spine in row-{pod}, feed-a\n  \
             switch p{pod}-s[3..4] model spine in row-{pod}, feed-b\n}}\n\
             rack-type pod{pod} {{\n  switch a model leaf in feed-a\n  switch b model leaf in feed-b\n  \
             mlag pair = a + b {{ peer-link 55..56  keepalive management }}\n  \
             uplinks every switch to tier pod{pod} ports 49..52\n  \
             attach server[1..2] to pair ports 1..2 as server\n}}\n\
             rack r{pod}[01..14] of pod{pod} in row-{pod}"
        );
        for spine in 1..=4 {
            for port in 0..4 {
                let above = (spine - 1) * 4 + port + 1;
                _ = writeln!(text, "link p{pod}-s{spine}:{} -- super{above}:{pod}", 29 + port);
            }
        }
    }
    text
}
