//! Paths as URIs.

use std::fmt::Write as _;

use crate::report::root::Seen;

/// The URI of a file: relative below the root, `file:///…` elsewhere.
pub fn uri(path: &Seen) -> String {
    match path {
        Seen::Below(path) => encoded(path),
        Seen::Outside(path) => format!("file:///{}", encoded(path.trim_start_matches('/'))),
    }
}

/// Escapes all bytes that may not stand in a path, and colons, behind which a scheme might be seen.
fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_percent_encoded() {
        let below = |path: &str| uri(&Seen::Below(path.to_owned()));
        assert_eq!(below("dc 1/é#?.rack"), "dc%201/%C3%A9%23%3F.rack");
        assert_eq!(below("a:b%20[1].rack"), "a%3Ab%2520%5B1%5D.rack");
        assert_eq!(uri(&Seen::Outside("/etc/a b".to_owned())), "file:///etc/a%20b");
    }
}
