//! Files without blocks.

use super::indent::is_comment;
use super::{Purpose, number};
use crate::review::item::Item;
use crate::review::language::Language;
use crate::review::words::words;

/// A key and its value on each line.
pub(super) fn keys(language: &Language<'_>, purpose: Purpose, text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    let mut known = std::collections::HashMap::new();
    for (line, text) in statements(language, purpose, text) {
        let mut item = Item::leaf(text, line);
        item.key = match &language.data.separator {
            Some(separator) => match item.text.split_once(separator.as_str()) {
                Some((key, value)) => {
                    let (key, value) = (key.trim().to_owned(), value.trim());
                    item.text = format!("{key}{separator}{value}");
                    key
                }
                None => item.text.clone(),
            },
            None => words(&item.text).into_iter().next().unwrap_or_default(),
        };
        match known.get(&item.key) {
            Some(at) => items[*at] = item,
            None => {
                known.insert(item.key.clone(), items.len());
                items.push(item);
            }
        }
    }
    items
}

/// Lines whose order means nothing.
pub(super) fn list(language: &Language<'_>, purpose: Purpose, text: &str) -> Vec<Item> {
    let mut seen = std::collections::HashSet::new();
    let items = statements(language, purpose, text).map(|(line, text)| {
        let text = words(&text).join(" ");
        Item::leaf(text, line)
    });
    items.filter(|item| seen.insert(item.key.clone())).collect()
}

/// Lines whose order means something.
pub(super) fn ordered(language: &Language<'_>, purpose: Purpose, text: &str) -> Vec<Item> {
    statements(language, purpose, text).map(|(line, text)| Item::leaf(text, line)).collect()
}

fn statements<'a>(
    language: &'a Language<'_>,
    purpose: Purpose,
    text: &'a str,
) -> impl Iterator<Item = (u32, String)> + 'a {
    text.lines().enumerate().filter_map(move |(at, line)| {
        let line = line.trim_end();
        if is_comment(language, line.trim_start()) {
            return None;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let first = words.first().copied().unwrap_or_default();
        let unsaid = language.noise.has(first, &words)
            || purpose == Purpose::Drift && language.defaults.has(first, &words);
        (!unsaid).then(|| (number(at + 1), line.to_owned()))
    })
}
