//! The order of the modules, and what may stand in a vendor's folder.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read the sources")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

use rackc::vendor::Catalog;

use common::{assert_none, project, tree};

/// Each module may use those before it, and itself.
const ORDER: [&str; 21] = [
    "source",
    "diagnostic",
    "vendor",
    "review",
    "syntax",
    "fabric",
    "topology",
    "interop",
    "proof",
    "picture",
    "checks",
    "allocate",
    "device",
    "capabilities",
    "render",
    "push",
    "documents",
    "lab",
    "cause",
    "output",
    "import",
];
/// These see everything.
const ABOVE: [&str; 8] = ["clock", "codes", "compile", "matrix", "editor", "cli", "lib", "main"];
/// Knows messages, and nothing of what they are about.
const REPORT: [&str; 3] = ["source", "diagnostic", "report"];

/// Crates that have one place in the program.
const USED_IN: [(&str, &[&str]); 8] = [
    ("pest", &["syntax"]),
    ("petgraph", &["topology"]),
    ("minijinja", &["render"]),
    ("miette", &["report"]),
    ("clap", &["cli"]),
    ("csv", &["documents", "import"]),
    ("saphyr_parser", &["import"]),
    ("rust_embed", &["matrix", "vendor"]),
];

/// Filters that templates may use: rackc's own, and those that choose or join but do not compute.
const FILTERS: [&str; 21] = [
    "text",
    "ids",
    "id_lines",
    "quoted",
    "select",
    "yaml",
    "mac_dotted",
    "selectattr",
    "rejectattr",
    "map",
    "list",
    "join",
    "first",
    "last",
    "trim",
    "indent",
    "groupby",
    "replace",
    "string",
    "length",
    "unique",
];
/// Statements that templates may use.
const STATEMENTS: [&str; 13] = [
    "if",
    "elif",
    "else",
    "endif",
    "for",
    "endfor",
    "include",
    "set",
    "endset",
    "with",
    "endwith",
    "filter",
    "endfilter",
];

/// What may stand in the folder of the project, apart from hidden files.
const TOP: [&str; 18] = [
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "benches",
    "book",
    "build.rs",
    "clippy.toml",
    "examples",
    "fixtures",
    "fuzz",
    "grammar",
    "rustfmt.toml",
    "src",
    "tests",
    "vendors",
];

/// Rust files of `src/` with the module they belong to.
fn sources() -> Vec<(String, String, String)> {
    let text = |bytes| String::from_utf8(bytes).expect("sources are UTF-8");
    let files =
        tree(&project("src")).into_iter().filter(|(path, _)| path.rsplit('.').next() == Some("rs"));
    let module =
        |path: &str| path.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
    files.map(|(path, bytes)| (module(&path), format!("src/{path}"), text(bytes))).collect()
}

/// The code of a file, without comments. Good enough for texts without `//` in strings that matter here.
fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    lines.collect::<Vec<_>>().join("\n")
}

/// The modules that `crate::…` names in some code.
fn used(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for rest in code.split("crate::").skip(1) {
        let rest = rest.trim_start();
        match rest.strip_prefix('{') {
            Some(group) => found.extend(heads(group)),
            None => found.extend(word(rest)),
        }
    }
    found
}

/// First words of the elements of `{a::b, c::{d, e}, f}`, the text behind its opening brace.
fn heads(group: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let (mut depth, mut start) = (0_u32, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                found.extend(group.get(start..at).and_then(word));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found
}

fn word(text: &str) -> Option<String> {
    let word: String =
        text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
    (!word.is_empty() && word.starts_with(|c: char| c.is_lowercase())).then_some(word)
}

#[test]
fn modules_use_only_what_stands_before_them() {
    let mut complaints = Vec::new();
    for (module, path, text) in sources() {
        if ABOVE.contains(&module.as_str()) {
            continue;
        }
        let allowed: BTreeSet<&str> = match ORDER.iter().position(|name| *name == module) {
            Some(at) => ORDER.iter().take(at + 1).copied().collect(),
            None if module == "report" => REPORT.into(),
            None => {
                complaints.push(format!("{path}: `{module}` has no place in the order of modules"));
                continue;
            }
        };
        let wrong = used(&code(&text)).into_iter().filter(|name| !allowed.contains(name.as_str()));
        complaints.extend(wrong.map(|name| format!("{path}: `{module}` uses `{name}`")));
    }
    assert_none(complaints, "the order is in CONTRIBUTING.md");
}

#[test]
fn edges_are_found() {
    assert_eq!(
        used("use crate::{a::b, c::{d, e},\n f};").into_iter().collect::<Vec<_>>(),
        ["a", "c", "f"]
    );
    assert_eq!(
        used("use crate::a::{b, c}; $crate::d::E; crate :: f; crate::g")
            .into_iter()
            .collect::<Vec<_>>(),
        ["a", "d", "g"]
    );
    assert!(used(&code("/// see [`crate::a`]\n// crate::b")).is_empty());
}

#[test]
fn crates_have_their_places() {
    let mut complaints = Vec::new();
    for (module, path, text) in sources() {
        let code = code(&text);
        for (name, places) in USED_IN {
            let mentioned = code
                .lines()
                .any(|line| line.trim_start().starts_with("use ") && contains_word(line, name))
                || code.contains(&format!("{name}::"));
            if mentioned && !places.contains(&module.as_str()) {
                complaints.push(format!("{path}: `{name}` is used in {} only", places.join(", ")));
            }
        }
    }
    assert_none(complaints, "wrap what is needed of the crate in the module that is its place");
}

/// What is committed at the top is what belongs there; asked of git, since whoever works here may keep more.
#[test]
fn the_top_level_holds_what_belongs_there() {
    let root = env!("CARGO_MANIFEST_DIR");
    let listed = Command::new("git").args(["-C", root, "ls-files"]).output();
    let Some(listed) = listed.ok().filter(|listed| listed.status.success()) else { return };
    let files = String::from_utf8(listed.stdout).unwrap();
    let tops: BTreeSet<&str> = files.lines().filter_map(|path| path.split('/').next()).collect();
    let strange = tops.into_iter().filter(|top| !top.starts_with('.') && !TOP.contains(top));
    assert_none(strange.map(str::to_owned).collect(), "remove it, or name it in the test");
}

/// The compiler knows vendors by their folders alone.
#[test]
fn no_vendor_is_named_in_the_compiler() {
    let folders = fs::read_dir(project("vendors"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> = folders
        .flat_map(|name| {
            name.split('-').map(str::to_owned).chain([name.clone()]).collect::<Vec<_>>()
        })
        .collect();
    let mut complaints = Vec::new();
    for (path, bytes) in tree(&project("src")) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        for (number, line) in text.lines().enumerate() {
            let found = names.iter().filter(|name| contains_word(line, name));
            complaints
                .extend(found.map(|name| format!("src/{path}:{}: names `{name}`", number + 1)));
        }
    }
    assert_none(
        complaints,
        "what a vendor does is data in its folder; in comments write VENDOR/MODEL",
    );
}

fn contains_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(part) && !after.is_some_and(part)
    })
}

/// Every template is printed by some file of some format.
#[test]
fn templates_are_reachable() {
    let catalog = Catalog::load([]).expect("the built-in vendors are right");
    let mut complaints = Vec::new();
    for (name, vendor) in &catalog.vendors {
        let templates: BTreeMap<&str, &str> = catalog.templates(name).collect();
        let specs = vendor.formats.values().flat_map(|format| &format.files);
        let mut left: Vec<&str> = specs.map(|spec| spec.template.as_str()).collect();
        let mut seen = BTreeSet::new();
        while let Some(template) = left.pop() {
            let Some(text) = templates.get(template) else {
                complaints
                    .push(format!("vendors/{name}/templates/{template}: included, but not there"));
                continue;
            };
            if seen.insert(template) {
                left.extend(
                    tags(text)
                        .filter_map(|tag| tag.content.strip_prefix("include"))
                        .flat_map(strings),
                );
            }
        }
        let unused = templates.keys().filter(|template| !seen.contains(*template));
        complaints.extend(
            unused
                .map(|template| format!("vendors/{name}/templates/{template}: nothing prints it")),
        );
    }
    assert_none(complaints, "delete it, or name it in `files` of vendor.yaml or in an `include`");
}

/// A template prints and asks whether a value is there; what is to be computed stands in the device model.
#[test]
fn templates_only_print() {
    let catalog = Catalog::load([]).expect("the built-in vendors are right");
    let mut complaints = Vec::new();
    for name in catalog.vendors.keys() {
        for (template, text) in catalog.templates(name) {
            let wrong = tags(text).filter_map(|tag| tag.complaint().map(|why| (tag.line, why)));
            complaints.extend(
                wrong.map(|(line, why)| {
                    format!("vendors/{name}/templates/{template}:{line}: {why}")
                }),
            );
        }
    }
    assert_none(complaints, "put the value into the device model, or say it in the vendor's data");
}

/// `{% … %}` or `{{ … }}` of a template.
struct Tag<'a> {
    statement: bool,
    content: &'a str,
    line: usize,
}

fn tags(text: &str) -> impl Iterator<Item = Tag<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let open = ["{%", "{{", "{#"].iter().filter_map(|open| rest.find(open)).min()?;
            let (close, statement) = match rest.get(open..open + 2)? {
                "{%" => ("%}", true),
                "{{" => ("}}", false),
                _ => ("#}", false),
            };
            let inside = open + 2;
            let end = inside + rest.get(inside..)?.find(close)?;
            let line = text.get(..at + open)?.matches('\n').count() + 1;
            at += end + 2;
            if close != "#}" {
                let content = rest
                    .get(inside..end)?
                    .trim_start_matches(['-', '+'])
                    .trim_end_matches(['-', '+'])
                    .trim();
                return Some(Tag { statement, content, line });
            }
        }
    })
}

impl Tag<'_> {
    fn complaint(&self) -> Option<String> {
        let bare = without_strings(self.content);
        if self.statement {
            let statement = word(&bare).unwrap_or_default();
            if !STATEMENTS.contains(&statement.as_str()) {
                return Some(format!("`{statement}` is no statement of our templates"));
            }
        }
        if let Some(operator) = bare.chars().find(|c| "+-*/%".contains(*c)) {
            return Some(format!("computes with `{operator}`: {}", self.content));
        }
        let mut filters: Vec<String> = bare.split('|').skip(1).filter_map(word).collect();
        if self.statement && bare.starts_with("filter ") {
            filters.extend(bare.strip_prefix("filter ").and_then(word));
        }
        let unknown = filters.into_iter().find(|filter| !FILTERS.contains(&filter.as_str()));
        unknown.map(|filter| format!("`{filter}` is no filter of our templates"))
    }
}

/// An expression with its strings emptied.
fn without_strings(expression: &str) -> String {
    let mut quote = None;
    let keep = |c: &char| {
        if let Some(open) = quote {
            if *c == open {
                quote = None;
            }
            return quote.is_none();
        }
        quote = Some(*c).filter(|c| matches!(c, '"' | '\''));
        true
    };
    expression.chars().filter(keep).collect()
}

/// The strings of an expression.
fn strings(expression: &str) -> Vec<&str> {
    expression.split('"').skip(1).step_by(2).collect()
}

#[test]
fn template_tags_are_judged() {
    let complaint = |text: &str| tags(text).find_map(|tag| tag.complaint());
    assert_eq!(
        complaint(
            "{% for port in device.ports %}{{ port.name ~ \" - + \" }}{# a + b #}{%- endfor -%}"
        ),
        None
    );
    for wrong in [
        "{{ a + 1 }}",
        "{% set a = b // 2 %}",
        "{% macro a() %}",
        "{{ a | default(1) }}",
        "{% if a % 2 %}",
    ] {
        assert!(complaint(wrong).is_some(), "{wrong}");
    }
}
