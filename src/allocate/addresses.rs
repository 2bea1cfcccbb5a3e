use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::grid::Grid;
use super::{Slot, Space};
use crate::source::Span;

/// An address of either family or of one.
pub trait Address: Slot + Copy + Into<IpAddr> {
    /// The address as this kind, if it is of the family.
    fn from_ip(ip: IpAddr) -> Option<Self>;
}

impl Address for IpAddr {
    fn from_ip(ip: IpAddr) -> Option<Self> {
        Some(ip)
    }
}

impl Address for Ipv4Addr {
    fn from_ip(ip: IpAddr) -> Option<Self> {
        match ip {
            IpAddr::V4(ip) => Some(ip),
            IpAddr::V6(_) => None,
        }
    }
}

impl Address for Ipv6Addr {
    fn from_ip(ip: IpAddr) -> Option<Self> {
        match ip {
            IpAddr::V6(ip) => Some(ip),
            IpAddr::V4(_) => None,
        }
    }
}

/// The addresses of one or more prefixes, in the order in which the prefixes stand. Of a pool of
/// both families, an `AddressSpace<Ipv4Addr>` takes the IPv4 prefixes and leaves the others.
#[derive(Debug, Clone)]
pub struct AddressSpace<A = IpAddr> {
    grid: Grid,
    declared_at: Option<Span>,
    kind: PhantomData<A>,
}

impl<A: Address> AddressSpace<A> {
    /// Addresses that hosts of a subnet may have. Not among them, unless the prefix is so long that
    /// it has only one or two: an IPv4 prefix's network and broadcast address, and an IPv6 prefix's
    /// first address, which belongs to all its routers (RFC 4291, 2.6.1).
    pub fn hosts(prefixes: &[IpNet]) -> Self {
        Self::build(prefixes, true)
    }

    /// Addresses for loopbacks, which have no subnet around them: every one but each prefix's
    /// first, which operators leave out because it looks like a network.
    pub fn loopbacks(prefixes: &[IpNet]) -> Self {
        Self::build(prefixes, false)
    }

    fn build(prefixes: &[IpNet], hosts: bool) -> Self {
        let of_kind = |net: &&IpNet| A::from_ip(net.addr()).is_some();
        let prefixes: Vec<IpNet> = prefixes.iter().filter(of_kind).copied().collect();
        let mut grid = Grid::new(&prefixes, 32, 128);
        let wide = |net: &&IpNet| net.prefix_len() + 1 < net.max_prefix_len();
        let edges: Vec<IpNet> = grid
            .prefixes()
            .iter()
            .filter(wide)
            .flat_map(|net| {
                let broadcast = hosts && matches!(net, IpNet::V4(_));
                [Some(net.network()), broadcast.then(|| net.broadcast())]
            })
            .flatten()
            .map(IpNet::from)
            .collect();
        grid.reserve(edges);
        Self { grid, declared_at: None, kind: PhantomData }
    }

    /// Takes addresses or whole prefixes out of the space.
    #[must_use]
    pub fn reserve<R: Into<IpNet>>(mut self, reserved: impl IntoIterator<Item = R>) -> Self {
        self.grid.reserve(reserved.into_iter().map(Into::into));
        self
    }

    /// Says where the program declares the space.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.declared_at = Some(span);
        self
    }
}

impl<A: Address> Space<A> for AddressSpace<A> {
    fn contains(&self, value: &A) -> bool {
        self.grid.contains(&host(*value))
    }

    fn size(&self) -> u128 {
        self.grid.size()
    }

    fn first(&self) -> Option<A> {
        A::from_ip(self.grid.first()?.addr())
    }

    fn after(&self, value: &A, blocker: &A) -> Option<A> {
        A::from_ip(self.grid.after(&host(*value), &host(*blocker))?.addr())
    }

    fn describe(&self) -> String {
        super::subnets::list(self.grid.prefixes())
    }

    fn declared_at(&self) -> Option<Span> {
        self.declared_at
    }
}

fn host<A: Address>(address: A) -> IpNet {
    let ip: IpAddr = address.into();
    ip.into()
}

#[cfg(test)]
mod tests {
    use super::super::space::walk;
    use super::*;

    fn nets(text: &str) -> Vec<IpNet> {
        text.split(' ').map(|net| net.parse().expect("a prefix")).collect()
    }

    fn texts<A: Address>(space: &AddressSpace<A>) -> Vec<String> {
        walk(space).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn hosts_have_neither_network_nor_broadcast_address() {
        let space = AddressSpace::<IpAddr>::hosts(&nets("10.0.1.0/30 10.0.0.8/31 10.0.0.7/32"));
        assert_eq!(texts(&space), ["10.0.1.1", "10.0.1.2", "10.0.0.8", "10.0.0.9", "10.0.0.7"]);
        assert_eq!(space.size(), 5);
    }

    #[test]
    fn hosts_leave_the_routers_anycast_address() {
        let space = AddressSpace::<Ipv6Addr>::hosts(&nets("10.0.0.0/8 2001:db8::/126"));
        assert_eq!(texts(&space), ["2001:db8::1", "2001:db8::2", "2001:db8::3"]);
    }

    #[test]
    fn loopbacks_leave_the_first_address_only() {
        let space = AddressSpace::<Ipv4Addr>::loopbacks(&nets("10.0.0.0/30 2001:db8::/126"));
        assert_eq!(texts(&space), ["10.0.0.1", "10.0.0.2", "10.0.0.3"]);
        assert_eq!(space.describe(), "`10.0.0.0/30`");
    }

    #[test]
    fn reserved_addresses_and_prefixes_are_skipped() {
        let space = AddressSpace::<Ipv4Addr>::hosts(&nets("10.0.0.0/28 10.0.0.0/29"))
            .reserve(nets("10.0.0.0/29 10.0.0.12/30 10.9.0.0/16"))
            .reserve([IpAddr::from([10, 0, 0, 8])]);
        assert_eq!(texts(&space), ["10.0.0.9", "10.0.0.10", "10.0.0.11"]);
        assert_eq!(space.size(), 3);
        assert!(!space.contains(&[10, 0, 0, 8].into()));
        assert!(!space.contains(&[10, 0, 0, 15].into()));
    }

    #[test]
    fn the_whole_address_space_can_be_a_pool() {
        let four = AddressSpace::<Ipv4Addr>::hosts(&nets("0.0.0.0/0"));
        assert_eq!((four.size(), four.first()), ((1 << 32) - 2, Some([0, 0, 0, 1].into())));
        let end = Ipv4Addr::from([255, 255, 255, 254]);
        assert_eq!(four.after(&end, &end), None);
        let six = AddressSpace::<Ipv6Addr>::loopbacks(&nets("::/0"));
        assert!(six.size() >= u128::MAX - 1);
        let end = Ipv6Addr::from_bits(u128::MAX);
        assert!(six.contains(&end) && six.after(&end, &end).is_none());
    }

    #[test]
    fn an_empty_pool_has_nothing() {
        let space = AddressSpace::<Ipv4Addr>::hosts(&nets("2001:db8::/64"));
        assert_eq!((space.size(), space.first()), (0, None));
        assert_eq!(space.describe(), "an empty pool");
    }
}
