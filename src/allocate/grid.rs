use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

use super::Slot;

/// Prefixes cut into aligned subnets of one length per family, some of them reserved. Addresses are
/// the subnets of full length.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// In order of preference; none within another, none longer than the subnets.
    prefixes: Vec<IpNet>,
    length4: u8,
    length6: u8,
    /// Disjoint, none longer than the subnets; with how many subnets are in each.
    reserved: BTreeMap<IpNet, u128>,
}

impl Grid {
    /// Subnets of these lengths of IPv4 and of IPv6 prefixes.
    pub fn new(prefixes: &[IpNet], length4: u8, length6: u8) -> Self {
        let mut grid = Self { prefixes: Vec::new(), length4, length6, reserved: BTreeMap::new() };
        let fits = |net: &IpNet| net.prefix_len() <= grid.length(net);
        let all: Vec<IpNet> = prefixes.iter().filter(|net| fits(net)).map(IpNet::trunc).collect();
        let outermost = |net: &IpNet| !all.iter().any(|other| other != net && other.contains(net));
        for net in all.iter().filter(|net| outermost(net)) {
            if !grid.prefixes.contains(net) {
                grid.prefixes.push(*net);
            }
        }
        grid
    }

    pub fn prefixes(&self) -> &[IpNet] {
        &self.prefixes
    }

    /// Takes out every subnet that overlaps one of these.
    pub fn reserve(&mut self, reserved: impl IntoIterator<Item = IpNet>) {
        let more = reserved.into_iter().filter_map(|net| {
            let length = net.prefix_len().min(self.length(&net));
            Some(IpNet::new(net.addr(), length).ok()?.trunc())
        });
        let all: Vec<IpNet> = more.chain(self.reserved.keys().copied()).collect();
        self.reserved =
            IpNet::aggregate(&all).into_iter().map(|net| (net, self.count(&net))).collect();
    }

    pub fn contains(&self, net: &IpNet) -> bool {
        net.prefix_len() == self.length(net)
            && net.addr() == net.network()
            && self.prefixes.iter().any(|prefix| prefix.contains(net))
            && net.blocker(&self.reserved).is_none()
    }

    pub fn size(&self) -> u128 {
        let sizes = self.prefixes.iter().map(|prefix| {
            let inside = self.reserved.iter().filter(|(net, _)| prefix.contains(*net));
            let reserved = inside.map(|(_, count)| *count).fold(0, u128::saturating_add);
            let swallowed = self.reserved.keys().any(|net| net.contains(prefix));
            if swallowed { 0 } else { self.count(prefix).saturating_sub(reserved) }
        });
        sizes.fold(0, u128::saturating_add)
    }

    pub fn first(&self) -> Option<IpNet> {
        self.seek(0, self.prefixes.first().map(first_bits))
    }

    /// The subnet after `net` that does not overlap `blocker`.
    pub fn after(&self, net: &IpNet, blocker: &IpNet) -> Option<IpNet> {
        let index = self.prefixes.iter().position(|prefix| prefix.contains(net))?;
        let wider = if blocker.contains(net) { blocker } else { net };
        self.seek(index, last_bits(wider).checked_add(1))
    }

    /// The lowest subnet of the prefix at `index` from an aligned address on, or of a later prefix.
    fn seek(&self, mut index: usize, mut start: Option<u128>) -> Option<IpNet> {
        loop {
            let prefix = self.prefixes.get(index)?;
            let candidate = start
                .filter(|start| *start <= last_bits(prefix))
                .and_then(|start| IpNet::new(address(prefix, start), self.length(prefix)).ok());
            match candidate.map(|net| (net, net.blocker(&self.reserved))) {
                Some((net, None)) => return Some(net),
                Some((_, Some((blocker, _)))) => start = last_bits(blocker).checked_add(1),
                None => {
                    index += 1;
                    start = self.prefixes.get(index).map(first_bits);
                }
            }
        }
    }

    fn length(&self, net: &IpNet) -> u8 {
        if matches!(net, IpNet::V4(_)) { self.length4 } else { self.length6 }
    }

    /// How many subnets there are in a prefix.
    fn count(&self, net: &IpNet) -> u128 {
        let bits = self.length(net).saturating_sub(net.prefix_len());
        1_u128.checked_shl(bits.into()).unwrap_or(u128::MAX)
    }
}

fn bits(ip: IpAddr) -> u128 {
    match ip {
        IpAddr::V4(ip) => ip.to_bits().into(),
        IpAddr::V6(ip) => ip.to_bits(),
    }
}

fn first_bits(net: &IpNet) -> u128 {
    bits(net.network())
}

fn last_bits(net: &IpNet) -> u128 {
    bits(net.broadcast())
}

/// The address of these bits, of the family of `like`; the bits of IPv4 are within its prefix.
fn address(like: &IpNet, bits: u128) -> IpAddr {
    match like {
        IpNet::V4(_) => Ipv4Addr::from_bits(u32::try_from(bits).unwrap_or(u32::MAX)).into(),
        IpNet::V6(_) => Ipv6Addr::from_bits(bits).into(),
    }
}
