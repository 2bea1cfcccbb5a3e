//! Sets of numbers: of addresses, ports and protocols.

/// A set of numbers as ranges: in order, and with a gap between any two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ranges(Vec<(u128, u128)>);

impl Ranges {
    /// All numbers of some ranges, first and last.
    pub(super) fn of(ranges: impl IntoIterator<Item = (u128, u128)>) -> Self {
        let mut sorted: Vec<(u128, u128)> = ranges.into_iter().collect();
        sorted.sort_unstable();
        let mut joined: Vec<(u128, u128)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match joined.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => {
                    before.1 = before.1.max(last);
                }
                _ => joined.push((first, last)),
            }
        }
        Self(joined)
    }

    /// 0 to `last`.
    pub(super) fn to(last: u128) -> Self {
        Self(vec![(0, last)])
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u128, u128)> + '_ {
        self.0.iter().copied()
    }

    pub(super) fn lowest(&self) -> Option<u128> {
        self.0.first().map(|range| range.0)
    }

    pub(super) fn highest(&self) -> Option<u128> {
        self.0.last().map(|range| range.1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains(&self, number: u128) -> bool {
        self.around(number).is_some()
    }

    /// Whether all of `other` is in here.
    pub(super) fn holds(&self, other: &Self) -> bool {
        other.0.iter().all(|(first, last)| self.around(*first).is_some_and(|(_, end)| *last <= end))
    }

    /// The range that a number is in.
    fn around(&self, number: u128) -> Option<(u128, u128)> {
        let after = self.0.partition_point(|range| range.0 <= number);
        self.0.get(after.checked_sub(1)?).copied().filter(|range| number <= range.1)
    }

    /// What is in both.
    pub(super) fn common(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.iter().peekable(), other.iter().peekable());
        let mut common = Vec::new();
        while let (Some(one), Some(two)) = (a.peek(), b.peek()) {
            let (first, last) = (one.0.max(two.0), one.1.min(two.1));
            if first <= last {
                common.push((first, last));
            }
            if one.1 < two.1 {
                a.next()
            } else {
                b.next()
            };
        }
        Self(common)
    }

    /// What is in here and not in `other`.
    pub(super) fn without(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        let mut cuts = other.iter().peekable();
        for (first, last) in self.iter() {
            let mut from = Some(first);
            while let (Some(start), Some(cut)) = (from, cuts.peek().copied()) {
                if cut.1 < start {
                    cuts.next();
                } else if cut.0 > last {
                    break;
                } else {
                    if start < cut.0 {
                        left.push((start, cut.0 - 1));
                    }
                    from = cut.1.checked_add(1).filter(|next| *next <= last);
                }
            }
            left.extend(from.map(|start| (start, last)));
        }
        Self(left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_last_number_there_is_does_no_harm() {
        let all = Ranges::to(u128::MAX);
        assert_eq!(all.without(&Ranges::to(u128::MAX - 1)), Ranges::of([(u128::MAX, u128::MAX)]));
        assert!(all.without(&all).is_empty());
        assert_eq!(Ranges::of([(5, u128::MAX), (0, 4)]), all);
    }

    fn sets() -> impl Strategy<Value = Ranges> {
        prop::collection::vec((0_u128..16, 0_u128..4), 0..5).prop_map(|ranges| {
            Ranges::of(ranges.into_iter().map(|(first, more)| (first, first + more)))
        })
    }

    fn numbers(set: &Ranges) -> Vec<u128> {
        (0..20).filter(|number| set.contains(*number)).collect()
    }

    proptest! {
        #[test]
        fn sets_are_what_their_numbers_are(a in sets(), b in sets()) {
            let (in_a, in_b) = (numbers(&a), numbers(&b));
            let both: Vec<u128> = in_a.iter().copied().filter(|n| in_b.contains(n)).collect();
            let only: Vec<u128> = in_a.iter().copied().filter(|n| !in_b.contains(n)).collect();
            prop_assert_eq!(numbers(&a.common(&b)), both);
            prop_assert_eq!(numbers(&a.without(&b)), only);
            prop_assert_eq!(a.holds(&b), in_b.iter().all(|n| in_a.contains(n)));
            prop_assert_eq!(a.lowest(), in_a.first().copied());
            prop_assert_eq!(a.highest(), in_a.last().copied());
            prop_assert_eq!(a.is_empty(), in_a.is_empty());
            prop_assert_eq!(&Ranges::of(a.iter()), &a);
        }
    }
}
