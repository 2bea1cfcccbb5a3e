//! Addresses that no packet from the Internet rightly comes from.

use std::net::{Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// The name of the built-in object.
pub(super) const BOGONS: &str = "bogons";

/// IPv4: IANA's special-purpose registry (RFC 6890) as far as it is not globally reachable, multicast
/// (RFC 5771) and the former class E (RFC 1112).
const IPV4: [([u8; 4], u8); 14] = [
    ([0, 0, 0, 0], 8),       // this network, RFC 791
    ([10, 0, 0, 0], 8),      // private, RFC 1918
    ([100, 64, 0, 0], 10),   // carriers' shared space, RFC 6598
    ([127, 0, 0, 0], 8),     // loopback, RFC 1122
    ([169, 254, 0, 0], 16),  // link local, RFC 3927
    ([172, 16, 0, 0], 12),   // private, RFC 1918
    ([192, 0, 0, 0], 24),    // protocol assignments, RFC 6890
    ([192, 0, 2, 0], 24),    // documentation, RFC 5737
    ([192, 168, 0, 0], 16),  // private, RFC 1918
    ([198, 18, 0, 0], 15),   // benchmarks, RFC 2544
    ([198, 51, 100, 0], 24), // documentation, RFC 5737
    ([203, 0, 113, 0], 24),  // documentation, RFC 5737
    ([224, 0, 0, 0], 4),     // multicast, RFC 5771
    ([240, 0, 0, 0], 4),     // reserved, RFC 1112, and the limited broadcast
];

/// IPv6: the same registry, the deprecated site-local prefix and multicast.
///
/// Mapped IPv4 addresses (`::ffff:0:0/96`) are left out, since they stand for something inside of a host and in no
/// packet. Two others are left out although no packet from afar rightly comes from them, since neighbour discovery (RFC 4861,
/// RFC 4862) speaks from them on the link itself: link-local addresses (`fe80::/10`), and the
/// unspecified address, from which duplicate address detection asks. That is why the parts of `::/8` are named.
const IPV6: [([u16; 8], u8); 12] = [
    ([0, 0, 0, 0, 0, 0, 0, 1], 128),         // loopback, RFC 4291
    ([0x64, 0xff9b, 1, 0, 0, 0, 0, 0], 48),  // local translation, RFC 8215
    ([0x100, 0, 0, 0, 0, 0, 0, 0], 64),      // discard only, RFC 6666
    ([0x2001, 2, 0, 0, 0, 0, 0, 0], 48),     // benchmarks, RFC 5180
    ([0x2001, 0x10, 0, 0, 0, 0, 0, 0], 28),  // the former ORCHID, RFC 4843
    ([0x2001, 0xdb8, 0, 0, 0, 0, 0, 0], 32), // documentation, RFC 3849
    ([0x3fff, 0, 0, 0, 0, 0, 0, 0], 20),     // documentation, RFC 9637
    ([0x3ffe, 0, 0, 0, 0, 0, 0, 0], 16),     // the former 6bone, RFC 3701
    ([0x5f00, 0, 0, 0, 0, 0, 0, 0], 16),     // segment identifiers, RFC 9602
    ([0xfc00, 0, 0, 0, 0, 0, 0, 0], 7),      // unique local, RFC 4193
    ([0xfec0, 0, 0, 0, 0, 0, 0, 0], 10),     // the former site local, RFC 3879
    ([0xff00, 0, 0, 0, 0, 0, 0, 0], 8),      // multicast, RFC 4291
];

/// All of them, of both families.
pub(super) fn bogons() -> impl Iterator<Item = IpNet> {
    let ipv4 = IPV4.iter().filter_map(|(address, length)| {
        Ipv4Net::new(Ipv4Addr::from(*address), *length).ok().map(IpNet::from)
    });
    let ipv6 = IPV6.iter().filter_map(|(address, length)| {
        Ipv6Net::new(Ipv6Addr::from(*address), *length).ok().map(IpNet::from)
    });
    ipv4.chain(ipv6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbour_discovery_passes_and_no_prefix_has_host_bits() {
        assert_eq!(bogons().count(), IPV4.len() + IPV6.len());
        for net in bogons() {
            assert_eq!(net, net.trunc());
            for address in ["::", "fe80::1", "2001:4860:4860::8888", "2002::1", "192.31.196.1"] {
                assert!(!net.contains(&address.parse::<std::net::IpAddr>().unwrap()), "{net}");
            }
        }
    }
}
