//! The fabric for Mermaid, which Markdown viewers draw.

use std::fmt::Write as _;

use super::outline::{EdgeKind, Node, Outline};
use crate::fabric::Fabric;

/// The fabric as a Mermaid flowchart: racks as subgraphs.
pub fn mermaid(fabric: &Fabric) -> String {
    let outline = Outline::of(fabric);
    let mut out = String::from("flowchart TB\n");
    for node in &outline.outside {
        _ = writeln!(out, "  {}([{}])", node.id, quoted(&node.label));
    }
    for group in &outline.groups {
        let indent = if let Some(rack) = &group.rack {
            _ = writeln!(out, "  subgraph {}[{}]", rack.id, quoted(&rack.label));
            "    "
        } else {
            "  "
        };
        for node in &group.switches {
            _ = writeln!(out, "{indent}{}[{}]", node.id, quoted(&node.label));
        }
        if let Some(Node { id, label }) = &group.hosts {
            _ = writeln!(out, "{indent}{id}[/{}/]", quoted(label));
        }
        if group.rack.is_some() {
            out.push_str("  end\n");
        }
    }
    for edge in &outline.edges {
        let line = match edge.kind {
            EdgeKind::Link => "---",
            EdgeKind::Peer => "===",
            EdgeKind::Attached => "-.-",
        };
        let label = match edge.label.len() {
            0 | 1 => String::new(),
            cables => format!("|\"{cables}×\"|"),
        };
        let [above, below] = &edge.ends;
        _ = writeln!(out, "  {above} {line}{label} {below}");
    }
    out
}

/// Lines of text between double quotes, with what Mermaid would read as its own written as entities.
fn quoted(lines: &[String]) -> String {
    let escape = |line: &String| {
        let mut out = String::new();
        for c in line.chars() {
            match c {
                '"' | '#' | '&' | '<' | '>' | '`' => _ = write!(out, "#{};", u32::from(c)),
                c => out.push(c),
            }
        }
        out
    };
    format!("\"{}\"", lines.iter().map(escape).collect::<Vec<_>>().join("<br/>"))
}
