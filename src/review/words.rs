//! Words of a line.

use std::net::Ipv6Addr;

/// The words of a line: at blanks, but for those in double quotes and in `{{ … }}`.
pub fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let end = word_end(rest);
        let (word, after) = rest.split_at(end);
        words.push(tidy(word));
        rest = after.trim_start();
    }
    words
}

fn word_end(text: &str) -> usize {
    let mut at = 0;
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\r' => return at,
            b'"' if at == 0 => match quote_end(bytes) {
                Some(end) => return end,
                None => at += 1,
            },
            b'{' if bytes.get(at + 1) == Some(&b'{') => {
                match text.get(at..).and_then(|rest| rest.find("}}")) {
                    Some(end) => at += end + 2,
                    None => at += 2,
                }
            }
            _ => at += 1,
        }
    }
    at.min(text.len())
}

/// The end of the word that begins with a quote, if the quote is closed before a blank.
fn quote_end(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => {
                let after = bytes.get(at + 1);
                return after.is_none_or(|byte| byte.is_ascii_whitespace()).then_some(at + 1);
            }
            _ => at += 1,
        }
    }
    None
}

/// An IPv6 address in its one form.
pub fn tidy(word: &str) -> String {
    if word.bytes().filter(|byte| *byte == b':').count() < 2 {
        return word.to_owned();
    }
    let (address, rest) = match word.split_once('/') {
        Some((address, _)) => (address, word.get(address.len()..).unwrap_or_default()),
        None => (word, ""),
    };
    match address.parse::<Ipv6Addr>() {
        Ok(address) => format!("{address}{rest}"),
        Err(_) => word.to_owned(),
    }
}

/// A quoted word without its quotes when it needs none.
pub fn unquoted(word: &str) -> String {
    let Some(inner) = word.strip_prefix('"').and_then(|word| word.strip_suffix('"')) else {
        return word.to_owned();
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || "._-/:@+*,%=^$".contains(c);
    if !inner.is_empty() && inner.chars().all(plain) { inner.to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_words() {
        assert_eq!(words("  mtu   9000 "), ["mtu", "9000"]);
        assert_eq!(
            words("key 0 {{ rackc_secret_a }} x"),
            ["key", "0", "{{ rackc_secret_a }}", "x"]
        );
        assert_eq!(words(r#"d "a \" b" c"#), ["d", r#""a \" b""#, "c"]);
        assert_eq!(words(r#"d "a b"#), ["d", "\"a", "b"]);
        assert_eq!(words("ipv6 2001:DB8:0::1/64"), ["ipv6", "2001:db8::1/64"]);
        assert_eq!(words("{{ open é"), ["{{", "open", "é"]);
        assert_eq!(unquoted("\"spine1\""), "spine1");
        assert_eq!(unquoted("\"a b\""), "\"a b\"");
    }
}
