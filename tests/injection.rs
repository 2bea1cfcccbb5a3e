//! No text and no name of a program can change the structure of what is printed.
//!
//! Each place of the language that takes text or a name is tried with texts that mean something to a shell, a template, a
//! terminal, YAML or a switch's command line. Either a message refuses them, or the files have the same lines as with a
//! harmless text, but for the text itself.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeMap;

use rayon::prelude::*;

use common::assert_none;
use common::compile::{CATALOG, Made, make};
use rackc::vendor::schema::Feature;

/// What stands for the text that is tried.
const HERE: &str = "@HERE@";
/// Sorted like the names around it whatever follows, and long enough for every vendor.
const HARMLESS: &str = "harmless";
/// The public key in base64 of the sample user.
const KEY: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

/// A model of each vendor whose ports 1, 2, 47, 48 run at 25G and 53, 54 at 100G.
const MODELS: [&str; 4] = [
    "arista/DCS-7050SX3-48YC8",
    "cisco-nxos/N9K-C93180YC-FX3",
    "juniper/QFX5120-48Y",
    "cumulus/SN2410",
];

/// A program with every place; `@NAME@` marks each, and `MODEL` and `VENDOR` stand for the switches'.
const PROGRAM: &str = r#"
fabric @fabric@ {
  domain @domain@
TREE  pool loopback 10.255.0.0/24
  pool link 10.254.0.0/24
  pool mgmt 192.0.2.0/24 gateway 192.0.2.1
}
management {
  vrf @management-vrf@
  ntp 192.0.2.2
  timezone @timezone@
  banner "authorised access only", "@banner@", "the end"
  user @user@ role admin key "ssh-ed25519 KEY @key@" password secret(@secret@)
  root-password secret(root)
  snmp v3 user @snmp-user@ auth secret(snmp-auth) privacy secret(snmp-privacy)
  snmp location "@location@"
  snmp contact "@contact@"
}
zone @zone@, other-feed kind @kind@
rack @rack@
model @model@ = MODEL
switch @switch@ model @model@ in rack @rack@ in @zone@
switch leaf-b model @model@ in rack @rack@ in other-feed
mlag pair = @switch@ + leaf-b {
  peer-link 53..54
  keepalive 47
}
vrf @vrf@ {
  description "@vrf-description@"
}
vlan @vlan@ 110 {
  vrf @vrf@
  description "@vlan-description@"
  gateway 10.1.110.1/24
  host @static-host@ 10.1.110.77
}
vlan sto 120 {
  vrf @vrf@
  gateway 10.1.120.1/24 on pair
}
profile @profile@ {
  trunk @vlan@, sto
  native none
  lacp fast
  edge
}
profile single {
  access sto
  description "@profile-description@"
}
attach server @host@ to pair port 1 as @profile@
attach server web2 to pair port 2 as @profile@ description "@attach-description@"
attach server web3 to pair port 3 as single-lacp
profile single-lacp {
  access sto
  lacp slow
  description "@lag-description@"
}
attach server backup to leaf-b port 5 as single
switch leaf-c model @model@
attach server tape to leaf-c port 5 as single
link @switch@:46 -- leaf-c:46 as between description "@link-description@"
profile between {
  trunk sto
}
boundary @boundary@ {
  vrf @vrf@
  port @switch@:48 address 203.0.113.0/31 to @upstream@
  port leaf-b:48 address 203.0.113.2/31 description "@port-description@"
  route 0.0.0.0/0 via 203.0.113.1 on @switch@ description "@route-description@"
  route 0.0.0.0/0 via 203.0.113.3 on leaf-b
}
verbatim VENDOR on leaf-b {
  @verbatim@
}
"#;

/// Multiple spanning tree, for vendors that have it.
const MSTP: &str = r"  spanning-tree mstp root pair {
    region @region@
    instance 1 {
      vlans @vlan@
    }
  }
";

/// Places between quotes.
const TEXTS: [&str; 13] = [
    "banner",
    "key",
    "location",
    "contact",
    "vrf-description",
    "vlan-description",
    "profile-description",
    "attach-description",
    "lag-description",
    "link-description",
    "port-description",
    "route-description",
    "region-text",
];
/// Places of names, and of words that look like names.
const NAMES: [&str; 20] = [
    "fabric",
    "domain",
    "region",
    "vlan",
    "management-vrf",
    "timezone",
    "user",
    "secret",
    "snmp-user",
    "zone",
    "kind",
    "rack",
    "model",
    "switch",
    "vrf",
    "static-host",
    "profile",
    "host",
    "boundary",
    "upstream",
];

/// Texts that mean something to someone.
fn payloads() -> Vec<(&'static str, String)> {
    let long = format!("{HARMLESS}{}", "x".repeat(10_000));
    let list = [
        ("line feed", "a\nhostname hacked"),
        ("carriage return", "a\rhostname hacked"),
        ("tab", "a\tb"),
        ("quote", "a\"b"),
        ("escaped quote", "a\\\"b"),
        ("apostrophe", "a'b"),
        ("backslash", "a\\b"),
        ("escaped backslash", "a\\\\"),
        ("exclamation mark", "!"),
        ("word and exclamation mark", "a ! b"),
        ("hash", "#"),
        ("word and hash", "a # b"),
        ("semicolon", "a; reboot"),
        ("template value", "{{ device.hostname }}"),
        ("template block", "{% raw %}"),
        ("template comment", "{# a #}"),
        ("half of a template", "a }} b"),
        ("brace", "a }"),
        ("open brace", "a {"),
        ("braces", "${HOME}"),
        ("command", "$(reboot)"),
        ("backtick", "`reboot`"),
        ("pipe", "a | reboot"),
        ("ampersand", "a && reboot"),
        ("redirection", "a > /etc/passwd"),
        ("ANSI escape", "a\u{1b}[2Jb"),
        ("right-to-left mark", "a\u{202e}b"),
        ("zero width space", "a\u{200b}b"),
        ("line separator", "a\u{2028}b"),
        ("next line", "a\u{85}b"),
        ("no-break space", "a\u{a0}b"),
        ("letter beyond ASCII", "é"),
        ("NUL", "a\0b"),
        ("delete", "a\u{7f}b"),
        ("question mark", "a?"),
        ("percent", "%include <x>"),
        ("colon", "a: b"),
        ("list mark", "- a"),
        ("YAML anchor", "&a *a"),
        ("YAML null", "null"),
        ("YAML truth", "yes"),
        ("number", "0x1f"),
        ("leading blank", "  a"),
        ("trailing blank", "a  "),
        ("empty", ""),
        ("blank", "   "),
        ("end of a banner", "EOF"),
        ("end of a config", "end"),
        ("leave a mode", "exit"),
        ("end of a here document", "RACKC"),
        ("caret", "^"),
        ("caret within", "a^b"),
        ("hash end", "a#"),
        ("comment", "/* a"),
        ("line comment", "a // b"),
        ("brackets", "[a, b]"),
        ("at", "@a"),
        ("tilde", "~/a"),
    ];
    let mut all: Vec<(&str, String)> = list.map(|(name, text)| (name, text.to_owned())).into();
    all.push(("10,000 characters", long));
    all
}

/// The program for a vendor with one place filled by `payload` and the others by what they usually hold.
fn program(model: &str, place: &str, payload: &str) -> String {
    let vendor = model.split('/').next().unwrap();
    let (vendor_facts, platform) =
        CATALOG.platform(vendor, model.split('/').nth(1).unwrap()).unwrap();
    let tree = if vendor_facts.supports(platform, Feature::StpMstp) {
        MSTP
    } else {
        "  spanning-tree rstp root pair\n"
    };
    let text = PROGRAM.replace("MODEL", model).replace("VENDOR", vendor).replace("KEY", KEY);
    let mut text = text.replace("TREE", tree);
    if place == "region-text" {
        text = text.replace("@region@", "\"@region-text@\"");
    }
    // The place under trial comes last: what it holds may look like a place.
    let others: Vec<&str> = TEXTS
        .iter()
        .chain(&NAMES)
        .chain(&["verbatim"])
        .copied()
        .filter(|name| *name != place)
        .collect();
    for name in others {
        let usual = match name {
            "domain" => "dc1.example.net",
            "timezone" => "Europe/Oslo",
            "fabric" => "dc1",
            "switch" => "leaf-a",
            "management-vrf" => "mgmt",
            "kind" => "power",
            "region" => "dc1-region",
            "verbatim" => "",
            "user" => "netops",
            // Not the bare word: many of them are keywords.
            name => &format!("my-{name}"),
        };
        text = text.replace(&format!("@{name}@"), usual);
    }
    text.replace(&format!("@{place}@"), payload)
}

/// All vendors with all of their formats.
fn formats() -> Vec<(&'static str, String, String)> {
    let mut found = Vec::new();
    for model in MODELS {
        let vendor = model.split('/').next().unwrap();
        for format in CATALOG.vendor(vendor).unwrap().formats.keys() {
            found.push((model, vendor.to_owned(), format.clone()));
        }
    }
    found
}

fn built(
    model: &str,
    vendor: &str,
    format: &str,
    place: &str,
    payload: &str,
) -> Result<Made, common::compile::Refused> {
    make(&program(model, place, payload), None, &[(vendor.to_owned(), format.to_owned())])
}

/// A harmless word that may stand at a place.
fn harmless(place: &str) -> &'static str {
    match place {
        "timezone" => "Europe/Paris",
        _ => HARMLESS,
    }
}

#[test]
fn a_harmless_text_compiles_everywhere_and_is_printed() {
    let formats = formats();
    let complaints = formats.par_iter().flat_map(|(model, vendor, format)| {
        let mut complaints = Vec::new();
        for place in TEXTS.iter().chain(&NAMES) {
            match built(model, vendor, format, place, harmless(place)) {
                Ok(made) => complaints
                    .extend(parses(&made).err().map(|why| format!("{place} for {vendor}: {why}"))),
                Err(refused) => {
                    complaints.push(format!("{place} for {vendor} as {format}: {}", refused.text))
                }
            }
        }
        complaints
    });
    let complaints: Vec<String> = complaints.collect();
    assert_none(complaints.into_iter().take(5).collect(), "the program of this test must compile");
}

#[test]
fn texts_keep_to_their_place() {
    try_all(&TEXTS);
}

#[test]
fn names_keep_to_their_place() {
    try_all(&NAMES);
}

fn try_all(places: &[&str]) {
    let trials: Vec<(&str, &str, String)> = places
        .iter()
        .flat_map(|place| payloads().into_iter().map(|(name, payload)| (*place, name, payload)))
        .collect();
    let formats = formats();
    let usual: BTreeMap<(&str, &str, &str), Made> = places
        .par_iter()
        .flat_map_iter(|place| {
            formats.iter().map(move |(model, vendor, format)| (place, model, vendor, format))
        })
        .filter_map(|(place, model, vendor, format)| {
            let made = built(model, vendor, format, place, harmless(place)).ok()?;
            Some(((*place, vendor.as_str(), format.as_str()), made))
        })
        .collect();
    assert_eq!(usual.len(), places.len() * formats.len(), "the program of this test must compile");
    let complaints: Vec<String> = trials
        .par_iter()
        .flat_map(|(place, name, payload)| {
            let mut complaints = Vec::new();
            for (model, vendor, format) in &formats {
                let Some(usual) = usual.get(&(*place, vendor.as_str(), format.as_str())) else {
                    continue;
                };
                match built(model, vendor, format, place, payload) {
                    // What the syntax refuses, it refuses for every vendor.
                    Err(refused) if refused.codes.iter().any(|code| code.starts_with("R01")) => {
                        break;
                    }
                    Err(refused)
                        if refused.codes.is_empty() || refused.codes.contains(&"R0891") =>
                    {
                        complaints.push(format!(
                            "{place}, {name}, {format}: a template fails\n{}",
                            refused.text
                        ));
                    }
                    Err(_) => {}
                    Ok(made) => {
                        let held =
                            parses(&made).and_then(|()| same_lines(usual, &made, harmless(place)));
                        complaints.extend(
                            held.err().map(|why| format!("{place}, {name}, {format}: {why}")),
                        );
                    }
                }
            }
            complaints
        })
        .collect();
    assert_none(
        complaints,
        "refuse the text in `text` of vendor.yaml, or print it with the `text` filter",
    );
}

/// Whether two outputs differ in nothing but the text in the harmless one's place.
fn same_lines(usual: &Made, made: &Made, harmless: &str) -> Result<(), String> {
    let name = |path: &String| path.replace(harmless, HERE);
    let usual: Vec<(&String, &String)> = usual.files.iter().collect();
    let tried: Vec<(&String, &String)> = made.files.iter().collect();
    if usual.len() != tried.len() {
        return Err("there are other files".to_owned());
    }
    for ((path, before), (other, after)) in usual.into_iter().zip(tried) {
        if !name(path).contains(HERE) && path != other {
            return Err(format!("{other} instead of {path}"));
        }
        let structure: Vec<&str> =
            before.lines().filter(|line| !line.contains(harmless)).map(str::trim).collect();
        let (old, new): (Vec<&str>, Vec<&str>) =
            (before.split('\n').collect(), after.split('\n').collect());
        if old.len() != new.len() {
            return Err(format!(
                "{path} has {} lines instead of {}{}",
                new.len(),
                old.len(),
                first_difference(&old, &new, harmless)
            ));
        }
        for (number, (old, new)) in old.iter().zip(&new).enumerate() {
            if old == new {
                continue;
            }
            let place = format!("{path}:{}", number + 1);
            let Some((start, _)) = old.split_once(harmless) else {
                return Err(format!("{place}: `{old}` becomes `{}`", short(new)));
            };
            let end = old.rsplit(harmless).next().unwrap_or_default();
            // An empty text takes its blank and its quotes along.
            if !new.starts_with(start.trim_end()) || !new.ends_with(end) {
                return Err(format!("{place}: `{old}` becomes `{}`", short(new)));
            }
            if new.contains(|c: char| c.is_control() && c != '\t') {
                return Err(format!("{place}: control characters in `{}`", new.escape_debug()));
            }
            // A text that looks like a line of the file's own may be taken for it.
            if new.contains(char::is_alphanumeric) && structure.contains(&new.trim()) {
                return Err(format!("{place}: `{new}` is also a line of the file's own"));
            }
        }
    }
    Ok(())
}

fn first_difference(old: &[&str], new: &[&str], harmless: &str) -> String {
    let pair = old.iter().zip(new).find(|(old, new)| old != new && !old.contains(harmless));
    pair.map(|(old, new)| format!(": first `{old}` becomes `{}`", short(new))).unwrap_or_default()
}

fn short(text: &str) -> String {
    text.chars().take(200).collect()
}

/// Whether each file is one of its kind: YAML, or braces and quotes that balance.
fn parses(made: &Made) -> Result<(), String> {
    for (path, text) in &made.files {
        let result = match path.rsplit('.').next() {
            Some("yaml") => serde_yaml::from_str::<serde_yaml::Value>(text)
                .map(drop)
                .map_err(|error| error.to_string()),
            Some("conf" | "set") if path.contains("juniper.") => balanced(text),
            _ => Ok(()),
        };
        result.map_err(|why| format!("{path}: {why}"))?;
    }
    Ok(())
}

/// Quotes end on their line, braces balance outside of them.
fn balanced(text: &str) -> Result<(), String> {
    let mut depth = 0_i32;
    for (number, line) in text.lines().enumerate() {
        if line.trim_start().starts_with(['#', '/']) || line.trim_start().starts_with('*') {
            continue;
        }
        let (mut quoted, mut escaped) = (false, false);
        for c in line.chars() {
            match c {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                '{' if !quoted => depth += 1,
                '}' if !quoted => depth -= 1,
                _ => {}
            }
        }
        if quoted || depth < 0 {
            return Err(format!("line {} does not balance: {}", number + 1, short(line)));
        }
    }
    if depth == 0 { Ok(()) } else { Err(format!("{depth} braces are left open")) }
}

/// Raw lines are the user's own, but they end where their braces do.
#[test]
fn raw_lines_keep_their_number() {
    let trials: [(&str, &[&str]); 5] = [
        ("one", &["harmless"]),
        ("two", &["harmless", "  harmless more"]),
        ("braces", &["harmless {", "  a", "}"]),
        ("quotes", &["harmless \"a\" 'b' // c"]),
        ("closing template", &["harmless }}"]),
    ];
    let mut complaints = Vec::new();
    for (model, vendor, format) in formats() {
        for (name, lines) in trials {
            if let Ok(made) = built(model, &vendor, &format, "verbatim", &lines.join("\n  ")) {
                let printed: usize = made
                    .files
                    .values()
                    .map(|text| text.lines().filter(|line| line.contains("harmless")).count())
                    .sum();
                let said = lines.iter().filter(|line| line.contains("harmless")).count();
                if printed != said {
                    complaints
                        .push(format!("{name}, {format}: {said} lines are printed as {printed}"));
                }
            }
        }
        for refused in
            ["{{ device.hostname }}", "{% raw %}", "a\u{1b}[2J", "a\0b", "a\u{202e}b", "a\rb"]
        {
            if let Ok(made) = built(model, &vendor, &format, "verbatim", refused) {
                let text: String = made.files.into_values().collect();
                complaints.push(format!(
                    "{format}: {} is printed ({} bytes)",
                    refused.escape_debug(),
                    text.len()
                ));
            }
        }
    }
    assert_none(complaints, "raw lines are printed as they stand, or refused");
}

/// What only names or includes files never reaches a config.
#[test]
fn other_places_refuse_or_ignore() {
    let places: [(&str, fn(&str) -> String); 5] = [
        ("verbatim file", |text| format!("verbatim arista file \"{text}\" {{\n  a\n}}\n")),
        ("include", |text| format!("include \"{text}\"\n")),
        ("lag", |text| format!("link leaf-a:45 -- leaf-b:45 as between lag {text}\n")),
        ("tier", |text| format!("tier {text} {{\n}}\n")),
        ("rack type", |text| format!("rack-type {text} {{\n}}\n")),
    ];
    let base = program(MODELS[0], "", "");
    let mut complaints = Vec::new();
    for (place, statement) in places {
        for (name, payload) in payloads() {
            if let Ok(made) = make(&(base.clone() + &statement(&payload)), None, &[]) {
                let usual = make(&(base.clone() + &statement(HARMLESS)), None, &[]);
                let held = usual
                    .map_err(|refused| refused.text)
                    .and_then(|usual| same_lines(&usual, &made, HARMLESS));
                complaints.extend(held.err().map(|why| format!("{place}, {name}: {why}")));
            }
        }
    }
    assert_none(complaints, "refuse the text, or keep it out of the configs");
}
