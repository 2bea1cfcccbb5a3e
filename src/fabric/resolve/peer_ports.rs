//! Ports that are made for a boundary's neighbours.

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::boundary_ports::PortWords;
use super::context::Resolver;
use crate::diagnostic::Diagnostic;
use crate::fabric::codes::{CONTRADICTION, VALUE_OUT_OF_RANGE};
use crate::fabric::{Boundary, SwitchId};
use crate::source::{Span, Spanned};
use crate::syntax::ast;

impl Resolver<'_> {
    /// Makes the port that a peer names; its switch.
    pub(super) fn peer_port(
        &mut self,
        boundary: &mut Boundary,
        peer: &ast::Peer,
    ) -> Option<SwitchId> {
        let Some(endpoint) = &peer.port else {
            if let Some(tag) = peer.tag {
                self.without_port(tag.span, "a tag is of a port");
            }
            let written = peer.at.iter().zip(&peer.with_length);
            for (address, _) in written.filter(|(_, with_length)| **with_length) {
                self.without_port(
                    address.span,
                    "the length of a neighbour's prefix is of use with its port only",
                );
            }
            return None;
        };
        let mut own = Vec::new();
        for (position, address) in peer.at.iter().enumerate() {
            let with_length = peer.with_length.get(position).copied().unwrap_or(false);
            own.push(self.own_address(*address, with_length)?);
        }
        let words = PortWords {
            endpoint,
            prefixes: &own,
            mtu: None,
            speed: None,
            tag: peer.tag,
            to: Some(&peer.name),
            description: None,
        };
        let position = self.boundary_port(&mut boundary.ports, &words)?;
        boundary.ports.get(position).map(|port| port.switch)
    }

    fn without_port(&mut self, span: Span, message: &str) {
        self.error(
            Diagnostic::new(&CONTRADICTION, message)
                .at(span, "no `port` is named")
                .help("add `port SWITCH:PORT`, or take it out"),
        );
    }

    /// The other address of the neighbour's prefix.
    fn own_address(
        &mut self,
        address: Spanned<IpNet>,
        with_length: bool,
    ) -> Option<Spanned<IpNet>> {
        let other = other_end(address.value).filter(|_| with_length);
        if other.is_none() {
            let (shown, label) = if with_length {
                (address.value.to_string(), "the other end of the cable does not follow from it")
            } else {
                (address.value.addr().to_string(), "how long is the prefix of the cable?")
            };
            let lengths =
                if address.value.addr().is_ipv4() { "/31 or /30" } else { "/127 or /126" };
            self.error(
                Diagnostic::new(
                    &VALUE_OUT_OF_RANGE,
                    format!("the own address beside `{shown}` is not clear"),
                )
                .at(address.span, label)
                .help(format!(
                    "write an end of a {lengths}, or `port SWITCH:PORT address PREFIX` in the boundary and `at ADDRESS` here"
                )),
            );
        }
        other.map(|net| Spanned::new(net, address.span))
    }
}

/// The other end of a cable: of a /31 and /127 the other address, of a /30 and /126 the other one of the two in
/// the middle.
fn other_end(net: IpNet) -> Option<IpNet> {
    match net {
        IpNet::V4(net) => {
            let bits = net.addr().to_bits();
            let other = match (net.prefix_len(), bits & 3) {
                (31, _) => bits ^ 1,
                (30, 1 | 2) => bits ^ 3,
                _ => return None,
            };
            Ipv4Net::new(other.into(), net.prefix_len()).ok().map(IpNet::V4)
        }
        IpNet::V6(net) => {
            let bits = net.addr().to_bits();
            let other = match (net.prefix_len(), bits & 3) {
                (127, _) => bits ^ 1,
                (126, 1 | 2) => bits ^ 3,
                _ => return None,
            };
            Ipv6Net::new(other.into(), net.prefix_len()).ok().map(IpNet::V6)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_address_is_the_other_one() {
        let other = |net: &str| other_end(net.parse().unwrap()).map(|net| net.to_string());
        assert_eq!(other("203.0.113.1/31").as_deref(), Some("203.0.113.0/31"));
        assert_eq!(other("203.0.113.5/30").as_deref(), Some("203.0.113.6/30"));
        assert_eq!(other("2001:db8::/127").as_deref(), Some("2001:db8::1/127"));
        assert_eq!(other("2001:db8::2/126").as_deref(), Some("2001:db8::1/126"));
        for strange in ["203.0.113.4/30", "203.0.113.1/29", "203.0.113.1/32", "2001:db8::1/64"] {
            assert_eq!(other(strange), None);
        }
    }
}
