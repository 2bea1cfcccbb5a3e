//! Which of some things are joined.

/// Disjoint sets over `0..n`.
#[derive(Debug, Clone)]
pub(super) struct Union {
    parent: Vec<u32>,
}

impl Union {
    pub(super) fn new(n: usize) -> Self {
        Self { parent: (0..crate::source::offset(n)).collect() }
    }

    /// The set of a thing, by one of its things.
    pub(super) fn find(&mut self, mut thing: u32) -> u32 {
        while self.parent[thing as usize] != thing {
            let above = self.parent[self.parent[thing as usize] as usize];
            self.parent[thing as usize] = above;
            thing = above;
        }
        thing
    }

    /// Joins two sets; the smaller name becomes that of both.
    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        let (low, high) = if a < b { (a, b) } else { (b, a) };
        self.parent[high as usize] = low;
    }

    /// The set of each thing.
    pub(super) fn into_sets(mut self) -> Vec<u32> {
        (0..crate::source::offset(self.parent.len())).map(|thing| self.find(thing)).collect()
    }
}
