//! Configurations as statements.

use std::collections::BTreeSet;

use serde_yaml::Value;

use crate::block::Block;
use crate::paths::Paths;

/// All words from the outermost block to the line's last.
#[derive(Debug, Clone)]
pub struct Statement {
    pub words: Vec<String>,
    /// How many of them stand on the lines above.
    pub above: usize,
}

impl Statement {
    fn of(words: Vec<String>) -> Self {
        Self { words, above: 0 }
    }
}

/// Lines that belong to the line above that is indented less.
pub fn indented(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    spread(&Block::read(&without_banner(text)), &[], &mut found);
    found
}

fn spread(block: &Block, above: &[String], found: &mut Vec<Statement>) {
    for inner in &block.inner {
        let own = ["description ", "remark "].iter().find_map(|word| inner.line.find(word));
        let own = inner.line[..own.unwrap_or(inner.line.len())].split_whitespace();
        let words: Vec<String> = above.iter().cloned().chain(own.map(str::to_owned)).collect();
        spread(inner, &words, found);
        found.push(Statement { words, above: above.len() });
    }
}

/// What a banner says is no configuration.
fn without_banner(text: &str) -> String {
    let mut inside = false;
    let mut kept = String::new();
    for line in text.lines() {
        inside = if inside { line != "EOF" } else { line == "banner login" };
        if !inside {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Braces, or `set` commands; units also as what others call them: `interfaces irb.110`.
pub fn junos(text: &str) -> Vec<Statement> {
    let mut found: Vec<Vec<String>> = Paths::read(text).all(&[]).map(<[String]>::to_vec).collect();
    let unit = |words: &Vec<String>| match words.as_slice() {
        [top, name, unit, number, ..] if top == "interfaces" && unit == "unit" => {
            Some(vec![top.clone(), format!("{name}.{number}")])
        }
        _ => None,
    };
    found.extend(found.iter().filter_map(unit).collect::<BTreeSet<_>>());
    found.into_iter().map(Statement::of).collect()
}

/// Keys and values of YAML; text of several lines is as many values.
pub fn yaml(text: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    walk(&serde_yaml::from_str(text).expect("YAML"), &[], &mut found);
    found.into_iter().map(Statement::of).collect()
}

fn walk(value: &Value, above: &[String], found: &mut Vec<Vec<String>>) {
    match value {
        Value::Mapping(inner) if !inner.is_empty() => {
            for (key, value) in inner {
                walk(value, &[above, &[scalar(key)]].concat(), found);
            }
        }
        Value::Sequence(inner) if !inner.is_empty() => {
            for value in inner {
                walk(value, above, found);
            }
        }
        Value::Mapping(_) | Value::Sequence(_) => found.push(above.to_vec()),
        other => {
            let text = scalar(other);
            let below = |line: &str| {
                above.iter().cloned().chain(line.split_whitespace().map(str::to_owned)).collect()
            };
            match text.lines().count() {
                0 | 1 => found.push([above, &[text]].concat()),
                _ => found.extend(text.lines().map(below)),
            }
        }
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).expect("a scalar").trim().to_owned(),
    }
}
