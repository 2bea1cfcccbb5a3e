//! Links lead to pages and headings that are there; commands name files that are there.

use std::fs;
use std::path::Path;

use crate::blocks;
use crate::{pages, root, shown};

/// Where a link leads.
pub struct Target<'a> {
    /// The file, relative to the page; empty for the page itself.
    pub path: &'a str,
    anchor: Option<&'a str>,
}

/// Links of a page to files.
pub fn targets(text: &str) -> impl Iterator<Item = Target<'_>> {
    text.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|link| !link.contains("://"))
        .map(|link| {
            let (path, anchor) =
                link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
            Target { path, anchor }
        })
}

#[test]
fn links_lead_somewhere() {
    let mut faults = Vec::new();
    for page in pages::all() {
        let text = prose(&fs::read_to_string(&page).expect("a page"));
        for target in targets(&text) {
            let file = if target.path.is_empty() {
                page.clone()
            } else {
                page.with_file_name("").join(target.path)
            };
            let place = || format!("{}: `{}`", shown(&page).display(), target.path);
            if !file.exists() {
                faults.push(format!("{} is not there", place()));
            } else if let Some(anchor) = target.anchor.filter(|anchor| !has_heading(&file, anchor))
            {
                faults.push(format!("{} has no heading `{anchor}`", place()));
            }
        }
        for include in
            text.split("{{#include ").skip(1).filter_map(|rest| rest.split([':', '}']).next())
        {
            if !page.with_file_name("").join(include.trim()).exists() {
                faults.push(format!("{}: `{include}` is not there", shown(&page).display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_commands_of_the_readme_name_files_that_are_there() {
    let readme = root().join("README.md");
    let commands: Vec<String> = blocks::of(&readme)
        .into_iter()
        .filter(|block| block.language() == "sh")
        .map(|block| block.text)
        .collect();
    assert!(!commands.is_empty());
    for word in commands
        .iter()
        .flat_map(|text| text.split_whitespace())
        .filter(|word| word.contains('/') && !word.contains("://"))
    {
        assert!(root().join(word).exists(), "`{word}` is not there");
    }
}

/// The text without its blocks and without code.
fn prose(text: &str) -> String {
    let mut inside = false;
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside {
            out.extend(line.split('`').step_by(2));
            out.push('\n');
        } else if line.starts_with("{{#include") {
            out.push_str(line);
        }
    }
    out
}

fn has_heading(file: &Path, anchor: &str) -> bool {
    let text = fs::read_to_string(file).unwrap_or_default();
    text.lines()
        .filter(|line| line.starts_with('#'))
        .any(|line| slug(line.trim_start_matches('#').trim()) == anchor)
}

/// The anchor that mdbook gives a heading.
fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect()
}
