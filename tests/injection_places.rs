//! No place of the language is forgotten: every rule of the grammar that takes a text or a name is tried in
//! `tests/injection.rs`, or only names what is declared elsewhere.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read the grammar")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use common::project;

/// What a user writes freely: texts, names, and words that are read like names.
const FREE: [&str; 11] = [
    "text",
    "name",
    "pattern",
    "place_names",
    "description",
    "secret",
    "zone_name",
    "dotted_name",
    "platform",
    "raw_line",
    "raw_block",
];

/// Where each rule's texts and names are tried; `refers` where they must name something that is declared elsewhere, so that
/// nothing but a declared name comes through; `parts` where other rules are made of the rule.
const TRIED: &[(&str, &[&str])] = &[
    ("access", &["refers"]),
    ("access_list", &["refers"]),
    ("acl", &["acl"]),
    ("acl_target", &["refers"]),
    ("advertise", &["refers"]),
    ("as_path_list", &["as-path-list"]),
    ("as_profile", &["refers"]),
    ("attach", &["host", "attach-description"]),
    ("attach_to", &["refers"]),
    ("banner", &["banner"]),
    ("boundary", &["boundary"]),
    ("boundary_item", &["refers"]),
    ("boundary_port", &["port-description"]),
    ("boundary_to", &["upstream"]),
    ("boundary_vlan", &["refers"]),
    ("community_list", &["community-list"]),
    ("description", &["parts"]),
    ("domain_name", &["domain"]),
    ("endpoint", &["parts"]),
    ("entry", &["permit-description", "deny-description"]),
    ("fabric", &["fabric"]),
    ("fabric_item", &["refers"]),
    ("file_name", &["verbatim file"]),
    ("format", &["refers"]),
    ("import", &["refers"]),
    ("in_place", &["refers"]),
    ("in_zones", &["refers"]),
    ("include", &["include"]),
    ("instance_item", &["refers"]),
    ("kind", &["kind"]),
    ("lag", &["lag"]),
    ("late_word", &["parts"]),
    ("leak", &["refers"]),
    ("link_clause", &["link-description"]),
    ("lost_any", &["refers"]),
    ("lost_rack", &["refers"]),
    ("lost_switch", &["refers"]),
    ("lost_zone", &["refers"]),
    ("mlag", &["pair"]),
    ("mlag_kind", &["refers"]),
    ("model", &["model"]),
    ("model_ref", &["refers"]),
    ("native", &["refers"]),
    ("no_attach", &["refers"]),
    ("node", &["node"]),
    ("object", &["object"]),
    ("object_item", &["refers"]),
    ("of", &["refers"]),
    ("ospf_route", &["refers"]),
    ("overlay_item", &["refers"]),
    ("password", &["parts"]),
    ("peer", &["peer"]),
    ("peer_item", &["refers"]),
    ("peer_route", &["refers"]),
    ("peer_setting", &["peer-description"]),
    ("place_item_name", &["parts"]),
    ("policy", &["policy"]),
    ("prefix_item", &["refers"]),
    ("prefix_list", &["prefix-list"]),
    ("profile", &["profile"]),
    ("profile_item", &["refers"]),
    ("profile_kind", &["refers"]),
    ("profile_setting", &["profile-description", "lag-description"]),
    ("rack", &["rack"]),
    ("rack_type", &["rack type"]),
    ("raw_statement", &["verbatim"]),
    ("root_password", &["refers"]),
    ("route", &["route-description"]),
    ("route_item", &["refers"]),
    ("secret", &["parts"]),
    ("secret_ref", &["secret", "peer-secret", "service-secret"]),
    ("server_key", &["refers"]),
    ("service", &["service"]),
    ("service_item", &["refers"]),
    ("snmp_auth", &["refers"]),
    ("snmp_contact", &["contact"]),
    ("snmp_location", &["location"]),
    ("snmp_privacy", &["refers"]),
    ("snmp_user", &["snmp-user"]),
    ("stp_region", &["region-text", "region"]),
    ("stp_root", &["refers"]),
    ("stp_secondary", &["refers"]),
    ("subject", &["refers"]),
    ("switch", &["switch"]),
    ("tcp_ao", &["parts"]),
    ("term_as_path", &["refers"]),
    ("term_community", &["refers"]),
    ("tier", &["tier"]),
    ("timezone", &["timezone"]),
    ("trap_user", &["refers"]),
    ("uplinks_from", &["refers"]),
    ("uplinks_to", &["refers"]),
    ("user", &["user"]),
    ("user_key", &["key"]),
    ("vendor", &["refers"]),
    ("verbatim", &["verbatim"]),
    ("verbatim_on", &["refers"]),
    ("vlan_address", &["refers"]),
    ("vlan_host", &["static-host"]),
    ("vlan_item", &["refers"]),
    ("vlan_new", &["vlan"]),
    ("vlan_setting", &["vlan-description"]),
    ("vrf", &["vrf"]),
    ("vrf_name", &["vrf", "management-vrf"]),
    ("vrf_setting", &["vrf-description"]),
    ("zone", &["zone"]),
    ("zone_item", &["refers"]),
];

/// Places that `other_places_refuse_or_ignore` tries by itself.
const OTHERS: [&str; 6] = ["verbatim file", "include", "lag", "tier", "rack type", "verbatim"];

/// The rules of the grammar with the rules that they name, without strings and comments.
fn rules() -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(project("grammar/rack.pest")).unwrap();
    let mut rules: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().map(code) {
        if let Some((name, _)) = line.split_once('=').filter(|(name, _)| {
            !name.starts_with(' ') && name.trim().chars().all(|c| c.is_alphanumeric() || c == '_')
        }) {
            name.trim().clone_into(&mut current);
        }
        let body = line.split_once('=').filter(|(name, _)| name.trim() == current);
        let body = body.map_or(line.as_str(), |(_, body)| body);
        let words = body.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        let words = words.filter(|word| word.starts_with(|c: char| c.is_ascii_lowercase()));
        rules.entry(current.clone()).or_default().extend(words.map(str::to_owned));
    }
    rules
}

/// A line without its strings and comments.
fn code(line: &str) -> String {
    let (mut out, mut quoted) = (String::new(), false);
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if quoted => _ = chars.next(),
            '"' => quoted = !quoted,
            '/' if !quoted && chars.peek() == Some(&'/') => break,
            c if !quoted => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn every_place_of_the_grammar_is_tried() {
    let rules = rules();
    assert!(rules.len() > 200, "{} rules were found", rules.len());
    let takes = |named: &BTreeSet<String>| FREE.iter().any(|free| named.contains(*free));
    let found: BTreeSet<&str> =
        rules.iter().filter(|(_, named)| takes(named)).map(|(name, _)| name.as_str()).collect();
    let known: BTreeSet<&str> = TRIED.iter().map(|(rule, _)| *rule).collect();
    let new: Vec<_> = found.difference(&known).collect();
    assert!(
        new.is_empty(),
        "these rules take a text or a name: try them in tests/injection.rs, and list them here: {new:?}"
    );
    let gone: Vec<_> = known.difference(&found).collect();
    assert!(gone.is_empty(), "these rules take neither text nor name: {gone:?}");
}

#[test]
fn the_places_that_are_named_here_are_tried() {
    let test = fs::read_to_string(project("tests/injection.rs")).unwrap();
    for (rule, places) in TRIED {
        for place in places.iter().filter(|place| !["refers", "parts"].contains(place)) {
            let quoted = format!("\"{place}\"");
            assert!(test.contains(&quoted), "{rule}: tests/injection.rs tries no `{place}`");
            assert!(
                OTHERS.contains(place) || test.contains(&format!("@{place}@")),
                "{rule}: `{place}` stands in no program of tests/injection.rs"
            );
        }
    }
}
