//! The files for editors agree with the grammar.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "tests read files")]

mod common;

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;

use common::{assert_none, project};

fn json(path: &str) -> Value {
    let text = fs::read_to_string(project(path)).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Words between `(?:` and `)` of the pattern with this name.
fn words(grammar: &Value, name: &str) -> BTreeSet<String> {
    let patterns = grammar["repository"]["words"]["patterns"].as_array().unwrap();
    let pattern = patterns.iter().find(|one| one["name"] == name).unwrap();
    let text = pattern["match"].as_str().unwrap();
    let inside = text.split_once("(?:").unwrap().1.split_once(')').unwrap().0;
    inside.split('|').map(str::to_owned).collect()
}

/// Words of the language: the rules in capitals.
fn keywords() -> BTreeSet<String> {
    let grammar = fs::read_to_string(project("grammar/rack.pest")).unwrap();
    let lines = grammar.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let words = lines.filter(|line| line.contains("~ word_end }"));
    words.filter_map(|line| Some(line.split('"').nth(1)?.to_owned())).collect()
}

#[test]
fn editors_colour_every_keyword() {
    let grammar = json("grammar/vscode/syntaxes/rack.tmLanguage.json");
    let coloured = words(&grammar, "keyword.control.rack");
    let keywords = keywords();
    assert!(keywords.len() > 100);
    let missing = keywords.symmetric_difference(&coloured).cloned().collect();
    assert_none(missing, "grammar/vscode/syntaxes must have the keywords of grammar/rack.pest");
}

#[test]
fn the_extension_names_files_that_are_there() {
    let package = json("grammar/vscode/package.json");
    json("grammar/vscode/language-configuration.json");
    for path in [
        &package["main"],
        &package["contributes"]["languages"][0]["configuration"],
        &package["contributes"]["grammars"][0]["path"],
    ] {
        let path = path.as_str().unwrap().trim_start_matches("./");
        assert!(project("grammar/vscode").join(path).is_file(), "{path}");
    }
}
