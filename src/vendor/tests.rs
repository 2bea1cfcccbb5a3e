//! What is said of vendor folders that are wrong.

use std::fmt::Write as _;

use camino::Utf8PathBuf;

use super::interop::{Rule, Topic, agreed};
use super::schema::{Feature, Role, Severity};
use super::{Catalog, variants};

const FACTS: &str = "\
title: Acme OS
manual: the manual
releases: '1.0'
default-format: text
formats:
  text:
    title: startup configuration
    text: { quote: none, ascii: true, description-max: 80 }
    files: [{ path: startup, template: root.j2 }]
names: { lag: 'lag{n}', peer-link: peer, svi: 'vlan{n}', loopback: 'lo{n}', peer-interface: 'vlan{n}' }
vlan: { reserved: [{ ids: 4095, why: the standard }], name-max: 32 }
lag: { numbers: 1-100, peer-link: 1000, members-max: 8, members-carry-mtu: false }
mtu:
  routed: { add: 0, max: 9216 }
  switched: { add: 14, max: 9216 }
  svi: { add: 0, max: 9216 }
  source: the manual
mlag:
  title: MLAG
  domains: 1-100
  peer-addresses: false
  system-mac-base: '02:00:00:00:00:00'
  priority-first: 1
  priority-second: 2
  reload-delay: 300
  reload-delay-orphan: 330
management: { keepalive-vrf: keepalive }
routing: { maximum-paths: 8, pair-vtep: none, vtep-loopback: 0, gateway-own-addresses: false, vrf-loopbacks: 100-200, communities: {}, icmp: {}, icmpv6: {} }
gateways: [anycast, vrrp, hsrp]
anycast-mac: '00:00:5e:00:01:01'
timezone-iana: true
";

const PLATFORM: &str = "\
title: 48 × 25G and 8 × 100G
source: data sheet
management: mgmt0
ports:
  - { panel: 1..48, number: 1, names: { any: 'e{n}' }, speeds: { 10g: 10g, 25g: 25g }, default-speed: 25g }
  - panel: 49..56
    number: 49
    names: { any: 'e{n}' }
    speeds: { 100g: 100g }
    default-speed: 100g
    breakouts:
      4x25g: { word: 4x25, parent: 'e{n}', lane: 'e{n}s{lane}', first-lane: 0, speed-word: 25g }
";

fn facts() -> String {
    let mut text = FACTS.to_owned();
    let mut table = |key: &str, names: Vec<&str>, value: &str| {
        _ = writeln!(text, "{key}:");
        for name in names {
            _ = writeln!(text, "  {name}: {value}");
        }
    };
    table("roles", variants::<Role>().iter().map(|(name, _)| *name).collect(), "role");
    table("severities", variants::<Severity>().iter().map(|(name, _)| *name).collect(), "word");
    table("capabilities", variants::<Feature>().iter().map(|(name, _)| *name).collect(), "true");
    text
}

fn load(facts: &str, platform: &str) -> Result<Catalog, Vec<String>> {
    let files = [
        ("acme/vendor.yaml", facts),
        ("acme/platforms/x1.yaml", platform),
        ("acme/templates/root.j2", "hostname {{ device.hostname }}\n"),
    ];
    from(&files)
}

fn from(files: &[(&str, &str)]) -> Result<Catalog, Vec<String>> {
    let files =
        files.iter().map(|(path, text)| (Utf8PathBuf::from(*path), text.as_bytes().to_vec()));
    Catalog::from_files(files).map_err(|errors| errors.iter().map(ToString::to_string).collect())
}

/// What is said when `from` is replaced by `to` in the facts.
fn changed_facts(from: &str, to: &str) -> String {
    let facts = facts();
    assert!(facts.contains(from), "{from}");
    load(&facts.replacen(from, to, 1), PLATFORM).unwrap_err().join("\n")
}

/// What is said when `from` is replaced by `to` in the hardware model.
fn changed_platform(from: &str, to: &str) -> String {
    assert!(PLATFORM.contains(from), "{from}");
    load(&facts(), &PLATFORM.replacen(from, to, 1)).unwrap_err().join("\n")
}

fn assert_says(said: &str, part: &str) {
    assert!(said.contains(part), "{said}");
}

#[test]
fn a_whole_vendor_folder_is_taken() {
    let catalog = load(&facts(), PLATFORM).unwrap();
    let (vendor, platform) = catalog.platform("ACME", "X1").unwrap();
    assert_eq!(
        (vendor.name.as_str(), platform.name.as_str(), platform.port_count()),
        ("acme", "x1", 56)
    );
    assert_eq!(catalog.templates("acme").count(), 1);
}

#[test]
fn the_folders_built_in_are_whole() {
    let catalog = Catalog::load([])
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>());
    assert!(!catalog.unwrap().vendors.is_empty());
}

#[test]
fn every_vendor_built_in_states_every_topic_of_interoperability() {
    for (name, vendor) in &Catalog::load([]).unwrap().vendors {
        let stated = vendor.interop.as_ref().map(|interop| &interop.facts);
        for (topic, key) in variants::<Topic>().iter().map(|(key, topic)| (topic, key)) {
            let fact = stated.and_then(|facts| facts.get(topic));
            assert!(fact.is_some(), "vendors/{name}/vendor.yaml says nothing of `{key}`");
        }
    }
}

/// Where the program does not decide, what the vendors do by default or are always told must fit.
#[test]
fn what_the_vendors_built_in_do_fits() {
    let decided =
        [Topic::SpanningTreeMode, Topic::FirstHop, Topic::VrrpChecksum, Topic::EvpnService];
    let catalog = Catalog::load([]).unwrap();
    for (key, topic) in variants::<Topic>() {
        let facts = catalog.vendors.values().filter_map(|vendor| vendor.interop.as_ref());
        let values: Vec<&str> = facts.map(|interop| interop.facts[&topic].value()).collect();
        let fits = match topic.about().rule {
            Rule::Each(word) => values.iter().all(|value| *value == word),
            Rule::Same => values.windows(2).all(|two| two[0] == two[1]),
            Rule::Negotiated | Rule::Local => true,
        };
        assert!(fits || decided.contains(&topic), "{key}: {values:?}");
    }
}

#[test]
fn systems_that_differ_are_told_what_all_of_them_can_do() {
    let vendor = |fact: &str| {
        format!("{}interop: {{ model: x1, facts: {{ vrrp-checksum: {fact} }} }}\n", facts())
    };
    let message = vendor("{ default: message, source: the manual }");
    let both = "{ default: pseudo-header, can: [pseudo-header, message], source: the manual }";
    let (both, other) = (vendor(both), vendor("{ default: pseudo-header, source: the manual }"));
    let mut files = Vec::new();
    for (name, facts) in [("message", &message), ("both", &both), ("other", &other)] {
        files.push((format!("{name}/vendor.yaml"), facts.as_str()));
        files.push((format!("{name}/platforms/x1.yaml"), PLATFORM));
        files.push((format!("{name}/templates/root.j2"), ""));
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
    let catalog = from(&files).unwrap();
    let told = |names: &[&str]| {
        let side = |name: &&str| catalog.platform(name, "x1").unwrap();
        agreed(Topic::VrrpChecksum, &names.iter().map(side).collect::<Vec<_>>())
    };
    assert_eq!(told(&["message", "both"]), Some("message"));
    assert_eq!(told(&["both", "other"]), None, "they do the same by themselves");
    assert_eq!(told(&["message", "other"]), None, "nothing that both can do");
}

#[test]
fn a_file_of_the_same_path_replaces_the_earlier_one() {
    let first = facts();
    let second = first.replacen("Acme OS", "Acme OS 2", 1);
    let files = [
        ("acme/vendor.yaml", first.as_str()),
        ("acme/vendor.yaml", second.as_str()),
        ("acme/templates/root.j2", ""),
    ];
    assert_eq!(from(&files).unwrap().vendor("acme").unwrap().title, "Acme OS 2");
}

#[test]
fn what_is_missing_is_named() {
    assert_says(
        &changed_facts("  mlag: true\n", ""),
        "acme/vendor.yaml: `capabilities` does not state `mlag`",
    );
    assert_says(&changed_facts("  operator: role\n", ""), "`roles` does not state `operator`");
    assert_says(&changed_facts("  debug: word\n", ""), "`severities` does not state `debug`");
    assert_says(
        &changed_facts("template: root.j2", "template: other.j2"),
        "names the template `other.j2`, which is not there",
    );
    assert_says(
        &changed_facts("default-format: text", "default-format: set"),
        "`default-format` is `set`",
    );
    assert_says(
        &from(&[("acme/platforms/x1.yaml", PLATFORM)]).unwrap_err().join("\n"),
        "acme/vendor.yaml: the file is missing",
    );
}

#[test]
fn a_misspelt_key_is_refused_with_its_line() {
    let said = changed_facts("anycast-mac:", "anycast-mack:");
    assert_says(&said, "acme/vendor.yaml:30: unknown field `anycast-mack`");
    assert_says(
        &changed_facts("  mlag: true\n", "  mlag: true\n  mlag: false\n"),
        "duplicate entry",
    );
}

#[test]
fn values_out_of_range_are_refused() {
    assert_says(
        &changed_facts("'02:00:00:00:00:00'", "'03:00:00:00:00:00'"),
        "`mlag.system-mac-base`",
    );
    assert_says(&changed_facts("peer-link: 1000", "peer-link: 100"), "`lag.peer-link` is 100");
    assert_says(&changed_facts("ids: 4095", "ids: 4095-5000"), "are no VLAN ids");
    assert_says(
        &changed_facts("routed: { add: 0, max: 9216 }", "routed: { add: 0, max: 1400 }"),
        "`mtu.routed.max` is 1400",
    );
    assert_says(&changed_facts("lag: 'lag{n}'", "lag: lag"), "`names.lag` has no `{n}`");
    assert_says(
        &changed_facts("[anycast, vrrp, hsrp]", "[anycast, vrrp]"),
        "`gateways` lacks `hsrp`",
    );
    assert_says(
        &changed_facts("gateways:", "interop: { model: T99 }\ngateways:"),
        "`interop.model` is `T99`",
    );
    assert_says(&changed_facts("path: startup", "path: ../startup"), "is no plain relative path");
    assert_says(&changed_facts("path: startup", "path: 'relay@{vrf}'"), "both `per` and `{vrf}`");
}

#[test]
fn hardware_models_that_contradict_themselves_are_refused() {
    assert_says(
        &changed_platform("panel: 49..56", "panel: 48..56"),
        "acme/platforms/x1.yaml: the panel ranges 1..48 and 48..56 overlap",
    );
    assert_says(
        &changed_platform("default-speed: 25g", "default-speed: 40g"),
        "`default-speed` is `40g`",
    );
    assert_says(
        &changed_platform("names: { any: 'e{n}' }, speeds", "names: { 25g: 'e{n}' }, speeds"),
        "neither `any` nor `10g`",
    );
    assert_says(&changed_platform("number: 49", "number: 48"), "would both be named `e48`");
    assert_says(&changed_platform("lane: 'e{n}s{lane}'", "lane: 'e{n}s'"), "has no `{lane}`");
    assert_says(&changed_platform("4x25g:", "25g:"), "is no split such as `4x25g`");
    assert_says(
        &changed_platform("management: mgmt0", "management: mgmt0\nformat: set"),
        "none of the vendor's formats (`text`)",
    );
    assert_says(
        &changed_platform("panel: 1..48", "panel: 1..48000"),
        "there are more than 2000 ports",
    );
    assert_says(&changed_platform("number: 49", "number: 65535"), "the numbers run to 65542");
}

#[test]
fn files_that_belong_nowhere_are_refused_and_notes_are_not() {
    let facts = facts();
    let mut files = vec![
        ("acme/vendor.yaml", facts.as_str()),
        ("acme/templates/root.j2", ""),
        ("acme/README.md", "a note"),
        ("acme/.x.swp", ""),
    ];
    assert!(from(&files).is_ok());
    files.push(("acme/platform/x1.yaml", PLATFORM));
    assert_says(
        &from(&files).unwrap_err().join("\n"),
        "acme/platform/x1.yaml: a vendor folder holds",
    );
}
