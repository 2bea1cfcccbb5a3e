use crate::source::Span;

/// The values that may be given out, in the order in which they are.
///
/// A space is never listed as a whole: the allocator walks it from its low end and asks for the
/// next value, so that a `/64` costs no more than a `/28`.
pub trait Space<S> {
    /// Whether the value may be given out. Reserved values may not.
    fn contains(&self, value: &S) -> bool;

    /// How many values there are, without the reserved ones.
    fn size(&self) -> u128;

    /// The lowest value.
    fn first(&self) -> Option<S>;

    /// The value after `value`, which is one of the space's. Values that overlap `blocker`, which
    /// overlaps `value`, may be skipped.
    fn after(&self, value: &S, blocker: &S) -> Option<S>;

    /// What it is, for messages: `` `10.255.0.0/22` ``.
    fn describe(&self) -> String;

    /// What to do when all of it is given out.
    fn enlarge(&self) -> &'static str {
        "enlarge the pool or add a range to it"
    }

    /// Where the program declares it.
    fn declared_at(&self) -> Option<Span> {
        None
    }
}

/// Every value of a space in order, for tests.
#[cfg(test)]
pub(super) fn walk<S: Clone>(space: &dyn Space<S>) -> Vec<S> {
    std::iter::successors(space.first(), |value| space.after(value, value)).take(5000).collect()
}
