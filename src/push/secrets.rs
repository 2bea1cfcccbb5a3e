//! The places in a configuration where a secret belongs.

use std::collections::BTreeSet;

use memchr::memmem;

/// The variables that a file asks for: `{{ rackc_secret_NAME }}`.
pub fn names(text: &str) -> BTreeSet<String> {
    const OPENING: &str = "{{ rackc_secret_";
    let mut found = BTreeSet::new();
    for at in memmem::find_iter(text.as_bytes(), OPENING) {
        let Some(rest) = text.get(at + OPENING.len()..) else { continue };
        let end = rest.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'));
        let Some((name, rest)) = end.and_then(|end| rest.split_at_checked(end)) else { continue };
        if !name.is_empty() && rest.starts_with(" }}") {
            found.insert(format!("rackc_secret_{name}"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_secrets_are_found() {
        let text = "a {{ rackc_secret_root }} b {{ rackc_secret_a_1 }}{{rackc_secret_x}} {{ rackc_secret_ }} {{ rackc_secret_y";
        let found: Vec<String> = names(text).into_iter().collect();
        assert_eq!(found, ["rackc_secret_a_1", "rackc_secret_root"]);
    }
}
