//! Keys and values as YAML writes them: plain where no reader can take them for anything but the
//! text they are, else in double quotes.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::net::IpAddr;

use ipnet::IpNet;

/// Plain words that YAML readers take for something else than text.
const RESERVED: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

/// A key as it is written.
pub(super) fn key(text: &str) -> Cow<'_, str> {
    if is_word(text) { text.into() } else { quote(text).into() }
}

/// A value as it is written: numbers and addresses stay plain.
pub(super) fn value(text: &str) -> Cow<'_, str> {
    if is_word(text) || is_number(text) || is_address(text) {
        text.into()
    } else {
        quote(text).into()
    }
}

fn is_word(text: &str) -> bool {
    let tame = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.bytes().all(tame)
        && !RESERVED.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_number(text: &str) -> bool {
    text.len() <= 18
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (text == "0" || !text.starts_with('0'))
        && !text.is_empty()
}

/// An address or prefix that is not, as `1:2:3:4:5:6:7:8` is, a number to base 60 in YAML 1.1.
fn is_address(text: &str) -> bool {
    (text.parse::<IpAddr>().is_ok() || text.parse::<IpNet>().is_ok())
        && text.starts_with(|first: char| first.is_ascii_hexdigit())
        && !text.ends_with(':')
        && (text.contains('.') || text.contains("::"))
}

fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            // Writing to a String cannot fail.
            _ if u32::from(c) <= 0xFFFF => drop(write!(out, "\\u{:04X}", u32::from(c))),
            _ => drop(write!(out, "\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

/// Reads the scalar at the start of `text`, plain or quoted, and gives what follows it.
pub(super) fn read(text: &str) -> Result<(Cow<'_, str>, &str), &'static str> {
    if let Some(rest) = text.strip_prefix('"') {
        return double_quoted(rest);
    }
    if let Some(rest) = text.strip_prefix('\'') {
        return single_quoted(rest);
    }
    if text.starts_with("- ") || text == "-" {
        return Err("a list is not expected here");
    }
    if text.starts_with(|first| "&*!|>{}[]%@`,?#".contains(first)) {
        return Err("this form of YAML is not used in the lock");
    }
    let ends = [text.find(": "), text.find(":\t"), text.find(" #"), text.find("\t#")];
    let last = text.trim_end();
    let end = last.strip_suffix(':').unwrap_or(last).len();
    let end = ends.into_iter().flatten().fold(end, usize::min);
    let (plain, rest) = text.split_at_checked(end).ok_or("this is not text")?;
    Ok((plain.trim_end().into(), rest))
}

fn single_quoted(text: &str) -> Result<(Cow<'_, str>, &str), &'static str> {
    let mut out = String::new();
    let mut rest = text;
    loop {
        let (head, tail) = rest.split_once('\'').ok_or("the closing quote is missing")?;
        out.push_str(head);
        match tail.strip_prefix('\'') {
            Some(more) => rest = more,
            None => return Ok((out.into(), tail)),
        }
        out.push('\'');
    }
}

fn double_quoted(text: &str) -> Result<(Cow<'_, str>, &str), &'static str> {
    // Hardly anything is escaped.
    if let Some((plain, rest)) = text.split_once('"').filter(|(plain, _)| !plain.contains('\\')) {
        return Ok((plain.into(), rest));
    }
    let mut out = String::new();
    let mut chars = text.chars();
    loop {
        match chars.next().ok_or("the closing quote is missing")? {
            '"' => return Ok((out.into(), chars.as_str())),
            '\\' => out.push(escape(&mut chars).ok_or("this escape is not known")?),
            c => out.push(c),
        }
    }
}

fn escape(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let digits = match chars.next()? {
        c @ ('"' | '\\' | '/') => return Some(c),
        'n' => return Some('\n'),
        't' => return Some('\t'),
        'r' => return Some('\r'),
        '0' => return Some('\0'),
        'x' => 2,
        'u' => 4,
        'U' => 8,
        _ => return None,
    };
    let (code, rest) = chars.as_str().split_at_checked(digits)?;
    let code = Some(code).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    *chars = rest.chars();
    char::from_u32(u32::from_str_radix(code, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_yaml_could_misread_is_quoted() {
        for plain in ["r01-a", "vlan.110/web", "ethernet1/49"] {
            assert_eq!(key(plain), plain);
        }
        for quoted in ["r01-a:49", "110", "NO", "y", "", "-a", "10.0.0.1", "1e3", "a b", "a#"] {
            assert_eq!(key(quoted), format!("\"{quoted}\""));
        }
        for plain in ["12", "0", "10.0.0.1", "10.0.0.0/31", "2001:db8::/127", "fe80::1", "swp1"] {
            assert_eq!(value(plain), plain);
        }
        for quoted in ["007", "::1", "fe80::", "1:2:3:4:5:6:7:8", "1.5", "1:30", "off"] {
            assert_eq!(value(quoted), format!("\"{quoted}\""));
        }
        assert_eq!(key("é\n\"\\😀"), r#""\u00E9\u000A\"\\\U0001F600""#);
    }

    #[test]
    fn all_three_ways_of_quoting_are_read() {
        assert_eq!(read("a:b: 1"), Ok(("a:b".into(), ": 1")));
        assert_eq!(read("a b:"), Ok(("a b".into(), ":")));
        assert_eq!(read("::1 # note"), Ok(("::1".into(), " # note")));
        assert_eq!(read("'it''s': 1"), Ok(("it's".into(), ": 1")));
        assert_eq!(read(r#""\x41\u00e9\n": 1"#), Ok(("Aé\n".into(), ": 1")));
        for bad in ["\"a", "'a", r#""\q""#, r#""\u12""#, r#""\uD800""#, "*a", "- a", "[a]"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
