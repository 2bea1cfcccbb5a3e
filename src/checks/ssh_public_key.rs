//! Reading an SSH public key (RFC 4253, 6.6; RFC 5656; RFC 8709).

use std::fmt::Write as _;

/// Least bits of an RSA key.
const RSA_BITS: usize = 2048;

/// Type and base64 of a key line, or what is wrong with it.
pub(super) fn parts(line: &str) -> Result<(&str, &str), String> {
    let mut words = line.split(' ');
    let (kind, body) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    if kind == "ssh-dss" {
        return Err("a DSA key, which today's SSH refuses".to_owned());
    }
    if inner_parts(kind).is_none() {
        return Err(format!("`{}` is no type of SSH key", shorten(kind)));
    }
    if body.is_empty() {
        return Err("the key itself is missing after its type".to_owned());
    }
    let odd = |c: &char| !(c.is_ascii_alphanumeric() || " @._+:/=-".contains(*c));
    if let Some(character) = words.flat_map(str::chars).find(odd) {
        let mut message = String::from("the comment holds ");
        let _ = write!(message, "`{character}`, which not every system takes");
        return Err(message);
    }
    let bytes = base64(body).ok_or("not base64: cut short, or with dots or blanks in it")?;
    inside(kind, &bytes)?;
    Ok((kind, body))
}

/// How many parts follow the type inside a key.
fn inner_parts(kind: &str) -> Option<usize> {
    match kind {
        "ssh-ed25519" => Some(1),
        "ssh-rsa" | "ecdsa-sha2-nistp256" | "ecdsa-sha2-nistp384" | "ecdsa-sha2-nistp521" => {
            Some(2)
        }
        "sk-ssh-ed25519@openssh.com" => Some(2),
        "sk-ecdsa-sha2-nistp256@openssh.com" => Some(3),
        _ => None,
    }
}

fn inside(kind: &str, bytes: &[u8]) -> Result<(), String> {
    let mut rest = bytes;
    let inner = part(&mut rest).ok_or("too short: nothing of a key is in it")?;
    if inner != kind.as_bytes() {
        let inner = String::from_utf8_lossy(inner);
        return Err(format!("called `{kind}`, but it is a key of type `{}`", shorten(&inner)));
    }
    let mut parts = Vec::new();
    for _ in 0..inner_parts(kind).unwrap_or_default() {
        parts.push(part(&mut rest).ok_or("cut short: its last part is missing")?);
    }
    if !rest.is_empty() {
        return Err("too long: something follows the key".to_owned());
    }
    let last = parts.last().copied().unwrap_or_default();
    match kind {
        "ssh-ed25519" if last.len() != 32 => Err("its Ed25519 point has not 32 bytes".to_owned()),
        "ssh-rsa" if bits(last) < RSA_BITS => {
            Err(format!("an RSA key of {} bits; {RSA_BITS} are the least", bits(last)))
        }
        _ if parts.iter().any(|part| part.is_empty()) => Err("a part of it is empty".to_owned()),
        _ => Ok(()),
    }
}

/// A length in four bytes, and as many bytes.
fn part<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, tail) = rest.split_first_chunk::<4>()?;
    let (part, tail) = tail.split_at_checked(u32::from_be_bytes(*length) as usize)?;
    *rest = tail;
    Some(part)
}

/// Bits of an unsigned number with its most significant byte first.
fn bits(number: &[u8]) -> usize {
    let start = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
    let number = number.get(start..).unwrap_or_default();
    let unused = number.first().map_or(0, |byte| byte.leading_zeros() as usize);
    (number.len() * 8).saturating_sub(unused)
}

/// Base64 with its padding (RFC 4648).
fn base64(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let data = text.trim_end_matches('=');
    if text.len() - data.len() > 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut buffer, mut filled) = (0_u32, 0);
    for character in data.bytes() {
        let value = match character {
            b'A'..=b'Z' => character - b'A',
            b'a'..=b'z' => character - b'a' + 26,
            b'0'..=b'9' => character - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        buffer = (buffer << 6) | u32::from(value);
        filled += 6;
        if filled >= 8 {
            filled -= 8;
            bytes.push(u8::try_from((buffer >> filled) & 0xff).ok()?);
        }
    }
    Some(bytes)
}

fn shorten(text: &str) -> String {
    text.chars().take(40).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

    fn wrong(line: &str) -> String {
        parts(line).expect_err("a wrong key")
    }

    #[test]
    fn a_key_may_have_a_comment() {
        assert!(parts(KEY).is_ok());
        assert!(parts(&format!("{KEY} ann@host.example (laptop)")).is_err());
        assert!(parts(&format!("{KEY} ann@host.example")).is_ok());
    }

    #[test]
    fn a_key_is_read_to_its_last_byte() {
        assert!(wrong(&KEY[..KEY.len() - 4]).contains("cut short"));
        assert!(wrong(&KEY[..KEY.len() - 3]).contains("base64"));
        assert!(wrong(&format!("{KEY}AAAA")).contains("too long"));
        assert!(wrong("ssh-ed25519 AAAA... ann").contains("base64"));
        assert!(wrong("ssh-ed25519").contains("missing"));
    }

    #[test]
    fn the_type_inside_is_the_type_outside() {
        assert!(wrong(&KEY.replace("ssh-ed25519", "ssh-rsa")).contains("`ssh-ed25519`"));
        assert!(wrong(&KEY.replace("ssh-ed25519", "ssh-ed448")).contains("no type"));
        assert!(wrong("").contains("no type"));
    }

    #[test]
    fn bits_are_counted_from_the_first_that_is_set() {
        assert_eq!(bits(&[0, 0x80, 0]), 16);
        assert_eq!(bits(&[1]), 1);
        assert_eq!(bits(&[]), 0);
    }

    #[test]
    fn base64_has_four_characters_for_three_bytes() {
        assert_eq!(base64("Zm9vYg==").as_deref(), Some(&b"foob"[..]));
        assert_eq!(base64("Zm9vYmE=").as_deref(), Some(&b"fooba"[..]));
        assert_eq!(base64("Zm9v").as_deref(), Some(&b"foo"[..]));
        for text in ["Zm9", "Zm9v=", "====", "Zm 9"] {
            assert_eq!(base64(text), None, "{text}");
        }
    }
}
