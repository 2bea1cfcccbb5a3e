//! Drawings for other tools: every name that an edge uses is declared, and nothing gets out of its quotes.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files")]

mod common;

use std::collections::BTreeSet;
use std::fs;

use common::{project, run, stderr};

fn drawn(program: &str, format: &str) -> String {
    let done = run(&project("fixtures"), &["graph", program, "--format", format]);
    assert!(done.status.success(), "{}", stderr(&done));
    String::from_utf8(done.stdout).unwrap()
}

/// Words that start with what nodes start with, before and after the first edge.
fn ids(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let kinds = ["switch_", "hosts_", "out_"];
    words.filter(|word| kinds.iter().any(|kind| word.starts_with(kind))).collect()
}

#[test]
fn edges_lead_to_nodes_that_are_there() {
    for program in ["clos-mixed", "openstack", "campus-core", "every-feature/arista"] {
        let dot = drawn(program, "dot");
        let (nodes, edges) = dot.split_at(dot.find(" -- ").unwrap());
        assert!(ids(edges).is_subset(&ids(nodes)), "{program}: {dot}");
        assert_eq!(dot.matches('{').count(), dot.matches('}').count());
        let mermaid = drawn(program, "mermaid");
        let (nodes, edges) = mermaid.split_at(mermaid.find(" ---").unwrap());
        assert!(ids(edges).is_subset(&ids(nodes)), "{program}: {mermaid}");
        assert!(drawn(program, "svg").ends_with("</svg>\n"));
    }
}

#[test]
fn cables_are_counted_and_named() {
    let dot = drawn("clos-mixed", "dot");
    assert!(dot.contains("switch_r01_a -- switch_r01_b [tooltip=\"r01-a:53 -- r01-b:53\\nr01-a:54 -- r01-b:54\", label=\"2×\""));
    assert!(drawn("clos-mixed", "mermaid").contains("switch_r01_a ===|\"2×\"| switch_r01_b"));
}

#[test]
fn a_drawing_goes_into_a_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("main.rack"),
        "fabric x { pool loopback 10.0.0.0/24 }\nswitch a model arista/DCS-7050CX3-32S\n",
    )
    .unwrap();
    let done = run(folder.path(), &["graph", "main.rack", "-o", "x.svg"]);
    assert_eq!(stderr(&done).lines().last(), Some("wrote `x.svg`"));
    assert!(fs::read_to_string(folder.path().join("x.svg")).unwrap().starts_with("<svg"));
}
