//! A file for what no command can set.

use serde_yaml::{Mapping, Value};

use super::files::here;
use crate::review::words::words;

/// Where the file is written on the switch.
const FILE: &str = "/tmp/rackc.yaml";

/// Commands that write the paths into a file and merge it.
pub(super) fn document(paths: &[Vec<String>], merge: &str) -> Vec<String> {
    let mut root = Mapping::new();
    for path in paths {
        let mut words: Vec<String> =
            path.iter().flat_map(|part| words(part)).map(|word| unquoted(&word)).collect();
        let value = words.pop().unwrap_or_default();
        put(&mut root, &words, value);
    }
    let text =
        serde_yaml::to_string(&Value::Sequence(vec![Value::Mapping(root)])).unwrap_or_default();
    let mut lines = here(FILE, &text);
    lines.push(merge.replace("{file}", FILE));
    lines
}

fn put(map: &mut Mapping, path: &[String], value: String) {
    let Some((first, rest)) = path.split_first() else { return };
    let key = Value::String(first.clone());
    if rest.is_empty() {
        map.insert(key, Value::String(value));
        return;
    }
    let child = map.entry(key).or_insert_with(|| Value::Mapping(Mapping::new()));
    if let Value::Mapping(child) = child {
        put(child, rest, value);
    }
}

/// The text of a quoted word.
pub(super) fn unquoted(word: &str) -> String {
    match word.strip_prefix('"') {
        Some(_) => serde_json::from_str(word).unwrap_or_else(|_| word.to_owned()),
        None => word.to_owned(),
    }
}
