//! No text and no name of a program can change the structure of what is printed.
//!
//! Each place of the language that takes text or a name is tried with texts that mean something to a shell, a template, a
//! terminal, YAML or a switch's command line. Either a message refuses them, or the files have the same lines as with a
//! harmless text, but for the text itself.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use rayon::prelude::*;

use common::assert_none;
use common::compile::{CATALOG, Made, Refused, make};
use rackc::vendor::schema::Feature;

/// What stands for the text that is tried.
const HERE: &str = "@HERE@";
/// Sorted like the names around it whatever follows, and long enough for every vendor.
const HARMLESS: &str = "harmless";
/// The public key in base64 of the sample user.
const KEY: &str = "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

/// Lines that end a text of several lines in some file.
const DELIMITERS: [&str; 2] = ["EOF", "END-OF-KEYS"];
/// What YAML takes for something else than text.
const WORDS: [&str; 3] = ["null", "off", "0x1f"];

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
  pool asn 4200000000..4200000009
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
switch zz-b model @model@ in rack @rack@ in other-feed
mlag @pair@ = @switch@ + zz-b {
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
  gateway 10.1.120.1/24 on @pair@
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
attach server @host@ to @pair@ port 1 as @profile@
attach server web2 to @pair@ port 2 as @profile@ description "@attach-description@"
attach server web3 to @pair@ port 3 as single-lacp
profile single-lacp {
  access sto
  lacp slow
  description "@lag-description@"
}
attach server backup to zz-b port 5 as single
switch zz-c model @model@
attach server tape to zz-c port 5 as single
link @switch@:46 -- zz-c:46 as between description "@link-description@"
profile between {
  trunk sto
}
boundary @boundary@ {
  vrf @vrf@
  port @switch@:48 address 203.0.113.0/31 to @upstream@
  port zz-b:48 address 203.0.113.2/31 description "@port-description@"
  route 0.0.0.0/0 via 203.0.113.1 on @switch@ description "@route-description@"
  route 0.0.0.0/0 via 203.0.113.3 on zz-b
  peer @peer@ asn 64700 at 203.0.113.1 {
    password secret(@peer-secret@)
    import @policy@
    export @vlan@
    description "@peer-description@"
  }
  ingress acl @acl@
}
service @service@ {
  vlan sto
  bgp asn 64512 password secret(@service-secret@)
  node @node@ 10.1.120.21
  accept @prefix-list@, 10.244.0.0/16 up to /26
  advertise default
}
object @object@ 203.0.113.0/30
prefix-list @prefix-list@ 10.3.0.0/16 up to /24
community-list @community-list@ 64700:100
as-path-list @as-path-list@ from 64700
policy @policy@ {
  deny community @community-list@
  permit prefixes @prefix-list@ as-path @as-path-list@ set local-preference 200
}
acl @acl@ {
  permit tcp from @object@ to @object@ description "@permit-description@"
  permit udp from any port 53 to @vlan@
  deny any log description "@deny-description@"
}
verbatim VENDOR on zz-b {
  @verbatim@
}
"#;

/// Multiple spanning tree, for vendors that have it.
const MSTP: &str = r"  spanning-tree mstp root @pair@ {
    region @region@
    instance 1 {
      vlans @vlan@
    }
  }
";

/// Places between quotes.
const TEXTS: [&str; 16] = [
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
    "peer-description",
    "permit-description",
    "deny-description",
];
/// The same, by what they become in the device model.
const GROUPS: [&[&str]; 8] = [
    &["banner"],
    &["key"],
    &["location", "contact"],
    &["region-text"],
    &["vrf-description", "vlan-description", "route-description"],
    &[
        "profile-description",
        "attach-description",
        "lag-description",
        "link-description",
        "port-description",
    ],
    &["peer-description"],
    &["permit-description", "deny-description"],
];
/// Places of names, and of words that look like names. Those of a line are tried at once where that tells enough.
const NAMES: [&[&str]; 9] = [
    &[
        "fabric",
        "region",
        "vlan",
        "user",
        "secret",
        "snmp-user",
        "zone",
        "kind",
        "model",
        "profile",
        "boundary",
    ],
    &["domain", "management-vrf", "rack", "static-host", "upstream"],
    &["switch"],
    &["host"],
    &["pair"],
    &["timezone"],
    &["vrf"],
    &[
        "acl",
        "policy",
        "prefix-list",
        "community-list",
        "as-path-list",
        "service",
        "node",
        "peer-secret",
    ],
    &["object", "peer", "service-secret"],
];
/// The first of [`NAMES`] that stand among names of lists and policies which are made for every program.
const LISTED: usize = 7;

/// All places of names.
fn names() -> impl Iterator<Item = &'static &'static str> {
    NAMES.iter().copied().flatten()
}

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
        ("paragraph separator", "a\u{2029}b"),
        ("vertical tab", "a\u{b}b"),
        ("form feed", "a\u{c}b"),
        ("right-to-left sign", "a\u{200f}b"),
        ("isolate", "a\u{2066}b"),
        ("byte order mark", "a\u{feff}b"),
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
        ("YAML truth", "off"),
        ("number", "0x1f"),
        ("leading blank", "  a"),
        ("trailing blank", "a  "),
        ("empty", ""),
        ("blank", "   "),
        ("end of a banner", "EOF"),
        ("end of a config", "end"),
        ("leave a mode", "exit"),
        ("end of a here document", "END-OF-KEYS"),
        ("caret", "^"),
        ("caret within", "a^b"),
        ("hash end", "a#"),
        ("comment", "/* a"),
        ("end of a comment", "a */ b"),
        ("line comment", "a // b"),
        ("brackets", "[a, b]"),
        ("at", "@a"),
        ("tilde", "~/a"),
    ];
    let mut all: Vec<(&str, String)> = list.map(|(name, text)| (name, text.to_owned())).into();
    all.push(("10,000 characters", long));
    all
}

/// The program for a vendor with some places filled, and the others by what they usually hold.
fn program(model: &str, filled: &[(&str, String)]) -> String {
    let (vendor, platform) = model.split_once('/').unwrap();
    let (facts, platform) = CATALOG.platform(vendor, platform).unwrap();
    let tree = if facts.supports(platform, Feature::StpMstp) {
        MSTP
    } else {
        "  spanning-tree rstp root @pair@\n"
    };
    let text = PROGRAM.replace("MODEL", model).replace("VENDOR", vendor).replace("KEY", KEY);
    let mut text = text.replace("TREE", tree);
    if filled.iter().any(|(place, _)| *place == "region-text") {
        text = text.replace("@region@", "\"@region-text@\"");
    }
    // The places under trial come last: what they hold may look like a place.
    let others = TEXTS
        .iter()
        .chain(names())
        .chain(&["verbatim"])
        .filter(|name| filled.iter().all(|(place, _)| place != *name));
    for name in others {
        let usual = match *name {
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
    filled.iter().fold(text, |text, (place, payload)| text.replace(&format!("@{place}@"), payload))
}

/// All vendors with all of their formats.
fn formats() -> Vec<Format> {
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
    format: &Format,
    places: &[&str],
    payload: impl Fn(&str) -> String,
) -> Result<Made, Refused> {
    let (model, vendor, format) = format;
    let filled: Vec<(&str, String)> = places.iter().map(|place| (*place, payload(place))).collect();
    make(&program(model, &filled), None, &[(vendor.clone(), format.clone())])
}

/// A harmless word that may stand at a place.
fn harmless(place: &str) -> &'static str {
    match place {
        "timezone" => "Europe/Paris",
        // Among the names of VRFs that vendors add.
        "vrf" => "nearby",
        // Among the names of lists and policies that are made for everyone.
        place if NAMES[LISTED..].iter().any(|group| group.contains(&place)) => "nutmeg",
        _ => HARMLESS,
    }
}

#[test]
fn a_harmless_text_compiles_everywhere_and_is_printed() {
    let formats = formats();
    let complaints = formats.par_iter().flat_map(|format| {
        let mut complaints = Vec::new();
        for group in NAMES.iter().copied().chain([&TEXTS[..]]) {
            let said = format!("{} for {} as {}", group.join(" "), format.1, format.2);
            match built(format, group, |place| harmless(place).to_owned()) {
                Ok(made) => {
                    complaints.extend(parses(&made).err().map(|why| format!("{said}: {why}")));
                }
                Err(refused) => complaints.push(format!("{said}: {}", refused.text())),
            }
        }
        complaints
    });
    let complaints: Vec<String> = complaints.collect();
    assert_none(complaints.into_iter().take(5).collect(), "the program of this test must compile");
}

#[test]
fn texts_keep_to_their_place() {
    let trials = payloads();
    let formats = formats();
    let usual = Usual::default();
    let complaints: Vec<String> = trials
        .par_iter()
        .flat_map(|(name, payload)| {
            let mut complaints = Vec::new();
            for format in &formats {
                // In every place at once; if that is refused, in few at a time.
                let Err(refused) = try_one(&usual, &TEXTS, name, payload, format, &mut complaints)
                else {
                    continue;
                };
                if refused {
                    break;
                }
                for group in GROUPS {
                    _ = try_one(&usual, group, name, payload, format, &mut complaints);
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

#[test]
fn names_keep_to_their_place() {
    // Most of what a text may hold is refused in a name by the syntax, and all for the same reason.
    let distinct = [
        "line feed",
        "carriage return",
        "quote",
        "backslash",
        "exclamation mark",
        "hash",
        "semicolon",
        "template value",
        "template block",
        "brace",
        "command",
        "ANSI escape",
        "right-to-left mark",
        "letter beyond ASCII",
        "NUL",
        "YAML null",
        "YAML truth",
        "empty",
        "10,000 characters",
    ];
    let trials: Vec<(&str, String)> =
        payloads().into_iter().filter(|(name, _)| distinct.contains(name)).collect();
    let formats = formats();
    let usual = Usual::default();
    // Names that are made of a long one are cut.
    let is_cut = |group: &[&str], name: &str| {
        let made_of = group == ["vrf"] || NAMES[LISTED..].contains(&group);
        made_of && name == "10,000 characters"
    };
    let pairs: Vec<(&[&str], &(&str, String))> = NAMES
        .iter()
        .flat_map(|group| trials.iter().map(move |trial| (*group, trial)))
        .filter(|(group, (name, _))| !is_cut(group, name))
        .collect();
    let complaints: Vec<String> = pairs
        .par_iter()
        .flat_map(|(group, (name, payload))| {
            let mut complaints = Vec::new();
            // In all places at once; if that is refused, in each by itself.
            let mut refused = false;
            for format in &formats {
                let result = try_one(&usual, group, name, payload, format, &mut complaints);
                refused |= result.is_err();
                if result == Err(true) {
                    break;
                }
            }
            for place in group.iter().filter(|_| refused && group.len() > 1) {
                for format in &formats {
                    let result = try_one(&usual, &[place], name, payload, format, &mut complaints);
                    if result == Err(true) {
                        break;
                    }
                }
            }
            complaints
        })
        .collect();
    assert_none(complaints, "refuse the name");
}

type Format = (&'static str, String, String);
/// What is printed with harmless texts, by the places that they fill, and by format; made when it is asked for.
#[derive(Default)]
struct Usual(Mutex<BTreeMap<(String, String), Arc<Made>>>);

impl Usual {
    fn of(&self, places: &[&str], format: &Format) -> Arc<Made> {
        let key = (places.join(" "), format.2.clone());
        if let Some(made) = self.0.lock().unwrap().get(&key) {
            return Arc::clone(made);
        }
        let made = built(format, places, |place| harmless(place).to_owned());
        let made = Arc::new(made.unwrap_or_else(|refused| {
            panic!("the program of this test must compile: {}", refused.text())
        }));
        Arc::clone(self.0.lock().unwrap().entry(key).or_insert(made))
    }
}

/// Tries a text in some places. An error says that it is refused, and whether by the syntax, which is every vendor's.
fn try_one(
    usual: &Usual,
    places: &[&str],
    name: &str,
    payload: &str,
    format: &Format,
    complaints: &mut Vec<String>,
) -> Result<(), bool> {
    let said = || format!("{}, {name}, {}", places.join(" "), format.2);
    match built(format, places, |_| payload.to_owned()) {
        Err(refused) => {
            if refused.codes.is_empty() || refused.codes.contains(&"R0891") {
                complaints.push(format!("{}: a template fails\n{}", said(), refused.text()));
            }
            Err(refused.codes.iter().any(|code| code.starts_with("R01")))
        }
        Ok(made) => {
            let usual = usual.of(places, format);
            let held = parses(&made).and_then(|()| match payload.trim() {
                // Nothing said is nothing printed.
                "" => Ok(()),
                _ => same_lines(&usual, &made, harmless(places.first().unwrap()), payload),
            });
            complaints.extend(held.err().map(|why| format!("{}: {why}", said())));
            Ok(())
        }
    }
}

/// Whether two outputs differ in nothing but the text in the harmless one's place.
fn same_lines(usual: &Made, made: &Made, harmless: &str, payload: &str) -> Result<(), String> {
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
        let was: Vec<&str> = before.split('\n').collect();
        let is: Vec<&str> = after.split('\n').collect();
        if was.len() != is.len() {
            let first = first_difference(&was, &is, harmless);
            return Err(format!("{path} has {} lines instead of {}{first}", is.len(), was.len()));
        }
        let trial = Trial {
            structure: &was,
            harmless,
            payload,
            yaml: path.rsplit('.').next() == Some("yaml"),
        };
        for (number, (old, new)) in was.iter().zip(&is).enumerate() {
            if old != new {
                trial.line(old, new).map_err(|why| format!("{path}:{}: {why}", number + 1))?;
            }
        }
    }
    Ok(())
}

/// A file in which a text is tried.
struct Trial<'a> {
    structure: &'a [&'a str],
    harmless: &'a str,
    payload: &'a str,
    yaml: bool,
}

impl Trial<'_> {
    /// Whether a line that changed is the same around the text.
    fn line(&self, old: &str, new: &str) -> Result<(), String> {
        let start = old.split_once(self.harmless).map(|(start, _)| start);
        let end = old.rsplit(self.harmless).next().unwrap_or_default();
        // A text that ends in blanks may lose them.
        let ends = new.ends_with(end) || new.trim_end().ends_with(end.trim_end());
        if !ends || !start.is_some_and(|start| new.starts_with(start)) {
            return Err(format!("`{old}` becomes `{}`", short(new)));
        }
        if new.contains(|c: char| c.is_control() && c != '\t') {
            return Err(format!("control characters in `{}`", new.escape_debug()));
        }
        if DELIMITERS.contains(&new.trim()) && self.structure.contains(&new.trim()) {
            return Err(format!("`{new}` ends the text around it"));
        }
        let mut parts = new.trim_matches([' ', '-', ':']).split(": ");
        if self.yaml && WORDS.contains(&self.payload) && parts.any(|part| part == self.payload) {
            return Err(format!("`{}` is no text in YAML", new.trim()));
        }
        Ok(())
    }
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
    let harmless = |text: &str| text.lines().filter(|line| line.contains("harmless")).count();
    let mut complaints = Vec::new();
    for format in formats() {
        for (name, lines) in trials {
            let text = lines.join("\n  ");
            if let Ok(made) = built(&format, &["verbatim"], |_| text.clone()) {
                let printed: usize = made.files.values().map(|text| harmless(text)).sum();
                let said = harmless(&text);
                if printed != said {
                    let what =
                        format!("{name}, {}: {said} lines are printed as {printed}", format.2);
                    complaints.push(what);
                }
            }
        }
        for raw in
            ["{{ device.hostname }}", "{% raw %}", "a\u{1b}[2J", "a\0b", "a\u{202e}b", "a\rb"]
        {
            if built(&format, &["verbatim"], |_| raw.to_owned()).is_ok() {
                complaints.push(format!("{}: {} is printed", format.2, raw.escape_debug()));
            }
        }
    }
    assert_none(complaints, "raw lines are printed as they stand, or refused");
}

/// What only names or includes files never reaches a config.
#[test]
fn other_places_refuse_or_ignore() {
    type Statement = fn(&str) -> String;
    let places: [(&str, Statement); 5] = [
        ("verbatim file", |text| format!("verbatim arista file \"{text}\" {{\n  a\n}}\n")),
        ("include", |text| format!("include \"{text}\"\n")),
        ("lag", |text| format!("link zz-b:45 -- zz-c:45 as between lag {text}\n")),
        ("tier", |text| format!("tier {text} {{\n}}\n")),
        ("rack type", |text| format!("rack-type {text} {{\n}}\n")),
    ];
    let base = program(MODELS[0], &[]);
    let mut complaints = Vec::new();
    for (place, statement) in places {
        for (name, payload) in payloads() {
            if let Ok(made) = make(&(base.clone() + &statement(&payload)), None, &[]) {
                let usual = make(&(base.clone() + &statement(HARMLESS)), None, &[]);
                let held = usual
                    .map_err(|refused| refused.text())
                    .and_then(|usual| same_lines(&usual, &made, HARMLESS, &payload));
                complaints.extend(held.err().map(|why| format!("{place}, {name}: {why}")));
            }
        }
    }
    assert_none(complaints, "refuse the text, or keep it out of the configs");
}
