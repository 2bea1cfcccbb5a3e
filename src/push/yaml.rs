//! YAML as the push needs it: every text is quoted, so that none is taken for anything else.

use std::fmt::Write;

/// A text as a YAML double-quoted string; JSON's form is one.
pub(super) fn text(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// A key and a list of texts, one a line.
pub(super) fn lines<T: AsRef<str>>(key: &str, items: impl IntoIterator<Item = T>) -> String {
    let mut out = format!("{key}:");
    let mut empty = true;
    for item in items {
        _ = write!(out, "\n  - {}", text(item.as_ref()));
        empty = false;
    }
    out.push_str(if empty { " []\n" } else { "\n" });
    out
}
