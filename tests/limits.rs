//! Input that is far too large, too deep or no text at all is refused: with a message, soon, and in little memory.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read and write files")]
#![cfg(target_os = "linux")]

mod common;

use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use rackc::diagnostic::Sink;
use rackc::diagnostic::{Code, Diagnostic, Severity};

use common::{stderr, write};

const HEAD: &str = "fabric dc1 {
  domain dc1.example.net
  pool loopback 10.255.0.0/16
  pool mgmt 192.0.2.0/24
}
model tor = arista/DCS-7050SX3-48YC8
switch s1, s2 model tor
profile p { access v }
vlan v 10
";

/// Checks a program with at most 2.5 GB of addresses, of which the allocator uses half, and a minute.
fn check(folder: &Path, args: &str) -> Output {
    let rackc = env!("CARGO_BIN_EXE_rackc");
    let script = format!("ulimit -v 2500000; exec timeout 60 '{rackc}' check . {args}");
    // The allocator else reserves a GiB of addresses at once, which is no memory.
    let reserve = ("MIMALLOC_ARENA_RESERVE", "32768");
    let mut bash = Command::new("bash");
    bash.args(["-c", &script]).env(reserve.0, reserve.1);
    bash.current_dir(folder).output().unwrap()
}

/// Refused with this code, and with at most so many bytes of messages.
fn assert_refused(name: &str, text: &[u8], code: &str) {
    let place = tempfile::tempdir().unwrap();
    write(&place.path().join("main.rack"), text);
    let output = check(place.path(), "");
    let said = stderr(&output);
    let start: String = said.chars().take(2000).collect();
    assert_eq!(output.status.code(), Some(1), "{name}: {start}");
    assert!(said.contains(&format!("error[{code}]")), "{name}: {start}");
    assert!(said.len() < 2 << 20, "{name}: {} bytes", said.len());
}

#[test]
fn ranges_are_bounded() {
    for (statement, code) in [
        ("rack r[1..999999999]", "R0109"),
        ("rack r[1..99999][1..99999]", "R0109"),
        ("rack r[1..99999999999999999999]", "R0109"),
        ("rack r[1..4000000000 odd]", "R0109"),
        ("rack r[1..999999999 odd]", "R0109"),
        ("rack r[a,b,1..999999999]", "R0109"),
        ("attach server[1..1000000000] to s1 port 1.. as p", "R0109"),
        ("attach server[1..999999999] to s1 port 1.. as p", "R0109"),
        ("attach server x to s1 ports 1..4294967295 as p", "R0109"),
        ("mlag p = s1 + s2 { peer-link 1..4294967295 }", "R0109"),
        ("link s1:1..99999 -- s2:1..99999 as p", "R0109"),
        ("vlan w[1..20000] 1..20000", "R0210"),
        ("vlan x 4294967296", "R0108"),
        ("vlan x 99999999999999999999999999", "R0108"),
    ] {
        assert_refused(statement, format!("{HEAD}{statement}\n").as_bytes(), code);
    }
}

#[test]
fn a_fabric_is_bounded() {
    for (name, text) in [
        ("switches", "rack-type t { switch a[1..100] model tor }\nrack r[1..20000] of t\n"),
        (
            "hosts",
            "rack-type t {\n switch a model tor\n attach server[1..20000] to a port 1.. as p\n}\nrack r[1..60] of t\n",
        ),
    ] {
        assert_refused(name, format!("{HEAD}{text}").as_bytes(), "R0203");
    }
    let prefixes: String = (0..1001).fold(String::new(), |mut text, number| {
        _ = write!(text, " 10.{}.{}.0/24", number / 250, number % 250);
        text
    });
    assert_refused(
        "pool",
        format!("{HEAD}fabric dc2 {{ pool link{prefixes} }}\n").as_bytes(),
        "R0205",
    );
    let head = HEAD.replace("pool loopback", &format!("pool link{prefixes}\n  pool loopback"));
    assert_refused("pool", head.as_bytes(), "R0203");
}

#[test]
fn what_ranges_multiply_to_is_bounded() {
    let zones = "zone z[1..20000] kind power";
    let long = "x".repeat(300);
    for (name, text, code) in [
        ("zones of racks", format!("rack r[1..20000]\n{zones} {{ racks r[1..20000] }}"), "R0203"),
        (
            "zones of cables",
            format!("{zones}\n{}", "link s1:1..48 -- s2:1..48 in z[1..20000]\n".repeat(30)),
            "R0203",
        ),
        (
            "statements",
            format!("rack-type t {{\n{}}}\nrack r[1..20000] of t", "no attach h\n".repeat(2000)),
            "R0203",
        ),
        ("long names", format!("zone {long}[1..20000] kind power"), "R0109"),
        ("long choices", format!("zone z[a,{long}][1..10000] kind power"), "R0109"),
    ] {
        assert_refused(name, format!("{HEAD}{text}\n").as_bytes(), code);
    }
}

#[test]
fn a_pool_is_bounded_over_all_of_its_statements() {
    for pool in ["asn", "link"] {
        let statements: String = (0..1001).fold(String::new(), |mut text, number| {
            _ = match pool {
                "asn" => writeln!(text, "pool asn {}..{}", 2 * number + 10, 2 * number + 10),
                _ => writeln!(text, "pool link 10.{}.{}.0/24", number / 250, number % 250),
            };
            text
        });
        let head = HEAD.replace("pool mgmt", &format!("{statements}pool mgmt"));
        assert_refused(pool, head.as_bytes(), "R0203");
    }
}

#[test]
fn pools_as_large_as_the_internet_take_no_memory() {
    let place = tempfile::tempdir().unwrap();
    let head = HEAD.replace("10.255.0.0/16", "::/0");
    write(&place.path().join("main.rack"), head.as_bytes());
    let output = check(place.path(), "");
    assert!(output.status.success(), "{}", stderr(&output));
    let head = HEAD.replace("10.255.0.0/16", "0.0.0.0/0");
    assert_refused("0.0.0.0/0", head.as_bytes(), "R0303");
    let head = HEAD.replace("pool mgmt", "pool asn 1..4294967295\n  pool mgmt");
    assert_refused("asn", head.as_bytes(), "R0210");
}

#[test]
fn nesting_is_bounded() {
    let open = |text: &str| format!("{HEAD}{}", text.repeat(100_000));
    assert_refused("braces", open("tier a {\n").as_bytes(), "R0107");
    assert_refused("comments", open("/*").as_bytes(), "R0106");
    assert_refused(
        "brackets",
        format!("{HEAD}switch a{}\n", "[".repeat(100_000)).as_bytes(),
        "R0102",
    );
    let losses = format!("{HEAD}expect s1 reaches s2 despite {}\n", "(".repeat(100_000));
    assert_refused("parentheses", losses.as_bytes(), "R0102");
    assert_refused(
        "terms",
        format!("{HEAD}expect s1 reaches s2 despite {}\n", "any switch and ".repeat(20_000))
            .as_bytes(),
        "R0102",
    );
}

#[test]
fn a_megabyte_of_anything_is_refused() {
    for (name, text) in [
        ("words", "garbage here ! @ # $\n".repeat(50_000)),
        ("one line of words", "a ".repeat(500_000)),
        ("quotes", "\"".repeat(1_000_000)),
        ("braces", "{".repeat(500_000) + &"}".repeat(500_000)),
        ("backslashes", "\\".repeat(1_000_000)),
        ("letters beyond ASCII", "é".repeat(500_000)),
    ] {
        let place = tempfile::tempdir().unwrap();
        write(&place.path().join("main.rack"), text.as_bytes());
        let output = check(place.path(), "");
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(output.stderr.len() < 1 << 20, "{name}: {} bytes", output.stderr.len());
    }
}

#[test]
fn very_many_errors_are_counted() {
    let place = tempfile::tempdir().unwrap();
    let text = format!("{HEAD}{}", "vlan v 10\n".repeat(15_000));
    write(&place.path().join("main.rack"), text.as_bytes());
    let said = stderr(&check(place.path(), ""));
    assert!(said.len() < 1 << 20, "{} bytes", said.len());
    assert!(said.contains("more; `--message-format json` shows"), "{said}");
    let json = String::from_utf8(check(place.path(), "--message-format json").stdout).unwrap();
    assert!(json.lines().count() <= 2 * Sink::MOST + 10, "{}", json.lines().count());
    assert!(json.contains("R0011"), "what is left out is told");
    // All of them on one line: places must be found without reading it again and again.
    let text = format!(
        "{HEAD}{}\n",
        "zone é kind power; zone a kind power; ".replace('é', "a").repeat(20_000)
    );
    write(&place.path().join("main.rack"), text.as_bytes());
    let output = check(place.path(), "--message-format json");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn of_one_code_so_many_messages_are_kept() {
    static CODE: Code = Code { id: "R9999", name: "test", severity: Severity::Error, page: "" };
    let mut sink = Sink::default();
    for number in 0..Sink::MOST + 7 {
        sink.push(Diagnostic::new(&CODE, number.to_string()));
    }
    assert!(sink.has_errors());
    let messages = sink.into_sorted();
    assert_eq!(messages.len(), Sink::MOST + 1);
    let told = messages.iter().find(|one| one.code.id == "R0011").unwrap();
    assert_eq!(told.message, "7 further messages R9999 are not shown");
}

#[test]
fn what_is_no_text_is_refused_and_line_ends_are_taken_as_they_come() {
    assert_refused("NUL", format!("{HEAD}zone a\0b kind power\n").as_bytes(), "R0102");
    assert_refused("not UTF-8", &[HEAD.as_bytes(), b"zone \xff\xfe\n"].concat(), "R0002");
    assert_refused(
        "a mark in the middle",
        format!("{HEAD}\u{feff}zone a kind power\n").as_bytes(),
        "R0102",
    );
    for text in [HEAD.replace('\n', "\r\n"), format!("\u{feff}{HEAD}")] {
        let place = tempfile::tempdir().unwrap();
        write(&place.path().join("main.rack"), text.as_bytes());
        let output = check(place.path(), "");
        assert!(output.status.success(), "{}", stderr(&output));
    }
}

#[test]
fn long_names_and_texts_are_refused_or_cut_in_messages() {
    let long = "x".repeat(500_000);
    assert_refused("switch", format!("{HEAD}switch {long} model tor\n").as_bytes(), "R0214");
    assert_refused("number", format!("{HEAD}vlan a {}\n", "9".repeat(500_000)).as_bytes(), "R0108");
    let text = format!(
        "{HEAD}profile q {{ access v  description \"{long}\" }}\nattach server h to s1 port 1 as q\n"
    );
    let place = tempfile::tempdir().unwrap();
    write(&place.path().join("main.rack"), text.as_bytes());
    let output = check(place.path(), "");
    assert!(output.stderr.len() < 1 << 20, "{} bytes", output.stderr.len());
}

#[test]
fn links_that_lead_in_a_circle_are_not_followed_for_ever() {
    let place = tempfile::tempdir().unwrap();
    for name in ["one", "two", "three"] {
        symlink(".", place.path().join(name)).unwrap();
    }
    write(&place.path().join("parts/a/z.rack"), b"zone z kind power\n");
    write(&place.path().join("main.rack"), format!("{HEAD}include \"**/z.rack\"\n").as_bytes());
    let output = check(place.path(), "");
    assert!(output.status.success(), "{}", stderr(&output));
    for (include, code) in
        [("**/nothing.rack", "R0006"), ("one/main.rack", "R0008"), ("three/two/**/no*", "R0006")]
    {
        write(&place.path().join("main.rack"), format!("{HEAD}include \"{include}\"\n").as_bytes());
        let output = check(place.path(), "");
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(code), "{include}: {}", stderr(&output));
    }
}

#[test]
fn a_pipe_and_a_device_are_not_read() {
    let place = tempfile::tempdir().unwrap();
    let made = Command::new("mkfifo").arg(place.path().join("pipe.rack")).status().unwrap();
    assert!(made.success());
    symlink("/dev/zero", place.path().join("zero.rack")).unwrap();
    for name in ["pipe.rack", "zero.rack"] {
        write(&place.path().join("main.rack"), format!("include \"{name}\"\n").as_bytes());
        let output = check(place.path(), "");
        assert!(stderr(&output).contains("error[R0001]"), "{name}: {}", stderr(&output));
        fs::remove_file(place.path().join("main.rack")).unwrap();
    }
}
