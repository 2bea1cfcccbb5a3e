//! The pages of messages are those of `rackc explain`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use rackc::codes;
use rackc::diagnostic::Code;

use crate::{blessing, root, shown};

/// Pages by the codes' first two digits: file name and title.
const GROUPS: [(&str, &str, &str); 15] = [
    ("00", "files", "Files and the command line"),
    ("01", "syntax", "Syntax"),
    ("02", "names", "Names"),
    ("03", "addresses", "VLANs, addresses and management"),
    ("04", "ports", "Ports and cables"),
    ("05", "pairs", "MLAG pairs and LAGs"),
    ("06", "layer-2", "Layer 2 and spanning tree"),
    ("07", "lock", "The lock file and pools"),
    ("08", "capabilities", "What vendors can do"),
    ("09", "output", "The output folder"),
    ("10", "routed", "Routed fabrics"),
    ("11", "policies", "Access lists and policies"),
    ("12", "failures", "Expectations and failures"),
    ("13", "push", "The push"),
    ("14", "interop", "Interoperability"),
];

#[test]
fn the_pages_of_messages_are_those_of_rackc_explain() {
    let mut faults = Vec::new();
    for (path, text) in generated() {
        if fs::read_to_string(&path).ok().as_deref() == Some(text.as_str()) {
            continue;
        }
        if blessing() {
            fs::create_dir_all(path.with_file_name("")).expect("a folder");
            fs::write(&path, text).expect("the page is written");
        } else {
            faults.push(shown(&path).display().to_string());
        }
    }
    assert!(
        faults.is_empty(),
        "out of date: {}; run RACKC_BLESS=1 cargo test --test book",
        faults.join(", ")
    );
}

#[test]
fn every_code_has_a_group() {
    for code in codes::all() {
        assert!(GROUPS.iter().any(|(digits, ..)| group(code) == *digits), "{}", code.id);
    }
}

fn group(code: &Code) -> &'static str {
    code.id.get(1..3).unwrap_or_default()
}

fn generated() -> BTreeMap<PathBuf, String> {
    let folder = root().join("book/src/messages");
    let mut pages = BTreeMap::new();
    let mut index = "# Messages\n\nEvery message has a code that never changes its meaning. `rackc explain CODE` prints the same text as \
                     these pages.\nNothing is written while an error stands; a warning is worth a look; a note says what rackc has chosen, and why.\n"
        .to_owned();
    for (digits, file, title) in GROUPS {
        let codes: Vec<&Code> =
            codes::all().into_iter().filter(|code| group(code) == digits).collect();
        let mut page = format!("# {title}\n");
        _ = write!(index, "\n## {title}\n\n| code | name | kind |\n|---|---|---|\n");
        for code in codes {
            let anchor = format!("{}-{}", code.id.to_lowercase(), code.name);
            _ = writeln!(
                index,
                "| [{}]({file}.md#{anchor}) | {} | {} |",
                code.id, code.name, code.severity
            );
            _ = write!(
                page,
                "\n## {} {}\n\n*{}*\n\n{}\n",
                code.id,
                code.name,
                code.severity,
                unindented(code.page)
            );
        }
        pages.insert(folder.join(format!("{file}.md")), page);
    }
    pages.insert(folder.join("index.md"), index);
    pages
}

/// A doc comment's lines without the blank after its slashes, without a title, and with its headings
/// below that of the code.
fn unindented(page: &str) -> String {
    let lines = page.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end());
    let text = lines.collect::<Vec<_>>().join("\n");
    let body = match text.trim().split_once('\n') {
        Some((title, rest)) if title.starts_with("# ") => rest,
        _ => &text,
    };
    let mut inside = false;
    let mut out = String::new();
    for line in body.trim().lines() {
        inside ^= line.starts_with("```");
        if !inside && line.starts_with("## ") {
            out.push('#');
        }
        out.push_str(line);
        out.push('\n');
    }
    out.trim_end().to_owned()
}
