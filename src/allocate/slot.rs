use std::collections::BTreeMap;
use std::fmt::Display;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

use ipnet::IpNet;

use crate::vendor::ports::PortNumber;

/// A kind of value that can be allocated. Its [`Display`] form is what stands in the lock, and
/// [`FromStr`] reads it back.
pub trait Slot: Clone + Ord + Display + FromStr {
    /// A value among `taken` that cannot stand beside this one. For most kinds that is the same
    /// value only; prefixes also block what they overlap.
    fn blocker<'a, T>(&self, taken: &'a BTreeMap<Self, T>) -> Option<(&'a Self, &'a T)> {
        taken.get_key_value(self)
    }

    /// What the value takes up, which is what stands among `taken`: the value itself, for a prefix
    /// without its host bits.
    #[must_use]
    fn claim(&self) -> Self {
        self.clone()
    }
}

impl Slot for u8 {}
impl Slot for u16 {}
impl Slot for u32 {}
impl Slot for u64 {}
impl Slot for IpAddr {}
impl Slot for Ipv4Addr {}
impl Slot for Ipv6Addr {}
impl Slot for PortNumber {}

impl Slot for IpNet {
    fn blocker<'a, T>(&self, taken: &'a BTreeMap<Self, T>) -> Option<(&'a Self, &'a T)> {
        // The order is by family, address and length, so that what lies inside comes next …
        let start = self.trunc();
        let inside = taken.range(start..).next();
        if let Some(found) = inside.filter(|(net, _)| self.contains(*net)) {
            return Some(found);
        }
        // … and what lies around comes before, perhaps with others of its parts in between.
        let mut around = start;
        loop {
            let found = taken.range(..=around).next_back()?;
            if found.0.contains(&start) {
                return Some(found);
            }
            around = common(found.0, &around)?;
        }
    }

    fn claim(&self) -> Self {
        self.trunc()
    }
}

/// The longest prefix that holds both; nothing when they are of different families.
fn common(left: &IpNet, right: &IpNet) -> Option<IpNet> {
    let (mut length, zeros) = match (left.network(), right.network()) {
        (IpAddr::V4(a), IpAddr::V4(b)) => (32, (a.to_bits() ^ b.to_bits()).leading_zeros()),
        (IpAddr::V6(a), IpAddr::V6(b)) => (128, (a.to_bits() ^ b.to_bits()).leading_zeros()),
        _ => return None,
    };
    length = length.min(zeros).min(left.prefix_len().into()).min(right.prefix_len().into());
    Some(IpNet::new(right.addr(), u8::try_from(length).ok()?).ok()?.trunc())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn net() -> impl Strategy<Value = IpNet> {
        // Few bits vary, so that overlaps are common.
        (any::<bool>(), 0_u8..32, 24_u8..=32).prop_map(|(v6, low, length)| {
            let (ip, length) = if v6 {
                (IpAddr::V6(Ipv6Addr::from_bits(u128::from(low))), length + 96)
            } else {
                (IpAddr::V4(Ipv4Addr::new(10, 0, 0, low)), length)
            };
            IpNet::new(ip, length).expect("a length that fits").trunc()
        })
    }

    proptest! {
        #[test]
        fn prefixes_block_exactly_what_they_overlap(
            taken in prop::collection::vec(net(), 0..12),
            asked in net(),
        ) {
            let overlap = |net: &IpNet| net.contains(&asked) || asked.contains(net);
            let taken: BTreeMap<IpNet, u8> = taken.into_iter().map(|net| (net, 0)).collect();
            let found = asked.blocker(&taken);
            prop_assert_eq!(found.is_some(), taken.keys().any(overlap));
            prop_assert!(found.is_none_or(|(net, _)| overlap(net)));
        }
    }
}
