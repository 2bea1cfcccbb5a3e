//! The fabric for Graphviz.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::outline::{EdgeKind, Node, Outline};
use crate::fabric::Fabric;

/// The fabric in the DOT language: racks as clusters, tiers as ranks.
pub fn dot(fabric: &Fabric) -> String {
    let outline = Outline::of(fabric);
    let mut out = format!(
        "graph {} {{\n  graph [rankdir=TB, compound=true, fontname=\"sans-serif\"]\n  \
         node [shape=box, fontname=\"sans-serif\"]\n  edge [fontname=\"sans-serif\", fontsize=9]\n\n",
        quoted(std::slice::from_ref(&fabric.name))
    );
    for node in &outline.outside {
        _ = writeln!(out, "  {} [label={}, shape=oval]", node.id, quoted(&node.label));
    }
    let mut ranks: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for group in &outline.groups {
        let indent = if let Some(rack) = &group.rack {
            _ = writeln!(
                out,
                "  subgraph cluster_{} {{\n    label={}",
                rack.id,
                quoted(&rack.label)
            );
            "    "
        } else {
            ranks.entry(group.level).or_default().extend(group.switches.iter().map(Node::id));
            "  "
        };
        for node in &group.switches {
            _ = writeln!(out, "{indent}{} [label={}]", node.id, quoted(&node.label));
        }
        if let Some(hosts) = &group.hosts {
            _ = writeln!(
                out,
                "{indent}{} [label={}, shape=folder]",
                hosts.id,
                quoted(&hosts.label)
            );
        }
        if group.rack.is_some() {
            out.push_str("  }\n");
        }
    }
    for ids in ranks.values() {
        _ = writeln!(out, "  {{ rank=same; {} }}", ids.join("; "));
    }
    out.push('\n');
    for edge in &outline.edges {
        let mut attributes = Vec::new();
        if !edge.label.is_empty() {
            attributes.push(format!("tooltip={}", quoted(&edge.label)));
            if edge.label.len() > 1 {
                attributes.push(format!("label=\"{}×\"", edge.label.len()));
            }
        }
        match edge.kind {
            EdgeKind::Peer => attributes.push("style=bold, constraint=false".to_owned()),
            EdgeKind::Attached => attributes.push("style=dashed".to_owned()),
            EdgeKind::Link => {}
        }
        let [above, below] = &edge.ends;
        _ = writeln!(out, "  {above} -- {below} [{}]", attributes.join(", "));
    }
    out.push_str("}\n");
    out
}

/// Lines of text between double quotes.
fn quoted(lines: &[String]) -> String {
    let escape = |line: &String| line.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", lines.iter().map(escape).collect::<Vec<_>>().join("\\n"))
}
