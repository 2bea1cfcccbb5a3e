//! Numbers of routing: ASNs, areas, communities, ports, lengths of prefixes.

use std::net::Ipv4Addr;

use super::builder::Builder;
use super::grammar::{Node, Rule};
use super::values::{Read, range};
use crate::source::Spanned;

impl<'i> Builder<'i> {
    /// The ASN in a clause.
    pub fn asn(&mut self, node: Node<'i>) -> Option<Spanned<u32>> {
        Self::part(node, Rule::asn_value).and_then(|part| self.value(&part, asn))
    }

    /// All communities in a clause.
    pub fn communities(&mut self, node: Node<'i>) -> Vec<Spanned<String>> {
        let parts = node.into_inner().filter(|part| part.as_rule() == Rule::community);
        parts.filter_map(|part| self.value(&part, community)).collect()
    }
}

/// Plain or dotted.
pub(super) fn asn(text: &str) -> Read<u32> {
    let wrong = || {
        "not a valid ASN: plain ones go up to 4294967295, dotted ones up to 65535.65535".to_owned()
    };
    match text.split_once('.') {
        None => text.parse().map_err(|_| wrong()),
        Some((high, low)) => {
            let half = |text: &str| text.parse::<u16>().map(u32::from).map_err(|_| wrong());
            Ok(half(high)? << 16 | half(low)?)
        }
    }
}

/// One or two ASNs with `..` between them, both included.
pub(super) fn asn_range(text: &str) -> Read<(u32, u32)> {
    range(text, asn)
}

/// A number, or dotted like an address.
pub(super) fn area(text: &str) -> Read<u32> {
    let wrong = |_| "not a valid area: write one like `0` or `0.0.0.1`".to_owned();
    if text.contains('.') {
        text.parse::<Ipv4Addr>().map(u32::from).map_err(|error| wrong(error.to_string()))
    } else {
        text.parse().map_err(|_| wrong(String::new()))
    }
}

/// `65000:100` without leading zeros, or a well-known word.
pub(super) fn community(text: &str) -> Read<String> {
    let Some((high, low)) = text.split_once(':') else {
        return Ok(text.to_owned());
    };
    match (high.parse::<u16>(), low.parse::<u16>()) {
        (Ok(high), Ok(low)) => Ok(format!("{high}:{low}")),
        _ => Err("not a valid community: both halves go up to 65535".into()),
    }
}

/// One or two TCP or UDP ports with `..` between them, both included.
pub(super) fn port_range(text: &str) -> Read<(u32, u32)> {
    let port = |text: &str| {
        text.parse::<u16>()
            .map(u32::from)
            .map_err(|_| "not a valid port: they go up to 65535".to_owned())
    };
    range(text, port)
}

/// The number of a protocol over IP, as text.
pub(super) fn protocol(text: &str) -> Read<String> {
    let number =
        text.parse::<u8>().map_err(|_| "no protocol: their numbers go up to 255".to_owned())?;
    Ok(number.to_string())
}

/// `/26`
pub(super) fn length(text: &str) -> Read<u32> {
    match text.trim_start_matches('/').parse() {
        Ok(length @ 0..=128) => Ok(length),
        _ => Err("not a valid length: they go up to 32 for IPv4 and 128 for IPv6".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asns_are_plain_or_dotted() {
        assert_eq!(asn_range("65000.1"), Ok((4_259_840_001, 4_259_840_001)));
        assert_eq!(asn_range("64512..65534"), Ok((64512, 65534)));
        assert!(asn_range("2..1").is_err());
        assert!(asn_range("65536.1").is_err());
    }

    #[test]
    fn areas_are_plain_or_dotted() {
        assert_eq!(area("10"), Ok(10));
        assert_eq!(area("0.0.1.0"), Ok(256));
        assert!(area("0.0.1").is_err() && area("4294967296").is_err());
    }

    #[test]
    fn communities_have_two_halves_or_are_well_known() {
        assert_eq!(community("065:0100").as_deref(), Ok("65:100"));
        assert_eq!(community("no-export").as_deref(), Ok("no-export"));
        assert!(community("70000:1").is_err() && community("1:65536").is_err());
    }

    #[test]
    fn ports_and_protocols_and_lengths_are_bounded() {
        assert_eq!(port_range("443"), Ok((443, 443)));
        assert_eq!(port_range("0..65535"), Ok((0, 65535)));
        assert!(port_range("70000").is_err() && port_range("2..1").is_err());
        assert_eq!(protocol("047").as_deref(), Ok("47"));
        assert!(protocol("256").is_err());
        assert_eq!(length("/26"), Ok(26));
        assert!(length("/129").is_err());
    }
}
