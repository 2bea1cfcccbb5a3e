//! Values: numbers, addresses, durations, rates.

use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use super::builder::Builder;
use super::codes;
use super::grammar::{Node, Rule};
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

/// A value's meaning, or what is wrong with it.
pub(super) type Read<T> = Result<T, String>;

impl<'i> Builder<'i> {
    /// Reads a value, or reports what is wrong with it.
    pub fn value<T>(&mut self, node: &Node<'i>, read: fn(&str) -> Read<T>) -> Option<Spanned<T>> {
        let span = self.span(node);
        match read(node.as_str()) {
            Ok(value) => Some(Spanned::new(value, span)),
            Err(wrong) => {
                // What stands in a second line says how to mend it.
                let (wrong, help) = wrong.split_once('\n').unwrap_or((&wrong, ""));
                let message = format!("`{}` is {wrong}", shorten(node.as_str()));
                let error = Diagnostic::new(&codes::BAD_VALUE, message).at(span, "this value");
                let help = Some(help).filter(|help| !help.is_empty()).map(str::to_owned);
                self.errors.push(error.maybe_help(help));
                None
            }
        }
    }

    /// The number in a clause.
    pub fn number(&mut self, node: Node<'i>) -> Option<Spanned<u32>> {
        Self::part(node, Rule::number).and_then(|part| self.value(&part, number))
    }

    /// The rate in a clause, in megabits per second.
    pub fn rate(&mut self, node: Node<'i>) -> Option<Spanned<u32>> {
        Self::part(node, Rule::rate).and_then(|part| self.value(&part, rate))
    }

    /// All addresses in a statement.
    pub fn addresses(&mut self, node: Node<'i>) -> Vec<Spanned<IpAddr>> {
        let parts = node.into_inner().filter(|part| part.as_rule() == Rule::address);
        parts.filter_map(|part| self.value(&part, address)).collect()
    }

    /// All prefixes in a statement.
    pub fn prefixes(&mut self, node: Node<'i>) -> Vec<Spanned<IpNet>> {
        let parts = node.into_inner().filter(|part| part.as_rule() == Rule::prefix);
        parts.filter_map(|part| self.value(&part, prefix)).collect()
    }
}

/// The start of what was written, for a message.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 40;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(std::iter::once('…')).collect()
}

pub(super) fn number(text: &str) -> Read<u32> {
    text.parse().map_err(|_| format!("too large; numbers go up to {}", u32::MAX))
}

pub(super) fn address(text: &str) -> Read<IpAddr> {
    IpAddr::from_str(text).map_err(|_| no("IP address", &address_fault(text)))
}

/// Address and length, host bits kept.
pub(super) fn prefix(text: &str) -> Read<IpNet> {
    let (written, length) = text.split_once('/').unwrap_or((text, ""));
    let host = IpAddr::from_str(written).map_err(|_| no("prefix", &address_fault(written)))?;
    let most = if host.is_ipv4() { 32 } else { 128 };
    match length.parse::<u8>() {
        Ok(length) if length <= most => {
            IpNet::new(host, length).map_err(|error| no("prefix", &error.to_string()))
        }
        _ => {
            let usual = if most == 32 { 24 } else { 64 };
            let fault =
                format!("its length is at most {most}\nwrite a length such as `{written}/{usual}`");
            Err(no("prefix", &fault))
        }
    }
}

fn no(kind: &str, fault: &str) -> String {
    format!("not a valid {kind}: {fault}")
}

fn address_fault(text: &str) -> String {
    if text.contains(':') {
        return "an IPv6 address has 8 groups of at most 4 hexadecimal digits, or fewer around one `::`".into();
    }
    let parts: Vec<&str> = text.split('.').collect();
    let zero = parts.iter().find(|part| part.len() > 1 && part.starts_with('0'));
    match (parts.len(), zero) {
        (4, Some(part)) => format!("`{}` has a leading zero", shorten(part)),
        (4, None) => "each of its four numbers is at most 255".into(),
        (count, _) => format!("an IPv4 address has four numbers, this has {count}"),
    }
}

/// One or two ids with `..` between them, both included.
pub(super) fn id_range(text: &str) -> Read<(u32, u32)> {
    range(text, number)
}

/// Two values with `..` between them, or one that is both.
pub(super) fn range(text: &str, read: fn(&str) -> Read<u32>) -> Read<(u32, u32)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (read(first)?, read(last)?);
    if first > last { Err("a range that runs backwards".into()) } else { Ok((first, last)) }
}

/// Lower case, with colons.
pub(super) fn mac(text: &str) -> Read<String> {
    let digits: String = text
        .chars()
        .filter(char::is_ascii_hexdigit)
        .map(|digit| digit.to_ascii_lowercase())
        .collect();
    let shape: String = text.chars().map(|c| if c.is_ascii_hexdigit() { 'x' } else { c }).collect();
    if !matches!(shape.as_str(), "xx:xx:xx:xx:xx:xx" | "xx-xx-xx-xx-xx-xx" | "xxxx.xxxx.xxxx") {
        return Err("not a valid MAC address: write one like `00:1c:73:00:00:01`".into());
    }
    let pairs: Vec<&str> = (0..6).filter_map(|at| digits.get(at * 2..at * 2 + 2)).collect();
    Ok(pairs.join(":"))
}

/// In seconds.
pub(super) fn duration(text: &str) -> Read<u32> {
    if text.ends_with("ms") {
        return Err("in milliseconds, but seconds are counted here: write one like `3s`".into());
    }
    time(text, 1000)
}

/// In milliseconds.
pub(super) fn milliseconds(text: &str) -> Read<u32> {
    time(text, 1)
}

/// In units of so many milliseconds.
fn time(text: &str, unit: u64) -> Read<u32> {
    let count = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let factor = match text.get(count.len()..) {
        Some("ms") => 1,
        Some("m") => 60_000,
        Some("h") => 3_600_000,
        _ => 1000,
    };
    let time = count.parse::<u64>().ok().and_then(|count| count.checked_mul(factor));
    let time = time.and_then(|time| u32::try_from(time / unit).ok());
    time.ok_or_else(|| "too long a time".into())
}

/// In megabits per second.
pub(super) fn rate(text: &str) -> Read<u32> {
    let factor = if text.ends_with('g') { 1000 } else { 1 };
    let count = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    match scaled(count, factor) {
        Some(0) | None => Err("not a valid rate: write one like `100m`, `2.5g` or `25g`".into()),
        Some(rate) => Ok(rate),
    }
}

/// `4x25g`, as it stands.
pub(super) fn split(text: &str) -> Read<String> {
    let (count, speed) = text.split_once('x').unwrap_or((text, ""));
    match count.parse::<u8>() {
        Ok(1..) => rate(speed).map(|_| text.to_owned()),
        _ => Err("not a valid breakout: write one like `4x25g`".into()),
    }
}

/// In hundredths of a percent.
pub(super) fn percent(text: &str) -> Read<u32> {
    match scaled(text.trim_end_matches('%'), 100) {
        Some(share @ 0..=10_000) => Ok(share),
        _ => Err("not a valid share: percents go up to 100 with at most two decimals".into()),
    }
}

/// A decimal number times a power of ten, if that is whole.
fn scaled(text: &str, factor: u32) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part = part.trim_end_matches('0');
    let mut value = whole.parse::<u32>().ok()?.checked_mul(factor)?;
    let mut weight = factor;
    for digit in part.chars() {
        weight = weight.checked_div(10).filter(|lower| lower * 10 == weight && weight > 1)?;
        value = value.checked_add(digit.to_digit(10)? * weight)?;
    }
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_keep_their_host_bits() {
        assert_eq!(prefix("10.1.110.1/24").unwrap().to_string(), "10.1.110.1/24");
        assert_eq!(prefix("2001:db8:110::1/64").unwrap().to_string(), "2001:db8:110::1/64");
        let wrong = prefix("10.0.0.1/33").unwrap_err();
        assert!(wrong.contains("at most 32\nwrite a length"), "{wrong}");
        assert!(prefix("10.0.0.300/24").unwrap_err().ends_with("at most 255"));
    }

    #[test]
    fn macs_are_kept_in_lower_case_with_colons() {
        for written in ["00:1C:73:aa:bb:cc", "001c.73aa.bbcc", "00-1c-73-AA-BB-cc"] {
            assert_eq!(mac(written).as_deref(), Ok("00:1c:73:aa:bb:cc"));
        }
        assert!(mac("00:1c:73:aa:bb").is_err());
    }

    #[test]
    fn rates_and_times_and_shares_have_units() {
        assert_eq!(rate("2.5g"), Ok(2500));
        assert_eq!(rate("100m"), Ok(100));
        assert!(rate("0.0001g").is_err());
        assert_eq!(duration("5m"), Ok(300));
        assert!(duration("4000000h").is_err());
        assert!(duration("3000ms").unwrap_err().starts_with("in milliseconds"));
        assert_eq!(milliseconds("300ms"), Ok(300));
        assert_eq!(milliseconds("1s"), Ok(1000));
        assert_eq!(percent("0.5%"), Ok(50));
        assert_eq!(percent("1.250%"), Ok(125));
        assert!(percent("100.01%").is_err());
        assert_eq!(split("4x25g").as_deref(), Ok("4x25g"));
        assert!(split("0x25g").is_err());
    }

    #[test]
    fn numbers_too_large_are_said_to_be_so() {
        assert!(number("99999999999").unwrap_err().starts_with("too large"));
    }
}
