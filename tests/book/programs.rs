//! Every `rack` block compiles, or fails in the way that it says.
//!
//! | block | what it is |
//! |---|---|
//! | `rack` | a whole program without any message |
//! | `rack,fragment` | statements that are compiled together with [`PRELUDE`] |
//! | `rack,fragment,in=vrf` | lines of a block, here of `vrf` |
//! | `rack,error=R0301` | fails with that code (with `fragment` or without) |
//! | `rack,file=main.rack` | a file for the commands of the page; see `consoles` |

use std::collections::BTreeSet;

use rackc::compile::{Options, compile};
use rackc::diagnostic::{Diagnostic, Severity, Sink};
use rackc::report::{Human, Width};
use rackc::syntax::{MemoryFiles, Program};
use rackc::vendor::Catalog;

use crate::blocks::{self, Block};
use crate::pages;

/// The fabric in which fragments stand: a statement is left out when the fragment has a line that
/// begins in the same way.
const PRELUDE: &[(&str, &str)] = &[
    (
        "fabric ",
        "fabric dc1 { domain dc1.example.net  mtu 9000  spanning-tree rstp root core  gateway on core\n
         pool loopback 10.255.0.0/24\n pool link 10.254.0.0/24\n pool mgmt 192.0.2.0/24 gateway 192.0.2.1\n pool asn 4200000000..4200009999 }",
    ),
    ("management ", "management {\n@management@\n}"),
    ("model tor", "model tor = arista/DCS-7050SX3-48YC8"),
    ("zone feed-a", "zone feed-a, feed-b kind power"),
    ("zone row-1", "zone row-1, row-2 kind row"),
    (
        "tier gateways",
        "tier gateways {
           switch core-a model arista/DCS-7050CX3-32S in rack net1 in row-1, feed-a
           switch core-b model arista/DCS-7050CX3-32S in rack net2 in row-2, feed-b
           mlag core = core-a + core-b { peer-link 29..30  keepalive management }
         }",
    ),
    (
        "rack-type compute",
        "rack-type compute {
           switch a model tor in feed-a
           switch b model tor in feed-b
           mlag pair = a + b { peer-link 53..54  keepalive management  survives power }
           uplinks every switch to core ports 49..50 at 1..16
           attach server[1..4] to pair port 1.. as server
         }",
    ),
    ("rack r", "rack r01, r02 of compute"),
    ("vrf prod", "vrf prod {\n@vrf@\n}"),
    ("vlan web", "vlan web 110 { vrf prod  gateway 10.1.110.1/24  racks r01, r02 }"),
    ("vlan storage", "vlan storage 120 { vrf prod  gateway 10.1.120.1/24  racks r01, r02 }"),
    ("profile server", "profile server { trunk web, storage  lacp fast  edge }"),
];

/// Blocks of the prelude that take a fragment's lines.
const PLACES: [&str; 2] = ["management", "vrf"];

#[test]
fn programs_compile() {
    let catalog = Catalog::load([]).expect("the built-in vendors");
    let mut faults = Vec::new();
    for block in pages::written().iter().flat_map(|page| blocks::of(page)) {
        if block.language() == "rack" && block.value("file").is_none() {
            faults.extend(fault(&block, &catalog));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is wrong with a block.
fn fault(block: &Block, catalog: &Catalog) -> Option<String> {
    let source = if block.has("fragment") { with_prelude(block) } else { block.text.clone() };
    let mut sink = Sink::default();
    let files = MemoryFiles::default().with("main.rack", source.as_bytes());
    let program = Program::load(&files, "main.rack".into(), &mut sink);
    if !sink.has_errors() {
        sink.extend(compile(&program, catalog, &Options::default()).diagnostics);
    }
    let found = sink.into_sorted();
    let told = || Human::new(false, Width(100)).all(&found, &program.sources);
    let errors = codes(&found, |one| one.severity == Severity::Error);
    match block.value("error") {
        Some(code) if errors.iter().any(|found| *found == code) => None,
        Some(code) => {
            Some(format!("{}: {code} is expected, found {errors:?}\n{}", block.place(), told()))
        }
        None if !errors.is_empty() => {
            Some(format!("{}: does not compile\n{}", block.place(), told()))
        }
        None if !block.has("fragment") && !found.is_empty() => {
            Some(format!("{}: has warnings\n{}", block.place(), told()))
        }
        None => None,
    }
}

fn codes(found: &[Diagnostic], which: impl Fn(&Diagnostic) -> bool) -> BTreeSet<&'static str> {
    found.iter().filter(|one| which(one)).map(|one| one.code.id).collect()
}

/// The fragment with what it needs around it.
fn with_prelude(block: &Block) -> String {
    let inside = block.value("in");
    let own = if inside.is_none() { block.text.as_str() } else { "" };
    let begins = |start: &str| own.lines().any(|line| line.starts_with(start));
    let mut source = String::new();
    for (_, statement) in PRELUDE.iter().filter(|(start, _)| !begins(start)) {
        let mut statement = (*statement).to_owned();
        for place in PLACES {
            let lines = if inside == Some(place) { block.text.as_str() } else { "" };
            statement = statement.replace(&format!("@{place}@"), lines);
        }
        source.push_str(&statement);
        source.push('\n');
    }
    source.push_str(own);
    source
}
