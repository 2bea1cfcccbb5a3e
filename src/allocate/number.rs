use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::{Slot, Space};
use crate::source::Span;

/// A whole number that can be allocated.
pub trait Number: Slot + Copy {
    /// The number before this one.
    fn previous(self) -> Option<Self>;
    /// The number after this one.
    fn next(self) -> Option<Self>;
    /// The same number, wide enough to count with.
    fn wide(self) -> u128;
}

macro_rules! numbers {
    ($($kind:ty)+) => {$(
        impl Number for $kind {
            fn previous(self) -> Option<Self> {
                self.checked_sub(1)
            }
            fn next(self) -> Option<Self> {
                self.checked_add(1)
            }
            fn wide(self) -> u128 {
                u128::from(self)
            }
        }
    )+};
}
numbers!(u8 u16 u32 u64);

/// Numbers of one or more ranges, such as port-channel numbers or ASNs.
#[derive(Debug, Clone)]
pub struct NumberSpace<N> {
    /// In order of preference; no number is in two of them.
    ranges: Vec<(N, N)>,
    reserved: BTreeSet<N>,
    declared_at: Option<Span>,
}

impl<N: Number> NumberSpace<N> {
    /// The numbers of a range, both ends included.
    pub fn new(range: RangeInclusive<N>) -> Self {
        Self::ranges([range.into_inner()])
    }

    /// The numbers of several ranges, both ends included, in this order.
    pub fn ranges(ranges: impl IntoIterator<Item = (N, N)>) -> Self {
        let mut disjoint = Vec::new();
        for range in ranges {
            let pieces = disjoint.iter().fold(vec![range], |pieces, other| {
                pieces.into_iter().flat_map(|piece| without(piece, *other)).collect()
            });
            disjoint.extend(pieces.into_iter().filter(|(first, last)| first <= last));
        }
        Self { ranges: disjoint, reserved: BTreeSet::new(), declared_at: None }
    }

    /// Takes numbers out of the space.
    #[must_use]
    pub fn reserve(mut self, numbers: impl IntoIterator<Item = N>) -> Self {
        self.reserved.extend(numbers);
        self
    }

    /// Says where the program declares the space.
    #[must_use]
    pub fn at(mut self, span: Span) -> Self {
        self.declared_at = Some(span);
        self
    }

    /// The lowest free number of the range at `index` from `number` on, or of a later range.
    fn seek(&self, mut index: usize, mut number: Option<N>) -> Option<N> {
        loop {
            let (_, last) = self.ranges.get(index)?;
            match number.filter(|number| number <= last) {
                Some(found) if !self.reserved.contains(&found) => return Some(found),
                Some(skipped) => number = skipped.next(),
                None => {
                    index += 1;
                    number = self.ranges.get(index).map(|(first, _)| *first);
                }
            }
        }
    }

    fn range_of(&self, number: N) -> Option<usize> {
        self.ranges.iter().position(|(first, last)| (*first..=*last).contains(&number))
    }
}

/// What is left of a range when another is taken out of it.
fn without<N: Number>((first, last): (N, N), (low, high): (N, N)) -> Vec<(N, N)> {
    if high < first || last < low {
        return vec![(first, last)];
    }
    let below = low.previous().map(|end| (first, end));
    let above = high.next().map(|start| (start, last));
    below.into_iter().chain(above).filter(|(first, last)| first <= last).collect()
}

impl<N: Number> Space<N> for NumberSpace<N> {
    fn contains(&self, value: &N) -> bool {
        self.range_of(*value).is_some() && !self.reserved.contains(value)
    }

    fn size(&self) -> u128 {
        let all: u128 =
            self.ranges.iter().map(|(first, last)| last.wide() - first.wide() + 1).sum();
        let reserved = self.reserved.iter().filter(|number| self.range_of(**number).is_some());
        all.saturating_sub(reserved.count() as u128)
    }

    fn first(&self) -> Option<N> {
        self.seek(0, self.ranges.first().map(|(first, _)| *first))
    }

    fn after(&self, value: &N, _: &N) -> Option<N> {
        self.seek(self.range_of(*value)?, value.next())
    }

    fn describe(&self) -> String {
        let text = |(first, last): &(N, N)| format!("`{first}..{last}`");
        let ranges: Vec<String> = self.ranges.iter().map(text).collect();
        if ranges.is_empty() { "an empty range".to_owned() } else { ranges.join(", ") }
    }

    fn declared_at(&self) -> Option<Span> {
        self.declared_at
    }
}

#[cfg(test)]
mod tests {
    use super::super::space::walk;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ranges_are_walked_in_order_without_reserved_numbers() {
        let space = NumberSpace::<u8>::ranges([(250, 255), (3, 1), (1, 3)]).reserve([251, 2, 77]);
        assert_eq!(walk(&space), [250, 252, 253, 254, 255, 1, 3]);
        assert_eq!(space.size(), 7);
        assert!(!space.contains(&2) && !space.contains(&77) && space.contains(&255));
    }

    proptest! {
        #[test]
        fn overlapping_ranges_give_each_number_once(
            ranges in prop::collection::vec((any::<u8>(), any::<u8>()), 0..5),
            reserved in prop::collection::vec(any::<u8>(), 0..5),
        ) {
            let space = NumberSpace::ranges(ranges.clone()).reserve(reserved.clone());
            let mut walked = walk(&space);
            prop_assert_eq!(walked.len() as u128, space.size());
            walked.sort_unstable();
            let within = |n: &u8| ranges.iter().any(|(a, b)| a <= n && n <= b);
            let expected: Vec<u8> =
                (0..=255).filter(|n| within(n) && !reserved.contains(n)).collect();
            prop_assert_eq!(walked, expected);
        }
    }
}
