use ipnet::IpNet;

use super::Space;
use super::grid::Grid;
use crate::source::Span;

/// Aligned subnets of one or more prefixes, in the order in which the prefixes stand, such as the
/// `/31`s and `/127`s of links.
///
/// Give it prefixes of one family, unless a subnet of either will do.
#[derive(Debug, Clone)]
pub struct SubnetSpace {
    grid: Grid,
    declared_at: Option<Span>,
}

impl SubnetSpace {
    /// Subnets with prefixes of this length. Prefixes longer than that have none.
    pub fn new(prefixes: &[IpNet], length: u8) -> Self {
        Self { grid: Grid::new(prefixes, length.min(32), length.min(128)), declared_at: None }
    }

    /// `/31`s of IPv4 prefixes (RFC 3021) and `/127`s of IPv6 prefixes (RFC 6164).
    pub fn links(prefixes: &[IpNet]) -> Self {
        Self { grid: Grid::new(prefixes, 31, 127), declared_at: None }
    }

    /// Takes out every subnet that overlaps one of these addresses or prefixes.
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

impl Space<IpNet> for SubnetSpace {
    fn contains(&self, value: &IpNet) -> bool {
        self.grid.contains(value)
    }

    fn size(&self) -> u128 {
        self.grid.size()
    }

    fn first(&self) -> Option<IpNet> {
        self.grid.first()
    }

    fn after(&self, value: &IpNet, blocker: &IpNet) -> Option<IpNet> {
        self.grid.after(value, blocker)
    }

    fn describe(&self) -> String {
        list(self.grid.prefixes())
    }

    fn declared_at(&self) -> Option<Span> {
        self.declared_at
    }
}

/// The prefixes of a pool, for messages.
pub(super) fn list(prefixes: &[IpNet]) -> String {
    let texts: Vec<String> = prefixes.iter().map(|net| format!("`{net}`")).collect();
    if texts.is_empty() { "an empty pool".to_owned() } else { texts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::super::space::walk;
    use super::*;
    use proptest::prelude::*;

    fn nets(text: &str) -> Vec<IpNet> {
        text.split_whitespace().map(|net| net.parse().expect("a prefix")).collect()
    }

    fn texts(space: &SubnetSpace) -> Vec<String> {
        walk(space).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn links_are_cut_out_of_each_prefix_in_turn() {
        let space = SubnetSpace::links(&nets("10.0.0.4/30 2001:db8::/126 10.0.0.0/32 10.0.0.2/31"));
        let expected =
            ["10.0.0.4/31", "10.0.0.6/31", "2001:db8::/127", "2001:db8::2/127", "10.0.0.2/31"];
        assert_eq!(texts(&space), expected);
        assert_eq!(space.size(), 5);
        assert!(!space.contains(&nets("10.0.0.4/30")[0]));
        assert!(!space.contains(&nets("10.0.0.5/31")[0]));
    }

    #[test]
    fn what_overlaps_a_reserved_prefix_is_skipped() {
        let space =
            SubnetSpace::new(&nets("10.0.0.0/27"), 30).reserve(nets("10.0.0.5/32 10.0.0.16/28"));
        assert_eq!(texts(&space), ["10.0.0.0/30", "10.0.0.8/30", "10.0.0.12/30"]);
        assert_eq!(space.size(), 3);
    }

    #[test]
    fn a_wide_blocker_is_passed_in_one_step() {
        let space = SubnetSpace::links(&nets("2001:db8::/32"));
        let first = space.first().expect("a subnet");
        let next = space.after(&first, &nets("2001:db8::/48")[0]);
        assert_eq!(next, Some(nets("2001:db8:1::/127")[0]));
        assert_eq!(space.size(), 1 << 95);
    }

    proptest! {
        #[test]
        fn the_size_is_what_can_be_walked(
            pools in prop::collection::vec((0_u8..64, 24_u8..=32), 0..4),
            taken in prop::collection::vec((0_u8..64, 24_u8..=32), 0..6),
            length in 24_u8..=32,
        ) {
            let net = |(low, length): &(u8, u8)| {
                IpNet::new([10, 0, 0, *low].into(), *length).expect("a prefix")
            };
            let pools: Vec<IpNet> = pools.iter().map(net).collect();
            let taken: Vec<IpNet> = taken.iter().map(net).collect();
            let space = SubnetSpace::new(&pools, length).reserve(taken.clone());
            let walked = walk(&space);
            prop_assert_eq!(walked.len() as u128, space.size());
            prop_assert!(walked.iter().all(|net| space.contains(net)));
            let overlaps = |net: &IpNet| {
                taken.iter().any(|other| net.contains(other) || other.trunc().contains(net))
            };
            prop_assert!(!walked.iter().any(overlaps));
            let mut distinct = walked.clone();
            distinct.sort();
            distinct.dedup();
            prop_assert_eq!(distinct.len(), walked.len());
        }
    }
}
