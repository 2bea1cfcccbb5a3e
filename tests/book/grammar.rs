//! The language reference and the grammar name the same words.

use std::collections::BTreeSet;
use std::fs;

use crate::blocks;
use crate::pages;
use crate::root;

/// Words that the grammar has in quotes, such as `fabric` and `unknown-unicast`.
fn literals() -> BTreeSet<String> {
    let grammar = fs::read_to_string(root().join("grammar/rack.pest")).expect("the grammar");
    let lines = grammar.lines().filter(|line| !line.trim_start().starts_with("//"));
    let quoted = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
    quoted.filter(|word| is_word(word)).map(str::to_owned).collect()
}

fn is_word(word: &str) -> bool {
    word.len() > 1
        && word.starts_with(|c: char| c.is_ascii_lowercase())
        && word != "ms" // 300ms: it never stands alone
        && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Words of a text that could be the language's.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let apart = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':'));
    text.split(apart).filter(|word| is_word(word))
}

/// Pages of the language reference.
fn reference() -> Vec<std::path::PathBuf> {
    let folder = root().join("book/src/language");
    pages::all().into_iter().filter(|page| page.starts_with(&folder)).collect()
}

#[test]
fn every_word_of_the_grammar_is_in_the_reference() {
    let mut told = BTreeSet::new();
    for page in reference() {
        let text = fs::read_to_string(&page).expect("a page");
        // What stands between backticks, in lines and in blocks.
        let code = text.split('`').skip(1).step_by(2);
        told.extend(code.flat_map(words).map(str::to_owned));
        let blocks = blocks::of(&page);
        told.extend(blocks.iter().flat_map(|block| words(&block.text)).map(str::to_owned));
    }
    let missing: Vec<String> = literals().difference(&told).cloned().collect();
    assert!(missing.is_empty(), "book/src/language does not tell of: {}", missing.join(", "));
}

#[test]
fn every_word_of_a_form_is_in_the_grammar() {
    let literals = literals();
    let mut unknown = BTreeSet::new();
    for page in reference() {
        for block in blocks::of(&page)
            .iter()
            .filter(|block| block.language() == "text" && block.value("file").is_none())
        {
            // In forms, names and values stand in capitals, texts in quotes.
            let form = block.text.split('"').step_by(2);
            let words = form.flat_map(words).filter(|word| !literals.contains(*word));
            unknown.extend(words.map(|word| format!("{}: {word}", block.place())));
        }
    }
    let unknown: Vec<String> = unknown.into_iter().collect();
    assert!(unknown.is_empty(), "no words of the language:\n{}", unknown.join("\n"));
}
