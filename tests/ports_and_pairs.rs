//! What the rules on ports, cables, LAGs and pairs say about small fabrics, and what they let pass.
#![allow(clippy::unwrap_used, missing_docs)]

use camino::Utf8Path;
use rackc::checks;
use rackc::diagnostic::{Diagnostic, Sink};
use rackc::proof::Proof;
use rackc::syntax::{MemoryFiles, Program};
use rackc::topology::Topology;
use rackc::vendor::Catalog;

const HEAD: &str = "
fabric dc1 { spanning-tree rstp root core
  pool mgmt 192.0.2.0/24 }
zone feed-[a,b] kind power
zone duct-[a,b] kind duct
model leaf = arista/DCS-7050SX3-48YC8        // 48 x 25g, in groups of four; 8 x 100g
model spine = arista/DCS-7050CX3-32S         // 32 x 100g
switches core-[a,b] model spine in feed-[a,b]
switches tor-[a,b] model leaf in feed-[a,b]
mlag core = core-a + core-b { peer-link 31..32 }
mlag tor = tor-a + tor-b { peer-link 55..56 }
switch alone model leaf
vlan web 110
profile single { access web }
profile lacp { lacp fast  trunk web }
profile backup { active-backup  access web }
";

/// What the rules of this file's concern say of a program.
fn said(program: &str) -> Vec<Diagnostic> {
    let catalog = Catalog::load([]).unwrap();
    let files = MemoryFiles::default().with("main.rack", program);
    let mut sink = Sink::default();
    let program = Program::load(&files, Utf8Path::new("main.rack"), &mut sink);
    let fabric = rackc::fabric::resolve(&program, &catalog, &[], &mut sink).unwrap();
    assert!(sink.is_empty(), "{:?}", sink.into_sorted());
    let topology = Topology::of(&fabric, &catalog);
    let proof = Proof::of(&fabric, &topology);
    checks::run((&fabric, &topology), &catalog, &proof, &mut sink);
    let ours = |diagnostic: &Diagnostic| {
        diagnostic.code.id.starts_with("R04") || diagnostic.code.id.starts_with("R05")
    };
    sink.into_sorted().into_iter().filter(ours).collect()
}

/// Codes for statements after [`HEAD`].
fn codes(statements: &str) -> Vec<&'static str> {
    said(&format!("{HEAD}{statements}")).iter().map(|diagnostic| diagnostic.code.id).collect()
}

fn help(statements: &str) -> String {
    said(&format!("{HEAD}{statements}"))
        .first()
        .and_then(|diagnostic| diagnostic.help.clone())
        .unwrap()
}

#[track_caller]
fn quiet(statements: &str) {
    assert_eq!(said(&format!("{HEAD}{statements}")), []);
}

#[test]
fn a_sound_fabric_is_let_pass() {
    quiet(
        "
        uplinks tor to core ports 49..52 at 1..
        attach web[01..40] to tor port 1.. as lacp
        attach web[41..42] to tor-a ports 41..42 as single
        attach db01 to tor-a, alone port 48 as backup
        link alone:49, alone:50 -- core-a:20, core-b:20",
    );
}

#[test]
fn a_port_and_a_lane_take_one_cable_each() {
    assert_eq!(codes("attach a, b to alone ports 1, 1 as single"), ["R0401"]);
    quiet(
        "
        switch split model spine { breakout 1 4x25g }
        attach a, b to split ports 1/1..2 as single",
    );
    let twice = "
        switch split model spine { breakout 1 4x25g }
        attach a, b to split ports 1/1, 1/1 as single";
    assert_eq!(codes(twice), ["R0401"]);
}

#[test]
fn one_statement_in_many_racks_is_one_message() {
    let found = said(&format!(
        "{HEAD}
        rack-type t {{
          switch s model leaf
          attach a to s port 1 as single
          attach b to s port 1 as single
        }}
        rack r[1..50] of t"
    ));
    let [only] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(only.message, "port 1 of `r1-s` is used twice");
    assert_eq!(only.notes, ["the same with `r2-s:1`, `r3-s:1`, `r4-s:1` and 46 more"]);
    assert_eq!(only.labels.len(), 3, "both uses and the rack");
}

#[test]
fn ports_that_a_model_lacks_are_reported_where_they_are_named() {
    assert_eq!(codes("attach a to alone port 57 as single"), ["R0402"]);
    assert_eq!(codes("uplinks alone to core ports 49..50 at 40..41"), ["R0402"]);
    assert_eq!(codes("switch more model leaf { speed 60 25g }"), ["R0402"]);
    assert_eq!(help("attach a to alone port 57 as single"), "DCS-7050SX3-48YC8 has ports 1 to 56");
}

#[test]
fn a_speed_is_one_that_the_port_can_do() {
    assert_eq!(codes("attach a to alone port 1 speed 100g as single"), ["R0405"]);
    quiet("attach a to alone port 1 speed 10g as single");
    assert_eq!(
        codes("profile slow { access web  speed 40g }\n attach a to alone port 1 as slow"),
        ["R0405"]
    );
    quiet("profile slow { access web  speed 40g }\n attach a to alone port 1 speed 10g as slow");
}

#[test]
fn both_ends_of_a_cable_run_at_one_speed() {
    // The slower default, which the other port has too.
    quiet("switch new model arista/DCS-7050DX4-32S\n link new:1 -- alone:49");
    assert_eq!(codes("link alone:1 -- core-a:1"), ["R0406"]);
    quiet("switch split model spine { breakout 1 4x25g }\n link alone:1 -- split:1/1");
    assert_eq!(
        codes(
            "switch split model spine { breakout 1 4x10g  speed 2 40g }\n switch b model leaf { speed 49 100g }\n link b:49 -- split:2"
        ),
        ["R0406"]
    );
}

#[test]
fn ports_to_choose_from_can_run_at_the_near_ports_speed() {
    assert_eq!(codes("uplinks alone to core ports 1..2"), ["R0411"]);
    quiet("uplinks alone to core ports 49..50");
    quiet(
        "switch split model spine { breakout 1 4x25g }\n uplinks alone to split ports 1..2 at 1/1..4",
    );
}

#[test]
fn a_speed_group_runs_at_one_speed() {
    let at = |port: u16| {
        format!(
            "attach a to alone port 1 as single\n attach b to alone port {port} speed 10g as single"
        )
    };
    assert_eq!(codes(&at(4)), ["R0407"]);
    quiet(&at(5));
}

#[test]
fn an_mtu_fits_each_system_as_it_counts() {
    let with = |mtu: u32, model: &str| {
        let text = format!("fabric f {{ mtu {mtu} }}\n switch s model {model}");
        said(&text).iter().map(|diagnostic| diagnostic.code.id).collect::<Vec<_>>()
    };
    for model in
        ["arista/DCS-7050CX3-32S", "cisco-nxos/N9K-C9332C", "juniper/QFX5120-32C", "cumulus/SN2700"]
    {
        assert_eq!(with(9000, model), [""; 0], "{model}");
    }
    assert_eq!(with(9216, "cisco-nxos/N9K-C9332C"), [""; 0]);
    assert_eq!(with(9216, "juniper/QFX5120-32C"), ["R0409"]);
}

#[test]
fn a_keepalive_needs_a_path() {
    let pair = |pool: &str, keepalive: &str| {
        let text = format!(
            "fabric f {{ {pool} }}\n switches a, b model arista/DCS-7050CX3-32S\n mlag p = a + b {{ peer-link 31..32 {keepalive} }}"
        );
        said(&text).iter().map(|diagnostic| diagnostic.code.id).collect::<Vec<_>>()
    };
    assert_eq!(pair("", ""), ["R0503"]);
    assert_eq!(pair("", "keepalive management"), ["R0503"]);
    assert_eq!(pair("", "keepalive 30"), [""; 0]);
    assert_eq!(pair("pool mgmt 192.0.2.0/24", ""), [""; 0]);
    assert_eq!(pair("pool mgmt 192.0.2.0/24", "keepalive management"), [""; 0]);
}

#[test]
fn a_pair_is_held_to_its_promise() {
    let pair = |zones: &str, survives: &str| {
        codes(&format!("switches [x,y] model spine {zones}\n mlag p = x + y {{ peer-link 31..32 {survives} }}").replace("[x,y]", "x, y"))
    };
    assert_eq!(pair("in feed-[a,b]", "survives power"), [""; 0]);
    assert_eq!(pair("in feed-a", "survives power"), ["R0504"]);
    assert_eq!(pair("in feed-a", ""), ["R0505"]);
    assert_eq!(pair("in feed-a", "survives switch"), [""; 0]);
    assert_eq!(pair("in rack r1", ""), [""; 0]);
    assert_eq!(pair("in rack r1", "survives rack"), ["R0504"]);
    assert_eq!(pair("in rack r[1..2]", "survives rack"), [""; 0]);
    assert_eq!(pair("", "survives power"), ["R0506", "R0506"]);
    assert_eq!(pair("in feed-[a,b]", "survives pwoer"), ["R0507"]);
}

#[test]
fn a_host_is_held_to_its_promise() {
    let host = |survives: &str, attach: &str| {
        codes(&format!(
            "profile p {{ lacp fast  trunk web  survives {survives} }}\n attach h to {attach} as p"
        ))
    };
    assert_eq!(host("switch, power", "tor port 1"), [""; 0]);
    assert_eq!(host("switch", "tor-a ports 1..2"), ["R0513"]);
    assert_eq!(host("power", "tor-a ports 1..2"), ["R0513", "R0514"]);
    let ducts = |first: &str, second: &str| {
        codes(&format!(
            "profile p {{ access web  active-backup  survives duct }}
             attach h to tor-a port 1 as p in {first}
             attach h to tor-b port 1 as p in {second}"
        ))
    };
    assert!(!ducts("duct-a", "duct-b").contains(&"R0513"));
    assert!(ducts("duct-a", "duct-a").contains(&"R0513"), "cables count as well");
}

#[test]
fn a_lag_leads_to_one_pair() {
    assert_eq!(codes("attach h to tor-a, alone port 1 as lacp"), ["R0508"]);
    assert_eq!(
        codes("link alone:49 -- core-a:1 lag up\n link alone:50 -- tor-a:50 lag up"),
        ["R0508"]
    );
    quiet("link alone:49, alone:50 -- core-a:1, core-b:1 lag up");
    assert_eq!(codes("link alone:49..50 -- core-a:1..2 lag up"), ["R0517"]);
    assert_eq!(codes("link tor-a:48 -- tor-b:48"), ["R0518"]);
    assert_eq!(codes("link alone:49 -- alone:50"), ["R0408"]);
}

#[test]
fn domains_are_the_pairs_own() {
    let pairs = |first: &str, second: &str| {
        codes(&format!(
            "switches p, q, r, s model spine
             mlag left = p + q {{ peer-link 31..32 {first} }}
             mlag right = r + s {{ peer-link 31..32 {second} }}"
        ))
    };
    assert_eq!(pairs("domain 5", "domain 6"), [""; 0]);
    assert_eq!(pairs("domain 5", "domain 5"), ["R0511"]);
    assert_eq!(pairs("domain 5", "domain 1001"), ["R0511"]);
}
