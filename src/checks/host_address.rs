//! Which addresses an interface can have.

use std::net::{IpAddr, Ipv6Addr};

use ipnet::IpNet;

/// What an address is that belongs to no single interface, whatever its subnet.
pub(super) fn special(address: IpAddr) -> Option<&'static str> {
    if address.is_multicast() {
        return Some("a multicast address");
    }
    if address.is_loopback() {
        return Some("a loopback address, which never leaves a switch");
    }
    match address {
        IpAddr::V4(address) => match address.octets()[0] {
            0 => Some("an unspecified address"),
            240.. => Some("a reserved address"),
            _ => None,
        },
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Some("the unspecified address"),
        IpAddr::V6(address) => {
            address.to_ipv4_mapped().map(|_| "an IPv4 address in IPv6 form, which is never routed")
        }
    }
}

/// The same for interfaces that others reach through a router.
pub(super) fn special_or_local(address: IpAddr) -> Option<&'static str> {
    let local = match address {
        IpAddr::V4(address) => address.is_link_local(),
        IpAddr::V6(address) => address.is_unicast_link_local(),
    };
    special(address).or(local.then_some("a link-local address, which is not routed"))
}

/// What an address is that no interface of the subnet can have.
///
/// An IPv4 subnet's first and last address are its network and broadcast address, unless it is a
/// link of two (RFC 3021); an IPv6 subnet's first address belongs to all its routers (RFC 4291,
/// 2.6.1), unless it is one (RFC 6164).
pub(super) fn edge_of(subnet: IpNet, address: IpAddr) -> Option<&'static str> {
    if subnet.prefix_len() + 1 >= subnet.max_prefix_len() {
        return None;
    }
    match subnet {
        IpNet::V4(_) if address == subnet.network() => Some("the subnet's network address"),
        IpNet::V4(_) if address == subnet.broadcast() => Some("the subnet's broadcast address"),
        IpNet::V6(_) if address == subnet.network() => {
            Some("the subnet-router anycast address, which all routers of the subnet share")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(net: &str) -> Option<&'static str> {
        let net: IpNet = net.parse().expect("a prefix");
        edge_of(net, net.addr())
    }

    #[test]
    fn the_ends_of_a_subnet_are_no_host() {
        assert!(edge("10.1.1.0/24").is_some() && edge("10.1.1.255/24").is_some());
        assert!(edge("10.1.1.1/24").is_none() && edge("10.1.0.255/23").is_none());
        assert!(edge("2001:db8::/64").is_some() && edge("2001:db8::ffff/64").is_none());
    }

    #[test]
    fn links_of_two_use_both_addresses() {
        assert!(edge("10.1.1.0/31").is_none() && edge("10.1.1.1/31").is_none());
        assert!(edge("2001:db8::/127").is_none());
        assert!(edge("10.1.1.1/32").is_none() && edge("2001:db8::/128").is_none());
    }

    #[test]
    fn some_addresses_are_no_host_anywhere() {
        let what = |text: &str| special(text.parse().expect("an address"));
        for text in ["224.0.0.5", "127.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "ff02::1"]
        {
            assert!(what(text).is_some(), "{text}");
        }
        assert!(what("::ffff:10.1.1.1").is_some());
        for text in ["10.0.0.0", "169.254.1.1", "fe80::1", "2001:db8::"] {
            assert!(what(text).is_none(), "{text}");
        }
        assert!(special_or_local("fe80::1".parse().expect("an address")).is_some());
        assert!(special_or_local("169.254.1.1".parse().expect("an address")).is_some());
    }
}
